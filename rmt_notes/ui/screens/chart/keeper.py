"""Keeps a draft: soon after the last change, at most two seconds after the first, again and again until it is safe.

"Saved" is said only when the store has committed; what could not be kept stays with the keeper and is tried again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.ui.worker import Changes, Worker

QUIET_MS = 400
LONGEST_MS = 2000
AGAIN_MS = 5000


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one save keeps: the note and the visit's own line."""

    visit_id: str
    client_id: str
    note: Note
    started_at: datetime
    minutes: int | None
    kind: str


class DraftKeeper(QObject):
    """One open draft. Give it every change; it decides when to ask the store."""

    saving = Signal()
    saved = Signal(object)
    """The time of the commit, a `datetime`."""
    failed = Signal(str)
    """The world's reason, one sentence; the change is still held and will be tried again."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._pending: Sheet | None = None
        self._under_way: Sheet | None = None
        self._since_first = QElapsedTimer()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.keep_now)

    def has_unsaved(self) -> bool:
        """Whether something typed is not yet committed."""
        return self._pending is not None or self._under_way is not None

    def unsaved(self) -> Sheet | None:
        """The newest words that are not yet committed, for "Save a copy"."""
        return self._pending or self._under_way

    def forget(self) -> None:
        """The draft is given up: nothing of it is to be kept any more."""
        self._quiet.stop()
        self._pending = None

    def change(self, sheet: Sheet) -> None:
        """Take the newest state of the draft."""
        if self._pending is None:
            self._since_first.start()
        self._pending = sheet
        left = LONGEST_MS - self._since_first.elapsed()
        self._quiet.start(max(0, min(QUIET_MS, left)))

    def keep_now(self) -> None:
        """Ask the store at once, if there is anything to keep and nothing is under way."""
        self._quiet.stop()
        if self._pending is None or self._under_way is not None:
            return
        sheet, self._pending = self._pending, None
        self._under_way = sheet
        self.saving.emit()

        def keep(store: RecordStore) -> datetime:
            return store.keep_draft(
                sheet.visit_id, sheet.note, started_at=sheet.started_at, minutes=sheet.minutes, kind=sheet.kind
            )

        changes = Changes(frozenset({"visits"}), sheet.client_id, sheet.visit_id, self.parent())
        self._worker.ask(self, keep, self._kept, self._not_kept, changes=changes)

    def _kept(self, moment: datetime) -> None:
        self._under_way = None
        self.saved.emit(moment)
        if self._pending is not None:
            self.keep_now()

    def _not_kept(self, trouble: RecordTrouble) -> None:
        if self._pending is None:
            self._pending = self._under_way
            self._since_first.start()
        self._under_way = None
        self._quiet.start(AGAIN_MS)
        self.failed.emit(str(trouble))
