"""What stands of a visit's signatures, what was withdrawn, and what of it has already left the program."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, text

from rmt_notes.clinical.undo_sign import SignatureWithdrawal, UndoneVersion, undo_until
from rmt_notes.clinical.visit import NoteVersion, Visit
from rmt_notes.db import tables
from rmt_notes.db.session import value_of

_LEFT = text(
    "WITH signed AS (SELECT max(number) AS at FROM audit WHERE client_id = :client AND entity_id = :visit "
    "AND action IN ('sign', 'amend')) SELECT 1 FROM audit, signed WHERE number > signed.at AND ("
    "(action IN ('print', 'export') AND (entity_id = :visit OR (entity = 'client' AND client_id = :client) "
    "OR entity = 'record')) OR (action = 'add' AND entity = 'attachment' AND entity_id IN "
    "(SELECT id FROM attachment WHERE client_id = :client AND kind = 'letter_sent'))) LIMIT 1"
)


def standing_versions(connection: Connection, visit_id: str) -> tuple[NoteVersion, ...]:
    """The signed versions that count, oldest first."""
    table = tables.NoteVersion
    bodies = connection.execute(
        select(table.body).where(table.visit_id == visit_id, text(tables.STANDING)).order_by(table.number)
    ).scalars()
    return tuple(value_of(NoteVersion, body) for body in bodies)


def undone_versions(connection: Connection, visit_id: str) -> tuple[UndoneVersion, ...]:
    """The signed versions whose signature was withdrawn, oldest first."""
    version, act = tables.NoteVersion, tables.SignatureWithdrawal
    rows = connection.execute(
        select(version.body, act.body.label("act"))
        .join(act, act.version_id == version.id)
        .where(act.visit_id == visit_id)
        .order_by(version.number)
    )
    return tuple(
        UndoneVersion(version=value_of(NoteVersion, row.body), withdrawal=value_of(SignatureWithdrawal, row.act))
        for row in rows
    )


def has_left(connection: Connection, visit: Visit) -> bool:
    """Whether the newest signed text was printed, exported or written about in a letter since it was signed."""
    return connection.execute(_LEFT, {"client": visit.client_id, "visit": visit.id}).first() is not None


def may_undo_until(
    connection: Connection, visit: Visit, newest: NoteVersion, practitioner_id: str, at: datetime
) -> datetime | None:
    """Until when this person may take the newest signature back; None where they may not."""
    until = undo_until(newest)
    if newest.practitioner_id != practitioner_id or not newest.signed_at <= at <= until:
        return None
    return None if has_left(connection, visit) else until
