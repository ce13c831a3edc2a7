"""Waiting before a window as its own event loop does: the program's other threads run meanwhile.

`QTest.qWait` sleeps with Python's interpreter in its hand: the thread of the record gets on only where something of the
window's happens to run, so that a save of 8 ms takes as long as the waiting does, and ends in the middle of what is
measured.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer


def let_run(milliseconds: int) -> None:
    """Let the program run for so long, and destroy what it gave up."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
