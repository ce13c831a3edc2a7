"""A client's identity that is typed and not saved yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from rmt_notes.clinical.half_typed import NEW_CLIENT, IdentityDraft
from rmt_notes.db import tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.session import Session, body_of, changed_fields, value_of


class HalfTyped(Session):
    """Intentions about forms that were begun."""

    def keep_identity_draft(self, draft: IdentityDraft) -> datetime:
        """Keep what is typed in the form of a client's identity, in place of what was kept of it. Returns when.

        Raises:
            Refused: an unknown client.
        """
        client_id = "" if draft.key == NEW_CLIENT else draft.key
        with self._intention("keep", "identity_draft", draft.key, client_id=client_id) as (connection, entry):
            before = read_identity_draft(connection, draft.key)
            entry.fields = changed_fields(before.client, draft.client) if before is not None else ()
            draft = replace(draft, saved_at=self.now())
            if before is not None:
                remove_identity_draft(connection, entry, draft.key)
            insert_identity_draft(connection, entry, draft)
        return draft.saved_at

    def discard_identity_draft(self, key: str) -> None:
        """The identity was saved, or is given up. Without a draft nothing happens."""
        if self.identity_draft(key) is None:
            return
        client_id = "" if key == NEW_CLIENT else key
        with self._intention("discard", "identity_draft", key, client_id=client_id) as (connection, entry):
            remove_identity_draft(connection, entry, key)

    def identity_draft(self, key: str) -> IdentityDraft | None:
        """What was typed of a client's identity and not saved."""
        with self._reading() as connection:
            return read_identity_draft(connection, key)


def read_identity_draft(connection: Connection, key: str) -> IdentityDraft | None:
    """The draft of a key."""
    table = tables.IdentityDraft
    body = connection.execute(select(table.body).where(table.key == key)).scalar()
    return value_of(IdentityDraft, body) if body is not None else None


def insert_identity_draft(connection: Connection, entry: Entry, draft: IdentityDraft) -> None:
    """The row of an identity that is being typed."""
    body = body_of(draft)
    owner = None if draft.key == NEW_CLIENT else draft.key
    row = {"key": draft.key, "client_id": owner, "saved_at": draft.saved_at.isoformat(), "body": body}
    connection.execute(insert(tables.IdentityDraft), row)
    entry.left("identity_draft", draft.key, body)


def remove_identity_draft(connection: Connection, entry: Entry, key: str) -> None:
    """It is saved or given up."""
    connection.execute(delete(tables.IdentityDraft).where(tables.IdentityDraft.key == key))
    entry.left("identity_draft", key, "")


def all_identity_drafts(connection: Connection) -> tuple[IdentityDraft, ...]:
    """Every identity that is being typed, by key."""
    bodies = connection.execute(select(tables.IdentityDraft.body).order_by(tables.IdentityDraft.key)).scalars()
    return tuple(value_of(IdentityDraft, body) for body in bodies)
