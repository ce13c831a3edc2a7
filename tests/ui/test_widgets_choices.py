"""Choosing: chips, scales, segments, tabs, rails, lists, by mouse and by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, IconButton, PressButton
from rmt_notes.ui.widgets.chips import Chip, ChipGroup
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.list_rows import ListRows, Row
from rmt_notes.ui.widgets.nav_rail import NavRail, RailItem
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.reading_order import order_tabs
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.section_rail import SectionRail
from rmt_notes.ui.widgets.segmented import PillTabs, Segmented

LEFT = Qt.MouseButton.LeftButton
QUALITIES = [("ache", "dull ache"), ("stiff", "stiffness"), ("sharp", "sharp"), ("burning", "burning")]


@pytest.fixture(autouse=True)
def light(qapp):
    """Light, touch."""
    theme.apply(qapp, "light")


@pytest.fixture
def show(qtbot):
    """Shows a widget in a window and keeps both."""
    kept: list[QWidget] = []

    def shown(widget, width=900):
        window = QWidget()
        column = QVBoxLayout(window)
        column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, 500)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        kept.append(window)
        return widget

    yield shown
    kept.clear()


def _heard(signal) -> list:
    heard: list = []
    signal.connect(lambda value=None: heard.append(value))
    return heard


def test_a_button_acts_on_release_inside_and_not_outside(qtbot, show):
    button = show(Button("Sign and lock"))
    pressed = _heard(button.clicked)
    qtbot.mousePress(button, LEFT, pos=QPoint(10, 10))
    qtbot.mouseMove(button, QPoint(10, 300))
    qtbot.mouseRelease(button, LEFT, pos=QPoint(10, 300))
    assert pressed == []
    qtbot.mousePress(button, LEFT, pos=QPoint(10, 10))
    assert pressed == []
    qtbot.mouseRelease(button, LEFT, pos=QPoint(12, 12))
    assert len(pressed) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_button_is_pressed_by_key(qtbot, show, key):
    button = show(Button("Sign and lock"))
    pressed = _heard(button.clicked)
    qtbot.keyClick(button, key)
    assert len(pressed) == 1


def test_control_enter_is_left_to_the_screen(qtbot, show):
    button = show(Button("Preview"))
    pressed = _heard(button.clicked)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []


def test_a_shortcut_is_shown_as_the_keyboard_has_it():
    assert Button("Sign and lock", key_hint="Ctrl+Return").accessibleDescription() == "Ctrl+Enter"
    assert IconButton("search", "Find", "Ctrl+K").toolTip() == "Find  Ctrl+K"


def test_an_ampersand_is_shown_and_is_no_mnemonic():
    button = Button("Heat & cold")
    assert button.words() == "Heat & cold"
    assert button.shortcut().isEmpty()


def test_chips_turn_on_and_off_and_keep_the_order_of_the_choices(qtbot, show):
    group = show(ChipGroup(QUALITIES, label="Quality"))
    heard = _heard(group.edited)
    qtbot.mouseClick(group.chip("sharp"), LEFT)
    qtbot.mouseClick(group.chip("ache"), LEFT)
    qtbot.mouseClick(group.chip("sharp"), LEFT)
    assert heard == [("sharp",), ("ache", "sharp"), ("ache",)]


def test_setting_chips_says_nothing_back_and_passes_over_strangers(qtbot, show):
    group = show(ChipGroup(QUALITIES))
    with qtbot.assertNotEmitted(group.edited):
        group.set_values(["stiff", "unknown"])
    assert group.values() == ("stiff",)


def test_a_chip_does_not_change_its_width_when_it_is_chosen():
    chip = Chip("burning")
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before


def test_one_choice_at_a_time_can_be_taken_back_only_where_it_may(qtbot, show):
    group = show(ChipGroup(QUALITIES, multiple=False))
    heard = _heard(group.edited)
    for key in ("ache", "sharp", "sharp"):
        qtbot.mouseClick(group.chip(key), LEFT)
    assert heard == [("ache",), ("sharp",), ()]
    firm = show(ChipGroup(QUALITIES, multiple=False, optional=False))
    firm.set_value("ache")
    with qtbot.assertNotEmitted(firm.edited):
        qtbot.mouseClick(firm.chip("ache"), LEFT)
    assert firm.value() == "ache"


def test_a_barred_chip_stays_off_and_tells_that_it_was_pressed(qtbot, show):
    group = show(ChipGroup([("dt", "Deep tissue"), ("cup", "Cupping")]))
    group.set_barred({"cup": "pacemaker"})
    with qtbot.assertNotEmitted(group.edited), qtbot.waitSignal(group.barred_pressed) as told:
        qtbot.mouseClick(group.chip("cup"), LEFT)
    assert told.args == ["cup"]
    assert group.values() == ()
    assert group.chip("cup").accessibleDescription() == "pacemaker"
    assert "pacemaker" in group.chip("cup").toolTip()
    group.set_barred({})
    qtbot.mouseClick(group.chip("cup"), LEFT)
    assert group.values() == ("cup",)


def test_what_was_chosen_before_it_was_barred_shows_and_can_be_taken_back(qtbot, show):
    group = show(ChipGroup([("dt", "Deep tissue"), ("cup", "Cupping")]))
    group.set_values(["cup"])
    group.set_barred({"cup": "pacemaker"})
    assert group.values() == ("cup",)
    heard = _heard(group.edited)
    qtbot.mouseClick(group.chip("cup"), LEFT)
    assert heard == [()]
    with qtbot.waitSignal(group.barred_pressed):
        qtbot.mouseClick(group.chip("cup"), LEFT)
    assert group.values() == ()


def test_pressing_a_carried_chip_takes_its_mark_away(qtbot, show):
    group = show(ChipGroup(QUALITIES))
    group.set_values(["stiff"])
    group.set_carried({"stiff": "from 8 November 2026"})
    assert group.chip("stiff").accessibleDescription() == "from 8 November 2026"
    qtbot.mouseClick(group.chip("stiff"), LEFT)
    qtbot.mouseClick(group.chip("stiff"), LEFT)
    assert group.values() == ("stiff",)
    assert group.chip("stiff").carried is None


def test_more_than_twelve_choices_wait_behind_more_and_chosen_ones_never_hide(qtbot, show):
    choices = [(str(number), f"word {number}") for number in range(20)]
    group = show(ChipGroup(choices, label="Words"))
    group.set_values(["17"])
    visible = [key for key, _words in choices if group.chip(key).isVisible()]
    assert visible == [*map(str, range(12)), "17"]
    more = next(one for one in group.findChildren(Chip) if one.words() == "More")
    assert more.accessibleName() == "Show 7 more choices"
    qtbot.mouseClick(more, LEFT)
    assert all(group.chip(key).isVisible() for key, _words in choices)
    assert more.words() == "Fewer"
    qtbot.mouseClick(more, LEFT)
    assert not group.chip("19").isVisible()


def test_new_choices_keep_what_is_still_offered(show):
    group = show(ChipGroup(QUALITIES))
    group.set_values(["ache", "sharp"])
    group.set_choices([("sharp", "sharp"), ("new", "new one")])
    assert group.values() == ("sharp",)


def test_a_group_is_one_tab_stop_and_arrows_walk_in_it(qtbot, show):
    group = show(ChipGroup(QUALITIES))
    stops = [chip for chip in group.buttons() if chip.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == [group.chip("ache")]
    group.chip("ache").setFocus()
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Space,
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert group.values() == ("burning",)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Home)
    assert group.chip("ache").hasFocus()


def test_a_chip_tells_a_screen_reader_whether_it_is_on(qtbot, show):
    group = show(ChipGroup(QUALITIES))
    interface = QAccessible.queryAccessibleInterface(group.chip("ache"))
    assert interface.role() == QAccessible.Role.CheckBox
    assert interface.text(QAccessible.Text.Name) == "dull ache"
    assert not interface.state().checked
    group.set_values(["ache"])
    assert interface.state().checked


def test_chips_flow_onto_new_lines_and_the_group_asks_for_the_room(qtbot, show):
    group = show(ChipGroup([(str(number), f"word {number}") for number in range(9)]), width=360)
    lines = {chip.y() for chip in group.buttons()}
    assert len(lines) >= 3
    assert group.height() >= 3 * 44
    right = max(chip.geometry().right() for chip in group.buttons())
    assert right <= group.width()


def _step(scale: ScaleRow, number: int) -> PressButton:
    return scale.findChildren(PressButton)[number]


def test_a_scale_takes_a_press_and_gives_it_back(qtbot, show):
    scale = show(ScaleRow("Pain now, 0 to 10", last=5))
    heard = _heard(scale.edited)
    qtbot.mouseClick(_step(scale, 7), LEFT)
    qtbot.mouseClick(_step(scale, 3), LEFT)
    qtbot.mouseClick(_step(scale, 3), LEFT)
    assert heard == [7, 3, None]


def test_a_scale_is_worked_by_keys_alone(qtbot, show):
    scale = show(ScaleRow("Pain now, 0 to 10"))
    _step(scale, 0).setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_7)
    assert scale.value() == 7
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert scale.value() == 8
    assert _step(scale, 8).hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_0)
    assert scale.value() == 10
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert scale.value() == 10
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert scale.value() is None


def test_a_scale_marks_and_tells_the_last_value(show):
    scale = show(ScaleRow("Pain now, 0 to 10", last=5))
    assert scale.accessibleName() == "Pain now, 0 to 10 · last visit 5"
    assert _step(scale, 5).accessibleDescription() == "value of the last visit"
    assert _step(scale, 4).accessibleName() == "Pain now, 0 to 10: 4 of 10"
    scale.set_last(None)
    assert _step(scale, 5).accessibleDescription() == ""


def test_a_scale_that_must_have_a_value_keeps_it(qtbot, show):
    scale = show(ScaleRow("Pressure", low=1, high=5, optional=False))
    scale.set_value(3)
    qtbot.mouseClick(_step(scale, 2), LEFT)
    qtbot.keyClick(_step(scale, 2), Qt.Key.Key_Delete)
    qtbot.keyClick(_step(scale, 2), Qt.Key.Key_9)
    assert scale.value() == 3
    with pytest.raises(ValueError, match="outside"):
        scale.set_value(0)


def test_segments_choose_one_and_can_be_taken_back(qtbot, show):
    answer = show(Segmented([("yes", "Yes"), ("no", "No"), ("declined", "Declined")], label="Blood thinners"))
    heard = _heard(answer.edited)
    qtbot.mouseClick(answer.segment("no"), LEFT)
    qtbot.mouseClick(answer.segment("yes"), LEFT)
    qtbot.mouseClick(answer.segment("yes"), LEFT)
    assert heard == ["no", "yes", None]
    answer.segment("yes").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert answer.value() == "no"
    assert answer.segment("no").accessibleName() == "Blood thinners: No"
    with pytest.raises(ValueError, match="maybe"):
        answer.set_value("maybe")


def test_tabs_follow_the_arrows(qtbot, show):
    tabs = show(PillTabs([("last", "Last visit"), ("body", "Body"), ("trend", "Trend")], name="Beside the note"))
    heard = _heard(tabs.chosen)
    tabs.findChildren(PressButton)[0].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert heard == ["body", "trend"]
    qtbot.mouseClick(tabs.findChildren(PressButton)[0], LEFT)
    assert tabs.current() == "last"


def test_the_rail_leads_and_marks_only_when_told(qtbot, show):
    rail = show(
        NavRail(
            [RailItem("today", "Today", "sun", "Ctrl+1"), RailItem("unsigned", "Unsigned", "pencil-line")],
            [RailItem("lock", "Lock", "lock")],
        )
    )
    rail.set_current("today")
    heard = _heard(rail.chosen)
    qtbot.mouseClick(rail.button("unsigned"), LEFT)
    assert heard == ["unsigned"]
    assert rail.current() == "today"
    rail.set_badge("unsigned", 3)
    assert rail.button("unsigned").accessibleName() == "Unsigned, 3 waiting"
    rail.set_badge("unsigned", 0)
    assert rail.button("unsigned").accessibleName() == "Unsigned"
    rail.button("today").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert heard == ["unsigned", "lock"]


def test_sections_tell_how_far_they_are(qtbot, show):
    rail = show(SectionRail([("s", "Subjective", "Alt+1"), ("o", "Objective", "Alt+2")]))
    rail.set_state("s", "done")
    rail.set_state("o", "started")
    assert rail.button("s").accessibleName() == "Subjective, filled"
    assert rail.button("o").accessibleName() == "Objective, started"
    rail.set_state("o", "carried")
    assert rail.button("o").accessibleName() == "Objective, carried over, not yet reviewed"
    heard = _heard(rail.chosen)
    qtbot.mouseClick(rail.button("o"), LEFT)
    assert heard == ["o"]
    with pytest.raises(ValueError, match="half"):
        rail.set_state("s", "half")


ROWS = [
    Row("a", "8 Nov 2026", "Low back pain", "signed"),
    Row("b", "25 Oct 2026", "Shoulder"),
    Row("c", "11 Oct 2026", mark="draft"),
]


def test_a_row_opens_by_one_press_and_by_enter(qtbot, show):
    rows = show(ListRows("Visits"))
    rows.set_rows(ROWS)
    opened, chosen = _heard(rows.opened), _heard(rows.chosen)
    second = rows.visualRect(rows.model().index(1, 0)).center()
    qtbot.mouseClick(rows.viewport(), LEFT, pos=second)
    assert (opened, chosen) == (["b"], ["b"])
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened == ["b", "c"]


def test_a_list_keeps_its_place_when_its_rows_are_renewed(qtbot, show):
    rows = show(ListRows("Visits"))
    rows.set_rows(ROWS)
    rows.set_current("b")
    with qtbot.assertNotEmitted(rows.chosen):
        rows.set_rows([Row("new", "22 Nov 2026"), *ROWS])
    assert rows.current_key() == "b"
    rows.set_rows([Row("new", "22 Nov 2026")])
    assert rows.current_key() is None


def test_a_search_box_can_walk_the_list_below_it(show):
    rows = show(ListRows("Clients"))
    rows.step(1)
    rows.set_rows(ROWS)
    opened = _heard(rows.opened)
    rows.open_current()
    for direction in (1, 1, -1, -1, -1):
        rows.step(direction)
    assert rows.current_key() == "a"
    rows.open_current()
    assert opened == ["a", "a"]


def test_a_row_is_spoken_whole(show):
    rows = show(ListRows("Visits"))
    rows.set_rows(ROWS)
    said = [rows.model().index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole) for number in range(3)]
    assert said == ["8 Nov 2026, Low back pain, signed", "25 Oct 2026, Shoulder", "11 Oct 2026, draft"]


def test_thousands_of_rows_are_shown_at_once(qtbot, show):
    rows = show(ListRows("Clients"))
    rows.set_rows([Row(str(number), f"Client {number}", "below") for number in range(5000)])
    rows.set_current("4999")
    qtbot.waitUntil(lambda: rows.verticalScrollBar().maximum() > 5000)
    assert rows.current_key() == "4999"


@pytest.mark.parametrize(("width", "wanted", "least"), [(520, [11], 44), (360, [11], 28), (290, [6, 5], 40)])
def test_a_scale_in_a_narrow_place_stands_closer_before_it_takes_two_even_lines(show, width, wanted, least):
    row = show(ScaleRow("Tolerance"), width=width)
    steps = [one for one in row.findChildren(QWidget) if one.accessibleName().startswith("Tolerance: ")]
    lines = [[one for one in steps if one.y() == top] for top in sorted({one.y() for one in steps})]
    assert [len(line) for line in lines] == wanted
    assert min(one.width() for one in steps) >= least
    assert min(one.height() for one in steps) >= theme.metrics().target


def test_what_one_looks_at_stays_in_its_place_when_the_window_changes_its_size(qtbot, qapp):
    area = ScrollColumn(max_width=None)
    for number in range(40):
        area.add(Label(f"{number}: " + "words that need more lines in a narrow window " * 3, wrap=True))
    button = Button("Pressure")
    area.column.insertWidget(20, button)
    qtbot.addWidget(area)
    area.resize(900, 500)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 1000)
    area.show_widget(button, at_top=True)
    before, high = button.mapTo(area, QPoint(0, 0)).y(), area.verticalScrollBar().maximum()
    assert 0 <= before < 100
    area.resize(420, 460)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > high + 300)
    assert button.mapTo(area, QPoint(0, 0)).y() == before


def test_chips_that_came_late_are_reached_where_they_stand_and_escape_closes_the_search(qtbot, show):
    page = QWidget()
    column = QVBoxLayout(page)
    before, after = QLineEdit(), QLineEdit()
    picker = KeyPicker("Where", lambda: [("neck", "Neck"), ("jaw", "Jaw"), ("knee", "Knee")])
    for each in (before, picker, after):
        column.addWidget(each)
    show(page, 700)
    picker.set_suggested(("neck", "jaw"))
    order_tabs(page, shown=True)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert picker.chip("neck").hasFocus()  # not "More", which stood there alone at first
    qtbot.keyClick(picker.chip("neck"), Qt.Key.Key_Tab)
    assert after.hasFocus()
    picker._more.click()
    qtbot.keyClicks(QApplication.focusWidget(), "kn")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert picker.values() == ("knee",)
    assert QApplication.focusWidget() is picker._search._line
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert picker._panel.isHidden()
    assert picker._more.hasFocus()
    picker.chip("knee").setFocus()
    qtbot.keyClick(picker.chip("knee"), Qt.Key.Key_Space)  # the chip goes with its value
    focused = QApplication.focusWidget()
    assert focused is not None
    assert picker.isAncestorOf(focused)
