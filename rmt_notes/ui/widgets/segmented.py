"""A few choices joined in one frame (yes, no, declined), and tabs in a pill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.roving import Roving
from rmt_notes.ui.widgets.strip import Segment, Strip


class Segmented(QWidget):
    """One of a few choices, or none yet. A second press takes it back where `optional`; `tight` leaves no more room
    than the words and the tick need. `edited` carries the key or None."""

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        *,
        label: str = "",
        show_label: bool = True,
        optional: bool = True,
        tight: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._value: str | None = None
        self._choices = tuple(choices)
        self._label_words = label
        self.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        self._caption = Label(label, "hint", token="muted", wrap=True, parent=self)
        self._caption.setVisible(bool(label) and show_label)
        column.addWidget(self._caption)
        self._strip = Strip(self, tight=tight)
        self._strip.hug()
        self._segments: dict[str, Segment] = {}
        for key, words in self._choices:
            segment = Segment(words, self._strip)
            segment.setAccessibleName(f"{label}: {words}" if label else words)
            segment.clicked.connect(lambda _checked=False, key=key: self._press(key))
            self._segments[key] = segment
            self._strip.segments.append(segment)
        column.addWidget(self._strip)
        self._roving = Roving(self)
        self._roving.set_buttons(self._strip.segments)

    def value(self) -> str | None:
        """The chosen key."""
        return self._value

    def set_value(self, key: str | None) -> None:
        """Choose a key, or none; says nothing back.

        Raises:
            ValueError: for a key that is not offered.
        """
        if key is not None and key not in self._segments:
            raise ValueError(f"{key} is not offered")
        self._value = key
        for other, segment in self._segments.items():
            segment.setChecked(other == key)
        self._roving.rest_on(None if key is None else self._segments[key])

    def line_width(self) -> int:
        """The least width in which all choices stand in one line, their ticks included."""
        return self._strip.line_width("tight")

    def set_label(self, label: str) -> None:
        """Ask with other words."""
        if label == self._label_words:
            return
        self._label_words = label
        self.setAccessibleName(label)
        self._caption.setText(label)
        for key, words in self._choices:
            self._segments[key].setAccessibleName(f"{label}: {words}" if label else words)

    def segment(self, key: str) -> Segment:
        """The button of a key, for instance to switch it off."""
        return self._segments[key]

    def _press(self, key: str) -> None:
        goal = None if self._optional and key == self._value else key
        if goal != self._value:
            self.set_value(goal)
            self.edited.emit(goal)


class PillTabs(QWidget):
    """Tabs: always one chosen. `chosen` carries its key."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._strip = Strip(self, raised=True)
        self._segments: dict[str, Segment] = {}
        for key, words in tabs:
            segment = Segment(words, self._strip)
            segment.tick = False
            segment.setAccessibleName(words)
            segment.clicked.connect(lambda _checked=False, key=key: self._press(key))
            self._segments[key] = segment
            self._strip.segments.append(segment)
        column.addWidget(self._strip)
        self._roving = Roving(self, follows=True)
        self._roving.set_buttons(self._strip.segments)
        self._current = ""
        if tabs:
            self.set_current(tabs[0][0])

    def line_width(self) -> int:
        """The least width in which all tabs stand in one line."""
        return self._strip.line_width("tight")

    def current(self) -> str:
        """The key of the chosen tab."""
        return self._current

    def focus_current(self) -> None:
        """Go to the chosen tab."""
        self._segments[self._current].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_current(self, key: str) -> None:
        """Choose a tab; says nothing back.

        Raises:
            KeyError: for an unknown key.
        """
        chosen = self._segments[key]
        self._current = key
        for segment in self._segments.values():
            segment.setChecked(segment is chosen)
        self._roving.rest_on(chosen)

    def _press(self, key: str) -> None:
        if key != self._current:
            self.set_current(key)
            self.chosen.emit(key)
