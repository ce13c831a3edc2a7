"""What is checked about the whole record, a page of rows at a time: each finding is one sentence without a client's
words."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select, text

from rmt_notes.clinical import codec
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.record import Draft
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.db import audit, index, search, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.attachments import damaged_attachments
from rmt_notes.db.clients import columns_of as client_columns
from rmt_notes.db.session import value_of
from rmt_notes.db.signatures import hash_of
from rmt_notes.db.visits import columns_of as visit_columns
from rmt_notes.db.waiting_letters import damaged_letters
from rmt_notes.i18n import _

_AT_ONCE = 500
"""So many visits are held in memory together."""

KEPT_AS = {
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
    "attachment": "id",
    "visit": "id",
    "draft": "visit_id",
    "intake_draft": "client_id",
    "draft_letter": "client_id",
    "identity_draft": "key",
    "note_version": "id",
    "phrase": "id",
    "template": "id",
    "own_word": "id",
    "wording": "id",
    "signature_withdrawal": "id",
    "misfiling": "id",
    "correction": "id",
    "legal_hold": "id",
    "destruction_plan": "id",
    "destruction": "id",
}
"""Which column names a row in the audit trail's `content`."""

_VISITS = text(
    "SELECT visit.seq, visit.body, (SELECT body FROM note_version WHERE visit_id = visit.id "
    f"AND {tables.STANDING} ORDER BY number DESC LIMIT 1), "
    "(SELECT body FROM draft WHERE visit_id = visit.id) FROM visit WHERE visit.seq > :after ORDER BY "
    "visit.seq LIMIT :most"
)
_FIGURES = text(
    "SELECT client.seq, coalesce(max(visit.moment), ''), count(visit.id), count(draft.visit_id), "
    "client.active FROM client "
    "LEFT JOIN visit ON visit.client_id = client.id AND visit.state <> 'void' LEFT JOIN draft ON "
    "draft.visit_id = visit.id "
    "GROUP BY client.seq"
)


def page_problems(connection: Connection) -> Iterator[str]:
    """Both checks of the file: each misses what the other sees. The WAL is empty, or the first would cry out for
    nothing."""
    if driver.damaged_pages(connection):
        yield _("Pages of the record file are damaged.")
    if not driver.holds_together(connection):
        yield _("The record file does not hold together.")


def content_problems(connection: Connection) -> Iterator[str]:
    """Rows that are not what the audit trail says was left behind: altered, put back, taken away or slipped in."""
    left = audit.left_content(connection)
    for entity, column in KEPT_AS.items():
        table = tables.Base.metadata.tables[entity]
        for row_id, body in connection.execute(select(table.c[column], table.c.body)):
            if left.pop(f"{entity}/{row_id}", "") != audit.fingerprint(body):
                yield _not_as_written(entity, row_id)
    for row_id in damaged_attachments(connection):
        yield _not_as_written("attachment", row_id)
    for client_id in damaged_letters(connection):
        yield _not_as_written("draft_letter", client_id)
    for name, expected in left.items():
        if expected:
            yield _("A row is missing: {row}.").format(row=name.replace("/", " "))


def column_problems(connection: Connection) -> Iterator[str]:
    """Clients and visits whose columns say something else than their body."""
    kinds: tuple[tuple[str, type[Any], Any], ...] = (
        ("client", Client, client_columns),
        ("visit", Visit, visit_columns),
    )
    for entity, kind, columns_of in kinds:
        table = tables.Base.metadata.tables[entity]
        for row in connection.execute(select(table)).mappings():
            value = value_of(kind, row["body"])
            if value.id != row["id"] or any(row[name] != column for name, column in columns_of(value).items()):
                yield _not_as_written(entity, row["id"])


def version_problems(connection: Connection) -> Iterator[str]:
    """Signed versions that do not match their hash."""
    table = tables.NoteVersion
    for row in connection.execute(select(table.id, table.visit_id, table.number, table.content_hash, table.body)):
        plain = json.loads(row.body)
        told = tuple(plain.get(name, "") for name in ("id", "visit_id", "number", "content_hash"))
        if told != (row.id, row.visit_id, row.number, row.content_hash) or not _fits_its_hash(plain, row.body):
            yield _("Version {number} of the signed note of visit {visit} was changed after it was signed.").format(
                number=row.number, visit=row.visit_id
            )


