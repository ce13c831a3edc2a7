"""Looking after the record itself: the audit trail, checking everything, making the index again."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, text

from rmt_notes.clinical import codec
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.record import Draft
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.db import audit, clients, files, guards, head, index, search, tables, visits
from rmt_notes.db import engine as driver
from rmt_notes.db.errors import Damaged
from rmt_notes.db.session import Session, value_of
from rmt_notes.db.signatures import hash_of
from rmt_notes.db.values import AuditRow, Verification
from rmt_notes.i18n import _

_KEPT_AS = {
    "practice": "id",
    "practitioner": "id",
    "provider": "id",
    "client": "id",
    "health_history": "id",
    "history_review": "id",
    "finding": "id",
    "finding_state": "seq",
    "decision": "id",
    "clearance": "id",
    "consent": "id",
    "visit": "id",
    "draft": "visit_id",
    "note_version": "id",
}
"""Which column names a row in the audit trail's `content`."""

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
        names = dict(self._names())
        table = tables.Audit
        chosen = select(table).order_by(table.number.desc()).limit(limit)
        if client_id is not None:
            chosen = chosen.where(table.client_id == client_id)
        with self._reading() as connection:
            rows = connection.execute(chosen).mappings().all()
        return tuple(_audit_row(row, names.get(row["practitioner_id"], "")) for row in rows)

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
            problems += _page_problems(self._connection())
            with self._reading() as connection:
                entries = connection.execute(select(func.count()).select_from(tables.Audit)).scalar_one()
                versions = connection.execute(select(func.count()).select_from(tables.NoteVersion)).scalar_one()
                notes = tuple(_earlier_losses(connection))
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
        for check in (_content_problems, _version_problems, _index_problems):
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
            wrong = sum(1 for _what in _index_problems(connection))
            for table in (*index.TABLES, "visit_summary", "note_text", "client_text", "client_summary"):
                connection.execute(text(f"DELETE FROM {table}"))
            for seq, client in _clients(connection):
                clients.describe_client(connection, seq, client)
            for seq, visit, note in _visits(connection):
                visits.describe_new(connection, visit, seq, note)
            for _seq, client in _clients(connection):
                visits.count_visits(connection, client.id)
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


def _page_problems(connection: Connection) -> Iterator[str]:
    """Both checks: each misses what the other sees. The WAL is empty here, or the first would cry out for nothing."""
    if driver.damaged_pages(connection):
        yield _("Pages of the record file are damaged.")
    if not driver.holds_together(connection):
        yield _("The record file does not hold together.")


def _content_problems(connection: Connection) -> Iterator[str]:
    """Rows that are not what the audit trail says was left behind: altered, put back, taken away or slipped in."""
    left = audit.left_content(connection)
    for entity, column in _KEPT_AS.items():
        table = tables.Base.metadata.tables[entity]
        for row_id, body in connection.execute(select(table.c[column], table.c.body)):
            expected = left.pop(f"{entity}/{row_id}", "")
            if expected != audit.fingerprint(body):
                yield _("A row is not as it was last written: {row}.").format(row=f"{entity} {row_id}")
    for name, expected in left.items():
        if expected:
            yield _("A row is missing: {row}.").format(row=name.replace("/", " "))
    for _seq, client in _clients(connection):
        yield from _column_problems(connection, "client", client.id, clients.columns_of(client))
    for _seq, visit, _note in _visits(connection, with_notes=False):
        yield from _column_problems(connection, "visit", visit.id, visits.columns_of(visit))


def _column_problems(connection: Connection, entity: str, row_id: str, expected: dict[str, Any]) -> Iterator[str]:
    table = tables.Base.metadata.tables[entity]
    row = connection.execute(select(*(table.c[name] for name in expected)).where(table.c.id == row_id)).one()
    if tuple(row) != tuple(expected.values()):
        yield _("A row is not as it was last written: {row}.").format(row=f"{entity} {row_id}")


