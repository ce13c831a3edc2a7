"""Draws the body chart's figures, hatches and pins on a ReportLab canvas, in black alone."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from rmt_notes.clinical.body_chart import pin
from rmt_notes.clinical.body_figure import Path, Point, figure, page_x
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.clinical.body_symbols import GLYPHS, TILES, UNKNOWN, Drawing

GHOST = "ghost"
"""The last visit in the legend: a dashed outline."""

HATCH = 0.62
"""Points per unit of a hatch: coarse enough that 200 dots an inch keep its lines apart."""

_BAND = 8.0
"""Points: how deep the bands are in which several hatches of one region take turns."""

_EDGE, _CONTOUR = 0.62, 0.16
"""Points: the outline, and what the fine contours are thickened by."""
_MM_PER_UNIT = 2.7
_CIRCLE = 0.5523
"""How far the handles of a quarter circle reach, as a share of its radius."""


class Pen:
    """Draws one view after the other: `figure` opens it, `done` closes it."""

    def __init__(self, canvas: Any, scale: float) -> None:
        self._canvas = canvas
        self._scale = scale
        self._view = "front"

    # a view

    def figure(self, view: str, x: float, y: float, frame: tuple[float, float, float, float]) -> None:
        """The figure with its origin (crown, midline) at a point of the paper, cut at a frame (left, bottom, width,
        height). What follows is drawn in its units, y downward."""
        canvas = self._canvas
        self._view = view
        canvas.saveState()
        border = canvas.beginPath()
        border.rect(*frame)
        canvas.clipPath(border, stroke=0, fill=0)
        canvas.translate(x, y)
        canvas.scale(self._scale, -self._scale)
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        for sheet in figure(view).sheets:
            canvas.setFillGray(1)
            canvas.drawPath(self._path(sheet.fill), stroke=0, fill=1, fillMode=0)
            canvas.setFillGray(0.25)
            canvas.setStrokeGray(0.25)
            canvas.setLineWidth(_CONTOUR / self._scale)
            canvas.drawPath(self._path(sheet.lines), stroke=1, fill=1, fillMode=0)
            canvas.setStrokeGray(0)
            canvas.setFillGray(0)
            canvas.setLineWidth(_EDGE / self._scale)
            canvas.drawPath(self._path(sheet.edge), stroke=1, fill=0)
            if sheet.taper:
                canvas.drawPath(self._path(sheet.taper), stroke=0, fill=1, fillMode=0)

    def done(self) -> None:
        """Close the view."""
        self._canvas.restoreState()

    def regions(self, areas: Mapping[Site, Sequence[str]], bold: Container[Site] = ()) -> None:
        """Hatched regions, each with its kinds; those that are marks have a `bold` edge."""
        for site in sorted(areas):
            self._region(site, areas[site], 0.9 if site in bold else 0.5)

    def ghosts(self, marks: Iterable[BodyMark]) -> None:
        """Dashed outlines of the marks of the last visit."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setStrokeGray(0)
        canvas.setLineWidth(0.9 / self._scale)
        canvas.setDash([2.4 / self._scale, 1.8 / self._scale])
        for mark in marks:
            shape = figure(self._view).sites.get(mark.site)
            if mark.x is None and not mark.stroke and shape is not None:
                canvas.drawPath(self._path(shape.path), stroke=1, fill=0)
            elif mark.x is not None and (spot := pin(mark, self._view)) is not None:
                canvas.circle(spot[0], spot[1], 4.0 / self._scale, stroke=1, fill=0)
        canvas.restoreState()

    def marks(self, marks: Iterable[BodyMark]) -> None:
        """Cups and strokes; the pins come after."""
        held = tuple(marks)
        for mark in held:
            spot = pin(mark, self._view)
            if mark.kind == "cup" and mark.size_mm and mark.x is not None and spot is not None:
                self._canvas.setStrokeGray(0)
                self._canvas.setLineWidth(0.9 / self._scale)
                self._canvas.circle(*spot, mark.size_mm / _MM_PER_UNIT / 2, stroke=1, fill=0)
            if mark.stroke and mark.view == self._view:
                self._stroke(mark)

    def pins(self, pins: Sequence[tuple[BodyMark, Point, Point]], radius: float) -> None:
        """White discs for the numbers of marks, each with the place it means and its own, in units of the figure; a
        point also has the glyph of its kind where it is. No line runs over a disc."""
        canvas = self._canvas
        unit = 1 / self._scale
        canvas.setStrokeGray(0)
        for mark, home, _spot in pins:
            if mark.x is not None:
                canvas.setFillGray(1)
                canvas.circle(*home, radius * 1.05 * unit, stroke=0, fill=1)
                self.drawing(GLYPHS.get(mark.kind, UNKNOWN), *home, radius * unit, pen=0.22)
        canvas.setLineWidth(0.6 * unit)
        for mark, home, spot in pins:
            if math.dist(spot, home) > (radius * 2.4 * unit if mark.x is not None else 0.0):
                canvas.line(*home, *spot)
        canvas.setFillGray(1)
        canvas.setLineWidth(0.75 * unit)
        for _mark, _home, spot in pins:
            canvas.circle(*spot, radius * unit, stroke=1, fill=1)

    def box(self, bounds: tuple[float, float, float, float]) -> None:
        """A thin frame around a part of the view (left, top, right, bottom)."""
        left, top, right, bottom = bounds
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(0.5 / self._scale)
        self._canvas.rect(left, top, right - left, bottom - top, stroke=1, fill=0)

    # what all of it is made of

    def _region(self, site: Site, kinds: Sequence[str], line: float) -> None:
        """One hatch fills a region; several take turns in bands, since hatches over each other tell nothing."""
        shape = figure(self._view).sites.get(site)
        if shape is None:
            return
        canvas = self._canvas
        canvas.saveState()
        border = self._path(shape.path)
        canvas.clipPath(border, stroke=0, fill=0, fillMode=0)
        left, top, right, bottom = shape.bounds
        deep = bottom - top if len(kinds) == 1 else _BAND / self._scale
        for number in range(math.ceil((bottom - top) / deep)):
            band = (left, top + number * deep, right, top + (number + 1) * deep)
            canvas.saveState()
            edge = canvas.beginPath()
            edge.rect(band[0], band[1], band[2] - band[0], deep)
            canvas.clipPath(edge, stroke=0, fill=0)
            self.tiles(kinds[number % len(kinds)], band, HATCH / self._scale)
            canvas.restoreState()
        canvas.restoreState()
        canvas.setStrokeGray(0)
        canvas.setLineWidth(line / self._scale)
        canvas.drawPath(self._path(shape.path), stroke=1, fill=0)

    def tiles(self, kind: str, bounds: tuple[float, float, float, float], size: float) -> None:
        """The hatch of a kind over a rectangle (left, top, right, bottom); `size` is the rectangle's units per unit of
        the hatch."""
        tile = TILES.get(kind, TILES["treated"])
        wide, high = tile.width * size, tile.height * size
        left, top, right, bottom = bounds
        places = [
            (column * wide, row * high)
            for column in range(math.floor(left / wide) - 1, math.ceil(right / wide) + 1)
            for row in range(math.floor(top / high) - 1, math.ceil(bottom / high) + 1)
        ]
        self._draw(tile, places, size, tile.pen)

    def drawing(self, drawing: Drawing, x: float, y: float, size: float, pen: float | None = None) -> None:
        """Lines and dots with their origin at a point, `size` units to one of theirs."""
        self._draw(drawing, [(x, y)], size, pen or drawing.pen)

    def _draw(self, drawing: Drawing, places: Iterable[Point], size: float, pen: float) -> None:
        """The same drawing at many places as one path: a page with sixty hatched regions stays small."""
        canvas = self._canvas
        drawn, filled = canvas.beginPath(), canvas.beginPath()
        for x, y in places:
            for line in drawing.lines:
                drawn.moveTo(round(x + line[0][0] * size, 2), round(y + line[0][1] * size, 2))
                for px, py in line[1:]:
                    drawn.lineTo(round(x + px * size, 2), round(y + py * size, 2))
            for dot in drawing.dots:
                path = drawn if dot.hollow else filled
                _circle(path, round(x + dot.x * size, 2), round(y + dot.y * size, 2), round(dot.radius * size, 2))
        canvas.setStrokeGray(0)
        canvas.setFillGray(0)
        canvas.setLineWidth(round(pen * size, 3))
        if drawing.lines or any(dot.hollow for dot in drawing.dots):
            canvas.drawPath(drawn, stroke=1, fill=0)
        if any(not dot.hollow for dot in drawing.dots):
            canvas.drawPath(filled, stroke=0, fill=1)

    def _path(self, path: Path) -> Any:
        made = self._canvas.beginPath()
        for letter, numbers in path:
            if letter == "M":
                made.moveTo(*numbers)
            elif letter == "L":
                made.lineTo(*numbers)
            elif letter == "C":
                made.curveTo(*numbers)
            else:
                made.close()
        return made

    def _stroke(self, mark: BodyMark) -> None:
        canvas = self._canvas
        points = [(page_x(mark.view, x), y) for x, y, _pressure in mark.points()]
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for x, y in points[1:]:
            path.lineTo(x, y)
        canvas.setStrokeGray(0)
        canvas.setLineWidth(1.3 / self._scale)
        canvas.drawPath(path, stroke=1, fill=0)
        if mark.kind == "radiating_line" and len(points) > 1:
            start, end = points[max(0, len(points) - 4)], points[-1]
            turn = math.atan2(end[1] - start[1], end[0] - start[0])
            size = 5.0 / self._scale
            head = canvas.beginPath()
            head.moveTo(end[0] + math.cos(turn) * size, end[1] + math.sin(turn) * size)
            for side in (2.5, -2.5):
                head.lineTo(end[0] + math.cos(turn + side) * size * 0.8, end[1] + math.sin(turn + side) * size * 0.8)
            head.close()
            canvas.setFillGray(0)
            canvas.drawPath(head, stroke=0, fill=1)

    def swatch(self, kind: str, x: float, y: float) -> None:
        """A hatched box and the glyph of a kind, their upper left corner at a point of the paper."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x, y)
        canvas.scale(1, -1)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.setStrokeGray(0)
        if kind == GHOST:
            canvas.setLineWidth(0.9)
            canvas.setDash([2.4, 1.8])
            canvas.rect(0.5, 0.5, 17, 10, stroke=1, fill=0)
        else:
            canvas.saveState()
            box = canvas.beginPath()
            box.rect(0, 0, 18, 11)
            canvas.clipPath(box, stroke=0, fill=0)
            self.tiles(kind, (0, 0, 18, 11), HATCH)
            canvas.restoreState()
            canvas.setLineWidth(0.7)
            canvas.rect(0, 0, 18, 11, stroke=1, fill=0)
            self.drawing(GLYPHS.get(kind, UNKNOWN), 27.5, 5.5, 4.6)
        canvas.restoreState()


def _circle(path: Any, x: float, y: float, radius: float) -> None:
    k = round(radius * _CIRCLE, 3)
    path.moveTo(x + radius, y)
    path.curveTo(x + radius, y + k, x + k, y + radius, x, y + radius)
    path.curveTo(x - k, y + radius, x - radius, y + k, x - radius, y)
    path.curveTo(x - radius, y - k, x - k, y - radius, x, y - radius)
    path.curveTo(x + k, y - radius, x + radius, y - k, x + radius, y)
    path.close()
