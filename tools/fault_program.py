"""Campaigns against the whole program: it is killed, or told that the session ends, while a note is typed into its real
window."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rmt_notes.clinical import codec
from tools.fault_bench import PASSPHRASE, Result, Skipped, Template, open_fast

ROOT = Path(__file__).resolve().parent.parent
TYPIST = """
import os, signal, sys, time
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit
from rmt_notes.app import Session, application
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.health_history import SignedAnswers
from rmt_notes.clinical.intake import new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.signature import Signature, Stroke
from rmt_notes.settings import Preferences
from rmt_notes.ui import places
from rmt_notes.ui.screens.intake.keeper import UnderWay
from tools.waiting import let_run
folder, passphrase, visit, number, hand = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]
first = number
app = application(Preferences())
session = Session(app, Preferences(), folder)
session.hear_the_end()
session.start()
from rmt_notes.db import RecordStore
opened = []
session.worker.open(session, lambda: RecordStore.open(folder, passphrase), opened.append, opened.append)
while not opened: let_run(10)
client = opened[0].chart(visit).client.id
session._enter()
session.window.go(places.ClientMode(client) if hand == "signs" else places.Chart(visit))
while True:
    let_run(20)
    screen = session.window.screen_in_sight()
    if hand == "signs":
        if session.worker.is_idle() and screen._loaded is not None: break
        continue
    fields = [each for each in session.window.findChildren(QTextEdit) + session.window.findChildren(QPlainTextEdit)
              if each.isVisible() and not each.isReadOnly() and each.isEnabled()]
    if fields and session.worker.is_idle(): break
keeper = screen.keeper if hand == "signs" else screen._keeper
wanted = []
signal.signal(signal.SIGUSR1, lambda *_words: wanted.append(True))
under_way = []
keeper.saving.connect(lambda: under_way.append(number))
keeper.saved.connect(lambda _moment: print("saved", under_way[-1], time.time(), flush=True))
session._end.near.connect(lambda: print("kept", number, time.time(), flush=True))
now = session.worker.ask_and_wait(lambda store: store.now())
sheet = new_sheet(client, now.date()) if hand == "signs" else None


def write(which):
    if hand == "signs":
        # A signature is a line that grows under the finger.
        line = Stroke(points=tuple(each % 97 for each in range(2 * (which % 40 + 2))))
        signed = SignedAnswers(name=f"w{which:05}", at=now, content="0" * 64, signature=Signature(strokes=(line,)))
        draft = IntakeDraft(
            client_id=client, sheet=replace(sheet, signed=signed), start=sheet, begun_at=now, saved_at=now
        )
        keeper.change(UnderWay(client, draft))
        return
    if which % 5 == 0:
        said = screen._note.subjective
        mark = BodyMark(kind="ache", region="lumbar_spine", side="midline", view="back", note=f"m{which:05}")
        screen._column.put("subjective", replace(said, marks=(*said.marks[-7:], mark)))
    field = next(each for each in fields if each.isVisible())
    field.setFocus()
    QTest.keyClicks(field, f"w{which:05} ")


def go_on():
    global number
    print("ready", flush=True)
    while session.window.isVisible():
        write(number + 1)
        number += 1
        print("typed", number, time.time(), flush=True)
        if hand == "locks" and number == first + 12:
            print("lock", number, flush=True)
            while not wanted: let_run(5)
            session.window.lock()
            return
        # A pause now and then, as a hand makes it.
        let_run(600 if number % 30 == 0 else 30)


