"""Laws the file itself keeps: what is append-only stays so, whoever writes to it through this program.

Triggers refuse the change of a signed note, of the audit trail and of everything else that is only ever added; the
authorizer refuses to take the triggers away. Both are raised again from here at every opening and after every
migration.
"""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlcipher3 import dbapi2

from rmt_notes.i18n import _

APPEND_ONLY = (
    "note_version",
    "signature_withdrawal",
    "misfiling",
    "audit",
    "health_history",
    "history_review",
    "finding_state",
    "decision",
    "attachment",
    "destruction",
)
"""Rows are added, never changed, never removed."""

KEPT = (
    "about",
    "client",
    "provider",
    "finding",
    "clearance",
    "consent",
    "visit",
    "correction",
    "legal_hold",
    "destruction_plan",
)
"""Rows are changed by their own intentions, never removed."""

_FOREVER = ("about", "provider", "audit", "destruction", "destruction_plan")
"""What stays even when a client's record is destroyed after its term."""

_OF_VISIT = "(SELECT client_id FROM visit WHERE id = OLD.visit_id)"
_OWNER = {
    "client": "OLD.id",
    "note_version": _OF_VISIT,
    "signature_withdrawal": _OF_VISIT,
    "finding_state": "(SELECT client_id FROM finding WHERE id = OLD.finding_id)",
}
"""Whose a row is, where the row does not say so itself in `client_id`."""

DESTROYABLE = tuple(table for table in (*APPEND_ONLY, *KEPT) if table not in _FOREVER)
"""What goes with a client's record once the destruction log names the client."""


def _unless_destroyed(table: str) -> str:
    """The condition under which removing a row is refused."""
    if table in _FOREVER:
        return ""
    owners = ("OLD.from_client_id", "OLD.client_id") if table == "misfiling" else (_OWNER.get(table, "OLD.client_id"),)
    gone = " AND ".join(f"EXISTS (SELECT 1 FROM destruction WHERE client_id = {owner})" for owner in owners)
    return f"WHEN NOT ({gone}) "


def _triggers() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in APPEND_ONLY:
        code = {"note_version": "signed", "signature_withdrawal": "signed", "audit": "audit"}.get(table, "kept")
        refuse = f"BEGIN SELECT RAISE(ABORT, 'guard:{code}'); END"
        found[f"guard_{table}_update"] = f"BEFORE UPDATE ON {table} {refuse}"
        found[f"guard_{table}_delete"] = f"BEFORE DELETE ON {table} {_unless_destroyed(table)}{refuse}"
    for table in KEPT:
        found[f"guard_{table}_delete"] = (
            f"BEFORE DELETE ON {table} {_unless_destroyed(table)}BEGIN SELECT RAISE(ABORT, 'guard:kept'); END"
        )
    found["guard_audit_insert"] = (
        "BEFORE INSERT ON audit WHEN NEW.number <> coalesce((SELECT max(number) FROM audit), 0) + 1 "
        "OR NEW.previous <> coalesce((SELECT mac FROM audit ORDER BY number DESC LIMIT 1), x'') "
        "BEGIN SELECT RAISE(ABORT, 'guard:chain'); END"
    )
    found["guard_note_version_insert"] = (
        "BEFORE INSERT ON note_version WHEN NEW.number <> coalesce((SELECT max(number) FROM note_version "
        "WHERE visit_id = NEW.visit_id), 0) + 1 "
        "BEGIN SELECT RAISE(ABORT, 'guard:signed'); END"
    )
    # A signature is withdrawn by its signer, from the newest version, within the ten minutes of grace.
    found["guard_signature_withdrawal_insert"] = (
        "BEFORE INSERT ON signature_withdrawal WHEN NOT EXISTS (SELECT 1 FROM note_version signed "
        "WHERE signed.id = NEW.version_id AND signed.visit_id = NEW.visit_id "
        "AND signed.practitioner_id = NEW.practitioner_id "
        "AND signed.number = (SELECT max(number) FROM note_version WHERE visit_id = NEW.visit_id) "
        "AND NEW.at >= signed.signed_at AND (julianday(NEW.at) - julianday(signed.signed_at)) * 1440 <= 10.001) "
        "BEGIN SELECT RAISE(ABORT, 'guard:signed'); END"
    )
    # A visit goes back to a draft only when no signature stands under it; a void one stays void; none changes its
    # client but by a move that is on file.
    found["guard_visit_update"] = (
        "BEFORE UPDATE ON visit WHEN OLD.id <> NEW.id OR OLD.seq <> NEW.seq "
        "OR (OLD.client_id <> NEW.client_id AND NOT EXISTS (SELECT 1 FROM misfiling WHERE visit_id = OLD.id "
        "AND from_client_id = OLD.client_id AND client_id = NEW.client_id "
        "AND seq = (SELECT max(seq) FROM misfiling WHERE visit_id = OLD.id))) "
        "OR (OLD.state = 'void' AND NEW.state <> 'void') "
        "OR (OLD.state IN ('signed', 'amended') AND NEW.state = 'draft' "
        "AND EXISTS (SELECT 1 FROM note_version WHERE visit_id = OLD.id AND NOT EXISTS "
        "(SELECT 1 FROM signature_withdrawal WHERE version_id = note_version.id))) "
        "BEGIN SELECT RAISE(ABORT, 'guard:void'); END"
    )
    # A request once answered is not answered again, and belongs to whom it belonged.
    found["guard_correction_update"] = (
        "BEFORE UPDATE ON correction WHEN OLD.id <> NEW.id OR OLD.client_id <> NEW.client_id "
        "OR (OLD.state <> 'open' AND NEW.state <> OLD.state) "
        "BEGIN SELECT RAISE(ABORT, 'guard:kept'); END"
    )
    found["guard_legal_hold_update"] = (
        "BEFORE UPDATE ON legal_hold WHEN OLD.id <> NEW.id OR OLD.client_id <> NEW.client_id OR OLD.lifted <> 0 "
        "BEGIN SELECT RAISE(ABORT, 'guard:kept'); END"
    )
    found["guard_destruction_plan_update"] = (
        "BEFORE UPDATE ON destruction_plan WHEN OLD.id <> NEW.id OR OLD.made_at <> NEW.made_at OR OLD.state <> 'open' "
        "BEGIN SELECT RAISE(ABORT, 'guard:kept'); END"
    )
    # Nothing is destroyed without its list, before the waiting is over, or under a legal hold.
    found["guard_destruction_insert"] = (
        "BEFORE INSERT ON destruction WHEN NOT EXISTS (SELECT 1 FROM destruction_plan plan WHERE plan.id = NEW.plan_id "
        "AND plan.state <> 'cancelled' AND julianday(NEW.destroyed_at) - julianday(plan.made_at) >= 0.99999 "
        "AND EXISTS (SELECT 1 FROM json_each(plan.body, '$.client_ids') WHERE value = NEW.client_id)) "
        "OR EXISTS (SELECT 1 FROM legal_hold WHERE client_id = NEW.client_id AND lifted = 0) "
        "BEGIN SELECT RAISE(ABORT, 'guard:kept'); END"
    )
    return found


