"""Areas: joining, cutting and softening outlines. The only file that needs shapely (see README.md)."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import Any

from tools.body.curves import Curve, Point, through

# Only the person who redraws the figure installs shapely; the program and its checks do without.
geometry: Any = importlib.import_module("shapely.geometry")
ops: Any = importlib.import_module("shapely.ops")
affinity: Any = importlib.import_module("shapely.affinity")
maximum_inscribed_circle: Any = importlib.import_module("shapely").maximum_inscribed_circle

Area = Any
"""A shapely polygon, or several."""


def area(curve: Sequence[Point]) -> Area:
    """The area inside a closed curve."""
    return geometry.Polygon(curve).buffer(0)


def blob(points: Sequence[Point], steps: int = 16) -> Area:
    """The area inside a smooth closed curve through `points`."""
    return area(through(points, closed=True, steps=steps))


def disc(x: float, y: float, radius: float, ry: float | None = None, turn: float = 0.0) -> Area:
    """A circle or an ellipse."""
    circle = geometry.Point(0, 0).buffer(1.0, quad_segs=24)
    return affinity.translate(affinity.rotate(affinity.scale(circle, radius, ry or radius), turn), x, y)


def joined(areas: Iterable[Area]) -> Area:
    """All of them as one."""
    return ops.unary_union(list(areas))


def mirror(one: Area) -> Area:
    """The same on the other side of the midline."""
    return affinity.scale(one, -1, 1, origin=(0, 0))


def both(one: Area) -> Area:
    """An area with its mirror twin."""
    return joined([one, mirror(one)])


def webbed(one: Area, by: float) -> Area:
    """Inner corners rounded as skin rounds them."""
    return one.buffer(by).buffer(-by)


def eased(one: Area, by: float) -> Area:
    """Outer corners rounded."""
    return one.buffer(-by).buffer(by)


def rings(one: Area) -> list[Curve]:
    """The closed curves around an area, holes included; crumbs are left out."""
    if one.is_empty:
        return []
    parts = [one] if one.geom_type == "Polygon" else [part for part in one.geoms if part.geom_type == "Polygon"]
    found: list[Curve] = []
    for part in parts:
        if part.area < 0.6:
            continue
        found.append([(x, y) for x, y in part.exterior.coords[:-1]])
        holes = [hole for hole in part.interiors if geometry.Polygon(hole).area > 0.6]
        found.extend([(x, y) for x, y in hole.coords[:-1]] for hole in holes)
    return found


def thinned(curve: Curve, tolerance: float = 0.03) -> Curve:
    """The same curve with no more points than it needs."""
    line = geometry.LinearRing(curve).simplify(tolerance)
    return [(x, y) for x, y in line.coords[:-1]]
