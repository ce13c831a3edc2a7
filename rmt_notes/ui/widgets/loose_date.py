"""Reads dates and times as people type them, and writes them as the language in force does.

English and French month names are read whatever the language of the screens. A number-only date whose day and month
could be exchanged is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from PySide6.QtCore import QLocale

from rmt_notes.i18n import _
from rmt_notes.ui.widgets import when

Leaning = Literal["past", "future", "any"]
"""Where a date without a year or century lies: a birth in the past, a next visit in the future."""

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january janvier",
        "february fevrier",
        "march mars",
        "april avril",
        "may mai",
        "june juin",
        "july juillet",
        "august aout",
        "september septembre sept",
        "october octobre",
        "november novembre",
        "december decembre",
    ),
    1,
):
    for _name in _names.split():
        _MONTHS[_name] = _number

_DAY_WORDS = {"today": 0, "aujourd'hui": 0, "aujourdhui": 0, "yesterday": -1, "hier": -1, "tomorrow": 1, "demain": 1}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: a value, or the sentence that says why there is none. Both are empty for an empty text."""

    value: date | None = None
    problem: str = ""


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().strip()


def _month(word: str) -> int | None:
    """The month a word begins, if it begins only one: `mar`, `sept`, `juil`; not `ju`."""
    if len(word) < 3:
        return None
    hits = {number for name, number in _MONTHS.items() if name.startswith(word)}
    return hits.pop() if len(hits) == 1 else None


def _century(year: int, digits: int, month: int, day: int, today: date, leaning: Leaning) -> int:
    """Four digits for a year typed with two: the latest that fits the leaning; within ten years ahead where both are
    possible."""
    if digits > 2:
        return year
    full = today.year - today.year % 100 + year
    if leaning == "past":
        return full if (full, month, day) <= (today.year, today.month, today.day) else full - 100
    if leaning == "future":
        return full
    return full if full <= today.year + 10 else full - 100


def _without_year(month: int, day: int, today: date, leaning: Leaning) -> int:
    if leaning == "past" and (month, day) > (today.month, today.day):
        return today.year - 1
    if leaning == "future" and (month, day) < (today.month, today.day):
        return today.year + 1
    return today.year


def _build(year: int, month: int, day: int) -> Reading:
    if not 1 <= month <= 12:
        return Reading(problem=_("There is no month {month}.").format(month=month))
    try:
        return Reading(date(year, month, day))
    except ValueError:
        if not 1 <= year <= 9999:
            return Reading(problem=_("There is no year {year} here.").format(year=year))
        words = month_name(month)
        if 1 <= day <= 29 and month == 2:
            return Reading(
                problem=_("There is no {day} {month} in {year}; it was not a leap year.").format(
                    day=day, month=words, year=year
                )
            )
        return Reading(problem=_("There is no {day} {month}.").format(day=day, month=words))


def _read_words(parts: list[str], today: date, leaning: Leaning) -> Reading | None:
    """Dates with a month as a word: 14 mar 1980, March 14 1980, 1980 march 14, mar 14."""
    months = [number for part in parts if (number := _month(part)) is not None]
    numbers = [part for part in parts if part.isdigit()]
    if len(months) != 1 or len(numbers) + 1 != len(parts) or not 1 <= len(numbers) <= 2:
        return None
    month = months[0]
    if len(numbers) == 1:
        day = int(numbers[0])
        if len(numbers[0]) > 2:
            return Reading(problem=_("The day is missing."))
        return _build(_without_year(month, day, today, leaning), month, day)
    first, second = numbers
    if len(first) > 2:
        first, second = second, first
    if len(first) > 2:
        return None
    day = int(first)
    return _build(_century(int(second), len(second), month, day, today, leaning), month, day)


def _read_numbers(parts: list[str], today: date, leaning: Leaning) -> Reading | None:
    """Dates of numbers alone: 1980-03-14, 14/3/1980, 3/14/1980, 20/11."""
    if not 2 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        return None
    if len(parts) == 3 and len(parts[0]) == 4:
        return _build(int(parts[0]), int(parts[1]), int(parts[2]))
    if len(parts[0]) > 2 or len(parts[1]) > 2 or (len(parts) == 3 and len(parts[2]) not in (2, 4)):
        return None
    one, two = int(parts[0]), int(parts[1])
    if len(parts) == 3 and len(parts[2]) == 2 and int(parts[2]) <= 31 and one > 12 and two <= 12 and one > 31:
        return _build(_century(one, 2, two, int(parts[2]), today, leaning), two, int(parts[2]))
    if one <= 12 and two <= 12 and one != two:
        return Reading(
            problem=_("This could be {one} or {two}. Write the month as a word.").format(
                one=f"{one} {month_name(two)}", two=f"{two} {month_name(one)}"
            )
        )
    day, month = (one, two) if two <= 12 else (two, one)
    if one > 12 and two > 12:
        return Reading(problem=_("There is no month {month}.").format(month=two))
    if len(parts) == 2:
        return _build(_without_year(month, day, today, leaning), month, day)
    return _build(_century(int(parts[2]), len(parts[2]), month, day, today, leaning), month, day)


def read_date(text: str, *, leaning: Leaning = "any", today: date | None = None) -> Reading:
    """The date in `text`, or a sentence. `leaning` decides missing years and centuries."""
    now = today or date.today()
    folded = _fold(text)
    if not folded:
        return Reading()
    if folded in _DAY_WORDS:
        return Reading(now + timedelta(days=_DAY_WORDS[folded]))
    bare = re.sub(r"\b(\d{1,2})(st|nd|rd|th|er|re|e)\b", r"\1", folded)
    bare = re.sub(r"\b(le|the|of|de|du)\b", " ", bare)
    bare = re.sub(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)", " ", bare)
    parts = [part for part in re.split(r"[\s,./\-]+", bare) if part]
    if len(parts) == 1 and re.fullmatch(r"\d{8}", parts[0]):
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    reading = _read_numbers(parts, now, leaning) or _read_words(parts, now, leaning)
    if reading is not None:
        return reading
    if len(parts) in (2, 3) and any(part.isalpha() and _month(part) is None for part in parts):
        odd = next(part for part in parts if part.isalpha() and _month(part) is None)
        return Reading(
            problem=_("“{word}” is not read as a month. Write it like {example}.").format(
                word=odd, example=write_date(date(1980, 3, 14))
            )
        )
    return Reading(
        problem=_("This is not read as a date. Write it like {example}.").format(example=write_date(date(1980, 3, 14)))
    )


def month_name(month: int) -> str:
    """The month's name in the language in force, standing alone."""
    return when.locale().standaloneMonthName(month, QLocale.FormatType.LongFormat)


def write_date(day: date, *, weekday: bool = False) -> str:
    """14 March 1980, or Friday 14 March 1980; in French 14 mars 1980."""
    return when.full_day(day) if weekday else when.long_day(day)


def write_time(moment: time) -> str:
    """The time as the language in force writes it: 3:04 p.m., 15 h 04."""
    return when.plain_time(moment)


def read_time(text: str) -> time | None:
    """The time in `text`: 9, 930, 9:30, 9h30, 2 pm, 2:30 p.m., noon. None where there is none."""
    folded = _fold(text).replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if folded in ("noon", "midi"):
        return time(12)
    if folded in ("midnight", "minuit"):
        return time(0)
    match = re.fullmatch(r"(\d{1,2})(?:[:h.](\d{2})?)?(?:m|min)?(a\.?m\.?|p\.?m\.?)?", folded)
    if match is None:
        match = re.fullmatch(r"(\d{1,2})(\d{2})(a\.?m\.?|p\.?m\.?)?", folded)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
