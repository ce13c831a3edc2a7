"""Who keeps the record: the practice, its practitioners, and the providers (physicians and others) its clients name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The clinic as it stands on a letterhead, and the jurisdiction whose rules apply.

    `jurisdiction` is a code of `resources/jurisdictions` (`ON`, `BC`, `US_WA`); `custodian` the health information
    custodian where it
    is somebody else than the practice. `retain_years` is how long records are kept after the last contact where that is
    longer than the jurisdiction asks.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A therapist who charts and signs.

    `designation` is the title with which she signs (`RMT`); `credentials` opens gated techniques (`art_credential`);
    `role` is
    `therapist`, `locum` or `read_only`.
    """

    id: str
    name: str
    designation: str = "RMT"
    registration_number: str = ""
    phone: str = ""
    email: str = ""
    credentials: tuple[str, ...] = ()
    role: str = "therapist"
    active: bool = True

    def signature(self) -> str:
        """Name and designation as they stand under a note."""
        return f"{self.name}, {self.designation}" if self.designation else self.name


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
