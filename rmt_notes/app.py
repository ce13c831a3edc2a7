"""The composition root: arguments, settings, language, look, worker, window. Everything is built here and handed
down."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes import fault, i18n, settings
from rmt_notes.settings import Preferences
from rmt_notes.ui import asleep, theme
from rmt_notes.ui.backups import BackupKeeper
from rmt_notes.ui.crash import CrashReporter, hush, unhush
from rmt_notes.ui.session_end import SessionEnd
from rmt_notes.ui.window import IdleLock, Launch, Window
from rmt_notes.ui.worker import Worker, record_folder_exists, who_opens_by_keyring, who_signs_in

if TYPE_CHECKING:
    from rmt_notes.db import RecordStore, RecordTrouble, Salvage

READY_AFTER_MS = 400
FIRST_SIZE = (1280, 800)


def run(folder: Path | None = None, *, sample: bool = False) -> int:
    """Open the program on a record folder (the usual one without it), or on the sample practice. Returns the exit
    code."""
    _write_no_memory_to_the_disk()
    hush()
    loaded = settings.load()
    preferences = loaded.preferences
    i18n.choose(i18n.spoken(preferences.language or _system_language()))
    app = application(preferences)
    session = Session(app, preferences, _folder(folder, preferences, sample), sample=sample)
    session.hear_the_end()
    session.start()
    if loaded.ignored:
        session.window.tell_trouble(_ignored_words(loaded.ignored))
    code = app.exec()
    session.end()
    unhush()
    return code


def _write_no_memory_to_the_disk() -> None:
    """A crash leaves no image of the memory behind: the record's words would lie in it in clear."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def application(preferences: Preferences) -> QApplication:
    """The Qt application in the program's look."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("RMT Notes")
    app.setDesktopFileName("rmt-notes")
    look(app, preferences)
    return app


def look(app: QApplication, preferences: Preferences) -> None:
    """Dress the application as the preferences say."""
    theme.apply(app, cast(theme.Mode, preferences.theme), cast(theme.Density, preferences.density), preferences.scale)


def _system_language() -> str:
    return "fr" if QLocale.system().language() == QLocale.Language.French else "en"


def _ignored_words(names: tuple[str, ...]) -> str:
    return i18n._(
        "Some preferences of this computer could not be read and are back to their defaults: {names}."
    ).format(names=", ".join(names))


def _folder(asked: Path | None, preferences: Preferences, sample: bool) -> Path:
    if asked is not None:
        return asked
    return settings.sample_folder() if sample else settings.record_folder(preferences)


class _FirstPicture(QObject):
    """Calls once the first picture of the program stands on the screen."""

    def __init__(self, parent: QObject, then: Callable[[], None]) -> None:
        super().__init__(parent)
        self._then = then

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(1, self._then)  # the other widgets are painted in the same turn
        return False


class Session(QObject):
    """One run of the program: a worker, a window, and the way from the gate into the record."""

    def __init__(self, app: QApplication, preferences: Preferences, folder: Path, *, sample: bool = False) -> None:
        super().__init__(app)
        self._app = app
        self._folder = folder
        self._sample = sample
        self._restart_wanted = False
        self._hurried = False
        self.worker = Worker(self)
        self.window = Window(self.worker, Launch(folder, sample, self._restart), preferences)
        self._reporter = CrashReporter(settings.data_folder() / "reports", self.window.tell_crash)
        self._idle = IdleLock(
            lambda: 0 if sample else self.window.preferences().idle_minutes,
            self.window.lock,
            asleep.time_passed,
            (lambda: 0.0) if sample else asleep.time_asleep,
            self,
        )
        app.focusWindowChanged.connect(self._idle.watch)
        self._backups = BackupKeeper(self.worker, self._second_place, self)
        self._backups.troubled.connect(self.window.tell_trouble)

    def start(self) -> None:
        """Show the window at the gate: first run, unlock, or straight into the sample practice."""
        self._reporter.install()
        self.window.resize(*FIRST_SIZE)
        if self._sample:
            self._open_sample()
        elif record_folder_exists(self._folder):
            self._show_unlock()
        else:
            self._show_first_run()
        # The store's libraries load while the user looks at the screen: nothing that is painted waits for them.
        self._app.installEventFilter(_FirstPicture(self, self._load_store))
        self.window.show()

    def hear_the_end(self) -> None:
        """From here on keep everything when the system ends the session. It gives us seconds: no backup is begun."""
        self._end = SessionEnd(self._app, self)
        self._end.near.connect(self.window.keep_for_the_end)
        self._end.ending.connect(self._end_hurriedly)

    def _end_hurriedly(self) -> None:
        self._hurried = True
        self._app.quit()

    def end(self) -> None:
        """Back up what changed, close the record; after a lock, become a fresh process."""
        self._backups.stop()
        asked = not self._sample and not self._restart_wanted and not self._hurried
        if asked and not self.worker.only_looks():
            trouble = self._backups.make_last()
            if trouble:
                fault.tell(trouble + "\n")
        self.worker.close()
        if self._restart_wanted:
            _become_fresh(self._folder, self._sample)

    def _load_store(self) -> None:
        self.worker.draw(self, _load_store, lambda _nothing: None)

    # -- the gate
    # -------------------------------------------------------------------------------------------------------------

    def _show_unlock(self) -> None:
        from rmt_notes.ui.screens.unlock import UnlockScreen

        gate = UnlockScreen(
            self.worker,
            _opener(self._folder),
            _recoverer(self._folder),
            people=who_signs_in(self._folder),
            last=self.window.preferences().last_person,
            look=_looker(self._folder),
            salvage=_salvager(self._folder),
            by_keyring=who_opens_by_keyring(self._folder),
            keyring=_Keyring(self._folder),
        )
        gate.unlocked.connect(lambda: self._remember(gate.chosen()))
        gate.unlocked.connect(self._enter)
        gate.restore_wanted.connect(self._show_restore)
        self.window.show_gate(gate)
        gate.focus_first()

    def _show_first_run(self) -> None:
        from rmt_notes.ui.screens.first_run import FirstRunScreen

        gate = FirstRunScreen(self.worker, self._folder)
        gate.finished.connect(self._leave_first_run)
        gate.restore_wanted.connect(self._show_restore)
        self.window.show_gate(gate)
        gate.focus_first()

    def _show_restore(self) -> None:
        from rmt_notes.ui.screens.restore import RestoreScreen

        there = record_folder_exists(self._folder)
        gate = RestoreScreen(self.worker, self._folder, replaces=there)
        gate.restored.connect(self._enter)
        gate.backed.connect(self._show_unlock if there else self._show_first_run)
        self.window.show_gate(gate)
        gate.focus_first()

    def _leave_first_run(self, choice: str) -> None:
        if choice == "sample":
            self._sample = True
            self._folder = settings.sample_folder()
            self._restart()
        else:
            self._enter()

    def _open_sample(self) -> None:
        from rmt_notes.ui.widgets.waiting import Waiting

        self.window.show_gate(Waiting(i18n._("Preparing the sample practice…")))
        folder = self._folder

        def open_sample() -> RecordStore:
            from rmt_notes import sample

            return sample.open_or_build(folder)

        self.worker.open(self, open_sample, lambda _store: self._enter(), self._tell)

    def _tell(self, trouble: RecordTrouble) -> None:
        self.window.tell_trouble(str(trouble))

    def _enter(self) -> None:
        if self._sample:
            from rmt_notes.sample import PASSPHRASE

            self.window.known_passphrase = PASSPHRASE
        self.window.enter()
        # Most of the day is spent in the chart: its parts are made while the user looks at the day's list.
        QTimer.singleShot(READY_AFTER_MS, self, self._get_ready)
        self.worker.ask(self, _warnings_of, self._tell_warnings)
        self.worker.ask(self, lambda store: store.interrupted(), self.window.go_on)
        if not self._sample and not self.worker.only_looks():
            self._backups.begin()

    def _get_ready(self) -> None:
        if self.worker.is_open():
            self.worker.draw(self, _load_chart, lambda _nothing: self.window.get_ready())
            self.worker.draw(self, _load_figures, lambda _nothing: None)

    def _remember(self, person: str) -> None:
        """Who signed in is offered first the next time."""
        known = self.window.preferences()
        if person and person != known.last_person:
            self.window.prefer(replace(known, last_person=person))

    def _tell_warnings(self, found: tuple[tuple[str, ...], bool]) -> None:
        warnings, lost = found
        if lost:
            advice = i18n._(
                "To go back to a backup, lock and choose “Restore a backup”: the record of today is kept beside it."
            )
            warnings = (*warnings, advice)
        if warnings:
            self.window.tell_trouble("\n".join(warnings))

    def _second_place(self) -> Path | None:
        return settings.second_place(self.window.preferences())

    def _restart(self) -> None:
        self._restart_wanted = True
        self._app.quit()


def _opener(folder: Path) -> Callable[[str, str], RecordStore]:
    def open_record(passphrase: str, person: str) -> RecordStore:
        from rmt_notes.db import RecordStore

        return RecordStore.open(folder, passphrase, person=person)

    return open_record


@dataclass(frozen=True, slots=True)
class _Keyring:
    """The computer's keyring as the gate asks it: first for the key, beside the record's thread, then the record."""

    folder: Path

    def key_for(self, person: str) -> bytes:
        from rmt_notes.db import system_keyring

        return system_keyring.key_for(self.folder, person)

    def open_record(self, key: bytes, person: str) -> RecordStore:
        from rmt_notes.db import RecordStore

        return RecordStore.open_with_keyring(self.folder, key, person=person)


def _looker(folder: Path) -> Callable[[str, str], RecordStore]:
    def look(passphrase: str, person: str) -> RecordStore:
        from rmt_notes.db.read_only import ReadOnlyStore

        return ReadOnlyStore.look(folder, passphrase, person=person)

    return look


def _salvager(folder: Path) -> Callable[[str, str], Salvage]:
    def save(passphrase: str, person: str) -> Salvage:
        from rmt_notes.db import salvage

        return salvage(folder, passphrase, person=person)

    return save


def _recoverer(folder: Path) -> Callable[[str, str, str], RecordStore]:
    def recover(code: str, new_passphrase: str, person: str) -> RecordStore:
        from rmt_notes.db import RecordStore

        return RecordStore.open_with_recovery(folder, code, new_passphrase, practitioner_id=person)

    return recover


def _warnings_of(store: RecordStore) -> tuple[tuple[str, ...], bool]:
    """What the opening found, and whether a backup helps: it does not where the folder alone is in the wrong place."""
    from rmt_notes.db.synced import synced_by

    told_of_folder = not store.only_looks and bool(synced_by(store.folder))
    return store.warnings, len(store.warnings) > told_of_folder


def _load_store() -> None:
    import rmt_notes.clinical.catalogue
    import rmt_notes.db

    rmt_notes.clinical.catalogue.catalogue()


def _load_chart() -> None:
    import_module("rmt_notes.ui.screens.chart")


def _load_figures() -> None:
    """The body chart's words and figures, so that opening a chart does not wait for them."""
    import rmt_notes.clinical.body_figure
    import rmt_notes.clinical.body_mark
    import rmt_notes.clinical.body_regions

    rmt_notes.clinical.body_regions.body_words()
    for view in rmt_notes.clinical.body_mark.VIEWS:
        rmt_notes.clinical.body_figure.figure(view)


def _become_fresh(folder: Path, sample: bool) -> None:
    """Replace this process by a new one at the unlock screen, so that nothing of the record stays in memory."""
    words = (
        [sys.executable, "-m", "rmt_notes", "--sample"]
        if sample
        else [sys.executable, "-m", "rmt_notes", "--record", str(folder)]
    )
    if os.name == "nt":
        import subprocess  # takes its time to load, and is of use only here

        subprocess.Popen(words)
        return
    fault.flush()
    os.execv(sys.executable, words)
