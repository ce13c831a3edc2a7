"""What limits treatment: health history, contraindication findings and decisions, clearances, consents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, insert, select

from rmt_notes.clinical.attachment import Attachment
from rmt_notes.clinical.consent import Consent, Withdrawal
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.half_typed import Letter
from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.record import SafetyFile
from rmt_notes.db import tables
from rmt_notes.db.attachments import Attachments, insert_attachment
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.session import Session, body_of, changed_fields, moment, value_of
from rmt_notes.db.waiting_letters import held_letter, hold_letter
from rmt_notes.i18n import _


class Safety(Attachments):
    """Intentions about what limits treatment."""

    def keep_health_history(self, history: HealthHistory) -> HealthHistory:
        """Add a version of a client's health history; its number is the next one, whatever the value says.

        Raises:
            Refused: unknown client, or an id in use.
        """
        with self._intention("add", "health_history", history.id, client_id=history.client_id) as (connection, entry):
            history = _numbered(connection, history)
            insert_history(connection, entry, history)
        return history

    def keep_intake(
        self,
        client_id: str,
        history: HealthHistory | None = None,
        *,
        findings: Iterable[Finding] = (),
        changed: Iterable[Finding] = (),
        decisions: Iterable[Decision] = (),
        ends_draft: bool = False,
    ) -> HealthHistory | None:
        """Keep what an intake brought, whole or not at all: a new version of the health history (where the questions
        were asked), new findings, findings kept anew, and decisions on them. Each part has its own audit entry.
        `ends_draft` removes the client's intake draft in the same act.

        Raises:
            Refused: unknown client, something of another client, or a finding closed without day and reason.
        """
        self._must_write()
        new, kept_anew, decided = tuple(findings), tuple(changed), tuple(decisions)
        for part in (*([history] if history else ()), *new, *kept_anew, *decided):
            self._must_be_of(part.client_id, client_id)
        for finding in (*new, *kept_anew):
            _check_closed(finding)
        entries: list[Entry] = []
        with self._transaction() as connection:
            if history is not None:
                history = _numbered(connection, history)
                entries.append(_entry("add", "health_history", history.id, client_id))
                insert_history(connection, entries[-1], history)
            for finding in new:
                entries.append(_entry("add", "finding", finding.id, client_id))
                insert_finding(connection, entries[-1], finding)
                keep_finding_state(connection, entries[-1], finding, self.now(), self._practitioner.id)
            for finding in kept_anew:
                before = self._one(connection, tables.Finding, Finding, finding.id)
                self._must_be_of(before.client_id, client_id)
                _check_kind(before, finding)
                fields = changed_fields(before, finding)
                if fields:
                    entries.append(_entry("change", "finding", finding.id, client_id, fields))
                    self._change(connection, entries[-1], tables.Finding, finding, state=finding.state)
                    keep_finding_state(connection, entries[-1], finding, self.now(), self._practitioner.id)
            for decision in decided:
                entries.append(_entry("decide", "finding", decision.finding_id, client_id))
                self._must_be_of(
                    self._one(connection, tables.Finding, Finding, decision.finding_id).client_id, client_id
                )
                insert_decision(connection, entries[-1], decision)
            if ends_draft and self._intake_draft(connection, client_id) is not None:
                entries.append(_entry("discard", "intake_draft", client_id, client_id))
                remove_intake_draft(connection, entries[-1], client_id)
                hold_letter(connection, entries[-1], client_id, None)
            if entries:
                self._append(connection, entries)
        if entries:
            self._settled()
        return history

    def keep_intake_draft(self, draft: IntakeDraft, letter: bytes | None = None) -> datetime:
        """Keep an intake under way as it stands, in place of what was kept of it. Returns when it was saved. `letter`
        is the content of the letter that its clearance names, needed once: what the record holds already stays. A
        letter that is neither given nor held is named no more.

        Raises:
            Refused: unknown client.
        """
        client_id = draft.client_id
        with self._intention("keep", "intake_draft", client_id, client_id=client_id) as (connection, entry):
            before = self._intake_draft(connection, client_id)
            entry.fields = changed_fields(before.sheet if before is not None else draft.start, draft.sheet)
            draft = replace(draft, saved_at=self.now())
            if before is not None:
                remove_intake_draft(connection, entry, client_id)
            wanted = draft.clearance.letter if draft.clearance is not None else None
            held = hold_letter(connection, entry, client_id, wanted, letter)
            if draft.clearance is not None and held != wanted:
                draft = replace(draft, clearance=replace(draft.clearance, letter=None))
            insert_intake_draft(connection, entry, draft)
        return draft.saved_at

    def discard_intake_draft(self, client_id: str) -> None:
        """Give up an intake under way. Without one nothing happens."""
        with self._reading() as connection:
            standing = self._intake_draft(connection, client_id)
        if standing is None:
            return
        with self._intention("discard", "intake_draft", client_id, client_id=client_id) as (connection, entry):
            remove_intake_draft(connection, entry, client_id)
            hold_letter(connection, entry, client_id, None)

    def review_history(self, review: HistoryReview) -> None:
        """Note that a version was looked at again and nothing changed.

        Raises:
            Refused: the version is unknown or another client's.
        """
        with self._intention("review", "health_history", review.history_id, client_id=review.client_id) as (
            connection,
            entry,
        ):
            self._must_be_of(
                self._one(connection, tables.HealthHistory, HealthHistory, review.history_id).client_id,
                review.client_id,
            )
            insert_review(connection, entry, review)

    def record_finding(self, finding: Finding) -> None:
        """Record a contraindication finding.

        Raises:
            Refused: unknown client, or closed without day and reason.
        """
        _check_closed(finding)
        with self._intention("add", "finding", finding.id, client_id=finding.client_id) as (connection, entry):
            insert_finding(connection, entry, finding)
            keep_finding_state(connection, entry, finding, self.now(), self._practitioner.id)

    def change_finding(self, finding: Finding) -> None:
        """Keep a finding anew: its state, places or detail. What it was stays in its history.

        Raises:
            Refused: unknown, of another client, of another kind, or closed without day and reason.
        """
        _check_closed(finding)
        with self._reading() as connection:
            before = self._one(connection, tables.Finding, Finding, finding.id)
        self._must_be_of(before.client_id, finding.client_id)
        _check_kind(before, finding)
        fields = changed_fields(before, finding)
        if not fields:
            return
        with self._intention("change", "finding", finding.id, client_id=finding.client_id, fields=fields) as (
            connection,
            entry,
        ):
            self._change(connection, entry, tables.Finding, finding, state=finding.state)
            keep_finding_state(connection, entry, finding, self.now(), self._practitioner.id)

    def finding_history(self, finding_id: str) -> tuple[tuple[datetime, Finding], ...]:
        """What a finding was, from when on, oldest first."""
        table = tables.FindingState
        with self._reading() as connection:
            rows = connection.execute(
                select(table.changed_at, table.body).where(table.finding_id == finding_id).order_by(table.seq)
            )
            return tuple((datetime.fromisoformat(row.changed_at), value_of(Finding, row.body)) for row in rows)

    def decide(self, decision: Decision) -> None:
        """Record what the therapist decided on a finding. Earlier decisions stay.

        Raises:
            Refused: the finding is unknown or another client's.
        """
        with self._intention("decide", "finding", decision.finding_id, client_id=decision.client_id) as (
            connection,
            entry,
        ):
            self._must_be_of(
                self._one(connection, tables.Finding, Finding, decision.finding_id).client_id, decision.client_id
            )
            insert_decision(connection, entry, decision)

    def record_clearance(self, clearance: Clearance, letter: tuple[str, bytes] | Letter | None = None) -> None:
        """Record a clinician's clearance, together with the letter where one came: its file name and content, or the
        one that waits beside the intake's draft.

        Raises:
            Refused: unknown client, received in the future, it would end before it begins, or the letter cannot be
                kept (see `attach`).
        """
        if clearance.valid_until < (clearance.valid_from or clearance.received_on):
            raise Refused(_("A clearance cannot end before it begins."))
        if clearance.received_on > self.now().date():
            raise Refused(_("A clearance cannot be received in the future."))
        if letter is None:
            with self._intention("add", "clearance", clearance.id, client_id=clearance.client_id) as (
                connection,
                entry,
            ):
                insert_clearance(connection, entry, clearance)
            return
        self._must_write()
        if isinstance(letter, Letter):
            with self._reading() as connection:
                letter = letter.name, held_letter(connection, clearance.client_id, letter)
        name, content = letter
        paper = self._attachment(clearance.client_id, "clearance_letter", name, content)
        clearance = replace(clearance, attachment_id=paper.id)
        entries = [
            _entry("add", "attachment", paper.id, paper.client_id),
            _entry("add", "clearance", clearance.id, clearance.client_id),
        ]
        with self._transaction() as connection:
            insert_attachment(connection, entries[0], paper, content)
            insert_clearance(connection, entries[1], clearance)
            self._append(connection, entries)
        self._settled()

    def revoke_clearance(self, clearance_id: str, on: date, reason: str) -> None:
        """End a clearance before its time.

        Raises:
            Refused: unknown, revoked already, or without reason.
        """
        if not reason.strip():
            raise Refused(_("Say why the clearance is revoked."))
        with self._reading() as connection:
            clearance = self._one(connection, tables.Clearance, Clearance, clearance_id)
        if clearance.revoked_on is not None:
            raise Refused(_("This clearance was revoked before."))
        clearance = replace(clearance, revoked_on=on, revoked_reason=reason)
        fields = ("revoked_on", "revoked_reason")
        with self._intention("revoke", "clearance", clearance_id, client_id=clearance.client_id, fields=fields) as (
            connection,
            entry,
        ):
            self._change(connection, entry, tables.Clearance, clearance)

    def record_consent(self, consent: Consent) -> None:
        """Record a consent.

        Raises:
            Refused: unknown client.
        """
        with self._intention("add", "consent", consent.id, client_id=consent.client_id) as (connection, entry):
            insert_consent(connection, entry, consent)

    def record_consents(self, consents: Iterable[Consent]) -> None:
        """Record consents that were given together, all of them or none; each has its own audit entry.

        Raises:
            Refused: unknown client, or a release that ends before it begins.
        """
        self._must_write()
        entries: list[Entry] = []
        with self._transaction() as connection:
            for consent in consents:
                if consent.until is not None and consent.until < consent.given_at.date():
                    raise Refused(_("A consent cannot end before it begins."))
                entries.append(_entry("add", "consent", consent.id, consent.client_id))
                insert_consent(connection, entries[-1], consent)
            if entries:
                self._append(connection, entries)
        if entries:
            self._settled()

    def withdraw_consent(
        self,
        consent_id: str,
        at: datetime,
        said: str,
        *,
        done: str = "",
        areas: tuple[str, ...] = (),
        scope: str = "",
        visit_id: str = "",
    ) -> None:
        """Record that a consent was taken back, wholly or for some areas or in some respect (`scope`, in words), with
        what was said and what was done then. The consent itself stays.

        Raises:
            Refused: unknown, nothing of it is left to take back, dated before it was given or in the future, or an
                area it does not speak of.
        """
        with self._reading() as connection:
            consent = self._one(connection, tables.Consent, Consent, consent_id)
        if consent.withdrawn_at is not None:
            raise Refused(_("This consent was withdrawn before."))
        if at < consent.given_at.replace(second=0, microsecond=0):
            raise Refused(_("A consent cannot be withdrawn before it was given."))
        if at > self.now():
            raise Refused(_("A withdrawal cannot lie in the future."))
        if not set(areas) <= set(consent.standing_areas()):
            raise Refused(_("This consent does not speak of that area, or no longer does."))
        if areas and set(areas) == set(consent.standing_areas()) and not scope.strip():
            areas = ()  # nothing of it is left
        withdrawal = Withdrawal(
            at=at,
            practitioner_id=self._practitioner.id,
            areas=areas,
            scope=scope,
            said=said,
            done=done,
            visit_id=visit_id,
        )
        consent = replace(consent, withdrawals=(*consent.withdrawals, withdrawal))
        fields = ("withdrawals",)
        with self._intention("withdraw", "consent", consent_id, client_id=consent.client_id, fields=fields) as (
            connection,
            entry,
        ):
            self._change(connection, entry, tables.Consent, consent)

    def safety(self, client_id: str) -> SafetyFile:
        """What limits treatment of a client."""
        with self._reading() as connection:
            return self._safety_of(connection, client_id)

    # --- within a transaction ----------------------------------------------------------------------------------------

    @staticmethod
    def _intake_draft(connection: Connection, client_id: str) -> IntakeDraft | None:
        table = tables.IntakeDraft
        body = connection.execute(select(table.body).where(table.client_id == client_id)).scalar()
        return value_of(IntakeDraft, body) if body is not None else None

    def _safety_of(self, connection: Connection, client_id: str) -> SafetyFile:
        return SafetyFile(
            findings=self._of_client(connection, tables.Finding, Finding, client_id),
            decisions=self._of_client(connection, tables.Decision, Decision, client_id),
            clearances=self._of_client(connection, tables.Clearance, Clearance, client_id),
            consents=self._of_client(connection, tables.Consent, Consent, client_id),
            attachments=self._of_client(connection, tables.Attachment, Attachment, client_id),
        )

    @staticmethod
    def _must_be_of(owner: str, client_id: str) -> None:
        if owner != client_id:
            raise Refused(_("This belongs to another client."))


def insert_history(connection: Connection, entry: Entry, history: HealthHistory) -> None:
    """A version's row."""
    columns = {"client_id": history.client_id, "number": history.number, "taken_at": moment(history.taken_at)}
    Session._add(connection, entry, tables.HealthHistory, history, **columns)


