"""The rows of the plan: goals, home care and referrals, each told in one line and edited below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.plan import Goal, HomeCare, Referral
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.fields import DateField, TextArea, TextField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column, readable
from rmt_notes.ui.widgets.note.row_list import RowEditor
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.when import short_day


def goal_look(value: Goal) -> RowLook:
    """A goal on one line: what, from where to where, until when."""
    course = " → ".join(part for part in (value.baseline, value.target) if part)
    pills = [f"{value.measure} {course}".strip(), _("by {day}").format(day=short_day(value.by)) if value.by else ""]
    if value.status != "open":
        pills.append(catalogue().words("goal_statuses", value.status))
    missing = tuple(
        words
        for words, field in (
            (_("measure"), value.measure),
            (_("baseline"), value.baseline),
            (_("target"), value.target),
            (_("date"), value.by),
        )
        if not field
    )
    return RowLook(value.text or _("New goal"), tuple(pill for pill in pills if pill), missing=missing)


class GoalEditor(RowEditor):
    """Shows a `Goal`."""

    def __init__(self, value: Goal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        rows = column(self, step=2)
        self._text = TextArea(_("Goal, in the client's words"), min_lines=1)
        rows.addWidget(self._text)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.metrics().space(3))
        grid.setVerticalSpacing(theme.metrics().space(2))
        self._measure = TextField(_("Measured by"), placeholder=_("minutes of sitting, NPRS, RMDQ"))
        self._baseline = TextField(_("Baseline"))
        self._target = TextField(_("Target"))
        self._by = DateField(_("By"), leaning="future", placeholder=_("a date"))
        for number, field in enumerate((self._measure, self._baseline, self._target, self._by)):
            grid.addWidget(field, number // 2, number % 2)
        rows.addLayout(grid)
        statuses = choices_of(catalogue().vocabularies.get("goal_statuses"))
        self._statuses = tuple(key for key, _words in statuses)
        self._status = Segmented(statuses, label=_("Status"), optional=False)
        rows.addWidget(self._status)
        self._text.edited.connect(lambda text: self._change(text=text))
        self._measure.edited.connect(lambda text: self._change(measure=text))
        self._baseline.edited.connect(lambda text: self._change(baseline=text))
        self._target.edited.connect(lambda text: self._change(target=text))
        self._by.edited.connect(self._take_day)
        self._status.edited.connect(lambda key: self._change(status=key or "open"))
        self.set_value(value)

    def value(self) -> Goal:
        return self._value

    def set_value(self, value: Goal) -> None:
        self._value = value
        self._text.set_text(value.text)
        self._measure.set_text(value.measure)
        self._baseline.set_text(value.baseline)
        self._target.set_text(value.target)
        if self._by.value() != value.by:
            self._by.set_value(value.by)
        self._status.set_value(value.status if value.status in self._statuses else None)

    def focus_first(self) -> None:
        self._text.editor().setFocus()

    def _take_day(self, day: date | None) -> None:
        self._change(by=day)

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


def home_care_words(key: str) -> str:
    """The name of an exercise or advice."""
    return catalogue().words("home_care", key)


def usual_dose(key: str) -> str:
    """The catalogue's usual dose of an exercise; empty for free words."""
    entry = catalogue().home_care.get(key)
    return str(entry.dose) if entry is not None else ""


def home_care_look(value: HomeCare) -> RowLook:
    """Home care on one line."""
    name = home_care_words(value.key) if value.key else value.note or _("Home care")
    return RowLook(name, (value.dose,) if value.dose else (), text="" if value.dose else value.note)


class HomeCareEditor(RowEditor):
    """Shows a `HomeCare` with its dose, what rules it out and when to stop."""

    def __init__(self, value: HomeCare, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        rows = column(self, step=2)
        self._dose = TextField(_("Dose"))
        self._dose.edited.connect(lambda text: self._change(dose=text))
        rows.addWidget(self._dose)
        entry = catalogue().home_care.get(value.key)
        for words in (entry.gate, entry.stop) if entry is not None else ():
            if words is not None:
                rows.addWidget(Label(str(words), "hint", token="warning", wrap=True))
        self._note = TextArea(_("Note") if value.key else _("In your own words"), min_lines=1)
        self._note.edited.connect(lambda text: self._change(note=text))
        rows.addWidget(self._note)
        self.set_value(value)

    def value(self) -> HomeCare:
        return self._value

    def set_value(self, value: HomeCare) -> None:
        self._value = value
        self._dose.set_text(value.dose)
        self._note.set_text(value.note)

    def focus_first(self) -> None:
        self._dose.editor().setFocus()

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


def referral_words(to: str) -> str:
    """To whom, in words."""
    return catalogue().words("referrals", to) if to in catalogue().referrals else readable(to)


def how_soon() -> tuple[tuple[str, str], ...]:
    """How soon the client is to go there. The catalogue's urgencies are about findings."""
    return (
        ("none", _("No hurry")),
        ("routine", _("Soon")),
        ("same_day", _("The same day")),
        ("emergency", _("At once")),
    )


def referral_look(value: Referral) -> RowLook:
    """A referral on one line."""
    pills = [
        _("suggested on {day}").format(day=short_day(value.on)) if value.on else "",
        dict(how_soon()).get(value.urgency, readable(value.urgency)),
        _("client agrees") if value.consented else "",
    ]
    missing = () if value.why else (_("why"),)
    return RowLook(referral_words(value.to), tuple(pill for pill in pills if pill), text="", missing=missing)


class ReferralEditor(RowEditor):
    """Shows a `Referral`: why, how soon, with the client's consent, and what came of it."""

    def __init__(self, value: Referral, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        rows = column(self, step=2)
        entry = catalogue().referrals.get(value.to)
        if entry is not None and entry.when is not None:
            rows.addWidget(
                Label(_("Think of it for: {when}").format(when=entry.when), "hint", token="muted", wrap=True)
            )
        self._why = TextArea(_("Why"), min_lines=1)
        self._urgency = KeyChips(how_soon(), multiple=False, label=_("How soon"))
        self._agrees = Segmented([("yes", _("Yes")), ("no", _("No"))], label=_("Client agrees to the referral"))
        self._outcome = TextArea(_("What came of it"), min_lines=1)
        rows.addWidget(self._why)
        rows.addWidget(LabelledRow(_("How soon"), self._urgency))
        rows.addWidget(self._agrees)
        rows.addWidget(self._outcome)
        self._why.edited.connect(lambda text: self._change(why=text))
        self._urgency.edited.connect(lambda _keys: self._change(urgency=self._urgency.value() or "routine"))
        self._agrees.edited.connect(lambda key: self._change(consented=key == "yes"))
        self._outcome.edited.connect(lambda text: self._change(outcome=text))
        self.set_value(value)

    def value(self) -> Referral:
        return self._value

    def set_value(self, value: Referral) -> None:
        self._value = value
        self._why.set_text(value.why)
        self._urgency.show_keys((value.urgency,))
        self._agrees.set_value("yes" if value.consented else None)
        self._outcome.set_text(value.outcome)

    def focus_first(self) -> None:
        self._why.editor().setFocus()

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)
