"""How long records are kept here, whose term is over, and destroying them in two steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import Correction, answer_due
from rmt_notes.clinical.destruction import LAPSE, WAIT, Destruction, DestructionPlan, Ripe, period_words
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdictions
from rmt_notes.clinical.practice import Practice
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.i18n import _, _n
from rmt_notes.ui.dialogs import Dialog, Verb
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card, Rule
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.number_field import NumberField
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.text_fields import TextField
from rmt_notes.ui.widgets.when import clock, long_day
from rmt_notes.ui.worker import Changes, Worker


@dataclass(frozen=True, slots=True)
class _Kept:
    practice: Practice
    rules: Jurisdiction
    ripe: tuple[Ripe, ...]
    plan: DestructionPlan | None
    log: tuple[Destruction, ...]
    requests: tuple[tuple[Correction, Client], ...]
    now: datetime


def _read(store: RecordStore) -> _Kept:
    practice, profiles = store.practice(), jurisdictions()
    rules = profiles.get(practice.jurisdiction, profiles["ON"])
    return _Kept(
        practice, rules, store.ripe(), store.open_plan(), store.destructions(), store.open_corrections(), store.now()
    )


class DestroyQuestion(Dialog):
    """The second step: the passphrase, and the number of records typed. `confirmed` carries both."""

    confirmed = Signal(str, str)

    def __init__(self, parent: QWidget, count: int) -> None:
        words = _n("Destroy {number} record?", "Destroy {number} records?", count).format(number=count)
        super().__init__(
            parent,
            words,
            _(
                "Every word, paper and signature of the clients on the list is removed and overwritten. This cannot "
                "be taken back. The log keeps file number, initials, period, rule, day and your name.\n\n"
                "Backups made before today still hold these records until newer ones have taken their place (up to "
                "nine months); copies elsewhere you remove yourself. An older backup that is restored brings the "
                "records back."
            ),
            [Verb("keep", _("Keep the records")), Verb("destroy", _("Destroy for good"), "danger")],
            width=600,
        )
        self._count = count
        self.number = TextField(_("How many records are destroyed? Type the number"))
        self.number.edited.connect(lambda _text: self.number.set_problem(None))
        self.secret = PassphraseField(_("Your passphrase"))
        self.body.addWidget(self.number)
        self.body.addWidget(self.secret)

    def may_answer(self, key: str) -> bool:
        if key != "destroy":
            return True
        if self.number.text().strip() != str(self._count):
            self.number.set_problem(_("That is not the number of records on the list."))
            self.number.editor().setFocus()
            return False
        if not self.secret.text():
            self.secret.set_error(_("Type the passphrase with which you open the record."))
            self.secret.line.setFocus()
            return False
        self.confirmed.emit(self.secret.text(), self.number.text())
        return True


class KeepingDesk(Card):
    """A card of the settings. `load` reads everything afresh."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(_("How long records are kept"), _("and what comes after"), parent=parent)
        self._worker = worker
        self._kept: _Kept | None = None
        self._rule = Label("", wrap=True)
        self.add(self._rule)
        self.years = NumberField(
            _("Keep longer here: years after the last visit"),
            unit=_("years"),
            whole=True,
            maximum=100,
            hint=_("Longer than the place asks, never shorter. Empty: as the place asks."),
        )
        self.years.edited.connect(self._keep_years)
        self.add(self.years)
        self._requests = KeyValue()
        self._requests_title = Label(_("Corrections that wait for an answer"), "hint", "semibold")
        self.add(self._requests_title)
        self.add(self._requests)
        self.add(Rule())
        self._none = Label("", token="muted", wrap=True)
        self.add(self._none)
        self.choice = ChipGroup([], multiple=True, label=_("Records whose term is over"))
        self.choice.edited.connect(lambda _keys: self._show_verbs())
        self.add(self.choice)
        self.plan = Banner("warning", "", rounded=True)
        self.add(self.plan)
        row = QHBoxLayout()
        self.list_them = Button(_("List for destruction"), "secondary", icon="list", compact=True)
        self.list_them.clicked.connect(self._plan)
        self.cancel = Button(_("Give the list up"), "secondary", compact=True)
        self.cancel.clicked.connect(self._cancel)
        self.destroy_them = Button(_("Destroy…"), "danger", icon="trash-2", compact=True)
        self.destroy_them.clicked.connect(self._ask)
        for button in (self.list_them, self.cancel, self.destroy_them):
            row.addWidget(button)
        row.addStretch(1)
        self.add(row)
        self.words = Label("", wrap=True)
        self.words.hide()
        self.add(self.words)
        self._log_title = Label(_("Log of what was destroyed"), "hint", "semibold")
        self.add(self._log_title)
        self._log = KeyValue()
        self.add(self._log)
        for part in (self.plan, self.list_them, self.cancel, self.destroy_them, self._log_title):
            part.hide()

    def load(self) -> None:
        """Read terms, lists and the log."""
        self._worker.ask(self, _read, self._show)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show(self, kept: _Kept) -> None:
        self._kept = kept
        self._rule.setText(rule_words(kept.rules))
        self.years.set_limits(kept.rules.retain_years, 100)
        if not self.years.editor().hasFocus():
            self.years.set_value(kept.practice.retain_years)
        self._requests.set_rows([_request_row(each, client, kept) for each, client in kept.requests])
        self._requests_title.setVisible(bool(kept.requests))
        names = {each.client.id: ripe_words(each) for each in kept.ripe}
        self.choice.set_choices(list(names.items()) if kept.plan is None or kept.plan.has_lapsed(kept.now) else [])
        self.choice.setVisible(bool(names) and kept.plan is None)
        if kept.ripe:
            count = len(kept.ripe)
            words = _n("The term of {number} record is over.", "The term of {number} records is over.", count)
            self._none.setText(f"{words.format(number=count)} {_('Nothing is destroyed by itself.')}")
        else:
            self._none.setText(_("No record's term is over. Nothing is ever destroyed by itself."))
        self._show_plan(kept)
        self._log.set_rows([log_row(line) for line in kept.log])
        self._log_title.setVisible(bool(kept.log))
        self._show_verbs()

    def _show_plan(self, kept: _Kept) -> None:
        plan = kept.plan
        self.plan.setVisible(plan is not None)
        if plan is None:
            return
        known = {each.client.id: each.client for each in kept.ripe}
        names = ", ".join(
            f"{known[each].full_name()} ({known[each].file_number:04d})" for each in plan.client_ids if each in known
        )
        changed = len(plan.client_ids) - sum(each in known for each in plan.client_ids)
        count = len(plan.client_ids)
        from_, until = plan.made_at + WAIT, plan.made_at + LAPSE
        words = _n(
            "{number} record is listed for destruction: {names}.",
            "{number} records are listed for destruction: {names}.",
            count,
        ).format(number=count, names=names)
        when = _("It can be carried out from {day}, {time}, until {end}.")
        words = f"{words} {when.format(day=long_day(from_), time=clock(from_), end=long_day(until))}"
        if changed:
            more = _n(
                "About {number} of them something has changed: give the list up and make another.",
                "About {number} of them something has changed: give the list up and make another.",
                changed,
            )
            words = f"{words} {more.format(number=changed)}"
        self.plan.set_message("warning", words)

    def _show_verbs(self) -> None:
        kept = self._kept
        plan = kept.plan if kept is not None else None
        self.cancel.setVisible(plan is not None)
        if plan is not None and self.list_them.hasFocus():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)  # beside what was pressed, not in another card
        self.list_them.setVisible(plan is None and bool(kept and kept.ripe))
        self.list_them.setEnabled(bool(self.choice.values()))
        self.destroy_them.setVisible(plan is not None)
        self.destroy_them.setEnabled(plan is not None and kept is not None and plan.is_ripe(kept.now))

    # -- doing -----------------------------------------------------------------------------------------------------

    def _keep_years(self, years: object) -> None:
        kept = self._kept
        if kept is None or (years is None and self.years.raw_text().strip()):
            return  # what is typed is no number of years yet
        wanted = int(years) if isinstance(years, int | float) else None
        if wanted == kept.practice.retain_years:
            return

        def change(store: RecordStore) -> None:
            store.change_practice(replace(store.practice(), retain_years=wanted))

        changes = Changes(frozenset({"practice"}), asker=self)
        self._worker.ask(self, change, lambda _nothing: self.load(), self._fail, changes=changes)

    def _plan(self) -> None:
        chosen = self.choice.values()

        def plan(store: RecordStore) -> DestructionPlan:
            return store.plan_destruction(chosen)

        self._worker.ask(self, plan, lambda _plan: self._say(_("Listed. Nothing is removed yet.")), self._fail)

    def _cancel(self) -> None:
        plan = self._kept.plan if self._kept is not None else None
        if plan is not None:
            self._worker.ask(
                self,
                lambda store: store.cancel_destruction(plan.id),
                lambda _nothing: self._say(_("The list is given up. Nothing was destroyed.")),
                self._fail,
            )

    def _ask(self) -> None:
        plan = self._kept.plan if self._kept is not None else None
        if plan is not None:
            question = DestroyQuestion(self, len(plan.client_ids))
            question.confirmed.connect(lambda secret, typed: self.carry_out(plan, secret, typed))
            question.open()

    def carry_out(self, plan: DestructionPlan, passphrase: str, typed: str) -> None:
        """Destroy what the list names."""
        self.destroy_them.setEnabled(False)
        self.words.setText(_("Destroying, and writing the record anew…"))
        self.words.set_token("muted")
        self.words.show()
        changes = Changes(frozenset({"clients", "visits", "safety"}), asker=self)

        def done(answer: tuple[tuple[Destruction, ...], str]) -> None:
            log, trouble = answer
            count = len(log)
            words = _n("{number} record is destroyed.", "{number} records are destroyed.", count).format(number=count)
            if trouble:
                more = _("The file could not be written anew, so it did not become smaller: {reason}")
                words = f"{words} {more.format(reason=trouble)}"
            self._say(words)

        self._worker.ask(
            self, lambda store: store.destroy(plan.id, passphrase, typed), done, self._fail, changes=changes
        )

    def _say(self, words: str, token: str = "ok") -> None:
        self.words.set_token(token)
        self.words.setText(words)
        self.words.show()
        self.load()

    def _fail(self, trouble: RecordTrouble) -> None:
        self._say(str(trouble), "danger")


