"""All clients, searched as you type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rmt_notes.clinical.record import ClientRow
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.places import ClientPlace, Clients, NewClient, Place
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.client_list import CREATE, ClientLine, ClientList, CreateLine, client_line
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.list_card import ListCard
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.room import LIST_WIDTH, ROOM_EDGES
from rmt_notes.ui.widgets.search_pace import SearchPace
from rmt_notes.ui.widgets.tidy import whole_name
from rmt_notes.ui.worker import Changes, Worker

QUIET_MS = 60
PAGE = 200
"""Clients fetched at a time; more come when the end of the list is near."""


class ClientsScreen(QWidget):
    """Rows with the last visit, look-alikes and drafts; Enter opens the first, arrows walk without leaving the
    search."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._limit = PAGE
        self._found = 0
        self._pace = SearchPace(self, QUIET_MS, self._search, self._open_first)
        self._build()
        worker.changed.connect(self._hear)

    def _build(self) -> None:
        m = theme.metrics()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = PageHeader(_("Clients"))
        self._new = Button(_("New client"), icon="user-plus", key_hint="Ctrl+Shift+N")
        self._new.clicked.connect(lambda: self.gone.emit(NewClient()))
        self._head.add_action(self._new)
        outer.addWidget(self._head)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*(m.px(edge) for edge in ROOM_EDGES))
        column.setSpacing(m.space(4))
        self._list = ClientList()
        self._field = SearchField(_("Search clients"), placeholder=_("Name, phone, file number or date of birth"))
        self._field.edited.connect(self._typed)
        self._field.entered.connect(self._pace.enter)
        self._field.stepped.connect(self._list.step)
        column.addWidget(self._field)
        self._stack = QStackedWidget()
        self._list.opened.connect(self._open)
        self._list.verticalScrollBar().valueChanged.connect(self._near_the_end)
        card = ListCard(self._list)
        self._empty = EmptyState(
            "users",
            _("No clients yet"),
            _("Your clients will be listed here. Begin with the next one who walks in."),
            _("New client"),
            action_icon="user-plus",
        )
        self._empty.acted.connect(lambda: self.gone.emit(NewClient(self._field.text().strip())))
        self._stack.addWidget(card.on_page())
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        page.setMaximumWidth(m.px(LIST_WIDTH))
        outer.addWidget(page, 1)

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name."""
        return _("Clients")

    def show_place(self, place: Place) -> None:
        """Show the list; a search typed before stays."""
        if isinstance(place, Clients):
            self._limit = PAGE
            for button in (self._new, self._empty.button()):
                button.allow(self._worker.why_not_write())
            self._search()

    def leave(self) -> None:
        """Nothing to keep."""
        self._pace.stop()

    def has_unsaved(self) -> bool:
        """Never: a search is no record."""
        return False

    def focus_first(self) -> None:
        """Put the caret into the search, what is typed there selected."""
        self._field.editor().setFocus()
        self._field.editor().selectAll()

    # -- searching -----------------------------------------------------------------------------------------------

    def _typed(self, _text: object) -> None:
        self._limit = PAGE
        self._pace.type()

    def _search(self) -> None:
        asked, text, limit = self._pace.ask(), self._field.text().strip(), self._limit
        self._worker.ask(
            self,
            lambda store: store.find_clients(text, limit),
            lambda rows: self._show(asked, text, limit, rows),
        )

    def _show(self, asked: int, text: str, limit: int, rows: Sequence[ClientRow]) -> None:
        if not self._pace.is_latest(asked):
            return  # a later search is under way; its answer wins
        today = date.today()
        lines: list[ClientLine | CreateLine] = [client_line(row, today) for row in rows]
        self._found = len(rows)
        name = whole_name(text)
        if name:
            lines.append(CreateLine(name))
        bar = self._list.verticalScrollBar()
        at = bar.value() if limit > PAGE else 0
        self._list.set_rows(lines, lines[0].key if lines and limit == PAGE else "")
        if limit > PAGE:
            bar.setValue(at)
        self._stack.setCurrentIndex(0 if rows or name else 1)
        self._say_count(text, len(rows), limit)
        if not rows and text and not name:
            self._empty.set_words(_("Nobody found"), _("No client has “{text}”.").format(text=text), _("New client"))
        elif not rows:
            self._empty.set_words(
                _("No clients yet"), _("Your clients will be listed here. Begin with the next one who walks in.")
            )
        self._pace.show()

    def _say_count(self, text: str, count: int, limit: int) -> None:
        if count >= limit:
            words = _("more than {number}, recent first").format(number=count)
        elif text:
            words = _n("{number} found", "{number} found", count).format(number=count) if count else _("nobody found")
        else:
            words = _n("{number} client, recent first", "{number} clients, recent first", count).format(number=count)
        if not text and not count:
            words = ""
        self._head.set_second(words)
        if text:
            announce(self._list, words)

    def _near_the_end(self, value: int) -> None:
        bar = self._list.verticalScrollBar()
        if self._found >= self._limit and bar.maximum() and value > bar.maximum() - self._list.height():
            self._limit *= 4
            self._search()

    def _open_first(self) -> None:
        self._list.open_current()

    def _open(self, key: str) -> None:
        if key == CREATE:
            row = self._list.rows()[-1]
            self.gone.emit(NewClient(row.name))
        else:
            self.gone.emit(ClientPlace(key))

    def _hear(self, changes: Changes) -> None:
        if self.isVisible() and changes.asker is not self and changes.kinds & {"clients", "visits"}:
            self._search()
