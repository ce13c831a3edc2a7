"""The catalogue as screening asks it: for each technique and class the column it follows and the extra rules that
may meet it, looked up once and not for every finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rmt_notes.clinical.catalogue import Catalogue, Technique
from rmt_notes.clinical.catalogue_safety import TechniqueRule

Rules = Mapping[str, tuple[TechniqueRule, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is ruled on: one technique in one class, or (`technique` is None) the class as a whole.

    `key` is the technique or the class. `column` is what it follows in the table, None where no column rules it;
    `bars_only`: of that column only `bar` counts. `rules` are the extra rules that speak of it, by contraindication.
    `members` are what a jurisdiction must bar to bar it. `pressed`: it is done with a pressure, which may be capped."""

    key: str
    technique_class: str
    technique: Technique | None
    column: str | None
    bars_only: bool
    rules: Rules
    members: tuple[str, ...]
    pressed: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """The subjects of one catalogue, each made when first asked for."""

    book: Catalogue
    subjects: dict[tuple[str, str], Subject] = field(default_factory=dict)

    def subject(self, technique_class: str, technique_key: str = "") -> Subject:
        """A technique of the catalogue in one of its classes, or the class as a whole."""
        asked = (technique_class, technique_key)
        found = self.subjects.get(asked)
        if found is None:
            technique = self.book.techniques[technique_key] if technique_key else None
            found = self.subjects[asked] = _subject(self.book, technique_class, technique)
        return found


_LAST: list[Tables] = []


def tables_of(book: Catalogue) -> Tables:
    """The tables of a catalogue, made once; only the last catalogue asked is remembered."""
    if not _LAST or _LAST[0].book is not book:
        _LAST[:] = [Tables(book)]
    return _LAST[0]


def _subject(book: Catalogue, technique_class: str, technique: Technique | None) -> Subject:
    entry = book.technique_classes[technique_class]
    rules: dict[str, tuple[TechniqueRule, ...]] = {}
    for rule in book.technique_rules.values():
        if _speaks_of(rule, technique_class, technique, book):
            for key in rule.contraindications:
                rules[key] = (*rules.get(key, ()), rule)
    if technique is not None:
        members: tuple[str, ...] = (technique.key,)
        pressed = technique.parameter("pressure") is not None
    else:
        members = tuple(each.key for each in book.techniques.values() if each.technique_class == technique_class)
        pressed = technique_class in ("GEN", "DT")
    return Subject(
        key=technique_class if technique is None else technique.key,
        technique_class=technique_class,
        technique=technique,
        column=entry.follows,
        bars_only=entry.bars_only,
        rules=rules,
        members=members,
        pressed=pressed,
    )


def _speaks_of(rule: TechniqueRule, technique_class: str, technique: Technique | None, book: Catalogue) -> bool:
    """Whether a rule may meet a technique; one that names techniques shows for their class as a whole, unless it
    depends on how they are done."""
    if technique_class in rule.classes:
        return True
    if technique is not None:
        return technique.key in rule.techniques
    return not rule.settings and any(
        key in book.techniques and book.techniques[key].technique_class == technique_class for key in rule.techniques
    )
