"""Where a client stands in a plan: how many of the planned visits are done, and whether a re-assessment is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rmt_notes.clinical.comparison import is_meaningful
from rmt_notes.clinical.plan import Plan
from rmt_notes.clinical.suggestions import Course, Due, reassessment_due
from rmt_notes.clinical.wording import day as day_words
from rmt_notes.i18n import _

ASSESSING = ("initial", "reassessment", "assessment_only")
"""Kinds of visits at which the client is assessed as a whole; the count of a plan begins there."""

ENDING = ("discharge",)
UNCOUNTED = ("declined", "phone_entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseVisit:
    """One earlier signed visit as the course sees it. `pain` is that before treatment, 0 to 10; `adverse`
    whether an adverse event is recorded."""

    day: date
    kind: str
    pain: int | None = None
    treated: bool = True
    adverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The course up to now: `done` of `planned` visits since the last assessment."""

    course: Course
    done: int
    planned: int | None = None

    def due(self, on: date, pain_now: int | None = None) -> tuple[Due, ...]:
        """Why a re-assessment is due on a day; empty while it is not. `pain_now` is what the client says today."""
        course = self.course if pain_now is None else replace(self.course, pain_now=pain_now)
        if pain_now is not None and course.pain_baseline is not None and course.meaningful is not None:
            course = replace(course, meaningful=is_meaningful("nprs", course.pain_baseline, pain_now))
        return reassessment_due(course, on)

    def words(self) -> str:
        """`Visit 4 of 8 planned · re-assessment on 3 January 2027`, for the visit that comes next."""
        parts = []
        if self.planned is not None:
            parts.append(_("visit {number} of {planned} planned").format(number=self.done + 1, planned=self.planned))
        if self.course.reassess_on is not None:
            parts.append(_("re-assessment on {day}").format(day=day_words(self.course.reassess_on)))
        return " · ".join(parts)


def progress_of(visits: Sequence[CourseVisit], plan: Plan) -> Progress | None:
    """Where the client stands after these visits, oldest first, with the last visit's plan; None before the first visit
    and after a discharge. Any adverse event calls for a re-assessment, as the catalogue has it (`plan.toml`, triggers),
    until the client is assessed again: also one that was told on the phone or of a treatment broken off."""
    counted = [each for each in visits if each.kind not in UNCOUNTED]
    if not counted or counted[-1].kind in ENDING:
        return None
    start = max((at for at, each in enumerate(counted) if each.kind in ASSESSING), default=0)
    since = counted[start:]
    told = visits[next(at for at, each in enumerate(visits) if each is since[0]) :]
    pains = [each.pain for each in since if each.pain is not None]
    done = sum(1 for each in since if each.treated)
    course = Course(
        assessed_on=since[0].day,
        visits=done,
        stage=plan.stage,
        last_visit=since[-1].day,
        reassess_on=plan.reassess_on,
        pain_baseline=pains[0] if pains else None,
        pain_now=pains[-1] if pains else None,
        meaningful=is_meaningful("nprs", pains[0], pains[-1]) if len(pains) > 1 else None,
        triggers=("adverse_event",) if any(each.adverse for each in told) else (),
        maintenance=since[-1].kind == "wellness",
    )
    return Progress(course=course, done=done, planned=plan.visits_planned)


def eased(pains: Sequence[int | None]) -> tuple[bool, ...]:
    """For each visit, oldest first, whether pain before treatment has come down meaningfully since the first visit that
    recorded it. The re-assessment rules look at the same figure, but since the last assessment."""
    first = next((pain for pain in pains if pain is not None), None)
    return tuple(
        first is not None and pain is not None and pain < first and is_meaningful("nprs", first, pain) for pain in pains
    )


def asks_for(kind: str) -> bool:
    """Whether a visit of this kind is to be told that a re-assessment is due: not where it is one, or nobody is
    treated."""
    return kind not in (*ASSESSING, *ENDING, *UNCOUNTED)
