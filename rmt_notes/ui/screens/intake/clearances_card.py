"""Clearances: those on file, and a form for a new one. Each is recorded at once, being a paper of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.half_typed import HalfClearance
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.wording import listed, places_text
from rmt_notes.i18n import _, _p
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill, PillKind
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.clearance_form import ClearanceDraft, ClearanceForm, finding_word, reply_words
from rmt_notes.ui.widgets.effect_strip import class_word
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import long_day


def clearance_state(clearance: Clearance, on: date) -> tuple[PillKind, str]:
    """In force, ended, revoked or not yet: for a pill."""
    if clearance.reply == "not_advised":
        return "danger", _("Advised against")
    if clearance.revoked_on is not None:
        return "neutral", _("Revoked {day}").format(day=long_day(clearance.revoked_on))
    if clearance.valid_until < on:
        return "warning", _("Ended {day}").format(day=long_day(clearance.valid_until))
    if not clearance.holds_on(on):
        return "neutral", _("Not yet in force")
    return "ok", _("In force until {day}").format(day=long_day(clearance.valid_until))


def clearance_words(clearance: Clearance) -> tuple[str, str]:
    """What it is in two lines: who and when; what it speaks of and allows."""
    book = catalogue()
    came = {"letter": _p("clearance", "letter"), "phone": _p("clearance", "telephone, read back")}
    first = _("{clinician} · received {day}, {source}").format(
        clinician=clearance.clinician,
        day=long_day(clearance.received_on),
        source=came.get(clearance.source, clearance.source),
    )
    findings = listed([finding_word(key) for key in clearance.finding_keys])
    known = set(book.technique_classes)
    allowed = [class_word(key) if key in known else book.words("techniques", key) for key in clearance.techniques]
    pressure = _("pressure {number} or less").format(number=clearance.max_pressure) if clearance.max_pressure else ""
    parts = (
        findings,
        reply_words(clearance.reply),
        listed(allowed) if allowed else "" if clearance.reply == "not_advised" else _("all techniques in general"),
        places_text(clearance.places),
        pressure,
        clearance.limits,
        _("letter kept") if clearance.attachment_id else "",
    )
    return first, " · ".join(part for part in parts if part)


class ClearancesCard(Card):
    """`recorded` carries the draft of a new one, `revoked` the one to end; `shaped` when the form comes or
    goes, `typed` with every change in it."""

    recorded = Signal(ClearanceDraft)
    typed = Signal()
    revoked = Signal(Clearance)
    shaped = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("Clearances"), parent=parent)
        self._today = today
        self._none = Label(_("None on file."), token="muted", wrap=True)
        self.add(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().px(12))
        self.add(self._list)
        self._form: ClearanceForm | None = None
        self._known: tuple[tuple[Provider, ...], tuple[str, ...]] = ((), ())
        self._findings: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.new = Button(_("Add a clearance"), "quiet", icon="plus")
        self.new.clicked.connect(lambda: self.open_form(True))
        line = QHBoxLayout()
        line.addWidget(self.new)
        line.addStretch(1)
        self.add(line)
        self._rows: list[QWidget] = []

    @property
    def form(self) -> ClearanceForm:
        """The form for a new one, made when it is first wanted."""
        if self._form is None:
            self._form = ClearanceForm(self._today, self.body.parentWidget())
            self._form.hide()
            self._form.filled.connect(self.recorded)
            self._form.left.connect(lambda: self.open_form(False))
            self._form.edited.connect(self.typed)
            self._form.set_providers(*self._known)
            self._form.set_findings(*self._findings)
            self.body.insertWidget(self.body.count() - 1, self._form)
        return self._form

    def is_writing(self) -> bool:
        """Whether a new one is being typed."""
        return self._form is not None and not self._form.isHidden()

    def open_form(self, opened: bool) -> None:
        """Show the form for a new clearance, or put it away; what was typed in it stays."""
        self.form.setVisible(opened)
        if not opened:
            self.form.give_up_held_letter()
        self.new.setVisible(not opened)
        self.shaped.emit()
        self.typed.emit()
        if opened:
            self.form.focus_first()
        else:
            self.new.setFocus()

    def half_typed(self) -> HalfClearance | None:
        """What is being typed; None while the form is away."""
        return self.form.typed() if self.is_writing() else None

    def letter_content(self) -> bytes | None:
        """The content of the letter that was attached here to what is being typed."""
        return self.form.letter_content() if self.is_writing() else None

    def set_half_typed(self, typed: HalfClearance) -> None:
        """Come back to a form that was being filled in."""
        self.form.set_typed(typed)
        self.form.show()
        self.new.hide()
        self.shaped.emit()

    def set_clearances(self, clearances: Sequence[Clearance]) -> None:
        """Those on file, newest first."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(each) for each in sorted(clearances, key=lambda each: each.received_on, reverse=True)]
        for row in self._rows:
            self._list.addWidget(row)
        self._none.setVisible(not self._rows)

    def set_providers(self, providers: Sequence[Provider], own: Sequence[str]) -> None:
        """Who may have given a new one; the client's own clinicians first."""
        self._known = (tuple(providers), tuple(own))
        if self._form is not None:
            self._form.set_providers(*self._known)

    def set_findings(self, keys: Sequence[str], waiting: Sequence[str]) -> None:
        """What a new one can speak of."""
        self._findings = (tuple(keys), tuple(waiting))
        if self._form is not None:
            self._form.set_findings(*self._findings)

    def taken(self) -> None:
        """The new one is on file."""
        self.form.clear()
        self.open_form(False)

    def _row(self, clearance: Clearance) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(3))
        words = QVBoxLayout()
        words.setSpacing(2)
        first, second = clearance_words(clearance)
        words.addWidget(Label(first, weight="medium", wrap=True))
        words.addWidget(Label(second, "hint", token="muted", wrap=True))
        if clearance.revoked_reason:
            why = _("Revoked: {reason}").format(reason=clearance.revoked_reason)
            words.addWidget(Label(why, "hint", token="muted", wrap=True))
        line.addLayout(words, 1)
        kind, state = clearance_state(clearance, self._today)
        line.addWidget(AlertPill(kind, state))
        if clearance.revoked_on is None and clearance.valid_until >= self._today:
            revoke = Button(_("Revoke"), "quiet")
            revoke.setAccessibleName(_("Revoke the clearance by {clinician}").format(clinician=clearance.clinician))
            revoke.clicked.connect(lambda: self.revoked.emit(clearance))
            line.addWidget(revoke)
        return row
