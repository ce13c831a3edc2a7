"""A table of left and right cells; pressing one opens its editor right below its line."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import PressButton
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import Tied, column
from rmt_notes.ui.widgets.note.value_row import NAME_WIDTH
from rmt_notes.ui.widgets.paint import paint_box, paint_ring, painter_of

TIED = 24
"""How far an editor is set in under its line: its answers then begin where the cells do, at 100 %."""

LOWEST_OF_TWO = 38
"""A cell lower than this, at 100 %, has no room for two lines."""


class Cell(PressButton):
    """What is recorded on one side; a dash while nothing is."""

    digit_typed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._told = ""
        self._last = ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell("")

    def tell(self, words: str) -> None:
        """Show what is recorded."""
        self._told = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(_("{name}: {value}").format(name=self._name, value=words or _("not recorded")))
        self.update()

    def set_last(self, words: str) -> None:
        """Show below what the last visit found."""
        if words != self._last:
            self._last = words
            self.setAccessibleDescription(_("last visit {value}").format(value=words) if words else "")
            self.update()

    def last(self) -> str:
        """What the last visit found, as it shows."""
        return self._last

    def told(self) -> str:
        """What it shows."""
        return self._told

    def nextCheckState(self) -> None:
        """The grid decides which cell is open."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if len(event.text()) == 1 and event.text() in "0123456789":
            self.digit_typed.emit(event.text())
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(m.px(150), m.target)

    def minimumSizeHint(self) -> QSize:
        m = theme.metrics()
        return QSize(m.px(88), m.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        opened = self.isChecked()
        if self.ringed:
            rect = paint_ring(painter, rect, m.radius)
        fill = "pressed" if self.isDown() else "accent_soft" if opened else "hover" if self.hovered() else "card"
        line = "accent" if opened else "border"
        paint_box(painter, rect, m.radius, theme.color(fill), theme.color(line), 1.6 if opened else 1.0)
        font = theme.font("body", "medium" if self._told else "regular", figures=True)
        painter.setFont(font)
        painter.setPen(theme.color("text" if self._told else "muted"))
        room = self.width() - m.px(12)
        words = QFontMetricsF(font).elidedText(self._told or "–", Qt.TextElideMode.ElideRight, room)
        small = theme.font("tiny", figures=True)
        said = _("last {value}").format(value=self._last) if self._last else ""
        said = QFontMetricsF(small).elidedText(said, Qt.TextElideMode.ElideRight, room)
        above, beside = self._places(rect, words, said)
        painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), words)
        if said:
            painter.setFont(small)
            painter.setPen(theme.color("muted"))
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignCenter), said)
        painter.end()

    def _places(self, rect: QRectF, words: str, said: str) -> tuple[QRectF, QRectF]:
        """Where the value stands and where the one of the last visit: under it, or beside it in a cell too low for two
        lines."""
        m = theme.metrics()
        if not said:
            return rect, QRectF()
        if rect.height() >= m.px(LOWEST_OF_TWO):
            below = m.px(14)
            top = rect.height() - below - m.px(5)
            return rect.adjusted(0, m.px(2), 0, -below), rect.adjusted(0, top, 0, -m.px(4))
        value, last = theme.text_width(words, "body", "medium"), theme.text_width(said, "tiny")
        left = rect.left() + max(0.0, (rect.width() - value - m.gap - last) / 2)
        return (
            QRectF(left, rect.top(), value, rect.height()),
            QRectF(left + value + m.gap, rect.top(), last + 1, rect.height()),
        )


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line: its words, a quiet remark under them, and its cells as side and spoken name."""

    key: Hashable
    words: str
    remark: str
    cells: tuple[tuple[str, str], ...]


def name_with_remark(words: str, remark: str, key_width: int | None = None) -> QWidget:
    """What a line is about, with a quiet remark close under it, or beside it where the words are a short key; level
    with the cells of the line."""
    holder = QWidget()
    name = Label(words, "body", "medium", wrap=True, parent=holder)
    quiet = Label(remark, "tiny", token="muted", wrap=True, parent=holder)
    quiet.setVisible(bool(remark))
    if key_width is not None:
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().gap)
        name.setFixedWidth(theme.metrics().px(key_width))
        line.addWidget(name, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(quiet, 1, Qt.AlignmentFlag.AlignVCenter)
        return holder
    rows = column(holder)
    rows.setSpacing(0)
    rows.addStretch(1)
    rows.addWidget(name)
    rows.addWidget(quiet)
    rows.addStretch(1)
    return holder


class CellGrid(QWidget):
    """`chosen` carries the line's key and the side of the cell that was pressed; `typed` also the digit that was
    typed on it. The remark stands under the words, or beside them where they are keys, `key_width` pixels wide at
    100 %."""

    chosen = Signal(object, str)
    typed = Signal(object, str, str)

    def __init__(
        self, parent: QWidget | None = None, *, name_width: int = NAME_WIDTH + 24, key_width: int | None = None
    ) -> None:
        super().__init__(parent)
        self._name_width = name_width
        self._key_width = key_width
        self._column = column(self, step=1)
        self._column.setSpacing(0)
        self._cells: dict[tuple[Hashable, str], Cell] = {}
        self._at: dict[Hashable, QWidget] = {}
        self._editor: Tied | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_lines(self, lines: Sequence[CellLine], *, sides: bool) -> None:
        """Show these lines; with `sides`, the words left and right stand above the two columns."""
        self.close()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._editor:
                widget.hide()
                widget.deleteLater()
        self._cells, self._at = {}, {}
        if sides:
            self._column.addWidget(self._heading())
        m = theme.metrics()
        for number, line in enumerate(lines):
            box = self._line(line)
            above = m.gap if number else m.space(1) if sides else 0
            box.setContentsMargins(0, above, 0, 0)
            self._column.addWidget(box)

    def cell(self, key: Hashable, side: str) -> Cell:
        """The cell of a line and side.

        Raises:
            KeyError: it is not shown.
        """
        return self._cells[key, side]

    def cells(self) -> dict[tuple[Hashable, str], Cell]:
        """Every cell by line and side."""
        return self._cells

    def open(self, key: Hashable, side: str, editor: QWidget) -> None:
        """Put the editor below the line of this cell."""
        self.close()
        self._editor = Tied(editor, inset=TIED)
        self._column.insertWidget(self._column.indexOf(self._at[key]) + 1, self._editor)
        self._editor.show()
        for at, cell in self._cells.items():
            cell.setChecked(at == (key, side))

    def close(self) -> bool:
        """Take the editor away."""
        if self._editor is not None:
            self._column.removeWidget(self._editor)
            self._editor.hide()
            self._editor.detail.hide()
            self._editor.deleteLater()
            self._editor = None
        for cell in self._cells.values():
            cell.setChecked(False)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opened = next((at for at, cell in self._cells.items() if cell.isChecked()), None)
        if event.key() == Qt.Key.Key_Escape and opened is not None:
            self._cells[opened].setFocus(Qt.FocusReason.OtherFocusReason)
            self.chosen.emit(*opened)  # pressing the open cell closes it
        else:
            super().keyPressEvent(event)

    def _heading(self) -> QWidget:
        box = QWidget()
        grid = self._grid(box)
        names = QWidget()  # an empty column would leave its gap out
        names.setFixedWidth(theme.metrics().px(self._name_width))
        grid.addWidget(names, 0, 0)
        for at, words in ((1, _("Left")), (2, _("Right"))):
            label = Label(words, "hint", "medium", token="muted")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(label, 0, at)
        return box

    def _line(self, line: CellLine) -> QWidget:
        box = QWidget()
        grid = self._grid(box)
        holder = name_with_remark(line.words, line.remark, self._key_width)
        holder.setFixedWidth(theme.metrics().px(self._name_width))
        grid.addWidget(holder, 0, 0)
        for at, (side, name) in enumerate(line.cells, start=1):
            cell = Cell(name)
            cell.clicked.connect(lambda _on=False, side=side: self.chosen.emit(line.key, side))
            cell.digit_typed.connect(lambda digit, side=side: self.typed.emit(line.key, side, digit))
            self._cells[line.key, side] = cell
            grid.addWidget(cell, 0, at, 1, 2 if len(line.cells) == 1 else 1)
        self._at[line.key] = box
        return box

    def _grid(self, box: QWidget) -> QGridLayout:
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.metrics().gap)
        grid.setColumnMinimumWidth(0, theme.metrics().px(self._name_width))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid
