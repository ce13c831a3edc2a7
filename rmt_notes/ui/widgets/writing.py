"""What helps with writing in a chart: phrases on `/`, by a button and by key, and the place where they are looked up.

A screen hangs one `WritingAid` on the column that holds its text fields (as `writing_aid`); every text area below it
finds it when it is first shown. Elsewhere the fields stay plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTextEdit, QWidget

from rmt_notes.clinical.phrasebook import Phrase, fold

OPENS = re.compile(r"(^|[\s(])/\Z")
"""A slash at the start of a word, just typed."""


class WritingAid(QObject):
    """The phrases of the therapist who writes.

    `phrases_asked(area, by_slash)` comes from a text area; `phrase_kept(name, text)` asks the record to keep a new one,
    and the screen answers with `set_phrases`."""

    phrase_kept = Signal(str, str)
    phrases_asked = Signal(object, bool)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._phrases: tuple[Phrase, ...] = ()
        self._names: tuple[str, ...] = ()

    def phrases(self) -> tuple[Phrase, ...]:
        """What can be put in."""
        return self._phrases

    def set_phrases(self, phrases: Sequence[Phrase]) -> None:
        """Offer other phrases."""
        self._phrases = tuple(phrases)
        self.changed.emit()

    def set_names(self, names: Sequence[str]) -> None:
        """The names of the client: a phrase goes into other people's notes and must not carry them."""
        self._names = tuple(fold(name) for name in names if len(name) > 1)

    def names_client(self, text: str) -> bool:
        """Whether a text holds the client's name."""
        words = set(re.findall(r"\w+", fold(text)))
        return any(name in words for name in self._names)


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
