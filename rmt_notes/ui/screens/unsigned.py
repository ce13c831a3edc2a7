"""All notes that wait for a signature, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rmt_notes.clinical.record import VisitRow
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.places import Chart, Place, Today, Unsigned
from rmt_notes.ui.widgets.day_list import DayList
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.list_card import ListCard
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.room import LIST_WIDTH, ROOM_EDGES
from rmt_notes.ui.widgets.visit_rows import waiting_row
from rmt_notes.ui.worker import Changes, Worker


class UnsignedScreen(QWidget):
    """A tap opens the chart. `counted` tells how many wait, for the badge of the rail."""

    gone = Signal(object)
    counted = Signal(int)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        m = theme.metrics()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = PageHeader(_("Unsigned notes"), _("Oldest first. A note becomes the record when it is signed."))
        outer.addWidget(self._head)
        self._list = DayList(_("Unsigned notes"), grows=False)
        self._list.opened.connect(lambda visit: self.gone.emit(Chart(visit)))
        card = ListCard(self._list)
        self._empty = EmptyState(
            "circle-check",
            _("Everything is signed"),
            _("Notes that wait for your signature will be listed here, the oldest first."),
            _("Go to today"),
            action_icon="sun",
        )
        self._empty.acted.connect(lambda: self.gone.emit(Today()))
        self._stack = QStackedWidget()
        self._stack.addWidget(card.on_page())
        self._stack.addWidget(self._empty)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*(m.px(edge) for edge in ROOM_EDGES))
        column.addWidget(self._stack)
        page.setMaximumWidth(m.px(LIST_WIDTH))
        outer.addWidget(page, 1)
        worker.changed.connect(self._hear)

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name."""
        return _("Unsigned notes")

    def show_place(self, place: Place) -> None:
        """Read the list afresh."""
        self._worker.ask(self, lambda store: (store.unsigned(), store.now()), self._show)

    def leave(self) -> None:
        """Nothing to keep."""

    def has_unsaved(self) -> bool:
        """Never."""
        return False

    def focus_first(self) -> None:
        """Put the focus on the oldest note."""
        (self._list if self._list.rows() else self._empty.button()).setFocus()

    # -- showing -------------------------------------------------------------------------------------------------

    def _show(self, answer: tuple[Sequence[VisitRow], datetime]) -> None:
        rows, now = answer
        ordered = sorted(rows, key=lambda row: row.started_at)
        self._list.set_rows([waiting_row(row, now) for row in ordered])
        self._stack.setCurrentIndex(0 if ordered else 1)
        count = len(ordered)
        words = _n("{number} note waits, oldest first", "{number} notes wait, oldest first", count).format(number=count)
        self._head.set_second(words if count else _("A note becomes the record when it is signed."))
        self.counted.emit(count)

    def _hear(self, changes: Changes) -> None:
        if self.isVisible() and changes.asker is not self and changes.kinds & {"clients", "visits"}:
            self.show_place(Unsigned())
