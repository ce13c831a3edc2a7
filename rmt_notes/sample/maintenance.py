"""Walter Kowalczyk: forty visits over three years. Neck and shoulders of a cabinet maker, with the small ups and downs
that maintenance has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation, PostureFinding
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.diary import Diary, before
from rmt_notes.sample.marking import marked, neck
from rmt_notes.sample.people import key
from rmt_notes.sample.telling import Found, Story, motion, score, technique

VISITS = 40
EVERY = 28
"""Days between two visits."""

AGAIN = 26
"""The visit at which the whole health history was asked anew."""

LAST = 3
"""How many days ago the last one was."""

CLIENT = Client(
    id=key("Walter Kowalczyk"),
    file_number=217,
    first_name="Walter",
    last_name="Kowalczyk",
    pronouns="he/him",
    born=date(1962, 11, 5),
    address="210 Sawmill Line, Douro ON",
    postal_code="K0L 0B1",
    phone="705-555-0110",
    occupation="cabinet maker",
    language="English, Polish",
    emergency=Contact(name="Ewa Kowalczyk", relation="wife", phone="705-555-0111"),
    stated=("email=none", "mobility=none"),
)
PHYSICIAN = Provider(
    id=key("Dr R. Lindqvist"),
    name="Dr R. Lindqvist",
    kind="family physician",
    clinic="Douro Clinic",
    address="8 Mill Road, Douro ON",
    phone="705-555-0165",
)

NECK = Place("neck_posterior", "bilateral")
SHOULDERS = Place("shoulder_top", "bilateral")
RIGHT = Place("shoulder_top", "right")
UPPER_BACK = Place("upper_back", "bilateral")

PAIN = (
    (6, 4), (6, 3), (5, 3), (5, 3), (4, 2), (4, 2), (4, 2), (3, 2), (5, 3), (4, 2),
    (3, 2), (3, 1), (3, 1), (3, 2), (4, 2), (3, 1), (3, 1), (2, 1), (2, 1), (5, 3),
    (4, 2), (3, 2), (3, 1), (2, 1), (2, 1), (2, 0), (3, 1), (2, 1), (2, 1), (2, 1),
    (3, 2), (2, 1), (2, 1), (4, 2), (3, 1), (2, 1), (2, 0), (1, 0), (2, 1), (2, 1),
)  # fmt: skip
"""Pain before and after, visit by visit."""

ROTATION = (
    55, 56, 58, 58, 60, 61, 60, 62, 57, 60, 62, 63, 64, 64, 61, 63, 64, 66, 66, 58,
    60, 63, 64, 66, 67, 68, 66, 67, 68, 68, 66, 68, 69, 62, 66, 68, 70, 71, 70, 70,
)  # fmt: skip
"""Cervical rotation to the right before treatment, in degrees (usual 80)."""

DISABILITY = {0: 17, 5: 12, 11: 9, 17: 7, 23: 6, 29: 6, 35: 5}
"""The neck disability index (0 to 50) at the first visit and the re-assessments."""

STORY = (
    "Neck and shoulder ache after a month of sanding doors",
    "Neck stiff on the right when reversing the truck",
    "Shoulders tight from overhead fitting",
    "Ache at the base of the neck by evening",
    "Right shoulder top tight, plane work",
    "Neck stiff in the mornings, gone by ten",
    "Looser than last month; right side first to tighten",
)
FLARES = {
    8: "Flare after carrying a staircase; right side of the neck",
    19: "Flare: slept on a train, neck locked to the right for two days",
    33: "Sore after a week of ceiling panels",
}
REACTION = (
    "Not sore",
    "Sore next morning, gone by noon",
    "Slept well that night",
    "Light-headed for a minute, then fine",
)
DONE = ("Chin tucks most days", "Stretch after work, three days of seven", "Hardly any, busy month", "Daily")
RESPONSE = (
    "Turns the head further without a catch.",
    "Shoulders lower on standing.",
    "Breathes deeper; tone clearly less on the right.",
    "At ease; no pain on rotation.",
)
IMPRESSIONS = (
    Impression(
        key="neck_pain_mechanical",
        stage="chronic",
        side="bilateral",
        supported_by="Local, changes with posture and load",
    ),
    Impression(key="postural_pattern", sub="upper_crossed", supported_by="Head forward, shoulders rounded"),
)


PRESSURE = Found(
    key="bp_controlled",
    detail="ramipril, 128/80 at the pharmacy",
    choice="modify",
    how="Sits up slowly, rests a minute before standing",
)
VEINS = Found(
    key="varicose_veins",
    places=(Place("leg_posterior", "left"),),
    detail="Raised and sore after standing; stocking since the spring",
    choice="avoid_region",
    how="No pressure on the left calf",
)
NUTS = Found(
    key="skin_allergy",
    detail="Walnut oil: itching hands",
    choice="modify",
    how="Unscented lotion, no nut oil",
)


def tell(diary: Diary, today: date) -> None:
    """The whole story."""
    story = Story(diary, CLIENT)
    days = [before(today, LAST + EVERY * (VISITS - 1 - number), 9, 30) for number in range(VISITS)]
    story.registers(days[0] - timedelta(days=1), PHYSICIAN)
    intake = days[0] + timedelta(minutes=3)
    story.answers(
        intake,
        PRESSURE,
        reason_for_care="Neck and shoulders tight from work",
        goals="Work full days without headache or stiff neck",
    )
    for number, day in enumerate(days):
        if number % 13 == 0:
            story.agrees(day + timedelta(minutes=8))
            if number == AGAIN:
                intake = day + timedelta(minutes=2)
                story.answers(
                    intake,
                    VEINS,
                    NUTS,
                    known=(replace(PRESSURE, detail="ramipril and amlodipine, 124/78"),),
                    allergies="Walnut oil: itching hands",
                    reason_for_care="Neck and shoulders, to stay at work",
                    goals="Work full days without headache or stiff neck",
                )
            elif number:
                story.reviews(day + timedelta(minutes=2), intake)
        kind = "initial" if number == 0 else "reassessment" if number in DISABILITY else "follow_up"
        story.visit(day, marked(_note(number, day), pain=neck(PAIN[number][0], number)), kind=kind, minutes=45)


def _note(number: int, day: datetime) -> Note:
    pain_before, pain_after = PAIN[number]
    first = number == 0
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint=STORY[0] if first else FLARES.get(number, STORY[number % len(STORY)]),
            places=(NECK, SHOULDERS) if number % 3 == 0 else (NECK, RIGHT),
            onset="Ten years on and off; three months this time" if first else "",
            mechanism="Repeated movement" if first else "",
            pain_now=pain_before,
            pain_best=max(0, pain_before - 3) if first else None,
            pain_worst=min(10, pain_before + 2),
            qualities=("ache", "stiff") if number % 2 == 0 else ("stiff",),
            aggravating="Overhead work, reversing the truck",
            easing="Heat, a day off",
            function="Cannot look over his right shoulder; stops sanding every half hour" if first else "",
            contributing=("work",),
            reaction="" if first else REACTION[number % len(REACTION)],
            home_care_done="" if first else DONE[(number * 3) % len(DONE)],
        ),
        objective=Objective(
            posture=(
                PostureFinding(
                    view="lateral", landmark="head", value="forward", severity="moderate" if number < 17 else "mild"
                ),
                PostureFinding(view="lateral", landmark="shoulder", value="rounded", severity="mild"),
            )
            if number in DISABILITY
            else (),
            range_of_motion=(
                *motion("cervical.rotation", ROTATION[number], side="right", after=ROTATION[number] + 3 + number % 3),
                *(motion("cervical.rotation", 66 + number // 8, side="left") if number in DISABILITY else ()),
            ),
            palpation=(
                Palpation(
                    place=RIGHT,
                    structure="upper_trapezius",
                    texture="ropey" if number % 2 == 0 else "nodular",
                    tone="moderate_hyper" if pain_before > 3 else "mild_hyper",
                    tenderness=2 if pain_before > 3 else 1,
                    trigger_point="latent" if number % 5 == 0 else "",
                    referral="right temple" if number % 5 == 0 else "",
                ),
            ),
            outcomes=_scores(number),
        ),
        treatment=Treatment(
            techniques=_techniques(number),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=pain_after,
            response=RESPONSE[number % len(RESPONSE)],
            skin_response="1",
        ),
        assessment=Assessment(
            impressions=IMPRESSIONS,
            change="" if first else _change(number),
            notes=_words(number),
        ),
        plan=_plan(number, day.date()),
    )


def _scores(number: int) -> tuple[OutcomeScore, ...]:
    return (score("ndi", DISABILITY[number], "0-50"),) if number in DISABILITY else ()


def _change(number: int) -> str:
    step = PAIN[number][0] - PAIN[number - 1][0]
    return "unchanged" if step == 0 else "improved" if step < 0 else "worse"


def _words(number: int) -> str:
    if number not in DISABILITY or number == 0:
        return ""
    return f"NDI 17 at the start, {DISABILITY[number]} of 50 now. Maintenance keeps him at work; goes on."


def _techniques(number: int) -> tuple[TechniqueApplied, ...]:
    knead = technique(
        "petrissage",
        SHOULDERS,
        NECK,
        minutes=12,
        position="prone",
        modification="Sits up slowly",
        pressure=3,
        style="kneading",
    )
    deep = technique(
        "deep_tissue",
        RIGHT,
        structures=("upper_trapezius",) if number % 2 == 0 else ("upper_trapezius", "levator_scapulae"),
        minutes=10 + number % 3,
        tolerance=4 + number % 3,
        position="prone",
        modification="Sits up slowly",
        pressure=3 + number % 2,
        stroke=("stripping", "pin_and_stretch", "static_compression")[number % 3],
    )
    release = technique(
        "art",
        RIGHT,
        structures=("levator_scapulae",),
        minutes=6,
        position="seated",
        contact="thumb",
        tension_direction="distal",
        movement="Chin to the left armpit",
        level=4,
        passes=3,
    )
    cups = technique(
        "cupping_static",
        UPPER_BACK,
        minutes=6,
        position="prone",
        modification="Sits up slowly",
        cup_material="silicone",
        cup_diameter_mm=45,
        suction=2,
        count=4,
        placement=("Along both shoulder blades",),
        mark_grade=2,
        mark_explained=True,
        hygiene="disinfected",
    )
    stretch = technique(
        "passive_stretch",
        RIGHT,
        structures=("upper_trapezius",),
        position="supine",
        modification="Slow",
        hold_s=30,
        reps=2,
    )
    return ((knead, deep, stretch), (knead, deep, release), (deep, cups), (knead, release))[number % 4]


def _plan(number: int, day: date) -> Plan:
    home_care = (
        HomeCare(key="chin_tuck", dose="10 × 5 s"),
        HomeCare(key="upper_trap_stretch", dose="20–30 s × 3"),
        *((HomeCare(key="doorway_pec_stretch", dose="30 s × 3"),) if number % 3 == 2 else ()),
        *((HomeCare(key="heat_pack", dose="15 min after work"),) if number in FLARES else ()),
    )
    if number == 0:
        return Plan(
            stage="chronic",
            frequency="Every 4 weeks",
            next_visit=day + timedelta(days=EVERY),
            visits_planned=6,
            session_minutes=45,
            reassess_on=day + timedelta(days=5 * EVERY),
            goals=(
                Goal(
                    text="Look over the right shoulder to reverse",
                    measure="Cervical rotation right",
                    baseline="55°",
                    target="70°",
                    by=day + timedelta(days=365),
                ),
            ),
            home_care=home_care,
            expected_outcome="Less stiffness and fewer headaches at work",
        )
    return Plan(
        stage="flare" if number in FLARES else "chronic",
        frequency="Maintenance, every 4 weeks",
        next_visit=day + timedelta(days=EVERY),
        home_care=home_care,
        notes="Re-assessed; same plan for six more visits." if number in DISABILITY else "",
    )
