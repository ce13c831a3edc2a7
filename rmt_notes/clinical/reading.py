"""A finished note as it is read, on the screen and on paper: the lines of the narrative, the findings of one kind under
one label with those alike joined, every text with a capital, and what an amendment changed marked in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

from rmt_notes.clinical.body_chart import mark_words
from rmt_notes.clinical.body_ground import ground_of
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.glance import both_sides, kind_names, with_sides
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.narrative_objective import objective_groups
from rmt_notes.clinical.narrative_words import Line
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import clauses, lower_first
from rmt_notes.i18n import _

MARKED = ("subjective", "objective", "treatment")
"""The sections that carry marks of the body chart."""

CHOSEN = ("qualities", "contributing", "health_changes", "red_flags", "red_flags_found")
"""Fields of a note that are always chosen: a key among them may look like a word somebody typed (`work`)."""


@dataclass(frozen=True, slots=True)
class ReadLine(Line):
    """One line of a finished note. `was` is None while it stands as it was signed first, else what stood there then:
    empty where nothing did. A line without a text was taken out."""

    was: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSection:
    """One part of a note that says something. `key` is subjective, objective, treatment, assessment or plan."""

    key: str
    title: str
    lines: tuple[ReadLine, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A line, and what tells whether it changed: each thing that it says, by its name, which is empty where the label
    names it."""

    label: str
    text: str
    parts: tuple[tuple[str, str], ...]


def read(
    note: Note, book: Catalogue | None = None, *, first: Note | None = None, as_typed: bool = False
) -> tuple[ReadSection, ...]:
    """The sections of a note in order, empty ones too. `first` is what was signed first, where that was amended. With
    `as_typed`, a text in the therapist's own words keeps its first letter too."""
    words = book or catalogue()
    then = {key: lines for key, _title, lines in _sections(first, words)} if first is not None else {}
    typed = set(_texts(note)) if as_typed else set()
    return tuple(
        ReadSection(
            key=key,
            title=title,
            lines=tuple(
                replace(each, text=each.text if each.text in typed else as_start(each.text))
                for each in (_marked(lines, then.get(key, ())) if first is not None else _plain(lines))
            ),
        )
        for key, title, lines in _sections(note, words)
    )


def changed_words(line: ReadLine) -> str:
    """What is told beneath a line that is not as it was signed first; empty for all others."""
    if line.was is None:
        return ""
    if not line.text:
        return _("Taken out; at the first signature: {words}").format(words=line.was)
    if not line.was:
        return _("Changed: added after the first signature")
    return _("Changed; at the first signature: {words}").format(words=line.was)


def where_marked(note: Note, section: str) -> str:
    """Which numbers of the body chart belong to a section: `Marks 1 to 3 of the figure below`."""
    own = getattr(note, section).marks if section in MARKED else ()
    if not own:
        return ""
    first = ground_of(note, section, None, ()).first
    last = first + len(own) - 1
    if first == last:
        number = _("mark {number}").format(number=first)
    elif last == first + 1:
        number = _("marks {first} and {last}").format(first=first, last=last)
    else:
        number = _("marks {first} to {last}").format(first=first, last=last)
    words = _("{marks} of the figure above") if section == "treatment" else _("{marks} of the figure below")
    return words.format(marks=number)


def as_start(text: str) -> str:
    """A text with a capital, as it stands alone: `Aching`. Words that begin small on purpose stay (`pH`)."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _texts(value: object) -> Iterator[str]:
    """Every text of a note that may be a therapist's own, as it is kept."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for part in fields(value):
            if part.name not in CHOSEN:
                yield from _texts(getattr(value, part.name))


def _sections(note: Note, words: Catalogue) -> Iterator[tuple[str, str, tuple[_Said, ...]]]:
    for section in narrate(note, book=words):
        if section.key == "objective":
            over = [each for each in section.lines if each.key == "carried"]
            said = [*_findings(note, words), *map(_alone, over)]
        else:
            said = [_alone(each) for each in section.lines]
        yield section.key, section.title, tuple(_with_marks(note, section.key, said))


