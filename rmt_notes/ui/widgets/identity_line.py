"""The lines of the identity bar: the name with its facts, and what opens what the second line tells."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt
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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.updateGeometry()
            self.update()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Show where there is something to open and the line shows."""
        self.setVisible(bool(self.accessibleName()) and not self._line.isHidden() and bool(self._line.text()))
        self.setAccessibleDescription(self._line.text())
        self.updateGeometry()

    def _words(self) -> int:
        return min(self._line.sizeHint().width(), max(0, self._line.width() - theme.metrics().px(OPENER)))

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(max(m.target, self._words() + m.px(OPENER + 6)), m.target)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().target, theme.metrics().target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        owner = self.parentWidget()
        high = self._line.height()
        top = self._line.mapTo(owner, QPoint(0, 0)).y() - self.y() if owner is not None else self.height() - high
        ground = QRectF(0, top - m.px(4), self.width(), high + m.px(8)).intersected(QRectF(self.rect()))
        if self.ringed:  # around the chevron and under the words: a ring around them would stand on their letters
            square = QRectF(ground.right() - m.px(OPENER + 4), ground.y(), m.px(OPENER + 4), ground.height())
            paint_ring(painter, square, m.radius)
            painter.fillRect(QRectF(0, ground.bottom() - 2, square.x(), 2), theme.color("accent"))
        elif self.isDown() or self.hovered():
            fill = theme.color("pressed" if self.isDown() else "hover")
            fill.setAlphaF(0.5)  # the words below stay in sight
            paint_box(painter, ground, m.radius, fill)
        side = m.px(14)
        box = QRectF(self._words() + m.px(4), top + (high - side) / 2, side, side)
        theme.paint_icon(painter, "chevron-down", box, theme.color("muted").name(), 2.4)
        painter.end()
