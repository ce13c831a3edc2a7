"""The form to fill in at home: made here, read back here, and nothing of it kept before the therapist says so."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.clinical.comparison import NEUTRAL, NEW, Difference
from rmt_notes.clinical.history_difference import ADDED, HistoryDifference, differences, kind_word
from rmt_notes.clinical.intake import history_of
from rmt_notes.clinical.intake_form import BadForm, FormAnswers, IntakeForm, answers_in
from rmt_notes.clinical.intake_sheet import IntakeSheet
from rmt_notes.export.files import FileTrouble, write
from rmt_notes.export.pdf.intake_form import LARGEST, intake_form, read_form
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.dialogs import Dialog, Verb
from rmt_notes.ui.screens.intake.loaded import Loaded
from rmt_notes.ui.screens.intake.notice import notice_lines
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.change_table import ChangeTable
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.qt_dialogs import open_dialog, save_dialog
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.worker import Worker

TAKE = "take"


def read_answers(path: Path, sheet: IntakeSheet, loaded: Loaded) -> FormAnswers | str:
    """What a file says, or the sentence why nothing can be read from it."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        return answers_in(read_form(data), sheet, loaded.questions, loaded.now)
    except BadForm as trouble:
        return str(trouble)
    except OSError:
        return _("The file cannot be read. Is it still there?")


class FormPreview(Dialog):
    """What taking over a filled-in form would change. It answers `take` or `close`."""

    def __init__(self, parent: QWidget, client: str, before: IntakeSheet, found: FormAnswers, loaded: Loaded) -> None:
        now, then = (history_of(each, practitioner_id="", at=loaded.now) for each in (found.sheet, before))
        self.lines: tuple[HistoryDifference, ...] = differences(then, now)
        number = len(self.lines)
        text = (
            _n("It changes {number} answer.", "It changes {number} answers.", number).format(number=number)
            if number
            else _("It says nothing new.")
        )
        verbs = [Verb("close", _("Close without taking over"))]
        if number:
            verbs.append(Verb(TAKE, _("Use these answers"), "primary"))
        super().__init__(
            parent,
            _("Filled-in form of {name}").format(name=client),
            text + " " + _("Nothing is in the record before you keep the health history."),
            verbs,
            width=760,
        )
        scroll = ScrollColumn(max_width=None, margin=2, name=_("What the form says"), ground="card")
        scroll.setMinimumHeight(theme.metrics().px(340 if number + len(found.remarks) < 8 else 480))
        for remark in found.remarks:
            scroll.add(Banner("warning", remark, rounded=True))
        self.table = ChangeTable()
        self.table.setAccessibleName(_("What the form says"))
        rows = [
            Difference(
                key=line.key,
                label=line.label,
                before=line.before,
                after=line.after,
                change=kind_word(line.kind),
                tone=NEW if line.kind == ADDED and line.limits else NEUTRAL,
            )
            for line in self.lines
        ]
        self.table.set_rows(_("Here now"), _("In the form"), rows)
        self.table.setVisible(bool(rows))
        scroll.add(self.table)
        if not rows:
            scroll.add(Label(_("Every answer of the form stands here already."), token="muted", wrap=True))
        self.body.addWidget(scroll, 1)


class FormDesk(QObject):
    """`taken` carries the sheet after the therapist accepted it, `told` a sentence with its kind."""

    taken = Signal(IntakeSheet)
    told = Signal(str, str)

    def __init__(self, worker: Worker, owner: QWidget) -> None:
        super().__init__(owner)
        self._worker = worker
        self._owner = owner
        self.preview: FormPreview | None = None

    def ask_save(self, loaded: Loaded, sheet: IntakeSheet) -> None:
        """Ask where the empty form goes. It leaves the record unencrypted, and names only the client."""
        name = _("health-history-form-{number}.pdf").format(number=f"{loaded.file.client.file_number:04d}")
        title = _("Save a form to fill in at home")
        dialog = save_dialog(self._owner, title, _documents(), name, _("PDF pages (*.pdf)"), "pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen), loaded, sheet))
        QDialog.open(dialog)

    def save_to(self, path: Path, loaded: Loaded, sheet: IntakeSheet) -> None:
        """Draw the form and write it."""
        form = IntakeForm(
            practice=loaded.practice,
            client_id=loaded.file.client.id,
            client_name=loaded.file.client.full_name(),
            notice=notice_lines(loaded.practice, loaded.rules),
            left_out=sheet.left_out,
            questions=loaded.questions,
        )

        def job() -> str:
            try:
                write(path, intake_form(form))
            except FileTrouble as trouble:
                return str(trouble)
            return ""

        def done(sentence: str) -> None:
            if sentence:
                self.told.emit("danger", sentence)
            else:
                self.told.emit("ok", _("The form is saved: {name}").format(name=path.name))

        self._worker.draw(self, job, done)

    def ask_open(self, loaded: Loaded, sheet: IntakeSheet) -> None:
        """Ask which filled-in form to read."""
        dialog = open_dialog(self._owner, _("Read a filled-in form"), _documents(), _("PDF pages (*.pdf)"))
        dialog.fileSelected.connect(lambda chosen: self.read_from(Path(chosen), loaded, sheet))
        QDialog.open(dialog)

    def read_from(self, path: Path, loaded: Loaded, sheet: IntakeSheet) -> None:
        """Read a form and show what it would change."""

        def done(found: FormAnswers | str) -> None:
            if isinstance(found, str):
                self.told.emit("danger", found)
                return
            self.preview = FormPreview(self._owner, loaded.file.client.shown_name(), sheet, found, loaded)
            self.preview.answered.connect(lambda answer: self._take(answer, found.sheet))
            self.preview.open()

        self._worker.draw(self, lambda: read_answers(path, sheet, loaded), done)

    def _take(self, answer: str, sheet: IntakeSheet) -> None:
        self.preview = None
        if answer == TAKE:
            self.taken.emit(sheet)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
