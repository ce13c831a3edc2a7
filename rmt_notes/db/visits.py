"""Visits and their unsigned notes: starting, charting, keeping what is typed, voiding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, text

from rmt_notes.clinical import codec
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.course import Progress
from rmt_notes.clinical.habits import Habits
from rmt_notes.clinical.health_history import HealthHistory
from rmt_notes.clinical.misfiling import Misfiling
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.record import Chart, Draft, PainPoint
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.db import index, tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.clients import Clients
from rmt_notes.db.course import progress_before
from rmt_notes.db.drafts import Kept, changed_parts
from rmt_notes.db.errors import Refused
from rmt_notes.db.habits import habits_of
from rmt_notes.db.session import Session, body_of, moment, value_of
from rmt_notes.db.standing import may_undo_until, standing_versions, undone_versions
from rmt_notes.i18n import _

_REMEMBERED = 16
"""Drafts whose last kept value is remembered, so that a save need not read the one before."""

_STANDING = text(
    "SELECT visit.seq, visit.body AS visit, draft.body AS draft, seen.text_row, "
    f"(SELECT max(number) FROM note_version WHERE visit_id = visit.id AND {tables.STANDING}) AS newest "
    "FROM visit LEFT JOIN draft ON draft.visit_id = visit.id LEFT JOIN visit_summary seen ON seen.visit_id = "
    "visit.id WHERE visit.id = :visit"
)
_PREVIOUS = text(
    "SELECT note_version.body FROM visit JOIN note_version ON note_version.visit_id = visit.id "
    f"WHERE visit.client_id = :client AND visit.state IN ('signed', 'amended') AND {tables.STANDING} "
    "AND (visit.moment, visit.seq) < (:moment, :seq) "
    "ORDER BY visit.moment DESC, visit.seq DESC, note_version.number DESC LIMIT 1"
)
_OF_DAY = text("SELECT id, client_id, moment, seq FROM visit WHERE day = :day AND state <> 'void'")
_PAIN = text(
    "SELECT visit.day, seen.pain_before, seen.pain_after FROM visit JOIN visit_summary seen ON seen.visit_id "
    "= visit.id "
    "WHERE visit.client_id = :client AND visit.state IN ('signed', 'amended') AND (visit.moment, visit.seq) < "
    "(:moment, :seq) "
    "AND coalesce(seen.pain_before, seen.pain_after) IS NOT NULL ORDER BY visit.moment, visit.seq"
)
_FIGURES = (
    "SELECT coalesce(max(moment), ''), coalesce((SELECT json_extract(body, '$.started_at') FROM visit "
    "WHERE client_id = :client AND state <> 'void' ORDER BY moment DESC, seq DESC LIMIT 1), ''), count(*), "
    "(SELECT count(*) FROM visit JOIN draft ON draft.visit_id = visit.id "
    "WHERE visit.client_id = :client AND visit.state <> 'void') "
    "FROM visit WHERE client_id = :client AND state <> 'void'"
)
_COUNTED = text(_FIGURES)
_COUNT = text(
    f"UPDATE client_summary SET (last_moment, last_visit, visits, drafts) = ({_FIGURES}) "
    "WHERE client_seq = (SELECT seq FROM client WHERE id = :client)"
)


class Visits(Clients, Session):
    """Intentions about visits and their unsigned notes."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._kept: dict[str, Kept] = {}

    def start_visit(self, client_id: str, kind: str, started_at: datetime, minutes: int | None = None) -> Visit:
        """Begin a visit with an empty note. `started_at` is when it took place; when it is written down is noted
        beside it.

        Raises:
            Refused: unknown client, or an impossible time.
        """
        visit_id = self.new_id()
        with self._intention("start", "visit", visit_id, client_id=client_id) as (connection, entry):
            self._one(connection, tables.Client, Client, client_id)
            newest = (
                connection.execute(
                    select(func.max(tables.Visit.number)).where(tables.Visit.client_id == client_id)
                ).scalar()
                or 0
            )
            at = self.now()
            visit = Visit(
                id=visit_id,
                client_id=client_id,
                practitioner_id=self._practitioner.id,
                kind=kind,
                started_at=started_at,
                entered_at=at,
                minutes=minutes,
                number=newest + 1,
            )
            insert_visit(connection, entry, visit, Note())
            insert_draft(connection, entry, Draft(visit_id=visit_id, note=Note(), saved_at=at))
            count_visits(connection, client_id)
        return visit

    def chart(self, visit_id: str) -> Chart:
        """Everything the chart of a visit shows. Leaves a view in the audit trail.

        Raises:
            Refused: unknown.
        """
        with self._reading() as connection:
            chart = self._chart(connection, visit_id)
        self._look("view", "visit", visit_id, chart.client.id)
        return chart

    def progress_on(self, day: date) -> dict[str, Progress]:
        """Where the client of each visit of a day stands in the plan, by the visit's id; void ones are left out."""
        found: dict[str, Progress] = {}
        with self._reading() as connection:
            for row in connection.execute(_OF_DAY, {"day": day.isoformat()}):
                place = {"client": row.client_id, "moment": row.moment, "seq": row.seq}
                previous = connection.execute(_PREVIOUS, place).scalar()
                last = value_of(NoteVersion, previous).note if previous else None
                stands = progress_before(connection, place, last)
                if stands is not None:
                    found[row.id] = stands
        return found

    def habits(self) -> Habits:
        """What the therapist who is signed in usually does, from the newest signed notes."""
        with self._reading() as connection:
            return habits_of(connection, self._practitioner.id)

    def keep_draft(
        self,
        visit_id: str,
        note: Note,
        *,
        started_at: datetime | None = None,
        minutes: int | None = None,
        kind: str | None = None,
        caret: str | None = None,
    ) -> datetime:
        """Keep what is typed: body, index rows, search text and audit entry, or nothing of it. Returns when it was
        saved.

        With `started_at`, `minutes` or `kind` the visit itself changes as well; for an amendment that waits for the
        signature. 0 minutes say that the length is not known.
        `caret` is where the words were typed. What is kept already is not written again.

        Raises:
            Refused: the note is signed and no amendment is under way, the visit is void or unknown.
        """
        known = self._kept.get(visit_id)
        if known is not None and known.draft.note == note and started_at is None and minutes is None and kind is None:
            return known.draft.saved_at
        about = {"started_at": started_at, "minutes": minutes, "kind": kind}
        with self._intention("keep", "draft", visit_id) as (connection, entry):
            kept = self._keep(connection, entry, visit_id, note, about, caret)
        self._remember(visit_id, kept)
        return kept.draft.saved_at

    def interrupted(self) -> str:
        """The visit whose note this person was writing when the program was killed, so that it opens there again; empty
        where the program ended in order or nothing was being written."""
        if self.ended_well:
            return ""
        with self._reading() as connection:
            return connection.execute(_INTERRUPTED, {"person": self._practitioner.id}).scalar() or ""

    def discard_draft(self, visit_id: str) -> None:
        """Give up an amendment under way, or a note that was begun and left empty (its visit becomes void).

        Raises:
            Refused: an unsigned note with words in it; that visit is voided with a reason instead.
        """
        self._kept.pop(visit_id, None)
        with self._intention("discard", "draft", visit_id) as (connection, entry):
            standing = self._standing(connection, visit_id)
            visit = value_of(Visit, standing["visit"])
            entry.client_id = visit.client_id
            if standing["draft"] is None or visit.state == "void":
                raise Refused(_("There is no unsigned note to discard."))
            if standing["newest"] is None:
                if value_of(Draft, standing["draft"]).note != Note():
                    raise Refused(
                        _("Something is written in this note already. Void the visit instead, with the reason.")
                    )
                change_visit(connection, entry, replace(visit, state="void", void_reason=_("Begun and left empty")))
            else:
                remove_draft(connection, entry, visit_id)
            count_visits(connection, visit.client_id)

    def void_visit(self, visit_id: str, reason: str) -> None:
        """Strike a visit out: it stays readable with who, when and why, and counts for nothing.

        Raises:
            Refused: without reason, void already, or unknown.
        """
        if not reason.strip():
            raise Refused(_("Say why the visit is void."))
        self._kept.pop(visit_id, None)
        with self._intention("void", "visit", visit_id, fields=("state", "void_reason")) as (connection, entry):
            standing = self._standing(connection, visit_id)
            visit = value_of(Visit, standing["visit"])
            entry.client_id = visit.client_id
            if visit.state == "void":
                raise Refused(_("This visit is void."))
            if standing["newest"] is not None and standing["draft"] is not None:
                remove_draft(connection, entry, visit_id)
            change_visit(connection, entry, replace(visit, state="void", void_reason=reason))
            count_visits(connection, visit.client_id)
        self._mark()

    # --- within a transaction ----------------------------------------------------------------------------------------

    def _keep(
        self,
        connection: Connection,
        entry: Entry,
        visit_id: str,
        note: Note,
        about: dict[str, Any],
        caret: str | None,
    ) -> Kept:
        standing = self._standing(connection, visit_id)
        visit = value_of(Visit, standing["visit"])
        entry.client_id = visit.client_id
        if visit.state == "void":
            raise Refused(_("This visit is void."))
        if standing["draft"] is None:
            raise Refused(
                _("A signed note cannot be changed. Amend it instead: the amendment is a new version with its reason.")
            )
        before = self._kept.get(visit_id)
        if before is None or before.body != standing["draft"]:
            before = Kept.of(value_of(Draft, standing["draft"]))
        said = {name: value for name, value in about.items() if value is not None}
        meant: dict[str, Any] = {
            name: None if name == "minutes" and value == 0 else value for name, value in said.items()
        }
        changed = {name: value for name, value in meant.items() if value != getattr(visit, name)}
        place = before.draft.caret if caret is None else caret
        draft = replace(before.draft, note=note, saved_at=self.now(), caret=place)
        entry.fields = (*changed_parts(before.draft.note, note), *(f"visit.{name}" for name in changed))
        if standing["newest"] is not None:
            draft = replace(draft, **said)
        kept = Kept.of(draft, before)
        if standing["newest"] is None:
            if changed:
                visit = replace(visit, **changed)
                change_visit(connection, entry, visit)
            describe(connection, visit, standing["seq"], standing["text_row"], before.described(), kept.described())
            if changed:
                count_visits(connection, visit.client_id)
        connection.execute(_UPDATE_DRAFT, {"visit": visit_id, "at": draft.saved_at.isoformat(), "text": kept.body})
        entry.left("draft", visit_id, kept.body)
        return kept

    def _remember(self, visit_id: str, kept: Kept) -> None:
        self._kept.pop(visit_id, None)
        self._kept[visit_id] = kept
        while len(self._kept) > _REMEMBERED:
            self._kept.pop(next(iter(self._kept)))

    def _chart(self, connection: Connection, visit_id: str) -> Chart:
        standing = self._standing(connection, visit_id)
        visit = value_of(Visit, standing["visit"])
        draft = value_of(Draft, standing["draft"]) if standing["draft"] is not None else None
        versions = self._versions(connection, visit_id)
        client = self._one(connection, tables.Client, Client, visit.client_id)
        place = {"client": visit.client_id, "moment": moment(visit.started_at), "seq": standing["seq"]}
        previous = connection.execute(_PREVIOUS, place).scalar()
        newest = tables.HealthHistory
        histories = [
            value_of(HealthHistory, body)
            for body in connection.execute(
                select(newest.body).where(newest.client_id == visit.client_id).order_by(newest.number.desc())
            ).scalars()
        ]
        note = draft.note if draft is not None else versions[-1].note if versions else Note()
        last = value_of(NoteVersion, previous) if previous else None
        return Chart(
            client=client,
            practice=value_of(Practice, connection.execute(select(tables.Practice.body)).scalar_one()),
            practitioner=self._one(connection, tables.Practitioner, Practitioner, visit.practitioner_id),
            visit=with_amended(visit, draft) if versions and draft else visit,
            note=note,
            draft_saved_at=draft.saved_at if draft else None,
            draft_reason=draft.reason if draft else "",
            draft_caret=draft.caret if draft else "",
            versions=versions,
            previous=last,
            progress=progress_before(connection, place, last.note if last is not None else None),
            pain=tuple(
                PainPoint(day=datetime.fromisoformat(row.day).date(), before=row.pain_before, after=row.pain_after)
                for row in connection.execute(_PAIN, place)
            ),
            history=histories[0] if histories else None,
            earlier_histories=tuple(histories[1:]),
            intake=self._intake_draft(connection, visit.client_id),
            safety=self._safety_of(connection, visit.client_id),
            providers=self._providers_of(connection, client),
            undone=undone_versions(connection, visit_id),
            undo_until=self._undo_until(connection, visit, versions, draft),
            filed=self._moves(connection, visit_id),
            corrections=self._corrections_of(connection, visit),
        )

    def _undo_until(
        self, connection: Connection, visit: Visit, versions: tuple[NoteVersion, ...], draft: Draft | None
    ) -> datetime | None:
        if not versions or draft is not None or visit.state == "void":
            return None
        return may_undo_until(connection, visit, versions[-1], self._practitioner.id, self.now())

    @staticmethod
    def _standing(connection: Connection, visit_id: str) -> RowMapping:
        row = connection.execute(_STANDING, {"visit": visit_id}).mappings().first()
        if row is None:
            raise Refused(_("This is no longer in the record, or never was."))
        return row

    @staticmethod
    def _versions(connection: Connection, visit_id: str) -> tuple[NoteVersion, ...]:
        """The signed versions that count, oldest first."""
        return standing_versions(connection, visit_id)

    @staticmethod
    def _moves(connection: Connection, visit_id: str) -> tuple[Misfiling, ...]:
        """How the visit came into the record it is in, oldest move first."""
        table = tables.Misfiling
        bodies = connection.execute(select(table.body).where(table.visit_id == visit_id).order_by(table.seq)).scalars()
        return tuple(value_of(Misfiling, body) for body in bodies)

    @staticmethod
    def _corrections_of(connection: Connection, visit: Visit) -> tuple[Correction, ...]:
        """What the client asked to have corrected in this visit's note."""
        table = tables.Correction
        bodies = connection.execute(
            select(table.body).where(table.client_id == visit.client_id, table.visit_id == visit.id).order_by(table.seq)
        ).scalars()
        return tuple(value_of(Correction, body) for body in bodies)


