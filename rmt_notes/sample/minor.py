"""Noah Deschamps: a swimmer of thirteen, with his mother deciding and in the room."""

from __future__ import annotations

from datetime import date, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation, PostureFinding, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.diary import Diary, before
from rmt_notes.sample.maintenance import PHYSICIAN
from rmt_notes.sample.people import key
from rmt_notes.sample.telling import Found, Story, motion, technique

MOTHER = Contact(
    name="Claire Deschamps", relation="mother", phone="705-555-0114", authority="parent with decision-making for health"
)
SHOULDER = Place("shoulder_posterior", "right")
UPPER_BACK = Place("upper_back", "bilateral")
IMPRESSION = (
    Impression(key="myofascial_pain", side="right", supported_by="Local, worse with load, no instability signs"),
)


def client(today: date) -> Client:
    """Thirteen years old, whenever the practice is looked at."""
    return Client(
        id=key("Noah Deschamps"),
        file_number=431,
        first_name="Noah",
        last_name="Deschamps",
        pronouns="he/him",
        born=date(today.year - 14, 12, 28),
        address="31 Heron Way, Peterborough ON",
        postal_code="K9L 0A3",
        phone=MOTHER.phone,
        email="c.deschamps@post.example",
        occupation="student, swims five times a week",
        language="English, French",
        emergency=MOTHER,
        guardian=MOTHER,
        stated=("mobility=none",),
    )


def tell(diary: Diary, today: date) -> None:
    """The whole story."""
    story = Story(diary, client(today))
    first, second = before(today, 18, 16, 15), before(today, 4, 16, 15)
    story.registers(before(today, 20, 18), PHYSICIAN)
    story.answers(
        first + timedelta(minutes=3),
        Found(
            key="respiratory_chronic",
            detail="exercise-induced asthma, inhaler in his bag",
            choice="modify",
            how="Inhaler within reach; side-lying or seated if he coughs",
        ),
        completed_by="guardian",
        completed_by_name=MOTHER.name,
        method="written",
        reason_for_care="Right shoulder sore after butterfly",
        goals="Swim the winter meet",
    )
    story.agrees(
        first + timedelta(minutes=9),
        given_by=f"{MOTHER.name}, mother",
        how="written",
        details="Noah agreed as well; his mother stays in the room.",
    )
    story.visit(first, _first(first.date()), kind="initial", minutes=30)
    story.visit(second, _second(second.date()), minutes=30)
    story.visit(before(today, 0, 16, 15), Note(), minutes=30, booked=second + timedelta(minutes=42))


def _first(day: date) -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Right shoulder sore after butterfly",
            places=(SHOULDER,),
            onset="Three weeks ago, in a training camp",
            mechanism="Sport",
            pain_now=4,
            pain_best=0,
            pain_worst=6,
            qualities=("ache",),
            aggravating="Butterfly, carrying the school bag",
            easing="A day without swimming",
            function="Leaves butterfly out",
            notes="No night pain. His mother was in the room.",
        ),
        objective=Objective(
            posture=(PostureFinding(view="lateral", landmark="shoulder", value="rounded", severity="mild"),),
            range_of_motion=(
                *motion("shoulder.internal_rotation", 55, side="right", pain=3),
                *motion("shoulder.internal_rotation", 68, side="left"),
            ),
            tests=(
                SpecialTest(test="hawkins", result="negative", side="right"),
                SpecialTest(test="apprehension", result="negative", side="right"),
                SpecialTest(test="sulcus", result="negative", side="right"),
            ),
            palpation=(Palpation(place=SHOULDER, structure="infraspinatus", tone="moderate_hyper", tenderness=2),),
        ),
        treatment=Treatment(
            techniques=(
                technique(
                    "petrissage",
                    SHOULDER,
                    UPPER_BACK,
                    minutes=10,
                    modification="Inhaler within reach",
                    pressure=2,
                    style="kneading",
                ),
                technique(
                    "trigger_point",
                    SHOULDER,
                    structures=("infraspinatus",),
                    modification="Inhaler within reach",
                    response="Eased on the second hold",
                    pressure=2,
                    hold_s=10,
                ),
            ),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=2,
            response="Turns the arm in more freely.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSION),
        plan=Plan(
            stage="early_subacute",
            frequency="Every 2 weeks",
            next_visit=day + timedelta(days=14),
            visits_planned=3,
            session_minutes=30,
            reassess_on=day + timedelta(days=35),
            goals=(
                Goal(
                    text="Swim 200 m butterfly without pain",
                    measure="metres to the first pain",
                    baseline="50",
                    target="200",
                    by=day + timedelta(days=42),
                ),
            ),
            home_care=(
                HomeCare(key="scapular_setting", dose="10 × 5 s"),
                HomeCare(key="doorway_pec_stretch", dose="30 s × 3"),
            ),
            advice="Butterfly only in the warm-up this week; tell the coach.",
        ),
    )


def _second(day: date) -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Right shoulder, only after long sets",
            places=(SHOULDER,),
            pain_now=2,
            qualities=("ache",),
            aggravating="Over 100 m butterfly",
            easing="Rest",
            reaction="Not sore",
            home_care_done="Four days of seven, his mother counts",
            notes="His mother was in the room.",
        ),
        objective=Objective(
            range_of_motion=motion("shoulder.internal_rotation", 61, side="right", pain=1, after=66),
            palpation=(Palpation(place=SHOULDER, structure="infraspinatus", tone="mild_hyper", tenderness=1),),
        ),
        treatment=Treatment(
            techniques=(
                technique("petrissage", SHOULDER, minutes=8, modification="Inhaler within reach", pressure=2),
                technique(
                    "met_pir",
                    SHOULDER,
                    structures=("infraspinatus",),
                    modification="Inhaler within reach",
                    style="hold_relax",
                    effort_pct=20,
                    hold_s=6,
                    reps=4,
                ),
            ),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=1,
            response="No pain on turning the arm in.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSION, change="improved"),
        plan=Plan(
            stage="late_subacute",
            frequency="Every 2 weeks",
            next_visit=day + timedelta(days=4),
            home_care=(HomeCare(key="scapular_setting", dose="10 × 5 s"),),
            notes="One visit more before the meet.",
        ),
    )
