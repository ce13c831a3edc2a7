"""A new key after a leak: what opens afterwards, what does not, and that a kill at any point leaves one of the two."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import Damaged, RecordStore, WrongPassphrase, keys
from rmt_notes.db import engine as driver
from tests.db.record_samples import PASSPHRASE, client, contents

LOCUM = Practitioner(id="c" * 32, name="Leo Locum", role="locum")
THEIRS = "two patient geese wander"


def data_key(folder: Path) -> bytes:
    return keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE).data_key


def test_after_a_new_key_everything_is_there_and_the_old_keys_open_nothing(full, full_folder, tmp_path, clock):
    full.add_practitioner(LOCUM, PASSPHRASE, THEIRS)
    old_vault, old_key = (full_folder / "vault.json").read_bytes(), data_key(full_folder)
    old_code = full.new_recovery_code(PASSPHRASE)
    before = contents(full)
    done = full.new_key(PASSPHRASE)
    assert done.without_sign_in == ("Leo Locum",)
    assert done.trouble == ""
    after = contents(full)
    assert {name: rows for name, rows in after.items() if name not in ("audit", "about")} == {
        name: rows for name, rows in before.items() if name not in ("audit", "about")
    }
    assert after["audit"][: len(before["audit"])] == before["audit"]
    client(full, "Written", "After")
    assert full.verify().problems == ()
    full.close()
    assert data_key(full_folder) != old_key
    with pytest.raises(WrongPassphrase):
        RecordStore.open(full_folder, THEIRS, clock=clock)
    with pytest.raises(WrongPassphrase):
        RecordStore.open_with_recovery(full_folder, old_code, "other words altogether", clock=clock)
    old = Path(shutil.copytree(full_folder, tmp_path / "old"))
    (old / "vault.json").write_bytes(old_vault)
    with pytest.raises(Damaged):  # the old key, got from an old key file, opens nothing of today
        RecordStore.open(old, PASSPHRASE, clock=clock)
    with RecordStore.open_with_recovery(full_folder, done.code, "other words altogether", clock=clock) as store:
        assert store.verify().ok
        assert store.warnings == ()
        backups = sorted((full_folder / "backups").iterdir())
    # The backup of before keeps the key of its day; the one of after has the new one.
    with RecordStore.restore(backups[0], tmp_path / "first", THEIRS, clock=clock) as store:
        assert store.practitioner.name == "Leo Locum"
    with pytest.raises(WrongPassphrase):
        RecordStore.restore(backups[-1], tmp_path / "second", THEIRS, clock=clock)


def test_a_second_new_key_and_an_altered_old_entry_are_both_told(store, folder):
    client(store)
    store.new_key(PASSPHRASE)
    client(store, "Ida", "Grey")
    store.new_key(PASSPHRASE)
    assert store.verify().ok
    key = keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE).keys().database
    store.close()
    raw = driver.plain_connection(folder / "record.db", key)
    raw.execute("DROP TRIGGER guard_audit_update")
    raw.execute("UPDATE audit SET entity_id = 'x' WHERE number = 2")
    raw.close()
    with RecordStore.open(folder, PASSPHRASE) as again:
        assert any("Audit entry 2 " in problem for problem in again.verify().problems)


@pytest.mark.skipif(os.name != "posix", reason="the moments are taken in a fork")
def test_killed_at_any_point_the_record_opens_with_exactly_one_of_the_two_keys(folder, tmp_path):
    with RecordStore.open(folder, PASSPHRASE) as store:
        client(store, "Always", "There")
    old = data_key(folder)
    child = os.fork()
    if child == 0:
        count, copying = 0, False

        def keep_moment(name: str, words: tuple[object, ...]) -> None:
            """What a kill would leave at this moment is what lies in the folder."""
            nonlocal count, copying
            if not copying and name in ("os.rename", "os.remove", "open") and "rekeyed" in f"{words[0]}":
                count, copying = count + 1, True
                shutil.copytree(folder, tmp_path / f"moment-{count:02}", ignore=shutil.ignore_patterns("backups"))
                copying = False

        try:
            store = RecordStore.open(folder, PASSPHRASE)
            sys.addaudithook(keep_moment)
            store.new_key(PASSPHRASE)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    moments, found = sorted(tmp_path.glob("moment-*")), []
    for moment in (moments[len(moments) // 2], *moments[-5:]):  # the last ones put it in place
        with RecordStore.open(moment, PASSPHRASE) as store:
            assert [row.name for row in store.find_clients()] == ["Always There"]
            assert store.verify().ok, moment.name
        found.append(data_key(moment) != old)
        assert not list(moment.glob("rekeyed*"))
    assert found == sorted(found), "from the old key to the new one, once"
    assert set(found) == {True, False}
