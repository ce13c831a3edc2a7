"""The marks of what was taken over from an earlier visit: on the section, and on each row of it, each with its day and
a way to say that it was looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, IconButton, PressButton
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

BAR = 4
"""Width of the bar at the left of what was taken over, at 100 %."""


class Markable(Protocol):
    """A row that can show where its value comes from."""

    def set_carried(self, source: str | None) -> None:
        """Say where the value comes from while nobody has reviewed it; None takes the mark away."""


class SourceWords(QWidget):
    """Where the content comes from, on one line with the bar and the open circle of its rows, in the fullest wording
    that has the room; all of it is there for the screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wordings: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_wordings(self, wordings: Sequence[str]) -> None:
        """Say something else, the fullest wording first."""
        self._wordings = tuple(wordings)
        self.setAccessibleName(self._wordings[0])
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The fullest wording."""
        return self._wordings[0]

    def _before(self) -> int:
        """The room that bar and circle take."""
        return theme.metrics().px(BAR + 6 + 13 + 4)

    def width_of(self, words: str) -> int:
        """How wide a wording is with what stands before it."""
        return self._before() + int(QFontMetricsF(theme.font("hint", "medium")).horizontalAdvance(words)) + 2

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self._wordings[-1]), theme.metrics().target)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        middle, tall, side = self.height() / 2, m.px(28), m.px(13)
        painter.fillRect(QRectF(0, middle - tall / 2, m.px(BAR), tall), theme.color("carried"))
        ink = theme.color("warning")
        theme.paint_icon(painter, "circle", QRectF(m.px(BAR + 6), middle - side / 2, side, side), ink.name(), 2.4)
        words = next((one for one in self._wordings if self.width_of(one) <= self.width()), self._wordings[-1])
        font = theme.font("hint", "medium")
        where = QRectF(self._before(), 0, max(0, self.width() - self._before()), self.height())
        painter.setFont(font)
        painter.setPen(ink)
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, where.width() + 1)
        painter.drawText(where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class CarriedMark(QWidget):
    """Says beside a section's title where its content comes from while nobody has touched it, with the same bar as its
    rows; `reviewed` comes when it was ticked as checked."""

    reviewed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(2))
        self._words = SourceWords()
        line.addWidget(self._words, 1)
        self._button = Button(_("Mark reviewed"), "quiet")
        self._button.clicked.connect(self.reviewed)
        line.addWidget(self._button)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def tell(self, wordings: Sequence[str], section: str) -> None:
        """Say where the content comes from, the fullest wording first."""
        self._words.set_wordings(wordings)
        self._button.setAccessibleName(_("{section}: mark as reviewed").format(section=section))


class ReviewTick(IconButton):
    """The tick beside a row that was taken over. It keeps its place while it is not needed, so that nothing jumps
    under the finger."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("check", _("Mark as reviewed"), parent=parent, token="warning", outlined=True)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def tell(self, row: str) -> None:
        """Name the row it stands beside."""
        self.set_name(_("Mark as reviewed: {label}").format(label=row))


