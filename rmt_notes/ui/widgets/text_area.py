"""A field of many lines, with what helps to write in a chart."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from rmt_notes.clinical.phrasebook import next_placeholder
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.field_spelling import FieldSpelling
from rmt_notes.ui.widgets.plain_edit import PlainEdit
from rmt_notes.ui.widgets.scroll import show_caret
from rmt_notes.ui.widgets.writing import WritingAid, aid_of


class TextArea(Field):
    """Many lines of words that grow with the text. `edited` carries the text."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        placeholder: str = "",
        show_label: bool = True,
        min_lines: int = 2,
        max_lines: int = 24,
        parent: QWidget | None = None,
    ) -> None:
        self._text = PlainEdit(min_lines, max_lines)
        super().__init__(label, self._text, hint=hint, show_label=show_label, tall=True, parent=parent)
        self._text.setPlaceholderText(placeholder)
        self._quiet = False
        self._aid: WritingAid | None = None
        self._phrases: IconButton | None = None
        self._text.textChanged.connect(self._hear)
        self._text.left.connect(self.finished)
        self._text.typed.connect(lambda: show_caret(self._text))
        self._text.slashed.connect(lambda: self.open_phrases(by_slash=True))
        self._text.phrases_wanted.connect(self.open_phrases)
        self._text.spelling_wanted.connect(self.check_spelling)
        self._spelling: FieldSpelling | None = None

    def editor(self) -> QTextEdit:
        """Qt's own editor, for cursors."""
        return self._text

    def text(self) -> str:
        """What is typed, line ends as line feeds."""
        return self._text.plain()

    def set_text(self, text: str) -> None:
        """Show a text; says nothing back and begins a new undo history. The same text again changes nothing."""
        if text == self.text():
            return
        self._text.document().setUndoRedoEnabled(False)
        self._replace(text)
        self._text.document().setUndoRedoEnabled(True)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def set_text_kept_undo(self, text: str) -> None:
        """Replace the whole text as one step that can be undone; says nothing back."""
        if text != self.text():
            self._replace(text)

    def insert(self, text: str) -> None:
        """Type `text` at the caret as one undo step, as the person would: `edited` follows."""
        cursor = self._text.textCursor()
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self._text.setTextCursor(cursor)
        show_caret(self._text)

    # -- phrases

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._aid is None and not self._text.isReadOnly():
            self._aid = aid_of(self)
            if self._aid is not None:
                self._text.aided = True
                self._spelling = FieldSpelling(self._text, self._aid, self)
                self._phrases = IconButton("square-slash", _("Phrases for {label}").format(label=self.label()), "/")
                self._phrases.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the caret stays; by keys it is the slash
                self._phrases.clicked.connect(lambda: self.open_phrases())
                self.frame.row.addWidget(self._phrases, 0, Qt.AlignmentFlag.AlignTop)
                self.frame.restyle()

    def open_phrases(self, *, by_slash: bool = False) -> None:
        """Ask for the phrases at the caret; with words marked, they can be saved as one."""
        aid = self._aid
        if aid is None or self._text.isReadOnly() or (by_slash and not aid.phrases()):
            return
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        aid.phrases_asked.emit(self, by_slash)

    def marked(self) -> str:
        """The words that are marked."""
        return self._text.textCursor().selectedText().replace("\u2029", "\n").strip()

    def caret(self) -> QRect:
        """Where the caret stands on the screen."""
        caret = self._text.cursorRect()
        caret.moveTopLeft(self._text.viewport().mapToGlobal(caret.topLeft()))
        return caret

    def type_back(self, typed: str) -> None:
        """What was typed behind the slash belongs to the note."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed:
            self.insert(typed)

    def put_phrase(self, text: str, over_slash: bool) -> None:
        """Put a phrase in as one step, and mark the first place in it that wants filling."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
        cursor = self._text.textCursor()
        if over_slash:
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor)
        start = cursor.selectionStart()
        self._text.setTextCursor(cursor)
        self.insert(text)
        end = self._text.textCursor().position()
        cursor = self._text.textCursor()
        cursor.setPosition(start)
        self._text.setTextCursor(cursor)
        first = next_placeholder(self.text(), start)
        if first is None or first[1] > end or not self._text.go_to_placeholder(True):
            cursor.setPosition(end)
            self._text.setTextCursor(cursor)

    # -- spelling

    def check_spelling(self) -> None:
        """Lead from one unknown word to the next, from the caret on and around."""
        self.check_from(self._text.textCursor().selectionStart(), around=True)

    def check_from(self, place: int, *, around: bool = False) -> None:
        """Open the sheet on the first unknown word at or behind a place; with `around`, else on the first of all."""
        if self._aid is None or self._spelling is None:
            return
        found = self._spelling.unknown()
        following = [one for one in found if one[0] >= place or one[1] > place]
        if following or (around and found):
            self.ask_word(*(following or found)[0], go_on=True)

    def ask_word(self, start: int, end: int, word: str, *, go_on: bool = False) -> None:
        """Open the sheet on one word."""
        if self._aid is not None:
            cursor = self._text.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._text.setTextCursor(cursor)
            self._aid.spelling_asked.emit(self, start, word, go_on)

    def replace_word(self, start: int, word: str, right: str) -> None:
        """Put the right word in the place of another, as one step; where that is no longer there, nothing."""
        self.take_caret()
        if self.text()[start : start + len(word)] != word:
            return
        cursor = self._text.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + len(word), QTextCursor.MoveMode.KeepAnchor)
        self._text.setTextCursor(cursor)
        self.insert(right)

    def take_caret(self) -> None:
        """Write on where the caret stands."""
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_of(self, position: int) -> QRect:
        """Where a letter of the text stands on the screen."""
        cursor = self._text.textCursor()
        cursor.setPosition(position)
        place = self._text.cursorRect(cursor)
        place.moveTopLeft(self._text.viewport().mapToGlobal(place.topLeft()))
        return place

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The editor's own menu; on an unknown word it begins with it."""
        menu = self._text.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self._text.viewport().mapFromGlobal(event.globalPos())
        at = self._text.cursorForPosition(place).position()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self._text.textCursor().position()
        found = self._spelling.unknown() if self._spelling is not None else []
        word = next((one for one in found if one[0] <= at <= one[1]), None)
        if word is not None:
            first = menu.actions()[0] if menu.actions() else None
            action = QAction(_("Spelling: {word}…").format(word=word[2]), menu)
            action.triggered.connect(lambda: self.ask_word(*word))
            if first is not None:
                menu.insertAction(first, action)
                menu.insertSeparator(first)
        menu.popup(event.globalPos())

    def _replace(self, text: str) -> None:
        self._quiet = True
        cursor = QTextCursor(self._text.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        self._quiet = False

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read and copied only."""
        self._text.setReadOnly(read_only)
        if self._phrases is not None:
            self._phrases.setVisible(not read_only)

    def _hear(self) -> None:
        if not self._quiet:
            self._tell(self.text())
