"""The files of a record that was saved from a damaged one, and how they come into place.

With the damaged file out of the way the new one takes its place, whatever happens; until then it is only a file beside.
"""

from __future__ import annotations

from pathlib import Path

from rmt_notes.db import files, restore

RECORD = "salvaged.db"
SOURCE = "salvage-source.db"
_BESIDE = ("-wal", "-shm", "-journal")


def is_under_way(folder: Path) -> bool:
    """Whether the damaged file was set aside and the new one not put in place yet."""
    return (folder / RECORD).exists() and not (folder / files.RECORD).exists()


def finish(folder: Path) -> None:
    """Put the new record in place once the damaged one is out of the way; remove one that never got so far. Call under
    the folder's lock.

    Raises:
        DiskTrouble: calling it again goes on where it stopped.
    """
    if is_under_way(folder):
        aside = max(folder.glob(restore.ASIDE + "*"), default=None)
        for ending in _BESIDE:
            left = folder / (files.RECORD + ending)
            if aside is not None and left.exists():
                files.put_in_place(left, aside / left.name)
            files.remove(left)
        files.put_in_place(folder / RECORD, folder / files.RECORD)
    for name in (RECORD, RECORD + files.PART, SOURCE):
        clear(folder, name)


def clear(folder: Path, name: str) -> None:
    """Remove a file with what the database keeps beside it."""
    for ending in ("", *_BESIDE):
        files.remove(folder / (name + ending))
