"""The recovery code on paper: the printer is asked for, and one page goes to it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui.widgets.qt_dialogs import dress
from rmt_notes.ui.widgets.recovery_sheet import paint_recovery_page
from rmt_notes.ui.widgets.when import long_day


def ask_and_print(parent: QWidget, code: str, practice: str) -> None:
    """Ask for the printer, then print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Print the recovery code"))
    dress(dialog)
    dialog.accepted.connect(lambda: print_on(printer, code, practice))
    QDialog.open(dialog)  # the print dialog's own open() asks for a slot by name


def print_on(printer: QPrinter, code: str, practice: str) -> None:
    """One page with the code and what to do with it."""
    painter = QPainter(printer)
    scale = printer.resolution() / 72
    painter.scale(scale, scale)
    page = printer.pageLayout().paintRectPoints()
    area = QRectF(0, 0, page.width(), page.height()).adjusted(24, 24, -24, -24)
    paint_recovery_page(painter, area, code, practice, long_day(date.today()))
    painter.end()
