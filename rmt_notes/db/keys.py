"""The keys of a record: one random data key, wrapped once per person, once for the printed recovery code, and where a
person wants it once more for the keyring of their computer, beside their passphrase and never in place of it.

`vault.json` holds the wrapped copies. It is useless without a passphrase or the code. Each slot is sealed with
AES-256-GCM; the vault's id, the slot's kind and person and every parameter of the key stretching are bound to the
seal, so none of them can be changed or swapped.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rmt_notes.db import files, recovery
from rmt_notes.db.errors import Damaged, KeyringTrouble, NoRecord, Refused, TooNew, WrongPassphrase
from rmt_notes.i18n import _

FORMAT = "rmt-notes-vault"
VERSION = 1
PASSPHRASE, RECOVERY, KEYRING = "passphrase", "recovery", "keyring"
_MOST_SLOTS = 64
_MOST_PEOPLE = 30
_LONGEST_NAME = 80
_KEY_BYTES = 32
_KEYRING_USE = b"rmt-notes/keyring/v1"


@dataclass(frozen=True, slots=True)
class Kdf:
    """How hard a passphrase is stretched (Argon2id): memory in KiB, passes, lanes. Bounds keep a forged vault from
    eating all memory and from weakening itself.

    Raises:
        ValueError: outside 64 MiB to 1 GiB, 1 to 10 passes, 1 to 16 lanes.
    """

    memory: int
    passes: int
    lanes: int

    default: ClassVar[Kdf]
    cheap: ClassVar[Kdf]
    """The least that is accepted: for the sample practice and for tests, where nothing is secret."""

    def __post_init__(self) -> None:
        if not (64 * 1024 <= self.memory <= 1024 * 1024 and 1 <= self.passes <= 10 and 1 <= self.lanes <= 16):
            raise ValueError("key stretching out of bounds")

    def stretch(self, passphrase: str, salt: bytes) -> bytes:
        """The key that a passphrase makes; 32 bytes."""
        return Argon2id(
            salt=salt, length=_KEY_BYTES, iterations=self.passes, lanes=self.lanes, memory_cost=self.memory
        ).derive(normal_form(passphrase))


Kdf.default = Kdf(memory=128 * 1024, passes=3, lanes=4)
Kdf.cheap = Kdf(memory=64 * 1024, passes=1, lanes=1)


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The keys made from the data key, each for one use."""

    database: bytes
    audit: bytes
    backup: bytes
    signing: bytes
    """The seed of the Ed25519 key that signs what leaves the record, so that others can check it without any secret."""


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """What a passphrase or the code opened: the record's id, the keys, and whose slot it was (empty for the recovery
    code)."""

    record_id: str
    person: str
    data_key: bytes

    def keys(self) -> Keys:
        """The working keys."""
        return Keys(
            database=_derive(self.data_key, b"rmt-notes/db/v1"),
            audit=_derive(self.data_key, b"rmt-notes/audit/v1"),
            backup=_derive(self.data_key, b"rmt-notes/backup/v1"),
            signing=_derive(self.data_key, b"rmt-notes/signing/v1"),
        )


