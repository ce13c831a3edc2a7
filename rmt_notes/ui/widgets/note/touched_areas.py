"""Which sensitive areas the recorded techniques touch, as the place's rules see them."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.techniques import TechniqueApplied


def sensitive_areas(techniques: Sequence[TechniqueApplied], jurisdiction: Jurisdiction | None) -> tuple[str, ...]:
    """Keys of the sensitive areas touched, in the order met; none where the place has no rule for them."""
    found: list[str] = []
    for applied in techniques:
        for place in applied.places:
            region = catalogue().regions.get(place.region)
            if region is None or region.sensitive is None:
                continue
            if jurisdiction is not None and jurisdiction.consent_rule(region.sensitive) is None:
                continue
            if (
                region.sensitive_exempt
                and applied.structures
                and set(applied.structures) <= set(region.sensitive_exempt)
            ):
                continue
            found.append(region.sensitive)
    return tuple(dict.fromkeys(found))
