"""The items of an outcome measure in the words that the user's own file brought: one row of steps for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.catalogue_assessment import Measure
from rmt_notes.clinical.phrasebook import Wording
from rmt_notes.i18n import _, _n
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import column
from rmt_notes.ui.widgets.scale_row import ScaleRow


class AnswerSheet(QWidget):
    """`edited` carries the answers in their order, None for an item left out."""

    edited = Signal(object)

    def __init__(self, entry: Measure, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._needs = entry.needs
        rows = column(self, step=2)
        if wording.lead:
            rows.addWidget(Label(wording.lead, "body", "medium", wrap=True))
        self.rows = []
        for number, words in enumerate(wording.items, start=1):
            rows.addWidget(Label(f"{number}. {words}", wrap=True))
            row = ScaleRow(
                f"{number}. {words}", low=int(entry.item_minimum), high=int(entry.item_maximum), show_label=False
            )
            row.edited.connect(lambda _score: self._tell())
            self.rows.append(row)
            rows.addWidget(row)
        self._left = Label("", "hint", token="muted", wrap=True)
        rows.addWidget(self._left)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._count()

    def answers(self) -> tuple[int | None, ...]:
        """What was answered, None for an item left out."""
        return tuple(row.value() for row in self.rows)

    def show_answers(self, answers: Sequence[int | None]) -> None:
        """Show these, None for an item left out; says nothing back."""
        for row, answer in zip(self.rows, answers, strict=True):
            row.set_value(answer)
        self._count()

    def _tell(self) -> None:
        self._count()
        self.edited.emit(self.answers())

    def _count(self) -> None:
        """Say how many are answered, and how many a score still needs."""
        given = sum(answer is not None for answer in self.answers())
        told = _("{given} of {all} answered.").format(given=given, all=len(self.rows))
        missing = self._needs - given
        if missing > 0:
            words = _n("The score needs {number} more answer.", "The score needs {number} more answers.", missing)
            told = f"{told} {words.format(number=missing)}"
        elif given < len(self.rows):
            told = f"{told} {_('The score is worked out from these.')}"
        self._left.setText(told)
