"""Smooth curves through points: the pen of the figure's drawings. Standard library only.

A curve is a list of points close to each other; `fitted` turns it into the few Bezier pieces that an illustrator would
have set.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Curve = list[Point]


def mixed(one: Point, other: Point, share: float) -> Point:
    """The point `share` of the way from `one` to `other`."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def through(points: Sequence[Point], *, closed: bool = False, steps: int = 16) -> Curve:
    """A centripetal Catmull-Rom curve through `points`: it passes every one and never loops between two of them."""
    count = len(points)
    curve: Curve = []
    for at in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(at + step) % count] for step in (-1, 0, 1, 2))
        else:
            p1, p2 = points[at], points[at + 1]
            p0 = points[at - 1] if at else (2 * p1[0] - p2[0], 2 * p1[1] - p2[1])
            p3 = points[at + 2] if at + 2 < count else (2 * p2[0] - p1[0], 2 * p2[1] - p1[1])
        t0 = 0.0
        t1 = t0 + math.sqrt(max(math.dist(p0, p1), 1e-6))
        t2 = t1 + math.sqrt(max(math.dist(p1, p2), 1e-6))
        t3 = t2 + math.sqrt(max(math.dist(p2, p3), 1e-6))
        for step in range(steps):
            t = t1 + (t2 - t1) * step / steps
            a1 = mixed(p0, p1, (t - t0) / (t1 - t0))
            a2 = mixed(p1, p2, (t - t1) / (t2 - t1))
            a3 = mixed(p2, p3, (t - t2) / (t3 - t2))
            b1 = mixed(a1, a2, (t - t0) / (t2 - t0))
            b2 = mixed(a2, a3, (t - t1) / (t3 - t1))
            curve.append(mixed(b1, b2, (t - t1) / (t2 - t1)))
    if not closed:
        curve.append(points[-1])
    return curve


def length(curve: Sequence[Point]) -> float:
    """How long a curve is."""
    return sum(math.dist(one, other) for one, other in pairwise(curve))


def normals(curve: Sequence[Point]) -> Curve:
    """The unit normal at every point, to the right of the way."""
    found: Curve = []
    for at in range(len(curve)):
        (x0, y0), (x1, y1) = curve[max(at - 1, 0)], curve[min(at + 1, len(curve) - 1)]
        size = math.hypot(x1 - x0, y1 - y0) or 1.0
        found.append((-(y1 - y0) / size, (x1 - x0) / size))
    return found


def inked(points: Sequence[Point], width: float = 1.5, start: float = 0.0, end: float = 0.0) -> Curve:
    """A pen stroke through `points` as a closed curve: full width in the middle, `start` and `end` (shares of the
    width) at its ends."""
    curve = through(points)
    whole = length(curve) or 1.0
    sides: tuple[Curve, Curve] = ([], [])
    done = 0.0
    for at, ((x, y), (nx, ny)) in enumerate(zip(curve, normals(curve), strict=True)):
        done += math.dist(curve[at - 1], (x, y)) if at else 0.0
        share = done / whole
        swell = math.sin(math.pi * share) ** 0.7
        least = start + (end - start) * share
        half = width / 2 * max(least + (1 - least) * swell, 0.03)
        sides[0].append((x + nx * half, y + ny * half))
        sides[1].append((x - nx * half, y - ny * half))
    return sides[0] + sides[1][::-1]


def limb(stations: Sequence[tuple[float, float, float, float]], steps: int = 16) -> Curve:
    """A tapered shape along a centre line: stations are (x, y, half width to the left, to the right of the way)."""
    centre = [(x, y) for x, y, _left, _right in stations]
    left: Curve = []
    right: Curve = []
    for (x, y, one, other), (nx, ny) in zip(stations, normals(centre), strict=True):
        left.append((x - nx * one, y - ny * one))
        right.append((x + nx * other, y + ny * other))
    return through(left, steps=steps) + through(right, steps=steps)[::-1]


def mirrored(points: Sequence[Point]) -> Curve:
    """The same on the other side of the midline."""
    return [(-x, y) for x, y in points]


