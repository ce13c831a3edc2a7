"""The line that is being drawn by mouse, finger or pen."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.layout import Page

MOST_POINTS = 160
_STEP = 2.5
"""Pixels between two kept points."""


class PenTrail:
    """Points in pixels with their pressure, from the first touch to the last."""

    def __init__(self) -> None:
        self._page: Page | None = None
        self._points: list[tuple[QPointF, float]] = []

    def is_open(self) -> bool:
        """Whether a line is being drawn."""
        return self._page is not None

    def start(self, page: Page, at: QPointF, pressure: float) -> None:
        """Begin on a page."""
        self._page = page
        self._points = [(at, pressure)]

    def add(self, at: QPointF, pressure: float) -> None:
        """Go on; points too close to each other are left out."""
        last = self._points[-1][0]
        if math.hypot(at.x() - last.x(), at.y() - last.y()) >= _STEP:
            self._points.append((at, pressure))

    def clear(self) -> None:
        """Forget the line."""
        self._page = None
        self._points = []

    def finish(self) -> tuple[str, list[tuple[float, float, float]]]:
        """The view, and the points in page units with their pressure, thinned to at most `MOST_POINTS`."""
        page, points = self._page, self._points
        self.clear()
        if page is None:
            return "", []
        every = max(1, math.ceil(len(points) / MOST_POINTS))
        kept = points[::every]
        if points and kept[-1] is not points[-1]:
            kept.append(points[-1])
        return page.view, [(*page.to_page(at), pressure) for at, pressure in kept]

    def paint(self, painter: QPainter) -> None:
        """Draw the line as it stands."""
        for (one, pressure), (other, then) in zip(self._points, self._points[1:], strict=False):
            pen = QPen(theme.color("accent"), 2.0 + 2.6 * (pressure + then) / 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(one, other)
