"""The look of the program: colours, letters, sizes and icons, and the one place that changes them.

`apply` dresses the application; `tokens` and `metrics` tell what is in force. A widget that keeps something made of
them gives itself a method `restyle()`, which is called on every change; everything else is only repainted.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes.ui.theme import fonts
from rmt_notes.ui.theme.fonts import load_fallbacks, load_fonts, make_font
from rmt_notes.ui.theme.icons import icon_exists, icon_pixmap, make_icon, paint_icon
from rmt_notes.ui.theme.metrics import SMALLEST_TARGET, Density, Metrics, TextRole, Weight
from rmt_notes.ui.theme.style import make_palette, make_sheet
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
        self.listening = False


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
    if not _now.listening:
        app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(_follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(_follow_contrast)
        _now.listening = True
    dark = mode == "dark" or (mode == "system" and _system_is_dark(app))
    tokens_of_mode = DARK if dark else LIGHT
    more = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    in_force = (_now.tokens, _now.metrics, app.styleSheet() != "")
    _now.tokens = strengthen(tokens_of_mode) if more else tokens_of_mode
    _now.metrics = Metrics(density, scale)
    _now.mode = mode
    _now.moves = motion
    if in_force == (_now.tokens, _now.metrics, True):
        return  # dressed like this already; to dress every widget anew would be felt
    app.setFont(font())
    app.setPalette(make_palette(_now.tokens))
    app.setStyleSheet(make_sheet(_now.tokens, _now.metrics))
    for widget in app.allWidgets():
        _restyle(widget)
    signals.changed.emit()


def _restyle(widget: QWidget) -> None:
    own = getattr(widget, "restyle", None)
    if callable(own):
        own()
    widget.updateGeometry()
    widget.update()
