"""Techniques as applied in a visit, with their own parameters."""

from __future__ import annotations

from dataclasses import dataclass

from rmt_notes.clinical.body import Place


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of a technique as applied: `pressure = 3`, `stroke = "stripping"`. The key and the kind of value
    come from the catalogue."""

    key: str
    value: bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueApplied:
    """One technique applied.

    `technique` is a key of the catalogue; `places` the regions with the client's side; `structures` muscles or free
    words; `minutes` in minutes;
    `tolerance` the client's discomfort 0 to 10; `response` what was seen and said at once. `modification` says how it
    was modified where a
    finding asks for it, `override_reason` why a limit was passed where the table allows it.
    """

    technique: str
    places: tuple[Place, ...] = ()
    structures: tuple[str, ...] = ()
    position: str = ""
    minutes: float | None = None
    settings: tuple[Setting, ...] = ()
    tolerance: int | None = None
    response: str = ""
    modification: str = ""
    override_reason: str = ""

    def setting(self, key: str) -> bool | int | float | str | tuple[str, ...] | None:
        """The value of a parameter, or None while it is not set."""
        for setting in self.settings:
            if setting.key == key:
                return setting.value
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """Something untoward during or after treatment. `severity` is mild_expected, moderate or serious; empty
    until somebody judged it, which signing asks for."""

    what: str
    onset: str = ""
    severity: str = "mild_expected"
    action: str = ""
    told: str = ""
    follow_up: str = ""
