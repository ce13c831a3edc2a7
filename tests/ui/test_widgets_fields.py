"""Fields: what is typed stays, undo works, the wheel leaves them alone, problems are words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.field_frame import ProblemRow
from rmt_notes.ui.widgets.fields import ChoiceField, Field, NumberField, SearchField, TextArea, TextField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.number_field import read_number, write_number
from rmt_notes.ui.widgets.scroll import ScrollColumn

LEFT = Qt.MouseButton.LeftButton
NASTY = 'R/O <C5 radiculopathy> & "quotes" 5\u00a0kg … → ≤ 12° naïve œ\tTab\n\nsecond & third'


@pytest.fixture(autouse=True)
def light(qapp):
    """Light, touch."""
    theme.apply(qapp, "light")


@pytest.fixture
def show(qtbot):
    """Shows widgets in one window and keeps it."""
    kept: list[QWidget] = []

    def shown(*widgets):
        window = QWidget()
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        window.resize(600, 500)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        kept.append(window)
        return widgets[0]

    yield shown
    kept.clear()


def _heard(signal) -> list:
    heard: list = []
    signal.connect(lambda value=None: heard.append(value))
    return heard


def _wheel(widget: QWidget, notches: int = -3) -> None:
    """Turn the wheel over the middle of a widget, as the window system would."""
    window = widget.window()
    at = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(at), QPoint(0, 120 * notches))
    QApplication.processEvents()


def test_typed_text_is_told_and_set_text_is_not(qtbot, show):
    field = show(TextField("Legal name"))
    heard = _heard(field.edited)
    field.set_text("Amélie")
    assert heard == []
    field.editor().setFocus()
    field.editor().end(False)
    qtbot.keyClicks(field.editor(), "!")
    assert heard == ["Amélie!"]


def test_a_label_names_its_editor_and_the_hint_describes_it():
    field = TextField("Legal name", hint="As on the health card")
    assert field.editor().accessibleName() == "Legal name"
    assert field.editor().accessibleDescription() == "As on the health card"
    field.set_problem("This name is empty.")
    assert "This name is empty." in field.editor().accessibleDescription()
    field.set_problem(None)
    assert field.problem() == ""
    assert field.editor().accessibleDescription() == "As on the health card"


def test_a_secret_is_hidden_until_the_eye_is_pressed(qtbot, show):
    field = show(TextField("Passphrase", secret=True))
    field.set_text("correct horse")
    assert field.editor().displayText() != "correct horse"
    eye = field.findChild(IconButton)
    qtbot.mouseClick(eye, LEFT)
    assert field.editor().displayText() == "correct horse"
    assert eye.accessibleName() == "Hide what is typed"


def test_a_long_paragraph_keeps_its_shaped_letters_while_it_is_written(qtbot, show):
    editor = show(TextArea("Notes")).editor()
    editor.setPlainText("Worse after sitting. " * 250)
    editor.setFocus()
    qtbot.keyClicks(editor.viewport(), "a")
    assert editor.textCursor().block().layout().cacheEnabled(), "else each painting shapes 5,000 letters anew"


def test_a_note_keeps_every_sign_as_typed(qtbot, show):
    area = show(TextArea("Notes"))
    area.set_text(NASTY)
    assert area.text() == NASTY
    area.editor().setFocus()
    area.insert("\u00a0<br>")
    assert area.text() == "\u00a0<br>" + NASTY


def test_undo_survives_text_that_the_program_sets(qtbot, show):
    area = show(TextArea("Notes"))
    area.editor().setFocus()
    qtbot.keyClicks(area.editor(), "typed by hand")
    heard = _heard(area.edited)
    area.set_text_kept_undo("carried from last time")
    assert area.text() == "carried from last time"
    assert heard == []
    QTest.keySequence(area.editor(), QKeySequence.StandardKey.Undo)
    assert area.text() == "typed by hand"
    assert heard == ["typed by hand"]
    QTest.keySequence(area.editor(), QKeySequence.StandardKey.Redo)
    assert area.text() == "carried from last time"


def test_undo_of_a_fresh_note_does_not_go_behind_its_loading(qtbot, show):
    area = show(TextArea("Notes"))
    area.set_text("as stored")
    area.editor().setFocus()
    QTest.keySequence(area.editor(), QKeySequence.StandardKey.Undo)
    assert area.text() == "as stored"


def test_a_line_can_be_replaced_as_one_undo_step(qtbot, show):
    field = show(TextField("Complaint"))
    field.editor().setFocus()
    qtbot.keyClicks(field.editor(), "low back")
    field.set_text_kept_undo("shoulder")
    QTest.keySequence(field.editor(), QKeySequence.StandardKey.Undo)
    assert field.text() == "low back"


def test_an_inserted_phrase_is_one_undo_step_and_is_told(qtbot, show):
    area = show(TextArea("Notes"))
    heard = _heard(area.edited)
    area.insert("Eased by walking.\nWorse sitting.")
    assert heard == ["Eased by walking.\nWorse sitting."]
    QTest.keySequence(area.editor(), QKeySequence.StandardKey.Undo)
    assert area.text() == ""


def test_tab_leaves_a_note(qtbot, show):
    area, other = TextArea("Notes"), TextField("Next")
    show(area, other)
    area.editor().setFocus()
    qtbot.keyClicks(area.editor(), "one")
    finished = _heard(area.finished)
    qtbot.keyClick(area.editor(), Qt.Key.Key_Tab)
    assert other.editor().hasFocus()
    assert area.text() == "one"
    assert len(finished) == 1


def test_pasted_text_loses_its_clothes(qtbot, show):
    area = show(TextArea("Notes"))
    dressed = QMimeData()
    dressed.setHtml("<h1>Big</h1><b>bold</b>")
    dressed.setText("Big bold")
    area.editor().insertFromMimeData(dressed)
    assert area.text() == "Big bold"
    assert "<h1" not in area.editor().toHtml()


def test_a_note_grows_with_its_text_and_stops_at_its_limit(qtbot, show):
    area = show(TextArea("Notes", min_lines=2, max_lines=6))
    small = area.height()
    area.set_text("line\n" * 4)
    QApplication.processEvents()
    larger = area.height()
    assert larger > small
    area.set_text("line\n" * 100)
    QApplication.processEvents()
    assert larger < area.height() < larger * 2.2
    area.set_text("")
    QApplication.processEvents()
    assert area.height() == small


def test_twenty_thousand_words_fit_into_one_field(qtbot, show):
    area = show(TextArea("Notes"))
    words = " ".join(["palpation"] * 20_000)
    area.set_text(words)
    assert area.text() == words
    area.editor().setFocus()
    qtbot.keyClicks(area.editor(), "x")
    assert area.text() == "x" + words


def test_a_carried_note_says_so_until_it_is_edited(qtbot, show):
    area = show(TextArea("Notes"))
    area.set_text("Worse sitting.")
    area.set_carried("from 8 November 2026, not yet reviewed")
    assert "from 8 November 2026" in area.editor().accessibleDescription()
    assert area.carried() == "from 8 November 2026, not yet reviewed"
    area.editor().setFocus()
    qtbot.keyClicks(area.editor(), "!")
    assert area.carried() is None
    assert area.editor().accessibleDescription() == ""


def test_a_carried_note_can_be_ticked_as_reviewed(qtbot, show):
    area = show(TextArea("Notes"))
    area.set_text("Worse sitting.")
    area.set_carried("from 8 November 2026, not yet reviewed")
    edited, reviewed = _heard(area.edited), _heard(area.reviewed)
    tick = next(one for one in area.findChildren(Button) if one.isVisible())
    assert tick.accessibleName() == "Mark as reviewed: Notes"
    qtbot.mouseClick(tick, LEFT)
    assert (edited, reviewed) == ([], [None])
    assert area.carried() is None
    assert not tick.isVisible()
    assert area.editor().hasFocus()


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12", "", 12),
        ("12,5", "", 12.5),
        ("12.5 cm", "cm", 12.5),
        ("12.5cm", "cm", 12.5),
        ("-3", "", -3),
        ("\u22123", "", -3),
        ("+4", "", 4),
        ("31°", "°", 31),
        (" 7\u00a0cm ", "cm", 7),
        ("5.0", "", 5),
        (".5", "", 0.5),
        ("", "", None),
        ("a", "", None),
        ("1 2", "", None),
        ("1e3", "", None),
        ("nan", "", None),
        ("12 mm", "cm", None),
        ("-", "", None),
        ("\u0663", "", 3),
    ],
)
def test_a_number_is_read_however_it_is_typed(text, unit, number):
    assert read_number(text, unit) == number


@pytest.mark.parametrize(("number", "text"), [(None, ""), (12, "12"), (12.0, "12"), (12.5, "12.5"), (-3, "-3")])
def test_a_number_is_written_without_needless_zeros(number, text):
    assert write_number(number) == text


def test_a_number_outside_its_limits_is_told_and_kept(qtbot, show):
    rom, other = NumberField("Lumbar extension", unit="°", minimum=0, maximum=25), TextField("Next")
    show(rom, other)
    heard = _heard(rom.edited)
    rom.editor().setFocus()
    qtbot.keyClicks(rom.editor(), "31")
    assert rom.problem() == ""
    other.editor().setFocus()
    assert rom.value() == 31
    assert rom.problem() == "Higher than usual (25° or less); it is kept."
    assert heard == [3, 31]
    rom.set_value(-2)
    assert rom.problem() == "Lower than usual (0° or more); it is kept."


def test_what_is_no_number_is_kept_and_told(qtbot, show):
    minutes, other = NumberField("Minutes", whole=True), TextField("Next")
    show(minutes, other)
    minutes.editor().setFocus()
    qtbot.keyClicks(minutes.editor(), "half")
    other.editor().setFocus()
    assert (minutes.raw_text(), minutes.value()) == ("half", None)
    assert "not a number yet" in minutes.problem()
    minutes.editor().setFocus()
    minutes.editor().selectAll()
    qtbot.keyClicks(minutes.editor(), "7.5")
    other.editor().setFocus()
    assert "not a whole number" in minutes.problem()
    minutes.set_value(None)
    assert (minutes.raw_text(), minutes.problem()) == ("", "")


def test_a_number_is_stepped_by_arrows_and_buttons_within_its_limits(qtbot, show):
    field = show(NumberField("Passes", minimum=1, maximum=3, steppers=True))
    heard = _heard(field.edited)
    field.editor().setFocus()
    for _turn in range(4):
        qtbot.keyClick(field.editor(), Qt.Key.Key_Up)
    less = next(one for one in field.findChildren(IconButton) if one.accessibleName() == "Less: Passes")
    qtbot.mouseClick(less, LEFT)
    assert heard == [1, 2, 3, 3, 2]


def test_steps_of_a_tenth_stay_tenths(qtbot, show):
    field = show(NumberField("Distance", step=0.1))
    field.set_value(0.1)
    qtbot.keyClick(field.editor(), Qt.Key.Key_Up)
    qtbot.keyClick(field.editor(), Qt.Key.Key_Up)
    assert field.raw_text() == "0.3"


PROVINCES = [("ON", "Ontario"), ("BC", "British Columbia"), ("NL", "Newfoundland and Labrador")]


def test_a_choice_is_made_by_keys(qtbot, show):
    field = show(ChoiceField("Province", PROVINCES, optional=False))
    heard = _heard(field.edited)
    field.editor().setFocus()
    qtbot.keyClick(field.editor(), Qt.Key.Key_Down)
    qtbot.keyClick(field.editor(), Qt.Key.Key_Down)
    assert heard == ["ON", "BC"]
    assert field.value() == "BC"


def test_a_choice_can_be_taken_back_only_where_it_may(qtbot, show):
    field = show(ChoiceField("Province", PROVINCES))
    field.set_value("ON")
    heard = _heard(field.edited)
    field.editor().setFocus()
    qtbot.keyClick(field.editor(), Qt.Key.Key_Up)
    assert heard == [None]
    with pytest.raises(ValueError, match="QC"):
        field.set_value("QC")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_searched_choice_that_is_off_shows_one_ground(qapp, qtbot, mode):
    field = ChoiceField("Province", PROVINCES, searchable=True)
    qtbot.addWidget(field)
    field.show()
    theme.apply(qapp, mode)
    field.setEnabled(False)
    picture = field.frame.grab().toImage()
    middle = picture.height() // 2
    # Between the frame's edge and the words, inside the line, and above it: all are the frame's own colour.
    assert {
        picture.pixelColor(x, y).name() for x, y in ((5, middle), (field.width() // 2, 6), (field.width() // 2, 3))
    } == {theme.color("track").name()}


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_searched_choice_takes_any_part_of_the_words(qtbot, show):
    field, other = ChoiceField("Province", PROVINCES, searchable=True), TextField("Next")
    show(field, other)
    heard = _heard(field.edited)
    line = field.editor().lineEdit()
    line.setFocus()
    qtbot.keyClicks(line, "labrad")
    field.editor().completer().popup().hide()
    other.editor().setFocus()
    assert heard == ["NL"]
    assert line.text() == "Newfoundland and Labrador"
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Atlantis")
    field.editor().completer().popup().hide()
    other.editor().setFocus()
    assert field.value() == "NL"
    assert line.text() == "Newfoundland and Labrador"
    assert "not in the list" in field.problem()


def test_the_wheel_changes_nothing_that_has_no_focus(qtbot, show):
    choice, other = ChoiceField("Province", PROVINCES), TextField("Next")
    show(choice, other)
    choice.set_value("BC")
    other.editor().setFocus()
    _wheel(choice.editor())
    assert choice.value() == "BC"
    choice.editor().setFocus()
    _wheel(choice.editor())
    assert choice.value() == "NL"


def test_the_wheel_scrolls_the_page_over_a_long_note(qtbot):
    page = ScrollColumn()
    area = TextArea("Notes", max_lines=4)
    area.set_text("line\n" * 50)
    page.add(area)
    for number in range(20):
        page.add(TextField(f"Field {number}"))
    qtbot.addWidget(page)
    page.resize(500, 300)
    with qtbot.waitExposed(page):
        page.show()
    page.findChildren(TextField)[0].editor().setFocus()
    _wheel(area.editor().viewport())
    assert area.editor().verticalScrollBar().value() == 0
    assert page.verticalScrollBar().value() > 0
    area.editor().setFocus()
    page.verticalScrollBar().setValue(0)
    _wheel(area.editor().viewport())
    assert area.editor().verticalScrollBar().value() > 0


def test_the_focused_field_is_brought_into_view(qtbot):
    page = ScrollColumn()
    fields = [TextField(f"Field {number}") for number in range(30)]
    for field in fields:
        page.add(field)
    qtbot.addWidget(page)
    page.resize(500, 400)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    fields[0].editor().setFocus()
    for _number in range(25):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is fields[25].editor()
    top = focused.mapTo(page.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= page.viewport().height() - focused.height()
    page.show_widget(fields[3], at_top=True)
    assert 0 <= fields[3].mapTo(page.viewport(), QPoint(0, 0)).y() <= 20


def test_a_page_is_never_wider_than_reads_well(qtbot):
    page = ScrollColumn(max_width=700)
    field = TextField("Name")
    page.add(field)
    qtbot.addWidget(page)
    page.resize(1600, 300)
    with qtbot.waitExposed(page):
        page.show()
    assert field.width() == 700


def test_a_search_is_emptied_by_escape_and_hands_arrows_on(qtbot, show):
    field = show(SearchField("Find a client", key_hint="Ctrl+K"))
    heard, stepped, entered = _heard(field.edited), _heard(field.stepped), _heard(field.entered)
    field.editor().setFocus()
    qtbot.keyClicks(field.editor(), "em")
    qtbot.keyClick(field.editor(), Qt.Key.Key_Down)
    qtbot.keyClick(field.editor(), Qt.Key.Key_Up)
    qtbot.keyClick(field.editor(), Qt.Key.Key_Return)
    qtbot.keyClick(field.editor(), Qt.Key.Key_Escape)
    assert heard == ["e", "em", ""]
    assert stepped == [1, -1]
    assert len(entered) == 1
    assert field.editor().accessibleName() == "Find a client"


@pytest.mark.parametrize(
    "build",
    [
        lambda: TextField("Name"),
        lambda: TextArea("Name"),
        lambda: NumberField("Name"),
        lambda: ChoiceField("Name", PROVINCES),
    ],
)
def test_a_press_anywhere_in_the_frame_gives_the_focus(qtbot, show, build):
    field: Field = show(build())
    qtbot.mouseClick(field.frame, LEFT, pos=QPoint(3, field.frame.height() // 2))
    assert field.frame.editor.hasFocus()


def test_the_sentence_under_a_narrow_field_stands_below_its_frame(show, qtbot):
    field = NumberField("Minutes", show_label=False, steppers=True, warn_over=10)
    field.setFixedWidth(theme.metrics().px(150))
    show(field)
    field.set_value(12)
    sentence = field.findChild(ProblemRow)
    words = sentence.findChild(Label)
    qtbot.waitUntil(lambda: sentence.y() >= field.frame.geometry().bottom() and words.height() > 0)
    assert words.height() >= words.heightForWidth(words.width())
    assert sentence.geometry().bottom() < field.height()
