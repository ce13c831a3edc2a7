"""The rows that are derived from a note's body: what lists, trends and searches read instead of opening every body.

Everything here is a pure function of the note, so that the index can be made again at any time and compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, text

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import place_of
from rmt_notes.clinical.visit import Note, Visit
from rmt_notes.db import engine as driver
from rmt_notes.db import search, tables

Rows = tuple[tuple[Any, ...], ...]

_COMPLAINT_LENGTH = 160


def technique_rows(note: Note) -> Rows:
    """One row per technique and place."""
    rows = []
    for applied in note.treatment.techniques:
        pressure = applied.setting("pressure")
        for place in applied.places or (Place(""),):
            rows.append(
                (applied.technique, place.region, place.side, applied.minutes, _number(pressure), applied.tolerance)
            )
    return tuple(rows)


def posture_rows(note: Note) -> Rows:
    """One row per posture finding."""
    return tuple((found.view, found.landmark, found.value, found.severity) for found in note.objective.posture)


def motion_rows(note: Note) -> Rows:
    """One row per measured movement."""
    return tuple(
        (motion.movement, motion.side, motion.when, motion.active, motion.passive, motion.limit, motion.pain)
        for motion in note.objective.range_of_motion
    )


def test_rows(note: Note) -> Rows:
    """One row per orthopaedic test."""
    return tuple((done.test, done.side, done.result) for done in note.objective.tests)


def outcome_rows(note: Note) -> Rows:
    """One row per outcome measure with a score."""
    return tuple(
        (outcome.measure, outcome.score, outcome.scale)
        for outcome in note.objective.outcomes
        if outcome.score is not None
    )


def mark_rows(note: Note) -> Rows:
    """One row per place named (by the client, under the hands, in the treatment), each once, and one per mark on the
    body chart."""
    places: list[tuple[str, str, str]] = [("complaint", place.region, place.side) for place in note.subjective.places]
    for felt in note.objective.palpation:
        places.append(("trigger_point" if felt.trigger_point else "palpation", felt.place.region, felt.place.side))
    for applied in note.treatment.techniques:
        places.extend(("technique", place.region, place.side) for place in applied.places)
    rows: list[tuple[Any, ...]] = [(*place, "", None) for place in dict.fromkeys(places)]
    for mark in (*note.subjective.marks, *note.objective.marks, *note.treatment.marks):
        rows.append((mark.kind, place_of(mark).region, mark.side, mark.region, mark.intensity))
    return tuple(rows)


_DERIVED = (
    (tables.TechniqueApplied, technique_rows),
    (tables.PostureFinding, posture_rows),
    (tables.RangeOfMotion, motion_rows),
    (tables.SpecialTest, test_rows),
    (tables.OutcomeScore, outcome_rows),
    (tables.BodyMark, mark_rows),
)
_TABLES: tuple[tuple[Table, Callable[[Note], Rows], tuple[str, ...]], ...] = tuple(
    (table, rows, tuple(column.name for column in table.columns)[2:])
    for table, rows in ((tables.Base.metadata.tables[kind.__tablename__], rows) for kind, rows in _DERIVED)
)
TABLES = tuple(table.name for table, _rows, _names in _TABLES)
"""The names of the index tables."""

_DELETE = {table.name: delete(table).where(table.c.visit_id == bindparam("visit")) for table, _rows, _names in _TABLES}
_INSERT = {table.name: insert(table) for table, _rows, _names in _TABLES}
_DELETE_WORDS = text("DELETE FROM note_text WHERE rowid = :row")
_INSERT_WORDS = text("INSERT INTO note_text (rowid, words) VALUES (:row, :words)")


def text_row(visit: Visit, seq: int) -> int:
    """The row of a note's text in the search index: rows in the order of the visits' start, so that the newest are
    found without sorting."""
    minutes = int(visit.started_at.timestamp() // 60) + (1 << 30)
    return (minutes << 28) + seq


def summary(note: Note) -> dict[str, Any]:
    """What a visit list shows of a note, and what its course is counted by."""
    complaint = " ".join(note.subjective.complaint.split())
    return {
        "complaint": complaint
        if len(complaint) <= _COMPLAINT_LENGTH
        else complaint[: _COMPLAINT_LENGTH - 1].rstrip() + "…",
        "pain_before": note.subjective.pain_now,
        "pain_after": note.treatment.pain_after,
        "outcome": note.treatment.outcome,
        "techniques": json.dumps(list(dict.fromkeys(applied.technique for applied in note.treatment.techniques))),
        "adverse": int(note.treatment.adverse_event is not None),
    }


def note_text(plain: dict[str, Any]) -> str:
    """Every word typed or chosen in a note or one of its sections (as plain data), folded for the search. What a note
    says of its source is no word of it."""
    found: list[str] = []
    _collect({name: part for name, part in plain.items() if name not in ("carried", "passed")}, found)
    return search.note_words("\n".join(found))


def derived(note: Note) -> dict[str, Rows]:
    """The rows of every index table, by table."""
    return {table.name: rows(note) for table, rows, _names in _TABLES}


def write(connection: Connection, visit_id: str, before: Note | None, after: Note) -> None:
    """Bring the index tables of a visit from what `before` made (None: unknown or nothing) to what `after` makes."""
    for table, rows, names in _TABLES:
        new = rows(after)
        if before is not None and new == rows(before):
            continue
        if before is None or rows(before):
            connection.execute(_DELETE[table.name], {"visit": visit_id})
        if new:
            connection.execute(
                _INSERT[table.name],
                [
                    {"visit_id": visit_id, "position": position, **dict(zip(names, row, strict=True))}
                    for position, row in enumerate(new)
                ],
            )


def stored(connection: Connection, name: str, first: int, last: int) -> dict[str, Rows]:
    """The rows of one index table as they lie in the file, by visit, for the visits made from the `first` to the
    `last`."""
    names = next(names for table, _rows, names in _TABLES if table.name == name)
    columns = ", ".join(f'{name}."{column}"' for column in names)
    chosen = (
        f"SELECT {name}.visit_id, {columns} FROM visit CROSS JOIN {name} ON {name}.visit_id = visit.id "
        f"WHERE visit.seq BETWEEN ? AND ? ORDER BY visit.seq, {name}.position"
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in driver.rows(connection, chosen, (first, last)):
        found.setdefault(row[0], []).append(row[1:])
    return {visit_id: tuple(rows) for visit_id, rows in found.items()}


def write_words(connection: Connection, old_row: int | None, row: int, words: str) -> None:
    """Put a note's text in the search index, in place of the old."""
    if old_row is not None:
        connection.execute(_DELETE_WORDS, {"row": old_row})
    connection.execute(_INSERT_WORDS, {"row": row, "words": words})


def forget_words(connection: Connection) -> None:
    """Empty the search index of the notes."""
    connection.execute(text("INSERT INTO note_text (note_text) VALUES ('delete-all')"))


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _collect(plain: Any, found: list[str]) -> None:
    for item in plain.values() if type(plain) is dict else plain:
        kind = type(item)
        if kind is str:
            found.append(item)
        elif kind is dict or kind is list:
            _collect(item, found)
