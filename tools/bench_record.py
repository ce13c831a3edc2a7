"""A record of thousands of clients for the measurements: the sample practice taken over and over under new names."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2

from rmt_notes.clinical import codec
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.record import WholeRecord
from rmt_notes.db import Kdf, RecordStore
from rmt_notes.db.signatures import hash_of

PASSPHRASE = "seven geese over the lake"
FLOOR_KEY = "5c" * 32
_ID = re.compile(r'"([0-9a-f]{32})"')
_BEGIN = (
    "Bra",
    "Cor",
    "Del",
    "Fen",
    "Gar",
    "Hal",
    "Ila",
    "Jor",
    "Kel",
    "Lor",
    "Mar",
    "Nor",
    "Osh",
    "Pel",
    "Quin",
    "Ros",
)
_MIDDLE = ("an", "bel", "der", "en", "fi", "ga", "hol", "i", "la", "mon", "ne", "or", "ri", "sa", "to", "vi")
_END = (
    "bert",
    "dal",
    "ev",
    "gren",
    "ham",
    "ić",
    "ko",
    "lund",
    "moor",
    "né",
    "o",
    "ritz",
    "son",
    "ton",
    "ville",
    "wick",
)

V = TypeVar("V")
_WITH_DRAFTS = 4
"""Copies of the sample practice that bring today's and their unsigned visits along."""


def grow(folder: Path, sample: RecordStore, clients: int, *, stretching: Kdf = Kdf.default) -> int:
    """Make a record of about so many clients in `folder`. Returns how many visits it has."""
    taken = sample.export_record()
    copies = -(-clients // len(taken.clients))
    parts: dict[str, list[Any]] = {}
    kept = {one.id for one in taken.practitioners} | {one.id for one in taken.providers}
    people = names()
    numbers = itertools.count(1)
    bodies = {name: [(type(value), codec.canonical(value)) for value in getattr(taken, name)] for name in _lists(taken)}
    today = max(visit.started_at for visit in taken.visits).date()
    open_today = {draft.visit_id for draft in taken.drafts}
    open_today |= {visit.id for visit in taken.visits if visit.started_at.date() == today}
    for copy in range(copies):
        for name, values in bodies.items():
            for kind, body in values:
                # Nobody sees hundreds of clients in one day; most copies bring what is past and signed only.
                if copy >= _WITH_DRAFTS and any(visit in body for visit in open_today):
                    continue
                value = _renamed(kind, body, copy, kept)
                if name == "clients":
                    value = _another(value, next(numbers), next(people), copy)
                elif name == "versions":
                    value = replace(value, content_hash="")
                    value = replace(value, content_hash=hash_of(value))
                parts.setdefault(name, []).append(value)
    everything: dict[str, Any] = {name: tuple(values) for name, values in parts.items()}
    record = replace(taken, **everything)
    person = taken.practitioners[0]
    store, _code = RecordStore.create(folder, PASSPHRASE, taken.practice, person, kdf=stretching)
    with store:
        store.import_record(record)
    return len(record.visits)


def _lists(record: WholeRecord) -> tuple[str, ...]:
    """The names of what belongs to clients."""
    names = tuple(name for name in type(record).__dataclass_fields__ if name not in ("practitioners", "providers"))
    return tuple(name for name in names if isinstance(getattr(record, name), tuple) and getattr(record, name))


def _renamed(kind: type[V], body: str, copy: int, kept: set[str]) -> V:
    def another(found: re.Match[str]) -> str:
        old = found.group(1)
        return found.group(0) if old in kept else f'"{hashlib.md5(f"{copy}/{old}".encode()).hexdigest()}"'

    return codec.from_plain(kind, json.loads(_ID.sub(another, body)))


def names() -> Iterator[tuple[str, str]]:
    """Invented first and last names, tens of thousands of them, none twice."""
    for one, two, three, four, five in itertools.product(_BEGIN, _MIDDLE, _END, _MIDDLE, _END):
        yield one + two, three.capitalize() + four + five


def _another(client: Client, number: int, name: tuple[str, str], copy: int) -> Client:
    born = (client.born or date(1980, 1, 1)) - timedelta(days=37 * (copy % 200))
    return replace(
        client,
        file_number=number,
        first_name=name[0],
        last_name=name[1],
        preferred_name="",
        born=born,
        phone=f"705-555-{number % 10_000:04}",
        email="",
    )


def floor_database(path: Path, rows: int) -> None:
    """A bare encrypted file with a table of people and one long text, for the floors."""
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key=\"x'{FLOOR_KEY}'\"")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, born TEXT, phone TEXT)")
    connection.execute("CREATE TABLE draft (id INTEGER PRIMARY KEY, body TEXT)")
    connection.executemany(
        "INSERT INTO person (name, born, phone) VALUES (?, ?, ?)",
        ((f"Person {number}", "1980-03-14", f"705-555-{number % 10_000:04}") for number in range(rows)),
    )
    connection.execute("INSERT INTO draft (id, body) VALUES (1, '')")
    connection.commit()
    connection.close()
