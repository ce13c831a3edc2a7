"""The computer's keyring as a second way in: never the only one, never an unlisted one, revoked by its slot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import keyring
import pytest

from rmt_notes.db import KeyringTrouble, RecordStore, Refused, WrongPassphrase, keys, system_keyring
from rmt_notes.db.archive import opened as opened_backup
from tests.db.record_samples import PASSPHRASE
from tests.db.rings import RingInMemory, RingInPlainText


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> type[RingInMemory]:
    """The only keyring of this computer."""
    monkeypatch.setattr(system_keyring, "LISTED", ((RingInMemory.__module__, "RingInMemory"),))
    monkeypatch.setattr(RingInMemory, "kept", {})
    return RingInMemory


def let_in(store: RecordStore) -> bytes:
    """Turn it on, as the settings do."""
    place, key = store.keyring_place(), system_keyring.new_key()
    system_keyring.put(place.record_id, place.person, key)
    store.turn_keyring_on(PASSPHRASE, key)
    return key


def test_the_keyring_opens_the_record_beside_the_passphrase_until_it_is_shut_out(folder, store, clock, ring):
    assert not store.keyring_place().on
    with pytest.raises(WrongPassphrase):
        store.turn_keyring_on("not mine", system_keyring.new_key())
    key = let_in(store)
    assert store.keyring_place().on
    assert store.audit_rows(limit=1)[0].action == "keyring_on"
    made = store.back_up()
    store.close()
    with RecordStore.open_with_keyring(folder, system_keyring.key_for(folder), clock=clock) as again:
        assert again.audit_rows(limit=1)[0].action == "unlock_with_keyring"
        assert again.practitioner == store.practitioner
    # What the keyring holds is neither the data key nor the passphrase, and is not in the key file.
    data_key = keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE).data_key
    (held,) = ring.kept.values()
    assert key != data_key
    assert held not in (folder / "vault.json").read_text()
    # A backup knows no keyring.
    with opened_backup(made.written[0]) as backup:
        assert keys.keyring_persons(keys.parse_vault(backup.vault())) == ()
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as by_passphrase:
        by_passphrase.turn_keyring_off()
        assert not by_passphrase.keyring_place().on
    # The keyring still holds it, and it opens nothing.
    assert ring.kept
    with pytest.raises(KeyringTrouble):
        system_keyring.key_for(folder)
    with pytest.raises(KeyringTrouble, match="does not open this record any more"):
        RecordStore.open_with_keyring(folder, key)


def test_a_new_passphrase_shuts_the_keyring_out(folder, store, ring):
    key = let_in(store)
    store.change_passphrase(PASSPHRASE, "four new unrelated words")
    assert not store.keyring_place().on
    store.close()
    with pytest.raises(KeyringTrouble):
        RecordStore.open_with_keyring(folder, key)


def test_a_locked_an_emptied_an_exchanged_and_a_missing_keyring_are_told_and_the_passphrase_opens(
    folder, store, clock, ring, monkeypatch
):
    let_in(store)
    store.close()

    def told() -> str:
        with pytest.raises(KeyringTrouble) as trouble:
            RecordStore.open_with_keyring(folder, system_keyring.key_for(folder))
        with RecordStore.open(folder, PASSPHRASE, clock=clock) as by_passphrase:
            assert by_passphrase.keyring_place().on
        return str(trouble.value)

    monkeypatch.setattr(ring, "locked", True)
    assert told() == "This computer's keyring is locked or did not answer. The passphrase opens the record."
    monkeypatch.setattr(ring, "locked", False)
    (name,) = ring.kept
    for other in ("", "not a key", "bm90IGEga2V5"):
        ring.kept[name] = other
        assert told() == "This computer's keyring does not hold the key of this record. The passphrase opens it."
    ring.kept[name] = "A" * 43 + "="
    assert told().startswith("What this computer's keyring holds does not open this record any more.")
    ring.kept.clear()
    assert "does not hold the key" in told()
    monkeypatch.setattr(system_keyring, "LISTED", (("keyring.backends.of_another_system", "Keyring"),))
    assert told() == "This computer has no keyring that RMT Notes may use. The passphrase opens the record."


def test_a_keyring_that_is_not_listed_is_never_used_whoever_offers_it(folder, store, tmp_path, monkeypatch):
    monkeypatch.setattr(RingInPlainText, "file", tmp_path / "plain.json", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{RingInPlainText.__module__}.RingInPlainText")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    before = keyring.get_keyring()
    keyring.set_keyring(RingInPlainText())
    try:
        with pytest.raises(KeyringTrouble, match="no keyring that RMT Notes may use"):
            let_in(store)
    finally:
        keyring.set_keyring(before)
    assert not RingInPlainText.file.exists()
    assert not store.keyring_place().on
    # Nor where it takes a listed place: what a listed module merely passes on is not that module's.
    passed_on = type(sys)("passed_on")
    passed_on.__dict__["Keyring"] = RingInPlainText
    monkeypatch.setitem(sys.modules, "passed_on", passed_on)
    monkeypatch.setattr(system_keyring, "LISTED", (("passed_on", "Keyring"),))
    with pytest.raises(KeyringTrouble):
        let_in(store)
    assert not RingInPlainText.file.exists()


def test_a_keyring_is_never_the_only_way_in(folder, store):
    vault = keys.read_vault(folder / "vault.json")
    opened = keys.open_with_passphrase(vault, PASSPHRASE)
    alone = {**vault, "slots": [slot for slot in vault["slots"] if slot["kind"] != keys.PASSPHRASE]}
    with pytest.raises(Refused):
        keys.with_keyring(alone, opened, system_keyring.new_key())


def test_a_keyring_that_keeps_nothing_is_not_let_in(store, ring, monkeypatch):
    monkeypatch.setattr(ring, "set_password", lambda *_words: None)
    with pytest.raises(KeyringTrouble, match="does not hold"):
        let_in(store)
    assert not store.keyring_place().on


def test_nothing_of_a_keyring_is_loaded_with_the_store():
    code = (
        "import sys, rmt_notes.db, rmt_notes.db.system_keyring, rmt_notes.ui.keyring_desk; "
        "print([name for name in sys.modules if name.split('.')[0] in ('keyring', 'secretstorage', 'jeepney')])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
