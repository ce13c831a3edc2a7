"""What helps with writing in a chart: phrases on `/`, by a button and by key, and the place where they are looked up.

A screen hangs one `WritingAid` on the column that holds its text fields (as `writing_aid`); every text area below it
finds it when it is first shown. Elsewhere the fields stay plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTextEdit, QWidget

from rmt_notes.clinical.phrasebook import Phrase, Wording, fold

MOST_WORDS = 20_000
"""Words whose spelling is remembered."""

OPENS = re.compile(r"(^|[\s(])/\Z")
"""A slash at the start of a word, just typed."""


class WritingAid(QObject):
    """The phrases of the therapist who writes.

    `phrases_asked(area, by_slash)` comes from a text area; `phrase_kept(name, text)` asks the record to keep a new one,
    and the screen answers with `set_phrases`. `words_asked` carries words to look up, answered by `take_verdict`;
    `spelling_asked(area, start, word, go_on)` wants the sheet on a word; `counted(area, unknown)` tells how many words
    of the field that is written in are not known."""

    phrase_kept = Signal(str, str)
    phrases_asked = Signal(object, bool)
    changed = Signal()
    words_asked = Signal(frozenset)
    spelling_asked = Signal(QWidget, int, str, bool)
    suggestions_asked = Signal(str, QWidget)
    word_learned = Signal(str)
    verdict_came = Signal()
    counted = Signal(QObject, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._phrases: tuple[Phrase, ...] = ()
        self._names: tuple[str, ...] = ()
        self._wordings: dict[str, Wording] = {}
        self._verdicts: dict[str, bool] = {}
        self._ignored: set[str] = set()
        self._learned: set[str] = set()
        """On its way into the record; afterwards the therapist's own words tell."""
        self._asked: set[str] = set()

    def phrases(self) -> tuple[Phrase, ...]:
        """What can be put in."""
        return self._phrases

    def set_phrases(self, phrases: Sequence[Phrase]) -> None:
        """Offer other phrases."""
        self._phrases = tuple(phrases)
        self.changed.emit()

    def wording(self, measure: str) -> Wording | None:
        """The items of a measure in the therapist's own form; None where no file brought them."""
        return self._wordings.get(measure)

    def set_wordings(self, wordings: Iterable[Wording]) -> None:
        """The items of measures in words that a file brought."""
        self._wordings = {each.measure: each for each in wordings}

    def set_names(self, names: Sequence[str]) -> None:
        """The names of the client: a phrase goes into other people's notes and must not carry them."""
        self._names = tuple(fold(name) for name in names if len(name) > 1)

    def names_client(self, text: str) -> bool:
        """Whether a text holds the client's name."""
        words = set(re.findall(r"\w+", fold(text)))
        return any(name in words for name in self._names)

    # -- spelling

    def unknown(self, words: Iterable[str]) -> frozenset[str]:
        """Those of these words that are not known to be right; about new ones it asks (`words_asked`), and says
        `verdict_came` when the answer is there."""
        wanted = frozenset(words)
        new = wanted - self._verdicts.keys() - self._asked
        if new:
            self._asked |= new
            self.words_asked.emit(new)
        passed = self._ignored | self._learned
        return frozenset(word for word in wanted if not self._verdicts.get(word, True) and word not in passed)

    def take_verdict(self, asked: frozenset[str], unknown: frozenset[str]) -> None:
        """The answer to `words_asked`."""
        if len(self._verdicts) > MOST_WORDS:
            self._verdicts.clear()
        self._asked -= asked
        for word in asked:
            self._verdicts[word] = word not in unknown
        self.verdict_came.emit()

    def forget_words(self) -> None:
        """The therapist's own words changed: ask anew."""
        self._verdicts.clear()
        self._asked.clear()
        self._learned.clear()
        self.verdict_came.emit()

    def ignore(self, word: str) -> None:
        """Leave a word as it is until the program is closed."""
        self._ignored.add(word)
        self.verdict_came.emit()

    def learn(self, word: str) -> None:
        """Know a word from now on."""
        self._learned.add(word)
        self.word_learned.emit(word)
        self.verdict_came.emit()


def aid_of(widget: QWidget) -> WritingAid | None:
    """The writing aid of the screen that holds a widget."""
    around = widget.parentWidget()
    while around is not None:
        aid = getattr(around, "writing_aid", None)
        if isinstance(aid, WritingAid):
            return aid
        around = around.parentWidget()
    return None


def opens_phrases(editor: QTextEdit) -> bool:
    """Whether the slash before the caret begins a word."""
    cursor = editor.textCursor()
    before = cursor.block().text()[: cursor.positionInBlock()]
    return OPENS.search(before) is not None
