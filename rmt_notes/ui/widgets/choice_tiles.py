"""A large tile to choose one of few ways: icon, title, a sentence."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class ChoiceTile(PressButton):
    """Pressed to choose; the sentence is its description for a screen reader."""

    def __init__(self, icon: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._sentence = icon, title, text
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _left(self) -> int:
        return theme.metrics().px(92)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        m = theme.metrics()
        room = QRectF(0, 0, max(80, width - self._left() - m.px(52)), 1000)
        title = QFontMetricsF(theme.font("lead", "semibold")).boundingRect(room, _WRAP, self._title).height()
        text = QFontMetricsF(theme.font("body")).boundingRect(room, _WRAP, self._sentence).height()
        return max(m.px(96), round(title + text) + m.px(46))

    def sizeHint(self) -> QSize:
        width = theme.metrics().px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(240), theme.metrics().px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.card_radius)
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
        over = self.hovered() or self.isDown()
        fill = "pressed" if self.isDown() else "hover" if over else "card"
        paint_box(painter, rect, radius, theme.color(fill), theme.color("accent" if over else "border"))
        side = float(m.px(48))
        disc = QRectF(m.px(24), (self.height() - side) / 2, side, side)
        paint_box(painter, disc, side / 2, theme.color("accent_soft"))
        inset = side * 0.28
        icon = disc.adjusted(inset, inset, -inset, -inset)
        theme.paint_icon(painter, self._icon, icon, theme.color("accent").name())
        room = QRectF(self._left(), 0, self.width() - self._left() - m.px(52), 1000)
        title_font, text_font = theme.font("lead", "semibold"), theme.font("body")
        title = QFontMetricsF(title_font).boundingRect(room, _WRAP, self._title).height()
        text = QFontMetricsF(text_font).boundingRect(room, _WRAP, self._sentence).height()
        y = (self.height() - title - text - m.px(4)) / 2
        painter.setFont(title_font)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(room.left(), y, room.width(), title + 2), _WRAP, self._title)
        painter.setFont(text_font)
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(room.left(), y + title + m.px(4), room.width(), text + 2), _WRAP, self._sentence)
        arrow = float(m.px(20))
        where = QRectF(self.width() - m.px(40), (self.height() - arrow) / 2, arrow, arrow)
        theme.paint_icon(painter, "chevron-right", where, theme.color("muted").name())
        painter.end()
