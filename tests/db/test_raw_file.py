"""The record file's own bytes, and the code of each page."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

from rmt_notes.db.raw_file import PageCodes, RawFile

PAGE = 4096


def damaged_in(content: bytes, key: bytes) -> int:
    codes = PageCodes(key)
    for place in range(0, len(content), 3 * PAGE):
        codes.look(content[place : place + 3 * PAGE])
    return codes.damaged


def test_every_page_is_held_against_its_own_code_and_place(full_folder, keys_at_hand):
    content = (full_folder / "record.db").read_bytes()
    key = keys_at_hand.keys().database
    assert damaged_in(content, key) == 0
    hand = random.Random(4)
    for page in (0, 1, len(content) // PAGE - 1, *hand.sample(range(2, len(content) // PAGE - 1), 5)):
        for place in (0, 17, PAGE // 2, PAGE - 75, PAGE - 1):  # the salt or text, the text, the seed, the code
            spoilt = bytearray(content)
            spoilt[page * PAGE + place] ^= 1 << hand.randrange(8)
            assert damaged_in(bytes(spoilt), key) >= 1, (page, place)
    moved = bytearray(content)
    moved[2 * PAGE : 3 * PAGE], moved[3 * PAGE : 4 * PAGE] = content[3 * PAGE : 4 * PAGE], content[2 * PAGE : 3 * PAGE]
    assert damaged_in(bytes(moved), key) == 2
    assert damaged_in(content[: -PAGE // 2], key) == 1
    assert damaged_in(content, bytes(32)) == len(content) // PAGE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the locks of a file")
def test_reading_past_the_database_leaves_its_locks_alone(full):
    def locks() -> int:
        number = os.stat(full.folder / "record.db").st_ino
        lines = Path("/proc/locks").read_text().splitlines()
        return sum(1 for line in lines if f":{number} " in line and f" {os.getpid()} " in line)

    before = locks()
    full.back_up()
    assert full.check_job().run().ok
    assert before
    assert locks() == before
    path = full.folder / "record.db"
    assert b"".join(RawFile(path).pieces()) == path.read_bytes()
