"""Eleanor Brightwater: new pain with thin bones. Assessed, deferred, cleared by letter, then treated gently."""

from __future__ import annotations

from datetime import date, timedelta

from rmt_notes.clinical.assessment import Impression, Palpation, PostureFinding, RangeOfMotion
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.plan import Goal, HomeCare, Plan, Referral
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.sample.diary import Diary, on
from rmt_notes.sample.marking import mark, marked, mid_back
from rmt_notes.sample.people import THERAPIST_ID, key
from rmt_notes.sample.telling import Found, Story, activities, technique

CLIENT = Client(
    id=key("Eleanor Brightwater"),
    file_number=384,
    first_name="Eleanor",
    last_name="Brightwater",
    preferred_name="Nell",
    pronouns="she/her",
    born=date(1953, 1, 21),
    address="3 Millpond Court, Peterborough ON",
    postal_code="K9H 0D4",
    phone="705-555-0155",
    occupation="retired",
    language="English",
    mobility="needs step and side-lying",
    emergency=Contact(name="P. Brightwater", relation="daughter", phone="705-555-0156"),
    stated=("email=declined",),
)
PHYSICIAN = Provider(
    id=key("Dr M. Haddad"),
    name="Dr M. Haddad",
    kind="family physician",
    clinic="Ashburn Medical Centre",
    address="55 Hunter Street, Peterborough ON",
    phone="705-555-0163",
    fax="705-555-0164",
)

SEEN, LETTER = on(2026, 2, 10, 11), on(2026, 2, 17, 15)
VISITS = (on(2026, 2, 20, 11), on(2026, 2, 27, 11), on(2026, 3, 13, 11))

MID_BACK = Place("mid_back", "bilateral")
SPINE = Place("mid_back", "midline")
SHOULDERS = Place("shoulder_top", "bilateral")
GENTLE = "Within the letter of 17 February: pressure 2 at most, no mobilization, side-lying"
IMPRESSION = (
    Impression(
        key="muscle_strain",
        grade="1",
        stage="early_subacute",
        supported_by="Began with a lift, local tenderness; X-ray without new fracture",
    ),
)
STANDING = Goal(
    text="Stand 20 min to cook", measure="PSFS, stand 20 min", baseline="4", target="7", by=date(2026, 3, 20)
)


def tell(diary: Diary) -> None:
    """The whole story."""
    story = Story(diary, CLIENT)
    story.registers(SEEN - timedelta(days=1), PHYSICIAN)
    story.answers(
        SEEN + timedelta(minutes=4),
        Found(
            key="osteoporosis_severe",
            detail="T-score -3.3, T12 wedge 2023, denosumab",
            choice="ask_clearance",
            reason="New pain near an old wedge fracture",
        ),
        Found(
            key="bp_controlled",
            detail="132/78",
            choice="modify",
            how="Sits up slowly, head not below the heart, no long prone position",
        ),
        method="written",
        reason_for_care="Mid-back pain after lifting a stroller",
        goals="Stand and cook again",
        relevant_history="Denosumab twice a year. T12 wedge fracture in 2023.",
    )
    story.agrees(SEEN + timedelta(minutes=9))
    spine = mark("sharp", "thoracic_spine_lower", intensity=7, at=(0.0, 196.0), note="tender to tapping, T8")
    assessed = story.visit(SEEN, marked(_assessed(), pain=(spine,)), kind="assessment_only", minutes=45)
    story.finds(
        SEEN + timedelta(minutes=25),
        Found(
            key="pain_unexplained_severe",
            places=(SPINE,),
            detail="T8 tender to tapping, 3 weeks after a light lift",
            choice="ask_clearance",
            reason="A new fracture is not excluded",
        ),
        assessed,
    )
    story.releases(SEEN + timedelta(minutes=40), "Dr M. Haddad", "Letter of this day asking for clearance")
    story.cleared(LETTER, _letter())
    story.resolves(LETTER + timedelta(minutes=5), "pain_unexplained_severe", "X-ray of 13 February: no new fracture")
    story.decides(
        LETTER + timedelta(minutes=6),
        Found(
            key="osteoporosis_severe",
            choice="modify",
            how="Pressure 2 at most; no spinal mobilization or traction; no cups or tools on the trunk; "
            "prone 10 min at most",
        ),
    )
    story.visit(VISITS[0], marked(_first(), pain=mid_back(6, 5)), kind="initial")
    story.visit(VISITS[1], marked(_second(), pain=mid_back(4, 4)))
    story.visit(VISITS[2], marked(_third(), pain=mid_back(3, None)), kind="reassessment")


