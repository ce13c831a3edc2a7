"""The letter of a clearance that is being typed: it lies encrypted beside the intake's draft until the clearance is
recorded with it, or given up. Never a file of its own."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, select

from rmt_notes.clinical.attachment import LARGEST, media_type_of, seal
from rmt_notes.clinical.half_typed import Letter, WaitingLetter
from rmt_notes.db import tables
from rmt_notes.db.attachments import decoded
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.session import body_of, value_of
from rmt_notes.i18n import _


def hold_letter(
    connection: Connection, entry: Entry, client_id: str, wanted: Letter | None, content: bytes | None = None
) -> Letter | None:
    """Have the record hold the letter that a draft names, or none. One that lies there already stays as it is. Returns
    what is held then: None where the letter is not there and `content` is not it."""
    held = _held(connection, client_id)
    if held == wanted:
        return held
    if held is not None:
        connection.execute(delete(tables.DraftLetter).where(tables.DraftLetter.client_id == client_id))
        entry.left("draft_letter", client_id, "")
    if wanted is None or content is None or seal(content) != wanted.sha256 or not media_type_of(content):
        return None
    body = body_of(wanted)
    connection.execute(insert(tables.DraftLetter), {"client_id": client_id, "body": body, "content": content})
    entry.left("draft_letter", client_id, body)
    return wanted


def held_letter(connection: Connection, client_id: str, letter: Letter) -> bytes:
    """The content of a letter that waits.

    Raises:
        Refused: it is not there, or not what was attached.
    """
    table = tables.DraftLetter
    content = connection.execute(select(table.content).where(table.client_id == client_id)).scalar()
    if content is None or seal(content) != letter.sha256:
        raise Refused(_("The letter is not in the record any more. Attach it again."))
    return bytes(content)


def all_waiting(connection: Connection) -> tuple[WaitingLetter, ...]:
    """Every letter that waits, with its content, for the interchange file."""
    table = tables.DraftLetter
    return tuple(
        WaitingLetter(
            client_id=row.client_id,
            letter=value_of(Letter, row.body),
            content=base64.b64encode(row.content).decode("ascii"),
        )
        for row in connection.execute(select(table.client_id, table.body, table.content).order_by(table.client_id))
    )


def take_waiting(connection: Connection, entry: Entry, waiting: WaitingLetter) -> None:
    """A letter from an interchange file.

    Raises:
        Refused: it is not what was kept.
    """
    content, told = decoded(waiting.content), waiting.letter
    if not (len(content) == told.size <= LARGEST and seal(content) == told.sha256 and media_type_of(content)):
        raise Refused(_("A paper in this file is damaged: {name}.").format(name=told.name))
    hold_letter(connection, entry, waiting.client_id, told, content)


def damaged_letters(connection: Connection) -> Iterator[str]:
    """The clients whose waiting letter is not what was attached."""
    table = tables.DraftLetter
    for client_id, body, content in connection.execute(select(table.client_id, table.body, table.content)):
        if seal(content) != value_of(Letter, body).sha256:
            yield client_id


def _held(connection: Connection, client_id: str) -> Letter | None:
    table = tables.DraftLetter
    body = connection.execute(select(table.body).where(table.client_id == client_id)).scalar()
    return value_of(Letter, body) if body is not None else None
