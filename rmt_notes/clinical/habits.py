"""What a therapist usually does, learned from the signed notes: nothing of it is a rule, it only saves taps."""

from __future__ import annotations

from dataclasses import dataclass

from rmt_notes.clinical.techniques import TechniqueApplied

LEAST_USES = 5
"""Uses before a technique gets a place of its own among the first: fewer would let chips jump about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """`uses` counts the techniques of the newest signed notes, most used first; `last` is the last signed use of
    each."""

    uses: tuple[tuple[str, int], ...] = ()
    last: tuple[TechniqueApplied, ...] = ()

    def often(self) -> tuple[str, ...]:
        """The techniques used often enough to stand first, in a stable order: by use, then by name."""
        known = [(key, count) for key, count in self.uses if count >= LEAST_USES]
        return tuple(key for key, _count in sorted(known, key=lambda pair: (-pair[1], pair[0])))

    def last_use(self, technique: str) -> TechniqueApplied | None:
        """How a technique was given last, where it was."""
        return next((one for one in self.last if one.technique == technique), None)
