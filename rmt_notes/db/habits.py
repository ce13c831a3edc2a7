"""Reads what a therapist usually does from the newest signed notes."""

from __future__ import annotations

from sqlalchemy import Connection, TextClause, select, text

from rmt_notes.clinical.habits import Habits
from rmt_notes.clinical.visit import NoteVersion
from rmt_notes.db import tables
from rmt_notes.db.session import value_of

NEWEST = 300
"""Signed visits that are looked at."""

MOST_READ = 16
"""Techniques whose last use is read."""

_USES = text(
    "SELECT applied.technique, count(DISTINCT applied.visit_id) AS uses, max(seen.moment), applied.visit_id AS visit "
    "FROM (SELECT id, moment FROM visit WHERE practitioner_id = :practitioner AND state IN ('signed', 'amended') "
    "ORDER BY moment DESC LIMIT :newest) seen JOIN technique_applied applied ON applied.visit_id = seen.id "
    "GROUP BY applied.technique ORDER BY uses DESC, applied.technique"
)
"""With max() SQLite gives the other columns of the very row that holds the maximum: the newest visit."""


_REGIONS = text(
    "SELECT applied.region AS key, count(DISTINCT applied.visit_id) AS uses "
    "FROM (SELECT id FROM visit WHERE practitioner_id = :practitioner AND state IN ('signed', 'amended') "
    "ORDER BY moment DESC LIMIT :newest) seen JOIN technique_applied applied ON applied.visit_id = seen.id "
    "WHERE applied.region <> '' GROUP BY applied.region ORDER BY uses DESC, key"
)


def _counted(field: str, item: str) -> TextClause:
    """How many of the newest notes hold each key of a list in the body."""
    return text(
        f"SELECT {item} AS key, count(DISTINCT seen.id) AS uses "
        "FROM (SELECT id FROM visit WHERE practitioner_id = :practitioner AND state IN ('signed', 'amended') "
        "ORDER BY moment DESC LIMIT :newest) seen JOIN note_version ON note_version.visit_id = seen.id "
        f"JOIN json_each(note_version.body, '$.note.{field}') each "
        f"WHERE {tables.STANDING} AND {item} IS NOT NULL AND {item} <> '' GROUP BY {item} ORDER BY uses DESC, key"
    )


_QUALITIES = _counted("subjective.qualities", "each.value")
_HOME_CARE = _counted("plan.home_care", "json_extract(each.value, '$.key')")


def habits_of(connection: Connection, practitioner_id: str) -> Habits:
    """The habits of one therapist."""
    rows = connection.execute(_USES, {"practitioner": practitioner_id, "newest": NEWEST}).all()
    last = []
    notes: dict[str, NoteVersion] = {}
    for row in rows[:MOST_READ]:
        if row.visit not in notes:
            table = tables.NoteVersion
            body = connection.execute(
                select(table.body)
                .where(table.visit_id == row.visit, text(tables.STANDING))
                .order_by(table.number.desc())
                .limit(1)
            ).scalar_one()
            notes[row.visit] = value_of(NoteVersion, body)
        applied = notes[row.visit].note.treatment.techniques
        last.extend([one for one in applied if one.technique == row.technique][-1:])
    asked = {"practitioner": practitioner_id, "newest": NEWEST}
    regions, qualities, care = (
        tuple((row.key, row.uses) for row in connection.execute(each, asked))
        for each in (_REGIONS, _QUALITIES, _HOME_CARE)
    )
    return Habits(
        uses=tuple((row.technique, row.uses) for row in rows),
        last=tuple(last),
        regions=regions,
        qualities=qualities,
        home_care=care,
    )
