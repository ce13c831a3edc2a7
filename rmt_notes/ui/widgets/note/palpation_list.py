"""Palpation: places touched, and in each what the hands found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.assessment import Palpation
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_search import also_muscle, also_region
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea, TextField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.parameter_control import all_structures
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column, lower_first
from rmt_notes.ui.widgets.note.place_picker import place_words, region_words, side_words, sides_of
from rmt_notes.ui.widgets.note.row_list import RowEditor, RowList
from rmt_notes.ui.widgets.note.section import Fold
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.segmented import Segmented


def all_regions() -> tuple[tuple[str, str], ...]:
    """Every region with its words."""
    return tuple((key, str(region.label)) for key, region in catalogue().regions.items())


def palpation_look(found: Palpation) -> RowLook:
    """One palpation on one line."""
    book = catalogue()
    pills = []
    if found.structure:
        pills.append(book.structure(found.structure).replace("_", " "))
    for kind, key in (("texture", found.texture), ("tone", found.tone)):
        if key:
            pills.append(lower_first(book.words(kind, key)))
    if found.temperature:
        pills.append(_("temperature {value}").format(value=lower_first(book.words("temperature", found.temperature))))
    if found.tenderness is not None:
        pills.append(_("tenderness {grade} of 4").format(grade=found.tenderness))
    if found.trigger_point:
        kind = lower_first(book.words("trigger_point_types", found.trigger_point))
        pills.append(_("trigger point, {kind}").format(kind=kind))
    if found.referral:
        pills.append(_("refers to {where}").format(where=found.referral))
    if found.length:
        pills.append(lower_first(book.words("muscle_length", found.length)))
    if found.note:
        pills.append(found.note)
    missing = (_("side?"),) if not found.place.side else ()
    return RowLook(place_words(found.place), tuple(pills), missing=missing)


class PalpationEditor(RowEditor):
    """Shows a `Palpation`."""

    def __init__(self, value: Palpation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        book = catalogue()
        rows = column(self, step=2)
        region = value.place.region
        sides = sides_of(region)
        offered = sides if not value.place.side or value.place.side in sides else (*sides, value.place.side)
        self._side = Segmented(
            [(side, side_words(side)) for side in offered],
            label=_("Side of {region}").format(region=region_words(region)),
            show_label=False,
            optional=False,
        )
        self._side.edited.connect(lambda side: self._change(place=Place(region, side or "")))
        rows.addWidget(LabelledRow(_("Side"), self._side))
        self._structure = KeyPicker(
            _("Structure"), all_structures, book.muscles_in((region,)), single=True, free=True, also=also_muscle
        )
        self._structure.edited.connect(lambda keys: self._change(structure=keys[0] if keys else ""))
        rows.addWidget(LabelledRow(_("Structure"), self._structure))
        self._texture = self._chips(rows, _("Texture"), "texture", choices_of(book.palpation.get("texture")))
        self._tone = self._chips(rows, _("Tone"), "tone", choices_of(book.palpation.get("tone")), lines=2)
        tender = choices_of(book.palpation.get("tenderness"))
        self._tenderness = KeyChips(tender, multiple=False, lines=2, label=_("Tenderness"))
        self._tenderness.edited.connect(lambda keys: self._change(tenderness=int(keys[0]) if keys else None))
        rows.addWidget(LabelledRow(_("Tenderness"), self._tenderness))
        points = choices_of(book.vocabularies.get("trigger_point_types"))
        self._point = KeyChips(points, multiple=False, label=_("Trigger point"))
        self._point.edited.connect(lambda keys: self._change(trigger_point=keys[0] if keys else ""))
        self._referral = TextField(
            _("Refers to"), placeholder=_("refers to, for instance the right buttock"), show_label=False
        )
        self._referral.edited.connect(lambda text: self._change(referral=text))
        rows.addWidget(LabelledRow(_("Trigger point"), self._point))
        self._referral_row = LabelledRow(_("Refers to"), self._referral)
        rows.addWidget(self._referral_row)
        self._length = self._chips(rows, _("Length"), "length", choices_of(book.vocabularies.get("muscle_length")))
        self._temperature: KeyChips | None = None
        self._note: TextArea | None = None
        self._more = Fold(_("Temperature and note"), self._build_more)
        rows.addWidget(self._more)
        self.set_value(value)
        if value.temperature or value.note:
            self._more.set_open(True)

    def _chips(self, rows: Any, label: str, field: str, choices: Sequence[tuple[str, str]], lines: int = 1) -> KeyChips:
        chips = KeyChips(choices, multiple=False, lines=lines, label=label)
        chips.edited.connect(lambda keys: self._change(**{field: keys[0] if keys else ""}))
        rows.addWidget(LabelledRow(label, chips))
        return chips

    def _build_more(self) -> QWidget:
        box = QWidget()
        rows = column(box, step=2)
        choices = choices_of(catalogue().palpation.get("temperature"))
        self._temperature = self._chips(rows, _("Temperature"), "temperature", choices)
        self._note = TextArea(_("Note"), show_label=False, min_lines=1)
        self._note.edited.connect(lambda text: self._change(note=text))
        rows.addWidget(LabelledRow(_("Note"), self._note))
        self._temperature.show_key(self._value.temperature)
        self._note.set_text(self._value.note)
        return box

    def value(self) -> Palpation:
        return self._value

    def set_value(self, value: Palpation) -> None:
        self._value = value
        self._side.set_value(value.place.side or None)
        self._structure.set_values((value.structure,) if value.structure else ())
        self._texture.show_key(value.texture)
        self._tone.show_key(value.tone)
        self._tenderness.show_key("" if value.tenderness is None else str(value.tenderness))
        self._point.show_key(value.trigger_point)
        self._referral.set_text(value.referral)
        self._length.show_key(value.length)
        if self._temperature is not None and self._note is not None:
            self._temperature.show_key(value.temperature)
            self._note.set_text(value.note)
        self._referral_row.setVisible(bool(value.trigger_point or value.referral))

    def focus_first(self) -> None:
        self._side.segment(sides_of(self._value.place.region)[0]).setFocus()

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self._referral_row.setVisible(bool(changed.trigger_point or changed.referral))
            self.edited.emit(changed)


class PalpationList(QWidget):
    """`edited` carries the tuple of palpations."""

    edited = Signal(object)

    def __init__(self, regions: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = column(self, step=2)
        self.rows = RowList(
            palpation_look, PalpationEditor, same=lambda one, other: one.place.region == other.place.region
        )
        self.rows.edited.connect(self.edited)
        rows.addWidget(self.rows)
        self._add = KeyPicker(_("Palpate"), all_regions, regions, add_only=True, lines=2, also=also_region)
        self._add.edited.connect(lambda keys: self.rows.add(Palpation(place=Place(keys[0]))))
        rows.addWidget(self._add)
        self._places: tuple[Place, ...] = ()
        self._normal = Button(_("Places of the complaint normal, not tender"), "secondary", icon="check", compact=True)
        self._normal.clicked.connect(self._set_normal)
        self._normal.hide()
        self._foot = FlowLayout()
        self._foot.addWidget(self._normal)
        rows.addLayout(self._foot)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def foot(self) -> FlowLayout:
        """The line of buttons under all."""
        return self._foot

    def value(self) -> tuple[Palpation, ...]:
        """The palpations."""
        return tuple(self.rows.values())

    def set_value(self, value: Sequence[Palpation]) -> None:
        """Show these; says nothing back."""
        self.rows.set_values(value)

    def set_places(self, places: Sequence[Place]) -> None:
        """The places of the complaint: one press records that nothing is found there."""
        self._places = tuple(places)
        self._normal.setVisible(bool(places))

    def _set_normal(self) -> None:
        done = {each.place for each in self.value()}
        new = [Palpation(place=place, tone="normal", tenderness=0) for place in self._places if place not in done]
        if new:
            self.rows.set_values((*self.value(), *new))
            self.rows.emit_edited()

    def set_regions(self, regions: Sequence[str]) -> None:
        """Offer these regions first."""
        self._add.set_suggested(regions)
