"""The whole practice as one locked packet for a successor: made a chart at a time beside the work, and called off at
any moment."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.record import ClientChart
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.export import packet
from rmt_notes.export.files import FileTrouble
from rmt_notes.i18n import _, _n
from rmt_notes.ui.keeping.lock_question import LockQuestion
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.progress import ProgressLine
from rmt_notes.ui.widgets.qt_dialogs import save_dialog
from rmt_notes.ui.worker import Worker


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the record says at the beginning."""

    record: str
    audit: bytes
    clients: tuple[Client, ...]
    practice: str
    record_id: str
    at: datetime


class PacketDesk(Card):
    """A card that makes the packet."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(_("Hand the practice over"), _("for a successor, or to close"), parent=parent)
        self._worker = worker
        self._stop = threading.Event()
        self._writing = threading.Lock()
        self._writer: packet.PacketWriter | None = None
        self._begun: _Begun | None = None
        self._passphrase = ""
        worker.ending.connect(self._end)
        for words in (
            _("One file: every chart as a locked PDF, the record for programs, the audit trail, and what checks them."),
            _("Any computer opens it with the passphrase, without RMT Notes."),
            _("Records are handed to somebody who may keep them, and are never sold. Tell your clients who has them."),
        ):
            self.add(Label(words, token="muted", wrap=True))
        row = QHBoxLayout()
        self.make = Button(_("Make a packet…"), "secondary", icon="download", compact=True)
        self.make.clicked.connect(self._ask_where)
        row.addWidget(self.make)
        row.addStretch(1)
        self.add(row)
        self.progress = ProgressLine()
        self.progress.stopped.connect(self.stop)
        self.progress.hide()
        self.add(self.progress)
        self.words = Label("", wrap=True, selectable=True)
        self.words.hide()
        self.add(self.words)

    def allow(self, refusal: str) -> None:
        """Why it may not be made; empty where it may."""
        self.make.allow(refusal)

    # -- asking ----------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = packet.packet_name(datetime.now())
        dialog = save_dialog(self, _("Save the packet"), folder, name, _("Packets (*.zip)"), "zip")
        dialog.fileSelected.connect(lambda chosen: self._ask_passphrase(Path(chosen)))
        QDialog.open(dialog)

    def _ask_passphrase(self, path: Path) -> None:
        question = LockQuestion(self, path.name, must=True)
        question.chosen.connect(lambda passphrase: self.make_packet(path, passphrase))
        question.open()

    # -- making ----------------------------------------------------------------------------------------------------

    def make_packet(self, path: Path, passphrase: str) -> None:
        """Make it at this place. What was there stays until the new one is whole."""
        self._stop.clear()
        self._passphrase = passphrase
        self.words.hide()
        self.make.setEnabled(False)
        self.progress.show_step(0, 1, _("Reading the record…"))
        self.progress.show()
        self._worker.ask(self, _read, lambda begun: self._begin(path, begun), self._fail)

    def stop(self) -> None:
        """Call it off; nothing of it stays."""
        self._stop.set()

    def _begin(self, path: Path, begun: _Begun) -> None:
        self._begun = begun

        def write() -> str:
            with self._writing:
                if self._stop.is_set():
                    return _stopped()
                try:
                    self._writer = packet.PacketWriter(path, self._passphrase, begun.at)
                    self._writer.add_machine(begun.record, begun.audit)
                except FileTrouble as trouble:
                    return self._give_up(str(trouble))
            return ""

        self._worker.draw(self, write, lambda words: self._next(0, path, words))

    def _next(self, number: int, path: Path, words: str) -> None:
        begun = self._begun
        if words or begun is None:
            self._show_end(words, "muted" if self._stop.is_set() else "danger")
            return
        parts = packet.parts_of(begun.clients)
        if number == len(begun.clients):
            self.progress.show_step(parts - 1, parts, _("Closing the packet…"))
            self._worker.ask(self, self._finish, lambda answer: self._finished(path, *answer), self._fail)
            return
        client = begun.clients[number]
        told = _n("Chart {number} of {count}", "Chart {number} of {count}", len(begun.clients))
        self.progress.show_step(number + 1, parts, told.format(number=number + 1, count=len(begun.clients)))
        purpose = _("packet for a successor")

        def draw(chart: ClientChart) -> None:
            self._worker.draw(self, lambda: self._add(client, chart), lambda words: self._next(number + 1, path, words))

        self._worker.ask(self, lambda store: store.chart_copy(client.id, purpose), draw, self._fail)

    def _add(self, client: Client, chart: ClientChart) -> str:
        """On the drawing thread: one chart; the sentence of what went wrong."""
        from rmt_notes.export.pdf.chart_copy import CalledOff, chart_copy

        with self._writing:
            writer = self._writer
            if writer is None:
                return _stopped()
            try:
                pdf = chart_copy(chart, passphrase=self._passphrase, told=lambda _done, _parts: not self._stop.is_set())
                writer.add_chart(client, pdf, len(chart.visits))
            except CalledOff:
                return self._give_up(_stopped())
            except FileTrouble as trouble:
                return self._give_up(str(trouble))
        return ""

    def _finish(self, store: RecordStore) -> tuple[str, str]:
        """On the record's thread, which signs: the fingerprint, or the sentence of what went wrong."""
        begun = self._begun
        with self._writing:
            writer = self._writer
            if begun is None or writer is None or self._stop.is_set():
                return "", self._give_up(_stopped())
            try:
                writer.finish(begun.practice, begun.record_id, store.sign_packet)
            except FileTrouble as trouble:
                return "", self._give_up(str(trouble))
            self._writer = None
        return store.signing_fingerprint(), ""

    def _finished(self, path: Path, fingerprint: str, words: str) -> None:
        if words:
            self._show_end(words, "muted" if self._stop.is_set() else "danger")
            return
        count = len(self._begun.clients) if self._begun is not None else 0
        said = _n("{number} chart is in {file}, locked.", "{number} charts are in {file}, locked.", count).format(
            number=count, file=path.name
        )
        more = _(
            "Give the file and its passphrase by different ways. It is signed by {fingerprint}: tell the successor, "
            "who compares it with what verify_packet.py says."
        ).format(fingerprint=fingerprint)
        self._show_end(f"{said} {more}", "ok")

    # -- ending ----------------------------------------------------------------------------------------------------

    def _give_up(self, words: str) -> str:
        if self._writer is not None:
            self._writer.give_up()
            self._writer = None
        return words

    def _end(self) -> None:
        """The record is about to be closed."""
        self._stop.set()
        with self._writing:
            self._give_up("")

    def _fail(self, trouble: RecordTrouble) -> None:
        with self._writing:
            self._give_up("")
        self._show_end(str(trouble), "danger")

    def _show_end(self, words: str, token: str) -> None:
        self._begun = None
        self._passphrase = ""
        self.make.setEnabled(True)
        self.progress.hide()
        self.words.set_token(token)
        self.words.setText(words)
        self.words.show()


def _read(store: RecordStore) -> _Begun:
    from rmt_notes.clinical import interchange

    record = interchange.to_json(store.export_record())
    return _Begun(
        record, store.audit_export(), store.packet_clients(), store.practice().name, store.record_id, store.now()
    )


def _stopped() -> str:
    return _("Stopped. Nothing was written.")
