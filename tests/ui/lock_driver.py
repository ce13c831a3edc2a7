"""Runs the program as a person would until it locks: unlocks, opens a chart, types, waits to be looked at, presses
the lock. Started by the test of the lock in a process of its own, which the lock replaces by a fresh one."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QWidget

from rmt_notes import app as program
from rmt_notes.settings import Preferences
from rmt_notes.ui import places

folder, passphrase, visit, typed, told = Path(sys.argv[1]), *sys.argv[2:5], Path(sys.argv[5])
sys.argv = sys.argv[:1]
application = program.application(Preferences())
session = program.Session(application, Preferences(), folder)
pressed = 0.0


def hear(event: str, _words: object) -> None:
    if event == "os.exec":
        (told / "locked").write_text(str(time.monotonic() - pressed))


def drive() -> Iterator[bool]:
    """Each step is waited for."""
    global pressed
    gate: Any = session.window._stack.currentWidget()
    QTest.keyClicks(gate._field.line, passphrase)
    QTest.keyClick(gate._field.line, Qt.Key.Key_Return)
    while not session.worker.is_open() or session.window.place() is None:
        yield True
    session.window.go(places.Chart(visit))
    screen = None
    while screen is None or not session.worker.is_idle():
        screen = session.window.screen_in_sight()
        yield True
    field = None
    while field is None:
        yield True
        field = _text_field(screen)
    field.setFocus()
    QTest.keyClicks(field, typed)
    QApplication.clipboard().setText(typed)
    (told / "ready").write_text("")
    while not (told / "go").exists():
        yield True
    sys.addaudithook(hear)
    pressed = time.monotonic()
    QTest.mouseClick(session.window._rail.button("lock"), Qt.MouseButton.LeftButton)
    yield False


def _text_field(screen: Any) -> QWidget | None:
    """Where words of the note can be typed."""
    kinds: tuple[type[QWidget], ...] = (QPlainTextEdit, QTextEdit)
    found = (each for kind in kinds for each in screen.findChildren(kind))
    return next((each for each in found if each.isVisible() and each.isEnabled() and not each.isReadOnly()), None)


steps = drive()
timer = QTimer()
timer.timeout.connect(lambda: next(steps, False))
session.start()
timer.start(20)
application.exec()
session.end()
