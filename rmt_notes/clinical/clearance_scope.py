"""An active finding with the clearances that speak of it, and how far a clearance reaches: which techniques, which
places."""

from __future__ import annotations

from dataclasses import dataclass

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import Contraindication, Technique
from rmt_notes.clinical.finding import Clearance, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveItem:
    """One active finding with its entry and the clearances in force that speak of it."""

    finding: Finding
    entry: Contraindication
    clearances: tuple[Clearance, ...]

    def at(self, place: Place | None) -> bool:
        """Whether a limit of the marked places reaches `place`; with no place asked, or none marked, it does."""
        if place is None or not self.entry.asks_region or not self.finding.places:
            return True
        return any(marked.meets(place) for marked in self.finding.places)

    @property
    def marked(self) -> tuple[Place, ...]:
        return self.finding.places if self.entry.asks_region else ()


def allows(clearance: Clearance, technique_class: str, technique: Technique | None, must_name: bool) -> bool:
    """Whether a clearance speaks of a technique. One that names none speaks of every technique in general but names
    none of them."""
    if not clearance.techniques:
        return not must_name
    return technique_class in clearance.techniques or (technique is not None and technique.key in clearance.techniques)


def reaches(clearance: Clearance, item: ActiveItem, place: Place | None) -> bool:
    """Whether the places of a clearance hold the whole of `place` (of the marked places, when the whole body is
    asked)."""
    if not clearance.places:
        return True
    asked = (place,) if place is not None else item.marked
    return bool(asked) and all(any(_holds(scope, each) for scope in clearance.places) for each in asked)


def _holds(scope: Place, place: Place) -> bool:
    return scope.region == place.region and (scope.side in ("", "bilateral") or scope.side == place.side)


def touches(clearance: Clearance, place: Place | None) -> bool:
    return place is None or not clearance.places or any(scope.meets(place) for scope in clearance.places)
