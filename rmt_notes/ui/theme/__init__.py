"""The look of the program: colours, letters, sizes and icons, and the one place that changes them.

`apply` dresses the application; `tokens` and `metrics` tell what is in force. A widget that keeps something made of
them gives itself a method `restyle()`, which is called on every change; everything else is only repainted.
"""

from __future__ import annotations

from typing import Any, Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes.ui.theme import fonts, style
from rmt_notes.ui.theme.fonts import load_fallbacks, load_fonts, make_font
from rmt_notes.ui.theme.icons import icon_exists, icon_pixmap, make_icon, paint_icon
from rmt_notes.ui.theme.metrics import SMALLEST_TARGET, Density, Metrics, TextRole, Weight
from rmt_notes.ui.theme.style import OwnStyle, make_palette
from rmt_notes.ui.theme.tokens import DARK, LIGHT, Tokens, contrast, strengthen

__all__ = [
    "DARK",
    "LIGHT",
    "SMALLEST_TARGET",
    "Density",
    "Metrics",
    "Mode",
    "TextRole",
    "Tokens",
    "Weight",
    "apply",
    "color",
    "contrast",
    "duration",
    "font",
    "icon",
    "icon_exists",
    "icon_pixmap",
    "list_sheet",
    "load_fallbacks",
    "load_fonts",
    "metrics",
    "mode",
    "paint_icon",
    "signals",
    "text_width",
    "tokens",
]

Mode = Literal["light", "dark", "system"]


class ThemeSignals(QObject):
    """What others may listen to."""

    changed = Signal()


class _InForce:
    """The look of this moment."""

    def __init__(self) -> None:
        self.tokens = LIGHT
        self.metrics = Metrics()
        self.mode: Mode = "light"
        self.moves = True
        self.style: OwnStyle | None = None


signals = ThemeSignals()
_now = _InForce()


def tokens() -> Tokens:
    """The colours in force."""
    return _now.tokens


def metrics() -> Metrics:
    """The sizes in force."""
    return _now.metrics


def mode() -> Mode:
    """What was asked for: light, dark or as the system."""
    return _now.mode


def color(name: str) -> QColor:
    """The colour of a token, for a painter.

    Raises:
        KeyError: for a word that is no token.
    """
    return QColor(_now.tokens.colour(name))


def font(role: TextRole = "body", weight: Weight = "regular", *, figures: bool = False, italic: bool = False) -> QFont:
    """The font of a role in the size in force; `figures` gives digits equal width."""
    return make_font(_now.metrics, role, weight, figures=figures, italic=italic)


def text_width(words: str, role: TextRole = "body", weight: Weight = "regular") -> float:
    """How wide words are in a role, in the size in force."""
    return fonts.text_width(_now.metrics, words, role, weight)


def icon(name: str, token: str = "text", size: int | None = None) -> QIcon:
    """An icon in a token's colour, with a switched-off variant, crisp at 1, 1.5 and 2 device pixels.

    Raises:
        KeyError: for a word that is no token.
        FileNotFoundError: for an icon that is not bundled.
    """
    return make_icon(name, _now.tokens.colour(token), _now.tokens.disabled, size or _now.metrics.icon)


def list_sheet(*, framed: bool = False) -> str:
    """The style sheet of a list that drops down, for the look in force; `framed` where nothing around it has a
    frame."""
    return style.list_sheet(_now.tokens, _now.metrics, framed=framed)


def duration(milliseconds: int) -> int:
    """How long a movement may take: at most 150 ms, and none where the person asked for less motion."""
    return min(milliseconds, 150) if _now.moves else 0


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _follow_system() -> None:
    app = QApplication.instance()
    if _now.mode == "system" and isinstance(app, QApplication):
        apply(app, "system", _now.metrics.density, _now.metrics.scale, motion=_now.moves)


def _follow_contrast() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply(app, _now.mode, _now.metrics.density, _now.metrics.scale, motion=_now.moves)


def apply(
    app: QApplication, mode: Mode = "system", density: Density = "touch", scale: float = 1.0, *, motion: bool = True
) -> None:
    """Dress the whole application.

    `scale` is the size of letters and targets, 1.0 to 2.0; `motion` off leaves out every movement.

    Raises:
        ValueError: for a scale outside 0.8 to 2.
    """
    if not 0.8 <= scale <= 2.0:
        raise ValueError(f"scale {scale} is outside 0.8 to 2")
    load_fonts()
    hints = app.styleHints()  # held while it is asked: its children are gone for Python as soon as it is
    dark = mode == "dark" or (mode == "system" and _system_is_dark(app))
    more = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    before = (_now.tokens, _now.metrics)
    _now.tokens = DARK if dark else LIGHT
    if more:
        _now.tokens = strengthen(_now.tokens)
    _now.metrics = Metrics(density, scale)
    _now.mode = mode
    _now.moves = motion
    if _now.style is None:
        _now.style = OwnStyle(_now.tokens, _now.metrics)
        app.setStyle(_now.style)
        hints.colorSchemeChanged.connect(_follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(_follow_contrast)
    elif before == (_now.tokens, _now.metrics):
        return  # dressed like this already; to dress every widget anew would be felt
    _now.style.tokens, _now.style.metrics = _now.tokens, _now.metrics
    app.setFont(font())
    app.setPalette(make_palette(_now.tokens))
    editors = make_palette(_now.tokens, editors=True)
    for kind in style.EDITORS:
        app.setPalette(editors, cast(Any, kind))  # it takes a word and says it wants bytes
    widgets = app.allWidgets()
    for widget in widgets:  # all sizes are forgotten before anything asks for one
        _forget_size(widget)
    for widget in widgets:
        _restyle(widget)
    signals.changed.emit()


def _forget_size(widget: QWidget) -> None:
    layout = widget.layout()
    if layout is not None:
        layout.invalidate()
    widget.updateGeometry()


def _restyle(widget: QWidget) -> None:
    own = getattr(widget, "restyle", None)
    if callable(own):
        own()
    widget.updateGeometry()
    widget.update()
