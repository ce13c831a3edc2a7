"""Keys of one screen, in force while it is in sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(owner: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Call `act` on `keys` (portable form, `Ctrl+Return`) while `owner` is visible in the active window."""
    shortcut = QShortcut(QKeySequence(keys, QKeySequence.SequenceFormat.PortableText), owner)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(lambda: act())
    return shortcut
