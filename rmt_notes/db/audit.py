"""The audit trail: every view, change, print, export and unlock leaves one entry, chained so that none can be altered
or left out unseen.

Each entry's `mac` is HMAC-SHA256 over the one before it and its own words; the key comes from the record's data key.
Cutting off the tail cannot be seen from the chain alone, so its head is mirrored outside the file (`head.py`) and in
the foot of printed pages.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from rmt_notes.db import engine as driver
from rmt_notes.db import tables

_JUMP = timedelta(minutes=1)
"""A clock that goes back further than this leaves an entry of its own."""

_INSERT = insert(tables.Base.metadata.tables["audit"])
_COLUMNS = tuple(column.name for column in tables.Audit.__table__.columns)
_TRAIL = f"SELECT {', '.join(_COLUMNS)} FROM audit ORDER BY number"
_quoted = json.encoder.encode_basestring_ascii
"""A text as JSON has it; what `_compact` does with one, without its making ready for anything else."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One entry being made. `fields` are names of what changed; `content` the rows left behind: `visit/<id>` to the
    SHA-256 of its body."""

    action: str
    entity: str
    entity_id: str
    client_id: str = ""
    fields: tuple[str, ...] = ()
    detail: dict[str, str | int] = field(default_factory=dict)
    content: dict[str, str] = field(default_factory=dict)

    def left(self, entity: str, entity_id: str, body: str) -> None:
        """This intention left that row with this body (empty: the row is gone)."""
        self.content[f"{entity}/{entity_id}"] = fingerprint(body) if body else ""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry."""

    number: int = 0
    mac: bytes = b""
    at: datetime | None = None


def fingerprint(body: str) -> str:
    """SHA-256 of a stored body, in hexadecimal."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


class Trail:
    """Appends to the trail within the caller's transaction. `settle` after COMMIT, `forget` after a rollback."""

    def __init__(self, key: bytes, session: str) -> None:
        self._key = key
        self.session = session
        self.head = Head()
        self._next = self.head

    def read_head(self, connection: Connection) -> Head:
        """Take up the chain where the file has it."""
        newest = tables.Audit
        row = connection.execute(
            select(newest.number, newest.mac, newest.at).order_by(newest.number.desc()).limit(1)
        ).first()
        self.head = Head(row.number, bytes(row.mac), datetime.fromisoformat(row.at)) if row else Head()
        self._next = self.head
        return self.head

    def append(self, connection: Connection, entries: Iterable[Entry], at: datetime, practitioner_id: str) -> Head:
        """Write entries after the newest one, and before them one more if the clock went back."""
        rows = []
        before = self._next.at
        if before is not None and at < before - _JUMP:
            jump = Entry(
                action="clock_jump",
                entity="clock",
                entity_id="",
                detail={"before": before.isoformat(), "after": at.isoformat()},
            )
            rows.append(self._row(jump, at, practitioner_id))
        rows.extend(self._row(entry, at, practitioner_id) for entry in entries)
        connection.execute(_INSERT, rows)
        return self._next

    def _row(self, entry: Entry, at: datetime, practitioner_id: str) -> dict[str, object]:
        detail: dict[str, object] = dict(entry.detail)
        if entry.fields:
            detail["fields"] = list(entry.fields)
        row: dict[str, object] = {
            "number": self._next.number + 1,
            "at": at.isoformat(),
            "practitioner_id": practitioner_id,
            "session": self.session,
            "action": entry.action,
            "entity": entry.entity,
            "entity_id": entry.entity_id,
            "client_id": entry.client_id,
            "detail": _compact(detail),
            "content": _compact(entry.content),
            "previous": self._next.mac,
        }
        mac = seal(self._key, self._next.mac, tuple(row[name] for name in _COLUMNS[:-2]))
        self._next = Head(self._next.number + 1, mac, at)
        return {**row, "mac": mac}

    def settle(self) -> None:
        """What was appended is committed."""
        self.head = self._next

    def forget(self) -> None:
        """What was appended is rolled back."""
        self._next = self.head


def seal(key: bytes, previous: bytes, words: tuple[object, ...]) -> bytes:
    """The code that chains an entry to the one before."""
    told = ",".join([_quoted(word) if type(word) is str else _compact(word) for word in words])
    return hmac.digest(key, previous + f"[{told}]".encode("ascii"), "sha256")


def kept_key(until: int) -> str:
    """Under which name `about` keeps the key that sealed the entries up to this number, once the record has another."""
    return f"audit_key_{until:012}"


def earlier_keys(connection: Connection) -> list[tuple[int, bytes]]:
    """The keys that sealed earlier parts of the trail, with the last number of each part, oldest first."""
    table = tables.About
    rows = connection.execute(
        select(table.key, table.value).where(table.key.startswith("audit_key_")).order_by(table.key)
    )
    return [(int(row.key.removeprefix("audit_key_")), bytes.fromhex(row.value)) for row in rows]


def gap_key(expected: int) -> str:
    """Under which name `about` keeps the number that follows where entries from this one on were lost to damage."""
    return f"audit_gap_{expected:012}"


def known_gaps(connection: Connection) -> dict[int, int]:
    """Where entries were lost to damage and that was put down: the first lost number, and the one that follows."""
    table = tables.About
    rows = connection.execute(select(table.key, table.value).where(table.key.startswith("audit_gap_")))
    return {int(row.key.removeprefix("audit_gap_")): int(row.value) for row in rows}


def broken_links(connection: Connection, key: bytes) -> Iterator[int]:
    """Numbers of entries that do not follow from the one before, are altered, or stand where one is missing."""
    earlier, gaps = earlier_keys(connection), known_gaps(connection)
    expected, previous = 1, b""
    for row in driver.rows(connection, _TRAIL):
        number, kept, mac = row[0], row[-2], row[-1]
        while earlier and number > earlier[0][0]:
            earlier.pop(0)
        sealed_with = earlier[0][1] if earlier else key
        follows = (number == expected and kept == previous) or gaps.get(expected) == number
        if not follows or not hmac.compare_digest(mac, seal(sealed_with, kept, row[:-2])):
            yield number
        expected, previous = number + 1, mac


def left_content(connection: Connection) -> dict[str, bytes]:
    """What the trail says every row's body is now: `visit/<id>` to its SHA-256, empty where the row is gone."""
    latest: dict[str, bytes] = {}
    for (content,) in driver.rows(connection, "SELECT content FROM audit WHERE content <> '{}' ORDER BY number"):
        for name, told in json.loads(content).items():
            latest[name] = digest(told)
    return latest


def digest(told: str) -> bytes:
    """A fingerprint in half the room; anything else, which an altered trail may hold, as it stands."""
    try:
        return bytes.fromhex(told)
    except ValueError:
        return told.encode("utf-8", "surrogatepass")


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
