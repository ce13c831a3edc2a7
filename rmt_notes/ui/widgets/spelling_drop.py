"""The sheet on a word that spelling does not know: what it may have meant, and taking it among one's own words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.drop import Drop
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.list_rows import ListRows, Row
from rmt_notes.ui.widgets.text_area import TextArea
from rmt_notes.ui.widgets.writing import WritingAid

WIDTH = 320


class SpellingDrop(Drop):
    """`chosen` carries the right word; `learned` and `passed` come without; `left` when it is closed without an
    answer."""

    chosen = Signal(str)
    learned = Signal()
    passed = Signal()
    left = Signal()

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
        self.setAccessibleName(_("Spelling: {word}").format(word=word))
        self._answered = False
        m = theme.metrics()
        column = QVBoxLayout(self)
        edge = m.px(8)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(m.px(4))
        title = Label(_("Not known: {word}").format(word=word), weight="semibold", wrap=True)
        title.setContentsMargins(m.px(8), m.px(4), m.px(8), 0)
        column.addWidget(title)
        self._state = Label(_("Looking for words like it…"), "hint", token="muted")
        self._state.setContentsMargins(m.px(8), 0, m.px(8), 0)
        column.addWidget(self._state)
        self.list = ListRows(_("Words like it"))
        self.list.opened.connect(self._choose)
        self.list.hide()
        column.addWidget(self.list)
        self.learn = Button(_("Add to my words"), "quiet", icon="plus")
        self.learn.clicked.connect(self._learn)
        self.pass_by = Button(_("Leave it as it is"), "quiet", icon="check")
        self.pass_by.clicked.connect(self._pass)
        for button in (self.learn, self.pass_by):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_words(self, words: Sequence[str]) -> None:
        """The words it may have meant, the likeliest first."""
        self._state.setVisible(not words)
        self._state.setText(_("No word is like it."))
        self.list.set_rows([Row(word, word) for word in words], keep=False)
        self.list.setFixedHeight(self.list.content_height())
        self.list.setVisible(bool(words))
        self.settle()
        if words:
            self.list.set_current(words[0])
            self.list.setFocus()
        else:
            self.learn.setFocus()

    def _choose(self, word: str) -> None:
        self._answered = True
        self.close()
        self.chosen.emit(word)

    def _learn(self) -> None:
        self._answered = True
        self.close()
        self.learned.emit()

    def _pass(self) -> None:
        self._answered = True
        self.close()
        self.passed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._answered:
            self._answered = True
            self.left.emit()


def offer_spelling(aid: WritingAid, area: TextArea, start: int, word: str, *, go_on: bool) -> SpellingDrop:
    """Open the sheet on a word of a text area. With `go_on`, an answer leads to the next unknown word behind it."""
    drop = SpellingDrop(word, area)

    def after(end: int) -> None:
        if go_on:
            area.check_from(end)

    def put(right: str) -> None:
        area.replace_word(start, word, right)
        after(start + len(right))

    def learn() -> None:
        aid.learn(word)
        area.take_caret()
        after(start + len(word))

    def pass_by() -> None:
        aid.ignore(word)
        area.take_caret()
        after(start + len(word))

    drop.chosen.connect(put)
    drop.learned.connect(learn)
    drop.passed.connect(pass_by)
    drop.left.connect(area.take_caret)
    drop.open_at(area.place_of(start), drop.learn)
    aid.suggestions_asked.emit(word, drop)
    return drop