TRIGGERS = {name: f"CREATE TRIGGER {name} {body}" for name, body in _triggers().items()}


def raise_guards(connection: Connection) -> tuple[str, ...]:
    """Put up every guard that is missing or altered; the names of those. Call on a connection without the
    authorizer."""
    standing = _standing(connection)
    raised = []
    for name, sql in TRIGGERS.items():
        if standing.get(name) == sql:
            continue
        if name in standing:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(sql)
        raised.append(name)
    return tuple(raised)


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """The names of guards that are missing or altered."""
    standing = _standing(connection)
    return tuple(name for name, sql in TRIGGERS.items() if standing.get(name) != sql)


def _standing(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {row.name: row.sql for row in rows}


def authorize(action: int, first: str | None, second: str | None, database: str | None, inner: str | None) -> int:
    """SQLite's authorizer: no guard and no table of the record is taken away, and nothing append-only is changed or
    removed."""
    if action in (
        dbapi2.SQLITE_DROP_TRIGGER,
        dbapi2.SQLITE_DROP_TABLE,
        dbapi2.SQLITE_DROP_VTABLE,
        dbapi2.SQLITE_ALTER_TABLE,
    ):
        return int(dbapi2.SQLITE_DENY)
    if action in (dbapi2.SQLITE_DELETE, dbapi2.SQLITE_UPDATE):
        if first == "sqlite_master":
            return int(dbapi2.SQLITE_OK)  # what a CREATE does; writable_schema is refused below
        if first in APPEND_ONLY or (action == dbapi2.SQLITE_DELETE and first in KEPT):
            return int(dbapi2.SQLITE_DENY)
    if action == dbapi2.SQLITE_PRAGMA and first in _PRAGMAS_REFUSED and second is not None:
        return int(dbapi2.SQLITE_DENY)
    if action in (dbapi2.SQLITE_ATTACH, dbapi2.SQLITE_DETACH):
        return int(dbapi2.SQLITE_DENY)
    return int(dbapi2.SQLITE_OK)


def authorize_destruction(
    action: int, first: str | None, second: str | None, database: str | None, inner: str | None
) -> int:
    """The same, but rows of a client may be removed. The triggers still ask the destruction log whose."""
    if action == dbapi2.SQLITE_DELETE and first in DESTROYABLE:
        return int(dbapi2.SQLITE_OK)
    return authorize(action, first, second, database, inner)


def authorize_reader(
    action: int, first: str | None, second: str | None, database: str | None, inner: str | None
) -> int:
    """SQLite's authorizer for a person who may only read: beside the entries of the audit trail nothing is written at
    all, whatever any part of the program asks for."""
    if database == "temp" and first in ("sqlite_master", "sqlite_temp_master"):
        return int(dbapi2.SQLITE_OK)  # what a connection holds in memory for itself, to look with
    if action in (dbapi2.SQLITE_INSERT, dbapi2.SQLITE_UPDATE, dbapi2.SQLITE_DELETE) and (
        action != dbapi2.SQLITE_INSERT or first != "audit"
    ):
        return int(dbapi2.SQLITE_DENY)
    return authorize(action, first, second, database, inner)


_PRAGMAS_REFUSED = {
    "writable_schema",
    "recursive_triggers",
    "foreign_keys",
    "synchronous",
    "ignore_check_constraints",
    "trusted_schema",
    "journal_mode",
    "key",
    "rekey",
}


def spoken(message: str) -> str:
    """The sentence for a guard's refusal."""
    if "guard:signed" in message:
        return _("A signed note cannot be changed. Amend it instead: the amendment is a new version with its reason.")
    if "guard:audit" in message or "guard:chain" in message:
        return _("The audit trail cannot be changed.")
    return forbidden()


def forbidden() -> str:
    """What the record keeps, whoever asks."""
    return _("The record keeps this; it cannot be changed or removed.")
