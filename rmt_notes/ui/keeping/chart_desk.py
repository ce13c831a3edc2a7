"""A copy of one client's chart: asked where and with which lock, drawn beside the record's thread, written whole."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.record import ClientChart
from rmt_notes.db import RecordTrouble
from rmt_notes.export import files
from rmt_notes.i18n import _
from rmt_notes.ui.keeping.lock_question import ask_lock, saved_words
from rmt_notes.ui.widgets.qt_dialogs import save_dialog
from rmt_notes.ui.worker import Worker


class ChartDesk(QObject):
    """`begun` and `ended` frame the drawing, `stepped` says how far it is, `told` what became of it (words, token)."""

    begun = Signal()
    stepped = Signal(int, int)
    ended = Signal()
    told = Signal(str, str)

    def __init__(self, worker: Worker, owner: QWidget) -> None:
        super().__init__(owner)
        self._worker = worker
        self._owner = owner
        self._stop = threading.Event()
        worker.ending.connect(self.stop)

    def ask(self, client: Client, *, to: str = "") -> None:
        """Ask where the copy goes."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = files.chart_name(client.file_number, date.today())
        title = _("Save a copy of the chart")
        dialog = save_dialog(self._owner, title, folder, name, _("PDF pages (*.pdf)"), "pdf")
        dialog.fileSelected.connect(
            lambda chosen: ask_lock(
                self._owner, Path(chosen).name, lambda secret: self.save_to(Path(chosen), client.id, secret, to=to)
            )
        )
        QDialog.open(dialog)

    def stop(self) -> None:
        """Call it off; nothing is written."""
        self._stop.set()

    def save_to(self, path: Path, client_id: str, passphrase: str = "", *, to: str = "") -> None:
        """Read the chart (the record notes the export), draw it, write it."""
        self._stop.clear()
        self.begun.emit()

        def draw(chart: ClientChart) -> None:
            self._draw(path, chart, passphrase)

        self._worker.ask(self, lambda store: store.chart_copy(client_id, to), draw, self._fail)

    def _draw(self, path: Path, chart: ClientChart, passphrase: str) -> None:
        def draw() -> tuple[str, str]:
            from rmt_notes.export.pdf.chart_copy import CalledOff, chart_copy

            try:
                files.write(path, chart_copy(chart, passphrase=passphrase, told=self._tell))
            except CalledOff:
                return _("Stopped. Nothing was written."), "muted"
            except files.FileTrouble as trouble:
                return str(trouble), "danger"
            return saved_words(path.name, passphrase), "ok"

        def end(words: tuple[str, str]) -> None:
            self.ended.emit()
            self.told.emit(*words)

        self._worker.draw(self, draw, end)

    def _tell(self, done: int, parts: int) -> bool:
        """On the drawing thread; the signal is delivered on the GUI thread."""
        self.stepped.emit(done, parts)
        return not self._stop.is_set()

    def _fail(self, trouble: RecordTrouble) -> None:
        self.ended.emit()
        self.told.emit(str(trouble), "danger")
