"""Places on the client's body: a region of the catalogue and the client's own side."""

from __future__ import annotations

from dataclasses import dataclass

SIDES = ("left", "right", "bilateral", "midline")
"""The client's side, never the screen's; `bilateral` is both, `midline` is the centre."""


@dataclass(frozen=True, slots=True)
class Place:
    """One region with its side.

    `region` is a key of the catalogue's regions; `side` one of `SIDES`, or empty while not yet chosen.
    """

    region: str
    side: str = ""

    def __post_init__(self) -> None:
        if self.side and self.side not in SIDES:
            raise ValueError(f"{self.side!r} is no side")

    def meets(self, other: Place) -> bool:
        """Whether the two share tissue: the same region, and sides that are not opposite. An unknown side meets every
        side."""
        if self.region != other.region:
            return False
        return {self.side, other.side} not in ({"left", "right"},)
