"""The one door to the record. Each method is one intention and one transaction, its audit entry included."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rmt_notes.clinical.practice import OWNER, Practice, Practitioner
from rmt_notes.db import keys, opening
from rmt_notes.db import restore as restoring
from rmt_notes.db.corrections import Corrections
from rmt_notes.db.errors import Refused
from rmt_notes.db.filing import Filing
from rmt_notes.db.half_typed import HalfTyped
from rmt_notes.db.handing_over import HandingOver
from rmt_notes.db.keeping import Keeping
from rmt_notes.db.keys import Kdf
from rmt_notes.db.new_key import Rekeying
from rmt_notes.db.session import Clock, local_clock
from rmt_notes.db.trail_reader import TrailReader
from rmt_notes.db.undo_sign import UndoSign
from rmt_notes.db.whole import Whole
from rmt_notes.db.wordbook import Words
from rmt_notes.i18n import _

FOR_READERS = frozenset(
    {
        # what is looked at
        "attached", "attachments", "audit_page", "audit_rows", "backup_counts", "backups", "chart", "client",
        "client_file", "destructions", "find_clients", "finding_history", "habits", "identity_draft", "interrupted",
        "last_change", "progress_on",
        "new_id", "next_file_number", "now", "open_corrections", "open_plan", "practice", "practitioner",
        "practitioners", "printable", "providers", "ripe", "safety", "search_notes", "sign_ins",
        "signing_fingerprint", "similar_clients", "unsigned", "verify", "visit_rows", "visits_on", "why_not_write",
        "check_job", "only_looks", "wordbook",
        # what everybody does for themselves and what leaves the record as it was
        "back_up", "backup_job", "change_passphrase", "check_passphrase", "close", "log", "log_backup",
        "log_restore", "keyring_place", "turn_keyring_on", "turn_keyring_off",
        # what makes or opens a store
        "create", "exists", "open", "open_restored", "open_with_keyring", "open_with_recovery", "restore",
    }
)  # fmt: skip
"""The intentions of a person who may only read. Every other one, those of tomorrow included, is refused to them
before anything else is looked at."""


class RecordStore(UndoSign, Filing, Corrections, HandingOver, Keeping, Whole, Rekeying, TrailReader, Words, HalfTyped):
    """An open record.

    Used from one thread only, and left with `close()` or as a context manager. `warnings` are sentences that the
    person has to see after opening (entries lost, guards removed); `ended_well` is False where the program was killed
    the last time.
    """

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        practice: Practice,
        practitioner: Practitioner,
        *,
        kdf: Kdf = Kdf.default,
        clock: Clock = local_clock,
    ) -> tuple[Self, str]:
        """Make a record and open it. Returns the store and the recovery code, which is shown once and kept nowhere.

        Raises:
            Refused: there is a record already, no passphrase, or a practitioner without name or id.
            Locked, DiskTrouble: nothing was made.
        """
        if not practitioner.name.strip():
            raise Refused(_("A practitioner needs a name."))
        # Whoever makes a record owns it.
        practitioner = dataclasses.replace(practitioner, id=practitioner.id or cls.new_id(), role=OWNER, active=True)
        at = clock().replace(microsecond=0)
        lock, opened, code = opening.make(folder, passphrase, practice, practitioner, kdf, at)
        return cls._opened(folder, opening.start(folder, lock, opened, clock), clock), code

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, person: str = "", clock: Clock = local_clock) -> Self:
        """Open a record for the person named; for whoever's passphrase it is where none is.

        Raises:
            NoRecord, WrongPassphrase, Damaged, TooNew, Locked, DiskTrouble: nothing was changed.
            Refused: the person's time in this record has ended.
        """
        lock, opened = opening.open_with_passphrase(folder, passphrase, person)
        return cls._opened(folder, opening.start(folder, lock, opened, clock), clock)

    @classmethod
    def open_with_keyring(cls, folder: Path, key: bytes, *, person: str = "", clock: Clock = local_clock) -> Self:
        """Open a record with the key that this computer's keyring held for the person (`keyring_key`).

        Raises:
            KeyringTrouble: it does not open this record (any more).
            NoRecord, Damaged, TooNew, Locked, DiskTrouble: nothing was changed.
            Refused: the person's time in this record has ended.
        """
        lock, opened = opening.open_with_keyring(folder, key, person)
        return cls._opened(folder, opening.start(folder, lock, opened, clock, action="unlock_with_keyring"), clock)

    @classmethod
    def open_with_recovery(
        cls, folder: Path, code: str, new_passphrase: str, *, clock: Clock = local_clock, practitioner_id: str = ""
    ) -> Self:
        """Open a record with the printed code and give a practitioner (an owner, where none is named) a new
        passphrase.

        Raises:
            WrongPassphrase: the code is mistyped or another record's.
            Refused: the new passphrase is empty.
            NoRecord, Damaged, TooNew, Locked, DiskTrouble.
        """
        if not new_passphrase:
            raise Refused(_("Choose a passphrase."))
        lock, opened, vault = opening.open_with_code(folder, code)
        known = dataclasses.replace(opened, person=practitioner_id if practitioner_id in keys.persons(vault) else "")
        store = cls._opened(folder, opening.start(folder, lock, known, clock, action="unlock_with_code"), clock)
        with ExitStack() as undo:
            undo.callback(store.close)
            opening.give_slot(folder, vault, opened, store._person(), new_passphrase, keys.kdf_of(vault))
            undo.pop_all()
        return store

    @classmethod
    def open_restored(
        cls, folder: Path, secret: str, *, by_code: bool = False, new_passphrase: str = "", clock: Clock = local_clock
    ) -> Self:
        """Open a record that was just put back, with what opened its backup.

        Raises:
            As `open` and `open_with_recovery`.
        """
        if not by_code:
            return cls.open(folder, secret, clock=clock)
        if new_passphrase:
            return cls.open_with_recovery(folder, secret, new_passphrase, clock=clock)
        lock, opened, _vault = opening.open_with_code(folder, secret)
        return cls._opened(folder, opening.start(folder, lock, opened, clock, action="unlock_with_code"), clock)

    @classmethod
    def restore(
        cls,
        source: Path,
        folder: Path,
        secret: str,
        *,
        by_code: bool = False,
        new_passphrase: str = "",
        replace: bool = False,
        clock: Clock = local_clock,
    ) -> Self:
        """Put a backup's record into the folder and open it. A record that is there is set aside, never removed.

        `secret` is the passphrase of the day of the backup, or with `by_code` the printed code of that day; then
        `new_passphrase` becomes the passphrase of the first person.

        Raises:
            WrongPassphrase, Damaged, NoRecord, TooNew: it is not opened by this, or no whole backup; nothing changed.
            Refused: there is a record already and `replace` was not asked for, or a code came without new passphrase.
            Locked, DiskTrouble.
        """
        if by_code and not new_passphrase:
            raise Refused(_("Choose a passphrase."))
        manifest = restoring.restore(source, folder, secret, by_code=by_code, replace=replace)
        store = cls.open_restored(folder, secret, by_code=by_code, new_passphrase=new_passphrase, clock=clock)
        with ExitStack() as undo:
            undo.callback(store.close)
            store.log_restore(manifest)
            undo.pop_all()
        return store

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether any part of a record lies in the folder."""
        return opening.is_record(folder)

    @classmethod
    def _opened(cls, folder: Path, start: opening.Opening, clock: Clock) -> Self:
        store = cls(**{field.name: getattr(start, field.name) for field in dataclasses.fields(start)}, clock=clock)
        store._mark()
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _for_writers(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def asked(self: RecordStore, *words: Any, **more: Any) -> Any:
        self._must_write()
        return method(self, *words, **more)

    return asked


for _name, _method in inspect.getmembers(RecordStore, inspect.isfunction):
    if not _name.startswith("_") and _name not in FOR_READERS:
        setattr(RecordStore, _name, _for_writers(_method))
