"""A client's visits, newest first, with other dated events between them: one row opens, another can stay marked as the
one compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import paint_box

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One row: `title` in bold (the day), `rest` after it, `summary` below. `visit_id` is empty for an event that is no
    visit."""

    key: str
    title: str
    rest: str = ""
    summary: str = ""
    icon: str = ""
    token: str = "muted"
    visit_id: str = ""
    spoken: str = ""


class _Timeline(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[TimelineRow, ...] = ()

    def replace(self, rows: Sequence[TimelineRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken or f"{row.title}, {row.rest}. {row.summary}"
        return None


class _RowPainter(QStyledItemDelegate):
    def __init__(self, view: VisitList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.metrics().px(200), theme.metrics().row + theme.metrics().px(4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, TimelineRow):
            return
        state: Any = option.state  # type: ignore[attr-defined]
        box = QRectF(option.rect).adjusted(0, 2, 0, -2)  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        compared = bool(row.visit_id) and row.visit_id == self._view.compared()
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, chosen=chosen, compared=compared, over=over)
        if chosen and self._view.hasFocus():
            ring = float(theme.metrics().ring)
            paint_box(painter, box, theme.metrics().radius, None, theme.color("focus"), ring)
        self._words(painter, box, row, compared=compared)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, *, chosen: bool, compared: bool, over: bool) -> None:
        radius = theme.metrics().radius
        if chosen:
            paint_box(painter, box, radius, theme.color("accent_soft"))
            bar = QRectF(box.left(), box.top() + 8, theme.metrics().px(3), box.height() - 16)
            paint_box(painter, bar, 2, theme.color("accent"))
        elif compared:
            paint_box(painter, box, radius, theme.color("accent_soft"), theme.color("accent_line"), dashed=True)
        elif over:
            paint_box(painter, box, radius, theme.color("hover"))

    def _words(self, painter: QPainter, box: QRectF, row: TimelineRow, *, compared: bool) -> None:
        m = theme.metrics()
        inner = box.adjusted(m.px(14), m.px(9), -m.px(12), -m.px(9))
        side = m.px(16)
        if row.icon:
            where = QRectF(inner.right() - side, inner.top() + m.px(1), side, side)
            theme.paint_icon(painter, row.icon, where, theme.color(row.token).name())
        right = inner.right() - side - m.px(8)
        bold, plain, small = theme.font("body", "semibold"), theme.font("body"), theme.font("hint")
        half = inner.height() / 2
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        title_width = QFontMetricsF(bold).horizontalAdvance(row.title)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(inner.left(), inner.top(), title_width + 2, half), middle, row.title)
        rest = " · ".join(part for part in (row.rest, _("compared with") if compared else "") if part)
        left = inner.left() + title_width
        painter.setFont(plain)
        painter.setPen(theme.color("text"))
        shown = QFontMetricsF(plain).elidedText(f" · {rest}" if rest else "", Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRectF(left, inner.top(), right - left, half), middle, shown)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        summary = QFontMetricsF(small).elidedText(row.summary, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRectF(inner.left(), inner.top() + half, inner.width(), half), middle, summary)


class VisitList(QListView):
    """`chosen(key)` when another row is current, `opened(visit_id)` on Enter or double tap."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline = _Timeline(self)
        self._compared = ""
        self.setModel(self._timeline)
        self.setItemDelegate(_RowPainter(self))
        self.setAccessibleName(_("Visits"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.setSpacing(0)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.selectionModel().currentChanged.connect(self._changed)
        self.doubleClicked.connect(self._open)

    def set_rows(self, rows: Sequence[TimelineRow], current: str = "") -> None:
        """Show these rows and make the row `current` (or the first) the current one."""
        keep = current or self.current()
        self._timeline.replace(rows)
        keys = [row.key for row in rows]
        if keys:
            self.choose(keep if keep in keys else keys[0])

    def rows(self) -> tuple[TimelineRow, ...]:
        """What is shown."""
        return self._timeline.rows

    def current(self) -> str:
        """The key of the current row, empty without rows."""
        index = self.currentIndex()
        return self._timeline.rows[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Make a row current and scroll to it; an unknown key does nothing."""
        for number, row in enumerate(self._timeline.rows):
            if row.key == key:
                index = self._timeline.index(number)
                self.setCurrentIndex(index)
                self.scrollTo(index)

    def compared(self) -> str:
        """The visit that is marked as compared with."""
        return self._compared

    def set_compared(self, visit_id: str) -> None:
        """Mark a visit as the one compared with."""
        self._compared = visit_id
        self.viewport().update()

    def restyle(self) -> None:
        """Take up the look in force."""
        self.scheduleDelayedItemsLayout()

    def _changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._timeline.rows[current.row()].key)

    def _open(self, index: QModelIndex) -> None:
        visit = self._timeline.rows[index.row()].visit_id if index.isValid() else ""
        if visit:
            self.opened.emit(visit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)
