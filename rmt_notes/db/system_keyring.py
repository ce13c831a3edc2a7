"""The keyring of the operating system: it may hold a random key of its own that opens one person's keyring slot in the
key file, never the data key and never the passphrase.

Only the keyrings named in `LISTED` are ever loaded, each by its own name. What a configuration file or the environment
offers instead, a plain text file for instance, is never asked. On Linux a keyring is spoken to through a socket of
this computer (D-Bus), so nothing of it is loaded before somebody turned this on or presses its button.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmt_notes.db import files, keys
from rmt_notes.db.errors import KeyringTrouble
from rmt_notes.i18n import _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

LISTED: tuple[tuple[str, str], ...] = (
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
"""Module and class of the keyrings that may be used: each keeps its secrets encrypted under the sign-in of the
system."""

_SERVICE = "RMT Notes"
_KEY_BYTES = 32


def new_key() -> bytes:
    """A fresh key for a keyring slot."""
    return secrets.token_bytes(_KEY_BYTES)


def put(record_id: str, person: str, key: bytes) -> None:
    """Give the keyring this person's key and make sure that it kept it.

    Raises:
        KeyringTrouble: there is none that may be used, it is locked, or it did not keep the key.
    """
    with _asked() as ring:
        ring.set_password(_SERVICE, _account(record_id, person), base64.b64encode(key).decode("ascii"))
    if take(record_id, person) != key:
        raise KeyringTrouble(_("This computer's keyring did not keep the key. Everything is as it was."))


def take(record_id: str, person: str) -> bytes:
    """This person's key. May wait for a question of the system's own, so never on the record's thread.

    Raises:
        KeyringTrouble: no keyring, locked, or it does not hold the key.
    """
    with _asked() as ring:
        kept = ring.get_password(_SERVICE, _account(record_id, person))
    try:
        key = base64.b64decode(kept or "", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise KeyringTrouble(
            _("This computer's keyring does not hold the key of this record. The passphrase opens it.")
        )
    return key


def key_for(folder: Path, person: str = "") -> bytes:
    """The key for this person of the record in the folder; for the only one whom a keyring serves where none is named.

    Raises:
        KeyringTrouble: as `take`, and where no keyring was let in.
        NoRecord, Damaged, TooNew: the key file.
    """
    vault = keys.read_vault(folder / files.VAULT)
    for known in keys.keyring_persons(vault):
        if known == (person or known):
            return take(vault["record"], known)
    raise KeyringTrouble(_("No keyring was let into this record. The passphrase opens it."))


def drop(record_id: str, person: str) -> None:
    """Have the keyring forget this person's key. Without its slot the key opens nothing, whether this succeeds or not.

    Raises:
        KeyringTrouble: no keyring, locked, or there was no such key.
    """
    with _asked() as ring:
        ring.delete_password(_SERVICE, _account(record_id, person))


def _account(record_id: str, person: str) -> str:
    return f"{record_id}:{person}"


@contextmanager
def _asked() -> Iterator[KeyringBackend]:
    """The keyring to ask; whatever it fails with becomes one sentence."""
    ring = _first_listed()
    try:
        yield ring
    except _failures() as trouble:
        raise KeyringTrouble(
            _("This computer's keyring is locked or did not answer. The passphrase opens the record.")
        ) from trouble


def _first_listed() -> KeyringBackend:
    """The listed keyring that works here; the better one where there are two.

    Raises:
        KeyringTrouble: there is none.
    """
    found: list[Any] = []
    for module, name in LISTED:
        try:
            kind = getattr(import_module(module), name)
        except ImportError:
            continue  # another system's, or its library is not installed
        if kind.__module__ == module and kind.viable:
            found.append(kind)
    if not found:
        raise KeyringTrouble(_("This computer has no keyring that RMT Notes may use. The passphrase opens the record."))
    ring: KeyringBackend = max(found, key=lambda kind: float(kind.priority))()
    return ring


def _failures() -> tuple[type[BaseException], ...]:
    """What the loaded keyrings fail with; their own libraries' errors pass through `keyring` unchanged."""
    from keyring.errors import KeyringError

    kinds: list[type[BaseException]] = [KeyringError, OSError, RuntimeError, ValueError]
    for module, name in (
        ("secretstorage.exceptions", "SecretStorageException"),
        ("jeepney.wrappers", "DBusErrorResponse"),
        ("dbus", "DBusException"),
        ("win32ctypes.pywin32.pywintypes", "error"),
    ):
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None:
            kinds.append(kind)
    return tuple(kinds)
