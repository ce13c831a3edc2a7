"""What holds for every widget of the kit: targets, names, a ring for the keyboard, room for longer languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QScrollBar, QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button, IconButton, PressButton
from rmt_notes.ui.widgets.calendar_popup import CalendarPopup
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import Chip, ChipGroup
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.fields import ChoiceField, DateField, NumberField, SearchField, TextArea, TextField, TimeField
from rmt_notes.ui.widgets.identity_alerts import Alert
from rmt_notes.ui.widgets.identity_bar import IdentityBar
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.list_rows import ListRows, Row
from rmt_notes.ui.widgets.nav_rail import NavRail, RailItem
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.section_rail import SectionRail
from rmt_notes.ui.widgets.segmented import PillTabs, Segmented
from rmt_notes.ui.widgets.undo_bar import UndoBar

LONG = "Réévaluation de l’amplitude du mouvement de la région lombaire"
"""As long as French gets."""


def _list(words: str) -> QWidget:
    made = ListRows("Visits")
    made.set_rows([Row("a", words, "below", "right"), Row("b", "second")])
    return made


def _identity(words: str) -> QWidget:
    made = IdentityBar()
    made.set_identity(words, ["she/her", "born 14 March 1980 (46)"], "Visit 6 of 8")
    made.set_alerts(
        [Alert("danger", "No cupping", key="a"), *(Alert("warning", f"alert {number}") for number in range(4))]
    )
    made.add_action(Button("New note"))
    return made


def _undo(words: str) -> QWidget:
    made = UndoBar()
    made.offer(words)
    return made


def _carried(words: str) -> QWidget:
    made = TextArea(words)
    made.set_text("one")
    made.set_carried("from 8 November 2026, not yet reviewed")
    return made


def _problem(words: str) -> QWidget:
    made = TextField("Phone", hint=words)
    made.set_problem(words)
    return made


def _header(words: str) -> QWidget:
    made = PageHeader(words, words, back=True)
    made.add_action(Button("New client"))
    return made


KIT: dict[str, Callable[[str], QWidget]] = {
    "button": lambda words: Button(words, key_hint="Ctrl+N"),
    "secondary": lambda words: Button(words, "secondary", icon="printer"),
    "quiet": lambda words: Button(words, "quiet"),
    "danger": lambda words: Button(words, "danger"),
    "icon button": lambda words: IconButton("calendar", words, "Ctrl+K"),
    "chip": lambda words: Chip(words),
    "chip group": lambda words: ChipGroup([(str(number), f"{words} {number}") for number in range(15)], label=words),
    "scale row": lambda words: ScaleRow(words, last=4, ends=("no pain", "worst")),
    "segmented": lambda words: Segmented([("y", words), ("n", "No"), ("d", "Declined")], label=words),
    "tabs": lambda words: PillTabs([("a", words), ("b", "Health")], name=words),
    "card": lambda words: Card(words, collapsible=True),
    "text field": lambda words: TextField(words, hint=words),
    "secret field": lambda words: TextField(words, secret=True),
    "problem": _problem,
    "text area": lambda words: TextArea(words),
    "carried": _carried,
    "number field": lambda words: NumberField(words, unit="cm", steppers=True),
    "date field": lambda words: DateField(words),
    "time field": lambda words: TimeField(words),
    "choice field": lambda words: ChoiceField(words, [("a", words), ("b", "B")]),
    "searched choice": lambda words: ChoiceField(words, [("a", words), ("b", "B")], searchable=True),
    "search field": lambda words: SearchField(words),
    "banner": lambda words: Banner("warning", words, "Save a copy…", closable=True),
    "undo bar": _undo,
    "alert": lambda words: AlertPill("danger", words, pressable=True),
    "identity": _identity,
    "header": _header,
    "nav rail": lambda words: NavRail([RailItem("a", "Today", "sun", "Ctrl+1"), RailItem("b", "Clients", "users")]),
    "section rail": lambda words: SectionRail([("s", words, "Alt+1"), ("o", "Objective", "Alt+2")]),
    "empty": lambda words: EmptyState("users", words, words, words),
    "list": _list,
    "key and value": lambda words: KeyValue([(words, words), ("Pain", "5")]),
}


@pytest.fixture(autouse=True)
def dressed(request, qapp):
    """Every test begins dressed as its parameters say, in light and touch where they say nothing."""
    asked = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    theme.apply(qapp, asked.get("mode", "light"), asked.get("density", "touch"), asked.get("scale", 1.0))


def _shown(qtbot, build: Callable[[str], QWidget], words: str = "Left shoulder", width: int = 900) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    widget = build(words)
    column.addWidget(widget)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(width, 500)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    QApplication.processEvents()
    return window


def _focusable(window: QWidget) -> list[QWidget]:
    return [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(one, (QScrollBar, QLabel))
        and one.focusProxy() is None
    ]


@pytest.mark.parametrize("kind", KIT)
@pytest.mark.parametrize("density", ["touch", "desk", "oily"])
def test_everything_that_takes_the_focus_is_large_enough(qapp, qtbot, kind, density):
    window = _shown(qtbot, KIT[kind])
    theme.apply(qapp, "light", density)
    least = {"touch": 44, "desk": 32, "oily": 48}[density]
    small = []
    for one in [*_focusable(window), *window.findChildren(PressButton)]:
        if not one.isVisible() or (isinstance(one, AlertPill) and one.focusPolicy() == Qt.FocusPolicy.NoFocus):
            continue
        framed = one.parentWidget() if not isinstance(one, (PressButton, QAbstractScrollArea)) else one
        height = max(one.height(), framed.height() if framed is not None and framed.height() < 80 else 0)
        if height < least or one.width() < least:
            small.append((type(one).__name__, one.accessibleName(), one.size()))
    assert small == []


def test_targets_keep_their_room_when_the_look_is_switched_while_they_show(qapp, qtbot):
    theme.apply(qapp, "light", "desk")
    windows = {kind: _shown(qtbot, build) for kind, build in KIT.items()}
    theme.apply(qapp, "dark", "touch")
    QApplication.processEvents()
    assert [
        (kind, one.size())
        for kind, window in windows.items()
        for one in window.findChildren(PressButton)
        if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.height() < 44
    ] == []


@pytest.mark.parametrize("kind", KIT)
def test_everything_that_takes_the_focus_has_a_name(qtbot, kind):
    window = _shown(qtbot, KIT[kind])
    assert [type(one).__name__ for one in _focusable(window) if not one.accessibleName()] == []
    assert [
        type(one).__name__ for one in window.findChildren(PressButton) if one.isVisible() and not one.accessibleName()
    ] == []


@pytest.mark.parametrize("kind", [kind for kind in KIT if kind != "key and value"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_keyboard_s_focus_can_be_seen(qtbot, kind, mode):
    window = _shown(qtbot, KIT[kind])
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for one in [found for found in _focusable(window) if found is not window][:2]:
        window.setFocus()
        around = QRect(one.mapTo(window, QPoint(0, 0)), one.size()).adjusted(-24, -24, 24, 24)
        without = _pixels(window, around)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        assert one.hasFocus()
        with_ring = _pixels(window, around)
        changed = Counter(pair for pair in zip(without, with_ring, strict=True) if pair[0] != pair[1])
        clear = sum(number for (old, new), number in changed.items() if theme.contrast(_name(old), _name(new)) >= 3)
        edge = 2 * (one.width() + one.height())
        assert clear >= min(edge, 150), type(one).__name__


def _pixels(window: QWidget, part: QRect) -> memoryview:
    """The colours of a part of the window, pixel by pixel."""
    image = window.grab(part.intersected(window.rect())).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return memoryview(bytes(image.constBits())).cast("I")


def _name(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06x}"


@pytest.mark.parametrize("kind", KIT)
def test_no_word_is_cut_in_a_longer_language(qtbot, kind):
    window = _shown(qtbot, KIT[kind], LONG, 900)
    cut = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if label.wordWrap():
            if label.heightForWidth(label.width()) > label.height():
                cut.append((label.text(), label.size()))
        elif QFontMetricsF(label.font()).horizontalAdvance(label.text()) > label.width() + 1:
            cut.append((label.text(), label.size()))
    for button in window.findChildren(Button):
        if button.isVisible():
            least = QFontMetricsF(theme.font("body", "semibold")).horizontalAdvance(button.words())
            if button.width() < least + 16:
                cut.append((button.words(), button.size()))
    assert cut == []


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_choices_stack_where_the_words_do_not_fit_side_by_side(qtbot, scale):
    window = _shown(qtbot, KIT["segmented"], LONG, 460)
    segments = [one for one in window.findChildren(PressButton) if one.isVisible()]
    assert len({one.x() for one in segments}) == 1
    assert all(one.height() >= theme.metrics().target for one in segments)


def test_a_finger_sees_no_ring(qtbot):
    window = _shown(qtbot, KIT["button"])
    button = window.findChild(Button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    assert not button.ringed
    qtbot.keyClick(button, Qt.Key.Key_Shift)
    assert button.ringed


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_calendar_names_its_days_and_gives_a_finger_room(qtbot):
    window = _shown(qtbot, KIT["date field"])
    calendar = CalendarPopup(window)
    calendar.open_at(window, None)
    days = [one for one in calendar.findChildren(PressButton) if one.isVisible()]
    assert len(days) > 42
    assert all(one.accessibleName() for one in days)
    assert all(one.size().expandedTo(QSize(44, 44)) == one.size() for one in days)
    calendar.close()
