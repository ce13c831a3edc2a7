"""Making a record, and opening one: every way in which that can fail is told apart before anything is changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

import rmt_notes
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.db import engine as driver
from rmt_notes.db import files, guards, head, keys, looks, rekeyed, restore, salvaged, synced, tables
from rmt_notes.db.audit import Entry, Trail
from rmt_notes.db.errors import Damaged, NoRecord, Refused, TooNew, WrongPassphrase
from rmt_notes.db.keys import Kdf, Keys, Opened
from rmt_notes.db.lock import RecordLock
from rmt_notes.db.session import Clock, body_of, value_of
from rmt_notes.i18n import _, _n

_NEW_VAULT = files.VAULT + ".new"
_PLAIN = b"SQLite format 3\x00"
_LOG_MARKS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


@dataclass(slots=True, kw_only=True)
class Opening:
    """What `RecordStore` is built from."""

    folder: Path
    engine: Engine
    keys: Keys
    lock: RecordLock
    record_id: str
    practitioner: Practitioner
    trail: Trail
    connection: Connection
    warnings: tuple[str, ...]
    ended_well: bool


def is_record(folder: Path) -> bool:
    """Whether any part of a record lies in the folder; then nothing new is ever made there."""
    return (folder / files.VAULT).exists() or (folder / files.RECORD).exists() or restore.is_under_way(folder)


def make(
    folder: Path, passphrase: str, practice: Practice, practitioner: Practitioner, kdf: Kdf, at: datetime
) -> tuple[RecordLock, Opened, str]:
    """Make a record: whole, or nothing. Returns the lock, the keys and the recovery code to print.

    Raises:
        Refused: there is one already, or the passphrase is empty.
        Locked, DiskTrouble.
    """
    files.private_folder(folder)
    part = folder / (files.RECORD + files.PART)
    with _locked(folder) as (lock, keep):
        _finish_making(folder)
        if is_record(folder):
            raise Refused(_("There is already a record in this folder."))
        _clear(folder, part)
        vault, opened, code = keys.new_vault(uuid.uuid4().hex, practitioner.id, passphrase, kdf)
        files.new_private_file(part)
        with told():
            _fill(part, opened, practice, practitioner, at)
        keys.write_vault(folder / _NEW_VAULT, vault)
        files.put_in_place(part, folder / files.RECORD)
        files.put_in_place(folder / _NEW_VAULT, folder / files.VAULT)
        keep()
    return lock, opened, code


def open_with_passphrase(folder: Path, passphrase: str, person: str = "") -> tuple[RecordLock, Opened]:
    """Take the folder and open the keys: of the person named, or of whoever's passphrase it is.

    Raises:
        NoRecord, WrongPassphrase, Damaged, TooNew, Locked, DiskTrouble.
    """
    with _approached(folder) as (lock, vault, keep):
        opened = keys.open_with_passphrase(vault, passphrase, person)
        keep()
    return lock, opened


def open_with_code(folder: Path, code: str) -> tuple[RecordLock, Opened, dict[str, Any]]:
    """Take the folder and open the keys with the recovery code; the vault comes along, for the new passphrase.

    Raises:
        NoRecord, WrongPassphrase, Damaged, TooNew, Locked, DiskTrouble.
    """
    with _approached(folder) as (lock, vault, keep):
        opened = keys.open_with_code(vault, code)
        keep()
    return lock, opened, vault


def open_with_keyring(folder: Path, key: bytes, person: str = "") -> tuple[RecordLock, Opened]:
    """Take the folder and open the keys with what this computer's keyring held.

    Raises:
        KeyringTrouble: it does not open this record.
        NoRecord, Damaged, TooNew, Locked, DiskTrouble.
    """
    with _approached(folder) as (lock, vault, keep):
        opened = keys.open_with_keyring(vault, key, person)
        keep()
    return lock, opened


@contextmanager
def _locked(folder: Path) -> Iterator[tuple[RecordLock, Callable[[], object]]]:
    """The folder's lock, let go again unless it is kept."""
    with ExitStack() as undo:
        lock = RecordLock(folder)
        undo.callback(lock.let_go)
        yield lock, undo.pop_all


