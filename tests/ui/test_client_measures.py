"""The outcome measures in the client's hands: answered by finger, kept as given, back to the chart by passphrase."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rmt_notes.clinical.phrasebook import Wording
from rmt_notes.clinical.wordbook import Wordbook
from rmt_notes.ui import places
from rmt_notes.ui.screens.intake import ClientMeasuresScreen
from tests.ui.conftest import AMELIE, PASSPHRASE, chart_visit, noon, note_of
from tests.ui.note_tools import focused
from tools.user import User


@pytest.fixture
def screen(practised, qtbot):
    made = ClientMeasuresScreen(practised.worker)
    made.resize(1280, 800)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def user(screen, practised):
    return User(screen, lambda: not practised.worker.is_idle() or screen.has_unsaved())


def test_a_client_gives_the_numbers_and_only_the_passphrase_leads_back(practised, screen, user):
    note = note_of(5, 3, 12, "mild", None, "deep_tissue")
    practised.do(lambda store: chart_visit(store, AMELIE, note, noon(9), kind="initial"))
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    gone: list[object] = []
    screen.gone.connect(gone.append)
    screen.show_place(places.ClientMeasures(AMELIE, visit.id))
    user.settle()
    user.press("Start")
    user.press("Now: 3")
    user.press("Next")
    user.type_into("Activity 1", "sit through a film")
    user.press("How well does activity 1 go today?: 6")
    user.press("Next")
    assert screen.at() == "change"
    user.press("Leave out")
    kept = practised.do(lambda store: store.chart(visit.id).note)
    assert kept.subjective.pain_now == 3
    assert [(each.measure, each.score) for each in kept.objective.outcomes] == [("psfs", 6.0)]
    user.type_into("Therapist: your passphrase", "wrong")
    user.press("Back to the record")
    assert gone == []
    user.type_into("Therapist: your passphrase", PASSPHRASE)
    user.press("Back to the record")
    assert gone == [places.Chart(visit.id)]


def test_a_first_visit_is_not_asked_for_change(practised, screen, user):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "initial", noon(), 60))
    screen.show_place(places.ClientMeasures(AMELIE, visit.id))
    user.settle()
    assert screen.order() == ("welcome", "pain", "activities", "back")


def test_sentences_of_the_therapists_own_form_are_ticked_and_none_is_an_answer(practised, screen, user):
    wording = Wording(id="", practitioner_id="", measure="rmdq", items=tuple(f"Sentence {at}" for at in range(1, 25)))
    practised.do(lambda store: store.take_wordbook(Wordbook(wordings=(wording,))))
    visit = practised.do(lambda store: store.start_visit(AMELIE, "initial", noon(), 60))
    screen.show_place(places.ClientMeasures(AMELIE, visit.id))
    user.settle()
    for word in ("Start", "Leave out", "Leave out"):
        user.press(word)
    user.press("2. Sentence 2")
    user.press("24. Sentence 24")
    user.press("None of these is true today")
    user.press("7. Sentence 7")
    user.settle()
    (score,) = practised.do(lambda store: store.chart(visit.id).note.objective.outcomes)
    assert (score.measure, score.score, score.items) == ("rmdq", 1.0, (7.0,))


def test_answers_that_the_record_refuses_are_shown_and_end_with_the_passphrase(practised, screen, user):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "initial", noon(), 60))
    gone: list[object] = []
    screen.gone.connect(gone.append)
    screen.show_place(places.ClientMeasures(AMELIE, visit.id))
    user.settle()
    user.press("Start")
    practised.do(lambda store: store.void_visit(visit.id, "begun for the wrong day"))
    user._busy = lambda: not practised.worker.is_idle()  # what is refused stays unsaved
    user.press("Now: 3")
    user.press("Hand back")
    user.wait(lambda: screen.keeper.trouble is not None, "the refusal")
    user.type_into("Therapist: your passphrase", PASSPHRASE)
    user.press("Back to the record")
    assert gone == []
    assert "Pain now: 3 of 10" in screen.page("back").lost.text()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert gone == [], "a second Enter does not give up what nobody has read"
    user.press("They are written down: back to the record")
    assert gone == [places.Chart(visit.id)]
    assert not screen.has_unsaved()
    screen.show_place(places.ClientMeasures(AMELIE, visit.id))
    user.settle()
    assert gone == [places.Chart(visit.id)] * 2, "what takes no answers is not handed over"
