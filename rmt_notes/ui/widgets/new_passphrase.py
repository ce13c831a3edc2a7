"""A new passphrase, typed twice, with its strength in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.widgets.strength import Strength, judge

_TOKENS = ("danger", "danger", "warning", "ok")


class StrengthLine(QWidget):
    """Three bars and the word for the strength; the bars only repeat what the word says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strength: Strength | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.metrics().px(10))
        self._bars = _Bars()
        self._word = Label("", "hint", "semibold", "muted")
        row.addWidget(self._bars)
        row.addWidget(self._word, 1)
        column.addLayout(row)
        self._advice = Label("", "hint", token="muted", wrap=True)
        column.addWidget(self._advice)
        self.set_strength(None)

    def set_strength(self, strength: Strength | None) -> None:
        """Show a judgement, or what is asked for while nothing is typed."""
        self._strength = strength
        token = _TOKENS[strength.level] if strength else "muted"
        self._bars.set_level(strength.level if strength else 0, token)
        self._word.setText(strength.word if strength else _("Strength"))
        self._word.set_token(token)
        self._advice.setText(
            strength.advice if strength else _("Four or five unrelated words are easy to type and hard to guess.")
        )
        self.setAccessibleName(_("Strength: {word}").format(word=strength.word if strength else ""))


class _Bars(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._level, self._token = 0, "muted"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_level(self, level: int, token: str) -> None:
        self._level, self._token = level, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.metrics().px(132), theme.metrics().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, height = theme.metrics().px(4), theme.metrics().px(6)
        width = (self.width() - 2 * gap) / 3
        for number in range(3):
            filled = number < self._level
            bar = QRectF(number * (width + gap), (self.height() - height) / 2, width, height)
            paint_box(painter, bar, height / 2, theme.color(self._token if filled else "track"))
        painter.end()


class NewPassphrase(QWidget):
    """Two fields and the strength. `submitted` on Enter in the second field when both agree."""

    edited = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(3))
        self.first = PassphraseField(_("New passphrase"))
        self.strength = StrengthLine()
        self.second = PassphraseField(_("The same once more"))
        column.addWidget(self.first)
        column.addWidget(self.strength)
        column.addSpacing(theme.metrics().space(1))
        column.addWidget(self.second)
        self.first.edited.connect(self._typed)
        self.second.edited.connect(lambda _words: self.edited.emit())
        self.first.entered.connect(lambda: self.second.line.setFocus())
        self.second.entered.connect(self._enter)
        self.setFocusProxy(self.first)

    def passphrase(self) -> str:
        """The passphrase, once both fields agree and it is long enough; else empty."""
        words = self.first.text()
        return words if words == self.second.text() and judge(words).level > 0 else ""

    def check(self) -> bool:
        """Whether it may be used; says under the fields what is still wrong."""
        words = self.first.text()
        judged = judge(words)
        if judged.level == 0:
            self.first.set_error(judged.advice)
            self.first.setFocus()
            return False
        if words != self.second.text():
            self.second.set_error(_("The two are not the same. Type the passphrase once more."))
            self.second.setFocus()
            return False
        return True

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.second.clear()
        self.strength.set_strength(None)

    def set_busy(self, busy: bool) -> None:
        """Take no keys while something is under way."""
        self.first.set_busy(busy)
        self.second.set_busy(busy)

    def _typed(self, words: str) -> None:
        self.strength.set_strength(judge(words) if words else None)
        self.edited.emit()

    def _enter(self) -> None:
        if self.check():
            self.submitted.emit()
