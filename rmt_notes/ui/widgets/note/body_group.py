"""The body chart of a section: one line that counts and tells its marks, and behind it the figure, made when it is
first opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.body_chart import mark_words, unnumbered
from rmt_notes.clinical.body_ground import BodyGround
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.glance import Told
from rmt_notes.i18n import _, _n
from rmt_notes.ui.widgets.note.finding_group import FindingGroup

if TYPE_CHECKING:
    from rmt_notes.ui.widgets.body.chart import BodyChart


class BodyGroup(FindingGroup):
    """`edited` carries the marks as the note keeps them, `looked_at` the place of one that was taken over and ticked as
    still true."""

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)
    looked_at = Signal(int)

    def __init__(self, layers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(_("Body chart"), self._make, parent)
        self._layers = tuple(layers)
        self._marks: tuple[BodyMark, ...] = ()
        self._ground = BodyGround()
        self._chart: BodyChart | None = None
        self._unread: tuple[tuple[int, ...], str] = ((), "")
        self.set_marks(())

    def chart(self) -> BodyChart | None:
        """The figure, once made."""
        return self._chart

    def set_marks(self, marks: Sequence[BodyMark]) -> None:
        """Show these marks; says nothing back."""
        self._marks = unnumbered(marks)
        if self._chart is not None:
            self._chart.set_marks(self._marks)
        self.tell(self._told(), _("nothing marked"))

    def set_ground(self, ground: BodyGround) -> None:
        """Know what lies under the marks."""
        if ground != self._ground:
            self._ground = ground
            if self._chart is not None:
                self._chart.set_ground(ground)

    def set_unread(self, numbers: Sequence[int], source: str) -> None:
        """These marks, counted from 0, were taken over from `source` and nobody has looked at them yet."""
        self._unread = (tuple(numbers), source)
        if self._chart is not None:
            self._chart.list.set_carried(numbers, source)

    def _make(self) -> QWidget:
        from rmt_notes.ui.widgets.body.chart import BodyChart

        chart = BodyChart(self._layers)
        chart.list.set_carried(*self._unread)
        chart.list.looked_at.connect(self.looked_at)
        chart.set_ground(self._ground)
        chart.set_marks(self._marks)
        chart.edited.connect(self._take)
        self._chart = chart
        return chart

    def _take(self, marks: Any) -> None:
        self._marks = unnumbered(marks)
        self.tell(self._told(), _("nothing marked"))
        self.edited.emit(self._marks)

    def _told(self) -> tuple[Told, ...]:
        if not self._marks:
            return ()
        count = _n("{number} mark", "{number} marks", len(self._marks)).format(number=len(self._marks))
        first, *others = (mark_words(mark) for mark in self._marks)
        return (Told(_("{count}: {told}").format(count=count, told=first)), *(Told(words) for words in others))
