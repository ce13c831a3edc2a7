"""The people of the record: who signs in and as what; letting somebody in, changing what they may do, letting them
out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.practice import LOCUM, READ_ONLY, THERAPIST, Practitioner
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.fields import TextField
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.new_passphrase import NewPassphrase
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.reading_order import laid_out
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.tidy import tidy_text
from rmt_notes.ui.widgets.when import long_day

ADD, CHANGE, SIGN_IN, LEAVE = "add", "change", "sign_in", "leave"


def role_words() -> dict[str, str]:
    """What each role may do, in a word or two."""
    return {
        "owner": _("Owner"),
        "therapist": _("Therapist"),
        "locum": _("Locum"),
        "read_only": _("Reads only"),
    }


def role_hint(role: str) -> str:
    """What a role may do, in a sentence."""
    return {
        "owner": _("Charts, and administers the record: people, letterhead, recovery code, exports of everything."),
        "therapist": _("Charts, signs, prints and exports single clients; does not administer the record."),
        "locum": _("Charts and signs until the last day, under her own name; does not administer the record."),
        "read_only": _("Sees and prints everything and changes nothing, such as reception or a bookkeeper."),
    }.get(role, "")


class PeopleCard(Card):
    """Asks through its signals; the answer comes back through `set_people`, `say` and `say_refused`.

    `added(practitioner, own_passphrase, theirs)`, `changed(practitioner)`, `sign_in_given(id, own, theirs)` and
    `retired(id)`.
    """

    added = Signal(Practitioner, str, str)
    changed = Signal(Practitioner)
    sign_in_given = Signal(str, str, str)
    retired = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("People"), _("who signs in, and as what"), parent=parent)
        self._mode = ""
        self._chosen: Practitioner | None = None
        m = theme.metrics()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(m.px(4))
        holder = QWidget()
        holder.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.add(holder)
        self._why = Label(_("Only the owner of the record adds and changes people."), token="muted", wrap=True)
        self.add(self._why)
        line = QHBoxLayout()
        self.begin = Button(_("Add a person"), "secondary", icon="user-plus", compact=True)
        self.begin.clicked.connect(lambda: self._open(ADD, None))
        line.addWidget(self.begin)
        line.addStretch(1)
        self.add(line)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, m.px(6), 0, 0)
        column.setSpacing(m.px(14))
        self.heading = Label("", "lead", "semibold", wrap=True)
        self._text = Label("", token="muted", wrap=True)
        column.addWidget(self.heading)
        column.addWidget(self._text)
        self._build_fields(column)
        self._own = PassphraseField(_("Your own passphrase"))
        self._own.entered.connect(self._go_on)
        self._new = NewPassphrase()
        self._new.submitted.connect(self._go_on)
        column.addWidget(self._own)
        column.addWidget(self._new)
        column.addLayout(self._foot())
        self._form.hide()
        self.add(self._form)
        self._words = Label("", token="ok", wrap=True)
        self._words.hide()
        self.add(self._words)

    def _build_fields(self, column: QVBoxLayout) -> None:
        self.name = TextField(_("Name"))
        self.designation = TextField(_("Designation"))
        self.number = TextField(_("Registration number"))
        self.role = Segmented(tuple(role_words().items()), label=_("May"), optional=False)
        self._role_hint = Label("", "hint", token="muted", wrap=True)
        self.until = DateField(
            _("Last day"), leaning="future", hint=_("The record opens for this person up to this day, included")
        )
        self._who = QWidget()
        inner = QVBoxLayout(self._who)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.metrics().px(14))
        inner.addWidget(Columns((self.name, 3), (self.designation, 1), (self.number, 2)))
        inner.addWidget(self.role)
        inner.addWidget(self._role_hint)
        inner.addWidget(self.until)
        column.addWidget(self._who)
        self.role.edited.connect(lambda _key: self._show_role())

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().px(10))
        self._not_now = Button(_("Not now"), "secondary", compact=True)
        self._not_now.clicked.connect(self.forget)
        self.go = Button("", compact=True)
        self.go.clicked.connect(self._go_on)
        self.fresh = Button(_("New passphrase…"), "quiet", icon="key", compact=True)
        self.fresh.clicked.connect(lambda: self._open(SIGN_IN, self._chosen))
        self.end = Button(_("End sign-in…"), "quiet", icon="lock", compact=True)
        self.end.clicked.connect(lambda: self._open(LEAVE, self._chosen))
        for button in (self._not_now, self.go):
            line.addWidget(button)
        line.addStretch(1)
        for button in (self.fresh, self.end):
            line.addWidget(button)
        return line

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_people(self, people: Sequence[Practitioner], sign_ins: Sequence[str], mine: Practitioner) -> None:
        """Show who there is, who of them signs in, and what the person at the keyboard may do about it."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        may = mine.administers()
        for person in people:
            row = PersonRow(person, signs_in=person.id in sign_ins, is_me=person.id == mine.id, may_change=may)
            row.wanted.connect(lambda person=person: self._open(CHANGE, person))
            self._rows.addWidget(row)
        self.begin.setEnabled(may)
        self.begin.setToolTip("" if may else self._why.text())
        self._why.setVisible(not may)

    def rows(self) -> list[PersonRow]:
        """The rows in sight, for tests and pictures."""
        return [row for row in laid_out(self._rows) if isinstance(row, PersonRow)]

    def say(self, words: str) -> None:
        """What became of it; the form closes."""
        self.forget()
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def say_refused(self, sentence: str, *, own: bool = False) -> None:
        """Say why not: under one's own passphrase, or under the last field."""
        self.set_busy(False)
        if own:
            self._new.setVisible(False)
            self._own.show()
            self._own.set_error(sentence)
            self._own.line.setFocus()
            self._own.line.selectAll()
            self._say_step()
        elif self._new.isVisible():
            self._new.first.set_error(sentence)
            self._new.first.line.setFocus()
        else:
            self._words.setText(sentence)
            self._words.set_token("danger")
            self._words.show()

    def set_busy(self, busy: bool) -> None:
        """Take no keys while the record is asked."""
        self._own.set_busy(busy)
        self._new.set_busy(busy)
        for button in (self.go, self._not_now, self.fresh, self.end):
            button.setEnabled(not busy)

    def forget(self) -> None:
        """Close the form and forget what was typed."""
        self._mode, self._chosen = "", None
        self._own.clear()
        self._own.set_error("")
        self._new.clear()
        self._new.first.set_error("")
        self._form.hide()
        self._words.hide()
        self._words.set_token("ok")
        self.set_busy(False)
        self.begin.show()

    # -- the form ------------------------------------------------------------------------------------------------

    def _open(self, mode: str, person: Practitioner | None) -> None:
        self.forget()
        self._mode, self._chosen = mode, person
        shown = person or Practitioner(id="", name="", role=THERAPIST)
        for field, words in (
            (self.name, shown.name),
            (self.designation, shown.designation),
            (self.number, shown.registration_number),
        ):
            field.set_text(words)
            field.set_problem(None)
        self.role.set_value(shown.role)
        self.until.set_value(shown.until)
        self._who.setVisible(mode in (ADD, CHANGE))
        self._own.setVisible(mode in (ADD, SIGN_IN))
        self._new.hide()
        self._show_role()
        self._say_step()
        self.begin.hide()
        self._form.show()
        if mode == SIGN_IN:
            self._own.line.setFocus()
        elif mode == LEAVE:
            self.go.setFocus()
        else:
            self.name.setFocus()

    def _say_step(self) -> None:
        name = tidy_text(self.name.text()) or _("this person")
        choosing = self._new.isVisibleTo(self._form)
        person = self._chosen
        heads = {
            ADD: _("Add a person"),
            CHANGE: _("Change {name}").format(name=name),
            SIGN_IN: _("A new passphrase for {name}").format(name=name),
            LEAVE: _("End the sign-in of {name}?").format(name=name),
        }
        texts = {
            ADD: _("They sign in under their own name, and every entry carries it."),
            CHANGE: "",
            SIGN_IN: _("Where the old one is forgotten, or to let somebody in again. The old one opens nothing then."),
            LEAVE: _(
                "Nothing opens for them any more; their name stays on everything they wrote. A backup made until today "
                "still opens with their passphrase. If they may have taken a copy along, make a new key as well."
            ),
        }
        if choosing:
            self.heading.setText(_("Now {name} chooses a passphrase").format(name=name))
            self._text.setText(_("Hand over the keyboard and look away. It is theirs alone; nobody else needs it."))
        else:
            self.heading.setText(heads.get(self._mode, ""))
            self._text.setText(texts.get(self._mode, ""))
        self._text.setVisible(bool(self._text.text()))
        self.go.set_text(
            {
                ADD: _("Let them in") if choosing else _("Continue"),
                SIGN_IN: _("Let them in") if choosing else _("Continue"),
                CHANGE: _("Keep"),
                LEAVE: _("End the sign-in"),
            }.get(self._mode, "")
        )
        standing = self._mode == CHANGE and person is not None
        self.fresh.setVisible(standing)
        self.end.setVisible(standing and person is not None and person.active)

    def _show_role(self) -> None:
        role = self.role.value() or THERAPIST
        self._role_hint.setText(role_hint(role))
        self.until.setVisible(role in (LOCUM, READ_ONLY))

    def _go_on(self) -> None:
        if self._mode in (ADD, CHANGE) and not tidy_text(self.name.text()):
            self.name.set_problem(_("A practitioner needs a name."))
            self.name.setFocus()
            return
        if self._mode == CHANGE:
            self.changed.emit(self._typed())
        elif self._mode == LEAVE and self._chosen is not None:
            self.retired.emit(self._chosen.id)
        elif not self._new.isVisible():
            self._ask_for_theirs()
        elif self._new.check():
            self.set_busy(True)
            if self._mode == ADD:
                self.added.emit(self._typed(), self._own.text(), self._new.passphrase())
            elif self._chosen is not None:
                self.sign_in_given.emit(self._chosen.id, self._own.text(), self._new.passphrase())

    def _ask_for_theirs(self) -> None:
        if not self._own.text():
            self._own.set_error(_("Type your own passphrase: it hands on the key of the record."))
            self._own.line.setFocus()
            return
        self._own.set_error("")
        self._own.hide()
        self._who.hide()
        self._new.show()
        self._say_step()
        self._new.first.line.setFocus()

    def _typed(self) -> Practitioner:
        role = self.role.value() or THERAPIST
        until: date | None = self.until.value() if role in (LOCUM, READ_ONLY) else None
        return replace(
            self._chosen or Practitioner(id="", name=""),
            name=tidy_text(self.name.text()),
            designation=tidy_text(self.designation.text()),
            registration_number=tidy_text(self.number.text()),
            role=role,
            until=until,
        )


