"""What an empty list says: what will be here, and the one button that begins it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of


class _Medal(QWidget):
    """The icon in a soft round."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        side = theme.metrics().px(64)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        rect = QRectF(self.rect())
        paint_box(painter, rect, rect.height() / 2, theme.color("accent_soft"))
        inset = rect.width() * 0.3
        theme.paint_icon(
            painter, self._icon, rect.adjusted(inset, inset, -inset, -inset), theme.color("accent").name(), 1.8
        )
        painter.end()


class EmptyState(QWidget):
    """Icon, title, a sentence and at most one primary button; `acted` comes when it is pressed."""

    acted = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        action: str = "",
        *,
        action_icon: str | None = "plus",
        key_hint: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        m = theme.metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(m.space(5), m.space(6), m.space(5), m.space(6))
        column.setSpacing(m.px(10))
        column.addStretch(1)
        column.addWidget(_Medal(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = Label(title, "lead", "semibold", wrap=True)
        self._text = Label(text, token="muted", wrap=True)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMinimumWidth(m.px(120))
            column.addWidget(label)
        self._text.setVisible(bool(text))
        self._button = Button(action, icon=action_icon, key_hint=key_hint)
        self._button.setVisible(bool(action))
        self._button.clicked.connect(lambda: self.acted.emit())
        column.addSpacing(m.px(4))
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def set_words(self, title: str, text: str = "", action: str | None = None) -> None:
        """Say something else, for instance with the words that were searched."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        if action is not None:
            self._button.set_text(action)
            self._button.setVisible(bool(action))

    def button(self) -> Button:
        """The one button."""
        return self._button
