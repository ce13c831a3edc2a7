"""One box for everything: clients by name, number or birth date, and words in notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.record import ClientRow, VisitRow
from rmt_notes.db import RecordStore
from rmt_notes.i18n import _
from rmt_notes.ui.places import Chart, ClientPlace, Find, NewClient, Place
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.client_list import CREATE, ClientLine, ClientList, CreateLine, client_line
from rmt_notes.ui.widgets.day_list import DayList
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.room import RoomColumn
from rmt_notes.ui.widgets.search_pace import SearchPace
from rmt_notes.ui.widgets.tidy import whole_name
from rmt_notes.ui.widgets.visit_rows import found_row, waiting_row
from rmt_notes.ui.worker import Worker

QUIET_MS = 80
CLIENTS_SHOWN = 8
NOTES_SHOWN = 30
FEWEST_LETTERS = 2
"""Words in notes are searched from this many letters on."""


class FindScreen(QWidget):
    """Clients first, then notes that hold all the words, newest first."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._pace = SearchPace(self, QUIET_MS, self._search, self._open_first)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = PageHeader(_("Find"), _("A client, or words in a note"))
        outer.addWidget(self._head)
        page = RoomColumn(_("What was found"))
        self._field = SearchField(
            _("Find"), placeholder=_("Name, phone, file number, date of birth, or words in a note")
        )
        self._field.edited.connect(lambda _text: self._pace.type())
        self._field.entered.connect(self._pace.enter)
        self._field.stepped.connect(self._step)
        page.add(self._field)
        self._client_card = Card(_("Clients"))
        self._clients = ClientList()
        self._clients.opened.connect(self._open_client)
        self._client_card.add(self._clients)
        page.add(self._client_card)
        self._note_card = Card(_("Notes"))
        self._notes = DayList(_("Notes"))
        self._notes.opened.connect(lambda visit_id: self.gone.emit(Chart(visit_id)))
        self._note_card.add(self._notes)
        page.add(self._note_card)
        self._nothing = Label("", token="muted", wrap=True)
        page.add(self._nothing)
        outer.addWidget(page, 1)

    def title(self) -> str:
        """The screen's name."""
        return _("Find")

    def show_place(self, place: Place) -> None:
        """Show the box with what was typed."""
        if isinstance(place, Find) and place.text:
            self._field.set_text(place.text)
        self._search()

    def leave(self) -> None:
        """Nothing to keep."""
        self._pace.stop()

    def has_unsaved(self) -> bool:
        """Never: a search is no record."""
        return False

    def focus_first(self) -> None:
        """The box, what is typed there selected."""
        self._field.editor().setFocus()
        self._field.editor().selectAll()

    def _step(self, rows: int) -> None:
        self._clients.step(rows)

    def _search(self) -> None:
        asked, text = self._pace.ask(), self._field.text().strip()

        def look(store: RecordStore) -> tuple[Sequence[ClientRow], Sequence[VisitRow], datetime]:
            notes = store.search_notes(text, NOTES_SHOWN) if len(text) >= FEWEST_LETTERS else ()
            return store.find_clients(text, CLIENTS_SHOWN), notes, store.now()

        self._worker.ask(self, look, lambda found: self._show(asked, text, found))

    def _show(self, asked: int, text: str, found: tuple[Sequence[ClientRow], Sequence[VisitRow], datetime]) -> None:
        if not self._pace.is_latest(asked):
            return
        clients, notes, now = found
        lines: list[ClientLine | CreateLine] = [client_line(row, date.today()) for row in clients]
        name = whole_name(text)
        if name and not clients and not notes:
            lines.append(CreateLine(name))
        self._client_card.set_title(_("Clients") if text else _("Clients seen last"))
        self._clients.set_rows(lines, lines[0].key if lines else "")
        self._client_card.setVisible(bool(lines))
        self._notes.set_rows([waiting_row(row, now) if row.state == "draft" else found_row(row) for row in notes])
        self._note_card.setVisible(bool(notes))
        self._nothing.setVisible(not lines and not notes)
        self._nothing.setText(_("Nothing has “{text}”.").format(text=text) if text else _("Nobody is on file yet."))
        if text:
            announce(self._field, _("{clients} clients, {notes} notes").format(clients=len(clients), notes=len(notes)))
        self._pace.show()

    def _open_first(self) -> None:
        if self._clients.rows():
            self._clients.open_current()
        elif self._notes.rows():
            self._notes.open_current()

    def _open_client(self, key: str) -> None:
        if key == CREATE:
            self.gone.emit(NewClient(self._clients.rows()[-1].name))
        else:
            self.gone.emit(ClientPlace(key))
