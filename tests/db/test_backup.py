"""Backups: whole, verified, thinned in the order of the record, put back on an empty machine."""

from __future__ import annotations

import os
import random
import shutil
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import (
    BackupJob,
    Damaged,
    DiskTrouble,
    NoRecord,
    RecordStore,
    RecordTrouble,
    Refused,
    Stamp,
    Stopped,
    WrongPassphrase,
    archive,
    keys,
    raw_file,
    rehearse,
    restore,
    thinning,
)
from rmt_notes.db import engine as driver
from rmt_notes.db.precedence import Flushed
from tests.db.record_samples import PASSPHRASE, client, contents, signed, taken_in

NEW = "nine slow herons glide"


@pytest.fixture(scope="module")
def kept(full_template, tmp_path_factory):
    """One backup of the full record, its counts, and the record's recovery code."""
    folder = Path(shutil.copytree(full_template[0], tmp_path_factory.mktemp("kept") / "record"))
    with RecordStore.open(folder, PASSPHRASE, clock=full_template[1]) as store:
        code = store.new_recovery_code(PASSPHRASE)
        rows = contents(store)
        made = store.back_up()
    return made, rows, code


def without_the_trail(rows):
    return {name: found for name, found in rows.items() if name != "audit"}


def test_a_backup_holds_every_row_and_is_as_encrypted_as_the_record(kept):
    made, rows, _code = kept
    (path,) = made.written
    assert path.parent.name == "backups"
    assert path.stat().st_mode & 0o077 == 0
    assert made.manifest.counts["client"] == len(rows["client"])
    assert made.manifest.counts["note_version"] == len(rows["note_version"])
    content = path.read_bytes()
    for word in (b"Tang", b"Marisol", b"SQLite format 3"):
        assert word not in content
    with zipfile.ZipFile(path) as found:
        assert {info.compress_type for info in found.infolist()} == {zipfile.ZIP_STORED}


def test_a_backup_is_put_back_on_an_empty_machine_with_the_passphrase(kept, tmp_path):
    made, rows, _code = kept
    with RecordStore.restore(made.written[0], tmp_path / "new", PASSPHRASE) as store:
        assert without_the_trail(contents(store)) == without_the_trail(rows)
        assert store.warnings == ()
        newest = store.audit_rows(limit=2)
        assert [row.action for row in newest] == ["restore", "unlock"]
        assert dict(newest[0].detail)["up_to"] == str(made.manifest.audit_number)
        found = store.verify()
        assert found.ok, found.problems
    assert sorted(os.listdir(tmp_path / "new")) == ["record.db", "record.lock", "state.json", "vault.json"]


def test_a_backup_is_put_back_with_the_printed_code_and_a_new_passphrase(kept, tmp_path):
    made, rows, code = kept
    with RecordStore.restore(made.written[0], tmp_path / "new", code, by_code=True, new_passphrase=NEW) as store:
        assert without_the_trail(contents(store)) == without_the_trail(rows)
    RecordStore.open(tmp_path / "new", NEW).close()
    with pytest.raises(Refused):
        RecordStore.restore(made.written[0], tmp_path / "other", code, by_code=True)


def test_a_wrong_passphrase_changes_nothing(kept, tmp_path):
    with pytest.raises(WrongPassphrase, match="when the backup was made"):
        RecordStore.restore(kept[0].written[0], tmp_path / "new", "some other words")
    assert not RecordStore.exists(tmp_path / "new")


def test_a_record_that_is_there_is_kept_unless_asked_and_then_set_aside_whole(kept, folder):
    made, rows, _code = kept
    with pytest.raises(Refused):
        RecordStore.restore(made.written[0], folder, PASSPHRASE)
    before = (folder / "record.db").read_bytes()
    (folder / "record.db-wal").write_bytes(b"stale")
    with RecordStore.restore(made.written[0], folder, PASSPHRASE, replace=True) as store:
        assert without_the_trail(contents(store)) == without_the_trail(rows)
    (aside,) = folder.glob("set-aside-*")
    assert (aside / "record.db").read_bytes() == before
    assert (aside / "record.db-wal").read_bytes() == b"stale"
    (aside / "record.db-wal").unlink()
    RecordStore.open(aside, PASSPHRASE).close()


