"""The rows of a therapist's own words in the settings: phrases and templates, each told in one line, edited below
it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.phrasebook import LONGEST_NAME, Phrase
from rmt_notes.clinical.plan import HomeCare
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.templates import SECTIONS, Template, TemplatePart, template_trouble
from rmt_notes.clinical.visit import KINDS
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import TextArea, TextField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.number_row import NumberRow
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, column, stack
from rmt_notes.ui.widgets.note.plan_rows import usual_dose
from rmt_notes.ui.widgets.note.row_list import RowEditor
from rmt_notes.ui.widgets.note.section import Fold
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.visit_words import kind_words


def phrase_look(value: Phrase) -> RowLook:
    """A phrase on one line."""
    missing = tuple(words for words, text in ((_("name"), value.name), (_("words"), value.text)) if not text.strip())
    return RowLook(value.name or _("New phrase"), text=" ".join(value.text.split()), missing=missing)


class PhraseEditor(RowEditor):
    """Shows a `Phrase`."""

    def __init__(self, value: Phrase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        rows = column(self, step=2)
        self._name = TextField(_("Name"), hint=_("What you type after the slash to find it."))
        self._name.editor().setMaxLength(LONGEST_NAME)
        self._text = TextArea(_("Words"), min_lines=2)
        rows.addWidget(self._name)
        rows.addWidget(self._text)
        place = Button(_("Place to fill in"), "quiet", icon="plus")
        place.setToolTip(_("Marked words become a place in square brackets"))
        place.clicked.connect(self._add_place)
        line = QHBoxLayout()
        line.addWidget(place)
        line.addWidget(Label(_("[side], [minutes]: Tab leads from one to the next."), "hint", token="muted"))
        line.addStretch(1)
        rows.addLayout(line)
        self._name.edited.connect(lambda text: self._change(name=text))
        self._text.edited.connect(lambda text: self._change(text=text))
        self.set_value(value)

    def value(self) -> Phrase:
        return self._value

    def set_value(self, value: Phrase) -> None:
        self._value = value
        self._name.set_text(value.name)
        self._text.set_text(value.text)

    def focus_first(self) -> None:
        self._name.editor().setFocus()

    def _add_place(self) -> None:
        marked = self._text.marked().strip("[]") or _("place")
        self._text.insert(f"[{marked}]")
        self._text.editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


def template_look(value: Template) -> RowLook:
    """A template on one line."""
    pills = [kind_words(value.kind) if value.kind else _("any visit")]
    if value.at_once:
        pills.append(_("applied by itself"))
    return RowLook(value.name or _("New template"), tuple(pills), missing=() if value.name.strip() else (_("name"),))


def _section_words(key: str) -> str:
    return {
        "subjective": _("Subjective"),
        "objective": _("Objective"),
        "treatment": _("Treatment"),
        "assessment": _("Assessment"),
        "plan": _("Plan"),
    }[key]


class TemplateEditor(RowEditor):
    """Shows a `Template`: its kind of visit, and for each section what to look at and which words to begin with."""

    def __init__(self, value: Template, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self._rows = column(self, step=2)
        self._name = TextField(_("Name"))
        self._name.editor().setMaxLength(LONGEST_NAME)
        self._name.edited.connect(lambda text: self._change(name=text))
        self._rows.addWidget(self._name)
        self._kind = KeyChips([(kind, kind_words(kind)) for kind in KINDS], multiple=False, label=_("Kind of visit"))
        self._kind.edited.connect(lambda _keys: self._take_kind())
        self._rows.addWidget(LabelledRow(_("Kind of visit"), self._kind))
        self._at_once = Chip(_("Apply to each new visit of this kind"))
        self._at_once.clicked.connect(lambda: self._change(at_once=self._at_once.isChecked()))
        self._rows.addWidget(self._at_once, 0, Qt.AlignmentFlag.AlignLeft)
        self._trouble = Label("", "hint", "medium", "danger", wrap=True)
        self._rows.addWidget(self._trouble)
        self._prompts: dict[str, TextArea] = {}
        self._words: dict[str, TextArea] = {}
        for section in SECTIONS:
            self._rows.addWidget(self._fold(section))
        self.set_value(value)

    def _fold(self, section: str) -> Fold:
        part = self._value.part(section)
        told = _section_words(section)
        fold = Fold(told, lambda: self._build(section))
        if part.prompt or part.words:
            fold.set_open(True)
        return fold

    def _build(self, section: str) -> QWidget:
        told = _section_words(section)
        prompt = TextArea(_("Prompts"), hint=_("Shown while the note is written; no part of it."), min_lines=1)
        prompt.editor().setAccessibleName(_("{section}: prompts").format(section=told))
        words = TextArea(_("Words to begin with"), min_lines=1)
        words.editor().setAccessibleName(_("{section}: words to begin with").format(section=told))
        part = self._value.part(section)
        prompt.set_text(part.prompt)
        words.set_text(part.words)
        prompt.edited.connect(lambda text: self._take_part(section, prompt=text))
        words.edited.connect(lambda text: self._take_part(section, words=text))
        self._prompts[section], self._words[section] = prompt, words
        parts: list[QWidget] = [prompt, words]
        if section == "treatment":
            parts.append(self._build_techniques())
        elif section == "plan":
            parts.extend(self._build_plan())
        return stack(*parts)

    def _build_techniques(self) -> QWidget:
        picker = KeyPicker(_("Techniques usually given"), _all_techniques, ("swedish", "deep_tissue"), lines=2)
        picker.set_values(tuple(each.technique for each in self._value.techniques))
        picker.edited.connect(self._take_techniques)
        return LabelledRow(_("Techniques"), picker)

    def _build_plan(self) -> tuple[QWidget, ...]:
        often = TextField(_("How often"))
        often.set_text(self._value.frequency)
        often.edited.connect(lambda text: self._change(frequency=text))
        weeks = NumberRow(_("Re-assess after"), (2, 4, 6), unit=_("wk"), minimum=1, maximum=52, whole=True)
        weeks.set_value(self._value.reassess_weeks)
        weeks.edited.connect(lambda number: self._change(reassess_weeks=None if number is None else int(number)))
        length = NumberRow(_("Session length"), (30, 45, 60, 90), unit=_("min"), minimum=5, maximum=240, whole=True)
        length.set_value(self._value.session_minutes)
        length.edited.connect(lambda number: self._change(session_minutes=None if number is None else int(number)))
        care = KeyPicker(_("Home care"), _all_care, ("walking", "heat_pack"), lines=1)
        care.set_values(tuple(each.key for each in self._value.home_care))
        care.edited.connect(self._take_care)
        return (
            often,
            LabelledRow(_("Re-assess after"), weeks),
            LabelledRow(_("Session length"), length),
            LabelledRow(_("Home care"), care),
        )

    def value(self) -> Template:
        return self._value

    def set_value(self, value: Template) -> None:
        self._value = value
        self._name.set_text(value.name)
        self._kind.show_key(value.kind)
        self._at_once.setChecked(value.at_once)
        for section, area in self._prompts.items():
            area.set_text(value.part(section).prompt)
        for section, area in self._words.items():
            area.set_text(value.part(section).words)
        self._show_trouble()

    def focus_first(self) -> None:
        self._name.editor().setFocus()

    def _take_kind(self) -> None:
        kind = self._kind.value() or ""
        self._change(kind=kind, at_once=self._value.at_once and bool(kind))
        self._at_once.setChecked(self._value.at_once)

    def _take_part(self, section: str, **texts: str) -> None:
        changed = replace(self._value.part(section), **texts)
        parts = {each.section: each for each in self._value.parts} | {section: changed}
        kept = tuple(parts[key] for key in SECTIONS if key in parts and parts[key] != TemplatePart(section=key))
        self._change(parts=kept)

    def _take_techniques(self, keys: Any) -> None:
        there = {each.technique: each for each in self._value.techniques}
        self._change(techniques=tuple(there.get(key) or TechniqueApplied(technique=key) for key in keys))

    def _take_care(self, keys: Any) -> None:
        there = {each.key: each for each in self._value.home_care}
        self._change(home_care=tuple(there.get(key) or HomeCare(key=key, dose=usual_dose(key)) for key in keys))

    def _show_trouble(self) -> None:
        trouble = template_trouble(self._value)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._at_once.setEnabled(bool(self._value.kind))

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self._show_trouble()
            self.edited.emit(changed)


def _all_techniques() -> tuple[tuple[str, str], ...]:
    return tuple((key, str(entry.label)) for key, entry in catalogue().techniques.items())


def _all_care() -> tuple[tuple[str, str], ...]:
    return tuple((key, str(entry.label)) for key, entry in catalogue().home_care.items())
