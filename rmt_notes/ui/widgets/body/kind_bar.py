"""What the next mark says: one button for each kind, with its hatch and its glyph, so that the bar is a legend too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_chart import kind_words
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.look import ink, paint_glyph, paint_swatch
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of
from rmt_notes.ui.widgets.roving import Roving


class KindButton(PressButton):
    """One kind of mark."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.words = kind_words(kind)
        self.setCheckable(True)
        self.setText(self.words.replace("&", "&&"))
        self.setAccessibleName(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """The bar decides which one is on."""

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = QFontMetricsF(theme.font("body", "semibold")).horizontalAdvance(self.words)
        return QSize(round(width) + m.px(22 + 4 + 22 + 6 + 2 * 10) + 2, m.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.radius)
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
        on = self.isChecked()
        fill = "accent_soft" if on else "pressed" if self.isDown() else "hover" if self.hovered() else "card"
        line = theme.color("accent" if on else "border")
        paint_box(painter, rect, radius, theme.color(fill), line, 2.0 if on else 1.0)
        side = m.px(22)
        box = QRectF(m.px(10), (self.height() - side) / 2, side, side)
        colour = ink(self.kind) if self.isEnabled() else theme.color("disabled")
        paint_swatch(painter, self.kind, box, colour)
        box.translate(side + m.px(4), 0)
        paint_glyph(painter, self.kind, box.center(), side * 0.68, colour)
        painter.setFont(theme.font("body", "semibold" if on else "regular"))
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        words = QRectF(box.right() + m.px(6), 0, self.width() - box.right() - m.px(6), self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.words)
        painter.end()


class KindBar(QWidget):
    """Always one kind chosen. `chosen` carries its key."""

    chosen = Signal(str)

    def __init__(self, kinds: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Kind of mark"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        column.addWidget(Label(_("Mark with"), "hint", token="muted", parent=self))
        flow = FlowLayout()
        column.addLayout(flow)
        self._buttons = {kind: KindButton(kind, self) for kind in kinds}
        for kind, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self._press(kind))
            flow.addWidget(button)
        self._roving = Roving(self)
        self._roving.set_buttons(list(self._buttons.values()))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._current = ""
        self.set_current(next(iter(self._buttons)))

    def current(self) -> str:
        """The chosen kind."""
        return self._current

    def button(self, kind: str) -> KindButton:
        """The button of a kind.

        Raises:
            KeyError: it is not offered.
        """
        return self._buttons[kind]

    def set_current(self, kind: str) -> None:
        """Choose a kind; says nothing back.

        Raises:
            KeyError: it is not offered.
        """
        self._roving.rest_on(self._buttons[kind])
        self._current = kind
        for key, button in self._buttons.items():
            button.setChecked(key == kind)

    def _press(self, kind: str) -> None:
        if kind != self._current:
            self.set_current(kind)
            self.chosen.emit(kind)
