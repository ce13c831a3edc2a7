"""Range of motion: one joint at a time, every movement as a line, left and right as cells; a cell takes degrees,
pain and limit by tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.assessment import RangeOfMotion
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_assessment import Movement
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.note.cell_grid import CellGrid, CellLine
from rmt_notes.ui.widgets.note.number_row import NumberRow
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column, in_order
from rmt_notes.ui.widgets.note.section import Fold
from rmt_notes.ui.widgets.number_field import write_number
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.segmented import PillTabs

WHENS = ("before", "after")
SIDES = ("left", "right")


def unit_of(movement: Movement | None) -> str:
    """`deg` or `mm`."""
    return movement.unit if movement is not None else "deg"


def degrees_words(value: float | None, unit: str) -> str:
    """`15°` or `38 mm`."""
    if value is None:
        return ""
    return f"{write_number(value)}°" if unit == "deg" else f"{write_number(value)} mm"


def motion_words(motion: RangeOfMotion, unit: str) -> str:
    """One measurement in as few words as stand in a cell: `15° · pain 5`."""
    parts = [degrees_words(motion.active, unit)]
    if motion.passive is not None:
        parts.append(_("passive {value}").format(value=degrees_words(motion.passive, unit)))
    if motion.limit:
        parts.append(_("full") if motion.limit == "wnl" else catalogue().words("range_limits", motion.limit).lower())
    if motion.pain is not None:
        parts.append(_("pain {value}").format(value=motion.pain))
    if motion.end_feel:
        parts.append(catalogue().words("end_feel", motion.end_feel).lower())
    return " · ".join(part for part in parts if part) or _("looked at")


def quick_degrees(movement: Movement | None) -> tuple[float, ...]:
    """Round values from nothing to a little beyond the usual one."""
    normal = movement.normal if movement is not None else 90.0
    low = -10.0 if movement is not None and movement.beyond else 0.0
    step = 2.0 if normal <= 12 else 5.0 if normal <= 60 else 10.0 if normal <= 100 else 20.0
    count = int((normal + step - low) // step) + 1
    return tuple(low + step * number for number in range(count + 1) if low + step * number <= normal + step)


class MotionEditor(QWidget):
    """The measurements of one movement on one side at one time; `edited` carries the `RangeOfMotion`."""

    edited = Signal(object)

    def __init__(self, value: RangeOfMotion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        book = catalogue()
        movement = book.movements.get(value.movement)
        unit = unit_of(movement)
        rows = column(self, step=2)
        rows.setContentsMargins(0, 4, 0, 8)
        active = _("Active, degrees") if unit == "deg" else _("Active, mm")
        self._active = NumberRow(active, quick_degrees(movement), unit=unit)
        self._active.edited.connect(self._measure)
        rows.addWidget(LabelledRow(active, self._active))
        self._pain = ScaleRow(_("Pain"), show_label=False)
        self._pain.edited.connect(lambda number: self._change(pain=number))
        rows.addWidget(LabelledRow(_("Pain, 0 to 10"), self._pain))
        self._limit = KeyChips(
            choices_of(book.vocabularies.get("range_limits")), multiple=False, lines=2, label=_("Limit")
        )
        self._limit.edited.connect(lambda keys: self._change(limit=keys[0] if keys else ""))
        rows.addWidget(LabelledRow(_("Or by eye"), self._limit))
        self._more = Fold(_("Passive, end feel, note"), self._build_more)
        rows.addWidget(self._more)
        self._active.set_value(value.active)
        self._pain.set_value(value.pain if value.pain is not None and 0 <= value.pain <= 10 else None)
        self._limit.show_key(value.limit)
        if value.passive is not None or value.end_feel or value.note:
            self._more.set_open(True)

    def value(self) -> RangeOfMotion:
        """The measurements."""
        return self._value

    def active(self) -> NumberRow:
        """The row of the active range."""
        return self._active

    def type_digit(self, digit: str) -> None:
        """Begin the active range with a digit typed on the cell."""
        editor = self._active.field().editor()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.selectAll()
        editor.insert(digit)
        editor.textEdited.emit(editor.text())

    def _build_more(self) -> QWidget:
        box = QWidget()
        rows = column(box, step=2)
        unit = unit_of(catalogue().movements.get(self._value.movement))
        passive = NumberRow(_("Passive"), (), unit=unit)
        passive.set_value(self._value.passive)
        passive.edited.connect(lambda number: self._change(passive=None if number is None else float(number)))
        rows.addWidget(LabelledRow(_("Passive"), passive))
        feel = KeyChips(
            choices_of(catalogue().vocabularies.get("end_feel")), multiple=False, lines=2, label=_("End feel")
        )
        feel.show_key(self._value.end_feel)
        feel.edited.connect(lambda keys: self._change(end_feel=keys[0] if keys else ""))
        rows.addWidget(LabelledRow(_("End feel"), feel))
        note = TextArea(_("Note"), show_label=False, min_lines=1)
        note.set_text(self._value.note)
        note.edited.connect(lambda text: self._change(note=text))
        rows.addWidget(LabelledRow(_("Note"), note))
        return box

    def _measure(self, number: Any) -> None:
        """A number takes the place of "within normal limits", which was pressed for all movements at once: beside 40
        of 60 degrees it would be untrue."""
        judged = self._value.limit
        if number is not None and self._value.active is None and judged == "wnl":
            judged = ""
            self._limit.show_key("")
        self._change(active=None if number is None else float(number), limit=judged)

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


def find_motion(motions: Sequence[RangeOfMotion], movement: str, side: str, when: str) -> RangeOfMotion | None:
    """The measurement of one movement on one side at one time."""
    wanted = (movement, side, when)
    return next((each for each in motions if (each.movement, each.side, each.when) == wanted), None)


class MotionGrid(QWidget):
    """`edited` carries the tuple of measurements; those of unknown movements, sides or times stay in it."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: tuple[RangeOfMotion, ...] = ()
        self._last: tuple[RangeOfMotion, ...] = ()
        self._joint = ""
        book = catalogue()
        rows = column(self, step=2)
        self._joints = KeyChips(
            [(key, str(joint.label)) for key, joint in book.joints.items()],
            multiple=False,
            optional=False,
            label=_("Joint"),
        )
        self._joints.edited.connect(self._choose_joint)
        rows.addWidget(self._joints)
        self._when = PillTabs(
            [("before", _("Before treatment")), ("after", _("After treatment"))], name=_("When measured")
        )
        self._when.chosen.connect(lambda _key: self._close())
        rows.addWidget(self._when)
        self._grid = CellGrid()
        self._grid.chosen.connect(lambda key, side: self._open(key, side))
        self._grid.typed.connect(self._open_typing)
        rows.addWidget(self._grid)
        self._full = Button(_("All others within normal limits"), "secondary", icon="check", compact=True)
        self._full.clicked.connect(self._set_full)
        self._foot = FlowLayout()
        self._foot.addWidget(self._full)
        rows.addLayout(self._foot)
        self._opened: tuple[str, str] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._turn(next(iter(book.joints), ""))

    def foot(self) -> FlowLayout:
        """The line of buttons under all."""
        return self._foot

    def value(self) -> tuple[RangeOfMotion, ...]:
        """The measurements."""
        return self._value

    def set_value(self, value: Sequence[RangeOfMotion]) -> None:
        """Show these; says nothing back. The first measured joint is turned to."""
        self._value = tuple(value)
        book = catalogue()
        measured = [book.movements[each.movement].joint for each in value if each.movement in book.movements]
        if measured and self._joint not in measured:
            self._turn(measured[0])
        self._opened = None
        self._grid.close()
        self._tell()

    def set_places(self, places: Sequence[Place]) -> None:
        """Offer the joints around these places first, and turn to the first of them while nothing is measured."""
        book = catalogue()
        near = book.joints_near(place.region for place in places)
        ordered = in_order((), (*near, *book.joints))
        self._joints.offer([(key, str(book.joints[key].label)) for key in ordered])
        if near and not self._value:
            self._turn(near[0])
        self._joints.show_key(self._joint)

    def set_previous(self, value: Sequence[RangeOfMotion]) -> None:
        """Show in each cell what the last visit measured, before and after its treatment; while nothing is measured
        today, turn to the joint that was."""
        self._last = tuple(value)
        book = catalogue()
        then = [book.movements[each.movement].joint for each in value if each.movement in book.movements]
        if then and not self._value and self._joint not in then:
            self._turn(then[0])
        self._tell()

    def turn_to(self, joint: str) -> None:
        """Show the movements of a joint."""
        self._turn(joint)

    def grid(self) -> CellGrid:
        """The table of cells."""
        return self._grid

    def editor(self) -> MotionEditor | None:
        """The editor that is open."""
        return self.findChild(MotionEditor)

    def _choose_joint(self, keys: Any) -> None:
        if keys:
            self._turn(keys[0])

    def _turn(self, joint: str) -> None:
        self._joint = joint
        self._opened = None
        self._joints.show_key(joint)
        movements = [each for each in catalogue().movements.values() if each.joint == joint]
        lines = []
        for each in movements:
            usual = _("usual {value}").format(value=degrees_words(each.normal, each.unit))
            name = str(each.label)
            sides = (
                (("left", _("{name}, left").format(name=name)), ("right", _("{name}, right").format(name=name)))
                if each.per_side
                else (("", name),)
            )
            lines.append(CellLine(each.key, str(each.short), usual, sides))
        self._grid.set_lines(lines, sides=any(each.per_side for each in movements))
        self._tell()

    def _find(self, movement: str, side: str, when: str) -> RangeOfMotion | None:
        return find_motion(self._value, movement, side, when)

    def _tell(self) -> None:
        for (movement, side), cell in self._grid.cells().items():
            unit = unit_of(catalogue().movements.get(str(movement)))
            found = [self._find(str(movement), side, when) for when in WHENS]
            told = [motion_words(each, unit) for each in found if each is not None]
            if found[0] is None and found[1] is not None:
                told = [_("after {value}").format(value=told[0])]
            cell.tell(" → ".join(told))
            last = [find_motion(self._last, str(movement), side, when) for when in WHENS]
            cell.set_last(" → ".join(motion_words(each, unit) for each in last if each is not None))

    def _close(self) -> None:
        self._opened = None
        self._grid.close()

    def _open(self, movement: Any, side: str) -> MotionEditor | None:
        key = str(movement)
        if self._opened == (key, side):
            self._close()
            return None
        when = self._when.current()
        value = self._find(key, side, when) or RangeOfMotion(movement=key, side=side, when=when)
        editor = MotionEditor(value)
        editor.edited.connect(self._take)
        self._grid.open(key, side, editor)
        self._opened = (key, side)
        return editor

    def _open_typing(self, movement: Any, side: str, digit: str) -> None:
        if self._opened == (str(movement), side):
            self._close()
        editor = self._open(movement, side)
        if editor is not None:
            editor.type_digit(digit)

    def _take(self, motion: Any) -> None:
        was = self._find(motion.movement, motion.side, motion.when)
        empty = motion == RangeOfMotion(movement=motion.movement, side=motion.side, when=motion.when)
        if was is None:
            self._value = self._value if empty else (*self._value, motion)
        else:
            kept = [None if each is was and empty else motion if each is was else each for each in self._value]
            self._value = tuple(each for each in kept if each is not None)
        self._tell()
        self.edited.emit(self._value)

    def _set_full(self) -> None:
        when = self._when.current()
        new = tuple(
            RangeOfMotion(movement=str(movement), side=side, when=when, limit="wnl")
            for movement, side in self._grid.cells()
            if self._find(str(movement), side, when) is None
        )
        if new:
            self._value = (*self._value, *new)
            self._close()
            self._tell()
            self.edited.emit(self._value)
