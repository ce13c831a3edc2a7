"""Where the pages (views) stand on the canvas, and the way between pixels and page units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

from rmt_notes.clinical.body_figure import figure

GAP = 14.0
"""Pixels between two figures."""


@dataclass(frozen=True)
class Page:
    """One view on the canvas: `scale` pixels per unit, the page's origin (midline, crown) at `x`, `y`; `frame` is the
    part of the canvas that belongs to it."""

    view: str
    scale: float
    x: float
    y: float
    frame: QRectF

    def transform(self) -> QTransform:
        """From page units to pixels."""
        return QTransform(self.scale, 0.0, 0.0, self.scale, self.x, self.y)

    def to_canvas(self, x: float, y: float) -> QPointF:
        """A point of the page in pixels."""
        return QPointF(self.x + x * self.scale, self.y + y * self.scale)

    def to_page(self, at: QPointF) -> tuple[float, float]:
        """A point of the canvas in page units."""
        return (at.x() - self.x) / self.scale, (at.y() - self.y) / self.scale


def arranged(views: Sequence[str], size: QRectF, head: float, zoom: float, centre: QPointF) -> tuple[Page, ...]:
    """The pages side by side within `size`, below a head of `head` pixels for the words.

    At `zoom` 1 everything fits; above, `centre` (0 to 1 across and down the whole drawing) is brought to the middle.
    """
    boxes = [figure(view).box for view in views]
    gap = GAP
    room_wide = size.width() - gap * (len(views) - 1)
    wide = sum(box[2] for box in boxes)
    top = min(box[1] for box in boxes)
    high = max(box[1] + box[3] for box in boxes) - top
    fit = max(0.05, min(room_wide / wide, (size.height() - head) / high))
    scale = fit * zoom
    whole_wide = wide * scale + gap * (len(views) - 1)
    whole_high = high * scale
    left = size.left() + _start(size.width(), whole_wide, centre.x())
    up = size.top() + head + _start(size.height() - head, whole_high, centre.y())
    pages = []
    for view, box in zip(views, boxes, strict=True):
        width = box[2] * scale
        frame = QRectF(left, size.top(), width, size.height())
        # whole pixels, so that what is drawn once can be copied to its place
        pages.append(Page(view, scale, float(round(left - box[0] * scale)), float(round(up - top * scale)), frame))
        left += width + gap
    return tuple(pages)


def drawn_height(views: Sequence[str], width: float) -> float:
    """How tall the figures are when they fill a width."""
    boxes = [figure(view).box for view in views]
    high = max(box[1] + box[3] for box in boxes) - min(box[1] for box in boxes)
    return high * max(1.0, width - GAP * (len(views) - 1)) / sum(box[2] for box in boxes)


def _start(room: float, whole: float, centre: float) -> float:
    """Where the drawing begins: in the middle while it fits, else so that no free strip is left at an edge."""
    if whole <= room:
        return (room - whole) / 2
    return min(0.0, max(room - whole, room / 2 - centre * whole))
