"""Taking a signature back in the minutes after it was given.

The signed version is kept and marked as withdrawn; its number is never given again. The term is a working rule of this
program, not of a college: long enough to notice a slip, far too short for a note to have been relied upon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rmt_notes.clinical.visit import NoteVersion

GRACE = timedelta(minutes=10)
"""How long after signing the signer may take the signature back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureWithdrawal:
    """The signer took the signature under a version back. The version stays as it was signed."""

    id: str
    visit_id: str
    version_id: str
    at: datetime
    practitioner_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneVersion:
    """A signed version that does not count, with the act that withdrew it."""

    version: NoteVersion
    withdrawal: SignatureWithdrawal


def undo_until(version: NoteVersion) -> datetime:
    """The moment up to which the signature may be taken back."""
    return version.signed_at + GRACE
