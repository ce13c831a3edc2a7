"""Fields for one line of words: plain, a search, a passphrase."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.text_area import TextArea

__all__ = ["LineEdit", "SearchField", "TextArea", "TextField"]


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
        self._suffix.hide()
        if suffix:
            self.frame.add_right(self._suffix)
            self._suffix.show()
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
