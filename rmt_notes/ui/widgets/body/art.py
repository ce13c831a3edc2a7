"""The drawn figures as Qt's paths, made once, and how they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from rmt_notes.clinical.body_figure import Path, figure
from rmt_notes.clinical.body_mark import Site
from rmt_notes.ui import theme


@dataclass(frozen=True)
class SheetArt:
    """One layer of the drawing."""

    fill: QPainterPath
    edge: QPainterPath
    width: float
    taper: QPainterPath
    lines: QPainterPath


@dataclass(frozen=True)
class Art:
    """A whole view in page units."""

    sheets: tuple[SheetArt, ...]
    sites: dict[Site, QPainterPath]


def qt_path(path: Path) -> QPainterPath:
    """Our steps as a path of Qt's."""
    made = QPainterPath()
    made.setFillRule(Qt.FillRule.OddEvenFill)
    for letter, numbers in path:
        if letter == "M":
            made.moveTo(numbers[0], numbers[1])
        elif letter == "L":
            made.lineTo(numbers[0], numbers[1])
        elif letter == "C":
            made.cubicTo(*numbers)
        else:
            made.closeSubpath()
    return made


@cache
def art(view: str) -> Art:
    """The drawing of a view."""
    page = figure(view)
    sheets = tuple(
        SheetArt(qt_path(sheet.fill), qt_path(sheet.edge), sheet.edge_width, qt_path(sheet.taper), qt_path(sheet.lines))
        for sheet in page.sheets
    )
    return Art(sheets, {site: qt_path(shape.path) for site, shape in page.sites.items()})


def paint_figure(painter: QPainter, view: str, scale: float) -> None:
    """Draw the figure in page units; `scale` is pixels per unit, so that edges never get hair-thin."""
    body, edge, soft = (theme.color(name) for name in ("track", "muted", "border"))
    lines = QColor(soft)
    lines.setAlphaF(0.85)
    for sheet in art(view).sheets:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(sheet.fill, body)
        painter.fillPath(sheet.lines, lines)
        pen = QPen(edge, max(sheet.width, 1.1 / scale))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(sheet.edge)
        painter.fillPath(sheet.taper, edge)