def _letter() -> Clearance:
    return Clearance(
        id=key("Dr M. Haddad", "letter"),
        client_id=CLIENT.id,
        finding_keys=("osteoporosis_severe", "pain_unexplained_severe"),
        clinician="Dr M. Haddad",
        received_on=LETTER.date(),
        valid_until=date(2026, 8, 17),
        recorded_at=LETTER,
        practitioner_id=THERAPIST_ID,
        source="letter",
        techniques=("GEN",),
        max_pressure=2,
        limits="X-ray 02-13 no new fracture. Gentle massage allowed: pressure 2 at most, no spinal mobilization or "
        "traction, no cupping or tools on trunk, prone 10 min at most.",
    )


def _assessed() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="positive",
            red_flags_found=("fracture",),
            complaint="Mid-back pain T7–T9, 3 weeks, began lifting a stroller",
            places=(SPINE,),
            onset="3 weeks ago, lifting a stroller",
            mechanism="Lift with poor form",
            pain_now=6,
            pain_best=4,
            pain_worst=8,
            qualities=("ache", "sharp"),
            aggravating="Standing, turning in bed",
            easing="Lying on the side",
            function="Cannot stand to cook; wakes when turning",
            notes="Minor trauma with osteoporosis, bony pain: fracture not excluded.",
        ),
        objective=Objective(
            posture=(
                PostureFinding(
                    view="lateral", landmark="thoracic_curve", value="increased_kyphosis", severity="moderate"
                ),
            ),
            range_of_motion=(RangeOfMotion(movement="thoracolumbar.extension", limit="marked", pain=7),),
            palpation=(Palpation(place=SPINE, tenderness=3, note="tap pain T8 positive"),),
            neuro_summary="Sensation, strength and reflexes of both legs normal",
        ),
        treatment=Treatment(
            outcome="deferred",
            outcome_reason="Deferred pending clearance; letter sent the same day with express written consent",
            decided_by="therapist",
            advice_given="No lifting, short walks. Leg weakness or bladder change: emergency department.",
            position="seated",
            draping_explained=True,
        ),
        assessment=Assessment(notes="A fracture is not excluded; imaging and clearance come first."),
        plan=Plan(
            referrals=(
                Referral(
                    to="physician",
                    provider_id=PHYSICIAN.id,
                    why="Imaging of the mid back, and limits for massage",
                    urgency="same_day",
                    consented=True,
                    outcome="Letter sent 10 February",
                ),
            ),
            changes="Next visit after the physician's answer.",
        ),
    )


def _first() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="yes",
            health_changes_detail="X-ray on 13 February: no new fracture",
            red_flags="none",
            complaint="Mid-back pain T7–T9, easing",
            places=(MID_BACK,),
            onset="4 weeks ago, lifting a stroller",
            pain_now=5,
            pain_best=3,
            pain_worst=6,
            qualities=("ache",),
            aggravating="Standing, turning in bed",
            easing="Lying on the side",
            function="Turns in bed with a stop; stands ten minutes",
        ),
        objective=Objective(
            posture=(
                PostureFinding(
                    view="lateral", landmark="thoracic_curve", value="increased_kyphosis", severity="moderate"
                ),
            ),
            palpation=(Palpation(place=MID_BACK, structure="thoracic_erectors", tone="moderate_hyper", tenderness=2),),
            outcomes=(activities(turn_in_bed=3, stand_20_min=4),),
            breathing="apical",
        ),
        treatment=Treatment(
            techniques=(
                technique("effleurage", MID_BACK, minutes=10, position="side_lying", modification=GENTLE, pressure=2),
                technique(
                    "myofascial_release",
                    MID_BACK,
                    position="side_lying",
                    modification=GENTLE,
                    style="cross_hand",
                    hold_s=90,
                    direction="4 holds",
                ),
                technique("petrissage", SHOULDERS, minutes=8, position="side_lying", modification=GENTLE, pressure=2),
            ),
            position="side_lying",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=3,
            response="Easier breathing, no soreness.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSION, change="improved"),
        plan=Plan(
            stage="early_subacute",
            frequency="Weekly, then every 2 weeks",
            next_visit=date(2026, 2, 27),
            visits_planned=4,
            session_minutes=45,
            reassess_on=date(2026, 3, 13),
            goals=(STANDING,),
            home_care=(HomeCare(key="scapular_setting", dose="10 × 5 s"), HomeCare(key="walking", dose="10 min daily")),
            expected_outcome="Stands to cook within a month",
        ),
    )