def test_every_flipped_bit_of_a_backup_is_refused(kept, tmp_path):
    whole = kept[0].written[0].read_bytes()
    hand = random.Random(3)
    spoilt = tmp_path / "spoilt.tnb"
    opened = keys.open_with_passphrase(vault_of(kept[0].written[0]), PASSPHRASE)
    for _turn in range(60):
        content = bytearray(whole)
        content[hand.randrange(len(content))] ^= 1 << hand.randrange(8)
        spoilt.write_bytes(content)
        try:
            with archive.opened(spoilt) as found:
                found.read_database(found.manifest(opened.keys().backup))
        except RecordTrouble:
            continue
        # Dates and names that zip repeats beside the members carry nothing of the record.
        with zipfile.ZipFile(spoilt) as again:
            for name in ("vault.json", "record.db", "manifest.json"):
                assert again.read(name) == zipfile.ZipFile(kept[0].written[0]).read(name)


def vault_of(path: Path):
    with archive.opened(path) as found:
        return keys.parse_vault(found.vault())


@pytest.mark.parametrize("size", [0, 1, 100, 5000, 100_000])
def test_a_cut_backup_is_refused_and_nothing_is_made(kept, tmp_path, size):
    cut = tmp_path / "cut.tnb"
    cut.write_bytes(kept[0].written[0].read_bytes()[:size])
    with pytest.raises(Damaged, match="not a whole backup"):
        RecordStore.restore(cut, tmp_path / "new", PASSPHRASE)
    assert not RecordStore.exists(tmp_path / "new")
    with pytest.raises(NoRecord):
        RecordStore.restore(tmp_path / "none.tnb", tmp_path / "new", PASSPHRASE)


def test_a_zip_that_is_no_backup_is_refused(kept, tmp_path):
    path = tmp_path / "bomb.tnb"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in ("manifest.json", "vault.json", "record.db"):
            bomb.writestr(name, bytes(10_000_000))
    with pytest.raises(Damaged):
        RecordStore.restore(path, tmp_path / "new", PASSPHRASE)
    with zipfile.ZipFile(path, "w") as strange:
        for name in ("manifest.json", "vault.json", "../record.db"):
            strange.writestr(name, b"{}")
    with pytest.raises(Damaged):
        RecordStore.restore(path, tmp_path / "new", PASSPHRASE)


def test_a_rehearsal_tells_the_counts_and_leaves_nothing(kept, tmp_path):
    made, _rows, code = kept
    found = rehearse(made.written[0], tmp_path, PASSPHRASE)
    assert found.problems == ()
    assert found.counts["client"] == made.manifest.counts["client"]
    assert found.made_at == made.manifest.made_at
    assert rehearse(made.written[0], tmp_path, code, by_code=True).problems == ()
    with pytest.raises(WrongPassphrase):
        rehearse(made.written[0], tmp_path, "other words")
    assert list(tmp_path.iterdir()) == []


def test_saving_goes_on_while_a_backup_is_made_and_the_backup_is_of_one_moment(store, monkeypatch):
    visit = store.start_visit(client(store).id, "follow_up", store.now())
    job = store.backup_job()
    saved: list[str] = []
    look = BackupJob._look_up

    copying: list[bool] = []
    step = Flushed.wrote
    monkeypatch.setattr(raw_file, "PIECE", 4 * 4096)

    def count_step(self: Flushed, count: int) -> None:
        copying.append(True)
        step(self, count)

    monkeypatch.setattr(Flushed, "wrote", count_step)

    def save_meanwhile(self: BackupJob, *progress: int) -> None:
        look(self, *progress)
        if copying and len(saved) < 5:  # the first from within the copying, the others after it
            text = f"saved {len(saved)}"
            store.keep_draft(visit.id, Note(subjective=Subjective(complaint=text)))
            saved.append(text)

    monkeypatch.setattr(BackupJob, "_look_up", save_meanwhile)  # where the copy pauses
    made = job.run()
    assert len(saved) == 5
    store.log_backup(made)
    assert made.manifest.audit_number == job.least
    assert store.chart(visit.id).note.subjective.complaint == "saved 4"
    assert store.verify().ok


