"""Copies of letters out of the record; each look leaves its entry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.clinical.attachment import Attachment
from rmt_notes.db import RecordTrouble
from rmt_notes.export import files
from rmt_notes.i18n import _
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
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen), content))
        QDialog.open(dialog)

    def save_to(self, path: Path, content: bytes) -> None:
        """Write the copy."""

        def write() -> str:
            try:
                files.write(path, content)
            except files.FileTrouble as trouble:
                return str(trouble)
            return _("Saved as {name}. The record notes that it was looked at.").format(name=path.name)

        self._worker.draw(self, write, self.told.emit)

    def _fail(self, trouble: RecordTrouble) -> None:
        self.told.emit(str(trouble))
