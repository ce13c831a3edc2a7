"""Which sensitive areas the recorded techniques touch, as the place's rules see them."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.sensitive_areas import areas_touched
from rmt_notes.clinical.techniques import TechniqueApplied


def sensitive_areas(techniques: Sequence[TechniqueApplied], jurisdiction: Jurisdiction | None) -> tuple[str, ...]:
    """Keys of the sensitive areas touched, in the order met; only those the place has a consent rule for."""
    found: list[str] = []
    for applied in techniques:
        named = [
            *applied.structures,
            *(str(each.value) for each in applied.settings if each.key in ("muscle", "structure")),
        ]
        found.extend(areas_touched(applied.places, named))
    return tuple(
        area for area in dict.fromkeys(found) if jurisdiction is None or jurisdiction.consent_rule(area) is not None
    )
