"""The figures of the body chart as geometry: what to draw, which region lies where, what is near.

Page coordinates are those of the drawing (640 units from crown to sole). Body coordinates are the client's own and the
same on every page: on the front and back view x grows toward the client's left, on the side views toward the client's
front; y is 0 at the crown.
"""

from __future__ import annotations

import math
import re
from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from xml.etree import ElementTree

from rmt_notes import resources
from rmt_notes.clinical.body_mark import VIEWS, Site

Step = tuple[str, tuple[float, ...]]
"""One step of a path: `M`, `L`, `C` with absolute coordinates, or `Z` without any."""

Path = tuple[Step, ...]
Point = tuple[float, float]
Ring = tuple[Point, ...]
Bounds = tuple[float, float, float, float]

_TOKENS = re.compile(r"[MLCZ]|-?\d+(?:\.\d+)?")
_COUNTS = {"M": 2, "L": 2, "C": 6, "Z": 0}
_FLAT = 4
"""Straight pieces per curve when testing what lies where."""
_TILE = 16.0
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Shape:
    """A region as drawn: its path, the same in straight pieces, its bounds, the point farthest from its border and how
    far that is. `pieces` are the straight pieces as start, way and one over the squared length."""

    path: Path
    rings: tuple[Ring, ...]
    pieces: tuple[tuple[float, float, float, float, float], ...]
    bounds: Bounds
    middle: Point
    reach: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        left, top, right, bottom = self.bounds
        if not (left <= x <= right and top <= y <= bottom):
            return False
        inside = False
        for ring in self.rings:
            x0, y0 = ring[-1]
            for x1, y1 in ring:
                if (y1 > y) != (y0 > y) and x < (x0 - x1) * (y - y1) / (y0 - y1) + x1:
                    inside = not inside
                x0, y0 = x1, y1
        return inside

    def nearest(self, x: float, y: float) -> Point:
        """The point of the border nearest to a point."""
        best, found = math.inf, self.middle
        for x0, y0, dx, dy, per in self.pieces:
            share = ((x - x0) * dx + (y - y0) * dy) * per
            if share <= 0.0:
                px, py = x0, y0
            elif share >= 1.0:
                px, py = x0 + dx, y0 + dy
            else:
                px, py = x0 + dx * share, y0 + dy * share
            far = (px - x) * (px - x) + (py - y) * (py - y)
            if far < best:
                best, found = far, (px, py)
        return found

    def distance(self, x: float, y: float) -> float:
        """How far a point is from the region; 0 inside."""
        return 0.0 if self.holds(x, y) else math.dist((x, y), self.nearest(x, y))

    def gap(self, x: float, y: float) -> float:
        """How far a point is from the region's bounds: never more than its distance, and quickly told."""
        left, top, right, bottom = self.bounds
        return math.hypot(max(left - x, 0.0, x - right), max(top - y, 0.0, y - bottom))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One layer of the drawing, from below: the area, its edge (a line `edge_width` wide), how that line fades out, and
    the contours inside (areas themselves)."""

    fill: Path
    edge: Path
    edge_width: float
    taper: Path
    lines: Path


@dataclass(frozen=True)
class Figure:
    """One view of the body. `box` is x, y, width and height of the page; `version` counts redrawn figures."""

    view: str
    version: int
    box: tuple[float, float, float, float]
    sheets: tuple[Sheet, ...]
    sites: Mapping[Site, Shape]
    silhouette: tuple[Ring, ...]
    _tiles: dict[tuple[int, int], tuple[Site, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        tiles: dict[tuple[int, int], list[Site]] = {}
        for site, shape in self.sites.items():
            left, top, right, bottom = shape.bounds
            for column in range(int(left // _TILE), int(right // _TILE) + 1):
                for row in range(int(top // _TILE), int(bottom // _TILE) + 1):
                    tiles.setdefault((column, row), []).append(site)
        self._tiles.update({key: tuple(found) for key, found in tiles.items()})

    def site_at(self, x: float, y: float) -> Site | None:
        """The region at a point of the page."""
        for site in self._tiles.get((int(x // _TILE), int(y // _TILE)), ()):
            if self.sites[site].holds(x, y):
                return site
        return None

    def sites_near(self, x: float, y: float, reach: float, most: int = 6) -> tuple[tuple[Site, float], ...]:
        """At most `most` regions within `reach` of a point with their distances, nearest first; the one that holds the
        point is at distance 0."""
        near: dict[Site, None] = {}
        for column in range(int((x - reach) // _TILE), int((x + reach) // _TILE) + 1):
            for row in range(int((y - reach) // _TILE), int((y + reach) // _TILE) + 1):
                near.update(dict.fromkeys(self._tiles.get((column, row), ())))
        gaps = sorted((self.sites[site].gap(x, y), site) for site in near)
        found: list[tuple[float, Site]] = []
        for gap, site in gaps:
            if gap > reach or (len(found) == most and gap > found[-1][0]):
                break
            far = self.sites[site].distance(x, y)
            if far <= reach:
                insort(found, (far, site))
                del found[most:]
        return tuple((site, far) for far, site in found)

    def next_site(self, site: Site, dx: int, dy: int) -> Site | None:
        """The neighbour of a region in a direction of the page (1 right or down, -1 left or up), by their middles."""
        x, y = self.sites[site].middle
        best, found = math.inf, None
        for other, shape in self.sites.items():
            along = (shape.middle[0] - x) * dx + (shape.middle[1] - y) * dy
            across = abs((shape.middle[0] - x) * dy) + abs((shape.middle[1] - y) * dx)
            if other == site or along < 1.0 or across > 2.2 * along:
                continue
            cost = along + 1.6 * across
            if cost < best:
                best, found = cost, other
        return found

    def in_order(self) -> tuple[Site, ...]:
        """The regions from head to foot, and in each row from page left to page right."""
        return tuple(
            sorted(self.sites, key=lambda site: (self.sites[site].middle[1] // 24, self.sites[site].middle[0]))
        )


def page_x(view: str, x: float) -> float:
    """The page's x of a body x, and the other way round."""
    return -x if view in ("back", "left") else x


