"""A question that may be answered "none" or left unanswered on purpose, so that an empty field is an answer and not a
gap."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.client import DECLINED, NONE
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip


class Stated(QWidget):
    """The content (fields) with the chips "None" and "Declined" at its right, or below it where there is no room. A
    chosen chip greys the content out and keeps what is typed there.

    `subject` names the matter for the screen reader ("Phone: none").
    """

    edited = Signal(str)

    def __init__(
        self,
        content: QWidget,
        subject: str,
        *,
        none_words: str = "",
        can_be_none: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._content = content
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(content, 1)
        self._chips: dict[str, Chip] = {}
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 0, 0, 0)
        self._row, self._holder = row, holder
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.metrics().gap)
        choices = [(DECLINED, _("Declined"))]
        if can_be_none:
            choices.insert(0, (NONE, none_words or _("None")))
        for key, words in choices:
            chip = Chip(words)
            chip.setAccessibleName(_("{subject}: {answer}").format(subject=subject, answer=words))
            chip.clicked.connect(lambda _checked=False, key=key: self._press(key))
            self._chips[key] = chip
            buttons.addWidget(chip)
        holder.addLayout(buttons)
        row.addLayout(holder)
        row.setAlignment(holder, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(content)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force: the chips stand beside the field's frame, below its label."""
        self._below: bool | None = None
        self._turn()

    def minimumSizeHint(self) -> QSize:
        return QSize(
            max(self._content.minimumSizeHint().width(), self._holder.minimumSize().width()),
            super().minimumSizeHint().height(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        m = theme.metrics()
        beside = self._content.minimumSizeHint().width() + m.px(10) + self._holder.minimumSize().width()
        below = 0 < self.width() < beside
        if below == self._below:
            return
        self._below = below
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if below else ways.LeftToRight)
        self._row.setSpacing(m.px(6 if below else 10))
        label = round(m.text("hint") * 1.25) + m.px(6)
        self._holder.setContentsMargins(0, 0 if below else label, 0, 0)

    def answer(self) -> str:
        """`none`, `declined`, or empty while the content answers."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def set_answer(self, answer: str) -> None:
        """Show an answer; says nothing back."""
        for key, chip in self._chips.items():
            chip.setChecked(key == answer)
        self._content.setEnabled(not self.answer())

    def _press(self, key: str) -> None:
        for other, chip in self._chips.items():
            if other != key:
                chip.setChecked(False)
        self._content.setEnabled(not self.answer())
        self.edited.emit(self.answer())
