"""The soles, drawn below the figure seen from behind, as they are seen when the client lies prone: heel up, toes down.
The +x sole; its inner side is toward the midline."""

from __future__ import annotations

import math

from tools.body.curves import Curve, Point, moved
from tools.body.hand import Line
from tools.body.shapes import Area, affinity, area, blob, disc, eased, joined, rings, webbed

PLACE = (40.0, 664.0)
PAD: tuple[Point, ...] = (
    (0.0, 0.0), (7.2, 1.4), (11.6, 7.6), (12.6, 17.0), (12.8, 29.0), (14.8, 43.0), (17.6, 56.0), (18.0, 66.0),
    (14.8, 72.4), (8.0, 76.6), (0.0, 78.6), (-8.0, 78.8), (-14.4, 75.6), (-17.4, 68.6), (-16.6, 60.0), (-12.4, 50.0),
    (-8.2, 40.0), (-6.8, 29.0), (-9.0, 18.0), (-10.8, 9.0), (-7.2, 1.8),
)  # fmt: skip
TOES = (
    (-10.2, 84.8, 6.3, 9.2, -5.0),
    (0.3, 86.2, 4.0, 6.8, 3.0),
    (7.6, 83.6, 3.7, 6.2, 8.0),
    (13.4, 79.2, 3.4, 5.7, 14.0),
    (17.6, 73.8, 3.0, 5.0, 20.0),
)
"""Middle, half width, half length and turn of each toe, the big one first."""


def outline() -> Area:
    """The +x sole at its place under the figure."""
    toes = [disc(x, y, rx, ry, -turn) for x, y, rx, ry, turn in TOES]
    whole = webbed(affinity.translate(joined([blob(PAD), *toes]), *PLACE), 0.6)
    return eased(area(rings(whole)[0]), 0.3)


def at(points: Curve) -> Curve:
    """From the sole's own place to the page."""
    return moved(points, *PLACE)


def lines() -> list[Line]:
    """Creases of the +x sole."""
    found: list[Line] = [
        ([(-15.4, 60.0), (-11.4, 67.6), (-4.0, 70.6), (1.4, 66.0)], 0.8),  # ball of the big toe
        ([(-7.4, 38.0), (-3.4, 48.0), (-3.0, 58.0)], 0.8),
        ([(9.0, 36.0), (9.6, 48.0), (12.6, 58.0)], 0.6),
        ([(-9.4, 19.4), (-4.0, 23.0), (4.0, 23.2), (11.0, 19.6)], 0.7),
    ]
    for x, y, wide, high, turn in TOES:
        found.append((_crease(x, y, wide, high, turn), 0.8))
    return [(at(points), width) for points, width in found]


def _crease(x: float, y: float, wide: float, high: float, turn: float) -> Curve:
    """Where a toe's pad begins."""
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    own = [
        (-0.86 * wide, -0.45 * high),
        (-0.4 * wide, -0.78 * high),
        (0.4 * wide, -0.78 * high),
        (0.86 * wide, -0.45 * high),
    ]
    return [(x + px * c + py * s, y - px * s + py * c) for px, py in own]
