"""Passphrases, the recovery code and the key file."""

from __future__ import annotations

import copy
import json
import random
import unicodedata
from pathlib import Path

import pytest

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import Damaged, Kdf, RecordStore, Refused, TooNew, WrongPassphrase, keys, recovery
from tests.db.record_samples import PASSPHRASE, PRACTICE, THERAPIST, client


@pytest.fixture(scope="module")
def vault():
    made, _opened, code = keys.new_vault("ab" * 16, "person", "words", Kdf.cheap)
    return made, code


def test_the_default_stretching_is_strong_and_weaker_than_the_floor_is_refused():
    assert (Kdf.default.memory, Kdf.default.passes, Kdf.default.lanes) == (128 * 1024, 3, 4)
    for memory, passes, lanes in (
        (65535, 3, 4),
        (1024 * 1024 + 1, 3, 4),
        (65536, 0, 1),
        (65536, 11, 1),
        (65536, 1, 17),
    ):
        with pytest.raises(ValueError, match="bounds"):
            Kdf(memory, passes, lanes)


def test_the_same_words_open_whatever_keyboard_typed_them(tmp_path):
    phrase = "Grâce à l'été ﬁn 🐋"
    RecordStore.create(tmp_path / "r", unicodedata.normalize("NFC", phrase), PRACTICE, THERAPIST, kdf=Kdf.cheap)[
        0
    ].close()
    for form in ("NFD", "NFKC", "NFKD"):
        RecordStore.open(tmp_path / "r", unicodedata.normalize(form, phrase)).close()


def test_a_long_passphrase_with_half_a_character_works(tmp_path):
    phrase = "x" * 200 + "\ud800"
    RecordStore.create(tmp_path / "r", phrase, PRACTICE, THERAPIST, kdf=Kdf.cheap)[0].close()
    RecordStore.open(tmp_path / "r", phrase).close()


def test_the_recovery_code_opens_and_sets_a_new_passphrase(folder, empty_record):
    code = empty_record[1]
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    with RecordStore.open_with_recovery(folder, typed, "fresh words here") as store:
        assert store.practitioner == THERAPIST
        assert store.audit_rows(limit=1)[0].action == "unlock_with_code"
    RecordStore.open(folder, "fresh words here").close()
    with pytest.raises(WrongPassphrase):
        RecordStore.open(folder, PASSPHRASE)
    RecordStore.open_with_recovery(folder, code, "third words").close()


def test_a_new_recovery_code_ends_the_old_one(folder, empty_record):
    with RecordStore.open(folder, PASSPHRASE) as store:
        with pytest.raises(WrongPassphrase):
            store.new_recovery_code("not mine")
        code = store.new_recovery_code(PASSPHRASE)
    with pytest.raises(WrongPassphrase, match="another record"):
        RecordStore.open_with_recovery(folder, empty_record[1], "new words")
    RecordStore.open_with_recovery(folder, code, "new words").close()


def test_every_typing_mistake_in_a_recovery_code_is_caught():
    hand = random.Random(7)
    code = recovery.spell(hand.randbytes(recovery.BYTES)).replace("-", "")
    for place, right in enumerate(code):
        for wrong in recovery.ALPHABET:
            if wrong != right:
                with pytest.raises(WrongPassphrase, match="mistake"):
                    recovery.read(code[:place] + wrong + code[place + 1 :])
    for place in range(len(code) - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code:
            with pytest.raises(WrongPassphrase, match="mistake"):
                recovery.read(swapped)


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 34, "0" * 35, "é" * 34, "0" * 33 + "!"])
def test_what_is_no_recovery_code_is_told_before_any_key_is_tried(typed):
    with pytest.raises(WrongPassphrase, match="34"):
        recovery.read(typed)


def test_spelling_and_reading_a_recovery_code_are_each_others_inverse():
    for seed in range(200):
        code = random.Random(seed).randbytes(recovery.BYTES)
        assert recovery.read(recovery.spell(code)) == code


def test_another_passphrase_takes_the_place_of_the_old(folder):
    with RecordStore.open(folder, PASSPHRASE) as store:
        with pytest.raises(WrongPassphrase):
            store.change_passphrase("not mine", "new words")
        with pytest.raises(Refused):
            store.change_passphrase(PASSPHRASE, "")
        store.change_passphrase(PASSPHRASE, "new words")
    with pytest.raises(WrongPassphrase):
        RecordStore.open(folder, PASSPHRASE)
    RecordStore.open(folder, "new words").close()


