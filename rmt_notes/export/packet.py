"""The packet for a successor: one zip whose every clinical file is a PDF locked with AES-256.

Why so: it must open in ten years without this program. Any system unpacks a plain zip, any reader opens a locked PDF
and asks for the passphrase; an encrypted zip needs a program that many computers do not have, and one large PDF with
everything attached opens fully in few readers and needs all of it in memory. The names inside tell file numbers only.
What machines need (JSON, audit trail) is attached to one more locked PDF. AES in a PDF does not tell a changed file, so
a signed list of SHA-256 lies beside them, checked with Python alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from rmt_notes import resources
from rmt_notes.clinical.client import Client
from rmt_notes.export import files
from rmt_notes.i18n import _

FORMAT = "rmt-notes-packet"
VERSION = 1
MANIFEST = "manifest.json"
MACHINE = "machine.pdf"
RECORD = "record.json"
_BESIDE = ("READ-ME.txt", "verify_packet.py", "verify_audit.py")
_MOST_MEMBER = 4 << 30

Signer = Callable[[bytes], tuple[str, str]]
"""Gives the signature under the list and the public key, both in hexadecimal."""


class BadPacket(ValueError):
    """A file that is no whole packet. `str()` is a sentence."""


class PacketWriter:
    """Writes a packet beside its final name, one chart at a time; in its place only once it is whole.

    Left without `finish`, nothing of it stays.
    """

    def __init__(self, path: Path, passphrase: str, made_at: datetime) -> None:
        self._target = path.expanduser()
        self._passphrase = passphrase
        self._made_at = made_at
        self._members: list[dict[str, str | int]] = []
        self._clients: list[tuple[Client, int]] = []
        self._beside = self._target.with_name(f"{self._target.name}.part")
        try:
            self._file = open(  # noqa: SIM115  # it lives as long as the writer and is closed in its end
                os.open(self._beside, os.O_CREAT | os.O_TRUNC | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600), "w+b"
            )
        except OSError as error:
            raise files.trouble_of(error, self._target) from error
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED, allowZip64=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_up()

    def add_chart(self, client: Client, locked: bytes, visits: int) -> None:
        """One client's chart, locked already."""
        self._add(f"charts/{client.file_number:04d}.pdf", locked)
        self._clients.append((client, visits))

    def add_machine(self, record: str, audit: bytes) -> None:
        """What programs read: the whole record and the audit trail, inside one locked PDF."""
        from rmt_notes.export.pdf.packet_sheets import machine_pdf

        inside = (
            (RECORD, record.encode("utf-8"), "application/json"),
            ("record.schema.json", resources.data("schema", "record.schema.json"), "application/schema+json"),
            ("audit.jsonl", audit, "application/jsonl"),
            ("verify_audit.py", resources.data("handover", "verify_audit.py"), "text/x-python"),
        )
        self._add(MACHINE, machine_pdf(inside, self._passphrase))

    def finish(self, practice: str, record_id: str, sign: Signer) -> None:
        """Index, guide, scripts and the signed list; then flush and put the packet in its place.

        Raises:
            FileTrouble: the disk is full or gone; nothing stays under the final name.
        """
        from rmt_notes.export.pdf.packet_sheets import index_pdf

        self._add("index.pdf", index_pdf(practice, self._made_at, self._clients, self._passphrase))
        for name in _BESIDE:
            self._add(name, resources.data("handover", name))
        told: dict[str, object] = {
            "format": FORMAT,
            "version": VERSION,
            "record": record_id,
            "made_at": self._made_at.isoformat(),
            "members": sorted(self._members, key=lambda member: str(member["name"])),
        }
        # The key is part of what is signed, so it is asked for first.
        told["public_key"] = sign(b"")[1]
        signature, _key = sign(_canonical(told))
        try:
            self._zip.writestr(self._info(MANIFEST), _canonical({**told, "signature": signature}))
            self._zip.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._beside, self._target)
        except OSError as error:
            raise files.trouble_of(error, self._target) from error

    def give_up(self) -> None:
        """Leave nothing behind. After `finish` it does nothing."""
        if not self._file.closed:
            self._zip.close()
            self._file.close()
        self._beside.unlink(missing_ok=True)

    def _add(self, name: str, data: bytes) -> None:
        self._members.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        try:
            self._zip.writestr(self._info(name), data)
        except OSError as error:
            raise files.trouble_of(error, self._target) from error

    def _info(self, name: str) -> zipfile.ZipInfo:
        at = self._made_at
        info = zipfile.ZipInfo(name, (max(1980, min(at.year, 2107)), at.month, at.day, at.hour, at.minute, at.second))
        info.external_attr = 0o600 << 16
        return info


def is_packet(path: Path) -> bool:
    """Whether a file looks like a packet, without trusting it."""
    try:
        with zipfile.ZipFile(path) as packet:
            return MANIFEST in packet.namelist() and MACHINE in packet.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def record_in(path: Path, passphrase: str) -> str:
    """The interchange text of a packet, its part held against the packet's own list.

    Raises:
        BadPacket: no packet, altered, or without the record.
        WrongLock: the passphrase does not open it.
    """
    import pikepdf

    from rmt_notes.export.pdf.lock import unlock

    try:
        with zipfile.ZipFile(path) as packet:
            told = json.loads(packet.read(MANIFEST).decode("utf-8"))
            if told.get("format") != FORMAT or packet.getinfo(MACHINE).file_size > _MOST_MEMBER:
                raise BadPacket(_("This file is no packet of RMT Notes."))
            data = packet.read(MACHINE)
            sums = {each["name"]: each["sha256"] for each in told["members"]}
    except (zipfile.BadZipFile, KeyError, TypeError, AttributeError, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, BadPacket):
            raise
        raise BadPacket(_("This file is no packet of RMT Notes, or it is damaged.")) from error
    if sums.get(MACHINE) != hashlib.sha256(data).hexdigest():
        raise BadPacket(_("This packet was altered after it was made. Nothing was taken in."))
    with pikepdf.open(io.BytesIO(unlock(data, passphrase))) as document:
        if RECORD not in document.attachments:
            raise BadPacket(_("The record is not in this packet."))
        return document.attachments[RECORD].get_file().read_bytes().decode("utf-8")


def packet_name(day: datetime) -> str:
    """The name a packet is offered under: `rmt-notes packet 2026-11-22.zip`."""
    return re.sub(r'[<>:"/\\|?*]', "-", _("rmt-notes packet {day}").format(day=day.date().isoformat())) + ".zip"


def _canonical(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def parts_of(clients: Sequence[Client]) -> int:
    """How many steps a packet takes: the record, each chart, the end."""
    return len(clients) + 2
