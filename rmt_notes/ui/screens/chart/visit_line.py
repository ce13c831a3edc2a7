"""The visit's own line: when, how long, what kind. Folded it is one row without a card, and not even that where the
head of the screen says the same; a visit whose length nobody has said yet asks for it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.clinical.visit import KINDS, Visit, is_late
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.fields import DateField, NumberField, TimeField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.visit_words import kind_words
from rmt_notes.ui.widgets.when import long_day

LAST_EVENING = timedelta(hours=6)
QUICK_MINUTES = (30, 45, 60, 75, 90)


class VisitLine(Card):
    """Date, start time, minutes and kind of the visit; `edited` carries the changed `Visit`."""

    edited = Signal(Visit)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._asks = False
        super().__init__(_("Visit"), collapsible=True, parent=parent)
        self._visit: Visit | None = None
        self._quick = ChipGroup(
            [(str(minutes), _("{minutes} min").format(minutes=minutes)) for minutes in QUICK_MINUTES],
            label=_("Usual lengths"),
            show_label=False,
            multiple=False,
        )
        self.head.insertWidget(1, self._quick, 100)
        when = QHBoxLayout()
        when.setSpacing(theme.metrics().space(3))
        self._day = DateField(_("Date"))
        self._time = TimeField(_("Start time"))
        self._minutes = NumberField(_("Length"), unit=_("min"), minimum=1, maximum=480)
        for field in (self._day, self._time, self._minutes):
            when.addWidget(field, 1)
        self.add(when)
        self._clock = QWidget()
        clock_line = QHBoxLayout(self._clock)
        clock_line.setContentsMargins(0, 0, 0, 0)
        clock_line.setSpacing(theme.metrics().gap)
        start, stop = Button(_("Start now"), "quiet", icon="clock"), Button(_("End now"), "quiet", icon="check")
        start.clicked.connect(self._start_now)
        stop.clicked.connect(self._end_now)
        for button in (start, stop):
            clock_line.addWidget(button)
        clock_line.addStretch(1)
        self.add(self._clock)
        self._kind = ChipGroup([(kind, kind_words(kind)) for kind in KINDS], label=_("Kind of visit"), multiple=False)
        self.add(self._kind)
        self._late = Label("", "hint", token="warning", wrap=True)
        self._late.hide()
        self.add(self._late)
        self._day.edited.connect(self._take_day)
        self._time.edited.connect(self._take_time)
        self._minutes.edited.connect(self._take_minutes)
        self._quick.edited.connect(self._take_quick)
        self._kind.edited.connect(self._take_kind)

    def set_visit(self, visit: Visit) -> None:
        """Show a visit; says nothing back."""
        if self._visit is None or self._visit.id != visit.id or visit.minutes is None:
            self._asks = visit.minutes is None  # once asked, it stays as it is: nothing goes from under the finger
        self._visit = visit
        self._say()
        self._day.set_value(visit.started_at.date())
        self._time.set_value(visit.started_at.time().replace(second=0, microsecond=0))
        self._show_minutes()
        self._kind.set_value(visit.kind)
        self._show_late()

    def set_folded(self, folded: bool) -> None:
        """Fold into one row, or unfold; says nothing back."""
        super().set_folded(folded)
        if folded:
            self._title.set_role("body")
            self._title.set_token("muted")
        else:
            self._title.set_role("title", "semibold")
            self._title.set_token("text")
        self._space()
        self._say()
        self.update()

    def _space(self) -> None:
        super()._space()
        if self.is_folded():
            m = theme.metrics()
            self._outer.setContentsMargins(m.px(18), 0, m.px(18), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_folded():
            super().paintEvent(event)

    def asks(self) -> bool:
        """Whether it asks for the length of the visit, or has asked since the visit is shown."""
        return self._asks

    def choose_kind(self, kind: str) -> None:
        """Make it a visit of another kind, as if it had been tapped."""
        self._kind.set_value(kind)
        self._change(kind=kind)

    def focus_field(self, field: str) -> None:
        """Put the caret into `started_at`, `minutes` or `kind`."""
        self.set_folded(False)
        target: QWidget = {"minutes": self._minutes, "kind": self._kind}.get(field, self._day)
        target.setFocus()

    def _say(self) -> None:
        """The row in few words: its length is asked for where nobody has said it, else told with the kind."""
        visit = self._visit
        if visit is None:
            return
        asks = self._asks and self.is_folded()
        self._title.setText(_("Length") if asks else _("Visit"))
        self._quick.setVisible(self._asks or not self.is_folded())
        told = [_("{minutes} min").format(minutes=visit.minutes) if visit.minutes else _("length not recorded")]
        told.append(kind_words(visit.kind))
        self.set_hint("" if self._asks or not self.is_folded() else " · ".join(told))

    def _show_minutes(self) -> None:
        minutes = self._visit.minutes if self._visit is not None else None
        self._minutes.set_value(minutes)
        self._quick.set_value(str(minutes) if minutes in QUICK_MINUTES else None)

    def _show_late(self) -> None:
        visit = self._visit
        late = visit is not None and is_late(visit.started_at, visit.entered_at, visit.minutes)
        self._late.setVisible(late)
        self._clock.setVisible(visit is not None and self._is_under_way(visit.started_at))
        if late and visit is not None:
            self._late.setText(
                _("Entered later: the visit's date and the day of writing ({day}) are both kept and printed.").format(
                    day=long_day(visit.entered_at)
                )
            )

    def _is_under_way(self, started: datetime) -> bool:
        """Whether the clock on the wall tells something about a visit: it began today, or last evening."""
        now = self._now()
        return started <= now and (started.date() == now.date() or now - started < LAST_EVENING)

    def _now(self) -> datetime:
        assert self._visit is not None
        return datetime.now(self._visit.started_at.tzinfo).replace(second=0, microsecond=0)

    def _start_now(self) -> None:
        """The treatment begins this minute."""
        if self._visit is not None:
            self._change(started_at=self._now())
            self._time.set_value(self._now().time())

    def _end_now(self) -> None:
        """The treatment ends this minute: its length is what the clock says, at least a minute."""
        if self._visit is not None:
            minutes = int((self._now() - self._visit.started_at).total_seconds() // 60)
            self._change(minutes=max(1, minutes))
            self._show_minutes()

    def _change(self, **changes: object) -> None:
        if self._visit is None:
            return

        self._visit = replace(self._visit, **changes)  # type: ignore[arg-type]  # fields of Visit, each typed by its own slot
        self._say()
        self._show_late()
        self.edited.emit(self._visit)

    def _take_day(self, day: date | None) -> None:
        if day is not None and self._visit is not None:
            self._change(started_at=self._visit.started_at.replace(year=day.year, month=day.month, day=day.day))

    def _take_time(self, moment: object) -> None:
        if moment is not None and self._visit is not None:
            hour, minute = moment.hour, moment.minute  # type: ignore[attr-defined]  # a datetime.time
            self._change(started_at=self._visit.started_at.replace(hour=hour, minute=minute))

    def _take_minutes(self, minutes: float | None) -> None:
        self._change(minutes=None if minutes is None else int(minutes))
        self._show_minutes()

    def _take_quick(self, keys: object) -> None:
        chosen = self._quick.value()
        self._change(minutes=None if chosen is None else int(chosen))
        self._show_minutes()

    def _take_kind(self, keys: object) -> None:
        chosen = self._kind.value()
        if chosen is not None:
            self._change(kind=chosen)
