"""The head of a screen that is not about one client: title, a second line, actions at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.labels import ElidedLabel, Label


class PageHeader(Panel):
    """With `back`, a button at the left leads back (`back_pressed`)."""

    back_pressed = Signal()

    def __init__(self, title: str, second: str = "", *, back: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("card", "bottom", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._back = IconButton("arrow-left", _("Back"), "Alt+Left")
        self._back.setVisible(back)
        self._back.clicked.connect(lambda: self.back_pressed.emit())
        self._row.addWidget(self._back)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Label(title, "page", "bold")
        self._second = ElidedLabel(second, "hint", token="muted")
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._second)
        words.addStretch(1)
        self._row.addLayout(words, 1)
        self.action_row = QHBoxLayout()
        """Where buttons go."""
        self._row.addLayout(self.action_row)
        self.set_second(second)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._row.setContentsMargins(m.space(5), m.px(12), m.space(5), m.px(12))
        self._row.setSpacing(m.space(3))
        self.action_row.setSpacing(m.px(10))
        self.setMinimumHeight(m.px(76))

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def title(self) -> str:
        """The title."""
        return self._title.text()

    def set_second(self, second: str) -> None:
        """Change the second line."""
        self._second.set_text(second)
        self._second.setVisible(bool(second))

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right."""
        self.action_row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
