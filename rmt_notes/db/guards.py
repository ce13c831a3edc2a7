"""Laws the file itself keeps: what is append-only stays so, whoever writes to it through this program.

Triggers refuse the change of a signed note, of the audit trail and of everything else that is only ever added; the
authorizer refuses to take the triggers away. Both are raised again from here at every opening and after every
migration.
"""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlcipher3 import dbapi2

from rmt_notes.i18n import _

APPEND_ONLY = ("note_version", "audit", "health_history", "history_review", "finding_state", "decision", "attachment")
"""Rows are added, never changed, never removed."""

KEPT = ("about", "client", "provider", "finding", "clearance", "consent", "visit")
"""Rows are changed by their own intentions, never removed."""


def _triggers() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in APPEND_ONLY:
        code = {"note_version": "signed", "audit": "audit"}.get(table, "kept")
        for verb in ("UPDATE", "DELETE"):
            found[f"guard_{table}_{verb.lower()}"] = (
                f"BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'guard:{code}'); END"
            )
    for table in KEPT:
        found[f"guard_{table}_delete"] = f"BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'guard:kept'); END"
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
    # A signed visit never becomes a draft again, a void one stays void, and none changes its client.
    found["guard_visit_update"] = (
        "BEFORE UPDATE ON visit WHEN OLD.id <> NEW.id OR OLD.client_id <> NEW.client_id OR OLD.seq <> NEW.seq "
        "OR (OLD.state = 'void' AND NEW.state <> 'void') OR (OLD.state IN ('signed', 'amended') AND NEW.state "
        "= 'draft') "
        "BEGIN SELECT RAISE(ABORT, 'guard:void'); END"
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
