"""An open record: its connection, its clock, who is signed in, and the one shape in which every intention is carried
out.

    with self._intention("add", "client", client.id, client_id=client.id) as (connection, entry):
        ...

is one BEGIN IMMEDIATE … COMMIT that ends with the audit entry. What goes wrong inside rolls everything back.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Insert, Table, insert, select, update
from sqlalchemy.exc import DBAPIError

from rmt_notes.clinical import codec
from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import engine as driver
from rmt_notes.db import files, head, tables
from rmt_notes.db.audit import Entry, Trail
from rmt_notes.db.errors import DiskTrouble, Refused
from rmt_notes.db.keys import Keys
from rmt_notes.db.lock import RecordLock
from rmt_notes.db.precedence import Precedence
from rmt_notes.db.raw_file import RawFile
from rmt_notes.i18n import _

V = TypeVar("V")
Clock = Callable[[], datetime]

_MARK_EVERY = 30.0
"""Seconds between two copies of the audit head outside the file while work goes on."""

_SAME_LOOK = timedelta(minutes=10)
"""Looking again at the same thing within this time leaves no second entry."""

_LEAVES_AS_IS = frozenset(
    {"preview", "print", "lock", "backup", "rehearse_restore", "restore", "change_passphrase"}
    | {"keyring_on", "keyring_off"}
)
"""What a person who may only read does as well: it leaves an entry, and the record as it was."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def local_clock() -> datetime:
    """The computer's clock in the computer's zone."""
    return datetime.now().astimezone()


def body_of(value: Any) -> str:
    """The text under which a value is kept. Halves of characters, which no file can hold, become the replacement
    character."""
    return clean(codec.canonical(value))


