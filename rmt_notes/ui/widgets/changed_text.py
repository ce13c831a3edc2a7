"""A text of a note that an amendment changed: a bar at its left, what changed beneath."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import painter_of


class ChangedText(QWidget):
    """Words with their change told beneath; the bar stands beside both. Without words only the change is told."""

    def __init__(self, words: str, change: str, *, selectable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        m = theme.metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(m.px(10), 0, 0, 0)
        column.setSpacing(m.px(2))
        if words:
            column.addWidget(Label(words, wrap=True, selectable=selectable))
        column.addWidget(Label(change, "hint", token="warning", wrap=True, selectable=selectable))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        painter.fillRect(QRectF(0, 0, theme.metrics().px(3), self.height()), theme.color("warning"))
        painter.end()
