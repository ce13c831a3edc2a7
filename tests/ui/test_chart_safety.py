"""Findings, decisions and the stop for what cannot wait, with real taps over a real record."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.ui import places
from rmt_notes.ui.widgets.chips import Chip
from tests.export.reading import extract, solid
from tests.ui.conftest import AMELIE, noon, shown_chart


@pytest.fixture
def screen(practised, qtbot):
    return shown_chart(practised, qtbot, 1280)


def open_chart(practised, screen, user, *findings: tuple[str, str], decided: str = "") -> str:
    def begin(store: Any) -> str:
        before = store.now() - timedelta(days=20)
        for key, state in findings:
            finding = Finding(
                id=(key[:8] * 4).ljust(32, "0"),
                client_id=AMELIE,
                key=key,
                state=state,
                recorded_at=before,
                practitioner_id=store.practitioner.id,
            )
            store.record_finding(finding)
            if decided:
                store.decide(
                    Decision(
                        id=store.new_id(),
                        client_id=AMELIE,
                        finding_id=finding.id,
                        choice=decided,
                        decided_at=before,
                        practitioner_id=store.practitioner.id,
                        how="as agreed",
                    )
                )
        return str(store.start_visit(AMELIE, "follow_up", noon(), 60).id)

    visit_id = practised.do(begin)
    screen.show_place(places.Chart(visit_id))
    user.settle()
    return str(visit_id)


def safety(practised):
    return practised.do(lambda store: store.safety(AMELIE))


def words_on(screen: QWidget) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_c12_a_finding_is_decided_on_without_leaving_the_chart(practised, screen, user):
    visit_id = open_chart(practised, screen, user, ("diabetes", "confirmed"))
    user.press("Safety")
    assert "No decision yet." in words_on(screen)
    user.press("Decide: Diabetes")
    user.press("Modify: Diabetes")
    user.press("Record the decision: Diabetes")
    assert "Say how, or why." in words_on(screen)
    user.type_into("How the treatment is modified", "snack at hand")
    user.press("Record the decision: Diabetes")
    user.settle()
    (decision,) = safety(practised).decisions
    assert (decision.choice, decision.how, decision.visit_id) == ("modify", "snack at hand", visit_id)
    assert "Decided in this visit: modify, snack at hand" in words_on(screen)


def test_v4_what_was_asked_comes_back_and_a_new_decision_closes_it(practised, screen, user):
    open_chart(practised, screen, user, ("cardiac_event_recent", "confirmed"), decided="ask_clearance")
    user.press("Safety")
    assert "say what came of it and decide again" in words_on(screen)
    user.press("Sign and lock")
    assert any("is still open" in words for words in words_on(screen).splitlines())


def test_standing_decisions_are_confirmed_in_one_tap(practised, screen, user):
    visit_id = open_chart(
        practised, screen, user, ("diabetes", "confirmed"), ("osteoporosis_mild", "confirmed"), decided="modify"
    )
    user.press("Safety")
    user.press("All still true, decisions stand")
    user.settle()
    today = [each for each in safety(practised).decisions if each.visit_id == visit_id]
    assert [(each.choice, each.how) for each in today] == [("modify", "as agreed")] * 2
    assert not user.sees("All still true, decisions stand")


def test_a_finding_is_resolved_with_a_reason_and_stays_on_file(practised, screen, user):
    open_chart(practised, screen, user, ("diabetes", "confirmed"), decided="modify")
    user.press("Safety")
    user.press("Still true? Diabetes")
    user.press("Still true? Diabetes: Resolved")
    user.press("Keep it so: Diabetes")
    assert "Say why it is closed, and since when." in words_on(screen)
    user.type_into("Why it is closed", "gestational, gone since June")
    user.press("Keep it so: Diabetes")
    user.settle()
    (finding,) = safety(practised).findings
    assert (finding.state, finding.closed_reason) == ("resolved", "gestational, gone since June")
    assert "Nothing on file limits treatment." in words_on(screen)


def test_what_is_found_in_the_visit_limits_at_once(practised, screen, user):
    visit_id = open_chart(practised, screen, user)
    user.press("Safety")
    user.press("More: Add what you found")
    user.type_into("Add what you found", "anticoag")
    user.press("Add Anticoagulant")
    user.press("Record the finding")
    started = time.perf_counter()
    user.wait(lambda: bool(screen._identity._alerts), "the banner")
    assert time.perf_counter() - started < 2.0
    user.settle()
    (finding,) = safety(practised).findings
    assert (finding.key, finding.visit_id) == ("anticoagulant", visit_id)
    assert screen._screening.by_class["DT"].effect == "bar"
    assert screen._screening.max_pressure == 3


def test_the_chart_follows_a_finding_before_anything_else_happens(practised, screen, user):
    from dataclasses import replace

    open_chart(practised, screen, user, ("diabetes", "confirmed"), decided="modify")
    file = safety(practised)
    more = replace(file.findings[0], id="f" * 32, key="anticoagulant")
    before = [alert.text for alert in screen._identity._alerts]
    screen._take_safety(replace(file, findings=(*file.findings, more)))
    told = [alert.text for alert in screen._identity._alerts]
    assert len(told) > len(before)
    assert any("anticoagulant" in words for words in told)
    screen._take_safety(file)
    assert [alert.text for alert in screen._identity._alerts] == before


def test_an_urgent_finding_stops_the_chart_until_it_is_answered(practised, screen, user):
    visit_id = open_chart(practised, screen, user, ("dvt_suspected", "suspected"))
    assert user.sees("No treatment today")
    assert not user.sees("Complaint, in the client's words")
    assert "Stop" in words_on(screen) or "Emergency" in words_on(screen)
    taps = user.presses
    user.press("No treatment today")
    user.press("Record: no treatment today")
    assert user.presses - taps == 2
    user.settle()
    user.wait(lambda: not screen.has_unsaved(), "the draft")
    treatment = practised.do(lambda store: store.chart(visit_id)).note.treatment
    assert (treatment.outcome, treatment.decided_by) == ("declined", "therapist")
    assert "noted at" in treatment.outcome_reason
    assert treatment.advice_given
    (decision,) = safety(practised).decisions
    assert (decision.choice, decision.visit_id) == ("refer", visit_id)
    assert user.sees("Complaint, in the client's words")


def test_the_first_lines_of_the_urgent_letter_can_be_copied(practised, screen, user):
    open_chart(practised, screen, user, ("dvt_suspected", "suspected"))
    user.press("Copy the first lines")
    assert QGuiApplication.clipboard().text().startswith("Urgent concern. ")
    assert "No massage was given." in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


def test_p6_the_request_for_clearance_waits_for_the_clients_consent_and_leaves_its_copy(
    practised, screen, user, tmp_path
):
    from rmt_notes.clinical.practice import Provider
    from tests.ui.conftest import CLIENTS

    def name_physician(store: Any) -> bool:
        store.keep_provider(Provider(id="d" * 32, name="Dr. Adaeze Okafor", fax="519-555-0160"))
        store.change_client(replace(CLIENTS[0], provider_ids=("d" * 32,)))
        return True

    practised.do(name_physician)
    visit_id = open_chart(practised, screen, user, ("cardiac_event_recent", "confirmed"), decided="avoid_region")
    user.press("Safety")
    user.press("Letter asking for clearance: Recent heart event")
    assert "First the client's consent to release it, then the letter opens." in screen._column.consent._why.text()
    offered = []
    screen._safety.letters._offer = lambda chart, letter, finding: offered.append((chart, letter, finding))
    user.press("How it is given: Spoken")
    user.press("Record the consent")
    user.settle()
    ((chart, letter, finding),) = offered  # it opens by itself, once
    assert "the client's consent of" in letter.consent
    assert "Dr. Adaeze Okafor" in letter.consent
    path = tmp_path / "letter.pdf"
    disputed = Correction(
        id="x",
        client_id=AMELIE,
        visit_id=visit_id,
        requested_on=chart.visit.started_at.date(),
        what="The left shoulder",
        recorded_at=chart.visit.started_at,
        practitioner_id=chart.practitioner.id,
        state="refused",
        reason="Measured on the right",
        statement="I say it was the left one",
    )
    screen._safety.letters.save_to(path, replace(chart, corrections=(disputed,)), letter, finding)
    user.wait(lambda: path.exists() and practised.worker.is_idle(), "the letter")
    user.settle()
    assert solid("I say it was the left one") in solid(extract(path.read_bytes()))
    file = safety(practised)
    assert [(each.kind, each.visit_id) for each in file.attachments] == [("letter_sent", visit_id)]
    assert practised.do(lambda store: store.attached(file.attachments[0].id))[1] == path.read_bytes()
    last = file.decision_on(finding.id)
    assert (last.choice, last.how) == ("ask_clearance", "letter to Dr. Adaeze Okafor")


@pytest.mark.parametrize(("place", "barred"), [("ON", False), ("BC", True)])
def test_the_scope_of_practice_shows_in_the_chart_before_anything_is_chosen(practised, screen, user, place, barred):
    from dataclasses import replace

    practised.do(lambda store: (store.change_practice(replace(store.practice(), jurisdiction=place)), True))
    open_chart(practised, screen, user)
    ruling = screen._screening.ruling("cupping_static")
    assert (ruling.effect == "bar") is barred
    if barred:
        assert ruling.sentence == "Outside the scope of practice in British Columbia: cupping."
    chips = [each for each in screen.findChildren(Chip) if each.isVisible() and "Cupping" in each.accessibleName()]
    assert [bool(chip.barred) for chip in chips] == [barred]


def test_active_release_goes_by_its_plain_name_without_the_credential(practised, screen, user):
    open_chart(practised, screen, user)
    assert user.sees("Add Active soft-tissue release")
    assert not user.sees("Add ART")
