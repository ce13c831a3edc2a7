"""A hand that does anything in the real window, in a process of its own: random presses and keys all over the program,
words typed into every field, and faults thrown in between. Used by `tools/fault_wandering.py`.

What it tells of itself goes to a trail of its own: places, kinds and numbers, never a word.
"""

from __future__ import annotations

import gc
import json
import logging
import random
import sys
import threading
import time
import traceback
import warnings
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, qWarning  # noqa: E402 (the path comes first)
from PySide6.QtPrintSupport import QAbstractPrintDialog  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import (  # noqa: E402
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from rmt_notes import app as program  # noqa: E402
from rmt_notes.__main__ import leave  # noqa: E402
from rmt_notes.settings import Preferences  # noqa: E402
from rmt_notes.ui import crash, places  # noqa: E402
from rmt_notes.ui.alive import is_alive  # noqa: E402
from rmt_notes.ui.window import Window  # noqa: E402
from tools.waiting import let_run  # noqa: E402

MOVE_ON = 14
"""Steps in one place, about, before the hand goes somewhere else."""
FAULT_EACH = 40
ENOUGH = 20
"""Times of asking the program to end."""
KEYS = ("Tab", "Return", "Escape", "Down", "Up", "Left", "Right", "Space", "Backspace", "F1", "PageDown", "Home", "End")
CHORDS = "FNSTPAZYKEL"
FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit)


