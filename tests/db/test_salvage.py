"""Saving what can be read of a damaged record: what is there afterwards, what is told, and what stays untouched."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from rmt_notes.db import Damaged, RecordStore, WrongPassphrase, salvage
from tests.db.record_samples import PASSPHRASE, Hands, client, signed, taken_in

PAGE = 4096


@pytest.fixture(scope="module")
def practice(empty_record, tmp_path_factory) -> tuple[Path, Hands, dict[str, int]]:
    """The folder of a record of some hundred pages, its clock, and how many rows it has of each kind."""
    folder = Path(shutil.copytree(empty_record[0], tmp_path_factory.mktemp("practice") / "record"))
    clock = Hands()
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        for number in range(24):
            signed(store, taken_in(store, first_name=f"First{number}", last_name=f"Last{number}").id)
        for number in range(60):
            client(store, f"Only{number}", f"Name{number}")
        counts = store.backup_counts()
    return folder, clock, counts


def damaged(practice: tuple[Path, Hands, dict[str, int]], goal: Path, pages: int, seed: int) -> Path:
    folder = Path(shutil.copytree(practice[0], goal))
    data = bytearray((folder / "record.db").read_bytes())
    for page in random.Random(seed).sample(range(100, len(data) // PAGE), pages):
        data[page * PAGE + 64 : page * PAGE + 96] = bytes(32)
    (folder / "record.db").write_bytes(data)
    return folder


def look_everywhere(store: RecordStore) -> int:
    seen = 0
    for row in store.find_clients(limit=500):
        for visit in store.client_file(row.id).visits:
            store.chart(visit.id)
            seen += 1
    return seen


def test_what_can_be_read_is_saved_and_the_rest_is_told(practice, tmp_path):
    _folder, clock, before = practice
    folder = damaged(practice, tmp_path / "d", 5, 4)
    original = (folder / "record.db").read_bytes()
    done = salvage(folder, PASSPHRASE, clock=clock)
    lost = sum(done.lost.values())
    assert 0 < lost < sum(before.values()) * 0.2
    assert not done.is_whole()
    assert any("damaged pages" in sentence for sentence in done.sentences)
    assert (done.aside / "record.db").read_bytes() == original, "the damaged file is kept as it was"
    for name, number in done.kept.items():
        if name in before:
            assert before[name] - done.lost[name] <= number <= before[name], name
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        found = store.verify()
        assert found.problems == ()
        assert any("saved from a damaged file" in note for note in found.notes)
        assert look_everywhere(store) == store.backup_counts()["visit"]
        entry = next(row for row in store.audit_rows(limit=500) if row.action == "salvage")
        assert dict(entry.detail)["lost_rows"] == str(lost)
        client(store, "Goes", "On")
        assert store.verify().ok


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(practice, tmp_path):
    folder = Path(shutil.copytree(practice[0], tmp_path / "cut"))
    data = (folder / "record.db").read_bytes()
    (folder / "record.db").write_bytes(data[: len(data) * 9 // 10 + 1000])
    with pytest.raises(Damaged):
        RecordStore.open(folder, PASSPHRASE)
    done = salvage(folder, PASSPHRASE, clock=practice[1])
    assert done.kept["client"] > 20
    with RecordStore.open(folder, PASSPHRASE, clock=practice[1]) as store:
        look_everywhere(store)
        assert store.verify().problems == ()


def test_a_healthy_record_is_saved_whole(practice, tmp_path):
    folder = Path(shutil.copytree(practice[0], tmp_path / "whole"))
    done = salvage(folder, PASSPHRASE, clock=practice[1])
    assert done.is_whole()
    with RecordStore.open(folder, PASSPHRASE, clock=practice[1]) as store:
        after = store.backup_counts()
        assert {name: number for name, number in after.items() if name != "audit"} == {
            name: number for name, number in practice[2].items() if name != "audit"
        }
        assert store.verify().ok


def test_where_nothing_can_be_read_nothing_is_changed(practice, tmp_path):
    for damage in (b"", b"x" * PAGE):
        folder = Path(shutil.copytree(practice[0], tmp_path / f"n{len(damage)}"))
        data = (folder / "record.db").read_bytes()
        (folder / "record.db").write_bytes(damage and damage + data[PAGE:])
        before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "record.lock"}
        with pytest.raises(Damaged, match="Restore a backup"):
            salvage(folder, PASSPHRASE)
        with pytest.raises(WrongPassphrase):
            salvage(folder, "not these words")
        assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "record.lock"} == before


@pytest.mark.skipif(os.name != "posix", reason="the kill needs fork")
def test_killed_while_it_is_put_in_place_the_record_is_the_damaged_or_the_saved_one(practice, tmp_path):
    folder = damaged(practice, tmp_path / "k", 3, 5)
    child = os.fork()
    if child == 0:
        count = 0

        def keep_moment(name: str, words: tuple[object, ...]) -> None:
            """What a kill would leave at this moment is what lies in the folder."""
            nonlocal count
            if name == "os.rename":
                count += 1
                shutil.copytree(folder, tmp_path / f"moment-{count}")

        try:
            sys.addaudithook(keep_moment)
            salvage(folder, PASSPHRASE, clock=practice[1])
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    seen = []
    for moment in (*sorted(tmp_path.glob("moment-*")), folder):
        with RecordStore.open(moment, PASSPHRASE, clock=practice[1]) as store:
            seen.append(store.verify().ok)
        assert not (moment / "salvaged.db").exists()
    assert len(seen) > 3
    assert not seen[0]
    assert seen[-1]
    assert seen == sorted(seen), "from the damaged one to the saved one, once"
