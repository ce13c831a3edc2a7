"""What can go wrong with a record, each as one finished sentence for the person in front of the screen.

`str(trouble)` is shown as it stands; it never holds a client's words. Faults of our own stay what Python
raised; who asked is told `OwnFault`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmt_notes.i18n import _, _n

if TYPE_CHECKING:
    from rmt_notes.clinical.signing import Missing


class RecordTrouble(Exception):
    """Any trouble with the record. `str()` is the sentence to show."""


class OwnFault(RecordTrouble):
    """The program itself failed at what was asked. What failed is reported elsewhere, without words of the record."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("Something in the program failed. What is on the screen was not kept yet."))


class NoRecord(RecordTrouble):
    """There is no record here, or the file is something else."""


class WrongPassphrase(RecordTrouble):
    """The passphrase, or the recovery code, opens no key slot."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("That passphrase does not open this record."))


class Damaged(RecordTrouble):
    """The record is there, the passphrase is right, and the file cannot be read whole."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or _(
                "The record file is damaged and cannot be read. Nothing was changed. Keep the folder as it is "
                "and restore a backup."
            )
        )


class TooNew(RecordTrouble):
    """A later version of the program wrote this record."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence or _("A newer version of RMT Notes wrote this record. Install that version to open it.")
        )


class Locked(RecordTrouble):
    """Another running program has the record open."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("This record is already open in another window of RMT Notes."))


class KeyringTrouble(RecordTrouble):
    """The keyring of the operating system is missing, locked, or does not hold the key. The passphrase still opens."""


class DiskTrouble(RecordTrouble):
    """The disk is full, read-only or failing. What was saved before stands."""


class Refused(RecordTrouble):
    """The record's own law forbids it: a signed note, an unknown id, a file number in use."""


class NotReady(RecordTrouble):
    """The note cannot be signed yet. `missing` says what for, in the order of the chart."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(
            _n(
                "One thing is missing before this note can be signed.",
                "{number} things are missing before this note can be signed.",
                len(missing),
            ).format(number=len(missing))
        )
        self.missing = missing
