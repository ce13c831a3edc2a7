"""A graded scale with its words: short words on the steps, long ones under the chosen step; steps above a limit are
refused with the reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue_treatment import Scale
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import KeyChips
from rmt_notes.ui.widgets.segmented import Segmented

LONGEST_ON_STEP = 10
"""Letters that still stand on a step itself."""

MOST_LETTERS = 100
"""A scale whose words together are not longer is shown as chips with the words themselves."""


class GradeRow(QWidget):
    """One grade of a catalogue scale, or none. `edited` carries the grade."""

    edited = Signal(object)

    def __init__(self, label: str, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._value: int | None = None
        self._most: int | None = None
        self._why = ""
        self.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(4))
        grades = range(scale.minimum, scale.maximum + 1)
        words = {grade: str(scale.points[grade]) if grade in scale.points else "" for grade in grades}
        self._short = max((len(word) for word in words.values()), default=0) <= LONGEST_ON_STEP and any(words.values())
        self._chips: KeyChips | None = None
        self._steps: Segmented | None = None
        if not self._short and all(words.values()) and sum(map(len, words.values())) <= MOST_LETTERS:
            self._chips = KeyChips([(str(grade), words[grade]) for grade in grades], multiple=False, label=label)
            self._chips.edited.connect(lambda keys: self._choose(keys[0] if keys else None))
            column.addWidget(self._chips)
        else:
            self._steps = Segmented(
                [
                    (str(grade), f"{grade} {words[grade]}" if self._short and words[grade] else str(grade))
                    for grade in grades
                ],
                label=label,
                show_label=False,
            )
            for grade in grades:
                if words[grade]:
                    self._steps.segment(str(grade)).setAccessibleName(f"{label}: {grade}, {words[grade]}")
            self._steps.edited.connect(self._choose)
            column.addWidget(self._steps)
        self._told = Label("", "hint", token="muted", wrap=True)
        self._told.hide()
        column.addWidget(self._told)
        self._refusal = Label("", "hint", "medium", token="danger", wrap=True)
        self._refusal.hide()
        column.addWidget(self._refusal)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> int | None:
        """The grade."""
        return self._value

    def set_value(self, value: int | None) -> None:
        """Show a grade; says nothing back. A grade outside the scale is kept by whoever holds it and shown in words
        only."""
        self._value = value
        inside = value is not None and self._scale.minimum <= value <= self._scale.maximum
        self._mark(str(value) if inside else None)
        self._say()

    def _mark(self, key: str | None) -> None:
        if self._steps is not None:
            self._steps.set_value(key)
        if self._chips is not None:
            self._chips.show_key(key or "")

    def set_most(self, most: int | None, why: str) -> None:
        """Refuse grades above `most`, for this reason; None frees all. A grade chosen before stays and is marked."""
        self._most, self._why = most, why
        for grade in range(self._scale.minimum, self._scale.maximum + 1):
            if self._steps is None:
                break
            segment = self._steps.segment(str(grade))
            segment.barred = most is not None and grade > most
            segment.setAccessibleDescription(why if segment.barred else "")
            segment.setToolTip(why if segment.barred else "")
            segment.update()
        self._say()

    def refusal(self) -> str:
        """The sentence shown since the last refused press; empty where there is none."""
        return self._refusal.text() if not self._refusal.isHidden() else ""

    def button(self, grade: int) -> QAbstractButton:
        """The step of a grade."""
        return self._steps.segment(str(grade)) if self._steps is not None else self._chip(grade)

    def _chip(self, grade: int) -> QAbstractButton:
        if self._chips is None:
            raise RuntimeError("a grade row has steps or chips")
        return self._chips.chip(str(grade))

    def _choose(self, key: str | None) -> None:
        wanted = None if key is None else int(key)
        if wanted is not None and self._most is not None and wanted > self._most:
            self._mark(None if self._value is None else str(self._value))
            self._refusal.setText(_("{grade} is not recorded. {reason}").format(grade=wanted, reason=self._why))
            self._refusal.show()
            announce(self, self._refusal.text())
            return
        self._value = wanted
        self._say()
        self.edited.emit(wanted)

    def _say(self) -> None:
        too_much = self._value is not None and self._most is not None and self._value > self._most
        self._refusal.setText(self._why if too_much else "")
        self._refusal.setVisible(too_much)
        words = ""
        if (
            self._value is not None
            and self._steps is not None
            and not self._short
            and self._value in self._scale.points
        ):
            words = str(self._scale.points[self._value])
        stop = self._scale.stop_at
        if self._value is not None and stop is not None and self._value >= stop and self._scale.hint is not None:
            words = str(self._scale.hint)
        self._told.setText(words)
        self._told.setVisible(bool(words))
