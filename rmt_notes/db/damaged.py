"""Reading what can be read of a damaged record: row by row, with a fresh connection after every damaged page, because a
connection that met one answers nothing any more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlcipher3 import dbapi2

from rmt_notes.db import engine as driver

_AT_ONCE = 512
"""Rows asked for together while all is well."""
_FELT = 1024
"""How many row numbers are tried where nothing says how many there are."""
_SINCE = 200
"""Rows that may have come after the last known one."""
_MOST_PROBES = 40_000
"""Failed looks into one table, after which the rest of it is given up."""


class DamagedFile:
    """An encrypted file with damaged pages. Work on a copy: opening it may bring its log in.

    Raises:
        sqlcipher3.dbapi2.DatabaseError: from the start: nothing of it can be read, its first page included.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._connection = self._connected()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def tables(self) -> frozenset[str]:
        """The names of the tables the file knows of."""
        try:
            rows = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        except dbapi2.DatabaseError:
            self._again()
            return frozenset()
        return frozenset(str(row[0]) for row in rows)

    def schema(self) -> int:
        """The number of the file's schema."""
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def rows(self, table: Table, lost: list[int], known_last: int = 0) -> Iterator[dict[str, Any]]:
        """Every row that can be read, in the order of the file. Row numbers on unreadable pages go into `lost`; some of
        them may never have been rows. `known_last` is the highest row number where it is known from elsewhere."""
        names = [column.name for column in table.columns]
        words = f"SELECT rowid, {', '.join(names)} FROM {table.name} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        last = self._last(table.name, known_last)
        budget = _MOST_PROBES
        waiting = [(start, min(start + _AT_ONCE - 1, last)) for start in range(1, last + 1, _AT_ONCE)][::-1]
        while waiting:
            first, end = waiting.pop()
            try:
                found = self._connection.execute(words, (first, end)).fetchall()
            except dbapi2.DatabaseError:
                self._again()
                budget -= 1
                if first == end or budget <= 0:
                    lost.extend(range(first, end + 1))
                else:
                    middle = (first + end) // 2
                    waiting += [(middle + 1, end), (first, middle)]
                continue
            yield from (dict(zip(names, row[1:], strict=True)) for row in found)

    def _last(self, name: str, known: int) -> int:
        """The highest row number there may be; asked of the table, else of its indexes, else felt for."""
        for words in (
            f"SELECT max(rowid) FROM {name}",
            f"SELECT max(rowid) FROM (SELECT rowid FROM {name} INDEXED BY sqlite_autoindex_{name}_1)",
        ):
            try:
                row = self._connection.execute(words).fetchone()
            except dbapi2.DatabaseError:
                self._again()
            else:
                return int(row[0] or 0)
        if known:
            return known + _SINCE
        reach = 0
        for power in range(22):
            try:
                if self._connection.execute(
                    f"SELECT rowid FROM {name} WHERE rowid >= ? LIMIT 1", (1 << power,)
                ).fetchone():
                    reach = 1 << (power + 1)
            except dbapi2.DatabaseError:
                self._again()
                reach = max(reach, min(1 << power, _FELT))
        return reach

    def _again(self) -> None:
        self._connection.close()
        self._connection = self._connected()

    def _connected(self) -> Any:
        connection = dbapi2.connect(
            f"{self._path.absolute().as_uri()}?mode=rw", uri=True, timeout=5, isolation_level=None
        )
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{self._key.hex()}'\"")
        # A file that is shorter than its first page says is read as far as it goes.
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return connection


def opened(path: Path, key: bytes) -> DamagedFile:
    """The file, as far as it can be read. One that was cut off is made as long again as its first page says, with
    nothing in it.

    Raises:
        sqlcipher3.dbapi2.DatabaseError: nothing of it can be read.
    """
    size = path.stat().st_size
    for times in (1, 2, 4, 8, 16):
        os.truncate(path, size * times)
        try:
            return DamagedFile(path, key)
        except dbapi2.DatabaseError:
            if times == 16:
                os.truncate(path, size)
                raise
    raise AssertionError("the last try returns or raises")


def whole_pages(path: Path) -> None:
    """Cut off half a page at the end: nothing of it can be read, and with it the file cannot be opened."""
    size = path.stat().st_size
    if size % driver.PAGE:
        with path.open("r+b") as file:
            file.truncate(size - size % driver.PAGE)
