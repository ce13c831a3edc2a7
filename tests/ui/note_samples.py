"""Invented notes for the tests of the note's sections: a first visit, a declined one, and one from a newer program."""

from __future__ import annotations

from datetime import UTC, date, datetime

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
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.plan import Goal, HomeCare, Plan, Referral
from rmt_notes.clinical.techniques import AdverseEvent, Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment

LOW_BACK = Place("low_back", "bilateral")
BUTTOCK = Place("gluteal", "right")
SOME_DAY = date(2026, 1, 12)


def technique(
    key: str, *places: Place, minutes: float | None = None, **settings: bool | int | float | str
) -> TechniqueApplied:
    """A technique with its settings."""
    return TechniqueApplied(
        technique=key,
        places=places,
        minutes=minutes,
        settings=tuple(Setting(name, value) for name, value in settings.items()),
    )


def finding(key: str, *places: Place) -> Finding:
    """A confirmed finding."""
    return Finding(
        id=key,
        client_id="c",
        key=key,
        state="confirmed",
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        practitioner_id="p",
        places=places,
    )


CUPPING = TechniqueApplied(
    technique="cupping_static",
    places=(LOW_BACK,),
    minutes=6.0,
    settings=(
        Setting("cup_material", "silicone"),
        Setting("cup_diameter_mm", 50),
        Setting("suction", 2),
        Setting("count", 4),
        Setting("placement", ("L2 to L5",)),
        Setting("mark_grade", 2),
        Setting("mark_explained", True),
        Setting("hygiene", "disinfected"),
    ),
)

FIRST = Note(
    subjective=Subjective(
        health_changes="no",
        red_flags="none",
        complaint="Low back ache, centre and right, 14 months",
        places=(LOW_BACK, BUTTOCK),
        onset="gradual",
        mechanism="sustained posture",
        pain_now=6,
        pain_best=2,
        pain_worst=7,
        qualities=("stiff", "ache"),
        aggravating="sitting, lifting the laundry",
        easing="walking",
        function="sleep",
        contributing=("work",),
        notes="Dispatcher, sits eight hours.",
    ),
    objective=Objective(
        posture=(
            PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate"),
            PostureFinding(view="lateral", landmark="lumbar_curve", value="increased_lordosis", severity="moderate"),
            PostureFinding(view="posterior", landmark="iliac_crest", value="right_high", severity="mild"),
        ),
        posture_patterns=("lower_crossed",),
        gait="normal",
        breathing="diaphragmatic",
        range_of_motion=(
            RangeOfMotion(movement="lumbar.flexion", active=45.0, pain=3),
            RangeOfMotion(movement="lumbar.extension", active=15.0, pain=5, end_feel="early_spasm"),
            RangeOfMotion(movement="lumbar.lateral_flexion", side="right", limit="slight"),
            RangeOfMotion(movement="lumbar.extension", when="after", active=18.0),
        ),
        tests=(
            SpecialTest(test="slr", result="negative", side="bilateral"),
            SpecialTest(test="thomas", result="positive", side="right"),
            SpecialTest(test="kemp", result="negative", side="right", note="local ache only"),
        ),
        palpation=(
            Palpation(
                place=Place("low_back", "right"),
                structure="erector_spinae_lumbar",
                texture="ropey",
                tone="moderate_hyper",
                tenderness=2,
            ),
            Palpation(
                place=Place("low_back", "right"),
                structure="quadratus_lumborum",
                trigger_point="active",
                referral="right buttock",
            ),
        ),
        strength=(Strength(muscle="gluteus_maximus", side="right", grade=4, resisted="strong_painful"),),
        neuro=(NeuroFinding(root="L5", side="right", sensation="normal", myotome=5),),
        neuro_summary="L2 to S1 normal",
        outcomes=(
            OutcomeScore(measure="rmdq", score=13.0),
            OutcomeScore(
                measure="psfs",
                score=4.5,
                activities=(Activity("sit 60 minutes", 4.0), Activity("lift laundry", 5.0)),
            ),
        ),
        notes="Walks in slightly bent.",
    ),
    treatment=Treatment(
        techniques=(
            TechniqueApplied(
                technique="deep_tissue",
                places=(LOW_BACK,),
                structures=("erector_spinae_lumbar",),
                minutes=10.0,
                settings=(Setting("pressure", 3), Setting("stroke", "stripping"), Setting("direction", "proximal")),
                tolerance=5,
                response="tissue softened",
                modification="lighter pressure",
            ),
            CUPPING,
        ),
        position="prone",
        lubricant="unscented oil",
        draping_explained=True,
        pain_after=4,
        response="feels looser, no adverse event",
        skin_response="2",
        notes="Short of time.",
        fee_difference="ten dollars less, late start",
    ),
    assessment=Assessment(
        impressions=(
            Impression(key="nslbp_chronic", stage="chronic", side="central", irritability="moderate"),
            Impression(key="postural_pattern", sub="lower_crossed", supported_by="pelvis tilted forward"),
        ),
        notes="Would do well with more walking.",
    ),
    plan=Plan(
        stage="chronic",
        frequency="every 2 weeks",
        next_visit=date(2026, 1, 26),
        visits_planned=6,
        session_minutes=60,
        reassess_on=date(2026, 2, 23),
        goals=(Goal(text="Sit 60 minutes", measure="pain", baseline="6", target="3", by=date(2026, 3, 9)),),
        home_care=(HomeCare(key="glute_bridge", dose="2 x 10"), HomeCare(key="", dose="", note="hot bath")),
        referrals=(Referral(to="physiotherapy", why="graded loading", consented=True),),
        advice="drink water",
        expected_outcome="less pain",
        changes="none",
        notes="Prefers mornings.",
    ),
)

