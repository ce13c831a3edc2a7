"""What was taken over from an earlier visit, and what of it nobody has looked at yet.

It is part of the note: the source stays in the record, and what is not reviewed stays so when the chart is closed and
opened again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rmt_notes.clinical.assessment import (
    Impression,
    NeuroFinding,
    Palpation,
    PostureFinding,
    RangeOfMotion,
    SpecialTest,
    Strength,
)
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.plan import Goal, HomeCare, Referral
from rmt_notes.clinical.techniques import TechniqueApplied

_NAMED_BY: dict[type, tuple[str, ...]] = {
    PostureFinding: ("view", "landmark"),
    RangeOfMotion: ("movement", "side", "when"),
    SpecialTest: ("test", "side"),
    Palpation: ("place", "structure"),
    Strength: ("muscle", "side"),
    NeuroFinding: ("root", "side"),
    TechniqueApplied: ("technique",),
    Impression: ("key",),
    Goal: ("text",),
    HomeCare: ("key", "note"),
    Referral: ("to",),
}
"""What tells of which thing an entry of a list speaks."""
_TOGETHER = (("posture", "posture_patterns"), ("neuro", "neuro_summary"))
"""Fields of which the second judges the first: last time's judgement says nothing of what was found today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One section's content of an earlier visit, or of a template.

    `fields` were taken over from the visit `visit_id` of `day`, or on that day from the template of that name, with no
    visit, or with neither from the health history of that day. `unread` are those nobody has changed or reviewed
    since: the name of a field, or `techniques.0` for one entry of a list, counted from 0 in the note as it stands.
    """

    section: str
    visit_id: str
    day: date
    fields: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    template: str = ""


def taken_over(before: Any, after: Any, last: Any) -> tuple[str, ...]:
    """The entries of the section `after` that hold what `last` held and `before` did not; all three are sections of one
    kind."""
    found: list[str] = []
    for field in dataclasses.fields(after):
        was, now, then = (getattr(each, field.name) for each in (before, after, last))
        if now == was or now == field.default:
            continue
        if _is_list(now):
            found.extend(f"{field.name}.{number}" for number, item in enumerate(now) if item not in was)
        elif now == then:
            found.append(field.name)
    return tuple(found)


def entries_of(section: Any) -> tuple[str, ...]:
    """What of a section can be taken over one by one: the name of each field that holds something, or
    `techniques.0` for each entry of a list."""
    found: list[str] = []
    for field in dataclasses.fields(section):
        held = getattr(section, field.name)
        if held == field.default:
            continue
        if _is_list(held):
            found.extend(f"{field.name}.{number}" for number in range(len(held)))
        else:
            found.append(field.name)
    return tuple(found)


def only(section: Any, entry: str) -> Any:
    """A section of the same kind that holds this entry alone."""
    name, _dot, number = entry.partition(".")
    held = getattr(section, name)
    return type(section)(**{name: (held[int(number)],) if number else held})


def same_entry(one: Any, other: Any) -> bool:
    """Whether two entries of a list speak of the same thing, whatever they say of it: one test on one side, one
    technique, one goal. Both sides and one of them are the same."""
    names = _NAMED_BY.get(type(one), ())
    if type(one) is not type(other) or not names:
        return bool(one == other)
    for name in names:
        here, there = getattr(one, name), getattr(other, name)
        if here != there and not (name == "side" and "bilateral" in (here, there)):
            return False
    return True


def beside_today(now: Any, carried: Any, unread: Iterable[str] = ()) -> Any:
    """The section `carried`, made of `now` and an earlier visit, with all that was charted today: taking over never
    replaces it. Lists of findings, techniques and goals get what today does not speak of. What is `unread` in `now`
    was itself only put there, and gives way."""
    put_there = set(unread)
    kept: dict[str, Any] = {}
    for field in dataclasses.fields(now):
        name = field.name
        today, then = getattr(now, name), getattr(carried, name)
        if today == field.default or today == then:
            continue
        if then != field.default and _is_list(today) and type(today[0]) in _NAMED_BY:
            own = tuple(item for number, item in enumerate(today) if f"{name}.{number}" not in put_there)
            kept[name] = (*own, *(item for item in then if not any(same_entry(item, one) for one in own)))
        elif then == field.default or not any(one.partition(".")[0] == name for one in put_there):
            kept[name] = today
    mine = field_names(entry for entry in entries_of(now) if entry not in put_there)
    for found, judged in _TOGETHER:
        if (found in mine) != (judged in mine):
            other = judged if found in mine else found
            kept[other] = getattr(now, other)
    return dataclasses.replace(carried, **kept)


def with_entry(now: Any, last: Any, entry: str) -> Any:
    """The section `now` with one entry of `last`: a list has it added, in place of what it says of the same thing;
    another field is replaced."""
    name, _dot, number = entry.partition(".")
    held, then = getattr(now, name), getattr(last, name)
    if not number:
        return dataclasses.replace(now, **{name: then})
    item = then[int(number)]
    if item in held:
        return now
    others = tuple(one for one in held if not same_entry(one, item))
    return dataclasses.replace(now, **{name: (*others, item)})


def still_unread(unread: Iterable[str], before: Any, after: Any) -> tuple[str, ...]:
    """What of `unread` is as it was after a section changed from `before` to `after`: touching an entry is looking at
    it, and an entry that moved keeps its mark at its new place."""
    kept: list[str] = []
    taken: set[str] = set()
    for entry in unread:
        name, _dot, number = entry.partition(".")
        was, now = getattr(before, name), getattr(after, name)
        if not number:
            if was == now:
                kept.append(entry)
            continue
        at = int(number)
        item = was[at] if at < len(was) else None
        places = [at, *range(len(now))]
        for place in places:
            found = f"{name}.{place}"
            if item is not None and place < len(now) and now[place] == item and found not in taken:
                taken.add(found)
                kept.append(found)
                break
    return tuple(kept)


def field_names(entries: Iterable[str]) -> tuple[str, ...]:
    """The fields that entries stand in, each once."""
    return tuple(dict.fromkeys(entry.partition(".")[0] for entry in entries))


def _is_list(value: Any) -> bool:
    """Whether a field's entries are looked at one by one: techniques, goals, findings; not the places of one pain."""
    return (
        isinstance(value, tuple)
        and bool(value)
        and dataclasses.is_dataclass(value[0])
        and not isinstance(value[0], Place)
    )
