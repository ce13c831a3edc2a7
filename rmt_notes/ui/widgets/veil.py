"""The veil over a window while a question waits before it: what cannot be used now steps back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rmt_notes.ui import theme

STRENGTH = 0.42


class Veil(QWidget):
    """Covers `window` until it is lifted; it takes no focus and no press, for the question itself bars the window.
    `resized` comes when the window got another size."""

    resized = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def lift(self) -> None:
        """Take it away."""
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
            self.resized.emit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dark = theme.color("shadow")
        dark.setAlphaF(STRENGTH)
        painter.fillRect(event.rect(), dark)
        painter.end()
