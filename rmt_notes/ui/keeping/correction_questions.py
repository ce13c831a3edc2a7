"""What is asked when a client wants the record corrected: the request, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.wording import day
from rmt_notes.i18n import _
from rmt_notes.ui.dialogs import Dialog, Verb
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.fields import ChoiceField
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextArea, TextField

ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it was filled in."""

    what: str
    requested_on: date
    how: str
    visit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer as it was filled in; `state` is granted, refused or withdrawn."""

    state: str
    ground: str = ""
    reason: str = ""
    recipients: str = ""


class RequestQuestion(Dialog):
    """`filled` carries an `Asked`."""

    filled = Signal(Asked)

    def __init__(self, parent: QWidget, name: str, visits: list[tuple[str, str]], today: date) -> None:
        super().__init__(
            parent,
            _("A correction is asked for"),
            _("What does {name} ask to have corrected? The words are the client's own.").format(name=name),
            [Verb("keep", _("Cancel")), Verb("take", _("Take the request down"), "primary")],
            width=600,
        )
        choices = [*visits, (ELSEWHERE, _("Another part of the record"))]
        self.about = ChoiceField(_("Which part of the record"), choices, optional=False)
        self.about.set_value(choices[0][0])
        self.on = DateField(_("Asked on"), leaning="past", maximum=today)
        self.on.set_value(today)
        self.how = Segmented(
            [("spoken", _("Spoken")), ("written", _("In writing"))], label=_("How it was asked"), optional=False
        )
        self.how.set_value("spoken")
        self.what = TextArea(_("What is asked for"), min_lines=3, max_lines=10)
        self.what.edited.connect(lambda _text: self.what.set_problem(None))
        for field in (self.about, self.on, self.how, self.what):
            self.body.addWidget(field)
        self.focus_on_open(self.what.editor())

    def may_answer(self, key: str) -> bool:
        if key != "take":
            return True
        on = self.on.value()
        if on is None:
            self.on.set_problem(_("Which day was it?"))
            return False
        if not self.what.text().strip():
            self.what.set_problem(_("Write what the client asks for."))
            self.what.editor().setFocus()
            return False
        visit = self.about.value() or ELSEWHERE
        self.filled.emit(
            Asked(
                what=self.what.text().strip(),
                requested_on=on,
                how=self.how.value() or "spoken",
                visit_id="" if visit == ELSEWHERE else visit,
            )
        )
        return True


class AnswerQuestion(Dialog):
    """`filled` carries an `Answered`."""

    filled = Signal(Answered)

    def __init__(self, parent: QWidget, asked: Correction, *, of_note: bool) -> None:
        super().__init__(
            parent,
            _("Answer the request of {day}").format(day=day(asked.requested_on)),
            _("“{what}”").format(what=asked.what),
            [Verb("keep", _("Cancel")), Verb("take", _("Keep this answer"), "primary")],
            width=600,
        )
        self._asked = asked
        self._of_note = of_note
        self.state = Segmented(
            [
                ("granted", _("Granted")),
                ("refused", _("Refused")),
                ("withdrawn", _("Taken back by the client")),
            ],
            label=_("The answer"),
            optional=False,
        )
        self.state.edited.connect(lambda _key: self._show())
        self.ground = ChoiceField(
            _("On what ground"),
            [
                ("professional_opinion", _("A professional opinion or observation made in good faith")),
                ("not_own_record", _("Made by somebody else, without the knowledge needed to correct it")),
                ("other", _("Another reason")),
            ],
        )
        self.reason = TextArea("", min_lines=2, max_lines=8)
        self.recipients = TextField(
            _("Who is told of the correction"), hint=_("Where the client asks for it: those who got the earlier text.")
        )
        for field in (self.state, self.ground, self.reason, self.recipients):
            self.body.addWidget(field)
        self.state.set_value("granted")
        self._show()

    def may_answer(self, key: str) -> bool:
        if key != "take":
            return True
        state = self.state.value() or "granted"
        ground = self.ground.value() or ""
        reason = self.reason.text().strip()
        if state == "refused" and not ground:
            self.ground.set_problem(_("Choose the ground."))
            return False
        if not reason and (state == "refused" or (state == "granted" and not self._of_note)):
            self.reason.set_problem(_("Write a few words first."))
            self.reason.editor().setFocus()
            return False
        self.filled.emit(Answered(state=state, ground=ground, reason=reason, recipients=self.recipients.text().strip()))
        return True

    def _show(self) -> None:
        state = self.state.value()
        self.ground.setVisible(state == "refused")
        self.recipients.setVisible(state == "granted")
        self.reason.setVisible(state != "granted" or not self._of_note)
        self.reason.set_label(
            {
                "refused": _("Why, in words the client can read"),
                "granted": _("What was corrected, and where"),
            }.get(state or "", _("Note"))
        )
        words = {
            "granted": _("The amendment of the note opens next, with this request as its reason.")
            if self._of_note
            else _("Correct the entry itself, too: this keeps the answer."),
            "refused": _("The client is told, and may attach a statement of disagreement."),
        }.get(state or "", "")
        self._text.setText("\n".join(part for part in (_("“{what}”").format(what=self._what()), words) if part))
        self.adjustSize()

    def _what(self) -> str:
        return self._asked.what
