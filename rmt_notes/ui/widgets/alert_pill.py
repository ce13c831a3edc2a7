"""A short alert in a pill: colour, icon and words together."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

PillKind = Literal["danger", "warning", "ok", "info", "neutral"]

PILL_ICONS: dict[str, str] = {
    "danger": "octagon-x",
    "warning": "triangle-alert",
    "ok": "check",
    "info": "info",
    "neutral": "",
}
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
_COLOURS: dict[str, tuple[str, str, str]] = {
    "danger": ("danger_soft", "danger_line", "danger"),
    "warning": ("warning_soft", "warning_line", "warning"),
    "ok": ("ok_soft", "ok_line", "ok"),
    "info": ("accent_soft", "accent_line", "accent"),
    "neutral": ("card", "line", "muted"),
}


def paint_pill(widget: PressButton, kind: PillKind, icon: str, words: str, *, wrap: bool = False) -> None:
    """Draw a pill over the whole of `widget`, its words elided to the room there is, or on as many lines as they
    need."""
    painter = painter_of(widget)
    m = theme.metrics()
    fill, line, ink = _COLOURS[kind]
    rect = QRectF(widget.rect())
    height = rect.height() if wrap else min(rect.height(), float(m.px(32)))
    rect = QRectF(rect.x(), rect.center().y() - height / 2, rect.width(), height)
    if widget.ringed:
        rect = paint_ring(painter, rect, rect.height() / 2)
    paint_box(
        painter,
        rect,
        min(rect.height() / 2, float(m.px(16))) if wrap else rect.height() / 2,
        theme.color("hover" if kind == "neutral" and widget.hovered() else fill),
        theme.color(line),
    )
    side, gap, pad = m.px(15), m.px(6), m.px(12)
    x = float(pad)
    if icon:
        theme.paint_icon(
            painter,
            icon,
            QRectF(x, (m.px(32) - side) / 2 if wrap else (widget.height() - side) / 2, side, side),
            theme.color(ink).name(),
            2.2,
        )
        x += side + gap
    font = theme.font("hint", "semibold")
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    if wrap:
        room = QRectF(x, 0, widget.width() - x - pad, widget.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter) | _WRAPPED, words)
        painter.end()
        return
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, widget.width() - x - pad + 2)
    painter.drawText(
        QRectF(x, 0, widget.width() - x, widget.height()),
        int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
        shown,
    )
    painter.end()


class AlertPill(PressButton):
    """Says one alert. With `pressable` it is a button that opens more about it; otherwise it takes no focus. With
    `wrap` its words take as many lines as they need."""

    def __init__(
        self,
        kind: PillKind,
        text: str,
        *,
        icon: str | None = None,
        description: str = "",
        pressable: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wrap = wrap
        self._kind: PillKind = kind
        self._icon = PILL_ICONS[kind] if icon is None else icon
        self._pressable = pressable
        tall = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, tall)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        if not pressable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not description)
        self.set_text(text, description)

    @property
    def kind(self) -> PillKind:
        return self._kind

    def words(self) -> str:
        """What it says."""
        return self._words

    def set_text(self, text: str, description: str = "") -> None:
        """Say something else; `description` is the longer reason."""
        self._words = text
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(description)
        self.setToolTip(description or text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = QFontMetricsF(theme.font("hint", "semibold")).horizontalAdvance(self._words)
        icon = m.px(21) if self._icon else 0
        return QSize(int(width) + icon + 2 * m.px(12) + 2, m.target if self._pressable else m.px(32))

    def hasHeightForWidth(self) -> bool:
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        m = theme.metrics()
        room = width - 2 * m.px(12) - (m.px(21) if self._icon else 0)
        lines = QFontMetricsF(theme.font("hint", "semibold")).boundingRect(
            QRectF(0, 0, max(room, 1), 10_000), _WRAPPED, self._words
        )
        return max(m.px(32), math.ceil(lines.height()) + m.px(14))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.metrics().px(140)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_pill(self, self._kind, self._icon, self._words, wrap=self._wrap)
