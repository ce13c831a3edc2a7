"""Looking after the record itself: the audit trail, checking everything, making the index again."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from rmt_notes.db import audit, checks, files, guards, head, index, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.clients import describe_client
from rmt_notes.db.errors import Damaged
from rmt_notes.db.session import Session
from rmt_notes.db.values import AuditRow, Verification
from rmt_notes.db.visits import count_visits, describe_new
from rmt_notes.i18n import _

_NAMED = 20
"""How many single problems are named before the rest is only counted."""


class Upkeep(Session):
    """Intentions about the record itself."""

    def log(self, action: str, entity: str, entity_id: str = "", client_id: str = "") -> None:
        """Leave an entry for something that is no change of the record: a lock, a failed print."""
        with self._intention(action, entity, entity_id, client_id=client_id):
            pass

    def audit_rows(self, client_id: str | None = None, limit: int = 500) -> tuple[AuditRow, ...]:
        """The newest entries of the audit trail, newest first; of one client where one is named."""
        table = tables.Audit
        chosen = select(table.number).order_by(table.number.desc()).limit(limit)
        if client_id is not None:
            chosen = chosen.where(table.client_id == client_id)
        with self._reading() as connection:
            numbers = list(connection.execute(chosen).scalars())
        return self._rows_of(numbers)

    def _rows_of(self, numbers: list[int]) -> tuple[AuditRow, ...]:
        """These entries, newest first."""
        names = dict(self._names())
        table = tables.Audit
        found: list[Any] = []
        with self._reading() as connection:
            for start in range(0, len(numbers), 500):
                few = select(table).where(table.number.in_(numbers[start : start + 500]))
                found += connection.execute(few.order_by(table.number.desc())).mappings().all()
        return tuple(_audit_row(row, names.get(row["practitioner_id"], "")) for row in found)

    def _names(self) -> list[tuple[str, str]]:
        table = tables.Practitioner
        with self._reading() as connection:
            return list(connection.execute(select(table.id, table.name)))

    def verify(self) -> Verification:
        """Check everything: the file's pages, the audit chain, every row against the trail, every signature, the
        index, the mark outside.

        Takes seconds on a large record; ask from the worker.
        """
        problems: list[str] = []
        notes: tuple[str, ...] = ()
        entries = versions = 0
        try:
            driver.checkpoint(self._connection())
            problems += checks.page_problems(self._connection())
            with self._reading() as connection:
                entries = connection.execute(select(func.count()).select_from(tables.Audit)).scalar_one()
                versions = connection.execute(select(func.count()).select_from(tables.NoteVersion)).scalar_one()
                notes = tuple(checks.earlier_losses(connection))
                problems += self._row_problems(connection)
        except Damaged as trouble:
            problems.append(str(trouble))
        return Verification(
            ok=not problems,
            problems=tuple(problems),
            audit_entries=entries,
            versions=versions,
            head=self._trail.head.mac.hex(),
            notes=notes,
        )

    def _row_problems(self, connection: Connection) -> list[str]:
        problems: list[str] = []
        if guards.missing_guards(connection):
            problems.append(_("Guards of the record are missing."))
        for number in _some(audit.broken_links(connection, self._keys.audit), problems):
            problems.append(_("Audit entry {number} was altered, or one before it is missing.").format(number=number))
        for check in (checks.content_problems, checks.column_problems, checks.version_problems, checks.index_problems):
            for what in _some(check(connection), problems):
                problems.append(what)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            problems.append(_("A row belongs to something that is not in the record."))
        problems += self._mark_problems(connection)
        return problems

    def rebuild_index(self) -> int:
        """Make every derived row again from the bodies. Returns for how many visits and clients it was not what it
        should have been."""
        with self._intention("rebuild", "index", "") as (connection, _entry):
            wrong = sum(1 for _what in checks.index_problems(connection))
            for table in (*index.TABLES, "visit_summary", "note_text", "client_text", "client_summary"):
                connection.execute(text(f"DELETE FROM {table}"))
            for seq, client in checks.clients(connection):
                describe_client(connection, seq, client)
            for seq, visit, note in checks.visits(connection):
                describe_new(connection, visit, seq, note)
            for _seq, client in checks.clients(connection):
                count_visits(connection, client.id)
        return wrong

    def _mark_problems(self, connection: Connection) -> Iterator[str]:
        mark = head.read_mark(self.folder / files.STATE, self._keys.audit)
        if mark is None or mark.record_id != self.record_id:
            yield _("The mark of the last known state (state.json) is missing or altered.")
            return
        known = connection.execute(select(tables.Audit.mac).where(tables.Audit.number == mark.number)).scalar()
        if mark.number and (known is None or not hmac.compare_digest(known, mark.mac)):
            yield _("The newest entries that were known outside the record are not in it.")


def _audit_row(row: Any, name: str) -> AuditRow:
    detail = json.loads(row["detail"])
    fields = detail.pop("fields", [])
    return AuditRow(
        number=row["number"],
        at=datetime.fromisoformat(row["at"]),
        practitioner_name=name,
        action=row["action"],
        entity=row["entity"],
        entity_id=row["entity_id"],
        client_id=row["client_id"],
        fields=tuple(fields),
        detail=tuple((key, str(value)) for key, value in detail.items()),
    )


def _some(found: Iterator[Any], problems: list[str]) -> Iterator[Any]:
    """The first of a kind, then only their number."""
    more = 0
    for count, item in enumerate(found):
        if count < _NAMED:
            yield item
        else:
            more += 1
    if more:
        problems.append(_("And {number} more like these.").format(number=more))
