"""A date, typed as one likes and tidied on leaving."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.calendar_popup import CalendarPopup
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.loose_date import Leaning, read_date, write_date
from rmt_notes.ui.widgets.text_fields import LineEdit


class DateField(Field):
    """`edited` carries the date, or None while what is typed is no date. What is not understood is told in words and
    kept as typed.

    `leaning` says where dates lie (a birth: "past"); dates outside `minimum` and `maximum` are told and carry None.
    """

    def __init__(
        self,
        label: str,
        *,
        leaning: Leaning = "any",
        minimum: date | None = None,
        maximum: date | None = None,
        hint: str = "",
        placeholder: str | None = None,
        show_label: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._line = LineEdit("28 September 2026")
        super().__init__(label, self._line, hint=hint, show_label=show_label, parent=parent)
        self._leaning: Leaning = leaning
        self._minimum, self._maximum = minimum, maximum
        self._said: date | None = None
        self._line.setPlaceholderText(_("14 March 1980") if placeholder is None else placeholder)
        self._button = IconButton("calendar", _("Choose from a calendar: {label}").format(label=label))
        self._button.clicked.connect(lambda: self.open_calendar())
        self.frame.add_right(self._button)
        self._line.textEdited.connect(self._hear)
        self._line.editingFinished.connect(self._leave)

    def editor(self) -> LineEdit:
        """Qt's own editor."""
        return self._line

    def value(self) -> date | None:
        """The date, or None."""
        return self._read()[0]

    def raw_text(self) -> str:
        """What stands in the field."""
        return self._line.text()

    def set_value(self, day: date | None) -> None:
        """Show a date, or nothing; says nothing back."""
        self._said = day
        self._line.setText("" if day is None else write_date(day))
        self.set_problem(self._read()[1] or None)

    def set_limits(self, minimum: date | None, maximum: date | None) -> None:
        """Change which dates are possible."""
        self._minimum, self._maximum = minimum, maximum
        if self._line.text():
            self.set_problem(self._read()[1] or None)

    def _read(self) -> tuple[date | None, str]:
        reading = read_date(self._line.text(), leaning=self._leaning)
        day = reading.value
        if day is not None and self._maximum is not None and day > self._maximum:
            future = self._maximum == date.today()
            return None, _("{date} lies in the future.").format(date=write_date(day)) if future else _(
                "{date} is after {limit}."
            ).format(date=write_date(day), limit=write_date(self._maximum))
        if day is not None and self._minimum is not None and day < self._minimum:
            return None, _("{date} is before {limit}.").format(date=write_date(day), limit=write_date(self._minimum))
        return day, reading.problem

    def _hear(self, _text: str) -> None:
        day, problem = self._read()
        if self.problem():
            self.set_problem(problem or None)
        if day != self._said:
            self._said = day
            self._tell(day)

    def _leave(self) -> None:
        day, problem = self._read()
        if day is not None:
            self._line.setText(write_date(day))
        self.set_problem(problem or None)
        self.finished.emit()

    def open_calendar(self) -> None:
        """Drop the calendar down."""
        calendar = CalendarPopup(self, self._minimum, self._maximum)
        calendar.picked.connect(self._take)
        calendar.open_at(self.frame, self.value())

    def _take(self, day: date) -> None:
        self.set_value(day)
        self._tell(day)
        self._line.setFocus()
