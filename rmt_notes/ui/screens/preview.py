"""The pages of one visit's note as they will be printed, with saving and printing. Every look, print and export is
logged with the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QRectF, QSizeF, QStandardPaths, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmt_notes.clinical.record import PrintableVisit
from rmt_notes.export.files import FileTrouble, handout_name, note_name, write
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.keeping.lock_question import ask_lock, saved_words
from rmt_notes.ui.places import Chart, Place, Preview
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.identity_words import identity_facts
from rmt_notes.ui.widgets.keys import bind
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.pdf_raster import page_picture, page_sizes
from rmt_notes.ui.widgets.pdf_view import FIT_PAGE, FIT_WIDTH, PdfView
from rmt_notes.ui.widgets.qt_dialogs import dress, save_dialog
from rmt_notes.ui.widgets.when import long_day
from rmt_notes.ui.worker import Worker

Purpose = Literal["preview", "print", "export"]
PRINT_DPI = 300
HANDOUT = "handout"


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document ready to be looked at: its bytes, page sizes in points, and what could not be drawn."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    missing: tuple[str, ...]


class _Untold(Exception):
    """The pages cannot be drawn as they are; `str()` is the sentence to show."""


def _pdf(printable: PrintableVisit, paper: str) -> bytes:
    if paper != HANDOUT:
        from rmt_notes.export.pdf import soap_note

        return soap_note.soap_note(printable)
    from rmt_notes.clinical.handout import handout_of
    from rmt_notes.export.pdf.handout import HandoutTrouble, handout_page

    try:
        return handout_page(handout_of(printable))
    except HandoutTrouble as trouble:
        raise _Untold(str(trouble)) from trouble


def _draw(printable: PrintableVisit, paper: str) -> _Paper | str:
    """On the pool: the page engine is loaded with the first page. A sentence where nothing can be drawn."""
    from rmt_notes.export.pdf import soap_note

    try:
        pdf = _pdf(printable, paper)
    except _Untold as trouble:
        return str(trouble)
    return _Paper(pdf, page_sizes(pdf), soap_note.unprintable(printable) if paper != HANDOUT else ())


def _save(printable: PrintableVisit, paper: str, path: Path, passphrase: str) -> str:
    """On the pool: the sentence of what went wrong, or nothing."""
    from rmt_notes.export.pdf import lock

    try:
        pdf = _pdf(printable, paper)
        write(path, lock.lock(pdf, passphrase) if passphrase else pdf)
    except (FileTrouble, _Untold) as trouble:
        return str(trouble)
    return ""


def _print_pictures(printable: PrintableVisit, paper: str) -> tuple[QImage, ...]:
    """On the pool: every page at the printer's fineness."""
    pdf = _pdf(printable, paper)
    return tuple(
        page_picture(pdf, number, round(width / 72 * PRINT_DPI)) for number, (width, _h) in enumerate(page_sizes(pdf))
    )


