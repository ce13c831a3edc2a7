"""What the record standards want of every client before a note is signed, in the fewest words: tests that sign begin
with it, and tests about one row take something away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.health_history import NO, Allergies, Answer, HealthHistory

IDENTITY: dict[str, Any] = {
    "phone": "519-555-0142",
    "emergency": Contact(name="Robin Example", relation="friend", phone="519-555-0143"),
    "language": "English",
    "stated": ("physician=none", "referred=none", "mobility=none"),
}


def whole_client(client: Client) -> Client:
    """The client with an answer wherever one was missing."""
    answered = {each.split("=", 1)[0] for each in client.stated}
    stated = [each for each in IDENTITY["stated"] if each.split("=", 1)[0] not in answered]
    if client.provider_ids:
        stated.remove("physician=none")
    filled = {
        name: value for name, value in IDENTITY.items() if name != "stated" and getattr(client, name) in ("", Contact())
    }
    return replace(client, **filled, stated=(*client.stated, *stated))


def whole_history(history_id: str, client_id: str, at: datetime, practitioner_id: str, **more: Any) -> HealthHistory:
    """A health history in which every question is answered with no."""
    values: dict[str, Any] = {
        "notice_given": True,
        "reason_for_care": "Low back ache",
        "goals": "Sit through a film",
        "allergies": Allergies(answer=NO),
        "groups": tuple(Answer(key=key, answer=NO) for key in catalogue().intake_groups),
    }
    return HealthHistory(
        id=history_id, client_id=client_id, taken_at=at, practitioner_id=practitioner_id, **(values | more)
    )
