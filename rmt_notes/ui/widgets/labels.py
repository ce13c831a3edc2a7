"""Words on the screen. Always plain text: what a therapist typed is never read as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.theme import TextRole, Weight

_LONG = re.compile(r"\S{33,}")
_BREAK = "\u200b"


def breakable(text: str) -> str:
    """The text with places where a line may end inside words that no line holds (an address, a key held down)."""
    return _LONG.sub(lambda run: _BREAK.join(re.findall(r".{1,16}", run.group())), text)


class Label(QLabel):
    """A text in a role of the type scale and a colour token."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = "body",
        weight: Weight = "regular",
        token: str = "text",
        *,
        wrap: bool = False,
        selectable: bool = False,
        figures: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._role: TextRole = role
        self._weight: Weight = weight
        self._token = token
        self._figures = figures
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)
        self.restyle()

    def text(self) -> str:
        """The words as they were set."""
        return self._words

    def setText(self, text: str) -> None:
        """Show other words; a wrapping label breaks one that is longer than any line."""
        self._words = text
        super().setText(breakable(text) if self.wordWrap() else text)

    def set_token(self, token: str) -> None:
        """Paint the words in another colour token."""
        self._token = token
        self.restyle()

    def set_role(self, role: TextRole, weight: Weight = "regular") -> None:
        """Write the words in another role."""
        self._role, self._weight = role, weight
        self.restyle()

    def restyle(self) -> None:
        """Take up the look in force."""
        self.setFont(theme.font(self._role, self._weight, figures=self._figures))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._token))
        self.setPalette(palette)


class ElidedLabel(QWidget):
    """One line that ends in … where there is no room; the whole text stays in the tooltip and for the screen reader."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = "body",
        weight: Weight = "regular",
        token: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role: TextRole = role
        self._weight: Weight = weight
        self._token = token
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        shown = " ".join(text.split("\n"))
        if shown == self._text and self.accessibleName() == text:
            return
        self._text = shown
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font(self._role, self._weight))
        return QSize(int(metrics.horizontalAdvance(self._text)) + 2, int(metrics.height()) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.metrics().px(24)), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = theme.font(self._role, self._weight)
        shown = QFontMetricsF(font).elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._text if shown != self._text else "")
        painter.setFont(font)
        painter.setPen(theme.color(self._token))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class FittingLabel(ElidedLabel):
    """One line in the fullest of several wordings that has the room; its own width asks for nothing."""

    def __init__(
        self,
        role: TextRole = "body",
        weight: Weight = "regular",
        token: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        self._wordings: tuple[str, ...] = ("",)
        super().__init__("", role, weight, token, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_wordings(self, wordings: Sequence[str], spoken: str = "") -> None:
        """Say something else, the fullest wording first; `spoken` is what a screen reader says."""
        self._wordings = tuple(wordings)
        self._fit()
        self.setAccessibleName(spoken or self._wordings[0])

    def _fit(self) -> None:
        fits = (one for one in self._wordings if theme.text_width(one, self._role, self._weight) + 2 <= self.width())
        spoken = self.accessibleName()
        self.set_text(next(fits, self._wordings[-1]))
        self.setAccessibleName(spoken)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
