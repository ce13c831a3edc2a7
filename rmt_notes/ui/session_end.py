"""Hears when the system ends the session: the user logs off, the computer shuts down, a terminal is closed."""

from __future__ import annotations

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager


class SessionEnd(QObject):
    """`near` comes when everything has to be kept at once; `ending` when the program has to end as well.

    The desktop tells Qt, which waits until `near` was answered and closes the windows itself. A signal interrupts
    Python only between two of its own steps, and while nothing happens there are none: so it is written to a pipe, and
    the pipe wakes the event loop.
    """

    near = Signal()
    ending = Signal()

    def __init__(self, app: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        app.commitDataRequest.connect(self._take_request)
        self._pipe: tuple[int, int] | None = None
        if os.name == "posix":
            self._listen()

    def _listen(self) -> None:
        self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, _let_it_be_heard)
        self._notifier = QSocketNotifier(self._pipe[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._take_signal)

    def _take_request(self, _session: QSessionManager) -> None:
        self.near.emit()

    def _take_signal(self) -> None:
        assert self._pipe is not None
        if os.read(self._pipe[0], 64):
            self.near.emit()
            self.ending.emit()


def _let_it_be_heard(number: int, frame: FrameType | None) -> None:
    """Does nothing: with a handler in place the signal is written to the pipe instead of ending the process."""
