"""Notes that wait for a signature."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from rmt_notes.ui.places import Chart, Today, Unsigned
from rmt_notes.ui.screens.unsigned import UnsignedScreen
from tests.ui.conftest import AMELIE, EMILE, EMILIE, chart_visit, noon, note_of

PLAIN = note_of(4, 2, 10, "mild", None, "effleurage")


@pytest.fixture
def screen(qtbot, practised):
    made = UnsignedScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.show()
    return made


def test_they_stand_oldest_first_and_enter_opens_one(qtbot, practised, screen):
    newer = practised.do(lambda store: chart_visit(store, AMELIE, PLAIN, noon(1), draft=True))
    older = practised.do(lambda store: chart_visit(store, EMILE, PLAIN, noon(5), draft=True))
    practised.do(lambda store: chart_visit(store, EMILIE, PLAIN, noon(2), kind="wellness"))
    with qtbot.waitSignal(screen.counted) as counted:
        screen.show_place(Unsigned())
        practised.settle()
    assert counted.args == [2]
    assert [row.key for row in screen._list.rows()] == [older, newer]
    assert screen._head._second.text() == "2 notes wait, oldest first"
    screen.focus_first()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen._list, Qt.Key.Key_Return)
    assert gone.args == [Chart(older)]


def test_an_amendment_under_way_is_named(practised, screen):
    visit = practised.do(lambda store: chart_visit(store, EMILIE, PLAIN, noon(2), kind="wellness"))
    practised.do(lambda store: store.begin_amendment(visit, "wrong side") or True)
    screen.show_place(Unsigned())
    practised.settle()
    assert [row.word for row in screen._list.rows()] == ["amendment open"]


def test_when_all_is_signed_it_says_so(qtbot, practised, screen):
    screen.show_place(Unsigned())
    practised.settle()
    assert screen._stack.currentIndex() == 1
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._empty.button(), Qt.MouseButton.LeftButton)
    assert gone.args == [Today()]
