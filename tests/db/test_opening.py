"""Making and opening a record: every way in which it can fail is told apart, and none of them changes anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import (
    Damaged,
    DiskTrouble,
    Kdf,
    Locked,
    NoRecord,
    RecordStore,
    RecordTrouble,
    Refused,
    TooNew,
    WrongPassphrase,
    keys,
)
from rmt_notes.db import engine as driver
from tests.db.conftest import opened
from tests.db.record_samples import PASSPHRASE, PRACTICE, THERAPIST, Hands, client


def state_of(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, but for the lock."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "record.lock"}


def raw(folder: Path, passphrase: str = PASSPHRASE) -> dbapi2.Connection:
    """The file opened past the program, as somebody with the key could."""
    opened = keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), passphrase)
    connection = dbapi2.connect(str(folder / "record.db"), isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{opened.keys().database.hex()}'\"")
    return connection


def refused(folder: Path, kind: type[RecordTrouble], match: str, passphrase: str = PASSPHRASE) -> None:
    before = state_of(folder)
    with pytest.raises(kind, match=match) as caught:
        RecordStore.open(folder, passphrase)
    assert type(caught.value) is kind
    assert state_of(folder) == before, "a refused opening changes nothing"


def test_a_new_record_knows_its_practice_and_who_is_signed_in(tmp_path):
    assert not RecordStore.exists(tmp_path / "new")
    store, code = RecordStore.create(tmp_path / "new", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap)
    with store:
        assert store.practice() == PRACTICE
        assert store.practitioner == THERAPIST
        assert store.practitioners() == (THERAPIST,)
        assert store.next_file_number() == 1
        assert store.warnings == ()
    assert RecordStore.exists(tmp_path / "new")
    assert len(code.replace("-", "")) == 34


def test_a_record_is_never_made_over_another(folder):
    before = state_of(folder)
    with pytest.raises(Refused, match="already a record"):
        RecordStore.create(folder, "other words", PRACTICE, THERAPIST, kdf=Kdf.cheap)
    assert state_of(folder) == before
    for name in ("record.db", "vault.json"):
        alone = folder.parent / name.replace(".", "-")
        alone.mkdir()
        shutil.copy(folder / name, alone)
        with pytest.raises(Refused, match="already a record"):
            RecordStore.create(alone, "other words", PRACTICE, THERAPIST, kdf=Kdf.cheap)


@pytest.mark.parametrize("passphrase", ["", "a"])
def test_a_record_without_passphrase_is_not_made(tmp_path, passphrase):
    if passphrase:
        RecordStore.create(tmp_path / "r", passphrase, PRACTICE, THERAPIST, kdf=Kdf.cheap)[0].close()
        return
    with pytest.raises(Refused, match="passphrase"):
        RecordStore.create(tmp_path / "r", passphrase, PRACTICE, THERAPIST, kdf=Kdf.cheap)
    assert not RecordStore.exists(tmp_path / "r")


def test_nothing_of_a_record_can_be_read_without_the_key(full_folder):
    for path in full_folder.iterdir():
        data = path.read_bytes()
        assert not data.startswith(b"SQLite format 3")
        for word in ("Tremblay", "tremblay", "ache", "Elm Street", "hypertension", "Nadia"):
            assert word.encode() not in data, path.name


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions; the user's profile is private there")
def test_folder_and_files_are_their_owners_alone(store, folder):
    client(store)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == dict.fromkeys(
        ("record.db", "record.db-wal", "record.db-shm", "vault.json", "state.json", "record.lock"), 0o600
    )


def test_a_wrong_passphrase_is_told_apart_from_damage(folder):
    refused(folder, WrongPassphrase, "does not open", "not these words")


def test_failed_passphrases_are_told_by_the_next_unlock(folder):
    for attempt in ("one", "two"):
        refused(folder, WrongPassphrase, "does not open", attempt)
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert ("failed_before", "2") in store.audit_rows(limit=1)[0].detail
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert store.audit_rows(limit=1)[0].detail == ()


def test_an_empty_folder_and_a_missing_one_hold_no_record(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoRecord, match="no record in this folder"):
            RecordStore.open(folder, PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_record_file_is_not_made_anew(folder):
    (folder / "record.db").unlink()
    refused(folder, NoRecord, "record.db")


def test_a_missing_key_file_is_named(folder):
    (folder / "vault.json").unlink()
    refused(folder, NoRecord, "vault.json")


def test_an_emptied_record_file_is_damage_and_stays_as_it_is(folder):
    (folder / "record.db").write_bytes(b"")
    refused(folder, Damaged, "empty")


def test_a_cut_record_file_is_damage(folder):
    data = (folder / "record.db").read_bytes()
    (folder / "record.db").write_bytes(data[:-1000])
    refused(folder, Damaged, "cut off")


@pytest.mark.parametrize("log", ["whole", "emptied"])
def test_a_page_torn_by_a_power_cut_is_whole_again_from_the_log_and_only_from_it(
    folder, log, keys_at_hand, clock: Hands
):
    record, wal = folder / "record.db", folder / "record.db-wal"
    with opened(folder, keys_at_hand, clock) as store, closing(raw(folder)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM audit").fetchone()  # while somebody reads, the log is not brought in
        client(store, last_name="Grey" * 4000)
        left = {path: path.read_bytes() for path in (record, wal)}
    record.write_bytes(left[record] + bytes(1536))  # so much of a new page had reached the disk
    wal.write_bytes(left[wal] if log == "whole" else bytes(len(left[wal])))
    if log == "whole":
        with opened(folder, keys_at_hand, clock) as store:
            assert store.verify().ok
            assert store.find_clients()[0].name.endswith("Grey" * 4000)
    else:
        refused(folder, Damaged, "cut off")


def test_a_record_file_cut_in_half_at_a_page_is_damage(folder):
    data = (folder / "record.db").read_bytes()
    (folder / "record.db").write_bytes(data[: len(data) // 2 // 4096 * 4096])
    refused(folder, Damaged, "damaged")


def test_one_flipped_bit_in_the_first_page_is_damage_not_a_wrong_passphrase(folder):
    data = bytearray((folder / "record.db").read_bytes())
    data[100] ^= 1
    (folder / "record.db").write_bytes(data)
    refused(folder, Damaged, "damaged")


def test_a_plain_database_is_no_record(folder):
    (folder / "record.db").write_bytes(b"SQLite format 3\x00" + bytes(4080))
    refused(folder, NoRecord, "not a record")


def test_the_key_file_of_another_record_is_told(folder, tmp_path):
    store, _code = RecordStore.create(tmp_path / "other", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap)
    store.close()
    shutil.copy(tmp_path / "other" / "vault.json", folder)
    refused(folder, Damaged, "another record")


def test_the_record_file_of_another_record_is_told_as_damage(folder, tmp_path):
    store, _code = RecordStore.create(tmp_path / "other", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap)
    store.close()
    shutil.copy(tmp_path / "other" / "record.db", folder)
    refused(folder, Damaged, "damaged")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": "rmt-notes-vault"}', b"[" * 40000, b"x" * 70000]
)
def test_a_spoilt_key_file_is_damage(folder, content):
    (folder / "vault.json").write_bytes(content)
    refused(folder, Damaged, "vault.json")


def test_a_newer_record_asks_for_the_newer_program(folder):
    connection = raw(folder)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(TooNew, match="newer version"):
        RecordStore.open(folder, PASSPHRASE)


def test_a_newer_key_file_asks_for_the_newer_program(folder):
    text = (folder / "vault.json").read_text().replace('"version": 1', '"version": 2')
    (folder / "vault.json").write_text(text)
    refused(folder, TooNew, "newer version")


def test_a_second_window_is_told_who_has_the_record(store, folder):
    with pytest.raises(Locked, match=str(os.getpid())):
        RecordStore.open(folder, PASSPHRASE)
    store.close()
    RecordStore.open(folder, PASSPHRASE).close()


def test_another_process_is_refused_and_the_folder_is_free_when_it_is_killed(folder):
    program = (
        "import sys; from pathlib import Path; from rmt_notes.db import RecordStore\n"
        f"store = RecordStore.open(Path({str(folder)!r}), {PASSPHRASE!r}); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(Locked, match=str(other.pid)):
            RecordStore.open(folder, PASSPHRASE)
        other.kill()
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert not store.ended_well
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert store.ended_well


def test_after_a_kill_the_note_that_was_being_written_is_known_once(
    store, folder, tmp_path, keys_at_hand, clock: Hands
):
    who = client(store)
    older, visit = (store.start_visit(who.id, "follow_up", clock()) for _two in range(2))
    for each in (older, visit):
        store.keep_draft(each.id, Note(subjective=Subjective(complaint=each.id)))
    store.chart(older.id)
    killed = Path(shutil.copytree(folder, tmp_path / "killed"))  # every save is in the file: this is what a kill leaves
    with opened(killed, keys_at_hand, clock) as again:
        assert again.interrupted() == visit.id
    with opened(killed, keys_at_hand, clock) as again:
        assert again.interrupted() == ""


def test_a_closed_record_answers_nothing_more(store):
    store.close()
    store.close()
    with pytest.raises(Refused, match="closed"):
        store.practice()


def test_a_making_that_was_killed_is_begun_again(tmp_path):
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "record.db.part").write_bytes(b"half")
    (folder / "vault.json.new").write_bytes(b"half")
    store, _code = RecordStore.create(folder, PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap)
    store.close()
    assert {path.name for path in folder.iterdir()} == {"record.db", "vault.json", "state.json", "record.lock"}


def test_a_making_killed_before_its_last_rename_is_finished_at_the_next_opening(folder):
    (folder / "vault.json").rename(folder / "vault.json.new")
    assert RecordStore.exists(folder)
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert store.practice() == PRACTICE


def test_a_therapist_needs_a_name(tmp_path):
    with pytest.raises(Refused, match="name"):
        RecordStore.create(tmp_path / "r", PASSPHRASE, PRACTICE, Practitioner(id="", name=" "), kdf=Kdf.cheap)


# --- the state outside the file --------------------------------------------------------------------------------------


def test_an_older_copy_put_back_is_told_with_the_number_of_lost_entries(folder, clock: Hands):
    older = (folder / "record.db").read_bytes()
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        client(store)
        client(store, "Ida", "Grey")
        newest = store.audit_rows(limit=1)[0].number
    (folder / "record.db").write_bytes(older)
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        (warning,) = store.warnings
        assert "3 newest entries" in warning
        told = next(row for row in store.audit_rows() if row.action == "loss_found")
        assert ("expected", str(newest)) in told.detail
        assert store.verify().ok, "what is there holds together"
        assert store.verify().notes
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        assert store.warnings == ()


def test_a_deleted_wal_is_told(folder, clock: Hands):
    """The program is killed with its newest changes in the WAL alone, and the WAL is removed."""
    store = RecordStore.open(folder, PASSPHRASE, clock=clock)
    mine = driver.checkpoint
    driver.checkpoint = lambda connection: False
    try:
        client(store)
        store._mark()
    finally:
        driver.checkpoint = mine
    copy = folder.parent / "copy"
    copy.mkdir()
    for name in ("record.db", "vault.json", "state.json"):
        shutil.copy(folder / name, copy)
    store.close()
    with RecordStore.open(copy, PASSPHRASE, clock=clock) as left:
        assert "newest" in left.warnings[0]
        assert left.find_clients() == ()


def test_a_removed_or_altered_mark_is_told(folder):
    (folder / "state.json").write_text((folder / "state.json").read_text().replace('"number": ', '"number": 1'))
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert "state.json" in store.warnings[0]
    (folder / "state.json").unlink()
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert "state.json" in store.warnings[0]


def test_another_history_of_the_same_record_is_told(folder, clock: Hands):
    twin = Path(shutil.copytree(folder, folder.parent / "twin"))
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        client(store)
    with RecordStore.open(twin, PASSPHRASE, clock=clock) as store:
        client(store, "Ida", "Grey")
        client(store, "Bo", "Grey")
    shutil.copy(twin / "record.db", folder)
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        assert "another copy" in store.warnings[0]


def test_guards_removed_from_outside_are_put_back_and_told(folder):
    connection = raw(folder)
    connection.execute("DROP TRIGGER guard_note_version_update")
    connection.close()
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert "Guards" in store.warnings[0]
        assert store.verify().ok


# --- the world's faults ----------------------------------------------------------------------------------------------


def test_every_connection_waits_for_the_disk_and_keeps_the_laws(store):
    with store._reading() as connection:
        pragmas = (
            "synchronous",
            "foreign_keys",
            "recursive_triggers",
            "trusted_schema",
            "cell_size_check",
            "journal_mode",
        )
        found = {name: driver.driver(connection).execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    assert found == {
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "journal_mode": "wal",
    }


def test_after_each_change_nothing_is_left_in_the_wal(store, folder):
    client(store)
    assert (folder / "record.db-wal").stat().st_size == 0


def test_a_driver_with_known_faults_is_refused(monkeypatch):
    monkeypatch.setattr(driver, "_LEAST_SQLITE", (99, 0, 0))
    with pytest.raises(RuntimeError, match="too old"):
        driver.check_driver(dbapi2.connect(":memory:"))
    monkeypatch.undo()
    monkeypatch.setattr(driver, "_LEAST_SQLCIPHER", (99, 0))
    with pytest.raises(RuntimeError, match="SQLCipher"):
        driver.check_driver(dbapi2.connect(":memory:"))


def test_trouble_is_told_without_the_words_that_were_typed(store):
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError) as caught, store._reading() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere WHERE note = ?", ("migraine since 2019",))
    assert "migraine" not in str(caught.value)


def test_disk_trouble_is_a_record_trouble():
    assert issubclass(DiskTrouble, RecordTrouble)
