"""What a body chart shows by itself: every mark of a note under one row of numbers, the regions of the techniques, and
the regions that the findings keep treatment away from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import renumbered, sites_of
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.reasons import Reason
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import bare, clauses, lower_first


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyGround:
    """What lies under the marks that are being made: marks of the note's other parts, the techniques of the visit, the
    places to avoid with the reason, the marks of the last visit, and the number from which the own marks count."""

    others: tuple[BodyMark, ...] = ()
    techniques: tuple[TechniqueApplied, ...] = ()
    avoid: tuple[tuple[Place, str], ...] = ()
    last: tuple[BodyMark, ...] = ()
    first: int = 1


def numbered(note: Note) -> tuple[BodyMark, ...]:
    """Every mark of a note, pain first, then findings, then treatment, numbered from 1 through all of them: a number
    means one mark on the whole note, on the screen and on paper."""
    return renumbered((*note.subjective.marks, *note.objective.marks, *note.treatment.marks))


def ground_of(note: Note, section: str, previous: Note | None, avoid: tuple[tuple[Place, str], ...]) -> BodyGround:
    """What lies under the marks of a section: subjective, objective or treatment."""
    parts = {each: getattr(note, each).marks for each in ("subjective", "objective", "treatment")}
    every = numbered(note)
    start = 0
    for each in parts:
        if each == section:
            break
        start += len(parts[each])
    end = start + len(parts[section])
    return BodyGround(
        others=(*every[:start], *every[end:]),
        techniques=note.treatment.techniques,
        avoid=avoid,
        last=() if previous is None else getattr(previous, section).marks,
        first=start + 1,
    )


def treated_sites(techniques: Iterable[TechniqueApplied]) -> frozenset[Site]:
    """The regions of the chart that the techniques of a visit worked on."""
    return frozenset(
        site for applied in techniques for place in applied.places for site in sites_of(place, applied.structures)
    )


def avoid_sites(avoid: Iterable[tuple[Place, str]]) -> dict[Site, str]:
    """The regions of the chart to keep away from, each with its reasons."""
    found: dict[Site, list[str]] = {}
    for place, reason in avoid:
        for site in sites_of(place):
            found.setdefault(site, []).append(reason)
    return {site: clauses(dict.fromkeys(reasons)) for site, reasons in found.items()}


def avoided(screening: Screening) -> tuple[tuple[Place, str], ...]:
    """The places that general massage keeps away from, each with the finding that asks for it."""
    return tuple(dict.fromkeys((place, _why(reason)) for place, reason in screening.avoid_reasons))


def _why(reason: Reason) -> str:
    if reason.item is None:
        return ""
    entry = reason.item.entry
    return lower_first(bare(str(entry.short or entry.label)))
