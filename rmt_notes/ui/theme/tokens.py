"""The colour tokens of the light and the dark look, and the arithmetic that proves their contrast."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Tokens:
    """One look: every colour the program paints with, as `#rrggbb`.

    `card`, `window`, `surface` and `raised` are grounds; `*_soft` are the grounds of messages and chosen rows; `line`
    is decoration only and therefore has no contrast duty, while `border` outlines controls and has one (3:1).
    """

    dark: bool
    window: str
    card: str
    surface: str
    raised: str
    track: str
    hover: str
    pressed: str
    line: str
    text: str
    muted: str
    placeholder: str
    disabled: str
    border: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_pressed: str
    accent_soft: str
    accent_line: str
    danger: str
    on_danger: str
    danger_hover: str
    danger_soft: str
    danger_line: str
    warning: str
    warning_soft: str
    warning_line: str
    carried: str
    ok: str
    ok_soft: str
    ok_line: str
    focus: str
    selection: str
    on_selection: str
    rail: str
    rail_text: str
    rail_hover: str
    rail_current: str
    rail_current_text: str
    rail_focus: str
    badge: str
    on_badge: str
    series: str
    series_second: str
    shadow: str

    def colour(self, name: str) -> str:
        """The colour of the token `name`.

        Raises:
            KeyError: for a word that is no token.
        """
        if name not in NAMES:
            raise KeyError(name)
        return str(getattr(self, name))


NAMES = frozenset(field.name for field in fields(Tokens) if field.name != "dark")


LIGHT = Tokens(
    dark=False,
    window="#f4f5f7",
    card="#ffffff",
    surface="#fafbfb",
    raised="#ffffff",
    track="#e7eaed",
    hover="#eef1f3",
    pressed="#e2e7ea",
    line="#dfe3e7",
    text="#1c2328",
    muted="#55606b",
    placeholder="#5f6b76",
    disabled="#6b7680",
    border="#7d8892",
    accent="#0b6478",
    on_accent="#ffffff",
    accent_hover="#095668",
    accent_pressed="#074757",
    accent_soft="#e1eff4",
    accent_line="#a9d0dc",
    danger="#b3261e",
    on_danger="#ffffff",
    danger_hover="#981f18",
    danger_soft="#fdeceb",
    danger_line="#eeb3af",
    warning="#7a4b00",
    warning_soft="#fdf1d6",
    warning_line="#e6c67f",
    carried="#b9822a",
    ok="#1d6b3a",
    ok_soft="#e5f4ea",
    ok_line="#a6d4b6",
    focus="#0b6478",
    selection="#0b6478",
    on_selection="#ffffff",
    rail="#0f2e38",
    rail_text="#d3e3e8",
    rail_hover="#173e4a",
    rail_current="#1c5161",
    rail_current_text="#ffffff",
    rail_focus="#8fdcec",
    badge="#ffd479",
    on_badge="#2b1d00",
    series="#0b6478",
    series_second="#5d8797",
    shadow="#000000",
)

DARK = Tokens(
    dark=True,
    window="#15191c",
    card="#1e2327",
    surface="#1a1f22",
    raised="#272d32",
    track="#2a3136",
    hover="#272e33",
    pressed="#30383e",
    line="#363f45",
    text="#e8ecef",
    muted="#aab4bd",
    placeholder="#98a3ad",
    disabled="#8a949d",
    border="#6f7b85",
    accent="#5cc3d8",
    on_accent="#10222a",
    accent_hover="#79d0e2",
    accent_pressed="#97dcea",
    accent_soft="#16353f",
    accent_line="#2b5f6f",
    danger="#ff8a80",
    on_danger="#2b0a08",
    danger_hover="#ffa69e",
    danger_soft="#3a1d1c",
    danger_line="#7a3a36",
    warning="#f0c060",
    warning_soft="#352a12",
    warning_line="#6f5722",
    carried="#d6a04a",
    ok="#7fd39a",
    ok_soft="#173122",
    ok_line="#2f6243",
    focus="#5cc3d8",
    selection="#5cc3d8",
    on_selection="#10222a",
    rail="#0b1c23",
    rail_text="#c5d6dc",
    rail_hover="#13303a",
    rail_current="#1a4451",
    rail_current_text="#ffffff",
    rail_focus="#8fdcec",
    badge="#f0c060",
    on_badge="#2b1d00",
    series="#5cc3d8",
    series_second="#7f9fab",
    shadow="#000000",
)


def strengthen(tokens: Tokens) -> Tokens:
    """The same look for a person who asked the system for more contrast: no muted words, no pale lines."""
    return replace(
        tokens,
        muted=tokens.text,
        placeholder=tokens.text,
        border=tokens.text,
        line=tokens.border,
        accent_line=tokens.accent,
        danger_line=tokens.danger,
        warning_line=tokens.warning,
        ok_line=tokens.ok,
    )


TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (ink, ground)
        for ink in ("text", "muted", "accent", "danger", "ok", "warning", "placeholder")
        for ground in ("card", "window", "surface")
    ),
    *((ink, "raised") for ink in ("text", "muted", "accent", "danger")),
    *((ink, "track") for ink in ("text", "muted")),
    *((ink, "hover") for ink in ("text", "muted", "accent", "danger")),
    *((ink, "pressed") for ink in ("text", "muted", "accent")),
    *((ink, "accent_soft") for ink in ("text", "muted", "accent")),
    ("danger", "danger_soft"),
    ("text", "danger_soft"),
    ("warning", "warning_soft"),
    ("text", "warning_soft"),
    ("ok", "ok_soft"),
    ("text", "ok_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("on_selection", "selection"),
    ("rail_text", "rail"),
    ("rail_text", "rail_hover"),
    ("rail_current_text", "rail_current"),
    ("on_badge", "badge"),
)
"""Ink on ground: text, at least 4.5:1."""

SHAPE_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("border", "focus", "series", "disabled") for ground in ("card", "window", "surface")),
    ("border", "raised"),
    ("focus", "raised"),
    ("focus", "accent_soft"),
    ("focus", "hover"),
    ("rail_focus", "rail"),
    ("rail_focus", "rail_current"),
    ("series_second", "card"),
    ("series_second", "surface"),
    ("carried", "card"),
    ("carried", "surface"),
    ("accent", "track"),
    ("badge", "rail"),
)
"""Control outlines, icons, marks and the focus ring, and words of switched-off controls: at least 3:1."""


def _channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2)."""
    red, green, blue = (_channel(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
