"""Dates and times as people type them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes import i18n
from rmt_notes.ui.widgets.calendar_popup import CalendarPopup
from rmt_notes.ui.widgets.fields import DateField, TimeField
from rmt_notes.ui.widgets.loose_date import read_date, read_time, write_time

TODAY = date(2026, 11, 22)


@pytest.fixture
def french():
    """The screens in French for one test."""
    i18n.choose("fr")
    yield
    i18n.choose("en")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 mar 1980", (1980, 3, 14)),
        ("14 March 1980", (1980, 3, 14)),
        ("March 14, 1980", (1980, 3, 14)),
        ("mar. 14 1980", (1980, 3, 14)),
        ("14mar1980", (1980, 3, 14)),
        ("14-Mar-1980", (1980, 3, 14)),
        ("1980 march 14", (1980, 3, 14)),
        ("the 14th of March 1980", (1980, 3, 14)),
        ("1980-03-14", (1980, 3, 14)),
        ("1980/3/14", (1980, 3, 14)),
        ("1980 03 14", (1980, 3, 14)),
        ("19800314", (1980, 3, 14)),
        ("14/3/1980", (1980, 3, 14)),
        ("3/14/1980", (1980, 3, 14)),
        ("14.3.1980", (1980, 3, 14)),
        ("14 3 1980", (1980, 3, 14)),
        ("5/5/1980", (1980, 5, 5)),
        ("14 mars 1980", (1980, 3, 14)),
        ("le 1er août 1980", (1980, 8, 1)),
        ("1 aout 1980", (1980, 8, 1)),
        ("2 févr. 1980", (1980, 2, 2)),
        ("2 fév 1980", (1980, 2, 2)),
        ("15 déc 1980", (1980, 12, 15)),
        ("3 juil 1980", (1980, 7, 3)),
        ("3 sept 1980", (1980, 9, 3)),
        ("29 feb 2024", (2024, 2, 29)),
        ("  14   mar   1980  ", (1980, 3, 14)),
        ("today", (2026, 11, 22)),
        ("Yesterday", (2026, 11, 21)),
        ("demain", (2026, 11, 23)),
        ("aujourd’hui", (2026, 11, 22)),
    ],
)
def test_a_date_is_read_however_it_is_typed(text, day):
    reading = read_date(text, today=TODAY)
    assert reading.value == date(*day)
    assert reading.problem == ""


@pytest.mark.parametrize(
    ("text", "leaning", "day"),
    [
        ("14 mar 80", "past", (1980, 3, 14)),
        ("14 mar 26", "past", (2026, 3, 14)),
        ("14 dec 26", "past", (1926, 12, 14)),
        ("14/3/80", "past", (1980, 3, 14)),
        ("14 mar 30", "past", (1930, 3, 14)),
        ("14 mar 30", "any", (2030, 3, 14)),
        ("14 mar 80", "any", (1980, 3, 14)),
        ("14 mar 80", "future", (2080, 3, 14)),
        ("14 mar 27", "future", (2027, 3, 14)),
    ],
)
def test_a_year_of_two_digits_lies_where_such_dates_lie(text, leaning, day):
    assert read_date(text, leaning=leaning, today=TODAY).value == date(*day)


@pytest.mark.parametrize(
    ("text", "leaning", "day"),
    [
        ("20 nov", "any", (2026, 11, 20)),
        ("20/11", "any", (2026, 11, 20)),
        ("11/20", "any", (2026, 11, 20)),
        ("24 dec", "past", (2025, 12, 24)),
        ("24 dec", "future", (2026, 12, 24)),
        ("3 jan", "future", (2027, 1, 3)),
        ("mar 14", "past", (2026, 3, 14)),
    ],
)
def test_a_missing_year_is_the_nearest_that_fits(text, leaning, day):
    assert read_date(text, leaning=leaning, today=TODAY).value == date(*day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3/4/1980", "3 April or 4 March"),
        ("3/4/80", "3 April or 4 March"),
        ("03-04-1980", "3 April or 4 March"),
        ("3/4", "3 April or 4 March"),
        ("31 feb 1980", "no 31 February"),
        ("30 02 1980", "no 30 February"),
        ("29 feb 1981", "not a leap year"),
        ("1981-02-29", "not a leap year"),
        ("31 april 1980", "no 31 April"),
        ("1980-13-01", "no month 13"),
        ("1980-00-10", "no month 0"),
        ("0 mar 1980", "no 0 March"),
        ("32 mar 1980", "no 32 March"),
        ("14/13/1980", "no month 13"),
        ("25/25/1980", "no month 25"),
        ("14 ju 1980", "“ju” is not read as a month"),
        ("14 smarch 1980", "“smarch” is not read as a month"),
        ("march 1980", "The day is missing"),
        ("soon", "not read as a date"),
        ("1980", "not read as a date"),
        ("14 mar 1980 10:00", "not read as a date"),
        ("14 mar mar", "not read as a date"),
        ("1/2/3/4", "not read as a date"),
        ("14/3/198", "not read as a date"),
        ("0000-01-01", "no year 0"),
        ("-", "not read as a date"),
        ("<b>14</b>", "not read as a date"),
        ("\u0661\u0664", "not read as a date"),
        ("14 mar 99999", "no year 99999"),
    ],
)
def test_what_is_no_date_is_told_in_a_sentence(text, words):
    reading = read_date(text, today=TODAY)
    assert reading.value is None
    assert words in reading.problem


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_an_empty_field_is_no_problem(text):
    reading = read_date(text, today=TODAY)
    assert (reading.value, reading.problem) == (None, "")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9", (9, 0)),
        ("930", (9, 30)),
        ("0930", (9, 30)),
        ("9:30", (9, 30)),
        ("9h30", (9, 30)),
        ("9 h 30", (9, 30)),
        ("14h", (14, 0)),
        ("2 pm", (14, 0)),
        ("2:30 p.m.", (14, 30)),
        ("12 am", (0, 0)),
        ("12 pm", (12, 0)),
        ("noon", (12, 0)),
        ("midi", (12, 0)),
        ("1430", (14, 30)),
        ("23:59", (23, 59)),
        ("15 h 04", (15, 4)),
        ("230pm", (14, 30)),
        ("15 h 04 min", (15, 4)),
        ("24:00", None),
        ("9:60", None),
        ("13 pm", None),
        ("soon", None),
        ("", None),
        ("9:3", None),
        ("12345", None),
    ],
)
def test_a_time_is_read_however_it_is_typed(text, moment):
    assert read_time(text) == (None if moment is None else time(*moment))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_written_is_read_again(language):
    with i18n.language_of(language):
        assert read_time(write_time(time(14, 5))) == time(14, 5)
        field_words = [read_date(words).value for words in (_tidy(date(1980, month, 9)) for month in range(1, 13))]
    assert field_words == [date(1980, month, 9) for month in range(1, 13)]


def _tidy(day: date) -> str:
    from rmt_notes.ui.widgets.loose_date import write_date

    return write_date(day)


def _in_window(qtbot, field: QWidget) -> DateField:
    window = QWidget()
    field.setParent(window)
    other = DateField("Other")
    other.setParent(window)
    other.move(0, 200)
    qtbot.addWidget(window)
    window.resize(500, 400)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    field.window_kept = window  # type: ignore[attr-defined]  # nobody else would hold the window
    return other


def test_a_date_is_tidied_on_leaving_and_told_once(qtbot):
    field = DateField("Date of birth", leaning="past")
    other = _in_window(qtbot, field)
    heard: list[object] = []
    field.edited.connect(heard.append)
    field.editor().setFocus()
    qtbot.keyClicks(field.editor(), "14 mar 80")
    assert field.raw_text() == "14 mar 80"
    other.editor().setFocus()
    assert field.raw_text() == "14 March 1980"
    assert field.value() == date(1980, 3, 14)
    assert heard[-1] == date(1980, 3, 14)
    assert field.problem() == ""


def test_a_doubtful_date_stays_as_typed_with_its_sentence(qtbot):
    field = DateField("Date of birth", leaning="past")
    other = _in_window(qtbot, field)
    field.editor().setFocus()
    qtbot.keyClicks(field.editor(), "3/4/1980")
    assert field.problem() == ""
    other.editor().setFocus()
    assert field.raw_text() == "3/4/1980"
    assert field.value() is None
    assert "3 April or 4 March" in field.problem()
    assert "3 April or 4 March" in field.editor().accessibleDescription()
    field.editor().setFocus()
    field.editor().selectAll()
    qtbot.keyClicks(field.editor(), "4 mar 1980")
    assert field.problem() == ""


def test_a_birth_in_the_future_is_told(qtbot):
    field = DateField("Date of birth", leaning="any", maximum=date.today())
    qtbot.addWidget(field)
    qtbot.keyClicks(field.editor(), (date.today() + timedelta(days=3)).isoformat())
    qtbot.keyClick(field.editor(), Qt.Key.Key_Return)
    assert "lies in the future" in field.problem()
    assert field.value() is None


def test_setting_a_date_says_nothing_back(qtbot):
    field = DateField("Next visit")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.edited):
        field.set_value(date(2026, 12, 1))
        field.set_value(None)
    assert field.raw_text() == ""


def test_dates_are_written_in_french_on_french_screens(qtbot, french):
    field = DateField("Date de naissance")
    qtbot.addWidget(field)
    field.set_value(date(1980, 8, 1))
    assert field.raw_text() == "1 août 1980"
    assert field.value() == date(1980, 8, 1)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_day_is_picked_from_the_calendar_by_keys_alone(qtbot):
    field = DateField("Next visit")
    _in_window(qtbot, field)
    field.set_value(date(2026, 11, 8))
    field.open_calendar()
    calendar = field.findChild(CalendarPopup)
    QApplication.processEvents()
    heard: list[object] = []
    field.edited.connect(heard.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        qtbot.keyClick(calendar.focusWidget(), key)
    assert calendar.focusWidget().accessibleName() == "Wednesday 16 December 2026"
    qtbot.keyClick(calendar.focusWidget(), Qt.Key.Key_Return)
    assert heard == [date(2026, 12, 16)]
    assert field.raw_text() == "16 December 2026"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_calendar_stops_at_the_ends_of_time_and_of_the_field(qtbot):
    field = DateField("Seen", maximum=date(2026, 11, 22))
    _in_window(qtbot, field)
    field.set_value(date(1, 1, 1))
    field.open_calendar()
    calendar = field.findChild(CalendarPopup)
    QApplication.processEvents()
    qtbot.keyClick(calendar.focusWidget(), Qt.Key.Key_Left)
    qtbot.keyClick(calendar.focusWidget(), Qt.Key.Key_PageUp)
    assert calendar.focusWidget().accessibleName().endswith(" 1 January 0001")
    calendar.close()


def test_a_time_is_tidied_and_a_wrong_one_is_told(qtbot):
    field = TimeField("Start")
    other = _in_window(qtbot, field)
    field.editor().setFocus()
    qtbot.keyClicks(field.editor(), "1430")
    other.editor().setFocus()
    assert field.value() == time(14, 30)
    assert field.raw_text() == write_time(time(14, 30))
    field.editor().setFocus()
    field.editor().selectAll()
    qtbot.keyClicks(field.editor(), "25:10")
    other.editor().setFocus()
    assert field.raw_text() == "25:10"
    assert "not read as a time" in field.problem()
