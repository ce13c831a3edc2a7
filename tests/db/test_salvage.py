"""Saving what can be read of a damaged record: what is there afterwards, what is told, and what stays untouched."""

from __future__ import annotations

import os
import random
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest

from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import Damaged, RecordStore, WrongPassphrase, salvage
from rmt_notes.db import engine as driver
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


def test_unsigned_words_whose_visit_is_lost_come_along_under_a_visit_that_says_so(empty_record, keys_at_hand, tmp_path):
    folder, clock = Path(shutil.copytree(empty_record[0], tmp_path / "drafts")), Hands()
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        one, other = client(store, "Known", "Still"), client(store, "Lost", "Too")
        begun = [store.start_visit(each.id, "initial", clock()).id for each in (one, other)]
        for number, visit in enumerate(begun):
            store.keep_draft(visit, Note(subjective=Subjective(complaint=f"words {number}")))
        amended = signed(store, taken_in(store).id)
        clock.pass_by(days=2)
        store.begin_amendment(amended.visit_id, "The side was wrong")
    with closing(driver.plain_connection(folder / "record.db", keys_at_hand.keys().database)) as raw:
        for (name,) in list(raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            raw.execute(f"DROP TRIGGER {name}")
        lost = (*begun, amended.visit_id)
        raw.execute(f"DELETE FROM visit WHERE id IN ({', '.join('?' * len(lost))})", lost)
        raw.execute("DELETE FROM client WHERE id = ?", (other.id,))
        raw.execute("DELETE FROM audit WHERE client_id = ?", (other.id,))  # nobody knows whose it was
        raw.commit()
    done = salvage(folder, PASSPHRASE, clock=clock)
    said = " ".join(done.sentences)
    assert (
        "made again from its unsigned note. Look at its time, its kind and whose it is before you sign it. (2 times)"
        in said
    )
    assert "made again from its signed note" in said
    assert "only in the damaged file" not in said
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as store:
        charts = [store.chart(visit) for visit in begun]
        assert [chart.note.subjective.complaint for chart in charts] == ["words 0", "words 1"]
        assert [chart.visit.state for chart in charts] == ["draft", "draft"]
        assert charts[0].client == one
        assert charts[1].client.first_name == "Recovered"
        assert store.chart(amended.visit_id).visit.state in ("signed", "amended")
        assert store.verify().problems == ()


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
