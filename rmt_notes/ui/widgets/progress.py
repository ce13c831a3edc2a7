"""A bar for something that takes a while, with the words for where it is and a button to call it off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of


class ProgressLine(QWidget):
    """`stopped` when it is called off."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics().space(3))
        column = QVBoxLayout()
        column.setSpacing(theme.metrics().px(6))
        self._words = Label("", "hint", token="muted", figures=True)
        self._bar = _Bar()
        column.addWidget(self._words)
        column.addWidget(self._bar)
        row.addLayout(column, 1)
        self.stop = Button(_("Stop"), "secondary", icon="x", compact=True)
        self.stop.clicked.connect(self.stopped.emit)
        row.addWidget(self.stop)

    def show_step(self, done: int, parts: int, words: str) -> None:
        """So many steps of so many are done."""
        self._bar.set_share(done / parts if parts else 0.0)
        self._words.setText(words)
        self.setAccessibleName(words)

    def words(self) -> str:
        """Where it is."""
        return self._words.text()


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        self._share = max(0.0, min(1.0, share))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.metrics().px(160), theme.metrics().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        height = float(self.height())
        whole = QRectF(0, 0, self.width(), height)
        paint_box(painter, whole, height / 2, theme.color("track"))
        if self._share > 0:
            paint_box(
                painter,
                QRectF(0, 0, max(height, self.width() * self._share), height),
                height / 2,
                theme.color("accent"),
            )
        painter.end()
