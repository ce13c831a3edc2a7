"""The day's visits, over a real record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from rmt_notes.ui.places import Chart, NewVisit, Today, Unsigned
from rmt_notes.ui.screens.today import EARLIER_SHOWN, TodayScreen
from rmt_notes.ui.widgets.when import full_day
from tests.ui.conftest import AMELIE, EMILE, EMILIE, chart_visit, noon, note_of

PLAIN = note_of(4, 2, 10, "mild", None, "effleurage")


@pytest.fixture
def screen(qtbot, practised):
    made = TodayScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.show()
    return made


def show(screen, practised, place=None):
    screen.show_place(place or Today())
    practised.settle()


def test_an_empty_day_says_so_and_offers_a_visit(qtbot, practised, screen):
    show(screen, practised)
    assert screen._head.title() == full_day(date.today())
    assert screen._empty.isVisible()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._empty.button(), Qt.MouseButton.LeftButton)
    assert gone.args == [NewVisit()]


def test_visits_stand_by_the_clock_in_three_states_by_icon_and_word(practised, screen):
    practised.do(lambda store: chart_visit(store, EMILE, PLAIN, noon(0, 14), draft=True))
    practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(0, 16), 60))
    practised.do(lambda store: chart_visit(store, EMILIE, PLAIN, noon(0, 9), kind="wellness"))
    show(screen, practised)
    rows = screen._list.rows()
    assert [row.word for row in rows] == ["signed", "draft", "not started"]
    assert [row.icon for row in rows] == ["circle-check", "pencil-line", "circle"]
    assert rows[0].name == "Émilie Tremblay"
    assert screen._head._second.text() == "3 visits · 1 not started · 1 draft · 1 signed"
    assert screen._list.current() == rows[1].key  # the first that is not signed


def test_a_visit_opens_by_tap_and_by_enter(qtbot, practised, screen):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(0, 9), 60))
    show(screen, practised)
    rect = screen._list.visualRect(screen._list.model().index(0, 0))
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert gone.args == [Chart(visit.id)]
    screen.focus_first()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen._list, Qt.Key.Key_Return)
    assert gone.args == [Chart(visit.id)]


def test_unsigned_notes_of_earlier_days_stand_below_the_oldest_first(practised, screen):
    old = practised.do(lambda store: chart_visit(store, EMILE, PLAIN, noon(3), draft=True))
    newer = practised.do(lambda store: chart_visit(store, AMELIE, PLAIN, noon(2), draft=True))
    show(screen, practised)
    rows = screen._waiting.rows()
    assert [row.key for row in rows] == [old, newer]
    assert rows[0].word == "3 days late"
    assert screen._earlier.isVisible()


def test_many_unsigned_notes_lead_to_their_own_place(qtbot, practised, screen):
    def fill(store):
        for day in range(1, EARLIER_SHOWN + 3):
            chart_visit(store, EMILE, PLAIN, noon(day), draft=True)
        return True

    practised.do(fill)
    show(screen, practised)
    assert len(screen._waiting.rows()) == EARLIER_SHOWN
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._all, Qt.MouseButton.LeftButton)
    assert gone.args == [Unsigned()]


def test_the_days_around_are_one_key_away(qtbot, practised, screen):
    show(screen, practised)
    tomorrow = date.today() + timedelta(days=1)
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert gone.args == [Today(tomorrow)]
    show(screen, practised, Today(tomorrow))
    assert screen._now.isVisible()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert gone.args == [Today()]


def test_the_list_is_as_tall_as_its_rows_so_that_only_the_page_scrolls(qtbot, practised, screen):
    def fill(store):
        for hour in range(8, 18):
            store.start_visit(AMELIE, "follow_up", noon(0, hour), 60)
        return True

    practised.do(fill)
    show(screen, practised)
    qtbot.waitUntil(lambda: screen._list.height() >= 10 * screen._list.sizeHintForRow(0))
    assert screen._list.verticalScrollBar().maximum() == 0