_UPDATE_SUMMARY = text(
    "UPDATE visit_summary SET text_row = :text_row, complaint = :complaint, pain_before = :pain_before, "
    "pain_after = :pain_after, "
    "outcome = :outcome, techniques = :techniques, adverse = :adverse WHERE visit_id = :visit"
)
_INTERRUPTED = text(
    "SELECT draft.visit_id FROM audit JOIN draft ON draft.visit_id = audit.entity_id WHERE audit.session = "
    "(SELECT session FROM audit WHERE session <> (SELECT session FROM audit ORDER BY number DESC LIMIT 1) "
    "ORDER BY number DESC LIMIT 1) AND audit.number > (SELECT max(number) FROM audit) - 20000 "
    "AND audit.entity = 'draft' AND audit.practitioner_id = :person ORDER BY audit.number DESC LIMIT 1"
)
"""The newest draft kept in the session before this one; a day's work leaves far fewer entries than are looked at."""
_UPDATE_DRAFT = text("UPDATE draft SET saved_at = :at, body = :text WHERE visit_id = :visit")


def insert_visit(connection: Connection, entry: Entry, visit: Visit, note: Note) -> None:
    """A visit's row and everything derived from its note."""
    seq = Session._add(connection, entry, tables.Visit, visit, **columns_of(visit))
    describe_new(connection, visit, seq, note)


