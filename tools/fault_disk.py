"""Campaigns against the disk: the power goes, the disk fills, the disk does not answer.

The power cut is simulated. The system calls of the real store are recorded with strace; then the record is built again
from them up to a random moment, and of what was written and not yet flushed everything, a random half, or random
512-byte sectors are dropped. A disk that lies about flushing is not covered.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rmt_notes.db import DiskTrouble, RecordTrouble, files, keys
from tools.fault_bench import Result, Skipped, Template, kept, open_fast, words

ROOT = str(Path(__file__).resolve().parent.parent)
SECTOR = 512
SAVES = 120

SAVER = """
import os, sys
from pathlib import Path
visit, root, saves, grow, *runs = sys.argv[1:]
sys.path.insert(0, root)
from rmt_notes.db import RecordStore, RecordTrouble, engine
from tools.fault_bench import PASSPHRASE, words
for mode, folder in zip(runs[::2], runs[1::2]):
    if mode == "NORMAL":
        # The control: what the program would be without waiting for the disk.
        engine._PRAGMAS = tuple(each.replace("FULL", "NORMAL") for each in engine._PRAGMAS)
        engine.check_driver = lambda connection: None
        engine.checkpoint = lambda connection: True
    store = RecordStore.open(Path(folder), PASSPHRASE)
    acks = os.open(folder + "-acks", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.write(acks, b"begin\\n")
    for number in range(1, int(saves) + 1):
        try:
            if grow == "grow" and number % 6 == 0:
                # New visits make the file grow: a page written behind its end can be torn as well.
                store.start_visit(store.chart(visit).client.id, "follow_up", store.now())
            store.keep_draft(visit, words(number))
        except RecordTrouble as trouble:
            print("refused", number, type(trouble).__name__, flush=True)
        else:
            os.write(acks, b"%d\\n" % number)
os._exit(0)
"""


_Event = tuple[str, ...]


@dataclass(slots=True)
class _File:
    """A file on the simulated disk: what is safely there, and the writes that are not yet."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(where, what), or (length, None) for a cut."""

    def flush(self) -> None:
        for at, data in self.waiting:
            _apply(self.safe, at, data)
        self.waiting.clear()


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
    else:
        content.extend(bytes(max(0, at - len(content))))
        content[at : at + len(data)] = data


def of_the_power(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """The power goes at random moments of a recorded run of saves."""
    result = Result(campaign="power cut (simulated)", tried=count, control="NORMAL in place of FULL, nothing flushed")
    full, normal = _recorded(record, place, SAVES if count >= 100 else SAVES // 6)
    found = _cuts(record, place / "full", full, count, hand)
    result.lost, result.unseen = len(found.lost), len(found.unseen)
    result.remarks += [*found.lost, *found.unseen][:5]
    control = _cuts(record, place / "normal", normal, max(20, count // 20), hand)
    result.bites = bool(control.lost)
    result.remarks.append(f"the control lost saves in {len(control.lost)} of {max(20, count // 20)}")
    return result


def _recorded(record: Template, place: Path, saves: int) -> list[list[_Event]]:
    """What a store wrote while it saved, once as it is and once as the control."""
    strace = shutil.which("strace")
    if strace is None:
        raise Skipped("The power cut needs strace to record what is written; install it and run again.")
    folders = [record.copy(place / name) for name in ("full", "normal")]
    trace = place / "trace.txt"
    calls = "write,pwrite64,fsync,fdatasync,ftruncate,?rename,renameat,renameat2,?unlink,unlinkat"
    command = [strace, "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1000000", "-e", f"trace={calls}", "-o", str(trace)]
    command += [sys.executable, "-c", SAVER, record.visit, ROOT, str(saves), "grow"]
    command += ["FULL", str(folders[0]), "NORMAL", str(folders[1])]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    for folder in folders:
        acks = Path(f"{folder}-acks")
        if not acks.exists() or len(acks.read_bytes().split()) != saves + 1:
            raise Skipped(f"The saves could not be recorded: {ran.stderr.strip()[-200:]}")
    return [list(_events(trace, folder)) for folder in folders]


_CALL = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+=\s+(-?\d+)")
_NAME = re.compile(r'"([^"]*)"')
_FD = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})+|[^>]*)>")


def _plain(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


def _events(trace: Path, folder: Path) -> Iterator[_Event]:
    """What happened to the files of the folder, in order; bytes as hexadecimal."""
    inside, acks = f"{folder}/", f"{folder}-acks"
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            match = _CALL.match(line)
            if match is None or match[3].startswith("-"):
                continue
            call, arguments = match[1], match[2]
            if call.startswith(("rename", "unlink")):
                names = [_plain(name) for name in _NAME.findall(arguments)]
                if names[0].startswith(inside):
                    yield (call[:6], *names)
                continue
            opened = _FD.match(arguments)
            if opened is None:
                continue
            path = _plain(opened[2])
            if path == acks and call == "write":
                yield ("ack", bytes.fromhex(_data(arguments)).decode().strip())
            elif path.startswith(inside) and not path.endswith("-shm"):
                if call in ("write", "pwrite64"):
                    at = arguments.rsplit(", ", 1)[1] if call == "pwrite64" else "append"
                    yield ("write", path, at, _data(arguments))
                elif call == "ftruncate":
                    yield ("cut", path, arguments.rsplit(", ", 1)[1])
                elif call in ("fsync", "fdatasync"):
                    yield ("flush", path)


def _data(arguments: str) -> str:
    return arguments.split('"')[1].replace("\\x", "")


@dataclass(slots=True)
class _Found:
    """What the cuts of one recording found: each loss and each thing unseen with the words that repeat it."""

    lost: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def _cuts(record: Template, recorded: Path, events: list[_Event], count: int, hand: random.Random) -> _Found:
    begin = events.index(("ack", "begin"))
    # Every second cut falls while the log is brought into the record: there the record itself is between two states.
    into = [at + 1 for at, each in enumerate(events) if at > begin and each[0] == "write" and _is_record(each[1])]
    anywhere = range(begin + 1, len(events) + 1)
    moments = sorted(hand.choice(into if turn % 2 and into else anywhere) for turn in range(count))
    disk = {str(path): _File(bytearray(path.read_bytes())) for path in record.folder.iterdir() if path.is_file()}
    disk = {str(recorded / Path(name).name): content for name, content in disk.items()}
    found = _Found()
    acked = done = 0
    for turn, moment in enumerate(moments):
        for event in events[done:moment]:
            acked = _happen(disk, event, acked)
        done = moment
        folder = recorded.with_name("after")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        mode = hand.choice(("drop", "half", "torn"))
        for name, content in disk.items():
            (folder / Path(name).name).write_bytes(_after(content, mode, hand))
        thorough = hand.random() < 0.05
        sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.stat().st_size}
        last = " ".join(Path(word).name[:40] for word in events[moment - 1][:3])
        cut = f"cut {turn} after event {moment} ({last}), {mode}, {acked} acknowledged, {sizes}"
        try:
            with open_fast(folder, record.opened) as store:
                held = kept(store, record.visit)
                if held < acked:
                    found.lost.append(f"{cut}: only {held} is there")
                if store.warnings:
                    found.unseen.append(f"{cut}: {' '.join(store.warnings)}")
                if thorough and not (report := store.verify()).ok:
                    found.unseen.append(f"{cut}: {report.problems}")
        except RecordTrouble as trouble:
            found.lost.append(f"{cut}: refused, {type(trouble).__name__}: {trouble}")
    return found


def _is_record(name: str) -> bool:
    return Path(name).name == files.RECORD


def _happen(disk: dict[str, _File], event: _Event, acked: int) -> int:
    kind, *rest = event
    if kind == "ack":
        return int(rest[0]) if rest[0].isdigit() else acked
    if kind == "rename":
        # Only what was flushed before it is renamed counts; the folder is flushed right after.
        disk[rest[1]] = disk.pop(rest[0], _File())
    elif kind == "unlink":
        disk.pop(rest[0], None)
    else:
        file = disk.setdefault(rest[0], _File())
        if kind == "flush":
            file.flush()
        elif kind == "cut":
            file.waiting.append((int(rest[1]), None))
        else:
            data = bytes.fromhex(rest[2])
            if rest[1] == "append":
                size = len(file.safe)
                for at, waiting in file.waiting:
                    size = at if waiting is None else max(size, at + len(waiting))
                start = 0 if rest[0].endswith((files.PART, files.LOCK)) and not file.waiting else size
                file.waiting.append((start, data))
            else:
                file.waiting.append((int(rest[1]), data))
    return acked


def _after(file: _File, mode: str, hand: random.Random) -> bytes:
    """What the disk holds after the cut."""
    content = bytearray(file.safe)
    for at, data in file.waiting:
        if mode == "drop" or hand.random() < 0.5:
            continue
        if mode == "half" or data is None:
            _apply(content, at, data)
            continue
        for start in range(0, len(data), SECTOR):
            if hand.random() < 0.5:
                _apply(content, at + start, data[start : start + SECTOR])
    return bytes(content)


# --- no room ---------------------------------------------------------------------------------------------------------


@contextmanager
def _small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    disk = place / "small"
    disk.mkdir()
    mount = shutil.which("mount")
    size = f"size={megabytes}m"
    if (
        not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", size, "tmpfs", str(disk)], capture_output=True).returncode
    ):
        raise Skipped("The full disk needs a small file system, which only an administrator on Linux can mount.")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
        disk.rmdir()


def of_no_room(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """The disk fills at a different write each time; what was acknowledged stays, and work goes on with room."""
    result = Result(campaign="disk full", tried=count, control="the vault written in place")
    refused = 0
    with _small_disk(place, 6) as disk:
        folder = record.copy(disk / "record")
        stuffing = disk / "stuffing"
        with open_fast(folder, record.opened) as store:
            number = acked = 0
            for _turn in range(count):
                _fill(stuffing)
                os.truncate(stuffing, max(0, stuffing.stat().st_size - hand.randrange(0, 160 * 1024)))
                number += 1
                try:
                    store.keep_draft(record.visit, words(number))
                    acked = number
                except DiskTrouble:
                    refused += 1
                result.lost += kept(store, record.visit) != acked
                stuffing.unlink()
            number += 1
            store.keep_draft(record.visit, words(number))
            result.lost += kept(store, record.visit) != number
            result.unseen += not store.verify().ok
        vault = disk / "vault.json"
        content = (folder / files.VAULT).read_bytes()
        vault.write_bytes(content)
        try:
            with vault.open("wb", buffering=0) as out:
                _fill(stuffing)
                for start in range(0, len(content), 64):
                    out.write(content[start : start + 64])
        except OSError:
            try:
                keys.read_vault(vault)
            except RecordTrouble:
                result.bites = True
    result.remarks.append(f"{refused} saves were refused and told")
    return result


def _fill(stuffing: Path) -> None:
    with stuffing.open("ab", buffering=0) as out:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                continue


# --- no answer -------------------------------------------------------------------------------------------------------


EVERY_CALL = "pwrite64,fsync,fdatasync"
NEVER = 65_535
"""A call that no run gets to, and the last one that strace counts to."""


def of_no_answer(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Writes and flushes fail with an input/output error; a save that was acknowledged is there afterwards."""
    result = Result(campaign="input/output errors", tried=0, control="saved is said although it was refused")
    if shutil.which("strace") is None:
        raise Skipped("Input/output errors need strace to be injected; install it and run again.")
    saves = 40 if count >= 100 else 16
    refused = 0
    while result.tried < count:
        call = hand.choice(("pwrite64", "fsync,fdatasync", EVERY_CALL))
        refused += _unanswered(record, place, result, saves, call, hand.randint(12, 60), hand.randint(5, 90))[0]
    # The control needs a refused save that no later one made good. Whether there was one is chance, so that the disk
    # falls silent for good now, between the opening of the record and the first save.
    opening = 0 if result.bites else _unanswered(record, place, result, saves, EVERY_CALL, NEVER, 1)[1]
    for later in (1, 4, 16, 64):
        if not result.bites:
            refused += _unanswered(record, place, result, saves, EVERY_CALL, opening + later, 1)[0]
    result.remarks.append(f"{refused} saves were refused and told")
    return result


def _unanswered(
    record: Template, place: Path, result: Result, saves: int, call: str, first: int, step: int
) -> tuple[int, int]:
    """A run of saves in which the disk does not answer these calls: the `first` and every `step`th from there on. How
    many saves were refused, and how many such calls opening the record took."""
    folder = record.copy(place / "failing")
    acks = Path(f"{folder}-acks")
    acks.unlink(missing_ok=True)
    trace = place / "injected.txt"
    command = ["strace", "-f", "-o", str(trace), "-e", f"trace=write,{call}", "-e"]
    command += [f"inject={call}:error=EIO:when={first}+{step}"]
    command += [sys.executable, "-c", SAVER, record.visit, ROOT, str(saves), "", "FULL", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    told = trace.read_text(encoding="ascii", errors="replace")
    result.tried += max(1, told.count("(INJECTED)"))
    refusals = [int(line.split()[1]) for line in ran.stdout.splitlines() if line.startswith("refused")]
    done = [int(word) for word in acks.read_text().split()[1:]] if acks.exists() else []
    with open_fast(folder, record.opened) as store:
        found = kept(store, record.visit)
        result.lost += found < max(done, default=0)
        result.unseen += not store.verify().ok
        result.unseen += bool(store.warnings)
    if "Traceback" in ran.stderr and "RecordTrouble" not in ran.stderr and "DiskTrouble" not in ran.stderr:
        result.unseen += 1
        result.remarks.append(ran.stderr.strip().splitlines()[-1][:120])
    result.bites = result.bites or (bool(refusals) and max(refusals) > found)
    return len(refusals), _before_the_first(told)


def _before_the_first(trace: str) -> int:
    """How many calls of its kind the process had made when it began to save; `write` is not one of them."""
    begun = re.search(r'^(\d+)\s+write\(\d+, "begin', trace, re.MULTILINE)
    if begun is None:
        return 0
    return len(re.findall(rf"^{begun[1]}\s+(?!write\()\w+\(", trace[: begun.start()], re.MULTILINE))
