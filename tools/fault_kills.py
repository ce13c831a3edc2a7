"""Campaigns that kill: the store while it saves, a backup, a change of the passphrase, a new key, a migration."""

from __future__ import annotations

import importlib
import os
import random
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from rmt_notes.db import Kdf, Made, RecordStore, RecordTrouble, archive, files, keys, migrate
from rmt_notes.db import engine as driver
from tools.fault_bench import PASSPHRASE, Result, Template, kept, kill_in_the_middle, open_fast, words

OTHER = "nine slow herons glide"


def of_the_store(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """kill -9 while a draft is saved again and again; "saved" is reported after each commit."""
    result = Result(campaign="kill the store while saving", tried=count, control="saved is said before the commit")
    folder, number, saves = record.copy(place / "kill"), 0, 0
    for turn in range(count):
        reports = hand.randint(1, 215 if count >= 100 else 8)
        told = kill_in_the_middle(_saver(record, folder, number), hand, 0.03, reports=reports)
        saves += len(told)
        with open_fast(folder, record.opened) as store:
            found = kept(store, record.visit)
            result.lost += sum(1 for each in told if each > found)
            result.unseen += bool(store.warnings)
            result.unseen += store.ended_well and bool(told)  # that it was killed is known
            if turn % 10 == 0:
                result.unseen += not store.verify().ok
                result.unseen += f"saved {found}" not in [row.complaint for row in store.search_notes(f"saved {found}")]
        number = found
    result.remarks.append(f"{saves} saves acknowledged")
    for _turn in range(20):
        told = kill_in_the_middle(_saver(record, folder, number, early=True), hand, 0.05)
        with open_fast(folder, record.opened) as store:
            number = kept(store, record.visit)
        if max(told) > number:
            result.bites = True
            break
    return result


def _saver(
    record: Template, folder: Path, number: int, *, early: bool = False
) -> Callable[[Callable[[int], None]], None]:
    def act(report: Callable[[int], None]) -> None:
        at = number
        store = open_fast(folder, record.opened)
        while True:
            at += 1
            if early:
                report(at)
            store.keep_draft(record.visit, words(at))
            if not early:
                report(at)

    return act


def of_a_backup(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """kill -9 while backups are made; under a final name there may only be whole ones."""
    result = Result(campaign="kill during a backup", tried=count, control="written under its final name")
    folder = record.copy(place / "backup")
    backups = folder / "backups"

    def act(report: Callable[[int], None]) -> None:
        store = open_fast(folder, record.opened)
        for number in range(1, 10_000):
            report(number)
            store.back_up()

    seal = record.opened.keys().backup
    for _turn in range(count):
        kill_in_the_middle(act, hand, 0.15)
        result.unseen += sum(1 for stamp in archive.stamps(backups) if not _is_whole(stamp.path, seal))
        with open_fast(folder, record.opened) as store:
            result.lost += not (store.verify().ok if _turn % 10 == 0 else True)
    with open_fast(folder, record.opened) as store:
        whole = store.back_up().written[0]
    result.unseen += len(list(folder.rglob("*.part")))  # what was left half made is swept by the next one
    content, in_place = whole.read_bytes(), place / "in-place.tnb"

    def write_in_place(report: Callable[[int], None]) -> None:
        while True:
            with in_place.open("wb", buffering=0) as out:
                report(1)
                for start in range(0, len(content), 4096):
                    out.write(content[start : start + 4096])
                    os.fsync(out.fileno())

    for _turn in range(10):
        kill_in_the_middle(write_in_place, hand, 0.05)
        result.bites = result.bites or not _is_whole(in_place, seal)
    return result


def of_a_backup_while_saving(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Two notes are saved by turns while a backup is made: each backup is whole, put back it passes every check, and
    it holds every save acknowledged before it began."""
    result = Result(campaign="backup while saving goes on", tried=count, control="the live file alone, copied")
    folder = record.copy(place / "saving")
    with open_fast(folder, record.opened) as store:
        other = store.start_visit(store.chart(record.visit).client.id, "follow_up", store.now()).id
        visits, number, during = (record.visit, other), 0, 0

        def save() -> None:
            nonlocal number
            number += 1
            store.keep_draft(visits[number % 2], words(number))

        for turn in range(count):
            for _save in range(hand.randint(2, 6)):
                save()
            made: list[Made] = []
            acked, job = number, store.backup_job(None)
            thread = threading.Thread(target=lambda job=job, made=made: made.append(job.run()))
            thread.start()
            while thread.is_alive():
                save()
                during += 1
            if not made:
                result.lost += 1
                continue
            (path,) = made[0].written
            again = place / "again"
            shutil.rmtree(again, ignore_errors=True)
            with RecordStore.restore(path, again, PASSPHRASE) as back:
                held = max(kept(back, each) for each in visits)
                result.lost += held < acked or min(kept(back, each) for each in visits) < acked - 1
                result.unseen += bool(back.warnings) or not back.verify().ok
            if turn == 0:
                # While somebody reads, saves stay in the log: the file alone is behind, and nothing in it says so.
                with closing(driver.plain_connection(folder / files.RECORD, record.opened.keys().database)) as reader:
                    reader.execute("BEGIN")
                    reader.execute("SELECT count(*) FROM client").fetchone()
                    save()
                    for left in again.glob(f"{files.RECORD}-*"):
                        left.unlink()  # the file alone, without a log of the record that was put back there
                    shutil.copyfile(folder / files.RECORD, again / files.RECORD)
                    try:
                        with open_fast(again, record.opened) as copied:
                            result.bites = max(kept(copied, each) for each in visits) < number
                    except RecordTrouble:
                        result.bites = True  # it does not even open
            for stamp in archive.stamps(folder / "backups"):
                stamp.path.unlink()
    result.remarks.append(f"{during} saves fell into the backups")
    return result


def _is_whole(path: Path, seal: bytes) -> bool:
    try:
        with archive.opened(path) as found:
            found.read_database(found.manifest(seal))
    except RecordTrouble:
        return False
    return True


def of_a_passphrase(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """kill -9 while the passphrase is changed; the old one or the new one opens."""
    result = Result(campaign="kill during a passphrase change", tried=count, control="the vault written in place")
    folder = record.copy(place / "passphrase")
    now = PASSPHRASE

    def changer(old: str) -> Callable[[Callable[[int], None]], None]:
        def act(report: Callable[[int], None]) -> None:
            store = open_fast(folder, record.opened)
            pair, number = [old, OTHER if old == PASSPHRASE else PASSPHRASE], 0
            while True:
                number += 1
                report(number)
                store.change_passphrase(*pair)
                pair.reverse()

        return act

    for _turn in range(count):
        kill_in_the_middle(changer(now), hand, 0.4)
        opening = [each for each in (PASSPHRASE, OTHER) if _opens(folder, each)]
        result.lost += len(opening) != 1
        now = opening[0] if opening else now
        with open_fast(folder, record.opened) as store:
            result.lost += kept(store, record.visit) != 0
    content, vault = (folder / files.VAULT).read_bytes(), place / "vault.json"

    def in_place(report: Callable[[int], None]) -> None:
        while True:
            with vault.open("wb", buffering=0) as out:
                report(1)
                for start in range(0, len(content), 64):
                    out.write(content[start : start + 64])
                    os.fsync(out.fileno())

    for _turn in range(10):
        kill_in_the_middle(in_place, hand, 0.05)
        try:
            keys.read_vault(vault)
        except RecordTrouble:
            result.bites = True
    return result


def _opens(folder: Path, passphrase: str) -> bool:
    try:
        keys.open_with_passphrase(keys.read_vault(folder / files.VAULT), passphrase)
    except RecordTrouble:
        return False
    return True


def of_a_new_key(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """kill -9 while the record is written anew under a fresh key: it opens, whole, with the old one or the new one."""
    result = Result(campaign="kill during a new key", tried=count, control="the file rekeyed where it lies")
    folder = record.copy(place / "rekey")

    def act(report: Callable[[int], None]) -> None:
        with RecordStore.open(folder, PASSPHRASE) as store:
            for number in range(1, 10_000):
                report(number)
                store.new_key(PASSPHRASE)

    seen, before = {False: 0, True: 0}, _data_key(folder)
    for turn in range(count):
        kill_in_the_middle(act, hand, 0.6, reports=hand.randint(1, 3))
        try:
            with RecordStore.open(folder, PASSPHRASE) as store:
                result.lost += kept(store, record.visit) != 0
                result.unseen += bool(store.warnings) or (turn % 10 == 0 and not store.verify().ok)
                result.unseen += len(list(folder.glob("rekeyed*")))
        except RecordTrouble as trouble:
            result.lost += 1
            result.remarks.append(f"kill {turn}: {type(trouble).__name__}: {trouble}")
            break
        now = _data_key(folder)
        seen[now != before] += 1
        before = now
        shutil.rmtree(folder / "backups", ignore_errors=True)
    result.remarks.append(f"{seen[False]} ended with the old key, {seen[True]} with a new one")

    def in_place(report: Callable[[int], None]) -> None:
        opened = keys.open_with_passphrase(keys.read_vault(folder / files.VAULT), PASSPHRASE)
        key = opened.keys().database
        while True:
            vault, fresh, _code = keys.new_vault(opened.record_id, opened.person, PASSPHRASE, Kdf.cheap)
            connection = driver.plain_connection(folder / files.RECORD, key)
            key = fresh.keys().database
            report(1)
            connection.execute(f"PRAGMA rekey=\"x'{key.hex()}'\"")
            connection.close()
            keys.write_vault(folder / files.VAULT, vault)

    for _turn in range(20):
        folder = record.copy(place / "rekey")
        kill_in_the_middle(in_place, hand, 0.05)
        try:
            RecordStore.open(folder, PASSPHRASE).close()
        except RecordTrouble:
            result.bites = True
            break
    return result


def _data_key(folder: Path) -> bytes:
    return keys.open_with_passphrase(keys.read_vault(folder / files.VAULT), PASSPHRASE).data_key


_STEP = """from alembic import op
revision = '0002'
down_revision = '0001'


def upgrade():
    for number in range(40):
        op.execute(f'CREATE TABLE extra_{number} (a, b)')
        op.execute(f"INSERT INTO extra_{number} SELECT id, body FROM visit")
"""


def of_a_migration(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """kill -9 while a record is brought to a later schema: it is old or new, never between."""
    result = Result(campaign="kill during a migration", tried=count, control="statements without a transaction")
    steps = place / "steps"
    (steps / "versions").mkdir(parents=True)
    for step in (migrate.STEPS / "versions").glob("r*.py"):
        (steps / "versions" / step.name).write_text(step.read_text())
    (steps / "versions" / "r0002_extra.py").write_text(_STEP)
    key = record.opened.keys().database
    clients = len(list(_rows(record.folder / files.RECORD, key, "SELECT id FROM client")))

    def migrating(path: Path) -> Callable[[Callable[[int], None]], None]:
        def act(report: Callable[[int], None]) -> None:
            report(1)
            migrate.upgrade(path, key, steps)
            time.sleep(5)

        return act

    for name in ("alembic.operations", "alembic.runtime.migration", "alembic.script"):
        importlib.import_module(name)  # once, here, so that the children spend their time migrating

    ends = {"old": 0, "new": 0}
    for _turn in range(count):
        path = record.copy(place / "migration") / files.RECORD
        kill_in_the_middle(migrating(path), hand, 0.9)
        ((schema,),) = _rows(path, key, "PRAGMA user_version")
        extra = len(list(_rows(path, key, "SELECT 1 FROM sqlite_master WHERE name LIKE 'extra%'")))
        whole = list(_rows(path, key, "PRAGMA quick_check")) == [("ok",)]
        result.lost += len(list(_rows(path, key, "SELECT id FROM client"))) != clients
        result.unseen += not whole or (schema, extra) not in ((1, 0), (2, 40))
        ends["new" if schema == 2 else "old"] += 1
    result.remarks.append(f"{ends['old']} ended old, {ends['new']} new")

    def bare(path: Path) -> Callable[[Callable[[int], None]], None]:
        def act(report: Callable[[int], None]) -> None:
            connection = driver.plain_connection(path, key)
            report(1)
            for number in range(400):
                connection.execute(f"CREATE TABLE extra_{number} (a, b)")
            time.sleep(5)

        return act

    for _turn in range(6):
        path = record.copy(place / "migration") / files.RECORD
        kill_in_the_middle(bare(path), hand, 0.1)
        extra = len(list(_rows(path, key, "SELECT 1 FROM sqlite_master WHERE name LIKE 'extra%'")))
        result.bites = result.bites or 0 < extra < 400
    return result


def _rows(path: Path, key: bytes, statement: str) -> list[tuple[object, ...]]:
    connection = driver.plain_connection(path, key)
    try:
        return list(connection.execute(statement).fetchall())
    finally:
        connection.close()
