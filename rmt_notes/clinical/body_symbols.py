"""How the kinds of marks look without colour: a glyph for a point and a hatch for a region, alike on screen and paper.

A kind is told by its shape and its hatch; colour only helps. Pain kinds follow the usual letters of pain drawings:
carets for ache, dashes for numb, dots for tingling, crosses for burning, strokes for sharp.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A round spot; `hollow` is only its edge."""

    x: float
    y: float
    radius: float
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines (round ends, `pen` wide) and dots. A glyph lies within -1 to 1. A tile is `width` by
    `height` in body units and is repeated on every side; what reaches over an edge belongs to the next copy too."""

    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    pen: float = 0.24
    width: float = 2.0
    height: float = 2.0


def _star(arms: int, radius: float) -> tuple[Line, ...]:
    turns = [math.pi * at / arms for at in range(arms)]
    return tuple(
        ((-math.sin(turn) * radius, -math.cos(turn) * radius), (math.sin(turn) * radius, math.cos(turn) * radius))
        for turn in turns
    )


def _wave(y: float, left: float, right: float, high: float, count: int) -> Line:
    steps = 8 * count
    return tuple(
        (left + (right - left) * at / steps, y - high * math.sin(2 * math.pi * count * at / steps))
        for at in range(steps + 1)
    )


GLYPHS: dict[str, Drawing] = {
    "ache": Drawing((((-0.72, 0.4), (0.0, -0.5), (0.72, 0.4)),)),
    "sharp": Drawing((((0.3, -0.9), (-0.4, 0.12), (0.4, -0.12), (-0.3, 0.9)),)),
    "burning": Drawing((((-0.6, -0.6), (0.6, 0.6)), ((-0.6, 0.6), (0.6, -0.6)))),
    "tingling": Drawing(dots=(Dot(-0.5, 0.36, 0.2), Dot(0.5, 0.36, 0.2), Dot(0.0, -0.46, 0.2))),
    "numb": Drawing((((-0.66, -0.32), (0.66, -0.32)), ((-0.66, 0.32), (0.66, 0.32)))),
    "stiff": Drawing(
        (((-0.3, -0.75), (-0.3, 0.75)), ((0.3, -0.75), (0.3, 0.75)), ((-0.75, -0.3), (0.75, -0.3)),
         ((-0.75, 0.3), (0.75, 0.3))), pen=0.2,
    ),
    "throb": Drawing((((-0.86, 0.1), (-0.42, 0.1), (-0.14, -0.66), (0.2, 0.66), (0.44, 0.1), (0.86, 0.1)),)),
    "radiating_line": Drawing((((-0.65, -0.65), (0.6, 0.6)), ((-0.1, 0.66), (0.62, 0.62), (0.66, -0.1)))),
    "trigger_point": Drawing(_star(4, 0.78), (Dot(0.0, 0.0, 0.3),), pen=0.18),
    "tender": Drawing((((0.0, -0.72), (0.74, 0.56), (-0.74, 0.56), (0.0, -0.72)),)),
    "swelling": Drawing((_wave(-0.3, -0.8, 0.8, 0.26, 2), _wave(0.38, -0.8, 0.8, 0.26, 2)), pen=0.22),
    "bruise": Drawing(dots=(Dot(0.0, 0.0, 0.66),)),
    "scar": Drawing((((-0.8, 0.0), (0.8, 0.0)), ((-0.45, -0.4), (-0.45, 0.4)), ((0.0, -0.4), (0.0, 0.4)),
                     ((0.45, -0.4), (0.45, 0.4))), pen=0.2),
    "cup": Drawing(dots=(Dot(0.0, 0.0, 0.74, True), Dot(0.0, 0.0, 0.4, True))),
    "treated": Drawing((((-0.66, 0.08), (-0.18, 0.54), (0.7, -0.5)),), pen=0.28),
    "avoid": Drawing((((-0.5, -0.5), (0.5, 0.5)),), (Dot(0.0, 0.0, 0.72, True),)),
}  # fmt: skip

TILES: dict[str, Drawing] = {
    "ache": Drawing(
        (((1.2, 4.2), (3.5, 1.4), (5.8, 4.2)), ((4.7, 8.7), (7.0, 5.9), (9.3, 8.7))),
        pen=1.0, width=7.0, height=9.0,
    ),
    "sharp": Drawing((((0.0, 4.0), (4.0, 0.0)),), pen=0.95, width=4.0, height=4.0),
    "burning": Drawing(
        (((1.2, 1.2), (3.8, 3.8)), ((1.2, 3.8), (3.8, 1.2)), ((5.2, 5.2), (7.8, 7.8)), ((5.2, 7.8), (7.8, 5.2))),
        pen=0.95, width=8.0, height=8.0,
    ),
    "tingling": Drawing(dots=(Dot(1.5, 1.5, 0.72), Dot(4.5, 4.5, 0.72)), width=6.0, height=6.0),
    "numb": Drawing((((0.8, 1.5), (4.2, 1.5)), ((4.3, 4.5), (6.0, 4.5)), ((0.0, 4.5), (1.7, 4.5))), pen=1.0, width=6.0,
                    height=6.0),
    "stiff": Drawing((((2.5, 0.0), (2.5, 5.0)), ((0.0, 2.5), (5.0, 2.5))), pen=0.8, width=5.0, height=5.0),
    "throb": Drawing((((0.0, 3.5), (2.8, 3.5), (4.2, 1.0), (6.0, 6.0), (7.2, 3.5), (10.0, 3.5)),), pen=0.85, width=10.0,
                     height=6.6),
    "radiating_line": Drawing(
        (((1.0, 1.0), (5.0, 5.0)), ((2.6, 5.2), (5.1, 5.1), (5.2, 2.6)), ((6.5, 6.5), (10.5, 10.5)),
         ((8.1, 10.7), (10.6, 10.6), (10.7, 8.1))), pen=0.85, width=11.0, height=11.0,
    ),
    "trigger_point": Drawing(
        (((2.5, 0.7), (2.5, 4.3)), ((0.7, 2.5), (4.3, 2.5)), ((7.5, 5.7), (7.5, 9.3)), ((5.7, 7.5), (9.3, 7.5))),
        pen=0.9, width=10.0, height=10.0,
    ),
    "tender": Drawing(
        (((2.2, 0.8), (4.0, 4.0), (0.4, 4.0), (2.2, 0.8)), ((6.6, 5.2), (8.4, 8.4), (4.8, 8.4), (6.6, 5.2))), pen=0.75,
        width=8.8, height=8.8,
    ),
    "swelling": Drawing((_wave(2.6, 0.0, 8.0, 1.2, 1),), pen=0.9, width=8.0, height=5.2),
    "bruise": Drawing(dots=(Dot(1.5, 1.5, 1.05), Dot(4.0, 4.0, 1.05)), width=5.0, height=5.0),
    "scar": Drawing((((0.0, 4.0), (8.0, 4.0)), ((2.0, 2.2), (2.0, 5.8)), ((6.0, 2.2), (6.0, 5.8))), pen=0.8, width=8.0,
                    height=8.0),
    "cup": Drawing(dots=(Dot(4.0, 4.0, 2.9, True),), pen=0.9, width=8.0, height=8.0),
    "treated": Drawing((((0.0, 0.0), (7.0, 7.0)),), pen=0.7, width=7.0, height=7.0),
    "avoid": Drawing((((0.0, 0.0), (4.0, 4.0)), ((0.0, 4.0), (4.0, 0.0))), pen=0.75, width=4.0, height=4.0),
}  # fmt: skip

REFERENCE_TILES: dict[str, Drawing] = {
    "referral_main": Drawing((((1.2, 0.0), (1.2, 6.0)), ((3.6, 0.0), (3.6, 6.0))), pen=1.1, width=4.8, height=6.0),
    "referral_more": Drawing((((2.0, 0.8), (2.0, 3.6)), ((6.0, 4.8), (6.0, 7.6))), pen=0.9, width=8.0, height=8.0),
}
"""The hatches of what is laid over for reference: upright lines, which no kind of mark has."""

UNKNOWN = Drawing((((-0.3, -0.4), (0.0, -0.7), (0.4, -0.35), (0.0, 0.1)),), (Dot(0.0, 0.6, 0.16),))
"""The glyph of a kind this program does not know."""
