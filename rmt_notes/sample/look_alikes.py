"""Siobhan MacLeod and Siobhán McLeod: born on the same day, one of them on a blood thinner. A visit once begun in the
wrong file was struck out."""

from __future__ import annotations

from datetime import date, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact, Reminder
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.case_3 import PHYSICIAN
from rmt_notes.sample.diary import Diary, before
from rmt_notes.sample.people import key
from rmt_notes.sample.telling import Found, Story, motion, technique

BORN = date(1988, 5, 9)
ON_BLOOD_THINNER = Client(
    id=key("Siobhan MacLeod"),
    file_number=426,
    first_name="Siobhan",
    last_name="MacLeod",
    pronouns="she/her",
    born=BORN,
    address="12 Fife Street, Peterborough ON",
    postal_code="K9J 0F2",
    phone="705-555-0117",
    occupation="paralegal",
    language="English",
    emergency=Contact(name="D. MacLeod", relation="brother", phone="705-555-0118"),
    stated=("email=none", "mobility=none"),
    reminders=(Reminder(text="Not Siobhán McLeod (file 0428): ask for the middle name, Anne"),),
)
CYCLIST = Client(
    id=key("Siobhán McLeod"),
    file_number=428,
    first_name="Siobhán",
    last_name="McLeod",
    preferred_name="Shiv",
    pronouns="she/they",
    born=BORN,
    address="48 Antrim Drive, Peterborough ON",
    postal_code="K9H 0G7",
    phone="705-555-0121",
    email="shiv@post.example",
    occupation="bicycle courier",
    language="English, Irish",
    emergency=Contact(name="R. Quirke", relation="friend", phone="705-555-0122"),
    stated=("physician=none", "mobility=none"),
    reminders=(Reminder(text="Not Siobhan MacLeod (file 0426)"),),
)
NECK = Place("neck_posterior", "bilateral")
SHOULDERS = Place("shoulder_top", "bilateral")
THIGHS = Place("thigh_anterior", "bilateral")


def tell(diary: Diary, today: date) -> None:
    """Both stories."""
    calm, cyclist = Story(diary, ON_BLOOD_THINNER), Story(diary, CYCLIST)
    first, second = before(today, 37, 13), before(today, 16, 13)
    calm.registers(before(today, 40, 12), PHYSICIAN)
    calm.answers(
        first + timedelta(minutes=3),
        Found(
            key="anticoagulant",
            detail="warfarin since 2021, heart valve",
            choice="modify",
            how="Pressure 3 at most, no deep work, cups or tools; watches for bruises",
        ),
        reason_for_care="Neck tension from desk work",
        goals="Work a day without turning the whole body",
    )
    calm.agrees(first + timedelta(minutes=8))
    calm.visit(first, _calm(first.date(), 5, 3), kind="initial", minutes=45)
    cyclist_first = before(today, 23, 13)
    wrong = calm.visit(cyclist_first, Note(), minutes=45)
    calm.voids(
        cyclist_first + timedelta(minutes=4), wrong, "Begun in the wrong file: this was Siobhán McLeod, file 0428"
    )
    calm.visit(second, _calm(second.date(), 4, 2), minutes=45)
    cyclist.registers(before(today, 24, 15))
    cyclist.answers(
        cyclist_first + timedelta(minutes=8), reason_for_care="Front of the thighs tight", goals="Ride 40 km"
    )
    cyclist.agrees(cyclist_first + timedelta(minutes=12))
    cyclist.visit(
        cyclist_first + timedelta(minutes=5), _cyclist(cyclist_first.date(), 4, 2), kind="initial", minutes=45
    )
    cyclist.visit(before(today, 2, 13), _cyclist(before(today, 2).date(), 2, 1), minutes=45)


