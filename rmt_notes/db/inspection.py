"""Checking the whole record, on the record's own thread or beside it while saving goes on.

A check of a large record takes minutes. Beside the store it reads one consistent state on a connection of its own,
writes nothing, and can be called off at any moment.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from rmt_notes.db import audit, checks, files, guards, head, index_check, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.errors import Damaged, RecordTrouble
from rmt_notes.db.precedence import Precedence
from rmt_notes.db.raw_file import PageCodes, RawFile, held_still
from rmt_notes.db.values import Verification
from rmt_notes.i18n import _

_NAMED = 20
"""How many single problems are named before the rest is only counted."""
_LOOK_UP = 20_000
"""Steps of the database between two looks at whether the check is still wanted: some milliseconds."""
_LOOKS = 3
"""How often the pages are looked at where somebody may be writing."""
_PAUSE = 0.05
"""Seconds between two looks while something else is waited for."""


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
    file: RawFile
    precedence: Precedence = field(default_factory=Precedence)
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
        path = self.folder / files.RECORD
        engine = driver.reading_engine(path, self.database_key)
        found = Inspection(self.folder, self.audit_key, self.record_id)
        try:
            with engine.connect() as connection:
                driver.driver(connection).set_progress_handler(self._is_off, _LOOK_UP)
                driver.between(connection, self._look_up)

                def begin() -> None:
                    connection.execute(select(func.count()).select_from(tables.Practice)).scalar()

                still = held_still(path, begin, connection.rollback, self._look_up)
                with Structure(path, self.database_key, self._look_up) as structure:
                    found.problems += self._page_problems(still)
                    found.look(connection)
                    found.problems += structure.problems()
        except (DBAPIError, dbapi2.Error) as error:
            if self._stop.is_set():
                raise CheckStopped from error
            trouble = driver.told(error)
            if not isinstance(trouble, Damaged):
                raise (trouble or error) from error
            found.problems.append(str(trouble))
        except Damaged as trouble:
            found.problems.append(str(trouble))
        finally:
            engine.dispose()
        return found.verdict()

    def _page_problems(self, still: bool) -> list[str]:
        """Every page against its own code. Where saves may be brought into the file just now, a page may be looked at
        while it is written; then it is whole at the next look."""
        for _look in range(1 if still else _LOOKS):
            codes = PageCodes(self.database_key)
            for piece in self.file.pieces():
                self._look_up()
                codes.look(piece)
            if not codes.damaged:
                return []
        return [checks.damaged_pages()]

    def _look_up(self) -> None:
        if self._is_off():
            raise CheckStopped

    def _is_off(self) -> bool:
        self.precedence.give_way()
        return self._stop.is_set()


class Structure:
    """Whether the file's tables and indexes fit each other and no row belongs to what is not there: looked at on a
    thread of its own, since none of it is Python's work."""

    def __init__(self, path: Path, key: bytes, look_up: Callable[[], None]) -> None:
        self._connection = driver.plain_connection(path, key)
        self._look_up = look_up
        self._problems: list[str] = [checks.loose()]
        self._looking = threading.Thread(target=self._look, name="structure check", daemon=True)

    def __enter__(self) -> Structure:
        self._connection.execute("PRAGMA query_only=ON")
        self._looking.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        while self._looking.is_alive():
            self._connection.interrupt()
            self._looking.join(_PAUSE)
        self._connection.close()

    def problems(self) -> list[str]:
        """Wait for what was found."""
        while self._looking.is_alive():
            self._look_up()
            self._looking.join(_PAUSE)
        return self._problems

    def _look(self) -> None:
        with suppress(dbapi2.Error):  # what cannot be looked at does not hold together; or it was called off
            whole = [row[0] for row in self._connection.execute("PRAGMA quick_check(5)")] == ["ok"]
            belongs = self._connection.execute("PRAGMA foreign_key_check").fetchone() is None
            self._problems = [
                told for told, well in ((checks.loose(), whole), (checks.parentless(), belongs)) if not well
            ]


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
        """Check the audit chain, every row against the trail, every signature, the index, the mark outside."""
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
    for check in (checks.content_problems, checks.column_problems, checks.version_problems, index_check.index_problems):
        for what in _some(check(connection), problems):
            problems.append(what)
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
