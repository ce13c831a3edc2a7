"""Changing the passphrase, replacing the printed recovery code, and giving the record a new key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets import clipboard
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.new_passphrase import NewPassphrase
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.recovery_sheet import RecoverySheet

_IDLE, _CHANGE, _CODE, _KEY = "", "change", "code", "key"


class PassphraseCard(Card):
    """`passphrase_changed(old, new)`, `code_wanted(passphrase)` and `key_wanted(passphrase)` ask the record; the answer
    comes back through the `say` methods."""

    passphrase_changed = Signal(str, str)
    code_wanted = Signal(str)
    key_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Passphrase and recovery code"), parent=parent)
        m = theme.metrics()
        self._mode = _IDLE
        self.practice = ""
        """The clinic's name, for the printed page."""
        self._buttons = QWidget()
        row = FlowLayout(self._buttons, m.px(10))
        change = Button(_("Change passphrase"), "secondary", icon="key", compact=True)
        change.clicked.connect(lambda: self._begin(_CHANGE))
        self._code = Button(_("New recovery code"), "secondary", icon="refresh-cw", compact=True)
        self._code.clicked.connect(lambda: self._begin(_CODE))
        self._key = Button(_("New key after a leak"), "secondary", icon="shield-alert", compact=True)
        self._key.clicked.connect(lambda: self._begin(_KEY))
        for button in (change, self._code, self._key):
            row.addWidget(button)
        self.add(self._buttons)
        self.add(self._build_form())
        self._words = Label("", wrap=True, token="ok")
        self._words.hide()
        self.add(self._words)
        self._warning = Banner("warning", "", rounded=True)
        self._warning.hide()
        self.add(self._warning)
        self.sheet = RecoverySheet()
        self.sheet.copied.connect(self._copy)
        self.sheet.printed.connect(self._print)
        self.sheet.submitted.connect(self._finish)
        self.sheet.hide()
        self.add(self.sheet)
        self._done = Button(_("It is written down"), compact=True)
        self._done.clicked.connect(self._finish)
        line = QHBoxLayout()
        line.addWidget(self._done)
        line.addStretch(1)
        self._done.hide()
        self.add(line)

    def _build_form(self) -> QWidget:
        m = theme.metrics()
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.px(14))
        self._about = Label("", wrap=True, token="muted")
        column.addWidget(self._about)
        self._old = PassphraseField(_("Passphrase now"))
        self._old.entered.connect(self._step_on)
        column.addWidget(self._old)
        self._new = NewPassphrase()
        self._new.submitted.connect(self._submit)
        column.addWidget(self._new)
        line = QHBoxLayout()
        line.setSpacing(m.px(10))
        self._keep = Button(_("Keep as it is"), "secondary", compact=True)
        self._keep.clicked.connect(self.forget)
        self._go = Button(_("Change passphrase"), compact=True)
        self._go.clicked.connect(self._submit)
        line.addWidget(self._keep)
        line.addWidget(self._go)
        line.addStretch(1)
        column.addLayout(line)
        self._form.hide()
        return self._form

    def allow_code(self, refusal: str) -> None:
        """Whether a new recovery code or a new key may be asked for; why not, where not."""
        self._code.allow(refusal)
        self._key.allow(refusal)

    def forget(self) -> None:
        """Close the form and forget what was typed and shown."""
        self._mode = _IDLE
        self._old.clear()
        self._old.set_error("")
        self._new.clear()
        self._form.hide()
        self._buttons.show()
        self.sheet.forget()
        for part in (self.sheet, self._done, self._words, self._warning):
            part.hide()
        self._words.set_token("ok")
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """Take no keys while the record is being asked."""
        self._old.set_busy(busy)
        self._new.set_busy(busy)
        self._go.setEnabled(not busy)
        self._keep.setEnabled(not busy)
        if self._mode == _KEY:
            self._go.set_text(_("Writing the record anew…") if busy else _("Give the record a new key"))

    def say_changed(self) -> None:
        """The new passphrase holds."""
        self.forget()
        self._words.setText(_("The passphrase is changed. The recovery code is still the same."))
        self._words.show()

    def show_code(self, code: str) -> None:
        """Show the new recovery code, once, and ask two of its groups back."""
        self.forget()
        self._words.setText(_("This is the new recovery code. The old one opens nothing any more. Write it down now."))
        self._show_sheet(code)

    def show_new_key(self, code: str, without_sign_in: Sequence[str], trouble: str = "") -> None:
        """The record has a new key: its code, who needs a new sign-in, and what became of the backup."""
        self.forget()
        self._words.setText(
            _(
                "The record has a new key, and this new recovery code. Your passphrase is the same; the old code opens "
                "nothing any more."
            )
        )
        told = [_("Backups made before keep the key of their day. Destroy those that you no longer need.")]
        if without_sign_in:
            told.append(
                _("Under “People”, give a new passphrase to: {names}.").format(names=", ".join(without_sign_in))
            )
        if trouble:
            told.append(trouble)
        self._warning.set_message("warning", " ".join(told))
        self._warning.show()
        self._show_sheet(code)

    def say_refused(self, sentence: str) -> None:
        """Say under the field why not."""
        self.set_busy(False)
        self._old.set_error(sentence)
        self._old.line.setFocus()

    def _show_sheet(self, code: str) -> None:
        self._words.show()
        self._buttons.hide()
        self.sheet.set_code(code)
        self.sheet.show()
        self._done.show()
        self.sheet.focus_first()

    def _finish(self) -> None:
        if not self.sheet.is_right():
            self.sheet.say_what_is_wrong()
            return
        self.forget()
        self._words.setText(_("Good. Keep the page locked away, apart from this computer."))
        self._words.show()

    def _copy(self) -> None:
        clipboard.lend(self.sheet.code())
        self.sheet.say_copied()

    def _print(self) -> None:
        from rmt_notes.ui.widgets.recovery_paper import ask_and_print  # loads the printing library

        ask_and_print(self, self.sheet.code(), self.practice)

    def _begin(self, mode: str) -> None:
        self.forget()
        self._mode = mode
        self._new.setVisible(mode == _CHANGE)
        self._go.set_text(
            {
                _CHANGE: _("Change passphrase"),
                _CODE: _("Make a new code"),
                _KEY: _("Give the record a new key"),
            }[mode]
        )
        self._about.setText(
            {
                _CHANGE: "",
                _CODE: _("The printed code of today opens nothing any more afterwards."),
                _KEY: _(
                    "For when somebody may hold a passphrase or the recovery code together with a copy of the record "
                    "or of a backup. The record is backed up, written anew under another key, checked and backed up "
                    "again. You get a new recovery code; everybody else needs a new passphrase. It cannot close the "
                    "copies that are gone already. Change your passphrase as well if it is the one that leaked."
                ),
            }[mode]
        )
        self._about.setVisible(bool(self._about.text()))
        self._buttons.hide()
        self._form.show()
        self._old.line.setFocus()

    def _step_on(self) -> None:
        if self._mode == _CHANGE:
            self._new.first.line.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        if not self._old.text():
            self._old.set_error(_("Type the passphrase of this record."))
            self._old.line.setFocus()
            return
        if self._mode == _CODE:
            self.code_wanted.emit(self._old.text())
        elif self._mode == _KEY:
            self.key_wanted.emit(self._old.text())
        elif self._new.check():
            self.passphrase_changed.emit(self._old.text(), self._new.passphrase())
