"""Backups: a whole, verified copy of the record as one file, in every place that was chosen.

The reading, checking and packing is a `BackupJob`: it needs no open store and runs beside one, on a thread of its own,
while saving goes on. A file gets its name only when it was written, read back and found right; the ones before it are
thinned only after that.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlcipher3 import dbapi2

import rmt_notes
from rmt_notes.db import archive, files, keys, tables, thinning
from rmt_notes.db import engine as driver
from rmt_notes.db.archive import Manifest, Stamp
from rmt_notes.db.errors import Damaged, DiskTrouble, RecordTrouble
from rmt_notes.db.keys import Keys
from rmt_notes.db.precedence import Flushed, Precedence
from rmt_notes.db.raw_file import PageCodes, RawFile, held_still
from rmt_notes.db.session import Session
from rmt_notes.i18n import _

FOLDER = "backups"
"""The place inside the record's folder that always gets a backup."""

COUNTED = ("client", "visit", "note_version", "draft", "health_history", "consent", "finding", "audit")
_COPY = "backup.db" + files.PART
_ONE_AT_A_TIME = threading.Lock()
"""A backup that was called off ends before the next one begins."""
_STEP = 256
"""Pages between two looks at whether the copy is still wanted and whether somebody saves: some milliseconds."""
_MOMENT = 0.02
"""Seconds between two such looks while something else is waited for."""


