"""Which section of the note is read, by where the headings stand on a page that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

UPPER = 0.4
"""The share of what is in sight in which the eye reads a heading first."""

STILL = 8
"""Pixels: a page that moved by less stands where it stood."""


class SectionRead:
    """Remembers where somebody went, and judges by the headings otherwise."""

    def __init__(self) -> None:
        self._gone_to: tuple[str, int] | None = None

    def go_to(self, key: str, at: int) -> None:
        """Somebody went to a section on purpose; the page stands at `at` now."""
        self._gone_to = key, at

    def read(self, at: int, heads: Sequence[tuple[int, str]], high: int, *, least: int, ended: bool) -> str:
        """The section that was gone to, while the page stands still; else the first whose heading stands in the upper
        part of what is in sight, else the one that fills it. At the very end nothing can come further up: there the
        last heading in sight counts. Empty where no section has begun.

        `heads` are the headings' heights below the upper edge of what is in sight, in order, with their keys; `high` is
        how much is in sight, `least` how much of a section has to show below its heading.
        """
        if self._gone_to is not None and abs(at - self._gone_to[1]) <= STILL:
            return self._gone_to[0]
        self._gone_to = None
        upper = [key for head, key in heads if 0 <= head + STILL <= high * UPPER]
        above = [key for head, key in heads if head + STILL < 0]
        below = [key for head, key in heads if high * UPPER < head <= high - least]
        if not upper and below and ended:
            return below[-1]
        return next(iter((*upper, *above[-1:])), "")
