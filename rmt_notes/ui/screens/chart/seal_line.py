"""The first line of a note that is signed: its state in a chip, when and by whom, and the way to the original."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill, PillKind
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label


class SealLine(QWidget):
    """Chip, sentence, an action at the right. `acted` comes when the action is pressed."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._chip: AlertPill | None = None
        self._words = Label("", wrap=True, selectable=True)
        policy = self._words.sizePolicy()  # a fresh one would forget that the height depends on the width
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self._words.setSizePolicy(policy)
        self._action = Button("", "secondary", compact=True)
        self._action.clicked.connect(self.acted)
        self._row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._action)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._row.setSpacing(theme.metrics().px(10))
        self._action.setMinimumHeight(theme.metrics().target)

    def text(self) -> str:
        """The sentence."""
        return self._words.text()

    def chip(self) -> str:
        """The word in the chip."""
        return self._chip.words() if self._chip is not None else ""

    def show_state(self, kind: PillKind, icon: str, word: str, words: str, action: str = "") -> None:
        """Say a state and what is to be known of it."""
        if self._chip is not None:
            self._row.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
        self._chip = AlertPill(kind, word, icon=icon)
        self._row.insertWidget(0, self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words.setText(words)
        self._action.setVisible(bool(action))
        if action:
            self._action.set_text(action)