def insert_intake_draft(connection: Connection, entry: Entry, draft: IntakeDraft) -> None:
    """The row of an intake under way."""
    body = body_of(draft)
    row = {"client_id": draft.client_id, "saved_at": draft.saved_at.isoformat(), "body": body}
    connection.execute(insert(tables.IntakeDraft), row)
    entry.left("intake_draft", draft.client_id, body)


def remove_intake_draft(connection: Connection, entry: Entry, client_id: str) -> None:
    """The intake is kept or given up."""
    connection.execute(delete(tables.IntakeDraft).where(tables.IntakeDraft.client_id == client_id))
    entry.left("intake_draft", client_id, "")


def insert_review(connection: Connection, entry: Entry, review: HistoryReview) -> None:
    """A review's row."""
    columns = {
        "client_id": review.client_id,
        "history_id": review.history_id,
        "reviewed_on": review.reviewed_on.isoformat(),
    }
    Session._add(connection, entry, tables.HistoryReview, review, **columns)


def insert_finding(connection: Connection, entry: Entry, finding: Finding) -> None:
    """A finding's row."""
    Session._add(
        connection, entry, tables.Finding, finding, client_id=finding.client_id, key=finding.key, state=finding.state
    )


def keep_finding_state(
    connection: Connection, entry: Entry, finding: Finding, at: datetime, practitioner_id: str
) -> None:
    """One more line in a finding's history."""
    body = body_of(finding)
    row = {
        "finding_id": finding.id,
        "changed_at": at.isoformat(),
        "practitioner_id": practitioner_id,
        "state": finding.state,
        "body": body,
    }
    seq = connection.execute(insert(tables.FindingState), row).lastrowid
    entry.left("finding_state", str(seq), body)


