"""The look: contrast, tokens, letters, icons, and what changes when it is switched."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF, QIcon, QPalette, QRawFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QScrollBar, QToolTip, QWidget

from rmt_notes import resources
from rmt_notes.ui import theme
from rmt_notes.ui.theme import fonts
from rmt_notes.ui.theme.style import make_palette
from rmt_notes.ui.theme.tokens import NAMES, SHAPE_PAIRS, TEXT_PAIRS, strengthen

LOOKS = (theme.LIGHT, theme.DARK)

AGREED = {
    "light": {
        "card": "#ffffff",
        "window": "#f4f5f7",
        "text": "#1c2328",
        "muted": "#55606b",
        "placeholder": "#5f6b76",
        "border": "#7d8892",
        "accent": "#0b6478",
        "on_accent": "#ffffff",
        "danger": "#b3261e",
        "ok": "#1d6b3a",
        "warning": "#7a4b00",
        "disabled": "#6b7680",
    },
    "dark": {
        "card": "#1e2327",
        "window": "#15191c",
        "text": "#e8ecef",
        "muted": "#aab4bd",
        "placeholder": "#98a3ad",
        "border": "#6f7b85",
        "accent": "#5cc3d8",
        "on_accent": "#10222a",
        "danger": "#ff8a80",
        "ok": "#7fd39a",
        "warning": "#f0c060",
        "disabled": "#8a949d",
    },
}


@pytest.fixture
def look(qapp):
    """The application dressed in light, touch; put back afterwards."""
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, "light")


@pytest.mark.parametrize("tokens", LOOKS, ids=("light", "dark"))
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_stand_out_from_their_ground(tokens, ink, ground):
    assert theme.contrast(tokens.colour(ink), tokens.colour(ground)) >= 4.5


@pytest.mark.parametrize("tokens", LOOKS, ids=("light", "dark"))
@pytest.mark.parametrize(("ink", "ground"), SHAPE_PAIRS)
def test_outlines_marks_and_rings_stand_out_from_their_ground(tokens, ink, ground):
    assert theme.contrast(tokens.colour(ink), tokens.colour(ground)) >= 3.0


@pytest.mark.parametrize("tokens", LOOKS, ids=("light", "dark"))
def test_more_contrast_is_more_contrast(tokens):
    strong = strengthen(tokens)
    for ink, ground in (*TEXT_PAIRS, *SHAPE_PAIRS):
        asked = theme.contrast(tokens.colour(ink), tokens.colour(ground))
        assert theme.contrast(strong.colour(ink), strong.colour(ground)) >= asked
    assert theme.contrast(strong.border, strong.card) >= 7
    assert theme.contrast(strong.line, strong.card) >= 3


def test_contrast_knows_the_two_ends():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("tokens", LOOKS, ids=("light", "dark"))
def test_the_agreed_tokens_are_as_agreed(tokens):
    agreed = AGREED["dark" if tokens.dark else "light"]
    assert {name: tokens.colour(name) for name in agreed} == agreed


@pytest.mark.parametrize("tokens", LOOKS, ids=("light", "dark"))
def test_every_token_is_a_colour(tokens):
    assert all(re.fullmatch(r"#[0-9a-f]{6}", tokens.colour(name)) for name in NAMES)


def test_a_word_that_is_no_token_is_refused():
    with pytest.raises(KeyError):
        theme.LIGHT.colour("dark")
    with pytest.raises(KeyError):
        theme.color("mauve")


@pytest.mark.parametrize("tokens", LOOKS, ids=("light", "dark"))
@pytest.mark.parametrize("group", [QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive])
def test_selected_and_placeholder_text_of_the_palette_can_be_read(qapp, tokens, group):
    palette = make_palette(tokens)
    role = QPalette.ColorRole

    def ratio(ink: QPalette.ColorRole, ground: QPalette.ColorRole) -> float:
        return theme.contrast(palette.color(group, ink).name(), palette.color(group, ground).name())

    assert ratio(role.HighlightedText, role.Highlight) >= 4.5
    assert ratio(role.PlaceholderText, role.Base) >= 4.5
    assert ratio(role.ToolTipText, role.ToolTipBase) >= 4.5
    assert ratio(role.Link, role.Base) >= 4.5


def test_switched_off_words_are_still_to_be_read(qapp):
    for tokens in LOOKS:
        palette = make_palette(tokens)
        ink = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        assert theme.contrast(ink.name(), tokens.card) >= 3.0


def test_switching_changes_tokens_palette_and_tells_it(look, qtbot):
    with qtbot.waitSignal(theme.signals.changed):
        theme.apply(look, "dark", "desk", 1.25)
    assert theme.tokens() is theme.DARK
    assert theme.mode() == "dark"
    assert look.palette().color(QPalette.ColorRole.Window).name() == theme.DARK.window
    assert theme.metrics().target == 40
    assert look.font().pixelSize() == 18


def test_a_widget_that_keeps_something_of_the_look_is_restyled(look, qtbot):
    class Keeps(QWidget):
        seen = ""

        def restyle(self) -> None:
            self.seen = theme.tokens().window

    widget = Keeps()
    qtbot.addWidget(widget)
    theme.apply(look, "dark")
    assert widget.seen == theme.DARK.window


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_what_qt_paints_itself_is_in_the_look_without_a_sheet_over_everything(look, qtbot):
    theme.apply(look, "dark", "touch", 1.5)
    assert look.styleSheet() == "", "Qt would match it against every widget and dress all of them anew"
    bar = QScrollBar(Qt.Orientation.Vertical)
    qtbot.addWidget(bar)
    bar.setRange(0, 100)
    bar.setPageStep(100)
    assert bar.sizeHint().width() == theme.metrics().px(12)
    bar.resize(bar.sizeHint().width(), 200)
    bar.show()
    picture = bar.grab().toImage()
    middle = bar.width() // 2
    assert picture.pixelColor(middle, 50).name() == theme.tokens().border
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(middle, 190))
    assert bar.value() == 100
    assert bar.grab().toImage().pixelColor(middle, 50).name() != theme.tokens().border
    line = QLineEdit("words")
    line.setFrame(False)
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    menu.ensurePolished()
    assert theme.tokens().raised in menu.styleSheet()
    menu.deleteLater()
    QToolTip.showText(QPoint(40, 40), "A tip", line)
    tip = next(one for one in look.topLevelWidgets() if one.inherits("QTipLabel"))
    assert tip.grab().toImage().pixelColor(0, 0).name() == theme.tokens().border
    assert tip.grab().toImage().pixelColor(3, 3).name() == theme.tokens().raised
    QToolTip.hideText()


@pytest.mark.parametrize("scale", [0.5, 2.1])
def test_an_unreadable_scale_is_refused(look, scale):
    with pytest.raises(ValueError, match="outside"):
        theme.apply(look, "light", "touch", scale)


def test_movement_is_short_and_can_be_left_out(look):
    assert theme.duration(400) == 150
    theme.apply(look, "light", motion=False)
    assert theme.duration(400) == 0


@pytest.mark.parametrize(
    ("density", "scale", "target", "primary"),
    [
        ("touch", 1.0, 44, 48),
        ("desk", 1.0, 32, 36),
        ("oily", 1.0, 48, 52),
        ("touch", 2.0, 88, 96),
        ("desk", 1.5, 48, 54),
    ],
)
def test_targets_are_as_large_as_the_density_asks(density, scale, target, primary):
    metrics = theme.Metrics(density, scale)
    assert (metrics.target, metrics.primary) == (target, primary)
    assert metrics.target >= theme.SMALLEST_TARGET
    assert metrics.ring >= 2


@pytest.mark.parametrize("weight", ["regular", "medium", "semibold", "bold"])
def test_every_weight_is_the_bundled_typeface(look, weight):
    info = QFontInfo(theme.font("body", weight))
    assert info.family().startswith("Inter")
    assert info.weight() == {"regular": 400, "medium": 500, "semibold": 600, "bold": 700}[weight]


def test_figures_of_equal_width_line_up(look):
    metrics = QFontMetricsF(theme.font("body", figures=True))
    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("0000"))


@pytest.mark.parametrize(
    ("file", "signs"),
    [
        ("Inter-Regular.ttf", "éœçÀ≤≥≈→←↑↓✓°µΔ½×−–…“”·ЖΩ"),
        ("Inter-SemiBold.ttf", "éœ≤≥→°·"),
        ("NotoSansArabic-Regular.ttf", "سلام"),
        ("NotoSansHebrew-Regular.ttf", "שלום"),
        ("NotoSansDevanagari-Regular.ttf", "नमस्ते"),
        ("NotoSansCanadianAboriginal-Regular.ttf", "ᐃᓄᒃᑎᑐᑦ"),
        ("NotoSansSC-Regular.ttf", "王小明かな"),
    ],
)
def test_the_bundled_typefaces_hold_the_signs_they_are_for(qapp, file, signs):
    raw = QRawFont(str(resources.path("fonts", file)), 14)
    assert [sign for sign in signs if raw.glyphIndexesForString(sign) == [0]] == []


def test_every_typeface_has_its_licence_beside_it():
    folder = resources.path("fonts")
    for file in (*fonts.FILES, *fonts.FALLBACK_FILES.values()):
        licence = folder / f"OFL-{file.split('-')[0]}.txt"
        assert "SIL Open Font License" in licence.read_text(encoding="utf-8")
    assert "ISC License" in resources.text("icons", "LICENSE.txt")


def _inks(picture) -> set[str]:
    image = picture.toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_every_icon_draws_in_the_colour_asked_for(qapp):
    names = sorted(path.stem for path in resources.path("icons").glob("*.svg"))
    assert len(names) >= 45
    for name in names:
        assert _inks(theme.icon_pixmap(name, "#ff0000", 32)) == {"#ff0000"}, name


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_icons_have_as_many_pixels_as_the_screen(qapp, ratio):
    picture = theme.icon_pixmap("sun", "#000000", 20, ratio)
    assert picture.size() == QSize(round(20 * ratio), round(20 * ratio))
    assert picture.devicePixelRatio() == ratio


def test_an_icon_has_a_switched_off_look_of_its_own(look):
    icon = theme.icon("printer", "accent", 18)
    assert _inks(icon.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Normal)) == {theme.LIGHT.accent}
    assert _inks(icon.pixmap(QSize(18, 18), 1.0, QIcon.Mode.Disabled)) == {theme.LIGHT.disabled}


def test_every_icon_that_the_program_names_is_bundled(qapp):
    source = resources.root().parent / "rmt_notes" / "ui"
    named: set[str] = set()
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:icon|action_icon)="([a-z0-9-]+)"', text))
        named |= set(re.findall(r'(?:IconMark|IconButton|EmptyState|set_icon)\(\s*"([a-z0-9-]+)"', text))
    assert named
    assert sorted(name for name in named if not theme.icon_exists(name)) == []


def test_an_icon_that_is_not_bundled_is_refused(qapp):
    with pytest.raises(FileNotFoundError):
        theme.icon_pixmap("unicorn", "#000000", 16)
