"""Strength: muscles tested by hand, their grade, and what resisting did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.assessment import Strength
from rmt_notes.clinical.body_search import also_muscle
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.parameter_control import all_structures
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column, lower_first, stack
from rmt_notes.ui.widgets.note.place_picker import side_words
from rmt_notes.ui.widgets.note.row_list import RowEditor, RowList
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.segmented import Segmented

SIDES = ("left", "right", "bilateral")


def strength_look(found: Strength) -> RowLook:
    """One muscle on one line."""
    book = catalogue()
    pills = [lower_first(side_words(found.side))] if found.side else []
    if found.grade is not None:
        pills.append(f"{found.grade}/5")
    if found.resisted:
        pills.append(lower_first(book.words("resisted", found.resisted)))
    if found.pain is not None:
        pills.append(_("pain {value}").format(value=found.pain))
    if found.note:
        pills.append(found.note)
    missing = () if found.grade is not None or found.resisted or found.note else (_("grade?"),)
    return RowLook(book.structure(found.muscle).replace("_", " "), tuple(pills), missing=missing)


def contractile() -> tuple[tuple[str, str], ...]:
    """Every muscle and muscle group with its words, without what cannot contract."""
    return tuple((key, words) for key, words in all_structures() if can_contract(key))


def can_contract(structure: str) -> bool:
    """Whether there is a strength to grade: tendons, ligaments and bands have none."""
    return structure not in catalogue().subsets["passive"].keys


class StrengthEditor(RowEditor):
    """Shows a `Strength`."""

    def __init__(self, value: Strength, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        book = catalogue()
        rows = column(self, step=2)
        self._side = Segmented([(side, side_words(side)) for side in SIDES], label=_("Side"), show_label=False)
        self._side.edited.connect(lambda side: self._change(side=side or ""))
        rows.addWidget(LabelledRow(_("Side"), self._side))
        self._grade = ScaleRow(_("Strength"), low=0, high=5, show_label=False)
        self._grade.edited.connect(self._choose_grade)
        self._told = Label("", "hint", token="muted", wrap=True)
        rows.addWidget(LabelledRow(_("Strength, 0 to 5"), stack(self._grade, self._told, step=1)))
        self._resisted = KeyChips(
            choices_of(book.vocabularies.get("resisted")), multiple=False, lines=4, label=_("Resisted")
        )
        self._resisted.edited.connect(lambda keys: self._change(resisted=keys[0] if keys else ""))
        rows.addWidget(LabelledRow(_("Resisted"), self._resisted))
        self._pain = ScaleRow(_("Pain"), show_label=False)
        self._pain.edited.connect(lambda value: self._change(pain=value))
        rows.addWidget(LabelledRow(_("Pain, 0 to 10"), self._pain))
        self._note = TextArea(_("Note"), show_label=False, min_lines=1)
        self._note.edited.connect(lambda text: self._change(note=text))
        rows.addWidget(LabelledRow(_("Note"), self._note))
        self.set_value(value)

    def value(self) -> Strength:
        return self._value

    def set_value(self, value: Strength) -> None:
        self._value = value
        self._side.set_value(value.side if value.side in SIDES else None)
        self._grade.set_value(value.grade if value.grade is not None and 0 <= value.grade <= 5 else None)
        self._resisted.show_key(value.resisted)
        self._pain.set_value(value.pain if value.pain is not None and 0 <= value.pain <= 10 else None)
        self._note.set_text(value.note)
        self._tell_grade()

    def focus_first(self) -> None:
        self._side.segment("left").setFocus()

    def _tell_grade(self) -> None:
        words = catalogue().vocabularies.get("strength", {})
        self._told.setText(str(words.get(str(self._value.grade), "")))
        self._told.setVisible(bool(self._told.text()))

    def _choose_grade(self, grade: Any) -> None:
        self._change(grade=grade)
        self._tell_grade()

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


class StrengthList(QWidget):
    """`edited` carries the tuple of muscles tested."""

    edited = Signal(object)

    def __init__(self, muscles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = column(self, step=2)
        self.rows = RowList(strength_look, StrengthEditor, same=lambda one, other: one.muscle == other.muscle)
        self.rows.edited.connect(self.edited)
        rows.addWidget(self.rows)
        self._add = KeyPicker(
            _("Test a muscle"), contractile, muscles, add_only=True, free=True, lines=2, also=also_muscle
        )
        self._add.edited.connect(lambda keys: self.rows.add(Strength(muscle=keys[0])))
        rows.addWidget(self._add)
        self._full = Button(_("All others offered here 5 of 5, both sides"), "secondary", icon="check", compact=True)
        self._full.clicked.connect(self._set_full)
        self._foot = FlowLayout()
        self._foot.addWidget(self._full)
        rows.addLayout(self._foot)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def foot(self) -> FlowLayout:
        """The line of buttons under all."""
        return self._foot

    def value(self) -> tuple[Strength, ...]:
        """The muscles tested."""
        return tuple(self.rows.values())

    def set_value(self, value: Sequence[Strength]) -> None:
        """Show these; says nothing back."""
        self.rows.set_values(value)

    def set_muscles(self, muscles: Sequence[str]) -> None:
        """Offer these muscles first."""
        self._add.set_suggested(muscles)

    def _set_full(self) -> None:
        """Record full strength of every muscle offered in sight that nothing is recorded of yet: what waits behind
        "More" nobody has read, let alone tested."""
        done = {each.muscle for each in self.value()}
        new = [Strength(muscle=key, side="bilateral", grade=5) for key in self._add.in_sight() if key not in done]
        if new:
            self.rows.set_values((*self.value(), *new))
            self.rows.emit_edited()
