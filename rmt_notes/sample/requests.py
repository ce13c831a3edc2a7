"""What Walter Kowalczyk asked to have corrected in an older note: refused, with his statement beside the note."""

from __future__ import annotations

from datetime import date, timedelta

from rmt_notes.clinical.correction import Correction
from rmt_notes.db import RecordStore
from rmt_notes.sample import maintenance
from rmt_notes.sample.diary import Diary, before
from rmt_notes.sample.people import key

ASKED, ANSWERED, STATED = 12, 8, 6
"""How many days ago."""


def tell(diary: Diary, today: date) -> None:
    """The request, its answer and the statement, each on its day."""
    request = key("Walter Kowalczyk's request")

    def ask(store: RecordStore) -> None:
        visit = next(row for row in store.visit_rows(maintenance.CLIENT.id) if row.state == "signed")
        store.request_correction(
            Correction(
                id=request,
                client_id=maintenance.CLIENT.id,
                visit_id=visit.id,
                requested_on=today - timedelta(days=ASKED),
                what="The ache comes from the mattress, not from the evening's work.",
                how="written",
                recorded_at=store.now(),
                practitioner_id=store.practitioner.id,
            )
        )

    def refuse(store: RecordStore) -> None:
        reason = "The note says what was found and told on that day; what the mattress does can stand in the next one."
        store.refuse_correction(request, "professional_opinion", reason)

    def state(store: RecordStore) -> None:
        store.attach_statement(request, "I have slept on the new mattress for a month. It is better.")

    diary.at(before(today, ASKED, 17, 5), ask)
    diary.at(before(today, ANSWERED, 12, 20), refuse)
    diary.at(before(today, STATED, 9, 10), state)