def _alone(told: Line) -> _Said:
    return _Said(told.label, told.text, (("", told.text),))


def _findings(note: Note, words: Catalogue) -> Iterator[_Said]:
    """Each finding under the label of its kind; those that say the same in one line, each by its name."""
    names = kind_names()
    briefly = dict(objective_groups(note.objective, None, words, brief=True))
    for key, lines in objective_groups(note.objective, None, words):
        kind = briefly[key] if key == "strength" else lines  # the label of a strength names its kind already
        said = [each for each in kind if each.text]
        if key not in names:
            yield from map(_alone, said)
            continue
        alike: dict[str, list[Line]] = {}
        for each in both_sides(said):
            alike.setdefault(each.text, []).append(each)
        for text, several in alike.items():
            told = _("{findings}: {text}").format(
                findings=_named(several, joint=key == "movement"), text=lower_first(text)
            )
            yield _Said(names[key], told, tuple((each.label, lower_first(text)) for each in said if each.text == text))


def _named(findings: Sequence[Line], *, joint: bool) -> str:
    """Several findings by name; a side that all have in common is said once, and so is a `joint` that follows itself:
    `Lumbar flexion and rotation, left`."""
    names = [each.name or each.label for each in findings]
    if joint:
        firsts = [name.partition(" ")[0] for name in names]
        names = [
            name.removeprefix(f"{first} ") if number and first == firsts[number - 1] and first != name else name
            for number, (first, name) in enumerate(zip(firsts, names, strict=True))
        ]
    return with_sides(names, [each.side for each in findings])


def _with_marks(note: Note, section: str, said: Iterable[_Said]) -> Iterator[_Said]:
    """The marks of the body chart by their numbers, told with the figure; everything else as it is."""
    marks = getattr(note, section).marks if section in MARKED else ()
    told = tuple(("", mark_words(mark)) for mark in marks)
    placed = False
    for each in said:
        if each.label != _("Body chart") or each.parts[0] not in told:
            yield each
        elif not placed:
            placed = True
            yield _Said(each.label, where_marked(note, section), told)


def _plain(lines: Iterable[_Said]) -> Iterator[ReadLine]:
    return (ReadLine(each.label, each.text) for each in lines)


def _marked(lines: Sequence[_Said], then: Sequence[_Said]) -> Iterator[ReadLine]:
    """The lines, with what stood in the place of those that are not as they were."""
    kept = Counter((each.label, *part) for each in lines for part in each.parts)
    same = kept & Counter((each.label, *part) for each in then for part in each.parts)
    left = Counter(same)
    gone: dict[tuple[str, str], list[str]] = {}
    for each in then:
        for name, text in each.parts:
            if left[each.label, name, text]:
                left[each.label, name, text] -= 1
            else:
                gone.setdefault((each.label, name), []).append(text)
    last = {each.label: number for number, each in enumerate(lines)}
    for number, each in enumerate(lines):
        was: list[str] = []
        is_new = False
        for name, text in each.parts:
            if same[each.label, name, text]:
                same[each.label, name, text] -= 1
                continue
            is_new = True
            if earlier := gone.get((each.label, name)):
                was.append(_part(name, earlier.pop(0)))
        yield ReadLine(each.label, each.text, was=clauses(was) if is_new else None)
        if last[each.label] == number:
            yield from _taken_out(gone, each.label)
    for label in dict.fromkeys(label for label, _name in gone):
        if label not in last:
            yield from _taken_out(gone, label)


def _taken_out(gone: dict[tuple[str, str], list[str]], label: str) -> Iterator[ReadLine]:
    for (one, name), texts in gone.items():
        if one == label:
            yield from (ReadLine(label, "", was=_part(name, text)) for text in texts)


def _part(name: str, text: str) -> str:
    return _("{finding}: {text}").format(finding=name, text=text) if name else text