def normal_form(passphrase: str) -> bytes:
    """One spelling for the same passphrase on every keyboard: NFKC."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def new_vault(record_id: str, person: str, passphrase: str, kdf: Kdf) -> tuple[dict[str, Any], Opened, str]:
    """A fresh data key and the vault that wraps it, for one person.

    Returns the vault's content, the opened keys and the recovery code to print.

    Raises:
        Refused: for an empty passphrase.
    """
    data_key = secrets.token_bytes(_KEY_BYTES)
    code_bytes = secrets.token_bytes(recovery.BYTES)
    vault: dict[str, Any] = {"format": FORMAT, "version": VERSION, "record": record_id, "slots": []}
    vault["slots"].append(_passphrase_slot(record_id, person, passphrase, kdf, data_key))
    vault["slots"].append(_recovery_slot(record_id, code_bytes, data_key))
    return vault, Opened(record_id, person, data_key), recovery.spell(code_bytes)


def open_with_passphrase(vault: dict[str, Any], passphrase: str, person: str = "") -> Opened:
    """Try the passphrase on this person's slot; on everybody's where none is named.

    Raises:
        WrongPassphrase: it opens none.
        Damaged: a slot is not what this program writes.
    """
    for slot in vault["slots"]:
        if slot["kind"] != PASSPHRASE or (person and slot["person"] != person):
            continue
        key = _kdf_of(slot).stretch(passphrase, _bytes(slot["kdf"], "salt"))
        data_key = _unseal(vault["record"], slot, key)
        if data_key is not None:
            return Opened(vault["record"], slot["person"], data_key)
    raise WrongPassphrase


def open_with_code(vault: dict[str, Any], code: str) -> Opened:
    """Open with the printed recovery code.

    Raises:
        WrongPassphrase: mistyped (the check characters say so at once), or the code of another record.
        Damaged: the slot is not what this program writes.
    """
    code_bytes = recovery.read(code)
    for slot in vault["slots"]:
        if slot["kind"] != RECOVERY:
            continue
        key = _derive(code_bytes, b"rmt-notes/recovery/v1", _bytes(slot["kdf"], "salt"))
        data_key = _unseal(vault["record"], slot, key)
        if data_key is not None:
            return Opened(vault["record"], "", data_key)
    raise WrongPassphrase(_("That recovery code belongs to another record."))


def open_with_keyring(vault: dict[str, Any], key: bytes, person: str = "") -> Opened:
    """Open this person's keyring slot (the only one where none is named) with what the keyring held.

    Raises:
        KeyringTrouble: there is no such slot any more, or the key is not its.
        Damaged: the slot is not what this program writes.
    """
    for slot in vault["slots"]:
        if slot["kind"] != KEYRING or (person and slot["person"] != person):
            continue
        data_key = _unseal(vault["record"], slot, _derive(key, _KEYRING_USE, _bytes(slot["kdf"], "salt")))
        if data_key is not None:
            return Opened(vault["record"], slot["person"], data_key)
    raise KeyringTrouble(
        _("What this computer's keyring holds does not open this record any more. The passphrase opens it.")
    )


def with_keyring(vault: dict[str, Any], opened: Opened, key: bytes) -> dict[str, Any]:
    """The vault with a keyring slot for the person who opened it, new or replaced.

    Raises:
        Refused: the person has no passphrase here; a keyring is never the only way in.
    """
    if opened.person not in persons(vault):
        raise Refused(_("Choose a passphrase first. A keyring alone never opens a record."))
    salt = secrets.token_bytes(32)
    kdf = {"name": "hkdf-sha256", "salt": _text(salt)}
    slot = _seal(opened.record_id, KEYRING, opened.person, kdf, _derive(key, _KEYRING_USE, salt), opened.data_key)
    return {**vault, "slots": [*without_keyring(vault, opened.person)["slots"], slot]}


def without_keyring(vault: dict[str, Any], person: str) -> dict[str, Any]:
    """The vault that no keyring opens for this person."""
    gone = [slot for slot in vault["slots"] if not (slot["kind"] == KEYRING and slot["person"] == person)]
    return {**vault, "slots": gone}


def without_keyrings(vault: dict[str, Any]) -> dict[str, Any]:
    """The vault that no keyring opens for anybody: what goes into a backup."""
    return {**vault, "slots": [slot for slot in vault["slots"] if slot["kind"] != KEYRING]}


def keyring_persons(vault: dict[str, Any]) -> tuple[str, ...]:
    """For whom a keyring opens, in the order of the file."""
    return tuple(slot["person"] for slot in vault["slots"] if slot["kind"] == KEYRING)


def with_passphrase(vault: dict[str, Any], opened: Opened, person: str, passphrase: str, kdf: Kdf) -> dict[str, Any]:
    """The vault with this person's slot new or replaced; every other slot as it was. Their keyring slot goes: whoever
    chooses a new passphrase wants nothing of before to open.

    Raises:
        Refused: the passphrase is empty, or there are as many people as a vault holds.
    """
    slots = [slot for slot in vault["slots"] if slot["kind"] == RECOVERY or slot["person"] != person]
    if len(persons(vault)) >= _MOST_PEOPLE and person not in persons(vault):
        raise Refused(_("No more people can sign in to one record."))
    slots.insert(0, _passphrase_slot(opened.record_id, person, passphrase, kdf, opened.data_key))
    return {**vault, "slots": slots}


def with_names(vault: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The vault with the names among which one chooses at the door: of those who have a slot, and only where there are
    several.

    They are read before anything is unlocked, in clear and not sealed: they are labels and prove nothing.
    """
    there = persons(vault)
    named = {person: names.get(person, "")[:_LONGEST_NAME] for person in there} if len(there) > 1 else {}
    plain = {key: value for key, value in vault.items() if key != "names"}
    return {**plain, "names": named} if named else plain


