"""A fault at any statement, a kill at any moment, a full disk: everything or nothing, and what was acknowledged is
there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from rmt_notes.clinical.assessment import SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import DiskTrouble, Kdf, RecordStore, RecordTrouble
from rmt_notes.db import engine as driver
from tests.db.record_samples import (
    PASSPHRASE,
    PRACTICE,
    THERAPIST,
    Hands,
    charted,
    client,
    contents,
    finding,
    signed,
    taken_in,
)

WORDS = Note(subjective=Subjective(complaint="Aching shoulder, left"))


class Planted(Exception):
    """The fault that a test plants."""


def everything(store: RecordStore, clock: Hands) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Intentions that write to several tables, each on a state of its own."""
    who = taken_in(store)
    visit = charted(store, who.id)
    found = finding(store, client(store, "Ida", "Grey").id)
    draft = store.start_visit(who.id, "follow_up", store.now())
    yield "add client", lambda: store.add_client(replace(who, id=store.new_id(), file_number=99))
    yield "change client", lambda: store.change_client(replace(who, last_name="Tangerine"))
    yield "change finding", lambda: store.change_finding(replace(found, state="suspected"))
    yield "start visit", lambda: store.start_visit(who.id, "follow_up", store.now())
    note = store.chart(visit.id).note
    more = replace(
        note,
        subjective=replace(note.subjective, complaint="Aching hip", places=(Place("hip_lateral", "left"),)),
        objective=replace(note.objective, tests=(SpecialTest(test="slr", result="negative", side="left"),)),
    )
    yield "keep draft", lambda: store.keep_draft(visit.id, more, started_at=store.now().replace(hour=11), minutes=50)
    yield "sign", lambda: store.sign(visit.id)
    yield "begin amendment", lambda: store.begin_amendment(visit.id, "Side")
    store.keep_draft(visit.id, replace(more, subjective=replace(more.subjective, onset="slow")))
    yield "amend", lambda: store.sign(visit.id)
    yield "void", lambda: store.void_visit(draft.id, "Wrong day")
    yield "rebuild index", lambda: store.rebuild_index()
    yield "export", lambda: store.export_record()
    yield "printable", lambda: store.printable(visit.id)


def test_a_fault_at_any_statement_leaves_all_or_nothing(store, clock):
    count = {"left": -1, "seen": 0}

    def plant(*_statement: object) -> None:
        count["seen"] += 1
        if count["left"] == 0:
            raise Planted
        count["left"] -= 1

    points = 0
    for name, act in everything(store, clock):
        before = contents(store)
        event.listen(store._engine, "before_cursor_execute", plant)
        try:
            fails = True
            at = 0
            while fails:
                count.update(left=at, seen=0)
                try:
                    act()
                except Planted:
                    at += 1
                    count["left"] = -1
                    assert contents(store) == before, f"{name} at statement {at}"
                else:
                    fails = False
        finally:
            event.remove(store._engine, "before_cursor_execute", plant)
        assert contents(store) != before
        points += at
    assert points > 120
    found = store.verify()
    assert found.ok, found.problems


@pytest.mark.parametrize(
    "table", ["draft", "audit", "technique_applied", "visit_summary", "note_version", "client_summary", "visit"]
)
def test_a_trigger_that_fails_in_any_table_leaves_all_or_nothing(store, clock, table):
    who = taken_in(store)
    visit = charted(store, who.id)
    note = store.chart(visit.id).note
    longer = tuple(replace(applied, minutes=12.0) for applied in note.treatment.techniques)
    note = replace(note, treatment=replace(note.treatment, techniques=longer, pain_after=2))
    own = driver.driver(store._connection())
    for verb in ("INSERT", "UPDATE", "DELETE"):
        own.execute(
            f"CREATE TEMP TRIGGER planted_{verb} AFTER {verb} ON main.{table} BEGIN SELECT RAISE(ABORT, 'planted'); END"
        )
    before = contents(store)
    failed = 0
    for act in (
        lambda: store.start_visit(who.id, "follow_up", store.now()),
        lambda: store.keep_draft(visit.id, note),
        lambda: store.sign(visit.id),
        lambda: store.add_client(replace(who, id=store.new_id(), file_number=99)),
    ):
        try:
            act()
        except DBAPIError:
            failed += 1
            assert contents(store) == before
        before = contents(store)
    assert failed


def test_a_failed_save_is_saved_by_the_next_one(store):
    visit = store.start_visit(client(store).id, "follow_up", store.now())
    store.keep_draft(visit.id, WORDS)
    more = replace(WORDS, subjective=replace(WORDS.subjective, notes="and more"))

    def plant(*_statement: object) -> None:
        raise Planted

    event.listen(store._engine, "before_cursor_execute", plant)
    with pytest.raises(Planted):
        store.keep_draft(visit.id, more)
    event.remove(store._engine, "before_cursor_execute", plant)
    assert store.chart(visit.id).note == WORDS
    store.keep_draft(visit.id, more)
    assert store.chart(visit.id).note == more
    assert store.verify().ok


