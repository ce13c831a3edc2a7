"""The whole record as one value: taken out, and brought in whole or not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from rmt_notes.clinical import codec
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.destruction import Destruction, DestructionPlan
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.half_typed import NEW_CLIENT
from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.misfiling import Misfiling
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.record import Draft, WholeRecord
from rmt_notes.clinical.retention import LegalHold
from rmt_notes.clinical.undo_sign import SignatureWithdrawal
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.db import tables
from rmt_notes.db.attachments import attached_files, content_of, insert_attachment
from rmt_notes.db.audit import Entry
from rmt_notes.db.clients import insert_client
from rmt_notes.db.corrections import insert_correction
from rmt_notes.db.errors import Refused
from rmt_notes.db.filing import insert_misfiling
from rmt_notes.db.half_typed import all_identity_drafts, insert_identity_draft
from rmt_notes.db.keeping import insert_destruction, insert_hold, insert_plan
from rmt_notes.db.safety import (
    insert_clearance,
    insert_consent,
    insert_decision,
    insert_finding,
    insert_history,
    insert_intake_draft,
    insert_review,
    keep_finding_state,
)
from rmt_notes.db.session import Session, body_of, clean, value_of
from rmt_notes.db.signatures import hash_of, insert_version
from rmt_notes.db.undo_sign import insert_withdrawal
from rmt_notes.db.visits import count_visits, insert_draft, insert_visit
from rmt_notes.db.waiting_letters import all_waiting, take_waiting
from rmt_notes.db.wordbook import all_words, insert_wordbook
from rmt_notes.i18n import _


class Whole(Session):
    """Taking the record out and bringing one in."""

    def export_record(self) -> WholeRecord:
        """Everything, in the order of creation. The export is logged.

        Raises:
            Refused: to anybody but the owner.
        """
        self._must_administer()
        with self._intention("export", "record", "") as (connection, _entry):
            drafts = connection.execute(
                select(tables.Draft.body)
                .join(tables.Visit, tables.Visit.id == tables.Draft.visit_id)
                .order_by(tables.Visit.seq)
            ).scalars()
            intakes = connection.execute(
                select(tables.IntakeDraft.body)
                .join(tables.Client, tables.Client.id == tables.IntakeDraft.client_id)
                .order_by(tables.Client.seq)
            ).scalars()
            return WholeRecord(
                practice=value_of(Practice, connection.execute(select(tables.Practice.body)).scalar_one()),
                practitioners=self._all(connection, tables.Practitioner, Practitioner),
                providers=self._all(connection, tables.Provider, Provider),
                clients=self._all(connection, tables.Client, Client),
                histories=self._all(connection, tables.HealthHistory, HealthHistory),
                reviews=self._all(connection, tables.HistoryReview, HistoryReview),
                findings=self._all(connection, tables.Finding, Finding),
                decisions=self._all(connection, tables.Decision, Decision),
                clearances=self._all(connection, tables.Clearance, Clearance),
                consents=self._all(connection, tables.Consent, Consent),
                visits=self._all(connection, tables.Visit, Visit),
                versions=self._all(connection, tables.NoteVersion, NoteVersion),
                drafts=tuple(value_of(Draft, body) for body in drafts),
                attachments=attached_files(connection),
                intakes=tuple(value_of(IntakeDraft, body) for body in intakes),
                identities=all_identity_drafts(connection),
                waiting_letters=all_waiting(connection),
                wordbook=all_words(connection),
                withdrawals=self._all(connection, tables.SignatureWithdrawal, SignatureWithdrawal),
                misfilings=self._all(connection, tables.Misfiling, Misfiling),
                corrections=self._all(connection, tables.Correction, Correction),
                holds=self._all(connection, tables.LegalHold, LegalHold),
                plans=self._all(connection, tables.DestructionPlan, DestructionPlan),
                destructions=self._all(connection, tables.Destruction, Destruction),
            )

    def import_record(self, record: WholeRecord) -> None:
        """Bring in a whole record, with its ids, times, signatures and hashes: all of it, or nothing.

        An empty record takes the practice and the practitioners over as they are; whoever is signed in stays signed
        in, as the practitioner of the same name and registration number where there is one. A record that has clients
        already takes in what is new to it.

        Raises:
            Refused: an id or file number is in use, a signed version does not match its hash, or something points at
            what is not there.
        """
        self._must_administer()
        _check(record)
        entries = defaultdict[str, Entry](lambda: Entry(action="import", entity="record", entity_id=""))
        with self._transaction() as connection:
            empty = not connection.execute(select(func.count()).select_from(tables.Client)).scalar()
            signed_in = self._take_people(connection, entries[""], record, empty)
            for client in record.clients:
                entries[client.id].client_id = client.id
            self._check_numbers(connection, record)
            _take_log(connection, entries[""], record)
            _take_clients(connection, entries, record)
            for finding in record.findings:
                keep_finding_state(connection, entries[finding.client_id], finding, self.now(), finding.practitioner_id)
            _take_visits(connection, entries, record)
            insert_wordbook(connection, entries[""], record.wordbook)
            for client in record.clients:
                count_visits(connection, client.id)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise Refused(_("This belongs to something that is not in the record."))
            self._append(connection, list(entries.values()))
        self._practitioner = signed_in
        self._settled()
        self._mark()

    # --- within a transaction -----------------------------------------------------------------------------------------

    def _take_people(self, connection: Connection, entry: Entry, record: WholeRecord, empty: bool) -> Practitioner:
        """Practice, practitioners and providers. Returns who is signed in afterwards."""
        signed_in = self._practitioner
        if empty:
            body = body_of(record.practice)
            connection.execute(update(tables.Practice).values(body=body))
            entry.left("practice", "1", body)
            signed_in = self._take_over(connection, entry, record)
        else:
            _add_unknown(connection, entry, tables.Practitioner, record.practitioners)
        _add_unknown(connection, entry, tables.Provider, record.providers)
        return signed_in

    def _take_over(self, connection: Connection, entry: Entry, record: WholeRecord) -> Practitioner:
        """The practitioners in their own order, with the key slot of whoever is signed in on the one who is the same
        person."""
        mine = self._practitioner
        table = tables.Practitioner
        person = connection.execute(select(table.person).where(table.id == mine.id)).scalar_one()
        same = _same_person(mine, record.practitioners)
        if same is not None:
            same = replace(same, role=mine.role, until=mine.until, active=True)
        others = connection.execute(select(table.id).where(table.id != mine.id)).scalars().all()
        if set(others) & {practitioner.id for practitioner in record.practitioners}:
            raise Refused(_("This is already in the record."))
        connection.execute(text("DELETE FROM practitioner WHERE id = :id"), {"id": mine.id})
        entry.left("practitioner", mine.id, "")
        people = [same if same and each.id == same.id else each for each in record.practitioners]
        if same is None:
            people.append(mine)
        for practitioner in people:
            is_me = practitioner.id == (same or mine).id
            self._add(
                connection, entry, table, practitioner, person=person if is_me else "", name=clean(practitioner.name)
            )
        return same or mine

    @staticmethod
    def _check_numbers(connection: Connection, record: WholeRecord) -> None:
        numbers = [client.file_number for client in record.clients]
        used = set(connection.execute(select(tables.Client.file_number)).scalars())
        twice = sorted(number for number, times in Counter(numbers).items() if number in used or times > 1)
        if twice:
            raise Refused(_("File number {number} is in use.").format(number=twice[0]))


def _add_unknown(connection: Connection, entry: Entry, kind: Any, values: Iterable[Any]) -> None:
    """Those not here yet; those here must be the same."""
    for value in values:
        body = connection.execute(select(kind.body).where(kind.id == value.id)).scalar()
        if body is None:
            extra = {"person": "", "name": value.name} if kind is tables.Practitioner else {}
            Session._add(connection, entry, kind, value, **extra)
        elif kind is tables.Provider and body != body_of(value):
            raise Refused(_("This is already in the record."))


def _take_clients(connection: Connection, entries: defaultdict[str, Entry], record: WholeRecord) -> None:
    for client in record.clients:
        insert_client(connection, entries[client.id], client)
    for history in record.histories:
        insert_history(connection, entries[history.client_id], history)
    for review in record.reviews:
        insert_review(connection, entries[review.client_id], review)
    for finding in record.findings:
        insert_finding(connection, entries[finding.client_id], finding)
    for decision in record.decisions:
        insert_decision(connection, entries[decision.client_id], decision)
    for clearance in record.clearances:
        insert_clearance(connection, entries[clearance.client_id], clearance)
    for consent in record.consents:
        insert_consent(connection, entries[consent.client_id], consent)
    for file in record.attachments:
        paper = file.attachment
        insert_attachment(connection, entries[paper.client_id], paper, content_of(file))
    for intake in record.intakes:
        insert_intake_draft(connection, entries[intake.client_id], intake)
    for waiting in record.waiting_letters:
        take_waiting(connection, entries[waiting.client_id], waiting)
    for identity in record.identities:
        if identity.key != NEW_CLIENT:
            insert_identity_draft(connection, entries[identity.key], identity)
    for correction in record.corrections:
        insert_correction(connection, entries[correction.client_id], correction)
    for hold in record.holds:
        insert_hold(connection, entries[hold.client_id], hold)


def _take_log(connection: Connection, entry: Entry, record: WholeRecord) -> None:
    """What was destroyed, and what moved between records. Whoever was destroyed here does not come back."""
    for plan in record.plans:
        insert_plan(connection, entry, plan)
    for line in record.destructions:
        insert_destruction(connection, entry, line)
    gone = set(connection.execute(select(tables.Destruction.client_id)).scalars())
    if gone & {client.id for client in record.clients}:
        raise Refused(_("A client of this file was destroyed after the term and does not come back."))
    for moved in record.misfilings:
        insert_misfiling(connection, entry, moved)


def _take_visits(connection: Connection, entries: defaultdict[str, Entry], record: WholeRecord) -> None:
    notes: dict[str, Note] = {draft.visit_id: draft.note for draft in record.drafts}
    undone = {each.version_id: each for each in record.withdrawals}
    notes |= {version.visit_id: version.note for version in record.versions if version.id not in undone}
    owner = {visit.id: visit.client_id for visit in record.visits}
    for visit in record.visits:
        insert_visit(connection, entries[visit.client_id], visit, notes.get(visit.id, Note()))
    for version in record.versions:
        insert_version(connection, entries[owner[version.visit_id]], version)
        if version.id in undone:
            insert_withdrawal(connection, entries[owner[version.visit_id]], undone[version.id])
    for draft in record.drafts:
        insert_draft(connection, entries[owner[draft.visit_id]], draft)


def _same_person(mine: Practitioner, others: tuple[Practitioner, ...]) -> Practitioner | None:
    for other in others:
        if other.id == mine.id:
            return other
    alike = [
        other
        for other in others
        if (other.name.casefold(), other.registration_number) == (mine.name.casefold(), mine.registration_number)
    ]
    return alike[0] if len(alike) == 1 else None


def _check(record: WholeRecord) -> None:
    """What must be true of a record by itself.

    Raises:
        Refused: with what is not.
    """
    raw = codec.canonical(record)
    if clean(raw) is not raw:
        raise Refused(_("A text of this file holds half a character. It was not written by RMT Notes, or is damaged."))
    _check_versions(record)
    under_way = Counter(intake.client_id for intake in record.intakes)
    if set(under_way) - {client.id for client in record.clients} or max(under_way.values(), default=1) > 1:
        raise Refused(_("An intake under way in this file belongs to no client, or to one who has another."))
    owner: dict[str, str] = {finding.id: finding.client_id for finding in record.findings}
    owner |= {history.id: history.client_id for history in record.histories}
    for decision in record.decisions:
        if owner.get(decision.finding_id) != decision.client_id:
            raise Refused(_("A decision of this file belongs to no finding of its client."))
    for review in record.reviews:
        if owner.get(review.history_id) != review.client_id:
            raise Refused(_("A review of this file belongs to no health history of its client."))


def _check_versions(record: WholeRecord) -> None:
    numbers: dict[str, int] = {visit.id: 0 for visit in record.visits}
    for version in record.versions:
        if version.visit_id not in numbers or version.number != numbers[version.visit_id] + 1:
            raise Refused(_("The versions of a note in this file are not complete."))
        numbers[version.visit_id] = version.number
        if version.content_hash != hash_of(version):
            raise Refused(_("A signed note of this file was changed after it was signed. Nothing was taken in."))
    visit_of = {version.id: version.visit_id for version in record.versions}
    for withdrawal in record.withdrawals:
        if visit_of.get(withdrawal.version_id) != withdrawal.visit_id:
            raise Refused(_("A withdrawn signature of this file belongs to no signed note."))
    standing = Counter(version.visit_id for version in record.versions)
    standing.subtract(withdrawal.visit_id for withdrawal in record.withdrawals)
    drafts = {draft.visit_id for draft in record.drafts}
    if len(drafts) != len(record.drafts) or not drafts <= set(numbers):
        raise Refused(_("An unsigned note of this file belongs to no visit."))
    for visit in record.visits:
        signed = standing[visit.id]
        fits = {
            "draft": signed == 0 and visit.id in drafts,
            "signed": signed == 1,
            "amended": signed > 1,
            "void": numbers[visit.id] > 0 or visit.id in drafts,
        }
        if not fits[visit.state]:
            raise Refused(_("A visit of this file has no note that fits its state."))
