"""Hatched regions and pins as small pictures, drawn once and kept, so that sixty marks cost sixty copies."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QTransform

from rmt_notes.clinical.body_mark import Site
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.art import art
from rmt_notes.ui.widgets.body.look import hatch, paint_glyph

PIN = 22.0
"""Pixels across a pin at 100 %."""


class Stamp(NamedTuple):
    """A picture and where its corner goes, from the page's origin or the pin's middle, in pixels."""

    picture: QPixmap
    dx: float
    dy: float


_KEPT_PIXELS = 12_000_000
"""What the stamps of regions may take together: about five large screens full of them."""

_kept: OrderedDict[tuple[object, ...], Stamp] = OrderedDict()
_pixels = [0]


def region_stamp(
    view: str, scale: float, site: Site, kind: str, tint: float, line: float, rgba: int, ratio: float
) -> Stamp:
    """A region of a view filled with the hatch of a kind at `scale` pixels per unit. The stamps used last are kept, as
    many as a few screens hold: an enlarged figure has large ones.

    Raises:
        KeyError: the view does not show the region.
    """
    key = (view, scale, site, kind, tint, line, rgba, ratio)
    known = _kept.get(key)
    if known is not None:
        _kept.move_to_end(key)
        return known
    made = _kept[key] = _region_stamp(*key)
    _pixels[0] += _size(made)
    while _pixels[0] > _KEPT_PIXELS and len(_kept) > 1:
        _pixels[0] -= _size(_kept.popitem(last=False)[1])
    return made


def _size(stamp: Stamp) -> int:
    return stamp.picture.width() * stamp.picture.height()


def _region_stamp(
    view: str, scale: float, site: Site, kind: str, tint: float, line: float, rgba: int, ratio: float
) -> Stamp:
    shape = art(view).sites[site]
    path = QTransform.fromScale(scale, scale).map(shape)
    bounds = path.boundingRect().adjusted(-3, -3, 3, 3).toAlignedRect()
    picture = _blank(bounds.width(), bounds.height(), ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-bounds.x(), -bounds.y())
    colour = QColor.fromRgba(rgba)
    painter.setPen(QPen(colour, line))
    painter.setBrush(hatch(kind, colour, ratio, tint))
    painter.drawPath(path)
    painter.end()
    return Stamp(picture, bounds.x(), bounds.y())


@lru_cache(maxsize=512)
def pin_stamp(
    kind: str, number: int, size: float, rgba: int, ground_rgba: int, ratio: float, scale: float = 1.0
) -> Stamp:
    """A pin with its number (0: without) in the colour of its kind on the colour of the ground; a small one is only its
    number. `size` is what it measures at 100 %, `scale` how large everything is on the screen."""
    colour, ground = QColor.fromRgba(rgba), QColor.fromRgba(ground_rgba)
    half = size / 2
    edge = half + 6
    picture = _blank(round((2 * edge + 18) * scale), round(2 * edge * scale), ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    at = QPointF(edge, edge)
    if number and size < 16.0:
        _paint_number(painter, at, str(number), colour, ground)
        painter.end()
        return Stamp(picture, -edge * scale, -edge * scale)
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(ground)
    painter.drawEllipse(at, half - 1, half - 1)
    paint_glyph(painter, kind, at, size * 0.56, colour)
    if number:
        _paint_number(painter, QPointF(at.x() + half * 0.86, at.y() - half * 0.74), str(number), colour, ground)
    painter.end()
    return Stamp(picture, -edge * scale, -edge * scale)


def _paint_number(painter: QPainter, at: QPointF, words: str, colour: QColor, ground: QColor) -> None:
    font = theme.font("tiny", "bold", figures=True)
    font.setPixelSize(11)
    width = max(14.0, QFontMetricsF(font).horizontalAdvance(words) + 6.0)
    box = QRectF(at.x() - 7.0, at.y() - 7.0, width, 14.0)
    painter.setPen(QPen(ground, 1.2))
    painter.setBrush(colour)
    painter.drawRoundedRect(box, 7.0, 7.0)
    painter.setFont(font)
    painter.setPen(ground)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _blank(width: int, height: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
