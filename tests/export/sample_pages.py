"""Invented visits for the page tests: a rich note, a small one, a draft, an amended one, a very long one, names in
other scripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

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
from rmt_notes.clinical.client import Client, Reminder
from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.health_history import Allergies, HealthHistory
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.plan import Goal, HomeCare, Plan, Referral
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.record import PrintableVisit, SafetyFile
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, NoteVersion, Objective, Subjective, Treatment, Visit

ZONE = timezone(timedelta(hours=-5))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026 at the clinic."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


PRACTICE = Practice(
    name="Lakeside Massage Therapy",
    address="12 Example Street, Orillia, Ontario",
    phone="705 555 0100",
    fax="705 555 0101",
)
PRACTITIONER = Practitioner(id="p1", name="R. Example", registration_number="T000")
PROVIDER = Provider(id="d1", name="Dr A. Okafor", kind="family physician", fax="705 555 0199")
CLIENT = Client(
    id="c1",
    file_number=412,
    first_name="Amélie",
    last_name="Tremblay",
    preferred_name="Mel",
    pronouns="she/her",
    born=date(1980, 3, 14),
    provider_ids=("d1",),
    reminders=(
        Reminder(text="Hard of hearing on the right: speak to her left."),
        Reminder(text="likes tea", clinical=False),
    ),
)
SAFETY = SafetyFile(
    findings=(
        Finding(
            id="f1",
            client_id="c1",
            key="pacemaker_device",
            state="confirmed",
            recorded_at=at(2, 9),
            practitioner_id="p1",
            places=(Place("chest_wall", "left"),),
            since=date(2026, 11, 2),
            detail="Fitted at the county hospital.",
        ),
        Finding(
            id="f2",
            client_id="c1",
            key="osteoporosis_mild",
            state="suspected",
            recorded_at=at(8, 9),
            practitioner_id="p1",
        ),
        Finding(
            id="f3", client_id="c1", key="fever", state="entered_in_error", recorded_at=at(8, 9), practitioner_id="p1"
        ),
    ),
    decisions=(
        Decision(
            id="x1",
            client_id="c1",
            finding_id="f1",
            choice="avoid_region",
            decided_at=at(8, 9, 50),
            practitioner_id="p1",
            how="No cupping; no work within a hand's breadth of the device.",
            reason="Device site tender.",
        ),
    ),
    clearances=(
        Clearance(
            id="l1",
            client_id="c1",
            finding_keys=("osteoporosis_mild",),
            clinician="Dr A. Okafor",
            received_on=date(2026, 11, 5),
            valid_until=date(2027, 5, 5),
            recorded_at=at(5, 12),
            practitioner_id="p1",
            techniques=("GEN", "STR"),
            max_pressure=3,
            limits="No thrusts, no loaded flexion.",
        ),
    ),
    consents=(
        Consent(
            id="k1",
            client_id="c1",
            kind="assessment_and_treatment",
            given_at=at(8, 10, 2),
            practitioner_id="p1",
            visit_id="v1",
            elements=ELEMENTS,
        ),
        Consent(
            id="k2",
            client_id="c1",
            kind="sensitive_areas",
            given_at=at(8, 10, 4),
            practitioner_id="p1",
            visit_id="v1",
            how="written",
            areas=("gluteal",),
            reason="Gluteal trigger points refer to the back of the thigh.",
            draping_explained=True,
        ),
    ),
)
HISTORY = HealthHistory(
    id="h1",
    client_id="c1",
    taken_at=at(2, 9),
    practitioner_id="p1",
    allergies=Allergies(answer="yes", detail="Latex (rash); almond oil"),
)

RICH_NOTE = Note(
    subjective=Subjective(
        health_changes="yes",
        health_changes_detail="Pacemaker fitted 2 November.",
        red_flags="none",
        complaint="Low back ache, worse after sitting > 40 min; R/O <C5 radiculopathy> asked by Dr Okafor & team.",
        places=(Place("low_back", "bilateral"), Place("gluteal", "right")),
        onset="gradual",
        mechanism="sustained_posture",
        pain_now=5,
        pain_best=2,
        pain_worst=8,
        qualities=("dull", "ache"),
        aggravating="sitting, bending forward",
        easing="walking, heat",
        function="Drives 30 min before she must stop.",
        contributing=("work",),
        reaction="Sore for one day, then better.",
        home_care_done="Hip-flexor stretch on most days.",
        notes="Sleeps better since visit 4.",
    ),
    objective=Objective(
        posture=(PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate"),),
        posture_patterns=("lower_crossed",),
        gait="normal",
        breathing="diaphragmatic",
        range_of_motion=(
            RangeOfMotion(
                movement="lumbar.extension",
                active=12,
                pain=4,
                end_feel="capsular_firm",
                note="was 8° at the first visit",
            ),
            RangeOfMotion(movement="lumbar.flexion", active=52.5, pain=3, limit="slight"),
            RangeOfMotion(movement="hip.extension", side="right", active=8, passive=10, end_feel="tissue_stretch"),
            RangeOfMotion(movement="hip.extension", side="left", active=15, passive=18),
            RangeOfMotion(movement="lumbar.extension", when="after", active=18, pain=2),
        ),
        tests=(
            SpecialTest(test="slr", side="left", result="negative"),
            SpecialTest(test="slr", side="right", result="negative", note="at 75°"),
            SpecialTest(test="thomas", side="right", result="positive", note="hip stays 10° off the table"),
        ),
        palpation=(
            Palpation(
                place=Place("low_back", "right"),
                structure="quadratus_lumborum",
                texture="ropey",
                tone="moderate_hyper",
                tenderness=2,
                trigger_point="active",
                referral="right buttock",
            ),
        ),
        strength=(Strength(muscle="gluteus_maximus", side="right", grade=4),),
        neuro=(NeuroFinding(root="L5", side="right", sensation="normal", myotome=5, reflex=2),),
        outcomes=(
            OutcomeScore(measure="rmdq", score=8),
            OutcomeScore(measure="psfs", score=5.5, activities=(Activity("driving", 5), Activity("gardening", 6))),
        ),
    ),
    treatment=Treatment(
        techniques=(
            TechniqueApplied(
                technique="effleurage",
                places=(Place("low_back", "bilateral"), Place("mid_back", "bilateral")),
                minutes=15,
                settings=(Setting("pressure", 2), Setting("direction", "towards the heart")),
                position="prone",
            ),
            TechniqueApplied(
                technique="deep_tissue",
                places=(Place("low_back", "bilateral"),),
                structures=("erector_spinae_lumbar", "quadratus_lumborum"),
                minutes=10,
                settings=(
                    Setting("pressure", 3),
                    Setting("stroke", "stripping"),
                    Setting("direction", "proximal"),
                    Setting("passes", 4),
                ),
                position="prone",
                tolerance=5,
                response="Tone eased; referral into the buttock gone after the third pass.",
                modification="Pressure 3 at most, no bolster under the chest.",
            ),
            TechniqueApplied(
                technique="art",
                places=(Place("hip_anterior", "right"),),
                structures=("iliopsoas",),
                minutes=8,
                settings=(Setting("contact", "thumb"), Setting("level", 3), Setting("passes", 3)),
                position="side_lying",
                tolerance=4,
            ),
            TechniqueApplied(
                technique="met_pir",
                places=(Place("hip_anterior", "right"),),
                structures=("rectus_femoris",),
                minutes=8,
                settings=(Setting("style", "PIR"), Setting("effort_pct", 20), Setting("hold_s", 7), Setting("reps", 3)),
            ),
        ),
        position="prone, then left side-lying",
        lubricant="Unscented lotion",
        draping_explained=True,
        sensitive_spoken=("gluteal",),
        pain_after=3,
        response="Moves more freely; extension 12° to 18°.",
        skin_response="1",
    ),
    assessment=Assessment(
        impressions=(
            Impression(
                key="nslbp_chronic",
                stage="chronic",
                trend="improving",
                supported_by="anterior tilt, short right hip flexors",
            ),
        ),
        change="improved",
        notes="Function and pain both beyond the meaningful change.",
    ),
    plan=Plan(
        stage="chronic",
        frequency="Every two weeks to visit 8",
        next_visit=date(2026, 11, 22),
        visits_planned=8,
        session_minutes=60,
        reassess_on=date(2026, 12, 20),
        goals=(
            Goal(
                text="Drive one hour without stopping", measure="psfs", baseline="3", target="7", by=date(2026, 12, 20)
            ),
        ),
        home_care=(
            HomeCare(key="half_kneeling_hip_flexor_stretch", dose="2 × 45 s each side, daily"),
            HomeCare(key="walking", dose="20 min a day"),
        ),
        referrals=(Referral(to="physician", why="bone density question", consented=True),),
        advice="Stand up every 30 minutes.",
    ),
)

SMALL_NOTE = Note(
    subjective=Subjective(health_changes="no", red_flags="none", complaint="Neck stiff after a drive.", pain_now=3),
    objective=Objective(notes="Upper trapezius tight on both sides."),
    treatment=Treatment(
        techniques=(
            TechniqueApplied(
                technique="effleurage",
                places=(Place("neck_posterior", "bilateral"),),
                minutes=30,
                settings=(Setting("pressure", 2),),
            ),
        ),
        pain_after=1,
        response="Looser.",
    ),
    plan=Plan(frequency="As needed"),
)


def visit(**changes: object) -> Visit:
    """The visit of 8 November, changed as wanted."""
    usual = Visit(
        id="v1",
        client_id="c1",
        practitioner_id="p1",
        kind="follow_up",
        started_at=at(8, 10),
        entered_at=at(8, 10, 5),
        minutes=60,
        number=6,
        state="signed",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def version(note: Note, number: int = 1, reason: str = "", signed_at: datetime | None = None) -> NoteVersion:
    """A signed version."""
    return NoteVersion(
        id=f"n{number}",
        visit_id="v1",
        number=number,
        note=note,
        started_at=at(8, 10),
        minutes=60,
        kind="follow_up",
        signed_at=signed_at or at(8, 11, 4),
        practitioner_id="p1",
        signed_name="R. Example, RMT",
        registration_number="T000",
        reason=reason,
        content_hash=f"{number}f3a12bc77de0a41" + "0" * 48,
    )


def printable(note: Note = RICH_NOTE, **changes: object) -> PrintableVisit:
    """The page's values: signed once, on the rich note, unless changed."""
    usual = PrintableVisit(
        practice=PRACTICE,
        practitioner=PRACTITIONER,
        client=CLIENT,
        visit=visit(),
        note=note,
        versions=(version(note),),
        safety=SAFETY,
        history=HISTORY,
        providers=(PROVIDER,),
        printed_at=at(22, 11, 4),
        audit_number=128,
        audit_head="9f3ac17e" * 8,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def small() -> PrintableVisit:
    """The least that is usually signed."""
    return printable(
        SMALL_NOTE,
        safety=SafetyFile(),
        history=None,
        providers=(),
        client=replace(CLIENT, preferred_name="", reminders=()),
    )


def draft() -> PrintableVisit:
    """An unsigned note, written down two days late."""
    return printable(versions=(), visit=visit(state="draft", entered_at=at(10, 9, 12)))


def amended() -> PrintableVisit:
    """Signed, then amended: the other side was meant."""
    second = replace(SMALL_NOTE, objective=Objective(notes="Upper trapezius tight on the left only."))
    versions = (version(SMALL_NOTE), version(second, 2, "Side corrected: the left, not both.", at(9, 8, 30)))
    return printable(second, versions=versions, visit=visit(state="amended"))


def very_long(words: int = 20_000) -> PrintableVisit:
    """A note with very many words in one field."""
    text = " ".join(f"word{number}" for number in range(words))
    return printable(replace(SMALL_NOTE, subjective=replace(SMALL_NOTE.subjective, notes=text)))


def other_scripts() -> PrintableVisit:
    """Names and words that Inter alone cannot draw."""
    client = replace(CLIENT, first_name="小明 אברהם", last_name="王 محمد", preferred_name="ᐃᓄᒃ")
    note = replace(
        SMALL_NOTE,
        subjective=replace(
            SMALL_NOTE.subjective,
            notes="Vừa đỡ; żółć; Ελλάδα; Москва; नमस्ते; 今日は痛い；שלום 12 עולם; مرحبا بالعالم 34; "
            "e\u0301 x\u0302; pain ≤ 3 → 2 👍",
        ),
    )
    return printable(note, client=client)
