"""Consent: what the client agreed to, in which words, and what was withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.signature import Signature

ELEMENTS = ("nature", "benefits", "risks", "alternatives", "without_treatment", "questions_and_stop")
"""The six things discussed before consent counts (CMTO, Client-Centred Care standard): nature of the treatment,
expected benefits, risks and
side effects, alternatives, likely consequences of not having it, the right to ask and to stop at any time."""

KINDS = ("assessment_and_treatment", "sensitive_areas", "plan_change", "release", "photos")
HOW = ("spoken", "written", "signed_on_screen")
CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A consent taken back, wholly or in part. `areas` are the sensitive areas it speaks of and `scope` says in words
    what else is taken back; where both are empty, all of the consent is. `said` is what the client said, `done` what
    was done then."""

    at: datetime
    practitioner_id: str
    areas: tuple[str, ...] = ()
    scope: str = ""
    said: str = ""
    done: str = ""
    visit_id: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the consent is left."""
        return not self.areas and not self.scope.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One consent.

    `kind` is one of `KINDS`, `how` one of `HOW`, `scope` is visit or plan. `given_by` is `client`, or the name of the
    decision-maker, whose relation and authority `authority` tells. `areas` are sensitive-area keys of the
    jurisdiction (`gluteal`,
    `chest_wall`); `reason` is the clinical reason, `client_requested` says that the client asked for it. `elements`
    are those of `ELEMENTS` that were discussed; all six are needed for a valid consent to
    treatment. `signature` belongs to a consent signed on the screen. For a release `recipient` says who gets what
    `details` names, until `until`. A withdrawal
    never removes the consent: it is added to `withdrawals`.
    """

    id: str
    client_id: str
    kind: str
    given_at: datetime
    practitioner_id: str
    given_by: str = CLIENT
    authority: str = ""
    how: str = "spoken"
    scope: str = "visit"
    visit_id: str = ""
    elements: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    reason: str = ""
    client_requested: bool = False
    draping_explained: bool = False
    positioning_explained: bool = False
    details: str = ""
    recipient: str = ""
    until: date | None = None
    signature: Signature | None = None
    withdrawals: tuple[Withdrawal, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of consent")
        if self.how not in HOW:
            raise ValueError(f"{self.how!r} is no way to consent")

    @property
    def withdrawn_at(self) -> datetime | None:
        """When all of it was taken back; None while some of it stands."""
        return next((each.at for each in self.withdrawals if each.is_whole), None)

    def is_complete(self) -> bool:
        """Whether enough was discussed: all six elements for treatment and for a changed plan."""
        return self.kind not in ("assessment_and_treatment", "plan_change") or set(ELEMENTS) <= set(self.elements)

    def is_valid(self) -> bool:
        """Whether it counts: not withdrawn, and for treatment all six elements discussed."""
        return self.withdrawn_at is None and self.is_complete()

    def stands_at(self, moment: datetime, area: str = "") -> bool:
        """Whether it was not taken back before a moment: wholly, or for `area`."""
        return not any(
            each.at < moment and (each.is_whole or (area != "" and area in each.areas)) for each in self.withdrawals
        )

    def standing_areas(self) -> tuple[str, ...]:
        """The areas it still holds for."""
        taken_back = {area for each in self.withdrawals for area in each.areas}
        return () if self.withdrawn_at is not None else tuple(area for area in self.areas if area not in taken_back)

    def has_ended(self, day: date) -> bool:
        """Whether the day until which it was given has passed."""
        return self.until is not None and self.until < day