class Wanderer:
    """One walk through a record that is open in the real window."""

    def __init__(self, folder: Path, passphrase: str, mark: str, steps: int, seed: str, control: Path) -> None:
        self.folder, self.passphrase, self.mark, self.steps, self.control = folder, passphrase, mark, steps, control
        self.hand = random.Random(seed)
        self.done = 0
        self.rooms: Counter[str] = Counter()
        self.fields: set[str] = set()
        self.faults = 0
        self.titles = 0
        self.ended = "walked"
        self.tries = 0
        self.locks = self.hand.random() < 0.5
        self.saved = Path.cwd() / "saved on purpose"
        self.saved.mkdir(exist_ok=True)
        self._lock = Window.lock
        Window.lock = lambda _window, why="key": None  # type: ignore[method-assign, assignment]  # it would end the walk
        crash.hush()
        self.app = program.application(Preferences())
        program._become_fresh = lambda *_words: None  # the next walk is the fresh process
        self.session = program.Session(self.app, Preferences(), folder)
        self.session.start()
        self._unlock()
        self.goals = self._goals()
        self.words = [
            f"{mark} tingling in the left arm", f"Dr. {mark}", f"{mark}@example.org", f"={mark}", f"<b>{mark}</b>",
            "2026-03-04", "14 mar 1961", "9", "left", "705 555 0117", passphrase,
        ]  # fmt: skip

    @property
    def window(self) -> Window:
        """The program's window."""
        return self.session.window

    def _unlock(self) -> None:
        """By the gate, as a hand does: a wrong passphrase first, which holds a client's word."""
        field = next(each for each in self.window.findChildren(QLineEdit) if each.isVisible() and each.isEnabled())
        for words in (f"{self.mark} and nothing else", self.passphrase):
            if is_alive(field) and field.isVisible():
                field.clear()
                QTest.keyClicks(field, words)
                QTest.keyClick(field, Qt.Key.Key_Return)
            self._until(lambda: self.session.worker.is_idle() and not (is_alive(field) and field.isReadOnly()))
        self._until(self.session.worker.is_open)
        self._until(lambda: self.window.place() is not None)

    def _until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError
            let_run(5)

    def _goals(self) -> list[places.Place]:
        """Everywhere one can go: every kind of place, with clients and visits of every state."""
        found: list[Any] = []
        self.session.worker.ask(self.session, _rooms_of, found.append)
        self._until(lambda: bool(found))
        clients, visits = found[0]
        goals: list[places.Place] = [
            places.Today(), places.Clients(), places.Find(), places.Find(self.mark), places.Unsigned(),
            places.Settings(), places.Settings(), places.NewClient(), places.NewClient(self.mark), places.NewVisit(),
        ]  # fmt: skip
        for client in clients:
            for tab in ("visits", "health", "safety", "trend", "identity", "record"):
                goals.append(places.ClientPlace(client, tab))
            goals += [places.EditClient(client), places.Intake(client), places.ClientMode(client)]
            goals.append(places.NewVisit(client))
        for visit, client, state in visits:
            goals += [places.Chart(visit)] * 4
            goals += [places.Preview(visit), places.Preview(visit, None, "handout"), places.Intake(client, visit)]
            if state == "draft":  # of a signed visit nobody is asked
                goals += [places.ClientMeasures(client, visit)]
        return goals

    # -- walking
    # ----------------------------------------------------------------------------------------------------------------

    def walk(self) -> None:
        """Until all steps are made or the program is locked, then end as the program ends."""
        self.app.setQuitOnLastWindowClosed(False)
        QTimer.singleShot(0, self._next)
        self.app.exec()
        if self.session._restart_wanted:
            self.ended = "locked"
        self.session.end()
        crash.unhush()

    def _next(self) -> None:
        # The next step comes from the event loop: a fault ends its step and not the walk.
        if not self.window.isVisible():
            self.window.show()  # it was closed
        if self.done >= self.steps:
            self._stop()
            return
        QTimer.singleShot(0, self._next)
        self.done += 1
        self._step()
        self._look()

    def _stop(self) -> None:
        """As somebody who locks, or closes the window, until it falls."""
        self.tries += 1
        if self.tries > ENOUGH:
            held = [key for key, screen in self.window._screens.items() if screen.has_unsaved()]
            self.ended = f"would not close, {self._room()}, unsaved: {', '.join(held)}"
            self.app.exit(0)
            return
        QTimer.singleShot(300, self._next)
        front = QApplication.activeModalWidget()
        if self.tries % 3 == 0 and front is not None:
            front.close()
        if self.locks:
            self._lock(self.window, "key")
        else:
            self.app.quit()

    def _step(self) -> None:
        front = QApplication.activeModalWidget()
        if isinstance(front, QFileDialog):
            self._answer_files(front)
            return
        if isinstance(front, QAbstractPrintDialog):
            front.reject()
            return
        what = self.hand.random()
        if self.done % FAULT_EACH == 5:
            self._throw()
        elif what < 1 / MOVE_ON:
            self._move_on()
        elif what < 0.42:
            self._press()
        elif what < 0.47:
            self._poke()
        elif what < 0.53:
            self._pick_row()
        elif what < 0.82:
            self._write()
        elif what < 0.97:
            goal = QApplication.focusWidget() or self.window
            QTest.keyClick(goal, getattr(Qt.Key, f"Key_{self.hand.choice(KEYS)}"))
        else:
            goal = QApplication.focusWidget() or self.window
            chord = getattr(Qt.Key, f"Key_{self.hand.choice(CHORDS)}")
            QTest.keyClick(goal, chord, Qt.KeyboardModifier.ControlModifier)

    def _move_on(self) -> None:
        """Elsewhere."""
        front = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if front is not None:
            front.close()
        if self.window.is_held():
            self._hand_back()
            return
        self.window.go(self.hand.choice(self.goals))

    def _hand_back(self) -> None:
        """Out of a client's hands leads one button, and then the passphrase."""
        for button in self._seen((QAbstractButton,)):
            if button.accessibleName() == "Hand back":
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        for field in self._seen((QLineEdit,)):
            if isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal:
                field.clear()
                QTest.keyClicks(field, self.passphrase)
                QTest.keyClick(field, Qt.Key.Key_Return)

    def _press(self) -> None:
        found = self._seen((QAbstractButton, QComboBox))
        if found:
            QTest.mouseClick(self._scrolled(self.hand.choice(found)), Qt.MouseButton.LeftButton)

    def _poke(self) -> None:
        found = self._seen((QWidget,))
        if found:
            chosen = self._scrolled(self.hand.choice(found))
            at = QPoint(self.hand.randrange(max(1, chosen.width())), self.hand.randrange(max(1, chosen.height())))
            button = Qt.MouseButton.RightButton if self.hand.random() < 0.3 else Qt.MouseButton.LeftButton
            QTest.mouseClick(chosen, button, pos=at)

    def _pick_row(self) -> None:
        views = [each for each in self._seen((QAbstractItemView,)) if each.model() is not None]  # type: ignore[attr-defined]
        if views:
            view: Any = self.hand.choice(views)
            rows = view.model().rowCount()
            if rows:
                at = view.visualRect(view.model().index(self.hand.randrange(rows), 0)).center()
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def _write(self) -> None:
        """A word into a field, most often into one that was never written in."""
        fields = [each for each in self._seen(FIELDS) if not each.isReadOnly()]  # type: ignore[attr-defined]
        new = [each for each in fields if self._name(each) not in self.fields]
        if not fields:
            return
        field: Any = self._scrolled(self.hand.choice(new or fields))
        self.fields.add(self._name(field))
        QTest.mouseClick(field if isinstance(field, QLineEdit) else field.viewport(), Qt.MouseButton.LeftButton)
        secret = isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal
        words = self.passphrase if secret and self.hand.random() < 0.7 else self.hand.choice(self.words)
        if self.hand.random() < 0.4:
            QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, words)

    def _answer_files(self, dialog: QFileDialog) -> None:
        """What is saved on purpose is saved in a folder that is not searched; a file to read is seldom there."""
        if dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave and self.hand.random() < 0.7:
            self.rooms["saved a file"] += 1
            dialog.setDirectory(str(self.saved))
            name = dialog.findChild(QLineEdit)
            QTest.keyClick(name, Qt.Key.Key_Return)
            asked = QApplication.activeModalWidget()
            if asked is not None and asked is not dialog:
                QTest.keyClick(asked, Qt.Key.Key_Return)  # replace what is there
        else:
            dialog.reject()

    def _seen(self, kinds: tuple[type[QWidget], ...]) -> list[QWidget]:
        top = QApplication.activeModalWidget() or QApplication.activePopupWidget() or self.window
        return [
            each
            for each in top.findChildren(QWidget)
            if isinstance(each, kinds) and each.isVisible() and each.isEnabled() and each.width() > 0
        ]

    def _scrolled(self, widget: QWidget) -> QWidget:
        """What was chosen, where a hand has brought it into sight."""
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 40, 60)
            parent = parent.parentWidget()
        return widget

    def _name(self, field: QWidget) -> str:
        """A field by its kind, its place and its question: a number that tells nothing."""
        return f"{zlib.crc32('/'.join((self._room(), type(field).__name__, field.accessibleName())).encode()):x}"

    def _room(self) -> str:
        front = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        place = type(self.window.place()).__name__ + getattr(self.window.place(), "tab", "")
        return place if front is None else f"{place} > {type(front).__name__}"

    def _look(self) -> None:
        """Where we are; and what the system shows of us to everybody: the titles of windows."""
        self.rooms[self._room()] += 1
        for each in self.app.topLevelWidgets():
            if each.isVisible() and self.mark in each.windowTitle().lower():
                self.titles += 1
                self.rooms[f"a title with a word: {self._room()}"] += 1

    # -- faults
    # ----------------------------------------------------------------------------------------------------------------

    def _throw(self) -> None:
        """One fault of each kind by turns; what Python itself tells of one is the control."""
        if not self.control.exists():
            try:
                self._fail()
            except ValueError:
                self.control.write_text(traceback.format_exc())
        ways: list[Callable[[], object]] = [
            lambda: QTimer.singleShot(0, self._fail),
            lambda: self.session.worker.ask(self.session, self._fail),
            lambda: self.session.worker.ask(self.session, self._fail_in_the_file),
            lambda: self.session.worker.ask(self.session, lambda store: 1, self._fail),
            lambda: self.session.worker.draw(self.session, self._fail, lambda _nothing: None),
            lambda: self.session.worker.run_beside(self.session, self._fail, lambda _nothing: None),
            lambda: self.session.worker.wait_outside(self.session, self._fail, lambda _nothing: None),
            lambda: threading.Thread(target=self._fail).start(),
            self._fail_while_going,
            self._fail_while_painting,
            lambda: logging.getLogger("a.library").error("no page for %s", self.mark),
            lambda: warnings.warn(f"{self.mark} was cut", stacklevel=1),
            lambda: qWarning(f"QFile::open: no file {self.mark}.pdf"),
            self._fail_to_tell,
        ]
        way = (self.faults + self.hand.randrange(2)) % len(ways)
        self.faults += 1
        sys.stderr.write(f"fault {way} at step {self.done}, {self._room()}\n")
        ways[way]()

    def _fail(self, *_anything: object) -> None:
        raise ValueError(f"{self.mark} Grey, born 4 March 1961, cannot lift her arm")

    def _fail_in_the_file(self, store: Any) -> None:
        with store._reading() as connection:
            connection.exec_driver_sql("SELECT nothing FROM client WHERE body = ?", (f"{self.mark} in a statement",))

    def _fail_while_going(self) -> None:
        fail = self._fail

        class Going:
            def __del__(self) -> None:
                fail()

        Going()
        gc.collect(0)

    def _fail_while_painting(self) -> None:
        fail = self._fail

        class Painting(QWidget):
            def event(self, event: QEvent) -> bool:
                if event.type() == QEvent.Type.User:
                    fail()
                return False

        made = Painting(self.window)
        QCoreApplication.postEvent(made, QEvent(QEvent.Type.User))
        QTimer.singleShot(200, made.deleteLater)

    def _fail_to_tell(self) -> None:
        """A fault while the window is told of another."""
        reporter = self.session._reporter
        told = reporter._tell

        def tell(path: Path) -> None:
            reporter._tell = told
            QTimer.singleShot(50, lambda: setattr(reporter, "_telling", False))
            self._fail()

        reporter._tell = tell
        QTimer.singleShot(0, self._fail)


def _rooms_of(store: Any) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Some clients, and visits with notes in every state."""
    clients = [row.id for row in store.find_clients(limit=8)]
    visits: dict[str, list[tuple[str, str, str]]] = {}
    for client in clients:
        for row in store.visit_rows(client):
            visits.setdefault(str(row.state), []).append((row.id, client, str(row.state)))
    return clients, [each for found in visits.values() for each in found[:4]]


def main() -> None:
    """Walk; the last line tells how far, and where it led."""
    folder, passphrase, mark, steps, seed, control, trail = sys.argv[1:]
    wanderer = Wanderer(Path(folder), passphrase, mark, int(steps), seed, Path(control))
    wanderer.walk()
    told = {
        "steps": wanderer.done,
        "ended": wanderer.ended,
        "rooms": wanderer.rooms,
        "fields": sorted(wanderer.fields),
        "faults": wanderer.faults,
        "titles": wanderer.titles,
    }
    Path(trail).write_text(json.dumps(told), "utf-8")
    leave(0)


if __name__ == "__main__":
    main()
