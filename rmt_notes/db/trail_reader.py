"""Reading the audit trail, and handing it out in a form that anybody can check without the record's key."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select

from rmt_notes.clinical.client import Client
from rmt_notes.db import files, tables
from rmt_notes.db.session import value_of
from rmt_notes.db.upkeep import Upkeep
from rmt_notes.db.values import AuditPage, AuditQuery

EXPORT = "rmt-notes-audit"
EXPORT_VERSION = 1
_EVERYTHING = AuditQuery()


class TrailReader(Upkeep):
    """Intentions about the audit trail itself."""

    def audit_page(self, query: AuditQuery = _EVERYTHING, limit: int = 200, before: int = 0) -> AuditPage:
        """The newest lines that fit, before the entry with number `before` where one is given."""
        if not before:
            self._look("view", "audit", query.client_id, query.client_id)
        table = tables.Audit
        chosen = _narrowed(select(table.number), query).order_by(table.number.desc()).limit(limit + 1)
        if before:
            chosen = chosen.where(table.number < before)
        with self._reading() as connection:
            numbers = list(connection.execute(chosen).scalars())
            wanted = numbers[:limit]
            people = tuple(
                (row.id, row.name)
                for row in connection.execute(select(tables.Practitioner.id, tables.Practitioner.name))
            )
            actions = tuple(sorted(connection.execute(select(table.action).distinct()).scalars()))
        rows = self._rows_of(wanted)
        return AuditPage(
            rows=rows,
            clients=self._client_names({row.client_id for row in rows if row.client_id}),
            people=people,
            actions=actions,
            more=len(numbers) > limit,
        )

    def export_audit(self, path: Path, client_id: str = "") -> int:
        """Write the trail, or one client's part of it, as lines of JSON, chained and signed; gives back how
        many entries.

        `resources/handover/verify_audit.py` checks the file with nothing installed but Python. The export leaves an
        entry of its own first, so it is in the file.

        Raises:
            Refused: the whole trail, to anybody but the owner.
            DiskTrouble: nothing was written under that name.
        """
        if not client_id:
            self._must_administer()
        part = path.with_name(path.name + files.PART)
        count = -2  # the head and the signature are no entries
        try:
            descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with open(descriptor, "w", encoding="utf-8", newline="\n") as out:
                for line in self._export_lines(client_id):
                    out.write(line)
                    count += 1
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            files.remove(part)
            raise files.trouble(error) from error
        files.put_in_place(part, path)
        return count

    def audit_export(self, client_id: str = "") -> bytes:
        """The same lines in memory, for a packet: nothing of it lies in clear on the disk.

        Raises:
            Refused: as above.
        """
        if not client_id:
            self._must_administer()
        return "".join(self._export_lines(client_id)).encode("utf-8")

    def _export_lines(self, client_id: str) -> Iterator[str]:
        """Head, entries and signature of an export, after the entry of its own."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        with self._intention("export", "audit", "", client_id=client_id):
            pass
        signer = Ed25519PrivateKey.from_private_bytes(self._keys.signing)
        public = signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        head = {
            "format": EXPORT,
            "version": EXPORT_VERSION,
            "record": self.record_id,
            "exported_at": self.now().isoformat(),
            "client": client_id,
            "public_key": public.hex(),
        }
        link, count = _link(b"", head), 0
        yield _line(head)
        for entry in self._entries(client_id):
            link = _link(link, entry)
            yield _line({**entry, "link": link.hex()})
            count += 1
        signature = signer.sign(_signed(link, count))
        yield _line({"entries": count, "link": link.hex(), "signature": signature.hex()})

    def signing_fingerprint(self) -> str:
        """The beginning of the public key that signs exports, to compare with what the check says."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        key = Ed25519PrivateKey.from_private_bytes(self._keys.signing).public_key()
        return fingerprint(key.public_bytes(Encoding.Raw, PublicFormat.Raw))

    def _entries(self, client_id: str) -> Iterator[dict[str, Any]]:
        table = tables.Audit.__table__
        chosen = select(table).order_by(table.c.number)
        if client_id:
            chosen = chosen.where(table.c.client_id == client_id)
        with self._reading() as connection:
            for row in connection.execute(chosen).mappings().yield_per(2000):
                entry = {name: value for name, value in row.items() if name not in ("detail", "content")}
                entry["detail"] = json.loads(row["detail"])
                entry["content"] = json.loads(row["content"])
                yield {name: value.hex() if isinstance(value, bytes) else value for name, value in entry.items()}

    def _client_names(self, ids: set[str]) -> tuple[tuple[str, str], ...]:
        table = tables.Client
        with self._reading() as connection:
            found = connection.execute(select(table.id, table.body).where(table.id.in_(sorted(ids)))).all()
        return tuple((row.id, value_of(Client, row.body).full_name()) for row in found)


def fingerprint(public_key: bytes) -> str:
    """Sixteen letters of a public key's SHA-256 in groups of four."""
    digest = hashlib.sha256(public_key).hexdigest()[:16]
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def _narrowed(chosen: Select[Any], query: AuditQuery) -> Select[Any]:
    table = tables.Audit
    if query.client_id:
        chosen = chosen.where(table.client_id == query.client_id)
    if query.practitioner_id:
        chosen = chosen.where(table.practitioner_id == query.practitioner_id)
    if query.action:
        chosen = chosen.where(table.action == query.action)
    if query.since is not None:
        chosen = chosen.where(table.at >= query.since.isoformat())
    if query.until is not None:
        chosen = chosen.where(table.at < f"{query.until.isoformat()}U")  # after every time of that day: T < U
    return chosen


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _link(previous: bytes, entry: dict[str, Any]) -> bytes:
    return hashlib.sha256(previous + _canonical(entry)).digest()


def _signed(link: bytes, count: int) -> bytes:
    return b"rmt-notes audit export v1\n" + link + str(count).encode()


def _line(value: dict[str, Any]) -> str:
    return _canonical(value).decode() + "\n"
