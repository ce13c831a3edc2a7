"""Putting a backup back.

A restore never deletes anything: the record that was there is set aside, whole, in a folder of its own. Everything is
read, proved and flushed before the first rename; a program killed after that point finishes the renames the next time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from rmt_notes.db import archive, files, head, keys, rekeyed
from rmt_notes.db.archive import Manifest
from rmt_notes.db.errors import RecordTrouble, Refused, WrongPassphrase
from rmt_notes.db.keys import Opened
from rmt_notes.db.lock import RecordLock
from rmt_notes.i18n import _

RESTORED = "restored.db"
RESTORED_VAULT = "restored-vault.json"
RESTORED_STATE = "restored-state.json"
ASIDE = "set-aside-"
_OLD = (files.RECORD, files.RECORD + "-wal", files.RECORD + "-shm", files.RECORD + "-journal", files.STATE, files.VAULT)


def restore(source: Path, folder: Path, secret: str, *, by_code: bool = False, replace: bool = False) -> Manifest:
    """Put the backup's record into the folder. The passphrase or code is the one of the day of the backup.

    Raises:
        WrongPassphrase: it does not open this backup; nothing was changed.
        Damaged: the file is no whole backup; nothing was changed.
        Refused: there is a record in the folder already and `replace` was not asked for, or the backup lies among what
            would be set aside.
        NoRecord, TooNew, Locked, DiskTrouble.
    """
    files.private_folder(folder)
    lock = RecordLock(folder)
    try:
        rekeyed.finish(folder)
        finish(folder)
        if not replace and any((folder / name).exists() for name in (files.RECORD, files.VAULT)):
            raise Refused(_("There is already a record in this folder."))
        with archive.opened(source) as found:
            vault = found.vault()
            opened = _open(keys.parse_vault(vault), secret, by_code)
            manifest = found.manifest(opened.keys().backup)
            _check_whose(manifest, opened)
            for name in (RESTORED_VAULT, RESTORED, RESTORED_STATE):
                files.remove(folder / name)
            _write(folder / RESTORED, lambda write: found.read_database(manifest, write))
        mark = head.Mark(opened.record_id, manifest.audit_number, bytes.fromhex(manifest.audit_mac), True)
        head.write_mark(folder / RESTORED_STATE, mark, opened.keys().audit)
        # From here on the restore will be finished, whatever happens.
        files.atomic_write(folder / RESTORED_VAULT, vault)
        finish(folder)
        lock.forget_failures()
    except OSError as error:
        raise files.trouble(error) from error
    finally:
        lock.let_go()
    return manifest


def is_under_way(folder: Path) -> bool:
    """Whether a restore was begun, proved and not finished."""
    return (folder / RESTORED_VAULT).exists()


def finish(folder: Path) -> None:
    """Give a proved backup its place; what a restore that never got so far left behind is removed. Call under the
    folder's lock.

    Raises:
        DiskTrouble: calling it again goes on where it stopped.
    """
    try:
        if not is_under_way(folder):
            for name in (RESTORED, RESTORED + files.PART, RESTORED_STATE, RESTORED_VAULT + files.PART):
                (folder / name).unlink(missing_ok=True)
            return
        if (folder / RESTORED).exists():
            _set_aside(folder)
            files.put_in_place(folder / RESTORED, folder / files.RECORD)
        # Only after the record: whatever is set aside when this is gone through a second time is old.
        if (folder / RESTORED_STATE).exists():
            files.put_in_place(folder / RESTORED_STATE, folder / files.STATE)
        files.put_in_place(folder / RESTORED_VAULT, folder / files.VAULT)
    except OSError as error:
        raise files.trouble(error) from error


def _open(vault: dict[str, object], secret: str, by_code: bool) -> Opened:
    if by_code:
        return keys.open_with_code(vault, secret)
    try:
        return keys.open_with_passphrase(vault, secret)
    except WrongPassphrase as error:
        raise WrongPassphrase(
            _("That passphrase does not open this backup. It takes the one that was in use when the backup was made.")
        ) from error


def _check_whose(manifest: Manifest, opened: Opened) -> None:
    if manifest.record_id != opened.record_id:
        raise archive.bad_backup()


def _write(path: Path, read: Callable[[Callable[[bytes], object]], None]) -> None:
    part = path.with_name(path.name + files.PART)
    try:
        files.remove(part)
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as out:
            read(out.write)
            out.flush()
            os.fsync(out.fileno())
        files.put_in_place(part, path)
    except (RecordTrouble, OSError) as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise files.trouble(error) from error
        raise


def _set_aside(folder: Path) -> None:
    """Move the record that is there into a folder of its own; the WAL belongs to it and may not stay beside another."""
    if not any((folder / name).exists() for name in _OLD):
        return
    # The same name when a killed restore goes on, another one for the next restore.
    written = (folder / RESTORED).stat().st_mtime_ns
    goal = folder / f"{ASIDE}{datetime.fromtimestamp(written // 10**9):%Y%m%d-%H%M%S}-{written % 10**9:09}"
    goal.mkdir(mode=0o700, exist_ok=True)
    for name in _OLD:
        if (folder / name).exists():
            os.replace(folder / name, goal / name)
    files.flush_folder(goal)
    files.flush_folder(folder)
