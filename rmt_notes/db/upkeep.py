"""Looking after the record itself: the audit trail, checking everything, making the index again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text

from rmt_notes.db import checks, index, index_check, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.clients import describe_client
from rmt_notes.db.errors import Damaged
from rmt_notes.db.inspection import CheckJob, Inspection
from rmt_notes.db.session import Session
from rmt_notes.db.values import AuditRow, Verification
from rmt_notes.db.visits import count_visits, describe_new


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

        On a large record this takes minutes, during which nothing can be saved: the program runs a `check_job` beside
        the store instead.
        """
        found = Inspection(self.folder, self._keys.audit, self.record_id)
        try:
            driver.checkpoint(self._connection())
            with self._reading() as connection:
                found.problems += checks.file_problems(connection)
                found.look(connection)
        except Damaged as trouble:
            self._drop_connection()  # after a damaged page it answers nothing any more
            found.problems.append(str(trouble))
        return found.verdict()

    def check_job(self) -> CheckJob:
        """The same check, to be run on another thread while saving goes on."""
        driver.checkpoint(self._connection())
        return CheckJob(
            folder=self.folder,
            database_key=self._keys.database,
            audit_key=self._keys.audit,
            record_id=self.record_id,
            file=self._raw_file(),
            precedence=self._precedence,
        )

    def rebuild_index(self) -> int:
        """Make every derived row again from the bodies. Returns for how many visits and clients it was not what it
        should have been."""
        with self._intention("rebuild", "index", "") as (connection, _entry):
            wrong = sum(1 for _what in index_check.index_problems(connection))
            make_index(connection)
        return wrong


def make_index(connection: Connection) -> None:
    """Every derived row from the bodies; whatever was there goes."""
    for table in (*index.TABLES, "visit_summary", "client_text", "client_summary"):
        connection.execute(text(f"DELETE FROM {table}"))
    index.forget_words(connection)
    for seq, client in checks.clients(connection):
        describe_client(connection, seq, client)
    for seq, visit, note in checks.visits(connection):
        describe_new(connection, visit, seq, note)
    for _seq, client in checks.clients(connection):
        count_visits(connection, client.id)


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
