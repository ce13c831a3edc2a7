"""A scale as a row of buttons, 0 to 10 for instance; no slider to drag."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.roving import Roving
from rmt_notes.ui.widgets.strip import Segment, Strip

TWO_DIGIT_PAUSE_MS = 900
"""A 0 typed this soon after a 1 makes ten."""


CAPTION_GAP = 6
"""Between a caption and the controls it names, at 100 %."""


def caption_middle() -> float:
    """How far the middle of a caption stands above the controls it names."""
    return theme.metrics().px(CAPTION_GAP) + QFontMetricsF(theme.font("hint")).height() / 2


class ScaleRow(QWidget):
    """One number of a scale, or none.

    `last` is the value of the last visit, marked by a bar under its number and told in words. Pressing the chosen
    number again takes it back where `optional`. Arrow keys move, digits choose, Delete empties. `edited` carries the
    number or None.
    """

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)

    def __init__(
        self,
        label: str,
        *,
        low: int = 0,
        high: int = 10,
        last: int | None = None,
        optional: bool = True,
        ends: tuple[str, str] | None = None,
        show_label: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if high <= low:
            raise ValueError(f"a scale from {low} to {high} has no numbers")
        self._label_words = label
        self._low, self._high = low, high
        self._optional = optional
        self._last: int | None = None
        self._value: int | None = None
        self._typed: tuple[int, QElapsedTimer] | None = None
        self._shows_label = show_label
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(CAPTION_GAP))
        self._caption = Label("", "hint", token="muted", wrap=True)
        column.addWidget(self._caption)
        self._column = column
        self._strip = Strip(equal=True)
        for number in range(low, high + 1):
            step = Segment(_told(number), self._strip)
            step.tick = False
            step.setAutoExclusive(False)
            step.clicked.connect(lambda _checked=False, number=number: self._press(number))
            self._strip.segments.append(step)
        column.addWidget(self._strip)
        if ends is not None:
            row = QHBoxLayout()
            row.addWidget(Label(ends[0], "tiny", token="muted"))
            row.addStretch(1)
            row.addWidget(Label(ends[1], "tiny", token="muted"))
            column.addLayout(row)
        self._roving = Roving(self, self._use_key)
        self._roving.set_buttons(self._strip.segments)
        self.set_last(last)

    def put_aside(self, widget: QWidget) -> None:
        """Put a control at the right end of the caption's line. The line gets as high as a finger needs, and the
        caption stays close to its numbers."""
        self._column.removeWidget(self._caption)
        self._column.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().gap)
        self._caption.setContentsMargins(0, 0, 0, theme.metrics().px(CAPTION_GAP))
        line.addWidget(self._caption, 1, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(widget)
        self._column.insertLayout(0, line)

    def line_width(self) -> int:
        """The least width in which all numbers stand in one line with room for a finger."""
        return self._strip.line_width("roomy")

    def value(self) -> int | None:
        """The chosen number."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Choose a number, or none; says nothing back.

        Raises:
            ValueError: for a number outside the scale.
        """
        if value is not None and not self._low <= value <= self._high:
            raise ValueError(f"{value} is outside {self._low} to {self._high}")
        self._value = value
        for number, step in enumerate(self._strip.segments, self._low):
            step.setChecked(number == value)
        self._roving.rest_on(None if value is None else self._strip.segments[value - self._low])

    def set_last(self, last: int | None) -> None:
        """Mark the value of the last visit."""
        self._last = last
        caption = self._label_words
        if last is not None:
            caption = _("{label} · last visit {value}").format(label=self._label_words, value=_told(last))
        self._caption.setText(caption)
        self._caption.setVisible(self._shows_label and bool(caption))
        self.setAccessibleName(caption)
        for number, step in enumerate(self._strip.segments, self._low):
            step.last = number == last
            step.setAccessibleName(
                _("{label}: {value} of {high}").format(label=self._label_words, value=_told(number), high=self._high)
            )
            step.setAccessibleDescription(_("value of the last visit") if step.last else "")
            step.update()

    def _choose(self, value: int | None) -> None:
        if value != self._value:
            self.set_value(value)
            self.edited.emit(value)

    def _press(self, number: int) -> None:
        self._typed = None
        self._choose(None if self._optional and number == self._value else number)

    def _use_key(self, button: QAbstractButton, event: QKeyEvent) -> bool:
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._optional:
                self._choose(None)
            return True
        if len(event.text()) == 1 and event.text() in "0123456789":
            self._type_digit(int(event.text()))
            return True
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}.get(
            Qt.Key(event.key())
        )
        if step is None:
            return False
        at = self._strip.segments.index(button) + self._low if isinstance(button, Segment) else self._low
        goal = at if self._value is None else max(self._low, min(self._high, at + step))
        self._choose(goal)
        self._strip.segments[goal - self._low].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _type_digit(self, digit: int) -> None:
        number = digit
        if (
            self._typed is not None
            and self._typed[1].elapsed() < TWO_DIGIT_PAUSE_MS
            and self._typed[0] * 10 + digit <= self._high
        ):
            number = self._typed[0] * 10 + digit
        if not self._low <= number <= self._high:
            return
        clock = QElapsedTimer()
        clock.start()
        self._typed = (number, clock)
        self._choose(number)
        self._strip.segments[number - self._low].setFocus(Qt.FocusReason.TabFocusReason)


def _told(number: int) -> str:
    """With the sign of a number below nought, not a hyphen."""
    return str(number).replace("-", "\u2212")