@contextmanager
def _approached(folder: Path) -> Iterator[tuple[RecordLock, dict[str, Any], Callable[[], object]]]:
    """The lock and the vault of a record whose files look right; a passphrase that fails inside is counted."""
    if not is_record(folder):
        raise NoRecord(_("There is no record in this folder."))
    with _locked(folder) as (lock, keep):
        _finish_making(folder)
        _check_file(folder / files.RECORD)
        vault = keys.read_vault(folder / files.VAULT)
        claimed = head.record_of(folder / files.STATE)
        if claimed and claimed != vault["record"]:
            raise _foreign()
        try:
            yield lock, vault, keep
        except WrongPassphrase:
            lock.count_failure()
            raise


def start(folder: Path, lock: RecordLock, opened: Opened, clock: Clock, *, action: str = "unlock") -> Opening:
    """Open the file with good keys, prove what it is, raise the guards, compare the head, and log the unlock. On
    failure the folder is freed.

    Raises:
        NoRecord, Damaged, TooNew, DiskTrouble.
    """
    path = folder / files.RECORD
    working = opened.keys()
    with ExitStack() as undo, told():
        undo.callback(lock.let_go)
        _check_file(path)
        engine = driver.engine_for(path, working.database)
        undo.callback(engine.dispose)
        connection = _connected(engine, path, working, opened.record_id)
        undo.callback(connection.close)
        with connection.begin():
            raised = guards.raise_guards(connection)
        trail = Trail(working.audit, uuid.uuid4().hex[:12])
        mark = head.read_mark(folder / files.STATE, working.audit)
        with connection.begin():
            trail.read_head(connection)
            practitioner = practitioner_of(connection, opened.person)
            entries, warnings = compare(connection, trail, mark, opened.record_id)
            if raised:
                warnings.append(
                    _("Guards of the record had been removed from outside the program; they were put back.")
                )
                detail: dict[str, str | int] = {"guards": " ".join(raised)}
                entries.append(Entry(action="guards_raised", entity="record", entity_id="", detail=detail))
            seen, whole = looks.read_looks(folder, working.audit)
            entries += [Entry(action="read_only", entity="record", entity_id="", detail=dict(look)) for look in seen]
            if not whole:
                entries.append(Entry(action="looks_altered", entity="record", entity_id=""))
            detail = {"failed_before": lock.failures} if lock.failures else {}
            entries.append(Entry(action=action, entity="record", entity_id="", detail=detail))
            at = clock().replace(microsecond=0)
            # A clock that was turned back gives nobody more time.
            today = max(at, trail.head.at or at).date()
            ended = practitioner.has_ended(today)
            if ended:
                entries[-1] = Entry(action="unlock_refused", entity="record", entity_id="", detail=detail)
            trail.append(connection, entries, at, practitioner.id)
        trail.settle()
        driver.checkpoint(connection)
        driver.set_guarded(connection, reader=not practitioner.may_write())
        if ended:
            _mark_of(folder, working, opened.record_id, trail)
            raise Refused(_("Your time in this record has ended. Ask its owner to extend it."))
        lock.forget_failures()
        files.remove(folder / looks.FILE)
        service = synced.synced_by(folder)
        if service:
            warnings.append(
                _(
                    "The record lies in a folder that {service} keeps in step. That can damage it. Close the program, "
                    "move the folder to a place of this computer's own, and let {service} have the backups instead."
                ).format(service=service)
            )
        undo.pop_all()
    return Opening(
        folder=folder,
        engine=engine,
        keys=working,
        lock=lock,
        record_id=opened.record_id,
        practitioner=practitioner,
        trail=trail,
        connection=connection,
        warnings=tuple(warnings),
        ended_well=mark.clean if mark else True,
    )


# --- making ----------------------------------------------------------------------------------------------------------