class PreviewScreen(QWidget):
    """`saved(path)` and `printed(pages)` say what left the program. Esc goes back."""

    gone = Signal(object)
    saved = Signal(str)
    printed = Signal(int)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._visit_id = ""
        self._kind = "note"
        self._back: Place | None = None
        self._asked = 0
        self._paper: _Paper | None = None
        self._printable: PrintableVisit | None = None
        self._build()
        bind(self, "Escape", self.go_back)
        bind(self, "Ctrl+P", self.print_pages)
        bind(self, "Ctrl+S", self.save)
        bind(self, "Ctrl+0", lambda: self._view.fit_to(FIT_WIDTH))

    def _build(self) -> None:
        m = theme.metrics()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = PageHeader(_("Preview"), back=True)
        self._head.back_pressed.connect(self.go_back)
        self._save_button = Button(_("Save…"), "secondary", icon="save", key_hint="Ctrl+S")
        self._save_button.clicked.connect(self.save)
        self._print_button = Button(_("Print…"), icon="printer", key_hint="Ctrl+P")
        self._print_button.clicked.connect(self.print_pages)
        self._head.add_action(self._save_button)
        self._head.add_action(self._print_button)
        outer.addWidget(self._head)
        self._banner = Banner("info", "", closable=True)
        self._banner.closed.connect(self._banner.hide)
        self._banner.hide()
        outer.addWidget(self._banner)
        self._stack = QStackedWidget()
        self._view = PdfView()
        self._view.wanted.connect(self._draw_page)
        self._view.page_changed.connect(lambda _page: self._say_page())
        self._view.zoom_changed.connect(lambda _zoom: self._say_page())
        self._waiting = EmptyState("file-text", _("Drawing the pages…"))
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self._view)
        outer.addWidget(self._stack, 1)
        foot = Panel("card", "top")
        line = QHBoxLayout(foot)
        line.setContentsMargins(m.space(5), m.px(6), m.space(5), m.px(6))
        line.setSpacing(m.px(6))
        self._before = IconButton("chevron-up", _("Page before"))
        self._before.clicked.connect(lambda: self._view.show_page(self._view.page() - 1))
        self._after = IconButton("chevron-down", _("Page after"))
        self._after.clicked.connect(lambda: self._view.show_page(self._view.page() + 1))
        self._page_words = Label("", "hint", "medium", "muted", figures=True)
        line.addWidget(self._before)
        line.addWidget(self._after)
        line.addWidget(self._page_words)
        line.addStretch(1)
        smaller = IconButton("minus", _("Smaller page"))
        smaller.clicked.connect(self._view.zoom_out)
        larger = IconButton("plus", _("Larger page"))
        larger.clicked.connect(self._view.zoom_in)
        self._zoom_words = Label("", "hint", "medium", "muted", figures=True)
        self._zoom_words.setMinimumWidth(m.px(52))
        self._zoom_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fit_width = Button(_("Fit width"), "quiet")
        self._fit_width.clicked.connect(lambda: self._view.fit_to(FIT_WIDTH))
        self._fit_page = Button(_("Whole page"), "quiet")
        self._fit_page.clicked.connect(lambda: self._view.fit_to(FIT_PAGE))
        for widget in (smaller, self._zoom_words, larger, self._fit_width, self._fit_page):
            line.addWidget(widget)
        outer.addWidget(foot)
        self._ready(False)

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name, without client words."""
        return _("Preview")

    def show_place(self, place: Place) -> None:
        """Draw the pages of a visit."""
        if not isinstance(place, Preview):
            return
        self._visit_id, self._back, self._kind = place.visit_id, place.back, place.paper
        self._asked += 1
        asked = self._asked
        self._paper = None
        self._banner.hide()
        self._waiting.set_words(_("Drawing the pages…"))
        self._stack.setCurrentIndex(0)
        self._head.set_title(_("Preview"))
        self._head.set_second("")
        self._ready(False)
        self._ask("preview", lambda printable: self._take(asked, printable))

    def leave(self) -> None:
        """Nothing to keep; a page drawn for nobody is dropped."""
        self._asked += 1

    def has_unsaved(self) -> bool:
        """Never."""
        return False

    def focus_first(self) -> None:
        """Put the focus on the pages, so that the keys scroll."""
        self._view.setFocus()

    def go_back(self) -> None:
        """To where the preview was asked for."""
        self.gone.emit(self._back or Chart(self._visit_id))

    # -- looking -------------------------------------------------------------------------------------------------

    def view(self) -> PdfView:
        """The pages, for tests and pictures."""
        return self._view

    def _take(self, asked: int, printable: PrintableVisit) -> None:
        if asked != self._asked:
            return
        self._printable = printable
        client = printable.client
        self._head.set_title(
            _("{client} · {day}").format(client=client.shown_name(), day=long_day(printable.visit.started_at))
        )
        kind = self._kind
        self._worker.draw(self, lambda: _draw(printable, kind), lambda paper: self._show(asked, paper))

    def _ask(self, purpose: Purpose, then: Callable[[PrintableVisit], None]) -> None:
        """What the pages need, with the entry in the audit log."""
        visit, handout = self._visit_id, self._kind == HANDOUT
        self._worker.ask(
            self,
            lambda store: store.handout(visit, purpose) if handout else store.printable(visit, purpose),
            then,
        )

    def _show(self, asked: int, paper: _Paper | str) -> None:
        if asked != self._asked or self._printable is None:
            return
        if isinstance(paper, str):
            self._waiting.set_words(_("Nothing to show"), paper)
            return
        self._paper = paper
        count = len(paper.sizes)
        facts = identity_facts(self._printable.client, date.today())
        words = [*facts, _n("{number} page", "{number} pages", count).format(number=count)]
        if self._kind == HANDOUT:
            words.append(_("home care for the client"))
        elif self._printable.is_draft():
            words.append(_("draft: every page says so until the note is signed"))
        elif len(self._printable.versions) > 1:
            words.append(_("amended: the pages show it"))
        self._head.set_second(" · ".join(words))
        self._stack.setCurrentIndex(1)
        self._view.set_pages(paper.sizes)
        self._ready(True)
        self._say_page()
        self.focus_first()
        if paper.missing:
            signs = " ".join(paper.missing[:12])
            self._tell(
                "warning", _("These signs have no shape in the typefaces of the page: {signs}").format(signs=signs)
            )

    def _draw_page(self, page: int, pixels: int) -> None:
        if self._paper is None:
            return
        asked, pdf = self._asked, self._paper.pdf

        def show(picture: QImage) -> None:
            if asked == self._asked:
                self._view.set_picture(page, picture)

        self._worker.draw(self, lambda: page_picture(pdf, page, pixels), show)

    def _say_page(self) -> None:
        count, page = self._view.count(), self._view.page()
        words = _("Page {number} of {count}").format(number=page + 1, count=count) if count else ""
        self._page_words.setText(words)
        self._view.setAccessibleDescription(words)
        self._zoom_words.setText(f"{round(self._view.zoom() * 100)} %")
        self._before.setEnabled(page > 0)
        self._after.setEnabled(page + 1 < count)

    def _ready(self, ready: bool) -> None:
        for button in (self._save_button, self._print_button, self._fit_width, self._fit_page):
            button.setEnabled(ready)

    def _tell(self, kind: str, words: str) -> None:
        self._banner.set_message("danger" if kind == "danger" else "warning" if kind == "warning" else "ok", words)
        self._banner.show()

    # -- saving --------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask where to, then keep the pages there; the record notes the export."""
        if self._printable is None or self._paper is None:
            return
        printable = self._printable
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        number, day = printable.client.file_number, printable.visit.started_at.date()
        name, title = note_name(number, day, draft=printable.is_draft()), _("Save the note as PDF")
        if self._kind == HANDOUT:
            name, title = handout_name(number, day), _("Save the home care as PDF")
        dialog = save_dialog(self, title, folder, name, _("PDF pages (*.pdf)"), "pdf")
        dialog.fileSelected.connect(lambda chosen: self.ask_lock(Path(chosen)))
        QDialog.open(dialog)

    def ask_lock(self, path: Path) -> None:
        """The place is chosen: with a lock or without."""
        ask_lock(self, path.name, lambda passphrase: self.save_to(path, passphrase))

    def save_to(self, path: Path, passphrase: str = "") -> None:
        """Keep the pages in a file, locked where a passphrase is given. What is written carries the number of its own
        entry in the audit log."""
        kind, asked = self._kind, self._asked

        def written(sentence: str) -> None:
            if asked != self._asked:
                return
            if sentence:
                self._tell("danger", sentence)
                return
            self._tell("ok", saved_words(path.name, passphrase))
            self.saved.emit(str(path))

        self._ask(
            "export",
            lambda printable: self._worker.draw(self, lambda: _save(printable, kind, path, passphrase), written),
        )

    # -- printing ------------------------------------------------------------------------------------------------

    def print_pages(self) -> None:
        """Ask for the printer, then print; the record notes it."""
        if self._printable is None or self._paper is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("Home care") if self._kind == HANDOUT else _("Note"))
        printer.setPageLayout(_page_layout(self._paper.sizes[0]))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Print the home care") if self._kind == HANDOUT else _("Print the note"))
        dialog.setMinMax(1, len(self._paper.sizes))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dress(dialog)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # the print dialog's own open() asks for a slot by name

    def print_on(self, printer: object) -> None:
        """Print the pages on a `QPrinter`."""
        from PySide6.QtPrintSupport import QPrinter

        if not isinstance(printer, QPrinter):
            raise TypeError("a QPrinter is expected")
        kind = self._kind

        def lay_down(pictures: tuple[QImage, ...]) -> None:
            first = max(1, printer.fromPage()) if printer.fromPage() else 1
            last = min(len(pictures), printer.toPage()) if printer.toPage() else len(pictures)
            painter = QPainter()
            if not painter.begin(printer):
                self._tell("danger", _("The printer cannot be reached. Nothing was printed."))
                return
            for number in range(first - 1, last):
                if number > first - 1:
                    printer.newPage()
                painter.drawImage(_sheet(printer), pictures[number])
            painter.end()
            self._tell("ok", _("Sent to the printer. The record notes it."))
            self.printed.emit(last - first + 1)

        self._ask(
            "print",
            lambda printable: self._worker.draw(self, lambda: _print_pictures(printable, kind), lay_down),
        )


def _page_layout(size: tuple[float, float]) -> QPageLayout:
    """The whole sheet, without margins of the printer's own: the page brings its margins."""
    page = QPageSize(QSizeF(*size), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    layout = QPageLayout()
    layout.setMode(QPageLayout.Mode.FullPageMode)
    layout.setPageSize(page)
    return layout


def _sheet(printer: object) -> QRectF:
    """The whole sheet in the printer's own pixels."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    return QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