def _second() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Mid-back ache",
            places=(MID_BACK,),
            pain_now=4,
            qualities=("ache",),
            aggravating="Turning in bed",
            easing="Walking",
            reaction="Not sore",
            home_care_done="Walks daily",
        ),
        objective=Objective(
            palpation=(Palpation(place=MID_BACK, structure="thoracic_erectors", tone="mild_hyper", tenderness=1),),
        ),
        treatment=Treatment(
            techniques=(
                technique("petrissage", MID_BACK, minutes=12, position="side_lying", modification=GENTLE, pressure=2),
                technique(
                    "hydrotherapy_heat",
                    MID_BACK,
                    minutes=10,
                    position="side_lying",
                    modification="Wet towel only, skin checked twice",
                    form="wet_towel",
                    skin_check=True,
                ),
                technique("diaphragmatic_breathing", MID_BACK, minutes=5, position="semi_reclined"),
            ),
            position="side_lying",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=2,
            response="Warm and at ease.",
            skin_response="1",
        ),
        assessment=Assessment(impressions=IMPRESSION, change="improved"),
        plan=Plan(
            stage="early_subacute",
            frequency="Every 2 weeks",
            next_visit=date(2026, 3, 13),
            home_care=(HomeCare(key="scapular_setting", dose="10 × 5 s"), HomeCare(key="walking", dose="15 min daily")),
        ),
    )


def _third() -> Note:
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Mid-back ache in the evening",
            places=(MID_BACK,),
            pain_now=3,
            qualities=("ache",),
            aggravating="An hour in the kitchen",
            easing="Sitting down",
            function="Stands 20 min",
            reaction="Not sore",
            home_care_done="Walks daily, exercise most days",
        ),
        objective=Objective(
            posture=(
                PostureFinding(
                    view="lateral", landmark="thoracic_curve", value="increased_kyphosis", severity="moderate"
                ),
            ),
            range_of_motion=(RangeOfMotion(movement="thoracolumbar.extension", limit="moderate", pain=3),),
            outcomes=(activities(turn_in_bed=6, stand_20_min=7),),
        ),
        treatment=Treatment(
            techniques=(
                technique(
                    "petrissage",
                    MID_BACK,
                    SHOULDERS,
                    minutes=15,
                    position="side_lying",
                    modification=GENTLE,
                    pressure=2,
                ),
                technique(
                    "myofascial_release",
                    MID_BACK,
                    position="side_lying",
                    modification=GENTLE,
                    style="sustained_hold",
                    hold_s=90,
                    direction="3 holds",
                ),
            ),
            position="side_lying",
            lubricant="unscented lotion",
            draping_explained=True,
            pain_after=2,
            response="No soreness.",
            skin_response="1",
        ),
        assessment=Assessment(
            impressions=IMPRESSION, change="improved", notes="PSFS 3.5 → 6.5: up 3, a meaningful change."
        ),
        plan=Plan(
            stage="late_subacute",
            frequency="Every 2–3 weeks",
            referrals=(Referral(to="physiotherapy", why="Bone-safe strengthening", consented=True),),
            home_care=(HomeCare(key="scapular_setting", dose="10 × 5 s"), HomeCare(key="walking", dose="20 min daily")),
            notes="Continue every 2–3 weeks; physiotherapy for bone-safe strengthening.",
        ),
    )
