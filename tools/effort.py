"""How much work a visit is: plays reference visits through the real screens with real events and counts.

`python3 run.py effort` prints a table, `--json` a list of objects, one for each visit. Only what a finger can do is
done: press what is in sight, flick the page, type on the keyboard.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QWidget

from tools.user import Lost, User

KEY_S = 0.2
"""K: one key of an average typist."""
POINT_S = 1.1
"""P: bringing the finger to a target, and a flick of the page."""
PRESS_S = 0.2
"""B: pressing and letting go."""
THINK_S = 1.35
"""M: making up one's mind, before every press and before every run of typing."""

OPERATORS = f"""\
Keystroke-level model, seconds for each operator:
  K {KEY_S:g}   a key on the keyboard, each character of a text
  P {POINT_S:g}   the finger finds its target; a flick of the page counts as one, too
  B {PRESS_S:g}   press and let go
  M {THINK_S:g}  make up one's mind: before every press, before every run of typing
A tap is M+P+B, a flick P, a run of n characters M+n·K (the tap into its field counts on its own), a key or a
combination K. Reading the last note and working on the client are not in it."""

SIZE = (1280, 800)
NOTCH = 120
"""What Qt calls one notch of a wheel."""


@dataclass
class Effort:
    """What one visit took."""

    visit: str
    taps: int = 0
    keys: int = 0
    typed_characters: int = 0
    screens: int = 0
    scrolls: int = 0
    klm_seconds: float = 0.0


