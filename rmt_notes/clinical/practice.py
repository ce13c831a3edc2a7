"""Who keeps the record: the practice, its practitioners, and the providers (physicians and others) its clients name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rmt_notes.clinical.own_questions import OwnQuestion

OWNER, THERAPIST, LOCUM, READ_ONLY = "owner", "therapist", "locum", "read_only"
ROLES = (OWNER, THERAPIST, LOCUM, READ_ONLY)
"""What somebody may do: `owner` charts and administers the record, `therapist` charts, `locum` charts until a day,
`read_only` reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The clinic as it stands on a letterhead, and the jurisdiction whose rules apply.

    `jurisdiction` is a code of `resources/jurisdictions` (`ON`, `BC`, `US_WA`); `custodian` the health information
    custodian where it
    is somebody else than the practice. `retain_years` is how long records are kept after the last contact where that is
    longer than the jurisdiction asks. `own_questions` are asked at intake beside those of the catalogue.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    jurisdiction: str = "ON"
    custodian: str = ""
    language: str = "en"
    retain_years: int | None = None
    own_questions: tuple[OwnQuestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A person who charts, signs or reads.

    `designation` is the title with which she signs (`RMT`); `credentials` opens gated techniques (`art_credential`);
    `role` is one of `ROLES`; `until` the last day on which the record opens for her, where there is one; `active` is
    false once she has left: her name stays on what she wrote.
    """

    id: str
    name: str
    designation: str = "RMT"
    registration_number: str = ""
    phone: str = ""
    email: str = ""
    credentials: tuple[str, ...] = ()
    role: str = THERAPIST
    until: date | None = None
    active: bool = True

    def signature(self) -> str:
        """Name and designation as they stand under a note."""
        return f"{self.name}, {self.designation}" if self.designation else self.name

    def may_write(self) -> bool:
        """Whether she may change anything."""
        return self.role in (OWNER, THERAPIST, LOCUM)

    def administers(self) -> bool:
        """Whether she may let people in, change the practice and handle the record as a whole."""
        return self.role == OWNER

    def has_ended(self, day: date) -> bool:
        """Whether the record no longer opens for her on a day."""
        return not self.active or (self.until is not None and day > self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A physician or another provider, kept once and named by many clients. `kind` is free: family physician, surgeon,
    physiotherapist."""

    id: str
    name: str
    kind: str = ""
    clinic: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
