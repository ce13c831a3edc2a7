"""Opens the encrypted file through SQLAlchemy, one connection, set so that what was acknowledged survives a power
cut."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from rmt_notes.db import files, guards
from rmt_notes.db.errors import Damaged, Locked, RecordTrouble, Refused
from rmt_notes.i18n import _

APPLICATION = 0x524D544E
"""Marks the file as ours: the letters RMTN."""

PAGE = 4096
_WAITS_MS = 5000
_LEAST_SQLITE = (3, 51, 3)
"""The first release without the fault that could corrupt a WAL while it is reset."""
_LEAST_SQLCIPHER = (4, 14)

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "recursive_triggers=ON",
    "cell_size_check=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",
)

_BETWEEN = "between"
_NO_ROOM = {"SQLITE_FULL", "SQLITE_TOOBIG"}
_BROKEN = {"SQLITE_NOTADB", "SQLITE_CORRUPT"}


def engine_for(path: Path, key: bytes) -> Engine:
    """An engine over an existing file. The key goes straight to the driver and is never part of an address."""

    def create() -> Any:
        connection = plain_connection(path, key)
        with ExitStack() as undo:
            undo.callback(connection.close)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").fetchone()
            if sys.platform == "darwin":
                connection.execute("PRAGMA fullfsync=ON")
                connection.execute("PRAGMA checkpoint_fullfsync=ON")
            check_driver(connection)
            undo.pop_all()
        return connection

    # The driver's own transactions let a rolled-back CREATE TABLE survive; ours are written out, and take the write
    # lock at once.
    engine = _engine(create, "BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error")
    def look_again(context: ExceptionContext) -> None:
        # After a damaged page the driver calls the whole file read-only. The system knows better.
        if error_name(context.original_exception).startswith("SQLITE_READONLY") and _may_write(path):
            context.original_exception.sqlite_errorname = "SQLITE_CORRUPT"  # type: ignore[attr-defined]  # the driver's

    return engine


def _engine(create: Callable[[], Any], begins: str) -> Engine:
    """An engine over these connections, whose transactions begin so."""
    engine = create_engine(
        "sqlite+pysqlite://", module=dbapi2, creator=create, poolclass=NullPool, hide_parameters=True, echo=False
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(begins)

    return engine


def reading_engine(path: Path, key: bytes) -> Engine:
    """An engine whose connections read one consistent state and write nothing: for work beside the store."""

    def create() -> Any:
        connection = plain_connection(path, key)
        connection.execute("PRAGMA query_only=ON")
        return connection

    return _engine(create, "BEGIN")


def looking_engine(path: Path, key: bytes) -> Engine:
    """An engine that only reads: of a file that nobody writes to, also on a disk that cannot be written to. A log
    beside the file is taken in first, so such a file has to be a copy."""
    log = path.with_name(path.name + "-wal")
    mode = "mode=rw" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"

    def create() -> Any:
        connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        with ExitStack() as undo:
            undo.callback(connection.close)
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in ("query_only=ON", "trusted_schema=OFF", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            undo.pop_all()
        return connection

    return _engine(create, "BEGIN")


def plain_connection(path: Path, key: bytes) -> Any:
    """The driver's own connection to an encrypted file, for copies: nothing is set on it but the key.

    Raises:
        sqlcipher3.dbapi2.Error: as the driver says it.
    """
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_WAITS_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    with ExitStack() as undo:
        undo.callback(connection.close)
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        undo.pop_all()
    return connection


def error_name(error: BaseException | None) -> str:
    """The driver's name for what went wrong; empty where it has none."""
    return str(getattr(error, "sqlite_errorname", "") or "")


def _may_write(path: Path) -> bool:
    """Whether the system lets us write to the record and beside it; a read-only file system says no to everybody."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def check_driver(connection: Any) -> None:
    """Refuse a driver with known faults, or one that would write plain text.

    Raises:
        RuntimeError: with the version found.
    """
    row = connection.execute("PRAGMA cipher_version").fetchone()
    cipher = _numbers(str(row[0])) if row else (0,)
    if cipher < _LEAST_SQLCIPHER:
        raise RuntimeError(f"SQLCipher {cipher} is too old or missing")
    sqlite = _numbers(dbapi2.sqlite_version)
    if sqlite < _LEAST_SQLITE:
        raise RuntimeError(f"SQLite {sqlite} is too old")
    options = {option for (option,) in connection.execute("PRAGMA compile_options")}
    if "ENABLE_FTS5" not in options or not options & {"TEMP_STORE=2", "TEMP_STORE=3"}:
        raise RuntimeError("SQLCipher lacks full-text search, or would write temporary files in clear")
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if synchronous < 2:
        raise RuntimeError("The database would not wait for the disk")


def told(error: DBAPIError | dbapi2.Error) -> RecordTrouble | None:
    """The world's fault behind a database error, SQLAlchemy's or the driver's own; None where the fault is ours and has
    to come through as it is."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = error_name(cause)
    if name in _NO_ROOM:
        return files.full()
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return files.read_only()
    if name.startswith("SQLITE_IOERR"):
        return files.failing()
    if name.startswith(tuple(_BROKEN)) or "vtable constructor failed" in str(cause):
        return Damaged()
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Locked()
    if name == "SQLITE_AUTH":
        return Refused(guards.forbidden())
    return _told_constraint(str(cause)) if name.startswith("SQLITE_CONSTRAINT") else None


