"""Restoring a backup before a record is open: on an empty computer, or in place of a record that does not open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.places import Place
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.new_passphrase import NewPassphrase
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.qt_dialogs import open_dialog
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.worker import Worker

if TYPE_CHECKING:
    from rmt_notes.db import RecordStore, RecordTrouble

Restorer = Callable[[Path, Path, str, bool, str, bool], "RecordStore"]


def restore_record(
    source: Path, folder: Path, secret: str, by_code: bool, new_passphrase: str, replace: bool
) -> RecordStore:
    """Put the backup back and open it; runs on the record's thread."""
    from rmt_notes.db import RecordStore

    return RecordStore.restore(source, folder, secret, by_code=by_code, new_passphrase=new_passphrase, replace=replace)


class RestoreScreen(QWidget):
    """`restored` when the record is back and open, `backed` to return to where this was asked for."""

    gone = Signal(object)
    restored = Signal()
    backed = Signal()

    def __init__(
        self,
        worker: Worker,
        folder: Path,
        *,
        replaces: bool = False,
        restore: Restorer = restore_record,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._folder = folder
        self._replaces = replaces
        self._restore = restore
        self._source: Path | None = None
        self._busy = False
        self._build()

    def _build(self) -> None:
        m = theme.metrics()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._trouble = Banner("danger", "")
        self._trouble.hide()
        outer.addWidget(self._trouble)
        scroll = ScrollColumn(max_width=680, margin=32, name=_("Restore a backup"))
        scroll.add(Label(_("Restore a backup"), "display", "bold", wrap=True))
        scroll.add(
            Label(
                _(
                    "Choose the backup file: its name ends in .tnb. It is checked before anything is put in place, and "
                    "the backup itself is not changed."
                ),
                "lead",
                token="muted",
                wrap=True,
            )
        )
        if self._replaces:
            scroll.add(
                Banner(
                    "warning",
                    _(
                        "There is a record on this computer. It will be kept whole in a folder beside it, and the "
                        "backup opens in its place. What was written after the backup is then only in that folder."
                    ),
                    rounded=True,
                )
            )
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(m.px(12))
        self._choose = Button(_("Choose the file"), "secondary", icon="folder")
        self._choose.clicked.connect(self._ask_for_file)
        self._file = Label(_("No file chosen yet"), token="muted", wrap=True)
        row.addWidget(self._choose)
        row.addWidget(self._file, 1)
        card.add(row)
        self._with = Segmented(
            [("passphrase", _("Passphrase")), ("code", _("Recovery code"))], label=_("Open it with"), optional=False
        )
        self._with.set_value("passphrase")
        self._with.edited.connect(lambda _key: self._show_fields())
        card.add(self._with)
        self._passphrase = PassphraseField(_("Passphrase in use when the backup was made"))
        self._passphrase.entered.connect(self._go)
        self._code = PassphraseField(_("Recovery code"))
        self._new = NewPassphrase()
        self._code.entered.connect(self._new.first.line.setFocus)
        self._new.submitted.connect(self._go)
        for part in (self._passphrase, self._code, self._new):
            card.add(part)
        line = QHBoxLayout()
        line.setSpacing(m.px(10))
        self._back = Button(_("Back"), "secondary", icon="arrow-left")
        self._back.clicked.connect(lambda: self.backed.emit())
        self._start = Button(_("Restore"), icon="rotate-ccw")
        self._start.clicked.connect(self._go)
        line.addWidget(self._back)
        line.addStretch(1)
        line.addWidget(self._start)
        card.add(line)
        scroll.add(card)
        outer.addWidget(scroll, 1)
        self._show_fields()

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The window's title while it shows."""
        return _("Restore a backup")

    def show_place(self, place: Place | None = None) -> None:
        """Nothing to load."""

    def leave(self) -> None:
        """Forget what was typed."""
        self._passphrase.clear()
        self._code.clear()
        self._new.clear()

    def has_unsaved(self) -> bool:
        """Never: nothing typed here is record."""
        return False

    def focus_first(self) -> None:
        """Put the focus where the file is chosen."""
        self._choose.setFocus()

    # -- choosing ------------------------------------------------------------------------------------------------

    def choose(self, path: Path) -> None:
        """Take this file."""
        self._source = path
        self._file.setText(path.name)
        self._file.setToolTip(str(path))
        self._file.set_token("text")
        self._trouble.hide()
        (self._code if self._by_code() else self._passphrase).line.setFocus()

    def _ask_for_file(self) -> None:
        beside = self._folder / "backups"
        dialog = open_dialog(
            self,
            _("Choose a backup"),
            str(beside if beside.is_dir() else Path.home()),
            _("Backups of RMT Notes (*.tnb)"),
        )
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        QDialog.open(dialog)

    def _by_code(self) -> bool:
        return self._with.value() == "code"

    def _show_fields(self) -> None:
        by_code = self._by_code()
        self._passphrase.setVisible(not by_code)
        self._code.setVisible(by_code)
        self._new.setVisible(by_code)

    # -- restoring -----------------------------------------------------------------------------------------------

    def _go(self) -> None:
        if self._busy:
            return
        if self._source is None:
            self._say(_("Choose the backup file first."))
            self._choose.setFocus()
            return
        field = self._code if self._by_code() else self._passphrase
        if not field.text():
            field.set_error(
                _("Type the recovery code from the printed page.")
                if self._by_code()
                else _("Type the passphrase of this record.")
            )
            field.line.setFocus()
            return
        if self._by_code() and not self._new.check():
            return
        source, secret, by_code = self._source, field.text(), self._by_code()
        new = self._new.passphrase() if by_code else ""
        self._set_busy(True)
        self._worker.open(
            self,
            lambda: self._restore(source, self._folder, secret, by_code, new, self._replaces),
            self._done,
            self._refused,
        )

    def _done(self, _store: RecordStore) -> None:
        self._set_busy(False)
        self.leave()
        self.restored.emit()

    def _refused(self, trouble: RecordTrouble) -> None:
        from rmt_notes.db import WrongPassphrase

        self._set_busy(False)
        if isinstance(trouble, WrongPassphrase):
            field = self._code if self._by_code() else self._passphrase
            field.set_error(str(trouble))
            field.line.selectAll()
            field.line.setFocus()
        else:
            self._say(str(trouble))

    def _say(self, sentence: str) -> None:
        self._trouble.set_message("danger", sentence)
        self._trouble.show()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for field in (self._passphrase, self._code, self._new):
            field.set_busy(busy)
        for button in (self._choose, self._back, self._start):
            button.setEnabled(not busy)
        self._start.set_text(_("Checking and restoring…") if busy else _("Restore"))
        if busy:
            self._trouble.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        painter.end()
