"""What clients ask to have corrected: taken down, answered in time, and never lost beside the note."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Connection, select

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import GROUNDS, Correction, amendment_reason
from rmt_notes.clinical.visit import Visit
from rmt_notes.db import tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.session import Session, value_of
from rmt_notes.db.signatures import Signatures
from rmt_notes.i18n import _


class Corrections(Signatures):
    """Intentions about corrections that clients ask for."""

    def request_correction(self, correction: Correction) -> None:
        """Take a request down.

        Raises:
            Refused: nothing is asked, dated in the future, unknown client, or a visit of somebody else.
        """
        if not correction.what.strip():
            raise Refused(_("Say what the client asks to have corrected."))
        if correction.requested_on > self.now().date():
            raise Refused(_("A request cannot lie in the future."))
        if correction.state != "open":
            raise ValueError("a request begins open")
        with self._intention("add", "correction", correction.id, client_id=correction.client_id) as (connection, entry):
            self._one(connection, tables.Client, Client, correction.client_id)
            if correction.visit_id:
                visit = self._one(connection, tables.Visit, Visit, correction.visit_id)
                self._must_be_of(visit.client_id, correction.client_id)
            insert_correction(connection, entry, correction)

    def grant_correction(self, correction_id: str, what: str = "", recipients: str = "") -> str:
        """Grant a request. Where it speaks of a signed note, its amendment is opened in the same act; the answer is
        that visit's id, else empty.

        `what` says what was corrected where it is no note; `recipients` whom the client asked to be told.

        Raises:
            Refused: unknown, answered before, no word on what was corrected, or an amendment of that note is under way.
        """
        with self._answering(correction_id, "grant_correction") as (connection, entry, asked):
            note = self._one(connection, tables.Visit, Visit, asked.visit_id) if asked.visit_id else None
            amends = note is not None and note.state in ("signed", "amended")
            if note is None and not what.strip():
                raise Refused(_("Say what was corrected, and where."))
            self._answer(
                connection, entry, replace(asked, state="granted", reason=what.strip(), recipients=recipients.strip())
            )
            if amends:
                self._open_amendment(connection, entry, asked.visit_id, amendment_reason(asked))
        self._kept.pop(asked.visit_id, None)
        return asked.visit_id if note is not None else ""

    def refuse_correction(self, correction_id: str, ground: str, reason: str) -> None:
        """Refuse a request, with the ground and the reason in words. The client may attach a statement.

        Raises:
            Refused: unknown, answered before, or without ground or reason.
        """
        if ground not in GROUNDS or not reason.strip():
            raise Refused(_("Say on what ground the correction is refused, and why."))
        with self._answering(correction_id, "refuse_correction") as (connection, entry, asked):
            self._answer(connection, entry, replace(asked, state="refused", ground=ground, reason=reason.strip()))

    def take_back_correction(self, correction_id: str, reason: str = "") -> None:
        """The client takes a request back before it is answered.

        Raises:
            Refused: unknown, or answered before.
        """
        with self._answering(correction_id, "take_back_correction") as (connection, entry, asked):
            self._answer(connection, entry, replace(asked, state="withdrawn", reason=reason.strip()))

    def attach_statement(self, correction_id: str, statement: str) -> None:
        """Attach the client's statement of disagreement to a refused request. It goes with the note from then on.

        Raises:
            Refused: unknown, not refused, empty, or there is one already.
        """
        if not statement.strip():
            raise Refused(_("The statement is empty."))
        with self._intention("attach_statement", "correction", correction_id, fields=("statement",)) as (
            connection,
            entry,
        ):
            asked = self._one(connection, tables.Correction, Correction, correction_id)
            entry.client_id = asked.client_id
            if asked.state != "refused":
                raise Refused(_("A statement of disagreement belongs to a request that was refused."))
            if asked.statement:
                raise Refused(_("There is a statement already. It stays as it was given."))
            change_correction(connection, entry, replace(asked, statement=statement.strip(), statement_at=self.now()))

    def open_corrections(self) -> tuple[tuple[Correction, Client], ...]:
        """Requests that wait for an answer, oldest first, with whose they are."""
        table = tables.Correction
        with self._reading() as connection:
            rows = connection.execute(
                select(table.body, tables.Client.body.label("client"))
                .join(tables.Client, tables.Client.id == table.client_id)
                .where(table.state == "open")
                .order_by(table.seq)
            ).all()
        found = ((value_of(Correction, row.body), value_of(Client, row.client)) for row in rows)
        return tuple(sorted(found, key=lambda each: each[0].requested_on))

    # --- within a transaction ----------------------------------------------------------------------------------------

    @contextmanager
    def _answering(self, correction_id: str, action: str) -> Iterator[tuple[Connection, Entry, Correction]]:
        with self._intention(action, "correction", correction_id, fields=("state", "reason")) as (connection, entry):
            asked = self._one(connection, tables.Correction, Correction, correction_id)
            entry.client_id = asked.client_id
            if asked.state != "open":
                raise Refused(_("This request was answered before."))
            yield connection, entry, asked

    def _answer(self, connection: Connection, entry: Entry, answered: Correction) -> None:
        change_correction(
            connection, entry, replace(answered, decided_at=self.now(), decided_by=self._practitioner.signature())
        )


def insert_correction(connection: Connection, entry: Entry, correction: Correction) -> None:
    """A request's row."""
    columns = {"client_id": correction.client_id, "visit_id": correction.visit_id, "state": correction.state}
    Session._add(connection, entry, tables.Correction, correction, **columns)


def change_correction(connection: Connection, entry: Entry, correction: Correction) -> None:
    """A request's row after one more step."""
    Session._change(connection, entry, tables.Correction, correction, state=correction.state)
