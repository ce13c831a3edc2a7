"""The sections of a note or of a long page at its left, each with how far it is where that says something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton, key_words
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of
from rmt_notes.ui.widgets.roving import Roving

STATES = ("empty", "started", "done")


def state_words(state: str) -> str:
    """How far a section is, in words."""
    return {"empty": _("empty"), "started": _("started"), "done": _("filled")}[state]


class SectionButton(PressButton):
    """One section: its word, and, where it is `stated`, a circle that is empty, half or full, with the number of what
    is still missing in it."""

    def __init__(self, word: str, shortcut: str, parent: QWidget, *, stated: bool = True) -> None:
        super().__init__(parent)
        self._word = word
        self._stated = stated
        self._state = "empty"
        self._missing = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        native = key_words(shortcut)
        self.setAccessibleDescription(native)
        self.setToolTip(f"{word}  {native}" if native else word)
        self.set_state("empty")

    def nextCheckState(self) -> None:
        """The rail decides where we are."""

    def state(self) -> str:
        """empty, started or done."""
        return self._state

    def missing(self) -> int:
        """The number shown beside the name; 0 where none is."""
        return self._missing

    def set_state(self, state: str, missing: int = 0) -> None:
        """Show how far it is, and how much is missing where that is to be told."""
        if (state, missing) == (self._state, self._missing) and self.accessibleName():
            return
        self._state, self._missing = state, missing
        said = _("{section}, {state}").format(section=self._word, state=state_words(state))
        if missing:
            lacking = _n("{number} missing", "{number} missing", missing).format(number=missing)
            said = _("{section}, {state}").format(section=said, state=lacking)
        self.setAccessibleName(said if self._stated else self._word)
        self.update()

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        width = QFontMetricsF(theme.font("body", "semibold")).horizontalAdvance(self._word)
        return QSize(int(width) + m.px(66 if self._stated else 26), m.target)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.radius)
        on = self.isChecked()
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
        if on:
            paint_box(painter, rect, radius, theme.color("accent_soft"))
            bar = QRectF(rect.x() + 1, rect.y() + m.px(10), m.px(3), rect.height() - m.px(20))
            paint_box(painter, bar, m.px(2), theme.color("accent"))
        elif self.isDown() or self.hovered():
            paint_box(painter, rect, radius, theme.color("pressed" if self.isDown() else "hover"))
        ink = "accent" if on else "text" if self.isEnabled() else "disabled"
        painter.setFont(theme.font("body", "semibold" if on else "medium"))
        painter.setPen(theme.color(ink))
        painter.drawText(
            QRectF(m.px(12), 0, self.width(), self.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self._word,
        )
        if self._stated:
            side = m.px(11)
            if self._missing:
                painter.setFont(theme.font("hint", "semibold"))
                painter.setPen(theme.color("danger"))
                painter.drawText(
                    QRectF(0, 0, self.width() - side - m.px(20), self.height()),
                    int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                    str(self._missing),
                )
            self._paint_circle(
                painter,
                QRectF(self.width() - side - m.px(12), (self.height() - side) / 2, side, side),
                "accent" if on or self._state == "done" else "muted",
            )
        painter.end()

    def _paint_circle(self, painter: QPainter, box: QRectF, token: str) -> None:
        colour = theme.color(token)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if self._state == "done":
            painter.drawEllipse(box)
            return
        if self._state == "started":
            painter.drawPie(box, 90 * 16, 180 * 16)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6))
        painter.drawEllipse(box.adjusted(0.8, 0.8, -0.8, -0.8))


class SectionRail(QWidget):
    """Sections as (key, word, shortcut in portable form). `chosen` carries the key that was pressed."""

    chosen = Signal(str)

    def __init__(
        self, sections: Sequence[tuple[str, str, str]], parent: QWidget | None = None, *, stated: bool = True
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Sections of the note"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._buttons: dict[str, SectionButton] = {}
        for key, word, shortcut in sections:
            button = SectionButton(word, shortcut, self, stated=stated)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._buttons[key] = button
            self._column.addWidget(button)
        self._column.addStretch(1)
        self._roving = Roving(self)
        self._roving.set_buttons(list(self._buttons.values()))
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._column.setContentsMargins(m.px(16), m.px(20), 0, m.px(16))
        self._column.setSpacing(m.px(4))

    def set_state(self, key: str, state: str, missing: int = 0) -> None:
        """Show how far a section is: empty, started or done; `missing` is told as a number beside its name.

        Raises:
            KeyError: for an unknown section.
            ValueError: for an unknown state.
        """
        if state not in STATES:
            raise ValueError(f"{state} is no state of a section")
        self._buttons[key].set_state(state, missing)

    def state(self, key: str) -> str:
        """How far a section is."""
        return self._buttons[key].state()

    def set_current(self, key: str) -> None:
        """Mark the section in sight."""
        for other, button in self._buttons.items():
            button.setChecked(other == key)
        self._roving.rest_on(self._buttons.get(key))

    def current(self) -> str | None:
        """The marked section."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def button(self, key: str) -> SectionButton:
        """The button of a section."""
        return self._buttons[key]
