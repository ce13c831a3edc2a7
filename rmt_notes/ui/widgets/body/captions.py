"""The words above each figure: which view it is and which of the client's sides lies where."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from rmt_notes.i18n import _, _p
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.layout import Page


def view_words(view: str) -> str:
    """The name of a view."""
    return {
        "front": _p("body view", "Front"),
        "back": _p("body view", "Back"),
        "left": _p("body view", "Left side"),
        "right": _p("body view", "Right side"),
    }[view]


def side_variants(side: str) -> tuple[str, ...]:
    """A side in words, from the longest to the shortest."""
    if side == "right":
        return _("R · client’s right"), _("R · right"), _p("side, one letter", "R")
    return _("L · client’s left"), _("L · left"), _p("side, one letter", "L")


def head_height() -> float:
    """Pixels that the words need above the figures."""
    m = theme.metrics()
    return m.text("body") * 1.4 + m.text("tiny") * 1.5 + m.px(10)


def paint_captions(painter: QPainter, page: Page, sight: QRectF) -> None:
    """Write the view in the middle, and below it the client's sides where they lie; within `sight`, so that the words
    stay in sight when the figure is enlarged."""
    m = theme.metrics()
    line = m.text("body") * 1.4
    frame = page.frame.intersected(sight)
    if frame.isEmpty():
        return
    painter.setFont(theme.font("body", "semibold"))
    painter.setPen(theme.color("text"))
    upper = QRectF(frame.left(), frame.top() + m.px(2), frame.width(), line)
    painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, view_words(page.view))
    lower = QRectF(frame.left(), upper.bottom(), frame.width(), m.text("tiny") * 1.5)
    font = theme.font("tiny", "semibold")
    painter.setFont(font)
    painter.setPen(theme.color("muted"))
    measure = QFontMetricsF(font)
    if page.view in ("left", "right"):
        words = _fitting(side_variants(page.view), lower.width(), measure)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, words)
        return
    at_left, at_right = ("right", "left") if page.view == "front" else ("left", "right")
    room = lower.width() / 2 - m.px(8)
    inner = lower.adjusted(m.px(4), 0, -m.px(4), 0)
    pairs = list(zip(side_variants(at_left), side_variants(at_right), strict=True))  # both sides in as many words
    chosen = next((pair for pair in pairs if max(map(measure.horizontalAdvance, pair)) <= room), pairs[-1])
    for told, align in zip(chosen, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
        painter.drawText(inner, int(align | Qt.AlignmentFlag.AlignVCenter), told)


def _fitting(variants: tuple[str, ...], room: float, measure: QFontMetricsF) -> str:
    return next((words for words in variants if measure.horizontalAdvance(words) <= room), variants[-1])
