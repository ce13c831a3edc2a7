"""A number with its unit, typed loosely: 12,5 or 12.5 cm."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.text_fields import LineEdit

Number = int | float

_MARKS = str.maketrans({"\u2212": "-", "\u2013": "-", ",": ".", "\u00a0": " ", "\u202f": " "})


def read_number(text: str, unit: str = "") -> Number | None:
    """The number in `text`, with or without `unit`; a comma counts as a decimal point. None where there is no one
    number."""
    bare = text.translate(_MARKS).strip()
    if unit and bare.lower().endswith(unit.lower()):
        bare = bare[: -len(unit)].strip()
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", bare):
        return None
    try:
        exact = Decimal(bare)
    except InvalidOperation:
        return None
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def write_number(value: Number | None, decimals: int | None = None) -> str:
    """The number as shown, without needless zeros."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals and isinstance(value, float) else str(value)


class _NumberEdit(LineEdit):
    """Passes the arrow keys on as steps."""

    def __init__(self, owner: NumberField) -> None:
        super().__init__("100.5")
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._owner.step(1 if event.key() == Qt.Key.Key_Up else -1)
            return
        super().keyPressEvent(event)


class NumberField(Field):
    """`edited` carries the number, or None while there is none. What lies outside the limits is told in words and
    kept; `bounded`: nothing outside them can be, so the limits of the scale are told."""

    def __init__(
        self,
        label: str,
        *,
        unit: str = "",
        minimum: Number | None = None,
        maximum: Number | None = None,
        whole: bool = False,
        step: Number = 1,
        steppers: bool = False,
        bounded: bool = False,
        warn_over: Number | None = None,
        hint: str = "",
        placeholder: str = "",
        show_label: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._line = _NumberEdit(self)
        super().__init__(label, self._line, hint=hint, show_label=show_label, parent=parent)
        self._unit, self._minimum, self._maximum = unit, minimum, maximum
        self._whole, self._step, self._warn_over = whole, step, warn_over
        self._bounded = bounded
        self._line.setPlaceholderText(placeholder)
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        if unit:
            self._line.setAccessibleName(_("{label}, in {unit}").format(label=label, unit=unit))
            shown = Label(unit, "body", token="muted")
            shown.setContentsMargins(0, 0, theme.metrics().px(8), 0)
            self.frame.add_right(shown)
        if steppers:
            for icon, name, direction in (("minus", _("Less: {label}"), -1), ("plus", _("More: {label}"), 1)):
                button = IconButton(icon, name.format(label=label))
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.clicked.connect(lambda _checked=False, direction=direction: self.step(direction))
                self.frame.add_right(button)
        self._line.textEdited.connect(self._hear)
        self._line.editingFinished.connect(self._leave)

    def editor(self) -> LineEdit:
        """Qt's own editor."""
        return self._line

    def value(self) -> Number | None:
        """The number, or None for an empty field or for text that is no number."""
        found = read_number(self._line.text(), self._unit)
        return None if found is not None and self._whole and not isinstance(found, int) else found

    def raw_text(self) -> str:
        """What stands in the field."""
        return self._line.text()

    def set_value(self, value: Number | None) -> None:
        """Show a number, or nothing; says nothing back."""
        if value != self.value() or (value is None and self._line.text()):
            self._line.setText(write_number(value))
        self._check()

    def set_limits(self, minimum: Number | None, maximum: Number | None) -> None:
        """Change what counts as usual."""
        self._minimum, self._maximum = minimum, maximum
        self._check()

    def step(self, direction: int) -> None:
        """One step up or down, within the limits."""
        now = self.value()
        if now is None:
            goal: Number = self._minimum or 0
        else:
            goal = float(Decimal(str(now)) + direction * Decimal(str(self._step)))
        if self._minimum is not None and goal < self._minimum:
            goal = self._minimum
        if self._maximum is not None and goal > self._maximum:
            goal = self._maximum
        self._line.setText(write_number(goal))
        self._check()
        self._tell(self.value())

    def _hear(self, _text: str) -> None:
        if self.problem():
            self._check()
        self._tell(self.value())

    def _leave(self) -> None:
        value = self.value()
        if value is not None and not self._line.hasFocus():
            self._line.setText(write_number(value))
        self._check()
        self.finished.emit()

    def _check(self) -> None:
        text = self._line.text().strip()
        value = self.value()
        unit = self._unit if self._unit in ("", "°") else f"\u00a0{self._unit}"
        if not text:
            self.set_problem(None)
        elif value is None:
            sentence = (
                _("This is not a whole number; it is kept as typed.")
                if read_number(text, self._unit) is not None
                else _("This is not a number yet; write it in digits.")
            )
            self.set_problem(sentence)
        elif (
            self._bounded
            and self._minimum is not None
            and self._maximum is not None
            and not self._minimum <= value <= self._maximum
        ):
            sentence = _("The scale goes from {low} to {high}; it is kept as typed.")
            self.set_problem(
                sentence.format(low=write_number(self._minimum), high=write_number(self._maximum)), "warning"
            )
        elif self._minimum is not None and value < self._minimum:
            self.set_problem(
                _("Lower than usual ({limit} or more); it is kept.").format(
                    limit=f"{write_number(self._minimum)}{unit}"
                ),
                "warning",
            )
        elif self._maximum is not None and value > self._maximum:
            self.set_problem(
                _("Higher than usual ({limit} or less); it is kept.").format(
                    limit=f"{write_number(self._maximum)}{unit}"
                ),
                "warning",
            )
        elif self._warn_over is not None and value > self._warn_over:
            self.set_problem(
                _("More than {limit}; check that it is meant.").format(limit=f"{write_number(self._warn_over)}{unit}"),
                "warning",
            )
        else:
            self.set_problem(None)
