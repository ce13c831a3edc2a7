"""Checking the whole record, on the record's own thread or beside it while saving goes on.

A check of a large record takes minutes. Beside the store it reads one consistent state on a connection of its own,
writes nothing, and can be called off at any moment.
"""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from rmt_notes.db import audit, checks, files, guards, head, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.errors import Damaged, RecordTrouble
from rmt_notes.db.values import Verification
from rmt_notes.i18n import _

_NAMED = 20
"""How many single problems are named before the rest is only counted."""
_LOOK_UP = 20_000
"""Steps of the database between two looks at whether the check is still wanted: some milliseconds."""
_TRIES = 40
_PAUSE = 0.05


class CheckStopped(RecordTrouble):
    """The check was called off: the program is locking or ending."""

    def __init__(self) -> None:
        super().__init__(_("The check was stopped."))


@dataclass(slots=True, weakref_slot=True, kw_only=True, repr=False)
class CheckJob:
    """One check of the whole record, to be run on any thread but once. `stop()` from another thread ends it early."""

    folder: Path
    database_key: bytes
    audit_key: bytes
    record_id: str
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Call it off."""
        self._stop.set()

    def run(self) -> Verification:
        """Check everything.

        Raises:
            CheckStopped.
            DiskTrouble, Damaged: the record cannot even be opened for it.
        """
        engine = driver.reading_engine(self.folder / files.RECORD, self.database_key)
        found = Inspection(self.folder, self.audit_key, self.record_id)
        try:
            with engine.connect() as connection:
                driver.driver(connection).set_progress_handler(self._stop.is_set, _LOOK_UP)
                self._settle(connection)
                found.look(connection)
        except (DBAPIError, dbapi2.Error) as error:
            if self._stop.is_set():
                raise CheckStopped from error
            trouble = driver.told(error)
            if not isinstance(trouble, Damaged):
                raise (trouble or error) from error
            found.problems.append(str(trouble))
        finally:
            engine.dispose()
        return found.verdict()

    def _settle(self, connection: Connection) -> None:
        """Begin reading at a moment when the log is empty: from then on the record file stays as it is until this check
        ends, and what is saved meanwhile waits in the log. A page looked at while it is written would seem damaged."""
        log = self.folder / (files.RECORD + "-wal")
        for _try in range(_TRIES):
            if self._stop.is_set():
                raise CheckStopped
            connection.execute(select(func.count()).select_from(tables.Practice)).scalar()
            if not log.exists() or log.stat().st_size == 0:
                return
            connection.rollback()
            time.sleep(_PAUSE)
        connection.execute(select(func.count()).select_from(tables.Practice)).scalar()


@dataclass(slots=True)
class Inspection:
    """What a check found so far: a page that cannot be read ends it, and what was found before still counts."""

    folder: Path
    audit_key: bytes = field(repr=False)
    record_id: str
    problems: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    entries: int = 0
    versions: int = 0
    newest: bytes = b""
    mark: head.Mark | None = field(init=False)

    def __post_init__(self) -> None:
        # Read before the record is: saves that go on meanwhile bring it further than the state that is looked at.
        self.mark = head.read_mark(self.folder / files.STATE, self.audit_key)

    def look(self, connection: Connection) -> None:
        """Check the file's pages, the audit chain, every row against the trail, every signature, the index, the mark
        outside. The log has been emptied, or the pages would be called damaged for nothing."""
        self.problems += checks.page_problems(connection)
        trail = tables.Audit
        self.entries = connection.execute(select(func.count()).select_from(trail)).scalar_one()
        self.versions = connection.execute(select(func.count()).select_from(tables.NoteVersion)).scalar_one()
        self.newest = bytes(
            connection.execute(select(trail.mac).order_by(trail.number.desc()).limit(1)).scalar() or b""
        )
        self.notes = tuple(checks.earlier_losses(connection))
        self.problems += _row_problems(connection, self.audit_key)
        self.problems += _mark_problems(connection, self.mark, self.record_id)

    def verdict(self) -> Verification:
        """What the check says."""
        return Verification(
            ok=not self.problems,
            problems=tuple(self.problems),
            audit_entries=self.entries,
            versions=self.versions,
            head=self.newest.hex(),
            notes=self.notes,
        )


def _row_problems(connection: Connection, key: bytes) -> list[str]:
    problems: list[str] = []
    if guards.missing_guards(connection):
        problems.append(_("Guards of the record are missing."))
    for number in _some(audit.broken_links(connection, key), problems):
        problems.append(_("Audit entry {number} was altered, or one before it is missing.").format(number=number))
    for check in (checks.content_problems, checks.column_problems, checks.version_problems, checks.index_problems):
        for what in _some(check(connection), problems):
            problems.append(what)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        problems.append(_("A row belongs to something that is not in the record."))
    return problems


def _mark_problems(connection: Connection, mark: head.Mark | None, record_id: str) -> Iterator[str]:
    if mark is None or mark.record_id != record_id:
        yield _("The mark of the last known state (state.json) is missing or altered.")
        return
    known = connection.execute(select(tables.Audit.mac).where(tables.Audit.number == mark.number)).scalar()
    if mark.number and (known is None or not hmac.compare_digest(known, mark.mac)):
        yield _("The newest entries that were known outside the record are not in it.")


def _some(found: Iterator[Any], problems: list[str]) -> Iterator[Any]:
    """The first of a kind, then only their number."""
    more = 0
    for count, item in enumerate(found):
        if count < _NAMED:
            yield item
        else:
            more += 1
    if more:
        problems.append(_("And {number} more like these.").format(number=more))
