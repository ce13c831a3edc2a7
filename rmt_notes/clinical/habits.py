"""What a therapist usually does, learned from the signed notes: nothing of it is a rule, it only saves taps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rmt_notes.clinical.techniques import TechniqueApplied

LEAST_USES = 5
"""Uses before a technique gets a place of its own among the first: fewer would let chips jump about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """`uses` counts the techniques of the newest signed notes, most used first; `last` is the last signed use of
    each. `regions`, `qualities` and `home_care` count in how many of those notes each was recorded."""

    uses: tuple[tuple[str, int], ...] = ()
    last: tuple[TechniqueApplied, ...] = ()
    regions: tuple[tuple[str, int], ...] = ()
    qualities: tuple[tuple[str, int], ...] = ()
    home_care: tuple[tuple[str, int], ...] = ()

    def often(self) -> tuple[str, ...]:
        """The techniques used often enough to stand first, in a stable order: by use, then by name."""
        return used_often(self.uses)

    def last_use(self, technique: str) -> TechniqueApplied | None:
        """How a technique was given last, where it was."""
        return next((one for one in self.last if one.technique == technique), None)


def used_often(counts: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The keys used often enough to stand first, in a stable order: by use, then by name."""
    known = [(key, count) for key, count in counts if count >= LEAST_USES]
    return tuple(key for key, _count in sorted(known, key=lambda pair: (-pair[1], pair[0])))


def in_habitual_order(keys: Iterable[str], counts: Iterable[tuple[str, int]], most: int) -> tuple[str, ...]:
    """The keys with at most so many of the often used ones first; the others keep their order, so that nothing else
    moves."""
    there = tuple(keys)
    first = [key for key in used_often(counts) if key in there][:most]
    return (*first, *(key for key in there if key not in first))
