"""Everything SQL, keys included. This is the one door."""

from __future__ import annotations

from rmt_notes.db.archive import Manifest, Stamp
from rmt_notes.db.backup import BackupJob, BackupState, Made, Stopped
from rmt_notes.db.errors import (
    Damaged,
    DiskTrouble,
    KeyringTrouble,
    Locked,
    NoRecord,
    NotReady,
    OwnFault,
    RecordTrouble,
    Refused,
    TooNew,
    WrongPassphrase,
)
from rmt_notes.db.inspection import CheckJob
from rmt_notes.db.keys import Kdf
from rmt_notes.db.new_key import NewKey
from rmt_notes.db.rehearsal import Rehearsal, rehearse
from rmt_notes.db.salvage import Salvage, salvage
from rmt_notes.db.store import RecordStore
from rmt_notes.db.values import AuditPage, AuditQuery, AuditRow, KeyringPlace, Verification

__all__ = [
    "AuditPage",
    "AuditQuery",
    "AuditRow",
    "BackupJob",
    "BackupState",
    "CheckJob",
    "Damaged",
    "DiskTrouble",
    "Kdf",
    "KeyringPlace",
    "KeyringTrouble",
    "Locked",
    "Made",
    "Manifest",
    "NewKey",
    "NoRecord",
    "NotReady",
    "OwnFault",
    "RecordStore",
    "RecordTrouble",
    "Refused",
    "Rehearsal",
    "Salvage",
    "Stamp",
    "Stopped",
    "TooNew",
    "Verification",
    "WrongPassphrase",
    "rehearse",
    "salvage",
]
