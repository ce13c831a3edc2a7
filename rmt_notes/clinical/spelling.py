"""Spelling: which words of a text are known, and what a mistyped one may have meant.

The lists lie in `resources/spelling`: the forms of the Canadian English dictionary, the words of the clinical catalogue
and the trade's own. They are read a letter at a time, when a word of that letter is first asked for, so that no look-up
holds up the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rmt_notes import resources

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
"""A word: letters, with apostrophes and hyphens between them."""

SHORTEST = 3
"""Shorter words (units, initials, levels of the spine) are never questioned."""

LISTS = ("en_CA.txt", "clinical_en.txt", "trade_en.txt")
TRADE = LISTS[1:]


def spans_of(text: str) -> list[tuple[int, int, str]]:
    """The words of a text that spelling looks at, each with where it begins and ends. What holds a digit (L5, C2),
    stands in capitals alone or in a placeholder is none."""
    return [(*found.span(), found.group()) for found in WORD.finditer(text) if _is_asked(text, found)]


def _is_asked(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    word = found.group()
    beside = text[max(0, start - 1) : start] + text[end : end + 1]
    return (
        len(word) >= SHORTEST and not word.isupper() and not any(sign.isdigit() or sign in "@_/[]" for sign in beside)
    )


class Speller:
    """Knows the words of the lists and of the therapist. Each letter is read when first asked for."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._texts: tuple[tuple[str, str], ...] = ()
        self._sets: dict[str, frozenset[str]] = {}
        self._own = frozenset(own)

    def set_own(self, own: Iterable[str]) -> None:
        """The therapist's own words."""
        self._own = frozenset(own)

    def knows(self, word: str) -> bool:
        """Whether a word is spelled right: as it stands, at the start of a sentence, in capitals, as a possessive, or
        made of known words with hyphens."""
        word = word.replace("’", "'")
        if self._has(word):
            return True
        if word.endswith(("'s", "'S")) and self.knows(word[:-2]):
            return True
        if word.endswith("s'") and self.knows(word[:-1]):
            return True
        if "-" in word:
            return all(len(part) < SHORTEST or self.knows(part) for part in word.split("-"))
        return False

    def unknown(self, words: Iterable[str]) -> frozenset[str]:
        """Those of these words that are not known."""
        return frozenset(word for word in words if not self.knows(word))

    def _has(self, word: str) -> bool:
        if word in self._own or word.lower() in self._own:
            return True
        if word in self._letter(word[0]):
            return True
        small = word.lower()
        if word[0].isupper() and word[1:].islower() and small in self._letter(small[0]):
            return True
        return word.isupper() and (small in self._letter(small[0]) or word.capitalize() in self._letter(word[0]))

    def of_letter(self, letter: str, *, trade: bool = False) -> tuple[str, ...]:
        """The words of the lists that begin with a letter and may be suggested; with `trade` those of the trade
        alone."""
        return tuple(
            line
            for name, text in self._read()
            if not trade or name in TRADE
            for line in _lines(text, letter)
            if not line.endswith("!")
        )

    def own(self) -> frozenset[str]:
        """The therapist's own words."""
        return self._own

    def _letter(self, letter: str) -> frozenset[str]:
        if letter not in self._sets:
            self._sets[letter] = frozenset(
                line.rstrip("!") for _name, text in self._read() for line in _lines(text, letter)
            )
        return self._sets[letter]

    def _read(self) -> tuple[tuple[str, str], ...]:
        if not self._texts:
            self._texts = tuple((name, "\n" + resources.text("spelling", name)) for name in LISTS)
        return self._texts


def _lines(text: str, letter: str) -> list[str]:
    """The lines of a sorted list that begin with a letter; the text begins with a line break."""
    first = text.find(f"\n{letter}")
    if first < 0:
        return []
    last = text.rfind(f"\n{letter}")
    end = text.find("\n", last + 1)
    return text[first + 1 : len(text) if end < 0 else end].splitlines()
