"""The sample practice's clinic and therapist. All are invented; the telephone numbers are kept free for such use."""

from __future__ import annotations

import uuid

from rmt_notes.clinical.own_questions import OwnQuestion
from rmt_notes.clinical.practice import OWNER, Practice, Practitioner

_SPACE = uuid.UUID("6d5f1c7e-3f0a-4a57-9d3b-2f3f2f3a9a10")


def key(*words: str) -> str:
    """An id that is the same on every computer."""
    return uuid.uuid5(_SPACE, "/".join(words)).hex


THERAPIST_ID = key("therapist")

PRACTICE = Practice(
    name="Riverbend Massage Therapy",
    address="18 Lockside Lane, Peterborough ON  K9H 0A1",
    phone="705-555-0130",
    fax="705-555-0131",
    email="desk@riverbend.example",
    jurisdiction="ON",
    own_questions=(
        OwnQuestion(
            id=key("own question", "lying"),
            question="Is there a position you cannot lie in?",
            reason="so that the table is made ready for you",
            alert="Cannot lie in every position: ask before the table is set up",
        ),
        OwnQuestion(
            id=key("own question", "contact lenses"),
            question="Do you wear contact lenses?",
            reason="the face cradle presses around the eyes",
        ),
    ),
)

THERAPIST = Practitioner(
    id=THERAPIST_ID,
    name="N. Example",
    registration_number="T000",
    phone="705-555-0130",
    email="n.example@riverbend.example",
    credentials=("art_credential",),
    role=OWNER,
)