def insert_decision(connection: Connection, entry: Entry, decision: Decision) -> None:
    """A decision's row."""
    columns = {"finding_id": decision.finding_id, "choice": decision.choice, "decided_at": moment(decision.decided_at)}
    Session._add(connection, entry, tables.Decision, decision, client_id=decision.client_id, **columns)


def insert_clearance(connection: Connection, entry: Entry, clearance: Clearance) -> None:
    """A clearance's row."""
    columns = {"client_id": clearance.client_id, "valid_until": clearance.valid_until.isoformat()}
    Session._add(connection, entry, tables.Clearance, clearance, **columns)


def insert_consent(connection: Connection, entry: Entry, consent: Consent) -> None:
    """A consent's row."""
    columns = {"client_id": consent.client_id, "kind": consent.kind, "given_at": moment(consent.given_at)}
    Session._add(connection, entry, tables.Consent, consent, **columns)


def _check_closed(finding: Finding) -> None:
    if finding.state == "resolved" and (finding.closed_on is None or not finding.closed_reason.strip()):
        raise Refused(_("A resolved finding needs the day and the reason."))


def _check_kind(before: Finding, finding: Finding) -> None:
    if before.key != finding.key:
        raise Refused(_("A finding keeps its kind. Mark it as entered in error and record another."))


def _numbered(connection: Connection, history: HealthHistory) -> HealthHistory:
    """The version with the client's next number."""
    table = tables.HealthHistory
    newest = connection.execute(select(func.max(table.number)).where(table.client_id == history.client_id)).scalar()
    return replace(history, number=(newest or 0) + 1)


def _entry(action: str, entity: str, entity_id: str, client_id: str, fields: tuple[str, ...] = ()) -> Entry:
    return Entry(action=action, entity=entity, entity_id=entity_id, client_id=client_id, fields=fields)
