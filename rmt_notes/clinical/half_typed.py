"""Forms that were begun and not recorded yet: a client's identity, a clinician's clearance. They wait in the record, so
that a lock, the end of the program or a crash loses nothing of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.practice import Provider

NEW_CLIENT = "new"
"""The key of the form for a client who is not in the record yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDraft:
    """A client's identity as typed and not saved. `key` is the client's id, or `NEW_CLIENT`. `born_text` is what stands
    in the field of the birth date while it is no date; `provider` a physician written down or changed beside the
    client, `others` other providers; `stated` the answers "none" and "declined" (`phone=none`), whose fields keep what
    was typed in them."""

    key: str
    client: Client
    saved_at: datetime
    born_text: str = ""
    provider: Provider | None = None
    others: tuple[Provider, ...] = ()
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that is attached to a form: what the file was called, its size in bytes, and the seal of its content,
    which the record holds beside the draft."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLetter:
    """The letter that waits for a client's clearance to be recorded, its content in base64, for the interchange
    file."""

    client_id: str
    letter: Letter
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfClearance:
    """A clearance as far as it is typed; the days as they stand in their fields."""

    finding_keys: tuple[str, ...] = ()
    clinician_id: str = ""
    provider: Provider | None = None
    source: str = "letter"
    reply: str = "with_limits"
    received: str = ""
    until: str = ""
    techniques: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    max_pressure: int | None = None
    limits: str = ""
    letter: Letter | None = None
