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
from rmt_notes.clinical.wording import all_of, listed, lower_first, side_word
from rmt_notes.i18n import _

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
            over = [one for one in section.lines if one.label == _("Carried over")]
            lines = (*_objective(note.objective, words), *over)
        elif section.key == "treatment":
            left = {_("Draping")} | (set() if note.treatment.pain_after_reason else {_("Pain after")})
            lines = [one for one in section.lines if one.label not in left]
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
    left = {_("Pain"), _("Quality"), _("Eased by")}
    if said.health_changes == "no" and not said.health_changes_detail:
        left.add(_("Changes in health"))
    if said.red_flags == "none" and not said.red_flags_found:
        left.add(_("Red flags"))
    told = {one.label: one.text for one in lines}
    short = {
        _("Limits in daily life"): _("Limits"),
        _("Changes in health"): _("Health"),
        _("After the last treatment"): _("Reaction"),
        _("Home care done"): _("Home care"),
        _("Referral and other care since"): _("Other care"),
    }
    felt = "; ".join(part for part in (listed(pain), told.get(_("Quality"), "")) if part)
    kept = [line(_("Pain"), felt)]
    eased = told.get(_("Eased by"), "")
    for one in lines:
        if one.label == _("Worse with") and eased:
            both = _("{worse}; eased by {eased}").format(worse=one.text, eased=lower_first(eased))
            kept.append(line(one.label, both))
        elif one.label == _("Eased by") and _("Worse with") not in told:
            kept.append(one)
        elif one.label not in left:
            kept.append(line(short.get(one.label, one.label), one.text))
    return tuple(kept)


def joined(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines of one label as one line, in the place of the first."""
    found: dict[str, list[str]] = {}
    for each in lines:
        if each.text:
            found.setdefault(each.label, []).append(each.text)
    return tuple(line(label, "; ".join(texts)) for label, texts in found.items())


def _objective(found: Objective, words: Catalogue) -> tuple[Line, ...]:
    names = {
        "posture": _("Posture"),
        "movement": _("Movement"),
        "tests": _("Tests"),
        "palpation": _("Palpation"),
        "strength": _("Strength"),
        "neuro": _("Nerve screen"),
    }
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
    return "; ".join(told.text for told in gathered_parts(lines, joint=joint))


def gathered_parts(lines: Sequence[Line], *, joint: bool = True) -> tuple[Told, ...]:
    """The same in parts, in the order of the lines; each says one thing of one finding or of several."""
    alike: dict[str, list[str]] = {}
    for each in both_sides(lines):
        labels = alike.setdefault(each.text, [])
        if each.label not in labels:
            labels.append(each.label)
    every = [label for labels in alike.values() for label in labels]
    shared = _shared_word(every) if joint else ""
    told: list[Told] = []
    for text, labels in alike.items():
        names = [
            label if not shared or (not told and number == 0) else label[len(shared) :].strip()
            for number, label in enumerate(labels)
        ]
        words = _("{findings}: {text}").format(findings=_of_one_side(names), text=lower_first(text))
        told.append(Told(words, len(labels)))
    return tuple(told)


def _of_one_side(names: Sequence[str]) -> str:
    """Findings as a list; a side that all of them have is said once, behind them: `flexion and rotation, left`."""
    for side in ("left", "right", "bilateral"):
        tail = " " + side_word(side)
        if len(names) > 1 and all(name.endswith(tail) for name in names):
            return label_side(all_of([name.removesuffix(tail) for name in names]), side_word(side))
    return ", ".join(names)


def both_sides(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Where the left and the right say the same, one line says it of both; the side stands behind its finding without
    a comma, since several findings may stand in one list."""
    left, right, both = side_word("left"), side_word("right"), side_word("bilateral")
    said = {(each.label, each.text) for each in lines}
    found: list[Line] = []
    for each in lines:
        name, side = each.label, ""
        for one, other in ((left, right), (right, left), (both, both)):
            tail = label_side("", one)
            if each.label.endswith(tail):
                name, side = each.label[: -len(tail)], one
                if (label_side(name, other), each.text) in said:
                    side = both
        plain = _("{finding} {side}").format(finding=name, side=side) if side else name
        if not any((one.label, one.text) == (plain, each.text) for one in found):
            found.append(line(plain, each.text))
    return tuple(found)


def _shared_word(labels: Sequence[str]) -> str:
    """The first word of all of them, where they have one in common and more behind it."""
    first = labels[0].partition(" ")[0] if labels else ""
    alike = len(labels) > 1 and len(first) >= SHARED_FROM
    return first if alike and all(label.startswith(f"{first} ") for label in labels) else ""
