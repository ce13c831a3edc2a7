"""The sections of a note or of a long page at its left, each with how far it is where that says something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, PressButton, key_words
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of
from rmt_notes.ui.widgets.roving import Roving

STATES = ("empty", "started", "carried", "done")


Shape = Literal["column", "row", "letters"]
"""How a section stands in its rail: in a column; in a row; in a row with no more than its first letter."""


def state_words(state: str) -> str:
    """How far a section is, in words."""
    return {
        "empty": _("empty"),
        "started": _("started"),
        "carried": _("carried over, not yet reviewed"),
        "done": _("filled"),
    }[state]


class SectionButton(PressButton):
    """One section: its word, and, where it is `stated`, a circle that is empty, half or full (a ring with a dot while
    something carried over waits to be reviewed), with the number of what is still missing in it."""

    def __init__(self, word: str, shortcut: str, parent: QWidget, *, stated: bool = True) -> None:
        super().__init__(parent)
        self._word = word
        self._stated = stated
        self._state = "empty"
        self._shape: Shape = "column"
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
        """One of `STATES`."""
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

    def set_shape(self, shape: Shape) -> None:
        """Stand in a column or in a row."""
        if shape != self._shape:
            self._shape = shape
            self.updateGeometry()
            self.update()

    def width_in(self, shape: Shape) -> int:
        """The width that one shape needs."""
        m = theme.metrics()
        word = self._word[:1] if shape == "letters" else self._word
        width = int(theme.text_width(word, "body", "semibold"))
        if shape == "column":
            return width + m.px(66 if self._stated else 26)
        return max(m.target, width + m.px(48 if self._stated else 20))

    def sizeHint(self) -> QSize:
        return QSize(self.width_in(self._shape), theme.metrics().target)

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
            if self._shape != "column":
                bar = QRectF(rect.x() + m.px(10), rect.bottom() - m.px(3), rect.width() - m.px(20), m.px(3))
            paint_box(painter, bar, m.px(2), theme.color("accent"))
        elif self.isDown() or self.hovered():
            paint_box(painter, rect, radius, theme.color("pressed" if self.isDown() else "hover"))
        ink = "accent" if on else "text" if self.isEnabled() else "disabled"
        painter.setFont(theme.font("body", "semibold" if on else "medium"))
        painter.setPen(theme.color(ink))
        edge = m.px(12 if self._shape == "column" else 9)
        painter.drawText(
            QRectF(edge, 0, self.width(), self.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self._word[:1] if self._shape == "letters" else self._word,
        )
        if self._stated:
            side = m.px(11)
            if self._missing:
                painter.setFont(theme.font("hint", "semibold"))
                painter.setPen(theme.color("danger"))
                painter.drawText(
                    QRectF(0, 0, self.width() - side - edge - m.px(6), self.height()),
                    int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                    str(self._missing),
                )
            self._paint_circle(
                painter,
                QRectF(self.width() - side - edge, (self.height() - side) / 2, side, side),
                "warning" if self._state == "carried" else "accent" if on or self._state == "done" else "muted",
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
        elif self._state == "carried":
            dot = box.width() * 0.32
            painter.drawEllipse(box.adjusted(dot, dot, -dot, -dot))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6))
        painter.drawEllipse(box.adjusted(0.8, 0.8, -0.8, -0.8))


class SectionRail(QWidget):
    """Sections as (key, word, shortcut in portable form). `chosen` carries the key that was pressed. Folded, the
    sections stand in one row, each with its word or, where that does not fit either, its first letter."""

    chosen = Signal(str)

    def __init__(
        self, sections: Sequence[tuple[str, str, str]], parent: QWidget | None = None, *, stated: bool = True
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Sections of the note"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._folded = False
        self._opener: Button | None = None
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
        if self._folded:
            self._column.setContentsMargins(m.px(8), m.px(4), m.px(8), m.px(4))
            self._column.setSpacing(m.px(2))
        else:
            self._column.setContentsMargins(m.px(16), m.px(20), 0, m.px(16))
            self._column.setSpacing(m.px(4))

    def is_folded(self) -> bool:
        """Whether the sections stand in one row."""
        return self._folded

    def column_width(self) -> int:
        """The width that the rail takes as a column."""
        widest = max((button.width_in("column") for button in self._buttons.values()), default=0)
        return theme.metrics().px(16) + max(widest, self._opener_width())

    def fold_into(self, width: int, *, folded: bool) -> None:
        """Stand in one row of `width` pixels, or in a column."""
        m = theme.metrics()
        shape: Shape = "column"
        if folded:
            words = sum(button.width_in("row") + m.px(2) for button in self._buttons.values())
            shape = "row" if words + self._opener_width() + m.px(16) <= width else "letters"
        for button in self._buttons.values():
            button.set_shape(shape)
        if folded == self._folded:
            return
        self._folded = folded
        ways, policies = QBoxLayout.Direction, QSizePolicy.Policy
        self._column.setDirection(ways.LeftToRight if folded else ways.TopToBottom)
        self.setSizePolicy(
            policies.Expanding if folded else policies.Fixed, policies.Fixed if folded else policies.Expanding
        )
        for button in self._buttons.values():
            button.setSizePolicy(policies.Fixed if folded else policies.Expanding, policies.Fixed)
        self.restyle()
        self.update()

    def add_opener(self, icon: str, words: str, why: str) -> Button:
        """A button at the rail's end that opens what has no room beside the note; `show_opener` shows it."""
        self._opener = Button(words, "quiet", icon=icon, parent=self)
        self._opener.setAccessibleDescription(why)
        self._opener.setToolTip(why)
        self._opener.hide()
        self._column.addWidget(self._opener)
        return self._opener

    def opener(self) -> Button:
        """The button at the rail's end."""
        assert self._opener is not None
        return self._opener

    def show_opener(self, shown: bool) -> None:
        """Show it or not."""
        self.opener().setVisible(shown)

    def _opener_width(self) -> int:
        return self._opener.sizeHint().width() if self._opener is not None and not self._opener.isHidden() else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._folded:
            return
        painter = painter_of(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        painter.end()

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
