"""Draws the figures of the body chart and writes them to `resources/body`: `python -m tools.body.draw` (see README.md).

Each file holds the art and the regions of one view. A region's id is its key and the client's own side, for instance
`rhomboids.left`; ids never speak of the side of the page.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.body import front, side, sole
from tools.body.curves import Curve, fitted, inked
from tools.body.hand import Line
from tools.body.partition import Named, borders, cut
from tools.body.shapes import Area, affinity, area, both, joined, maximum_inscribed_circle, mirror, rings, thinned

VERSION = 1
"""Raise it when a region is moved, added or taken away, so that marks know the figure they were made on."""

EDGE = 1.4
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "body"


@dataclass(frozen=True)
class Sheet:
    """One layer of the drawing: its area, the part of its edge that is drawn, and the contours on it."""

    name: str
    shape: Area
    edges: tuple[Curve, ...]
    lines: tuple[Line, ...]
    taper: tuple[Line, ...] = ()
    closed: bool = True


@dataclass(frozen=True)
class View:
    """One figure with its regions, on the page as it is drawn."""

    name: str
    box: tuple[float, float, float, float]
    sheets: tuple[Sheet, ...]
    regions: tuple[tuple[str, str, Area], ...]


def _upright(name: str, outline: Area, lines: Sequence[Line], plus_side: str, extra: Area | None = None) -> View:
    """A view that is symmetrical: the +x half is dealt out to the regions and mirrored."""
    book = borders(name)
    nobodys = joined([shape for _key, shape in book["nobodys"]])
    middle = [(f"{key}!", both(shape)) for key, shape in book["midline"]]
    hands = [(key, _on_wrist(shape)) for key, shape in book["hand"]]
    half = area([(0, -20), (300, -20), (300, 655), (0, 655)])
    pieces = cut(outline.intersection(half), [*middle, *hands, *book["pairs"]], nobodys)
    if extra is not None:
        soles = [(key, affinity.translate(shape, *sole.PLACE)) for key, shape in book["sole"]]
        pieces = _merged([*pieces, *cut(extra, soles)])
    minus_side = "right" if plus_side == "left" else "left"
    regions: list[tuple[str, str, Area]] = []
    for key, shape in pieces:
        if key.endswith("!"):
            regions.append((key[:-1], "midline", _healed(both(shape))))
        else:
            regions.append((key, plus_side, shape))
            regions.append((key, minus_side, mirror(shape)))
    whole = outline if extra is None else joined([outline, both(extra)])
    sheet = Sheet("body", whole, tuple(rings(whole)), tuple(lines))
    low = 652.0 if extra is None else 766.0
    return View(name, (-188.0, -12.0, 376.0, low + 12.0), (sheet,), tuple(regions))


def _healed(shape: Area) -> Area:
    """Two halves that touch at the midline as one."""
    return shape.buffer(0.02).buffer(-0.02)


def _merged(pieces: Sequence[Named]) -> list[Named]:
    found: dict[str, Area] = {}
    for key, shape in pieces:
        found[key] = joined([found[key], shape]) if key in found else shape
    return list(found.items())


def _on_wrist(shape: Area) -> Area:
    return affinity.translate(affinity.rotate(shape, front.HAND_TURN, origin=(0, 0)), *front.WRIST)


def front_view() -> View:
    """The client from the front: the client's left is at page right."""
    return _upright("front", front.outline(), front.front_lines(), "left")


def back_view() -> View:
    """The client from behind, with the soles: the client's right is at page right."""
    sole_lines = sole.lines()
    lines = front.back_lines() + sole_lines + [([(-x, y) for x, y in points], width) for points, width in sole_lines]
    return _upright("back", front.outline(front.HEEL), lines, "right", sole.outline())


def right_view() -> View:
    """The client's right side, facing page right."""
    trunk, arm, book = side.trunk(), side.arm(), borders("side")
    hands = [(key, area(side.placed(rings(shape)[0]))) for key, shape in book["hand"]]
    on_arm = cut(arm, [*hands, *book["arm"]])
    middle = [(f"{key}!", shape) for key, shape in book["midline"]]
    on_trunk = cut(trunk.difference(arm), [*middle, *book["trunk"]])
    regions = [
        (key.rstrip("!"), "midline" if key.endswith("!") else "right", shape)
        for key, shape in _merged([*on_arm, *on_trunk])
    ]
    sheets = (
        Sheet("body", trunk, tuple(rings(trunk)), tuple(side.trunk_lines())),
        Sheet("arm", arm, (side.arm_edge(),), tuple(side.arm_lines()), tuple(side.arm_tapers()), closed=False),
    )
    return View("right", (-66.0, -12.0, 192.0, 664.0), sheets, tuple(regions))


