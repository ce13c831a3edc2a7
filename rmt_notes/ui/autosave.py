"""Keeps what is typed: soon after the last change, at most two seconds after the first, again and again until it is
safe.

"Saved" is said only when the store has committed; what could not be kept stays here and is tried again.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from rmt_notes.ui.worker import Changes, Worker

if TYPE_CHECKING:
    from rmt_notes.db import RecordStore, RecordTrouble

QUIET_MS = 400
LONGEST_MS = 2000
AGAIN_MS = 5000

T = TypeVar("T")


class Autosave(QObject, Generic[T]):
    """One thing that is being written. Give it every change; it decides when to ask the store.

    A screen derives from it and says in `keep` how the newest state is written, and in `changes` whom that concerns."""

    saving = Signal()
    saved = Signal(object)
    """The time of the commit, a `datetime`."""
    failed = Signal(str)
    """The world's reason, one sentence; the change is still held and will be tried again."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._pending: T | None = None
        self._under_way: T | None = None
        self.trouble: RecordTrouble | None = None
        """Why the newest state is not kept yet."""
        self._since_first = QElapsedTimer()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.keep_now)

    def keep(self, store: RecordStore, newest: T) -> datetime:
        """Write the newest state, on the worker's thread; gives back when it was saved."""
        raise NotImplementedError

    def changes(self, newest: T) -> Changes:
        """What the others are told after the commit."""
        raise NotImplementedError

    def has_unsaved(self) -> bool:
        """Whether something typed is not yet committed."""
        return self._pending is not None or self._under_way is not None

    def unsaved(self) -> T | None:
        """The newest state that is not yet committed."""
        return self._pending if self._pending is not None else self._under_way

    def forget(self) -> None:
        """It is given up: nothing more of it is to be kept."""
        self._quiet.stop()
        self._pending = self.trouble = None

    def change(self, newest: T) -> None:
        """Take the newest state."""
        if self._pending is None:
            self._since_first.start()
        self._pending = newest
        self._worker.somebody_types()
        left = LONGEST_MS - self._since_first.elapsed()
        self._quiet.start(max(0, min(QUIET_MS, left)))

    def keep_now(self) -> None:
        """Ask the store at once, if there is anything to keep and nothing is under way."""
        self._quiet.stop()
        if self._pending is None or self._under_way is not None or not self._worker.is_open():
            return
        newest, self._pending = self._pending, None
        self._under_way = newest
        self.saving.emit()
        self._worker.ask(
            self,
            lambda store: self.keep(store, newest),
            self._take_kept,
            self._take_trouble,
            changes=self.changes(newest),
        )

    def _take_kept(self, moment: datetime) -> None:
        self._under_way = self.trouble = None
        self.saved.emit(moment)
        # What was typed meanwhile has its own quiet to come; only where that ended while the store was busy it is due.
        # Asking at once would save after every letter as soon as one letter falls into a save.
        if self._pending is not None and not self._quiet.isActive():
            self.keep_now()

    def _take_trouble(self, trouble: RecordTrouble) -> None:
        if self._pending is None:
            self._pending = self._under_way
            self._since_first.start()
        self._under_way = None
        self.trouble = trouble
        self._quiet.start(AGAIN_MS)
        self.failed.emit(str(trouble))