def _fill(path: Path, opened: Opened, practice: Practice, practitioner: Practitioner, at: datetime) -> None:
    engine = driver.engine_for(path, opened.keys().database)
    try:
        with engine.connect() as connection:
            with connection.begin():
                make_tables(connection)
                guards.raise_guards(connection)
                connection.execute(
                    insert(tables.About),
                    [
                        {"key": "record", "value": opened.record_id},
                        {"key": "made_at", "value": at.isoformat()},
                        {"key": "made_by", "value": rmt_notes.__version__},
                    ],
                )
                entry = Entry(action="create", entity="record", entity_id="")
                body = body_of(practice)
                connection.execute(insert(tables.Practice), {"id": 1, "body": body})
                entry.left("practice", "1", body)
                body = body_of(practitioner)
                row = {"id": practitioner.id, "person": opened.person, "name": practitioner.name, "body": body}
                connection.execute(insert(tables.Practitioner), row)
                entry.left("practitioner", practitioner.id, body)
                Trail(opened.keys().audit, "create").append(connection, [entry], at, practitioner.id)
            driver.checkpoint(connection)
    finally:
        engine.dispose()


def make_tables(connection: Connection) -> None:
    """Every table of the newest schema, and the numbers that say so; what the migrations make step by step."""
    tables.Base.metadata.create_all(connection)
    for statement in tables.SEARCH_TABLES:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc "
        "PRIMARY KEY (version_num))"
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": f"{tables.SCHEMA:04}"})
    connection.exec_driver_sql(f"PRAGMA application_id={driver.APPLICATION}")
    connection.exec_driver_sql(f"PRAGMA user_version={tables.SCHEMA}")


def _finish_making(folder: Path) -> None:
    """A program killed between the last two renames left a whole record whose key file lacks only its name; one killed
    in the middle of a restore, or of giving a new key, left a proved copy."""
    rekeyed.finish(folder)
    restore.finish(folder)
    salvaged.finish(folder)
    if (folder / files.RECORD).exists() and not (folder / files.VAULT).exists() and (folder / _NEW_VAULT).exists():
        files.put_in_place(folder / _NEW_VAULT, folder / files.VAULT)


def _clear(folder: Path, part: Path) -> None:
    """Remove what a killed making left under unfinished names."""
    for name in (part.name, part.name + "-wal", part.name + "-shm", _NEW_VAULT, _NEW_VAULT + files.PART):
        files.remove(folder / name)


# --- opening ---------------------------------------------------------------------------------------------------------


def _check_file(path: Path) -> None:
    """What can be told of a record file without its key."""
    try:
        with path.open("rb") as file:
            start = file.read(16)
            size = file.seek(0, 2)
    except FileNotFoundError as error:
        raise NoRecord(
            _("The record file (record.db) is missing from this folder. Put it back, or restore a backup.")
        ) from error
    except OSError as error:
        raise files.trouble(error) from error
    if size == 0:
        raise Damaged(_("The record file is empty. Nothing was changed. Restore a backup."))
    if start == _PLAIN:
        raise NoRecord(_("The file record.db is not a record of RMT Notes."))
    if not _has_log(path):
        _check_length(path)


def _has_log(path: Path) -> bool:
    """Whether a log with saves in it lies beside the record. Then the record file may end within a page: the power went
    while the log was being brought into it, and the whole page is still in the log.

    A log begins with 32 bytes, their first numbers and the salt of its pages among them; each page follows 24 bytes
    that repeat the salt (sqlite.org/fileformat2.html, section 4).
    """
    try:
        with path.with_name(path.name + "-wal").open("rb") as file:
            start = file.read(56)
    except OSError:
        return False
    return len(start) == 56 and start[:4] in _LOG_MARKS and start[16:24] == start[40:48]


def _check_length(path: Path) -> None:
    if path.stat().st_size % driver.PAGE:
        raise Damaged(_("The record file is cut off or damaged. Nothing was changed. Restore a backup."))


