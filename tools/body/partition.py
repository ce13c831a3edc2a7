"""Reads the regions' borders and cuts a silhouette into regions without gaps: first come, first served, and crumbs go
to the neighbour."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tools.body.curves import Curve, through
from tools.body.shapes import Area, area, joined

Named = tuple[str, Area]


def borders(view: str) -> dict[str, list[Named]]:
    """The sections of `regions/<view>.txt`, each with its regions in order."""
    sections: dict[str, list[Named]] = {}
    lines: list[str] = []
    for raw in (Path(__file__).parent / "regions" / f"{view}.txt").read_text(encoding="utf-8").splitlines():
        if raw.startswith("    "):
            lines[-1] += raw
        elif raw and not raw.startswith("#"):
            lines.append(raw)
    current: list[Named] = []
    for line in lines:
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
            continue
        key, _, words = line.partition(":")
        current.append((key, cell(words.split())))
    return sections


def cell(border: list[str]) -> Area:
    """The area inside a border of points `x,y`; one with a bar behind it is a corner, the way between two corners is
    smooth."""
    corners = [at for at, word in enumerate(border) if word.endswith("|")]
    first = corners[0] if corners else 0
    words = border[first:] + border[:first]
    points: Curve = []
    for word in words:
        x, _, y = word.rstrip("|").partition(",")
        points.append((float(x), float(y)))
    if not corners:
        return area(through(points, closed=True))
    curve: Curve = []
    run: Curve = [points[0]]
    for word, point in [*zip(words[1:], points[1:], strict=True), (words[0], points[0])]:
        run.append(point)
        if word.endswith("|"):
            curve.extend(through(run, steps=12)[:-1] if len(run) > 2 else run[:-1])
            run = [point]
    return area(curve)


def cut(silhouette: Area, cells: Iterable[Named], nobodys: Area | None = None) -> list[Named]:
    """The silhouette dealt out to the cells in their order. What no cell claims goes to the neighbour with the longest
    common border; what is nobody's stays empty."""
    left = silhouette if nobodys is None else silhouette.difference(nobodys)
    found: list[Named] = []
    for name, claim in cells:
        piece = left.intersection(claim)
        left = left.difference(claim)
        if not piece.is_empty and piece.area > 0.5:
            found.append((name, piece))
    crumbs = [] if left.is_empty else [part for part in getattr(left, "geoms", [left]) if part.area > 1e-6]
    for crumb in sorted(crumbs, key=lambda part: -part.area):
        wide = crumb.buffer(0.05)
        at = max(range(len(found)), key=lambda number: found[number][1].intersection(wide).area)
        found[at] = (found[at][0], joined([found[at][1], crumb]).buffer(0.01).buffer(-0.01))
    return _without_islands(found)


def _without_islands(regions: list[Named]) -> list[Named]:
    """Small pieces of a region that do not hang together with it go to whoever lies around them."""
    for at, (name, piece) in enumerate(regions):
        parts = sorted(getattr(piece, "geoms", [piece]), key=lambda part: -part.area)
        regions[at] = (name, parts[0])
        for island in parts[1:]:
            if island.area > 0.25 * parts[0].area:
                regions[at] = (name, joined([regions[at][1], island]))
                continue
            wide = island.buffer(0.05)
            others = [number for number in range(len(regions)) if number != at]
            best = max(others, key=lambda number: regions[number][1].intersection(wide).area)
            regions[best] = (regions[best][0], joined([regions[best][1], island]).buffer(0.01).buffer(-0.01))
    return regions
