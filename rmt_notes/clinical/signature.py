"""A signature drawn by hand on the screen, kept as the strokes it was drawn with."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 3000, 1000
"""The grid of a signature, whatever the size of the pad it was drawn on."""

MOST_POINTS = 20_000
"""More than any hand draws; a longer one comes from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One line without lifting: x and y in turn, on a grid of 3000 by 1000 with its origin at the top left."""

    points: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.points) < 2 or len(self.points) % 2:
            raise ValueError("a stroke is made of pairs of numbers")
        if not all(0 <= x <= WIDTH for x in self.points[::2]) or not all(0 <= y <= HEIGHT for y in self.points[1::2]):
            raise ValueError("a stroke leaves its grid")

    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The points one after the other."""
        return tuple(zip(self.points[::2], self.points[1::2], strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The strokes of a signature, in the order in which they were drawn."""

    strokes: tuple[Stroke, ...]

    def __post_init__(self) -> None:
        if not self.strokes:
            raise ValueError("a signature has at least one stroke")
        if sum(len(stroke.points) for stroke in self.strokes) > 2 * MOST_POINTS:
            raise ValueError("a signature has too many points")

    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what was drawn."""
        across = [x for stroke in self.strokes for x in stroke.points[::2]]
        down = [y for stroke in self.strokes for y in stroke.points[1::2]]
        return min(across), min(down), max(across), max(down)
