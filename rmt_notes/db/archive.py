"""The backup file: one `.tnb` that holds a whole record, as encrypted as the record itself.

A stored zip of three members: `manifest.json` (what is inside, sealed with the record's key), `vault.json` (the wrapped
keys) and `record.db` (the encrypted file, at rest, without a WAL). Whoever has a passphrase or the recovery code of
the time of the backup can open it; nobody else can. Sizes and names are checked before anything is read, and no member
is ever written under a name that comes out of the file.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from rmt_notes.db import files
from rmt_notes.db.errors import Damaged, NoRecord, TooNew
from rmt_notes.db.precedence import Flushed
from rmt_notes.i18n import _

SUFFIX = ".tnb"
FORMAT = "rmt-notes-backup"
VERSION = 1
MANIFEST = "manifest.json"
_MEMBERS = frozenset({MANIFEST, files.VAULT, files.RECORD})
_MOST_WORDS = 65536
_CHUNK = 1 << 20
_NAME = re.compile(r"rmt-notes-([0-9a-f]{8})-(\d{9,})-(\d{8})-(\d{6})\.tnb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: whose record, when it was made, how many rows of each kind, and the newest audit entry."""

    record_id: str
    made_at: datetime
    program: str
    schema: int
    counts: Mapping[str, int]
    audit_number: int
    audit_mac: str
    size: int
    digest: str
    vault_digest: str

    def words(self) -> dict[str, Any]:
        """The manifest as it is sealed and written."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "record": self.record_id,
            "made_at": self.made_at.isoformat(),
            "program": self.program,
            "schema": self.schema,
            "counts": dict(self.counts),
            "audit": {"number": self.audit_number, "mac": self.audit_mac},
            "database": {"size": self.size, "sha256": self.digest},
            "vault": {"sha256": self.vault_digest},
        }


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the name of a backup tells: whose, how far its audit trail goes, and the day and time on its making."""

    path: Path
    record: str
    number: int
    made_at: datetime


def name_for(manifest: Manifest) -> str:
    """The file name: ordered by audit number, because clocks can be wrong."""
    return f"rmt-notes-{manifest.record_id[:8]}-{manifest.audit_number:09}-{manifest.made_at:%Y%m%d-%H%M%S}{SUFFIX}"


def stamps(place: Path, record_id: str = "") -> tuple[Stamp, ...]:
    """The backups in a folder, newest last by audit number; of one record where one is named. Empty where the folder
    cannot be read."""
    found = []
    try:
        names = os.listdir(place)
    except OSError:
        return ()
    for name in names:
        match = _NAME.fullmatch(name)
        if match is None or (record_id and match[1] != record_id[:8]):
            continue
        with suppress(ValueError):
            made_at = datetime.strptime(match[3] + match[4], "%Y%m%d%H%M%S")
            found.append(Stamp(place / name, match[1], int(match[2]), made_at))
    return tuple(sorted(found, key=lambda stamp: (stamp.number, stamp.made_at)))


def digest_of(file: IO[bytes], write: Callable[[bytes], object] | None = None) -> tuple[int, str]:
    """Size and SHA-256 of what is left to read, handed on in pieces."""
    sum_, size = hashlib.sha256(), 0
    while piece := file.read(_CHUNK):
        sum_.update(piece)
        size += len(piece)
        if write is not None:
            write(piece)
    return size, sum_.hexdigest()


