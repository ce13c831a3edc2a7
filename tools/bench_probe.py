"""One measurement in a process of its own, for `tools/bench.py`: a bare window, a bare open, the program's unlock
screen, its client list, or typing in its chart. Prints one line of JSON with seconds.

The parent says in `BENCH_STARTED` when it began the process; all clocks are `time.time()`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

STARTED = float(os.environ.get("BENCH_STARTED", "0")) or time.time()
PATIENCE_S = 120.0
WORDS = (
    "Worse after sitting over forty minutes, eased by walking and by heat. Home stretches done on five days of seven. "
)
CHOOSING_S = 3.0
"""What a hand needs from the unlock screen to a client's chart; the program makes ready meanwhile."""
LONG_TEXT = 5000
"""Letters of a long note."""
PAUSE_EVERY = 24
"""Keys between two pauses, as somebody who types and looks up."""
BURST = 8
"""Letters between two pauses that end when the draft begins to keep itself."""
LONGEST_PAUSE_S = 0.5
"""Such a pause, where nothing is kept."""


def main(arguments: list[str]) -> int:
    """Run the probe that is named, with its own words."""
    probes: dict[str, Callable[..., None]] = {
        "bare-window": bare_window,
        "bare-open": bare_open,
        "unlock-screen": unlock_screen,
        "client-list": client_list,
        "bare-typing": bare_typing,
        "typing": typing,
        "body": body,
    }
    probes[arguments[0]](*arguments[1:])
    return 0


def tell(**seconds: Any) -> None:
    """Say what was measured, and end the process as it is."""
    print(json.dumps(seconds), flush=True)
    os._exit(0)


def since_start() -> float:
    """Seconds since the parent began this process."""
    return time.time() - STARTED


def on_first_paint(ground: QWidget, then: Callable[[], None]) -> None:
    """Call once something on the ground was painted and its picture handed to the system. The ground itself may be
    covered by what stands on it, and is then never painted."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication.instance()
    assert app is not None

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if (
                event.type() == QEvent.Type.Paint
                and isinstance(watched, QWidget)
                and ground in (watched, watched.window())
            ):
                app.removeEventFilter(self)
                QTimer.singleShot(0, ground, then)
            return False

    app.installEventFilter(Watch(ground))


# -- floors --------------------------------------------------------------------------------------------------------


def _plain_window() -> tuple[Any, QWidget]:
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("RMT Notes"))
    window.resize(1280, 800)
    return app, window


def bare_window() -> None:
    """A window of Qt with one word in it."""
    app, window = _plain_window()
    on_first_paint(window, lambda: tell(painted=since_start()))
    window.show()
    app.exec()


def bare_open(database: str, key: str) -> None:
    """The same window, then SQLAlchemy and an encrypted file opened with its key: the first 200 rows read."""
    app, window = _plain_window()

    def read() -> None:
        from sqlalchemy import create_engine, text
        from sqlcipher3 import dbapi2

        def create() -> Any:
            connection = dbapi2.connect(database)
            connection.execute(f"PRAGMA key=\"x'{key}'\"")
            return connection

        engine = create_engine("sqlite+pysqlite://", module=dbapi2, creator=create)
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM person ORDER BY id LIMIT 200")).all()
        tell(opened=since_start(), rows=len(rows))

    on_first_paint(window, read)
    window.show()
    app.exec()


def bare_typing(keys: str) -> None:
    """Typing into a bare text box: how long this machine holds a thread up by itself."""
    from PySide6.QtWidgets import QPlainTextEdit

    _app, window = _plain_window()
    box = QPlainTextEdit()
    window.setCentralWidget(box)  # type: ignore[attr-defined]  # a QMainWindow
    window.show()
    gaps = type_and_watch(box.viewport(), int(keys))
    box.setPlainText((WORDS * 60)[:LONG_TEXT])
    tell(letters=letter_costs(box.viewport(), int(keys)), **figures(gaps))


# -- the program ---------------------------------------------------------------------------------------------------


def run_program(folder: str, then: Callable[[Any], None]) -> None:
    """Start the program as `python -m rmt_notes` does, and call when its first screen is painted."""
    from rmt_notes import app as program

    begin = program.Session.start

    def start(session: program.Session) -> None:
        show = session.window.show

        def show_and_watch() -> None:
            on_first_paint(session.window, lambda: then(session))
            show()

        session.window.show = show_and_watch  # type: ignore[method-assign]
        begin(session)

    program.Session.start = start  # type: ignore[assignment,method-assign]  # the hooks of this measurement
    from rmt_notes.__main__ import main as start_program

    start_program(["--record", folder])


def unlock_screen(folder: str) -> None:
    """Until the unlock screen is painted."""
    run_program(folder, lambda _session: tell(painted=since_start()))


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the program run until a condition holds."""
    from tools.waiting import let_run

    end = time.time() + PATIENCE_S
    while not condition():
        if time.time() > end:
            raise TimeoutError("the program did not get there")
        let_run(1)


