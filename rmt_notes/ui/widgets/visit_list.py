"""A client's visits, newest first, with other dated events between them: one row is current, another can stay marked as
compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import paint_box
from rmt_notes.ui.widgets.row_list import RowList, RowPainter, write


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One row: `title` in bold (the day), `rest` after it, `figures` at the right of that line, `summary` below and
    what was `done` below that. `visit_id` is empty for an event that is no visit."""

    key: str
    title: str
    rest: str = ""
    summary: str = ""
    figures: str = ""
    done: str = ""
    icon: str = ""
    token: str = "muted"
    visit_id: str = ""
    spoken: str = ""


class _TimelinePainter(RowPainter):
    lines = False

    def paint_ground(self, painter: QPainter, box: QRectF, row: Any, *, chosen: bool, over: bool) -> None:
        if not chosen and self._is_compared(row):
            ground = theme.color("accent_soft")
            paint_box(painter, box, theme.metrics().radius, ground, theme.color("accent_line"), dashed=True)
            return
        super().paint_ground(painter, box, row, chosen=chosen, over=over)

    def height(self) -> int:
        return super().height() + theme.metrics().px(14)

    def paint_row(self, painter: QPainter, box: QRectF, row: Any, *, chosen: bool) -> None:
        m = theme.metrics()
        below = [words for words in (row.summary, row.done) if words]
        title, line, side = float(m.px(22)), float(m.px(19)), float(m.px(16))
        inner = box.adjusted(m.px(14), (box.height() - title - line * len(below)) / 2, -m.px(12), 0)
        right = inner.right()
        if row.icon:
            where = QRectF(right - side, inner.top() + (title - side) / 2, side, side)
            theme.paint_icon(painter, row.icon, where, theme.color(row.token).name())
            right -= side + m.px(8)
        top = QRectF(inner.left(), inner.top(), right - inner.left(), title)
        if row.figures:
            top.setWidth(top.width() - write(painter, top, row.figures, "hint", "semibold", right=True) - m.px(8))
        taken = write(painter, top, row.title, "body", "semibold")
        if row.rest:
            write(painter, top.adjusted(taken, 0, 0, 0), f" · {row.rest}")
        for number, words in enumerate(below):
            where = QRectF(inner.left(), inner.top() + title + number * line, inner.width(), line)
            write(painter, where, words, "hint", token="muted")

    def _is_compared(self, row: Any) -> bool:
        view = self.view
        return isinstance(view, VisitList) and bool(row.visit_id) and row.visit_id == view.compared()


class VisitList(RowList):
    """Rows are `TimelineRow`; `opened` carries the key of a visit's row only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Visits"), opens_on_tap=False, parent=parent)
        self._compared = ""
        self.setItemDelegate(_TimelinePainter(self))

    def compared(self) -> str:
        """The visit that is marked as compared with."""
        return self._compared

    def set_compared(self, visit_id: str) -> None:
        """Mark a visit as the one compared with."""
        self._compared = visit_id
        self.viewport().update()

    def open_current(self) -> None:
        index = self.currentIndex()
        if index.isValid() and self.rows()[index.row()].visit_id:
            self.opened.emit(self.current())
