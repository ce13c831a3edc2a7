"""A list of rows with two lines each: clients, visits, results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import paint_box, paint_ring

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole

_PILLS: dict[str, tuple[str, str, str]] = {
    "danger": ("danger_soft", "danger_line", "danger"),
    "warning": ("warning_soft", "warning_line", "warning"),
    "ok": ("ok_soft", "ok_line", "ok"),
    "neutral": ("track", "line", "muted"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `title` in bold, `aside` after it, `subtitle` below, `right` at the end, an icon with its colour
    token, and a short mark in a pill. `spoken` is what a screen reader says where the words alone do not tell
    everything (an icon)."""

    key: str
    title: str
    subtitle: str = ""
    right: str = ""
    aside: str = ""
    icon: str = ""
    token: str = "muted"
    mark: str = ""
    mark_kind: str = "warning"
    spoken: str = ""

    def said(self) -> str:
        """The row in words."""
        return self.spoken or ", ".join(
            one for one in (self.title, self.aside, self.mark, self.subtitle, self.right) if one
        )


class _Rows(QAbstractListModel):
    """Rows held in a tuple."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def replace(self, rows: Sequence[Row]) -> None:
        """Hold other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.said()
        return None


class _TwoLines(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, view: ListRows) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        m = theme.metrics()
        row: Row = index.data(ROW)
        return QSize(m.px(160), m.row if row.subtitle else m.target)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        m = theme.metrics()
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(m.px(2), 1, -m.px(2), -1)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        radius = float(m.radius)
        if bool(state & QStyle.StateFlag.State_HasFocus) and self._view.ringed:
            inner = paint_ring(painter, rect, radius)
        else:
            inner = rect
        if chosen:
            paint_box(painter, inner, radius, theme.color("accent_soft"))
            bar = QRectF(inner.x() + m.px(1), inner.y() + m.px(12), m.px(3), inner.height() - m.px(24))
            paint_box(painter, bar, m.px(2), theme.color("accent"))
        elif bool(state & QStyle.StateFlag.State_MouseOver):
            paint_box(painter, inner, radius, theme.color("hover"))
        self._paint_row(painter, rect.adjusted(m.px(14), 0, -m.px(12), 0), row)
        painter.restore()

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        m = theme.metrics()
        left = rect.left()
        if row.icon:
            side = m.px(20)
            theme.paint_icon(
                painter, row.icon, QRectF(left, rect.center().y() - side / 2, side, side), theme.color(row.token).name()
            )
            left += side + m.px(12)
        title, small = theme.font("body", "semibold"), theme.font("hint")
        letters, little = QFontMetricsF(title), QFontMetricsF(small)
        gap = m.px(3)
        whole = letters.height() + (gap + little.height() if row.subtitle else 0)
        top = rect.center().y() - whole / 2
        base = top + letters.ascent()
        right = rect.right()
        if row.right:
            font = theme.font("hint", figures=True)
            wide = QFontMetricsF(font).horizontalAdvance(row.right)
            painter.setFont(font)
            painter.setPen(theme.color("muted"))
            painter.drawText(QPointF(right - wide, base), row.right)
            right -= wide + m.px(12)
        if row.mark:
            right = self._paint_mark(painter, top + letters.height() / 2, right, row)
        shown = letters.elidedText(row.title, Qt.TextElideMode.ElideRight, right - left)
        painter.setFont(title)
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(left, base), shown)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        if row.aside and shown == row.title:
            x = left + letters.horizontalAdvance(shown) + m.px(8)
            painter.drawText(
                QPointF(x, base), little.elidedText(row.aside, Qt.TextElideMode.ElideRight, max(0.0, right - x))
            )
        if row.subtitle:
            below = top + letters.height() + gap + little.ascent()
            line = little.elidedText(row.subtitle, Qt.TextElideMode.ElideRight, rect.right() - left)
            painter.drawText(QPointF(left, below), line)

    def _paint_mark(self, painter: QPainter, middle: float, right: float, row: Row) -> float:
        m = theme.metrics()
        font = theme.font("tiny", "semibold")
        fill, line, ink = _PILLS[row.mark_kind]
        wide = QFontMetricsF(font).horizontalAdvance(row.mark) + m.px(18)
        box = QRectF(right - wide, middle - m.px(11), wide, m.px(22))
        paint_box(painter, box, m.px(11), theme.color(fill), theme.color(line))
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), row.mark)
        return right - wide - m.px(12)


class ListRows(QListView):
    """`chosen` carries the key of the row the keys or the finger rest on, `opened` of the row that was pressed or
    entered.

    One press opens; nothing needs a double click.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ringed = False
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_TwoLines(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(lambda index: self.opened.emit(self._rows.rows[index.row()].key))
        self.selectionModel().currentChanged.connect(self._tell)

    def set_rows(self, rows: Sequence[Row], *, keep: bool = True) -> None:
        """Show other rows; with `keep`, the chosen one stays chosen if it is still there. Says nothing back."""
        key = self.current_key() if keep else None
        self.selectionModel().blockSignals(True)
        self._rows.replace(rows)
        self.selectionModel().blockSignals(False)
        self.set_current(key)

    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows.rows

    def current_key(self) -> str | None:
        """The key of the chosen row."""
        index = self.currentIndex()
        return self._rows.rows[index.row()].key if index.isValid() else None

    def set_current(self, key: str | None) -> None:
        """Choose a row, or none; says nothing back."""
        number = next((at for at, row in enumerate(self._rows.rows) if row.key == key), -1)
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._rows.index(number) if number >= 0 else QModelIndex())
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def step(self, direction: int) -> None:
        """Choose the next row (+1) or the one before (-1), for a search box above the list."""
        count = len(self._rows.rows)
        if count:
            index = self.currentIndex()
            goal = index.row() + direction if index.isValid() else 0 if direction > 0 else count - 1
            self.setCurrentIndex(self._rows.index(max(0, min(count - 1, goal))))

    def open_current(self) -> None:
        """Open the chosen row, else the first."""
        key = self.current_key() or (self._rows.rows[0].key if self._rows.rows else None)
        if key is not None:
            self.opened.emit(key)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self.scheduleDelayedItemsLayout()

    def content_height(self) -> int:
        """How tall the list is with all its rows in sight."""
        return sum(self.sizeHintForRow(number) for number in range(len(self._rows.rows))) + 2

    def _tell(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(self._rows.rows[index.row()].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() not in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rows and self.ringed:
            self.setCurrentIndex(self._rows.index(0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.ringed = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.ringed = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.open_current()
            return
        super().keyPressEvent(event)
