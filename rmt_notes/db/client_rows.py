"""Lines of client lists: which clients, in which order, and whether each is easily taken for another."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, TextClause, text

from rmt_notes.clinical.record import ClientRow

_MOST_HITS = 600
"""More hits than this are too many to choose from; the newest clients among them are enough to sort and show."""


def _rows_of(chosen: str) -> TextClause:
    """Whole lines for the few clients that `chosen` picks (their `seq`, and `first` to put one before the rest)."""
    return text(
        f"""
SELECT client.id, client.file_number, client.name, client.preferred_name, client.pronouns, client.born, client.phone,
  client.active, seen.last_visit, seen.visits, seen.drafts,
  EXISTS (SELECT 1 FROM client other WHERE other.look = client.look AND other.seq <> client.seq)
  OR (client.born <> '' AND EXISTS (SELECT 1 FROM client other
      WHERE other.born = client.born AND other.seq <> client.seq
      AND (other.folded_last = client.folded_last OR other.folded_first = client.folded_first)))
FROM ({chosen}) chosen CROSS JOIN client ON client.seq = chosen.seq
CROSS JOIN client_summary seen ON seen.client_seq = chosen.seq
ORDER BY chosen.first DESC, seen.last_moment DESC, client.folded_last, client.folded_first, client.seq
"""
    )


_RECENT = _rows_of(
    "SELECT client_seq AS seq, 0 AS first FROM client_summary WHERE active = 1 OR :inactive "
    "ORDER BY last_moment DESC, client_seq DESC LIMIT :limit"
)
_FOUND = _rows_of(
    "SELECT hit AS seq, coalesce(hit = (SELECT seq FROM client WHERE file_number = :number), 0) AS first "
    "FROM (SELECT rowid AS hit FROM client_text WHERE client_text MATCH :query ORDER BY rowid DESC LIMIT :most) "
    "CROSS JOIN client_summary ON client_seq = hit WHERE active = 1 OR :inactive "
    "ORDER BY first DESC, last_moment DESC, hit DESC LIMIT :limit"
)
_WITHIN = _rows_of(
    "SELECT client.seq AS seq, 0 AS first FROM client CROSS JOIN client_summary ON client_seq = client.seq "
    "WHERE client.folded LIKE :within ESCAPE '\\' AND (client.active = 1 OR :inactive) "
    "ORDER BY last_moment DESC, client.seq DESC LIMIT :limit"
)
_THESE = _rows_of(
    "SELECT client.seq AS seq, -one.key AS first FROM json_each(:ids) one CROSS JOIN client ON client.id = one.value"
)


def recent(connection: Connection, limit: int, inactive: bool) -> tuple[ClientRow, ...]:
    """The most recently seen first, then those never seen."""
    return _rows(connection, _RECENT, {"limit": limit, "inactive": int(inactive)})


def found(connection: Connection, query: str, number: int, limit: int, inactive: bool) -> tuple[ClientRow, ...]:
    """Those that fit a full-text query; the client with that file number before all others."""
    values = {"query": query, "number": number, "limit": limit, "inactive": int(inactive), "most": _MOST_HITS}
    return _rows(connection, _FOUND, values)


def within(connection: Connection, folded: str, limit: int, inactive: bool) -> tuple[ClientRow, ...]:
    """Those with that text anywhere in their folded name."""
    pattern = "%" + re.sub(r"([%_\\])", r"\\\1", folded) + "%"
    return _rows(connection, _WITHIN, {"within": pattern, "limit": limit, "inactive": int(inactive)})


def these(connection: Connection, ids: list[str]) -> tuple[ClientRow, ...]:
    """Those with these ids, in that order, treated or not."""
    return _rows(connection, _THESE, {"ids": json.dumps(ids)}) if ids else ()


def _rows(connection: Connection, statement: TextClause, values: dict[str, Any]) -> tuple[ClientRow, ...]:
    return tuple(_row(tuple(row)) for row in connection.execute(statement, values))


def _row(row: tuple[Any, ...]) -> ClientRow:
    (client_id, number, name, preferred, pronouns, born, phone, active, last_visit, visits, drafts, similar) = row
    return ClientRow(
        id=client_id,
        file_number=number,
        name=name,
        preferred_name=preferred,
        pronouns=pronouns,
        born=date.fromisoformat(born) if born else None,
        phone=phone,
        last_visit=datetime.fromisoformat(last_visit) if last_visit else None,
        visits=visits,
        drafts=drafts,
        similar=bool(similar),
        active=bool(active),
    )
