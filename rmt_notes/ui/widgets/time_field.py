"""A time of day, typed as one likes and tidied on leaving."""

from __future__ import annotations

from datetime import time

from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.loose_date import read_time, write_time
from rmt_notes.ui.widgets.text_fields import LineEdit


class TimeField(Field):
    """`edited` carries the time, or None while what is typed is no time."""

    def __init__(self, label: str, *, hint: str = "", show_label: bool = True, parent: QWidget | None = None) -> None:
        self._line = LineEdit("12:30 p.m.")
        super().__init__(label, self._line, hint=hint, show_label=show_label, parent=parent)
        self.frame.add_left(IconMark("clock"))
        self._said: time | None = None
        self._line.setPlaceholderText(_("9:30"))
        self._line.textEdited.connect(self._hear)
        self._line.editingFinished.connect(self._leave)

    def editor(self) -> LineEdit:
        """Qt's own editor."""
        return self._line

    def value(self) -> time | None:
        """The time, or None."""
        return read_time(self._line.text())

    def raw_text(self) -> str:
        """What stands in the field."""
        return self._line.text()

    def set_value(self, moment: time | None) -> None:
        """Show a time, or nothing; says nothing back."""
        self._said = moment
        self._line.setText("" if moment is None else write_time(moment))
        self.set_problem(None)

    def _problem_words(self) -> str | None:
        if not self._line.text().strip() or self.value() is not None:
            return None
        return _("Write it like {example}; this is not read as a time.").format(example=write_time(time(14, 30)))

    def _hear(self, _text: str) -> None:
        if self.problem():
            self.set_problem(self._problem_words())
        moment = self.value()
        if moment != self._said:
            self._said = moment
            self._tell(moment)

    def _leave(self) -> None:
        moment = self.value()
        if moment is not None:
            self._line.setText(write_time(moment))
        self.set_problem(self._problem_words())
        self.finished.emit()
