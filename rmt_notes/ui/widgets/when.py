"""Days and times in words, as the language in force writes them: never `01/02/03`, always a four-digit year."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache

from PySide6.QtCore import QDate, QLocale, QTime

from rmt_notes import i18n
from rmt_notes.i18n import _, _n

_LOCALES = {"en": "en_CA", "fr": "fr_CA"}


@cache
def _locale_of(language: str) -> QLocale:
    return QLocale(_LOCALES[language])


def locale() -> QLocale:
    """The Canadian locale of the language in force."""
    return _locale_of(i18n.current())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _plain(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def long_day(day: date) -> str:
    """`8 November 2026`."""
    return locale().toString(_qdate(day), "d MMMM yyyy")


def short_day(day: date) -> str:
    """`8 Nov 2026`."""
    return locale().toString(_qdate(day), "d MMM yyyy")


def month_day(day: date) -> str:
    """`8 Nov`: where the year is plain from what stands around it."""
    return locale().toString(_qdate(day), "d MMM")


def weekday(day: date) -> str:
    """`Sun`."""
    return locale().toString(_qdate(day), "ddd")


def near_month_day(day: date, today: date) -> str:
    """`20 Dec`, with its year where that is not this one."""
    return month_day(day) if day.year == today.year else short_day(day)


def full_day(day: date) -> str:
    """`Sunday 8 November 2026`, as a heading."""
    words = locale().toString(_qdate(day), "dddd d MMMM yyyy")
    return words[:1].upper() + words[1:]


def clock(moment: datetime) -> str:
    """`3:04 p.m.` or `15 h 04`."""
    return plain_time(moment.time())


def plain_time(moment: time) -> str:
    """A time of day as the language writes it, with a whole space that does not break: the narrow one of the locale
    can hardly be seen at the size of a list."""
    words = locale().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
    return words.replace("\u202f", "\u00a0")


def near_day(day: date, today: date) -> str:
    """`today`, `yesterday`, `tomorrow`, or the short date."""
    distance = (_plain(day) - _plain(today)).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}
    return near.get(distance) or short_day(day)


def age_words(years: int | None) -> str:
    """`46 years`; empty without an age."""
    if years is None:
        return ""
    return _n("{number} year", "{number} years", years).format(number=years)


def born_words(born: date | None, years: int | None) -> str:
    """`born 14 March 1980 (46)`: a birth date is always shown with the age."""
    if born is None:
        return _("no date of birth")
    return _("born {day} ({age})").format(day=long_day(born), age=years)
