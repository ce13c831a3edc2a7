"""Clients whose names are written in other letters, one of them pregnant; and one who is still only a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation, RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.case_3 import PHYSICIAN
from rmt_notes.sample.diary import Diary, before
from rmt_notes.sample.people import key
from rmt_notes.sample.telling import Found, Story, motion, score, technique

THORA = Client(
    id=key("Þóra Björnsdóttir"),
    file_number=433,
    first_name="Þóra",
    last_name="Björnsdóttir",
    pronouns="she/her",
    born=date(1993, 9, 30),
    address="6 Birch Terrace, Peterborough ON",
    postal_code="K9H 0H8",
    phone="705-555-0123",
    email="thora@post.example",
    occupation="geologist",
    language="English, Icelandic",
    emergency=Contact(name="Jökull Ægisson", relation="partner", phone="705-555-0124"),
    stated=("mobility=none",),
)
OLENA = Client(
    id=key("Олена Ковальчук"),
    file_number=436,
    first_name="Олена",
    last_name="Ковальчук",
    preferred_name="Olena",
    pronouns="she/her",
    born=date(1971, 2, 18),
    address="140 Brock Street, Peterborough ON",
    postal_code="K9H 0J1",
    phone="705-555-0125",
    occupation="seamstress",
    language="Ukrainian, some English",
    emergency=Contact(name="Дарина Ковальчук", relation="daughter, interprets", phone="705-555-0126"),
    stated=("email=none", "physician=none", "mobility=none"),
)
SILA = Client(
    id=key("ᓯᓚ ᐊᕐᓇᑦᑎᐊᖅ"),
    file_number=434,
    first_name="ᓯᓚ",
    last_name="ᐊᕐᓇᑦᑎᐊᖅ",
    preferred_name="Sila",
    born=date(1966, 7, 21),
    address="22 Rink Street, Peterborough ON",
    postal_code="K9J 0K4",
    phone="705-555-0127",
    occupation="carver and teacher",
    language="Inuktitut, English",
    emergency=Contact(name="ᐱᑕ ᐊᕐᓇᑦᑎᐊᖅ", relation="brother", phone="705-555-0128"),
    stated=("email=none", "pronouns=declined", "mobility=none"),
)
MEI = Client(
    id=key("陈美玲"),
    file_number=437,
    first_name="美玲",
    last_name="陈",
    preferred_name="May",
    pronouns="she/her",
    born=date(1985, 12, 1),
    address="9 Crescent Street, Peterborough ON",
    postal_code="K9J 0L5",
    phone="705-555-0129",
    email="may.chen@post.example",
    occupation="pastry cook",
    language="Mandarin, English",
    emergency=Contact(name="陈伟", relation="husband", phone="705-555-0132"),
    stated=("physician=none", "mobility=none"),
)
THEO = Client(
    id=key("Theo Nakamura"),
    file_number=439,
    first_name="Theo",
    last_name="Nakamura",
    pronouns="they/them",
    born=date(1999, 4, 4),
    phone="705-555-0133",
    email="theo.n@post.example",
    language="English",
    referred_by="Amélie Tremblay",
)

BACK = Place("low_back", "bilateral")
SACRUM = Place("sacrum", "midline")
NECK = Place("neck_posterior", "bilateral")
SCALP = Place("head_scalp", "bilateral")
SHOULDER = Place("shoulder_anterior", "left")
BLADE = Place("scapula", "left")
FOREARM = Place("forearm_posterior", "right")


@dataclass(frozen=True, kw_only=True)
class Course:
    """What is the same in every note of a short course of care."""

    place: Place
    impression: Impression
    complaint: str
    onset: str
    qualities: tuple[str, ...]
    aggravating: str
    easing: str
    function: str
    goal: tuple[str, str, str, str]
    home_care: tuple[HomeCare, ...]
    stage: str
    frequency: str
    days: int
    position: str
    red_flags: str = "none"
    advice: str = ""
    lubricant: str = "unscented lotion"
    spoken: tuple[str, ...] = field(default=())

    def note(
        self,
        day: date,
        pain: tuple[int, int],
        techniques: tuple[TechniqueApplied, ...],
        response: str,
        *,
        motions: tuple[RangeOfMotion, ...] = (),
        tests: tuple[SpecialTest, ...] = (),
        palpation: tuple[Palpation, ...] = (),
        outcomes: tuple[OutcomeScore, ...] = (),
        said: str = "",
        change: str = "",
    ) -> Note:
        """One visit's note; the first is the one without a change."""
        first = not change
        text, measure, baseline, target = self.goal
        return Note(
            subjective=Subjective(
                health_changes="no",
                red_flags=self.red_flags,
                complaint=self.complaint,
                places=(self.place,),
                onset=self.onset if first else "",
                pain_now=pain[0],
                pain_best=max(0, pain[0] - 3) if first else None,
                pain_worst=min(10, pain[0] + 2) if first else None,
                qualities=self.qualities,
                aggravating=self.aggravating,
                easing=self.easing,
                function=self.function if first else "",
                reaction="" if first else "Not sore",
                home_care_done="" if first else "Most days",
                notes=said,
            ),
            objective=Objective(range_of_motion=motions, tests=tests, palpation=palpation, outcomes=outcomes),
            treatment=Treatment(
                techniques=techniques,
                position=self.position,
                lubricant=self.lubricant,
                draping_explained=True,
                sensitive_spoken=self.spoken,
                pain_after=pain[1],
                response=response,
                skin_response="1",
            ),
            assessment=Assessment(impressions=(self.impression,), change=change),
            plan=Plan(
                stage=self.stage,
                frequency=self.frequency,
                next_visit=day + timedelta(days=self.days),
                visits_planned=4 if first else None,
                reassess_on=day + timedelta(days=35) if first else None,
                goals=(Goal(text=text, measure=measure, baseline=baseline, target=target, by=day + timedelta(days=56)),)
                if first
                else (),
                home_care=self.home_care,
                advice=self.advice,
            ),
        )


