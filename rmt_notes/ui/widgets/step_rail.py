"""The dark side of the first run: what this is, and at which step we are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import painter_of

_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class StepRail(QWidget):
    """A title, a sentence and numbered steps; steps that are done carry a tick."""

    def __init__(self, title: str, text: str, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._text, self._steps = title, text, tuple(steps)
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.restyle()
        self.set_step(0)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self.setFixedWidth(min(theme.metrics().px(340), 380))

    def set_step(self, step: int) -> None:
        """Show at which step we are, from 0."""
        self._step = step
        self.setAccessibleName(
            _("Step {number} of {count}: {step}").format(
                number=step + 1, count=len(self._steps), step=self._steps[step]
            )
        )
        self.update()

    def step(self) -> int:
        """At which step we are, from 0."""
        return self._step

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        painter.fillRect(self.rect(), theme.color("rail"))
        edge = float(m.px(36))
        width = self.width() - 2 * edge
        y = edge + m.px(12)
        for words, role, weight, token, gap in (
            (self._title, "display", "bold", "rail_current_text", 14),
            (self._text, "lead", "regular", "rail_text", 44),
        ):
            font = theme.font(role, weight)  # type: ignore[arg-type]  # literals, widened by the tuple
            box = QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 1000), _WRAP, words)
            painter.setFont(font)
            painter.setPen(theme.color(token))
            painter.drawText(QRectF(edge, y, width, box.height() + 2), _WRAP, words)
            y += box.height() + m.px(gap)
        for number, words in enumerate(self._steps):
            y = self._paint_step(number, words, edge, y, width)
        painter.end()

    def _paint_step(self, number: int, words: str, x: float, y: float, width: float) -> float:
        painter = painter_of(self)
        m = theme.metrics()
        side = float(m.px(30))
        disc = QRectF(x, y, side, side)
        current, done = number == self._step, number < self._step
        painter.setPen(Qt.PenStyle.NoPen if current else theme.color("rail_text"))
        painter.setBrush(theme.color("rail_focus") if current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        if done:
            inset = side * 0.25
            icon = disc.adjusted(inset, inset, -inset, -inset)
            theme.paint_icon(painter, "check", icon, theme.color("rail_text").name(), 2.4)
        else:
            painter.setFont(theme.font("hint", "bold"))
            painter.setPen(theme.color("rail" if current else "rail_text"))
            painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))
        font = theme.font("lead", "semibold" if current else "regular")
        room = QRectF(disc.right() + m.px(14), y + m.px(4), width - side - m.px(14), 1000)
        box = QFontMetricsF(font).boundingRect(room, _WRAP, words)
        painter.setFont(font)
        painter.setPen(theme.color("rail_current_text" if current else "rail_text"))
        painter.drawText(QRectF(room.left(), room.top(), room.width(), box.height() + 2), _WRAP, words)
        painter.end()
        return y + max(side, box.height()) + m.px(20)
