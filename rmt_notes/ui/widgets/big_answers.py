"""Yes, no or "I'd rather not say" in letters and targets for a client's finger."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from rmt_notes.clinical.health_history import DECLINED, NO, YES
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

NARROW = 460
"""Below this width (at 100 %) the answers stand one under the other."""


class BigAnswer(PressButton):
    """One answer. Pressed again it is taken back."""

    def __init__(self, words: str, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(_("{question} {answer}").format(question=question, answer=words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        font = QFontMetricsF(theme.font("lead", "semibold"))
        return QSize(round(font.horizontalAdvance(self._words)) + m.px(84), max(m.px(72), m.target))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.card_radius)
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
        chosen = self.isChecked()
        fill = "accent" if chosen else "pressed" if self.isDown() else "hover" if self.hovered() else "card"
        paint_box(painter, rect, radius, theme.color(fill), theme.color("accent" if chosen else "border"))
        ink = "on_accent" if chosen else "text"
        painter.setFont(theme.font("lead", "semibold"))
        painter.setPen(theme.color(ink))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._words)
        if chosen:
            side = float(m.px(20))
            where = QRectF(rect.left() + m.px(16), rect.center().y() - side / 2, side, side)
            theme.paint_icon(painter, "check", where, theme.color(ink).name())
        painter.end()


class BigAnswers(QWidget):
    """`answered` carries yes, no, declined or nothing (taken back)."""

    answered = Signal(str)

    def __init__(self, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._answers: dict[str, BigAnswer] = {}
        for key, words in ((YES, _("Yes")), (NO, _("No")), (DECLINED, _("I’d rather not say"))):
            answer = BigAnswer(words, question, self)
            answer.clicked.connect(lambda _on=False, key=key: self._press(key))
            self._answers[key] = answer
            self._box.addWidget(answer, 3 if key == DECLINED else 2)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._box.setSpacing(theme.metrics().space(3))
        self._turn()

    def answer(self, key: str) -> BigAnswer:
        """One of the three."""
        return self._answers[key]

    def value(self) -> str:
        """yes, no, declined, or empty."""
        return next((key for key, answer in self._answers.items() if answer.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Show an answer; says nothing back."""
        for key, answer in self._answers.items():
            answer.setChecked(key == value)

    def _press(self, key: str) -> None:
        chosen = key if self._answers[key].isChecked() else ""
        self.set_value(chosen)
        self.answered.emit(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        narrow = 0 < self.width() < theme.metrics().px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way != self._box.direction():
            self._box.setDirection(way)
            self.updateGeometry()
