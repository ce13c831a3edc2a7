"""The narrative reads as a person would write it, and shows every field there is."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from typing import Any

import pytest

from rmt_notes import i18n
from rmt_notes.clinical.assessment import (
    Impression,
    NeuroFinding,
    Palpation,
    PostureFinding,
    RangeOfMotion,
    SpecialTest,
    Strength,
)
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.glance import gathered, glance, joined, sentences
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.narrative_words import Line, sided
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.plan import Goal, HomeCare, Plan, Referral
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.techniques import AdverseEvent, Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from tests.clinical.charts import CUPPING, FOLLOW_UP_NOTE


def lines(note: Note, previous: Note | None = None) -> dict[str, str]:
    return {each.label: each.text for section in narrate(note, previous) for each in section.lines}


def whole_text(note: Note) -> str:
    return "\n".join(f"{each.label}: {each.text}" for section in narrate(note) for each in section.lines)


def objective(**parts: Any) -> Note:
    return Note(objective=Objective(**parts))


# --- every field is shown ------------------------------------------------------------------------------------------

SHOWN_AS_WORDS = {"provider_id"}
"""Fields whose value is no word: that they are set must be told, the value need not."""


def _leaves(kind: Any, path: tuple[str, ...]) -> typing.Iterator[tuple[tuple[str, ...], Any]]:
    """The fields below a type, with the type of each."""
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        yield from _below(hints[field.name], (*path, field.name))


def _below(hint: Any, path: tuple[str, ...]) -> typing.Iterator[tuple[tuple[str, ...], Any]]:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        kinds = [each for each in typing.get_args(hint) if each is not type(None)]
        if len(kinds) == 1:
            yield from _below(kinds[0], path)
        else:  # the value of a setting: any plain kind
            yield from ((path, each) for each in (str, int, float, bool))
    elif origin is tuple:
        yield from _below(typing.get_args(hint)[0], (*path, "[]"))
    elif dataclasses.is_dataclass(hint):
        yield from _leaves(hint, path)
    else:
        yield path, hint


def _marker(hint: Any, path: tuple[str, ...]) -> Any:
    if path[-1] == "intensity":
        return 7
    if hint is str:
        is_side_of_place = path[-1] == "side" and bool({"place", "places", "marks"} & set(path))
        return "left" if is_side_of_place else "zebra"
    if hint is bool:
        return True
    if hint is date:
        return date(2031, 7, 19)
    return 87 if hint is int else 86.5


def _expected(hint: Any, value: Any) -> str:
    if hint is str:
        return str(value)
    if hint is date:
        return "19 July 2031"
    return str(value)


def _with(kind: Any, path: tuple[str, ...], value: Any) -> Any:
    """The smallest value of a type that has `value` at `path`."""
    name, *rest = path
    hint = typing.get_type_hints(kind)[name]
    return _built(kind, {name: _deep(hint, tuple(rest), value)})


def _deep(hint: Any, path: tuple[str, ...], value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        kinds = [each for each in typing.get_args(hint) if each is not type(None)]
        return value if not path else _deep(kinds[0], path, value)
    if origin is tuple:
        return (_deep(typing.get_args(hint)[0], path[1:], value),)
    if not path:
        return value
    return _with(hint, path, value)


def _built(kind: Any, values: dict[str, Any]) -> Any:
    """A value with what it must have filled in."""
    fillers: dict[Any, Any] = {str: "horse", int: 1, float: 1.0, date: date(2030, 1, 2)}
    hints = typing.get_type_hints(kind)
    if kind is BodyMark:
        values = {"kind": "ache", "region": "rhomboids", "side": "left", "view": "back", **values}
    for field in dataclasses.fields(kind):
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if field.name in values or not needed:
            continue
        hint = hints[field.name]
        values[field.name] = Place("low_back") if hint is Place else fillers.get(hint, "horse")
    return kind(**values)


REFERENCES = {
    ("carried", "[]", "visit_id"),
    ("carried", "[]", "fields", "[]"),
    ("carried", "[]", "unread", "[]"),
    ("passed", "[]", "key"),
    ("passed", "[]", "about"),
}
"""They point at a visit, at fields that are told themselves, and at a warning that is told in its own sentence; that
something was taken over is told by section and day."""

DRAWN = {"view", "x", "y", "stroke", "number", "chart"}
"""Where on the figure a mark lies: drawn, and told as its region and side."""

LEAVES = [
    (path, hint)
    for path, hint in _leaves(Note, ())
    if path not in REFERENCES and not ("marks" in path and DRAWN & set(path))
]


def test_the_walk_reaches_the_whole_note() -> None:
    paths = {".".join(path) for path, _hint in LEAVES}
    assert len(LEAVES) > 120
    assert {
        "subjective.pain_now",
        "objective.palpation.[].place.side",
        "treatment.techniques.[].settings.[].value",
    } <= paths


@pytest.mark.parametrize(("path", "hint"), LEAVES, ids=[".".join(path) + f":{hint.__name__}" for path, hint in LEAVES])
def test_every_field_of_the_note_is_shown_even_alone(path: tuple[str, ...], hint: Any) -> None:
    value = _marker(hint, path)
    text = whole_text(_with(Note, path, value))
    if hint is bool or path[-1] in SHOWN_AS_WORDS:
        other: Any = False if hint is bool else ""
        assert text != whole_text(_with(Note, path, other)), "not told"
    else:
        assert _expected(hint, value) in text


def test_sections_come_in_their_order_even_when_empty() -> None:
    assert [section.key for section in narrate(Note())] == [
        "subjective",
        "objective",
        "treatment",
        "assessment",
        "plan",
    ]
    assert all(section.lines == () for section in narrate(Note()))


# --- how it reads --------------------------------------------------------------------------------------------------


def test_motion_says_what_is_normal_and_what_it_was() -> None:
    now = objective(range_of_motion=(RangeOfMotion(movement="lumbar.extension", active=15, pain=5, end_feel="empty"),))
    before = objective(range_of_motion=(RangeOfMotion(movement="lumbar.extension", active=12, pain=6),))
    assert lines(now)["Lumbar extension"] == "15° of 25°, pain 5/10, end feel empty"
    assert lines(now, before)["Lumbar extension"] == "15° of 25° (was 12°), pain 5/10 (was 6), end feel empty"


def test_sides_are_spelled_and_after_treatment_is_said() -> None:
    note = objective(
        range_of_motion=(
            RangeOfMotion(movement="lumbar.lateral_flexion", side="right", when="after", active=22),
            RangeOfMotion(movement="tmj.opening", active=35.5),
        )
    )
    assert lines(note) == {
        "Lumbar lateral flexion, right, after treatment": "22° of 25°",
        "Jaw opening": "35.5 mm of 40 mm",
    }


def test_palpation_strength_nerves_and_tests_read_plainly() -> None:
    note = objective(
        posture=(PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate"),),
        tests=(SpecialTest(test="ely", result="positive", side="right", note="hip rises"),),
        palpation=(
            Palpation(
                place=Place("low_back", "right"),
                structure="erector_spinae_lumbar",
                texture="ropey",
                tone="moderate_hyper",
                tenderness=2,
                trigger_point="active",
                referral="right buttock",
            ),
        ),
        strength=(Strength(muscle="gluteus_maximus", side="right", grade=4),),
        neuro=(NeuroFinding(root="L5", side="right", sensation="normal", myotome=5, reflex=2),),
        neuro_summary="L2-S1 normal",
    )
    assert lines(note) == {
        "Pelvis, from the side": "Anterior tilt, moderate",
        "Ely, right": "Positive, hip rises",
        "Low back, right": (
            "Erector spinae, lumbar: ropey, moderately hypertonic, tenderness 2/4 (tender, winces), "
            "trigger point active, refers to right buttock"
        ),
        "Strength: Gluteus maximus, right": "4/5",
        "Root L5, right": "sensation normal, strength 5/5, reflex 2+ (normal)",
        "Neurological screen": "L2-S1 normal",
    }


def test_a_score_says_its_change_and_whether_it_means_something() -> None:
    now = objective(
        outcomes=(
            OutcomeScore(measure="rmdq", score=8),
            OutcomeScore(
                measure="psfs", score=6.3, activities=(Activity("sit 60 min", 6), Activity("lift laundry", 7))
            ),
        )
    )
    before = objective(outcomes=(OutcomeScore(measure="rmdq", score=13), OutcomeScore(measure="psfs", score=4.7)))
    assert lines(now, before) == {
        "RMDQ": "8 of 24 (was 13: 5 points better (38 %), a meaningful change)",
        "PSFS": "6.3 of 10, sit 60 min 6, lift laundry 7 "
        "(was 4.7: 1.6 points better (34 %), less than a meaningful change)",
    }


def test_a_technique_tells_all_its_parameters() -> None:
    applied = TechniqueApplied(
        technique="deep_tissue",
        places=(Place("low_back", "bilateral"),),
        structures=("erector_spinae_lumbar",),
        settings=(Setting("pressure", 3), Setting("stroke", "stripping"), Setting("direction", "proximal")),
        minutes=10,
        tolerance=5,
        response="less guarding",
        modification="one step lower",
    )
    note = Note(treatment=Treatment(techniques=(applied,), skin_response="2", pain_after=4))
    said = lines(note)
    assert said["Deep tissue massage"] == (
        "Low back, both sides; Erector spinae, lumbar; pressure 3 of 5, stripping, proximal, 10 min, tolerance 5/10; "
        "response: less guarding; modified: one step lower"
    )
    assert said["Skin"] == "Red"
    assert said["Pain after"] == "4/10"


def test_cups_read_with_their_marks() -> None:
    note = Note(treatment=Treatment(techniques=(CUPPING,)))
    assert lines(note)["Cupping, static"] == (
        "Low back, both sides; silicone, cup diameter 50 mm, suction 2 of 4 (medium), number of cups 4, "
        "mark left 2 of 5 (red), marks explained to the client, disinfected, 6 min"
    )


def test_mobilization_grades_keep_their_numeral() -> None:
    applied = TechniqueApplied(
        technique="joint_mobilisation",
        places=(Place("low_back", "midline"),),
        settings=(
            Setting("joint", "L4-5"),
            Setting("direction", "pa"),
            Setting("grade", "II"),
            Setting("reps_or_s", "3 x 30 s"),
        ),
    )
    text = lines(Note(treatment=Treatment(techniques=(applied,))))["Joint mobilization"]
    assert text == (
        "Low back, midline; joint: L4-5, PA (posterior to anterior), grade II: large, mid range, "
        "repetitions or seconds: 3 x 30 s"
    )


def test_a_declined_visit_tells_why_and_what_was_advised() -> None:
    note = Note(
        treatment=Treatment(
            outcome="declined",
            outcome_reason="suspected clot",
            decided_by="therapist",
            advice_given="emergency now",
            adverse_event=AdverseEvent(what="dizzy", action="lay down", told="Dr Petrov"),
        )
    )
    assert lines(note) == {
        "Outcome": "Declined",
        "Reason": "suspected clot",
        "Decided by": "the therapist",
        "Advice given": "emergency now",
        "Adverse event": "dizzy; mild, expected; action: lay down; told: Dr Petrov",
    }


def test_the_subjective_part_reads_plainly() -> None:
    said = Subjective(
        complaint="Low back ache",
        places=(Place("low_back", "right"),),
        pain_now=3,
        pain_best=1,
        pain_worst=6,
        qualities=("ache", "stiff"),
        health_changes="no",
        red_flags="positive",
        red_flags_found=("cauda_equina",),
    )
    before = Note(subjective=Subjective(pain_now=5))
    assert lines(Note(subjective=said), before) == {
        "Complaint": "Low back ache",
        "Where": "Low back, right",
        "Pain": "now 3/10 (was 5), at best 1/10, at worst 6/10",
        "Quality": "aching, stiff",
        "Changes in health": "none",
        "Red flags": "positive: cauda equina",
    }


def test_impressions_are_findings_and_the_plan_is_dated() -> None:
    note = Note(
        assessment=Assessment(
            impressions=(
                Impression(
                    key="postural_pattern",
                    sub="lower_crossed",
                    stage="chronic",
                    side="bilateral",
                    irritability="low",
                    supported_by="anterior tilt, short hip flexors",
                ),
            ),
            change="improved",
        ),
        plan=Plan(
            stage="chronic",
            frequency="every 2 weeks",
            next_visit=date(2026, 3, 30),
            visits_planned=6,
            session_minutes=60,
            goals=(
                Goal(text="sit 60 min", measure="NPRS sitting", baseline="6", target="3 or less", by=date(2026, 3, 9)),
            ),
            home_care=(HomeCare(key="glute_bridge", dose="2 x 10"), HomeCare(dose="walk the dog")),
            referrals=(Referral(to="physician", provider_id="okafor", why="progress letter", consented=True),),
        ),
    )
    texts = {
        each.label: each.text
        for section in narrate(note, providers=(Provider(id="okafor", name="Dr A. Okafor"),))
        for each in section.lines
    }
    assert texts["Clinical impression"] == (
        "Postural muscle imbalance, lower crossed, chronic, both sides, irritability low; "
        "supported by: anterior tilt, short hip flexors"
    )
    assert texts["Change since the last visit"] == "Improved"
    assert texts["Next visit"] == "30 March 2026"
    assert texts["Goal"] == "sit 60 min, measured by NPRS sitting, baseline 6, target 3 or less, by 9 March 2026"
    assert texts["Session length"] == "60 minutes"
    assert texts["Referral"] == "Physician, Dr A. Okafor, because of progress letter, client consents"


def test_what_came_of_a_referral_says_to_whom_it_was_and_when() -> None:
    march, april = date(2026, 3, 9), date(2026, 4, 2)
    last = Plan(
        referrals=(
            Referral(to="physiotherapy"), Referral(to="physician", on=march), Referral(to="naturopath"),
            Referral(to="chiropractic", outcome="declined"),
        )
    )  # fmt: skip
    asked = last.open_referrals(april)
    assert [(each.to, each.on) for each in asked] == [
        ("physiotherapy", april), ("physician", march), ("naturopath", april)
    ]  # fmt: skip
    seen = Referral(to="physician", on=march, why="imaging", outcome="X-ray clear")
    note = Note(subjective=Subjective(care_elsewhere="went, it helped", care_asked=asked), plan=Plan(referrals=(seen,)))
    assert lines(note) == {
        "Referral and other care since": "Physician, suggested on 9 March 2026; "
        "physiotherapy, naturopath, suggested on 2 April 2026: went, it helped",
        "Referral": "Physician, suggested on 9 March 2026, because of imaging, outcome: X-ray clear",
    }
    assert lines(Note(subjective=Subjective(care_elsewhere="saw an osteopath"))) == {
        "Referral and other care since": "saw an osteopath"
    }


def test_keys_of_another_catalogue_are_shown_readable() -> None:
    applied = TechniqueApplied(
        technique="hot_bamboo", places=(Place("tail", "left"),), settings=(Setting("roll_speed", 3),)
    )
    note = Note(treatment=Treatment(techniques=(applied,)))
    assert lines(note) == {"hot bamboo": "tail, left; roll speed 3"}


def test_it_can_be_told_in_french_without_failing() -> None:
    with i18n.language_of("fr"):
        assert narrate(FOLLOW_UP_NOTE)


def test_typed_words_stay_as_typed() -> None:
    nasty = "R/O <C5 radiculopathy> & «tête»  ok_ok"
    assert lines(Note(subjective=Subjective(complaint=nasty)))["Complaint"] == nasty


def test_a_glance_says_once_what_findings_of_a_kind_say_alike_and_names_every_one():
    wnl = "within normal limits"
    lines = (
        Line("Lumbar extension", "15° of 25°"),
        Line("Lumbar flexion", wnl),
        sided("Lumbar rotation", "left", wnl),
        sided("Lumbar rotation", "right", wnl),
        sided("Lumbar side bending", "right", wnl),
    )
    assert gathered(lines) == (
        "Lumbar extension: 15° of 25°; flexion, rotation both sides, side bending right: within normal limits"
    )
    assert gathered(
        (sided("Slump", "left", "Negative"), sided("Kemp", "left", "Positive"), Line("SLR", "Negative"))
    ) == ("Slump left, SLR: negative; Kemp left: positive")
    note = Note(
        subjective=Subjective(
            pain_now=5, qualities=("dull",), aggravating="Sitting", easing="Walking", red_flags="none", function="work"
        ),
        treatment=Treatment(pain_after=3),
    )
    assert [(one.label, one.text) for section in glance(note) for one in section.lines] == [
        ("Pain", "5 before, 3 after; dull"),
        ("Worse with", "Sitting; eased by walking"),
        ("Limits", "work"),
    ]
    assert joined((Line("Body chart", "ache"), Line("Where", "hip"), Line("Body chart", "stiff"))) == (
        Line("Body chart", "ache; stiff"),
        Line("Where", "hip"),
    )


def test_sentences_of_a_treatment_tell_all_that_is_recorded():
    done = Treatment(pain_after=3, draping_explained=True, notes="own words", advice_given="")
    assert sentences(done) == ("Draping: explained.", "Pain after: 3/10.")
