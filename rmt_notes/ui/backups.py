"""Keeps the record backed up while the program runs: after changes, at most every half hour, and at the end.

The copying runs beside the record's thread, so that saving goes on. A lock calls a running backup off, because locking
may not wait; the next unlock begins it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from rmt_notes.i18n import _, _n
from rmt_notes.ui.worker import Changes, Worker

if TYPE_CHECKING:
    from rmt_notes.db import BackupJob, BackupState, Made, RecordStore, RecordTrouble

EVERY_SECONDS = 30 * 60
WARN_DAYS = 7
_LOOK_MS = 60_000


class BackupKeeper(QObject):
    """`made` after a backup, `troubled` with one sentence when one is missing, late or failed in a place."""

    made = Signal()
    troubled = Signal(str)

    def __init__(
        self,
        worker: Worker,
        second: Callable[[], Path | None],
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._second = second
        self._clock = clock
        self._job: BackupJob | None = None
        self._last: float | None = None
        self._changed = False
        self._told: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        worker.changed.connect(self._note)
        worker.ending.connect(self.stop)

    def begin(self) -> None:
        """A record is open: back up what was changed since the last backup, and keep looking."""
        self._timer.start()
        second = self._second()
        self._worker.ask(self, lambda store: store.backups(second), self._greet, self._fail)

    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return self._job is not None

    def look(self) -> None:
        """Begin a backup where one is due."""
        due = self._last is None or self._clock() - self._last >= EVERY_SECONDS
        if self._changed and due and self._job is None and self._worker.is_open():
            self.make()

    def make(self) -> None:
        """Begin a backup now."""
        if self._job is not None or not self._worker.is_open():
            return
        self._changed = False
        self._last = self._clock()
        second = self._second()
        self._worker.ask(self, lambda store: store.backup_job(second), self._run, self._fail)

    def stop(self) -> None:
        """Call a running backup off: the program locks or ends."""
        self._timer.stop()
        if self._job is not None:
            self._job.stop()

    def make_last(self) -> str:
        """At the end of the program, without event loop: back up what changed since the last backup. Gives back the
        sentence of a trouble, else nothing."""
        self.stop()
        second = self._second()

        def last(store: RecordStore) -> str:
            from rmt_notes.db import RecordTrouble

            try:
                if store.backups(second).is_behind():
                    store.back_up(second)
            except RecordTrouble as trouble:
                return str(trouble)
            return ""

        return self._worker.ask_and_wait(last) if self._worker.is_open() else ""

    def _note(self, _changes: Changes) -> None:
        self._changed = True

    def _greet(self, state: BackupState) -> None:
        if state.is_behind():
            self._changed = True
            self.look()
        newest = state.second if self._second() is not None else state.newest()
        if newest is not None and datetime.now() - newest.made_at > timedelta(days=WARN_DAYS) and state.is_behind():
            days = (datetime.now() - newest.made_at).days
            self._tell(
                _n(
                    "The last backup in the second place is {number} day old. Plug the drive in and back up now.",
                    "The last backup in the second place is {number} days old. Plug the drive in and back up now.",
                    days,
                ).format(number=days)
                if self._second() is not None
                else _n("The last backup is {number} day old.", "The last backup is {number} days old.", days).format(
                    number=days
                )
            )

    def _run(self, job: BackupJob) -> None:
        self._job = job
        # Beside the backup itself: a drive that is gone may let its asker wait.
        self._worker.wait_outside(self, job.foreseen, self._tell_foreseen)
        self._worker.run_beside(self, job.run, self._log, self._fail)

    def _tell_foreseen(self, troubles: tuple[str, ...]) -> None:
        for trouble in troubles:
            self._tell(trouble)

    def _log(self, made: Made) -> None:
        self._job = None
        for trouble in made.troubles:
            self._tell(trouble)
        if not made.troubles:
            self._told.clear()
        self._worker.ask(self, lambda store: store.log_backup(made), lambda _nothing: self.made.emit(), self._fail)

    def _fail(self, trouble: RecordTrouble) -> None:
        from rmt_notes.db import Stopped

        self._job = None
        self._changed = True  # so that the next look, half an hour on, tries again
        if not isinstance(trouble, Stopped):
            self._tell(_("No backup was made. {reason}").format(reason=trouble))

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:  # once in a session, not every half hour
            self._told.add(sentence)
            self.troubled.emit(sentence)
