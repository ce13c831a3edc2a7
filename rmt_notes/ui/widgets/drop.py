"""A small sheet that drops down at the caret."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import paint_box, painter_of


class Drop(QFrame):
    """A small sheet over the window, below the caret; it goes when one presses or works elsewhere. It is a part of the
    window and no window of its own: those lose the keys on some systems, and the screen's keyboard would close them."""

    def __init__(self, over: QWidget, width: int) -> None:
        super().__init__(over.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(theme.metrics().px(width))
        self._app = QApplication.instance()
        self._above = False

    def open_at(self, caret: QRect, first: QWidget) -> None:
        """Drop down below the caret (in the screen's coordinates), or stand above it where there is no room; `first`
        gets the keys."""
        around = self.parentWidget()
        assert around is not None
        self._caret = QRect(around.mapFromGlobal(caret.topLeft()), caret.size())
        self.show()
        self.settle()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        if isinstance(self._app, QApplication):
            self._app.installEventFilter(self)
            self._app.focusChanged.connect(self._follow)

    def settle(self) -> None:
        """Take the place and size that what is shown now needs; a sheet that stands above the caret stays there."""
        around, caret = self.parentWidget(), self._caret
        assert around is not None
        for part in reversed([self, *self.findChildren(QWidget)]):
            layout = part.layout()
            if layout is not None:
                layout.activate()  # what changed within is still to be asked for its size
        self.adjustSize()
        x = max(4, min(caret.left() - theme.metrics().px(12), around.width() - self.width() - 4))
        y = caret.bottom() + 6
        self._above = self._above or y + self.height() > around.height()
        if self._above:
            y = max(4, caret.top() - self.height() - 6)
        self.move(x, y)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self and not self.isAncestorOf(now):
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.close()
        elif event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()  # Esc closes this, not the screen below
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if isinstance(self._app, QApplication):
            self._app.removeEventFilter(self)
            self._app.focusChanged.disconnect(self._follow)
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        radius = theme.metrics().radius
        paint_box(painter, QRectF(self.rect()), radius, theme.color("raised"), theme.color("border"))
        painter.end()


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