# --- the disk --------------------------------------------------------------------------------------------------------


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own of that size, or the reason why there is none."""
    mount = shutil.which("mount")
    place = Path(tempfile.mkdtemp())
    made = (
        mount
        and subprocess.run(
            [mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], capture_output=True
        ).returncode
        == 0
    )
    if not made:
        place.rmdir()
        pytest.skip("a small file system can be mounted only by an administrator on Linux")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)
        place.rmdir()


def fill(place: Path) -> Path:
    """Take all the room that is left."""
    stuffing = place / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return stuffing


def test_a_full_disk_is_told_and_nothing_saved_is_lost_and_work_goes_on_when_there_is_room(clock):
    with small_disk(6) as disk:
        store, _code = RecordStore.create(disk / "r", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)
        with store:
            visit = store.start_visit(client(store).id, "follow_up", store.now())
            store.keep_draft(visit.id, WORDS)
            stuffing = fill(disk)
            long = replace(WORDS, subjective=replace(WORDS.subjective, notes="word " * 20000))
            with pytest.raises(DiskTrouble, match="disk is full"):
                store.keep_draft(visit.id, long)
            assert store.chart(visit.id).note == WORDS, "what was saved can be read on a full disk"
            with pytest.raises(DiskTrouble):
                store.change_passphrase(PASSPHRASE, "new words")
            with pytest.raises(DiskTrouble):
                store.printable(visit.id, "print")
            stuffing.unlink()
            store.keep_draft(visit.id, long)
            assert store.chart(visit.id).note == long
            assert [row.action for row in store.audit_rows(limit=2)] == ["keep", "view"], "the view owed comes first"
            assert store.verify().ok
        RecordStore.open(disk / "r", PASSPHRASE).close()


def test_every_size_of_room_left_keeps_what_was_acknowledged(clock):
    """Room runs out at a different write each time."""
    with small_disk(5) as disk:
        store, _code = RecordStore.create(disk / "r", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)
        with store:
            visit = store.start_visit(client(store).id, "follow_up", store.now())
            kept, refusals = Note(), 0
            for turn in range(12):
                stuffing = fill(disk)
                os.truncate(stuffing, max(0, stuffing.stat().st_size - turn * 12288))
                note = Note(subjective=Subjective(complaint=f"turn {turn}", notes=f"{turn} " * 6000))
                try:
                    store.keep_draft(visit.id, note)
                except DiskTrouble:
                    refusals += 1
                else:
                    kept = note
                stuffing.unlink()
                assert store.chart(visit.id).note == kept
            assert refusals
            assert store.verify().ok


def test_a_record_on_a_full_disk_is_not_half_made():
    with small_disk(2) as disk:
        stuffing = fill(disk)
        os.truncate(stuffing, stuffing.stat().st_size - 100 * 1024)
        with pytest.raises(DiskTrouble):
            RecordStore.create(disk / "r", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap)
        assert not RecordStore.exists(disk / "r")
        stuffing.unlink()
        RecordStore.create(disk / "r", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap)[0].close()


def test_a_file_that_may_not_grow_is_a_full_disk(store):
    """The same path without an administrator: the database may have no more pages."""
    visit = store.start_visit(client(store).id, "follow_up", store.now())
    store.keep_draft(visit.id, WORDS)
    own = driver.driver(store._connection())
    pages = own.execute("PRAGMA page_count").fetchone()[0]
    own.execute(f"PRAGMA max_page_count={pages}")
    long = replace(WORDS, subjective=replace(WORDS.subjective, notes="word " * 40000))
    with pytest.raises(DiskTrouble, match="disk is full"):
        store.keep_draft(visit.id, long)
    assert store.chart(visit.id).note == WORDS
    own.execute("PRAGMA max_page_count=1000000")
    store.keep_draft(visit.id, long)
    assert store.chart(visit.id).note == long
    assert store.verify().ok


READER = """
import os, sys
from pathlib import Path
from rmt_notes.db import RecordStore, RecordTrouble
os.setgid(65534); os.setuid(65534)
try:
    RecordStore.open(Path(sys.argv[1]), sys.argv[2])
except RecordTrouble as trouble:
    print(type(trouble).__name__, trouble)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind on Windows")
