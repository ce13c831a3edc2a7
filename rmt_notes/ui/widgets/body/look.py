"""How marks look on the screen: colours, glyphs and hatches. Shape and hatch carry the meaning, colour helps."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from rmt_notes.clinical.body_symbols import GLYPHS, REFERENCE_TILES, TILES, UNKNOWN, Drawing
from rmt_notes.ui import theme

LIGHT_INKS: dict[str, str] = {
    "ache": "#9a4a00",
    "sharp": "#b3161b",
    "burning": "#b83208",
    "tingling": "#6a35a8",
    "numb": "#1f54a8",
    "stiff": "#6b5300",
    "throb": "#a31c66",
    "radiating_line": "#8c1d3f",
    "trigger_point": "#0b5568",
    "tender": "#7a2f8f",
    "swelling": "#12608f",
    "bruise": "#46307f",
    "scar": "#4d4a45",
    "cup": "#14606e",
    "treated": "#1d6b3a",
    "avoid": "#8f1f18",
}
DARK_INKS: dict[str, str] = {
    "ache": "#f0a45c",
    "sharp": "#ff8580",
    "burning": "#ff9460",
    "tingling": "#c9a4f5",
    "numb": "#8fb8ff",
    "stiff": "#dcbf5a",
    "throb": "#f58cc4",
    "radiating_line": "#ff93a8",
    "trigger_point": "#66cfe4",
    "tender": "#dc9cf0",
    "swelling": "#7cc4f0",
    "bruise": "#b9a6f5",
    "scar": "#c9c4ba",
    "cup": "#6fd0dc",
    "treated": "#7fd39a",
    "avoid": "#ff9a92",
}
HATCH_PIXELS = 1.15
"""Pixels per body unit of a hatch, whatever the zoom: a hatch reads best at one size."""


def ink(kind: str) -> QColor:
    """The colour of a kind in the look in force; what is laid over for reference has the text's own."""
    tokens = theme.tokens()
    if kind in REFERENCE_TILES:
        return QColor(tokens.text)
    inks = DARK_INKS if tokens.dark else LIGHT_INKS
    return QColor(inks.get(kind, tokens.muted))


def paint_drawing(painter: QPainter, drawing: Drawing, colour: QColor, pen: float | None = None) -> None:
    """Draw lines and dots in the painter's own units; `pen` instead of the drawing's own width."""
    stroke = QPen(colour, pen or drawing.pen)
    stroke.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in drawing.lines:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line]))
    for dot in drawing.dots:
        if dot.hollow:
            painter.setPen(stroke)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        painter.drawEllipse(QPointF(dot.x, dot.y), dot.radius, dot.radius)


def paint_glyph(painter: QPainter, kind: str, centre: QPointF, size: float, colour: QColor) -> None:
    """The glyph of a kind, `size` pixels wide, around a point."""
    painter.save()
    painter.translate(centre)
    painter.scale(size / 2, size / 2)
    paint_drawing(painter, GLYPHS.get(kind, UNKNOWN), colour)
    painter.restore()


def hatch(kind: str, colour: QColor, ratio: float = 1.0, tint: float = 0.0) -> QBrush:
    """The hatch of a kind over a `tint` of its colour, for a painter that works in pixels."""
    brush = QBrush(_tile(kind, colour.rgba(), ratio, tint))
    if ratio != 1.0:
        brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    return brush


@lru_cache(maxsize=512)
def _tile(kind: str, rgba: int, ratio: float, tint: float) -> QImage:
    drawing = TILES.get(kind) or REFERENCE_TILES.get(kind, TILES["treated"])
    scale = HATCH_PIXELS * ratio
    wide, high = max(2, round(drawing.width * scale)), max(2, round(drawing.height * scale))
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    ground = QColor.fromRgba(rgba)
    ground.setAlphaF(tint)
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(wide / drawing.width, high / drawing.height)
    # what reaches over one side of the tile comes in again on the other
    for dx in (-drawing.width, 0.0, drawing.width):
        for dy in (-drawing.height, 0.0, drawing.height):
            painter.save()
            painter.translate(dx, dy)
            paint_drawing(painter, drawing, QColor.fromRgba(rgba))
            painter.restore()
    painter.end()
    return image


def paint_swatch(painter: QPainter, kind: str, rect: QRectF, colour: QColor) -> None:
    """A small square with the hatch of a kind and its glyph's disc, for legends and buttons."""
    ratio = painter.device().devicePixelRatioF()
    radius = min(4.0, rect.width() / 5)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrushOrigin(rect.topLeft())
    painter.setBrush(hatch(kind, colour, ratio, 0.14))
    painter.drawRoundedRect(rect, radius, radius)
