"""How long records are kept: legal holds, what may go, and destroying it in two steps with a log that stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, Table, select, text

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.destruction import (
    Counted,
    Destruction,
    DestructionPlan,
    Ripe,
    initials_of,
)
from rmt_notes.clinical.jurisdiction import jurisdictions
from rmt_notes.clinical.practice import Practice
from rmt_notes.clinical.retention import LegalHold, keep_until
from rmt_notes.db import checks, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import RecordTrouble, Refused
from rmt_notes.db.people import People
from rmt_notes.db.session import Session, moment, value_of
from rmt_notes.i18n import _

OF_NOBODY = frozenset(
    {
        *("about", "practice", "practitioner", "provider", "phrase", "template", "own_word", "wording"),
        *("audit", "destruction", "destruction_plan"),
    }
)
"""Tables that hold nothing of one client, or what stays when the rest goes."""

_CONTACTS = text(
    "SELECT client.id, client.body, (SELECT min(day) FROM visit WHERE client_id = client.id AND state <> 'void') AS "
    "first, (SELECT max(day) FROM visit WHERE client_id = client.id AND state <> 'void') AS last, "
    "(SELECT count(*) FROM visit WHERE client_id = client.id) AS visits, "
    "(SELECT count(*) FROM attachment WHERE client_id = client.id) AS papers, "
    "(SELECT max(json_extract(body, '$.taken_at')) FROM health_history WHERE client_id = client.id) AS asked, "
    "(SELECT count(*) FROM legal_hold WHERE client_id = client.id AND lifted = 0) AS holds, "
    "(SELECT count(*) FROM correction WHERE client_id = client.id AND state = 'open') AS requests FROM client"
)


class Keeping(People):
    """Intentions about how long records are kept."""

    def set_hold(self, client_id: str, reason: str) -> LegalHold:
        """Put a client's record under legal hold: it is not destroyed while the hold stands.

        Raises:
            Refused: without reason, or unknown.
        """
        if not reason.strip():
            raise Refused(_("Say why the record is held."))
        hold = LegalHold(
            id=self.new_id(),
            client_id=client_id,
            set_at=self.now(),
            practitioner_id=self._practitioner.id,
            reason=reason.strip(),
        )
        with self._intention("set_hold", "legal_hold", hold.id, client_id=client_id) as (connection, entry):
            self._one(connection, tables.Client, Client, client_id)
            insert_hold(connection, entry, hold)
        return hold

    def lift_hold(self, hold_id: str, reason: str) -> None:
        """Lift a legal hold; it stays readable.

        Raises:
            Refused: without reason, unknown, or lifted before.
        """
        if not reason.strip():
            raise Refused(_("Say why the hold is lifted."))
        with self._intention("lift_hold", "legal_hold", hold_id, fields=("lifted_at",)) as (connection, entry):
            hold = self._one(connection, tables.LegalHold, LegalHold, hold_id)
            entry.client_id = hold.client_id
            if not hold.stands():
                raise Refused(_("This hold was lifted before."))
            lifted = replace(
                hold, lifted_at=self.now(), lifted_by=self._practitioner.signature(), lifted_reason=reason.strip()
            )
            self._change(connection, entry, tables.LegalHold, lifted, lifted=1)

    def ripe(self) -> tuple[Ripe, ...]:
        """Clients whose term is over and whose record may be destroyed, longest over first. Nobody under a legal hold
        or with a request that waits for its answer."""
        with self._reading() as connection:
            found = self._ripe(connection)
        return tuple(sorted(found, key=lambda each: (each.kept_until, each.client.file_number)))

    def open_plan(self) -> DestructionPlan | None:
        """The list that waits to be carried out, where there is one."""
        with self._reading() as connection:
            return _open_plan(connection)

    def destructions(self) -> tuple[Destruction, ...]:
        """The log of what was destroyed, newest first."""
        with self._reading() as connection:
            return tuple(reversed(self._all(connection, tables.Destruction, Destruction)))

    def plan_destruction(self, client_ids: Iterable[str]) -> DestructionPlan:
        """The first step: list whose records are to be destroyed. Nothing is removed yet.

        Raises:
            Refused: nobody is named, somebody may not go, or a list waits already.
        """
        chosen = tuple(dict.fromkeys(client_ids))
        if not chosen:
            raise Refused(_("Choose at least one record."))
        self._must_administer()
        plan = DestructionPlan(
            id=self.new_id(), made_at=self.now(), practitioner_id=self._practitioner.id, client_ids=chosen
        )
        with self._intention("plan", "destruction_plan", plan.id) as (connection, entry):
            standing = _open_plan(connection)
            if standing is not None:
                if not standing.has_lapsed(self.now()):
                    raise Refused(_("A list is waiting already. Carry it out or cancel it first."))
                _end_plan(connection, entry, replace(standing, state="cancelled", ended_at=self.now()))
            self._must_be_ripe(connection, chosen)
            entry.detail["records"] = len(chosen)
            insert_plan(connection, entry, plan)
        return plan

    def cancel_destruction(self, plan_id: str) -> None:
        """Give a list up. Nothing was removed.

        Raises:
            Refused: unknown, or no longer open.
        """
        with self._intention("cancel", "destruction_plan", plan_id) as (connection, entry):
            plan = self._one(connection, tables.DestructionPlan, DestructionPlan, plan_id)
            if plan.state != "open":
                raise Refused(_("This list is no longer open."))
            _end_plan(connection, entry, replace(plan, state="cancelled", ended_at=self.now()))

    def destroy(self, plan_id: str, passphrase: str, typed: str) -> tuple[tuple[Destruction, ...], str]:
        """The second step, after the waiting: destroy what the list names. `typed` is the number of records, typed.

        Rows, search words and papers are removed and overwritten, the file is written anew without them, and the log
        keeps a line for each. Returns those lines, and a sentence where the file could not be written anew.

        Raises:
            WrongPassphrase: it is not that of who is signed in.
            Refused: not the number, too early, too late, or something has changed about a client since.
        """
        self._must_administer()
        self.check_passphrase(passphrase)
        at = self.now()
        entries: list[Entry] = []
        with self._transaction() as connection, driver.destroying(connection):
            plan = self._one(connection, tables.DestructionPlan, DestructionPlan, plan_id)
            if typed.strip() != str(len(plan.client_ids)):
                raise Refused(_("That is not the number of records on the list. Nothing was destroyed."))
            if not plan.is_ripe(at):
                raise Refused(_("The list is carried out between one and thirty days after it was made."))
            ripe = {each.client.id: each for each in self._ripe(connection)}
            self._must_be_ripe(connection, plan.client_ids, ripe)
            ended = Entry(action="destroy", entity="destruction_plan", entity_id=plan_id)
            ended.detail["records"] = len(plan.client_ids)
            entries.append(ended)
            log = tuple(self._destroy(connection, entries, plan, ripe[client_id], at) for client_id in plan.client_ids)
            _end_plan(connection, ended, replace(plan, state="carried_out", ended_at=at))
            for words in ("note_text", "client_text"):
                connection.execute(text(f"INSERT INTO {words} ({words}) VALUES ('optimize')"))
            self._append(connection, entries)
        self._settled()
        self._mark()
        self._looked.clear()
        try:
            driver.compact(self._connection())
        except RecordTrouble as trouble:
            return log, str(trouble)
        return log, ""

    # --- within a transaction ----------------------------------------------------------------------------------------

    def _ripe(self, connection: Connection) -> list[Ripe]:
        practice = value_of(Practice, connection.execute(select(tables.Practice.body)).scalar_one())
        profiles = jurisdictions()
        rules = profiles.get(practice.jurisdiction, profiles["ON"])
        today = self.now().date()
        found = []
        for row in connection.execute(_CONTACTS):
            if row.holds or row.requests:
                continue
            last = max((day[:10] for day in (row.last, row.asked) if day), default=None)
            client = value_of(Client, row.body)
            kept = keep_until(client, date.fromisoformat(last) if last else None, rules, years=practice.retain_years)
            if kept.until is not None and kept.may_go(today):
                found.append(
                    Ripe(
                        client=client,
                        kept_until=kept.until,
                        reason=kept.reason,
                        first_visit=date.fromisoformat(row.first) if row.first else None,
                        last_visit=date.fromisoformat(row.last) if row.last else None,
                        visits=row.visits,
                        papers=row.papers,
                        verify=kept.verify,
                    )
                )
        return found

    def _must_be_ripe(
        self, connection: Connection, client_ids: tuple[str, ...], ripe: dict[str, Ripe] | None = None
    ) -> None:
        if ripe is None:
            ripe = {each.client.id: each for each in self._ripe(connection)}
        for client_id in client_ids:
            if client_id not in ripe:
                client = self._one(connection, tables.Client, Client, client_id)
                raise Refused(
                    _(
                        "The record with file number {number} may not be destroyed: something about it has changed."
                    ).format(number=client.file_number)
                )

    def _destroy(
        self, connection: Connection, entries: list[Entry], plan: DestructionPlan, ripe: Ripe, at: datetime
    ) -> Destruction:
        client = ripe.client
        practice = value_of(Practice, connection.execute(select(tables.Practice.body)).scalar_one())
        entry = Entry(action="destroy", entity="client", entity_id=client.id, client_id=client.id)
        entries.append(entry)
        line = Destruction(
            id=self.new_id(),
            plan_id=plan.id,
            client_id=client.id,
            file_number=client.file_number,
            initials=initials_of(client),
            destroyed_at=at,
            practitioner_id=self._practitioner.id,
            by=self._practitioner.signature(),
            kept_until=ripe.kept_until,
            jurisdiction=practice.jurisdiction,
            first_visit=ripe.first_visit,
            last_visit=ripe.last_visit,
            counts=_counts(connection, client.id),
        )
        insert_destruction(connection, entry, line)
        remove_client(connection, entry, client.id)
        return line


def remove_client(connection: Connection, entry: Entry, client_id: str) -> None:
    """Every row of a client, children first; the entry says of each that it is gone. The guards refuse it unless the
    destruction log names the client."""
    of_client = {"client": client_id}
    for words, rows in (
        (
            "note_text",
            "SELECT text_row FROM visit_summary WHERE visit_id IN (SELECT id FROM visit WHERE client_id = :client)",
        ),
        ("client_text", "SELECT seq FROM client WHERE id = :client"),
    ):
        connection.execute(text(f"DELETE FROM {words} WHERE rowid IN ({rows})"), of_client)
    for table in reversed(tables.Base.metadata.sorted_tables):
        where = whose(table)
        if not where:
            continue
        key = checks.KEPT_AS.get(table.name)
        if key is not None:
            for (row_id,) in connection.execute(text(f"SELECT {key} FROM {table.name} WHERE {where}"), of_client):
                entry.left(table.name, str(row_id), "")
        connection.execute(text(f"DELETE FROM {table.name} WHERE {where}"), of_client)


def whose(table: Table) -> str:
    """The condition under which a row of a table is a client's; empty for tables that are nobody's."""
    if table.name in OF_NOBODY:
        return ""
    if table.name == "client":
        return "id = :client"
    if table.name == "misfiling":
        # The trace in one record outlives the other.
        gone = "IN (SELECT client_id FROM destruction)"
        return f"(from_client_id = :client OR client_id = :client) AND from_client_id {gone} AND client_id {gone}"
    by = {
        "client_id": ":client",
        "client_seq": "(SELECT seq FROM client WHERE id = :client)",
        "visit_id": "(SELECT id FROM visit WHERE client_id = :client)",
        "finding_id": "(SELECT id FROM finding WHERE client_id = :client)",
    }
    column = next((name for name in by if name in table.columns), None)
    if column is None:
        raise LookupError(f"nobody said whose the rows of {table.name} are")
    return f"{column} = {by[column]}" if by[column] == ":client" else f"{column} IN {by[column]}"


def _counts(connection: Connection, client_id: str) -> tuple[Counted, ...]:
    kinds = ("visit", "note_version", "health_history", "consent", "finding", "clearance", "attachment")
    found = []
    for kind in kinds:
        where = whose(tables.Base.metadata.tables[kind])
        number = connection.execute(text(f"SELECT count(*) FROM {kind} WHERE {where}"), {"client": client_id}).scalar()
        if number:
            found.append(Counted(kind=kind, number=number))
    return tuple(found)


def _open_plan(connection: Connection) -> DestructionPlan | None:
    table = tables.DestructionPlan
    body = connection.execute(select(table.body).where(table.state == "open").order_by(table.seq.desc())).scalar()
    return value_of(DestructionPlan, body) if body is not None else None


def _end_plan(connection: Connection, entry: Entry, plan: DestructionPlan) -> None:
    Session._change(connection, entry, tables.DestructionPlan, plan, state=plan.state)


def insert_hold(connection: Connection, entry: Entry, hold: LegalHold) -> None:
    """A hold's row."""
    Session._add(connection, entry, tables.LegalHold, hold, client_id=hold.client_id, lifted=int(not hold.stands()))


def insert_plan(connection: Connection, entry: Entry, plan: DestructionPlan) -> None:
    """A list's row."""
    Session._add(connection, entry, tables.DestructionPlan, plan, state=plan.state, made_at=moment(plan.made_at))


def insert_destruction(connection: Connection, entry: Entry, line: Destruction) -> None:
    """A line of the log; from then on the guards let that client's rows go."""
    columns = {"plan_id": line.plan_id, "client_id": line.client_id, "destroyed_at": moment(line.destroyed_at)}
    Session._add(connection, entry, tables.Destruction, line, **columns)
