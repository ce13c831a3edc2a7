"""A picture that is only looked at; words beside it say the same."""

from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import painter_of


class IconMark(QWidget):
    """A picture that is only looked at."""

    def __init__(self, icon: str, token: str = "muted", size: int = 18) -> None:
        super().__init__()
        self._icon, self._token, self._size = icon, token, size
        self.restyle()

    def set_icon(self, icon: str, token: str | None = None) -> None:
        """Show another picture, perhaps in another colour."""
        self._icon = icon
        self._token = token or self._token
        self.update()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        side = theme.metrics().px(self._size)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        theme.paint_icon(painter, self._icon, self.rect().toRectF(), theme.color(self._token).name())
        painter.end()
