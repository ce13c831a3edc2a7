"""Keeps an intake under way in the record, so that a lock, the end of the program or a crash loses nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.db import RecordStore
from rmt_notes.ui.autosave import Autosave
from rmt_notes.ui.worker import Changes


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What one save leaves in the record: the draft of that client's intake, or none; `letter` is the content of the
    letter attached to the clearance that is being typed, where it was attached here."""

    client_id: str
    draft: IntakeDraft | None
    letter: bytes | None = None


class IntakeKeeper(Autosave[UnderWay]):
    """One client's intake under way."""

    def keep(self, store: RecordStore, newest: UnderWay) -> datetime:
        """Write the draft, or take it out of the record."""
        if newest.draft is not None:
            return store.keep_intake_draft(newest.draft, newest.letter)
        store.discard_intake_draft(newest.client_id)
        return store.now()

    def changes(self, newest: UnderWay) -> Changes:
        """That client's intake changed, and nothing of the file yet."""
        return Changes(frozenset({"intake"}), newest.client_id, asker=self.parent())