def turned(points: Sequence[Point], degrees: float, about: Point = (0.0, 0.0)) -> Curve:
    """Turned clockwise on the page about a point."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    ax, ay = about
    return [(ax + (x - ax) * c - (y - ay) * s, ay + (x - ax) * s + (y - ay) * c) for x, y in points]


def moved(points: Sequence[Point], dx: float, dy: float) -> Curve:
    """Moved on the page."""
    return [(x + dx, y + dy) for x, y in points]


def scaled(points: Sequence[Point], by: float, by_y: float | None = None) -> Curve:
    """Larger or smaller about the origin."""
    return [(x * by, y * (by if by_y is None else by_y)) for x, y in points]


# --- fitting -----------------------------------------------------------------------------------------------------

_CORNER = 0.6
"""Radians: a sharper turn than this is a corner and stays one."""


def fitted(ring: Sequence[Point], tolerance: float = 0.12) -> str:
    """SVG path data of a closed curve: as few cubic pieces as stay within `tolerance` (body units) of it."""
    points = _without_repeats(ring)
    if len(points) < 3:
        return ""
    corners = _corners(points)
    if not corners:
        corners = [0]
    first = corners[0]
    points = points[first:] + points[:first]
    stops = [at - first for at in corners] + [len(points)]
    points.append(points[0])
    path = f"M{_number(points[0][0])} {_number(points[0][1])}"
    for start, end in pairwise(stops):
        piece = points[start : end + 1]
        if len(piece) == 2:
            path += f"L{_number(piece[1][0])} {_number(piece[1][1])}"
            continue
        smooth = len(stops) == 2
        one = _direction(piece, 0) if not smooth else _unit(piece[1], points[-2])
        other = _direction(piece, -1) if not smooth else (-one[0], -one[1])
        for cubic in _fit(piece, one, other, tolerance, 0):
            path += "C" + " ".join(f"{_number(x)} {_number(y)}" for x, y in cubic[1:])
    return path + "Z"


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _without_repeats(ring: Sequence[Point]) -> list[Point]:
    points: list[Point] = []
    for point in ring:
        if not points or math.dist(points[-1], point) > 0.02:
            points.append(point)
    while len(points) > 1 and math.dist(points[0], points[-1]) <= 0.02:
        points.pop()
    return points


def _corners(points: Sequence[Point]) -> list[int]:
    """Where the way turns sharply: measured over half a unit, so that dense points do not hide it."""
    found: list[tuple[int, float]] = []
    count = len(points)
    for at in range(count):
        before = _walk(points, at, -1)
        after = _walk(points, at, 1)
        here = points[at]
        one = math.atan2(here[1] - before[1], here[0] - before[0])
        other = math.atan2(after[1] - here[1], after[0] - here[0])
        turn = abs((other - one + math.pi) % (2 * math.pi) - math.pi)
        if turn > _CORNER:
            found.append((at, turn))
    kept: list[int] = []
    for at, turn in found:
        near = [other for other in found if other[0] != at and _apart(points, at, other[0]) < 0.9]
        if all(turn > other[1] or (turn == other[1] and at < other[0]) for other in near):
            kept.append(at)
    return kept


def _walk(points: Sequence[Point], at: int, step: int, far: float = 0.45) -> Point:
    count = len(points)
    other = at
    for _number_of_steps in range(count):
        other = (other + step) % count
        if math.dist(points[at], points[other]) >= far:
            break
    return points[other]


def _apart(points: Sequence[Point], one: int, other: int) -> float:
    return math.dist(points[one], points[other])


def _unit(one: Point, other: Point) -> Point:
    x, y = one[0] - other[0], one[1] - other[1]
    size = math.hypot(x, y) or 1.0
    return x / size, y / size


def _direction(piece: Sequence[Point], end: int) -> Point:
    if end == 0:
        far = next((p for p in piece[1:] if math.dist(p, piece[0]) > 0.3), piece[1])
        return _unit(far, piece[0])
    far = next((p for p in piece[-2::-1] if math.dist(p, piece[-1]) > 0.3), piece[-2])
    return _unit(far, piece[-1])


Cubic = tuple[Point, Point, Point, Point]


def _fit(piece: Sequence[Point], one: Point, other: Point, tolerance: float, depth: int) -> list[Cubic]:
    if len(piece) == 2:
        third = math.dist(piece[0], piece[1]) / 3
        return [_cubic(piece[0], piece[1], one, other, third, third)]
    shares = _shares(piece)
    cubic = _least_squares(piece, shares, one, other)
    for _round in range(4):
        worst, at = _worst(piece, shares, cubic)
        if worst <= tolerance:
            return [cubic]
        shares = [_nearer(cubic, point, share) for point, share in zip(piece, shares, strict=True)]
        cubic = _least_squares(piece, shares, one, other)
    worst, at = _worst(piece, shares, cubic)
    if worst <= tolerance or depth > 24:
        return [cubic]
    at = min(max(at, 1), len(piece) - 2)
    middle = _unit(piece[at - 1], piece[at + 1])
    left = _fit(piece[: at + 1], one, middle, tolerance, depth + 1)
    right = _fit(piece[at:], (-middle[0], -middle[1]), other, tolerance, depth + 1)
    return left + right


def _cubic(start: Point, end: Point, one: Point, other: Point, a: float, b: float) -> Cubic:
    return (
        start,
        (start[0] + one[0] * a, start[1] + one[1] * a),
        (end[0] + other[0] * b, end[1] + other[1] * b),
        end,
    )


def _shares(piece: Sequence[Point]) -> list[float]:
    sums = [0.0]
    for before, after in pairwise(piece):
        sums.append(sums[-1] + math.dist(before, after))
    return [each / (sums[-1] or 1.0) for each in sums]


def _least_squares(piece: Sequence[Point], shares: Sequence[float], one: Point, other: Point) -> Cubic:
    start, end = piece[0], piece[-1]
    c00 = c01 = c11 = x0 = x1 = 0.0
    for (px, py), u in zip(piece, shares, strict=True):
        v = 1 - u
        b0, b1, b2, b3 = v**3, 3 * u * v**2, 3 * u**2 * v, u**3
        ax, ay, bx, by = one[0] * b1, one[1] * b1, other[0] * b2, other[1] * b2
        c00 += ax * ax + ay * ay
        c01 += ax * bx + ay * by
        c11 += bx * bx + by * by
        rx = px - (start[0] * (b0 + b1) + end[0] * (b2 + b3))
        ry = py - (start[1] * (b0 + b1) + end[1] * (b2 + b3))
        x0 += ax * rx + ay * ry
        x1 += bx * rx + by * ry
    size = math.dist(start, end)
    whole = c00 * c11 - c01 * c01
    a = (x0 * c11 - x1 * c01) / whole if abs(whole) > 1e-9 else 0.0
    b = (c00 * x1 - c01 * x0) / whole if abs(whole) > 1e-9 else 0.0
    if a < size * 0.01 or b < size * 0.01 or max(a, b) > 4 * size:
        a = b = size / 3
    return _cubic(start, end, one, other, a, b)


def _on(cubic: Cubic, u: float) -> Point:
    v = 1 - u
    weights = (v**3, 3 * u * v**2, 3 * u**2 * v, u**3)
    return (
        sum(w * p[0] for w, p in zip(weights, cubic, strict=True)),
        sum(w * p[1] for w, p in zip(weights, cubic, strict=True)),
    )


def _worst(piece: Sequence[Point], shares: Sequence[float], cubic: Cubic) -> tuple[float, int]:
    worst, where = 0.0, len(piece) // 2
    for at, (point, share) in enumerate(zip(piece, shares, strict=True)):
        far = math.dist(_on(cubic, share), point)
        if far > worst:
            worst, where = far, at
    return worst, where


def _nearer(cubic: Cubic, point: Point, u: float) -> float:
    """One step of Newton's method toward the share whose point on the piece is nearest."""
    x, y = _on(cubic, u)
    v = 1 - u
    first = [(3 * (q[0] - p[0]), 3 * (q[1] - p[1])) for p, q in pairwise(cubic)]
    second = [(2 * (q[0] - p[0]), 2 * (q[1] - p[1])) for p, q in pairwise(first)]
    dx = v * v * first[0][0] + 2 * u * v * first[1][0] + u * u * first[2][0]
    dy = v * v * first[0][1] + 2 * u * v * first[1][1] + u * u * first[2][1]
    ddx = v * second[0][0] + u * second[1][0]
    ddy = v * second[0][1] + u * second[1][1]
    below = dx * dx + dy * dy + (x - point[0]) * ddx + (y - point[1]) * ddy
    if abs(below) < 1e-9:
        return u
    return min(1.0, max(0.0, u - ((x - point[0]) * dx + (y - point[1]) * dy) / below))
