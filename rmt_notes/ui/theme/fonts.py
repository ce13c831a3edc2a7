"""The bundled typefaces: Inter for everything, Noto Sans for the scripts that Inter does not write."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from rmt_notes import resources
from rmt_notes.ui.theme.metrics import Metrics, TextRole, Weight

FAMILY = "Inter"
FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf", "Inter-Italic.ttf")
FALLBACK_FILES = {
    "Noto Sans Arabic": "NotoSansArabic-Regular.ttf",
    "Noto Sans Hebrew": "NotoSansHebrew-Regular.ttf",
    "Noto Sans Devanagari": "NotoSansDevanagari-Regular.ttf",
    "Noto Sans Gurmukhi": "NotoSansGurmukhi-Regular.ttf",
    "Noto Sans Tamil": "NotoSansTamil-Regular.ttf",
    "Noto Sans Bengali": "NotoSansBengali-Regular.ttf",
    "Noto Sans Thai": "NotoSansThai-Regular.ttf",
    "Noto Sans Canadian Aboriginal": "NotoSansCanadianAboriginal-Regular.ttf",
    "Noto Sans SC": "NotoSansSC-Regular.ttf",
}

_WEIGHTS: dict[str, QFont.Weight] = {
    "regular": QFont.Weight.Normal,
    "medium": QFont.Weight.Medium,
    "semibold": QFont.Weight.DemiBold,
    "bold": QFont.Weight.Bold,
}


def _add(name: str) -> None:
    if QFontDatabase.addApplicationFont(str(resources.path("fonts", name))) < 0:
        raise FileNotFoundError(f"The typeface {name} is missing or damaged; install the program again.")


@cache
def _load_main() -> None:
    for name in FILES:
        _add(name)


@cache
def load_fallbacks() -> None:
    """Make the typefaces of the other scripts known (2 ms; they are read from the disk only when a word needs them)."""
    for name in FALLBACK_FILES.values():
        _add(name)


def load_fonts() -> None:
    """Make Inter known at once and the other scripts as soon as the program is idle. Needs a QGuiApplication.

    Raises:
        FileNotFoundError: when a bundled typeface cannot be read (a broken installation).
    """
    _load_main()
    QTimer.singleShot(0, load_fallbacks)


def make_font(
    metrics: Metrics,
    role: TextRole = "body",
    weight: Weight = "regular",
    *,
    figures: bool = False,
    italic: bool = False,
) -> QFont:
    """The font of a role; `figures` gives all digits the same width, for columns of numbers."""
    return QFont(_made_font(metrics.text(role), weight, figures, italic))


def text_width(metrics: Metrics, words: str, role: TextRole = "body", weight: Weight = "regular") -> float:
    """How wide words are in a role. Layouts ask for the same words over and over."""
    return _text_width(words, metrics.text(role), weight)


@lru_cache(maxsize=4096)
def _text_width(words: str, pixels: int, weight: Weight) -> float:
    return QFontMetricsF(_made_font(pixels, weight, False, False)).horizontalAdvance(words)


@lru_cache(maxsize=64)
def _made_font(pixels: int, weight: Weight, figures: bool, italic: bool) -> QFont:
    font = QFont([FAMILY, *FALLBACK_FILES])
    font.setPixelSize(pixels)
    font.setWeight(_WEIGHTS[weight])
    font.setItalic(italic)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if figures:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
