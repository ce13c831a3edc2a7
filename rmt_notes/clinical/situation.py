"""What the signing rules look at: one chart with everything that follows from it, worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.contraindications import Screening, screen
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.health_history import HealthHistory
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdiction
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.visit import Note

BLOCKS, WARNS = "blocks", "warns"
FALLBACK_JURISDICTION = "ON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that is missing before a note can be signed.

    `key` is the row of the record standards (`V1` to `V18`, `C1` to `C13`, `P1`); `level` blocks or warns; `section`
    one of client, intake, visit, consent, safety, subjective, objective, treatment, assessment, plan; `sentence` says
    what is missing;
    `field` is the field of the section to go to, `row` the row in it (a technique, say; -1 where there is none),
    `setting` the parameter of a technique, `finding_id` the finding."""

    key: str
    level: str
    section: str
    sentence: str
    field: str = ""
    row: int = -1
    setting: str = ""
    finding_id: str = ""

    @property
    def about(self) -> str:
        """What tells this warning from others of its row: a reason given for it counts for nothing else."""
        return ":".join((self.section, self.field, str(self.row), self.setting, self.finding_id))


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A chart on the moment of signing.

    `treated`: treatment was given, wholly or in part. `assessed`: the client was assessed, so that the findings and
    the consent belong in the note. Declined, deferred and phone entries are neither."""

    chart: Chart
    on: datetime
    book: Catalogue

    @classmethod
    def of(cls, chart: Chart, on: datetime) -> Situation:
        """The situation of a chart."""
        return cls(chart=chart, on=on, book=catalogue())

    @property
    def note(self) -> Note:
        """The note to be signed."""
        return self.chart.note

    @cached_property
    def rules(self) -> Jurisdiction:
        """The profile of the practice; the strictest one (Ontario) while its code is unknown."""
        try:
            return jurisdiction(self.chart.practice.jurisdiction)
        except KeyError:
            return jurisdiction(FALLBACK_JURISDICTION)

    @property
    def kind(self) -> str:
        """The kind of visit."""
        return self.chart.visit.kind

    @property
    def treated(self) -> bool:
        """Whether treatment was given, wholly or in part."""
        return self.note.treatment.outcome in ("treated", "not_completed") and self.kind not in (
            "phone_entry",
            "assessment_only",
        )

    @property
    def assessed(self) -> bool:
        """Whether the client was assessed."""
        return self.treated or self.kind == "assessment_only"

    @property
    def first(self) -> bool:
        """Whether no earlier visit of this client was signed."""
        return self.chart.previous is None

    @property
    def day(self) -> date:
        """The day of the visit."""
        return self.chart.visit.started_at.date()

    @property
    def ended_at(self) -> datetime:
        """When the visit ended; its start while the length is not known."""
        return self.chart.visit.started_at + timedelta(minutes=self.chart.visit.minutes or 0)

    @cached_property
    def histories(self) -> tuple[HealthHistory, ...]:
        """Every version of the health history, newest first."""
        newest = self.chart.history
        return () if newest is None else (newest, *self.chart.earlier_histories)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that were active at the visit: what came up later does not judge it, what was resolved later
        does."""
        zone = self.chart.visit.started_at.tzinfo
        found = []
        for finding in self.chart.safety.findings:
            known = finding.recorded_at.astimezone(zone).date() <= self.day or finding.visit_id == self.chart.visit.id
            if not known:
                continue
            if finding.is_active():
                found.append(finding)
            elif finding.state == "resolved" and finding.closed_on is not None and finding.closed_on > self.day:
                found.append(replace(finding, state="confirmed"))
        return tuple(found)

    @cached_property
    def screening(self) -> Screening:
        """The limits on the day of the visit."""
        return screen(
            self.findings,
            self.chart.safety.clearances,
            self.day,
            self.rules,
            self.chart.practitioner.credentials,
            book=self.book,
        )
