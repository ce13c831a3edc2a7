"""One health question: its words, why it is asked, and yes, no or declined."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.health_history import DECLINED, NO, YES
from rmt_notes.i18n import _, _p
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.field_frame import ProblemRow
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import Segmented

NARROW = 520
"""Below this width (at 100 %) the answer stands under the question."""

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def answer_keys() -> dict[str, str]:
    """The letters that answer, in the language in force: Y, N and D in English."""
    return {_p("key for yes", "Y"): YES, _p("key for no", "N"): NO, _p("key for declined", "D"): DECLINED}


class AnswerRow(QWidget):
    """`answered` carries yes, no, declined or nothing (taken back); `stepped` asks for the row below (+1) or above (-1)
    on the arrow keys, and for the one below after an answer by letter."""

    answered = Signal(str)
    stepped = Signal(int)

    def __init__(self, question: str, reason: str = "", *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(question)
        self.setAccessibleDescription(reason)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addStretch(1)
        self._question = Label(question, weight="regular" if small else "medium", wrap=True, parent=self)
        words.addWidget(self._question)
        if reason:
            words.addWidget(Label(reason, "hint", token="muted", wrap=True, parent=self))
        self._below = QVBoxLayout()
        self._below.setSpacing(2)
        words.addLayout(self._below)
        self._hint: Label | None = None
        self._warning: ProblemRow | None = None
        words.addStretch(1)
        self._box.addLayout(words, 1)
        self.choice = Segmented(
            [(YES, _("Yes")), (NO, _("No")), (DECLINED, _("Declined"))], label=question, show_label=False, parent=self
        )
        self.choice.edited.connect(lambda key: self.answered.emit(key or ""))
        self._box.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignVCenter)
        for key in (YES, NO, DECLINED):
            self.choice.segment(key).installEventFilter(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._box.setSpacing(theme.metrics().space(3))
        self._turn()

    def question(self) -> str:
        """The question."""
        return self._question.text()

    def value(self) -> str:
        """yes, no, declined, or empty."""
        return self.choice.value() or ""

    def set_value(self, answer: str) -> None:
        """Show an answer; says nothing back."""
        if answer != self.value():
            self.choice.set_value(answer or None)

    def set_hint(self, words: str) -> None:
        """Say what was answered the last time."""
        if words and self._hint is None:
            self._hint = Label("", "hint", "medium", "accent", wrap=True, parent=self)
            self._below.insertWidget(0, self._hint)
        if self._hint is not None:
            self._hint.setText(words)
            self._hint.setVisible(bool(words))

    def set_warning(self, sentence: str) -> None:
        """Say what does not go together with this answer, or nothing."""
        if sentence and self._warning is None:
            self._warning = ProblemRow(self)
            self._below.addWidget(self._warning)
        if self._warning is not None and sentence != self._warning.text():
            self._warning.show_sentence(sentence, "warning")

    def warning(self) -> str:
        """The sentence that is shown."""
        return self._warning.text() if self._warning is not None else ""

    def focus_answer(self) -> None:
        """Put the focus on the answer that stands, or on yes."""
        self.choice.segment(self.value() or YES).setFocus(Qt.FocusReason.TabFocusReason)

    def has_focus(self) -> bool:
        """Whether one of the three answers has the focus."""
        return any(self.choice.segment(key).hasFocus() for key in (YES, NO, DECLINED))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take_key(event):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
            return True
        answer = answer_keys().get(event.text().upper())
        if answer is None:
            return False
        if answer != self.value():
            self.choice.set_value(answer)
            self.answered.emit(answer)
        self.stepped.emit(1)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        narrow = 0 < self.width() < theme.metrics().px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if way != self._box.direction():
            self._box.setDirection(way)
            self.updateGeometry()
