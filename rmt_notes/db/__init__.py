"""Everything SQL, keys included. This is the one door."""

from __future__ import annotations

from rmt_notes.db.errors import (
    Damaged,
    DiskTrouble,
    Locked,
    NoRecord,
    NotReady,
    RecordTrouble,
    Refused,
    TooNew,
    WrongPassphrase,
)
from rmt_notes.db.keys import Kdf
from rmt_notes.db.store import RecordStore
from rmt_notes.db.values import AuditRow, Verification

__all__ = [
    "AuditRow",
    "Damaged",
    "DiskTrouble",
    "Kdf",
    "Locked",
    "NoRecord",
    "NotReady",
    "RecordStore",
    "RecordTrouble",
    "Refused",
    "TooNew",
    "Verification",
    "WrongPassphrase",
]