@cache
def figure(view: str) -> Figure:
    """The figure of a view, read once.

    Raises:
        KeyError: no such view.
    """
    if view not in VIEWS:
        raise KeyError(view)
    root = ElementTree.fromstring(resources.text("body", f"{view}.svg"))
    x, y, width, height = (float(value) for value in root.attrib["viewBox"].split())
    sheets: dict[str, dict[str, ElementTree.Element]] = {}
    sites: dict[Site, Shape] = {}
    for element in root.iter(f"{_SVG}path"):
        name, _, rest = element.attrib["id"].partition(".")
        if name in ("fill", "edge", "taper", "lines"):
            sheets.setdefault(rest, {})[name] = element
        else:
            sites[Site(name, rest)] = _shape(element)
    layers = tuple(_sheet(parts) for parts in sheets.values())
    silhouette = tuple(ring for sheet in layers for ring in flattened(sheet.fill))
    box = (x, y, width, height)
    return Figure(view, int(root.attrib["data-version"]), box, layers, MappingProxyType(sites), silhouette)


def _sheet(parts: Mapping[str, ElementTree.Element]) -> Sheet:
    taper = parts.get("taper")
    return Sheet(
        fill=parse(parts["fill"].attrib["d"]),
        edge=parse(parts["edge"].attrib["d"]),
        edge_width=float(parts["edge"].attrib["stroke-width"]),
        taper=() if taper is None else parse(taper.attrib["d"]),
        lines=parse(parts["lines"].attrib["d"]),
    )


def _shape(element: ElementTree.Element) -> Shape:
    path = parse(element.attrib["d"])
    rings = flattened(path)
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    x, y, reach = (float(value) for value in element.attrib["data-middle"].split())
    return Shape(path, rings, _pieces(rings), (min(xs), min(ys), max(xs), max(ys)), (x, y), reach)


def _pieces(rings: tuple[Ring, ...]) -> tuple[tuple[float, float, float, float, float], ...]:
    found = []
    for ring in rings:
        for (x0, y0), (x1, y1) in zip((ring[-1], *ring), ring, strict=False):
            dx, dy = x1 - x0, y1 - y0
            size = dx * dx + dy * dy
            if size > 0.0:
                found.append((x0, y0, dx, dy, 1.0 / size))
    return tuple(found)


def parse(data: str) -> Path:
    """The steps of SVG path data as our drawings write it.

    Raises:
        ValueError: for anything but absolute M, L, C and Z.
    """
    tokens = _TOKENS.findall(data)
    if sum(len(token) for token in tokens) != len(data.replace(" ", "").replace(",", "")):
        raise ValueError("path data of a kind that the body chart does not use")
    steps: list[Step] = []
    at = 0
    while at < len(tokens):
        letter = tokens[at]
        count = _COUNTS[letter]
        steps.append((letter, tuple(float(token) for token in tokens[at + 1 : at + 1 + count])))
        at += 1 + count
    return tuple(steps)


def flattened(path: Path, pieces: int = _FLAT) -> tuple[Ring, ...]:
    """The closed lines of a path in straight pieces."""
    rings: list[list[Point]] = []
    for letter, numbers in path:
        if letter == "M":
            rings.append([(numbers[0], numbers[1])])
        elif letter == "L":
            rings[-1].append((numbers[0], numbers[1]))
        elif letter == "C":
            x0, y0 = rings[-1][-1]
            x1, y1, x2, y2, x3, y3 = numbers
            for step in range(1, pieces + 1):
                u = step / pieces
                v = 1 - u
                a, b, c, d = v * v * v, 3 * u * v * v, 3 * u * u * v, u * u * u
                rings[-1].append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return tuple(tuple(ring) for ring in rings)
