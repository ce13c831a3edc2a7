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
    RangeOfMotion: ("movement", "when"),
    SpecialTest: ("test",),
    Palpation: ("structure",),
    Strength: ("muscle",),
    NeuroFinding: ("root",),
    TechniqueApplied: ("technique",),
    Impression: ("key",),
    Goal: ("text",),
    HomeCare: ("key",),
    Referral: ("to",),
}
"""What tells of which thing an entry of a list speaks, beside its place and its side."""
_SIDED = (RangeOfMotion, SpecialTest, Palpation, Strength, NeuroFinding)
"""Findings of one side or of both: what is said of both is said of each."""
_SPOKEN_OF = {"bilateral": frozenset({"left", "right"}), "": frozenset({"left", "right", "midline"})}
"""The sides that an entry without a side of its own speaks of."""
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


def beyond(item: Any, others: Iterable[Any]) -> Any:
    """What of an entry of a list the others do not speak of, whatever they say: all of it, the one side of both that
    is left over, or None. A technique at other places or an impression of the other side is another entry; midline is
    neither left nor right."""
    same = [one for one in others if type(one) is type(item) and _thing(one) == _thing(item)]
    if isinstance(item, (TechniqueApplied, Impression)):
        return None if any(_touch(item, one) for one in same) else item
    if not isinstance(item, _SIDED):
        return None if same else item
    wanted = _sides(_side(item))
    left = wanted.difference(*(_sides(_side(one)) for one in same))
    if left == wanted:
        return item
    lateral = left & {"left", "right"}
    # A side that nobody chose is not both of them: what is left over of it is no side that was recorded.
    return _with_side(item, *lateral) if _side(item) == "bilateral" and len(lateral) == 1 else None


def _touch(one: Any, other: Any) -> bool:
    """Whether one technique was used twice at a place (one without places is used anywhere), or one impression is of
    the same side."""
    if isinstance(one, Impression):
        return {one.side, other.side} != {"left", "right"}
    met = any(here.meets(there) for here in one.places for there in other.places)
    return met or not one.places or not other.places


def _thing(entry: Any) -> tuple[Any, ...]:
    """Of what an entry speaks, but for its side; words of the therapist's own are their own name."""
    names = tuple(getattr(entry, name) for name in _NAMED_BY[type(entry)])
    if isinstance(entry, Palpation):
        return (entry.place.region, *names)
    return (entry.note,) if isinstance(entry, HomeCare) and not entry.key else names


def _side(entry: Any) -> str:
    return str(entry.place.side if isinstance(entry, Palpation) else entry.side)


def _with_side(entry: Any, side: str) -> Any:
    if isinstance(entry, Palpation):
        return dataclasses.replace(entry, place=dataclasses.replace(entry.place, side=side))
    return dataclasses.replace(entry, side=side)


def _sides(side: str) -> frozenset[str]:
    return _SPOKEN_OF.get(side, frozenset({side}))


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
            kept[name] = (*own, *(left for item in then if (left := beyond(item, own)) is not None))
        elif then == field.default or not any(one.partition(".")[0] == name for one in put_there):
            kept[name] = today
    mine = field_names(entry for entry in entries_of(now) if entry not in put_there)
    for found, judged in _TOGETHER:
        if (found in mine) != (judged in mine):
            other = judged if found in mine else found
            kept[other] = getattr(now, other)
    return dataclasses.replace(carried, **kept)


def yet_to_carry(now: Any, last: Any, entry: str, unread: Iterable[str] = ()) -> Any:
    """A section of their kind that holds what of one entry of `last` would come into `now`; None where today holds it
    already or speaks of the same thing. What is `unread` in `now` was itself only put there."""
    name, _dot, number = entry.partition(".")
    put_there = set(unread)
    held, then = getattr(now, name), getattr(last, name)
    mine = field_names(one for one in entries_of(now) if one not in put_there)
    for pair in _TOGETHER:
        if name in pair and name not in mine and any(other in mine for other in pair):
            return None
    if not number:
        return None if name in mine or held == then else type(now)(**{name: then})
    item = then[int(number)]
    if item in held:
        return None
    if type(item) in _NAMED_BY:
        item = beyond(item, (one for at, one in enumerate(held) if f"{name}.{at}" not in put_there))
    return None if item is None or item in held else type(now)(**{name: (item,)})


def with_entry(now: Any, last: Any, entry: str, unread: Iterable[str] = ()) -> Any:
    """The section `now` with what today does not speak of in one entry of `last`: nothing charted today is replaced. Of
    what was only put there (`unread`), the new entry takes the place."""
    alone = yet_to_carry(now, last, entry, unread)
    if alone is None:
        return now
    name, _dot, number = entry.partition(".")
    added = getattr(alone, name)
    if not number:
        return dataclasses.replace(now, **{name: added})
    kept: list[Any] = []
    put_there = set(unread)
    for at, one in enumerate(getattr(now, name)):
        gives_way = f"{name}.{at}" in put_there and type(one) in _NAMED_BY
        left = beyond(one, added) if gives_way else one
        if left is not None:
            kept.append(left)
    return dataclasses.replace(now, **{name: (*kept, *added)})


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
