"""Opening a record only to look: on a disk that cannot be written to, or while a damaged file is kept as it is.

Nothing is written into the record, so the looks leave no entry in its audit trail. Where the folder can be written to,
a sealed note beside the record says who looked and when, and the next ordinary opening puts it into the trail.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from rmt_notes.db import engine as driver
from rmt_notes.db import files, head, keys, opening, tables
from rmt_notes.db.audit import Entry, Trail
from rmt_notes.db.errors import Damaged, DiskTrouble, NoRecord, Refused
from rmt_notes.db.inspection import CheckJob
from rmt_notes.db.lock import RecordLock
from rmt_notes.db.looks import add_look
from rmt_notes.db.session import Clock, local_clock
from rmt_notes.db.store import RecordStore
from rmt_notes.i18n import _


def why_not() -> str:
    """Why nothing can be changed, in one sentence."""
    return _("The record is open for reading only. Lock it and open it as usual to write, print or export.")


class ReadOnlyStore(RecordStore):
    """A store that answers and never writes. Everything else of it is the ordinary one."""

    @classmethod
    def look(
        cls, folder: Path, secret: str, *, person: str = "", by_code: bool = False, clock: Clock = local_clock
    ) -> Self:
        """Open a record only to look at it.

        Raises:
            NoRecord, WrongPassphrase, Damaged, TooNew, Locked: as for `open`; nothing was changed.
            Refused: the person's time has ended, or the record is of an older program and has to be opened as usual
                once.
        """
        if not opening.is_record(folder):
            raise NoRecord(_("There is no record in this folder."))
        with ExitStack() as undo:
            lock = _lock_of(folder)
            if lock is not None:
                undo.callback(lock.let_go)
            vault = keys.read_vault(folder / files.VAULT)
            opened = keys.open_with_code(vault, secret) if by_code else keys.open_with_passphrase(vault, secret, person)
            working = opened.keys()
            place = undo.enter_context(_readable(folder))
            with opening.told():
                engine = driver.looking_engine(place, working.database)
                undo.callback(engine.dispose)
                connection = engine.connect()
                undo.callback(connection.close)
                opening.check_identity(connection, opened.record_id)
                if opening.schema(connection) < tables.SCHEMA:
                    raise Refused(
                        _("An older program wrote this record. Open it as usual once to bring it up to date.")
                    )
                trail = Trail(working.audit, uuid.uuid4().hex[:12])
                mark = head.read_mark(folder / files.STATE, working.audit)
                with connection.begin():
                    trail.read_head(connection)
                    practitioner = opening.practitioner_of(connection, opened.person)
                    _entries, warnings = opening.compare(connection, trail, mark, opened.record_id)
            at = clock()
            if practitioner.has_ended(max(at, trail.head.at or at).date()):
                raise Refused(_("Your time in this record has ended. Ask its owner to extend it."))
            if lock is not None:
                with suppress(DiskTrouble):
                    add_look(folder, working.audit, at, practitioner)
            store = cls(
                folder=folder,
                engine=engine,
                keys=working,
                lock=lock,
                record_id=opened.record_id,
                practitioner=practitioner,
                clock=clock,
                trail=trail,
                connection=connection,
                warnings=tuple(warnings),
            )
            store._rest = undo.pop_all()
        return store

    only_looks = True
    _rest: ExitStack

    def why_not_write(self) -> str:
        """Always a reason."""
        return why_not()

    def log(self, action: str, entity: str, entity_id: str = "", client_id: str = "") -> None:
        """Nothing is put down: nothing can be."""

    def check_job(self) -> CheckJob:
        """The check beside the store takes the log in first, which writes."""
        raise Refused(why_not())

    def close(self) -> None:
        """Let go of the file and of the copy of it, where there was one."""
        if not self._closed:
            self._closed = True
            self._rest.close()

    @contextmanager
    def _intention(
        self, action: str, entity: str, entity_id: str, *, client_id: str = "", fields: tuple[str, ...] = ()
    ) -> Iterator[tuple[Connection, Entry]]:
        raise Refused(why_not())
        yield

    def _look(self, action: str, entity: str, entity_id: str, client_id: str) -> None:
        """Looks leave nothing in a record that is not written to."""

    def _settled(self) -> None:
        """Nothing was changed."""

    def _mark(self, *, clean: bool = False, settle: bool = True) -> None:
        """Nothing was changed."""


def _lock_of(folder: Path) -> RecordLock | None:
    """The folder's lock; None where nothing can be written there, and so nobody else writes either.

    Raises:
        Locked: another program has the record open.
    """
    try:
        return RecordLock(folder)
    except DiskTrouble:
        return None


@contextmanager
def _readable(folder: Path) -> Iterator[Path]:
    """A record file that can be read as it lies: the record itself, or, where a log holds something, a copy of both
    in a folder of its own, as encrypted as the record and gone afterwards."""
    record, log = folder / files.RECORD, folder / (files.RECORD + "-wal")
    if not record.exists():
        raise NoRecord(_("The record file (record.db) is missing from this folder. Put it back, or restore a backup."))
    if not record.stat().st_size:
        raise Damaged(_("The record file is empty. Nothing was changed. Restore a backup."))
    if not log.exists() or not log.stat().st_size:
        yield record
        return
    try:
        place = Path(tempfile.mkdtemp(prefix="rmt-notes-"))
    except OSError as error:
        raise files.trouble(error) from error
    try:
        for original in (record, log):
            files.new_private_file(place / original.name)
            shutil.copyfile(original, place / original.name)
        yield place / record.name
    except OSError as error:
        raise files.trouble(error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
