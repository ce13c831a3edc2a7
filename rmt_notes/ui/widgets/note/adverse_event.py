"""Something untoward, recorded with what was done about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.techniques import AdverseEvent
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.note import phrases
from rmt_notes.ui.widgets.note.phrase_field import PhraseField
from rmt_notes.ui.widgets.note.pieces import LabelledRow, choices_of, column
from rmt_notes.ui.widgets.segmented import Segmented


class AdverseEventEditor(QWidget):
    """`edited` carries the event, or None when it was taken back."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: AdverseEvent | None = None
        self._built = False
        self._rows = column(self, step=2)

    def value(self) -> AdverseEvent | None:
        """The event, or None."""
        return self._value

    def set_value(self, value: AdverseEvent | None) -> None:
        """Show an event, or none; says nothing back."""
        self._value = value
        if value is None:
            return
        if not self._built:
            self._build()
        self._what.set_text(value.what)
        known = [key for key, _words in self._severities]
        self._severity.set_value(value.severity if value.severity in known else None)
        self._onset.set_text(value.onset)
        self._action.set_text(value.action)
        self._told.set_text(value.told)
        self._follow_up.set_text(value.follow_up)

    def _build(self) -> None:
        self._built = True
        self._what = TextArea(_("What happened"), min_lines=1)
        self._what.edited.connect(lambda text: self._change(what=text))
        self._severities = choices_of(catalogue().vocabularies.get("adverse_event_severities"))
        self._severity = Segmented(self._severities, label=_("Severity"), optional=False)
        self._severity.edited.connect(lambda key: self._change(severity=key or ""))
        self._onset = PhraseField(_("When it began"), phrases.adverse_onsets())
        self._onset.edited.connect(lambda text: self._change(onset=text))
        self._action = PhraseField(_("What was done"), phrases.adverse_actions())
        self._action.edited.connect(lambda text: self._change(action=text))
        self._told = PhraseField(_("Who was told"), phrases.adverse_told())
        self._told.edited.connect(lambda text: self._change(told=text))
        self._follow_up = TextArea(_("Follow-up"), min_lines=1)
        self._follow_up.edited.connect(lambda text: self._change(follow_up=text))
        take_back = Button(_("Take the adverse event back"), "quiet", icon="undo-2")
        take_back.clicked.connect(self._take_back)
        for widget in (
            self._what,
            self._severity,
            LabelledRow(_("When it began"), self._onset),
            LabelledRow(_("What was done"), self._action),
            LabelledRow(_("Who was told"), self._told),
            self._follow_up,
        ):
            self._rows.addWidget(widget)
        self._rows.addWidget(take_back, 0, Qt.AlignmentFlag.AlignLeft)

    def _take_back(self) -> None:
        self._value = None
        self.edited.emit(None)

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value or AdverseEvent(what="", severity=""), **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)
