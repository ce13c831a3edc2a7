"""A visit that was charted in the wrong client's record and moved to the right one, with its trace in both.

Neither trace tells the other client's name: whoever gets a copy of one record learns nothing of the other.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.visit import Visit
from rmt_notes.clinical.wording import day
from rmt_notes.i18n import _, _n


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfiling:
    """One move. `from_client_id` is whose record held the visit by mistake, `client_id` whose it is.

    `started_at` and `kind` tell of the visit what both records may know, `number` is the place it leaves empty among
    the visits of the wrong record, `by` the name of who moved it. `consents` went along, because whoever was treated
    gave them; `findings` are those noted at that visit: entered in error there, recorded anew here.
    """

    id: str
    visit_id: str
    from_client_id: str
    client_id: str
    started_at: datetime
    kind: str
    moved_at: datetime
    practitioner_id: str
    by: str
    reason: str
    number: int = 0
    consents: int = 0
    findings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCheck:
    """What a move would mean. `consents` go along, `findings` are recorded anew, `papers` stay where they were sent
    from; `carried` are days of the wrong client's visits from which words were taken over; `lacks` is what the note
    lacks, or holds against the rules, in the other client's record."""

    visit: Visit
    from_client: Client
    to_client: Client
    consents: int = 0
    findings: int = 0
    papers: int = 0
    carried: tuple[date, ...] = ()
    lacks: tuple[str, ...] = ()


def is_named(typed: str, client: Client) -> bool:
    """Whether what was typed is this client's whole name, legal or preferred, whatever the accents and capitals."""
    words = _plain(typed)
    return bool(words) and words in {_plain(client.full_name()), _plain(client.shown_name())}


def names_somebody(reason: str, clients: tuple[Client, ...]) -> bool:
    """Whether a reason that stands in both records tells a client's name."""
    words = set(_plain(reason).split())
    names = (each for client in clients for each in (client.first_name, client.last_name, client.preferred_name))
    return any(part in words for name in names for part in _plain(name).split() if len(part) > 2)


def left_words(moved: Misfiling) -> str:
    """What the wrong client's record says of it."""
    return _(
        "An entry dated {day} was filed here by mistake. It was moved to the record it belongs to on {moved} by "
        "{name}. Reason: {reason}"
    ).format(
        day=day(moved.started_at.date()), moved=day(moved.moved_at.date()), name=moved.by, reason=moved.reason.strip()
    )


def came_words(moved: Misfiling) -> str:
    """What the right client's record says of it, beside the note itself."""
    words = _(
        "This visit was first filed in another client's record and moved here on {moved} by {name}. Reason: {reason}"
    ).format(moved=day(moved.moved_at.date()), name=moved.by, reason=moved.reason.strip())
    along = [
        _n("{number} consent came with it", "{number} consents came with it", moved.consents).format(
            number=moved.consents
        )
        if moved.consents
        else "",
        _n(
            "{number} finding of that visit was recorded here anew",
            "{number} findings of that visit were recorded here anew",
            moved.findings,
        ).format(number=moved.findings)
        if moved.findings
        else "",
    ]
    said = ". ".join(part for part in along if part)
    return f"{words} ({said}.)" if said else words


def _plain(words: str) -> str:
    bare = unicodedata.normalize("NFKD", words.casefold())
    kept = (sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())
