"""What is checked about the whole record, a page of rows at a time: each finding is one sentence without a client's
words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Connection, select

from rmt_notes.clinical import codec
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.record import Draft
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.db import audit, tables
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

Bodies = tuple[int, str, str | None, str | None]
"""A visit's place in the order of creation, its body, and those of the newest version that counts and of the draft."""

_VISITS = (
    "SELECT visit.seq, visit.body, (SELECT body FROM note_version WHERE visit_id = visit.id "
    f"AND {tables.STANDING} ORDER BY number DESC LIMIT 1), "
    "(SELECT body FROM draft WHERE visit_id = visit.id) FROM visit WHERE visit.seq > ? ORDER BY visit.seq LIMIT ?"
)


def file_problems(connection: Connection) -> Iterator[str]:
    """Both checks of the file, each of which misses what the other sees, and whether every row belongs to something.
    The WAL is empty, or the first would cry out for nothing."""
    if driver.damaged_pages(connection):
        yield damaged_pages()
    if not driver.holds_together(connection):
        yield loose()
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        yield parentless()


def damaged_pages() -> str:
    """A page's own code does not fit it."""
    return _("Pages of the record file are damaged.")


def loose() -> str:
    """Tables and indexes do not fit each other."""
    return _("The record file does not hold together.")


def parentless() -> str:
    """A row names another that is missing."""
    return _("A row belongs to something that is not in the record.")


def content_problems(connection: Connection) -> Iterator[str]:
    """Rows that are not what the audit trail says was left behind: altered, put back, taken away or slipped in."""
    left = audit.left_content(connection)
    for entity, column in KEPT_AS.items():
        for row_id, body in driver.rows(connection, f'SELECT "{column}", body FROM "{entity}"'):
            if left.pop(f"{entity}/{row_id}", b"") != hashlib.sha256(body.encode("utf-8")).digest():
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
        names = [column.name for column in tables.Base.metadata.tables[entity].columns]
        for row in driver.rows(connection, f"SELECT {', '.join(names)} FROM {entity}"):
            kept = dict(zip(names, row, strict=True))
            value = value_of(kind, kept["body"])
            if value.id != kept["id"] or any(kept[name] != column for name, column in columns_of(value).items()):
                yield _not_as_written(entity, kept["id"])


def version_problems(connection: Connection) -> Iterator[str]:
    """Signed versions that do not match their hash."""
    chosen = "SELECT id, visit_id, number, content_hash, body FROM note_version"
    for row_id, visit_id, number, told, body in driver.rows(connection, chosen):
        if _is_as_hashed(row_id, visit_id, number, told, body):
            continue
        plain = json.loads(body)
        words = tuple(plain.get(name, "") for name in ("id", "visit_id", "number", "content_hash"))
        if words != (row_id, visit_id, number, told) or not _fits_its_hash(plain, body):
            yield _("Version {number} of the signed note of visit {visit} was changed after it was signed.").format(
                number=number, visit=visit_id
            )


def _is_as_hashed(row_id: str, visit_id: str, number: int, told: str, body: str) -> bool:
    """Whether the text without its hash is the very text that was hashed, and names what the columns name: the names
    stand in their order, so the first and the last are these; and of the words of a note none looks like a name,
    because a quotation mark within them is written with a stroke before it."""
    if not body.startswith(f'{{"content_hash":"{told}","id":"{row_id}",') or not body.endswith(
        f',"visit_id":"{visit_id}"}}'
    ):
        return False
    place = body.rfind('"number":')
    if not body.startswith(f'"number":{number},"practitioner_id":', place):
        return False
    hashed = "{" + body[len(told) + 19 :]
    return hashlib.sha256(hashed.encode("utf-8", "surrogatepass")).hexdigest() == told


def _fits_its_hash(plain: dict[str, Any], body: str) -> bool:
    """Whether a signed version is what was hashed, whatever the order and spelling of its text. Reading the whole value
    is needed only where a number was hashed in another spelling than it is kept in (15.0 for 15)."""
    told = plain.pop("content_hash", "")
    if hashlib.sha256(codec.canonical_plain(plain).encode("utf-8", "surrogatepass")).hexdigest() == told:
        return True
    return bool(told == hash_of(value_of(NoteVersion, body)))


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
    for page in pages(connection):
        for seq, body, version, draft in page:
            yield seq, value_of(Visit, body), note_of(version, draft)


def pages(connection: Connection) -> Iterator[list[Bodies]]:
    """Every visit's bodies, some hundred visits at a time."""
    after = 0
    while found := list(driver.rows(connection, _VISITS, (after, _AT_ONCE))):
        yield cast(list[Bodies], found)
        after = found[-1][0]


def note_of(version: str | None, draft: str | None) -> Note:
    """The note as it stands."""
    if version is not None:
        return value_of(NoteVersion, version).note
    return value_of(Draft, draft).note if draft is not None else Note()


def _not_as_written(entity: str, row_id: object) -> str:
    return _("A row is not as it was last written: {row}.").format(row=f"{entity} {row_id}")
