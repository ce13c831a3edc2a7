"""Clients: taking in, changing, finding, and the file of one client."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, or_, select, text, update

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.misfiling import Misfiling
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.record import ClientFile, ClientRow
from rmt_notes.clinical.retention import LegalHold
from rmt_notes.db import client_rows, search, tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.safety import Safety
from rmt_notes.db.session import Session, changed_fields, clean, value_of
from rmt_notes.db.visit_rows import VisitRows, marked_visits
from rmt_notes.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute

_CLOSE = 84
"""From how many of a hundred on two names are told as similar."""


class Clients(VisitRows, Safety, Session):
    """Intentions about clients."""

    def next_file_number(self) -> int:
        """The number after the highest in use."""
        with self._reading() as connection:
            return (connection.execute(select(func.max(tables.Client.file_number))).scalar() or 0) + 1

    def add_client(self, client: Client) -> Client:
        """Take a new client into the record.

        Raises:
            Refused: without a name, with a file number in use, or naming an unknown provider.
        """
        with self._intention("add", "client", client.id, client_id=client.id) as (connection, entry):
            self._check_client(connection, client)
            insert_client(connection, entry, client)
        return client

    def change_client(self, client: Client) -> Client:
        """Keep who a client is anew.

        Raises:
            Refused: as for a new one, or unknown.
        """
        with self._reading() as connection:
            before = self._one(connection, tables.Client, Client, client.id)
        fields = changed_fields(before, client)
        if not fields:
            return client
        with self._intention("change", "client", client.id, client_id=client.id, fields=fields) as (connection, entry):
            self._check_client(connection, client)
            self._change(connection, entry, tables.Client, client, **columns_of(client))
            seq = connection.execute(select(tables.Client.seq).where(tables.Client.id == client.id)).scalar_one()
            connection.execute(text("DELETE FROM client_text WHERE rowid = :seq"), {"seq": seq})
            _write_words(connection, seq, client)
            seen = tables.ClientSummary
            connection.execute(update(seen).where(seen.client_seq == seq).values(active=int(client.active)))
        return client

    def client(self, client_id: str) -> Client:
        """Who a client is, without a look at the file (no entry in the audit trail; for headers of screens that log
        their own view).

        Raises:
            Refused: unknown.
        """
        with self._reading() as connection:
            return self._one(connection, tables.Client, Client, client_id)

    def client_file(self, client_id: str) -> ClientFile:
        """One client's whole file. Leaves a view in the audit trail.

        Raises:
            Refused: unknown.
        """
        with self._reading() as connection:
            client = self._one(connection, tables.Client, Client, client_id)
            file = ClientFile(
                client=client,
                providers=self._providers_of(connection, client),
                histories=self._of_client(connection, tables.HealthHistory, HealthHistory, client_id),
                reviews=self._of_client(connection, tables.HistoryReview, HistoryReview, client_id),
                safety=self._safety_of(connection, client_id),
                visits=self._visit_rows(
                    connection, "visit.client_id = :client", {"client": client_id}, "visit.moment DESC, visit.seq DESC"
                ),
                similar=self._like(connection, client),
                intake=self._intake_draft(connection, client_id),
                holds=self._of_client(connection, tables.LegalHold, LegalHold, client_id),
                corrections=self._of_client(connection, tables.Correction, Correction, client_id),
                left=self._moved(connection, tables.Misfiling.from_client_id, client_id),
                came=self._moved(connection, tables.Misfiling.client_id, client_id),
                marks=marked_visits(connection, client_id),
            )
        self._look("view", "client", client_id, client_id)
        return file

    def find_clients(self, text: str = "", limit: int = 200, inactive: bool = False) -> tuple[ClientRow, ...]:
        """Clients by what was typed: beginnings of names in any order and without accents, telephone digits, file
        number, birth date.

        Without text the most recently seen come first. `inactive` takes those in who are no longer treated. Where no
        beginning fits, a part within a name is enough.
        """
        bare = clean(text).strip()
        with self._reading() as connection:
            if not bare:
                return client_rows.recent(connection, limit, inactive)
            query = search.client_query(bare)
            if not query:
                return ()
            number = int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else -1
            found = client_rows.found(connection, query, number, limit, inactive)
            within = search.fold(bare)
            if found or len(within) < 3:
                return found
            return client_rows.within(connection, within, limit, inactive)

    def similar_clients(
        self, first_name: str = "", last_name: str = "", born: date | None = None, phone: str = "", email: str = ""
    ) -> tuple[ClientRow, ...]:
        """Clients who may be the same person, likeliest first: same telephone or e-mail, names alike, same birthday
        with a name alike."""
        name = search.fold(clean(f"{first_name} {last_name}")).strip()
        email = clean(email).strip().casefold()
        number = search.digits(phone)
        client = tables.Client
        with self._reading() as connection:
            points: dict[str, float] = {}
            if number or email:
                same = select(client.id).where(
                    or_(
                        (client.digits == number) & (client.digits != ""),
                        (client.email == email) & (client.email != ""),
                    )
                )
                for (client_id,) in connection.execute(same):
                    points[client_id] = 90
            if len(name) >= 3:
                for client_id, score in _names_like(
                    connection, name, search.look(first_name, last_name) if first_name and last_name else ""
                ):
                    points[client_id] = points.get(client_id, 0) + score
            if born is not None:
                for (client_id,) in connection.execute(select(client.id).where(client.born == born.isoformat())):
                    if client_id in points or not name:
                        points[client_id] = points.get(client_id, 0) + 50
            best = sorted(points, key=lambda client_id: -points[client_id])[:8]
            return client_rows.these(connection, best)

    # --- within a transaction ----------------------------------------------------------------------------------------

    def _check_client(self, connection: Connection, client: Client) -> None:
        if not (client.first_name.strip() or client.last_name.strip()):
            raise Refused(_("A client needs a name."))
        if client.file_number < 1:
            raise Refused(_("A file number is 1 or higher."))
        table = tables.Client
        taken = connection.execute(
            select(table.id).where(table.file_number == client.file_number, table.id != client.id)
        ).first()
        if taken:
            raise Refused(_("File number {number} is in use.").format(number=client.file_number))
        if client.all_provider_ids():
            known = set(
                connection.execute(
                    select(tables.Provider.id).where(tables.Provider.id.in_(client.all_provider_ids()))
                ).scalars()
            )
            if set(client.all_provider_ids()) - known:
                raise Refused(_("This belongs to something that is not in the record."))

    @staticmethod
    def _moved(connection: Connection, column: InstrumentedAttribute[str], client_id: str) -> tuple[Misfiling, ...]:
        table = tables.Misfiling
        bodies = connection.execute(select(table.body).where(column == client_id).order_by(table.seq)).scalars()
        return tuple(value_of(Misfiling, body) for body in bodies)

    def _providers_of(self, connection: Connection, client: Client) -> tuple[Provider, ...]:
        if not client.all_provider_ids():
            return ()
        table = tables.Provider
        bodies = connection.execute(select(table.id, table.body).where(table.id.in_(client.all_provider_ids())))
        known = {provider_id: value_of(Provider, body) for provider_id, body in bodies}
        return tuple(known[provider_id] for provider_id in client.all_provider_ids() if provider_id in known)

    def _like(self, connection: Connection, client: Client) -> tuple[ClientRow, ...]:
        """Others whose name or birthday is easily taken for this client's."""
        table = tables.Client
        columns = columns_of(client)
        alike = or_(
            table.look == columns["look"],
            (table.born == columns["born"])
            & (table.born != "")
            & ((table.folded_last == columns["folded_last"]) | (table.folded_first == columns["folded_first"])),
        )
        ids = connection.execute(
            select(table.id).where(alike, table.id != client.id).order_by(table.seq).limit(8)
        ).scalars()
        return client_rows.these(connection, list(ids))