QTimer.singleShot(0, go_on)
app.exec()
session.end()
"""
MARKED_EVERY = 5


@dataclass(slots=True)
class _Told:
    """What a typist reported: numbers of words with the times at which they were typed, saved, kept at the end."""

    typed: dict[int, float] = field(default_factory=dict)
    saved: dict[int, float] = field(default_factory=dict)
    kept: dict[int, float] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """Take one whole line."""
        if line.endswith("\n") and len(parts := line.split()) == 3:
            {"typed": self.typed, "saved": self.saved, "kept": self.kept}[parts[0]][int(parts[1])] = float(parts[2])


@contextmanager
def _typist(
    record: Template, place: Path, number: int, hand: str = "types", *, before: Sequence[str] = ()
) -> Iterator[subprocess.Popen[str]]:
    """The whole program without a screen, in a process of its own, with a hand that types numbered words and marks the
    body chart, or signs an intake."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "RMT_NOTES_HOME": str(place / "home")}
    command = [
        *before,
        sys.executable,
        "-c",
        TYPIST,
        str(place / "program"),
        PASSPHRASE,
        record.visit,
        str(number),
        hand,
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=ROOT
    ) as typist:
        try:
            assert typist.stdout is not None
            if typist.stdout.readline() != "ready\n":
                raise RuntimeError("the program did not come up")
            yield typist
        finally:
            typist.kill()


def _listen(typist: subprocess.Popen[str], seconds: float) -> _Told:
    told = _Told()
    end = time.monotonic() + seconds
    assert typist.stdout is not None
    while time.monotonic() < end:
        told.take(typist.stdout.readline())
    return told


def _rest(typist: subprocess.Popen[str], told: _Told) -> None:
    assert typist.stdout is not None
    for line in typist.stdout.readlines():
        told.take(line)