def _connected(engine: Engine, path: Path, working: Keys, record_id: str) -> Connection:
    """A connection to the right record in this program's schema."""
    with ExitStack() as undo:
        connection = engine.connect()
        undo.callback(connection.close)
        if path.stat().st_size % driver.PAGE:
            driver.checkpoint(connection)
            _check_length(path)
        check_identity(connection, record_id)
        if schema(connection) < tables.SCHEMA:
            connection.close()
            from rmt_notes.db import migrate

            migrate.upgrade(path, working.database)
            connection = engine.connect()
        undo.pop_all()
    return connection


def check_identity(connection: Connection, record_id: str) -> None:
    with connection.begin():
        if connection.exec_driver_sql("PRAGMA application_id").scalar() != driver.APPLICATION:
            raise NoRecord(_("The file record.db is not a record of RMT Notes."))
        if schema(connection) > tables.SCHEMA:
            raise TooNew
        found = connection.execute(select(tables.About.value).where(tables.About.key == "record")).scalar()
    if found != record_id:
        raise _foreign()


def _foreign() -> Damaged:
    return Damaged(_("The key file (vault.json) belongs to another record. Put the right one back beside this record."))


def schema(connection: Connection) -> int:
    """The schema's number, read with plain SQL: Alembic is loaded only when a migration is due."""
    return int(driver.driver(connection).execute("PRAGMA user_version").fetchone()[0])


def practitioner_of(connection: Connection, person: str) -> Practitioner:
    """Whose key opened the record; with the recovery code an owner."""
    rows = connection.execute(
        select(tables.Practitioner.person, tables.Practitioner.body).order_by(tables.Practitioner.seq)
    ).all()
    found = [value_of(Practitioner, row.body) for row in rows if row.person and row.person == (person or row.person)]
    for practitioner in found:
        if person or (practitioner.administers() and practitioner.active):
            return practitioner
    if found:
        return found[0]
    raise Damaged(_("The record does not know the person whose passphrase this is."))


def _mark_of(folder: Path, working: Keys, record_id: str, trail: Trail) -> None:
    mark = head.Mark(record_id, trail.head.number, trail.head.mac, True)
    head.write_mark(folder / files.STATE, mark, working.audit)


def compare(
    connection: Connection, trail: Trail, mark: head.Mark | None, record_id: str
) -> tuple[list[Entry], list[str]]:
    """Hold the audit trail against the mark outside the file: what is newer outside was lost inside."""
    if mark is None or mark.record_id != record_id:
        if trail.head.number <= 1:
            return [], []  # just made
        return [Entry(action="mark_missing", entity="record", entity_id="")], [
            _(
                "The mark of the last known state (state.json) is missing or altered, so nobody can tell "
                "whether the newest entries are all here."
            )
        ]
    if mark.number > trail.head.number:
        lost = mark.number - trail.head.number
        entry = Entry(
            action="loss_found",
            entity="record",
            entity_id="",
            detail={"expected": mark.number, "found": trail.head.number},
        )
        return [entry], [
            _n(
                "This record is older than when it was last open: the newest entry is missing. If you put "
                "back a backup, this is expected.",
                "This record is older than when it was last open: the {number} newest entries are missing. If "
                "you put back a backup, this is expected.",
                lost,
            ).format(number=lost)
        ]
    known = connection.execute(select(tables.Audit.mac).where(tables.Audit.number == mark.number)).scalar()
    if mark.number and known != mark.mac:
        entry = Entry(action="history_differs", entity="record", entity_id="", detail={"at": mark.number})
        return [entry], [
            _("This record's history is not the one that was last open here. It may be another copy of the record.")
        ]
    return [], []


@contextmanager
def told() -> Iterator[None]:
    """Database errors, SQLAlchemy's and the driver's own, as the world's faults."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        trouble = driver.told(error)
        if trouble is None:
            raise
        raise trouble from error


def give_slot(
    folder: Path, vault: dict[str, Any], opened: Opened, person: str, passphrase: str, kdf: Kdf
) -> dict[str, Any]:
    """Write the vault with a person's new passphrase.

    Raises:
        DiskTrouble: the vault is then as it was.
    """
    changed = keys.with_passphrase(vault, opened, person, passphrase, kdf)
    keys.write_vault(folder / files.VAULT, changed)
    return changed
