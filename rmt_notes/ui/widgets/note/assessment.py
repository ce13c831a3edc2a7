"""Assessment: the clinical impression within scope, and the change since the last visit."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.assessment import Impression
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.suggestions import support_for
from rmt_notes.clinical.visit import Assessment, Note
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.note.carry import carry_assessment
from rmt_notes.ui.widgets.note.impression_editor import ImpressionEditor, impression_choices, impression_look
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.pieces import LabelledRow, choices_of, readable, stack
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.note.section import NoteSection
from rmt_notes.ui.widgets.segmented import Segmented

SUGGESTED = (
    "nslbp_chronic",
    "nslbp_acute",
    "neck_pain_mechanical",
    "myofascial_pain",
    "postural_pattern",
    "muscle_strain",
)
"""Offered first: what the source article speaks of most; the others are behind "More"."""


class AssessmentSection(NoteSection):
    """Shows an `Assessment`. Impressions are chosen as chips and qualified in their rows; nothing is chosen by
    itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Assessment"), "", Assessment(), parent)
        self._note = Note()
        trends = choices_of(catalogue().qualifiers.get("trend"))
        self._trends = tuple(key for key, _words in trends)
        self._trend = Segmented(trends, label=_("Since the last visit"))
        self._trend.edited.connect(lambda key: self._change(change=key or ""))
        self.card.add(self._trend)
        self._picker = KeyPicker(_("Clinical impression"), impression_choices, SUGGESTED, lines=2)
        self._picker.edited.connect(self._choose)
        self._rows = RowList(
            impression_look,
            lambda value: ImpressionEditor(value, lambda key: support_for(key, self._note)),
            same=lambda one, other: one.key == other.key,
        )
        self._rows.edited.connect(self._take_rows)
        self._mark_list(self._rows, "impressions")
        self.card.add(stack(LabelledRow(_("Clinical impression"), self._picker), self._rows))
        self._notes = TextArea(_("Reasoning and notes"), min_lines=1)
        self._notes.edited.connect(lambda text: self._change(notes=text))
        self.card.add(self._notes)
        self._can_focus("impressions", self._picker)
        self._can_focus("change", self._trend)
        self._can_focus("notes", self._notes)
        self._refresh()

    def set_findings(self, note: Note) -> None:
        """What the note holds by now: an impression tells what of it speaks for it."""
        self._note = note
        for editor in self._rows.editors():
            if isinstance(editor, ImpressionEditor):
                editor.show_support()

    def _choose(self, keys: Any) -> None:
        kept = tuple(one for one in self._value.impressions if one.key in keys)
        there = {one.key for one in kept}
        self._change(impressions=(*kept, *(Impression(key=key) for key in keys if key not in there)))
        self._rows.set_values(self._value.impressions)

    def _take_rows(self, values: Any) -> None:
        self._change(impressions=tuple(values))
        self._picker.set_values(tuple(one.key for one in values))

    def _show(self) -> None:
        value: Assessment = self._value
        self._trend.set_value(value.change if value.change in self._trends else None)
        self._picker.set_values(tuple(one.key for one in value.impressions))
        self._rows.set_values(value.impressions)
        self._notes.set_text(value.notes)

    def _strange(self) -> tuple[str, ...]:
        change = self._value.change
        return (_("change “{value}”").format(value=readable(change)),) if change and change not in self._trends else ()

    def _show_previous(self) -> None:
        self._trend.setVisible(self._previous is not None or bool(self._value.change))

    def _carry(self, previous: Any, now: Any) -> Assessment:
        return carry_assessment(previous, now)
