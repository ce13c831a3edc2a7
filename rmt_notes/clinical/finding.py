"""Contraindication findings of a client, the therapist's decisions on them, and clearances by clinicians."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.body import Place

STATES = ("suspected", "confirmed", "resolved", "entered_in_error")
REPLIES = ("", "no_restriction", "with_limits", "not_advised")
"""How a clinician answers a request for clearance; empty where only limits or a scope are on file."""

CHOICES = ("treat", "modify", "avoid_region", "ask_clearance", "refer", "decline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contraindication found in one client.

    `key` is the catalogue's contraindication; `state` one of `STATES`: suspected and confirmed are active, resolved
    needs `closed_on` and
    `closed_reason`, entered in error stays visible. `places` are needed where the catalogue asks for a region.
    `sentence` is the practice's own alert, where the finding comes from one of its own questions and the catalogue
    knows nothing of it.
    """

    id: str
    client_id: str
    key: str
    state: str
    recorded_at: datetime
    practitioner_id: str
    places: tuple[Place, ...] = ()
    detail: str = ""
    since: date | None = None
    visit_id: str = ""
    closed_on: date | None = None
    closed_reason: str = ""
    sentence: str = ""

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"{self.state!r} is no state of a finding")

    def is_active(self) -> bool:
        """Suspected and confirmed findings limit treatment."""
        return self.state in ("suspected", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the therapist decided on a finding, why and when. `choice` is one of `CHOICES`; `how` says how the
    treatment is modified or what
    is avoided."""

    id: str
    client_id: str
    finding_id: str
    choice: str
    decided_at: datetime
    practitioner_id: str
    how: str = ""
    reason: str = ""
    visit_id: str = ""

    def __post_init__(self) -> None:
        if self.choice not in CHOICES:
            raise ValueError(f"{self.choice!r} is no decision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """A clinician's word that lifts a limit, within its scope and dates.

    `finding_keys` are the contraindications it speaks of; `techniques` what it allows, as technique classes (`GEN`,
    `DT`, `CUP`, `ART`, `IAS`,
    `MOB`, `STR`, `HYD`) or technique keys; `places` empty means everywhere; `max_pressure` 1 to 5. `source` is letter
    or phone (read back).
    `reply` is one of `REPLIES`; one that advises against massage is kept and lifts nothing. `attachment_id` is the
    letter that came.
    """

    id: str
    client_id: str
    finding_keys: tuple[str, ...]
    clinician: str
    received_on: date
    valid_until: date
    recorded_at: datetime
    practitioner_id: str
    valid_from: date | None = None
    source: str = "letter"
    techniques: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    max_pressure: int | None = None
    limits: str = ""
    revoked_on: date | None = None
    revoked_reason: str = ""
    reply: str = ""
    attachment_id: str = ""

    def __post_init__(self) -> None:
        if self.reply not in REPLIES:
            raise ValueError(f"{self.reply!r} is no reply to a request for clearance")

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        if self.reply == "not_advised":
            return False
        start = self.valid_from or self.received_on
        return start <= day <= self.valid_until and (self.revoked_on is None or day < self.revoked_on)

    def advises_against(self, day: date) -> bool:
        """Whether the clinician advised against massage, and that still stands."""
        return (
            self.reply == "not_advised"
            and self.received_on <= day <= self.valid_until
            and (self.revoked_on is None or day < self.revoked_on)
        )

    def has_ended(self, day: date) -> bool:
        """Whether it once lifted something and its time is over; a revoked one was ended for a reason."""
        return self.valid_until < day and self.revoked_on is None and self.reply != "not_advised"
