"""Lines of visit lists: the day, what is unsigned, one client's visits, and what a search in notes found."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, TextClause, text

from rmt_notes.clinical.body_compare import MarkedSpot, MarkedVisit
from rmt_notes.clinical.body_mark import Site
from rmt_notes.clinical.record import VisitRow
from rmt_notes.db import search
from rmt_notes.db.session import Session
from rmt_notes.db.tables import STANDING

_COLUMNS = f"""
SELECT visit.id, visit.client_id, client.name AS client_name, client.file_number, visit.number, visit.kind, visit.state,
  json_extract(visit.body, '$.started_at') AS started_at, json_extract(visit.body, '$.entered_at') AS entered_at,
  json_extract(visit.body, '$.minutes') AS minutes, seen.complaint, seen.pain_before, seen.pain_after, seen.techniques,
  seen.outcome, practitioner.name AS practitioner_name,
  coalesce(json_extract(practitioner.body, '$.credentials'), '[]') AS credentials,
  (SELECT count(*) FROM note_version WHERE note_version.visit_id = visit.id AND {STANDING}) AS versions
"""
_JOINED = """
JOIN client ON client.id = visit.client_id JOIN practitioner ON practitioner.id = visit.practitioner_id
JOIN visit_summary seen ON seen.visit_id = visit.id
"""


class VisitRows(Session):
    """Looks at many visits at once."""

    def visits_on(self, day: date) -> tuple[VisitRow, ...]:
        """The visits of a calendar day of the clinic, earliest first; void ones are left out."""
        with self._reading() as connection:
            return self._visit_rows(
                connection,
                "visit.day = :day AND visit.state <> 'void'",
                {"day": day.isoformat()},
                "visit.moment, visit.seq",
            )

    def unsigned(self) -> tuple[VisitRow, ...]:
        """Every visit with an unsigned note or an amendment under way, oldest first."""
        where = "visit.id IN (SELECT visit_id FROM draft) AND visit.state <> 'void'"
        with self._reading() as connection:
            return self._visit_rows(connection, where, {}, "visit.moment, visit.seq")

    def visit_rows(self, client_id: str) -> tuple[VisitRow, ...]:
        """A client's visits, newest first, void ones among them."""
        with self._reading() as connection:
            return self._visit_rows(
                connection, "visit.client_id = :client", {"client": client_id}, "visit.moment DESC, visit.seq DESC"
            )

    def search_notes(self, text: str, limit: int = 50) -> tuple[VisitRow, ...]:
        """Visits whose note has words beginning with all those typed, newest first. Void visits are left out."""
        query = search.note_query(text)
        if not query:
            return ()
        with self._reading() as connection:
            found = connection.execute(_SEARCH, {"query": query, "limit": limit}).mappings()
            return tuple(_row(row) for row in found)

    @staticmethod
    def _visit_rows(connection: Connection, where: str, values: dict[str, Any], order: str) -> tuple[VisitRow, ...]:
        """Rows that fit a condition of this module or its neighbours; never of words typed."""
        return tuple(_row(row) for row in connection.execute(_statement(where, order), values).mappings())


_SEARCH = text(
    f"{_COLUMNS} FROM note_text CROSS JOIN visit_summary seen ON seen.text_row = note_text.rowid JOIN visit "
    f"ON visit.id = seen.visit_id "
    "JOIN client ON client.id = visit.client_id JOIN practitioner ON practitioner.id = visit.practitioner_id "
    "WHERE note_text MATCH :query AND visit.state <> 'void' ORDER BY note_text.rowid DESC LIMIT :limit"
)

_statements: dict[tuple[str, str], TextClause] = {}


def _statement(where: str, order: str) -> TextClause:
    key = (where, order)
    if key not in _statements:
        _statements[key] = text(f"{_COLUMNS} FROM visit {_JOINED} WHERE {where} ORDER BY {order}")
    return _statements[key]


def _row(row: RowMapping) -> VisitRow:
    return VisitRow(
        id=row["id"],
        client_id=row["client_id"],
        client_name=row["client_name"],
        file_number=row["file_number"],
        number=row["number"],
        kind=row["kind"],
        state=row["state"],
        started_at=datetime.fromisoformat(row["started_at"]),
        entered_at=datetime.fromisoformat(row["entered_at"]),
        minutes=row["minutes"],
        complaint=row["complaint"],
        pain_before=row["pain_before"],
        pain_after=row["pain_after"],
        techniques=tuple(json.loads(row["techniques"])),
        outcome=row["outcome"],
        practitioner_name=row["practitioner_name"],
        credentials=tuple(json.loads(row["credentials"])),
        versions=row["versions"],
    )


_MARKED = text(
    "SELECT visit.id, visit.day, body_mark.kind, body_mark.spot, body_mark.side, body_mark.intensity "
    "FROM visit JOIN body_mark ON body_mark.visit_id = visit.id "
    "WHERE visit.client_id = :client AND visit.state IN ('signed', 'amended') AND body_mark.spot <> '' "
    "ORDER BY visit.moment, visit.seq, body_mark.position"
)


def marked_visits(connection: Connection, client_id: str) -> tuple[MarkedVisit, ...]:
    """What the body charts of a client's signed visits say, oldest first; visits without a mark are left out."""
    spots: dict[tuple[str, str], list[MarkedSpot]] = {}
    for row in connection.execute(_MARKED, {"client": client_id}):
        spots.setdefault((row.id, row.day), []).append(MarkedSpot(row.kind, Site(row.spot, row.side), row.intensity))
    return tuple(MarkedVisit(key, date.fromisoformat(day), tuple(found)) for (key, day), found in spots.items())
