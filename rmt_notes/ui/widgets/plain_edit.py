"""The bare editor of many lines of plain text."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit

from rmt_notes.clinical.phrasebook import next_placeholder, placeholder_before
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.writing import opens_phrases

_PHRASES_KEY = QKeyCombination(Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_P)

TEXT_EDGE = 10
"""Pixels above and below the text of a note."""

LINE_PERCENT = 124
"""Room between the lines of a note, against the typeface's own."""


class PlainEdit(QTextEdit):
    """Many lines of plain text: Tab leaves, pasted text loses its clothes, the wheel passes on while the focus is
    elsewhere."""

    left = Signal()
    slashed = Signal()
    phrases_wanted = Signal()
    spelling_wanted = Signal()
    entered = Signal()
    typed = Signal()
    """After each key and each word of an input method: the caret may stand elsewhere."""

    def __init__(self, min_lines: int, max_lines: int) -> None:
        super().__init__()
        self.aided = False
        self._min_lines, self._max_lines = min_lines, max_lines
        self._resizing = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(0, TEXT_EDGE, 0, TEXT_EDGE)
        self.document().setUndoRedoEnabled(False)
        self._space_lines()
        self.document().setUndoRedoEnabled(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())
        self.cursorPositionChanged.connect(self._keep_shapes)
        self.fit()

    def _space_lines(self) -> None:
        spacing = QTextBlockFormat()
        spacing.setLineHeight(float(LINE_PERCENT), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)

    def _keep_shapes(self) -> None:
        """Keep the shaped letters of the paragraph that is written in. Qt throws them away after laying it out and
        shapes the whole paragraph anew for every painting and every look at the caret: in a long one, that is most of
        what a key costs."""
        self.textCursor().block().layout().setCacheEnabled(True)

    def plain(self) -> str:
        """The text as typed; hard spaces stay hard."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def fit(self) -> None:
        """Be as tall as the text, within the two limits."""
        line = self.fontMetrics().lineSpacing() * LINE_PERCENT / 100
        wanted = self.document().size().height()
        height = max(self._min_lines * line, min(wanted, self._max_lines * line)) + 2 * TEXT_EDGE + 2
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if wanted > self._max_lines * line
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.height() != round(height) or self.maximumHeight() != round(height):
            self.setFixedHeight(round(height))
            if self.isVisible() and not self._resizing:
                self._settle()

    def _settle(self) -> None:
        """Let everything around take its new place at once, not one level at a time, so that no line shows cut."""
        around = self.parentWidget()
        while around is not None and (layout := around.layout()) is not None:
            layout.activate()
            around = around.parentWidget()

    def restyle(self) -> None:
        """Take up the letters in force."""
        self.setFont(theme.font("body"))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._resizing = True
        super().resizeEvent(event)
        self.fit()
        self._resizing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.aided and event.keyCombination() == _PHRASES_KEY:
            self.phrases_wanted.emit()
            return
        if self.aided and event.key() == Qt.Key.Key_F7 and not event.modifiers():
            self.spelling_wanted.emit()
            return
        super().keyPressEvent(event)
        self.typed.emit()
        if self.aided and event.text() == "/" and opens_phrases(self):
            self.slashed.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.typed.emit()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes to the next place of a phrase to be filled, and leaves when there is none behind the caret."""
        return self.go_to_placeholder(next) or super().focusNextPrevChild(next)

    def go_to_placeholder(self, forward: bool) -> bool:
        """Mark the next placeholder, or the one before; whether there is one."""
        cursor, text = self.textCursor(), self.plain()
        found = next_placeholder(text, cursor.selectionEnd())
        if not forward:
            found = placeholder_before(text, cursor.selectionStart())
        if found is None or self.isReadOnly():
            return False
        cursor.setPosition(found[0])
        cursor.setPosition(found[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.verticalScrollBar()
        if self.hasFocus() and bar.maximum() > bar.minimum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()
