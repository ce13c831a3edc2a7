"""The rail at the left: where one can go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton, key_words
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of
from rmt_notes.ui.widgets.roving import Roving


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place: key, word, icon, and its shortcut in portable form."""

    key: str
    word: str
    icon: str
    shortcut: str = ""


class RailButton(PressButton):
    """An icon over its word."""

    def __init__(self, item: RailItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._badge = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # all as wide as the longest word
        self._describe()

    def nextCheckState(self) -> None:
        """The rail decides where we are."""

    def set_badge(self, number: int) -> None:
        """Show a count at the icon; 0 shows none."""
        self._badge = number
        self._describe()
        self.update()

    def _describe(self) -> None:
        key = key_words(self._item.shortcut)
        name = self._item.word
        if self._badge:
            name = _n("{place}, {number} waiting", "{place}, {number} waiting", self._badge).format(
                place=name, number=self._badge
            )
        self.setAccessibleName(name)
        self.setAccessibleDescription(key)
        self.setToolTip(f"{self._item.word}  {key}" if key else self._item.word)

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        words = QFontMetricsF(theme.font("tiny", "medium")).horizontalAdvance(self._item.word)
        return QSize(max(m.px(64), int(words) + m.px(20)), m.px(58))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.px(10))
        if self.ringed:
            rect = paint_ring(painter, rect, radius, "rail_focus")
            radius -= m.ring
        if self.isChecked():
            paint_box(painter, rect, radius, theme.color("rail_current"))
            bar = QRectF(rect.x() + m.px(2), rect.y() + m.px(16), m.px(3), rect.height() - m.px(32))
            paint_box(painter, bar, m.px(2), theme.color("rail_focus"))
        elif self.isDown() or self.hovered():
            paint_box(painter, rect, radius, theme.color("rail_hover"))
        ink = theme.color("rail_current_text" if self.isChecked() else "rail_text")
        side = m.px(20)
        box = QRectF((self.width() - side) / 2, m.px(9), side, side)
        theme.paint_icon(painter, self._item.icon, box, ink.name(), 1.9)
        painter.setFont(theme.font("tiny", "medium"))
        painter.setPen(ink)
        painter.drawText(
            QRectF(0, m.px(32), self.width(), m.px(20)), int(Qt.AlignmentFlag.AlignCenter), self._item.word
        )
        if self._badge:
            self._paint_badge(box)
        painter.end()

    def _paint_badge(self, icon: QRectF) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        font = theme.font("tiny", "bold")
        words = str(self._badge) if self._badge < 100 else "99+"
        width = max(m.px(18), QFontMetricsF(font).horizontalAdvance(words) + m.px(9))
        box = QRectF(icon.right() - m.px(5), icon.top() - m.px(5), width, m.px(18))
        paint_box(
            painter, box.adjusted(-2, -2, 2, 2), m.px(11), theme.color("rail_current" if self.isChecked() else "rail")
        )
        paint_box(painter, box, m.px(9), theme.color("badge"))
        painter.setFont(font)
        painter.setPen(theme.color("on_badge"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.end()


class NavRail(QWidget):
    """Places above, the bottom group below. `chosen` carries the key; the rail marks a place only when told to
    (`set_current`)."""

    chosen = Signal(str)

    def __init__(
        self, items: Sequence[RailItem], bottom: Sequence[RailItem] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Main places"))
        self._column = QVBoxLayout(self)
        self._buttons: dict[str, RailButton] = {}
        for item in items:
            self._add(item)
        self._column.addStretch(1)
        for item in bottom:
            self._add(item)
        self._roving = Roving(self)
        self._roving.set_buttons(list(self._buttons.values()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.restyle()

    def _add(self, item: RailItem) -> None:
        button = RailButton(item, self)
        button.clicked.connect(lambda _checked=False, key=item.key: self.chosen.emit(key))
        self._buttons[item.key] = button
        self._column.addWidget(button)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._column.setContentsMargins(m.px(5), m.px(12), m.px(5), m.px(12))
        self._column.setSpacing(m.px(6))

    def set_current(self, key: str | None) -> None:
        """Mark where we are, or nowhere."""
        for other, button in self._buttons.items():
            button.setChecked(other == key)
        self._roving.rest_on(self._buttons.get(key) if key else None)

    def current(self) -> str | None:
        """The marked place."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def set_badge(self, key: str, number: int) -> None:
        """Show a count at a place; 0 shows none.

        Raises:
            KeyError: for an unknown place.
        """
        self._buttons[key].set_badge(number)

    def button(self, key: str) -> RailButton:
        """The button of a place."""
        return self._buttons[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        painter.end()
