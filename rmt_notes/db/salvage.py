"""Saving what can be read of a damaged record.

Every readable row goes into a new file under the same key, so that the same passphrases open it. What other rows need
and was lost is put in its place by a stand-in that says so. The damaged file is set aside whole, nothing of it is
changed, and an entry of the audit trail says what was lost.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlcipher3 import dbapi2

from rmt_notes.db import engine as driver
from rmt_notes.db import files, guards, head, keys, restore, salvaged, tables
from rmt_notes.db import opening as doors
from rmt_notes.db.damaged import DamagedFile, whole_pages
from rmt_notes.db.damaged import opened as damaged_file
from rmt_notes.db.errors import Damaged, TooNew
from rmt_notes.db.index import TABLES as INDEX
from rmt_notes.db.keys import Opened
from rmt_notes.db.lock import RecordLock
from rmt_notes.db.mending import Mending
from rmt_notes.db.session import Clock, local_clock
from rmt_notes.db.upkeep import make_index
from rmt_notes.i18n import _, _n

_DERIVED = frozenset({*INDEX, "visit_summary", "client_summary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage:
    """What was saved: rows of each kind that were read, row numbers of each kind that were not, sentences for the
    person, and the folder with the damaged file."""

    kept: Mapping[str, int]
    lost: Mapping[str, int]
    sentences: tuple[str, ...]
    aside: Path

    def is_whole(self) -> bool:
        """Whether nothing was lost."""
        return not any(self.lost.values())


def salvage(
    folder: Path, secret: str, *, person: str = "", by_code: bool = False, clock: Clock = local_clock
) -> Salvage:
    """Make a new record of every readable row, in place of the damaged one, which is set aside.

    Raises:
        WrongPassphrase: it does not open the keys; nothing was changed.
        Damaged: nothing can be read, for the first page is gone; nothing was changed.
        NoRecord, TooNew, Locked, DiskTrouble.
    """
    lock = RecordLock(folder)
    with ExitStack() as undo:
        undo.callback(lock.let_go)
        salvaged.finish(folder)
        vault = keys.read_vault(folder / files.VAULT)
        if by_code:
            opened = keys.open_with_code(vault, secret)
        else:
            opened = keys.open_with_passphrase(vault, secret, person)
        mark = head.read_mark(folder / files.STATE, opened.keys().audit)
        source = folder / salvaged.SOURCE
        undo.callback(salvaged.clear, folder, salvaged.SOURCE)
        _copy(folder, source)
        part = folder / (salvaged.RECORD + files.PART)
        undo.callback(salvaged.clear, folder, part.name)
        salvaged.clear(folder, part.name)
        files.new_private_file(part)
        kept, lost, told = _made_anew(source, part, opened, vault, clock, mark.number if mark else 0)
        files.put_in_place(part, folder / salvaged.RECORD)
        aside = _set_aside(folder, clock)
        salvaged.finish(folder)
    return Salvage(kept=kept, lost=lost, sentences=tuple(_sentences(kept, lost, told)), aside=aside)


# --- reading and making ----------------------------------------------------------------------------------------------


def _copy(folder: Path, source: Path) -> None:
    """The damaged file with its log, to work on."""
    salvaged.clear(folder, source.name)
    try:
        if not (folder / files.RECORD).exists() or not (folder / files.RECORD).stat().st_size:
            raise Damaged(_("There is nothing to read: the record file is empty or missing. Restore a backup."))
        for ending in ("", "-wal"):
            original = folder / (files.RECORD + ending)
            if original.exists():
                copy = source.with_name(source.name + ending)
                files.new_private_file(copy)
                shutil.copyfile(original, copy)
        whole_pages(source)
    except OSError as error:
        raise files.trouble(error) from error


def _made_anew(
    source: Path, part: Path, opened: Opened, vault: Mapping[str, Any], clock: Clock, last: int
) -> tuple[dict[str, int], dict[str, int], list[str]]:
    working = opened.keys()
    try:
        damaged = damaged_file(source, working.database)
    except dbapi2.DatabaseError as error:
        raise Damaged(
            _("Nothing of this file can be read: the pages that say what lies where are damaged. Restore a backup.")
        ) from error
    kept: dict[str, int] = {}
    lost: dict[str, int] = {}
    with closing(damaged):
        if damaged.schema() > tables.SCHEMA:
            raise TooNew
        there = damaged.tables()
        engine = driver.engine_for(part, working.database)
        try:
            with engine.connect() as connection:
                driver.driver(connection).execute("PRAGMA foreign_keys=OFF")
                with connection.begin():
                    doors.make_tables(connection)
                    for table in tables.Base.metadata.sorted_tables:
                        if table.name not in _DERIVED:
                            kept[table.name], lost[table.name] = _take(
                                connection, damaged, table, table.name in there, last if table.name == "audit" else 0
                            )
                    told = Mending(connection, opened, vault, clock).mend(lost)
                    make_index(connection)
                    guards.raise_guards(connection)
                driver.checkpoint(connection)
                if driver.damaged_pages(connection) or not driver.holds_together(connection):
                    raise Damaged
                driver.driver(connection).execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            engine.dispose()
    return kept, lost, told


def _take(connection: Connection, damaged: DamagedFile, table: Table, there: bool, known_last: int) -> tuple[int, int]:
    """Every readable row of a table. Returns how many were read, and how many row numbers were not."""
    if not there:
        return 0, 0
    gone: list[int] = []
    count = 0
    waiting: list[dict[str, Any]] = []
    for row in damaged.rows(table, gone, known_last):
        waiting.append(row)
        count += 1
        if len(waiting) >= 200:
            connection.execute(insert(table).prefix_with("OR IGNORE"), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table).prefix_with("OR IGNORE"), waiting)
    return count, len(gone)


# --- putting in place ------------------------------------------------------------------------------------------------


def _set_aside(folder: Path, clock: Clock) -> Path:
    """The damaged file goes first: with it out of the way the new one will be put in place, whatever happens."""
    at = clock()
    goal = folder / f"{restore.ASIDE}{at:%Y%m%d-%H%M%S}-{at.microsecond:06}000"
    try:
        goal.mkdir(mode=0o700)
        os.replace(folder / files.RECORD, goal / files.RECORD)
        files.flush_folder(goal)
        files.flush_folder(folder)
    except OSError as error:
        raise files.trouble(error) from error
    return goal


def _sentences(kept: Mapping[str, int], lost: Mapping[str, int], told: list[str]) -> Iterator[str]:
    yield _(
        "Saved: {clients} clients, {visits} visits, {versions} signed versions and {drafts} unsigned notes."
    ).format(clients=kept["client"], visits=kept["visit"], versions=kept["note_version"], drafts=kept["draft"])
    gone = {name: number for name, number in lost.items() if number}
    if gone:
        parts = ", ".join(f"{number} × {name.replace('_', ' ')}" for name, number in gone.items())
        yield _("On damaged pages, at most: {parts}.").format(parts=parts)
    else:
        yield _("Every row could be read.")
    for sentence, times in Counter(told).items():
        yield (
            sentence
            if times == 1
            else _n("{what} ({times} time)", "{what} ({times} times)", times).format(what=sentence, times=times)
        )
