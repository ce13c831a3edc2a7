"""A record of its own for every test: made once, copied, opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmt_notes.db import Kdf, RecordStore, keys, opening
from rmt_notes.db.keys import Opened
from rmt_notes.db.lock import RecordLock
from tests.db.record_samples import PASSPHRASE, PRACTICE, THERAPIST, Hands, full_record


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of an empty record and its recovery code."""
    folder = tmp_path_factory.mktemp("empty") / "record"
    store, code = RecordStore.create(folder, PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=Hands())
    store.close()
    return folder, code


@pytest.fixture(scope="session")
def keys_at_hand(empty_record: tuple[Path, str]) -> Opened:
    """The keys of every copy of that record. Stretching the passphrase is tested by the tests of opening; here it is
    done once."""
    return keys.open_with_passphrase(keys.read_vault(empty_record[0] / "vault.json"), PASSPHRASE)


def opened(folder: Path, keys_at_hand: Opened, clock: Hands) -> RecordStore:
    """A copy of the record, opened with the keys at hand."""
    start = opening.start(folder, RecordLock(folder), keys_at_hand, clock)
    return RecordStore._opened(folder, start, clock)


@pytest.fixture
def folder(tmp_path: Path, empty_record: tuple[Path, str]) -> Path:
    return Path(shutil.copytree(empty_record[0], tmp_path / "record"))


@pytest.fixture(scope="session")
def full_template(empty_record: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Hands, str]:
    """The folder of a record with something of everything, the clock as it stood at the end, the first client's id."""
    folder = Path(shutil.copytree(empty_record[0], tmp_path_factory.mktemp("full") / "record"))
    clock = Hands()
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as opened:
        first = full_record(opened, clock)
    return folder, clock, first


@pytest.fixture
def full_folder(tmp_path: Path, full_template: tuple[Path, Hands, str], clock: Hands) -> Path:
    """A copy of it; the test's clock stands where that record ends."""
    clock.at = full_template[1].at
    return Path(shutil.copytree(full_template[0], tmp_path / "full"))


@pytest.fixture
def full(full_folder: Path, keys_at_hand: Opened, clock: Hands) -> Iterator[RecordStore]:
    with opened(full_folder, keys_at_hand, clock) as store:
        yield store


@pytest.fixture
def store(folder: Path, keys_at_hand: Opened, clock: Hands) -> Iterator[RecordStore]:
    with opened(folder, keys_at_hand, clock) as store:
        yield store
