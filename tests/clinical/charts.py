"""Charts that can be signed, to take something away from: an invented client in Ontario, a first and a later
visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from rmt_notes.clinical.assessment import Impression, Palpation, RangeOfMotion
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import ELEMENTS, Consent, Withdrawal
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.record import Chart, SafetyFile
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, NoteVersion, Objective, Subjective, Treatment, Visit
from tests.whole_intake import whole_client, whole_history

ZONE = timezone(timedelta(hours=-5))
START = datetime(2026, 3, 9, 10, 0, tzinfo=ZONE)
LAST = datetime(2026, 2, 23, 10, 0, tzinfo=ZONE)
SIGNED = START + timedelta(hours=2)
BACK = Place("low_back", "bilateral")

CLIENT = whole_client(
    Client(id="client", file_number=1, first_name="Marisol", last_name="Tang", born=date(1979, 3, 14))
)
PRACTITIONER = Practitioner(id="p", name="N. Example", registration_number="T000", credentials=("art_credential",))
HISTORY = whole_history("history", "client", LAST, "p")

DEEP_TISSUE = TechniqueApplied(
    technique="deep_tissue",
    places=(BACK,),
    structures=("erector_spinae_lumbar",),
    minutes=10,
    tolerance=5,
    settings=(Setting("pressure", 3), Setting("stroke", "stripping"), Setting("direction", "proximal")),
)
CUPPING = TechniqueApplied(
    technique="cupping_static",
    places=(BACK,),
    minutes=6,
    settings=(
        Setting("cup_material", "silicone"),
        Setting("cup_diameter_mm", 50),
        Setting("suction", 2),
        Setting("count", 4),
        Setting("mark_grade", 2),
        Setting("mark_explained", True),
        Setting("hygiene", "disinfected"),
    ),
)


def consent(kind: str = "assessment_and_treatment", **more: Any) -> Consent:
    """A consent of the day of the visit, all elements discussed."""
    values: dict[str, Any] = {
        "id": f"consent-{kind}",
        "client_id": "client",
        "kind": kind,
        "given_at": LAST,
        "practitioner_id": "p",
        "scope": "plan",
        "elements": ELEMENTS,
        "how": "signed_on_screen",
    }
    return Consent(**(values | more))


def taken_back(at: datetime, *areas: str, scope: str = "") -> Withdrawal:
    """A withdrawal, of all of a consent or of these areas."""
    return Withdrawal(at=at, practitioner_id="p", areas=areas, scope=scope, said="Not any more", done="stopped")


def finding(key: str, *places: Place, **more: Any) -> Finding:
    """An active finding known since the last visit."""
    values: dict[str, Any] = {
        "id": f"finding-{key}",
        "client_id": "client",
        "key": key,
        "state": "confirmed",
        "recorded_at": LAST,
        "practitioner_id": "p",
        "places": places,
    }
    return Finding(**(values | more))


def decision(key: str, choice: str = "modify", how: str = "lighter", reason: str = "") -> Decision:
    """A decision on the finding of that key."""
    return Decision(
        id=f"decision-{key}",
        client_id="client",
        finding_id=f"finding-{key}",
        choice=choice,
        decided_at=LAST,
        practitioner_id="p",
        how=how,
        reason=reason,
    )


FOLLOW_UP_NOTE = Note(
    subjective=Subjective(
        health_changes="no", red_flags="none", complaint="Low back ache, less than before", pain_now=3
    ),
    objective=Objective(palpation=(Palpation(place=BACK, structure="erector_spinae_lumbar", tone="mild_hyper"),)),
    treatment=Treatment(techniques=(DEEP_TISSUE,), position="prone", pain_after=1, skin_response="1"),
    assessment=Assessment(impressions=(Impression(key="nslbp_chronic"),), change="improved"),
    plan=Plan(next_visit=date(2026, 3, 30), home_care=(HomeCare(key="walking", dose="20 min daily"),)),
)

FIRST_NOTE = Note(
    subjective=Subjective(
        red_flags="none",
        complaint="Low back ache, 14 months",
        places=(BACK,),
        onset="gradual, 14 months",
        pain_now=6,
        pain_best=3,
        pain_worst=7,
        aggravating="sitting over 40 min",
        easing="walking",
        function="lifting laundry",
    ),
    objective=Objective(range_of_motion=(RangeOfMotion(movement="lumbar.extension", active=15, pain=5),)),
    treatment=Treatment(techniques=(DEEP_TISSUE,), position="prone", pain_after=4, response="lighter"),
    assessment=Assessment(impressions=(Impression(key="nslbp_chronic", stage="chronic"),)),
    plan=Plan(
        stage="chronic",
        frequency="every 2 weeks",
        next_visit=date(2026, 3, 23),
        visits_planned=6,
        session_minutes=60,
        reassess_on=date(2026, 4, 20),
        expected_outcome="sits an hour",
        goals=(Goal(text="sit 60 min", measure="pain while sitting", baseline="6", target="3", by=date(2026, 5, 4)),),
        home_care=(HomeCare(key="glute_bridge", dose="2 x 10"),),
    ),
)


def _version(note: Note) -> NoteVersion:
    return NoteVersion(
        id="version",
        visit_id="earlier",
        number=1,
        note=note,
        started_at=LAST,
        minutes=60,
        kind="follow_up",
        signed_at=LAST,
        practitioner_id="p",
        signed_name="N. Example, RMT",
        registration_number="T000",
    )


def chart(note: Note, *, kind: str, previous: Note | None, safety: SafetyFile | None = None, **visit: Any) -> Chart:
    """A chart of a visit at `START`."""
    values: dict[str, Any] = {
        "id": "visit",
        "client_id": "client",
        "practitioner_id": "p",
        "kind": kind,
        "started_at": START,
        "entered_at": START,
        "minutes": 60,
        "number": 2 if previous else 1,
    }
    return Chart(
        client=CLIENT,
        practice=Practice(name="Example", jurisdiction="ON"),
        practitioner=PRACTITIONER,
        visit=Visit(**(values | visit)),
        note=note,
        previous=_version(previous) if previous else None,
        history=HISTORY,
        safety=safety or SafetyFile(consents=(consent(),)),
    )


def follow_up(note: Note = FOLLOW_UP_NOTE, **more: Any) -> Chart:
    """A follow-up visit that may be signed as it is."""
    values: dict[str, Any] = {"kind": "follow_up", "previous": FIRST_NOTE}
    return chart(note, **(values | more))


def first_visit(note: Note = FIRST_NOTE, **more: Any) -> Chart:
    """A first visit that may be signed as it is."""
    values: dict[str, Any] = {"kind": "initial", "previous": None}
    return chart(note, **(values | more))


def with_part(note: Note, part: str, **changes: Any) -> Note:
    """A note with one section changed."""
    return replace(note, **{part: replace(getattr(note, part), **changes)})