def painted_at(widget: QWidget) -> float:
    """Paint a widget once more, and say when that was done."""
    painted: list[float] = []
    on_first_paint(widget, lambda: painted.append(time.time()))
    widget.update()
    wait_for(lambda: bool(painted))
    return painted[0]


def unlock(session: Any, passphrase: str) -> float:
    """Type the passphrase at the gate; returns when Enter was pressed."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    field = next(one for one in session.window.findChildren(QLineEdit) if one.isVisible())
    field.setText(passphrase)
    pressed = since_start()
    QTest.keyClick(field, Qt.Key.Key_Return)
    return pressed


def client_list(folder: str, passphrase: str, seconds: str) -> None:
    """Until the client list is painted with its first page, the passphrase entered so many seconds after the unlock
    screen was painted. The time in the list's figures holds the stretching of the passphrase."""

    def go(session: Any) -> None:
        from rmt_notes.ui import places
        from rmt_notes.ui.widgets.client_list import ClientList

        wait_until = time.time() + float(seconds)
        wait_for(lambda: time.time() >= wait_until)
        pressed = unlock(session, passphrase)
        wait_for(lambda: session.window.place() is not None)
        session.window.go(places.Clients())

        def usable() -> bool:
            lists = [one for one in session.window.findChildren(ClientList) if one.isVisible()]
            return bool(lists) and lists[0].model().rowCount() > 0

        wait_for(usable)
        shown = next(one for one in session.window.findChildren(ClientList) if one.isVisible())
        usable_at = painted_at(shown.viewport()) - STARTED
        tell(usable=usable_at, since_enter=usable_at - pressed)

    run_program(folder, go)


def typing(folder: str, passphrase: str, visit_id: str, keys: str) -> None:
    """Open a chart, type into its complaint, and watch the gaps between ticks of the interface."""

    def go(session: Any) -> None:
        from PySide6.QtWidgets import QTextEdit

        from rmt_notes.ui import places

        def box() -> Any:
            found = [one for one in session.window.findChildren(QTextEdit) if one.isVisible() and one.isEnabled()]
            return next((one for one in found if "omplaint" in one.accessibleName()), None)

        unlock(session, passphrase)
        wait_for(lambda: session.window.place() is not None)
        wait_for(session.worker.is_idle)
        chosen = time.time() + CHOOSING_S
        wait_for(lambda: time.time() >= chosen)
        opening, opening_cpu = [], []
        for _time in range(3):
            begun, used = time.time(), time.thread_time()
            session.window.go(places.Chart(visit_id))
            wait_for(lambda: session.worker.is_idle() and box() is not None)
            opening.append(painted_at(session.window.screen_in_sight()) - begun)
            opening_cpu.append(time.thread_time() - used)
            if len(opening) < 3:
                session.window.go(places.Today())
                wait_for(session.worker.is_idle)
        editor = box()
        editor.setFocus()
        editor.selectAll()
        wait_for(session.worker.is_idle)
        gaps = type_and_watch(editor.viewport(), int(keys))
        editor.setPlainText((WORDS * 60)[:LONG_TEXT])
        wait_for(session.worker.is_idle)
        letters = letter_costs(editor.viewport(), int(keys), lambda: not session.worker.is_idle())
        tell(opening=opening, opening_cpu=opening_cpu, letters=letters, **figures(gaps))

    run_program(folder, go)


# -- the watch -----------------------------------------------------------------------------------------------------


