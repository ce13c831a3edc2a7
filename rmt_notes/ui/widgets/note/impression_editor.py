"""One clinical impression with its qualifiers: stage, side, irritability, trend, grade or pattern, and what speaks for
it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.assessment import Impression
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column, readable
from rmt_notes.ui.widgets.note.row_list import RowEditor
from rmt_notes.ui.widgets.note.value_row import RowLook

QUALIFIERS = ("stage", "side", "irritability", "trend")


def qualifier_words(name: str, key: str) -> str:
    """One qualifier in words; an unknown key stays readable."""
    words = catalogue().qualifiers[name].get(key) if name in catalogue().qualifiers else None
    return str(words) if words is not None else readable(key)


def impression_look(value: Impression) -> RowLook:
    """An impression on one line."""
    book = catalogue()
    pills = [qualifier_words(name, getattr(value, name)) for name in QUALIFIERS if getattr(value, name)]
    if value.grade:
        pills.append(_("grade {grade}").format(grade=value.grade))
    if value.sub:
        pills.append(book.words("posture_patterns", value.sub))
    return RowLook(book.words("impressions", value.key), tuple(pills), right="")


class ImpressionEditor(RowEditor):
    """Shows an `Impression`; only what the catalogue offers for it is asked."""

    def __init__(self, value: Impression, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        entry = catalogue().impressions.get(value.key)
        rows = column(self, step=2)
        self._chips: dict[str, KeyChips] = {}
        self._add(rows, "stage", _("Stage"), choices_of(catalogue().qualifiers.get("stage")))
        self._add(rows, "side", _("Side"), choices_of(catalogue().qualifiers.get("side")))
        self._add(rows, "irritability", _("Irritability"), choices_of(catalogue().qualifiers.get("irritability")))
        if entry is not None and entry.grades:
            self._add(rows, "grade", _("Grade"), tuple((key, f"{key}: {words}") for key, words in entry.grades.items()))
        if entry is not None and entry.patterns:
            patterns = tuple((key, catalogue().words("posture_patterns", key)) for key in entry.patterns)
            self._add(rows, "sub", _("Pattern"), patterns)
        if entry is not None and entry.criteria:
            told = "; ".join(str(words) for words in entry.criteria.values())
            rows.addWidget(
                Label(_("Speaks for it: {criteria}").format(criteria=told), "hint", token="muted", wrap=True)
            )
        self._supported = TextArea(_("Findings that support it"), min_lines=1)
        self._supported.edited.connect(lambda text: self._change(supported_by=text))
        rows.addWidget(self._supported)
        self._note = TextArea(_("Note"), min_lines=1)
        self._note.edited.connect(lambda text: self._change(note=text))
        rows.addWidget(self._note)
        self.set_value(value)

    def _add(self, rows: Any, field: str, label: str, choices: tuple[tuple[str, str], ...]) -> None:
        chips = KeyChips(choices, multiple=False, label=label)
        chips.edited.connect(lambda keys, field=field: self._choose(field, keys))
        rows.addWidget(LabelledRow(label, chips))
        self._chips[field] = chips

    def value(self) -> Impression:
        return self._value

    def set_value(self, value: Impression) -> None:
        self._value = value
        for field, chips in self._chips.items():
            chips.show_keys((getattr(value, field),))
        self._supported.set_text(value.supported_by)
        self._note.set_text(value.note)

    def focus_first(self) -> None:
        next(iter(self._chips.values())).setFocus()

    def _choose(self, field: str, keys: Any) -> None:
        chosen = keys[0] if isinstance(keys, tuple) and keys else keys if isinstance(keys, str) else ""
        self._change(**{field: chosen or ""})

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


def impression_choices() -> tuple[tuple[str, str], ...]:
    """Every impression of the catalogue with its words."""
    return tuple((key, str(entry.label)) for key, entry in catalogue().impressions.items())
