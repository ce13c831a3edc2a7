"""The lines of the identity bar: the name with its facts, and what opens what the second line tells."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.labels import ElidedLabel
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

OPENER = 18
"""What the chevron behind the second line takes, with its gap, at 100 %."""


class NameLine(QWidget):
    """The name in full and, on the same line or on one of their own, as much of the facts as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        self.facts = ""
        self._below = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, name: str, facts: str) -> None:
        """Show another name and its facts."""
        self.name, self.facts = name, facts
        self.setAccessibleName(", ".join(one for one in (name, facts) if one))
        self.updateGeometry()
        self.update()

    def set_below(self, below: bool) -> None:
        """Put the facts under the name, where they do not fit beside it: the birth date is what tells two clients
        apart."""
        if below != self._below:
            self._below = below
            self.updateGeometry()
            self.update()

    def _facts_width(self) -> float:
        return QFontMetricsF(theme.font("hint", "medium")).horizontalAdvance(self.facts)

    def sizeHint(self) -> QSize:
        least = self.minimumSizeHint()
        return QSize(least.width() + int(self._facts_width()) + theme.metrics().px(10), least.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("page", "bold"))
        under = QFontMetricsF(theme.font("hint", "medium")).height() + 2 if self._below else 0
        return QSize(int(metrics.horizontalAdvance(self.name)) + 4, int(metrics.height() + under) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        font = theme.font("page", "bold")
        metrics = QFontMetricsF(font)
        small_metrics = QFontMetricsF(theme.font("hint", "medium"))
        under = small_metrics.height() + 2 if self._below else 0
        base = (self.height() - metrics.height() - under) / 2 + metrics.ascent()
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(0, base), self.name)
        small = theme.font("hint", "medium")
        x = 0.0 if self._below else metrics.horizontalAdvance(self.name) + theme.metrics().px(10)
        if self._below:
            base += metrics.descent() + 2 + small_metrics.ascent()
        shown = QFontMetricsF(small).elidedText(self.facts, Qt.TextElideMode.ElideRight, max(0.0, self.width() - x))
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(x, base), shown)
        self.setToolTip(self.facts if shown != self.facts else "")
        painter.end()


class LineOpener(PressButton):
    """Lies over a line of words and opens what they tell. It is as high as a finger needs, however low the line, and
    shows a chevron behind the words."""

    def __init__(self, line: ElidedLabel, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self.settle()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Lie over the line where it is now; without a name, or without the line, nowhere."""
        owner = self.parentWidget()
        shown = bool(self.accessibleName()) and not self._line.isHidden() and bool(self._line.text())
        self.setVisible(shown)
        if shown and owner is not None:
            size = self.sizeHint()
            at = self._line.mapTo(owner, self._line.rect().topLeft())
            top = at.y() + (self._line.height() - size.height()) // 2
            self.setGeometry(QRect(at.x() - theme.metrics().px(6), top, size.width(), size.height()))
            self.raise_()

    def _words(self) -> int:
        return min(self._line.sizeHint().width(), max(0, self._line.width() - theme.metrics().px(OPENER)))

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(max(m.target, self._words() + m.px(OPENER + 12)), m.target)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        tall = m.px(26)
        ground = QRectF(0, (self.height() - tall) / 2, self.width(), tall)
        if self.ringed:
            paint_ring(painter, ground, m.radius)
        elif self.isDown() or self.hovered():
            fill = theme.color("pressed" if self.isDown() else "hover")
            fill.setAlphaF(0.5)  # the words below stay in sight
            paint_box(painter, ground, m.radius, fill)
        side = m.px(14)
        box = QRectF(m.px(6) + self._words() + m.px(4), (self.height() - side) / 2, side, side)
        theme.paint_icon(painter, "chevron-down", box, theme.color("muted").name(), 2.4)
        painter.end()