def test_while_somebody_else_reads_the_newest_saves_are_in_the_backup_all_the_same(full, tmp_path):
    other = driver.plain_connection(full.folder / "record.db", full._keys.database)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM client").fetchone()
    client(full, "Ida", "Grey")
    assert (full.folder / "record.db-wal").stat().st_size
    made = full.back_up()
    other.close()
    with RecordStore.restore(made.written[0], tmp_path / "new", PASSPHRASE) as back:
        assert back.find_clients("Ida Grey")
        assert back.verify().ok
    assert not list(full.folder.rglob("*.part*"))


def test_where_the_first_place_fails_the_second_gets_a_whole_backup(full, tmp_path):
    (full.folder / "backups").write_bytes(b"no folder")
    (tmp_path / "stick").mkdir()
    made = full.back_up(tmp_path / "stick")
    assert [path.parent.name for path in made.written] == ["stick"]
    assert len(made.troubles) == 1
    assert rehearse(made.written[0], tmp_path, PASSPHRASE).problems == ()


@pytest.mark.parametrize("at", [1, 4, 9])
def test_a_backup_that_is_called_off_on_its_way_leaves_nothing(full, monkeypatch, at):
    monkeypatch.setattr(raw_file, "PIECE", 16 * 4096)
    job = full.backup_job()
    looks = iter(range(100))
    look = BackupJob._look_up

    def stop_there(self: BackupJob, *told: object) -> None:
        if next(looks) == at:
            self.stop()
        look(self, *told)

    monkeypatch.setattr(BackupJob, "_look_up", stop_there)
    with pytest.raises(Stopped):
        job.run()
    assert not list(full.folder.rglob("*.part"))
    assert not list(full.folder.rglob("*.tnb"))


def test_a_backup_that_is_called_off_leaves_nothing(store):
    job = store.backup_job()
    job.stop()
    with pytest.raises(Stopped):
        job.run()
    assert not list(store.folder.rglob("*.part"))
    assert not list(store.folder.rglob("*.tnb"))


def test_a_second_place_that_is_not_there_is_told_and_the_first_still_gets_its_backup(store, tmp_path):
    made = store.back_up(tmp_path / "unplugged")
    assert [path.parent.name for path in made.written] == ["backups"]
    assert "plugged in" in made.troubles[0]
    assert not (tmp_path / "unplugged").exists()
    (tmp_path / "stick").mkdir()
    made = store.back_up(tmp_path / "stick")
    assert len(made.written) == 2
    assert not made.troubles
    state = store.backups(tmp_path / "stick")
    assert state.second == state.newest() or state.first == state.newest()
    assert not state.is_behind()
    client(store, "Ida", "Grey")
    assert store.backups().is_behind()


