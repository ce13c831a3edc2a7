"""Draws the body chart's figures, hatches and pins on a ReportLab canvas, in black alone."""

from __future__ import annotations

import math
import zlib
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from reportlab.pdfgen.pathobject import PDFPathObject

from rmt_notes.clinical.body_chart import pin
from rmt_notes.clinical.body_figure import Path, Point, figure, page_x
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.clinical.body_symbols import GLYPHS, TILES, UNKNOWN, Drawing
from rmt_notes.export.pdf.written import draw_once

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


_OPERATORS = {"M": "%.2f %.2f m", "L": "%.2f %.2f l", "C": "%.2f %.2f %.2f %.2f %.2f %.2f c", "Z": "h"}
"""How a page writes the steps of a path. The library weighs every number anew for its decimals; a figure has thousands,
all with two."""


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
        draw_once(canvas, ("figure", view, self._scale), partial(_figure_drawing, view, self._scale))

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
                canvas.drawPath(PDFPathObject([_written(shape.path)]), stroke=1, fill=0)
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
        if site in figure(self._view).sites:
            drawn = (self._view, site, tuple(kinds), line, self._scale)
            draw_once(self._canvas, drawn, partial(_region_drawing, *drawn))

    def tiles(self, kind: str, bounds: tuple[float, float, float, float], size: float) -> None:
        """The hatch of a kind over a rectangle (left, top, right, bottom); `size` is the rectangle's units per unit of
        the hatch."""
        self._canvas.addLiteral("\n".join(_hatched(kind, bounds, size)))

    def drawing(self, drawing: Drawing, x: float, y: float, size: float, pen: float | None = None) -> None:
        """Lines and dots with their origin at a point, `size` units to one of theirs."""
        self._canvas.addLiteral("\n".join(_drawn(drawing, [(x, y)], size, pen or drawing.pen)))

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


def _written(path: Path) -> str:
    return "\n".join([_OPERATORS[letter] % numbers for letter, numbers in path])


@lru_cache(maxsize=32)
def _figure_drawing(view: str, scale: float) -> bytes:
    """A figure without anything on it, packed."""
    code: list[str] = []
    for sheet in figure(view).sheets:
        code += ["1 g", _written(sheet.fill), "f*"]
        code += ["0.25 g 0.25 G", f"{_CONTOUR / scale:.3f} w", _written(sheet.lines), "B*"]
        code += ["0 g 0 G", f"{_EDGE / scale:.3f} w", _written(sheet.edge), "S"]
        if sheet.taper:
            code += [_written(sheet.taper), "f*"]
    return _packed(code)


@lru_cache(maxsize=512)
def _region_drawing(view: str, site: Site, kinds: tuple[str, ...], line: float, scale: float) -> bytes:
    """A region under its hatches, with its outline, packed."""
    shape = figure(view).sites[site]
    border = _written(shape.path)
    left, top, right, bottom = shape.bounds
    deep = bottom - top if len(kinds) == 1 else _BAND / scale
    code = ["q", border, "W* n"]
    for number in range(math.ceil((bottom - top) / deep)):
        band = (left, top + number * deep, right, top + (number + 1) * deep)
        code += ["q", f"{left:.2f} {band[1]:.2f} {right - left:.2f} {deep:.2f} re W n"]
        code += _hatched(kinds[number % len(kinds)], band, HATCH / scale)
        code.append("Q")
    return _packed([*code, "Q", "0 G", f"{line / scale:.3f} w", border, "S"])


def _packed(code: list[str]) -> bytes:
    return zlib.compress("\n".join(code).encode("ascii"))


def _hatched(kind: str, bounds: tuple[float, float, float, float], size: float) -> list[str]:
    tile = TILES.get(kind, TILES["treated"])
    wide, high = tile.width * size, tile.height * size
    left, top, right, bottom = bounds
    places = [
        (column * wide, row * high)
        for column in range(math.floor(left / wide) - 1, math.ceil(right / wide) + 1)
        for row in range(math.floor(top / high) - 1, math.ceil(bottom / high) + 1)
    ]
    return _drawn(tile, places, size, tile.pen)


def _drawn(drawing: Drawing, places: Iterable[Point], size: float, pen: float) -> list[str]:
    """The same drawing at many places as one path: a page with sixty hatched regions stays small."""
    moved, lined = _OPERATORS["M"], _OPERATORS["L"]
    drawn: list[str] = []
    filled: list[str] = []
    lines = [[(px * size, py * size) for px, py in line] for line in drawing.lines]
    for x, y in places:
        for (px, py), *others in lines:
            drawn.append(moved % (x + px, y + py))
            drawn += [lined % (x + px, y + py) for px, py in others]
        for dot in drawing.dots:
            path = drawn if dot.hollow else filled
            path += _circle(round(x + dot.x * size, 2), round(y + dot.y * size, 2), round(dot.radius * size, 2))
    code = ["0 g 0 G", f"{pen * size:.3f} w", *drawn]
    if drawn:
        code.append("S")
    return [*code, *filled, "f*"] if filled else code


def _circle(x: float, y: float, radius: float) -> list[str]:
    k = round(radius * _CIRCLE, 3)
    curved = _OPERATORS["C"]
    return [
        _OPERATORS["M"] % (x + radius, y),
        curved % (x + radius, y + k, x + k, y + radius, x, y + radius),
        curved % (x - k, y + radius, x - radius, y + k, x - radius, y),
        curved % (x - radius, y - k, x - k, y - radius, x, y - radius),
        curved % (x + k, y - radius, x + radius, y - k, x + radius, y),
        _OPERATORS["Z"],
    ]
