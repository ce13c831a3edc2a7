"""The files of a record that gets a new key: what is put in place once everything is written and proved.

The key file is written last: until it is there the record is the old one, afterwards the new one, whatever happens. A
program killed in between finishes the moves at the next opening.
"""

from __future__ import annotations

from pathlib import Path

from rmt_notes.db import files

RECORD = "rekeyed.db"
STATE = "rekeyed-state.json"
VAULT = "rekeyed-vault.json"


def is_under_way(folder: Path) -> bool:
    """Whether a new key was made and proved, and not put in place yet."""
    return (folder / VAULT).exists()


def finish(folder: Path) -> None:
    """Put the record under its new key in place; what a change that never got so far left behind is removed. Call under
    the folder's lock, with the record closed.

    Raises:
        DiskTrouble: calling it again goes on where it stopped.
    """
    if not is_under_way(folder):
        for name in (RECORD, RECORD + files.PART, STATE, STATE + files.PART, VAULT + files.PART):
            files.remove(folder / name)
            for ending in ("-wal", "-shm", "-journal"):
                files.remove(folder / (name + ending))
        return
    if (folder / RECORD).exists():
        # Everything of the log is in the new file; beside it the old one would be poison.
        for ending in ("-wal", "-shm", "-journal"):
            files.remove(folder / (files.RECORD + ending))
        files.put_in_place(folder / RECORD, folder / files.RECORD)
    if (folder / STATE).exists():
        files.put_in_place(folder / STATE, folder / files.STATE)
    files.put_in_place(folder / VAULT, folder / files.VAULT)
