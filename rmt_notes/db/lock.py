"""One program at a time: a lock on a small file in the record's folder, which ends with the process that holds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rmt_notes.db import files
from rmt_notes.db.errors import Locked
from rmt_notes.i18n import _

_LOCKED_BYTE = 1024
"""On Windows a locked byte cannot be read by others, so it lies well behind the words of the file."""


class RecordLock:
    """Holds the folder for this process.

    The file says whose it is, and how many unlocks failed since the last one that did not (`failures`): the encrypted
    audit trail cannot be written while the key is missing, so the next unlock tells it.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            Locked: another process has it; its number is in the sentence.
            DiskTrouble: the file cannot be made.
        """
        self.failures = 0
        try:
            self._file = os.open(folder / files.LOCK, os.O_CREAT | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise files.trouble(error) from error
        owner, self.failures = self._read()
        if not _take(self._file):
            self.let_go()
            raise Locked(
                _("This record is already open in another window of RMT Notes (process {owner}).").format(owner=owner)
                if owner
                else ""
            )
        try:
            self._write()
        except OSError as error:
            self.let_go()
            raise files.trouble(error) from error

    def count_failure(self) -> None:
        """One more unlock failed."""
        self.failures += 1
        try:
            self._write()
        except OSError as error:
            raise files.trouble(error) from error

    def forget_failures(self) -> None:
        """An unlock went through and has told them."""
        if self.failures:
            self.failures = 0
            try:
                self._write()
            except OSError as error:
                raise files.trouble(error) from error

    def let_go(self) -> None:
        """Free the folder for the next one; twice is once."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _read(self) -> tuple[str, int]:
        os.lseek(self._file, 0, os.SEEK_SET)
        parts = os.read(self._file, 64).decode("ascii", "replace").split()
        owner = parts[0] if parts and parts[0].isdigit() else ""
        return owner, int(parts[1]) if len(parts) > 1 and parts[1].isdigit() and len(parts[1]) < 10 else 0

    def _write(self) -> None:
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, f"{os.getpid()} {self.failures} \n".encode())
        os.truncate(self._file, os.lseek(self._file, 0, os.SEEK_CUR))


def _take(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    # flock belongs to the open file, so a second store in the same process is refused as well.
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
