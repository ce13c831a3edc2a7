"""Sizes: the type scale, the spacing scale, radii and the heights of targets, for a finger or for a mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Density = Literal["touch", "desk", "oily"]
"""For a finger, for a mouse, and for fingers that slide: oil on the hands, gloves."""
TextRole = Literal["tiny", "hint", "body", "lead", "title", "page", "display"]
Weight = Literal["regular", "medium", "semibold", "bold"]

TYPE_SCALE: dict[str, int] = {"tiny": 12, "hint": 13, "body": 14, "lead": 16, "title": 16, "page": 20, "display": 28}
"""Logical pixels at 100 %."""

SMALLEST_TARGET = 24
"""Nothing that can be pressed is ever smaller, in any density (WCAG 2.2, 2.5.8)."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """All sizes in logical pixels for one density and one text scale (1.0 to 2.0)."""

    density: Density = "touch"
    scale: float = 1.0

    def px(self, pixels: float) -> int:
        """`pixels` at 100 %, scaled."""
        return max(1, round(pixels * self.scale))

    def text(self, role: TextRole) -> int:
        """The height of the letters of a role."""
        return self.px(TYPE_SCALE[role])

    @property
    def touch(self) -> bool:
        """Whether fingers press, dry or oily."""
        return self.density != "desk"

    def _of(self, touch: int, desk: int, oily: int) -> int:
        """The size for the density in force."""
        return self.px({"touch": touch, "desk": desk, "oily": oily}[self.density])

    @property
    def target(self) -> int:
        """The least height and width of anything that can be pressed."""
        return self._of(44, 32, 48)

    @property
    def primary(self) -> int:
        """The height of the main buttons."""
        return self._of(48, 36, 52)

    @property
    def field(self) -> int:
        """The height of a one-line field."""
        return self._of(44, 34, 48)

    @property
    def row(self) -> int:
        """The height of a two-line row in a list."""
        return self._of(62, 52, 66)

    @property
    def icon(self) -> int:
        return self.px(18 if self.touch else 16)

    @property
    def gap(self) -> int:
        """Between neighbouring targets."""
        return self._of(8, 6, 10)

    @property
    def radius(self) -> int:
        """Corners of fields and buttons."""
        return self.px(8)

    @property
    def card_radius(self) -> int:
        return self.px(12)

    @property
    def ring(self) -> int:
        """Width of the focus ring."""
        return max(2, self.px(2))

    def space(self, step: int) -> int:
        """The spacing scale: steps 1 to 6 are 4, 8, 12, 16, 24 and 32."""
        return self.px((0, 4, 8, 12, 16, 24, 32)[step])