def insert_client(connection: Connection, entry: Entry, client: Client) -> None:
    """A client's row, search text and empty summary."""
    seq = Session._add(connection, entry, tables.Client, client, **columns_of(client))
    describe_client(connection, seq, client)


def describe_client(connection: Connection, seq: int, client: Client) -> None:
    """Everything that is derived from a client: search text, and a summary without visits."""
    _write_words(connection, seq, client)
    row = {
        "client_seq": seq,
        "last_moment": "",
        "last_visit": "",
        "visits": 0,
        "drafts": 0,
        "active": int(client.active),
    }
    connection.execute(insert(tables.ClientSummary), row)


def _write_words(connection: Connection, seq: int, client: Client) -> None:
    connection.execute(
        text("INSERT INTO client_text (rowid, words) VALUES (:seq, :words)"),
        {"seq": seq, "words": search.client_words(client)},
    )


def columns_of(client: Client) -> dict[str, Any]:
    """A client's real columns, made from the value."""
    return {
        "file_number": client.file_number,
        "name": _plain(client.full_name()),
        "preferred_name": _plain(client.preferred_name),
        "pronouns": _plain(client.pronouns),
        "born": client.born.isoformat() if client.born else "",
        "phone": _plain(client.phone),
        "email": _plain(client.email).strip().casefold(),
        "active": int(client.active),
        "folded": _plain(search.fold(f"{client.first_name} {client.last_name} {client.preferred_name}")),
        "folded_first": _plain(search.fold(client.first_name)),
        "folded_last": _plain(search.fold(client.last_name)),
        "look": _plain(search.look(client.first_name, client.last_name)),
        "digits": search.digits(client.phone),
    }


def _plain(text: str) -> str:
    """For a column: what a text column cannot hold is replaced, as it is in the body."""
    return re.sub("[\ud800-\udfff\x00]", "\ufffd", text)


def _names_like(connection: Connection, name: str, look: str) -> list[tuple[str, float]]:
    from rapidfuzz import fuzz, process

    table = tables.Client
    known = connection.execute(select(table.id, table.folded_first + " " + table.folded_last, table.look)).all()
    hits = process.extract(
        name,
        {client_id: folded for client_id, folded, _look in known},
        scorer=fuzz.token_sort_ratio,
        score_cutoff=_CLOSE,
        limit=8,
    )
    points = {client_id: float(score) for _name, score, client_id in hits}
    if look:
        points |= {
            client_id: max(points.get(client_id, 0), 95.0) for client_id, _folded, its_look in known if its_look == look
        }
    return list(points.items())
