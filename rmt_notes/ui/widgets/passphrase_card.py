"""Changing the passphrase, and replacing the printed recovery code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.new_passphrase import NewPassphrase
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.recovery_sheet import CodePlate

_IDLE, _CHANGE, _CODE = "", "change", "code"


class PassphraseCard(Card):
    """`passphrase_changed(old, new)` and `code_wanted(passphrase)` ask the record; the answer comes back through the
    `say` methods."""

    passphrase_changed = Signal(str, str)
    code_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Passphrase and recovery code"), parent=parent)
        m = theme.metrics()
        self._mode = _IDLE
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(m.px(10))
        change = Button(_("Change passphrase"), "secondary", icon="key", compact=True)
        change.clicked.connect(lambda: self._begin(_CHANGE))
        code = Button(_("New recovery code"), "secondary", icon="refresh-cw", compact=True)
        code.clicked.connect(lambda: self._begin(_CODE))
        self._code = code
        row.addWidget(change)
        row.addWidget(code)
        row.addStretch(1)
        self.add(self._buttons)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.px(14))
        self._old = PassphraseField(_("Passphrase now"))
        self._old.entered.connect(self._step_on)
        column.addWidget(self._old)
        self._new = NewPassphrase()
        self._new.submitted.connect(self._submit)
        column.addWidget(self._new)
        line = QHBoxLayout()
        line.setSpacing(m.px(10))
        keep = Button(_("Keep as it is"), "secondary", compact=True)
        keep.clicked.connect(self.forget)
        self._go = Button(_("Change passphrase"), compact=True)
        self._go.clicked.connect(self._submit)
        line.addWidget(keep)
        line.addWidget(self._go)
        line.addStretch(1)
        column.addLayout(line)
        self._form.hide()
        self.add(self._form)
        self._words = Label("", wrap=True, token="ok")
        self._words.hide()
        self._plate = CodePlate()
        self._plate.hide()
        self.add(self._words)
        self.add(self._plate)

    def allow_code(self, refusal: str) -> None:
        """Whether a new recovery code may be asked for; why not, where not."""
        self._code.allow(refusal)

    def forget(self) -> None:
        """Close the form and forget what was typed and shown."""
        self._mode = _IDLE
        self._old.clear()
        self._old.set_error("")
        self._new.clear()
        self._form.hide()
        self._buttons.show()
        self._plate.set_code("")
        self._plate.hide()
        self._words.hide()
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """Take no keys while the record is being asked."""
        self._old.set_busy(busy)
        self._new.set_busy(busy)
        self._go.setEnabled(not busy)

    def say_changed(self) -> None:
        """The new passphrase holds."""
        self.forget()
        self._words.setText(_("The passphrase is changed. The recovery code is still the same."))
        self._words.show()

    def show_code(self, code: str) -> None:
        """Show the new recovery code, once."""
        self.forget()
        self._words.setText(_("This is the new recovery code. The old one opens nothing any more. Write it down now."))
        self._words.show()
        self._plate.set_code(code)
        self._plate.show()

    def say_refused(self, sentence: str) -> None:
        """Say under the field why not."""
        self.set_busy(False)
        self._old.set_error(sentence)
        self._old.line.setFocus()

    def _begin(self, mode: str) -> None:
        self.forget()
        self._mode = mode
        self._new.setVisible(mode == _CHANGE)
        self._go.set_text(_("Change passphrase") if mode == _CHANGE else _("Make a new code"))
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
        elif self._new.check():
            self.passphrase_changed.emit(self._old.text(), self._new.passphrase())