def rule_words(rules: Jurisdiction) -> str:
    """What the place asks."""
    words = _n(
        "{place}: at least {number} year after the last visit; for somebody who was under {age} then, longer.",
        "{place}: at least {number} years after the last visit; for somebody who was under {age} then, longer.",
        rules.retain_years,
    ).format(place=rules.label, number=rules.retain_years, age=rules.majority)
    if "retain_years" in rules.verify:
        words = f"{words} {_('This number still needs confirming with its source.')}"
    return words


def ripe_words(ripe: Ripe) -> str:
    """A record whose term is over, in a line."""
    visits = _n("{number} visit", "{number} visits", ripe.visits).format(number=ripe.visits)
    return " · ".join(
        (
            f"{ripe.client.file_number:04d} {ripe.client.full_name()}",
            visits,
            period_words(ripe.first_visit, ripe.last_visit),
            _("kept until {day}").format(day=long_day(ripe.kept_until)),
        )
    )


def log_row(line: Destruction) -> tuple[str, str]:
    """A line of the log: the day, and what it tells."""
    visits = next((each.number for each in line.counts if each.kind == "visit"), 0)
    words = _n("{number} visit", "{number} visits", visits).format(number=visits)
    about = _("file {number}, {initials}: {visits}, {period}; kept until {day} ({place}); by {name}").format(
        number=f"{line.file_number:04d}",
        initials=line.initials,
        visits=words,
        period=period_words(line.first_visit, line.last_visit),
        day=long_day(line.kept_until),
        place=line.jurisdiction,
        name=line.by,
    )
    return long_day(line.destroyed_at.date()), about


def _request_row(each: Correction, client: Client, kept: _Kept) -> tuple[str, str]:
    due = answer_due(each.requested_on, kept.rules)
    when = long_day(due) if due is not None else _("no term")
    if due is not None and due < kept.now.date():
        when = _("was due {day}").format(day=when)
    return when, _("{name}, file {number}: asked on {day}").format(
        name=client.full_name(), number=f"{client.file_number:04d}", day=long_day(each.requested_on)
    )
