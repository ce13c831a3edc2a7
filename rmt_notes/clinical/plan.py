"""The plan: stage, frequency, goals, home care, referrals, next visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal with its measure. `status` is open, met, partly or dropped."""

    text: str
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by: date | None = None
    status: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCare:
    """One exercise or piece of advice, with its dose in words. `key` is the catalogue's, empty for free words."""

    key: str = ""
    dose: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Somebody else's help suggested. `to` is a key of the catalogue's referrals or free words; `urgency` none,
    routine, same_day or emergency; `on` the day it was suggested, where that was an earlier visit's."""

    to: str
    on: date | None = None
    provider_id: str = ""
    why: str = ""
    urgency: str = "routine"
    consented: bool = False
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """To whom a client was referred, and on which day: what is asked about at the next visit."""

    to: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan as it stands at the end of a visit.

    `stage` chooses the suggested frequency; `frequency` is what the therapist decided, in words; `visits_planned`
    counts from the plan's first visit. `discharge_reason` is a key of the catalogue's or free words, where the visit
    is a discharge.
    """

    stage: str = ""
    frequency: str = ""
    next_visit: date | None = None
    visits_planned: int | None = None
    session_minutes: int | None = None
    reassess_on: date | None = None
    goals: tuple[Goal, ...] = ()
    home_care: tuple[HomeCare, ...] = ()
    referrals: tuple[Referral, ...] = ()
    advice: str = ""
    discharge_reason: str = ""
    changes: str = ""
    expected_outcome: str = ""
    notes: str = ""

    def open_referrals(self, on: date) -> tuple[Suggested, ...]:
        """Those of which nobody recorded what came of them, each with its day; `on` is the plan's own."""
        return tuple(
            Suggested(to=each.to, on=each.on or on) for each in self.referrals if each.to and not each.outcome.strip()
        )
