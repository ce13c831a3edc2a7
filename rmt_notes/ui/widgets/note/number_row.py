"""A number in one tap: likely values as chips, any other in a field with steps."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import NumberField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.note.pieces import with_unit
from rmt_notes.ui.widgets.number_field import Number, write_number
from rmt_notes.ui.widgets.roving import Roving

LONG_LINE = 540
"""Likely values that take more than this, with their field, at 100 %, stand in two lines."""

MINUTES = (5.0, 8.0, 10.0, 12.0, 15.0, 20.0)
"""The usual lengths of one technique."""

_ROUND = (1, 2, 3, 4, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 70, 80, 90, 100, 120, 150, 180)


def likely(typical: str, minimum: float | None, maximum: float | None) -> tuple[float, ...]:
    """Values to offer for a typical range in words: `3–5` gives 3, 4 and 5, `60–180` gives round numbers from 60 to
    180."""
    ends = [float(each) for each in re.findall(r"\d+(?:\.\d+)?", typical)]
    if len(ends) >= 2:
        low, high = ends[0], ends[1]
    elif maximum is not None and minimum is not None and maximum - minimum <= 20:
        low, high = minimum, min(maximum, minimum + 5)
    elif maximum is not None and minimum is not None:
        first = math.ceil(minimum / 10) * 10
        return tuple(float(first + 10 * step) for step in range(6) if first + 10 * step <= maximum)
    else:
        return ()
    inside = [float(each) for each in _ROUND if low <= each <= high]
    picked = list(dict.fromkeys((low, *inside, high)))
    if len(picked) > 6:
        step = (len(picked) - 1) / 5
        picked = [picked[round(number * step)] for number in range(6)]
    return tuple(picked)


class NumberRow(QWidget):
    """`edited` carries the number or None. `unit` stands beside every number. Without `steppers` the field is narrow:
    for a number whose likely values are all chips."""

    edited = Signal(object)

    def __init__(
        self,
        label: str,
        picks: Sequence[float] = (),
        *,
        unit: str = "",
        minimum: float | None = None,
        maximum: float | None = None,
        step: float = 1,
        warn_over: float | None = None,
        whole: bool = False,
        steppers: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self._value: float | None = None
        self.setAccessibleName(label)
        flow = FlowLayout(self)
        self._chips: dict[float, Chip] = {}
        for pick in picks:
            words = write_number(pick)
            chip = Chip(words, parent=self)
            chip.setAccessibleName(_("{label}: {value}").format(label=label, value=with_unit(words, unit)))
            chip.clicked.connect(lambda _on=False, pick=pick: self._pick(pick))
            self._chips[pick] = chip
            flow.addWidget(chip)
        self._roving = Roving(self)
        self._roving.set_buttons(list(self._chips.values()))
        self._field = NumberField(
            label,
            unit="°" if unit == "deg" else unit,
            minimum=minimum,
            maximum=maximum,
            whole=whole,
            step=step,
            steppers=steppers,
            warn_over=warn_over,
            show_label=False,
        )
        self._figure_width = {"": 80, "deg": 94}.get(unit, 108)
        self._steppers = steppers
        self.restyle()
        self._field.edited.connect(self._typed)
        flow.addWidget(self._field)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._field.setFixedWidth(m.px(self._figure_width) + (2 * max(m.target, m.px(44)) if self._steppers else 0))

    def line_width(self) -> int:
        """The least width in which the likely values and the field stand in one line, or in two where there are
        many."""
        gap = theme.metrics().gap
        widths = [*(chip.sizeHint().width() for chip in self._chips.values()), self._field.width()]
        whole = sum(widths) + gap * (len(widths) - 1)
        if whole <= theme.metrics().px(LONG_LINE):
            return whole
        first = 0
        for number, width in enumerate(widths):
            first += width + gap
            if first >= whole / 2:
                rest = sum(widths[number + 1 :]) + gap * (len(widths) - number - 2)
                return max(first - gap, rest)
        return whole

    def value(self) -> float | None:
        """The number."""
        return self._value

    def set_value(self, value: float | None) -> None:
        """Show a number; says nothing back."""
        self._value = value
        self._field.set_value(value)
        self._show_chips()

    def field(self) -> NumberField:
        """The field for any other number."""
        return self._field

    def _pick(self, pick: float) -> None:
        self._value = None if self._value == pick else pick
        self._field.set_value(self._value)
        self._show_chips()
        self._tell()

    def _typed(self, value: Number | None) -> None:
        self._value = value
        self._show_chips()
        self._tell()

    def _tell(self) -> None:
        value = self._value
        self.edited.emit(int(value) if value is not None and self._whole else value)

    def _show_chips(self) -> None:
        for pick, chip in self._chips.items():
            chip.setChecked(self._value == pick)