def test_no_backup_is_made_of_a_damaged_record_and_the_older_ones_stay(full, full_folder):
    first = full.back_up().written[0]
    full._drop_connection()
    content = bytearray((full_folder / "record.db").read_bytes())
    whole = bytes(content)
    content[len(content) // 2] ^= 1
    job = full.backup_job()
    (full_folder / "record.db").write_bytes(content)
    with pytest.raises(Damaged):
        job.run()
    (full_folder / "record.db").write_bytes(whole)
    assert [path.name for path in first.parent.iterdir()] == [first.name]


def test_a_full_place_is_told_and_the_last_good_backup_is_untouched(store, tmp_path):
    from tests.db.test_faults import fill, small_disk

    with small_disk(3) as disk:
        first = store.back_up(disk).written[1]
        before = first.read_bytes()
        stuffing = fill(disk)
        client(store, "Ida", "Grey")
        foreseen = store.backup_job(disk).foreseen()
        made = store.back_up(disk)
        assert "disk is full" in made.troubles[0]
        assert foreseen == made.troubles, "told at once, not after the whole record was copied"
        assert first.read_bytes() == before
        assert sorted(path.name for path in disk.iterdir()) == sorted([first.name, stuffing.name])


def test_a_restore_killed_at_any_rename_is_finished_at_the_next_opening(kept, folder, monkeypatch):
    made, rows, _code = kept
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    class Killed(BaseException):
        pass

    real = os.replace
    turns = 0
    for at in range(40):
        left = at

        def replace_or_die(source, goal):
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            real(source, goal)

        monkeypatch.setattr(os, "replace", replace_or_die)
        died = False
        try:
            restore.restore(made.written[0], folder, PASSPHRASE, replace=True)
        except Killed:
            died = True
            turns += 1
        monkeypatch.setattr(os, "replace", real)
        with RecordStore.open(folder, PASSPHRASE) as store:
            found = without_the_trail(contents(store))
            old = len(found["client"]) == 0
            assert old or found == without_the_trail(rows)
            assert store.warnings == ()
            assert store.verify().ok
        for path in list(folder.iterdir()):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        for name, content in before.items():
            (folder / name).write_bytes(content)
        if not died:
            break
    assert turns >= 6


# --- thinning --------------------------------------------------------------------------------------------------------


def stamps_over(days: int, a_day: int = 3) -> list[Stamp]:
    found = []
    for day in range(days):
        for turn in range(a_day):
            at = datetime(2024, 1, 1, 9) + timedelta(days=day, hours=turn * 3)
            found.append(Stamp(Path(f"{day}-{turn}"), "x", day * a_day + turn, at))
    return found


def test_three_years_are_thinned_to_two_whole_days_twelve_days_ten_weeks_nine_months():
    stay: list[Stamp] = []
    for stamp in stamps_over(3 * 365):
        stay = list(thinning.kept([*stay, stamp]))
    assert len(stay) <= 6 + 12 + 10 + 9
    stay = list(thinning.kept(stamps_over(3 * 365)))
    assert len(stay) == 6 + 12 + 10 + 9
    newest = stay[:6]
    assert {stamp.made_at.date() for stamp in newest} == {stay[0].made_at.date(), stay[5].made_at.date()}
    assert len({stamp.made_at.date() for stamp in stay[6:18]}) == 12
    assert len({stamp.made_at.isocalendar()[:2] for stamp in stay[18:28]}) == 10
    assert len({(stamp.made_at.year, stamp.made_at.month) for stamp in stay[28:]}) == 9


def test_a_clock_that_was_wrong_thins_nothing_new():
    stamps = stamps_over(30)
    for wrong in (datetime(2038, 1, 1), datetime(1999, 5, 5), datetime(2024, 1, 2)):
        newest = [Stamp(Path(f"new-{number}"), "x", 1000 + number, wrong) for number in range(4)]
        stay = thinning.kept([*stamps, *newest])
        assert set(newest) <= set(stay)
        after = Stamp(Path("after"), "x", 2000, datetime(2024, 2, 1))
        assert thinning.kept([*stamps, *newest, after])[0] == after


def test_only_backups_of_this_record_are_thinned(store):
    place = store.folder / "backups"
    place.mkdir()
    other = place / "rmt-notes-ffffffff-000000001-20200101-101010.tnb"
    other.write_bytes(b"another record's")
    (place / "holiday.jpg").write_bytes(b"a picture")
    store.back_up()
    assert other.exists()
    assert (place / "holiday.jpg").exists()
    signed(store, taken_in(store).id)
    store.back_up()
    assert len(archive.stamps(place, store.record_id)) == 2


def test_what_a_restore_brings_back_can_be_worked_on_and_backed_up_again(kept, tmp_path):
    with RecordStore.restore(kept[0].written[0], tmp_path / "new", PASSPHRASE) as store:
        who = client(store, "Ida", "Grey")
        store.change_client(replace(who, last_name="Green"))
        assert store.back_up().manifest.audit_number > kept[0].manifest.audit_number


def test_a_place_that_cannot_be_written_at_all_is_told(store):
    (store.folder / "backups").write_bytes(b"a file where the folder belongs")
    with pytest.raises(DiskTrouble, match="could not be written"):
        store.back_up()
