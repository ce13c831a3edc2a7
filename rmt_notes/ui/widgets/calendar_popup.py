"""A small calendar that drops down from a date field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from PySide6.QtCore import QLocale, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets import when
from rmt_notes.ui.widgets.buttons import Button, IconButton, PressButton
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.loose_date import month_name, write_date
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

WEEKS = 6


def _add_months(day: date, months: int) -> date:
    at = max(12, min(9999 * 12 + 11, day.year * 12 + day.month - 1 + months))
    year, month = at // 12, at % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day if (year, month) < (9999, 12) else 31
    return date(year, month, min(day.day, last))


class _Day(PressButton):
    """One day of the grid."""

    def __init__(self, calendar: CalendarPopup) -> None:
        super().__init__(calendar)
        self._calendar = calendar
        self.day = date(2000, 1, 1)
        self.outside = False
        self.today = False
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """The calendar decides."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            self._calendar.focus_again()

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(m.px(44 if m.touch else 36), m.px(44 if m.touch else 34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.ringed:
            rect = paint_ring(painter, rect, m.radius)
        ink = "disabled" if self.outside or not self.isEnabled() else "text"
        if self.isChecked():
            paint_box(painter, rect, m.radius - 2, theme.color("accent"))
            ink = "on_accent"
        elif self.hovered() or self.isDown():
            paint_box(painter, rect, m.radius - 2, theme.color("hover"))
        painter.setFont(theme.font("body", "bold" if self.today or self.isChecked() else "regular", figures=True))
        painter.setPen(theme.color(ink))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), str(self.day.day))
        if self.today:
            dot = QRectF(rect.center().x() - m.px(8), rect.bottom() - m.px(6), m.px(16), 2)
            painter.fillRect(dot, theme.color("on_accent" if self.isChecked() else "accent"))
        painter.end()


class CalendarPopup(QFrame):
    """Months and years by buttons or Page Up and Page Down, days by press or arrow keys. `picked` carries the day."""

    picked: ClassVar[Signal[tuple[Any]]] = Signal(object)

    def __init__(self, parent: QWidget, minimum: date | None = None, maximum: date | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Calendar"))
        self._minimum, self._maximum = minimum, maximum
        self._chosen: date | None = None
        self._shown = date.today()
        self._at = self._shown
        m = theme.metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(m.px(10), m.px(10), m.px(10), m.px(10))
        column.setSpacing(m.px(6))
        head = QHBoxLayout()
        head.setSpacing(0)
        self._title = Label("", "body", "semibold")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for icon, name, months in (("chevrons-left", _("Year before"), -12), ("chevron-left", _("Month before"), -1)):
            head.addWidget(self._turn(icon, name, months))
        head.addWidget(self._title, 1)
        for icon, name, months in (("chevron-right", _("Month after"), 1), ("chevrons-right", _("Year after"), 12)):
            head.addWidget(self._turn(icon, name, months))
        column.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(m.px(2))
        locale = when.locale()
        for number in range(7):
            word = Label(
                locale.standaloneDayName(number or 7, QLocale.FormatType.ShortFormat)[:2], "tiny", "medium", "muted"
            )
            word.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(word, 0, number)
        self._days: list[_Day] = []
        for number in range(WEEKS * 7):
            one = _Day(self)
            one.arrows = self
            one.clicked.connect(lambda _checked=False, one=one: self._pick(one.day))
            self._days.append(one)
            grid.addWidget(one, 1 + number // 7, number % 7)
        column.addLayout(grid)
        today = Button(_("Today"), "quiet", icon="sun")
        today.clicked.connect(lambda: self._pick(date.today()))
        today.setVisible(self._allowed(date.today()))
        column.addWidget(today, 0, Qt.AlignmentFlag.AlignHCenter)

    def _turn(self, icon: str, name: str, months: int) -> IconButton:
        button = IconButton(icon, name)
        button.clicked.connect(lambda: self._show(_add_months(self._shown, months)))
        return button

    def _allowed(self, day: date) -> bool:
        return (self._minimum is None or day >= self._minimum) and (self._maximum is None or day <= self._maximum)

    def _pick(self, day: date) -> None:
        if self._allowed(day):
            self.picked.emit(day)
            self.close()

    def open_at(self, below: QWidget, chosen: date | None) -> None:
        """Drop down from `below` with `chosen` marked."""
        self._chosen = chosen
        start = chosen or date.today()
        if not self._allowed(start):
            start = self._maximum if self._maximum is not None and start > self._maximum else self._minimum or start
        self._show(start)
        self.adjustSize()
        place = below.mapToGlobal(QPoint(0, below.height() + 4))
        screen = below.screen().availableGeometry()
        if place.y() + self.height() > screen.bottom():
            place.setY(below.mapToGlobal(QPoint(0, -self.height() - 4)).y())
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()
        self._focus(start)

    def _show(self, day: date) -> None:
        self._shown = day
        self._title.setText(f"{month_name(day.month)} {day.year}")
        first = day.replace(day=1)
        lead = (first.weekday() + 1) % 7
        for number, one in enumerate(self._days):
            ordinal = first.toordinal() - lead + number
            inside = 1 <= ordinal <= date.max.toordinal()
            one.day = date.fromordinal(ordinal) if inside else first
            one.outside = one.day.month != day.month
            one.today = one.day == date.today()
            one.setChecked(one.day == self._chosen)
            one.setEnabled(inside and self._allowed(one.day))
            one.setAccessibleName(write_date(one.day, weekday=True))
            one.update()

    def _focus(self, day: date) -> None:
        self._at = day
        for one in self._days:
            if one.day == day:
                one.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_again(self) -> None:
        """Back to the day we are at: where the window becomes active only after it shows, Qt gives the focus on."""
        self._focus(self._at)

    def entered(self, button: QAbstractButton) -> None:
        """A day got the focus; nothing to do."""

    def handles(self, button: QAbstractButton, event: QKeyEvent) -> bool:
        """Walk over the days by keys."""
        if not isinstance(button, _Day):
            return False
        days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in days:
            goal = date.fromordinal(max(1, min(date.max.toordinal(), button.day.toordinal() + days[key])))
        elif key in months:
            far = 12 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            goal = _add_months(button.day, months[key] * far)
        else:
            return False
        if self._allowed(goal):
            if (goal.year, goal.month) != (self._shown.year, self._shown.month):
                self._show(goal)
            self._focus(goal)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        painter.fillRect(self.rect(), theme.color("raised"))
        paint_box(painter, QRectF(self.rect()), 0, None, theme.color("border"))
        painter.end()
