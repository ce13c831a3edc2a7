"""One clinical impression with its qualifiers: stage, side, irritability, trend, grade or pattern, and what speaks for
it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.assessment import Impression
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.suggestions import Support
from rmt_notes.clinical.wording import lower_first
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column, readable
from rmt_notes.ui.widgets.note.row_list import RowEditor
from rmt_notes.ui.widgets.note.value_row import RowLook

Supports = Callable[[str], Sequence[Support]]
"""What of an impression's criteria is recorded in this note."""

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


def support_words(found: Sequence[Support]) -> str:
    """What was recorded for an impression, what against it and what not at all, each on a line of its own."""
    kinds = (
        (_("Recorded so: {criteria}"), True),
        (_("Recorded otherwise: {criteria}"), False),
        (_("Not recorded: {criteria}"), None),
    )
    told = [(words, "; ".join(lower_first(each.label) for each in found if each.met is met)) for words, met in kinds]
    return "\n".join(words.format(criteria=criteria) for words, criteria in told if criteria)


class ImpressionEditor(RowEditor):
    """Shows an `Impression`; only what the catalogue offers for it is asked. `supports` tells what of its criteria is
    recorded in the note; the therapist takes it over or not."""

    def __init__(self, value: Impression, supports: Supports = lambda _key: (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self._supports = supports
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
        self._told = Label("", "hint", token="muted", wrap=True)
        rows.addWidget(self._told)
        self._use = Button(_("Use what supports it"), "quiet", icon="check")
        self._use.clicked.connect(self._take_support)
        rows.addWidget(self._use, 0, Qt.AlignmentFlag.AlignLeft)
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
        self.show_support()

    def show_support(self) -> None:
        """Tell anew what is recorded: the findings changed."""
        found = self._supports(self._value.key)
        self._told.setText(support_words(found))
        self._told.setVisible(bool(found))
        self._use.setVisible(bool(self._new_support()))

    def _new_support(self) -> str:
        """What speaks for it and does not stand in the text yet."""
        said = self._value.supported_by.casefold()
        labels = [lower_first(each.label) for each in self._supports(self._value.key) if each.met]
        return "; ".join(label for label in labels if label.casefold() not in said)

    def _take_support(self) -> None:
        kept = self._value.supported_by.rstrip(" ;")
        self._change(supported_by="; ".join(part for part in (kept, self._new_support()) if part))
        self._supported.set_text(self._value.supported_by)

    def focus_first(self) -> None:
        next(iter(self._chips.values())).setFocus()

    def _choose(self, field: str, keys: Any) -> None:
        chosen = keys[0] if isinstance(keys, tuple) and keys else keys if isinstance(keys, str) else ""
        self._change(**{field: chosen or ""})

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self._use.setVisible(bool(self._new_support()))
            self.edited.emit(changed)


def impression_choices() -> tuple[tuple[str, str], ...]:
    """Every impression of the catalogue with its words."""
    return tuple((key, str(entry.label)) for key, entry in catalogue().impressions.items())