def _found(record: Template, place: Path, result: Result, hand: str = "types", *, since: int = 0) -> int:
    """The newest word that the record holds, or the newest signature. Marks made before `since` were made in an earlier
    run, which may have been killed before it was told that they are kept."""
    with open_fast(place / "program", record.opened) as store:
        result.unseen += bool(store.warnings)
        chart = store.chart(record.visit)
        if hand == "signs":
            with store._reading() as connection:
                draft = store._intake_draft(connection, chart.client.id)
            return int(draft.sheet.signed.name[1:]) if draft is not None and draft.sheet.signed is not None else 0
        word = _newest_word(codec.canonical(chart.note))
        marks = [int(mark.note[1:]) for mark in chart.note.subjective.marks]
        if (last := word // MARKED_EVERY * MARKED_EVERY) > since and max(marks, default=0) < last:
            result.lost += 1
            result.remarks.append(f"word {word} is there without its mark")
        return word


def killed(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """kill -9 of the whole program while a note is typed and marked in its real window, or an intake signed."""
    result = Result(campaign="kill the program while typing", tried=count, control="kept is said at the keystroke")
    record.copy(place / "program")
    newest_of, longest, saves = {"types": 0, "signs": 0}, 0.0, 0
    for turn in range(count):
        what = "signs" if turn % 3 == 2 else "types"
        with _typist(record, place, newest_of[what], what) as typist:
            told = _listen(typist, 1.5 + hand.random() * (3 if count > 9 else 1))
            typist.kill()
            _rest(typist, told)
        found = _found(record, place, result, what, since=newest_of[what])
        saves += len(told.saved)
        result.lost += sum(1 for each in told.saved if each > found)
        if told.typed:
            newest = max(told.typed)
            result.bites = result.bites or newest > found
            first_lost = min((at for word, at in told.typed.items() if word > found), default=None)
            if first_lost is not None:
                longest = max(longest, max(told.typed.values()) - first_lost)
            newest_of[what] = max(found, newest)
    result.remarks.append(f"{saves} saves shown, at most {longest:.1f} s of typing was not kept")
    result.lost += longest > 5
    return result


def told_to_end(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """The session ends (SIGTERM) in the middle of a word: everything typed is kept, and at once."""
    if os.name != "posix":
        raise Skipped("The end of the session is told by a signal, which this system does not have.")
    result = Result(campaign="the session ends while typing", tried=count, control="only what was shown as saved")
    record.copy(place / "program")
    number, slowest = 0, 0.0
    for _turn in range(count):
        with _typist(record, place, number) as typist:
            told = _listen(typist, 0.3 + hand.random() * 1.2)
            at = time.time()
            typist.send_signal(signal.SIGTERM)
            _rest(typist, told)
            ended = typist.wait(timeout=60)
        found = _found(record, place, result, since=number)
        number = max(told.typed, default=0)
        shown = max((word for word, when in told.saved.items() if when < at), default=0)
        result.bites = result.bites or number > shown
        result.lost += number > found
        result.unseen += ended != 0 or not told.kept
        slowest = max(slowest, max(told.kept.values(), default=at + 60) - at)
    result.remarks.append(f"kept after {slowest * 1000:.0f} ms at most")
    return result


def _newest_word(text: str) -> int:
    found = 0
    for word in json.dumps(text).replace("\\", " ").replace('"', " ").split():
        if len(word) == 6 and word[0] == "w" and word[1:].isdigit():
            found = max(found, int(word[1:]))
    return found


# --- what stays after a lock, and what goes out ----------------------------------------------------------------------


def locked(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Lock after typing: the memory of the process, looked at from outside, holds no key and no word of the record."""
    result = Result(campaign="memory after a lock", tried=count, control="the memory before the lock")
    if not Path("/proc/self/mem").exists() or os.geteuid() != 0:
        raise Skipped("The memory of a process is looked at from outside, which takes an administrator on Linux.")
    record.copy(place / "program")
    slowest, before = 0.0, 0
    for _turn in range(count):
        with _typist(record, place, hand.randrange(1000, 90_000), "locks") as typist:
            assert typist.stdout is not None
            words: list[str] = []
            while not words or words[0] != "lock":
                words = typist.stdout.readline().split()
            marks = _marks(record, int(words[1]))
            there = _seen(typist.pid, marks)
            result.bites = result.bites or bool(there)
            before = max(before, len(there))
            at = time.monotonic()
            typist.send_signal(signal.SIGUSR1)
            while b"--record" not in Path(f"/proc/{typist.pid}/cmdline").read_bytes():
                if time.monotonic() - at > 30:
                    raise RuntimeError("the program did not lock")
                time.sleep(0.005)
            slowest = max(slowest, time.monotonic() - at)
            time.sleep(3)  # the fresh process shows its unlock screen by now
            found = _seen(typist.pid, marks)
            result.unseen += len(found)
            result.remarks += [f"{each} is still in memory" for each in sorted(found)]
    result.remarks.append(f"{before} of 6 kinds were there before it; locked after {slowest * 1000:.0f} ms at most")
    return result


def _marks(record: Template, number: int) -> dict[str, bytes]:
    """What may not stay: keys in both spellings, the passphrase, typed words as text and as Qt holds them."""
    words = f"w{number - 1:05} w{number:05}"
    database = record.opened.keys().database
    return {
        "the record's key": record.opened.data_key,
        "the file's key": database,
        "the file's key in letters": database.hex().encode(),
        "the passphrase": PASSPHRASE.encode(),
        "typed words": words.encode(),
        "typed words on the screen": words.encode("utf-16-le"),
    }


def _seen(process: int, marks: dict[str, bytes]) -> set[str]:
    found: set[str] = set()
    with Path(f"/proc/{process}/maps").open() as maps, Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            span, rights, *_rest = line.split()
            if not rights.startswith("r"):
                continue
            start, end = (int(each, 16) for each in span.split("-"))
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue  # a page of the system's own
            found |= {name for name, mark in marks.items() if mark in content}
    return found


def connected(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Every socket the program asks the system for while somebody works in it: none leads to a network."""
    result = Result(campaign="connections to a network", tried=count, control="a program that opens one")
    strace = shutil.which("strace")
    if strace is None:
        raise Skipped("The sockets need strace to be seen; install it and run again.")
    record.copy(place / "program")
    trace = place / "sockets.txt"
    watch = [strace, "-D", "-f", "-e", "trace=socket,connect", "-o", str(trace)]
    for _turn in range(count):
        with _typist(record, place, 0, before=watch) as typist:
            _listen(typist, 2 + hand.random() * 2)
        result.unseen += trace.read_text().count("AF_INET")
    open_one = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    subprocess.run([*watch, sys.executable, "-c", open_one], check=True)
    result.bites = "AF_INET" in trace.read_text()
    return result
