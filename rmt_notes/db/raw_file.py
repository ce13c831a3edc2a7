"""The bytes of the record file as they lie on the disk, read past the database, and the code that each page carries.

A reading transaction that begins while the log is empty keeps the file as it is until it ends: what is saved meanwhile
waits in the log. As long as it lasts the bytes of the file are one whole state of the record.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rmt_notes.db import engine as driver
from rmt_notes.db import files

PIECE = 256 * driver.PAGE
"""Bytes between two looks at whether the work is still wanted and whether somebody saves: some milliseconds."""
_TRIES = 40
_PAUSE = 0.05
_SALT = 16
_CODE = 64
_LOCKED = 0x40000000 // driver.PAGE + 1
"""The page that SQLite leaves to the locks and never writes."""


class RawFile:
    """An open file, for reading. One for a record and a process, shared by all who read it: when any of its
    descriptors is closed, POSIX takes every lock of the process off the file, the database's too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise files.trouble(error) from error

    def __del__(self) -> None:
        descriptor = getattr(self, "_descriptor", None)
        if descriptor is not None:
            os.close(descriptor)

    def is_at(self, path: Path) -> bool:
        """Whether it is the file that has this name now."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(path))
        except OSError:
            return False

    def pieces(self) -> Iterator[bytes]:
        """Everything, in pieces of whole pages.

        Raises:
            DiskTrouble: it cannot be read.
        """
        place = 0
        while piece := self._read(place):
            place += len(piece)
            yield piece

    def _read(self, place: int) -> bytes:
        found = b""
        try:
            while len(found) < PIECE:
                more = self._read_at(place + len(found), PIECE - len(found))
                if not more:
                    break
                found += more
        except OSError as error:
            raise files.trouble(error) from error
        return found

    def _read_at(self, place: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._descriptor, size, place)
        os.lseek(self._descriptor, place, os.SEEK_SET)
        return os.read(self._descriptor, size)


def held_still(path: Path, begin: Callable[[], Any], end: Callable[[], Any], look_up: Callable[[], Any]) -> bool:
    """Begin reading at a moment when the log is empty; from then on the file stays as it is. False where the log could
    not be emptied because somebody else is reading; reading has then begun all the same.

    `begin` begins a transaction and looks at something in it, `end` ends it, `look_up` may raise.
    """
    log = path.with_name(path.name + "-wal")
    for _try in range(_TRIES):
        look_up()
        begin()
        if not log.exists() or log.stat().st_size == 0:
            return True
        end()
        time.sleep(_PAUSE)
    begin()
    return False


class PageCodes:
    """Holds page after page against the code that each carries (HMAC-SHA512, as SQLCipher writes it): what
    `PRAGMA cipher_integrity_check` does, but in pieces, and of bytes that are on their way somewhere.

    The page's number is part of its code, so that a page in the wrong place is found as well.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._code_key = b""
        self._pages = 0
        self.damaged = 0

    def look(self, piece: bytes) -> None:
        """The next pages of the file; half a page at the end counts as damaged."""
        view = memoryview(piece)
        for place in range(0, len(piece), driver.PAGE):
            self._pages += 1
            page = view[place : place + driver.PAGE]
            if self._pages == 1:
                salt = bytes(byte ^ 0x3A for byte in page[:_SALT])
                self._code_key = hashlib.pbkdf2_hmac("sha512", self._key, salt, 2, 32)
                page = page[_SALT:]
            elif self._pages == _LOCKED:
                continue
            told = b"".join((page[:-_CODE], self._pages.to_bytes(4, "little")))
            if len(page) < driver.PAGE - _SALT or not hmac.compare_digest(
                hmac.digest(self._code_key, told, "sha512"), page[-_CODE:]
            ):
                self.damaged += 1
