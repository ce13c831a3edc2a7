"""Whether the derived rows are what the bodies make."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from rmt_notes.clinical.visit import Note, Visit
from rmt_notes.db import checks, index, search
from rmt_notes.db import engine as driver
from rmt_notes.db.light import light
from rmt_notes.db.session import value_of
from rmt_notes.db.word_check import WordCount
from rmt_notes.i18n import _

_FIGURES = (
    "SELECT client.seq, coalesce(max(visit.moment), ''), count(visit.id), count(draft.visit_id), client.active "
    "FROM client LEFT JOIN visit ON visit.client_id = client.id AND visit.state <> 'void' "
    "LEFT JOIN draft ON draft.visit_id = visit.id GROUP BY client.seq"
)
_KEPT = (
    "SELECT seen.visit_id, seen.text_row, seen.complaint, seen.pain_before, seen.pain_after, seen.outcome, "
    "seen.techniques, seen.adverse, size.sz FROM visit JOIN visit_summary seen ON seen.visit_id = visit.id "
    "LEFT JOIN note_text_docsize size ON size.id = seen.text_row WHERE visit.seq BETWEEN ? AND ?"
)


def index_problems(connection: Connection) -> Iterator[str]:
    """Derived rows that are not what the bodies make."""
    counted = WordCount()
    for page in checks.pages(connection):
        yield from _visit_problems(connection, page, counted)
    yield from _client_problems(connection)
    whole = counted.fits(connection)
    for table, made_of in (
        ("note_text_docsize", "visit"),
        ("client_text", "client"),
        ("visit_summary", "visit"),
        ("client_summary", "client"),
    ):
        counts = connection.execute(text(f"SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {made_of})"))
        kept, made = counts.one()
        whole = whole and kept == made
    if not whole:
        yield _("The search index is not complete; it can be made again.")


def _visit_problems(connection: Connection, page: list[checks.Bodies], counted: WordCount) -> Iterator[str]:
    first, last = page[0][0], page[-1][0]
    stored = {name: index.stored(connection, name, first, last) for name in index.TABLES}
    kept = {row[0]: row[1:] for row in driver.rows(connection, _KEPT, (first, last))}
    look_up = driver.asked_between(connection)
    for seq, visit_body, version, draft in page:
        look_up()
        plain = _note(version, draft)
        words = index.note_text(plain)
        number = words.count(" ") + bool(words)
        counted.add(words)
        about = json.loads(visit_body)
        visit = light(Visit, {**about, "started_at": datetime.fromisoformat(about["started_at"])})
        row = kept.get(visit.id)
        derived = {name: rows.get(visit.id, ()) for name, rows in stored.items()}
        if row is None or row[-1] is None or _number(row[-1]) != number:
            yield _unfit(visit.id)
        elif not _fits(visit, seq, light(Note, plain), row, derived) and not _fits(
            value_of(Visit, visit_body), seq, checks.note_of(version, draft), row, derived
        ):
            # What a program of another day wrote may leave out other defaults: only the values themselves decide.
            yield _unfit(visit.id)


def _fits(visit: Visit, seq: int, note: Note, row: tuple[Any, ...], derived: dict[str, index.Rows]) -> bool:
    expected = (index.text_row(visit, seq), *index.summary(note).values())
    return row[:-1] == expected and all(derived[name] == rows for name, rows in index.derived(note).items())


def _note(version: str | None, draft: str | None) -> dict[str, Any]:
    """The note as it stands, as plain data."""
    body = version if version is not None else draft
    plain: dict[str, Any] = json.loads(body).get("note", {}) if body is not None else {}
    return plain


def _client_problems(connection: Connection) -> Iterator[str]:
    words = dict(driver.rows(connection, "SELECT rowid, words FROM client_text"))
    figures = {row[0]: row[1:] for row in driver.rows(connection, _FIGURES)}
    found: dict[int, tuple[Any, ...]] = defaultdict(tuple)
    for seq, *rest in driver.rows(
        connection, "SELECT client_seq, last_moment, visits, drafts, active FROM client_summary"
    ):
        found[seq] = tuple(rest)
    for seq, client in checks.clients(connection):
        if words.get(seq) != search.client_words(client) or found[seq] != figures[seq]:
            yield _("The index of client {client} does not fit; it can be made again.").format(client=client.id)


def _unfit(visit_id: str) -> str:
    return _("The index of visit {visit} does not fit its note; it can be made again.").format(visit=visit_id)


def _number(packed: bytes) -> int:
    """SQLite's spelling of a number: seven bits in each byte, the highest first."""
    number = 0
    for byte in packed:
        number = number << 7 | byte & 0x7F
    return number
