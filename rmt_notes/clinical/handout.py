"""The page that goes home with the client: what to do, how, how often, when to stop, and whom to call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.plan import HomeCare
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.record import PrintableVisit
from rmt_notes.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutItem:
    """One thing to do at home, in plain words. `check` says under which condition."""

    name: str
    dose: str = ""
    how: str = ""
    note: str = ""
    stop: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """The whole page. It carries the first name alone: it lies on kitchen tables."""

    practice: Practice
    practitioner: Practitioner
    name: str
    day: date
    items: tuple[HandoutItem, ...]
    advice: str = ""
    next_visit: date | None = None


def handout_of(printable: PrintableVisit) -> Handout:
    """The handout of a visit's plan."""
    plan = printable.note.plan
    return Handout(
        practice=printable.practice,
        practitioner=printable.practitioner,
        name=first_name(printable.client),
        day=printable.visit.started_at.date(),
        items=tuple(_item(each) for each in plan.home_care),
        advice=plan.advice.strip(),
        next_visit=plan.next_visit,
    )


def first_name(client: Client) -> str:
    """What the client is called."""
    return client.preferred_name or client.first_name


def _item(care: HomeCare) -> HandoutItem:
    entry = catalogue().home_care.get(care.key)
    if entry is None:
        own = care.key.replace("_", " ")
        name = own or care.note or _("Home care")
        return HandoutItem(name=name, dose=plain_dose(care.dose), note=care.note if own else "")
    return HandoutItem(
        name=str(entry.label),
        dose=plain_dose(care.dose or str(entry.dose)),
        how=str(entry.how or ""),
        note=care.note,
        stop=str(entry.stop or ""),
        check=str(entry.gate or ""),
    )


_NUMBER = r"\d+(?:\s*[–-]\s*\d+)?"


def plain_dose(dose: str) -> str:
    """A dose as the client reads it: `30 s × 3 each` as `hold 30 seconds, 3 times, each side`. What is not understood
    stays as the therapist wrote it."""
    text = dose.strip()
    rules = (
        (rf"^({_NUMBER})\s*s\s*[×x]\s*({_NUMBER})(?=\W|$)", _("hold {first} seconds, {second} times")),
        (rf"^({_NUMBER})\s*[×x]\s*({_NUMBER})\s*s(?=\W|$)", _("{first} times, hold {second} seconds")),
        (rf"^({_NUMBER})\s*[×x]\s*({_NUMBER})(?=\W|$)", _("{first} sets of {second}")),
        (rf"^({_NUMBER})(?=\s*$|,| each| slow| gentle| daily)", _("{first} times")),
    )
    for pattern, words in rules:
        found = re.match(pattern, text)
        if found is not None:
            groups = (*found.groups(), "")
            text = words.format(first=groups[0], second=groups[1]) + text[found.end() :]
            break
    text = re.sub(rf"({_NUMBER})\s*min\b", lambda found: _("{number} minutes").format(number=found.group(1)), text)
    text = re.sub(r"\s+each$", lambda _found: _(", each side"), text)
    text = re.sub(r"(times) (slow|gentle|daily)", r"\1, \2", text)
    return text[:1].upper() + text[1:]
