"""A button that reads like a line of a list: icon and words at the left, the whole line is the target."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of


class LinkButton(PressButton):
    """Words that lead somewhere, `inset` from the left at 100 %. Long words end in … and are whole in the tooltip and
    for the screen reader."""

    def __init__(
        self,
        text: str,
        icon: str = "chevron-right",
        *,
        token: str = "accent",
        inset: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = text
        self._icon = icon
        self._token = token
        self._inset = inset
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        """The words on it."""
        return self._words

    def set_words(self, text: str, icon: str) -> None:
        """Change the words and the picture."""
        self._words, self._icon = text, icon
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = QFontMetricsF(theme.font("body", "medium")).horizontalAdvance(self._words)
        return QSize(round(width) + m.icon + m.px(26), m.target)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(120), theme.metrics().target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        if self.ringed:
            rect = paint_ring(painter, rect, float(m.radius))
        if self.isDown() or self.hovered():
            paint_box(painter, rect, m.radius, theme.color("pressed" if self.isDown() else "hover"))
        side, left = float(m.icon), float(m.px(self._inset) if self._inset else 0)
        ink = self._token if self.isEnabled() else "disabled"
        icon = QRectF(left, (self.height() - side) / 2, side, side)
        theme.paint_icon(painter, self._icon, icon, theme.color(ink).name())
        font = theme.font("body", "medium")
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        x = icon.right() + m.px(10 if self._inset else 6)
        room = self.width() - x - m.px(8)
        shown = QFontMetricsF(font).elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRectF(x, 0, room + 2, self.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            shown,
        )
        painter.end()
