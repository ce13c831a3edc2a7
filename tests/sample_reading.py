"""What the sample practice holds, in a form in which facts can be compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rmt_notes.clinical.catalogue_safety import COLUMNS
from rmt_notes.clinical.contraindications import Screening, screen
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.record import Chart, ClientFile
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore


def charts(store: RecordStore, client_id: str) -> list[Chart]:
    """Every chart of a client, oldest first."""
    return [store.chart(row.id) for row in reversed(store.client_file(client_id).visits)]


def as_found(note: Note) -> dict[str, str]:
    """Ranges as `extension: 15 p5`, before treatment, with the side where there is one."""
    found = {}
    for one in note.objective.range_of_motion:
        if one.when == "before":
            pain = "" if one.pain is None else f" p{one.pain}"
            value = one.limit if one.active is None else f"{one.active:g}"
            found[" ".join(filter(None, (one.movement, one.side)))] = value + pain
    return found


def gained(note: Note) -> dict[str, float | None]:
    """Ranges after treatment."""
    return {
        f"{one.movement} {one.side}".strip(): one.active
        for one in note.objective.range_of_motion
        if one.when == "after"
    }


def scores(note: Note) -> dict[str, Any]:
    """Measures and their scores; the activities of the functional scale by their words."""

    def value(one: OutcomeScore) -> Any:
        return ({each.text: each.score for each in one.activities}, one.score) if one.activities else one.score

    return {one.measure: value(one) for one in note.objective.outcomes}


def told(applied: TechniqueApplied) -> dict[str, Any]:
    """A technique with everything that was recorded about it."""
    settings: dict[str, Any] = {setting.key: setting.value for setting in applied.settings}
    return {
        "technique": applied.technique,
        "places": tuple((place.region, place.side) for place in applied.places),
        "structures": applied.structures,
        "minutes": applied.minutes,
        "tolerance": applied.tolerance,
        **settings,
    }


def includes(applied: TechniqueApplied, **facts: Any) -> None:
    """Each fact is recorded about the technique as it was given."""
    known = told(applied)
    assert {name: known.get(name) for name in facts} == facts


def held_at(store: RecordStore, client_id: str, moment: datetime) -> tuple[Finding, ...]:
    """The findings as they were known at a moment."""
    held = []
    for finding in store.safety(client_id).findings:
        known = [one for at, one in store.finding_history(finding.id) if at <= moment]
        if known:
            held.append(known[-1])
    return tuple(held)


def limits(store: RecordStore, client_id: str, moment: datetime) -> Screening:
    """What the engine says at a moment, from what was known then."""
    clearances = store.safety(client_id).clearances
    return screen(
        held_at(store, client_id, moment), clearances, moment.date(), jurisdiction("ON"), store.practitioner.credentials
    )


def items(store: RecordStore, client_id: str, moment: datetime) -> set[str]:
    return {finding.key for finding in held_at(store, client_id, moment) if finding.is_active()}


def effects(screening: Screening) -> dict[str, str]:
    return {column: screening.by_class[column].effect for column in COLUMNS}


def everything(effect: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, effect)


def answered_yes(file: ClientFile) -> list[str]:
    return [answer.key for answer in file.histories[0].items if answer.answer == "yes"]
