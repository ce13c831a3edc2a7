"""Small strokes that several widgets share: rounded boxes and the focus ring."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from rmt_notes.ui import theme


def rounded(rect: QRectF, radius: float) -> QPainterPath:
    """A rounded rectangle as a path; the radius never exceeds half of a side."""
    path = QPainterPath()
    small = max(0.0, min(radius, rect.width() / 2, rect.height() / 2))
    path.addRoundedRect(rect, small, small)
    return path


def paint_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    line: QColor | None = None,
    width: float = 1.0,
    *,
    dashed: bool = False,
) -> None:
    """Fill a rounded box and outline it inside its own edges, so that nothing is cut at the widget's border."""
    if fill is not None:
        painter.fillPath(rounded(rect, radius), fill)
    if line is None:
        return
    half = width / 2
    pen = QPen(line, width)
    if dashed:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(half, half, -half, -half)
    painter.drawPath(rounded(inner, radius - half))


def paint_ring(painter: QPainter, rect: QRectF, radius: float, token: str = "focus") -> QRectF:
    """Draw the focus ring along the edge of `rect`; gives back what is left inside ring and gap."""
    width = float(theme.metrics().ring)
    paint_box(painter, rect, radius, None, theme.color(token), width)
    step = width + 1.5
    return rect.adjusted(step, step, -step, -step)


def painter_of(widget: QWidget) -> QPainter:
    """A painter with smooth edges on `widget`."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    return painter