def describe_new(connection: Connection, visit: Visit, seq: int, note: Note) -> None:
    """Everything derived from a visit's note, where there is nothing yet."""
    row = index.text_row(visit, seq)
    connection.execute(insert(tables.VisitSummary), {"visit_id": visit.id, "text_row": row, **index.summary(note)})
    index.write(connection, visit.id, Note(), note)
    index.write_words(connection, None, row, index.note_text(codec.to_plain(note)))


def insert_draft(connection: Connection, entry: Entry, draft: Draft) -> None:
    """An unsigned note's row."""
    body = body_of(draft)
    connection.execute(
        insert(tables.Draft), {"visit_id": draft.visit_id, "saved_at": draft.saved_at.isoformat(), "body": body}
    )
    entry.left("draft", draft.visit_id, body)


def remove_draft(connection: Connection, entry: Entry, visit_id: str) -> None:
    """The unsigned note is signed or given up."""
    connection.execute(text("DELETE FROM draft WHERE visit_id = :visit"), {"visit": visit_id})
    entry.left("draft", visit_id, "")


def change_visit(connection: Connection, entry: Entry, visit: Visit) -> None:
    """Keep a visit's row anew."""
    Session._change(connection, entry, tables.Visit, visit, **columns_of(visit))


def describe(
    connection: Connection, visit: Visit, seq: int, old_row: int, before: tuple[Note, str], after: tuple[Note, str]
) -> None:
    """Bring everything derived from a visit's note (the note, and its words for the search) up to date."""
    index.write(connection, visit.id, before[0], after[0])
    row = index.text_row(visit, seq)
    if row != old_row or before[1] != after[1]:
        index.write_words(connection, old_row, row, after[1])
    summary = index.summary(after[0])
    if row != old_row or summary != index.summary(before[0]):
        connection.execute(_UPDATE_SUMMARY, {"visit": visit.id, "text_row": row, **summary})


def described(note: Note) -> tuple[Note, str]:
    """A note and its words, as `describe` takes them."""
    return note, index.note_text(codec.to_plain(note))


def count_visits(connection: Connection, client_id: str) -> None:
    """Bring the client list's figures up to date."""
    connection.execute(_COUNT, {"client": client_id})


def counted(connection: Connection, client_id: str) -> tuple[Any, ...]:
    """Those figures as they should be: newest visit in UTC, its own time, visits, unsigned notes."""
    return tuple(connection.execute(_COUNTED, {"client": client_id}).one())


def with_amended(visit: Visit, draft: Draft) -> Visit:
    """The visit as an amendment will leave it."""
    return replace(
        visit,
        started_at=draft.started_at or visit.started_at,
        minutes=visit.minutes if draft.minutes is None else draft.minutes or None,
        kind=draft.kind or visit.kind,
    )


def columns_of(visit: Visit) -> dict[str, Any]:
    """A visit's real columns, made from the value."""
    return {
        "client_id": visit.client_id,
        "practitioner_id": visit.practitioner_id,
        "number": visit.number,
        "kind": visit.kind,
        "state": visit.state,
        "moment": moment(visit.started_at),
        "day": visit.started_at.date().isoformat(),
    }