def _calm(day: date, now: int, after: int) -> Note:
    first = now == 5
    gentle = "Pressure 3 at most, no deep work: warfarin"
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Neck tension from desk work" if first else "Neck tension, less than three weeks ago",
            places=(NECK,),
            onset="A year, on and off" if first else "",
            pain_now=now,
            pain_best=1 if first else None,
            pain_worst=6 if first else None,
            qualities=("stiff",),
            aggravating="Long files on the screen",
            easing="Heat",
            function="Turns with the whole body to reverse" if first else "",
            reaction="" if first else "No bruise, looked in the mirror",
            home_care_done="" if first else "Breaks every hour",
        ),
        objective=Objective(
            range_of_motion=motion("cervical.rotation", 60 if first else 66, side="left", after=68),
            palpation=(Palpation(place=SHOULDERS, structure="upper_trapezius", tone="moderate_hyper", tenderness=1),),
        ),
        treatment=Treatment(
            techniques=(
                technique("petrissage", SHOULDERS, NECK, minutes=20, modification=gentle, pressure=2 if first else 3),
                technique(
                    "myofascial_release", NECK, minutes=8, modification=gentle, style="sustained_hold", hold_s=90
                ),
            ),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=after,
            response="Looser; no redness beyond a minute." if first else "At ease; skin unchanged.",
            skin_response="0",
        ),
        assessment=Assessment(
            impressions=(Impression(key="neck_pain_mechanical", stage="chronic", side="bilateral"),),
            change="" if first else "improved",
        ),
        plan=Plan(
            stage="chronic",
            frequency="Every 3 weeks",
            next_visit=day + timedelta(days=21),
            visits_planned=4 if first else None,
            reassess_on=day + timedelta(days=63) if first else None,
            goals=(_goal("Look over the left shoulder", "Cervical rotation left", "60°", "75°", day),) if first else (),
            home_care=(HomeCare(key="sit_stand_break", dose="Every 30–40 min"),),
            advice="Tell your clinic and me about any new bruise.",
        ),
    )


def _cyclist(day: date, now: int, after: int) -> Note:
    first = now == 4
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Front of the thighs tight after long days" if first else "Thighs tight after headwind days",
            places=(THIGHS,),
            onset="Since the new route in early autumn" if first else "",
            pain_now=now,
            pain_best=0 if first else None,
            pain_worst=5 if first else None,
            qualities=("pulling",),
            aggravating="Hills, stairs",
            easing="Stretching",
            function="Walks the last hill" if first else "",
            reaction="" if first else "Marks gone on day 5",
            home_care_done="" if first else "Every evening",
        ),
        objective=Objective(
            range_of_motion=motion("knee.flexion", 118 if first else 126, side="right", after=126 if first else 130),
            palpation=(Palpation(place=THIGHS, structure="rectus_femoris", texture="fibrous", tone="moderate_hyper"),),
        ),
        treatment=Treatment(
            techniques=(_thighs(first), _cups(first)),
            position="supine",
            lubricant="massage oil",
            draping_explained=True,
            pain_after=after,
            response="Bends the knees further." if first else "Legs light on the stairs.",
            skin_response="2",
        ),
        assessment=Assessment(
            impressions=(Impression(key="myofascial_pain", side="bilateral"),), change="" if first else "improved"
        ),
        plan=Plan(
            stage="late_subacute",
            frequency="Every 3 weeks",
            next_visit=day + timedelta(days=21),
            visits_planned=3 if first else None,
            reassess_on=day + timedelta(days=42) if first else None,
            goals=(_goal("Ride the whole route", "hills walked a day", "3", "0", day),) if first else (),
            home_care=(HomeCare(key="standing_quad_stretch", dose="30 s × 3"),),
        ),
    )


def _goal(text: str, measure: str, baseline: str, target: str, day: date) -> Goal:
    return Goal(text=text, measure=measure, baseline=baseline, target=target, by=day + timedelta(days=63))


def _thighs(first: bool) -> TechniqueApplied:
    return technique(
        "deep_tissue",
        THIGHS,
        structures=("rectus_femoris", "vastus_lateralis"),
        minutes=15,
        tolerance=6 if first else 5,
        pressure=4,
        stroke="stripping",
        direction="proximal",
    )


def _cups(first: bool) -> TechniqueApplied:
    return technique(
        "cupping_gliding",
        THIGHS,
        minutes=6,
        cup_material="silicone",
        cup_diameter_mm=60,
        suction=2 if first else 1,
        count=1,
        placement=("Front of both thighs",),
        mark_grade=2 if first else 1,
        mark_explained=True,
        hygiene="disinfected",
        lubricant="massage oil",
    )
