"""Days, times, places and the like as pages spell them, in the page's language."""

from __future__ import annotations

from datetime import date, datetime

from rmt_notes import i18n
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.wording import day, number
from rmt_notes.i18n import _, _n


def _weekdays() -> tuple[str, ...]:
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def weekday_words(on: date) -> str:
    """`Sunday 8 November 2026`."""
    return _("{weekday} {date}").format(weekday=_weekdays()[on.weekday()], date=day(on))


def clock_words(moment: datetime) -> str:
    """`3:04 p.m.` in English, `15 h 04` in French."""
    if i18n.current() == "fr":
        return f"{moment.hour} h {moment.minute:02d}"
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {half}"


def moment_words(moment: datetime) -> str:
    """`8 November 2026, 3:04 p.m.`"""
    return _("{date}, {time}").format(date=day(moment.date()), time=clock_words(moment))


def minutes_words(minutes: float) -> str:
    """`60 minutes`."""
    return _n("{number} minute", "{number} minutes", int(minutes)).format(number=number(minutes))


def file_words(file_number: int) -> str:
    """`file 0412`."""
    return _("file {number}").format(number=f"{file_number:04d}")


def born_words(client: Client, on: date) -> str:
    """`born 14 March 1980 (46 years)` with the age on the day of the visit."""
    if client.born is None:
        return _("date of birth not known")
    years = client.age(on)
    if years is None or years < 0:
        return _("born {date}").format(date=day(client.born))
    age = _n("{number} year", "{number} years", years).format(number=years)
    return _("born {date} ({age})").format(date=day(client.born), age=age)


def short_hash(value: str) -> str:
    """The first 16 characters of a hash in groups of four, as it is read out on the telephone."""
    head = value[:16]
    return " ".join(head[at : at + 4] for at in range(0, len(head), 4))
