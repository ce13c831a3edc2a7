"""A restore that is only rehearsed: into a temporary folder, opened, checked, counted, and removed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rmt_notes.db import files
from rmt_notes.db.restore import restore
from rmt_notes.db.store import RecordStore
from rmt_notes.i18n import _

_REHEARSAL = "rehearsal-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a rehearsed restore found: the day of the backup, how many of each, and what is wrong (nothing, usually)."""

    made_at: datetime
    counts: Mapping[str, int]
    audit_number: int
    problems: tuple[str, ...]


def rehearse(source: Path, near: Path, secret: str, *, by_code: bool = False) -> Rehearsal:
    """Restore the backup into a temporary folder, open it, check everything in it, and remove it again. The record in
    use is not touched.

    Raises:
        WrongPassphrase, Damaged, NoRecord, TooNew, DiskTrouble.
    """
    sweep_rehearsals(near)
    try:
        folder = Path(tempfile.mkdtemp(prefix=_REHEARSAL, dir=near))
    except OSError as error:
        raise files.trouble(error) from error
    try:
        manifest = restore(source, folder, secret, by_code=by_code)
        with RecordStore.open_restored(folder, secret, by_code=by_code) as store:
            found = store.verify()
            counts = store.backup_counts()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    problems = list(found.problems)
    # Opening it for the rehearsal left entries of its own.
    for name, expected in manifest.counts.items():
        if name != "audit" and counts.get(name) != expected:
            problems.append(_("Not everything that was backed up came back."))
            break
    return Rehearsal(
        made_at=manifest.made_at, counts=counts, audit_number=manifest.audit_number, problems=tuple(problems)
    )


def sweep_rehearsals(near: Path) -> None:
    """Remove what a killed rehearsal left; it is as encrypted as the record."""
    with suppress(OSError):
        for path in near.glob(_REHEARSAL + "*"):
            shutil.rmtree(path, ignore_errors=True)
