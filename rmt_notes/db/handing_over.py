"""What leaves the record as a whole chart: one client's copy, and the parts of a packet for a successor."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from rmt_notes.clinical.attachment import Attachment
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.practice import Practice
from rmt_notes.clinical.record import ClientChart, Paper
from rmt_notes.clinical.visit import Visit
from rmt_notes.db import tables
from rmt_notes.db.clients import Clients
from rmt_notes.db.session import value_of
from rmt_notes.db.signatures import Signatures


class HandingOver(Signatures, Clients):
    """Intentions about handing charts over."""

    def chart_copy(self, client_id: str, to: str = "") -> ClientChart:
        """Everything of one client for a copy of the chart. The export is logged, with whom it is for.

        Raises:
            Refused: unknown.
            DiskTrouble: nothing is handed over without its entry.
        """
        with self._intention("export", "client", client_id, client_id=client_id) as (connection, entry):
            entry.detail["what"] = "chart"
            if to.strip():
                entry.detail["to"] = to.strip()
            chart = self._client_chart(connection, client_id)
        number, mac = self._trail.head.number, self._trail.head.mac.hex()
        visits = tuple(replace(each, audit_number=number, audit_head=mac) for each in chart.visits)
        return replace(chart, visits=visits, audit_number=number, audit_head=mac)

    def packet_clients(self) -> tuple[Client, ...]:
        """Everybody a packet tells of, by file number."""
        with self._reading() as connection:
            found = self._all(connection, tables.Client, Client)
        return tuple(sorted(found, key=lambda client: client.file_number))

    def sign_packet(self, words: bytes) -> tuple[str, str]:
        """The signature under a packet's list of contents and the public key that checks it, in hexadecimal."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        signer = Ed25519PrivateKey.from_private_bytes(self._keys.signing)
        public = signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return signer.sign(b"rmt-notes packet v1\n" + words).hex(), public.hex()

    # --- within a transaction ----------------------------------------------------------------------------------------

    def _client_chart(self, connection: Connection, client_id: str) -> ClientChart:
        client = self._one(connection, tables.Client, Client, client_id)
        visits = sorted(
            self._of_client(connection, tables.Visit, Visit, client_id),
            key=lambda each: (each.started_at, each.number),
        )
        files = tables.Attachment
        papers = connection.execute(
            select(files.body, files.content).where(files.client_id == client_id).order_by(files.seq)
        )
        people = connection.execute(select(tables.Practitioner.id, tables.Practitioner.name))
        return ClientChart(
            practice=value_of(Practice, connection.execute(select(tables.Practice.body)).scalar_one()),
            practitioner=self._practitioner,
            client=client,
            providers=self._providers_of(connection, client),
            people=tuple((row.id, row.name) for row in people),
            histories=self._of_client(connection, tables.HealthHistory, HealthHistory, client_id),
            reviews=self._of_client(connection, tables.HistoryReview, HistoryReview, client_id),
            safety=self._safety_of(connection, client_id),
            visits=tuple(self._printable(self._chart(connection, each.id), each) for each in visits),
            corrections=self._of_client(connection, tables.Correction, Correction, client_id),
            left=self._moved(connection, tables.Misfiling.from_client_id, client_id),
            papers=tuple(
                Paper(attachment=value_of(Attachment, row.body), content=bytes(row.content)) for row in papers
            ),
            printed_at=self.now(),
            audit_number=self._trail.head.number,
            audit_head=self._trail.head.mac.hex(),
        )