def _fits_its_hash(plain: dict[str, Any], body: str) -> bool:
    """Whether a signed version is what was hashed. Reading the whole value takes ten times as long, and is needed only
    where a number was hashed in another spelling than it is kept in (15.0 for 15)."""
    told = plain.pop("content_hash", "")
    if hashlib.sha256(codec.canonical_plain(plain).encode("utf-8", "surrogatepass")).hexdigest() == told:
        return True
    return bool(told == hash_of(value_of(NoteVersion, body)))


def index_problems(connection: Connection) -> Iterator[str]:
    """Derived rows that are not what the bodies make."""
    for page in _pages(connection):
        yield from _visit_problems(connection, page)
    yield from _client_problems(connection)
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


def earlier_losses(connection: Connection) -> Iterator[str]:
    """What earlier openings found lost or different."""
    table = tables.Audit
    told = select(table.number, table.at, table.action).where(
        table.action.in_(("loss_found", "history_differs", "mark_missing", "salvage"))
    )
    for number, at, action in connection.execute(told.order_by(table.number)):
        words = (
            _("On {day} the record was saved from a damaged file; audit entry {number} says what was lost.")
            if action == "salvage"
            else _(
                "On {day} the record was found older than, or different from, its last known state (audit entry "
                "{number})."
            )
        )
        yield words.format(day=at[:10], number=number)


def clients(connection: Connection) -> Iterator[tuple[int, Client]]:
    """Every client with its place in the order of creation."""
    table = tables.Client
    for seq, body in connection.execute(select(table.seq, table.body).order_by(table.seq)):
        yield seq, value_of(Client, body)


def visits(connection: Connection) -> Iterator[tuple[int, Visit, Note]]:
    """Every visit with its note as it stands: the newest signed version, else the draft."""
    for page in _pages(connection):
        yield from page


def _pages(connection: Connection) -> Iterator[list[tuple[int, Visit, Note]]]:
    after = 0
    while rows := connection.execute(_VISITS, {"after": after, "most": _AT_ONCE}).all():
        yield [(seq, value_of(Visit, body), _note(version, draft)) for seq, body, version, draft in rows]
        after = rows[-1][0]


def _note(version: str | None, draft: str | None) -> Note:
    if version is not None:
        return value_of(NoteVersion, version).note
    return value_of(Draft, draft).note if draft is not None else Note()


def _visit_problems(connection: Connection, page: list[tuple[int, Visit, Note]]) -> Iterator[str]:
    first, last = page[0][0], page[-1][0]
    stored = {name: index.stored(connection, name, first, last) for name in index.TABLES}
    between = {"first": first, "last": last}
    summaries = {
        row["visit_id"]: dict(row)
        for row in connection.execute(
            text(
                "SELECT seen.* FROM visit JOIN visit_summary seen ON seen.visit_id = visit.id WHERE visit.seq "
                "BETWEEN :first AND :last"
            ),
            between,
        ).mappings()
    }
    words: dict[str, str] = {
        row[0]: row[1]
        for row in connection.execute(
            text(
                "SELECT seen.visit_id, note_text.words FROM visit JOIN visit_summary seen ON seen.visit_id = visit.id "
                "JOIN note_text ON note_text.rowid = seen.text_row WHERE visit.seq BETWEEN :first AND :last"
            ),
            between,
        )
    }
    for seq, visit, note in page:
        expected = {"visit_id": visit.id, "text_row": index.text_row(visit, seq), **index.summary(note)}
        if (
            summaries.get(visit.id) != expected
            or words.get(visit.id) != index.note_text(codec.to_plain(note))
            or any(stored[name].get(visit.id, ()) != rows for name, rows in index.derived(note).items())
        ):
            yield _("The index of visit {visit} does not fit its note; it can be made again.").format(visit=visit.id)


def _client_problems(connection: Connection) -> Iterator[str]:
    words: dict[int, str] = {row[0]: row[1] for row in connection.execute(text("SELECT rowid, words FROM client_text"))}
    figures = {seq: rest for seq, *rest in connection.execute(_FIGURES)}
    found: dict[int, list[Any]] = defaultdict(list)
    for seq, *rest in connection.execute(
        text("SELECT client_seq, last_moment, visits, drafts, active FROM client_summary")
    ):
        found[seq] = rest
    for seq, client in clients(connection):
        if words.get(seq) != search.client_words(client) or found[seq] != figures[seq]:
            yield _("The index of client {client} does not fit; it can be made again.").format(client=client.id)


def _not_as_written(entity: str, row_id: object) -> str:
    return _("A row is not as it was last written: {row}.").format(row=f"{entity} {row_id}")
