"""A new visit: who it is for, and then straight into its chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.record import ClientRow
from rmt_notes.db import RecordStore
from rmt_notes.i18n import _
from rmt_notes.ui.places import Chart, NewClient, NewVisit, Place
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.client_list import CREATE, ClientLine, ClientList, CreateLine, client_line
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.room import RoomColumn
from rmt_notes.ui.widgets.search_pace import SearchPace
from rmt_notes.ui.widgets.tidy import whole_name
from rmt_notes.ui.worker import Changes, Worker

QUIET_MS = 60
SHOWN = 40


def begin_visit(store: RecordStore, client_id: str) -> str:
    """The visit to chart now: an open draft of today is taken up again, else a visit starts this minute.

    The first is an initial visit, later ones are follow-ups as long as the last one was. Returns the visit's id.
    """
    now = store.now()
    rows = store.visit_rows(client_id)
    for row in rows:
        if row.state == "draft" and row.started_at.date() == now.date():
            return row.id
    earlier = [row for row in rows if row.state in ("signed", "amended")]
    minutes = next(
        (row.minutes for row in sorted(earlier, key=lambda row: row.started_at, reverse=True) if row.minutes), None
    )
    visit = store.start_visit(
        client_id, "follow_up" if earlier else "initial", now.replace(second=0, microsecond=0), minutes
    )
    return visit.id


class NewVisitScreen(QWidget):
    """Pick a client; with the client named already, this screen is passed through."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._pace = SearchPace(self, QUIET_MS, self._search, self._enter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = PageHeader(_("New visit"), _("Who is it for?"), back=True)
        head.back_pressed.connect(lambda: self.gone.emit(None))
        outer.addWidget(head)
        page = RoomColumn(_("Clients"))
        self._field = SearchField(_("Search clients"), placeholder=_("Name, phone, file number or date of birth"))
        self._field.edited.connect(lambda _text: self._pace.type())
        self._field.entered.connect(self._pace.enter)
        self._field.stepped.connect(self._step)
        page.add(self._field)
        self._card = Card()
        self._list = ClientList()
        self._list.opened.connect(self._open)
        self._card.add(self._list)
        page.add(self._card)
        self._nobody = EmptyState(
            "users",
            _("No clients yet"),
            _("A visit belongs to a client. Begin with the next one who walks in."),
            _("New client"),
            action_icon="user-plus",
        )
        self._nobody.acted.connect(lambda: self.gone.emit(NewClient("")))
        self._nobody.hide()
        page.add(self._nobody)
        outer.addWidget(page, 1)

    def title(self) -> str:
        """The screen's name."""
        return _("New visit")

    def show_place(self, place: Place) -> None:
        """Start at once where the client is known, else ask."""
        if isinstance(place, NewVisit) and place.client_id:
            self._begin(place.client_id)
        else:
            self._field.set_text("")
            self._search()

    def leave(self) -> None:
        """Nothing to keep."""
        self._pace.stop()

    def has_unsaved(self) -> bool:
        """Never: nothing is typed here."""
        return False

    def focus_first(self) -> None:
        """The search."""
        self._field.editor().setFocus()

    def _step(self, rows: int) -> None:
        self._list.step(rows)

    def _enter(self) -> None:
        self._list.open_current()

    def _search(self) -> None:
        asked, text = self._pace.ask(), self._field.text().strip()
        self._worker.ask(
            self, lambda store: store.find_clients(text, SHOWN), lambda rows: self._show(asked, text, rows)
        )

    def _show(self, asked: int, text: str, rows: Sequence[ClientRow]) -> None:
        if not self._pace.is_latest(asked):
            return
        lines: list[ClientLine | CreateLine] = [client_line(row, date.today()) for row in rows]
        name = whole_name(text)
        if name:
            lines.append(CreateLine(name))
        self._list.set_rows(lines, lines[0].key if lines else "")
        nobody = not text and not rows
        self._card.setVisible(bool(lines))
        self._nobody.setVisible(nobody)
        self._nobody.button().allow(self._worker.why_not_write())
        self._pace.show()

    def _open(self, key: str) -> None:
        if key == CREATE:
            self.gone.emit(NewClient(self._list.rows()[-1].name))
        else:
            self._begin(key)

    def _begin(self, client_id: str) -> None:
        changes = Changes(frozenset({"visits"}), client_id, asker=self)
        self._worker.ask(
            self,
            lambda store: begin_visit(store, client_id),
            lambda visit_id: self.gone.emit(Chart(visit_id)),
            changes=changes,
        )