class Finger(User):
    """A user with one finger and, where needed, a keyboard: scrolls by flicks, and every act is counted."""

    def __init__(self, window: QWidget, busy: Callable[[], bool]) -> None:
        super().__init__(window, busy)
        self.flicks = 0
        self.runs = 0
        self.screens: list[str] = []

    def begin(self) -> None:
        """Count from here."""
        self.presses = self.keys_pressed = self.typed = self.flicks = self.runs = 0
        self.screens = []
        self.look_around()

    def effort(self, visit: str) -> Effort:
        """What was counted since `begin`."""
        seconds = self.presses * (THINK_S + POINT_S + PRESS_S) + self.flicks * POINT_S
        seconds += self.keys_pressed * KEY_S + self.typed * KEY_S + self.runs * THINK_S
        return Effort(
            visit, self.presses, self.keys_pressed, self.typed, len(self.screens), self.flicks, round(seconds, 1)
        )

    def look_around(self) -> None:
        """Which screen is in front; each change of screen counts."""
        pages = (stack.currentWidget() for stack in self.window.findChildren(QStackedWidget))
        shown = next((_title(one) for one in pages if _is_screen(one)), "")
        if shown and (not self.screens or self.screens[-1] != shown):
            self.screens.append(shown)

    def settle(self) -> None:
        super().settle()
        self.look_around()

    def press_widget(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.come_to_front()
        name = widget.accessibleName()
        self.wait(lambda: self._reaches(widget, at), f"“{name}” to be in sight")
        super().press_widget(widget, at)

    def type_at(self, editor: QWidget, text: str) -> None:
        self.runs += 1
        super().type_at(editor, text)

    def bring_into_view(self, widget: QWidget) -> None:
        """Flick the page until the widget is in sight; what is in sight already moves nothing."""
        area = _area_of(widget)
        if area is None or self._sight(area, widget):
            return
        for _flick in range(60):
            bar = area.verticalScrollBar()
            where = QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size())
            down = where.bottom() >= area.viewport().height()
            before = bar.value()
            self.flick(area, down=down)
            if self._sight(area, widget) or bar.value() == before:
                return

    def flick(self, area: QScrollArea, *, down: bool) -> None:
        """One flick moves the page by three quarters of what is in sight."""
        self.flicks += 1
        line = max(1, area.verticalScrollBar().singleStep() * QApplication.wheelScrollLines())
        step = round(area.viewport().height() * 0.75 / line * NOTCH)
        middle = QPointF(area.viewport().rect().center())
        event = QWheelEvent(
            middle,
            QPointF(area.viewport().mapToGlobal(middle.toPoint())),
            QPoint(0, 0),
            QPoint(0, -step if down else step),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(area.viewport(), event)
        self.settle()

    def read_to_the_end(self, name: str) -> None:
        """Flick through a column to its end."""
        area = self.find(name, QScrollArea)
        assert isinstance(area, QScrollArea)
        bar = area.verticalScrollBar()
        while bar.value() < bar.maximum():
            before = bar.value()
            self.flick(area, down=True)
            if bar.value() == before:
                raise Lost(f"{name} does not scroll")

    def _sight(self, area: QScrollArea, widget: QWidget) -> bool:
        where = QRect(widget.mapTo(area.viewport(), QPoint(0, 0)), widget.size())
        room = area.viewport().rect()
        return room.contains(where) or (where.height() > room.height() and room.contains(where.center()))

    def _reaches(self, widget: QWidget, at: QPoint | None) -> bool:
        """Go there, and see whether a finger meets it: it cannot press what is under something else."""
        self.bring_into_view(widget)
        point = widget.mapToGlobal(at or widget.rect().center())
        hit = self.ground().window().childAt(self.ground().window().mapFromGlobal(point))
        return hit is not None and (hit is widget or widget.isAncestorOf(hit) or hit.isAncestorOf(widget))


def _is_screen(widget: object) -> bool:
    return (
        isinstance(widget, QWidget)
        and widget.isVisible()
        and hasattr(widget, "show_place")
        and hasattr(widget, "title")
    )


def _title(screen: Any) -> str:
    return str(screen.title())


def _area_of(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


def main(arguments: list[str]) -> int:
    """Play every reference visit, or those named. Returns the exit code."""
    from tools.effort_visits import VISITS

    reader = argparse.ArgumentParser(
        prog="python3 run.py effort",
        description="Count the taps, keys and seconds of reference visits through the real screens.",
        epilog=OPERATORS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reader.add_argument("--json", action="store_true", help="print a list of objects instead of a table")
    reader.add_argument("--pictures", metavar="FOLDER", help="leave a picture of each visit before and after signing")
    reader.add_argument("visits", nargs="*", metavar="VISIT", help=f"one or more of: {', '.join(VISITS)}")
    asked = reader.parse_args(arguments)
    unknown = [name for name in asked.visits if name not in VISITS]
    if unknown:
        reader.error(f"unknown: {', '.join(unknown)}")
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    pictures = Path(asked.pictures) if asked.pictures else None
    with tempfile.TemporaryDirectory(prefix="rmt-effort-") as folder:
        os.environ["RMT_NOTES_HOME"] = str(Path(folder) / "home")
        found = play(asked.visits or list(VISITS), Path(folder), pictures)
    if asked.json:
        print(json.dumps([asdict(one) for one in found], indent=1))
    else:
        print(table(found))
    return 0


def play(names: list[str], folder: Path, pictures: Path | None = None) -> list[Effort]:
    """Play these visits in a program of their own."""
    from rmt_notes import app, settings

    preferences = settings.Preferences(theme="light")
    settings.save(preferences)
    qt = app.application(preferences)

    def start(home: Path) -> app.Session:
        session = app.Session(qt, preferences, home)
        session.start()
        sys.excepthook = _fail
        return session

    sys.excepthook = _fail
    return play_with(start, names, folder, pictures)


def play_with(
    start: Callable[[Path], Any], names: list[str], folder: Path, pictures: Path | None = None
) -> list[Effort]:
    """Play these visits with a session that `start` begins on a record. Visits that follow each other in the same
    story, told to the same day, share record and session."""
    from tools.effort_visits import VISITS

    found = []
    session: Any = None
    finger: Any = None
    story: object = None
    try:
        for name in names:
            visit = VISITS[name]
            if session is None or story != (visit.tell, visit.until):
                if session is not None:
                    _end(session)
                passphrase = visit.prepare(folder / name)
                session = start(folder / name)
                worker = session.worker
                finger = Finger(session.window, lambda worker=worker: not worker.is_idle())  # type: ignore[misc]
                session.window.resize(*SIZE)
                visit.unlock(finger, passphrase)
                story = (visit.tell, visit.until)
            visit.arrive(finger)
            finger.begin()
            visit.chart(finger)
            found.append(finger.effort(name))
            visit.check(session.worker, finger)
            if pictures is not None:
                pictures.mkdir(parents=True, exist_ok=True)
                finger.picture(pictures / f"{name}.png")
    finally:
        if session is not None:
            _end(session)
    return found


def _end(session: Any) -> None:
    session.window.close()
    session.worker.close()
    session.window.deleteLater()
    session.deleteLater()


def table(found: list[Effort]) -> str:
    """The efforts as aligned columns."""
    heads = ("visit", "taps", "keys", "typed", "screens", "scrolls", "seconds")
    rows = [
        (
            one.visit,
            str(one.taps),
            str(one.keys),
            str(one.typed_characters),
            str(one.screens),
            str(one.scrolls),
            f"{one.klm_seconds:.0f}",
        )
        for one in found
    ]
    wide = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    return "\n".join(
        "  ".join(word.ljust(wide[at]) if at == 0 else word.rjust(wide[at]) for at, word in enumerate(row))
        for row in (heads, *rows)
    )


def _fail(kind: type[BaseException], fault: BaseException, trace: object) -> None:
    """A fault in a slot ends the run; only invented people are in it, so it is shown whole."""
    sys.__excepthook__(kind, fault, trace)  # type: ignore[arg-type]  # a traceback
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
