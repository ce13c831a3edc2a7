"""Amélie Tremblay: chronic low back pain, five of eight visits behind her and the sixth today; a pacemaker and low bone
density that came up on the way, and one note amended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation, PostureFinding, RangeOfMotion, SpecialTest, Strength
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact, Reminder
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.clinical.wording import day as written
from rmt_notes.sample.case_1 import PHYSICIAN
from rmt_notes.sample.diary import Diary, before
from rmt_notes.sample.marking import low_back, mark, marked
from rmt_notes.sample.people import THERAPIST_ID, key
from rmt_notes.sample.telling import Found, Story, motion, score, technique

CLIENT = Client(
    id=key("Amélie Tremblay"),
    file_number=412,
    first_name="Amélie",
    last_name="Tremblay",
    pronouns="she/her",
    born=date(1980, 3, 14),
    address="4 Oak Lane, Peterborough ON",
    postal_code="K9H 0E1",
    phone="705-555-0107",
    email="amelie@post.example",
    occupation="bookkeeper",
    language="English, French",
    emergency=Contact(name="Luc Tremblay", relation="husband", phone="705-555-0108"),
    stated=("mobility=none",),
    reminders=(
        Reminder(text="Nothing over the left chest: pacemaker"),
        Reminder(text="Likes the room warm", clinical=False),
    ),
)

BACK = Place("low_back", "bilateral")
BACK_RIGHT = Place("low_back", "right")
HIPS = Place("hip_anterior", "bilateral")
HIP_RIGHT = Place("hip_anterior", "right")
IMPRESSIONS = (
    Impression(
        key="nslbp_chronic",
        stage="chronic",
        side="central",
        irritability="moderate",
        supported_by="No red flag, no root signs, changes with position",
    ),
    Impression(key="hip_flexor_tightness", side="right", supported_by="Thomas test positive, anterior tilt"),
)
STRETCH = HomeCare(key="half_kneeling_hip_flexor_stretch", dose="2 × 30 s")
DEAD_BUG = HomeCare(key="dead_bug", dose="2 × 8")
LIGHT = "Pressure 3 at most: low bone density"


def tell(diary: Diary, today: date) -> None:
    """The whole story."""
    story = Story(diary, CLIENT)
    first, second, third = before(today, 102, 14), before(today, 63), before(today, 42)
    fourth, fifth, sixth = before(today, 28), before(today, 14), before(today, 0)
    story.registers(before(today, 104, 16), PHYSICIAN)
    story.answers(
        first + timedelta(minutes=4),
        method="written",
        reason_for_care="Low back pain for two years",
        goals="Sit through a working day, walk the dog an hour",
    )
    story.agrees(first + timedelta(minutes=12))
    spot = mark("trigger_point", "quadratus_lumborum", "right", 6, at=(-24.0, 258.0), depth="deep", note="to the hip")
    marks = {
        first: marked(
            _first(first.date()),
            pain=low_back(8, 7, 6, buttock=4),
            findings=(spot, mark("tender", "erectors_lumbar", "left", 5)),
        ),
        second: marked(_second(second.date()), pain=low_back(7, 6, 5, buttock=3), findings=(spot,)),
        third: marked(_third(third.date()), pain=low_back(6, 4, 5, groin=4), findings=(replace(spot, intensity=5),)),
        fourth: marked(_fourth(fourth.date()), pain=low_back(5, 3, 4, groin=4)),
        fifth: marked(_fifth(fifth.date()), pain=low_back(5, 2, 3, groin=4), findings=(replace(spot, intensity=4),)),
        sixth: marked(
            _sixth(),
            pain=low_back(3, None, 2, groin=3),
            findings=(replace(spot, intensity=3, note="no longer refers"),),
        ),
    }
    story.visit(first, marks[first], kind="initial")
    _bones(story, today)
    story.visit(second, marks[second])
    story.visit(third, marks[third], kind="reassessment")
    story.agrees_to_change(third + timedelta(minutes=52), "Active release for the right hip flexor added")
    visit = story.visit(fourth, marks[fourth])
    story.amends(
        before(today, 27, 8, 40), visit, "Pain after was entered before the client had walked: 4, not 3", _walked_first
    )
    story.finds(
        before(today, 20, 12, 15),
        Found(
            key="pacemaker_device",
            places=(Place("chest_wall", "left"),),
            detail="Pacemaker since May 2024; told by telephone, not thought to matter for the back",
            choice="modify",
            how="No cups at all; nothing over or around the device; no vibration near it",
        ),
    )
    story.visit(fifth, marks[fifth])
    story.visit(
        sixth,
        marks[sixth],
        booked=fifth + timedelta(minutes=66),
        prepared=(before(today, 1, 17, 40), _prepared()),
        written=sixth + timedelta(minutes=41),
        signed_after=None,
    )


def _bones(story: Story, today: date) -> None:
    asked, letter = before(today, 84, 9, 30), before(today, 81, 13)
    story.finds(
        asked,
        Found(
            key="osteoporosis_mild",
            detail="Bone density report of this week, T-score -1.9; told by telephone",
            choice="ask_clearance",
            reason="How much pressure her physician agrees with",
        ),
    )
    story.cleared(
        letter,
        Clearance(
            id=key(CLIENT.id, "letter"),
            client_id=CLIENT.id,
            finding_keys=("osteoporosis_mild",),
            clinician=PHYSICIAN.name,
            received_on=letter.date(),
            valid_until=letter.date() + timedelta(days=181),
            recorded_at=letter,
            practitioner_id=THERAPIST_ID,
            techniques=("GEN", "DT", "ART", "IAS"),
            max_pressure=3,
            limits="Massage welcome, pressure 3 or less, no thrust or strong mobilization of the spine",
        ),
    )
    story.decides(letter + timedelta(minutes=4), Found(key="osteoporosis_mild", choice="modify", how=LIGHT))


def _goals(first: date) -> tuple[Goal, ...]:
    return (
        Goal(
            text="Sit a working day at pain 3 or less",
            measure="NPRS at the end of the day",
            baseline="8",
            target="3",
            by=first + timedelta(days=120),
        ),
        Goal(
            text="Manage the day with less trouble",
            measure="RMDQ",
            baseline="13",
            target="8",
            by=first + timedelta(days=90),
        ),
    )


def _posture(tilt: str) -> tuple[PostureFinding, ...]:
    return (
        PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity=tilt),
        PostureFinding(view="lateral", landmark="lumbar_curve", value="increased_lordosis", severity="mild"),
    )


def _erectors(tone: str, tenderness: int) -> Palpation:
    return Palpation(place=BACK, structure="erector_spinae_lumbar", texture="ropey", tone=tone, tenderness=tenderness)


def _deep(minutes: float, *, pressure: int = 3, tolerance: int = 4) -> TechniqueApplied:
    return technique(
        "deep_tissue",
        BACK,
        structures=("erector_spinae_lumbar",),
        minutes=minutes,
        tolerance=tolerance,
        position="prone",
        modification=LIGHT,
        pressure=pressure,
        stroke="stripping",
        direction="proximal",
    )


def _release(passes: int, before_it: int, after: int) -> TechniqueApplied:
    return technique(
        "art",
        HIP_RIGHT,
        structures=("iliopsoas",),
        minutes=8,
        position="supine",
        response=f"Hip extension right {before_it}° → {after}°",
        modification="Slow, no end-range force: low bone density",
        contact="fingers",
        tension_direction="proximal",
        movement="Hip flexion to extension",
        level=4,
        passes=passes,
        retest=f"Hip extension right {before_it}° → {after}°",
    )


def _instrument(minutes: float) -> TechniqueApplied:
    return technique(
        "iastm",
        BACK_RIGHT,
        structures=("thoracolumbar_fascia",),
        minutes=minutes,
        position="prone",
        modification="Intensity 2, not over the spine: low bone density",
        tool="Curved steel instrument",
        tool_material="stainless_steel",
        stroke="sweep",
        angle_deg=45,
        intensity=2,
        seconds_per_area=60,
        erythema=1,
        petechiae="none",
        hygiene="cleaned_disinfected",
    )


def _first(day: date) -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back pain for two years, worse since spring",
            places=(BACK,),
            onset="Two years, gradual; worse since desk work from home",
            mechanism="Sustained posture",
            pain_now=8,
            pain_best=3,
            pain_worst=9,
            qualities=("dull", "stiff"),
            aggravating="Sitting over 30 min, getting up from a chair",
            easing="Walking, lying down",
            function="Leaves her desk every half hour; walks the dog ten minutes instead of an hour",
            contributing=("work", "stress"),
        ),
        objective=Objective(
            posture=_posture("marked"),
            range_of_motion=(
                *motion("lumbar.flexion", 40, pain=4),
                *motion("lumbar.extension", 8, pain=6),
                *motion("hip.extension", 4, side="right"),
                *motion("hip.extension", 8, side="left"),
            ),
            tests=(
                SpecialTest(test="thomas", result="positive", side="bilateral"),
                SpecialTest(test="kemp", result="negative", side="bilateral"),
                SpecialTest(test="slr", result="negative", side="bilateral", note="75°"),
            ),
            palpation=(_erectors("severe_hyper", 3), Palpation(place=HIPS, structure="iliopsoas", length="short")),
            strength=(Strength(muscle="gluteus_maximus", side="right", grade=4),),
            neuro_summary="L2–S1 sensation, strength and reflexes normal",
            outcomes=(score("rmdq", 13),),
        ),
        treatment=Treatment(
            techniques=(
                technique("effleurage", BACK, minutes=10, position="prone", pressure=2),
                technique("petrissage", BACK, minutes=20, position="prone", pressure=3, style="kneading"),
                technique(
                    "met_pir",
                    HIPS,
                    structures=("iliopsoas",),
                    minutes=10,
                    position="supine",
                    style="PIR",
                    effort_pct=20,
                    hold_s=7,
                    reps=4,
                ),
            ),
            position="prone",
            lubricant="unscented oil",
            draping_explained=True,
            pain_after=7,
            response="Gets up a little more easily.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSIONS),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=day + timedelta(days=18),
            visits_planned=8,
            session_minutes=60,
            reassess_on=day + timedelta(days=60),
            goals=_goals(day),
            home_care=(STRETCH, HomeCare(key="walking", dose="15 min daily")),
            expected_outcome="Sitting and walking with less pain within eight visits",
        ),
    )


def _second(day: date) -> Note:
    return Note(
        subjective=Subjective(
            health_changes="yes",
            health_changes_detail="Low bone density; her physician's letter allows pressure up to 3",
            red_flags="none",
            complaint="Low back pain, sitting",
            places=(BACK,),
            pain_now=7,
            qualities=("dull", "stiff"),
            aggravating="Sitting over 30 min",
            easing="Walking",
            reaction="A little sore for a day",
            home_care_done="Stretch 3 of 7 days",
        ),
        objective=Objective(
            posture=_posture("marked"),
            range_of_motion=motion("lumbar.extension", 9, pain=5, after=11),
            palpation=(_erectors("severe_hyper", 3),),
        ),
        treatment=Treatment(
            techniques=(_deep(20),),
            position="prone",
            lubricant="unscented oil",
            draping_explained=True,
            pain_after=5,
            response="Warmth in the low back, bends further.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSIONS, change="improved"),
        plan=Plan(
            stage="chronic",
            frequency="Every 2–3 weeks",
            next_visit=day + timedelta(days=21),
            home_care=(STRETCH, HomeCare(key="walking", dose="20 min daily")),
        ),
    )


def _third(day: date) -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back pain, sitting; mornings are better",
            places=(BACK,),
            pain_now=6,
            qualities=("dull", "stiff"),
            aggravating="Sitting over 35 min",
            easing="Walking",
            function="Walks the dog 25 minutes",
            reaction="Not sore",
            home_care_done="Stretch 4 of 7 days",
        ),
        objective=Objective(
            posture=_posture("moderate"),
            range_of_motion=(*motion("lumbar.extension", 11, pain=4), *motion("hip.extension", 7, side="right")),
            tests=(
                SpecialTest(test="thomas", result="positive", side="bilateral", note="right more than left"),
                SpecialTest(test="slr", result="negative", side="bilateral"),
            ),
            palpation=(_erectors("moderate_hyper", 2),),
            outcomes=(score("rmdq", 8),),
        ),
        treatment=Treatment(
            techniques=(_deep(22, tolerance=5),),
            position="prone",
            lubricant="unscented oil",
            draping_explained=True,
            pain_after=4,
            response="Stands straighter; no soreness on the table.",
            skin_response="1",
        ),
        assessment=Assessment(
            impressions=IMPRESSIONS, change="improved", notes="RMDQ 13 → 8: a meaningful change. Plan goes on."
        ),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=day + timedelta(days=14),
            home_care=(STRETCH, DEAD_BUG),
            changes="Active release for the right hip flexor from the next visit on.",
        ),
    )


def _fourth(day: date) -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back pain after two long days",
            places=(BACK,),
            pain_now=5,
            qualities=("dull", "stiff"),
            aggravating="Sitting over 40 min",
            easing="Walking",
            reaction="Not sore",
            home_care_done="Stretch 5 of 7 days",
        ),
        objective=Objective(
            posture=_posture("moderate"),
            range_of_motion=(
                *motion("lumbar.extension", 11, pain=3),
                *motion("hip.extension", 7, side="right", after=9),
            ),
            palpation=(_erectors("moderate_hyper", 2),),
        ),
        treatment=Treatment(
            techniques=(_deep(20), _release(3, 7, 9)),
            position="prone",
            lubricant="unscented oil",
            draping_explained=True,
            pain_after=3,
            response="Longer step on the right.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSIONS, change="improved"),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=day + timedelta(days=14),
            home_care=(STRETCH, DEAD_BUG),
        ),
    )


def _walked_first(note: Note) -> Note:
    treatment = replace(
        note.treatment, pain_after=4, response="Longer step on the right. Pain asked again after walking."
    )
    return replace(note, treatment=treatment)


def _fifth(day: date) -> Note:
    told_on = written(day - timedelta(days=6))
    return Note(
        subjective=Subjective(
            health_changes="yes",
            health_changes_detail=f"Told of her pacemaker (May 2024) by telephone on {told_on}",
            red_flags="none",
            complaint="Low back pain, end of the working day",
            places=(BACK,),
            pain_now=5,
            qualities=("dull", "stiff"),
            aggravating="Sitting over 40 min",
            easing="Walking",
            function="Walks the dog 40 minutes",
            reaction="Sore next morning, gone by noon",
            home_care_done="Stretch 5 of 7 days, dead bug 4",
        ),
        objective=Objective(
            posture=_posture("moderate"),
            range_of_motion=(
                RangeOfMotion(movement="lumbar.extension", active=12, pain=3, note="at end range on the right"),
                *motion("hip.extension", 9, side="right", after=14),
            ),
            tests=(
                SpecialTest(test="thomas", result="positive", side="right"),
                SpecialTest(test="kemp", result="negative", side="bilateral"),
                SpecialTest(test="slr", result="negative", side="bilateral"),
            ),
            palpation=(
                _erectors("moderate_hyper", 2),
                Palpation(place=HIP_RIGHT, structure="iliopsoas", length="short", tone="mild_hyper"),
            ),
            strength=(Strength(muscle="gluteus_maximus", side="right", grade=4),),
        ),
        treatment=Treatment(
            techniques=(_deep(15), _release(3, 9, 14), _instrument(10)),
            position="prone",
            lubricant="unscented oil",
            draping_explained=True,
            pain_after=3,
            response="Extension easier; redness gone in ten minutes.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSIONS, change="improved"),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=day + timedelta(days=14),
            home_care=(STRETCH, DEAD_BUG),
            advice="May be sore tomorrow; walk.",
        ),
    )


def _prepared() -> Note:
    """What was written the evening before: what to ask about."""
    return Note(
        subjective=Subjective(
            complaint="Low back pain, end of the working day",
            places=(BACK,),
            aggravating="Sitting over 40 min",
            easing="Walking",
            notes="Ask: sore after last time? Dead bug?",
        )
    )


def _sixth() -> Note:
    """Today's note, not finished."""
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back pain, end of the working day",
            places=(BACK,),
            pain_now=3,
            qualities=("dull", "stiff"),
            aggravating="Sitting over 40 min",
            easing="Walking",
            reaction="Not sore",
            home_care_done="Home stretches done 5 of 7 days",
            notes="Worse sitting over 40 minutes, eased by walking.",
        ),
        objective=Objective(
            posture=_posture("mild"),
            range_of_motion=(
                *motion("lumbar.extension", 15, pain=2),
                *motion("hip.extension", 9, side="right", after=14),
            ),
            palpation=(_erectors("mild_hyper", 1),),
        ),
        treatment=Treatment(
            techniques=(_deep(18), _release(4, 9, 14), _instrument(15)),
            position="prone",
            lubricant="unscented oil",
            draping_explained=True,
        ),
    )
