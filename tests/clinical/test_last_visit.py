"""The last visit in short: what is never left out, what is joined, and that nothing is told otherwise than recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rmt_notes.clinical.assessment import NeuroFinding, Palpation, PostureFinding, RangeOfMotion, SpecialTest, Strength
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import named_for
from rmt_notes.clinical.last_visit import in_short
from rmt_notes.clinical.plan import HomeCare, Plan, Referral
from rmt_notes.clinical.techniques import AdverseEvent, Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment

BACK = Place("low_back", "bilateral")


def told(note: Note) -> list[tuple[str, str]]:
    return [(fact.label, fact.text) for fact in in_short(note)]


def test_what_must_not_be_missed_stands_first_and_whole():
    long = "Felt faint on sitting up, grey and sweating, lay down again for twenty minutes with the legs raised " * 2
    note = Note(
        subjective=Subjective(
            red_flags="positive",
            red_flags_found=("cauda_equina",),
            health_changes="declined",
            pain_now=4,
            reaction=long,
        ),
        treatment=Treatment(
            outcome="not_completed",
            outcome_reason="felt faint",
            decided_by="therapist",
            advice_given="see the physician today",
            adverse_event=AdverseEvent(what=long, severity="serious", told="physician"),
            techniques=(TechniqueApplied(technique="deep_tissue", override_reason="client asked for it"),),
        ),
    )
    facts = in_short(note)
    pressing = [fact.label for fact in facts if fact.pressing]
    assert pressing == ["Adverse event", "Red flags", "Outcome", "Limit passed", "Health"]
    assert [fact.label for fact in facts[: len(pressing)]] == pressing
    words = dict(told(note))
    assert words["Adverse event"] == f"{long}; serious; told: physician"
    assert words["Red flags"].startswith("Positive: ")
    assert words["Outcome"] == ("Not completed; felt faint; decided by the therapist; advice: see the physician today")
    assert words["Limit passed"] == "Deep tissue: client asked for it"
    assert words["Reaction"] == f"To the visit before: f{long.strip()[1:]}"


def test_findings_without_change_are_joined_and_what_was_off_is_named():
    flexions = [RangeOfMotion(movement="lumbar.flexion", limit="wnl")]
    for way in ("lateral_flexion", "rotation"):
        flexions += [RangeOfMotion(movement=f"lumbar.{way}", side=side, limit="wnl") for side in ("left", "right")]
    found = Objective(
        posture=(
            PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate"),
            PostureFinding(view="lateral", landmark="lumbar_curve", value="normal"),
        ),
        range_of_motion=(
            *flexions,
            RangeOfMotion(movement="hip.extension", side="right", active=9, pain=3, note="at end range"),
            RangeOfMotion(movement="hip.extension", side="right", active=14, when="after"),
            RangeOfMotion(movement="lumbar.extension", active=12),
            RangeOfMotion(movement="lumbar.extension", active=15, when="after", pain=2),
        ),
        tests=(
            *(SpecialTest(test=key, result="negative", side="bilateral") for key in ("slr", "kemp", "faber", "ober")),
            SpecialTest(test="thomas", result="positive", side="right"),
        ),
        palpation=(
            Palpation(place=BACK, structure="erector_spinae_lumbar", tone="moderate_hyper", tenderness=2),
            Palpation(place=BACK, tone="normal", tenderness=0),
        ),
        strength=(
            Strength(muscle="gluteus_maximus", side="right", grade=4),
            Strength(muscle="gluteus_maximus", side="left", grade=5),
            Strength(muscle="iliopsoas", side="left", resisted="strong_painless"),
        ),
        neuro=(NeuroFinding(root="L5", side="left", reflex=1), NeuroFinding(root="S1", side="left", reflex=2)),
    )
    note = Note(objective=found)
    assert told(note) == [
        ("Posture", "Pelvis: anterior tilt, moderate; 1 other neutral"),
        (
            "Movement",
            "Hip extension right 9°, pain 3/10, at end range → 14° of 20°; lumbar extension 12° of 25°; "
            "lumbar extension, after treatment 15° of 25°, pain 2/10; 5 others within normal limits",
        ),
        ("Tests", "Thomas right: positive; 4 negative"),
        (
            "Palpation",
            "Erector spinae, lumbar, both sides: tender 2/4, moderately hypertonic; 1 other place without a finding",
        ),
        (
            "Strength",
            "Gluteus maximus right 4/5; iliopsoas left: resisted: strong, painless: normal; 1 other 5/5",
        ),
        ("Nerve screen", "Root L5 left: reflex 1+ (reduced); 1 other root without a finding"),
    ]
    few = dict(told(Note(objective=Objective(range_of_motion=(*flexions[:3], found.range_of_motion[-2])))))
    assert few["Movement"] == (
        "Lumbar extension 12° of 25°; lumbar flexion, lateral flexion both sides: within normal limits"
    )
    several = tuple(SpecialTest(test=key, result="positive") for key in ("slr", "kemp", "faber", "ober", "thomas"))
    every = dict(told(Note(objective=Objective(tests=several))))["Tests"]
    assert all(
        name in every for name in ("SLR", "Kemp", "FABER", "Ober", "Thomas")
    )  # no sign of danger is counted away
    measured = tuple(replace(flexions[0], movement=f"knee.{way}", limit="slight") for way in ("flexion", "extension"))
    more = (*measured, *(replace(each, side="left") for each in measured))
    assert dict(told(Note(objective=Objective(range_of_motion=more))))["Movement"].endswith("; 1 more")


def test_what_was_done_is_told_in_one_line_for_each_technique_and_the_plan_by_what_is_new():
    book = named_for(())
    note = Note(
        subjective=Subjective(complaint="Low back pain after work", places=(BACK,), pain_now=5, qualities=("dull",)),
        treatment=Treatment(
            techniques=(
                TechniqueApplied(
                    technique="art",
                    places=(Place("hip_anterior", "right"),),
                    structures=("iliopsoas",),
                    minutes=8,
                    settings=(Setting("passes", 3), Setting("level", 4)),
                ),
                TechniqueApplied(technique="effleurage", places=(BACK, Place("calf", "left"))),
            ),
            pain_after=3,
            response="Extension easier.",
            skin_response="4",
        ),
        plan=Plan(
            frequency="Every 2 weeks",
            next_visit=date(2026, 11, 22),
            home_care=(HomeCare(key="dead_bug", dose="2 × 8"),),
            referrals=(Referral(to="physician"),),
            changes="Cups from the next visit on.",
            notes="x" * 400,
        ),
        assessment=Assessment(notes="Ask: dead bug?"),
    )
    assert [(fact.label, fact.text) for fact in in_short(note, book, on=date(2026, 11, 22))] == [
        ("Pain", "5 before, 3 after; dull"),
        ("Complaint", "Low back pain after work; both sides"),
        ("Treated", "Active soft-tissue release 8 min: iliopsoas, right, 3 passes"),
        ("Treated", "Effleurage: low back, both sides; calf, left"),
        ("Response", "Extension easier; skin: bruise"),
        ("Home care", "Dead bug 2\u00a0×\u00a08"),
        ("Plan", "Every 2 weeks; referred: physician; Cups from the next visit on; more in the whole note"),
        ("Notes", "Ask: dead bug?"),
    ]
    assert "next 22 November 2026" in dict(told(note))["Plan"]
