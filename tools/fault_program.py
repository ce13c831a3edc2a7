"""Campaigns against the whole program: it is killed, or told that the session ends, while a note is typed into its real
window."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rmt_notes.clinical import codec
from tools.fault_bench import PASSPHRASE, Result, Skipped, Template, open_fast

TYPIST = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit
from rmt_notes.app import Session, application
from rmt_notes.settings import Preferences
from rmt_notes.ui import places
folder, passphrase, visit, first = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
app = application(Preferences())
session = Session(app, Preferences(), folder)
session.hear_the_end()
session.start()
from rmt_notes.db import RecordStore
opened = []
session.worker.open(session, lambda: RecordStore.open(folder, passphrase), opened.append, opened.append)
while not opened: QTest.qWait(10)
session._enter()
session.window.go(places.Chart(visit))
while True:
    QTest.qWait(20)
    fields = [each for each in session.window.findChildren(QTextEdit) + session.window.findChildren(QPlainTextEdit)
              if each.isVisible() and not each.isReadOnly() and each.isEnabled()]
    if fields and session.worker.is_idle(): break
field = fields[0]
field.setFocus()
screen = session.window.screen_in_sight()
number = first
under_way = []
keeper = screen._keeper
keeper.saving.connect(lambda: under_way.append(number))
keeper.saved.connect(lambda _moment: print("saved", under_way[-1], time.time(), flush=True))
session._end.near.connect(lambda: print("kept", number, time.time(), flush=True))


def type_on():
    global number
    print("ready", flush=True)
    while session.window.isVisible():
        QTest.keyClicks(field, f"w{number + 1:05} ")
        number += 1
        print("typed", number, time.time(), flush=True)
        # A pause now and then, as a hand makes it.
        QTest.qWait(600 if number % 30 == 0 else 30)


QTimer.singleShot(0, type_on)
app.exec()
session.end()
"""


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
def _typist(record: Template, place: Path, number: int) -> Iterator[subprocess.Popen[str]]:
    """The whole program without a screen, in a process of its own, with a hand that types numbered words."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "RMT_NOTES_HOME": str(place / "home")}
    command = [sys.executable, "-c", TYPIST, str(place / "program"), PASSPHRASE, record.visit, str(number)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
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


def _found(record: Template, place: Path, result: Result) -> int:
    """The newest word that the record holds."""
    with open_fast(place / "program", record.opened) as store:
        result.unseen += bool(store.warnings)
        return _newest_word(codec.canonical(store.chart(record.visit).note))


def killed(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """kill -9 of the whole program while a note is typed into its real window."""
    result = Result(campaign="kill the program while typing", tried=count, control="kept is said at the keystroke")
    record.copy(place / "program")
    number, longest, saves = 0, 0.0, 0
    for _turn in range(count):
        with _typist(record, place, number) as typist:
            told = _listen(typist, 1.5 + hand.random() * 3)
            typist.kill()
            _rest(typist, told)
        found = _found(record, place, result)
        saves += len(told.saved)
        result.lost += sum(1 for each in told.saved if each > found)
        if told.typed:
            newest = max(told.typed)
            result.bites = result.bites or newest > found
            first_lost = min((at for word, at in told.typed.items() if word > found), default=None)
            if first_lost is not None:
                longest = max(longest, max(told.typed.values()) - first_lost)
            number = max(found, newest)
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
        found = _found(record, place, result)
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