def type_and_watch(target: QWidget, keys: int) -> list[float]:
    """Type so many keys, sixteen a second with pauses in between, and return the gaps between ticks of a timer that
    wants to tick every millisecond."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tools.waiting import let_run

    ticks: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(1)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    let_run(300)
    timer.start()
    for number in range(keys):
        QTest.keyClicks(target, WORDS[number % len(WORDS)])
        QApplication.processEvents()
        let_run(700 if number % PAUSE_EVERY == PAUSE_EVERY - 1 else 60)
    timer.stop()
    return [later - earlier for earlier, later in pairwise(ticks)]


def letter_costs(target: QWidget, keys: int, saving: Callable[[], bool] = lambda: False) -> dict[str, float]:
    """What one letter costs until it is painted: the hundredth dearest of ten thousand by the clock, which on a busy
    machine also counts the others' work, and by the processor's time of the interface alone. The draft keeps itself
    meanwhile: between the letters the threads run as under the program's own event loop, and after every few there is
    a pause until a save has begun (`saving`), so that the next letter falls into it. Tells how many did."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tools.waiting import let_run

    by_clock, by_processor, met = [], [], 0
    for number in range(keys):
        met += saving()
        begun, used = time.perf_counter(), time.thread_time()
        QTest.keyClicks(target, WORDS[number % len(WORDS)])
        QApplication.processEvents()
        by_clock.append(time.perf_counter() - begun)
        by_processor.append(time.thread_time() - used)
        let_run(40)
        end = time.perf_counter() + LONGEST_PAUSE_S
        while number % BURST == BURST - 1 and not saving() and time.perf_counter() < end:
            let_run(1)
    at = min(keys - 1, int(keys * 0.99))
    return {"clock": sorted(by_clock)[at], "processor": sorted(by_processor)[at], "met": met}


def figures(gaps: list[float]) -> dict[str, float]:
    """The longest gap, the hundredth longest of ten thousand, and how many were over 50 ms."""
    ordered = sorted(gaps)
    return {
        "longest": ordered[-1],
        "p999": ordered[int(len(ordered) * 0.999)],
        "over_50_ms": sum(gap > 0.05 for gap in ordered),
        "ticks": len(ordered),
    }


def body() -> None:
    """The body chart with sixty marks on all four figures: understanding a press, painting after a change and again,
    and how long it takes to make the chart of a note. Painting and presses are told in time of the processor: they hold
    nobody but this process. The floor paints the bare figures from their kept picture."""
    import statistics
    from dataclasses import replace

    from PySide6.QtWidgets import QApplication

    from rmt_notes.clinical.body_chart import aimed_at, mark_point, mark_site, renumbered
    from rmt_notes.clinical.body_figure import figure
    from rmt_notes.clinical.body_mark import VIEWS
    from rmt_notes.clinical.body_regions import body_words
    from rmt_notes.ui import theme
    from rmt_notes.ui.widgets.body.canvas import BodyCanvas
    from rmt_notes.ui.widgets.body.chart import BodyChart
    from rmt_notes.ui.widgets.body.scene import Scene

    app = QApplication(sys.argv[:1])
    theme.apply(app, "light", "touch", 1.0)
    begun = time.perf_counter()
    for view in VIEWS:
        figure(view)
    reading = time.perf_counter() - begun
    begun = time.perf_counter()
    BodyChart(("pain",))
    making = time.perf_counter() - begun
    canvas = BodyCanvas()
    canvas.resize(1140, 700)
    canvas.set_views(VIEWS)
    canvas.show()
    app.processEvents()

    def painted(scene: Scene) -> float:
        begun = time.process_time()
        canvas.set_scene(scene)  # what changed is drawn here already
        canvas.repaint()
        return time.process_time() - begun

    kinds = tuple(body_words().kinds)
    sites = [(view, site) for view in VIEWS for site in figure(view).sites][::5][:60]
    points = [mark_point("sharp", view, site, *figure(view).sites[site].middle) for view, site in sites[30:]]
    marks = renumbered([*(mark_site(kinds[at % len(kinds)], *one) for at, one in enumerate(sites[:30])), *points])
    bare = [painted(Scene(selected=turn)) for turn in range(40)]
    changed = [painted(Scene(marks=(replace(marks[0], intensity=turn % 11), *marks[1:]))) for turn in range(40)]
    again = [painted(Scene(marks=marks)) for _turn in range(40)]
    presses = []
    for view in VIEWS:
        for step in range(100):
            begun = time.process_time()
            aimed_at(view, -60.0 + 1.2 * step, 40.0 + 5.6 * step, 22.0)
            presses.append(time.process_time() - begun)
    tell(
        reading=reading,
        making=making,
        bare=statistics.median(bare),
        changed=statistics.median(changed),
        again=statistics.median(again),
        press=statistics.median(presses),
        worst_press=max(presses),
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    raise SystemExit(main(sys.argv[1:]))
