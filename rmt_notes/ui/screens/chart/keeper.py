"""Keeps the draft of a note while it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject

from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore
from rmt_notes.ui.autosave import AGAIN_MS, LONGEST_MS, QUIET_MS, Autosave
from rmt_notes.ui.worker import Changes, Worker

__all__ = ["AGAIN_MS", "LONGEST_MS", "QUIET_MS", "DraftKeeper", "Sheet"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one save keeps: the note and the visit's own line."""

    visit_id: str
    client_id: str
    note: Note
    started_at: datetime
    minutes: int | None
    kind: str
    caret: str = ""


class DraftKeeper(Autosave[Sheet]):
    """One open draft. `caret` tells where the words are being typed: asked when they are kept, not at each letter."""

    def __init__(self, worker: Worker, parent: QObject | None = None, caret: Callable[[], str] = str) -> None:
        super().__init__(worker, parent)
        self._caret = caret

    def keep_now(self) -> None:
        """Ask the store at once, and tell it where the caret stands."""
        if self._pending is not None:
            self._pending = replace(self._pending, caret=self._caret())
        super().keep_now()

    def keep(self, store: RecordStore, newest: Sheet) -> datetime:
        """Write the draft of the note."""
        return store.keep_draft(
            newest.visit_id,
            newest.note,
            started_at=newest.started_at,
            minutes=newest.minutes or 0,
            kind=newest.kind,
            caret=newest.caret,
        )

    def changes(self, newest: Sheet) -> Changes:
        """A visit of that client changed."""
        return Changes(frozenset({"visits"}), newest.client_id, newest.visit_id, self.parent())
