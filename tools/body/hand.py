"""Hand and fingers. Wrist at the origin, fingers down the page, thumb toward +x; 70 units from wrist to fingertip."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tools.body.curves import Curve, Point, through
from tools.body.shapes import Area, area

Line = tuple[Curve, float]
"""Points and the width of the pen."""


@dataclass(frozen=True)
class Finger:
    """A finger by its root (middle of its base between the webs), length, width at the base and turn in degrees."""

    root: Point
    length: float
    width: float
    turn: float

    def at(self, along: float, across: float) -> Point:
        """A point of the finger: `along` 0 root to 1 tip, `across` -1 to 1 of its half width (+1 on the thumb's
        side)."""
        x, y = across * self.width / 2, along * self.length
        a = math.radians(-self.turn)
        c, s = math.cos(a), math.sin(a)
        return self.root[0] + x * c - y * s, self.root[1] + x * s + y * c

    def contour(self) -> Curve:
        """Down the thumb's side, around the tip and up the other side."""
        side = (
            (0.1, 1.0),
            (0.24, 0.97),
            (0.4, 1.0),
            (0.54, 0.93),
            (0.68, 0.93),
            (0.82, 0.87),
            (0.92, 0.7),
            (0.98, 0.38),
        )
        down = [self.at(along, across) for along, across in side]
        up = [self.at(along, -across) for along, across in reversed(side)]
        return [*down, self.at(1.0, 0.0), *up]


INDEX = Finger((11.5, 40.6), 26.8, 7.6, 9.5)
MIDDLE = Finger((3.9, 42.2), 30.0, 7.7, 1.5)
RING = Finger((-3.8, 41.4), 28.0, 7.3, -6.0)
LITTLE = Finger((-10.9, 37.8), 22.0, 6.3, -14.0)
FINGERS = (INDEX, MIDDLE, RING, LITTLE)
WEBS = ((7.9, 42.0), (0.1, 42.6), (-7.4, 40.4))

THUMB_SIDE: tuple[Point, ...] = (
    (9.6, -6.0), (9.8, 0.0), (11.9, 6.0), (15.6, 11.8), (19.8, 17.6), (22.9, 23.4), (24.7, 28.8), (26.9, 33.4),
    (29.3, 38.4), (30.9, 43.4), (30.7, 47.6), (28.3, 49.8), (25.3, 48.4), (22.9, 44.4), (20.9, 39.8), (18.9, 36.2),
    (17.1, 34.4), (15.6, 35.0), (15.2, 38.0),
)  # fmt: skip
LITTLE_SIDE: tuple[Point, ...] = (
    (-14.2, 36.6), (-15.0, 30.0), (-14.7, 21.0), (-13.2, 12.0), (-10.8, 4.0), (-9.7, -6.0),
)  # fmt: skip
THUMB_END = Finger((23.4, 35.6), 14.6, 7.4, 26.0)
"""The thumb's last joint, for its crease and nail."""


def contour() -> Curve:
    """The edge of the hand from the wrist's thumb side to its other side."""
    points: Curve = list(THUMB_SIDE)
    for at, finger in enumerate(FINGERS):
        points.extend(finger.contour())
        if at < len(WEBS):
            points.append(WEBS[at])
    points.extend(LITTLE_SIDE)
    return through(points)


def outline() -> Area:
    """The whole hand."""
    return area(contour())


def palm_lines() -> list[Line]:
    """Creases of the palm and of the finger joints."""
    return [
        ([(14.2, 31.2), (9.6, 29.4), (4.6, 25.0), (1.6, 17.0), (1.8, 6.6)], 1.1),  # around the thumb's ball
        ([(14.3, 32.4), (6.4, 29.6), (-2.0, 27.4), (-9.0, 22.6)], 0.9),
        ([(-14.6, 30.8), (-8.0, 32.8), (-0.6, 33.0), (5.4, 38.4)], 0.9),
        ([(-7.6, 1.0), (0.0, 2.4), (7.6, 0.6)], 1.0),
        *((_across(finger, 0.4, 0.62), 0.7) for finger in FINGERS),
        *((_across(finger, 0.7, 0.55), 0.6) for finger in FINGERS),
        *((_across(finger, 0.1, 0.66), 0.7) for finger in FINGERS),
        ([(20.8, 36.6), (24.0, 35.0), (26.2, 32.6)], 0.7),
    ]


def back_lines() -> list[Line]:
    """Tendons, knuckles, joints and nails."""
    found: list[Line] = []
    for finger, wrist in zip(FINGERS, (3.2, 1.0, -1.4, -3.8), strict=True):
        x, y = finger.at(-0.36, 0.0)
        found.append(([(wrist + (x - wrist) * 0.3, 11.0), (wrist + (x - wrist) * 0.65, 20.0), (x, y - 2.5)], 0.7))
        found.append(([finger.at(-0.22, -0.62), finger.at(-0.31, 0.0), finger.at(-0.22, 0.62)], 0.9))
        found.append((_across(finger, 0.37, 0.5, bow=-0.5), 0.7))
        found.append((nail(finger), 0.8))
    thumb = THUMB_END
    found.append(([thumb.at(-0.02, -0.6), thumb.at(-0.1, 0.0), thumb.at(-0.02, 0.6)], 0.7))
    found.append((nail(thumb, 0.5), 0.8))
    return found


def nail(finger: Finger, start: float = 0.78) -> Curve:
    """The nail's root and sides as an open line."""
    return [
        finger.at(0.955, 0.5), finger.at(start + 0.05, 0.55), finger.at(start, 0.3), finger.at(start - 0.005, 0.0),
        finger.at(start, -0.3), finger.at(start + 0.05, -0.55), finger.at(0.955, -0.5),
    ]  # fmt: skip


def _across(finger: Finger, along: float, half: float, bow: float = 0.5) -> Curve:
    x, y = finger.at(along, 0.0)
    return [finger.at(along, -half), (x, y + bow), finger.at(along, half)]
