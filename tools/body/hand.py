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
        side = ((0.06, 0.97), (0.22, 0.95), (0.38, 1.02), (0.54, 0.92), (0.68, 0.93), (0.84, 0.88), (0.94, 0.66))
        down = [self.at(along, across) for along, across in side]
        up = [self.at(along, -across) for along, across in reversed(side)]
        return [*down, self.at(1.0, 0.0), *up]


INDEX = Finger((11.8, 40.0), 26.5, 7.0, 14.0)
MIDDLE = Finger((4.0, 41.8), 30.0, 7.1, 3.0)
RING = Finger((-3.9, 41.2), 27.6, 6.8, -7.0)
LITTLE = Finger((-11.2, 37.4), 21.0, 5.9, -18.0)
FINGERS = (INDEX, MIDDLE, RING, LITTLE)
WEBS = ((7.9, 40.3), (0.1, 41.0), (-7.4, 38.9))

THUMB_SIDE: tuple[Point, ...] = (
    (9.6, -6.0), (9.7, 0.0), (11.6, 6.5), (15.4, 12.6), (19.6, 18.6), (23.2, 25.2), (26.2, 31.4), (29.4, 37.6),
    (31.4, 42.6), (31.2, 46.2), (28.4, 46.8), (25.4, 43.8), (22.6, 39.2), (20.0, 35.2), (17.4, 32.6), (15.4, 33.4),
    (15.0, 36.8),
)  # fmt: skip
LITTLE_SIDE: tuple[Point, ...] = (
    (-14.5, 36.0), (-14.9, 29.0), (-14.4, 20.0), (-12.8, 11.0), (-10.6, 3.6), (-9.7, -6.0),
)  # fmt: skip
THUMB_END = Finger((24.2, 35.0), 13.2, 6.6, 27.0)
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
        ([(13.6, 29.4), (8.4, 28.6), (3.4, 24.0), (0.6, 16.0), (1.0, 6.4)], 1.1),
        ([(13.9, 31.0), (6.0, 28.6), (-2.0, 27.6), (-8.6, 24.0)], 0.9),
        ([(-14.4, 31.6), (-7.4, 32.6), (-0.4, 32.4), (4.6, 37.2)], 0.9),
        ([(-7.6, 1.0), (0.0, 2.4), (7.6, 0.6)], 1.0),
        *((_across(finger, 0.36, 0.62), 0.7) for finger in FINGERS),
        *((_across(finger, 0.66, 0.55), 0.6) for finger in FINGERS),
        *((_across(finger, 0.03, 0.7), 0.7) for finger in FINGERS),
        ([(22.0, 36.6), (24.6, 34.6), (26.4, 31.8)], 0.7),
    ]  # fmt: skip


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
