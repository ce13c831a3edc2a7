"""Paints the marks of one page: hatched regions, strokes, pins with their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from rmt_notes.clinical.body_chart import pin
from rmt_notes.clinical.body_figure import figure, page_x
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.clinical.body_pins import spread
from rmt_notes.clinical.body_reference import dermatome_points
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.art import art
from rmt_notes.ui.widgets.body.layout import Page
from rmt_notes.ui.widgets.body.look import ink
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.body.stamps import pin_stamp, region_stamp

PIN = 22.0
"""Pixels across a pin."""

SMALL_PIN = 14.0
SMALL_BELOW = 0.62
"""Under this scale (pixels per unit) a pin is only its number, else it would cover what it points at."""

MM_PER_UNIT = 2.7
"""The figure is 640 units tall and stands for an adult of about 173 cm."""


@dataclass(frozen=True)
class Pin:
    """Where a mark's pin stands on the canvas. `home` is the place it means; the pin is moved aside where another one
    stands."""

    mark: BodyMark
    at: QPointF
    home: QPointF


def pin_size(page: Page) -> float:
    """Pixels across the pins of a page."""
    return PIN if page.scale >= SMALL_BELOW else SMALL_PIN


def pins(marks: Iterable[BodyMark], page: Page) -> tuple[Pin, ...]:
    """The pins of a page, none over another."""
    seen = [(mark, spot) for mark in marks if (spot := pin(mark, page.view)) is not None]
    homes = [page.to_canvas(*spot) for _mark, spot in seen]
    places = spread([(home.x(), home.y()) for home in homes], pin_size(page) * 0.9)
    return tuple(
        Pin(mark, QPointF(x, y), home) for (mark, _spot), home, (x, y) in zip(seen, homes, places, strict=True)
    )


def region_path(page: Page, site: Site) -> QPainterPath | None:
    """A region in pixels; None where the view does not show it."""
    path = art(page.view).sites.get(site)
    return None if path is None else page.transform().map(path)


def paint_under(painter: QPainter, page: Page, scene: Scene) -> None:
    """What lies under the marks: regions to avoid, treated regions, and the last visit's outlines."""
    for site in scene.shown_treated():
        _fill(painter, page, site, "treated", ink("treated"), 0.10, line=0.9)
    for site in scene.shown_avoid():
        _fill(painter, page, site, "avoid", ink("avoid"), 0.08, line=1.2)
    ghost = theme.color("text")
    for mark in scene.shown_ghost():
        path = _stroke_path(mark, page) if mark.stroke else None
        if path is None and mark.x is None:
            path = region_path(page, mark.site)
        pen = QPen(ghost, 1.6)
        pen.setDashPattern([2.2, 2.4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if path is not None:
            painter.drawPath(path)
        elif (spot := pin(mark, page.view)) is not None and mark.x is not None:
            painter.drawEllipse(page.to_canvas(*spot), PIN * 0.4, PIN * 0.4)


def paint_marks(painter: QPainter, page: Page, marks: Sequence[BodyMark], standing: Sequence[Pin]) -> None:
    """Regions first, then strokes, then all pins, so that no number is covered."""
    inks = {kind: ink(kind) for kind in {mark.kind for mark in marks}}
    seen = figure(page.view).sites
    for mark in marks:
        if mark.x is None and not mark.stroke and (site := mark.site) in seen:
            _fill(painter, page, site, mark.kind, inks[mark.kind], 0.10 + 0.035 * (mark.intensity or 0), line=1.5)
    for mark in marks:
        if mark.stroke and mark.view == page.view:
            _paint_stroke(painter, page, mark, inks[mark.kind])
    for each in standing:
        if each.mark.kind == "cup" and each.mark.size_mm and each.mark.x is not None:
            _paint_cup(painter, each, page.scale)
    for each in standing:
        if each.at != each.home:
            _paint_string(painter, each, inks[each.mark.kind])
        _paint_pin(painter, each, inks[each.mark.kind], pin_size(page))


def paint_reference(painter: QPainter, page: Page) -> None:
    """The testing points of the roots: the root's name in a dashed frame, apart from every mark by its shape."""
    m = theme.metrics()
    font = theme.font("tiny", "semibold", figures=True)
    letters = QFontMetricsF(font)
    ink, ground = theme.color("text"), theme.color("card")
    points = [point for point in dermatome_points() if point.view == page.view]
    homes = [page.to_canvas(point.x, point.y) for point in points]
    wide, high = letters.horizontalAdvance("C8") + m.px(7), letters.height()
    spots = spread([(home.x(), home.y()) for home in homes], wide + 1)
    dashed = QPen(ink, 1.1)
    dashed.setDashPattern([1.6, 1.6])
    painter.setFont(font)
    for point, home, (x, y) in zip(points, homes, spots, strict=True):
        box = QRectF(x - wide / 2, y - high / 2, wide, high)
        painter.setPen(dashed)
        if (x, y) != (home.x(), home.y()):
            painter.drawLine(home, QPointF(x, y))
        painter.setBrush(ground)
        painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(catalogue().neuro_roots[point.root].label))


def paint_chosen(painter: QPainter, each: Pin) -> None:
    """The ring around the chosen pin."""
    for token, width in (("card", 5.0), ("focus", 2.4)):
        painter.setPen(QPen(theme.color(token), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(each.at, PIN / 2 + 2.4, PIN / 2 + 2.4)
    _paint_pin(painter, each, ink(each.mark.kind))


def _fill(painter: QPainter, page: Page, site: Site, kind: str, colour: QColor, tint: float, line: float) -> None:
    ratio = painter.device().devicePixelRatioF()
    stamp = region_stamp(page.view, page.scale, site, kind, round(min(0.5, tint), 3), line, colour.rgba(), ratio)
    if stamp is not None:
        painter.drawPixmap(QPointF(page.x + stamp.dx, page.y + stamp.dy), stamp.picture)


def _stroke_path(mark: BodyMark, page: Page) -> QPainterPath | None:
    if mark.view != page.view:
        return None
    points = [page.to_canvas(page_x(mark.view, x), y) for x, y, _pressure in mark.points()]
    path = QPainterPath(points[0])
    for one, other in pairwise(points[1:]):
        path.quadTo(one, (one + other) / 2)
    path.lineTo(points[-1])
    return path


def _paint_stroke(painter: QPainter, page: Page, mark: BodyMark, colour: QColor) -> None:
    points = [(page.to_canvas(page_x(mark.view, x), y), pressure) for x, y, pressure in mark.points()]
    for (one, pressure), (other, then) in pairwise(points):
        pen = QPen(colour, 2.0 + 2.6 * (pressure + then) / 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(one, other)
    if mark.kind == "radiating_line" and len(points) > 1:
        _paint_head(painter, points[max(0, len(points) - 4)][0], points[-1][0], colour)


def _paint_head(painter: QPainter, start: QPointF, end: QPointF, colour: QColor) -> None:
    way = end - start
    size = (way.x() ** 2 + way.y() ** 2) ** 0.5 or 1.0
    ux, uy = way.x() / size, way.y() / size
    painter.setPen(QPen(colour, 1))
    painter.setBrush(colour)
    tip = QPointF(end.x() + ux * 7, end.y() + uy * 7)
    painter.drawPolygon(
        [tip, QPointF(end.x() - ux * 4 - uy * 6, end.y() - uy * 4 + ux * 6),
         QPointF(end.x() - ux * 4 + uy * 6, end.y() - uy * 4 - ux * 6)]
    )  # fmt: skip


def _paint_cup(painter: QPainter, each: Pin, scale: float) -> None:
    """The rim of a cup in its real size on the body."""
    colour = ink("cup")
    soft = QColor(colour)
    soft.setAlphaF(0.16)
    painter.setPen(QPen(colour, 2.0))
    painter.setBrush(soft)
    radius = (each.mark.size_mm or 0) / MM_PER_UNIT / 2 * scale
    painter.drawEllipse(each.home, radius, radius)


def _paint_pin(painter: QPainter, each: Pin, colour: QColor, size: float = PIN) -> None:
    look = colour.rgba(), theme.color("card").rgba()
    stamp = pin_stamp(each.mark.kind, each.mark.number, size, *look, painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(each.at.x() + stamp.dx, each.at.y() + stamp.dy), stamp.picture)


def _paint_string(painter: QPainter, each: Pin, colour: QColor) -> None:
    """From a pin that was moved aside to the place it means."""
    painter.setPen(QPen(colour, 1.2))
    painter.drawLine(each.home, each.at)
    painter.setBrush(colour)
    painter.drawEllipse(each.home, 1.8, 1.8)


def paint_site_ring(painter: QPainter, page: Page, site: Site, token: str, width: float, *, wash: bool = False) -> None:
    """An outline around one region, for the one the mouse or the keys rest on."""
    path = region_path(page, site)
    if path is None:
        return
    colour = theme.color(token)
    if wash:
        soft = QColor(colour)
        soft.setAlphaF(0.12)
        painter.fillPath(path, soft)
    under = QPen(theme.color("card"), width + 2.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not wash:
        painter.setPen(under)
        painter.drawPath(path)
    painter.setPen(QPen(colour, width))
    painter.drawPath(path)


def reach_of(page: Page, site: Site) -> float:
    """Half the width of a region on the canvas, in pixels."""
    return figure(page.view).sites[site].reach * page.scale
