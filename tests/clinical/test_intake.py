"""The sheet of an intake: what its answers find, what is still open or contradicts itself, what keeping it writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.health_history import DECLINED, NO, YES, Allergies, Answer, HealthHistory
from rmt_notes.clinical.intake import (
    IntakeFinding,
    Kept,
    all_no,
    asked_items,
    finding_id,
    findings_in,
    history_of,
    new_sheet,
    to_keep,
)
from rmt_notes.clinical.intake_sheet import IntakeSheet, Judgement
from rmt_notes.clinical.intake_words import changes_between, contradictions, open_points, yes_words
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.record import SafetyFile

ZONE = timezone(timedelta(hours=-5))
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZONE)
TODAY = NOW.date()
CLIENT, THERAPIST = "1" * 32, "a" * 32
NOTHING = SafetyFile()


def sheet(**changes: Any) -> IntakeSheet:
    return replace(new_sheet(CLIENT, TODAY), **changes)


def rows(of: IntakeSheet, safety: SafetyFile = NOTHING) -> tuple[IntakeFinding, ...]:
    return findings_in(of, safety, practitioner_id=THERAPIST, at=NOW)


def keep(of: IntakeSheet, start: IntakeSheet, safety: SafetyFile = NOTHING) -> Kept:
    return to_keep(of, start, rows(of, safety), practitioner_id=THERAPIST, at=NOW)


def on_file(key: str, **more: Any) -> Finding:
    values: dict[str, Any] = {
        "id": "f" * 32,
        "client_id": CLIENT,
        "key": key,
        "state": "confirmed",
        "recorded_at": NOW - timedelta(days=90),
        "practitioner_id": THERAPIST,
    }
    return Finding(**{**values, **more})


def yes(group: str, item: str, **more: Any) -> IntakeSheet:
    return sheet().with_group(group, YES).with_item(item, Answer(key=item, answer=YES, **more))


def sentences(of: IntakeSheet, safety: SafetyFile = NOTHING) -> list[str]:
    return [each.sentence for each in contradictions(of, rows(of, safety))]


def test_a_yes_to_a_symptom_is_suspected_and_a_known_condition_confirmed() -> None:
    found = rows(yes("urgent_signs", "dvt_suspected").with_group("blood", YES).with_item(
        "anticoagulant", Answer(key="anticoagulant", answer=YES)
    ))  # fmt: skip
    assert [(row.finding.key, row.finding.state) for row in found] == [
        ("dvt_suspected", "suspected"),
        ("anticoagulant", "confirmed"),
    ]


def test_a_group_taken_back_finds_nothing_and_keeps_what_was_typed() -> None:
    place = Place("chest_wall", "left")
    begun = yes("heart_circulation", "pacemaker_device", detail="since 2019", places=(place,))
    denied = begun.with_group("heart_circulation", NO)
    assert rows(denied) == ()
    assert history_of(denied, practitioner_id=THERAPIST, at=NOW).items == ()
    again = rows(denied.with_group("heart_circulation", YES))
    assert again[0].finding.detail == "since 2019"
    assert again[0].finding.places == (place,)


def test_an_item_taken_back_leaves_its_details_out_of_the_version() -> None:
    said = yes("skin", "open_wound", detail="left shin").with_item(
        "open_wound", Answer(key="open_wound", answer=NO, detail="left shin")
    )
    assert history_of(said, practitioner_id=THERAPIST, at=NOW).items == (Answer(key="open_wound", answer=NO),)


def test_allergies_and_their_grouped_question_are_one_answer() -> None:
    said = sheet().with_allergies(Allergies(answer=YES, detail="nut oil"))
    assert said.group("allergy") == YES
    assert asked_items(said)["skin_allergy"].detail == "nut oil"
    assert said.with_group("allergy", NO).allergies.answer == NO
    history = history_of(said.with_group("allergy", NO), practitioner_id=THERAPIST, at=NOW)
    assert history.allergies == Allergies(answer=NO)


def test_a_new_finding_keeps_its_id_and_judgement_through_a_slip() -> None:
    said = yes("blood", "anticoagulant")
    key = finding_id(said, "anticoagulant")
    said = said.with_judgement(key, Judgement(choice="modify", how="pressure 3 or less"))
    back = said.with_group("blood", NO).with_group("blood", YES)
    assert rows(back)[0].finding.id == key
    assert rows(back)[0].choice == "modify"


def test_every_finding_on_file_is_asked_about_even_without_a_question() -> None:
    safety = SafetyFile(findings=(on_file("bp_crisis"), on_file("diabetes", id="d" * 32, state="resolved",
                                                                closed_on=TODAY, closed_reason="x")))  # fmt: skip
    found = rows(sheet(), safety)
    assert [row.finding.key for row in found] == ["bp_crisis"]
    assert not found[0].is_new


def test_a_yes_today_adds_to_the_finding_on_file() -> None:
    safety = SafetyFile(findings=(on_file("pacemaker_device"),))
    place = Place("chest_wall", "left")
    said = yes("heart_circulation", "pacemaker_device", detail="changed in May", places=(place,))
    start = sheet(id=said.id)
    kept = keep(said, start, safety)
    assert kept.findings == ()
    assert [(each.detail, each.places) for each in kept.changed] == [("changed in May", (place,))]


def test_all_no_leaves_questions_open_where_a_finding_is_on_file() -> None:
    safety = SafetyFile(findings=(on_file("pacemaker_device"),))
    begun = sheet().with_group("skin", DECLINED)
    after, answered, left = all_no(begun, safety)
    assert left == ("heart_circulation",)
    assert after.group("skin") == DECLINED
    assert len(answered) == len(catalogue().intake_groups) - 2
    assert after.allergies.answer == NO


def test_keeping_writes_no_version_where_only_findings_were_judged() -> None:
    safety = SafetyFile(findings=(on_file("pacemaker_device"),))
    start = sheet()
    said = start.with_judgement("f" * 32, Judgement(choice="modify", how="nothing within 10 cm"))
    kept = keep(said, start, safety)
    assert kept.history is None
    assert [decision.choice for decision in kept.decisions] == ["modify"]


def test_a_finding_confirmed_as_still_true_repeats_its_decision_with_the_day() -> None:
    last = Decision(
        id="e" * 32, client_id=CLIENT, finding_id="f" * 32, choice="modify", decided_at=NOW - timedelta(days=90),
        practitioner_id=THERAPIST, how="light",
    )  # fmt: skip
    safety = SafetyFile(findings=(on_file("diabetes"),), decisions=(last,))
    start = sheet()
    assert not keep(start, start, safety)
    kept = keep(start.with_judgement("f" * 32, Judgement(looked_at=True)), start, safety)
    assert [(each.choice, each.how, each.decided_at) for each in kept.decisions] == [("modify", "light", NOW)]


def test_a_resolved_finding_needs_no_decision_and_is_changed_with_day_and_reason() -> None:
    safety = SafetyFile(findings=(on_file("contusion_haematoma"),))
    start = sheet()
    said = start.with_judgement(
        "f" * 32, Judgement(standing="resolved", closed_on=TODAY, closed_reason=" healed ", choice="modify")
    )
    kept = keep(said, start, safety)
    assert kept.decisions == ()
    assert [(each.state, each.closed_on, each.closed_reason) for each in kept.changed] == [
        ("resolved", TODAY, "healed")
    ]


def test_answers_of_an_earlier_day_are_dated_there() -> None:
    said = sheet(answered_on=date(2026, 11, 3), reason_for_care="back")
    taken = history_of(said, practitioner_id=THERAPIST, at=NOW).taken_at
    assert taken.date() == date(2026, 11, 3)
    assert taken.tzinfo is not None
    assert history_of(sheet(), practitioner_id=THERAPIST, at=NOW).taken_at == NOW


def test_contradictions_are_told_in_sentences() -> None:
    complicated = yes("pregnancy", "pregnancy_complicated")
    assert any("pregnancy is not" in each for each in sentences(complicated))
    assert not sentences(complicated.with_item("pregnancy", Answer(key="pregnancy", answer=YES)))
    both = yes("heart_circulation", "bp_controlled").with_item(
        "bp_uncontrolled", Answer(key="bp_uncontrolled", answer=YES)
    )
    assert any("Both are answered yes" in each for each in sentences(both))
    safety = SafetyFile(findings=(on_file("pacemaker_device"),))
    assert any("still true?" in each for each in sentences(sheet().with_group("heart_circulation", NO), safety))
    resolved = yes("heart_circulation", "pacemaker_device").with_judgement(
        "f" * 32, Judgement(standing="resolved", closed_on=TODAY, closed_reason="taken out")
    )
    assert any("marked as resolved" in each for each in sentences(resolved, safety))
    treat = yes("urgent_signs", "dvt_suspected")
    treat = treat.with_judgement(finding_id(treat, "dvt_suspected"), Judgement(choice="treat", how="gently"))
    assert any("does not lift" in each for each in sentences(treat))


def test_everything_the_standards_ask_for_is_listed_until_it_is_there() -> None:
    rules = jurisdiction("ON")
    keys = [point.key for point in open_points(sheet(), (), rules)]
    assert keys == ["C8", "C8", "C5", "C9", "C9", "C10", "C9"]
    done = sheet(
        reason_for_care="back", goals="sit", completed_by="client", method="spoken", notice_given=True
    )  # fmt: skip
    done, _answered, _left = all_no(done, SafetyFile())
    assert open_points(done, rows(done), rules) == ()
    assert [point.key for point in open_points(replace(done, completed_by="guardian"), (), rules)] == ["C9"]
    assert not any(point.key == "C10" for point in open_points(sheet(), (), jurisdiction("BC")))


def test_a_yes_without_its_item_and_a_finding_without_place_or_decision_stay_open() -> None:
    rules = jurisdiction("ON")
    said = sheet().with_group("skin", YES)
    fields = [point.field for point in open_points(said, rows(said), rules)]
    assert "group:skin" in fields
    said = said.with_item("open_wound", Answer(key="open_wound", answer=YES))
    key = finding_id(said, "open_wound")
    fields = [point.field for point in open_points(said, rows(said), rules)]
    assert "item:open_wound" in fields
    assert f"finding:{key}" in fields
    marked = said.with_item("open_wound", Answer(key="open_wound", answer=YES, places=(Place("calf", "left"),)))
    marked = marked.with_judgement(key, Judgement(choice="avoid_region", how="left calf"))
    assert not [point for point in open_points(marked, rows(marked), rules) if "wound" in point.sentence.lower()]


def history(**more: Any) -> HealthHistory:
    values: dict[str, Any] = {
        "id": "9" * 32,
        "client_id": CLIENT,
        "taken_at": NOW - timedelta(days=200),
        "practitioner_id": THERAPIST,
    }
    return HealthHistory(**{**values, **more})


def test_changes_against_the_last_version_are_told_in_words() -> None:
    before = history(
        groups=(Answer(key="heart_circulation", answer=YES), Answer(key="skin", answer=NO)),
        items=(Answer(key="bp_controlled", answer=YES, detail="ramipril"),),
        allergies=Allergies(answer=YES, detail="nut oil"),
    )
    after = history(
        groups=(Answer(key="heart_circulation", answer=YES), Answer(key="skin", answer=DECLINED)),
        items=(
            Answer(key="bp_controlled", answer=NO),
            Answer(key="pacemaker_device", answer=YES, places=(Place("chest_wall", "left"),)),
        ),
        allergies=Allergies(answer=NO),
        goals="Sit an hour",
    )
    assert changes_between(before, after) == (
        "Goals changed.",
        "Allergies: none known, before nut oil.",
        "Skin: declined to answer, before no.",
        "New: pacemaker or device, chest wall, left.",
        "No longer: controlled blood pressure.",
    )
    assert changes_between(before, before) == ()


def test_questions_not_answered_yet_say_nothing_about_a_change() -> None:
    before = history(groups=(Answer(key="skin", answer=YES),), items=(Answer(key="open_wound", answer=YES),))
    assert changes_between(before, history()) == ()


def test_the_last_answer_is_repeated_beside_the_question() -> None:
    before = history(
        groups=(Answer(key="heart_circulation", answer=YES), Answer(key="skin", answer=NO)),
        items=(Answer(key="pacemaker_device", answer=YES, detail="2019"),),
    )
    assert yes_words(before, "heart_circulation") == "yes, pacemaker or device, 2019"
    assert yes_words(before, "skin") == "no"
    assert yes_words(before, "cancer") == ""
