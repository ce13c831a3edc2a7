"""A record of tens of thousands of clients, made in a minute or two: the sample practice is taken in once through the
store, then its rows are copied over and over under new ids, names and days, straight into the tables.

Everything a real record has is there and right: derived rows, search text, hashes of signed versions, an audit trail
whose entries say what every row was left as. `RecordStore.verify` finds nothing wrong with it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from rmt_notes.clinical import codec
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.record import WholeRecord
from rmt_notes.clinical.visit import NoteVersion, Visit
from rmt_notes.db import Kdf, RecordStore, audit, checks, files, head, index, keys, search, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.clients import columns_of
from rmt_notes.db.session import body_of, value_of
from rmt_notes.db.signatures import hash_of
from tools.bench_record import names

PASSPHRASE = "eight grey herons wading"
DAYS_BETWEEN = 3
"""Every copy lies so many days before the one made before it: a practice of years, not of one busy day."""
_EARLIER = timedelta(days=1500)
_OWN = ("about", "practice", "practitioner", "provider", "audit", "phrase", "template", "own_word")
"""Tables that are about the practice, not about one client."""
_RARE = "zq0000"
_PIECE = re.compile(r"((?<![0-9a-f])0000[0-9a-f]{28}(?![0-9a-f])|zq0000|(?<![\d-])\d{4}-\d\d-\d\d(?![\d-]))")
_HASH = re.compile(r'"content_hash":"[0-9a-f]{64}",?')
_PER_VISIT = ("start", "keep", "keep", "view", "sign")
"""What a visit leaves in the audit trail."""


def build(folder: Path, sample: RecordStore, clients: int, say: Callable[[str], None] = lambda words: None) -> int:
    """Make the record. Returns how many visits it has."""
    taken = _with_more_visits(_under_other_ids(sample.export_record()))
    store, _code = RecordStore.create(folder, PASSPHRASE, taken.practice, taken.practitioners[0], kdf=Kdf.default)
    with store:
        store.import_record(taken)
    opened = keys.open_with_passphrase(keys.read_vault(folder / files.VAULT), PASSPHRASE)
    connection = driver.plain_connection(folder / files.RECORD, opened.keys().database)
    copies = -(-clients // len(taken.clients))
    try:
        for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-400000", "wal_autocheckpoint=100000"):
            connection.execute(f"PRAGMA {pragma}").fetchone()
        press = _Press(connection, opened.keys().audit, opened.record_id)
        for copy in range(1, copies):
            if copy % 50 == 1:
                connection.execute("BEGIN IMMEDIATE")
            press.copy(copy)
            if copy % 50 == 0 or copy == copies - 1:
                connection.execute("COMMIT")
                say(f"{copy + 1} of {copies}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        mark = head.Mark(opened.record_id, press.number, press.mac, True)
        head.write_mark(folder / files.STATE, mark, opened.keys().audit)
        return int(connection.execute("SELECT count(*) FROM visit").fetchone()[0])
    finally:
        connection.close()


def _under_other_ids(record: WholeRecord) -> WholeRecord:
    """Every id but the people's begins with four zeros, which each copy replaces by its own number; unsigned notes,
    which no practice has by the thousand, are left out."""
    people = {one.id for one in record.practitioners} | {one.id for one in record.providers}
    open_ones = {draft.visit_id for draft in record.drafts}
    record = replace(
        record,
        drafts=(),
        visits=tuple(visit for visit in record.visits if visit.id not in open_ones),
        versions=tuple(version for version in record.versions if version.visit_id not in open_ones),
    )

    def another(found: re.Match[str]) -> str:
        return found[0] if found[1] in people else f'"{_another_id(found[1])}"'

    plain = json.loads(re.sub(r'"([0-9a-f]{32})"', another, codec.canonical(record)))
    return codec.from_plain(WholeRecord, plain)


def _with_more_visits(record: WholeRecord) -> WholeRecord:
    """Every visit a second time, years earlier, and a rare word in every note; the hashes are made anew."""
    most = max(visit.number for visit in record.visits)
    visits = [*record.visits, *(_earlier_visit(visit, most) for visit in record.visits)]
    versions = [*record.versions, *(_earlier_version(version) for version in record.versions)]
    return replace(record, visits=tuple(visits), versions=tuple(_named(version) for version in versions))


def _earlier_visit(visit: Visit, most: int) -> Visit:
    return replace(
        visit,
        id=_another_id(visit.id),
        number=visit.number + most,
        started_at=visit.started_at - _EARLIER,
        entered_at=visit.entered_at - _EARLIER,
    )


def _earlier_version(version: NoteVersion) -> NoteVersion:
    return replace(
        version,
        id=_another_id(version.id),
        visit_id=_another_id(version.visit_id),
        signed_at=version.signed_at - _EARLIER,
        note=replace(version.note, carried=()),
    )


def _another_id(old: str) -> str:
    return f"0000{hashlib.md5(old.encode()).hexdigest()[4:]}"


def _named(version: NoteVersion) -> NoteVersion:
    said = version.note.subjective
    note = replace(version.note, subjective=replace(said, notes=f"{said.notes} {_RARE}".strip()))
    version = replace(version, note=note, content_hash="")
    return replace(version, content_hash=hash_of(version))


@dataclass(slots=True)
class _Table:
    """The rows of a table that every copy repeats, each text cut where something is put in."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    step: int
    insert: str


