"""Copies of letters out of the record; each look leaves its entry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.clinical.attachment import Attachment
from rmt_notes.db import RecordTrouble
from rmt_notes.export import files
from rmt_notes.export.pdf import lock
from rmt_notes.i18n import _
from rmt_notes.ui.keeping.lock_question import ask_lock, saved_words
from rmt_notes.ui.widgets.qt_dialogs import save_dialog
from rmt_notes.ui.worker import Worker


class PaperDesk(QObject):
    """`told` says what became of a copy."""

    told = Signal(str)

    def __init__(self, worker: Worker, owner: QWidget) -> None:
        super().__init__(owner)
        self._worker = worker
        self._owner = owner

    def save_copy(self, attachment_id: str) -> None:
        """Read a paper, then ask where its copy goes."""
        self._worker.ask(self, lambda store: store.attached(attachment_id), self._ask_where, self._fail)

    def _ask_where(self, found: tuple[Attachment, bytes]) -> None:
        paper, content = found
        suffix = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}[paper.media_type]
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{paper.added_at.date().isoformat()} {_('letter')}.{suffix}"
        kind = _("Letters (*.{suffix})").format(suffix=suffix)
        dialog = save_dialog(self._owner, _("Save a copy of the letter"), folder, name, kind, suffix)
        dialog.fileSelected.connect(lambda chosen: self._ask_lock(Path(chosen), paper, content))
        QDialog.open(dialog)

    def _ask_lock(self, path: Path, paper: Attachment, content: bytes) -> None:
        """Only a PDF can be locked."""
        if paper.media_type == "application/pdf":
            ask_lock(self._owner, path.name, lambda passphrase: self.save_to(path, content, passphrase))
        else:
            self.save_to(path, content)

    def save_to(self, path: Path, content: bytes, passphrase: str = "") -> None:
        """Write the copy. A PDF that came locked or torn cannot be locked by us; the sentence says so."""

        def write() -> str:
            try:
                files.write(path, lock.lock(content, passphrase) if passphrase else content)
            except lock.WrongLock as trouble:
                return str(trouble)
            except files.FileTrouble as trouble:
                return str(trouble)
            return saved_words(path.name, passphrase)

        self._worker.draw(self, write, self.told.emit)

    def _fail(self, trouble: RecordTrouble) -> None:
        self.told.emit(str(trouble))
