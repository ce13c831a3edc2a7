"""Numbered sentences to tick, in the words of a form that the therapist brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.phrasebook import Wording
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.labels import Label


class TickSheet(QWidget):
    """`edited` carries the numbers that are ticked, from 1."""

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)

    def __init__(self, wording: Wording, ticked: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().gap)
        if wording.lead:
            column.addWidget(Label(wording.lead, "body", "medium", wrap=True))
        self.chips: dict[int, Chip] = {}
        for number, words in enumerate(wording.items, start=1):
            chip = Chip(str(number))
            chip.setAccessibleName(f"{number}. {words}")
            chip.setChecked(number in ticked)
            chip.clicked.connect(lambda _on=False: self.edited.emit(self.ticked()))
            self.chips[number] = chip
            line = QHBoxLayout()
            line.setSpacing(theme.metrics().px(12))
            line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(words, wrap=True), 1)
            column.addLayout(line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_ticked(self, ticked: Sequence[int]) -> None:
        """Show these; says nothing back."""
        for number, chip in self.chips.items():
            chip.setChecked(number in ticked)

    def ticked(self) -> tuple[int, ...]:
        """The numbers that are ticked."""
        return tuple(number for number, chip in self.chips.items() if chip.isChecked())
