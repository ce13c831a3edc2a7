"""Marisol Tang: chronic low back pain, six visits, all four techniques of the practice, discharged to maintenance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation, PostureFinding, SpecialTest, Strength
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.diary import Diary, on
from rmt_notes.sample.marking import cups, low_back, marked
from rmt_notes.sample.people import key
from rmt_notes.sample.telling import Found, Story, activities, motion, score, technique

CLIENT = Client(
    id=key("Marisol Tang"),
    file_number=381,
    first_name="Marisol",
    last_name="Tang",
    pronouns="she/her",
    born=date(1979, 3, 14),
    address="77 Alder Crescent, Peterborough ON",
    postal_code="K9J 0B2",
    phone="705-555-0151",
    email="m.tang@post.example",
    occupation="dispatcher, sits 8 h",
    language="English",
    emergency=Contact(name="J. Tang", relation="spouse", phone="705-555-0152"),
    stated=("mobility=none",),
)
PHYSICIAN = Provider(
    id=key("Dr A. Okafor"),
    name="Dr A. Okafor",
    kind="family physician",
    clinic="Lansdowne Family Health",
    address="402 Lansdowne Street, Peterborough ON",
    phone="705-555-0160",
    fax="705-555-0161",
)

VISITS = (
    on(2026, 1, 12),
    on(2026, 1, 26),
    on(2026, 2, 9),
    on(2026, 2, 23),
    on(2026, 3, 9),
    on(2026, 3, 30),
)

KINDS = ("initial", "follow_up", "follow_up", "reassessment", "follow_up", "reassessment")

BACK = Place("low_back", "bilateral")
BACK_RIGHT = Place("low_back", "right")
HIP_RIGHT = Place("hip_anterior", "right")
HIPS = Place("hip_anterior", "bilateral")
BUTTOCK = Place("gluteal", "right")
IMPRESSIONS = (
    Impression(
        key="nslbp_chronic",
        stage="chronic",
        side="central",
        irritability="moderate",
        supported_by="No red flag, no root signs, changes with position",
    ),
    Impression(
        key="postural_pattern",
        sub="lower_crossed",
        supported_by="Anterior tilt, short hip flexors, gluteals 4 of 5 on the right",
    ),
)
HOME_CARE = (
    HomeCare(key="half_kneeling_hip_flexor_stretch", dose="30 s × 3 each"),
    HomeCare(key="glute_bridge", dose="2 × 10"),
    HomeCare(key="bird_dog", dose="8 × 5 s each"),
    HomeCare(key="sit_stand_break", dose="Every 30–40 min"),
    HomeCare(key="walking", dose="20 min daily"),
)
SITTING = Goal(
    text="Sit 60 min at pain 3 or less",
    measure="NPRS after 60 min of sitting",
    baseline="6",
    target="3",
    by=date(2026, 3, 9),
)
DISABILITY = Goal(
    text="Manage home and work with less trouble",
    measure="RMDQ",
    baseline="13",
    target="8",
    by=date(2026, 2, 23),
)
SITTING_MET = replace(SITTING, status="met")
DISABILITY_MET = replace(DISABILITY, status="met")


def tell(diary: Diary, days: int = 0, *, charted: int = 0, arrived: datetime | None = None) -> None:
    """The whole story, so many days later; with `charted`, until that visit is about to be charted: the client has
    `arrived`, and what belongs to the first minutes is on file."""
    story = Story(diary, CLIENT)
    visits = [moment + timedelta(days=days) for moment in VISITS]
    if arrived is not None and charted:
        visits[charted - 1] = arrived
    story.registers(visits[0] - timedelta(days=4, hours=-5), PHYSICIAN)
    story.answers(
        visits[0] + timedelta(minutes=3),
        Found(
            key="pain_or_numbing_med",
            detail="ibuprofen 400 mg 3 h before the visit",
            choice="modify",
            how="One pressure step lower; tolerance asked for often",
        ),
        reason_for_care="Low back ache for 14 months",
        goals="Sit through a shift, sleep through the night",
        relevant_history="No imaging, no earlier massage therapy.",
    )
    story.agrees(visits[0] + timedelta(minutes=12))
    story.agrees_to_areas(visits[0] + timedelta(minutes=14), "gluteal")
    for number, (moment, note) in enumerate(zip(visits, notes(days), strict=True), start=1):
        if number == 2:
            story.resolves(moment - timedelta(minutes=5), "pain_or_numbing_med", "None taken before this visit")
        if number == charted:
            return
        story.visit(moment, _with_marks(note, number), kind=KINDS[number - 1])
    story.agrees_to_change(visits[5] + timedelta(minutes=50), "Maintenance every 4 weeks instead of every 2 or 3")
    story.releases(
        visits[5] + timedelta(minutes=55), "Dr A. Okafor", "Progress letter: course, scores and plan of the six visits"
    )


def _with_marks(note: Note, number: int) -> Note:
    """The note of that visit with what was drawn on the body chart."""
    pain = (
        low_back(6, 5, 5, buttock=4),
        low_back(5, 4, 5, buttock=3),
        low_back(4, 3, 4, buttock=2),
        low_back(3, 2, 3),
        low_back(3, None, 2),
        low_back(1, None, 1),
    )[number - 1]
    return marked(note, pain=pain, placed=cups(50)) if number == 2 else marked(note, pain=pain)


def notes(days: int = 0) -> tuple[Note, ...]:
    """The notes of the six visits, with their dates so many days later."""
    return tuple(_moved(each(), timedelta(days=days)) for each in (_first, _second, _third, _fourth, _fifth, _sixth))


def _moved(note: Note, later: timedelta) -> Note:
    def day(before: date | None) -> date | None:
        return None if before is None else before + later

    plan = note.plan
    goals = tuple(replace(goal, by=day(goal.by)) for goal in plan.goals)
    plan = replace(plan, next_visit=day(plan.next_visit), reassess_on=day(plan.reassess_on), goals=goals)
    return replace(note, plan=plan)


def _first() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back ache, centre and right, 14 months",
            places=(BACK,),
            onset="14 months, gradual",
            mechanism="Gradual, no clear start",
            pain_now=6,
            pain_best=2,
            pain_worst=7,
            qualities=("ache", "stiff"),
            aggravating="Sitting over 40 min, lifting laundry",
            easing="Walking",
            function="Wakes once a night; cannot sit through a shift or lift laundry as before",
            contributing=("work", "sleep"),
            notes="No leg symptoms. Wakes once a night.",
        ),
        objective=Objective(
            posture=(
                PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate"),
                PostureFinding(
                    view="lateral", landmark="lumbar_curve", value="increased_lordosis", severity="moderate"
                ),
                PostureFinding(view="lateral", landmark="head", value="forward", severity="mild"),
                PostureFinding(view="posterior", landmark="iliac_crest", value="right_high", severity="mild"),
            ),
            posture_patterns=("lower_crossed",),
            range_of_motion=(
                *motion("lumbar.flexion", 45, pain=3),
                *motion("lumbar.extension", 15, pain=5, after=18),
                *motion("lumbar.lateral_flexion", 18, side="right", pain=3),
                *motion("lumbar.lateral_flexion", 22, side="left"),
                *motion("hip.extension", 5, side="right", after=9),
                *motion("hip.extension", 10, side="left"),
            ),
            tests=(
                SpecialTest(test="slr", result="negative", side="bilateral", note="80°"),
                SpecialTest(test="slump", result="negative", side="bilateral"),
                SpecialTest(test="sij_distraction", result="negative"),
                SpecialTest(test="sij_thigh_thrust", result="negative", side="bilateral"),
                SpecialTest(test="sij_compression", result="negative", side="bilateral"),
                SpecialTest(test="sij_sacral_thrust", result="negative"),
                SpecialTest(test="gaenslen", result="negative", side="bilateral"),
                SpecialTest(test="kemp", result="negative", side="right", note="local ache only"),
                SpecialTest(test="thomas", result="positive", side="bilateral", note="right more than left"),
                SpecialTest(test="ely", result="positive", side="right"),
                SpecialTest(test="trendelenburg", result="equivocal", side="right"),
            ),
            palpation=(
                Palpation(
                    place=BACK,
                    structure="erector_spinae_lumbar",
                    texture="ropey",
                    tone="moderate_hyper",
                    tenderness=2,
                    note="right more than left",
                ),
                Palpation(
                    place=BACK_RIGHT,
                    structure="quadratus_lumborum",
                    trigger_point="active",
                    referral="right gluteal",
                ),
                Palpation(place=HIP_RIGHT, structure="iliopsoas", length="short"),
            ),
            strength=(
                Strength(muscle="gluteus_maximus", side="right", grade=4),
                Strength(muscle="gluteus_medius", side="right", grade=4),
            ),
            neuro_summary="L2–S1 sensation, strength and reflexes normal",
            outcomes=(
                score("rmdq", 13),
                activities(sit_60_min=4, lift_laundry=5, sleep_through=5),
            ),
            notes="Side plank on knees: 12 s.",
        ),
        treatment=Treatment(
            techniques=(
                technique("hydrotherapy_heat", BACK, minutes=10, form="thermophore", skin_check=True, position="prone"),
                technique("petrissage", BACK, minutes=8, pressure=3, style="kneading", position="prone"),
                technique(
                    "deep_tissue",
                    BACK,
                    structures=("erector_spinae_lumbar",),
                    minutes=10,
                    tolerance=5,
                    modification="One pressure step lower: ibuprofen 3 h before",
                    position="prone",
                    pressure=3,
                    stroke="stripping",
                    direction="proximal",
                ),
                technique(
                    "trigger_point",
                    BACK_RIGHT,
                    structures=("quadratus_lumborum",),
                    response="3 × 10 s; referral gone after the third hold",
                    position="side_lying",
                    pressure=3,
                    hold_s=10,
                    referral="right gluteal",
                ),
                technique(
                    "met_pir",
                    HIPS,
                    structures=("iliopsoas",),
                    response="Hip extension right 5° → 9°",
                    position="supine",
                    style="PIR",
                    effort_pct=25,
                    hold_s=7,
                    reps=4,
                    rom_gain_deg=4,
                ),
            ),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=4,
            response="Extension 15° → 18°. No adverse event.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSIONS, notes="Pain eases with movement and unloading."),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=date(2026, 1, 26),
            visits_planned=6,
            session_minutes=60,
            reassess_on=date(2026, 2, 23),
            goals=(SITTING, DISABILITY),
            home_care=HOME_CARE,
            advice="May be sore for a day. No pain reliever in the six hours before a visit, if it can wait.",
            expected_outcome="Less pain when sitting within six visits",
        ),
    )


def _second() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back ache, less in the morning",
            places=(BACK,),
            pain_now=5,
            qualities=("ache",),
            aggravating="Sitting over 40 min",
            easing="Walking",
            reaction="Looser for three days, no soreness",
            home_care_done="Stretch and bridge most days",
            notes="No health change.",
        ),
        objective=Objective(
            range_of_motion=motion("hip.extension", 9, side="right"),
            palpation=(
                Palpation(place=BUTTOCK, structure="gluteus_medius", tone="mild_hyper", tenderness=2),
                Palpation(place=BACK, structure="erector_spinae_lumbar", tone="moderate_hyper", tenderness=1),
            ),
        ),
        treatment=Treatment(
            techniques=(
                technique(
                    "cupping_static",
                    BACK,
                    minutes=6,
                    position="prone",
                    cup_material="silicone",
                    cup_diameter_mm=50,
                    suction=2,
                    count=4,
                    placement=("L2–L5, both sides",),
                    mark_grade=2,
                    mark_explained=True,
                    hygiene="disinfected",
                ),
                technique(
                    "deep_tissue",
                    BUTTOCK,
                    structures=("gluteus_medius",),
                    minutes=6,
                    tolerance=6,
                    position="side_lying",
                    pressure=4,
                    stroke="static_compression",
                ),
                technique(
                    "met_pir",
                    Place("thigh_anterior", "right"),
                    structures=("rectus_femoris",),
                    position="prone",
                    style="PIR",
                    reps=4,
                ),
            ),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            sensitive_spoken=("gluteal",),
            pain_after=3,
            response="Lighter. No blister.",
            skin_response="2",
        ),
        assessment=Assessment(impressions=IMPRESSIONS, change="improved"),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=date(2026, 2, 9),
            home_care=HOME_CARE,
            advice="Cup marks may last 7 to 10 days.",
        ),
    )


def _third() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back ache after moving furniture",
            places=(BACK,),
            pain_now=5,
            qualities=("ache", "stiff"),
            aggravating="Sitting, bending",
            easing="Walking, heat",
            reaction="Cup marks gone on day 6; sore for 24 h after the visit",
            home_care_done="Every other day",
            notes="Moved furniture on 7 February.",
        ),
        objective=Objective(
            range_of_motion=motion("lumbar.lateral_flexion", 18, side="right", after=22),
            palpation=(
                Palpation(
                    place=BACK_RIGHT,
                    structure="quadratus_lumborum",
                    texture="fibrous",
                    tone="moderate_hyper",
                    tenderness=2,
                ),
            ),
        ),
        treatment=Treatment(
            techniques=(
                technique(
                    "art",
                    BACK_RIGHT,
                    structures=("quadratus_lumborum",),
                    response="Lateral flexion right 18° → 22°",
                    position="seated",
                    contact="thumb",
                    tension_direction="proximal",
                    movement="Side-bend right to left",
                    level=4,
                    passes=4,
                    retest="Lateral flexion right 18° → 22°",
                ),
                technique(
                    "iastm",
                    BACK,
                    structures=("thoracolumbar_fascia",),
                    position="prone",
                    tool="Curved steel instrument",
                    tool_material="stainless_steel",
                    stroke="sweep",
                    angle_deg=45,
                    intensity=2,
                    seconds_per_area=60,
                    erythema=1,
                    petechiae="none",
                    post_exercise="Cat–camel × 10",
                    hygiene="cleaned_disinfected",
                ),
            ),
            position="prone",
            lubricant="emollient",
            draping_explained=True,
            pain_after=3,
            response="Bends to the side more freely.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSIONS, change="unchanged", notes="Held its gain in spite of the move."),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=date(2026, 2, 23),
            home_care=(*HOME_CARE, HomeCare(key="cat_camel", dose="10 slow, twice a day")),
        ),
    )


def _fourth() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back ache, on long shifts only",
            places=(BACK,),
            pain_now=4,
            qualities=("ache",),
            aggravating="Sitting over an hour",
            easing="Walking",
            reaction="Not sore",
            home_care_done="Five days of seven",
        ),
        objective=Objective(
            range_of_motion=(
                *motion("lumbar.extension", 22, pain=2),
                *motion("hip.extension", 14, side="right"),
            ),
            palpation=(Palpation(place=BACK, structure="erector_spinae_lumbar", tone="mild_hyper", tenderness=1),),
            outcomes=(
                score("rmdq", 8),
                activities(sit_60_min=6, lift_laundry=7, sleep_through=6),
            ),
        ),
        treatment=Treatment(
            techniques=(
                technique(
                    "deep_tissue",
                    BACK,
                    structures=("erector_spinae_lumbar",),
                    minutes=12,
                    tolerance=5,
                    position="prone",
                    pressure=4,
                    stroke="stripping",
                ),
                technique(
                    "joint_mobilisation",
                    Place("low_back", "midline"),
                    position="prone",
                    joint="L4–5",
                    direction="pa",
                    grade="II",
                    reps_or_s="3 × 30 s",
                ),
                technique("remedial_exercise", BACK, exercise="dead_bug", sets_reps="2 × 8", position="supine"),
            ),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=2,
            response="Moves without guarding.",
            skin_response="1",
        ),
        assessment=Assessment(
            impressions=IMPRESSIONS, change="improved", notes="RMDQ 13 → 8: down 5 (38 %), a meaningful change."
        ),
        plan=Plan(
            stage="chronic",
            frequency="Every 2 weeks",
            next_visit=date(2026, 3, 9),
            goals=(SITTING, DISABILITY_MET),
            home_care=(*HOME_CARE, HomeCare(key="dead_bug", dose="2 × 8")),
            notes="Continue; the consent keeps its scope.",
        ),
    )


def _fifth() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back ache at the end of the week",
            places=(BACK,),
            pain_now=3,
            qualities=("ache",),
            aggravating="Two shifts in a row",
            easing="Walking",
            function="Sits 60 min at 3",
            reaction="Not sore",
            home_care_done="Daily",
        ),
        objective=Objective(
            palpation=(
                Palpation(
                    place=Place("abdomen_lower", "bilateral"), structure="iliopsoas", tone="mild_hyper", tenderness=2
                ),
            ),
        ),
        treatment=Treatment(
            techniques=(
                technique(
                    "deep_tissue",
                    Place("abdomen_lower", "bilateral"),
                    structures=("iliopsoas",),
                    minutes=5,
                    tolerance=4,
                    position="supine",
                    pressure=3,
                    stroke="static_compression",
                ),
                technique(
                    "cupping_gliding",
                    BACK,
                    minutes=5,
                    position="prone",
                    cup_material="silicone",
                    cup_diameter_mm=45,
                    suction=1,
                    count=1,
                    placement=("Low back, along the erectors",),
                    mark_grade=1,
                    mark_explained=True,
                    hygiene="disinfected",
                    lubricant="massage oil",
                ),
            ),
            position="supine",
            lubricant="massage oil",
            draping_explained=True,
            pain_after=1,
            response="Stands up straight at once.",
            skin_response="1",
            notes="Work through the abdomen explained; spoken consent before it.",
        ),
        assessment=Assessment(impressions=IMPRESSIONS, change="improved", notes="Goal met: sits 60 min at 3."),
        plan=Plan(
            stage="chronic",
            frequency="Every 3 weeks",
            next_visit=date(2026, 3, 30),
            goals=(SITTING_MET, DISABILITY_MET),
            home_care=HOME_CARE,
        ),
    )


def _sixth() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back: occasional ache",
            places=(BACK,),
            pain_now=2,
            qualities=("ache",),
            aggravating="Long drives",
            easing="Walking",
            function="Sits a whole shift, lifts laundry, sleeps through",
            reaction="Not sore",
            home_care_done="Daily",
        ),
        objective=Objective(
            range_of_motion=(
                *motion("lumbar.extension", 24),
                *motion("hip.extension", 17, side="right"),
            ),
            palpation=(Palpation(place=BACK, structure="erector_spinae_lumbar", tone="normal", tenderness=0),),
            outcomes=(
                score("rmdq", 4),
                activities(sit_60_min=8, lift_laundry=8, sleep_through=8),
                score("groc", 5, "15_point"),
            ),
        ),
        treatment=Treatment(
            techniques=(
                technique(
                    "deep_tissue",
                    BACK,
                    structures=("erector_spinae_lumbar",),
                    minutes=10,
                    tolerance=3,
                    position="prone",
                    pressure=3,
                    stroke="longitudinal",
                ),
                technique("met_pir", HIPS, structures=("iliopsoas",), position="supine", style="PIR", reps=3),
            ),
            position="prone",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=1,
            response="At ease.",
            skin_response="1",
        ),
        assessment=Assessment(
            impressions=IMPRESSIONS, change="improved", notes="Goals met. NPRS 6 → 2, RMDQ 13 → 4 over six visits."
        ),
        plan=Plan(
            stage="chronic",
            frequency="Maintenance, every 4 weeks",
            goals=(SITTING_MET, DISABILITY_MET),
            home_care=HOME_CARE,
            changes="Discharged to maintenance. Progress letter to Dr Okafor.",
        ),
    )
