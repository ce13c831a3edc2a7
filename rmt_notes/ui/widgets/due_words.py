"""Until when a note and its consent are to be written down: the 24-hour clock in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from rmt_notes.i18n import _
from rmt_notes.ui.widgets.when import clock, short_day

SOON = timedelta(hours=4)
"""From so long before the end (20 hours after the visit, where it is 24) the words press."""


def due_words(due: datetime, now: datetime) -> str:
    """`sign by 14:20`, `sign within 3 h 10 min`, or `overdue since 4 March, 14:20`."""
    left = due - now
    if left < timedelta(0):
        return _("overdue since {day}, {time}").format(day=short_day(due.date()), time=clock(due))
    if left <= SOON:
        hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
        return _("sign within {hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if due.date() == now.date():
        return _("sign by {time}").format(time=clock(due))
    return _("sign by {day}, {time}").format(day=short_day(due.date()), time=clock(due))


def presses(due: datetime, now: datetime) -> bool:
    """Whether the time is nearly over, or over."""
    return due - now <= SOON
