"""Graham Oyelaran: tight calves, then a calf that is no matter for massage. The visit is declined, the call is kept."""

from __future__ import annotations

from datetime import date, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.plan import Goal, HomeCare, Plan, Referral
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.diary import Diary, on
from rmt_notes.sample.people import key
from rmt_notes.sample.telling import Found, Story, motion, technique

CLIENT = Client(
    id=key("Graham Oyelaran"),
    file_number=388,
    first_name="Graham",
    last_name="Oyelaran",
    pronouns="he/him",
    born=date(1974, 6, 2),
    address="9 Quarry Road, Lakefield ON",
    postal_code="K0L 0C3",
    phone="705-555-0153",
    occupation="truck driver",
    language="English",
    emergency=Contact(name="S. Oyelaran", relation="partner", phone="705-555-0154"),
    stated=("email=none", "mobility=none"),
)
PHYSICIAN = Provider(
    id=key("Dr L. Petrov"),
    name="Dr L. Petrov",
    kind="family physician",
    clinic="Lakefield Clinic",
    address="20 Concession Street, Lakefield ON",
    phone="705-555-0162",
)

FIRST, DECLINED, CALL = on(2026, 4, 8, 9), on(2026, 4, 29), on(2026, 4, 29, 16, 45)

CALVES = Place("leg_posterior", "bilateral")
CALF = Place("leg_posterior", "right")


def tell(diary: Diary) -> None:
    """The whole story."""
    story = Story(diary, CLIENT)
    story.registers(FIRST - timedelta(days=2), PHYSICIAN)
    story.answers(
        FIRST + timedelta(minutes=3),
        Found(key="skin_allergy", detail="latex", choice="modify", how="Nitrile gloves; no latex near the table"),
        allergies="latex",
        reason_for_care="Calf tightness, training for 10 km",
        goals="Run 10 km",
    )
    story.agrees(FIRST + timedelta(minutes=10))
    story.visit(FIRST, _first(), kind="initial", minutes=45)
    declined = story.visit(DECLINED, _declined(), kind="declined", minutes=20, written=DECLINED + timedelta(minutes=35))
    story.finds(
        DECLINED + timedelta(minutes=8),
        Found(
            key="dvt_suspected",
            state="suspected",
            places=(CALF,),
            detail="Calf 39.9 cm against 36.5 cm, warm, pitting; 9-h flight on 24 April",
            choice="decline",
            reason="Emergency department now; no massage",
        ),
        declined,
    )
    called = story.visit(CALL, _call(), kind="phone_entry", minutes=None, written=CALL + timedelta(minutes=6))
    story.confirms(
        CALL + timedelta(minutes=2), "dvt_suspected", "Ultrasound: clot femoral-popliteal, right; told by the client"
    )
    story.finds(
        CALL + timedelta(minutes=3),
        Found(
            key="anticoagulant",
            detail="apixaban, started 29 April 2026",
            choice="decline",
            reason="No visit before a written clearance",
        ),
        called,
    )


def _first() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Calf tightness, training for 10 km",
            places=(CALVES,),
            onset="Five weeks ago, when the runs became longer",
            mechanism="Repeated movement",
            pain_now=3,
            pain_best=0,
            pain_worst=4,
            qualities=("pulling", "stiff"),
            aggravating="Running over 5 km, first steps in the morning",
            easing="Walking it off",
            function="Stops running after 6 km",
            contributing=("activity", "work"),
        ),
        objective=Objective(
            range_of_motion=(
                *motion("ankle.dorsiflexion", 12, side="right"),
                *motion("ankle.dorsiflexion", 12, side="left"),
            ),
            palpation=(Palpation(place=CALVES, structure="soleus", tone="moderate_hyper", tenderness=1),),
            notes="Girth equal, 36.5 cm at 10 cm below the tuberosity.",
        ),
        treatment=Treatment(
            techniques=(
                technique("petrissage", CALVES, minutes=12, pressure=3, style="kneading"),
                technique(
                    "deep_tissue",
                    CALVES,
                    structures=("soleus",),
                    minutes=8,
                    tolerance=4,
                    pressure=3,
                    stroke="stripping",
                ),
                technique("met_pir", CALVES, structures=("calf",), style="PIR", reps=4),
            ),
            position="prone",
            lubricant="unscented lotion, nitrile gloves",
            draping_explained=True,
            pain_after=1,
            response="Looser when walking.",
            skin_response="1",
        ),
        assessment=Assessment(
            impressions=(Impression(key="myofascial_pain", side="bilateral", note="calf"),),
        ),
        plan=Plan(
            stage="late_subacute",
            frequency="Every 3 weeks",
            next_visit=date(2026, 4, 29),
            visits_planned=4,
            session_minutes=45,
            reassess_on=date(2026, 6, 10),
            goals=(
                Goal(
                    text="Run 10 km without stopping for the calves",
                    measure="km to the first stop",
                    baseline="6",
                    target="10",
                    by=date(2026, 6, 20),
                ),
            ),
            home_care=(HomeCare(key="calf_stretch", dose="30 s × 3, knee straight and knee bent"),),
            expected_outcome="Ten kilometres by the race in June",
        ),
    )


def _declined() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="yes",
            health_changes_detail="9-h flight on 24 April; right calf sore since 26 April, no injury",
            red_flags="positive",
            red_flags_found=("dvt_pe",),
            complaint="Right calf sore for three days",
            places=(CALF,),
            onset="26 April, two days after a 9-h flight",
            pain_now=5,
            qualities=("ache", "tender"),
            notes="No chest pain or breathlessness.",
        ),
        objective=Objective(
            palpation=(
                Palpation(
                    place=CALF,
                    texture="oedematous",
                    temperature="warm",
                    tenderness=2,
                    note="pitting; tender posteromedially; touched no more than needed",
                ),
            ),
            notes="Calf 39.9 cm right, 36.5 cm left, at 10 cm below the tuberosity.",
        ),
        treatment=Treatment(
            outcome="declined",
            outcome_reason="One-sided warm swollen calf five days after a long flight: possible clot",
            decided_by="therapist",
            advice_given="Told the reason. Emergency department now, partner driving; do not rub the leg. "
            "Letter given at 10:20.",
            fee_difference="No fee: no treatment given",
        ),
        assessment=Assessment(change="worse", notes="Signs of a clot in a vein cannot be excluded here."),
        plan=Plan(
            referrals=(
                Referral(
                    to="physician",
                    why="Possible clot in the right calf; emergency department",
                    urgency="emergency",
                    consented=True,
                    outcome="Left for the emergency department at 10:22",
                ),
            ),
            changes="No further visit until the result is known.",
        ),
    )


def _call() -> Note:
    return Note(
        subjective=Subjective(
            complaint="Telephone call by the client",
            notes="Client reports ultrasound: clot femoral-popliteal R; apixaban started.",
        ),
        treatment=Treatment(
            outcome="no_treatment_due",
            advice_given="Follow the hospital's instructions; call 911 for chest pain or breathlessness.",
        ),
        plan=Plan(changes="Future visits cancelled until written clearance."),
    )
