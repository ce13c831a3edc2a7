"""Each row of the record standards: present it is silent, absent it says so at its level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rmt_notes.clinical.assessment import Palpation
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.consent import ELEMENTS
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.plan import Goal, Plan
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.record import Chart, SafetyFile
from rmt_notes.clinical.signing import RULES, due_at, missing
from rmt_notes.clinical.techniques import AdverseEvent, Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from tests.clinical.charts import (
    BACK,
    CUPPING,
    DEEP_TISSUE,
    FIRST_NOTE,
    FOLLOW_UP_NOTE,
    LAST,
    SIGNED,
    START,
    chart,
    consent,
    decision,
    finding,
    first_visit,
    follow_up,
    taken_back,
    with_part,
)

GLUTEAL = Place("gluteal", "right")


def gaps(chart: Chart, level: str = "blocks") -> list[tuple[str, str]]:
    """Row and field of everything missing at a level; every sentence is a sentence."""
    found = missing(chart, SIGNED)
    assert all(gap.sentence and gap.sentence[0].isupper() and gap.sentence.endswith(".") for gap in found)
    return [(gap.key, gap.field) for gap in found if gap.level == level]


def safety(*parts: Any, **more: Any) -> SafetyFile:
    return SafetyFile(consents=(consent(), *parts), **more)


def test_a_quick_follow_up_is_not_punished() -> None:
    assert missing(follow_up(), SIGNED) == ()


def test_a_whole_first_visit_may_be_signed() -> None:
    assert missing(first_visit(), SIGNED) == ()


def test_an_empty_follow_up_names_every_row_that_blocks_and_nothing_more() -> None:
    chart = follow_up(Note(), minutes=None, safety=SafetyFile())
    assert gaps(chart) == [
        ("V1", "minutes"),
        ("V8", "assessment_and_treatment"),
        ("V3", "health_changes"),
        ("V4", "red_flags"),
        ("V5", "complaint"),
        ("V5", "pain_now"),
        ("V6", "none_reason"),
        ("V10", "techniques"),
        ("V12", "pain_after"),
        ("V12", "response"),
        ("V7", "impressions"),
        ("V7", "change"),
        ("V13", "home_care"),
        ("V14", "next_visit"),
    ]
    assert gaps(chart, "warns") == []


@pytest.mark.parametrize(
    ("part", "changes", "expected"),
    [
        ("subjective", {"health_changes": ""}, ("V3", "health_changes")),
        ("subjective", {"health_changes": "yes"}, ("V3", "health_changes_detail")),
        ("subjective", {"red_flags": ""}, ("V4", "red_flags")),
        ("subjective", {"red_flags": "positive"}, ("V4", "red_flags_found")),
        ("subjective", {"complaint": "  "}, ("V5", "complaint")),
        ("subjective", {"pain_now": None}, ("V5", "pain_now")),
        ("objective", {"palpation": ()}, ("V6", "none_reason")),
        ("assessment", {"impressions": ()}, ("V7", "impressions")),
        ("assessment", {"change": ""}, ("V7", "change")),
        ("treatment", {"techniques": ()}, ("V10", "techniques")),
        ("treatment", {"position": ""}, ("V10", "position")),
        ("treatment", {"pain_after": None}, ("V12", "pain_after")),
        ("treatment", {"skin_response": ""}, ("V12", "response")),
        ("plan", {"home_care": ()}, ("V13", "home_care")),
        ("plan", {"next_visit": None}, ("V14", "next_visit")),
    ],
)
def test_what_is_taken_from_a_follow_up_is_missed(
    part: str, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, part, **changes))) == [expected]


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("subjective", {"health_changes": "declined"}),
        ("subjective", {"pain_now": 0}),
        ("subjective", {"complaint": "", "places": (BACK,)}),
        ("objective", {"palpation": (), "none_reason": "client in a hurry"}),
        ("assessment", {"impressions": (), "notes": "as before"}),
        ("treatment", {"pain_after": None, "pain_after_reason": "fell asleep"}),
        ("treatment", {"pain_after": 0}),
        ("treatment", {"skin_response": "", "response": "lighter"}),
        ("plan", {"home_care": (), "advice": "keep moving"}),
        ("plan", {"next_visit": None, "frequency": "every 3 weeks"}),
    ],
)
def test_another_answer_of_the_same_row_is_enough(part: str, changes: dict[str, Any]) -> None:
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, part, **changes))) == []


@pytest.mark.parametrize(
    "field", ["complaint", "places", "onset", "pain_now", "pain_best", "pain_worst", "aggravating", "function"]
)
def test_a_first_visit_tells_the_whole_story(field: str) -> None:
    empty = getattr(Subjective(), field)
    changes: dict[str, Any] = {field: empty}
    if field == "aggravating":
        changes["easing"] = ""
    assert gaps(first_visit(with_part(FIRST_NOTE, "subjective", **changes))) == [("V5", field)]


def test_a_first_visit_without_a_health_history_asks_for_health() -> None:
    assert gaps(replace(first_visit(), history=None)) == [("C9", ""), ("V3", "health_changes")]


@pytest.mark.parametrize("field", ["frequency", "visits_planned", "reassess_on"])
def test_the_first_treatment_needs_its_plan(field: str) -> None:
    note = with_part(FIRST_NOTE, "plan", **{field: getattr(Plan(), field)})
    assert gaps(first_visit(note)) == [("P1", field)]


def test_a_goal_counts_only_with_measure_value_target_and_date() -> None:
    vague = with_part(FIRST_NOTE, "plan", goals=(Goal(text="feel better"),))
    assert gaps(first_visit(vague)) == [("P1", "goals")]
    none = with_part(FIRST_NOTE, "plan", goals=(), expected_outcome="")
    assert gaps(first_visit(none)) == [("P1", "goals"), ("P1", "expected_outcome")]


def test_days_to_come_do_not_lie_behind_the_visit() -> None:
    before = START.date() - timedelta(days=1)
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, "plan", next_visit=before))) == [("V14", "next_visit")]
    assert gaps(first_visit(with_part(FIRST_NOTE, "plan", reassess_on=before))) == [("P1", "reassess_on")]
    goal = Goal(text="sit", measure="min", baseline="5", target="60", by=before)
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, "plan", goals=(goal,))), "warns") == [("P1", "goals")]
    for kept in (replace(goal, status="met"), replace(goal, by=START.date())):
        assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, "plan", goals=(kept,))), "warns") == []


def test_a_first_visit_without_a_plan_is_asked_for_each_thing_once() -> None:
    bare = replace(FIRST_NOTE, plan=Plan())
    asked = [gap.field for gap in missing(first_visit(bare), SIGNED)]
    assert asked == ["goals", "frequency", "visits_planned", "reassess_on", "expected_outcome", "home_care"]


def test_the_plan_is_still_due_when_the_first_visit_was_only_an_assessment() -> None:
    before = replace(Note(), treatment=Treatment(outcome="deferred", outcome_reason="clearance"))
    assert ("P1", "goals") in gaps(follow_up(previous=before))


def test_the_therapist_is_named_with_the_registration_number() -> None:
    chart = replace(follow_up(), practitioner=Practitioner(id="p", name="N. Example"))
    assert gaps(chart) == [("V2", "registration_number")]


def test_a_visit_of_tomorrow_is_not_signed_today() -> None:
    chart = follow_up()
    tomorrow = replace(chart, visit=replace(chart.visit, started_at=START + timedelta(days=1)))
    assert ("V1", "started_at") in gaps(tomorrow)


@pytest.mark.parametrize(
    "consents",
    [
        (),
        (consent(elements=ELEMENTS[:5]),),
        (consent(withdrawals=(taken_back(LAST + timedelta(days=1)),)),),
        (consent(given_at=START + timedelta(days=1)),),
        (consent(scope="visit", visit_id="another"),),
        (consent(kind="release"),),
    ],
)
def test_consent_needs_six_elements_and_must_be_in_force(consents: tuple[Any, ...]) -> None:
    assert gaps(follow_up(safety=SafetyFile(consents=consents))) == [("V8", "assessment_and_treatment")]


def test_consent_withdrawn_after_the_visit_was_given_at_the_visit() -> None:
    later = consent(withdrawals=(taken_back(START + timedelta(days=3)),))
    assert gaps(follow_up(safety=SafetyFile(consents=(later,)))) == []


def test_a_general_consent_lapses_after_a_year_in_washington() -> None:
    chart = replace(follow_up(), practice=Practice(jurisdiction="US_WA"))
    old = consent(given_at=START - timedelta(days=370))
    assert gaps(replace(chart, safety=SafetyFile(consents=(old,)))) == [("V8", "assessment_and_treatment")]
    assert gaps(replace(chart, safety=SafetyFile(consents=(consent(given_at=START - timedelta(days=300)),)))) == []


# --- sensitive areas -----------------------------------------------------------------------------------------------


def gluteal_note(**more: Any) -> Note:
    applied = TechniqueApplied(technique="petrissage", places=(GLUTEAL,))
    return with_part(FOLLOW_UP_NOTE, "treatment", techniques=(applied,), **more)


WRITTEN_FOR_PLAN = consent("sensitive_areas", areas=("gluteal",), elements=())


def test_gluteal_work_needs_written_consent_once_and_spoken_consent_each_visit() -> None:
    assert gaps(follow_up(gluteal_note())) == [("V9", "gluteal")]
    assert gaps(follow_up(gluteal_note(), safety=safety(WRITTEN_FOR_PLAN))) == [("V9", "sensitive_spoken")]
    spoken = gluteal_note(sensitive_spoken=("gluteal",))
    assert gaps(follow_up(spoken, safety=safety(WRITTEN_FOR_PLAN))) == []
    assert gaps(follow_up(spoken)) == [("V9", "gluteal")]
    today = consent("sensitive_areas", areas=("gluteal",), given_at=START, visit_id="visit")
    assert gaps(follow_up(gluteal_note(), safety=safety(today))) == []


def test_a_new_plan_needs_a_new_written_consent() -> None:
    note = with_part(FIRST_NOTE, "treatment", techniques=gluteal_note().treatment.techniques)
    assert gaps(first_visit(note, safety=safety(WRITTEN_FOR_PLAN))) == [("V9", "gluteal")]


def test_chest_wall_and_inner_thigh_need_written_consent_every_time() -> None:
    for area in ("chest_wall", "thigh_medial_upper"):
        applied = TechniqueApplied(technique="petrissage", places=(Place(area, "left"),))
        note = with_part(FOLLOW_UP_NOTE, "treatment", techniques=(applied,), sensitive_spoken=(area,))
        earlier = consent("sensitive_areas", areas=(area,))
        assert gaps(follow_up(note, safety=safety(earlier))) == [("V9", area)]
        today = consent("sensitive_areas", areas=(area,), scope="visit", visit_id="visit", given_at=START)
        assert gaps(follow_up(note, safety=safety(today))) == []
        spoken_only = replace(today, how="spoken")
        assert gaps(follow_up(note, safety=safety(spoken_only))) == [("V9", area)]


def test_breast_work_needs_the_clients_request_with_its_reason() -> None:
    applied = TechniqueApplied(technique="petrissage", places=(Place("breast", "left"),))
    note = with_part(FOLLOW_UP_NOTE, "treatment", techniques=(applied,))
    today = consent("sensitive_areas", areas=("breast",), scope="visit", visit_id="visit", given_at=START)
    assert gaps(follow_up(note, safety=safety(today))) == [("V9", "breast")]
    assert gaps(follow_up(note, safety=safety(replace(today, reason="scar after surgery")))) == []


def test_assessing_a_sensitive_area_counts_as_well() -> None:
    note = with_part(FOLLOW_UP_NOTE, "objective", palpation=(Palpation(place=GLUTEAL, structure="piriformis"),))
    assert gaps(follow_up(note)) == [("V9", "gluteal")]


def test_a_mark_of_hands_on_a_sensitive_area_counts_and_one_that_only_shows_does_not() -> None:
    felt = BodyMark(kind="trigger_point", region="piriformis", side="right", view="back")
    note = with_part(FOLLOW_UP_NOTE, "objective", marks=(felt,))
    assert gaps(follow_up(note)) == [("V9", "gluteal")]
    seen = with_part(FOLLOW_UP_NOTE, "objective", marks=(replace(felt, kind="scar"),))
    assert gaps(follow_up(with_part(seen, "subjective", marks=(replace(felt, kind="ache"),)))) == []
    cup = replace(felt, kind="cup", size_mm=50)
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, "treatment", marks=(cup,)))) == [("V9", "gluteal")]
    tensor = replace(cup, region="tfl", view="right")
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, "treatment", marks=(tensor,)))) == []


def test_pain_marked_on_the_body_chart_says_where_it_hurts() -> None:
    ache = BodyMark(kind="ache", region="rhomboids", side="left", view="back")
    bare = with_part(FIRST_NOTE, "subjective", places=())
    assert gaps(first_visit(bare)) == [("V5", "places")]
    assert gaps(first_visit(with_part(bare, "subjective", marks=(ache,)))) == []


def test_at_the_side_of_the_hip_gluteal_muscles_are_sensitive_and_the_tensor_alone_is_not() -> None:
    hip = (Place("hip_lateral", "right"),)

    def chart(*structures: str) -> Chart:
        applied = TechniqueApplied(technique="petrissage", places=hip, structures=structures)
        return follow_up(with_part(FOLLOW_UP_NOTE, "treatment", techniques=(applied,)))

    assert gaps(chart("tensor_fasciae_latae")) == []
    assert gaps(chart("gluteus_medius")) == [("V9", "gluteal")]
    assert gaps(chart("tensor_fasciae_latae", "gluteus_minimus")) == [("V9", "gluteal")]
    assert gaps(chart()) == [("V9", "gluteal")]


def test_a_muscle_that_lies_only_in_a_sensitive_area_counts_wherever_it_is_charted() -> None:
    applied = TechniqueApplied(
        technique="petrissage", places=(Place("shoulder_anterior", "left"),), structures=("pectoralis_minor",)
    )
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, "treatment", techniques=(applied,)))) == [("V9", "chest_wall")]


def test_elsewhere_sensitive_consent_warns_or_is_not_asked() -> None:
    prince_edward = replace(follow_up(gluteal_note()), practice=Practice(jurisdiction="PE"))
    assert gaps(prince_edward) == []
    assert gaps(prince_edward, "warns") == [("V9", "gluteal")]
    columbia = replace(follow_up(gluteal_note()), practice=Practice(jurisdiction="BC"))
    assert gaps(columbia, "warns") == [("V9", "gluteal")]
    york = replace(follow_up(gluteal_note()), practice=Practice(jurisdiction="US_NY"))
    assert gaps(york, "warns") == []


# --- techniques ----------------------------------------------------------------------------------------------------


def technique_gaps(applied: TechniqueApplied, level: str = "blocks", **more: Any) -> list[tuple[str, str]]:
    chart = follow_up(with_part(FOLLOW_UP_NOTE, "treatment", techniques=(applied,)), **more)
    return [(gap.key, gap.setting) for gap in missing(chart, SIGNED) if gap.level == level]


def test_cupping_needs_its_parameters_and_its_minutes() -> None:
    assert technique_gaps(CUPPING) == []
    bare = replace(CUPPING, settings=(), minutes=None)
    assert technique_gaps(bare) == [
        ("V10", name)
        for name in (
            "cup_material",
            "cup_diameter_mm",
            "suction",
            "count",
            "minutes",
            "mark_grade",
            "mark_explained",
            "hygiene",
        )
    ]


def test_cups_left_long_are_questioned_and_may_be_explained() -> None:
    long = replace(CUPPING, minutes=12)
    assert technique_gaps(long) == []
    assert technique_gaps(long, "warns") == [("V10", "override_reason")]
    assert technique_gaps(replace(long, override_reason="thick tissue, checked twice"), "warns") == []


def test_techniques_longer_than_the_visit_are_questioned() -> None:
    assert technique_gaps(replace(DEEP_TISSUE, minutes=60), "warns") == []
    chart = follow_up(with_part(FOLLOW_UP_NOTE, "treatment", techniques=(replace(DEEP_TISSUE, minutes=64.5),)))
    (gap,) = missing(chart, SIGNED)
    assert (gap.key, gap.level, gap.sentence) == (
        "V10",
        "warns",
        "The techniques add up to 4.5 min more than the visit took.",
    )


def test_where_and_side_are_needed_and_minutes_are_not() -> None:
    assert technique_gaps(replace(DEEP_TISSUE, minutes=None)) == []
    assert technique_gaps(replace(DEEP_TISSUE, places=())) == [("V10", "region")]
    assert technique_gaps(replace(DEEP_TISSUE, places=(Place("low_back"),))) == [("V10", "side")]
    assert technique_gaps(replace(DEEP_TISSUE, settings=())) == [("V10", "pressure")]


def test_exercise_and_breathing_need_no_place_and_no_position() -> None:
    breathing = TechniqueApplied(technique="diaphragmatic_breathing", settings=(Setting("minutes", 5),))
    note = with_part(FOLLOW_UP_NOTE, "treatment", techniques=(breathing,), position="")
    assert gaps(follow_up(note)) == []


def test_what_the_row_says_already_is_not_asked_twice() -> None:
    frictions = TechniqueApplied(technique="frictions", places=(BACK,), structures=("quadratus_lumborum",))
    assert technique_gaps(frictions) == []


def test_an_unknown_technique_is_kept_and_not_questioned() -> None:
    assert technique_gaps(TechniqueApplied(technique="technique_of_tomorrow", places=(BACK,))) == []


# --- limits --------------------------------------------------------------------------------------------------------


def test_a_barred_technique_blocks_with_its_reason() -> None:
    held = SafetyFile(
        consents=(consent(),),
        findings=(finding("pacemaker_device", Place("chest_wall", "left")),),
        decisions=(decision("pacemaker_device"),),
    )
    chart = follow_up(with_part(FOLLOW_UP_NOTE, "treatment", techniques=(CUPPING,)), safety=held)
    (gap,) = missing(chart, SIGNED)
    assert (gap.key, gap.level, gap.row, gap.finding_id) == ("V11", "blocks", 0, "finding-pacemaker_device")
    assert gap.sentence == "No cupping: pacemaker or device."


def test_a_marked_place_blocks_there_and_not_elsewhere() -> None:
    held = SafetyFile(
        consents=(consent(),),
        findings=(finding("open_wound", Place("low_back", "left")),),
        decisions=(decision("open_wound", "avoid_region", "5 cm clear"),),
    )
    assert technique_gaps(DEEP_TISSUE, safety=held) == [("V11", "")]
    right = replace(DEEP_TISSUE, places=(Place("low_back", "right"),))
    assert technique_gaps(right, safety=held) == []


def test_too_much_pressure_blocks() -> None:
    held = SafetyFile(
        consents=(consent(),), findings=(finding("anticoagulant"),), decisions=(decision("anticoagulant"),)
    )
    deep = TechniqueApplied(technique="petrissage", places=(BACK,), settings=(Setting("pressure", 4),))
    assert technique_gaps(deep, safety=held) == [("V11", "")]
    light = replace(deep, settings=(Setting("pressure", 3),))
    assert technique_gaps(light, safety=held) == []


def test_a_modification_is_recorded_in_the_row_or_in_the_decision() -> None:
    item = (finding("diabetes"),)
    referred = replace(decision("diabetes", "refer", ""), visit_id="visit", decided_at=START)
    undecided = SafetyFile(consents=(consent(),), findings=item, decisions=(referred,))
    assert technique_gaps(DEEP_TISSUE, safety=undecided) == [("V11", "modification")]
    assert technique_gaps(replace(DEEP_TISSUE, modification="shorter, snack at hand"), safety=undecided) == []
    decided = replace(undecided, decisions=(decision("diabetes"),))
    assert technique_gaps(DEEP_TISSUE, safety=decided) == []


def test_a_trigger_point_under_a_limit_needs_pressure_and_hold() -> None:
    held = SafetyFile(
        consents=(consent(),), findings=(finding("anticoagulant"),), decisions=(decision("anticoagulant"),)
    )
    point = TechniqueApplied(technique="trigger_point", places=(BACK,), structures=("quadratus_lumborum",))
    assert technique_gaps(point, safety=held) == [("V11", "")]
    light = replace(point, settings=(Setting("pressure", 3), Setting("hold_s", 10)))
    assert technique_gaps(light, safety=held) == []


def test_what_the_jurisdiction_bars_blocks() -> None:
    chart = follow_up(with_part(FOLLOW_UP_NOTE, "treatment", techniques=(CUPPING,)))
    columbia = replace(chart, practice=Practice(jurisdiction="BC"))
    assert [gap.key for gap in missing(columbia, SIGNED)] == ["V11"]


def test_a_finding_that_came_up_later_does_not_judge_the_visit() -> None:
    later = finding("anticoagulant", recorded_at=START + timedelta(days=5))
    assert technique_gaps(DEEP_TISSUE, safety=safety(findings=(later,))) == []
    same_visit = replace(later, visit_id="visit")
    held = safety(findings=(same_visit,), decisions=(decision("anticoagulant"),))
    assert technique_gaps(DEEP_TISSUE, safety=held) == [("V11", "")]


def test_a_finding_resolved_after_the_visit_still_limited_it() -> None:
    item = finding("bleeding_disorder", state="resolved", closed_on=date(2026, 3, 12), closed_reason="test")
    held = safety(findings=(item,), decisions=(decision("bleeding_disorder"),))
    assert technique_gaps(DEEP_TISSUE, safety=held) == [("V11", "")]


def test_an_ended_clearance_is_named() -> None:
    ended = Clearance(
        id="clearance",
        client_id="client",
        finding_keys=("surgery_recent",),
        clinician="Dr M. Haddad",
        received_on=date(2026, 1, 5),
        valid_until=date(2026, 3, 1),
        recorded_at=LAST,
        practitioner_id="p",
    )
    held = safety(
        findings=(finding("surgery_recent", Place("knee_anterior", "left")),),
        decisions=(decision("surgery_recent"),),
        clearances=(ended,),
    )
    assert ("V4", "decision") in gaps(follow_up(safety=held))


# --- decisions -----------------------------------------------------------------------------------------------------


def test_every_active_finding_needs_a_decision_with_its_word() -> None:
    item = finding("diabetes")
    note = with_part(FOLLOW_UP_NOTE, "treatment", techniques=(replace(DEEP_TISSUE, modification="shorter"),))
    assert gaps(follow_up(note, safety=safety(findings=(item,)))) == [("C12", "decision")]
    silent = decision("diabetes", "modify", "")
    assert gaps(follow_up(note, safety=safety(findings=(item,), decisions=(silent,)))) == [("C12", "decision")]
    said = decision("diabetes", "treat", "", "well controlled")
    assert gaps(follow_up(note, safety=safety(findings=(item,), decisions=(said,)))) == []


# --- visits without treatment --------------------------------------------------------------------------------------


def declined(**more: Any) -> Note:
    values = {"outcome": "declined", "outcome_reason": "suspected clot", "decided_by": "therapist"}
    return replace(Note(), treatment=Treatment(**(values | {"advice_given": "emergency department now"} | more)))


def test_a_declined_visit_needs_no_technique_but_reason_person_and_advice() -> None:
    item = finding("dvt_suspected", Place("leg_posterior", "right"), recorded_at=START, visit_id="visit")
    held = SafetyFile(findings=(item,))
    assert missing(follow_up(declined(), safety=held, minutes=None), SIGNED) == ()
    for field in ("outcome_reason", "decided_by", "advice_given"):
        chart = follow_up(declined(**{field: ""}), safety=held, minutes=None)
        assert gaps(chart) == [("V15", field)]


@pytest.mark.parametrize("outcome", ["deferred", "no_treatment_due"])
def test_deferred_visits_are_the_same(outcome: str) -> None:
    assert gaps(follow_up(declined(outcome=outcome), minutes=None, safety=SafetyFile())) == []


def test_a_treatment_not_completed_needs_the_reason_and_the_rest() -> None:
    note = with_part(FOLLOW_UP_NOTE, "treatment", outcome="not_completed")
    assert gaps(follow_up(note)) == [("V15", "outcome_reason"), ("V15", "decided_by"), ("V15", "advice_given")]


def test_an_assessment_alone_needs_findings_and_consent_but_no_technique() -> None:
    note = replace(
        Note(),
        subjective=FIRST_NOTE.subjective,
        objective=Objective(notes="tap pain T8"),
        assessment=Assessment(notes="fracture not excluded"),
        treatment=Treatment(
            outcome="deferred", outcome_reason="clearance", decided_by="therapist", advice_given="no lifting"
        ),
        plan=Plan(changes="after clearance"),
    )
    assert gaps(first_visit(note, kind="assessment_only")) == []
    assert ("V8", "assessment_and_treatment") in gaps(first_visit(note, kind="assessment_only", safety=SafetyFile()))


def test_a_phone_entry_needs_only_its_words() -> None:
    words = replace(Note(), subjective=Subjective(notes="ultrasound: clot, apixaban started"))
    held = SafetyFile(findings=(finding("anticoagulant"),))
    assert gaps(follow_up(words, kind="phone_entry", minutes=None, safety=held)) == []
    assert gaps(follow_up(Note(), kind="phone_entry", minutes=None, safety=held)) == [("V5", "complaint")]


# --- response, late and copied notes -------------------------------------------------------------------------------


def test_something_untoward_is_told_whole() -> None:
    event = AdverseEvent(what="fainted on rising")
    note = with_part(FOLLOW_UP_NOTE, "treatment", adverse_event=event)
    found = [(gap.key, gap.setting) for gap in missing(follow_up(note), SIGNED)]
    assert found == [("V12", "action"), ("V12", "told")]
    note = with_part(FOLLOW_UP_NOTE, "treatment", adverse_event=replace(event, severity="", action="lay", told="all"))
    assert [gap.setting for gap in missing(follow_up(note), SIGNED)] == ["severity"], "nobody judged it yet"


def test_broken_skin_is_an_adverse_event() -> None:
    blister = replace(
        CUPPING, settings=(*(each for each in CUPPING.settings if each.key != "mark_grade"), Setting("mark_grade", 5))
    )
    note = with_part(FOLLOW_UP_NOTE, "treatment", techniques=(blister,))
    assert gaps(follow_up(note)) == [("V12", "adverse_event")]
    note = with_part(FOLLOW_UP_NOTE, "treatment", skin_response="5")
    assert gaps(follow_up(note)) == [("V12", "adverse_event")]


def test_a_late_note_warns_and_may_be_signed() -> None:
    late = missing(follow_up(), START + timedelta(hours=30))
    assert [(gap.key, gap.level) for gap in late] == [("V17", "warns")]
    assert due_at(follow_up()) == START + timedelta(hours=25)


def test_a_copy_of_the_whole_previous_note_warns() -> None:
    again = with_part(FOLLOW_UP_NOTE, "plan", next_visit=date(2026, 5, 1))
    assert gaps(follow_up(again, previous=FOLLOW_UP_NOTE), "warns") == [("V18", "complaint")]
    other = with_part(again, "subjective", pain_now=2)
    assert gaps(follow_up(other, previous=FOLLOW_UP_NOTE), "warns") == []


def test_a_measure_needs_a_score_that_it_can_have() -> None:
    for score, found in ((None, [("V18", "outcomes")]), (26.0, [("V18", "outcomes")]), (24.0, [])):
        note = with_part(FOLLOW_UP_NOTE, "objective", outcomes=(OutcomeScore(measure="rmdq", score=score),))
        assert gaps(follow_up(note)) == found


def test_a_discharge_says_why_and_plans_no_further_visit() -> None:
    still = ("frequency", "next_visit", "reassess_on", "visits_planned")
    ended = with_part(
        FIRST_NOTE, "plan", discharge_reason="goal_met", **{name: getattr(Plan(), name) for name in still}
    )
    told = with_part(ended, "subjective", health_changes="no")
    told = with_part(told, "assessment", change="improved")
    assert missing(chart(told, kind="discharge", previous=FOLLOW_UP_NOTE), SIGNED) == ()
    assert gaps(chart(told, kind="discharge", previous=None)) == [], "no plan begins with it"
    for name in still:
        note = with_part(told, "plan", **{name: getattr(FIRST_NOTE.plan, name)})
        assert gaps(chart(note, kind="discharge", previous=FOLLOW_UP_NOTE), "warns") == [("P4", name)]
    silent = with_part(told, "plan", discharge_reason=" ")
    assert gaps(chart(silent, kind="discharge", previous=FOLLOW_UP_NOTE)) == [("P4", "discharge_reason")]
    other = with_part(FOLLOW_UP_NOTE, "plan", discharge_reason="goal_met")
    assert gaps(follow_up(other), "warns") == [("P4", "discharge_reason")]


def test_a_fee_difference_without_a_reason_warns() -> None:
    assert gaps(follow_up(with_part(FOLLOW_UP_NOTE, "treatment", fee_difference="-20")), "warns") == [
        ("V16", "fee_difference")
    ]
    said = with_part(FOLLOW_UP_NOTE, "treatment", fee_difference="-20, student rate")
    assert gaps(follow_up(said), "warns") == []


def test_an_unknown_jurisdiction_is_held_to_the_strictest_profile() -> None:
    chart = replace(follow_up(gluteal_note()), practice=Practice(jurisdiction="XX"))
    assert gaps(chart) == [("V9", "gluteal")]


def test_every_rule_names_its_row() -> None:
    rows = {(rule.__doc__ or "").split(":")[0] for rule in RULES}
    intake = {f"C{number}" for number in range(1, 14)} - {"C11"}  # what may not be asked is kept off the form
    assert rows == {*(f"V{number}" for number in range(1, 19)), *intake, "P1", "P2", "P4", "P6"}
    assert "V9" in jurisdiction("ON").blocks_here
