"""Taking a signature back within minutes: the version stays, marked; the words are a draft again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from rmt_notes.clinical.record import Draft
from rmt_notes.clinical.undo_sign import SignatureWithdrawal, undo_until
from rmt_notes.clinical.visit import NoteVersion, Visit
from rmt_notes.db import tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.session import Session, moment, value_of
from rmt_notes.db.signatures import Signatures
from rmt_notes.db.standing import has_left
from rmt_notes.db.visits import change_visit, count_visits, describe, described, insert_draft
from rmt_notes.i18n import _


class UndoSign(Signatures):
    """The intention of taking a signature back."""

    def withdraw_signature(self, visit_id: str) -> Draft:
        """Take the newest signature back. The signed version is kept and marked as withdrawn; its words are the draft
        again, of the visit or of the amendment it was.

        Raises:
            Refused: not signed, void, signed by somebody else, too late, an amendment is under way, or the signed text
                has left the program.
        """
        with self._intention("withdraw_signature", "visit", visit_id, fields=("state",)) as (connection, entry):
            standing = self._standing(connection, visit_id)
            visit = value_of(Visit, standing["visit"])
            entry.client_id = visit.client_id
            versions = self._versions(connection, visit_id)
            at = self.now()
            if visit.state == "void":
                raise Refused(_("This visit is void."))
            if not versions:
                raise Refused(_("This note is not signed."))
            if standing["draft"] is not None:
                raise Refused(_("An amendment of this note is under way."))
            self._must_be_undoable(connection, visit, versions[-1], at)
            entry.detail["version"] = versions[-1].number
            insert_withdrawal(
                connection,
                entry,
                SignatureWithdrawal(
                    id=self.new_id(),
                    visit_id=visit_id,
                    version_id=versions[-1].id,
                    at=at,
                    practitioner_id=self._practitioner.id,
                ),
            )
            draft = _reopen(connection, entry, visit, versions, at, standing["seq"], standing["text_row"])
            insert_draft(connection, entry, draft)
            count_visits(connection, visit.client_id)
        self._kept.pop(visit_id, None)
        self._mark()
        return draft

    def _must_be_undoable(self, connection: Connection, visit: Visit, version: NoteVersion, at: datetime) -> None:
        if version.practitioner_id != self._practitioner.id:
            raise Refused(_("Only whoever signed can take the signature back."))
        if not version.signed_at <= at <= undo_until(version):
            raise Refused(_("A signature can be taken back for ten minutes. Amend the note instead."))
        if has_left(connection, visit):
            raise Refused(_("This note was printed or exported since it was signed. Amend it instead."))


def _reopen(
    connection: Connection,
    entry: Entry,
    visit: Visit,
    versions: tuple[NoteVersion, ...],
    at: datetime,
    seq: int,
    text_row: int,
) -> Draft:
    """The visit as it was before the signature; returns the draft that goes on."""
    version = versions[-1]
    draft = Draft(visit_id=visit.id, note=version.note, saved_at=at, reason=version.reason)
    if len(versions) == 1:
        change_visit(connection, entry, replace(visit, state="draft"))
        return draft
    before = versions[-2]
    earlier = replace(
        visit,
        state="amended" if len(versions) > 2 else "signed",
        started_at=before.started_at,
        minutes=before.minutes,
        kind=before.kind,
    )
    change_visit(connection, entry, earlier)
    describe(connection, earlier, seq, text_row, described(version.note), described(before.note))
    return replace(draft, started_at=version.started_at, minutes=version.minutes, kind=version.kind)


def insert_withdrawal(connection: Connection, entry: Entry, withdrawal: SignatureWithdrawal) -> None:
    """The row of a signature taken back; triggers refuse it for any but the newest version, its signer and its first
    minutes."""
    columns = {
        "visit_id": withdrawal.visit_id,
        "version_id": withdrawal.version_id,
        "practitioner_id": withdrawal.practitioner_id,
        "at": moment(withdrawal.at),
    }
    Session._add(connection, entry, tables.SignatureWithdrawal, withdrawal, **columns)
