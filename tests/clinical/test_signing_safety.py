"""The rows of the record standards about safety and consent, one test or more for each: C12, V3, V4, V8, V9, V10,
V11, P2, P6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.consent import ELEMENTS
from rmt_notes.clinical.finding import CHOICES, Clearance
from rmt_notes.clinical.practice import Practice
from rmt_notes.clinical.record import Chart, SafetyFile
from rmt_notes.clinical.signing import missing
from rmt_notes.clinical.signing_consent import clearance_gaps
from rmt_notes.clinical.situation import Situation
from rmt_notes.clinical.techniques import Setting
from tests.clinical.charts import (
    BACK,
    CUPPING,
    DEEP_TISSUE,
    FOLLOW_UP_NOTE,
    LAST,
    SIGNED,
    START,
    consent,
    decision,
    finding,
    follow_up,
    taken_back,
    with_part,
)

GLUTEAL = Place("gluteal", "right")
CHEST = Place("chest_wall", "left")


def rows(chart: Chart, key: str) -> list[tuple[str, str]]:
    """Level and field of what one row of the standards finds missing."""
    found = [gap for gap in missing(chart, SIGNED) if gap.key == key]
    assert all(gap.sentence[0].isupper() and gap.sentence.endswith(".") for gap in found)
    return [(gap.level, gap.field) for gap in found]


def held(*parts: Any, **more: Any) -> SafetyFile:
    return SafetyFile(consents=(consent(), *parts), **more)


def cleared(**more: Any) -> Clearance:
    values: dict[str, Any] = {
        "id": "clearance",
        "client_id": "client",
        "finding_keys": ("cardiac_event_recent",),
        "clinician": "Dr. Example",
        "received_on": LAST.date(),
        "valid_until": date(2026, 6, 1),
        "recorded_at": LAST,
        "practitioner_id": "p",
        "techniques": ("GEN",),
        "max_pressure": 2,
        "limits": "short, semi-reclined",
    }
    return Clearance(**(values | more))


def treating(*techniques: Any, **more: Any) -> Chart:
    return follow_up(with_part(FOLLOW_UP_NOTE, "treatment", techniques=techniques), **more)


@pytest.mark.parametrize("choice", CHOICES)
def test_c12_every_active_finding_has_a_decision_with_how_or_why(choice: str) -> None:
    item = (finding("diabetes"),)
    assert rows(follow_up(safety=held(findings=item)), "C12") == [("blocks", "decision")]
    bare = replace(decision("diabetes", choice, ""), visit_id="visit", decided_at=START)
    needs_more = choice in ("treat", "modify", "avoid_region")
    assert bool(rows(follow_up(safety=held(findings=item, decisions=(bare,))), "C12")) is needs_more
    told = replace(bare, reason="sugar checked, 6.1")
    assert rows(follow_up(safety=held(findings=item, decisions=(told,))), "C12") == []


def test_c12_a_finding_that_is_resolved_or_entered_in_error_asks_for_nothing() -> None:
    gone = finding("diabetes", state="resolved", closed_on=LAST.date(), closed_reason="not diabetes after all")
    wrong = finding("fever", state="entered_in_error")
    assert rows(follow_up(safety=held(findings=(gone, wrong))), "C12") == []


@pytest.mark.parametrize("answer", ["no", "declined"])
def test_v3_changes_in_health_are_asked_and_answered(answer: str) -> None:
    unasked = with_part(FOLLOW_UP_NOTE, "subjective", health_changes="")
    assert rows(follow_up(unasked), "V3") == [("blocks", "health_changes")]
    yes = with_part(FOLLOW_UP_NOTE, "subjective", health_changes="yes")
    assert rows(follow_up(yes), "V3") == [("blocks", "health_changes_detail")]
    assert rows(follow_up(with_part(FOLLOW_UP_NOTE, "subjective", health_changes=answer)), "V3") == []


def test_v4_red_flags_are_screened_and_an_ended_clearance_is_decided_on_again() -> None:
    unscreened = with_part(FOLLOW_UP_NOTE, "subjective", red_flags="")
    assert rows(follow_up(unscreened), "V4") == [("blocks", "red_flags")]
    item, said = finding("cardiac_event_recent"), decision("cardiac_event_recent")
    ended = cleared(valid_until=START.date() - timedelta(days=1))
    chart = follow_up(safety=held(findings=(item,), decisions=(said,), clearances=(ended,)))
    assert rows(chart, "V4") == [("blocks", "decision")]
    again = replace(said, id="again", decided_at=START, visit_id="visit")
    looked_at = follow_up(safety=held(findings=(item,), decisions=(said, again), clearances=(ended,)))
    assert rows(looked_at, "V4") == []


@pytest.mark.parametrize("choice", ["ask_clearance", "refer"])
def test_v4_what_is_open_comes_back_until_it_is_closed(choice: str) -> None:
    item = finding("cardiac_event_recent")
    asked = decision("cardiac_event_recent", choice, "Dr. Example")
    chart = follow_up(safety=held(findings=(item,), decisions=(asked,)))
    assert rows(chart, "V4") == [("blocks", "decision")]
    again = replace(asked, id="again", decided_at=START, visit_id="visit")
    assert rows(follow_up(safety=held(findings=(item,), decisions=(asked, again))), "V4") == []
    closed = replace(item, state="resolved", closed_on=LAST.date(), closed_reason="eight months ago")
    assert rows(follow_up(safety=held(findings=(closed,), decisions=(asked,))), "V4") == []


def test_v4_a_clearance_closes_the_request_for_one() -> None:
    item, asked = finding("cardiac_event_recent"), decision("cardiac_event_recent", "ask_clearance", "Dr. Example")
    chart = follow_up(safety=held(findings=(item,), decisions=(asked,), clearances=(cleared(),)))
    assert rows(chart, "V4") == []


def test_v4_after_a_change_in_health_each_finding_is_looked_at_again() -> None:
    item, said = finding("diabetes"), decision("diabetes")
    changed = with_part(FOLLOW_UP_NOTE, "subjective", health_changes="yes", health_changes_detail="new tablets")
    assert rows(follow_up(safety=held(findings=(item,), decisions=(said,))), "V4") == [], "nothing changed: they stand"
    safety = held(findings=(item,), decisions=(said,))
    assert rows(follow_up(changed, safety=safety), "V4") == [("blocks", "decision")]
    again = replace(said, id="again", decided_at=START, visit_id="visit")
    safety = held(findings=(item,), decisions=(said, again))
    assert rows(follow_up(changed, safety=safety), "V4") == []


@pytest.mark.parametrize("element", ELEMENTS)
def test_v8_consent_counts_with_all_six_elements_only(element: str) -> None:
    assert rows(follow_up(), "V8") == []
    partial = consent(elements=tuple(each for each in ELEMENTS if each != element))
    assert rows(follow_up(safety=SafetyFile(consents=(partial,))), "V8") == [("blocks", "assessment_and_treatment")]


def test_v8_a_consent_taken_back_before_the_visit_does_not_count_in_part_it_does() -> None:
    gone = consent(withdrawals=(taken_back(LAST + timedelta(days=1)),))
    assert rows(follow_up(safety=SafetyFile(consents=(gone,))), "V8") == [("blocks", "assessment_and_treatment")]
    partly = consent(withdrawals=(taken_back(LAST + timedelta(days=1), scope="no work on the neck"),))
    assert rows(follow_up(safety=SafetyFile(consents=(partly,))), "V8") == []
    during = consent(withdrawals=(taken_back(START + timedelta(minutes=20)),))
    assert rows(follow_up(safety=SafetyFile(consents=(during,))), "V8") == []


def test_v9_an_area_taken_back_is_asked_for_again_the_others_stand() -> None:
    signed = consent(
        "sensitive_areas", areas=("gluteal", "chest_wall"), elements=(), scope="visit", visit_id="visit", given_at=START
    )
    deep = replace(DEEP_TISSUE, places=(GLUTEAL,))
    chart = treating(deep, safety=held(signed))
    assert rows(chart, "V9") == []
    partly = replace(signed, withdrawals=(taken_back(START - timedelta(seconds=1), "gluteal"),))
    assert rows(treating(deep, safety=held(partly)), "V9") == [("blocks", "gluteal")]
    assert partly.standing_areas() == ("chest_wall",)
    chest = replace(DEEP_TISSUE, places=(CHEST,))
    assert rows(treating(chest, safety=held(partly)), "V9") == []


def test_v9_warns_where_the_college_only_recommends() -> None:
    deep = replace(DEEP_TISSUE, places=(GLUTEAL,))
    chart = replace(treating(deep), practice=Practice(name="Example", jurisdiction="BC"))
    assert rows(chart, "V9") == [("warns", "gluteal")]


def test_v10_a_technique_says_where_on_which_side_and_how() -> None:
    assert rows(treating(DEEP_TISSUE), "V10") == []
    nowhere = replace(DEEP_TISSUE, places=())
    assert rows(treating(nowhere), "V10") == [("blocks", "techniques")]


@pytest.mark.parametrize("reason", ["", "the client insists", "I have always done so"])
def test_v11_no_reason_lifts_a_bar_or_a_missing_clearance(reason: str) -> None:
    deep = replace(DEEP_TISSUE, override_reason=reason, modification="lighter")
    for key in ("fever", "cardiac_event_recent", "dvt_suspected"):
        said = (decision(key, "treat", "with care"),)
        chart = treating(deep, safety=held(findings=(finding(key),), decisions=said))
        assert rows(chart, "V11") == [("blocks", "techniques")], key
    there = (finding("open_wound", BACK),)
    chart = treating(deep, safety=held(findings=there, decisions=(decision("open_wound", "avoid_region"),)))
    assert rows(chart, "V11") == [("blocks", "techniques")]


def test_v11_cupping_is_outside_the_scope_in_british_columbia() -> None:
    assert rows(treating(CUPPING), "V11") == []
    chart = replace(treating(CUPPING), practice=Practice(name="Example", jurisdiction="BC"))
    assert rows(chart, "V11") == [("blocks", "techniques")]


def test_v11_a_clearance_lifts_what_it_names_and_no_more() -> None:
    item, said = finding("cardiac_event_recent"), decision("cardiac_event_recent")
    safety = held(findings=(item,), decisions=(said,), clearances=(cleared(techniques=("GEN", "DT")),))
    gentle = replace(DEEP_TISSUE, settings=(Setting("pressure", 2), *DEEP_TISSUE.settings[1:]))
    assert rows(treating(gentle, safety=safety), "V11") == []
    assert rows(treating(DEEP_TISSUE, safety=safety), "V11") == [("blocks", "techniques")]
    against = replace(safety, clearances=(cleared(techniques=("GEN", "DT"), reply="not_advised"),))
    assert rows(treating(gentle, safety=against), "V11") == [("blocks", "techniques")]


def test_what_a_clinician_advises_against_is_the_first_alert() -> None:
    item, said = finding("cardiac_event_recent"), decision("cardiac_event_recent", "decline")
    safety = held(findings=(item,), decisions=(said,), clearances=(cleared(reply="not_advised"),))
    alerts = Situation.of(treating(DEEP_TISSUE, safety=safety), SIGNED).screening.alerts()
    assert (alerts[0].kind, alerts[0].finding_id) == ("danger", item.id)
    assert alerts[0].text.startswith("Advised against")
    assert alerts[0].detail.startswith("Dr. Example advised against massage on 23 February 2026")


def test_p2_a_changed_plan_asks_for_consent_again() -> None:
    changed = with_part(FOLLOW_UP_NOTE, "plan", changes="Deeper work on the hip from now on")
    assert rows(follow_up(changed), "P2") == [("blocks", "plan_change")]
    for kind in ("plan_change", "assessment_and_treatment"):
        again = consent(kind, id="again", given_at=START, scope="visit", visit_id="visit", how="spoken")
        assert rows(follow_up(changed, safety=held(again)), "P2") == []
        partial = replace(again, elements=ELEMENTS[:5])
        assert rows(follow_up(changed, safety=held(partial)), "P2") == [("blocks", "plan_change")]
    declined = with_part(changed, "treatment", outcome="declined")
    assert rows(follow_up(declined), "P2") == []


def test_p6_a_clearance_says_who_how_and_what() -> None:
    item, said = finding("cardiac_event_recent"), decision("cardiac_event_recent")

    def found(**more: Any) -> list[tuple[str, str]]:
        safety = held(findings=(item,), decisions=(said,), clearances=(cleared(**more),))
        return rows(follow_up(safety=safety), "P6")

    assert found() == []
    assert found(clinician=" ") == [("blocks", "clearance")]
    assert found(source="hearsay") == [("blocks", "clearance")]
    nothing: dict[str, Any] = {"techniques": (), "max_pressure": None, "limits": ""}
    assert found(**nothing) == [("blocks", "clearance")]
    assert found(**nothing, reply="no_restriction") == []
    assert clearance_gaps(cleared()) == ()