DECLINED = Note(
    subjective=Subjective(
        health_changes="yes",
        health_changes_detail="Nine-hour flight, right calf sore since",
        red_flags="positive",
        red_flags_found=("dvt_pe",),
        pain_now=5,
    ),
    treatment=Treatment(
        outcome="declined",
        outcome_reason="contraindication found",
        decided_by="therapist",
        advice_given="go to emergency now, do not rub the area",
        adverse_event=AdverseEvent(what="felt faint", action="rested", severity="moderate"),
    ),
    assessment=Assessment(change="worse"),
)

STRANGE = Note(
    subjective=Subjective(
        health_changes="later",
        red_flags="perhaps",
        qualities=("ache", "electric_storm"),
        contributing=("moon_phase",),
        red_flags_found=("unheard_of",),
        pain_now=11,
        pain_best=-1,
        places=(Place("tail", "left"), Place("low_back", "midline")),
    ),
    objective=Objective(
        posture=(
            PostureFinding(view="from_above", landmark="halo", value="crooked", severity="cosmic"),
            PostureFinding(view="lateral", landmark="pelvis", value="folded", severity="cosmic"),
        ),
        posture_patterns=("banana",),
        gait="floating",
        breathing="gills",
        range_of_motion=(
            RangeOfMotion(movement="tail.wag", side="left", active=90.0, when="during"),
            RangeOfMotion(movement="lumbar.flexion", side="left", active=1.5, passive=2.0, pain=12, end_feel="woolly"),
        ),
        tests=(
            SpecialTest(test="unheard_of", result="negative"),
            SpecialTest(test="slr", result="sideways", side="top"),
        ),
        palpation=(
            Palpation(place=Place("tail"), structure="wagger", texture="furry", tenderness=7, length="endless"),
        ),
        strength=(Strength(muscle="wagger", side="top", grade=9, resisted="never"),),
        neuro=(NeuroFinding(root="X9", side="left", sensation="humming", myotome=7, reflex=9),),
        outcomes=(OutcomeScore(measure="wag_index", score=3.25, items=(1.0, 2.0), scale="barks"),),
        none_reason="dog",
    ),
    treatment=Treatment(
        outcome="vanished",
        decided_by="dog",
        techniques=(
            technique("levitation", Place("tail", "left"), minutes=3.0, height=3.5, aura="blue_glow"),
            TechniqueApplied(
                technique="deep_tissue",
                places=(LOW_BACK,),
                position="floating",
                tolerance=12,
                settings=(Setting("pressure", "much"), Setting("foo", ("a", "b")), Setting("passes", 2.5)),
            ),
        ),
        position="floating",
        sensitive_spoken=("tail",),
        skin_response="9",
        pain_after=-3,
    ),
    assessment=Assessment(
        impressions=(Impression(key="ennui", sub="deep", grade="9", stage="late", side="top", trend="sideways"),),
        change="sparkling",
    ),
    plan=Plan(
        stage="late",
        goals=(Goal(text="Fly", status="dreamt"),),
        home_care=(HomeCare(key="levitate", dose="2 h"),),
        referrals=(Referral(to="wizard", urgency="cosmic"),),
        visits_planned=-1,
    ),
)

NOTES = (Note(), FIRST, DECLINED, STRANGE)
