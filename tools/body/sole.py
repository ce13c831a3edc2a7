"""The soles, drawn below the figure seen from behind, as they are seen when the client lies prone: heel up, toes down.
The +x sole; its inner side is toward the midline."""

from __future__ import annotations

from tools.body.curves import Curve, Point, moved
from tools.body.hand import Line
from tools.body.shapes import Area, affinity, area, blob, disc, eased, joined, rings, webbed

PLACE = (40.0, 664.0)
PAD: tuple[Point, ...] = (
    (0.0, 0.0), (7.6, 1.6), (12.0, 8.0), (12.8, 19.0), (13.6, 33.0), (16.0, 47.0), (18.2, 59.0), (17.6, 68.0),
    (13.6, 74.0), (6.0, 77.6), (-3.0, 79.0), (-11.0, 77.6), (-16.4, 71.6), (-17.2, 63.0), (-14.4, 52.0), (-9.0, 41.0),
    (-7.2, 30.0), (-9.4, 19.0), (-11.2, 10.0), (-7.6, 2.2),
)  # fmt: skip
TOES = (
    (-10.4, 84.0, 6.2, 8.0, -4.0),
    (-0.6, 84.6, 3.9, 6.4, 2.0),
    (6.2, 82.2, 3.6, 6.0, 8.0),
    (12.0, 78.4, 3.3, 5.6, 14.0),
    (16.6, 73.6, 3.1, 5.0, 20.0),
)
"""Middle, half width, half length and turn of each toe, the big one first."""


def outline() -> Area:
    """The +x sole at its place under the figure."""
    toes = [disc(x, y, rx, ry, turn) for x, y, rx, ry, turn in TOES]
    whole = webbed(affinity.translate(joined([blob(PAD), *toes]), *PLACE), 0.6)
    return eased(area(rings(whole)[0]), 0.3)


def at(points: Curve) -> Curve:
    """From the sole's own place to the page."""
    return moved(points, *PLACE)


def lines() -> list[Line]:
    """Creases of the +x sole."""
    found: list[Line] = [
        ([(-15.8, 62.0), (-10.6, 70.0), (-5.0, 76.0)], 0.8),
        ([(-7.6, 40.0), (-3.0, 50.0), (-2.0, 61.0)], 0.8),
        ([(-9.6, 19.6), (0.0, 22.6), (10.6, 19.6)], 0.7),
        ([(-16.4, 76.4), (-11.0, 77.8), (-5.2, 78.6)], 0.9),
        ([(-3.0, 79.4), (5.0, 77.6), (14.4, 70.6)], 0.9),
    ]
    return [(at(points), width) for points, width in found]
