"""The words and icons of visits: kinds, states and outcomes, the same on every screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.course import ENDING, Progress
from rmt_notes.clinical.record import VisitRow
from rmt_notes.clinical.visit import Visit
from rmt_notes.clinical.wording import lower_first
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.when import clock, full_day, near_month_day, short_day, weekday


def kind_words(kind: str) -> str:
    """A kind of visit."""
    return catalogue().words("visit_kinds", kind)


def state_words(state: str) -> str:
    """The state of a visit's note."""
    return {"draft": _("draft"), "signed": _("signed"), "amended": _("signed, amended"), "void": _("void")}.get(
        state, state
    )


def outcome_words(outcome: str) -> str:
    """What came of a visit, in the middle of a line; empty for the usual treatment."""
    return "" if outcome == "treated" else lower_first(catalogue().words("visit_outcomes", outcome))


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as it is shown: an icon, a word and the colour token of both, so that colour is never alone."""

    icon: str
    word: str
    token: str


def state_mark(state: str) -> Mark:
    """Icon, word and colour of a note's state."""
    icon, token = {
        "draft": ("pencil-line", "warning"),
        "signed": ("circle-check", "ok"),
        "amended": ("history", "ok"),
        "void": ("circle-x", "muted"),
    }.get(state, ("circle", "muted"))
    return Mark(icon, state_words(state), token)


def pain_words(before: int | None, after: int | None) -> str:
    """`5 → 3`, or what there is of it."""
    if before is None and after is None:
        return ""
    if after is None:
        return _("pain {before}").format(before=before)
    if before is None:
        return _("pain after {after}").format(after=after)
    return f"{before} → {after}"


def visit_wordings(visit: Visit, progress: Progress | None, today: date) -> tuple[str, ...]:
    """`Visit 2 of 6 · Sunday 22 November 2026, 4:39 p.m. · 60 min · Follow-up · re-assessment 20 Dec`, then the same
    with a shorter day, for a line that may not be cut."""
    planned = progress.planned if progress is not None else None
    number = _("Visit {number}").format(number=visit.number) if visit.number else ""
    count = ""
    if progress is not None and planned is not None:
        if visit.number == progress.done + 1:
            number = _("Visit {number} of {planned}").format(number=visit.number, planned=planned)
        else:
            count = _("{number} of {planned} planned").format(number=progress.done + 1, planned=planned)
    again = progress.course.reassess_on if progress is not None and visit.kind not in ENDING else None
    started = visit.started_at.date()
    short = _("{weekday} {day}").format(weekday=weekday(started), day=near_month_day(started, today))
    rest = (
        _("{minutes} min").format(minutes=visit.minutes) if visit.minutes else "",
        kind_words(visit.kind),
        count,
        _("re-assessment {day}").format(day=near_month_day(again, today)) if again is not None else "",
    )
    return tuple(
        " · ".join(
            part for part in (number, _("{day}, {time}").format(day=day, time=clock(visit.started_at)), *rest) if part
        )
        for day in (full_day(started), short)
    )


def visit_title(row: VisitRow) -> str:
    """`8 Nov 2026 · Sun · signed`: the parts after the date, joined."""
    state = _("amended") if row.state == "amended" else state_words(row.state)  # that it is signed is plain from it
    parts = [weekday(row.started_at), state]
    if row.state != "void" and (outcome := outcome_words(row.outcome)):
        parts.append(outcome)
    return " · ".join(parts)


def visit_summary(row: VisitRow, technique_words: tuple[str, ...]) -> str:
    """`Low back pain · 5 → 3 · DT, ART`: one line under the date."""
    parts = [about_words(row), pain_words(row.pain_before, row.pain_after), ", ".join(technique_words)]
    return " · ".join(part for part in parts if part)


def about_words(row: VisitRow) -> str:
    """The complaint, with the kind of visit where that says more."""
    complaint = row.complaint.strip()
    kind = kind_words(row.kind)
    first = complaint if complaint and row.kind in ("follow_up", "wellness") else kind
    if complaint and first == kind:
        first = f"{kind}, {lower_first(complaint)}"
    return first


def visit_spoken(row: VisitRow, summary: str) -> str:
    """The whole row for a screen reader."""
    return f"{short_day(row.started_at)}, {clock(row.started_at)}, {visit_title(row)}. {summary}"
