"""Papers in the record: kept encrypted with everything else, checked by their content, never changed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from sqlalchemy import Connection, select

from rmt_notes.clinical.attachment import LARGEST, AttachedFile, Attachment, media_type_of, seal
from rmt_notes.db import tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.session import Session, value_of
from rmt_notes.i18n import _


class Attachments(Session):
    """Intentions about papers."""

    def attach(self, client_id: str, kind: str, name: str, content: bytes, *, visit_id: str = "") -> Attachment:
        """Keep a paper in a client's record.

        Raises:
            Refused: unknown client, empty, larger than 10 MB, or neither PDF, PNG nor JPEG by its content.
        """
        attachment = self._attachment(client_id, kind, name, content, visit_id)
        with self._intention("add", "attachment", attachment.id, client_id=client_id) as (connection, entry):
            insert_attachment(connection, entry, attachment, content)
        return attachment

    def attached(self, attachment_id: str) -> tuple[Attachment, bytes]:
        """A paper with its content. Leaves a view in the audit trail.

        Raises:
            Refused: unknown, or its content is not what was kept.
        """
        with self._reading() as connection:
            attachment = self._one(connection, tables.Attachment, Attachment, attachment_id)
            content = connection.execute(
                select(tables.Attachment.content).where(tables.Attachment.id == attachment_id)
            ).scalar_one()
        if seal(content) != attachment.sha256:
            raise Refused(_("This paper is damaged: it is not what was kept."))
        self._look("view", "attachment", attachment_id, attachment.client_id)
        return attachment, content

    def attachments(self, client_id: str) -> tuple[Attachment, ...]:
        """The papers of a client, without their content."""
        with self._reading() as connection:
            return self._of_client(connection, tables.Attachment, Attachment, client_id)

    def _attachment(self, client_id: str, kind: str, name: str, content: bytes, visit_id: str = "") -> Attachment:
        if not content:
            raise Refused(_("This file is empty."))
        if len(content) > LARGEST:
            raise Refused(_("This file is larger than 10 MB. Scan it in fewer dots or fewer pages."))
        media_type = media_type_of(content)
        if not media_type:
            raise Refused(_("Only PDF, PNG and JPEG files can be kept; this is none of them, or it is damaged."))
        return Attachment(
            id=self.new_id(),
            client_id=client_id,
            kind=kind,
            name=name.strip()[:200] or _("letter"),
            media_type=media_type,
            size=len(content),
            sha256=seal(content),
            added_at=self.now(),
            practitioner_id=self._practitioner.id,
            visit_id=visit_id,
        )


def insert_attachment(connection: Connection, entry: Entry, attachment: Attachment, content: bytes) -> None:
    """A paper's row."""
    columns = {"client_id": attachment.client_id, "kind": attachment.kind, "content": content}
    Session._add(connection, entry, tables.Attachment, attachment, **columns)


def attached_files(connection: Connection) -> tuple[AttachedFile, ...]:
    """Every paper with its content, for the interchange file."""
    table = tables.Attachment
    return tuple(
        AttachedFile(attachment=value_of(Attachment, row.body), content=base64.b64encode(row.content).decode("ascii"))
        for row in connection.execute(select(table.body, table.content).order_by(table.seq))
    )


def content_of(file: AttachedFile) -> bytes:
    """The content of a paper from an interchange file.

    Raises:
        Refused: it is not what was kept.
    """
    content = decoded(file.content)
    told = file.attachment
    fits = len(content) == told.size <= LARGEST and seal(content) == told.sha256
    if not fits or media_type_of(content) != told.media_type:
        raise Refused(_("A paper in this file is damaged: {name}.").format(name=told.name))
    return content


def decoded(content: str) -> bytes:
    """Base64 as bytes; empty where it is none."""
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return b""


def damaged_attachments(connection: Connection) -> Iterator[str]:
    """The ids of papers whose content is not what was kept."""
    table = tables.Attachment
    for row_id, body, content in connection.execute(select(table.id, table.body, table.content)):
        if seal(content) != value_of(Attachment, body).sha256:
            yield row_id