def pack(
    part: Path,
    database: Iterable[bytes],
    vault: bytes,
    at: datetime,
    manifest_of: Callable[[int, str], Manifest],
    key: bytes,
    told: Callable[[bytes], object],
) -> Manifest:
    """Write a backup under an unfinished name and flush it to the disk: the encrypted file as it comes, in pieces, each
    of which is told before it is written; then what is said of it, asked with its size and SHA-256.

    Raises:
        OSError: as the system says it.
    """
    sum_, size = hashlib.sha256(), 0
    with open(_made(part), "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            with archive.open(_info(files.RECORD, at), "w", force_zip64=True) as member:
                flushed = Flushed(out)
                for piece in database:
                    told(piece)
                    sum_.update(piece)
                    size += len(piece)
                    member.write(piece)
                    flushed.wrote(len(piece))
            manifest = manifest_of(size, sum_.hexdigest())
            words = manifest.words()
            archive.writestr(_info(files.VAULT, at), vault)
            sealed = json.dumps({**words, "seal": _seal(words, key)}, indent=1, sort_keys=True).encode()
            archive.writestr(_info(MANIFEST, at), sealed)
        out.flush()
        os.fsync(out.fileno())
    return manifest


def copy(backup: Path, part: Path, told: Callable[[bytes], object]) -> None:
    """Write a finished backup once more under an unfinished name and flush it to the disk.

    Raises:
        OSError: as the system says it.
    """
    with backup.open("rb") as source, open(_made(part), "wb") as out:
        flushed = Flushed(out)

        def write(piece: bytes) -> None:
            told(piece)
            out.write(piece)
            flushed.wrote(len(piece))

        digest_of(source, write)
        out.flush()
        os.fsync(out.fileno())


def _made(part: Path) -> int:
    """A descriptor of an empty file that nobody else can read."""
    return os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup file, its shape checked.

    Raises:
        NoRecord: there is no such file.
        Damaged: it is no backup, or not whole.
        DiskTrouble: it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield Archive(archive)
    except FileNotFoundError as error:
        raise NoRecord(_("There is no backup of that name.")) from error
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        UnicodeDecodeError,
        ValueError,
        OverflowError,
    ) as error:
        raise bad_backup() from error
    except OSError as error:
        if error.errno is None or error.errno == 22:  # a directory that points outside of the file
            raise bad_backup() from error
        raise files.trouble(error) from error


class Archive:
    """An open backup. Nothing of it may be trusted before `manifest` was read with the key."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        infos = archive.infolist()
        if len(infos) != len(_MEMBERS) or {info.filename for info in infos} != _MEMBERS:
            raise bad_backup()
        for info in infos:
            if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size or info.flag_bits & 1:
                raise bad_backup()
            if info.filename != files.RECORD and info.file_size > _MOST_WORDS:
                raise bad_backup()
        self._archive = archive

    def vault(self) -> bytes:
        """The wrapped keys as they were at the time of the backup."""
        return self._small(files.VAULT)

    def manifest(self, key: bytes) -> Manifest:
        """What the backup says it holds, proved with the record's key.

        Raises:
            Damaged: altered, or sealed with another key.
            TooNew: a later program made it.
        """
        try:
            words = json.loads(self._small(MANIFEST).decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise bad_backup() from error
        if not isinstance(words, dict) or words.get("format") != FORMAT:
            raise bad_backup()
        version = words.get("version")
        if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
            raise TooNew
        seal = words.pop("seal", None)
        if not isinstance(seal, str) or not hmac.compare_digest(seal.encode(), _seal(words, key).encode()):
            raise bad_backup()
        manifest = Manifest(
            record_id=words["record"],
            made_at=datetime.fromisoformat(words["made_at"]),
            program=words["program"],
            schema=words["schema"],
            counts=words["counts"],
            audit_number=words["audit"]["number"],
            audit_mac=words["audit"]["mac"],
            size=words["database"]["size"],
            digest=words["database"]["sha256"],
            vault_digest=words["vault"]["sha256"],
        )
        if hashlib.sha256(self.vault()).hexdigest() != manifest.vault_digest:
            raise bad_backup()
        return manifest

    def read_database(self, manifest: Manifest, write: Callable[[bytes], object] | None = None) -> None:
        """Read the encrypted file, in pieces, and hold it against the manifest.

        Raises:
            Damaged: it is not what was backed up. What was handed to `write` is then worthless.
        """
        if self._archive.getinfo(files.RECORD).file_size != manifest.size:
            raise bad_backup()
        with self._archive.open(files.RECORD) as member:
            if digest_of(member, write) != (manifest.size, manifest.digest):
                raise bad_backup()

    def _small(self, name: str) -> bytes:
        with self._archive.open(name) as member:
            return member.read(_MOST_WORDS + 1)[:_MOST_WORDS]


def bad_backup() -> Damaged:
    """The sentence for a file that is no whole backup."""
    return Damaged(
        _("This file is not a whole backup of RMT Notes: it is damaged, cut off or something else. Try another one.")
    )


def _seal(words: dict[str, Any], key: bytes) -> str:
    return hmac.new(key, json.dumps(["backup", words], sort_keys=True).encode(), "sha256").hexdigest()


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (max(1980, min(at.year, 2107)), at.month, at.day, at.hour, at.minute, at.second))
    info.external_attr = 0o600 << 16
    return info