def without_person(vault: dict[str, Any], person: str) -> dict[str, Any]:
    """The vault in which nothing opens for this person any more."""
    return {**vault, "slots": [slot for slot in vault["slots"] if slot["person"] != person]}


def with_new_code(vault: dict[str, Any], opened: Opened) -> tuple[dict[str, Any], str]:
    """The vault with a fresh recovery code in place of the old one, and the code to print."""
    code_bytes = secrets.token_bytes(recovery.BYTES)
    slots = [slot for slot in vault["slots"] if slot["kind"] != RECOVERY]
    slots.append(_recovery_slot(opened.record_id, code_bytes, opened.data_key))
    return {**vault, "slots": slots}, recovery.spell(code_bytes)


def kdf_of(vault: dict[str, Any]) -> Kdf:
    """How hard this vault's passphrases are stretched: that of its first person's slot."""
    for slot in vault["slots"]:
        if slot["kind"] == PASSPHRASE:
            return _kdf_of(slot)
    return Kdf.default


def persons(vault: dict[str, Any]) -> tuple[str, ...]:
    """Whose slots there are, in the order of the file."""
    return tuple(slot["person"] for slot in vault["slots"] if slot["kind"] == PASSPHRASE)


def spell_vault(vault: dict[str, Any]) -> bytes:
    """The vault as its file holds it."""
    return (json.dumps(vault, indent=1, sort_keys=True) + "\n").encode()


def write_vault(path: Path, vault: dict[str, Any]) -> None:
    """Put the vault on disk, whole.

    Raises:
        DiskTrouble: the old one is then untouched.
    """
    files.atomic_write(path, spell_vault(vault))


def read_vault(path: Path) -> dict[str, Any]:
    """The vault's content, its shape checked before anything of it is used.

    Raises:
        NoRecord: there is no such file.
        Damaged: it is not what this program writes.
        TooNew: a later program wrote it.
    """
    data = files.read_small(path)
    if data is None:
        if path.exists():
            raise _bad_vault()
        raise NoRecord(
            _("The key file (vault.json) is missing from the record's folder. Put it back, or restore a backup.")
        )
    return parse_vault(data)


def parse_vault(data: bytes) -> dict[str, Any]:
    """The vault in these bytes, its shape checked.

    Raises:
        Damaged, TooNew.
    """
    try:
        vault = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _bad_vault() from error
    if not isinstance(vault, dict) or vault.get("format") != FORMAT:
        raise _bad_vault()
    version = vault.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise TooNew
    slots = vault.get("slots")
    if (
        version != VERSION
        or not _is_id(vault.get("record"))
        or not isinstance(slots, list)
        or not 0 < len(slots) <= _MOST_SLOTS
    ):
        raise _bad_vault()
    for slot in slots:
        _check_slot(slot)
    names = vault.get("names", {})
    if not isinstance(names, dict) or len(names) > _MOST_SLOTS or not all(_is_name(name) for name in names.values()):
        raise _bad_vault()
    return vault