def tell(diary: Diary, today: date) -> None:
    """All five."""
    _thora(diary, today)
    _olena(diary, today)
    _sila(diary, today)
    _mei(diary, today)
    story = Story(diary, THEO)
    story.registers(before(today, 1, 12, 20))
    story.visit(before(today, 0, 14, 30), Note(), kind="initial", booked=before(today, 1, 12, 24))


def _thora(diary: Diary, today: date) -> None:
    story = Story(diary, THORA)
    first, second = before(today, 16, 9), before(today, 2, 9)
    care = "Side-lying with pillows; no cups; no work low on the belly: pregnant"
    story.registers(before(today, 17, 11), PHYSICIAN)
    story.answers(
        first + timedelta(minutes=3),
        Found(
            key="pregnancy",
            detail="second trimester, midwife agrees with massage",
            choice="modify",
            how=care,
        ),
        reason_for_care="Low back and pelvis ache, pregnant",
        goals="Sleep on the side without waking",
    )
    story.agrees(first + timedelta(minutes=9))
    course = Course(
        place=BACK,
        impression=Impression(
            key="pregnancy_back_pelvic", side="bilateral", supported_by="Since week 18; eased lying on the side"
        ),
        complaint="Low back and pelvis ache, second trimester",
        onset="Four weeks ago, gradual",
        qualities=("ache", "heavy"),
        aggravating="Standing, turning in bed",
        easing="Lying on the side with a pillow",
        function="Stands twenty minutes instead of an hour in the field",
        goal=("Stand 45 min in the field", "minutes", "20", "45"),
        home_care=(
            HomeCare(key="cat_camel", dose="8 slow, twice a day"),
            HomeCare(key="sleep_position", dose="Pillow between the knees"),
        ),
        stage="early_subacute",
        frequency="Every 2 weeks",
        days=14,
        position="side_lying",
        advice="Midwife at once for a headache with swelling, bleeding or pain in one calf.",
    )
    knead = technique("petrissage", BACK, minutes=18, position="side_lying", modification=care, pressure=3)
    glide = technique("effleurage", BACK, SACRUM, minutes=10, position="side_lying", modification=care, pressure=2)
    story.visit(
        first,
        course.note(
            first.date(),
            (5, 3),
            (glide, knead),
            "Turns over without holding on.",
            palpation=(Palpation(place=BACK, structure="erector_spinae_lumbar", tone="moderate_hyper", tenderness=1),),
        ),
        kind="initial",
        minutes=45,
    )
    story.visit(
        second,
        course.note(
            second.date(),
            (4, 2),
            (knead, glide),
            "At ease; stands up slowly.",
            change="improved",
            palpation=(Palpation(place=BACK, structure="quadratus_lumborum", tone="mild_hyper", tenderness=1),),
        ),
        minutes=45,
    )


