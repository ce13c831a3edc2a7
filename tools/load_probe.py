"""Measurements in the real window, each in a process of its own: prints one line of JSON. Used by `tools/load.py`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WORDS = "Less pain after the last visit, sleeps through. "
VISITS = 48
"""Charts that are written in by turns."""
LONGEST_NOTE = 400
"""Characters of a field, before it is written anew."""


class Desk:
    """The program with a record open."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        from PySide6.QtTest import QTest

        from rmt_notes import app as program
        from rmt_notes.db import RecordStore
        from rmt_notes.settings import Preferences
        from tools.waiting import let_run

        # What is typed here reaches the widgets past their window, so the program would lock: nobody seems to be there.
        preferences = Preferences(idle_minutes=0)
        self.app = program.application(preferences)
        self.session = program.Session(self.app, preferences, folder)
        self.session.start()
        self.wait = let_run
        self.type = QTest.keyClicks
        opened: list[Any] = []
        worker = self.session.worker
        worker.open(self.session, lambda: RecordStore.open(folder, passphrase), opened.append, opened.append)
        self.until(lambda: bool(opened))
        self.session._enter()

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the program run until something holds.

        Raises:
            TimeoutError: when it never does.
        """
        end = time.monotonic() + 120
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError
            self.wait(5)

    def chart(self, visit: str, patience: float = 10.0) -> Any:
        """Go to a chart; gives the first field to write in, or None where something urgent has to be answered first."""
        from PySide6.QtWidgets import QTextEdit

        from rmt_notes.ui import places

        worker, window = self.session.worker, self.session.window
        window.go(places.Chart(visit))

        def fields() -> list[QTextEdit]:
            screen = window.screen_in_sight()
            shown = getattr(getattr(screen, "_chart", None), "visit", None)
            return [
                each
                for each in window.findChildren(QTextEdit)
                if shown is not None and shown.id == visit and each.isVisible() and not each.isReadOnly()
            ]

        end = time.monotonic() + patience
        while time.monotonic() < end:
            if worker.is_idle() and (found := fields()):
                found[0].setFocus()
                return found[0]
            self.wait(25)
        return None

    def charts(self, visits: list[str]) -> list[str]:
        """Those of the visits whose note can be written at once."""
        return [visit for visit in visits if self.chart(visit) is not None]


def load_lock(folder: str, passphrase: str, kind: str) -> None:
    """Lock with words just typed and a check or a backup of the whole record under way; the most memory until then."""
    from PySide6.QtCore import QTimer

    from rmt_notes import app as program

    desk = Desk(Path(folder), passphrase)

    def alone() -> bool:
        # A backup begins by itself at the unlocking: what runs is what is asked for.
        desk.session._backups.stop()
        return desk.session.worker.is_idle()

    desk.until(alone)
    field = next(field for visit in _begun(desk, 8) if (field := desk.chart(visit)) is not None)
    jobs: list[Any] = []
    ended: list[Any] = []
    worker = desk.session.worker
    worker.ask(desk.session, lambda store: getattr(store, kind)(), jobs.append)
    desk.until(lambda: bool(jobs))
    worker.ending.connect(lambda: jobs[0].stop())
    worker.run_beside(desk.session, jobs[0].run, ended.append, ended.append)
    desk.wait(5000)
    desk.type(field, WORDS)
    if ended:
        raise RuntimeError(f"it was over before the lock: {ended[0]}")
    times: list[float] = []

    def lock() -> None:
        times.append(time.perf_counter())
        desk.session.window.lock()

    program._become_fresh = lambda *_words: times.append(time.perf_counter())
    QTimer.singleShot(0, lock)
    desk.app.exec()
    desk.session.end()
    print(json.dumps({"seconds": times[1] - times[0], "memory": _most_memory()}), flush=True)
    os._exit(0)


def load_soak(folder: str, passphrase: str, seconds: str) -> dict[str, float]:
    """Write in one chart after the other, look at lists in between; watch memory, open files and the log. A hand that
    goes on to the next screen without a rest: leaving a chart keeps its words."""
    from rmt_notes.ui import places

    desk = Desk(Path(folder), passphrase)
    visits = desk.charts(_begun(desk, VISITS))
    log = Path(folder) / "record.db-wal"
    began = time.monotonic()
    end, typed, longest, told = began + float(seconds), 0, 0.0, began
    first: tuple[float, int, int] | None = None
    memory, handles, most = 0.0, 0, 0.0
    while time.monotonic() < end:
        field = desk.chart(visits[typed % len(visits)], 60)
        if len(field.toPlainText()) > LONGEST_NOTE:
            field.selectAll()  # what is typed takes the place of what stood there
        desk.type(field, WORDS)
        typed += 1
        desk.session.window.go(places.Today() if typed % 2 else places.Clients())
        desk.wait(100)
        longest = max(longest, log.stat().st_size / 1e6 if log.exists() else 0.0)
        memory, handles = _memory(), len(os.listdir("/proc/self/fd"))
        most = max(most, memory)
        if first is None and typed >= len(visits):
            # Every chart has been shown twice: whatever is kept ready is there.
            first = memory, handles, typed
        if time.monotonic() - told > 60:
            told = time.monotonic()
            line = (
                f"{(told - began) / 60:.0f} min, {typed} notes, {memory:.1f} MB, {handles} files, log {longest:.1f} MB"
            )
            sys.stderr.write(line + "\n")
    before = first or (memory, handles, typed)
    print(
        json.dumps(
            {
                "visits": typed,
                "grown": memory - before[0],
                "each": 1000 * (memory - before[0]) / max(1, typed - before[2]),
                "memory": most,
                "handles": max(0, handles - before[1]),
                "log": longest,
            }
        ),
        flush=True,
    )
    os._exit(0)


def _begun(desk: Desk, count: int) -> list[str]:
    """Visits begun today, to write in."""
    begun: list[str] = []

    def begin(store: Any) -> list[str]:
        rows = store.find_clients(limit=count)
        return [store.start_visit(row.id, "follow_up", store.now()).id for row in rows]

    desk.session.worker.ask(desk.session, begin, begun.extend)
    desk.until(lambda: len(begun) >= count)
    return begun


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _most_memory() -> float:
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    {"load_lock": load_lock, "load_soak": load_soak}[sys.argv[1]](*sys.argv[2:])
