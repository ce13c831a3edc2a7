"""The marks as rows: number, place, what it says. A row and its pin point at each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_chart import mark_words
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.look import ink
from rmt_notes.ui.widgets.body.stamps import PIN, pin_stamp
from rmt_notes.ui.widgets.buttons import IconButton, PressButton
from rmt_notes.ui.widgets.note.carried_mark import ReviewTick
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of


class MarkRow(PressButton):
    """One mark in two lines."""

    def __init__(self, mark: BodyMark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._carried = ""
        self.set_mark(mark)

    def set_mark(self, mark: BodyMark) -> None:
        """Show a mark."""
        self.mark = mark
        where, _colon, what = mark_words(mark).partition(": ")
        self.where, self.what = where, what
        self.setText(where)
        told = _("Mark {number}: {words}").format(number=mark.number, words=mark_words(mark))
        self.setAccessibleName(f"{told}, {self._carried}" if self._carried else told)
        self.update()

    def set_carried(self, source: str) -> None:
        """Say that the mark was taken over and not looked at yet; an empty source takes that away."""
        if source != self._carried:
            self._carried = source
            self.set_mark(self.mark)

    def nextCheckState(self) -> None:
        """The list decides which one is chosen."""

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(m.px(160), m.row)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect, radius = QRectF(self.rect()), float(m.radius)
        if self.ringed:
            rect = paint_ring(painter, rect, radius)
        if self.isChecked():
            paint_box(painter, rect, radius, theme.color("accent_soft"), theme.color("accent_line"))
        elif self.isDown() or self.hovered():
            paint_box(painter, rect, radius, theme.color("hover"))
        if self._carried:
            painter.fillRect(QRectF(0, m.px(6), m.px(4), self.height() - m.px(12)), theme.color("carried"))
        colours = ink(self.mark.kind).rgba(), theme.color("card").rgba()
        stamp = pin_stamp(self.mark.kind, self.mark.number, PIN, *colours, self.devicePixelRatioF(), m.scale)
        at = QPointF(m.px(24), self.height() / 2 + 2)
        painter.drawPixmap(QPointF(at.x() + stamp.dx, at.y() + stamp.dy), stamp.picture)
        left = m.px(48)
        room = self.width() - left - m.px(8)
        for words, font, token, top in (
            (self.where, theme.font("body", "semibold"), "text", 0.0),
            (self._told(), theme.font("hint"), "muted", self.height() / 2),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(token))
            line = QRectF(left, top + (m.px(6) if not top else 0), room, self.height() / 2 - m.px(6))
            shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()

    def _told(self) -> str:
        return f"{self.what} · {self._carried}" if self._carried else self.what


class _Line(QWidget):
    """A row with its cross."""

    def __init__(self, mark: BodyMark, owner: MarkList) -> None:
        super().__init__(owner)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().px(4))
        self.row = MarkRow(mark, self)
        self.row.clicked.connect(lambda: owner.chosen.emit(self.row.mark.number))
        line.addWidget(self.row, 1)
        self.tick: ReviewTick | None = None
        self._owner = owner
        self._across = line
        self.cross = IconButton("x", "", parent=self)
        self.cross.clicked.connect(lambda: owner.removed.emit(self.row.mark.number))
        line.addWidget(self.cross)
        self.set_mark(mark)

    def set_mark(self, mark: BodyMark) -> None:
        self.row.set_mark(mark)
        self.cross.set_name(_("Remove mark {number}").format(number=mark.number))

    def set_carried(self, source: str) -> None:
        """Offer the tick beside a mark that was taken over."""
        self.row.set_carried(source)
        if source and self.tick is None:
            self.tick = ReviewTick(self)
            self.tick.clicked.connect(lambda: self._owner.look_at(self))
            self._across.insertWidget(1, self.tick)
        if self.tick is not None:
            self.tick.tell(self.row.where)
            self.tick.setVisible(bool(source))


class MarkList(QWidget):
    """The rows; the editor stands below the chosen one. `chosen` and `removed` carry a mark's number, `looked_at` the
    place of a row, counted from 0, whose mark was taken over and ticked as still true."""

    chosen = Signal(int)
    removed = Signal(int)
    looked_at = Signal(int)

    def __init__(self, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._lines: list[_Line] = []
        self._read_only = False
        self._carried: frozenset[int] = frozenset()
        self._source = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().px(2))
        self.setAccessibleName(_("Marks"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def rows(self) -> tuple[MarkRow, ...]:
        """The rows, in order."""
        return tuple(line.row for line in self._lines)

    def cross(self, number: int) -> IconButton:
        """The button that removes a mark."""
        return next(line.cross for line in self._lines if line.row.mark.number == number)

    def set_read_only(self, on: bool) -> None:
        """Hide the crosses."""
        self._read_only = on
        for line in self._lines:
            line.cross.setVisible(not on)

    def set_carried(self, numbers: Iterable[int], source: str) -> None:
        """These rows, counted from 0, were taken over from `source` and nobody has looked at them yet."""
        self._carried, self._source = frozenset(numbers), source
        for at, line in enumerate(self._lines):
            line.set_carried(source if at in self._carried else "")

    def look_at(self, line: _Line) -> None:
        """The mark of this row is still true."""
        self.looked_at.emit(self._lines.index(line))

    def set_marks(self, marks: Sequence[BodyMark], selected: int) -> None:
        """Show these marks; rows that stay are kept, and with them the focus."""
        self._column.removeWidget(self._editor)
        while len(self._lines) > len(marks):
            line = self._lines.pop()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for at, mark in enumerate(marks):
            if at == len(self._lines):
                line = _Line(mark, self)
                line.cross.setVisible(not self._read_only)
                self._lines.append(line)
                self._column.insertWidget(at, line)
                line.show()
            else:
                self._lines[at].set_mark(mark)
        for at, line in enumerate(self._lines):
            chosen = line.row.mark.number == selected
            line.row.setChecked(chosen)
            if chosen:
                self._column.insertWidget(at + 1, self._editor)
        self.set_carried(self._carried, self._source)
        self.setVisible(bool(marks))
        self.updateGeometry()
