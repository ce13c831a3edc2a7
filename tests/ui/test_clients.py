"""Searching clients, over a real record."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt

from rmt_notes.ui.places import Chart, ClientPlace, Clients, Find, NewClient, NewVisit
from rmt_notes.ui.screens.clients import PAGE, ClientsScreen
from rmt_notes.ui.screens.find import FindScreen
from rmt_notes.ui.screens.new_visit import NewVisitScreen
from rmt_notes.ui.widgets.client_list import CREATE, client_line
from rmt_notes.ui.worker import Changes
from tests.ui.conftest import AMELIE, EMILE, EMILIE, chart_visit, make_client, noon, note_of, type_words


@pytest.fixture
def screen(qtbot, practised):
    made = ClientsScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.show()
    made.show_place(Clients())
    practised.settle()
    made.focus_first()
    qtbot.waitUntil(lambda: made._field.editor().hasFocus())
    return made


def keys_of(screen):
    return [row.key for row in screen._list.rows()]


def search(qtbot, practised, screen, text):
    type_words(screen._field.editor(), text)
    qtbot.waitUntil(lambda: not screen._pace.is_waiting())
    practised.settle()


def test_all_clients_are_listed_and_counted(screen):
    assert set(keys_of(screen)) == {AMELIE, EMILE, EMILIE}
    assert screen._head._second.text() == "3 clients, recent first"


def test_typing_finds_without_accents_and_offers_to_create_as_last_row(qtbot, practised, screen):
    search(qtbot, practised, screen, "amelie")
    assert keys_of(screen) == [AMELIE, CREATE]
    assert screen._list.rows()[-1].spoken == "Create “Amelie”"


def test_enter_opens_the_first_client_even_when_it_comes_before_the_answer(qtbot, practised, screen):
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClicks(screen._field.editor(), "amelie")
        qtbot.keyClick(screen._field.editor(), Qt.Key.Key_Return)
    assert gone.args == [ClientPlace(AMELIE)]


@pytest.mark.parametrize(("kind", "place"), [(FindScreen, Find()), (NewVisitScreen, NewVisit())])
def test_enter_before_the_answer_opens_nobody_who_was_listed_before(qtbot, practised, kind, place):
    """The chart of the wrong client, or a visit begun in it, is what a quick Enter would give."""
    asking = kind(practised.worker)
    qtbot.addWidget(asking)
    asking.show()
    asking.show_place(place)
    practised.settle()
    asking.focus_first()
    listed = asking._clients if kind is FindScreen else asking._list
    wanted = next(row.key for row in listed.rows() if row.key != listed.current())
    number = practised.do(lambda store: store.client(wanted)).file_number
    with qtbot.waitSignal(asking.gone) as gone:
        qtbot.keyClicks(asking._field.editor(), str(number))
        qtbot.keyClick(asking._field.editor(), Qt.Key.Key_Return)
    went = gone.args[0]
    if isinstance(went, Chart):
        went = ClientPlace(practised.do(lambda store: store.chart(went.visit_id)).client.id)
    assert went == ClientPlace(wanted)


def test_arrow_keys_walk_the_list_while_the_search_keeps_the_caret(qtbot, practised, screen):
    search(qtbot, practised, screen, "tremblay")
    second = keys_of(screen)[1]
    qtbot.keyClick(screen._field.editor(), Qt.Key.Key_Down)
    assert screen._field.editor().hasFocus()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen._field.editor(), Qt.Key.Key_Return)
    assert gone.args == [ClientPlace(second)]


def test_a_tap_opens_and_sliding_off_does_not(qtbot, practised, screen):
    rect = screen._list.visualRect(screen._list.model().index(0, 0))
    other = screen._list.visualRect(screen._list.model().index(2, 0))
    viewport = screen._list.viewport()
    went: list[object] = []
    screen.gone.connect(went.append)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.mouseMove(viewport, other.center())
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=other.center())
    assert went == []
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=rect.center() + QPoint(5, 0))
    assert went == [ClientPlace(keys_of(screen)[0])]


def test_nobody_found_offers_to_create_that_name(qtbot, practised, screen):
    search(qtbot, practised, screen, "zoë müller")
    assert keys_of(screen) == [CREATE]
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen._field.editor(), Qt.Key.Key_Return)
    assert gone.args == [NewClient("Zoë Müller")]


def test_a_number_that_nobody_has_shows_words_instead_of_a_list(qtbot, practised, screen):
    search(qtbot, practised, screen, "99999999")
    assert screen._stack.currentIndex() == 1
    assert "99999999" in screen._empty._text.text()


def test_the_latest_answer_wins(qtbot, practised, screen):
    shown: list[list[str]] = []
    screen._list.model().modelReset.connect(lambda: shown.append(keys_of(screen)))
    screen._field.editor().setText("tremblay")
    screen._search()
    screen._field.editor().setText("amelie")
    screen._search()
    practised.settle()
    assert shown == [[AMELIE, CREATE]]  # the answer to fewer letters never came into sight


def test_rows_say_drafts_last_visit_and_look_alikes(qtbot, practised, screen):
    practised.do(
        lambda store: chart_visit(store, EMILE, note_of(4, 2, 10, "mild", None, "effleurage"), noon(1), draft=True)
    )
    screen.show_place(Clients())
    practised.settle()
    rows = {row.key: row for row in screen._list.rows()}
    assert rows[EMILE].drafts == 1
    assert rows[EMILE].similar
    assert rows[EMILIE].similar
    assert rows[EMILE].last == "yesterday"
    assert "similar name" in rows[EMILE].spoken
    assert rows[AMELIE].last == "no visit yet"
    assert rows[AMELIE].facts.startswith("born 14 March 1980 (")
    assert rows[AMELIE].facts.endswith(") · file 0412")


def test_a_change_elsewhere_refreshes_the_list(qtbot, practised, screen):
    newcomer = make_client("4" * 32, 415, "Noor", "Haddad", date(1990, 1, 1))
    answers: list[object] = []
    practised.worker.ask(
        practised.worker,
        lambda store: store.add_client(newcomer),
        answers.append,
        changes=Changes(frozenset({"clients"}), newcomer.id),
    )
    qtbot.waitUntil(lambda: newcomer.id in keys_of(screen))


def test_five_thousand_clients_come_in_pages_as_one_scrolls(qtbot, practised, screen):
    def fill(store):
        for number in range(PAGE * 2):
            store.add_client(
                make_client(f"{number + 1000:032x}", 1000 + number, "Client", f"Number {number}", date(1970, 1, 1))
            )
        return True

    practised.do(fill)
    screen.show_place(Clients())
    practised.settle()
    assert len(screen._list.rows()) == PAGE
    assert "more than" in screen._head._second.text()
    bar = screen._list.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(screen._list.rows()) == PAGE * 2 + 3)
    assert bar.value() > 0


def test_escape_empties_the_search(qtbot, practised, screen):
    search(qtbot, practised, screen, "amelie")
    qtbot.keyClick(screen._field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not screen._pace.is_waiting())
    practised.settle()
    assert len(keys_of(screen)) == 3


def test_the_spoken_row_names_everything_that_is_painted(practised):
    row = practised.do(lambda store: store.find_clients("emilie"))[0]
    line = client_line(row, date.today())
    assert "Émilie Tremblay" in line.spoken
    assert "called Em" in line.spoken
