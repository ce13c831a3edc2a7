"""The way into the record without a window: its folder, its passphrase, and its warnings."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rmt_notes import settings
from rmt_notes.cli.options import LOCK, PASSPHRASE, Options
from rmt_notes.cli.outcome import LOCKED_OUT, NO_RECORD, Stop, tell
from rmt_notes.i18n import _

if TYPE_CHECKING:
    from rmt_notes.db import RecordStore

_LONGEST_PASSPHRASE_FILE = 4096


def folder_of(options: Options) -> Path:
    if options.record is not None:
        return options.record.expanduser()
    return settings.sample_folder() if options.sample else settings.record_folder(settings.load().preferences)


def opened(options: Options) -> RecordStore:
    """The record, open. Warnings about it are told at once."""
    from rmt_notes.db import RecordStore

    folder = folder_of(options)
    if options.sample:
        from rmt_notes import sample

        store: RecordStore = sample.open_or_build(folder)
    else:
        if not RecordStore.exists(folder):
            raise Stop(
                NO_RECORD, _("There is no record in {folder}. Name its folder with --record.").format(folder=folder)
            )
        store = RecordStore.open(folder, passphrase_for(options))
    for sentence in store.warnings:
        tell(sentence)
    return store


def passphrase_for(options: Options, *, new: bool = False) -> str:
    """From the file, the environment or a prompt, in this order; never from the command line. A new one is asked for
    twice."""
    if options.passphrase_file is not None:
        return _passphrase_in(options.passphrase_file)
    given = os.environ.pop(PASSPHRASE, None)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Stop(
            LOCKED_OUT,
            _("No passphrase: name a file with --passphrase-file, or set {variable}.").format(variable=PASSPHRASE),
        )
    import getpass

    try:
        first = getpass.getpass(_("Passphrase of the new record: ") if new else _("Passphrase: "))
        if new and getpass.getpass(_("The same again: ")) != first:
            raise Stop(LOCKED_OUT, _("The two passphrases are not the same. Nothing was made."))
    except EOFError as error:
        raise Stop(LOCKED_OUT, _("No passphrase was given.")) from error
    return first


def lock_for(options: Options, *, new: bool = False, needed: bool = False) -> str:
    """The passphrase of a file that leaves or comes: from the file named, the environment, or a prompt where it is
    needed. Empty where none is wanted."""
    if options.lock_file is not None:
        return _passphrase_in(options.lock_file)
    given = os.environ.pop(LOCK, None)
    if given is not None:
        return given
    if not needed:
        return ""
    if not sys.stdin.isatty():
        raise Stop(
            LOCKED_OUT,
            _("No passphrase for the file: name a file with --lock-file, or set {variable}.").format(variable=LOCK),
        )
    import getpass

    try:
        first = getpass.getpass(_("Passphrase of the packet: "))
        if new and getpass.getpass(_("The same again: ")) != first:
            raise Stop(LOCKED_OUT, _("The two passphrases are not the same. Nothing was made."))
    except EOFError as error:
        raise Stop(LOCKED_OUT, _("No passphrase was given.")) from error
    return first


def _passphrase_in(path: Path) -> str:
    try:
        with path.expanduser().open("rb") as file:
            data = file.read(_LONGEST_PASSPHRASE_FILE + 1)
    except OSError as error:
        raise Stop(LOCKED_OUT, _("The passphrase file {file} cannot be read.").format(file=path)) from error
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise Stop(LOCKED_OUT, _("The passphrase file {file} is not UTF-8 text.").format(file=path)) from error
    if len(data) > _LONGEST_PASSPHRASE_FILE or not lines or not lines[0]:
        raise Stop(LOCKED_OUT, _("The first line of {file} is no passphrase.").format(file=path))
    return lines[0]
