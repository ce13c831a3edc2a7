"""Our own faults: a report without client words, and a sentence for the user. The world's faults never come here."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from rmt_notes import __version__

KEPT_REPORTS = 20


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What went wrong and where: the kind of fault and the program's own lines. Never the message, which may hold a
    client's words."""
    import platform  # takes its time to load, and is of use only here

    lines = [
        f"RMT Notes {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{kind.__module__}.{kind.__qualname__}",
    ]
    for frame in traceback.extract_tb(trace):
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
    return "\n".join(lines) + "\n"


class CrashReporter:
    """Takes the place of `sys.excepthook`: writes the report beside the program's settings and tells the window
    once."""

    def __init__(self, folder: Path, tell: Callable[[Path], None] | None = None) -> None:
        self._folder = folder
        self.tell = tell

    def install(self) -> None:
        """Become the hook for whatever nobody caught, on whatever thread."""
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread

    def _take_from_thread(self, fault: threading.ExceptHookArgs) -> None:
        """The window is not told: only its own thread may touch it."""
        if not issubclass(fault.exc_type, SystemExit):
            self._report(fault.exc_type, fault.exc_traceback)

    def _take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        path = self._report(kind, trace)
        if self.tell is not None:
            self.tell(path)

    def _report(self, kind: type[BaseException], trace: TracebackType | None) -> Path:
        text = report_of(kind, trace)
        sys.stderr.write(text)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"report-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
        path.write_text(text, encoding="utf-8")
        for old in sorted(self._folder.glob("report-*.txt"))[:-KEPT_REPORTS]:
            old.unlink(missing_ok=True)
        return path
