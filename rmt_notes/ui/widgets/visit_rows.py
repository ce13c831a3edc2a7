"""The store's visit rows in the words of the lists: days, waiting notes, one client's timeline."""

from __future__ import annotations

from datetime import datetime, timedelta

from rmt_notes.clinical.catalogue import named_for
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.misfiling import Misfiling, left_words
from rmt_notes.clinical.record import VisitRow
from rmt_notes.i18n import _, _n
from rmt_notes.ui.widgets.client_list import file_words
from rmt_notes.ui.widgets.day_list import DayRow
from rmt_notes.ui.widgets.due_words import due_words, presses
from rmt_notes.ui.widgets.visit_list import TimelineRow
from rmt_notes.ui.widgets.visit_words import (
    Mark,
    about_words,
    outcome_words,
    pain_words,
    state_mark,
    visit_spoken,
    visit_summary,
    visit_title,
)
from rmt_notes.ui.widgets.when import clock, short_day, weekday

LATE_HOURS = 24
"""Consent is to be documented within a day of the treatment (record standards, section 3)."""


def technique_words(row: VisitRow) -> tuple[str, ...]:
    """The techniques of a visit by their short names, each once; one that needs a credential goes by its plain name
    without it."""
    known = named_for(row.credentials).techniques
    names = (str(known[key].short) if key in known else key.replace("_", " ") for key in row.techniques)
    return tuple(dict.fromkeys(names))


def summary_of(row: VisitRow) -> str:
    """Kind or complaint, pain, techniques in one line."""
    return visit_summary(row, technique_words(row))


def is_started(row: VisitRow) -> bool:
    """Whether anything was charted yet."""
    said = row.complaint or row.techniques or row.pain_before is not None or row.pain_after is not None
    return row.state != "draft" or bool(said) or row.outcome != "treated"


def day_mark(row: VisitRow) -> Mark:
    """Not started, draft, signed, amended or void."""
    return state_mark(row.state) if is_started(row) else Mark("circle", _("not started"), "muted")


def day_row(row: VisitRow, *, due: bool = False) -> DayRow:
    """A visit in the list of its day; `due` tells that a re-assessment is due at it."""
    mark, summary = day_mark(row), summary_of(row)
    if due:
        summary = " · ".join(part for part in (_("re-assessment due"), summary) if part)
    minutes = _("{number} min").format(number=row.minutes) if row.minutes else ""
    return DayRow(
        key=row.id,
        when=clock(row.started_at),
        below=minutes,
        name=row.client_name,
        facts=file_words(row.file_number),
        summary=summary,
        icon=mark.icon,
        word=mark.word,
        token=mark.token,
        spoken=f"{clock(row.started_at)}, {row.client_name}, {mark.word}. {summary}",
    )


def waiting_row(row: VisitRow, now: datetime) -> DayRow:
    """A note that waits for its signature, with how long it has."""
    hours = (now - row.started_at).total_seconds() / 3600
    days = (now.date() - row.started_at.date()).days
    if row.state != "draft":
        mark = Mark("history", _("amendment open"), "warning")
    elif hours > LATE_HOURS and days > 0:
        mark = Mark("clock", _n("{number} day late", "{number} days late", days).format(number=days), "danger")
    else:
        due = row.started_at + timedelta(minutes=row.minutes or 0, hours=LATE_HOURS)
        mark = day_mark(row)
        mark = Mark(mark.icon, due_words(due, now), "warning" if presses(due, now) else mark.token)
    return _dated_row(row, mark)


def found_row(row: VisitRow) -> DayRow:
    """A note in the list of a search: its day, client and state."""
    return _dated_row(row, day_mark(row))


def _dated_row(row: VisitRow, mark: Mark) -> DayRow:
    summary, day = summary_of(row), short_day(row.started_at)
    return DayRow(
        key=row.id,
        when=day,
        below=f"{weekday(row.started_at)} · {clock(row.started_at)}",
        name=row.client_name,
        facts=file_words(row.file_number),
        summary=summary,
        icon=mark.icon,
        word=mark.word,
        token=mark.token,
        spoken=f"{day}, {row.client_name}, {mark.word}. {summary}",
    )


def timeline_row(row: VisitRow) -> TimelineRow:
    """A visit in its client's timeline."""
    mark, summary, about = state_mark(row.state), summary_of(row), about_words(row)
    if outcome := outcome_words(row.outcome):
        summary, about = " · ".join((outcome, summary)), " · ".join((outcome, about))
    return TimelineRow(
        key=row.id,
        title=short_day(row.started_at),
        rest=visit_title(row),
        summary=about,
        figures=pain_words(row.pain_before, row.pain_after),
        done=", ".join(technique_words(row)),
        icon=mark.icon,
        token=mark.token,
        visit_id=row.id,
        spoken=visit_spoken(row, summary),
    )


def clearance_row(clearance: Clearance) -> TimelineRow:
    """A clearance between the visits."""
    words = _("until {day}").format(day=short_day(clearance.valid_until))
    if clearance.max_pressure is not None:
        words = _("Pressure {pressure} or less, {until}").format(pressure=clearance.max_pressure, until=words)
    elif clearance.limits:
        words = f"{clearance.limits}, {words}"
    day, summary = short_day(clearance.received_on), f"{clearance.clinician} · {words}"
    return TimelineRow(
        key=f"clearance:{clearance.id}",
        title=day,
        rest=_("clearance received"),
        summary=summary,
        icon="shield-check",
        token="accent",
        spoken=f"{day}, {_('clearance received')}. {summary}",
    )


def left_row(moved: Misfiling) -> TimelineRow:
    """An entry that was filed here by mistake, without the other client's words."""
    day, summary = short_day(moved.started_at), left_words(moved)
    return TimelineRow(
        key=f"left:{moved.id}",
        title=day,
        rest=_("entry moved away"),
        summary=summary,
        icon="arrow-right",
        token="muted",
        spoken=f"{day}, {_('entry moved away')}. {summary}",
    )