def _version_problems(connection: Connection) -> Iterator[str]:
    """Signed versions that do not match their hash."""
    table = tables.NoteVersion
    for row in connection.execute(select(table.id, table.visit_id, table.number, table.content_hash, table.body)):
        version = value_of(NoteVersion, row.body)
        same = (version.id, version.visit_id, version.number, version.content_hash) == (
            row.id,
            row.visit_id,
            row.number,
            row.content_hash,
        )
        if not same or version.content_hash != hash_of(version):
            yield _("Version {number} of the signed note of visit {visit} was changed after it was signed.").format(
                number=row.number, visit=row.visit_id
            )


def _index_problems(connection: Connection) -> Iterator[str]:
    """Derived rows that are not what the bodies make."""
    for seq, visit, note in _visits(connection):
        if not _visit_is_described(connection, seq, visit, note):
            yield _("The index of visit {visit} does not fit its note; it can be made again.").format(visit=visit.id)
    for seq, client in _clients(connection):
        words = connection.execute(text("SELECT words FROM client_text WHERE rowid = :seq"), {"seq": seq}).scalar()
        if words != search.client_words(client) or not _counts_fit(connection, client.id):
            yield _("The index of client {client} does not fit; it can be made again.").format(client=client.id)
    for table, whole in (
        ("note_text", "visit"),
        ("client_text", "client"),
        ("visit_summary", "visit"),
        ("client_summary", "client"),
    ):
        counts = connection.execute(
            text(f"SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {whole})")
        ).one()
        if counts[0] != counts[1]:
            yield _("The search index is not complete; it can be made again.")


def _visit_is_described(connection: Connection, seq: int, visit: Visit, note: Note) -> bool:
    if index.stored(connection, visit.id) != index.derived(note):
        return False
    seen = tables.VisitSummary.__table__
    row = connection.execute(select(seen).where(seen.c.visit_id == visit.id)).mappings().first()
    expected = {"visit_id": visit.id, "text_row": index.text_row(visit, seq), **index.summary(note)}
    if row is None or dict(row) != expected:
        return False
    words = connection.execute(
        text("SELECT words FROM note_text WHERE rowid = :row"), {"row": row["text_row"]}
    ).scalar()
    return bool(words == index.note_text(codec.to_plain(note)))


def _counts_fit(connection: Connection, client_id: str) -> bool:
    table = tables.ClientSummary.__table__
    chosen = select(table).where(table.c.client_id == client_id)
    before = connection.execute(chosen).first()
    return before is not None and tuple(before)[1:] == visits.counted(connection, client_id)


def _clients(connection: Connection) -> Iterator[tuple[int, Client]]:
    table = tables.Client
    for seq, body in connection.execute(select(table.seq, table.body).order_by(table.seq)):
        yield seq, value_of(Client, body)


def _visits(connection: Connection, *, with_notes: bool = True) -> Iterator[tuple[int, Visit, Note]]:
    """Every visit with its note as it stands: the newest signed version, else the draft."""
    statement = text(
        "SELECT visit.seq, visit.body, (SELECT body FROM note_version WHERE visit_id = visit.id ORDER BY "
        "number DESC LIMIT 1), "
        "(SELECT body FROM draft WHERE visit_id = visit.id) FROM visit ORDER BY visit.seq"
    )
    for seq, body, version, draft in connection.execute(statement):
        note = Note()
        if with_notes and version is not None:
            note = value_of(NoteVersion, version).note
        elif with_notes and draft is not None:
            note = value_of(Draft, draft).note
        yield seq, value_of(Visit, body), note


def _earlier_losses(connection: Connection) -> Iterator[str]:
    table = tables.Audit
    told = select(table.number, table.at).where(table.action.in_(("loss_found", "history_differs", "mark_missing")))
    for number, at in connection.execute(told.order_by(table.number)):
        yield _(
            "On {day} the record was found older than, or different from, its last known state (audit entry {number})."
        ).format(day=at[:10], number=number)
