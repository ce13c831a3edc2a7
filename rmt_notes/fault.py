"""What is told of a fault of our own: its kind and its place in the program, never its message.

Messages hold values, and values are clients' words. So every way in which Python or a library speaks by itself (faults
that nobody caught, faults of threads and of objects that go, logs, warnings) tells as little.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from rmt_notes import __version__

Take = Callable[[type[BaseException], TracebackType | None], object]


def report_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What went wrong and where: the kind of fault and the program's own lines. Never the message, which may hold a
    client's words."""
    import platform  # takes its time to load, and is of use only here

    lines = [
        f"RMT Notes {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"{kind.__module__}.{kind.__qualname__}",
    ]
    for frame, number in traceback.walk_tb(trace):
        lines.append(f"  {Path(frame.f_code.co_filename).name}:{number} in {frame.f_code.co_name}")
    return "\n".join(lines) + "\n"


def tell(text: str) -> None:
    """Write to standard error where there is one: a program started from its icon may have none, and one whose reader
    has gone cannot."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)


def flush() -> None:
    """Let out what was told, where anybody can still hear it: before this process ends or becomes another."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()


def take_faults(take: Take) -> None:
    """Hand every fault that nobody caught to `take`, whatever thread or object it comes from. `take` may not fail: then
    Python would tell both faults in its own words."""

    def from_anywhere(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
        else:
            take(kind, trace)

    def from_thread(fault: threading.ExceptHookArgs) -> None:
        if not issubclass(fault.exc_type, SystemExit):
            take(fault.exc_type, fault.exc_traceback)

    sys.excepthook = from_anywhere
    threading.excepthook = from_thread
    sys.unraisablehook = lambda fault: take(fault.exc_type, fault.exc_traceback)


def hush() -> None:
    """Let logs and warnings of the libraries tell their kind and place only."""
    root = logging.getLogger()
    if not any(isinstance(each, _Hushed) for each in root.handlers):
        root.addHandler(_Hushed(logging.WARNING))
    warnings.showwarning = _show_warning


class _Hushed(logging.Handler):
    """Takes the place of Python's last resort, which writes messages and whole faults to standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        tell(f"{record.levelname} of {record.name} at {Path(record.pathname).name}:{record.lineno}\n")
        if record.exc_info and record.exc_info[0] is not None:
            tell(report_of(record.exc_info[0], record.exc_info[2]))


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> Any:
    tell(f"{category.__name__} at {Path(filename).name}:{lineno}\n")
