"""The control of one parameter of a technique, made from the catalogue's description of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_search import also_muscle
from rmt_notes.clinical.catalogue import Parameter, catalogue
from rmt_notes.clinical.catalogue_treatment import Scale
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import TextField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.note.grade_row import GradeRow
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.number_row import NumberRow, likely
from rmt_notes.ui.widgets.note.pieces import KeyChips, choices_of
from rmt_notes.ui.widgets.scale_row import ScaleRow

LONG_SCALE = 8
"""From so many steps on a scale is drawn as plain numbers."""


class ParameterControl(QWidget):
    """Holds the value of one parameter; `edited` carries it, None for "not recorded"."""

    edited = Signal(object)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setAccessibleName(str(parameter.label))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_value(self, value: Any) -> None:
        """Show a value. One of another type than the parameter's stays in the note untouched and is not shown here."""
        raise NotImplementedError

    def set_muscles(self, muscles: Sequence[str]) -> None:
        """The muscles of the chosen regions; only a control of muscles cares."""

    def set_most(self, most: int | None, why: str) -> None:
        """A cap with its reason; only a scale cares."""


class _Choice(ParameterControl):
    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        choices = tuple((each.key, str(each.label)) for each in parameter.choices)
        if not choices and parameter.vocabulary:
            book = catalogue()
            choices = choices_of(
                book.vocabularies.get(parameter.vocabulary) or book.palpation.get(parameter.vocabulary)
            )
        self._chips = KeyChips(choices, multiple=False, label=str(parameter.label))
        self._chips.edited.connect(lambda keys: self.edited.emit(keys[0] if keys else None))
        self._column.addWidget(self._chips)

    def show_value(self, value: Any) -> None:
        self._chips.show_key(value if isinstance(value, str) else "")


class _Grade(ParameterControl):
    def __init__(self, parameter: Parameter, scale: Scale) -> None:
        super().__init__(parameter)
        self._row = GradeRow(str(parameter.label), scale)
        self._row.edited.connect(self.edited)
        self._column.addWidget(self._row)

    def show_value(self, value: Any) -> None:
        self._row.set_value(value if isinstance(value, int) and not isinstance(value, bool) else None)

    def set_most(self, most: int | None, why: str) -> None:
        self._row.set_most(most, why)

    def row(self) -> GradeRow:
        """The row of grades."""
        return self._row


class _Numbers(ParameterControl):
    def __init__(self, parameter: Parameter, scale: Scale) -> None:
        super().__init__(parameter)
        self._row = ScaleRow(str(parameter.label), low=scale.minimum, high=scale.maximum, show_label=False)
        self._scale = scale
        self._row.edited.connect(self.edited)
        self._column.addWidget(self._row)

    def line_width(self) -> int:
        """The width that the numbers in one line need."""
        return self._row.line_width()

    def show_value(self, value: Any) -> None:
        fits = (
            isinstance(value, int)
            and not isinstance(value, bool)
            and self._scale.minimum <= value <= self._scale.maximum
        )
        self._row.set_value(value if fits else None)


class _Number(ParameterControl):
    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        whole = parameter.kind == "integer"
        typical = str(parameter.typical) if parameter.typical is not None else ""
        self._row = NumberRow(
            str(parameter.label),
            likely(typical, parameter.minimum, parameter.maximum),
            unit=parameter.unit or "",
            minimum=parameter.minimum,
            maximum=parameter.maximum,
            step=parameter.step or 1,
            warn_over=parameter.warn_over,
            whole=whole,
        )
        self._row.edited.connect(self.edited)
        self._column.addWidget(self._row)

    def line_width(self) -> int:
        """The width in which the likely values and the field stand in a line."""
        return self._row.line_width()

    def show_value(self, value: Any) -> None:
        self._row.set_value(value if isinstance(value, int | float) and not isinstance(value, bool) else None)


