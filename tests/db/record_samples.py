"""Invented people, visits and records that the store's tests begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.health_history import Answer
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.visit import NoteVersion, Visit
from rmt_notes.db import NotReady, RecordStore
from tests.clinical.charts import BACK, FIRST_NOTE, FOLLOW_UP_NOTE
from tests.whole_intake import whole_client, whole_history

ZONE = timezone(timedelta(hours=-5))
PASSPHRASE = "seven calm otters paddle"
PRACTICE = Practice(name="Elm Street Massage", address="12 Elm Street, Guelph ON", phone="519-555-0100")
THERAPIST = Practitioner(id="a" * 32, name="Nadia Example", registration_number="T000", role="owner")


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 9, 10, 0, tzinfo=ZONE)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


def client(store: RecordStore, first_name: str = "Marisol", last_name: str = "Tang", **more: object) -> Client:
    """A client taken into the record."""
    values: dict[str, object] = {
        "id": store.new_id(),
        "file_number": store.next_file_number(),
        "first_name": first_name,
        "last_name": last_name,
        "born": date(1979, 3, 14),
    }
    return store.add_client(whole_client(Client(**(values | more))))  # type: ignore[arg-type]


def taken_in(store: RecordStore, **more: object) -> Client:
    """A client with health history and consent, ready to be treated."""
    who = client(store, **more)  # type: ignore[arg-type]
    store.keep_health_history(
        whole_history(
            store.new_id(),
            who.id,
            store.now(),
            store.practitioner.id,
            groups=tuple(
                Answer(key=key, answer="declined" if key == "skin" else "no") for key in catalogue().intake_groups
            ),
        )
    )
    store.record_consent(
        Consent(
            id=store.new_id(),
            client_id=who.id,
            kind="assessment_and_treatment",
            given_at=store.now(),
            practitioner_id=store.practitioner.id,
            scope="plan",
            elements=ELEMENTS,
            how="signed_on_screen",
        )
    )
    return who


MARKS = (
    BodyMark(kind="sharp", region="quadratus_lumborum", side="right", view="back", x=-24.5, y=248.0, intensity=6),
    BodyMark(
        kind="radiating_line",
        region="piriformis",
        side="right",
        view="back",
        stroke=(-30.0, 305.0, 0.4, -34.5, 360.0, 0.6),
    ),
    BodyMark(kind="ache", region="sacrum", side="midline", view="back", depth="deep", note="mornings"),
)
"""Pain on the body chart: a point, a line, a whole region."""


def charted(store: RecordStore, client_id: str) -> Visit:
    """A visit whose note can be signed."""
    first = not store.visit_rows(client_id)
    visit = store.start_visit(client_id, "initial" if first else "follow_up", store.now(), 60)
    note, today = FIRST_NOTE if first else FOLLOW_UP_NOTE, store.now().date()
    plan = replace(note.plan, next_visit=today + timedelta(days=21))
    if plan.reassess_on is not None:
        plan = replace(plan, reassess_on=max(plan.reassess_on, today + timedelta(days=42)))
    note = replace(note, plan=plan, subjective=replace(note.subjective, marks=MARKS))
    store.keep_draft(visit.id, note)
    return visit


def signed(store: RecordStore, client_id: str) -> NoteVersion:
    """A signed visit; a warning (a third note in the same words) is signed past with a reason."""
    visit = charted(store, client_id)
    try:
        return store.sign(visit.id)
    except NotReady as trouble:
        note = store.chart(visit.id).note
        for gap in trouble.missing:
            note = note.with_reason(gap.key, gap.about, gap.sentence, "Nothing was different")
        store.keep_draft(visit.id, note)
    return store.sign(visit.id)


def finding(store: RecordStore, client_id: str, key: str = "hypertension_controlled", **more: object) -> Finding:
    """A recorded finding."""
    values: dict[str, object] = {
        "id": store.new_id(),
        "client_id": client_id,
        "key": key,
        "state": "confirmed",
        "recorded_at": store.now(),
        "practitioner_id": store.practitioner.id,
    }
    found = Finding(**(values | more))  # type: ignore[arg-type]
    store.record_finding(found)
    return found


def full_record(store: RecordStore, clock: Hands) -> str:
    """A practice with something of everything. Returns the id of the first client."""
    physician = store.keep_provider(
        Provider(id="", name="Dr. Imre Szabó", kind="family physician", address="1 Oak Road", fax="519-555-0111")
    )
    who = taken_in(store, first_name="Émile", last_name="Tremblay", provider_ids=(physician.id,), phone="519 555-0142")
    other = taken_in(store, first_name="王", last_name="小明", born=date(2001, 1, 2))
    found = finding(store, who.id, places=(BACK,))
    store.decide(
        Decision(
            id=store.new_id(),
            client_id=who.id,
            finding_id=found.id,
            choice="modify",
            decided_at=store.now(),
            practitioner_id=store.practitioner.id,
            how="lighter",
            reason="stable",
        )
    )
    store.record_clearance(
        Clearance(
            id=store.new_id(),
            client_id=who.id,
            finding_keys=("hypertension_controlled",),
            clinician="Dr. Imre Szabó",
            received_on=clock.at.date(),
            valid_until=clock.at.date() + timedelta(days=90),
            recorded_at=store.now(),
            practitioner_id=store.practitioner.id,
        )
    )
    first = signed(store, who.id)
    clock.pass_by(days=14)
    signed(store, who.id)
    store.begin_amendment(first.visit_id, "Side was wrong")
    store.keep_draft(first.visit_id, replace(first.note, subjective=replace(first.note.subjective, onset="sudden")))
    store.sign(first.visit_id)
    clock.pass_by(days=1)
    charted(store, other.id)
    store.void_visit(store.start_visit(other.id, "wellness", store.now()).id, "Started for the wrong client")
    return who.id


def contents(store: RecordStore) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table as it lies in the file."""
    with store._reading() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_text\\_%' ESCAPE '\\'"
        ).scalars()
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")] for name in list(names)
        }
