"""A therapist's own words: phrases for notes, and words that the spelling knows beside the dictionary.

A phrase may hold placeholders in square brackets, `[side]` or `[minutes]`; they are filled one after the other and told
before the signature while one is left."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.i18n import _

LONGEST_NAME = 60
LONGEST_TEXT = 4000
LONGEST_WORD = 60
LONGEST_ITEM = 400

PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,60}\]")
"""A place to be filled: words in square brackets, on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words a therapist uses again and again. `name` is what is typed to find it."""

    id: str
    practitioner_id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWord:
    """A word that this therapist's spelling knows: a name of a street, a maker, an abbreviation."""

    id: str
    practitioner_id: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The items of an outcome measure in the words of a form that the therapist may use. The program brings none: they
    come from a file alone. `lead` stands above them."""

    id: str
    practitioner_id: str
    measure: str
    items: tuple[str, ...]
    lead: str = ""


def wording_trouble(wording: Wording) -> str:
    """Why a wording cannot be kept, as a sentence; empty where it can."""
    entry = catalogue().measures.get(wording.measure)
    if entry is None or entry.items_to < 2 or entry.entry == "ship":
        return _("“{measure}” is no measure with items to be worded.").format(measure=wording.measure)
    if len(wording.items) != entry.items_to or not all(item.strip() for item in wording.items):
        return _("{measure} has {number} items; each needs its words.").format(
            measure=str(entry.short), number=entry.items_to
        )
    if any(len(text) > LONGEST_ITEM for text in (wording.lead, *wording.items)):
        return _("An item has at most {letters} letters.").format(letters=LONGEST_ITEM)
    return ""


def phrase_trouble(phrase: Phrase) -> str:
    """Why a phrase cannot be kept, as a sentence; empty where it can."""
    if not phrase.name.strip():
        return _("A phrase needs a name to be found by.")
    if not phrase.text.strip():
        return _("A phrase needs words.")
    if len(phrase.name) > LONGEST_NAME or len(phrase.text) > LONGEST_TEXT:
        return _("A phrase has at most {letters} letters, its name {name}.").format(
            letters=LONGEST_TEXT, name=LONGEST_NAME
        )
    return ""


def word_trouble(word: str) -> str:
    """Why a word cannot be taken among one's own; empty where it can."""
    if not word.strip() or any(sign.isspace() for sign in word) or len(word) > LONGEST_WORD:
        return _("One word, without spaces.")
    return ""


def placeholders(text: str) -> tuple[tuple[int, int], ...]:
    """Where the placeholders of a text begin and end."""
    return tuple(found.span() for found in PLACEHOLDER.finditer(text))


def next_placeholder(text: str, after: int) -> tuple[int, int] | None:
    """The first placeholder that begins at or behind a place in the text."""
    return next((span for span in placeholders(text) if span[0] >= after), None)


def placeholder_before(text: str, before: int) -> tuple[int, int] | None:
    """The last placeholder that ends at or before a place in the text."""
    return next((span for span in reversed(placeholders(text)) if span[1] <= before), None)


def left_open(value: Any) -> Iterator[str]:
    """Every placeholder that is left in a value's texts, as it is written."""
    if isinstance(value, str):
        if "[" in value:
            yield from PLACEHOLDER.findall(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from left_open(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from left_open(getattr(value, field.name))


def fold(text: str) -> str:
    """Without case and accents, for searching."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def find_phrases(phrases: Iterable[Phrase], typed: str) -> tuple[Phrase, ...]:
    """The phrases that what was typed may mean: those whose name begins with it first, then those that hold all its
    words; each group by name. Nothing typed finds all."""
    wanted = fold(typed).split()
    ranked = []
    for phrase in phrases:
        name = fold(phrase.name)
        whole = f"{name} {fold(phrase.text)}"
        if all(word in whole for word in wanted):
            begins = not wanted or name.startswith(" ".join(wanted))
            named = all(word in name for word in wanted)
            ranked.append((0 if begins else 1 if named else 2, name, phrase.id, phrase))
    return tuple(item[-1] for item in sorted(ranked, key=lambda item: item[:3]))