def _olena(diary: Diary, today: date) -> None:
    story = Story(diary, OLENA)
    first, second = before(today, 11, 15), before(today, 4, 15)
    story.registers(before(today, 12, 10))
    story.answers(
        first + timedelta(minutes=5),
        completed_by="other",
        completed_by_name="Дарина Ковальчук (interprets)",
        reason_for_care="Головний біль після роботи (headache after work)",
        goals="Fewer headaches, less medicine",
    )
    story.agrees(
        first + timedelta(minutes=14), details="Explained through her daughter; she repeated it in her own words."
    )
    course = Course(
        place=NECK,
        impression=Impression(
            key="tension_headache",
            stage="chronic",
            side="bilateral",
            supported_by="Band-like, after work, eased by rest",
        ),
        complaint="Headache after work, from the neck upward",
        onset="Two years, three evenings a week",
        qualities=("dull", "heavy"),
        aggravating="Sewing over two hours",
        easing="Rest, dark room",
        function="Leaves the machine at three instead of five",
        goal=("One headache a week or fewer", "headaches a week", "3", "1"),
        home_care=(HomeCare(key="chin_tuck", dose="10 × 5 s"), HomeCare(key="breathing", dose="5 min, slow")),
        stage="chronic",
        frequency="Weekly, four times",
        days=7,
        position="supine",
        advice="Пити воду, перерва щогодини (water, a break every hour).",
    )
    neck = technique("petrissage", NECK, SCALP, minutes=20, position="supine", pressure=2)
    points = technique(
        "trigger_point",
        NECK,
        structures=("suboccipitals",),
        minutes=6,
        position="supine",
        pressure=3,
        hold_s=30,
        referral="forehead",
    )
    story.visit(
        first,
        course.note(
            first.date(),
            (6, 3),
            (neck, points),
            "«Легше» (lighter).",
            said="Her daughter interpreted throughout. Band-like, both sides; no aura, not the worst ever.",
            motions=(*motion("cervical.flexion", 40), *motion("cervical.rotation", 62, side="left", after=68)),
            tests=(SpecialTest(test="cfrt", result="negative", side="bilateral"),),
            palpation=(Palpation(place=NECK, structure="suboccipitals", tone="moderate_hyper", tenderness=2),),
            outcomes=(score("peg", 5.7),),
        ),
        kind="initial",
        minutes=45,
    )
    story.visit(
        second,
        course.note(
            second.date(),
            (4, 2),
            (neck,),
            "«Добре» (good).",
            change="improved",
            motions=motion("cervical.rotation", 66, side="left"),
        ),
        minutes=45,
    )


