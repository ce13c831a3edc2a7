"""The pieces that all narrative lines are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rmt_notes.clinical.body_chart import mark_words
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.catalogue import Catalogue
from rmt_notes.clinical.plan import Suggested
from rmt_notes.clinical.wording import clauses, day, listed, lower_first, side_word
from rmt_notes.i18n import _


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about and what it says.

    `key` is what other code knows it by, whatever its label is in the language in force; empty where nothing asks for
    it. A finding of one side has its `name` without the side, and the `side` as the record has it."""

    label: str
    text: str
    key: str = field(default="", compare=False)
    name: str = field(default="", compare=False)
    side: str = field(default="", compare=False)


def line(label: str, text: str, key: str = "") -> Line:
    """A line; an empty text means there is nothing to say."""
    return Line(label, text.strip(), key)


def sided(name: str, side: str, text: str) -> Line:
    """A finding with the client's side, which may be none."""
    return Line(label_side(name, side_word(side)), text.strip(), name=name, side=side)


def label_side(label: str, side: str) -> str:
    """A label with its side or another narrowing word: `Lumbar lateral flexion, right`."""
    return _("{label}, {side}").format(label=label, side=side) if side else label


def word(words: Catalogue, kind: str, key: str, *, inside: bool = False) -> str:
    """The catalogue's word for a key; words of the therapist's own stay exactly as they were typed.

    `inside`: within a line, where the catalogue's word starts small.
    """
    vocabulary = words.vocabularies.get(kind) or words.qualifiers.get(kind) or words.palpation.get(kind) or {}
    if key not in vocabulary:
        return key
    return lower_first(str(vocabulary[key])) if inside else str(vocabulary[key])


def suggested(asked: Iterable[Suggested], words: Catalogue) -> str:
    """To whom a client was referred and when: `Physician, physiotherapy, suggested on 9 March 2026`."""
    by_day: dict[date, list[str]] = {}
    for each in sorted(asked, key=lambda one: one.on):
        name = words.words("referrals", each.to)
        name = lower_first(name) if by_day else name
        by_day.setdefault(each.on, []).append(name)
    days = [_("{care}, suggested on {day}").format(care=listed(names), day=day(on)) for on, names in by_day.items()]
    return clauses(days)


def mark_lines(marks: Iterable[BodyMark]) -> Iterator[Line]:
    """What stands on the body chart, a line for each mark: `Body chart: Rhomboids, left: sharp, 6/10`."""
    for mark in marks:
        yield line(_("Body chart"), mark_words(mark))
