"""Campaigns that damage: the record file, the key file, a backup, and the clock."""

from __future__ import annotations

import json
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from rmt_notes.db import Damaged, RecordStore, RecordTrouble, archive, files, keys, opening, salvage
from rmt_notes.db import engine as driver
from rmt_notes.db.lock import RecordLock
from tools.fault_bench import PASSPHRASE, Result, Template, kept, open_fast, words

PAGE = 4096


def of_the_file(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Random damage to the record file: refused, or found by the check."""
    result = Result(campaign="random damage to the record", tried=count, control="opened without the check")
    folder = record.copy(place / "damage")
    path, whole = folder / files.RECORD, (folder / files.RECORD).read_bytes()
    mark = (folder / files.STATE).read_bytes()
    for turn in range(count):
        spoilt = _SPOIL[turn % len(_SPOIL)](whole, hand)
        if spoilt == whole:
            spoilt = _flip(whole, hand)
        path.write_bytes(spoilt)
        (folder / files.STATE).write_bytes(mark)
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        try:
            with open_fast(folder, record.opened) as store:
                result.bites = True  # opening alone did not see it
                result.unseen += store.verify().ok
        except RecordTrouble:
            continue
    return result


def _flip(whole: bytes, hand: random.Random) -> bytes:
    spoilt = bytearray(whole)
    for _bit in range(hand.randint(1, 3)):
        spoilt[hand.randrange(len(spoilt))] ^= 1 << hand.randrange(8)
    return bytes(spoilt)


def _run(whole: bytes, hand: random.Random) -> bytes:
    at, size = hand.randrange(len(whole)), hand.randint(16, 65536)
    return whole[:at] + hand.randbytes(len(whole[at : at + size])) + whole[at + size :]


def _zero(whole: bytes, hand: random.Random) -> bytes:
    at = hand.randrange(len(whole))
    return whole[:at] + bytes(len(whole[at : at + 65536])) + whole[at + 65536 :]


def _cut(whole: bytes, hand: random.Random) -> bytes:
    return whole[: hand.randrange(len(whole))]


def _cut_page(whole: bytes, hand: random.Random) -> bytes:
    return whole[: hand.randrange(len(whole) // PAGE) * PAGE]


def _insert(whole: bytes, hand: random.Random) -> bytes:
    at = hand.randrange(len(whole) // PAGE) * PAGE
    return whole[:at] + hand.randbytes(PAGE) + whole[at:]


def _swap(whole: bytes, hand: random.Random) -> bytes:
    one, two = sorted(hand.sample(range(1, len(whole) // PAGE), 2))
    pages = [whole[start : start + PAGE] for start in range(0, len(whole), PAGE)]
    pages[one], pages[two] = pages[two], pages[one]
    return b"".join(pages)


_SPOIL: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _run, _zero, _cut, _cut_page, _insert, _swap)


def of_time(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """An older state put back: the whole file, or single pages of it. No check of the file alone can see either."""
    result = Result(campaign="older state put back", tried=count, control="the file's own checks")
    folder = record.copy(place / "older")
    path = folder / files.RECORD
    older = path.read_bytes()
    with open_fast(folder, record.opened) as store:
        for number in range(1, 4):
            store.keep_draft(record.visit, words(number))
    newer, mark = path.read_bytes(), (folder / files.STATE).read_bytes()
    changed = [
        at for at in range(PAGE, min(len(older), len(newer)), PAGE) if older[at : at + PAGE] != newer[at : at + PAGE]
    ]
    for turn in range(count):
        if turn % 2 == 0:
            content = older
        else:
            pages = bytearray(newer)
            for at in hand.sample(changed, hand.randint(1, len(changed))):
                pages[at : at + PAGE] = older[at : at + PAGE]
            content = bytes(pages)
        path.write_bytes(content)
        (folder / files.STATE).write_bytes(mark)
        try:
            with open_fast(folder, record.opened) as store:
                connection = store._connection()
                result.bites = result.bites or (
                    not driver.damaged_pages(connection) and driver.holds_together(connection)
                )
                result.unseen += not store.warnings and store.verify().ok
        except RecordTrouble:
            continue
    return result


def of_single_pages(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """One page in five hundred is damaged: what can be read is saved, at least 99 of 100 rows where no page of the
    schema is hit, and what is not is told by number."""
    result = Result(campaign="one page in 500 damaged, saved", tried=0, control="a reading that stops at the damage")
    folder = record.copy(place / "grown")
    with open_fast(folder, record.opened) as store:
        who = store.find_clients()[0].id
        while (folder / files.RECORD).stat().st_size < 500 * PAGE:
            visit = store.start_visit(who, "follow_up", store.now())
            store.keep_draft(visit.id, words(1))
        counts = store.backup_counts()
        before = sum(counts.values())
    whole = (folder / files.RECORD).read_bytes()
    pages = len(whole) // PAGE
    hit = place / "hit"
    lost: list[int] = []
    unreadable = 0
    while result.tried < count:
        shutil.rmtree(hit, ignore_errors=True)
        shutil.copytree(folder, hit)
        spoilt = bytearray(whole)
        for page in hand.sample(range(40, pages), max(1, pages // 500)):
            spoilt[page * PAGE + 64 : page * PAGE + 96] = bytes(32)
        (hit / files.RECORD).write_bytes(spoilt)
        result.bites = result.bites or _stops(hit, record)
        try:
            done = salvage(hit, PASSPHRASE)
        except Damaged:
            # Where a page of the schema was hit nothing can be read, and that is what it said.
            if _has_its_schema(hit, record):
                raise
            unreadable += 1
            continue
        with open_fast(hit, record.opened) as store:
            gone = sum(max(0, number - store.backup_counts()[name]) for name, number in counts.items())
            result.unseen += bool(store.verify().problems)
        result.tried += 1
        lost.append(gone)
        # What was read and belongs to something lost is told row by row, in a sentence.
        result.unseen += gone > sum(done.lost.values()) + sum(map(_times, done.sentences))
    # One page of short rows holds more than one of a hundred rows of so small a record: the share is that of all tries.
    worst, share = max(lost) / before, sum(lost) / before / len(lost)
    result.lost += share > 0.01 if count >= 10 else worst > 0.03
    result.remarks.append(f"{share:.2%} of {before} rows lost, {worst:.2%} in the worst try, each told")
    if unreadable:
        result.remarks.append(f"{unreadable} times more a page of the schema was hit: told as unreadable")
    return result


def _times(sentence: str) -> int:
    """Of how many rows a sentence tells."""
    found = re.search(r"\((\d+) times\)$", sentence)
    return int(found[1]) if found else 1


def _has_its_schema(folder: Path, record: Template) -> bool:
    """Whether the pages that say what lies where can be read."""
    try:
        with closing(driver.plain_connection(folder / files.RECORD, record.opened.keys().database)):
            return True
    except dbapi2.DatabaseError:
        return False


def _stops(folder: Path, record: Template) -> bool:
    """Whether reading every row in order ends before the last one."""
    with closing(driver.plain_connection(folder / files.RECORD, record.opened.keys().database)) as connection:
        try:
            for name in ("client", "visit", "draft", "audit", "visit_summary"):
                connection.execute(f"SELECT * FROM {name}").fetchall()
            return bool(connection.execute("PRAGMA cipher_integrity_check").fetchall())
        except dbapi2.DatabaseError:
            return True


def of_the_log(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """The program is killed while its newest saves are only in the log, as during a backup; then the log is deleted,
    cut or damaged. What is missing is told by the mark outside; no check of the file can see it."""
    result = Result(campaign="log lost after a kill", tried=count, control="without the mark outside")
    folder, left = record.copy(place / "log"), record.copy(place / "left")
    names = (files.RECORD, files.RECORD + "-wal", files.STATE)
    before = (folder / files.STATE).read_bytes()
    told = 0
    for turn in range(count):
        with open_fast(folder, record.opened) as store, closing(_reader(folder, record)):
            acked = kept(store, record.visit)
            for _save in range(hand.randint(1, 5)):
                acked += 1
                store.keep_draft(record.visit, words(acked))
            for name in names:
                (left / name).write_bytes((folder / name).read_bytes())
        log = left / (files.RECORD + "-wal")
        whole = log.read_bytes()
        if turn % 3 == 0:
            log.unlink()
        elif turn % 3 == 1:
            log.write_bytes(whole[: len(whole) // 2])
        else:
            at = hand.randrange(len(whole) // 2)
            log.write_bytes(whole[:at] + bytes(255 - each for each in whole[at : at + 8]) + whole[at + 8 :])
        marks = (left / files.STATE).read_bytes()
        with open_fast(left, record.opened) as store:
            missing = kept(store, record.visit) < acked
            result.unseen += missing and not store.warnings
            told += missing and bool(store.warnings)
        if missing and not result.bites:
            result.bites = _goes_unseen(left, record, before)
        (left / files.STATE).write_bytes(marks)
    result.remarks.append(f"{told} times saves were missing, and told")
    return result


def _reader(folder: Path, record: Template) -> Any:
    """Somebody who reads the record, a backup for instance: meanwhile the log cannot be emptied."""
    connection = driver.plain_connection(folder / files.RECORD, record.opened.keys().database)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM audit").fetchone()
    return connection


def _goes_unseen(folder: Path, record: Template, older_mark: bytes) -> bool:
    """Whether the same loss is not told by anything but the mark."""
    (folder / files.STATE).write_bytes(older_mark)
    with open_fast(folder, record.opened) as store:
        return not [each for each in store.warnings if "missing" in each]


def of_the_vault(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Random changes to the key file: what was sealed opens nothing once it was altered."""
    result = Result(campaign="fuzzed key file", tried=count, control="its shape alone")
    vault_path = place / "fuzzed-vault.json"
    whole = (record.folder / files.VAULT).read_bytes()
    sealed = _sealed(json.loads(whole))
    for turn in range(count):
        # The first has the right shape for certain: a few chance changes seldom do, and only then the control can bite.
        fuzzed = bytearray(_other_letter(whole) if turn == 0 else whole)
        for _change in range(hand.randint(1, 3) if turn else 0):
            at = hand.randrange(len(fuzzed))
            choice = hand.randrange(3)
            if choice == 0:
                fuzzed[at] ^= 1 << hand.randrange(7)
            elif choice == 1:
                del fuzzed[at : at + hand.randint(1, 20)]
            else:
                fuzzed[at:at] = hand.choice([b"9", b"}", b'"', b"A", b"null", b"[[[["])
        vault_path.write_bytes(fuzzed)
        try:
            vault = keys.read_vault(vault_path)
            altered = _sealed(vault) != sealed
            result.bites = result.bites or altered
            opened = keys.open_with_passphrase(vault, PASSPHRASE)
            result.unseen += altered or opened.data_key != record.opened.data_key
        except RecordTrouble:
            continue
    return result


def _other_letter(whole: bytes) -> bytes:
    """The key file with one letter in the middle of its first sealed key exchanged."""
    sealed = str(json.loads(whole)["slots"][0]["sealed"]).encode()
    at = whole.index(sealed) + len(sealed) // 2
    return whole[:at] + (b"B" if whole[at : at + 1] == b"A" else b"A") + whole[at + 1 :]


def _sealed(vault: dict[str, object]) -> str:
    """What the seal of the first person's slot holds together."""
    slots = vault["slots"]
    assert isinstance(slots, list)
    first = next((slot for slot in slots if slot["kind"] == keys.PASSPHRASE), None)
    return json.dumps([vault["record"], vault["version"], first], sort_keys=True)


def of_a_backup(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """One bit of a backup turned, or its end cut off: refused, unless nothing of the record was touched."""
    result = Result(campaign="fuzzed backup", tried=count, control="opened as a zip, unchecked")
    folder = record.copy(place / "fuzzed")
    with open_fast(folder, record.opened) as store:
        path = store.back_up().written[0]
    whole, spoilt, seal = path.read_bytes(), place / "spoilt.tnb", record.opened.keys().backup
    members = _members(path)
    harmless = 0
    for turn in range(count):
        if turn % 5 == 4:
            content = whole[: hand.randrange(len(whole))]
        else:
            turned = bytearray(whole)
            turned[hand.randrange(len(turned))] ^= 1 << hand.randrange(8)
            content = bytes(turned)
        spoilt.write_bytes(content)
        try:
            with archive.opened(spoilt) as found:
                found.read_database(found.manifest(seal))
        except RecordTrouble:
            result.bites = result.bites or _is_zip(spoilt)
            continue
        same = _members(spoilt) == members
        harmless += same
        result.unseen += not same
    if harmless:
        result.remarks.append(f"{harmless} turned a date or an attribute in the frame, nothing of the record")
    return result


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist()}


def _is_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as found:
            return len(found.namelist()) == 3
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def of_the_clock(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """The clock jumps by years and hours between saves: nothing is lost, the order stands, each jump back is logged."""
    result = Result(campaign="clock jumps", tried=count, control="ordered by time alone")
    folder = record.copy(place / "clock")
    now = [datetime.now().astimezone()]
    jumps = [timedelta(days=-5 * 365), timedelta(days=12 * 365), timedelta(hours=-1), timedelta(hours=1)]
    start = opening.start(folder, RecordLock(folder), record.opened, lambda: now[0])
    with RecordStore._opened(folder, start, lambda: now[0]) as store:
        back = 0
        for number in range(1, count + 1):
            jump = hand.choice(jumps)
            if not 1950 < (now[0] + jump).year < 2200:
                jump = -jump
            now[0] += jump
            back += jump < timedelta(0)
            store.keep_draft(record.visit, words(number))
            result.lost += kept(store, record.visit) != number
        rows = store.audit_rows(limit=100_000)
        logged = sum(1 for row in rows if row.action == "clock_jump")
        result.unseen += logged != back
        result.unseen += not store.verify().ok
        by_number = [row.number for row in sorted(rows, key=lambda row: row.number)]
        by_time = [row.number for row in sorted(rows, key=lambda row: row.at)]
        result.bites = by_number != by_time
    return result
