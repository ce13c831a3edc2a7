"""A hand that does anything: random clicks, keys and faults in the real window, and what of a client's words, or of the
key, is found outside the encrypted record afterwards."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rmt_notes import sample
from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore, keys
from tools.fault_bench import PASSPHRASE, Result, Template

MARK = "quetzalcoatlus"
"""A word that stands in names and notes and nowhere else."""
AT_ONCE = 500
"""Steps of one process; then a fresh one with a fresh record, whatever corner the last one ended in."""
SLOWEST = 3
"""Seconds that a step may take on a busy machine, on average."""
WANDERER = Path(__file__).with_name("fault_wanderer.py")
ON_PURPOSE = "saved on purpose"


def wandered(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Random steps all over a practice's record, with faults thrown in between: no word of a client and no key in
    reports, messages, preferences, temporary files, window titles, names of files or anything else that is left."""
    result = Result(campaign="words outside the record", tried=0, control="a fault as Python tells it")
    control = place / "control.txt"
    folder, passphrase = _practice(record, place / "practice", whole=count > AT_ONCE)
    key = _marked(folder, passphrase)
    rooms: Counter[str] = Counter()
    fields: set[str] = set()
    locked = reports = 0
    while result.tried < count:
        home = place / f"walk-{result.tried}"
        trail = place / f"trail-{result.tried}.json"
        program = home / "program"
        shutil.copytree(folder, program / "data" / "record")
        steps = min(AT_ONCE, count - result.tried)
        words = (passphrase, MARK, str(steps), str(hand.random()), str(control), str(trail))
        ran = _walk(home, program / "data" / "record", words, 120 + steps * SLOWEST)
        if ran.returncode or not trail.exists():
            result.unseen += 1
            result.remarks.append(f"the program ended with {ran.returncode}: {' / '.join(_last_told(ran.stderr))}")
            break
        told = json.loads(trail.read_text("utf-8"))
        result.tried += told["steps"]
        rooms.update(told["rooms"])
        fields.update(told["fields"])
        locked += told["ended"] == "locked"
        if told["ended"].startswith("would not"):
            result.unseen += 1
            result.remarks.append(told["ended"])
        (home / "output.txt").write_bytes(ran.stdout + ran.stderr)
        reports += len(list(home.rglob("report-*.txt")))
        found = [path for path in home.rglob("*") if ON_PURPOSE not in path.parts and _tells(path, key)]
        result.unseen += len(found) + told["titles"]
        result.remarks += [f"{path.relative_to(home)} tells: {_told_in(path)}" for path in found[:5]]
        shutil.rmtree(home)
    result.bites = control.exists() and _tells(control, key)
    result.unseen += not reports  # the faults were not even reported
    result.remarks += [room for room in rooms if room.startswith("a title")]
    result.remarks.append(
        f"{reports} reports of faults kept, {len(rooms)} rooms, {len(fields)} fields written in, locked {locked} times"
    )
    return result


def _walk(home: Path, folder: Path, words: tuple[str, ...], patience: float) -> subprocess.CompletedProcess[bytes]:
    for name in ("user", "temporary", "run"):
        (home / name).mkdir(parents=True, mode=0o700)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "RMT_NOTES_HOME": str(home / "program"),
        "HOME": str(home / "user"),
        "TMPDIR": str(home / "temporary"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "PYTHONWARNINGS": "always",
        "PYTHONFAULTHANDLER": "1",
    }
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-P", str(WANDERER), str(folder), *words],
        capture_output=True,
        env=environment,
        cwd=home / "user",
        timeout=patience,
    )


def _last_told(errors: bytes) -> list[str]:
    """The end of what was told, and where in the program each thread was when it crashed; never the word."""
    lines = [line for line in errors.decode(errors="replace").splitlines() if not _is_telling(line.encode())]
    crashed = next((number for number, line in enumerate(lines) if line.startswith("Fatal Python error")), len(lines))
    return lines[max(0, crashed - 6) : crashed + 40]


def _practice(record: Template, folder: Path, *, whole: bool) -> tuple[Path, str]:
    """The sample practice, which has something in every room; for a few steps the small record that is there."""
    if not whole:
        return record.copy(folder), PASSPHRASE
    now = datetime.now().astimezone()
    folder.mkdir(parents=True, mode=0o700)
    sample.build(folder, today=now.date(), until=now)
    return folder, sample.PASSPHRASE


def _marked(folder: Path, passphrase: str) -> bytes:
    """Put the word into every name and every open note; gives the record's key."""
    with RecordStore.open(folder, passphrase) as store:
        for row in store.find_clients(limit=1000):
            client = store.client_file(row.id).client
            store.change_client(replace(client, last_name=f"{MARK.title()} {client.last_name}", occupation=MARK))
        for visit in store.unsigned():
            store.keep_draft(visit.id, _with_word(store.chart(visit.id).note))
    return keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), passphrase).keys().database


def _with_word(note: Note) -> Note:
    return replace(note, subjective=replace(note.subjective, complaint=f"{MARK} {note.subjective.complaint}"))


def _tells(path: Path, key: bytes) -> bool:
    """Whether a file, or its name, tells a client's word or the key."""
    if _is_telling(path.name.encode()):
        return True
    return path.is_file() and _is_telling(path.read_bytes(), key)


def _is_telling(content: bytes, key: bytes = b"") -> bool:
    small = content.lower()
    if any(each in small for each in _spellings()):
        return True
    return bool(key) and (key in content or key.hex().encode() in small)


def _told_in(path: Path) -> str:
    """The lines before it, for whoever has to find the way it took; not the word."""
    lines = path.read_bytes().lower().splitlines() if path.is_file() else []
    at = next((number for number, line in enumerate(lines) if _is_telling(line)), 0)
    told = " / ".join(line.decode(errors="replace") for line in lines[max(0, at - 6) : at + 1])
    return told.replace(MARK, "(the word)")[-600:]


def _spellings() -> Iterator[bytes]:
    for coding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield MARK.encode(coding)
