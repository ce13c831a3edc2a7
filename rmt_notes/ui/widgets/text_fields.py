"""Fields for words: one line, many lines, a search, a passphrase."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label

TEXT_EDGE = 10
"""Pixels above and below the text of a note."""

LINE_PERCENT = 124
"""Room between the lines of a note, against the typeface's own."""


class LineEdit(QLineEdit):
    """A bare one-line editor inside a `FieldFrame`."""

    def __init__(self, least: str = "some letters") -> None:
        super().__init__()
        self._least = least
        self.setFrame(False)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the words that it must always show whole."""
        words = QFontMetricsF(theme.font("body")).horizontalAdvance(self._least)
        return QSize(int(words) + theme.metrics().px(8), theme.metrics().target - 4)

    def sizeHint(self) -> QSize:
        return QSize(theme.metrics().px(160), theme.metrics().target - 4)


class TextField(Field):
    """One line of words. `edited` carries the text; `entered` comes with the Enter key."""

    entered = Signal()

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        placeholder: str = "",
        show_label: bool = True,
        secret: bool = False,
        suffix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._line = LineEdit()
        super().__init__(label, self._line, hint=hint, show_label=show_label, parent=parent)
        self._line.setPlaceholderText(placeholder)
        self._line.textEdited.connect(self._hear)
        self._line.editingFinished.connect(self.finished)
        self._line.returnPressed.connect(self.entered)
        self._suffix = Label(suffix, "body", token="muted")
        self._suffix.setVisible(bool(suffix))
        if suffix:
            self.frame.add_right(self._suffix)
            self._suffix.setContentsMargins(0, 0, theme.metrics().px(8), 0)
        if secret:
            self._hide_letters()

    def editor(self) -> QLineEdit:
        """Qt's own editor, for completers and selections."""
        return self._line

    def text(self) -> str:
        """What is typed."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Show a text; says nothing back and begins a new undo history."""
        if text != self._line.text():
            self._line.setText(text)
            self._line.setCursorPosition(0)

    def set_text_kept_undo(self, text: str) -> None:
        """Replace the text as one step that can be undone; says nothing back."""
        self._line.selectAll()
        self._line.insert(text)

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read and copied only."""
        self._line.setReadOnly(read_only)

    def _hear(self, text: str) -> None:
        self._tell(text)

    def _hide_letters(self) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        eye = IconButton("eye", _("Show what is typed"))
        eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        def turn() -> None:
            hidden = self._line.echoMode() == QLineEdit.EchoMode.Password
            self._line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
            eye.set_icon("eye-off" if hidden else "eye")
            eye.set_name(_("Hide what is typed") if hidden else _("Show what is typed"))

        eye.clicked.connect(turn)
        self.frame.add_right(eye)


class SearchField(TextField):
    """A search box. Escape and the cross empty it; `stepped` carries +1 or -1 for the list below on the arrow keys."""

    stepped = Signal(int)

    def __init__(self, label: str, *, placeholder: str = "", key_hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, placeholder=placeholder, show_label=False, parent=parent)
        self.frame.add_left(IconMark("search"))
        self._clear = IconButton("x", _("Empty the search"))
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self._empty)
        self._key = Label(key_hint, "tiny", "medium", "muted")
        if key_hint:
            self.frame.add_right(self._key)
            self._key.setContentsMargins(0, 0, theme.metrics().px(8), 0)
        self.frame.add_right(self._clear)
        self._line.textChanged.connect(lambda: self._show_cross())
        self._show_cross()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._empty()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _show_cross(self) -> None:
        self._clear.setVisible(bool(self.text()))
        self._key.setVisible(bool(self._key.text()) and not self.text())

    def _empty(self) -> None:
        self._line.clear()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell("")


class PlainEdit(QTextEdit):
    """Many lines of plain text: Tab leaves, pasted text loses its clothes, the wheel passes on while the focus is
    elsewhere."""

    left = Signal()

    def __init__(self, min_lines: int, max_lines: int) -> None:
        super().__init__()
        self._min_lines, self._max_lines = min_lines, max_lines
        self._resizing = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(0, TEXT_EDGE, 0, TEXT_EDGE)
        self.document().setUndoRedoEnabled(False)
        self._space_lines()
        self.document().setUndoRedoEnabled(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())
        self.fit()

    def _space_lines(self) -> None:
        spacing = QTextBlockFormat()
        spacing.setLineHeight(float(LINE_PERCENT), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.verticalScrollBar()
        if self.hasFocus() and bar.maximum() > bar.minimum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


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
        self._text.textChanged.connect(self._hear)
        self._text.left.connect(self.finished)

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

    def _hear(self) -> None:
        if not self._quiet:
            self._tell(self.text())
