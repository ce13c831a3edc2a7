"""Signing a note, amending a signed one, and handing a visit to the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection, func, insert, select

from rmt_notes.clinical import codec
from rmt_notes.clinical.record import Chart, Draft, PrintableVisit
from rmt_notes.clinical.visit import NoteVersion, Visit
from rmt_notes.db import tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import NotReady, Refused
from rmt_notes.db.session import body_of, moment, value_of
from rmt_notes.db.visits import Visits, change_visit, count_visits, describe, described, insert_draft, remove_draft
from rmt_notes.i18n import _

Purpose = Literal["preview", "print", "export"]


class Signatures(Visits):
    """Intentions about signed notes."""

    def sign(self, visit_id: str) -> NoteVersion:
        """Sign the unsigned note, or the amendment under way, as the next version. Nobody changes it afterwards.

        Raises:
            NotReady: something that must be there is missing, or a warning has no reason.
            Refused: there is nothing to sign, the visit is void, or it is another therapist's visit.
        """
        from rmt_notes.clinical import signing

        with self._intention("sign", "visit", visit_id) as (connection, entry):
            standing = self._standing(connection, visit_id)
            visit = value_of(Visit, standing["visit"])
            entry.client_id = visit.client_id
            if visit.state == "void":
                raise Refused(_("This visit is void."))
            if standing["draft"] is None:
                raise Refused(_("There is no unsigned note to sign."))
            if standing["newest"] is None and visit.practitioner_id != self._practitioner.id:
                raise Refused(_("This is another therapist's visit. Whoever gave the treatment signs its note."))
            chart = self._chart(connection, visit_id)
            at = self.now()
            missing = signing.missing(chart, at)
            if missing:
                raise NotReady(missing)
            highest = connection.execute(
                select(func.max(tables.NoteVersion.number)).where(tables.NoteVersion.visit_id == visit_id)
            ).scalar()
            version = self._version(chart, at_number=(highest or 0) + 1)
            insert_version(connection, entry, version)
            remove_draft(connection, entry, visit_id)
            signed = replace(chart.visit, state="amended" if chart.versions else "signed")
            change_visit(connection, entry, signed)
            if chart.versions:
                before, after = described(chart.versions[-1].note), described(version.note)
                describe(connection, signed, standing["seq"], standing["text_row"], before, after)
            count_visits(connection, visit.client_id)
            entry.action = "amend" if chart.versions else "sign"
        self._kept.pop(visit_id, None)
        self._mark()
        return version

    def begin_amendment(self, visit_id: str, reason: str) -> Draft:
        """Open a signed note for an amendment: a draft with the same words, which `keep_draft` changes and `sign`
        makes the next version.

        Raises:
            Refused: without reason, not signed, void, or an amendment is under way.
        """
        if not reason.strip():
            raise Refused(_("Say why the note is amended."))
        with self._intention("begin_amendment", "visit", visit_id) as (connection, entry):
            return self._open_amendment(connection, entry, visit_id, reason)

    def _open_amendment(self, connection: Connection, entry: Entry, visit_id: str, reason: str) -> Draft:
        standing = self._standing(connection, visit_id)
        visit = value_of(Visit, standing["visit"])
        entry.client_id = visit.client_id
        if visit.state == "void":
            raise Refused(_("This visit is void."))
        if standing["newest"] is None:
            raise Refused(_("This note is not signed yet; it can simply be changed."))
        if standing["draft"] is not None:
            raise Refused(_("An amendment of this note is under way."))
        note = self._versions(connection, visit_id)[-1].note
        draft = Draft(visit_id=visit_id, note=note, saved_at=self.now(), reason=reason)
        insert_draft(connection, entry, draft)
        count_visits(connection, visit.client_id)
        return draft

    def printable(self, visit_id: str, purpose: Purpose = "preview") -> PrintableVisit:
        """What a page of this visit needs, with the audit entry of its printing: the newest signed version, or the
        draft where there is none.

        Raises:
            Refused: unknown.
            DiskTrouble: nothing is printed without its entry.
        """
        with self._intention(purpose, "visit", visit_id) as (connection, entry):
            chart = self._chart(connection, visit_id)
            entry.client_id = chart.client.id
            visit = value_of(Visit, self._standing(connection, visit_id)["visit"])
        return self._printable(chart, visit)

    def handout(self, visit_id: str, purpose: Purpose = "preview") -> PrintableVisit:
        """What the client's home care page of this visit needs, with the audit entry of its printing.

        Raises:
            As `printable`.
        """
        with self._intention(purpose, "handout", visit_id) as (connection, entry):
            chart = self._chart(connection, visit_id)
            entry.client_id = chart.client.id
        return self._printable(chart, chart.visit)

    def _printable(self, chart: Chart, visit: Visit) -> PrintableVisit:
        """What a page of a chart needs, with the newest entry of the trail for its foot."""
        return PrintableVisit(
            practice=chart.practice,
            practitioner=chart.practitioner,
            client=chart.client,
            visit=visit,
            note=chart.versions[-1].note if chart.versions else chart.note,
            versions=chart.versions,
            safety=chart.safety,
            history=chart.history,
            providers=chart.providers,
            printed_at=self.now(),
            audit_number=self._trail.head.number,
            audit_head=self._trail.head.mac.hex(),
            undone=chart.undone,
            filed=chart.filed,
            corrections=chart.corrections,
        )

    def _version(self, chart: Chart, at_number: int) -> NoteVersion:
        version = NoteVersion(
            id=self.new_id(),
            visit_id=chart.visit.id,
            number=at_number,
            note=chart.note,
            started_at=chart.visit.started_at,
            minutes=chart.visit.minutes,
            kind=chart.visit.kind,
            signed_at=self.now(),
            practitioner_id=self._practitioner.id,
            signed_name=self._practitioner.signature(),
            registration_number=self._practitioner.registration_number,
            reason=chart.draft_reason,
        )
        return replace(version, content_hash=hash_of(version))


def hash_of(version: NoteVersion) -> str:
    """The content hash of a signed version: SHA-256 over the canonical text of everything in it but the hash itself.

    Only what was read back from its text is hashed: 15 in a field of decimals becomes 15.0 there, and a hash over the
    15 would look like a change ever after.
    """
    plain = codec.to_plain(replace(version, content_hash=""))
    return codec.content_hash(codec.from_plain(NoteVersion, plain))


def insert_version(connection: Connection, entry: Entry, version: NoteVersion) -> None:
    """A signed version's row; triggers refuse every later change."""
    body = body_of(version)
    row = {
        "id": version.id,
        "visit_id": version.visit_id,
        "number": version.number,
        "practitioner_id": version.practitioner_id,
        "signed_at": moment(version.signed_at),
        "content_hash": version.content_hash,
        "body": body,
    }
    connection.execute(insert(tables.NoteVersion), row)
    entry.left("note_version", version.id, body)
