"""About this visit: why the client comes, allergies, who answered and how, and the notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.health_history import DECLINED, NO, YES
from rmt_notes.clinical.intake_sheet import IntakeSheet
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextArea, TextField

NAMED = ("guardian", "other")
"""Whose name is asked as well."""


def who_word(key: str) -> str:
    """Who answered."""
    return {
        "client": _("Client"),
        "therapist": _("Therapist"),
        "guardian": _("Guardian"),
        "other": _("Somebody else"),
    }.get(key, key)


def method_word(key: str) -> str:
    """How it was answered."""
    return {"spoken": _("Spoken"), "written": _("Written"), "electronic": _("Electronic")}.get(key, key)


class AboutCard(Card):
    """`edited` carries the sheet with the new value; `notice_wanted` asks to show the notice, `form_wanted` for a
    form to fill in at home, `filled_wanted` to read one that came back."""

    edited = Signal(IntakeSheet)
    notice_wanted = Signal()
    form_wanted = Signal()
    filled_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("About this visit"), parent=parent)
        self._today = today
        self._sheet = IntakeSheet(id="0" * 32, client_id="", answered_on=today)
        self.reason = TextArea(_("Reason for care"), placeholder=_("In the client's words"), min_lines=2)
        self.goals = TextArea(_("Goals"), placeholder=_("In the client's words"), min_lines=2)
        self.add(Columns((self.reason, 1), (self.goals, 1), narrow=620))
        self.allergies = Segmented(
            [(YES, _("Listed")), (NO, _("None known")), (DECLINED, _("Declined"))],
            label=_("Allergies and sensitivities (oils, nuts, latex, tape, scents)"),
        )
        self.add(self.allergies)
        self.which = TextField(_("Which ones, and what happens"))
        self.add(self.which)
        self.who = Segmented(
            [(key, who_word(key)) for key in ("client", "therapist", "guardian", "other")], label=_("Answered by")
        )
        self.who_name = TextField(_("Name"))
        self.method = Segmented(
            [(key, method_word(key)) for key in ("spoken", "written", "electronic")], label=_("How")
        )
        self.day = DateField(_("Answered on"), leaning="past", maximum=today, placeholder="")
        self.add(Columns((self.who, 3), (self.who_name, 2), narrow=560))
        self.add(Columns((self.method, 3), (self.day, 2), narrow=560))
        line = FlowLayout()
        self.notice = Chip(_("Notice of information practices shown"))
        self.read = Button(_("Read the notice"), "quiet", icon="file-text")
        line.addWidget(self.notice)
        line.addWidget(self.read)
        self.add(line)
        forms = FlowLayout()
        self.form = Button(_("Form to fill in at home"), "quiet", icon="download")
        self.filled = Button(_("Read a filled-in form"), "quiet", icon="file-check")
        forms.addWidget(self.form)
        forms.addWidget(self.filled)
        self.add(forms)
        self._connect()

    def _connect(self) -> None:
        self.reason.edited.connect(lambda text: self._take(reason_for_care=text))
        self.goals.edited.connect(lambda text: self._take(goals=text))
        self.allergies.edited.connect(lambda key: self._take_allergies(answer=key or ""))
        self.which.edited.connect(lambda text: self._take_allergies(detail=text))
        self.who.edited.connect(lambda key: self._take(completed_by=key or ""))
        self.who_name.edited.connect(lambda text: self._take(completed_by_name=text))
        self.method.edited.connect(lambda key: self._take(method=key or ""))
        self.day.edited.connect(self._take_day)
        self.notice.clicked.connect(lambda: self._take(notice_given=self.notice.isChecked()))
        self.read.clicked.connect(self.notice_wanted)
        self.form.clicked.connect(self.form_wanted)
        self.filled.clicked.connect(self.filled_wanted)

    def set_sheet(self, sheet: IntakeSheet) -> None:
        """Show a sheet; says nothing back."""
        self._sheet = sheet
        self.reason.set_text(sheet.reason_for_care)
        self.goals.set_text(sheet.goals)
        self.allergies.set_value(sheet.allergies.answer or None)
        self.which.set_text(sheet.allergies.detail)
        self.which.setVisible(sheet.allergies.answer == YES)
        self.who.set_value(sheet.completed_by or None)
        self.who_name.set_text(sheet.completed_by_name)
        self.who_name.setVisible(sheet.completed_by in NAMED)
        self.method.set_value(sheet.method or None)
        self.notice.setChecked(sheet.notice_given)
        if not self.day.editor().hasFocus() and not self.day.problem() and self.day.value() != sheet.answered_on:
            self.day.set_value(sheet.answered_on)

    def show_day(self, sheet: IntakeSheet) -> None:
        """Show the day anew, whatever was typed in its field."""
        self.day.set_value(sheet.answered_on)

    def set_notice_needed(self, needed: bool) -> None:
        """Whether the jurisdiction asks for the notice; it may be shown in any case."""
        self.notice.setAccessibleDescription(_("needed here") if needed else _("not required here"))

    def check(self) -> bool:
        """Whether the day is one that can be kept; says what is wrong beside the field."""
        self.day.set_limits(None, self._today)  # looks at what is typed even while the caret is still in the field
        if self.day.value() is None and not self.day.problem():
            self.day.set_problem(_("Say on which day it was answered."))
        return self.day.value() is not None

    def focus_field(self, field: str) -> None:
        """Put the caret into a field of the sheet."""
        goal: dict[str, QWidget] = {
            "reason_for_care": self.reason,
            "goals": self.goals,
            "allergies": self.allergies.segment(YES),
            "allergies_detail": self.which,
            "completed_by": self.who.segment("client"),
            "completed_by_name": self.who_name,
            "method": self.method.segment("spoken"),
            "notice_given": self.notice,
            "answered_on": self.day,
        }
        goal.get(field, self.reason).setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, **changes: Any) -> None:
        self.edited.emit(replace(self._sheet, **changes))

    def _take_allergies(self, **changes: Any) -> None:
        self.edited.emit(self._sheet.with_allergies(replace(self._sheet.allergies, **changes)))

    def _take_day(self, day: date | None) -> None:
        if day is not None:
            self._take(answered_on=day)