def _sila(diary: Diary, today: date) -> None:
    story = Story(diary, SILA)
    first, second = before(today, 14, 8), before(today, 0, 7)
    story.registers(before(today, 15, 9), PHYSICIAN)
    story.answers(
        first + timedelta(minutes=4),
        Found(
            key="diabetes",
            detail="type 2, metformin, feet checked in spring",
            choice="modify",
            how="Has eaten; sugar within reach; feet looked at before work on them",
        ),
        reason_for_care="Left shoulder stiff since winter",
        goals="Reach the top shelf",
    )
    story.agrees(first + timedelta(minutes=10))
    care = "Has eaten, sugar within reach: diabetes"
    course = Course(
        place=SHOULDER,
        impression=Impression(
            key="frozen_shoulder_pattern",
            stage="chronic",
            side="left",
            supported_by="External rotation most limited, then abduction",
        ),
        complaint="Left shoulder stiff, cannot reach behind",
        onset="Nine months, gradual",
        qualities=("stiff", "ache"),
        aggravating="Reaching behind, lying on it",
        easing="Warmth",
        function="Carves with the arm low; coat with help",
        goal=("Put on a coat alone", "External rotation left", "30°", "50°"),
        home_care=(HomeCare(key="pendulum", dose="1–2 min, three times a day"),),
        stage="chronic",
        frequency="Every 2 weeks",
        days=14,
        position="supine",
    )
    knead = technique("petrissage", SHOULDER, BLADE, minutes=15, position="side_lying", modification=care, pressure=3)
    move = technique(
        "joint_mobilisation",
        SHOULDER,
        minutes=8,
        position="supine",
        modification=care,
        joint="Left shoulder",
        direction="inferior",
        grade="II",
        reps_or_s="3 × 30 s",
    )
    story.visit(
        first,
        course.note(
            first.date(),
            (5, 4),
            (knead, move),
            "Warm; reaches a hand higher.",
            motions=(
                *motion("shoulder.external_rotation", 30, side="left", pain=5, after=36),
                *motion("shoulder.abduction", 85, side="left", pain=4),
            ),
            outcomes=(score("quickdash", 47.7),),
        ),
        kind="initial",
        minutes=45,
    )
    story.visit(
        second,
        course.note(
            second.date(),
            (4, 3),
            (knead, move),
            "Moves past the catch.",
            change="improved",
            motions=motion("shoulder.external_rotation", 35, side="left", pain=4, after=40),
        ),
        minutes=45,
        booked=first + timedelta(minutes=50),
    )


def _mei(diary: Diary, today: date) -> None:
    story = Story(diary, MEI)
    first, second = before(today, 8, 17), before(today, 1, 16)
    story.registers(before(today, 9, 14))
    story.answers(
        first + timedelta(minutes=3),
        allergies="almond oil",
        reason_for_care="Right elbow sore when kneading",
        goals="Bake through the season",
    )
    story.finds(
        first + timedelta(minutes=4),
        Found(key="skin_allergy", detail="almond oil", choice="modify", how="Grapeseed oil only; label checked"),
    )
    story.agrees(first + timedelta(minutes=9))
    course = Course(
        place=Place("elbow_posterior", "right"),
        impression=Impression(
            key="lateral_epicondylalgia",
            stage="late_subacute",
            side="right",
            supported_by="Cozen positive, local tenderness",
        ),
        complaint="Outer right elbow sore when kneading",
        onset="Eight weeks, since the holiday orders began",
        qualities=("sharp", "tender"),
        aggravating="Kneading, lifting trays",
        easing="A day off",
        function="Lifts trays with both arms",
        goal=("Lift a tray with the right arm", "PSFS, lift a tray", "3", "8"),
        home_care=(HomeCare(key="cold_pack", dose="10 min after work"),),
        stage="late_subacute",
        frequency="Weekly, then every 2 weeks",
        days=7,
        position="supine",
        lubricant="grapeseed oil",
    )
    care = "Grapeseed oil: almond allergy"
    knead = technique("petrissage", FOREARM, minutes=10, modification=care, pressure=3)
    fibres = technique(
        "frictions",
        FOREARM,
        structures=("wrist_extensors",),
        minutes=4,
        modification=care,
        structure="Common extensor origin",
        direction="cross_fibre",
        cold_after=True,
    )
    story.visit(
        first,
        course.note(
            first.date(),
            (5, 3),
            (knead, fibres),
            "Grips with less pain.",
            tests=(SpecialTest(test="cozen", result="positive", side="right"),),
            palpation=(Palpation(place=FOREARM, structure="wrist_extensors", tone="moderate_hyper", tenderness=2),),
        ),
        kind="initial",
        minutes=30,
    )
    story.visit(second, _unsigned(course, second, (knead, fibres)), minutes=30, signed_after=None)


def _unsigned(course: Course, at: datetime, techniques: tuple[TechniqueApplied, ...]) -> Note:
    """Yesterday's note, whole but for the response and the assessment: what signing asks for is seen at once."""
    note = course.note(at.date(), (4, 2), techniques, "", change="improved")
    return Note(
        subjective=note.subjective,
        objective=Objective(tests=(SpecialTest(test="cozen", result="equivocal", side="right"),)),
        treatment=Treatment(
            techniques=techniques, position="supine", lubricant="grapeseed oil", draping_explained=True
        ),
        plan=note.plan,
    )
