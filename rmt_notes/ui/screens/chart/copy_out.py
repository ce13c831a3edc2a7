"""The way out when the record's disk refuses: the draft's words as a file somewhere else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from rmt_notes.clinical.codec import canonical
from rmt_notes.clinical.narrative import narrate
from rmt_notes.export.files import write
from rmt_notes.i18n import _
from rmt_notes.ui.screens.chart.keeper import Sheet
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
    """Ask where, then write. The file is not encrypted; the dialog says so."""
    dialog = QFileDialog(parent, _("Save an unencrypted copy of these words"), "note-copy.txt", _("Text (*.txt)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
    text = copy_text(sheet)
    dialog.fileSelected.connect(
        lambda name: worker.draw(parent, lambda: write(Path(name), text.encode("utf-8")), lambda _done: None)
    )
    dialog.open()
