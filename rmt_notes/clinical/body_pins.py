"""Where pins go so that none covers another: on the screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.body_figure import Point

_TRIES = (
    (0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1),
    (2, 0), (-2, 0), (0, 2), (0, -2), (2, 1), (-2, 1), (2, -1), (-2, -1), (1, 2), (-1, 2), (1, -2), (-1, -2),
)  # fmt: skip
"""Places around the home of a pin, in steps, the nearest first."""

_AROUND = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
_CLOSE = 0.92
"""Share of a step that two pins keep from each other."""


def spread(homes: Sequence[Point], step: float) -> tuple[Point, ...]:
    """A place for each home, `step` apart from those before it where there is room; the home itself where it is
    free."""
    least = (step * _CLOSE) ** 2
    taken: dict[tuple[int, int], list[Point]] = {}

    def is_free(x: float, y: float) -> bool:
        column, row = int(x // step), int(y // step)
        for dx, dy in _AROUND:
            for tx, ty in taken.get((column + dx, row + dy), ()):
                if (x - tx) * (x - tx) + (y - ty) * (y - ty) <= least:
                    return False
        return True

    found: list[Point] = []
    for home_x, home_y in homes:
        tries = ((home_x + dx * step, home_y + dy * step) for dx, dy in _TRIES)
        x, y = next((spot for spot in tries if is_free(*spot)), (home_x, home_y))
        taken.setdefault((int(x // step), int(y // step)), []).append((x, y))
        found.append((x, y))
    return tuple(found)