class Stopped(RecordTrouble):
    """The backup was called off: the program is locking or ending."""

    def __init__(self) -> None:
        super().__init__(_("The backup was stopped."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of a backup: the files written, and a sentence for each place that could not be written to."""

    manifest: Manifest
    written: tuple[Path, ...]
    troubles: tuple[str, ...] = ()


class _OfTheRecord(Exception):
    """The trouble is the record's, not that of the place a backup was to go to."""

    def __init__(self, trouble: RecordTrouble) -> None:
        super().__init__()
        self.trouble = trouble


@dataclass(slots=True)
class _State:
    """One state of the record that keeps still: its encrypted bytes, what is said of it, and whether it was found to
    hold together, which a thread of its own looks at meanwhile."""

    file: RawFile
    facts: Manifest
    connection: Any = field(repr=False)
    _sound: bool = False
    _looking: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._looking = threading.Thread(target=self._look, name="backup check", daemon=True)
        self._looking.start()

    def _look(self) -> None:
        with suppress(dbapi2.Error):  # told as not sound: by whoever waits for it, unless it was called off
            self._sound = [row[0] for row in self.connection.execute("PRAGMA quick_check(5)")] == ["ok"]

    def is_sound(self, look_up: Callable[[], object]) -> bool:
        """Wait for the check of the file's structure."""
        while self._looking.is_alive():
            look_up()
            self._looking.join(_MOMENT)
        return self._sound

    def let_go(self) -> None:
        """End the check, wherever it is."""
        while self._looking.is_alive():
            self.connection.interrupt()
            self._looking.join(_MOMENT)


@dataclass(slots=True, kw_only=True, repr=False)
class BackupJob:
    """One backup, to be run on any thread but once. `stop()` from another thread ends it early, nothing half made.

    The encrypted file goes from where it lies straight into the backup, page for page. On its way each page is held
    against its own code; beside it the structure is checked; and what was written is read back.
    """

    folder: Path
    places: tuple[Path, ...]
    keys: Keys
    record_id: str
    vault: bytes
    least: int
    made_at: datetime
    file: RawFile
    precedence: Precedence = field(default_factory=Precedence)
    _stop: threading.Event = field(default_factory=threading.Event)
    _manifest: Manifest | None = None
    _written: list[Path] = field(default_factory=list)
    _troubles: list[str] = field(default_factory=list)

    def stop(self) -> None:
        """Call it off."""
        self._stop.set()

    def foreseen(self) -> tuple[str, ...]:
        """A sentence for each place of which it can be seen beforehand that it takes no backup, as `run` will tell it
        when it gets there: a large record is minutes away from that."""
        found = []
        for place in self.places:
            inside = place == self.folder / FOLDER
            try:
                _writable(self.folder if inside else place, (self.folder / files.RECORD).stat().st_size)
            except OSError as error:
                found.append(_not_written(place, _told_of_place(error)))
        return tuple(found)

    def run(self) -> Made:
        """Write, check, read back, name, thin.

        Raises:
            Damaged: the record itself does not hold together; older backups are left alone.
            DiskTrouble: in no place could it be written.
            Stopped.
        """
        with _ONE_AT_A_TIME:
            try:
                self._run(self.folder / _COPY)
            except _OfTheRecord as found:
                raise found.trouble from found
            except dbapi2.Error as error:
                trouble = driver.told(error)
                if trouble is None:
                    raise
                raise trouble from error
        if self._manifest is None or not self._written:
            raise DiskTrouble(" ".join(self._troubles))
        return Made(manifest=self._manifest, written=tuple(self._written), troubles=tuple(self._troubles))

    def _run(self, copy: Path) -> None:
        self._look_up()
        self._clear(copy)
        left = list(self.places)
        try:
            with self._still(copy) as state:
                while left and not self._written:
                    self._try(left.pop(0), state.facts, partial(self._pack, state))
        finally:
            self._clear(copy)
        # The record is let go of: its log can be emptied, while a slow drive takes the time it needs.
        for place in left:
            assert self._manifest is not None
            self._try(place, self._manifest, partial(archive.copy, self._written[0], told=self._look_up))

    @contextmanager
    def _still(self, copy: Path) -> Iterator[_State]:
        """The record in a state that does not change: the file itself where its log is empty, else a copy."""
        path = self.folder / files.RECORD
        with closing(driver.plain_connection(path, self.keys.database)) as source:
            source.execute("PRAGMA query_only=ON")

            def begin() -> None:
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()

            still = held_still(path, begin, lambda: source.execute("ROLLBACK"), self._look_up)
            if still and self.file.is_at(path):
                with self._checked(self.file, source) as state:
                    yield state
                return
            # Somebody else is reading, and the newest saves wait in the log: what is seen now is written out.
            files.new_private_file(copy)
            self._copy(source, copy)
        with closing(driver.plain_connection(copy, self.keys.database)) as target:
            target.execute("PRAGMA journal_mode=DELETE")
            with self._checked(RawFile(copy), target) as state:
                yield state

    def _copy(self, source: Any, copy: Path) -> None:
        with closing(driver.plain_connection(copy, self.keys.database)) as target:
            target.execute("PRAGMA synchronous=OFF")  # what counts is flushed when it is packed
            with copy.open("r+b") as written:
                flushed = Flushed(written.fileno())

                def step(*_progress: int) -> None:
                    flushed.wrote(_STEP * driver.PAGE)
                    self._look_up()

                source.backup(target, pages=_STEP, progress=step)

    @contextmanager
    def _checked(self, file: RawFile, connection: Any) -> Iterator[_State]:
        state = _State(file, self._facts(connection), connection)
        try:
            yield state
        finally:
            state.let_go()

    def _look_up(self, *_told: object) -> None:
        self.precedence.give_way()
        if self._stop.is_set():
            raise Stopped

    def _facts(self, connection: Any) -> Manifest:
        """What there is to say of this state: a backup that opens may still be empty or cut."""
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}
        number, mac = connection.execute("SELECT number, mac FROM audit ORDER BY number DESC LIMIT 1").fetchone()
        found = connection.execute("SELECT value FROM about WHERE key = 'record'").fetchone()
        if number < self.least or number != counts["audit"] or found is None or found[0] != self.record_id:
            raise Damaged(_("The copy of the record is not whole, so it was thrown away. The older backups are kept."))
        return Manifest(
            record_id=self.record_id,
            made_at=self.made_at,
            program=rmt_notes.__version__,
            schema=connection.execute("PRAGMA user_version").fetchone()[0],
            counts=counts,
            audit_number=number,
            audit_mac=bytes(mac).hex(),
            size=0,
            digest="",
            vault_digest=hashlib.sha256(self.vault).hexdigest(),
        )

    def _pack(self, state: _State, part: Path) -> None:
        """The state's bytes, each page checked on its way, and what is said of them."""
        codes = PageCodes(self.keys.database)

        def told(piece: bytes) -> None:
            self._look_up()
            codes.look(piece)
            if codes.damaged:
                raise _OfTheRecord(_damaged())

        def manifest_of(size: int, digest: str) -> Manifest:
            if not state.is_sound(self._look_up):
                raise _OfTheRecord(_damaged())
            return replace(state.facts, size=size, digest=digest)

        self._manifest = archive.pack(
            part, _read(state.file), self.vault, self.made_at, manifest_of, self.keys.backup, told
        )

    def _try(self, place: Path, facts: Manifest, write: Callable[[Path], None]) -> None:
        try:
            self._written.append(self._place(place, archive.name_for(facts), write))
        except (DiskTrouble, Damaged) as trouble:
            self._troubles.append(_not_written(place, trouble))

    def _place(self, place: Path, name: str, write: Callable[[Path], None]) -> Path:
        path = place / name
        try:
            if place == self.folder / FOLDER:
                place.mkdir(mode=0o700, exist_ok=True)
            self._sweep(place)
            part = place / (name + files.PART)
            try:
                write(part)
                with archive.opened(part) as again:
                    again.read_database(again.manifest(self.keys.backup), self._look_up)
                files.put_in_place(part, path)
            except BaseException:
                with suppress(OSError):
                    part.unlink()
                raise
        except OSError as error:
            raise _told_of_place(error) from error
        for stamp in thinning.thinned(archive.stamps(place, self.record_id)):
            if stamp.path != path:
                with suppress(OSError):
                    stamp.path.unlink()
        return path

    def _sweep(self, place: Path) -> None:
        """Remove what a killed backup of this record left unfinished."""
        beginning = f"rmt-notes-{self.record_id[:8]}-"
        for name in os.listdir(place):
            if name.startswith(beginning) and name.endswith(archive.SUFFIX + files.PART):
                (place / name).unlink()

    @staticmethod
    def _clear(copy: Path) -> None:
        for ending in ("", "-journal", "-wal", "-shm"):
            files.remove(copy.with_name(copy.name + ending))


class Backups(Session):
    """Intentions about backups."""

    def backup_job(self, second: Path | None = None) -> BackupJob:
        """A backup of the record as it is now: into `backups` beside the record, and into a second place."""
        # A backup is opened with a passphrase or the code, on whatever computer is left; never with a keyring.
        vault = keys.spell_vault(keys.without_keyrings(keys.read_vault(self.folder / files.VAULT)))
        first = self.folder / FOLDER
        places = (first,) if second is None or second == first else (first, second)
        return BackupJob(
            folder=self.folder,
            places=places,
            keys=self._keys,
            record_id=self.record_id,
            vault=vault,
            least=self._trail.head.number,
            made_at=self.now(),
            file=self._raw_file(),
            precedence=self._precedence,
        )

    def log_backup(self, made: Made) -> None:
        """Leave the entry of a backup that was made."""
        with self._intention("backup", "record", "") as (_connection, entry):
            entry.detail = {
                "up_to": made.manifest.audit_number,
                "places": len(made.written),
                "failed": len(made.troubles),
            }

    def log_restore(self, manifest: Manifest) -> None:
        """Leave the entry of a restore: the record as it was up to that audit entry is what is open now."""
        with self._intention("restore", "record", "") as (_connection, entry):
            entry.detail = {"up_to": manifest.audit_number, "made_at": manifest.made_at.isoformat()}

    def backup_counts(self) -> dict[str, int]:
        """How many rows there are of each kind that a backup's manifest counts."""
        with self._reading() as connection:
            return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in COUNTED}

    def back_up(self, second: Path | None = None) -> Made:
        """Make a backup and wait for it.

        Raises:
            Damaged, DiskTrouble.
        """
        made = self.backup_job(second).run()
        self.log_backup(made)
        return made

    def last_change(self) -> int:
        """The number of the newest audit entry that changed something of the record: looking, locking and backups do
        not."""
        table = tables.Audit
        with self._reading() as connection:
            newest = select(table.number).where(table.content != "{}").order_by(table.number.desc()).limit(1)
            return connection.execute(newest).scalar() or 0

    def backups(self, second: Path | None = None) -> BackupState:
        """What backups there are of this record, in the two places."""
        return BackupState(
            first=_newest(self.folder / FOLDER, self.record_id),
            second=_newest(second, self.record_id) if second is not None else None,
            second_reachable=second is None or second.is_dir(),
            changed=self.last_change(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """The newest backup in each place, whether the second place is there at all, and up to which audit entry there is
    something to back up."""

    first: Stamp | None
    second: Stamp | None
    second_reachable: bool
    changed: int

    def newest(self) -> Stamp | None:
        """The newest of both."""
        found = [stamp for stamp in (self.first, self.second) if stamp is not None]
        return max(found, key=lambda stamp: stamp.number) if found else None

    def is_behind(self) -> bool:
        """Whether something changed after the newest backup."""
        newest = self.newest()
        return newest is None or newest.number < self.changed


def _newest(place: Path, record_id: str) -> Stamp | None:
    found: Iterable[Stamp] = archive.stamps(place, record_id)
    return max(found, key=lambda stamp: (stamp.number, stamp.made_at), default=None)


def _read(file: RawFile) -> Iterator[bytes]:
    try:
        yield from file.pieces()
    except DiskTrouble as trouble:
        raise _OfTheRecord(trouble) from trouble


def _damaged() -> Damaged:
    return Damaged(_("The record file is damaged, so no backup was made of it. The older backups are kept."))


def _not_written(place: Path, trouble: RecordTrouble) -> str:
    return _("The backup could not be written to {place}. {reason}").format(place=place, reason=trouble)


def _told_of_place(error: OSError) -> RecordTrouble:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return DiskTrouble(_("That folder is not there. Is the drive plugged in?"))
    if error.errno in files.NO_RIGHT:
        return DiskTrouble(_("That folder cannot be written to. The older backups there are kept."))
    if error.errno in files.NO_ROOM:
        return DiskTrouble(_("That disk is full. The older backups there are kept; free some space for new ones."))
    return files.trouble(error)


def _writable(place: Path, needed: int) -> None:
    """See whether a backup of so many bytes can be written to a place.

    Raises:
        OSError: it cannot.
    """
    handle, probe = tempfile.mkstemp(prefix=".rmt-notes-", dir=place)
    os.close(handle)
    os.unlink(probe)
    if shutil.disk_usage(place).free < needed:
        raise OSError(errno.ENOSPC, "")
