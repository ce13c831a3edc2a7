"""Paints the marks of one page: hatched regions, strokes, pins with their number."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from rmt_notes.clinical.body_chart import pin
from rmt_notes.clinical.body_figure import Point, figure, page_x
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.clinical.body_pins import spread
from rmt_notes.clinical.body_reference import dermatome_points
from rmt_notes.clinical.body_referral import MAIN, MORE
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.art import art
from rmt_notes.ui.widgets.body.layout import Page
from rmt_notes.ui.widgets.body.look import ink
from rmt_notes.ui.widgets.body.picture import Piece
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.body.stamps import PIN, Stamp, pin_stamp, region_stamp

SMALL_PIN = 14.0
SMALL_BELOW = 0.62
"""Under this scale (pixels per unit, at 100 %) a pin is only its number, else it would cover what it points at."""

MM_PER_UNIT = 2.7
"""The figure is 640 units tall and stands for an adult of about 173 cm."""


class Pin(NamedTuple):
    """Where a mark's pin stands on the canvas. `home` is the place it means; the pin is moved aside where another one
    stands."""

    mark: BodyMark
    at: QPointF
    home: QPointF


def pin_reach() -> float:
    """Half the width of a pin in pixels."""
    return PIN / 2 * theme.metrics().scale


def _pin_size(page: Page) -> float:
    """Pixels across the pins of a page at 100 %."""
    return PIN if page.scale >= SMALL_BELOW * theme.metrics().scale else SMALL_PIN


def pins(marks: Iterable[BodyMark], page: Page, sight: QRectF, before: Sequence[Pin] = ()) -> tuple[Pin, ...]:
    """The pins of a page, none over another and none cut by the edge of `sight`; where the pins `before` meant the same
    places they stay."""
    homes = {id(each.mark): each.home for each in before}
    seen: list[tuple[BodyMark, QPointF]] = []
    for mark in marks:
        home = homes.get(id(mark))
        if home is not None:
            seen.append((mark, home))
        elif (spot := pin(mark, page.view)) is not None:
            seen.append((mark, page.to_canvas(*spot)))
    if len(seen) == len(before) and all(home == old.home for (_mark, home), old in zip(seen, before, strict=True)):
        return tuple(Pin(mark, old.at, home) for (mark, home), old in zip(seen, before, strict=True))
    scale = theme.metrics().scale
    is_small = _pin_size(page) < PIN
    size = _pin_size(page) * scale
    more = (8.0 if is_small else 18.0) * scale - size / 2  # the number stands out at the right
    edge = size / 2 + 1.0
    room = sight.adjusted(edge, edge, -edge - max(0.0, more), -edge)
    within = (room.left(), room.top(), max(room.left(), room.right()), max(room.top(), room.bottom()))
    if any(not sight.contains(home) for _mark, home in seen):  # an enlarged figure: its pins run out of sight with it
        within = (-math.inf, -math.inf, math.inf, math.inf)
    step = size * (1.25 if is_small else 1.2)  # the number of a pin stands out at its right
    middle = page.x if page.view in ("front", "back") else None
    places = spread([(home.x(), home.y()) for _mark, home in seen], step, within, middle)
    return tuple(
        Pin(mark, home if (home.x(), home.y()) == (x, y) else QPointF(x, y), home)
        for (mark, home), (x, y) in zip(seen, places, strict=True)
    )


def region_path(page: Page, site: Site) -> QPainterPath | None:
    """A region in pixels; None where the view does not show it."""
    path = art(page.view).sites.get(site)
    return None if path is None else page.transform().map(path)


def pieces_of(
    page: Page,
    scene: Scene,
    standing: Sequence[Pin],
    sight: QRectF,
    ratio: float,
    known: Mapping[Hashable, Piece],
) -> list[Piece]:
    """Everything that lies on the figure, from below: treated regions and those to avoid, marked regions, strokes, the
    last visit's outlines, cups, pins, and what is laid over for reference. Pieces `known` already are not made
    again."""
    found: list[Piece] = []

    def add(make: Callable[..., Piece], *key: Any) -> None:
        piece = known.get((make, *key))
        found.append(piece or make(page, ratio, (make, *key)))

    seen = figure(page.view).sites
    for site in scene.shown_treated():
        if site in seen:
            add(_region, site, "treated", 0.10, 0.9)
    for site in scene.shown_avoid():
        if site in seen:
            add(_region, site, "avoid", 0.08, 1.2)
    marks = scene.shown_marks()
    for mark in marks:
        if mark.stroke:
            if mark.view == page.view:
                add(_stroke, mark.kind, mark.stroke)
        elif mark.x is None and (site := mark.site) in seen:
            add(_region, site, mark.kind, round(0.10 + 0.035 * (mark.intensity or 0), 3), 1.5)
    for mark in scene.shown_ghost():
        if mark.view == page.view or (mark.x is None and not mark.stroke and mark.site in seen):
            add(_ghost, mark)
    for kind, sites in zip((MAIN, MORE), scene.referred, strict=True):
        for site in sites:
            if site in seen:
                add(_region, site, kind, 0.0, 1.3 if kind == MAIN else 0.8)
    for each in standing:
        if each.mark.kind == "cup" and each.mark.size_mm and each.mark.x is not None:
            add(_cup, each.home.x(), each.home.y(), each.mark.size_mm)
    for each in standing:
        if each.at is not each.home:
            add(_string, each.mark.kind, each.home.x(), each.home.y(), each.at.x(), each.at.y())
    for each in standing:
        add(_pin, each.mark.kind, each.mark.number, each.at.x(), each.at.y())
    if scene.dermatomes:
        add(_roots, sight.getRect(), tuple((each.at.x(), each.at.y()) for each in standing))
    return found


def paint_reference(painter: QPainter, page: Page, sight: QRectF, taken: Sequence[Point]) -> None:
    """The testing points of the roots: the root's name in a dashed frame, apart from every mark by its shape and
    beside the pins that stand at `taken`."""
    m = theme.metrics()
    font = theme.font("tiny", "semibold", figures=True)
    letters = QFontMetricsF(font)
    ink, ground = theme.color("text"), theme.color("card")
    points = [point for point in dermatome_points() if point.view == page.view]
    homes = [page.to_canvas(point.x, point.y) for point in points]
    wide, high = letters.horizontalAdvance("C8") + m.px(7), letters.height()
    room = sight.adjusted(wide / 2 + 1, high / 2 + 1, -wide / 2 - 1, -high / 2 - 1)
    within = (room.left(), room.top(), max(room.left(), room.right()), max(room.top(), room.bottom()))
    if any(not sight.contains(home) for home in homes):
        within = (-math.inf, -math.inf, math.inf, math.inf)
    middle = page.x if page.view in ("front", "back") else None
    spots = spread([*taken, *((home.x(), home.y()) for home in homes)], wide + 1, within, middle)[len(taken) :]
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
        painter.drawEllipse(each.at, pin_reach() + 2.4, pin_reach() + 2.4)
    _paint_pin(painter, each, ink(each.mark.kind))


def _region(page: Page, ratio: float, key: tuple[Any, ...]) -> Piece:
    _make, site, kind, tint, line = key
    stamp = region_stamp(page.view, page.scale, site, kind, min(0.5, tint), line, ink(kind).rgba(), ratio)
    return _stamped(key, stamp, page.x, page.y)


def _pin(page: Page, ratio: float, key: tuple[Any, ...]) -> Piece:
    _make, kind, number, x, y = key
    return _stamped(
        key,
        pin_stamp(
            kind, number, _pin_size(page), ink(kind).rgba(), theme.color("card").rgba(), ratio, theme.metrics().scale
        ),
        x,
        y,
    )


def _stamped(key: Hashable, stamp: Stamp, x: float, y: float) -> Piece:
    at = QPointF(x + stamp.dx, y + stamp.dy)
    place = QRectF(at, stamp.picture.deviceIndependentSize()).toAlignedRect()
    return Piece(key, place, lambda painter: painter.drawPixmap(at, stamp.picture))


def _roots(page: Page, _ratio: float, key: tuple[Any, ...]) -> Piece:
    sight = QRectF(*key[1])
    return Piece(key, sight.toAlignedRect(), partial(paint_reference, page=page, sight=sight, taken=key[2]))


def _ghost(page: Page, _ratio: float, key: tuple[Any, ...]) -> Piece:
    mark: BodyMark = key[1]
    path = QPainterPath()
    if mark.stroke:
        path = _stroke_path(mark, page)
    elif mark.x is None:
        path = region_path(page, mark.site) or path
    elif (spot := pin(mark, page.view)) is not None:
        path.addEllipse(page.to_canvas(*spot), pin_reach() * 0.8, pin_reach() * 0.8)
    place = path.boundingRect().adjusted(-2, -2, 2, 2).toAlignedRect()
    return Piece(key, place, partial(_paint_ghost, path=path))


def _paint_ghost(painter: QPainter, path: QPainterPath) -> None:
    pen = QPen(theme.color("text"), 1.6)
    pen.setDashPattern([2.2, 2.4])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _stroke_path(mark: BodyMark, page: Page) -> QPainterPath:
    points = [page.to_canvas(page_x(mark.view, x), y) for x, y, _pressure in mark.points()]
    path = QPainterPath(points[0])
    for one, other in pairwise(points[1:]):
        path.quadTo(one, (one + other) / 2)
    path.lineTo(points[-1])
    return path


def _stroke(page: Page, _ratio: float, key: tuple[Any, ...]) -> Piece:
    _make, kind, stroke = key
    points = [
        (page.to_canvas(page_x(page.view, x), y), pressure)
        for x, y, pressure in zip(stroke[::3], stroke[1::3], stroke[2::3], strict=True)
    ]
    place = QPolygonF([point for point, _pressure in points]).boundingRect().adjusted(-10, -10, 10, 10)
    colour, head = ink(kind), kind == "radiating_line"
    return Piece(key, place.toAlignedRect(), lambda painter: _paint_stroke(painter, points, colour, head=head))


def _paint_stroke(painter: QPainter, points: Sequence[tuple[QPointF, float]], colour: QColor, *, head: bool) -> None:
    for (one, pressure), (other, then) in pairwise(points):
        pen = QPen(colour, 2.0 + 2.6 * (pressure + then) / 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(one, other)
    if head and len(points) > 1:
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


def _cup(page: Page, _ratio: float, key: tuple[Any, ...]) -> Piece:
    _make, x, y, size_mm = key
    radius = size_mm / MM_PER_UNIT / 2 * page.scale
    far = radius + 2
    place = QRectF(x - far, y - far, 2 * far, 2 * far).toAlignedRect()
    return Piece(key, place, lambda painter: _paint_cup(painter, QPointF(x, y), radius))


def _paint_cup(painter: QPainter, at: QPointF, radius: float) -> None:
    """The rim of a cup in its real size on the body."""
    colour = ink("cup")
    soft = QColor(colour)
    soft.setAlphaF(0.16)
    painter.setPen(QPen(colour, 2.0))
    painter.setBrush(soft)
    painter.drawEllipse(at, radius, radius)


def _string(_page: Page, _ratio: float, key: tuple[Any, ...]) -> Piece:
    """From a pin that was moved aside to the place it means."""
    _make, kind, home_x, home_y, x, y = key
    home, at, colour = QPointF(home_x, home_y), QPointF(x, y), ink(kind)
    place = QRectF(home, at).normalized().adjusted(-4, -4, 4, 4).toAlignedRect()
    return Piece(key, place, lambda painter: _paint_string(painter, home, at, colour))


def _paint_string(painter: QPainter, home: QPointF, at: QPointF, colour: QColor) -> None:
    under, over = QPen(theme.color("card"), 3.2), QPen(colour, 1.3)
    for pen in (under, over):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(home, at)
    painter.setPen(QPen(theme.color("card"), 0.8))
    painter.setBrush(colour)
    painter.drawEllipse(home, 2.6, 2.6)


def _paint_pin(painter: QPainter, each: Pin, colour: QColor) -> None:
    look = colour.rgba(), theme.color("card").rgba()
    ratio = painter.device().devicePixelRatioF()
    stamp = pin_stamp(each.mark.kind, each.mark.number, PIN, *look, ratio, theme.metrics().scale)
    painter.drawPixmap(QPointF(each.at.x() + stamp.dx, each.at.y() + stamp.dy), stamp.picture)


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