def clean(text: str) -> str:
    """Text that a file can hold; the same object where nothing had to be replaced."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text


def value_of(kind: type[V], body: str) -> V:
    """The value of a kept text."""
    return codec.from_plain(kind, json.loads(body))


def moment(at: datetime) -> str:
    """A time as text that sorts: in UTC, always the same length.

    Raises:
        Refused: a year no record can hold.
        ValueError: a time without zone (our own fault).
    """
    if at.tzinfo is None:
        raise ValueError("a time of the record needs a zone")
    if not 1850 <= at.year <= 9000:
        raise Refused(_("The year {year} is out of reach.").format(year=at.year))
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


class Session:
    """What every group of intentions stands on. Used from one thread only."""

    only_looks = False
    """Whether the record was opened for reading only."""

    def __init__(
        self,
        *,
        folder: Path,
        engine: Engine,
        keys: Keys,
        lock: RecordLock | None,
        record_id: str,
        practitioner: Practitioner,
        clock: Clock,
        trail: Trail,
        connection: Connection,
        warnings: tuple[str, ...] = (),
        ended_well: bool = True,
    ) -> None:
        self.folder = folder
        self.record_id = record_id
        self.warnings = warnings
        self.ended_well = ended_well
        self._practitioner = practitioner
        self._engine = engine
        self._keys = keys
        self._lock = lock
        self._clock = clock
        self._trail = trail
        self._held: Connection | None = connection
        self._looked: dict[tuple[str, str], datetime] = {}
        self._owed: list[Entry] = []
        self._marked_at = 0.0
        self._closed = False
        self._precedence = Precedence()
        self._raw: RawFile | None = None

    # --- who and when ------------------------------------------------------------------------------------------------

    @property
    def practitioner(self) -> Practitioner:
        """Who is signed in."""
        return self._practitioner

    def now(self) -> datetime:
        """The time in the clinic's zone, to the second.

        Raises:
            ValueError: the clock handed in has no zone.
        """
        at = self._clock().replace(microsecond=0)
        if at.tzinfo is None:
            raise ValueError("the clock needs a zone")
        return at

    @staticmethod
    def new_id() -> str:
        """A fresh id: 32 hexadecimal digits."""
        return uuid.uuid4().hex

    # --- transactions ------------------------------------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One consistent look at the record."""
        with self._transaction() as connection:
            yield connection

    @contextmanager
    def _intention(
        self, action: str, entity: str, entity_id: str, *, client_id: str = "", fields: tuple[str, ...] = ()
    ) -> Iterator[tuple[Connection, Entry]]:
        """One change with its audit entry, whole or not at all."""
        if action not in _LEAVES_AS_IS:
            self._must_write()
        entry = Entry(action=action, entity=entity, entity_id=entity_id, client_id=client_id, fields=fields)
        with self._precedence.first():
            with self._transaction() as connection:
                yield connection, entry
                self._append(connection, [entry])
            self._settled()

    def _append(self, connection: Connection, entries: list[Entry]) -> None:
        """Put entries, after those still owed, at the end of the trail."""
        self._trail.append(connection, [*self._owed, *entries], self.now(), self._practitioner.id)

    def _settled(self) -> None:
        """After COMMIT of a change: take the trail's new head, empty the WAL, and mirror the head now and then; at once
        where the WAL could not be emptied, so that a WAL that is lost before it can be is missed."""
        self._owed.clear()
        self._trail.settle()
        emptied = driver.checkpoint(self._connection())
        if time.monotonic() - self._marked_at > _MARK_EVERY:
            self._mark()
        elif not emptied:
            self._mark(settle=False)

    def _mark(self, *, clean: bool = False, settle: bool = True) -> None:
        """Mirror the audit head outside the file. A mark that follows each save need not wait for the folder: should
        the power go, the one before comes back, and the saves are in the log, which was waited for."""
        mark = head.Mark(self.record_id, self._trail.head.number, self._trail.head.mac, clean)
        try:
            head.write_mark(self.folder / files.STATE, mark, self._keys.audit, settle=settle)
        except DiskTrouble:
            # The change itself is committed; the older mark still stands and the next change tries again.
            self._marked_at = 0.0
        else:
            self._marked_at = time.monotonic() if settle else self._marked_at

    def _look(self, action: str, entity: str, entity_id: str, client_id: str) -> None:
        """Leave the entry of a view. On a full disk the record can still be read: the entry is owed and goes before
        the next one."""
        at = self.now()
        last = self._looked.get((entity, entity_id))
        if last is not None and timedelta(0) <= at - last < _SAME_LOOK:
            return
        entry = Entry(action=action, entity=entity, entity_id=entity_id, client_id=client_id)
        try:
            with self._transaction() as connection:
                self._append(connection, [entry])
        except DiskTrouble:
            self._owed.append(entry)
        else:
            self._settled()
        self._looked[(entity, entity_id)] = at

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        connection = self._connection()
        # What an earlier transaction appended and never committed does not count.
        self._trail.forget()
        try:
            with connection.begin():
                yield connection
        except DBAPIError as error:
            if driver.poisoned(error):
                self._drop_connection()
            trouble = driver.told(error)
            if trouble is None:
                raise
            raise trouble from error

    def _connection(self) -> Connection:
        if self._closed:
            raise Refused(_("The record is closed."))
        if self._held is None:
            try:
                self._held = self._engine.connect()
                driver.set_guarded(self._held, reader=not self._practitioner.may_write())
                with self._held.begin():
                    self._trail.read_head(self._held)
            except DBAPIError as error:
                self._drop_connection()
                trouble = driver.told(error)
                if trouble is None:
                    raise
                raise trouble from error
        return self._held

    def _drop_connection(self) -> None:
        if self._held is not None:
            self._held.invalidate()
            self._held.close()
            self._held = None

    def why_not_write(self) -> str:
        """Why nothing can be changed by whoever is signed in, in one sentence; empty where it can."""
        return "" if self._practitioner.may_write() else _("You may read this record, not write in it.")

    def _must_write(self) -> None:
        """Refuse a change by whoever may only read.

        Raises:
            Refused
        """
        reason = self.why_not_write()
        if reason:
            raise Refused(reason)
        if self._practitioner.has_ended(self.now().date()):
            raise Refused(_("Your time in this record has ended. Ask its owner to extend it."))

    def _must_administer(self) -> None:
        """Refuse what concerns the record as a whole to everybody but its owner.

        Raises:
            Refused
        """
        self._must_write()
        if not self._practitioner.administers():
            raise Refused(_("Only the owner of the record may do this."))

    def close(self) -> None:
        """Empty the WAL, mirror the audit head, close the file, free the folder. Twice is once."""
        if self._closed:
            return
        try:
            if self._owed:
                self._pay()
            if self._held is not None:
                driver.checkpoint(self._held)
            self._mark(clean=True)
        finally:
            self._closed = True
            if self._held is not None:
                self._held.close()
            self._engine.dispose()
            self._raw = None
            if self._lock is not None:
                self._lock.let_go()

    def _raw_file(self) -> RawFile:
        """The record file's own bytes, for what reads them beside the store."""
        if self._raw is None or not self._raw.is_at(self.folder / files.RECORD):
            self._raw = RawFile(self.folder / files.RECORD)
        return self._raw

    def _pay(self) -> None:
        try:
            with self._transaction() as connection:
                self._append(connection, [])
        except DiskTrouble:
            return  # still no room: the views of this session stay unlogged, and nothing else can be done about it
        self._settled()

    # --- rows and values ---------------------------------------------------------------------------------------------

    @staticmethod
    def _add(connection: Connection, entry: Entry, kind: type[tables.Base], value: Any, /, **columns: Any) -> int:
        """Keep a new value: its body, its columns, its mark in the audit entry. Returns its place in the order of
        creation."""
        table = _table(kind)
        body = body_of(value)
        seq = connection.execute(_insert(table), {"id": value.id, "body": body, **columns}).lastrowid
        entry.left(table.name, value.id, body)
        return seq

    @staticmethod
    def _change(connection: Connection, entry: Entry, kind: type[tables.Base], value: Any, /, **columns: Any) -> None:
        """Keep a value anew in place of what was there under its id."""
        table = _table(kind)
        body = body_of(value)
        connection.execute(update(table).where(table.c.id == value.id).values(body=body, **columns))
        entry.left(table.name, value.id, body)

    @staticmethod
    def _one(connection: Connection, kind: type[tables.Base], value_kind: type[V], value_id: str) -> V:
        """The value with this id.

        Raises:
            Refused: there is none.
        """
        table = _table(kind)
        body = connection.execute(select(table.c.body).where(table.c.id == value_id)).scalar()
        if body is None:
            raise Refused(_("This is no longer in the record, or never was."))
        return value_of(value_kind, body)

    @staticmethod
    def _of_client(
        connection: Connection, kind: type[tables.Base], value_kind: type[V], client_id: str
    ) -> tuple[V, ...]:
        """A client's values in the order of creation."""
        table = _table(kind)
        found = connection.execute(
            select(table.c.body).where(table.c.client_id == client_id).order_by(table.c.seq)
        ).scalars()
        return tuple(value_of(value_kind, body) for body in found)

    @staticmethod
    def _all(connection: Connection, kind: type[tables.Base], value_kind: type[V]) -> tuple[V, ...]:
        """Every value in the order of creation."""
        table = _table(kind)
        return tuple(
            value_of(value_kind, body)
            for body in connection.execute(select(table.c.body).order_by(table.c.seq)).scalars()
        )


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


def _table(kind: type[tables.Base]) -> Table:
    return tables.Base.metadata.tables[kind.__tablename__]


def changed_fields(before: Any, after: Any) -> tuple[str, ...]:
    """The names of the fields in which two values of one kind differ, for the audit trail."""
    return tuple(name for name in type(after).__dataclass_fields__ if getattr(before, name) != getattr(after, name))
