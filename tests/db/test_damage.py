"""What is told of damage: never that the folder is read-only, never an error of the driver's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rmt_notes.clinical.record import WholeRecord
from rmt_notes.db import Damaged, Kdf, RecordStore
from rmt_notes.db import engine as driver
from rmt_notes.db.signatures import hash_of
from tests.db.record_samples import PASSPHRASE, PRACTICE, THERAPIST, Hands, charted, client, signed, taken_in

PAGE = 4096


def spoil(path: Path, page: int) -> None:
    """Turn one bit in the middle of a page."""
    content = bytearray(path.read_bytes())
    content[page * PAGE + PAGE // 2] ^= 4
    path.write_bytes(content)


def test_a_damaged_page_is_told_as_damage_wherever_it_lies(full_folder):
    whole = (full_folder / "record.db").read_bytes()
    mark = (full_folder / "state.json").read_bytes()
    for page in range(0, len(whole) // PAGE, 9):
        spoil(full_folder / "record.db", page)
        try:
            with RecordStore.open(full_folder, PASSPHRASE) as store:
                found = store.verify()
                assert not found.ok
                assert "damaged" in found.problems[0]
        except Damaged:
            pass
        (full_folder / "record.db").write_bytes(whole)
        (full_folder / "state.json").write_bytes(mark)


def test_what_fails_after_a_damaged_page_is_told_as_damage(full, full_folder):
    """The driver calls a file read-only once it met a damaged page on the same connection."""
    whole = (full_folder / "record.db").read_bytes()
    full._drop_connection()
    spoil(full_folder / "record.db", len(whole) // PAGE // 2)
    assert not driver.holds_together(full._connection())
    with pytest.raises(Damaged):
        client(full, "Ida", "Grey")
    (full_folder / "record.db").write_bytes(whole)


def test_a_hash_made_before_the_text_is_the_hash_read_back_from_it(store):
    who = taken_in(store)
    visit = charted(store, who.id)
    note = store.chart(visit.id).note
    whole_minutes = tuple(replace(each, minutes=15) for each in note.treatment.techniques)
    assert whole_minutes
    note = replace(note, treatment=replace(note.treatment, techniques=whole_minutes))
    store.keep_draft(visit.id, note)
    version = store.sign(visit.id)
    typed = replace(version, note=note)
    assert hash_of(typed) == version.content_hash
    assert store.verify().ok


def test_a_signed_version_with_whole_minutes_is_taken_in_and_stays_unchanged(store, tmp_path, clock: Hands):
    version = signed(store, taken_in(store).id)
    record: WholeRecord = store.export_record()
    treatment = version.note.treatment
    techniques = tuple(replace(each, minutes=15) for each in treatment.techniques)
    changed = replace(version, note=replace(version.note, treatment=replace(treatment, techniques=techniques)))
    changed = replace(changed, content_hash=hash_of(changed))
    record = replace(record, versions=(changed,))
    other, _code = RecordStore.create(tmp_path / "other", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)
    with other:
        other.import_record(record)
        found = other.verify()
        assert found.ok, found.problems
