"""Consent in the chart: real taps and strokes over a real record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Contact
from rmt_notes.clinical.consent import ELEMENTS
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note, Treatment
from rmt_notes.ui import places
from tests.ui.conftest import AMELIE, CLIENTS, chart_visit, noon, note_of, settings_of, shown_chart

EMPTY = Note()
CHEST = Note(
    treatment=Treatment(
        techniques=(
            TechniqueApplied(
                technique="deep_tissue", places=(Place("chest_wall", "left"),), settings=settings_of("deep_tissue")
            ),
        )
    )
)


@pytest.fixture
def screen(practised, qtbot):
    return shown_chart(practised, qtbot, 1280)


def start(practised, screen, user, note: Note = EMPTY) -> str:
    def begin(store: Any) -> str:
        visit = store.start_visit(AMELIE, "follow_up", noon(), 60)
        store.keep_draft(visit.id, note)
        return str(visit.id)

    visit_id = practised.do(begin)
    screen.show_place(places.Chart(visit_id))
    user.settle()
    return str(visit_id)


def consents(practised):
    return practised.do(lambda store: store.safety(AMELIE)).consents


def words_on(screen: QWidget) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def sign(screen: QWidget) -> None:
    """Two strokes by mouse."""
    form = screen._column.consent.form()  # type: ignore[attr-defined]
    sheet = form.pad.sheet
    for line in (((20, 60), (60, 20), (90, 70)), ((110, 60), (180, 40))):
        QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(*line[0]))
        for point in line[1:]:
            QTest.mouseMove(sheet, QPoint(*point))
        QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=QPoint(*line[-1]))


def test_the_regions_used_ask_for_their_consent_and_it_is_signed_on_the_screen(practised, screen, user):
    visit_id = start(practised, screen, user, CHEST)
    sentence = "Written consent for this visit is missing: chest wall muscles."
    assert sentence in words_on(screen)
    user.press(f"Ask and sign: {sentence}")
    user.press("Record the consent")
    assert "Say why it is needed: chest wall muscles." in words_on(screen)
    user.type_into("Clinical reason: Chest wall muscles", "rib pain after cough")
    user.press("Choose all six")
    user.press("Draping described")
    user.press("Positioning described")
    user.press("How it is given: Signed on screen")
    user.press("Record the consent")
    assert "Sign, or choose another way." in words_on(screen)
    sign(screen)
    user.press("Record the consent")
    user.settle()
    (given,) = consents(practised)
    assert (given.kind, given.areas, given.how, given.scope) == (
        "sensitive_areas",
        ("chest_wall",),
        "signed_on_screen",
        "visit",
    )
    assert (given.reason, given.elements, given.visit_id) == ("rib pain after cough", ELEMENTS, visit_id)
    assert given.draping_explained
    assert given.positioning_explained
    assert given.signature is not None
    assert len(given.signature.strokes) == 2
    assert sentence not in words_on(screen)
    assert user.sees("Signature of the client")


def test_a_consent_is_taken_back_and_stays_with_what_was_done(practised, screen, user):
    start(practised, screen, user)
    user.press("Record: all six discussed, client agrees")
    user.settle()
    user.press("Withdraw: Consent to assessment and treatment")
    user.press("Record the withdrawal")
    assert "Say what was done then." in words_on(screen)
    user.type_into("What the client said", "That is enough")
    user.type_into("What was done then", "stopped at once")
    user.press("Record the withdrawal")
    user.settle()
    (given,) = consents(practised)
    assert given.withdrawn_at is not None
    assert (given.withdrawals[0].said, given.withdrawals[0].done) == ("That is enough", "stopped at once")
    assert "Done then: stopped at once." in words_on(screen)
    assert user.sees("Record: all six discussed, client agrees")


def test_a_changed_plan_asks_again_and_one_tap_answers(practised, screen, user):
    note = note_of(5, 3, 12, "mild", None, "deep_tissue")
    practised.do(lambda store: chart_visit(store, AMELIE, note, noon(14), kind="initial"))
    changed = replace(note, plan=replace(note.plan, changes="Hip flexors from now on"))
    start(practised, screen, user, changed)
    sentence = "The plan changes: consent to the changed plan, all six points, is missing."
    assert sentence in words_on(screen)
    user.press(f"Record: all six discussed, client agrees to the change: {sentence}")
    user.settle()
    given = [one for one in consents(practised) if one.kind == "plan_change"]
    assert [(one.details, one.elements) for one in given] == [("Hip flexors from now on", ELEMENTS)]
    assert sentence not in words_on(screen)


def test_a_release_names_who_gets_what_until_when(practised, screen, user):
    start(practised, screen, user)
    user.press("Record another consent")
    user.press("Ask for consent: Release of information")
    user.press("Record the consent")
    assert "Say to whom. Say what is released." in words_on(screen)
    user.type_into("To whom", "Dr. Okafor")
    user.type_into("What is released", "progress letter")
    user.press("How it is given: Spoken")
    user.press("Record the consent")
    user.settle()
    (given,) = consents(practised)
    assert (given.kind, given.recipient, given.details, given.how) == (
        "release",
        "Dr. Okafor",
        "progress letter",
        "spoken",
    )


def test_the_decision_maker_agrees_for_a_client_who_has_one(practised, screen, user):
    client = replace(CLIENTS[0], guardian=Contact(name="Odile Roy", relation="mother", authority="custodial parent"))
    practised.do(lambda store: store.change_client(client))
    start(practised, screen, user)
    user.press("Record: all six discussed, Odile Roy agrees")
    user.settle()
    (given,) = consents(practised)
    assert (given.given_by, given.authority) == ("Odile Roy", "mother, custodial parent")


def test_the_time_to_write_it_down_is_in_sight(practised, screen, user):
    start(practised, screen, user)
    assert any("sign by" in words or "sign within" in words for words in (screen._column.consent._hint.text(),))


def test_a_note_is_not_signed_over_a_withdrawal_that_is_not_recorded(practised, screen, user):
    note = note_of(5, 3, 12, "mild", None, "deep_tissue")
    visit_id = practised.do(lambda store: chart_visit(store, AMELIE, note, noon(), kind="initial", draft=True))
    screen.show_place(places.Chart(visit_id))
    user.settle()
    user.press("Record: all six discussed, client agrees")
    user.press("Record another consent")
    user.press("Ask for consent: Photographs")
    user.type_into("What is photographed, and what for", "posture")
    user.press("How it is given: Spoken")
    user.press("Record the consent")
    user.press("Withdraw: Consent to photographs")
    user.type_into("What the client said", "no pictures after all")
    user.press("Sign and lock")
    assert "This is not recorded yet. Record it or leave it, then sign." in words_on(screen)
    assert practised.do(lambda store: store.chart(visit_id)).visit.state == "draft"
    user.type_into("What was done then", "none were taken")
    user.press("Record the withdrawal")
    user.press("Sign and lock")
    assert practised.do(lambda store: store.chart(visit_id)).visit.state == "signed"