@dataclass(slots=True)
class _Copy:
    """What one copy puts in the place of the pieces."""

    number: int
    days: timedelta = field(init=False)
    prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.days = timedelta(days=-DAYS_BETWEEN * self.number)
        self.prefix = f"{self.number:04x}"

    def text(self, pieces: tuple[str, ...]) -> str:
        """A text of this copy."""
        if len(pieces) == 1:
            return pieces[0]
        made = list(pieces)
        for at in range(1, len(made), 2):
            piece = made[at]
            if piece == _RARE:
                made[at] = f"zq{self.prefix}"
            elif piece[4] == "-":
                made[at] = _moved(piece, self.days)
            else:
                made[at] = self.prefix + piece[4:]
        return "".join(made)


@lru_cache(maxsize=200_000)
def _moved(day: str, by: timedelta) -> str:
    try:
        return (date.fromisoformat(day) + by).isoformat()
    except (ValueError, OverflowError):
        return day


class _Press:
    """Prints copies of the rows that are there when it is made."""

    def __init__(self, connection: Any, key: bytes, record_id: str) -> None:
        self._connection = connection
        self._key = key
        (self.number, mac, self._at, self._person) = connection.execute(
            "SELECT number, mac, at, practitioner_id FROM audit ORDER BY number DESC LIMIT 1"
        ).fetchone()
        self.mac = bytes(mac)
        self._record_id = record_id
        self._tables = [self._read(table) for table in tables.Base.metadata.sorted_tables if table.name not in _OWN]
        self._clients = len(next(each for each in self._tables if each.name == "client").rows)
        self._names = itertools.islice(names(), self._clients, None)
        self._file_numbers = itertools.count(
            1 + int(connection.execute("SELECT max(file_number) FROM client").fetchone()[0])
        )
        self._words = self._read_words()

    def _read(self, table: Any) -> _Table:
        columns = tuple(column.name for column in table.columns)
        found = self._connection.execute(f"SELECT {', '.join(columns)} FROM {table.name}").fetchall()
        rows = [tuple(tuple(_PIECE.split(cell)) if isinstance(cell, str) else cell for cell in row) for row in found]
        at = columns.index("seq") if "seq" in columns else None
        step = max((row[at] for row in found), default=0) if at is not None else 0
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
        return _Table(table.name, columns, rows, step, insert)

    def _read_words(self) -> list[tuple[int, tuple[str, ...]]]:
        """The search text of every note; a day in it stands without hyphens."""
        chosen = (
            "SELECT seen.text_row, version.body FROM visit_summary seen "
            "JOIN note_version version ON version.visit_id = seen.visit_id "
            "WHERE version.number = (SELECT max(number) FROM note_version WHERE visit_id = seen.visit_id)"
        )
        found = [(row, body) for row, body in self._connection.execute(chosen)]
        days = {day for _row, body in found for day in re.findall(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])", body)}
        spoken = {day.replace("-", " "): day for day in days}
        cut = re.compile("|".join(rf"\b{re.escape(each)}\b" for each in spoken)) if spoken else None
        lines = []
        for row, body in found:
            words = index.note_text(json.loads(body)["note"])
            lines.append((row, cut.sub(lambda each: spoken[each[0]], words) if cut else words))
        return [(row, tuple(_PIECE.split(words))) for row, words in lines]

    def copy(self, number: int) -> None:
        """One more copy of everything."""
        copy = _Copy(number)
        bodies: dict[str, dict[Any, str]] = {}
        owners: dict[str, str] = {}
        steps = {table.name: table.step for table in self._tables}
        for table in self._tables:
            if table.rows:
                rows = [self._row(table, row, copy, steps) for row in table.rows]
                self._connection.executemany(table.insert, rows)
                if name := checks.KEPT_AS.get(table.name):
                    place, body = table.columns.index(name), table.columns.index("body")
                    bodies[table.name] = {row[place]: row[body] for row in rows}
                    if table.name == "visit":
                        owner = table.columns.index("client_id")
                        owners = {row[place]: row[owner] for row in rows}
        self._connection.executemany("INSERT INTO note_text (rowid, words) VALUES (?, ?)", self._spoken(copy, steps))
        self._log(bodies, owners)

    def _row(self, table: _Table, row: tuple[Any, ...], copy: _Copy, steps: dict[str, int]) -> tuple[Any, ...]:
        cells: list[Any] = [copy.text(cell) if isinstance(cell, tuple) else cell for cell in row]
        at = {name: place for place, name in enumerate(table.columns)}
        if "seq" in at:
            cells[at["seq"]] += table.step * copy.number
        if table.name == "client":
            return self._client(table, cells)
        if table.name == "client_summary":
            cells[at["client_seq"]] += steps["client"] * copy.number
        elif table.name == "visit_summary":
            cells[at["text_row"]] = _row_of_words(cells[at["text_row"]], copy, steps["visit"])
        elif table.name == "note_version":
            body = str(cells[at["body"]])
            own = hashlib.sha256(_HASH.sub("", body).encode()).hexdigest()
            cells[at["content_hash"]] = own
            cells[at["body"]] = _HASH.sub(lambda old: re.sub("[0-9a-f]{64}", own, old[0]), body)
        return tuple(cells)

    def _client(self, table: _Table, cells: list[Any]) -> tuple[Any, ...]:
        """A client under another name and number, with the columns and the search text that follow from them."""
        at = {name: place for place, name in enumerate(table.columns)}
        person = value_of(Client, cells[at["body"]])
        first, last = next(self._names)
        number = next(self._file_numbers)
        person = replace(
            person,
            file_number=number,
            first_name=first,
            last_name=last,
            preferred_name="",
            phone=f"705-555-{number % 10_000:04}",
            email="",
        )
        made = {**dict(zip(table.columns, cells, strict=True)), **columns_of(person), "body": body_of(person)}
        self._connection.execute(
            "INSERT INTO client_text (rowid, words) VALUES (?, ?)", (made["seq"], search.client_words(person))
        )
        return tuple(made[name] for name in table.columns)

    def _spoken(self, copy: _Copy, steps: dict[str, int]) -> Iterator[tuple[int, str]]:
        for row, words in self._words:
            made = [piece if at % 2 == 0 else copy.text(("", piece, "")) for at, piece in enumerate(words)]
            for at in range(1, len(made), 2):
                if words[at][4] == "-":
                    made[at] = made[at].replace("-", " ")
            yield _row_of_words(row, copy, steps["visit"]), "".join(made)

    def _log(self, bodies: dict[str, dict[Any, str]], owners: dict[str, str]) -> None:
        """What making these rows would have left in the audit trail."""
        content = {
            f"{entity}/{row_id}": audit.fingerprint(body)
            for entity, found in bodies.items()
            if entity not in ("visit", "note_version")
            for row_id, body in found.items()
        }
        rows = [self._entry("import", "record", "", "", content)]
        signed: dict[str, dict[str, str]] = {visit: {} for visit in owners}
        for version_id, body in bodies.get("note_version", {}).items():
            found = re.search(r'"visit_id":"([0-9a-f]{32})"', body)
            assert found is not None
            signed[found[1]][f"note_version/{version_id}"] = audit.fingerprint(body)
        for visit, client in owners.items():
            signed[visit][f"visit/{visit}"] = audit.fingerprint(bodies["visit"][visit])
            for action in _PER_VISIT:
                left = signed[visit] if action == "sign" else {}
                rows.append(self._entry(action, "visit", visit, client, left))
        columns = tuple(column.name for column in tables.Audit.__table__.columns)
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO audit ({', '.join(columns)}) VALUES ({marks})", rows)

    def _entry(
        self, action: str, entity: str, entity_id: str, client_id: str, content: dict[str, str]
    ) -> tuple[object, ...]:
        self.number += 1
        told = audit._compact(content)
        words = (self.number, self._at, self._person, "load", action, entity, entity_id, client_id, "{}", told)
        previous, self.mac = self.mac, audit.seal(self._key, self.mac, words)
        return (*words, previous, self.mac)


def _row_of_words(row: int, copy: _Copy, step: int) -> int:
    """The row of a note's text, as `index.text_row` makes it, so many days earlier and so many visits later."""
    minutes, seq = row >> 28, row & ((1 << 28) - 1)
    return (minutes + int(copy.days.total_seconds() // 60) << 28) + seq + step * copy.number
