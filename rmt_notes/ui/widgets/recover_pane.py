"""Opening a record with the printed recovery code: the code, and a new passphrase in place of the lost one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.new_passphrase import NewPassphrase
from rmt_notes.ui.widgets.passphrase_field import PassphraseField


class RecoverPane(QWidget):
    """`submitted(code, passphrase)` when both are there, `backed` to return to the passphrase."""

    submitted = Signal(str, str)
    backed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        m = theme.metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.space(3))
        column.addWidget(Label(_("Open with the recovery code"), "page", "bold", wrap=True))
        column.addWidget(
            Label(
                _("The code was printed when this record was made. Small letters, spaces and hyphens do not matter."),
                token="muted",
                wrap=True,
            )
        )
        self._code = PassphraseField(_("Recovery code"))
        self._whose = Label("", token="muted", wrap=True)
        self._whose.hide()
        self._new = NewPassphrase()
        self._code.entered.connect(self._new.first.line.setFocus)
        column.addWidget(self._code)
        self._new.submitted.connect(self._submit)
        column.addWidget(self._whose)
        column.addWidget(self._new)
        row = QHBoxLayout()
        row.setSpacing(m.space(2))
        back = Button(_("Back"), "secondary", icon="arrow-left")
        back.clicked.connect(self.backed)
        self._open = Button(_("Open the record"), icon="key")
        self._open.clicked.connect(self._submit)
        row.addWidget(back)
        row.addWidget(self._open, 1)
        column.addSpacing(m.space(1))
        column.addLayout(row)

    def focus_first(self) -> None:
        """Put the caret into the code."""
        self._code.line.setFocus()

    def set_whose(self, name: str) -> None:
        """Say whose passphrase it will be, where several people sign in."""
        self._whose.setText(_("The new passphrase will be that of {name}.").format(name=name) if name else "")
        self._whose.setVisible(bool(name))

    def set_error(self, sentence: str) -> None:
        """Say under the code what is wrong."""
        self._code.set_error(sentence)

    def set_busy(self, busy: bool) -> None:
        """Take no keys while the record is being opened."""
        self._code.set_busy(busy)
        self._new.set_busy(busy)
        self._open.setEnabled(not busy)
        self._open.set_text(_("Opening…") if busy else _("Open the record"))

    def set_waiting(self, words: str) -> None:
        """Say how long to wait, or that it may be tried."""
        self._open.setEnabled(not words)
        self._open.set_text(words or _("Open the record"))

    def forget(self) -> None:
        """Forget everything typed."""
        self._code.clear()
        self._new.clear()

    def _submit(self) -> None:
        if not self._code.text().strip():
            self._code.set_error(_("Type the recovery code from the printed page."))
            self._code.line.setFocus()
            return
        if self._new.check():
            self.submitted.emit(self._code.text(), self._new.passphrase())
