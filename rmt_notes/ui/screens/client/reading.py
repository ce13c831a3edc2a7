"""What the worker brings for the client's screen: the whole file with its alerts, and one visit beside another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rmt_notes.clinical.alerts import Alert as ClinicalAlert
from rmt_notes.clinical.body_compare import BurdenPoint, MarkedVisit, course
from rmt_notes.clinical.catalogue import named_for
from rmt_notes.clinical.comparison import Difference, compare
from rmt_notes.clinical.contraindications import screen
from rmt_notes.clinical.correction import answer_due
from rmt_notes.clinical.course import eased
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdictions
from rmt_notes.clinical.record import Chart, ClientFile, VisitRow
from rmt_notes.clinical.retention import Retention, keep_until
from rmt_notes.db import RecordStore
from rmt_notes.i18n import _, _n
from rmt_notes.ui.widgets.record_pane import KeepingView
from rmt_notes.ui.widgets.trend import TrendPoint
from rmt_notes.ui.widgets.when import long_day, near_day


@dataclass(frozen=True, slots=True)
class View:
    """What the worker brings for the whole screen."""

    file: ClientFile
    alerts: tuple[ClinicalAlert, ...]
    today: date
    rules: Jurisdiction
    retention: Retention


@dataclass(frozen=True, slots=True)
class Detail:
    """The chosen visit, and two signed visits compared: `pair` has the earlier first, or nothing."""

    chart: Chart
    pair: tuple[()] | tuple[Chart, Chart]
    rows: tuple[Difference, ...] = ()
    burdens: tuple[BurdenPoint, ...] = ()


def read_client(store: RecordStore, client_id: str) -> View:
    file = store.client_file(client_id)
    today = store.now().date()
    practice = store.practice()
    profiles = jurisdictions()
    profile = profiles.get(practice.jurisdiction, profiles["ON"])
    screening = screen(file.safety.findings, file.safety.clearances, today, profile, store.practitioner.credentials)
    held = any(hold.stands() for hold in file.holds)
    kept = keep_until(file.client, last_contact(file), profile, years=practice.retain_years, legal_hold=held)
    return View(file, screening.alerts(), today, profile, kept)


def keeping_view(view: View, refusal: str) -> KeepingView:
    """What the pane about keeping shows."""
    file = view.file
    days = {row.id: long_day(row.started_at) for row in file.visits}
    return KeepingView(
        retention=view.retention,
        today=view.today,
        holds=file.holds,
        corrections=file.corrections,
        due=tuple((each.id, answer_due(each.requested_on, view.rules)) for each in file.corrections),
        about=tuple(
            (each.id, _("the note of {day}").format(day=days[each.visit_id]))
            for each in file.corrections
            if each.visit_id in days
        ),
        left=file.left,
        came=file.came,
        refusal=refusal,
    )


def last_contact(file: ClientFile) -> date | None:
    """The day of the last visit that counts, or of the last health history, whichever is later."""
    days = [row.started_at.date() for row in file.visits if row.state != "void"]
    days += [history.taken_at.date() for history in file.histories]
    return max(days, default=None)


def read_detail(
    store: RecordStore, visit_id: str, pair: tuple[str, str], marks: tuple[MarkedVisit, ...] = ()
) -> Detail:
    """A visit, and two visits one beside the other (none where an id is empty), with what the body charts came to over
    all visits."""
    chart = store.chart(visit_id)
    if not all(pair) or pair[0] == pair[1]:
        return Detail(chart, ())
    one, other = (chart if each == visit_id else store.chart(each) for each in pair)
    earlier, later = sorted((one, other), key=lambda each: each.visit.started_at)
    days = (earlier.visit.started_at.date(), later.visit.started_at.date())
    rows = compare(
        earlier.note,
        later.note,
        days=days,
        findings=chart.safety.findings,
        words=named_for(chart.practitioner.credentials),
    )
    return Detail(chart, (earlier, later), rows, course(marks))


def course_of_pain(file: ClientFile) -> tuple[TrendPoint, ...]:
    """Pain before and after each signed visit, oldest first; a point is marked where pain has come down meaningfully
    since the first."""
    rows = [
        row
        for row in reversed(file.visits)
        if row.state in ("signed", "amended") and (row.pain_before is not None or row.pain_after is not None)
    ]
    marked = zip(rows, eased([row.pain_before for row in rows]), strict=True)
    return tuple(
        TrendPoint(row.started_at.date(), row.pain_before, row.pain_after, meaningful) for row, meaningful in marked
    )


def visits_in_words(visits: tuple[VisitRow, ...], today: date) -> str:
    """`6 visits since 12 August 2026 · last signed 8 Nov 2026`, the line under the name."""
    rows = [row for row in visits if row.state != "void"]
    if not rows:
        return _("no visits yet")
    first, last = rows[-1], rows[0]
    count = _n("{number} visit since {day}", "{number} visits since {day}", len(rows))
    parts = [count.format(number=len(rows), day=long_day(first.started_at))]
    signed = next((row for row in rows if row.state in ("signed", "amended")), None)
    if last.state == "draft":
        parts.append(_("draft of {day}").format(day=near_day(last.started_at, today)))
    if signed is not None:
        parts.append(_("last signed {day}").format(day=near_day(signed.started_at, today)))
    return " · ".join(parts)
