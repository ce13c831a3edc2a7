"""Maximiliana Featherstonehaugh-Papadimitriou: a long name and a long diary, after a collision on the ice."""

from __future__ import annotations

from datetime import date, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.case_1 import PHYSICIAN
from rmt_notes.sample.diary import Diary, before
from rmt_notes.sample.people import key
from rmt_notes.sample.telling import Story, motion, score, technique

DAYS = 90
"""Days of the diary she brought along."""

CLIENT = Client(
    id=key("Maximiliana Featherstonehaugh-Papadimitriou"),
    file_number=438,
    first_name="Maximiliana Konstantina",
    last_name="Featherstonehaugh-Papadimitriou",
    preferred_name="Max",
    pronouns="she/her",
    born=date(1958, 8, 19),
    address="The Old Schoolhouse, 1187 County Road 38 North, Campbellford, Municipality of Trent Hills ON",
    postal_code="K0L 0M6",
    phone="705-555-0134",
    email="maximiliana.featherstonehaugh-papadimitriou@a-rather-long-domain-name.example",
    occupation="retired translator, Greek and English; volunteer archivist of the township historical society",
    language="English, Greek",
    emergency=Contact(name="Konstantinos Papadimitriou-Featherstonehaugh", relation="husband", phone="705-555-0135"),
    stated=("mobility=none",),
)
NECK = Place("neck_posterior", "bilateral")
SHOULDERS = Place("shoulder_top", "bilateral")

MORNING = (
    "woke at {hour} with the neck stiff on the {side}",
    "slept through until {hour}, only a dull pull on the {side} side",
    "woke twice, the second time at {hour}, and turned over as one piece with the {side} arm under the pillow",
    "slept in the armchair until {hour} because lying on the {side} side was no use",
)
DAYTIME = (
    "Read for {minutes} minutes before the ache came up behind the ear.",
    "Drove to the archive and back, {minutes} minutes each way; looking over the shoulder at the junction was worst.",
    "Sorted letters for {minutes} minutes standing at the high desk, which is better than sitting.",
    "Walked the river path for {minutes} minutes and the head felt clearer afterwards.",
    "Tried the garden; {minutes} minutes of raking was a mistake.",
)
EVENING = (
    "In the evening {pain} of 10, warm towel, asleep by ten.",
    "By supper {pain} of 10; Kostas cooked.",
    "Evening {pain} of 10 and no headache to speak of.",
    "Finished the day at {pain} of 10, a little cross about it.",
)


def tell(diary: Diary, today: date) -> None:
    """The whole story."""
    story = Story(diary, CLIENT)
    at = before(today, 5, 14)
    story.registers(before(today, 6, 10), PHYSICIAN)
    story.answers(
        at + timedelta(minutes=6),
        method="written",
        reason_for_care="Neck pain since a collision on the ice in the summer rink, four months ago",
        goals="Skate again without a stiff neck",
        relevant_history="Seen by Dr Okafor the same week: no fracture, full range advised, physiotherapy finished.",
    )
    story.agrees(at + timedelta(minutes=15))
    story.visit(at, _note(at.date()), kind="initial", minutes=75)


def symptom_diary(last: date) -> str:
    """Her diary, typed out: a paragraph a day."""
    days = []
    for number in range(DAYS):
        day = last - timedelta(days=DAYS - number)
        morning = MORNING[number % 4].format(
            hour=f"{4 + number % 3}:{15 * (number % 4):02}", side=("right", "left")[number % 2]
        )
        daytime = DAYTIME[(number * 2) % 5].format(minutes=15 + (number * 7) % 40)
        evening = EVENING[(number // 2) % 4].format(pain=max(2, 7 - number // 18 + (number % 9 == 0)))
        days.append(f"{day:%d.%m.}: {morning[0].upper()}{morning[1:]}. {daytime} {evening}")
    return "\n".join(days)


def _note(day: date) -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Neck pain and stiffness since a collision on the ice",
            places=(NECK, SHOULDERS),
            onset="Four months ago, collision with another skater, no loss of consciousness",
            mechanism="Collision",
            pain_now=4,
            pain_best=2,
            pain_worst=7,
            qualities=("stiff", "ache", "pulling"),
            aggravating="Reading, driving, looking over the shoulder",
            easing="Walking, warmth",
            function="Reads half an hour instead of three; does not skate",
            contributing=("sleep", "quality_of_life"),
            notes="Brought a diary and asked for it to be kept with the note. Typed as written:\n\n"
            + symptom_diary(day),
        ),
        objective=Objective(
            range_of_motion=(
                *motion("cervical.rotation", 52, side="right", pain=4, after=60),
                *motion("cervical.rotation", 58, side="left", pain=3, after=63),
                *motion("cervical.extension", 40, pain=3),
            ),
            tests=(
                SpecialTest(test="spurling", result="negative", side="bilateral"),
                SpecialTest(test="distraction_c", result="negative"),
                SpecialTest(test="ulnt1", result="negative", side="bilateral"),
            ),
            palpation=(
                Palpation(place=NECK, structure="splenius_capitis", tone="moderate_hyper", tenderness=2),
                Palpation(place=SHOULDERS, structure="levator_scapulae", tone="moderate_hyper", tenderness=2),
            ),
            neuro_summary="C5–T1 sensation, strength and reflexes normal",
            outcomes=(score("ndi", 19, "0-50"),),
        ),
        treatment=Treatment(
            techniques=(
                technique("petrissage", NECK, SHOULDERS, minutes=20, pressure=2, style="kneading"),
                technique("myofascial_release", SHOULDERS, minutes=8, style="fascial_spread", hold_s=90),
            ),
            position="supine",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=3,
            response="Turns further to both sides; wrote it down at once.",
            skin_response="1",
        ),
        assessment=Assessment(
            impressions=(
                Impression(
                    key="wad", grade="II", stage="chronic", supported_by="Neck complaint with musculoskeletal signs"
                ),
            ),
        ),
        plan=Plan(
            stage="chronic",
            frequency="Weekly, four times, then every 2 weeks",
            next_visit=day + timedelta(days=7),
            visits_planned=6,
            session_minutes=60,
            reassess_on=day + timedelta(days=35),
            goals=(
                Goal(
                    text="Read an hour without a headache",
                    measure="minutes",
                    baseline="30",
                    target="60",
                    by=day + timedelta(days=42),
                ),
            ),
            home_care=(HomeCare(key="chin_tuck", dose="10 × 5 s"), HomeCare(key="walking", dose="20 min daily")),
            expected_outcome="Longer reading and safe driving within six visits",
        ),
    )
