"""The way out when the record's disk refuses: the draft's words as a file somewhere else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.clinical.codec import canonical
from rmt_notes.clinical.narrative import narrate
from rmt_notes.export.files import FileTrouble, write
from rmt_notes.i18n import _
from rmt_notes.ui.dialogs import ask
from rmt_notes.ui.screens.chart.keeper import Sheet
from rmt_notes.ui.widgets.qt_dialogs import save_dialog
from rmt_notes.ui.worker import Worker


def copy_text(sheet: Sheet) -> str:
    """The note as a person reads it, then as the program does, so that nothing is lost either way."""
    lines = [
        _("Copy of a note that could not be kept, visit of {day}").format(day=sheet.started_at.date().isoformat()),
        "",
    ]
    for section in narrate(sheet.note):
        lines.append(section.title)
        lines.extend(f"  {line.label}: {line.text}" for line in section.lines)
    lines.extend(["", canonical(sheet.note), ""])
    return "\n".join(lines)


def save_copy(parent: QWidget, worker: Worker, sheet: Sheet) -> None:
    """Ask where, then write, and say what became of it. The file is not encrypted; the words say so."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = _("Save an unencrypted copy of these words")
    dialog = save_dialog(parent, title, folder, "note-copy.txt", _("Text (*.txt)"), "txt")
    dialog.fileSelected.connect(lambda name: write_copy(parent, worker, sheet, Path(name)))
    QDialog.open(dialog)


def write_copy(parent: QWidget, worker: Worker, sheet: Sheet, path: Path) -> None:
    """Write the copy; the place may be full or failing too, so another one is offered."""
    text = copy_text(sheet).encode("utf-8")

    def attempt() -> str:
        try:
            write(path, text)
        except FileTrouble as trouble:
            return str(trouble)
        return ""

    def tell(trouble: str) -> None:
        if trouble:
            verbs = [("leave", _("Leave it")), ("again", _("Choose another place"))]
            answer = ask(parent, _("The copy was not written"), trouble, verbs)
            answer.connect(lambda key: save_copy(parent, worker, sheet) if key == "again" else None)
            return
        title = _("These words are in {file}").format(file=path.name)
        words = _("The file is not encrypted. Remove it once the note itself says “Saved”.")
        ask(parent, title, words, [("close", _("Close"))])

    worker.draw(parent, attempt, tell)