def _check_slot(slot: Any) -> None:
    if not isinstance(slot, dict) or set(slot) != {"kind", "person", "kdf", "nonce", "sealed"}:
        raise _bad_vault()
    if (
        slot["kind"] not in (PASSPHRASE, RECOVERY, KEYRING)
        or not isinstance(slot["person"], str)
        or not isinstance(slot["kdf"], dict)
    ):
        raise _bad_vault()
    expected = {"name", "salt", "memory", "passes", "lanes"} if slot["kind"] == PASSPHRASE else {"name", "salt"}
    if set(slot["kdf"]) != expected:
        raise _bad_vault()
    if (
        len(_bytes(slot, "nonce")) != 12
        or len(_bytes(slot, "sealed")) != _KEY_BYTES + 16
        or not 16 <= len(_bytes(slot["kdf"], "salt")) <= 64
    ):
        raise _bad_vault()
    if slot["kind"] == PASSPHRASE:
        _kdf_of(slot)


def _kdf_of(slot: dict[str, Any]) -> Kdf:
    kdf = slot["kdf"]
    numbers = [kdf["memory"], kdf["passes"], kdf["lanes"]]
    if kdf["name"] != "argon2id" or not all(
        isinstance(number, int) and not isinstance(number, bool) for number in numbers
    ):
        raise _bad_vault()
    try:
        return Kdf(*numbers)
    except ValueError as error:
        raise _bad_vault() from error


def _passphrase_slot(record_id: str, person: str, passphrase: str, kdf: Kdf, data_key: bytes) -> dict[str, Any]:
    if not passphrase:
        raise Refused(_("Choose a passphrase."))
    salt = secrets.token_bytes(32)
    parameters = {
        "name": "argon2id",
        "salt": _text(salt),
        "memory": kdf.memory,
        "passes": kdf.passes,
        "lanes": kdf.lanes,
    }
    return _seal(record_id, PASSPHRASE, person, parameters, kdf.stretch(passphrase, salt), data_key)


def _recovery_slot(record_id: str, code_bytes: bytes, data_key: bytes) -> dict[str, Any]:
    salt = secrets.token_bytes(32)
    key = _derive(code_bytes, b"rmt-notes/recovery/v1", salt)
    return _seal(record_id, RECOVERY, "", {"name": "hkdf-sha256", "salt": _text(salt)}, key, data_key)


def _seal(record_id: str, kind: str, person: str, kdf: dict[str, Any], key: bytes, data_key: bytes) -> dict[str, Any]:
    nonce = secrets.token_bytes(12)
    slot = {"kind": kind, "person": person, "kdf": kdf, "nonce": _text(nonce)}
    return {**slot, "sealed": _text(AESGCM(key).encrypt(nonce, data_key, _bound(record_id, slot)))}


def _unseal(record_id: str, slot: dict[str, Any], key: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(_bytes(slot, "nonce"), _bytes(slot, "sealed"), _bound(record_id, slot))
    except InvalidTag:
        return None


def _bound(record_id: str, slot: dict[str, Any]) -> bytes:
    bound = [FORMAT, VERSION, record_id, slot["kind"], slot["person"], slot["kdf"]]
    return json.dumps(bound, sort_keys=True, separators=(",", ":")).encode()


def _derive(secret: bytes, use: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=use).derive(secret)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(holder: dict[str, Any], name: str) -> bytes:
    text = holder.get(name)
    if not isinstance(text, str):
        raise _bad_vault()
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad_vault() from error


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_NAME


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 32 and all(character in "0123456789abcdef" for character in value)


def _bad_vault() -> Damaged:
    return Damaged(
        _(
            "The key file (vault.json) is damaged. The record itself was not touched; put the key file back "
            "from a backup."
        )
    )
