"""Reads where a client stands in the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from rmt_notes.clinical.course import CourseVisit, Progress, progress_of
from rmt_notes.clinical.visit import Note

_EARLIER = text(
    "SELECT visit.day, visit.kind, seen.pain_before, seen.outcome, seen.adverse FROM visit "
    "JOIN visit_summary seen ON seen.visit_id = visit.id "
    "WHERE visit.client_id = :client AND visit.state IN ('signed', 'amended') "
    "AND (visit.moment, visit.seq) < (:moment, :seq) ORDER BY visit.moment, visit.seq"
)


def progress_before(connection: Connection, place: dict[str, Any], last: Note | None) -> Progress | None:
    """Where the client stands before the visit at `place` (client, moment, seq), with the note of the visit before."""
    if last is None:
        return None
    visits = [
        CourseVisit(
            day=date.fromisoformat(row.day[:10]),
            kind=row.kind,
            pain=row.pain_before,
            treated=row.outcome in ("treated", "not_completed"),
            adverse=bool(row.adverse),
        )
        for row in connection.execute(_EARLIER, place)
    ]
    return progress_of(visits, last.plan)
