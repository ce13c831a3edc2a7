"""The waves under words that spelling does not know, in one text field.

Nothing happens while somebody types: after a moment of quiet the words in sight are looked up, and the waves are laid
over the text without touching it or its undo."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from rmt_notes.clinical.spelling import spans_of
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.plain_edit import PlainEdit
from rmt_notes.ui.widgets.writing import WritingAid

QUIET_MS = 350

Span = tuple[int, int, str]


@lru_cache(maxsize=512)
def _spans(text: str) -> tuple[Span, ...]:
    return tuple(spans_of(text))


class FieldSpelling(QObject):
    """Watches one editor."""

    def __init__(self, editor: PlainEdit, aid: WritingAid, area: QObject) -> None:
        super().__init__(area)
        self._area = area
        self._editor = editor
        self._aid = aid
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._look)
        self._shown: list[Span] = []
        editor.textChanged.connect(self._quiet.start)
        editor.entered.connect(self._quiet.start)
        editor.left.connect(self._look)
        editor.verticalScrollBar().valueChanged.connect(lambda _at: self._quiet.start())
        aid.verdict_came.connect(self._hear)
        if not editor.document().isEmpty():
            self._quiet.start()

    def unknown(self) -> list[Span]:
        """The unknown words of the whole text, each with where it begins and ends."""
        found = self._between(0, self._editor.document().characterCount())
        wrong = self._aid.unknown(word for _start, _end, word in found)
        return [one for one in found if one[2] in wrong]

    def _hear(self) -> None:
        if self._editor.isVisible():
            self._look()

    def _look(self) -> None:
        """Look up the words in sight and underline those that are not known; the one being typed is left alone."""
        editor = self._editor
        if editor.document().isEmpty():
            self._show([])
            return
        view = editor.viewport().rect()
        first = editor.cursorForPosition(QPoint(0, 0)).position()
        last = editor.cursorForPosition(QPoint(view.width(), view.height())).position()
        found = self._between(first, last)
        wrong = self._aid.unknown(word for _start, _end, word in found)
        caret = editor.textCursor().position() if editor.hasFocus() else -1
        self._show([one for one in found if one[2] in wrong and one[1] != caret])

    def _between(self, first: int, last: int) -> list[Span]:
        block = self._editor.document().findBlock(first)
        found: list[Span] = []
        while block.isValid() and block.position() <= last:
            start = block.position()
            found.extend((start + begin, start + end, word) for begin, end, word in _spans(block.text()))
            block = block.next()
        return found

    def _show(self, spans: list[Span]) -> None:
        if self._editor.hasFocus():
            self._aid.counted.emit(self._area, len(spans))
        if spans == self._shown:
            return
        self._shown = spans
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(theme.color("danger"))
        selections = []
        for begin, end, _word in spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self._editor.document())
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = wave
            selections.append(selection)
        self._editor.setExtraSelections(selections)
