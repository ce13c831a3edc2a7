"""Opening a record only to look: nothing is written, nothing can be, and the look is told by the next opening."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from rmt_notes.db import Locked, RecordStore, Refused, WrongPassphrase
from rmt_notes.db import engine as driver
from rmt_notes.db.read_only import ReadOnlyStore
from tests.db.record_samples import PASSPHRASE, client


def state_of(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.name not in ("record.lock", "looks.json")
    }


def test_everything_can_be_read_and_nothing_written(full_folder, clock):
    before = state_of(full_folder)
    with ReadOnlyStore.look(full_folder, PASSPHRASE, clock=clock) as store:
        for row in store.find_clients():
            for visit in store.client_file(row.id).visits:
                assert store.chart(visit.id).visit.id == visit.id
        assert store.audit_page().rows
        assert store.search_notes("back")
        assert store.verify().ok
        for act in (
            lambda: client(store, "Ida", "Grey"),
            lambda: store.printable(store.unsigned()[0].id, "print"),
            lambda: store.export_record(),
            lambda: store.change_passphrase(PASSPHRASE, "other words altogether"),
            lambda: store.back_up(),
        ):
            with pytest.raises(Refused, match="reading only"):
                act()
        with pytest.raises(Locked):
            RecordStore.open(full_folder, PASSPHRASE, clock=clock)
    assert state_of(full_folder) == before
    with RecordStore.open(full_folder, PASSPHRASE, clock=clock) as store:
        looks = [row for row in store.audit_rows(limit=4) if row.action == "read_only"]
        assert [dict(row.detail)["who"] for row in looks] == ["Nadia Example"]
        assert not (full_folder / "looks.json").exists()


def test_a_note_of_looks_that_was_altered_is_told(folder, clock):
    ReadOnlyStore.look(folder, PASSPHRASE, clock=clock).close()
    path = folder / "looks.json"
    path.write_text(path.read_text().replace("Nadia", "Nobody"))
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        assert "looks_altered" in {row.action for row in store.audit_rows(limit=3)}


def test_what_stands_in_the_log_is_read_too_and_the_copy_is_gone_afterwards(folder, clock, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    killed = tmp_path / "killed"
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        # Somebody who reads keeps the log from being emptied.
        reader = driver.plain_connection(folder / "record.db", store._keys.database)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM client").fetchone()
        client(store, "In", "Thelog")
        shutil.copytree(folder, killed)
        reader.close()
    assert (killed / "record.db-wal").stat().st_size
    with ReadOnlyStore.look(killed, PASSPHRASE, clock=clock) as store:
        assert [row.name for row in store.find_clients()] == ["In Thelog"]
    assert not list(tmp_path.glob("rmt-notes-*"))


def test_a_wrong_passphrase_opens_nothing(folder):
    with pytest.raises(WrongPassphrase):
        ReadOnlyStore.look(folder, "not these words")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounting a disk read-only needs the right to")
def test_a_record_on_a_disk_that_cannot_be_written_to_is_read(folder, clock, tmp_path):
    import subprocess

    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "--bind", str(folder), str(place)], capture_output=True).returncode:
        pytest.skip("this computer mounts nothing")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True, capture_output=True)
        with ReadOnlyStore.look(place, PASSPHRASE, clock=clock) as store:
            assert store.practice().name == "Elm Street Massage"
            assert store.verify().ok
    finally:
        subprocess.run(["umount", str(place)], check=True)