class _Text(ParameterControl):
    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        hint = str(parameter.hint) if parameter.hint is not None else ""
        self._field = TextField(str(parameter.label), placeholder=hint, show_label=False)
        self._field.edited.connect(lambda text: self.edited.emit(text or None))
        self._column.addWidget(self._field)

    def show_value(self, value: Any) -> None:
        self._field.set_text(value if isinstance(value, str) else "")


class _Flag(ParameterControl):
    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self._chip = Chip(_("Yes"))
        self._chip.setAccessibleName(_("{label}: yes").format(label=str(parameter.label)))
        self._chip.clicked.connect(lambda: self.edited.emit(True if self._chip.isChecked() else None))
        flow = FlowLayout()
        flow.addWidget(self._chip)
        self._column.addLayout(flow)

    def show_value(self, value: Any) -> None:
        self._chip.setChecked(value is True)


class _Muscle(ParameterControl):
    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self._many = parameter.kind == "list"
        self._picker = KeyPicker(
            str(parameter.label),
            all_structures,
            single=not self._many,
            free=parameter.free or self._many,
            also=also_muscle,
            lines=1,
        )
        self._picker.edited.connect(self._hear)
        self._column.addWidget(self._picker)

    def _hear(self, keys: Any) -> None:
        if self._many:
            self.edited.emit(keys or None)
        else:
            self.edited.emit(keys[0] if keys else None)

    def show_value(self, value: Any) -> None:
        if isinstance(value, str):
            self._picker.set_values((value,) if value else ())
        elif isinstance(value, tuple):
            self._picker.set_values(value)
        else:
            self._picker.set_values(())

    def set_muscles(self, muscles: Sequence[str]) -> None:
        self._picker.set_suggested(muscles)


class _HomeCare(ParameterControl):
    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self._picker = KeyPicker(str(parameter.label), all_home_care, (), single=True, free=True)
        self._picker.edited.connect(lambda keys: self.edited.emit(keys[0] if keys else None))
        self._column.addWidget(self._picker)

    def show_value(self, value: Any) -> None:
        self._picker.set_values((value,) if isinstance(value, str) and value else ())


class _Placement(ParameterControl):
    """Where the cups stood, in words beside the regions: one line, kept as one entry of the list."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self._field = TextField(str(parameter.label), placeholder=_("L2 to L5, beside the spine"), show_label=False)
        self._field.edited.connect(self._hear)
        self._column.addWidget(self._field)

    def _hear(self, text: str) -> None:
        parts = tuple(part.strip() for part in text.split(";") if part.strip())
        self.edited.emit(parts or None)

    def show_value(self, value: Any) -> None:
        text = "; ".join(value) if isinstance(value, tuple) else value if isinstance(value, str) else ""
        if tuple(part.strip() for part in self._field.text().split(";") if part.strip()) != value:
            self._field.set_text(text)


def all_structures() -> tuple[tuple[str, str], ...]:
    """Every muscle and muscle group with its words."""
    book = catalogue()
    return (
        *((key, str(entry.label)) for key, entry in book.muscles.items()),
        *((key, str(entry.label)) for key, entry in book.muscle_groups.items()),
    )


def all_home_care() -> tuple[tuple[str, str], ...]:
    """Every exercise and piece of advice with its words."""
    return tuple((key, str(entry.label)) for key, entry in catalogue().home_care.items())


def make_control(parameter: Parameter) -> ParameterControl:
    """The control for a parameter; text where the kind is one this program does not know."""
    scale = catalogue().scales.get(parameter.scale) if parameter.scale else None
    if parameter.kind == "scale" and scale is not None:
        return _Numbers(parameter, scale) if scale.maximum - scale.minimum >= LONG_SCALE else _Grade(parameter, scale)
    if parameter.kind == "choice":
        return _Choice(parameter)
    if parameter.kind in ("integer", "number"):
        return _Number(parameter)
    if parameter.kind == "flag":
        return _Flag(parameter)
    if parameter.kind == "muscle" or (parameter.kind == "list" and parameter.item == "muscle"):
        return _Muscle(parameter)
    if parameter.kind == "home_care":
        return _HomeCare(parameter)
    if parameter.kind == "list":
        return _Placement(parameter)
    return _Text(parameter)
