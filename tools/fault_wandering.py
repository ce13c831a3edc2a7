"""A hand that does anything: random clicks, keys and faults in the real window, and what of a client's words is found
outside the encrypted record afterwards."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rmt_notes.clinical.client import Client
from tools.fault_bench import PASSPHRASE, Result, Template, open_fast

MARK = "quetzalcoatlus"
"""A word that stands in names and notes and nowhere else."""
AT_ONCE = 1000
"""Steps of one process; then a fresh one, whatever corner the last one ended in."""

WANDERER = """
import os, random, sys, time, traceback
from pathlib import Path
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from rmt_notes.app import Session, application
from rmt_notes.settings import Preferences
from rmt_notes.ui import places
from rmt_notes.ui.window import Window
folder, passphrase, visit, mark = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
steps, control = int(sys.argv[5]), Path(sys.argv[7])
hand = random.Random(sys.argv[6])
app = application(Preferences())
Window.lock = lambda self, why="key": None
Session._restart = lambda self: None
session = Session(app, Preferences(), folder)
session.start()
from rmt_notes.db import RecordStore
opened = []
session.worker.open(session, lambda: RecordStore.open(folder, passphrase), opened.append, opened.append)
while not opened: QTest.qWait(10)
client = opened[0].chart(visit).client.id
session._enter()
window = session.window
keys = [Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left,
        Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_F1, Qt.Key.Key_PageDown]
goals = [places.Today(), places.Clients(), places.Find(), places.Unsigned(), places.Settings(), places.Chart(visit),
         places.ClientPlace(client), places.NewClient()]
words = [f"{mark} tingling", f"Dr. {mark}", "2026-03-04", "9", f"{mark}@example.org", "left"]


def fail(store=None):
    raise ValueError(f"{mark} Grey, born 4 March 1961, cannot lift her arm")


def fail_in_the_file(store):
    with store._reading() as connection:
        connection.exec_driver_sql("SELECT nothing FROM client WHERE body = ?", (f"{mark} in a statement",))


def plant():
    try:
        fail()
    except ValueError:
        control.write_text(traceback.format_exc())
    QTimer.singleShot(0, fail)
    session.worker.ask(session, fail)
    session.worker.ask(session, fail_in_the_file)
    session.worker.draw(session, fail, lambda _nothing: None)
    session.worker.wait_outside(session, fail, lambda _nothing: None)


def seen(kinds):
    top = QApplication.activeModalWidget() or QApplication.activePopupWidget() or window
    return [each for each in top.findChildren(QWidget) if isinstance(each, kinds) and each.isVisible()
            and each.isEnabled() and not each.visibleRegion().isEmpty()]


def step(number):
    for dialog in app.topLevelWidgets():
        if isinstance(dialog, QFileDialog):
            dialog.reject()  # what somebody saves on purpose is not looked for
    what = hand.random()
    if number % 97 == 5:
        plant()
    elif number % 40 == 0:
        window.go(hand.choice(goals))
    elif what < 0.5:
        found = seen((QAbstractButton, QTextEdit, QPlainTextEdit, QLineEdit))
        if found:
            QTest.mouseClick(hand.choice(found), Qt.MouseButton.LeftButton)
    elif what < 0.6:
        found = seen(QWidget)
        if found:
            chosen = hand.choice(found)
            at = QPoint(hand.randrange(max(1, chosen.width())), hand.randrange(max(1, chosen.height())))
            button = Qt.MouseButton.RightButton if hand.random() < 0.2 else Qt.MouseButton.LeftButton
            QTest.mouseClick(chosen, button, pos=at)
    elif what < 0.85:
        goal = QApplication.focusWidget()
        if goal is not None:
            QTest.keyClicks(goal, hand.choice(words))
    else:
        QTest.keyClick(QApplication.focusWidget() or window, hand.choice(keys))


def wander(done=0):
    # The next step comes from the event loop: a fault ends its step and not the walk.
    if not window.isVisible():
        window.show()  # it was closed
    if done >= steps:
        print("steps", done, flush=True)
        os._exit(0)
    QTimer.singleShot(0, lambda: wander(done + 1))
    step(done + 1)


app.setQuitOnLastWindowClosed(False)
QTimer.singleShot(0, wander)
app.exec()
print("steps 0", flush=True)
"""


def wandered(record: Template, place: Path, count: int, hand: random.Random) -> Result:
    """Random steps with faults thrown in between: no word of a client in reports, messages, preferences, temporary
    files or anything else that is written."""
    result = Result(campaign="words outside the record", tried=0, control="a fault as Python tells it")
    folder = record.copy(place / "program")
    with open_fast(folder, record.opened) as store:
        chart = store.chart(record.visit)
        store.change_client(replace(chart.client, first_name=MARK.title(), occupation=MARK))
        store.add_client(Client(id=store.new_id(), file_number=900, first_name="Ida", last_name=MARK.title()))
    control = place / "control.txt"
    reports = 0
    while result.tried < count:
        home, steps = place / f"home-{result.tried}", min(AT_ONCE, count - result.tried)
        for name in ("user", "temporary", "run"):
            (home / name).mkdir(parents=True, mode=0o700)
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "RMT_NOTES_HOME": str(home / "program"),
            "HOME": str(home / "user"),
            "TMPDIR": str(home / "temporary"),
            "XDG_RUNTIME_DIR": str(home / "run"),
        }
        command = [sys.executable, "-c", WANDERER, str(folder), PASSPHRASE, record.visit, MARK, str(steps)]
        ran = subprocess.run(
            [*command, str(hand.random()), str(control)],
            capture_output=True,
            env=environment,
            cwd=home / "user",
            timeout=120 + steps,
        )
        done = [int(line.split()[1]) for line in ran.stdout.splitlines() if line.startswith(b"steps ")]
        if ran.returncode or not done or not done[0]:
            result.unseen += 1
            result.remarks.append(f"the program ended with {ran.returncode}: {ran.stderr[-200:]!r}")
            break
        result.tried += done[0]
        (home / "output.txt").write_bytes(ran.stdout + ran.stderr)
        reports += len(list((home / "program").rglob("report-*.txt")))
        found = [path for tree in (home, folder) for path in tree.rglob("*") if path.is_file() and _tells(path)]
        result.unseen += len(found)
        result.remarks += [f"{path.name} tells a client's word: {_told_in(path)}" for path in found[:5]]
    result.bites = control.exists() and _tells(control)
    result.unseen += not reports  # the faults were not even reported
    result.remarks.append(f"{reports} reports of faults kept")
    return result


def _tells(path: Path) -> bool:
    content = path.read_bytes().lower()
    return any(each in content for each in _spellings())


def _told_in(path: Path) -> str:
    """The lines about it, for whoever has to find the way it took."""
    lines = path.read_bytes().lower().splitlines()
    at = next((number for number, line in enumerate(lines) if MARK.encode() in line), 0)
    return " / ".join(line.decode(errors="replace") for line in lines[max(0, at - 4) : at + 1])[:400]


def _spellings() -> Iterator[bytes]:
    for coding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield MARK.encode(coding)
