"""The body chart over time: what came, what went, and how much of the body hurts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from rmt_notes.clinical.body_chart import layer_of_kind
from rmt_notes.clinical.body_figure import Ring, figure
from rmt_notes.clinical.body_mark import VIEWS, BodyMark, Site


class Marked(Protocol):
    """What a burden is counted from: a mark of a note, or a row of the record that tells of one."""

    @property
    def kind(self) -> str: ...
    @property
    def site(self) -> Site: ...
    @property
    def intensity(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class MarkedSpot:
    """A mark without its place on the figure."""

    kind: str
    site: Site
    intensity: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedVisit:
    """The marks of one visit, as a list over all visits tells them."""

    visit_id: str
    day: date
    spots: tuple[MarkedSpot, ...]


@dataclass(frozen=True, slots=True)
class BurdenPoint:
    """What the marks of a visit came to on its day."""

    day: date
    burden: Burden


@dataclass(frozen=True, slots=True)
class Burden:
    """What the marks of a visit come to: how many regions, their share of the drawn body (0 to 1, every view counted),
    the highest intensity and the mean of those that have one."""

    regions: int
    share: float
    worst: int | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class Change:
    """One region then and now; the intensity is the region's highest, None where it was not marked or not rated."""

    site: Site
    before: bool
    after: bool
    was: int | None
    now: int | None

    @property
    def word(self) -> str:
        """`new`, `gone`, `stronger`, `weaker` or `same`."""
        if not self.before:
            return "new"
        if not self.after:
            return "gone"
        if self.was is None or self.now is None or self.was == self.now:
            return "same"
        return "stronger" if self.now > self.was else "weaker"


def course(visits: Iterable[MarkedVisit], layer: str = "pain") -> tuple[BurdenPoint, ...]:
    """The burden over the visits, in their order."""
    return tuple(BurdenPoint(visit.day, burden(visit.spots, layer)) for visit in visits)


def burden(marks: Iterable[Marked], layer: str = "pain") -> Burden:
    """What the marks of a layer come to."""
    chosen = [mark for mark in marks if layer_of_kind(mark.kind) == layer]
    sites = {mark.site for mark in chosen}
    rated = [mark.intensity for mark in chosen if mark.intensity is not None]
    return Burden(
        regions=len(sites),
        share=sum(_area(site) for site in sites) / _whole(),
        worst=max(rated, default=None),
        mean=sum(rated) / len(rated) if rated else None,
    )


def changes(before: Sequence[BodyMark], after: Sequence[BodyMark], layer: str = "pain") -> tuple[Change, ...]:
    """Region by region, those of before first."""
    then = _by_site(before, layer)
    now = _by_site(after, layer)
    return tuple(
        Change(site, site in then, site in now, then.get(site), now.get(site)) for site in dict.fromkeys([*then, *now])
    )


def _by_site(marks: Sequence[BodyMark], layer: str) -> dict[Site, int | None]:
    found: dict[Site, int | None] = {}
    for mark in marks:
        if layer_of_kind(mark.kind) != layer:
            continue
        known = found.get(mark.site)
        both = [value for value in (known, mark.intensity) if value is not None]
        found[mark.site] = max(both, default=None)
    return found


@cache
def _area(site: Site) -> float:
    """The area of a region on the pages that show it, in square body units."""
    return sum(_size(shape.rings) for view in VIEWS if (shape := figure(view).sites.get(site)) is not None)


@cache
def _whole() -> float:
    return sum(_size(shape.rings) for view in VIEWS for shape in figure(view).sites.values())


def _size(rings: tuple[Ring, ...]) -> float:
    whole = 0.0
    for ring in rings:
        for (x0, y0), (x1, y1) in zip((ring[-1], *ring), ring, strict=False):
            whole += (x0 * y1 - x1 * y0) / 2
    return abs(whole)
