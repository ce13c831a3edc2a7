"""Visits of a day or notes that wait for a signature: time, client, what it is about, and the state by icon and
word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.row_list import RowList, RowPainter, paint_tag, write

_SOFT = {"warning": "warning_soft", "ok": "ok_soft", "muted": "track", "accent": "accent_soft", "danger": "danger_soft"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One visit: `when` and `below` in the left column, `name` and `summary` in the middle, the state at the right."""

    key: str
    when: str
    below: str = ""
    name: str
    facts: str = ""
    summary: str = ""
    icon: str = "circle"
    word: str = ""
    token: str = "muted"
    spoken: str = ""


class _DayPainter(RowPainter):
    def paint_row(self, painter: QPainter, box: QRectF, row: Any, *, chosen: bool) -> None:
        m = theme.metrics()
        inner = box.adjusted(m.px(12), m.px(7), -m.px(12), -m.px(7))
        half, column = inner.height() / 2, float(m.px(112))
        when = QRectF(inner.left(), inner.top(), column, half)
        if row.below:
            write(painter, when, row.when, "body", "semibold")
            write(painter, when.translated(0, half), row.below, "hint", token="muted")
        else:
            write(painter, QRectF(inner.left(), inner.top(), column, inner.height()), row.when, "body", "semibold")
        right = paint_tag(
            painter,
            inner.right(),
            inner.center().y(),
            row.icon,
            row.word,
            row.token,
            soft=_SOFT.get(row.token, "track"),
        ) - m.px(12)
        left = inner.left() + column + m.px(12)
        top = QRectF(left, inner.top(), right - left, half)
        taken = write(painter, top, row.name, "body", "semibold")
        if row.facts:
            write(painter, top.adjusted(taken, 0, 0, 0), f" · {row.facts}", "hint", token="muted")
        write(painter, top.translated(0, half), row.summary, "hint", token="muted")


class DayList(RowList):
    """Rows are `DayRow`; a tap opens the chart."""

    def __init__(self, name: str, *, grows: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(name, grows=grows, parent=parent)
        self.setItemDelegate(_DayPainter(self))
