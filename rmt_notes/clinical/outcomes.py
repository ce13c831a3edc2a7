"""Outcome measures: scores, their direction and what change means something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of the Patient-Specific Functional Scale, in the client's words; 0 unable to 10 as before,
    None until the client gave the number."""

    text: str
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeScore:
    """One measure at one visit. `measure` is a key of the catalogue, `score` in the measure's own unit and None until
    it was given, `items` the raw answers where they are kept (the numbers ticked of the RMDQ, else the answers in their
    order, None for one left out), `scale` the scale used where there are two (`0-50` or `percent` for the NDI)."""

    measure: str
    score: float | None = None
    items: tuple[float | None, ...] = ()
    activities: tuple[Activity, ...] = ()
    scale: str = ""
    note: str = ""