def test_each_person_opens_with_their_own_words_and_signs_in_as_themselves(folder):
    locum = Practitioner(id="b" * 32, name="Leo Locum", registration_number="T001", role="locum")
    with RecordStore.open(folder, PASSPHRASE) as store:
        with pytest.raises(Refused, match="in use"):
            store.add_practitioner(locum, PASSPHRASE, PASSPHRASE)
        with pytest.raises(WrongPassphrase):
            store.add_practitioner(locum, "guess", "their own words")
        store.add_practitioner(locum, PASSPHRASE, "their own words")
        with pytest.raises(Refused, match="already"):
            store.add_practitioner(locum, PASSPHRASE, "yet other words")
    with RecordStore.open(folder, "their own words") as store:
        assert store.practitioner == locum
        with pytest.raises(WrongPassphrase):
            store.change_passphrase(PASSPHRASE, "stolen")
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert store.practitioner == THERAPIST


def test_who_may_only_read_writes_nothing_but_their_views(folder):
    reader = Practitioner(id="c" * 32, name="Rae Reader", role="read_only")
    with RecordStore.open(folder, PASSPHRASE) as store:
        who = client(store)
        store.add_practitioner(reader, PASSPHRASE, "only reading")
    with RecordStore.open(folder, "only reading") as store:
        assert store.client_file(who.id).client == who
        assert store.audit_rows(limit=1)[0].action == "view"
        with pytest.raises(Refused, match="read this record"):
            client(store)


def test_no_parameter_of_a_key_slot_can_be_lowered_or_swapped(vault):
    made, code = vault
    for change in (
        lambda slot: slot["kdf"].update(passes=2),
        lambda slot: slot["kdf"].update(lanes=2),
        lambda slot: slot.update(person="somebody else"),
    ):
        changed = copy.deepcopy(made)
        change(changed["slots"][0])
        with pytest.raises(WrongPassphrase):
            keys.open_with_passphrase(changed, "words")
    other, _opened, _code = keys.new_vault("cd" * 16, "person", "words", Kdf.cheap)
    swapped = {**other, "slots": made["slots"]}
    with pytest.raises(WrongPassphrase):
        keys.open_with_passphrase(swapped, "words")
    with pytest.raises(WrongPassphrase):
        keys.open_with_code(swapped, code)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory", 2**40),
        ("memory", 1024),
        ("passes", 10**9),
        ("lanes", 0),
        ("memory", True),
        ("passes", "3"),
        ("salt", "AA=="),
    ],
)
def test_a_forged_parameter_is_refused_before_it_is_used(tmp_path, vault, name, value):
    changed = copy.deepcopy(vault[0])
    changed["slots"][0]["kdf"][name] = value
    (tmp_path / "vault.json").write_text(json.dumps(changed))
    with pytest.raises(Damaged):
        keys.read_vault(tmp_path / "vault.json")


def test_a_key_file_with_random_faults_opens_nothing_and_breaks_nothing(tmp_path, vault):
    text = json.dumps(vault[0], indent=1)
    right = keys.open_with_code(*vault).data_key
    hand = random.Random(11)
    path = tmp_path / "vault.json"
    for _turn in range(800):
        spoilt = list(text)
        for _fault in range(hand.randint(1, 4)):
            place = hand.randrange(len(spoilt))
            match hand.randrange(3):
                case 0:
                    spoilt[place] = chr(hand.randrange(32, 127))
                case 1:
                    spoilt[place] = ""
                case _:
                    spoilt[place] *= 2
        path.write_text("".join(spoilt))
        try:
            found = keys.read_vault(path)
        except (Damaged, TooNew):
            continue
        try:
            opened = keys.open_with_code(found, vault[1])
        except (WrongPassphrase, Damaged):
            continue
        assert opened.data_key == right, "a whole recovery slot opens, whatever happened to the other"


def test_the_key_file_is_small_and_holds_no_key(folder: Path):
    text = (folder / "vault.json").read_text()
    opened = keys.open_with_passphrase(json.loads(text), PASSPHRASE)
    assert len(text) < 2000
    assert opened.data_key.hex() not in text
    assert "data_key" not in repr(opened)