def _told_constraint(message: str) -> RecordTrouble | None:
    """The driver gives no finer code than "constraint"; its words tell them apart and hold no values."""
    if message.startswith("guard:"):
        return Refused(guards.spoken(message))
    if message.startswith("FOREIGN KEY"):
        return Refused(_("This belongs to something that is not in the record."))
    if message.startswith("UNIQUE"):
        return Refused(_("This is already in the record."))
    return None


def poisoned(error: DBAPIError) -> bool:
    """Whether the connection has to be thrown away: after a damaged page it answers nothing any more. A full disk
    leaves it sound, and opening another would need room."""
    return error_name(error.orig).startswith((*_BROKEN, "SQLITE_IOERR"))


def driver(connection: Connection) -> Any:
    """The driver's own connection, for what has no place in a transaction."""
    return connection.connection.driver_connection


def between(connection: Connection, look_up: Callable[[], object]) -> None:
    """What is asked between two rows of long readings on this connection: whether a save should go first, whether the
    reading is still wanted."""
    connection.info[_BETWEEN] = look_up


def asked_between(connection: Connection) -> Callable[[], object]:
    """What was given so; else what does nothing."""
    found: Callable[[], object] = connection.info.get(_BETWEEN, _nothing)
    return found


def _nothing() -> None:
    """Nobody asks."""


def rows(connection: Connection, words: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them: where hundreds of thousands are looked through, in a fraction of the time. Before
    each, what `between` was given for this connection is asked.

    Raises:
        RecordTrouble: the world's fault behind the driver's error.
    """
    look_up = asked_between(connection)
    try:
        for row in driver(connection).execute(words, values):
            look_up()
            yield row
    except dbapi2.Error as error:
        trouble = told(error)
        if trouble is None:
            raise
        raise trouble from error


def checkpoint(connection: Connection) -> bool:
    """Bring everything from the WAL into the record file and empty the WAL, so that losing the WAL loses nothing.

    False where there was no room for it, a page is damaged, or a backup is reading just now: what was committed then
    stays safe in the WAL, and whoever reads next is told.
    """
    own = driver(connection)
    try:
        own.execute("PRAGMA busy_timeout=0")  # no save waits for a backup to end
        (busy, *_pages) = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        own.execute(f"PRAGMA busy_timeout={_WAITS_MS}")
    except dbapi2.DatabaseError:
        return False
    return not busy


def damaged_pages(connection: Connection) -> bool:
    """Whether a page's own code does not fit. Looks at the record file alone: empty the WAL first."""
    try:
        return bool(driver(connection).execute("PRAGMA cipher_integrity_check").fetchall())
    except dbapi2.DatabaseError:
        return True


def holds_together(connection: Connection) -> bool:
    """Whether the file's tables and indexes fit each other."""
    try:
        return [row[0] for row in driver(connection).execute("PRAGMA quick_check(5)")] == ["ok"]
    except dbapi2.DatabaseError:
        return False


def set_guarded(connection: Connection, *, reader: bool = False) -> None:
    """From here on the connection refuses to take the record's guards away, and for a reader every change."""
    driver(connection).set_authorizer(guards.authorize_reader if reader else guards.authorize)


@contextmanager
def destroying(connection: Connection) -> Iterator[None]:
    """For as long as it lasts, rows of clients named in the destruction log may be removed, and what is removed is
    overwritten."""
    own = driver(connection)
    own.execute("PRAGMA secure_delete=ON")
    own.set_authorizer(guards.authorize_destruction)
    try:
        yield
    finally:
        own.set_authorizer(guards.authorize)


def compact(connection: Connection) -> None:
    """Write the whole file anew without its free pages, and empty the WAL: nothing of what was removed is left in
    either.

    Raises:
        RecordTrouble: there is no room for it; the record is as it was.
    """
    own = driver(connection)
    own.set_authorizer(None)
    try:
        own.execute("VACUUM")
    except dbapi2.DatabaseError as error:
        trouble = told(error)
        if trouble is None:
            raise
        raise trouble from error
    finally:
        own.set_authorizer(guards.authorize)
    checkpoint(connection)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split()[0].split(".") if part.isdigit())
