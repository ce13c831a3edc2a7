"""A section's notes, into which what is recorded can be written as sentences and then edited as any other words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.note.pieces import column


class WordedNotes(QWidget):
    """`sentences` tells what is recorded now. `edited` carries the text; what is recorded stays as it is, whatever
    becomes of its sentence."""

    edited = Signal(object)

    def __init__(self, label: str, sentences: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences = sentences
        rows = column(self, step=1)
        rows.setSpacing(theme.metrics().space(1))
        self.area = TextArea(label)
        self.area.edited.connect(self.edited)
        rows.addWidget(self.area)
        self._write = Button(_("Write what is recorded as sentences"), "quiet", icon="list")
        self._write.clicked.connect(self._add)
        rows.addWidget(self._write, 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self) -> None:
        """Put the sentences that do not stand there yet at the end, as one step that can be undone."""
        text = self.area.text()
        new = " ".join(one for one in self._sentences() if one not in text)
        if not new:
            return
        self.area.editor().moveCursor(QTextCursor.MoveOperation.End)
        self.area.insert(f"\n{new}" if text.strip() else new)
        self.area.editor().setFocus(Qt.FocusReason.OtherFocusReason)
