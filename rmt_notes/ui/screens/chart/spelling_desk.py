"""Spelling at work in a chart: words are looked up and likely ones searched away from the screen's own thread."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.spelling import Speller
from rmt_notes.ui.alive import is_alive
from rmt_notes.ui.widgets.spelling_drop import SpellingDrop, offer_spelling
from rmt_notes.ui.widgets.writing import WritingAid
from rmt_notes.ui.worker import Worker

MOST_OFFERED = 5
FURTHEST = 3
"""Letters by which a word may differ from what was typed."""


def likely_words(speller: Speller, typed: str) -> tuple[str, ...]:
    """The words that a mistyped one may have meant, the nearest first; the trade's before others that are as near."""
    from rapidfuzz.distance import OSA

    small = typed.lower()
    near = min(FURTHEST, max(1, len(small) // 3))

    def ranked(words: Iterable[str], bonus: float) -> list[tuple[float, str]]:
        found = []
        for word in words:
            if abs(len(word) - len(small)) <= near:
                distance = OSA.distance(small, word.lower(), score_cutoff=near)
                if distance <= near:
                    found.append((distance - bonus - _likeness(typed, word), word))
        return found

    letters = tuple(dict.fromkeys((small[0], small[0].upper(), *small[1:3])))
    rows = ranked(speller.own(), 0.6)
    for number, letter in enumerate(letters):
        rows += ranked(speller.of_letter(letter, trade=True), 0.5)
        rows += ranked(speller.of_letter(letter), 0.2 if number < 2 else 0.0)
        if number == 1 and len(rows) >= MOST_OFFERED:
            break
    best: dict[str, float] = {}
    for distance, word in rows:
        best[word] = min(distance, best.get(word, 99.0))
    words = sorted(best, key=lambda word: (best[word], word[0].lower() != small[0], word.lower()))
    if typed[0].isupper():
        words = list(dict.fromkeys(word[0].upper() + word[1:] for word in words))
    return tuple(words[:MOST_OFFERED])


def _likeness(typed: str, word: str) -> float:
    """What speaks for a word beside its distance: the same letters in another order, the same length, the same end;
    against it, a name where none was typed."""
    small = word.lower()
    found = 0.5 if sorted(small) == sorted(typed.lower()) else 0.0
    found += 0.15 if len(word) == len(typed) else 0.0
    found += 0.1 if small[-1] == typed[-1].lower() else 0.0
    return found - (0.4 if word[0].isupper() and not typed[0].isupper() else 0.0)


class SpellingDesk(QObject):
    """Answers what a `WritingAid` asks about words."""

    def __init__(self, worker: Worker, aid: WritingAid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._aid = aid
        self._speller = Speller()
        aid.words_asked.connect(self._look_up)
        aid.spelling_asked.connect(lambda area, start, word, go_on: offer_spelling(aid, area, start, word, go_on=go_on))
        aid.suggestions_asked.connect(self._suggest)

    def set_own(self, words: Iterable[str]) -> None:
        """The therapist's own words."""
        self._speller.set_own(words)
        self._aid.forget_words()

    def _look_up(self, words: frozenset[str]) -> None:
        speller = self._speller
        self._worker.draw(self, lambda: speller.unknown(words), lambda unknown: self._aid.take_verdict(words, unknown))

    def _suggest(self, word: str, drop: QWidget) -> None:
        speller = self._speller

        def show(found: tuple[str, ...]) -> None:
            if is_alive(drop) and isinstance(drop, SpellingDrop) and drop.isVisible():
                drop.show_words(found)

        self._worker.draw(self, lambda: likely_words(speller, word), show)
