"""Destroying records whose term is over: a list, a time to think, and a log that stays.

What the log keeps says that something was destroyed, when, by whom and by which rule, so that a gap can be explained
years later. It holds no clinical word and no full name (record standards R11, R12, section 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.wording import day
from rmt_notes.i18n import _

WAIT = timedelta(hours=24)
"""Between the list and the destruction."""
LAPSE = timedelta(days=30)
"""After this a list that was not carried out says nothing any more."""
PLAN_STATES = ("open", "cancelled", "carried_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many rows of one kind."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionPlan:
    """The first step: which clients' records are to be destroyed. `made_at` begins the waiting."""

    id: str
    made_at: datetime
    practitioner_id: str
    client_ids: tuple[str, ...]
    state: str = "open"
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.state not in PLAN_STATES:
            raise ValueError(f"{self.state!r} is no state of a plan")

    def is_ripe(self, at: datetime) -> bool:
        """Whether it may be carried out now."""
        return self.state == "open" and self.made_at + WAIT <= at < self.made_at + LAPSE

    def has_lapsed(self, at: datetime) -> bool:
        """Whether it was left too long."""
        return self.state == "open" and at >= self.made_at + LAPSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """One line of the log: whose record (number and initials), what period it covered, how much it held, which rule
    let it go, who destroyed it, when and how."""

    id: str
    plan_id: str
    client_id: str
    file_number: int
    initials: str
    destroyed_at: datetime
    practitioner_id: str
    by: str
    kept_until: date
    jurisdiction: str
    first_visit: date | None = None
    last_visit: date | None = None
    counts: tuple[Counted, ...] = ()
    method: str = "overwritten_and_compacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ripe:
    """A client whose record may be destroyed: what the list shows."""

    client: Client
    kept_until: date
    reason: str
    first_visit: date | None
    last_visit: date | None
    visits: int
    papers: int
    verify: bool = False


def initials_of(client: Client) -> str:
    """`A. T.`"""
    return " ".join(f"{name[0].upper()}." for name in (client.first_name.strip(), client.last_name.strip()) if name)


def period_words(first: date | None, last: date | None) -> str:
    """`9 March 2014 to 2 May 2015`."""
    if first is None or last is None:
        return _("no visits")
    return day(first) if first == last else _("{first} to {last}").format(first=day(first), last=day(last))
