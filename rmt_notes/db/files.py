"""Small files beside the record: written whole or not at all, readable by their owner alone."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from rmt_notes.db.errors import DiskTrouble
from rmt_notes.i18n import _

RECORD = "record.db"
VAULT = "vault.json"
STATE = "state.json"
LOCK = "record.lock"
PART = ".part"

_BYTES = getattr(os, "O_BINARY", 0)
"""Windows would turn line ends otherwise."""

_PATIENCE = 2.0
"""Seconds during which a virus scanner may hold a file on Windows before we give up replacing it."""


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


def trouble(error: OSError) -> DiskTrouble:
    """The operating system's refusal as a sentence."""
    if error.errno in NO_ROOM:
        return full()
    if error.errno in NO_RIGHT:
        return read_only()
    return failing()


def full() -> DiskTrouble:
    """No room."""
    return DiskTrouble(
        _("The disk is full. What was saved before is safe; free some space and it will be saved again.")
    )


def read_only() -> DiskTrouble:
    """No right to write."""
    return DiskTrouble(
        _("The folder of the record cannot be written to. Check that it is not read-only and that it belongs to you.")
    )


def failing() -> DiskTrouble:
    """Neither full nor forbidden: the disk or the connection to it."""
    return DiskTrouble(
        _("The disk did not answer as it should. What was saved before is safe; check the disk and its connection.")
    )


def private_folder(folder: Path) -> None:
    """Make the folder, closed to everybody else.

    Raises:
        DiskTrouble: when it cannot be made or written to.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            os.chmod(folder, 0o700)
    except OSError as error:
        raise trouble(error) from error


def new_private_file(path: Path) -> None:
    """Make an empty file of our own; SQLite alone would leave it readable by others.

    Raises:
        DiskTrouble: when it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise trouble(error) from error


def atomic_write(path: Path, data: bytes, *, settle: bool = True) -> None:
    """Write beside, flush to the platter, put in place, flush the folder: afterwards the file is the old one or the
    new one, never half. Without `settle` the folder is not waited for: a power cut soon after may bring the old one
    back, whole.

    Raises:
        DiskTrouble: the old file is then untouched.
    """
    part = path.with_name(path.name + PART)
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | _BYTES, 0o600)
        try:
            _write_all(descriptor, data)
            _flush(descriptor)
        finally:
            os.close(descriptor)
        _replace(part, path)
        if settle:
            flush_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise trouble(error) from error


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name.

    Raises:
        DiskTrouble: when the system refuses.
    """
    try:
        _replace(part, path)
        flush_folder(path.parent)
    except OSError as error:
        raise trouble(error) from error


def read_small(path: Path, most: int = 65536) -> bytes | None:
    """The content of a small file; None where it is missing or larger than it can be.

    Raises:
        DiskTrouble: when it is there and cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise trouble(error) from error
    return data if len(data) <= most else None


def remove(path: Path) -> None:
    """Remove a file that may be missing."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise trouble(error) from error


def flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut (Windows has no such call and needs none)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _flush(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _flush(descriptor: int) -> None:
    os.fsync(descriptor)
    if sys.platform == "darwin":
        # Plain fsync stops at the drive's cache on macOS.
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)


def _replace(part: Path, path: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    pause = 0.01
    while True:
        try:
            os.replace(part, path)
        except PermissionError:
            if os.name == "posix" or time.monotonic() > deadline:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return