def test_a_folder_that_cannot_be_written_to_is_told(folder):
    """Permissions do not bind an administrator, so the opening is tried as nobody."""
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.getuid():
            path.chmod(0o755)
        if path.name.startswith("pytest-of-"):
            break
    for path in folder.iterdir():
        path.chmod(0o644)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    if os.getuid() != 0:
        folder.chmod(0o555)
        for path in folder.iterdir():
            path.chmod(0o444)
        with pytest.raises(DiskTrouble, match="cannot be written"):
            RecordStore.open(folder, PASSPHRASE)
        folder.chmod(0o755)
    else:
        ran = subprocess.run([sys.executable, "-c", READER, str(folder), PASSPHRASE], capture_output=True, text=True)
        if ran.returncode:
            pytest.skip("nobody cannot run this Python here")
        assert ran.stdout.startswith("DiskTrouble The folder of the record cannot be written to.")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_read_only_file_system_is_told(clock):
    with small_disk(6) as disk:
        RecordStore.create(disk / "r", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)[0].close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(DiskTrouble, match="cannot be written"):
            RecordStore.open(disk / "r", PASSPHRASE)
        with pytest.raises(DiskTrouble, match="cannot be written"):
            RecordStore.create(disk / "other", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap)
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def test_damage_that_appears_while_the_record_is_open_is_told_and_the_rest_still_reads(store, folder):
    """A page goes bad under the open program; after it is whole again the same store works on."""
    who = client(store)
    visit = store.start_visit(who.id, "follow_up", store.now())
    store.keep_draft(visit.id, replace(WORDS, subjective=replace(WORDS.subjective, notes="word " * 5000)))
    path = folder / "record.db"
    whole = path.read_bytes()
    store._drop_connection()
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    with pytest.raises(RecordTrouble, match="damaged"):
        store.chart(visit.id)
    path.write_bytes(whole)
    assert store.chart(visit.id).client == who


# --- long and strange texts ------------------------------------------------------------------------------------------


def test_twenty_thousand_words_in_one_field_are_kept_found_and_signed(store):
    who = taken_in(store)
    visit = charted(store, who.id)
    words = " ".join(f"word{number}" for number in range(20000))
    note = store.chart(visit.id).note
    note = replace(note, subjective=replace(note.subjective, notes=words + " zebrafish"))
    store.keep_draft(visit.id, note)
    assert store.search_notes("zebrafish word19999")[0].id == visit.id
    assert store.sign(visit.id).note == note


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(code) for code in range(32)),
        "\x7f\x80\x9f\u200b\u202e\u2028\ufeff\ufffe",
        "<b>R/O</b> <C5 radiculopathy> & \"'`; DROP TABLE visit; --",
        "e\u0301 \u0645\u0631\u062d\u0628\u0627 \u5de6\u80a9 \U0001f600 \u1426",
        "x" * 100_000,
        "\\u0000 \\ud800 {} [] null",
    ],
    ids=["controls", "invisible", "markup", "scripts", "one long word", "escapes"],
)
def test_every_sign_comes_back_as_typed(store, text):
    who = taken_in(store)
    visit = charted(store, who.id)
    note = store.chart(visit.id).note
    note = replace(note, subjective=replace(note.subjective, complaint=text, notes=text))
    store.keep_draft(visit.id, note)
    version = store.sign(visit.id)
    assert version.note == note
    store.begin_amendment(visit.id, text)
    assert store.chart(visit.id).draft_reason == text
    assert store.verify().ok
    assert store.rebuild_index() == 0
    json.dumps([row.complaint for row in store.visit_rows(who.id)])


def test_half_characters_are_replaced_everywhere_and_the_rest_is_kept(store):
    who = taken_in(store)
    visit = charted(store, who.id)
    note = store.chart(visit.id).note
    note = replace(note, subjective=replace(note.subjective, complaint="left \ud800 knee", qualities=("\udc00",)))
    store.keep_draft(visit.id, note)
    kept = store.chart(visit.id).note.subjective
    assert (kept.complaint, kept.qualities) == ("left \ufffd knee", ("\ufffd",))
    assert store.visit_rows(who.id)[0].complaint == "left \ufffd knee"
    store.void_visit(visit.id, "why \ud83d")
    assert store.chart(visit.id).visit.void_reason == "why \ufffd"
    assert store.verify().ok


def test_a_signed_visit_can_be_read_although_the_disk_is_full(clock):
    with small_disk(6) as disk:
        store, _code = RecordStore.create(disk / "r", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)
        with store:
            who = taken_in(store)
            version = signed(store, who.id)
            stuffing = fill(disk)
            assert store.client_file(who.id).visits
            assert store.chart(version.visit_id).versions == (version,)
            stuffing.unlink()


def test_clients_survive_a_full_disk_by_count(clock):
    with small_disk(3) as disk:
        store, _code = RecordStore.create(disk / "r", PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)
        with store:
            taken = 0
            try:
                for number in range(1, 400):
                    store.add_client(
                        Client(
                            id=store.new_id(),
                            file_number=number,
                            first_name="Ida",
                            last_name="Grey",
                            occupation="x" * 20000,
                        )
                    )
                    taken += 1
            except DiskTrouble:
                pass
            else:
                pytest.fail("the disk never filled")
            assert len(store.find_clients("", limit=1000)) == taken
