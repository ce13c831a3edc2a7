"""Our own faults: a report without client words, and a sentence for the user. The world's faults never come here."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from rmt_notes import fault

KEPT_REPORTS = 20
_PLACE = re.compile(r"[A-Za-z]\w*(::~?[A-Za-z]\w*)+")


def hush() -> None:
    """Let Qt and the other libraries tell what kind of thing they complain of, and where, but never in their own words:
    these name files, and quote texts."""
    fault.hush()
    qInstallMessageHandler(_tell_of_qt)


def unhush() -> None:
    """Give Qt its own voice back before the interpreter goes."""
    qInstallMessageHandler(None)


def _tell_of_qt(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    place = _PLACE.match(words)
    fault.tell(f"Qt {kind.name}, {context.category}{f' in {place.group()}' if place else ''}\n")


class CrashReporter:
    """Hears of every fault that nobody caught: writes the report beside the program's settings, and tells the window
    afterwards. To tell it at once would run the program's code while Python waits for what becomes of the fault; if
    that failed too, Python would tell both in its own words, with values of the record in them."""

    def __init__(self, folder: Path, tell: Callable[[Path], None] | None = None) -> None:
        self._folder = folder
        self._tell = tell
        self._telling = False

    def install(self) -> None:
        """Become the one who hears of whatever nobody caught, from whatever thread."""
        fault.take_faults(self._take)

    def _take(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        text = fault.report_of(kind, trace)
        fault.tell(text)
        try:
            path = self._kept(text)
        except OSError:
            return  # no room, or no right to write here: it was told where it could be
        # Only its own thread may touch the window.
        on_its_thread = threading.current_thread() is threading.main_thread()
        if self._tell is not None and on_its_thread and not self._telling:
            self._telling = True
            QTimer.singleShot(0, lambda: self._tell_of(path))

    def _tell_of(self, path: Path) -> None:
        if self._tell is not None:
            self._tell(path)
        self._telling = False  # not where telling failed: it would be told of for ever

    def _kept(self, text: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
        path.write_text(text, encoding="utf-8")
        for old in sorted(self._folder.glob("report-*.txt"))[:-KEPT_REPORTS]:
            old.unlink(missing_ok=True)
        return path
