"""Which backups are kept: all of the newest two days, then one for each of 12 days, 10 weeks and 9 months.

The order is that of the audit numbers. A day is what the name of the file says, and only whether two days are the same
matters, so a clock that was wrong for an hour or for years thins nothing that is new.
"""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.db.archive import Stamp

WHOLE_DAYS, DAYS, WEEKS, MONTHS = 2, 12, 10, 9


def kept(backups: Sequence[Stamp]) -> tuple[Stamp, ...]:
    """Those that stay, newest first."""
    stay: list[Stamp] = []
    recent: list[object] = []
    seen: dict[str, set[object]] = {"day": set(), "week": set(), "month": set()}
    for stamp in sorted(backups, key=lambda each: (each.number, each.made_at), reverse=True):
        day = stamp.made_at.date()
        if day not in recent and len(recent) < WHOLE_DAYS:
            recent.append(day)
        if day in recent:
            stay.append(stamp)
            continue
        periods = (
            ("day", DAYS, day),
            ("week", WEEKS, day.isocalendar()[:2]),
            ("month", MONTHS, (day.year, day.month)),
        )
        for name, most, period in periods:
            if period in seen[name]:
                break  # a newer one stands for this day, week or month
            if len(seen[name]) < most:
                seen[name].add(period)
                stay.append(stamp)
                break
    return tuple(stay)


def thinned(backups: Sequence[Stamp]) -> tuple[Stamp, ...]:
    """Those that may go, newest first."""
    stay = set(kept(backups))
    return tuple(
        stamp
        for stamp in sorted(backups, key=lambda each: (each.number, each.made_at), reverse=True)
        if stamp not in stay
    )
