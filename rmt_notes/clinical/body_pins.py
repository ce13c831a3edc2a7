"""Where pins go so that none covers another: on the screen and on paper."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rmt_notes.clinical.body_figure import Bounds, Point

_RINGS = (1.5, 1.9, 2.35, 2.85, 3.4, 4.0, 4.8, 5.8, 7.0)
"""How far a pin may be moved aside, in steps, the nearest first; far enough that the line to its home is seen."""
_TURNS = tuple(
    (math.cos(turn), math.sin(turn))
    for at in range(9)
    for turn in dict.fromkeys((at * math.pi / 8, -at * math.pi / 8 if at < 8 else math.pi))
)
"""Ways around, the one straight ahead first, then by turns to either side."""
_CLOSE = 0.92
"""Share of a step that two pins keep from each other."""
_BARE = 0.62
"""Share of a step that a pin moved aside keeps from the place that another one means."""
_KIN = 2.0
"""Steps within which pins lean away from each other."""


def spread(
    homes: Sequence[Point], step: float, within: Bounds | None = None, middle: float | None = None
) -> tuple[Point, ...]:
    """A place for each home, `step` apart from those before it; the home itself where it is free.

    A pin that finds its home taken leans away from those around it, so that the lines to their homes fan out, and
    covers no place that another pin means while there is room. `within` (left, top, right, bottom) keeps all of them
    off an edge. `middle` is the body's midline: a pin of one side is never moved to the other, nor onto the line.
    """
    board = _Board(homes, step, within, middle)
    return tuple(board.place(number, home) for number, home in enumerate(homes))


class _Board:
    """The places taken so far, by squares of one step."""

    def __init__(self, homes: Sequence[Point], step: float, within: Bounds | None, middle: float | None) -> None:
        self._step = step
        self._middle = middle
        self._within = within or (-math.inf, -math.inf, math.inf, math.inf)
        self._taken: dict[tuple[int, int], list[Point]] = {}
        self._meant: dict[tuple[int, int], list[Point]] = {}
        for x, y in homes:
            self._meant.setdefault((int(x // step), int(y // step)), []).append((x, y))

    def place(self, number: int, home: Point) -> Point:
        """The place of the next pin, which is taken from then on."""
        left, top, right, bottom = self._within
        start = min(max(home[0], left), right), min(max(home[1], top), bottom)
        found = start if not self._clash(self._taken, start, _CLOSE) else self._aside(number, home, start)
        self._taken.setdefault((int(found[0] // self._step), int(found[1] // self._step)), []).append(found)
        return found

    def _aside(self, number: int, home: Point, start: Point) -> Point:
        ahead_x, ahead_y = self._ahead(number, home)
        left, top, right, bottom = self._within
        side = 0.0 if self._middle is None else home[0] - self._middle
        if self._middle is not None and abs(side) > 0.03 * self._step:
            ahead_x = math.copysign(ahead_x, side)
            near = self._middle + math.copysign(min(abs(side), 0.6 * self._step), side)
            left, right = (max(left, near), right) if side > 0.0 else (left, min(right, near))
        second: Point | None = None
        for ring in _RINGS:
            x, y = ahead_x * ring * self._step, ahead_y * ring * self._step
            for c, s in _TURNS:
                spot = start[0] + x * c - y * s, start[1] + x * s + y * c
                if not (left <= spot[0] <= right and top <= spot[1] <= bottom):
                    continue
                if self._clash(self._taken, spot, _CLOSE):
                    continue
                if not self._clash(self._meant, spot, _BARE, home):
                    return spot
                second = second or spot
        return second or start

    def _ahead(self, number: int, home: Point) -> Point:
        """The way out of the crowd; out of its middle to the left and the right in turn."""
        reach = math.ceil(_KIN)
        column, row = int(home[0] // self._step), int(home[1] // self._step)
        near = [
            spot
            for dx in range(-reach, reach + 1)
            for dy in range(-reach, reach + 1)
            for spot in self._taken.get((column + dx, row + dy), ())
            if math.dist(spot, home) <= _KIN * self._step
        ]
        x = home[0] - sum(spot[0] for spot in near) / max(1, len(near))
        y = home[1] - sum(spot[1] for spot in near) / max(1, len(near))
        size = math.hypot(x, y)
        if size < 0.05 * self._step:
            return (1.0, 0.0) if number % 2 else (-1.0, 0.0)
        return x / size, y / size

    def _clash(
        self, squares: Mapping[tuple[int, int], Sequence[Point]], spot: Point, share: float, own: Point | None = None
    ) -> bool:
        """Whether a place is nearer than a share of a step to one of those; `own` does not count."""
        least = (share * self._step) ** 2
        x, y = spot
        column, row = int(x // self._step), int(y // self._step)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for other in squares.get((column + dx, row + dy), ()):
                    if (x - other[0]) ** 2 + (y - other[1]) ** 2 < least and other != own:
                        return True
        return False
