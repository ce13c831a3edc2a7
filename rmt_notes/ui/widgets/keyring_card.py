"""Whether this computer's keyring may open the record beside the passphrase: a card of the settings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.segmented import Segmented

OFF, ON = "off", "on"


class KeyringCard(Card):
    """`let_in(passphrase)` and `shut_out()` ask; the answer comes back through `set_on`, `say` and `say_refused`."""

    let_in = Signal(str)
    shut_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Unlock with this computer's keyring"), parent=parent)
        m = theme.metrics()
        self.add(
            Label(
                _(
                    "Off, only the passphrase opens the record. On, whoever uses this computer under your sign-in of "
                    "the system can open it as you, without the passphrase, and so can other programs that run under "
                    "it on Windows and Linux. The passphrase always opens it as well. On a computer that you share, "
                    "leave it off."
                ),
                token="muted",
                wrap=True,
            )
        )
        self.switch = Segmented([(OFF, _("Off")), (ON, _("On"))], label=_("Keyring"), show_label=False, optional=False)
        self.switch.edited.connect(self._choose)
        self.add(self.switch)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.px(14))
        self.passphrase = PassphraseField(_("Passphrase"))
        self.passphrase.entered.connect(self._submit)
        column.addWidget(self.passphrase)
        line = QHBoxLayout()
        line.setSpacing(m.px(10))
        self.keep = Button(_("Keep it off"), "secondary", compact=True)
        self.keep.clicked.connect(self.forget)
        self.go = Button(_("Let the keyring in"), compact=True)
        self.go.clicked.connect(self._submit)
        line.addWidget(self.keep)
        line.addWidget(self.go)
        line.addStretch(1)
        column.addLayout(line)
        self._form.hide()
        self.add(self._form)
        self.words = Label("", wrap=True, token="ok")
        self.words.hide()
        self.add(self.words)
        self._on = False
        self.set_on(False)

    def set_on(self, on: bool) -> None:
        """Show whether it is on; says nothing back."""
        self._on = on
        self.switch.set_value(ON if on else OFF)
        self._form.hide()
        self.passphrase.clear()
        self.passphrase.set_error("")
        self.set_busy(False)

    def forget(self) -> None:
        """Close the form and forget what was typed and said."""
        self.set_on(self._on)
        self.words.hide()

    def set_busy(self, busy: bool) -> None:
        """Take no keys while record and keyring are being asked."""
        self.switch.setEnabled(not busy)
        self.passphrase.set_busy(busy)
        self.keep.setEnabled(not busy)
        self.go.setEnabled(not busy)
        self.go.set_text(_("Waiting for the keyring…") if busy and not self._on else _("Let the keyring in"))

    def say(self, sentence: str, token: str = "ok") -> None:
        """What became of it."""
        self.words.set_token(token)
        self.words.setText(sentence)
        self.words.show()

    def say_wrong(self, sentence: str) -> None:
        """Say under the field that the passphrase is not right."""
        self.set_busy(False)
        self.passphrase.set_error(sentence)
        self.passphrase.line.setFocus()

    def _choose(self, key: str | None) -> None:
        self.words.hide()
        if key == ON and not self._on:
            self._form.show()
            self.passphrase.line.setFocus()
        elif key == OFF and self._on:
            self.shut_out.emit()
        else:
            self.forget()

    def _submit(self) -> None:
        if not self.passphrase.text():
            self.passphrase.set_error(_("Type the passphrase of this record."))
            self.passphrase.line.setFocus()
            return
        self.let_in.emit(self.passphrase.text())
