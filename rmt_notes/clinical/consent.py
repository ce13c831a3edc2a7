"""Consent: what the client agreed to, in which words, and what was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ELEMENTS = ("nature", "benefits", "risks", "alternatives", "without_treatment", "questions_and_stop")
"""The six things discussed before consent counts (CMTO, Client-Centred Care standard): nature of the treatment,
expected benefits, risks and
side effects, alternatives, likely consequences of not having it, the right to ask and to stop at any time."""

KINDS = ("assessment_and_treatment", "sensitive_areas", "plan_change", "release", "photos")
HOW = ("spoken", "written", "signed_on_screen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One consent.

    `kind` is one of `KINDS`, `how` one of `HOW`, `scope` is visit or plan. `areas` are sensitive-area keys of the
    jurisdiction (`gluteal`,
    `chest_wall`). `elements` are those of `ELEMENTS` that were discussed; all six are needed for a valid consent to
    treatment. A withdrawal
    never removes the consent: it fills `withdrawn_at` and `withdrawal`.
    """

    id: str
    client_id: str
    kind: str
    given_at: datetime
    practitioner_id: str
    given_by: str = "client"
    how: str = "spoken"
    scope: str = "visit"
    visit_id: str = ""
    elements: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    reason: str = ""
    draping_explained: bool = False
    details: str = ""
    recipient: str = ""
    withdrawn_at: datetime | None = None
    withdrawal: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of consent")
        if self.how not in HOW:
            raise ValueError(f"{self.how!r} is no way to consent")

    def is_valid(self) -> bool:
        """Whether it counts: not withdrawn, and for treatment all six elements discussed."""
        if self.withdrawn_at is not None:
            return False
        if self.kind in ("assessment_and_treatment", "plan_change"):
            return set(ELEMENTS) <= set(self.elements)
        return True
