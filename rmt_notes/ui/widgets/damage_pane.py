"""What can be done about a record that does not open, each way with what it means; and what saving the readable part
brought."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label


class DamagePane(QWidget):
    """`restore_wanted`, `look_wanted` (for reading only), `salvage_wanted` after a second press, `backed`."""

    restore_wanted = Signal()
    look_wanted = Signal()
    salvage_wanted = Signal()
    backed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        m = theme.metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.space(3))
        self.head = Label("", "page", "bold", wrap=True)
        column.addWidget(self.head)
        self.trouble = Banner("danger", "", rounded=True)
        column.addWidget(self.trouble)
        self.report = Label("", wrap=True)
        self.report.hide()
        column.addWidget(self.report)
        self._ways = QWidget()
        ways = QVBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(m.space(2))
        self.restore = Button(_("Restore a backup"), icon="rotate-ccw")
        self.restore.clicked.connect(self.restore_wanted)
        self._way(ways, self.restore, _("The best way where there is one. The damaged record is set aside, whole."))
        self.look = Button(_("Open for reading only"), "secondary", icon="eye")
        self.look.clicked.connect(self.look_wanted)
        self._way(ways, self.look, _("Shows what can be read. Nothing is written; pages that are damaged stay closed."))
        self.salvage = Button(_("Save what can be read"), "secondary", icon="shield-check")
        self.salvage.clicked.connect(self._salvage)
        self.meaning = self._way(
            ways,
            self.salvage,
            _(
                "Puts every readable row into a new record in place of the damaged one, which is set aside, and tells "
                "what is lost."
            ),
        )
        column.addWidget(self._ways)
        row = QHBoxLayout()
        self.back = Button(_("Back"), "quiet", icon="arrow-left")
        self.back.clicked.connect(self.backed)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        self._sure = False

    @staticmethod
    def _way(column: QVBoxLayout, button: Button, words: str) -> Label:
        column.addWidget(button)
        label = Label(words, "hint", token="muted", wrap=True)
        column.addWidget(label)
        return label

    def show_trouble(self, sentence: str, *, may_read: bool) -> None:
        """What is wrong; `may_read` says whether there is anything to read."""
        self._sure = False
        self.head.setText(_("The record does not open"))
        self.trouble.set_message("danger", sentence)
        self.trouble.show()
        self.report.hide()
        self._ways.show()
        self.salvage.set_text(_("Save what can be read"))
        for button in (self.look, self.salvage):
            button.allow("" if may_read else _("There is nothing in the file that could be read."))
        self.back.set_text(_("Back"))

    def show_report(self, sentences: Sequence[str], *, whole: bool) -> None:
        """What was saved and what was not; back leads to the passphrase."""
        self.head.setText(_("The record opens again") if whole else _("The record opens again, with losses"))
        self.trouble.set_message(
            "ok" if whole else "warning",
            _("The record was made anew from what could be read. The damaged file is kept in a folder beside it."),
        )
        self.report.setText("\n".join(sentences))
        self.report.show()
        self._ways.hide()
        self.back.set_text(_("Open it with the passphrase"))

    def set_busy(self, busy: bool, words: str = "") -> None:
        """Take no wishes while one is carried out."""
        for button in (self.restore, self.look, self.salvage, self.back):
            button.setEnabled(not busy)
        if words:
            self.salvage.set_text(words)

    def focus_first(self) -> None:
        """The first way that can be gone."""
        (self.back if self._ways.isHidden() else self.restore).setFocus()

    def _salvage(self) -> None:
        if not self._sure:
            self._sure = True
            self.salvage.set_text(_("Yes, save what can be read now"))
            self.meaning.setText(
                _("Look for a backup first: it is whole. This cannot be undone by itself; the damaged file stays.")
            )
            return
        self.salvage_wanted.emit()