def left_view(right: View) -> View:
    """The client's left side: the mirror image of the right, facing page left."""

    def flipped(curve: Curve) -> Curve:
        return [(-x, y) for x, y in curve]

    def lines(some: Sequence[Line]) -> tuple[Line, ...]:
        return tuple((flipped(points), width) for points, width in some)

    sheets = tuple(
        Sheet(
            each.name,
            mirror(each.shape),
            tuple(flipped(edge) for edge in each.edges),
            lines(each.lines),
            lines(each.taper),
            each.closed,
        )
        for each in right.sheets
    )
    x, y, width, height = right.box
    regions = tuple((key, "left" if at == "right" else at, mirror(shape)) for key, at, shape in right.regions)
    return View("left", (-x - width, y, width, height), sheets, regions)


def svg(view: View) -> str:
    """The view as SVG text."""
    x, y, width, height = (f"{value:g}" for value in view.box)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" data-view="{view.name}"'
        f' data-version="{VERSION}">',
        f"<title>Body chart: {view.name}</title>",
    ]
    for sheet in view.sheets:
        inside = sheet.shape.buffer(0.2)
        ink = [area(inked(points, width)).intersection(inside) for points, width in sheet.lines]
        out.append(f'<path id="fill.{sheet.name}" fill="#eef1f3" d="{_data(sheet.shape)}"/>')
        out.append(
            f'<path id="edge.{sheet.name}" fill="none" stroke="#2f3a42" stroke-width="{EDGE}" stroke-linejoin="round"'
            f' stroke-linecap="round" d="{_edges(sheet)}"/>'
        )
        if sheet.taper:
            drawn = joined([area(inked(points, width, 0.0, 1.0)) for points, width in sheet.taper])
            out.append(f'<path id="taper.{sheet.name}" fill="#2f3a42" d="{_data(drawn, 0.05)}"/>')
        out.append(f'<path id="lines.{sheet.name}" fill="#74818a" d="{_data(joined(ink), 0.05)}"/>')
    out.append('<g id="regions" fill="none">')
    for key, at, shape in sorted(view.regions, key=lambda region: region[:2]):
        out.append(f'<path id="{key}.{at}" data-middle="{_middle(shape)}" d="{_data(shape)}"/>')
    out.append("</g>\n</svg>\n")
    return "\n".join(out)


def _middle(shape: Area) -> str:
    """The point of a region farthest from its border, and how far that is: where its number goes, and how wide it
    is."""
    turn = -1 if shape.centroid.x < 0 else 1  # twins are measured alike
    whole = mirror(shape) if turn < 0 else shape
    largest = max(getattr(whole, "geoms", [whole]), key=lambda part: part.area)
    spoke = maximum_inscribed_circle(largest, 0.1)
    (x, y), (edge_x, edge_y) = spoke.coords
    if abs(shape.centroid.x) < 0.2:  # a region on the midline keeps its number there
        edge_x, x = edge_x - x, 0.0
    return f"{x * turn:.1f} {y:.1f} {math.dist((x, y), (edge_x, edge_y)):.1f}"


def _data(shape: Area, tolerance: float = 0.1) -> str:
    return "".join(fitted(thinned(ring), tolerance) for ring in rings(shape))


def _edges(sheet: Sheet) -> str:
    if sheet.closed:
        return "".join(fitted(thinned(edge)) for edge in sheet.edges)
    return "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in edge) for edge in sheet.edges)


def write(say: Callable[[str], object] = print) -> None:
    """Draw all four and write them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    right = right_view()
    for view in (front_view(), back_view(), right, left_view(right)):
        path = FOLDER / f"{view.name}.svg"
        path.write_text(svg(view), encoding="utf-8")
        say(f"{path.name}: {len(view.regions)} regions, {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    write()