class PersonRow(QWidget):
    """One person: name, what they may do, and a way to change it. `wanted` when it is pressed."""

    wanted = Signal()

    def __init__(self, person: Practitioner, *, signs_in: bool, is_me: bool, may_change: bool) -> None:
        super().__init__()
        m = theme.metrics()
        self.key = person.id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, m.px(4), 0, m.px(4))
        row.setSpacing(m.px(12))
        row.addWidget(IconMark("user"), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(person.signature(), weight="semibold", wrap=True))
        self.facts = Label(facts_of(person, signs_in, is_me), "hint", token="muted", wrap=True)
        words.addWidget(self.facts)
        row.addLayout(words, 1)
        self.change = Button(_("Change"), "secondary", compact=True)
        self.change.setAccessibleName(_("Change {name}").format(name=person.name))
        self.change.clicked.connect(self.wanted)
        self.change.setVisible(not is_me)
        self.change.setEnabled(may_change)
        if not may_change:
            self.change.setToolTip(_("Only the owner of the record adds and changes people."))
        row.addWidget(self.change)


def facts_of(person: Practitioner, signs_in: bool, is_me: bool) -> str:
    """A person's standing in one line."""
    parts = [role_words().get(person.role, person.role)]
    if is_me:
        parts.append(_("signed in now"))
    elif not person.active:
        parts.append(_("has left; the name stays on what was written"))
    elif not signs_in:
        parts.append(_("has no sign-in"))
    if person.until is not None and person.active:
        parts.append(_("until {day}").format(day=long_day(person.until)))
    return " · ".join(parts)
