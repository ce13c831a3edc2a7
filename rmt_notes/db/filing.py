"""Moving a visit that was charted in the wrong client's record to the right one, with its trace in both."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, func, select

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.health_history import HealthHistory
from rmt_notes.clinical.misfiling import Misfiling, MoveCheck, is_named, names_somebody
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.visit import Visit
from rmt_notes.db import tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.safety import insert_finding, keep_finding_state
from rmt_notes.db.session import Session, value_of
from rmt_notes.db.signatures import Signatures
from rmt_notes.db.visits import change_visit, count_visits
from rmt_notes.i18n import _


class Filing(Signatures):
    """Intentions about the record a visit belongs to."""

    def check_move(self, visit_id: str, client_id: str) -> MoveCheck:
        """What moving a visit to this client would mean: what goes along, what stays, and what the note lacks once it
        is looked at with that client's findings, history and consents. Leaves a view of both in the audit trail.

        Raises:
            Refused: unknown, or it is that client's already.
        """
        from rmt_notes.clinical import signing

        with self._reading() as connection:
            chart = self._chart(connection, visit_id)
            target = self._target(connection, chart.visit, client_id)
            consents, findings = _of_visit(self, connection, chart.visit)
            papers = sum(1 for paper in chart.safety.attachments if paper.visit_id == visit_id)
            there = self._chart_there(connection, chart, target, consents, findings)
        self._look("view", "visit", visit_id, chart.client.id)
        self._look("view", "client", client_id, client_id)
        return MoveCheck(
            visit=chart.visit,
            from_client=chart.client,
            to_client=target,
            consents=len(consents),
            findings=len(findings),
            papers=papers,
            carried=tuple(dict.fromkeys(one.day for one in chart.note.carried)),
            lacks=tuple(lack.sentence for lack in signing.missing(there, self.now())),
        )

    def move_visit(self, visit_id: str, client_id: str, reason: str, *, from_name: str, to_name: str) -> Misfiling:
        """Move a visit, signed or not, to the client it belongs to. Signed versions stay as they are, to the letter.

        `from_name` and `to_name` are both clients' whole names as they were typed to confirm it. Consents of that visit
        go along; its findings are entered in error there and recorded anew here, to be decided on again.

        Raises:
            Refused: without reason, a name that is not that client's, a reason that tells a client's name, unknown, or
                it is that client's already.
        """
        if not reason.strip():
            raise Refused(_("Say why the visit is moved."))
        self._must_write()
        self._kept.pop(visit_id, None)
        with self._transaction() as connection:
            visit = value_of(Visit, self._standing(connection, visit_id)["visit"])
            target = self._target(connection, visit, client_id)
            source = self._one(connection, tables.Client, Client, visit.client_id)
            if not is_named(from_name, source) or not is_named(to_name, target):
                raise Refused(_("The names typed are not those of the two clients. Nothing was moved."))
            if names_somebody(reason, (source, target)):
                raise Refused(_("The reason stands in both records: leave the clients' names out of it."))
            consents, findings = _of_visit(self, connection, visit)
            fields = ("client_id", "number")
            out = Entry(action="move_out", entity="visit", entity_id=visit_id, client_id=source.id, fields=fields)
            come = Entry(action="move_in", entity="visit", entity_id=visit_id, client_id=target.id, fields=fields)
            moved = Misfiling(
                id=self.new_id(),
                visit_id=visit_id,
                from_client_id=source.id,
                client_id=target.id,
                started_at=visit.started_at,
                kind=visit.kind,
                moved_at=self.now(),
                practitioner_id=self._practitioner.id,
                by=self._practitioner.signature(),
                reason=reason.strip(),
                number=visit.number,
                consents=len(consents),
                findings=len(findings),
            )
            insert_misfiling(connection, out, moved)
            number = connection.execute(
                select(func.max(tables.Visit.number)).where(tables.Visit.client_id == target.id)
            ).scalar()
            change_visit(connection, come, replace(visit, client_id=target.id, number=(number or 0) + 1))
            for consent in consents:
                self._change(
                    connection, come, tables.Consent, replace(consent, client_id=target.id), client_id=target.id
                )
            for finding in findings:
                self._record_there(connection, out, come, finding, target)
            for each in (source, target):
                count_visits(connection, each.id)
            self._append(connection, [out, come])
        self._settled()
        self._mark()
        return moved

    # --- within a transaction ----------------------------------------------------------------------------------------

    def _target(self, connection: Connection, visit: Visit, client_id: str) -> Client:
        if visit.client_id == client_id:
            raise Refused(_("This visit is in that client's record already."))
        return self._one(connection, tables.Client, Client, client_id)

    def _record_there(self, connection: Connection, out: Entry, come: Entry, finding: Finding, target: Client) -> None:
        at = self.now()
        wrong = replace(
            finding,
            state="entered_in_error",
            closed_on=at.date(),
            closed_reason=_("Recorded in the wrong client's record; moved with its visit"),
        )
        self._change(connection, out, tables.Finding, wrong, state=wrong.state)
        keep_finding_state(connection, out, wrong, at, self._practitioner.id)
        anew = replace(finding, id=self.new_id(), client_id=target.id)
        insert_finding(connection, come, anew)
        keep_finding_state(connection, come, anew, at, self._practitioner.id)

    def _chart_there(
        self,
        connection: Connection,
        chart: Chart,
        target: Client,
        consents: tuple[Consent, ...],
        findings: tuple[Finding, ...],
    ) -> Chart:
        """The chart as it would be in the other record, for the rules to look at."""
        safety = self._safety_of(connection, target.id)
        table = tables.HealthHistory
        newest = connection.execute(
            select(table.body).where(table.client_id == target.id).order_by(table.number.desc()).limit(1)
        ).scalar()
        return replace(
            chart,
            client=target,
            visit=replace(chart.visit, client_id=target.id),
            safety=replace(
                safety,
                consents=(*safety.consents, *(replace(each, client_id=target.id) for each in consents)),
                findings=(*safety.findings, *(replace(each, client_id=target.id) for each in findings)),
            ),
            history=value_of(HealthHistory, newest) if newest else None,
            previous=None,
            pain=(),
        )


def _of_visit(store: Session, connection: Connection, visit: Visit) -> tuple[tuple[Consent, ...], tuple[Finding, ...]]:
    """Consents given and findings noted at a visit."""
    consents = store._of_client(connection, tables.Consent, Consent, visit.client_id)
    findings = store._of_client(connection, tables.Finding, Finding, visit.client_id)
    return (
        tuple(each for each in consents if each.visit_id == visit.id),
        tuple(each for each in findings if each.visit_id == visit.id and each.state != "entered_in_error"),
    )


def insert_misfiling(connection: Connection, entry: Entry, moved: Misfiling) -> None:
    """The row of a move; with it, and only with it, a visit may change its client."""
    columns = {"visit_id": moved.visit_id, "from_client_id": moved.from_client_id, "client_id": moved.client_id}
    Session._add(connection, entry, tables.Misfiling, moved, **columns)
