"""The backup card at work: asks the record, runs what takes long beside it, and says what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from rmt_notes import settings
from rmt_notes.db import (
    BackupJob,
    BackupState,
    Made,
    RecordStore,
    RecordTrouble,
    Rehearsal,
    Stamp,
    WrongPassphrase,
    rehearse,
)
from rmt_notes.i18n import _
from rmt_notes.settings import Preferences
from rmt_notes.ui.backups import WARN_DAYS
from rmt_notes.ui.widgets.backup_card import BackupCard
from rmt_notes.ui.widgets.banner import BannerKind
from rmt_notes.ui.widgets.when import clock, long_day, near_day
from rmt_notes.ui.worker import Worker


class _Frame(Protocol):
    """The window, as far as preferences go."""

    def preferences(self) -> Preferences: ...

    def prefer(self, preferences: Preferences) -> None: ...


class BackupDesk(BackupCard):
    """The card, wired to the record. `load` reads the state afresh."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._running = False
        self.wanted.connect(self._back_up)
        self.place_chosen.connect(self._take_place)
        self.rehearsal_wanted.connect(self._try_restore)

    def load(self) -> None:
        """Read where the backups are and how old."""
        second = self._second()
        self._worker.ask(self, lambda store: (store.backups(second), store.now(), store.folder), self._show_state)

    def _show_state(self, found: tuple[BackupState, datetime, Path]) -> None:
        state, now, folder = found
        second = self._second()
        there = _age(state.second, now) if state.second_reachable else _("not there just now")
        rows = [
            (_("Beside the record"), _age(state.first, now)),
            (_("Second place"), f"{second} · {there}" if second is not None else _("none chosen")),
            (_("Since then"), _("there are changes") if state.is_behind() else _("nothing was changed")),
        ]
        advice, kind = _advice(state, now, second, folder)
        self.set_state(rows, advice, kind, str(second or ""))

    # -- the second place ----------------------------------------------------------------------------------------

    def _frame(self) -> _Frame | None:
        window = self.window()
        return cast(_Frame, window) if hasattr(window, "prefer") and hasattr(window, "preferences") else None

    def _preferences(self) -> Preferences:
        frame = self._frame()
        return frame.preferences() if frame is not None else settings.load().preferences

    def _second(self) -> Path | None:
        return settings.second_place(self._preferences())

    def _take_place(self, folder: str) -> None:
        now = replace(self._preferences(), backup_folder=folder)
        frame = self._frame()
        if frame is not None:
            frame.prefer(now)
        else:
            try:
                settings.save(now)
            except OSError:
                self.say(
                    _("This computer's preferences could not be written; they hold until the program is closed."),
                    "danger",
                )
                return
        self._back_up()

    # -- a backup ------------------------------------------------------------------------------------------------

    def _back_up(self) -> None:
        second = self._second()
        self.set_busy(True, _("Backing up…"))

        def run(job: BackupJob) -> None:
            self._running = True
            self._worker.wait_outside(self, job.foreseen, self._say_foreseen)
            self._worker.run_beside(self, job.run, self._backed_up, self._not_backed_up)

        self._worker.ask(self, lambda store: store.backup_job(second), run, self._not_backed_up)

    def _say_foreseen(self, troubles: tuple[str, ...]) -> None:
        if troubles and self._running:
            self.say("\n".join(troubles), "danger")

    def _backed_up(self, made: Made) -> None:
        self._running = False
        self._worker.ask(self, lambda store: store.log_backup(made), lambda _nothing: self.load())
        self.set_busy(False)
        counts = made.manifest.counts
        words = [
            _("Backed up and checked: {clients} clients, {visits} visits, {versions} signed versions.").format(
                clients=counts["client"], visits=counts["visit"], versions=counts["note_version"]
            ),
            *made.troubles,
        ]
        if len(made.written) > 1:
            words.append(_("Unplug the drive afterwards: what is not plugged in cannot be locked by a virus."))
        self.say("\n".join(words), "danger" if made.troubles else "ok")

    def _not_backed_up(self, trouble: RecordTrouble) -> None:
        self._running = False
        self.set_busy(False)
        self.say(str(trouble), "danger")

    # -- trying a restore ----------------------------------------------------------------------------------------

    def _try_restore(self, passphrase: str) -> None:
        second = self._second()

        def newest(store: RecordStore) -> tuple[Path, Path] | None:
            stamp = store.backups(second).newest()
            return (stamp.path, store.folder) if stamp is not None else None

        def run(found: tuple[Path, Path] | None) -> None:
            if found is None:
                self.set_busy(False)
                self.say(_("There is no backup yet. Make one first."), "danger")
                return
            path, folder = found
            self._worker.run_beside(self, lambda: rehearse(path, folder, passphrase), self._rehearsed, self._not_tried)

        self.set_busy(True, _("Restoring into a temporary folder and checking…"))
        self._worker.ask(self, newest, run, self._not_tried)

    def _rehearsed(self, found: Rehearsal) -> None:
        self.set_busy(False)
        self.forget()
        self._worker.ask(self, lambda store: store.log("rehearse_restore", "record"))
        if found.problems:
            self.say("\n".join((_("The backup did not pass:"), *found.problems)), "danger")
            return
        self.say(
            _(
                "The backup of {day} can be restored: {clients} clients, {visits} visits and {versions} signed "
                "versions came back, and everything agrees."
            ).format(
                day=long_day(found.made_at),
                clients=found.counts["client"],
                visits=found.counts["visit"],
                versions=found.counts["note_version"],
            )
        )

    def _not_tried(self, trouble: RecordTrouble) -> None:
        if isinstance(trouble, WrongPassphrase):
            self.say_refused(str(trouble))
        else:
            self._not_backed_up(trouble)


def _age(stamp: Stamp | None, now: datetime) -> str:
    """How old a backup is, in words."""
    if stamp is None:
        return _("no backup yet")
    return _("last backup {day}, {time}").format(
        day=near_day(stamp.made_at.date(), now.date()), time=clock(stamp.made_at)
    )


def _advice(state: BackupState, now: datetime, second: Path | None, folder: Path) -> tuple[str, BannerKind]:
    """What is to be done about backups, most pressing first; empty where all is well."""
    newest = state.second if second is not None else state.newest()
    if newest is not None and state.is_behind() and (now.date() - newest.made_at.date()).days > WARN_DAYS:
        return _("The last backup is more than a week old. Plug the drive in and back up now."), "danger"
    if second is None:
        return _(
            "The backups lie on the same computer as the record. Choose a second place on another drive."
        ), "warning"
    if not state.second_reachable:
        return _("The second place is not there just now. Is the drive plugged in?"), "warning"
    if second.absolute().is_relative_to(folder.absolute()):
        return _("The second place lies inside the record's own folder. Choose one on another drive."), "warning"
    return "", "ok"
