"""Values the store hands out about itself: what a check found, and lines of the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringPlace:
    """Under which names a keyring keeps a person's key, and whether the key file lets it in."""

    record_id: str
    person: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What checking the whole record found. `problems` are sentences; `head` is the newest audit entry's code in
    hexadecimal.

    `notes` tell of losses found at an earlier opening: they stay true, and are no fault of the record as it now is.
    """

    ok: bool
    problems: tuple[str, ...]
    audit_entries: int
    versions: int
    head: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the audit trail. `fields` names what changed, never what stood there; `detail` is what else was
    kept, by name."""

    number: int
    at: datetime
    practitioner_name: str
    action: str
    entity: str
    entity_id: str
    client_id: str
    fields: tuple[str, ...] = ()
    detail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which lines of the audit trail are asked for; what is empty does not narrow. The days are those of the clinic's
    clock, both included."""

    client_id: str = ""
    practitioner_id: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Lines of the audit trail, newest first, with the names of the clients in them; `more` where older ones fit too.
    `people` and `actions` are what can be asked for."""

    rows: tuple[AuditRow, ...]
    clients: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]
    more: bool
