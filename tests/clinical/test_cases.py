"""Three invented clients, visit by visit: what the engine allows, what consent it asks, what may be signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue_safety import COLUMNS
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.clinical.contraindications import Screening, screen
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.record import Chart, SafetyFile
from rmt_notes.clinical.scoring import change, mean_of_activities, pain_change
from rmt_notes.clinical.sensitive_areas import consents_needed
from rmt_notes.clinical.signing import missing
from rmt_notes.clinical.techniques import Setting
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment, Visit
from tests.whole_intake import whole_client, whole_history

ZONE = timezone(timedelta(hours=-5))
ON = jurisdiction("ON")
LOW_BACK = Place("low_back", "bilateral")
CALF = Place("leg_posterior", "bilateral")
MID_BACK = Place("mid_back", "bilateral")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def item(key: str, day: date, *places: Place, state: str = "confirmed", **more: Any) -> Finding:
    return Finding(
        id=key, client_id="c", key=key, state=state, recorded_at=at(day), practitioner_id="p", places=places, **more
    )


def limits(findings: tuple[Finding, ...], day: date, clearances: tuple[Clearance, ...] = ()) -> Screening:
    return screen(findings, clearances, day, ON, ("art_credential",))


def effects(screening: Screening) -> dict[str, str]:
    return {column: screening.by_class[column].effect for column in COLUMNS}


def everything(effect: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, effect)


# --- case 1: chronic low back pain, six visits ------------------------------------------------------------------------

CASE_1 = [
    date(2026, 1, 12),
    date(2026, 1, 26),
    date(2026, 2, 9),
    date(2026, 2, 23),
    date(2026, 3, 9),
    date(2026, 3, 30),
]
IBUPROFEN = item("pain_or_numbing_med", CASE_1[0], detail="ibuprofen 400 mg 3 h before the visit")
WORN_OFF = replace(IBUPROFEN, state="resolved", closed_on=CASE_1[1], closed_reason="none before this visit")

TREATED_1: dict[int, tuple[tuple[str, Place, int | None], ...]] = {
    1: (
        ("hydrotherapy_heat", LOW_BACK, None),
        ("petrissage", LOW_BACK, 3),
        ("deep_tissue", LOW_BACK, 3),
        ("trigger_point", Place("low_back", "right"), 3),
        ("met_pir", Place("hip_anterior", "bilateral"), None),
    ),
    2: (
        ("cupping_static", LOW_BACK, None),
        ("deep_tissue", Place("gluteal", "right"), 4),
        ("met_pir", Place("thigh_anterior", "right"), None),
    ),
    3: (("art", Place("low_back", "right"), None), ("iastm", LOW_BACK, None)),
    4: (
        ("deep_tissue", LOW_BACK, 4),
        ("joint_mobilisation", Place("low_back", "midline"), None),
        ("remedial_exercise", LOW_BACK, None),
    ),
    5: (("deep_tissue", Place("abdomen_lower", "bilateral"), 3), ("cupping_gliding", LOW_BACK, None)),
    6: (("deep_tissue", LOW_BACK, 3), ("met_pir", Place("hip_anterior", "bilateral"), None)),
}


@pytest.mark.parametrize("visit", range(1, 7))
def test_case_1_every_visit_allows_what_was_done(visit: int) -> None:
    first = visit == 1
    screening = limits((IBUPROFEN if first else WORN_OFF,), CASE_1[visit - 1])
    assert effects(screening) == everything("mod" if first else "ok")
    assert screening.pressure_steps_lower == (1 if first else 0)
    assert [alert.text for alert in screening.alerts()] == (
        ["One pressure step lower · pain reliever in last 6 h"] if first else []
    )
    for technique, place, pressure in TREATED_1[visit]:
        ruling = screening.ruling(technique, place, pressure)
        assert ruling.allowed, technique
        assert ruling.light_only is False, technique


def test_case_1_gluteal_work_needs_consent_once_per_plan_and_a_word_each_visit() -> None:
    written = Consent(
        id="s",
        client_id="c",
        kind="sensitive_areas",
        given_at=at(CASE_1[0]),
        practitioner_id="p",
        how="written",
        scope="plan",
        areas=("gluteal",),
    )
    visit = at(CASE_1[1])
    place, muscle = (Place("gluteal", "right"),), ("gluteus_medius",)
    without = consents_needed(place, muscle, ON, (), visit_id="v2", on=visit)
    assert [(need.area, need.rule, need.missing, need.level) for need in without] == [
        ("gluteal", "once_per_plan", "written", "blocks")
    ]
    silent = consents_needed(place, muscle, ON, (written,), visit_id="v2", on=visit)
    assert [need.missing for need in silent] == ["spoken"]
    assert consents_needed(place, muscle, ON, (written,), visit_id="v2", on=visit, spoken=("gluteal",)) == ()
    for technique, touched, _pressure in TREATED_1[5]:
        assert consents_needed((touched,), (), ON, (), visit_id="v5", on=at(CASE_1[4])) == (), technique


def test_case_1_the_scores_changed_meaningfully() -> None:
    def psfs(*scores: float) -> OutcomeScore:
        activities = tuple(Activity(name, score) for name, score in zip(("sit", "lift", "sleep"), scores, strict=True))
        unscored = OutcomeScore(measure="psfs", score=0, activities=activities)
        return replace(unscored, score=mean_of_activities(unscored) or 0)

    first, fourth, last = psfs(4, 5, 5), psfs(6, 7, 6), psfs(8, 8, 8)
    assert [first.score, fourth.score, last.score] == [4.7, 6.3, 8.0]
    disability = change(OutcomeScore(measure="rmdq", score=13), OutcomeScore(measure="rmdq", score=8))
    assert (disability.points, round(disability.percent or 0), disability.meaningful) == (-5, 38, True)
    assert change(first, last).meaningful
    assert change(first, last).improved
    assert pain_change(6, 2).meaningful


# --- case 2: suspected clot, declined ---------------------------------------------------------------------------------

CASE_2 = [date(2026, 4, 8), date(2026, 4, 29)]
LATEX = item("skin_allergy", CASE_2[0], detail="latex")
CLOT = item("dvt_suspected", CASE_2[1], Place("leg_posterior", "right"), state="suspected", visit_id="v2")
BLOOD_THINNER = item("anticoagulant", CASE_2[1], detail="apixaban", visit_id="v3")


def test_case_2_first_visit_is_modified_for_the_allergy() -> None:
    screening = limits((LATEX,), CASE_2[0])
    assert effects(screening) == everything("mod")
    for technique, pressure in (("petrissage", 3), ("deep_tissue", 3), ("met_pir", None)):
        assert screening.ruling(technique, CALF, pressure).allowed


def test_case_2_a_suspected_clot_bars_everything_and_is_an_emergency() -> None:
    screening = limits((LATEX, CLOT), CASE_2[1])
    assert effects(screening) == everything("bar")
    assert screening.no_treatment
    assert [(reason.key, reason.urgency) for reason in screening.urgent] == [("dvt_suspected", "emergency")]
    assert screening.ruling("petrissage", Place("shoulder_top", "left")).sentence == (
        "No petrissage: deep vein thrombosis, suspected."
    )
    alert = screening.alerts()[0]
    assert (alert.kind, alert.text) == ("danger", "No massage · deep vein thrombosis, suspected")
    assert "emergency department now" in alert.detail


def test_case_2_the_declined_visit_is_signed_without_a_technique() -> None:
    practitioner = Practitioner(id="p", name="N. Example", registration_number="T000")
    allergy = Decision(
        id="d",
        client_id="c",
        finding_id=LATEX.id,
        choice="modify",
        decided_at=at(CASE_2[0]),
        practitioner_id="p",
        how="nitrile gloves",
    )
    told = Treatment(
        outcome="declined",
        outcome_reason="one-sided calf swelling after a long flight",
        decided_by="therapist",
        advice_given="emergency department now, do not rub, letter given 10:20",
    )

    def chart(treatment: Treatment, kind: str = "follow_up") -> Chart:
        visit = Visit(
            id="v2", client_id="c", practitioner_id="p", kind=kind, started_at=at(CASE_2[1]), entered_at=at(CASE_2[1])
        )
        return Chart(
            client=Client(id="c", file_number=2, first_name="Graham", last_name="Oyelaran"),
            practice=Practice(),
            practitioner=practitioner,
            visit=visit,
            note=Note(subjective=Subjective(pain_now=5), treatment=treatment),
            safety=SafetyFile(findings=(LATEX, CLOT), decisions=(allergy,)),
        )

    soon = at(CASE_2[1], 10, 30)
    assert missing(chart(told), soon) == ()
    for field in ("outcome_reason", "advice_given"):
        emptied: dict[str, Any] = {field: ""}
        gaps = missing(chart(replace(told, **emptied)), soon)
        assert [(gap.key, gap.field, gap.level) for gap in gaps] == [("V15", field, "blocks")]
    treated = chart(Treatment())
    assert "V10" in {gap.key for gap in missing(treated, soon)}


def test_case_2_after_the_call_the_clot_is_confirmed_and_nothing_is_allowed() -> None:
    confirmed = replace(CLOT, state="confirmed")
    screening = limits((confirmed, BLOOD_THINNER, LATEX), CASE_2[1])
    assert effects(screening) == everything("bar")
    assert screening.urgent[0].state == "confirmed"
    assert "suspected" not in screening.alerts()[0].text


# --- case 3: osteoporosis, waiting for clearance ----------------------------------------------------------------------

SEEN, CLEARED = date(2026, 2, 10), date(2026, 2, 17)
CASE_3 = [date(2026, 2, 20), date(2026, 2, 27), date(2026, 3, 13)]
BONES = item("osteoporosis_severe", SEEN, detail="T-score -3.3, T12 wedge 2023")
PRESSURE = item("bp_controlled", SEEN, detail="132/78")
NEW_PAIN = item("pain_unexplained_severe", SEEN, Place("mid_back", "midline"))
EXPLAINED = replace(NEW_PAIN, state="resolved", closed_on=CLEARED, closed_reason="X-ray: no new fracture")
LETTER = Clearance(
    id="letter",
    client_id="c",
    finding_keys=("osteoporosis_severe", "pain_unexplained_severe"),
    clinician="Dr M. Haddad",
    received_on=CLEARED,
    valid_until=date(2026, 8, 17),
    recorded_at=at(CLEARED),
    practitioner_id="p",
    techniques=("GEN",),
    max_pressure=2,
    limits="no spinal mobilisation or traction, no cupping or tools on trunk, prone 10 min at most",
)


def test_case_3_before_clearance_only_the_assessment() -> None:
    screening = limits((BONES, PRESSURE, NEW_PAIN), SEEN)
    assert effects(screening) == {"GEN": "clr", "DT": "bar", "CUP": "clr", "ART": "clr", "IAS": "clr"}
    assert {reason.key for reason in screening.open_clearances} == {"osteoporosis_severe", "pain_unexplained_severe"}
    assert not screening.ruling("effleurage", MID_BACK, 1).allowed
    assert screening.ruling("diaphragmatic_breathing").allowed


@pytest.mark.parametrize("day", CASE_3)
def test_case_3_with_the_letter_gentle_work_only(day: date) -> None:
    screening = limits((BONES, PRESSURE, EXPLAINED), day, (LETTER,))
    assert effects(screening) == {"GEN": "mod", "DT": "bar", "CUP": "clr", "ART": "clr", "IAS": "clr"}
    assert screening.max_pressure == 2
    for technique, place, pressure in (
        ("effleurage", MID_BACK, 2),
        ("myofascial_release", MID_BACK, None),
        ("petrissage", Place("shoulder_top", "bilateral"), 2),
        ("hydrotherapy_heat", MID_BACK, None),
        ("diaphragmatic_breathing", MID_BACK, None),
    ):
        assert screening.ruling(technique, place, pressure).allowed, technique
    assert screening.ruling("petrissage", MID_BACK, 3).effect == "bar"
    assert not screening.ruling("joint_mobilisation", MID_BACK, settings=(Setting("grade", "I"),)).allowed
    assert not screening.ruling("traction_manual", MID_BACK).allowed


def test_case_3_the_letter_ends() -> None:
    assert effects(limits((BONES, PRESSURE, EXPLAINED), date(2026, 8, 18), (LETTER,)))["GEN"] == "clr"


def test_case_3_an_assessment_without_treatment_may_be_signed() -> None:
    """Deferred pending clearance: findings, consent, reason and advice are there, a technique is not needed."""
    visit = Visit(
        id="v1",
        client_id="c",
        practitioner_id="p",
        kind="assessment_only",
        started_at=at(SEEN),
        entered_at=at(SEEN),
        minutes=45,
    )
    story = Subjective(
        red_flags="positive",
        red_flags_found=("fracture",),
        complaint="Mid-back pain T7-T9, 3 weeks",
        places=(MID_BACK,),
        pain_now=6,
    )
    note = Note(
        subjective=story,
        treatment=Treatment(
            outcome="deferred", outcome_reason="pending clearance", decided_by="therapist", advice_given="no lifting"
        ),
    )
    asked = {
        key: Decision(
            id=key, client_id="c", finding_id=key, choice="ask_clearance", decided_at=at(SEEN), practitioner_id="p"
        )
        for key in ("osteoporosis_severe", "bp_controlled", "pain_unexplained_severe")
    }
    agreed = Consent(
        id="a",
        client_id="c",
        kind="assessment_and_treatment",
        given_at=at(SEEN),
        practitioner_id="p",
        scope="plan",
        elements=ELEMENTS,
    )

    chart = Chart(
        client=whole_client(
            Client(id="c", file_number=3, first_name="Eleanor", last_name="Brightwater", born=date(1948, 5, 2))
        ),
        practice=Practice(),
        practitioner=Practitioner(id="p", name="N. Example", registration_number="T000"),
        visit=visit,
        note=replace(
            note,
            objective=Objective(notes="tap pain T8"),
            assessment=Assessment(notes="fracture not excluded"),
            plan=replace(note.plan, changes="after clearance"),
        ),
        history=whole_history("h", "c", at(SEEN), "p"),
        safety=SafetyFile(findings=(BONES, PRESSURE, NEW_PAIN), decisions=tuple(asked.values()), consents=(agreed,)),
    )
    assert missing(chart, at(SEEN, 12)) == ()
