"""A note at a glance, for the pane beside today's note: one line for each matter, so that a whole visit is read without
scrolling far. Every finding is named; what several of them say alike is said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.narrative import Section, narrate
from rmt_notes.clinical.narrative_objective import objective_groups
from rmt_notes.clinical.narrative_words import Line, label_side, line
from rmt_notes.clinical.visit import Note, Objective, Treatment
from rmt_notes.clinical.wording import all_of, clauses, listed, lower_first, side_word
from rmt_notes.i18n import _

OTHER = {"left": "right", "right": "left"}
SHARED_FROM = 4
"""A first word that labels have in common is said once from this length on; shorter ones are articles and initials."""


def glance(note: Note, book: Catalogue | None = None) -> tuple[Section, ...]:
    """The sections of a note that say something, in order. What was asked and brought nothing (no red flag, nothing
    changed, draping explained) is left to the note itself; pain after treatment stands beside pain before."""
    words = book or catalogue()
    sections = []
    for section in narrate(note, book=words):
        lines: Iterable[Line] = section.lines
        if section.key == "subjective":
            lines = _subjective(note, section.lines)
        elif section.key == "objective":
            over = [one for one in section.lines if one.key == "carried"]
            lines = (*_objective(note.objective, words), *over)
        elif section.key == "treatment":
            left = {"draping_explained"} | (set() if note.treatment.pain_after_reason else {"pain_after"})
            lines = [one for one in section.lines if one.key not in left]
        if together := joined(lines):
            sections.append(Section(key=section.key, title=section.title, lines=together))
    return tuple(sections)


def sentences(value: Objective | Treatment, book: Catalogue | None = None) -> tuple[str, ...]:
    """All that is recorded in a section, told as sentences; its notes are words already and are left out."""
    if isinstance(value, Objective):
        key, told = "objective", glance(Note(objective=replace(value, notes="")), book)
    else:
        key, told = "treatment", narrate(Note(treatment=replace(value, notes="")), book=book)
    lines = joined(each for one in told if one.key == key for each in one.lines)
    return tuple(_("{label}: {text}.").format(label=each.label, text=each.text.rstrip(".")) for each in lines)


def _subjective(note: Note, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Pain first, as in the note that is written."""
    said, after = note.subjective, note.treatment.pain_after
    pain = [
        _("{score} before").format(score=said.pain_now) if said.pain_now is not None else "",
        _("{score} after").format(score=after) if after is not None else "",
        _("at best {value}").format(value=said.pain_best) if said.pain_best is not None else "",
        _("at worst {value}").format(value=said.pain_worst) if said.pain_worst is not None else "",
    ]
    left = {"pain", "qualities", "easing"}
    if said.health_changes == "no" and not said.health_changes_detail:
        left.add("health_changes")
    if said.red_flags == "none" and not said.red_flags_found:
        left.add("red_flags")
    told = {one.key: one for one in lines if one.key}
    short = {
        "function": _("Limits"),
        "health_changes": _("Health"),
        "reaction": _("Reaction"),
        "home_care_done": _("Home care"),
        "care_elsewhere": _("Other care"),
    }
    quality = told["qualities"].text if "qualities" in told else ""
    eased = told["easing"].text if "easing" in told else ""
    kept = [line(_("Pain"), clauses((listed(pain), quality)), "pain")]
    for one in lines:
        if one.key == "aggravating" and eased:
            both = _("{worse}; eased by {eased}").format(worse=one.text, eased=lower_first(eased))
            kept.append(replace(one, text=both))
        elif one.key == "easing" and "aggravating" not in told:
            kept.append(one)
        elif one.key not in left:
            kept.append(replace(one, label=short.get(one.key, one.label)))
    return tuple(kept)


def joined(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines of one matter as one line, in the place of the first."""
    found: dict[str, list[Line]] = {}
    for each in lines:
        if each.text:
            found.setdefault(each.key or each.label, []).append(each)
    return tuple(replace(alike[0], text=clauses(one.text for one in alike)) for alike in found.values())


def kind_names() -> dict[str, str]:
    """The kinds of findings that are told together under one label."""
    return {
        "posture": _("Posture"),
        "movement": _("Movement"),
        "tests": _("Tests"),
        "palpation": _("Palpation"),
        "strength": _("Strength"),
        "neuro": _("Nerve screen"),
    }


def _objective(found: Objective, words: Catalogue) -> tuple[Line, ...]:
    names = kind_names()
    short: list[Line] = []
    for key, lines in objective_groups(found, None, words, brief=True):
        said = [each for each in lines if each.text]
        if key in names:
            short.append(line(names[key], gathered(said, joint=key == "movement")))
        else:
            short.extend(said)
    return tuple(short)


class Told(NamedTuple):
    """Some findings in one text, and how many they are."""

    text: str
    findings: int = 1


def gathered(lines: Sequence[Line], *, joint: bool = True) -> str:
    """Findings of one kind in one text: both sides where left and right say the same, one text for all that say it:
    `Lumbar extension: 12° of 25°; flexion, rotation both sides: within normal limits`. With `joint`, a first
    word that all have in common is said once; the names of tests and muscles are said whole."""
    return clauses(told.text for told in gathered_parts(lines, joint=joint))


def gathered_parts(lines: Sequence[Line], *, joint: bool = True) -> tuple[Told, ...]:
    """The same in parts, in the order of the lines; each says one thing of one finding or of several."""
    alike: dict[str, list[Line]] = {}
    for each in both_sides(lines):
        several = alike.setdefault(each.text, [])
        if each not in several:
            several.append(each)
    shared = _shared_word([_name(each) for several in alike.values() for each in several]) if joint else ""
    told: list[Told] = []
    for text, several in alike.items():
        names = [
            _name(each) if not shared or (not told and number == 0) else _name(each)[len(shared) :].strip()
            for number, each in enumerate(several)
        ]
        words = _("{findings}: {text}").format(
            findings=with_sides(names, [each.side for each in several]), text=lower_first(text)
        )
        told.append(Told(words, len(several)))
    return tuple(told)


def with_sides(names: Sequence[str], sides: Sequence[str]) -> str:
    """Findings as a list; a side that all of them have is said once, behind them: `flexion and rotation, left`."""
    if len(names) > 1 and sides[0] and len(set(sides)) == 1:
        return label_side(all_of(names), side_word(sides[0]))
    return listed([_beside(name, side) for name, side in zip(names, sides, strict=True)])


def _name(told: Line) -> str:
    """What was found without its side."""
    return told.name or told.label


def _beside(name: str, side: str) -> str:
    """A finding with its side in a list, where a comma would stand between two findings."""
    return _("{finding} {side}").format(finding=name, side=side_word(side)) if side else name


def both_sides(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Where the left and the right say the same, one line says it of both; the side stands behind its finding without
    a comma, since several findings may stand in one list."""
    said = {(_name(each), each.side, each.text) for each in lines}
    found: list[Line] = []
    for each in lines:
        name, side = _name(each), each.side
        if (name, OTHER.get(side), each.text) in said:
            side = "bilateral"
        told = replace(each, label=_beside(name, side), name=name, side=side)
        if told not in found:
            found.append(told)
    return tuple(found)


def _shared_word(labels: Sequence[str]) -> str:
    """The first word of all of them, where they have one in common and more behind it."""
    first = labels[0].partition(" ")[0] if labels else ""
    alike = len(labels) > 1 and len(first) >= SHARED_FROM
    return first if alike and all(label.startswith(f"{first} ") for label in labels) else ""
