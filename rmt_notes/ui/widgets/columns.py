"""Fields side by side where there is room, under one another where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from rmt_notes.ui import theme


class Columns(QWidget):
    """Widgets with shares of the width; `narrow` is the width (at 100 %) below which they stand under one another."""

    def __init__(self, *content: tuple[QWidget, int], narrow: int = 480, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for widget, share in content:
            self._box.addWidget(widget, share)
            self._box.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._box.setSpacing(theme.metrics().px(14))
        self._turn()

    def is_stacked(self) -> bool:
        """Whether they stand under one another."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        stacked = 0 < self.width() < theme.metrics().px(self._narrow)
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if way != self._box.direction():
            self._box.setDirection(way)
            self.updateGeometry()
