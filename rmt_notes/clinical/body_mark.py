"""A mark on the body chart as the record keeps it: a plain value without any drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

VIEWS = ("front", "back", "left", "right")
"""The figures. `left` and `right` show the client's left and right side."""

MARK_SIDES = ("left", "right", "midline")
"""The client's side of one mark; both sides are two marks."""


class Site(NamedTuple):
    """A region with the client's own side: `left`, `right` or `midline`."""

    region: str
    side: str

    @property
    def twin(self) -> Site:
        """The same region on the client's other side; a midline region is its own twin."""
        return Site(self.region, {"left": "right", "right": "left"}.get(self.side, self.side))


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMark:
    """One mark on the body chart.

    `kind` is a key of the chart's kinds; `region` one of its regions, with the client's own `side`; `view` the figure
    it was made on. With `x` and `y` (body coordinates) it is an exact point, without them the whole region. `stroke`
    is a line drawn by hand: x, y and pressure (0 to 1) in turn. `intensity` is 0 to 10, `depth` a key of the chart's
    depths, `size_mm` the width of a cup. `number` is the mark's place on the chart, pins and rows alike; the record
    keeps 0, since the order of the marks says it. `chart` is the version of the figure.
    """

    kind: str
    region: str
    side: str
    view: str
    x: float | None = None
    y: float | None = None
    stroke: tuple[float, ...] = ()
    intensity: int | None = None
    depth: str = ""
    size_mm: int | None = None
    note: str = ""
    number: int = 0
    chart: int = 1

    def __post_init__(self) -> None:
        if self.side not in MARK_SIDES:
            raise ValueError(f"{self.side!r} is no side of a mark")
        if self.view not in VIEWS:
            raise ValueError(f"{self.view!r} is no view of the body")
        if (self.x is None) != (self.y is None):
            raise ValueError("a point needs both coordinates")
        if len(self.stroke) % 3:
            raise ValueError("a stroke is x, y and pressure in turn")
        if self.intensity is not None and not 0 <= self.intensity <= 10:
            raise ValueError(f"an intensity of {self.intensity} is outside 0 to 10")

    @property
    def site(self) -> Site:
        """The region with its side."""
        return Site(self.region, self.side)

    def points(self) -> tuple[tuple[float, float, float], ...]:
        """The stroke as points of body coordinates with their pressure."""
        return tuple(zip(self.stroke[::3], self.stroke[1::3], self.stroke[2::3], strict=True))
