"""One day: its visits, and below them what is still unsigned from earlier days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes import settings
from rmt_notes.clinical.course import Progress, asks_for
from rmt_notes.clinical.record import VisitRow
from rmt_notes.db import Stamp
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.places import Chart, NewVisit, Place, Settings, Today, Unsigned
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.day_list import DayList
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.keys import bind
from rmt_notes.ui.widgets.list_card import ListCard
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.room import RoomColumn
from rmt_notes.ui.widgets.status_line import StatusLine
from rmt_notes.ui.widgets.visit_rows import day_row, is_started, waiting_row
from rmt_notes.ui.widgets.when import clock, full_day, near_day
from rmt_notes.ui.worker import Changes, Worker

EARLIER_SHOWN = 6

_Answer = tuple[Sequence[VisitRow], Sequence[VisitRow], datetime, Mapping[str, Progress]]


def _is_due(row: VisitRow, progress: Progress | None) -> bool:
    """Whether a visit not signed yet is to be a re-assessment."""
    return (
        progress is not None
        and row.state == "draft"
        and asks_for(row.kind)
        and bool(progress.due(row.started_at.date(), row.pain_before))
    )


class TodayScreen(QWidget):
    """Visits by the clock, each not started, draft or signed; a tap opens the chart."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._day = date.today()
        self._follows = True
        self._asked = 0
        self._stands_alone = False
        self._came_first = False  # the focus came before the visits did
        self._build()
        worker.changed.connect(self._hear)
        self._midnight = QTimer(self)
        self._midnight.setInterval(30_000)
        self._midnight.timeout.connect(self._look_at_the_date)
        self._midnight.start()
        bind(self, "Ctrl+Left", lambda: self._turn(-1))
        bind(self, "Ctrl+Right", lambda: self._turn(1))

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = PageHeader("")
        self._now = Button(_("Go to today"), "quiet")
        self._now.clicked.connect(lambda: self.gone.emit(Today()))
        before = IconButton("chevron-left", _("Day before"), "Ctrl+Left", outlined=True)
        after = IconButton("chevron-right", _("Day after"), "Ctrl+Right", outlined=True)
        before.clicked.connect(lambda: self._turn(-1))
        after.clicked.connect(lambda: self._turn(1))
        self._new = Button(_("New visit"), icon="plus", key_hint="Ctrl+N")
        self._new.clicked.connect(self.start_note)
        for button in (self._now, before, after, self._new):
            self._head.add_action(button)
        outer.addWidget(self._head)
        self._scroll = RoomColumn(_("Visits of the day"))
        self._list = DayList(_("Visits of the day"))
        self._list.opened.connect(lambda visit: self.gone.emit(Chart(visit)))
        self._visits = ListCard(self._list, grows=True)
        self._empty = EmptyState("calendar", "", action=_("New visit"))
        self._empty.acted.connect(self.start_note)
        self._waiting = DayList(_("Unsigned from earlier days"))
        self._waiting.opened.connect(lambda visit: self.gone.emit(Chart(visit)))
        self._earlier = ListCard(self._waiting, _("Unsigned from earlier days"), grows=True)
        self._all = Button(_("Show all"), "quiet", icon="arrow-right")
        self._all.clicked.connect(lambda: self.gone.emit(Unsigned()))
        self._earlier.head.addWidget(self._all)
        for part in (self._visits, self._empty, self._earlier):
            self._scroll.add(part)
            part.hide()
        outer.addWidget(self._scroll, 1)
        self._foot = Panel("card", "top")
        foot = QHBoxLayout(self._foot)
        m = theme.metrics()
        foot.setContentsMargins(m.space(5), m.space(1), m.space(5), m.space(1))
        self._foot.setMinimumHeight(m.target)
        self._backed_up = StatusLine()
        self._set_up = Button(_("Set up backups"), "quiet", icon="arrow-right")
        self._set_up.clicked.connect(lambda: self.gone.emit(Settings()))
        foot.addWidget(self._backed_up, 1)
        foot.addWidget(self._set_up)
        self._foot.hide()
        outer.addWidget(self._foot)

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name."""
        return _("Today") if self._follows else _("Day")

    def show_place(self, place: Place) -> None:
        """Show a day; no day means today, also after midnight."""
        day = place.day if isinstance(place, Today) else None
        today = date.today()
        self._follows = day is None or day == today
        self._day = day or today
        self._head.set_title(full_day(self._day))
        self._now.setVisible(not self._follows)
        for button in (self._new, self._empty.button()):
            button.allow(self._worker.why_not_write())
        self._load()

    def leave(self) -> None:
        """Nothing to keep."""

    def has_unsaved(self) -> bool:
        """Never."""
        return False

    def focus_first(self) -> None:
        """Put the focus on the first visit that is not signed, else on the button for a new one."""
        self._came_first = not self._list.rows()
        (self._new if self._came_first else self._list).setFocus()

    def start_note(self) -> None:
        """Begin a visit: who it is for is asked next."""
        self.gone.emit(NewVisit())

    # -- showing -------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._asked += 1
        asked, day = self._asked, self._day
        self._worker.ask(
            self,
            lambda store: (store.visits_on(day), store.unsigned(), store.now(), store.progress_on(day)),
            lambda answer: self._show(asked, answer),
        )
        second = settings.second_place(settings.load().preferences)
        self._worker.ask(
            self, lambda store: (store.backups(second).newest(), store.now(), store.folder), self._show_backup
        )

    def _show_backup(self, answer: tuple[Stamp | None, datetime, Path]) -> None:
        newest, now, folder = answer
        self._foot.setVisible(folder != settings.sample_folder())  # invented clients need no backup
        self._set_up.setVisible(newest is None)
        QTimer.singleShot(0, self, self._place_empty)
        if newest is None:
            self._backed_up.show_words(_("Not backed up yet"), "triangle-alert")
            return
        day = near_day(newest.made_at.date(), now.date())
        words = _("Last backup {day}, {time}").format(day=day, time=clock(newest.made_at))
        self._backed_up.show_words(words, "shield-check")

    def _show(self, asked: int, answer: _Answer) -> None:
        if asked != self._asked:
            return
        visits, unsigned, now, progress = answer
        visits = sorted(visits, key=lambda row: row.started_at)
        first_open = next((row.id for row in visits if row.state == "draft"), "")
        rows = [day_row(row, due=_is_due(row, progress.get(row.id))) for row in visits]
        self._list.set_rows(rows, first_open)
        self._visits.setVisible(bool(visits))
        if self._came_first and visits and self._new.hasFocus():
            self._list.setFocus()
        self._came_first = False
        self._empty.setVisible(not visits)
        self._say_nothing_yet()
        here = {row.id for row in visits}
        waiting = sorted(
            (row for row in unsigned if row.id not in here and row.started_at.date() < self._day),
            key=lambda row: row.started_at,
        )
        self._waiting.set_rows([waiting_row(row, now) for row in waiting[:EARLIER_SHOWN]])
        self._earlier.setVisible(bool(waiting))
        self._stands_alone = not visits and not waiting
        self._place_empty()
        self._all.setVisible(len(waiting) > EARLIER_SHOWN)
        self._earlier.set_hint(str(len(waiting)) if len(waiting) > EARLIER_SHOWN else "")
        self._head.set_second(self._count_words(visits))

    def _place_empty(self) -> None:
        """An empty day stands in the middle of the page, unless something waits below it."""
        room = self._scroll.viewport().height() - 2 * theme.metrics().px(20)
        self._empty.setMinimumHeight(max(0, room) if self._stands_alone else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_empty()

    def _say_nothing_yet(self) -> None:
        today = date.today()
        if self._day > today:
            title, text = _("Nothing on this day yet"), _("Visits that begin on this day will be listed here.")
        elif self._day < today:
            title, text = _("No visits on this day"), _("A visit can still be entered late; it shows both times.")
        else:
            title, text = _("No visits yet today"), _("Today's visits will be listed here, by the clock.")
        self._empty.set_words(title, text)

    @staticmethod
    def _count_words(visits: Sequence[VisitRow]) -> str:
        if not visits:
            return ""
        parts = [_n("{number} visit", "{number} visits", len(visits)).format(number=len(visits))]
        fresh = sum(1 for row in visits if not is_started(row))
        drafts = sum(1 for row in visits if row.state == "draft") - fresh
        signed = sum(1 for row in visits if row.state in ("signed", "amended"))
        for count, words in (
            (fresh, _n("{number} not started", "{number} not started", fresh)),
            (drafts, _n("{number} draft", "{number} drafts", drafts)),
            (signed, _n("{number} signed", "{number} signed", signed)),
        ):
            if count:
                parts.append(words.format(number=count))
        return " · ".join(parts)

    def _turn(self, days: int) -> None:
        day = self._day + timedelta(days=days)
        self.gone.emit(Today(None if day == date.today() else day))

    def _look_at_the_date(self) -> None:
        if self._follows and self._day != date.today() and self.isVisible():
            self.show_place(Today())

    def _hear(self, changes: Changes) -> None:
        if self.isVisible() and changes.asker is not self and changes.kinds & {"clients", "visits"}:
            self._load()
