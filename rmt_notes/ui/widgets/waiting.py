"""A calm page while something takes a moment."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.ui.widgets.labels import Label


class Waiting(QWidget):
    """One sentence in the middle."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        label = Label(words, "lead", token="muted")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        column.addWidget(label)
        column.addStretch(3)
