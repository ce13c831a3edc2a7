"""Files that leave the program: named without the client's name, written whole or not at all, readable by their owner
alone."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from rmt_notes.i18n import _

_PART = ".rmt-"


class FileTrouble(Exception):
    """The file could not be written; what stood there before is untouched. `str()` is the sentence to show."""


def note_name(file_number: int, day: date, *, draft: bool = False) -> str:
    """The name a note's page is offered under: `0412 2026-11-08 note.pdf`, a draft with `draft` in it.

    File number and day find the visit again; the client's name would tell every reader of a folder who is treated here.
    """
    words = _("draft note") if draft else _("note")
    return _tidy(f"{file_number:04d} {day.isoformat()} {words}.pdf")


def handout_name(file_number: int, day: date) -> str:
    """The name a client's home care page is offered under: `0412 2026-11-08 home care.pdf`."""
    return _tidy(f"{file_number:04d} {day.isoformat()} {_('home care')}.pdf")


def letter_name(file_number: int, day: date) -> str:
    """The name a letter is offered under: `0412 2026-11-08 letter.pdf`."""
    return _tidy(f"{file_number:04d} {day.isoformat()} {_('letter')}.pdf")


def record_name(day: date) -> str:
    """The name the whole record is offered under: `rmt-notes record 2026-11-22.json`."""
    return _tidy(_("rmt-notes record {day}").format(day=day.isoformat()) + ".json")


def chart_name(file_number: int, day: date) -> str:
    """The name a copy of a chart is offered under: `0412 2026-11-22 chart.pdf`."""
    return _tidy(f"{file_number:04d} {day.isoformat()} {_('chart')}.pdf")


def trouble_of(error: OSError, path: Path) -> FileTrouble:
    """What went wrong with a file, as a sentence."""
    return FileTrouble(_sentence(error, path))


def _tidy(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "-", name).strip(". ")


def write(path: Path, data: bytes) -> None:
    """Write `data` beside `path`, flush it to the disk and put it in place: afterwards the old file is there or the
    new one, never half.

    Raises:
        FileTrouble: the disk is full, the folder is missing or may not be written to, or `path` is a folder.
    """
    path = path.expanduser()
    try:
        _write(path, data)
    except OSError as error:
        raise FileTrouble(_sentence(error, path)) from error


def _write(path: Path, data: bytes) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    target = path.resolve() if path.is_symlink() else path
    handle, beside = tempfile.mkstemp(prefix=_PART, dir=target.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        raise
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """The new name must survive a power cut too. Windows has no such call, and some network disks refuse it: then the
    write stands as it is."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _sentence(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _("The disk is full, so {file} was not written. Free some space or choose another place.").format(
            file=path.name
        )
    if isinstance(error, IsADirectoryError):
        return _("{file} is a folder. Choose a name for the file.").format(file=path.name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _("There is no folder {folder}. Choose another place.").format(folder=path.parent)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _("{file} could not be written: the folder is read-only or belongs to somebody else.").format(
            file=path.name
        )
    if error.errno == errno.ENAMETOOLONG:
        return _("That file name is too long. Choose a shorter one.")
    return _("{file} could not be written: the disk did not answer as it should.").format(file=path.name)
