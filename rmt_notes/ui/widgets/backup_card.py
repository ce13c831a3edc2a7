"""The card about backups: where they are, how old, making one, rehearsing a restore."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.banner import Banner, BannerKind
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.qt_dialogs import open_dialog


class BackupCard(Card):
    """`wanted` asks for a backup, `place_chosen` names the second place (empty: none), `rehearsal_wanted` carries the
    passphrase to try the newest backup with."""

    wanted = Signal()
    place_chosen = Signal(str)
    rehearsal_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Backups"), _("made by themselves, encrypted"), parent=parent)
        m = theme.metrics()
        self._place = ""
        self._pressed: tuple[Button | None, QWidget | None] = (None, None)
        self._advice = Banner("warning", "", rounded=True)
        self._advice.hide()
        self.add(self._advice)
        self._rows = KeyValue()
        self.add(self._rows)
        row = FlowLayout(gap=m.px(10))
        self.now = Button(_("Back up now"), "secondary", icon="save", compact=True)
        self.now.clicked.connect(lambda: self.wanted.emit())
        self.choose = Button(_("Choose a second place"), "secondary", icon="folder", compact=True)
        self.choose.clicked.connect(self._ask_for_place)
        self.try_it = Button(_("Try a restore"), "secondary", icon="rotate-ccw", compact=True)
        self.try_it.clicked.connect(self._begin_rehearsal)
        for button in (self.now, self.choose, self.try_it):
            row.addWidget(button)
        self.add(row)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.px(12))
        column.addWidget(
            Label(
                _(
                    "The newest backup is put into a temporary folder, opened and checked, and removed again. Your "
                    "record is not touched."
                ),
                token="muted",
                wrap=True,
            )
        )
        self.secret = PassphraseField(_("Passphrase"))
        self.secret.entered.connect(self._rehearse)
        column.addWidget(self.secret)
        line = QHBoxLayout()
        line.setSpacing(m.px(10))
        leave = Button(_("Not now"), "secondary", compact=True)
        leave.clicked.connect(self.forget)
        self.start = Button(_("Try the restore"), compact=True)
        self.start.clicked.connect(self._rehearse)
        line.addWidget(leave)
        line.addWidget(self.start)
        line.addStretch(1)
        column.addLayout(line)
        self._form.hide()
        self.add(self._form)
        self._words = Label("", wrap=True)
        self._words.hide()
        self.add(self._words)

    def set_state(self, rows: Sequence[tuple[str, str]], advice: str, kind: BannerKind, place: str) -> None:
        """Show where the backups are and how old, what is advised, and the second place."""
        self._place = place
        self._rows.set_rows(rows)
        self._advice.set_message(kind, advice)
        self._advice.setVisible(bool(advice))
        self.choose.set_text(_("Choose another second place") if place else _("Choose a second place"))

    def say(self, words: str, token: str = "ok") -> None:
        """What became of it."""
        self._words.setText(words)
        self._words.set_token(token)
        self._words.setVisible(bool(words))

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def set_busy(self, busy: bool, words: str = "") -> None:
        """Take no new wishes while one is carried out. What was pressed has the focus again afterwards, unless somebody
        went elsewhere meanwhile."""
        buttons = (self.now, self.choose, self.try_it, self.start)
        pressed = next((button for button in buttons if button.hasFocus()), None)
        for button in buttons:
            button.setEnabled(not busy)
        if busy:
            self._pressed = (pressed, QApplication.focusWidget())
        elif self._pressed[0] is not None and self._pressed[1] is QApplication.focusWidget():
            self._pressed[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.secret.set_busy(busy)
        if busy:
            self.say(words, "muted")

    def say_refused(self, sentence: str) -> None:
        """The passphrase does not open the backup."""
        self.set_busy(False)
        self.say("")
        self.secret.set_error(sentence)
        self.secret.line.setFocus()

    def forget(self) -> None:
        """Close the form and forget what was typed."""
        self.secret.clear()
        self.secret.set_error("")
        self._form.hide()

    def _begin_rehearsal(self) -> None:
        self.say("")
        self._form.show()
        self.secret.line.setFocus()

    def _rehearse(self) -> None:
        if not self.secret.text():
            self.secret.set_error(_("Type the passphrase of this record."))
            self.secret.line.setFocus()
            return
        self.rehearsal_wanted.emit(self.secret.text())

    def _ask_for_place(self) -> None:
        start = self._place if self._place and Path(self._place).is_dir() else str(Path.home())
        dialog = open_dialog(self, _("Choose a folder on another drive"), start)
        dialog.fileSelected.connect(self.place_chosen.emit)
        QDialog.open(dialog)