class ReviewCaption(PressButton):
    """A row's question while its answer is taken over: below it the day, and pressing it says that the answer was
    looked at. It stands where the question stands, so that nothing moves."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._source = ""
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tell(self, words: str, source: str) -> None:
        """The question, and where the answer comes from."""
        self._words, self._source = words, source
        self.setAccessibleName(_("Mark as reviewed: {label}").format(label=words))
        self.setAccessibleDescription(source)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        m = theme.metrics()
        below = QFontMetricsF(theme.font("hint")).height()
        return max(m.target, int(self._words_height(width) + below) + m.px(6))

    def sizeHint(self) -> QSize:
        width = max(1, self.maximumWidth() if self.maximumWidth() < 4000 else self.width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _room(self, width: float) -> float:
        return max(1.0, width - theme.metrics().px(BAR + 8))

    def _words_height(self, width: float) -> float:
        flags = int(Qt.TextFlag.TextWordWrap)
        letters = QFontMetricsF(theme.font("body"))
        return float(letters.boundingRect(QRectF(0, 0, self._room(width), 4000), flags, self._words).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        if self.ringed:
            paint_ring(painter, rect, m.radius)
        elif self.isDown() or self.hovered():
            paint_box(painter, rect, m.radius, theme.color("warning_soft"))
        painter.fillRect(QRectF(0, m.px(3), m.px(BAR), rect.height() - m.px(6)), theme.color("carried"))
        high = self._words_height(rect.width())
        side = m.px(13)
        below = QFontMetricsF(theme.font("hint")).height()
        top = (rect.height() - high - below) / 2
        left = m.px(BAR + 6)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("muted"))
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(left, top, self._room(rect.width()), high), flags, self._words)
        ink = theme.color("warning")
        theme.paint_icon(painter, "circle", QRectF(left, top + high + (below - side) / 2, side, side), ink.name(), 2.4)
        painter.setFont(theme.font("hint"))
        painter.setPen(ink)
        where = QRectF(left + side + m.px(3), top + high, rect.width() - left - side - m.px(3), below)
        shown = QFontMetricsF(theme.font("hint")).elidedText(self._source, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class TakeRow(PressButton):
    """One entry of the last visit: pressing it takes it over."""

    def __init__(self, label: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._words = label, words
        self.setAccessibleName(_("Carry over {label}: {words}").format(label=label, words=words))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def _columns(self, width: float) -> tuple[float, float]:
        m = theme.metrics()
        start = m.px(34) + min(float(m.px(116)), width * 0.3)
        return float(m.px(34)), start

    def _high(self, text: str, width: float, weight: theme.Weight) -> float:
        letters = QFontMetricsF(theme.font("body", weight))
        box = letters.boundingRect(QRectF(0, 0, max(1.0, width), 4000), int(Qt.TextFlag.TextWordWrap), text)
        return float(box.height())

    def heightForWidth(self, width: int) -> int:
        m = theme.metrics()
        name, start = self._columns(width)
        high = max(
            self._high(self._label, start - name - m.px(8), "medium"),
            self._high(self._words, width - start - m.px(8), "regular"),
        )
        return max(m.target, int(high) + m.px(14))

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.metrics().px(320))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(200), theme.metrics().target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        if self.ringed:
            paint_ring(painter, rect, m.radius)
        elif self.isDown() or self.hovered():
            paint_box(painter, rect, m.radius, theme.color("pressed" if self.isDown() else "hover"))
        side = m.px(16)
        theme.paint_icon(
            painter, "plus", QRectF(m.px(10), (rect.height() - side) / 2, side, side), theme.color("accent").name(), 2.2
        )
        name, start = self._columns(rect.width())
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("body", "medium"))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(name, 0, start - name - m.px(8), rect.height()), flags, self._label)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(start, 0, rect.width() - start - m.px(8), rect.height()), flags, self._words)
        painter.end()


class TakeList(QWidget):
    """What the last visit's section holds, one press each. `taken` carries the entry."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, TakeRow] = {}
        self._told: dict[str, tuple[str, str]] = {}
        column = QVBoxLayout(self)
        m = theme.metrics()
        column.setContentsMargins(m.px(4), m.px(4), m.px(4), m.px(4))
        column.setSpacing(m.px(2))
        self._column = column
        self._none = Label("", "hint", token="muted", wrap=True)
        self._none.setMargin(m.px(10))
        column.addWidget(self._none)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_entries(self, told: Mapping[str, tuple[str, str]], none: str) -> None:
        """Offer these entries, each with its label and words. `none` is said where there are none."""
        self._none.setText(none)
        self._none.setVisible(not told)
        if self._told == told and tuple(self._told) == tuple(told):
            return
        self._told = dict(told)
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        for entry, (label, words) in told.items():
            row = TakeRow(label, words, self)
            row.clicked.connect(lambda _on=False, entry=entry: self.taken.emit(entry))
            self._rows[entry] = row
            self._column.addWidget(row)
            row.show()

    def rows(self) -> tuple[TakeRow, ...]:
        """The rows, in order."""
        return tuple(self._rows.values())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        paint_box(painter, QRectF(self.rect()), theme.metrics().radius, theme.color("surface"), theme.color("line"))
        painter.end()
