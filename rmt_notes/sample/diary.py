"""Entries of the sample practice, told client by client and written in the order in which they happened.

Every entry goes through the store's own intentions, with the clock standing where the entry was made; so the audit
trail, the file numbers and
the signatures are those of a practice that was kept day by day.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count

from rmt_notes.db import RecordStore

CLINIC_ZONE = timezone(timedelta(hours=-5))
"""The sample clinic's zone: Eastern standard time the year round, so that every computer builds the same record."""

Act = Callable[[RecordStore], None]


class SampleClock:
    """A clock that stands until it is set, and walks a second with every look, as entries do."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def set(self, moment: datetime) -> None:
        """Go on to a later moment; an earlier one leaves it where it is."""
        self._now = max(self._now, moment)

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=200)
        return self._now


class Diary:
    """Collects entries and carries them out by time."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def at(self, moment: datetime, act: Act) -> None:
        """Something that happened at a moment; entries of one moment keep the order in which they were told."""
        heapq.heappush(self._entries, (moment.astimezone(UTC), next(self._order), act))

    def first(self) -> datetime:
        """When the first entry was made."""
        return self._entries[0][0]

    def write(self, store: RecordStore, clock: SampleClock, until: datetime | None = None) -> None:
        """Carry out every entry, oldest first; those after `until` have not happened yet and are left out."""
        while self._entries and (until is None or self._entries[0][0] <= until):
            moment, _order, act = heapq.heappop(self._entries)
            clock.set(moment.astimezone(CLINIC_ZONE))
            act(store)


def on(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A time in the sample clinic's zone."""
    return datetime(year, month, day, hour, minute, tzinfo=CLINIC_ZONE)


def before(today: date, days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A time so many days before a day, in the sample clinic's zone."""
    day = today - timedelta(days=days)
    return on(day.year, day.month, day.day, hour, minute)
