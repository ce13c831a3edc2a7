"""A list of rows painted by ourselves: by finger, mouse and keys, and read aloud row by row. What a row looks like is
its kind's own matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from rmt_notes.ui import theme
from rmt_notes.ui.theme import TextRole, Weight
from rmt_notes.ui.widgets.paint import paint_box

Index = QModelIndex | QPersistentModelIndex
MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Row(Protocol):
    """What every row can say: its key, and the whole row in words for a screen reader."""

    @property
    def key(self) -> str: ...

    @property
    def spoken(self) -> str: ...


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def replace(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return None


class RowPainter(QStyledItemDelegate):
    """Paints one row. `paint_row` is for the kinds of rows; the ground, hover and focus ring are drawn before it is
    called."""

    lines = True
    """Whether thin lines part the rows."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self.view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.metrics().px(200), self.height())

    def height(self) -> int:
        """How tall a row is."""
        return theme.metrics().row + theme.metrics().px(4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is None:
            return
        state: Any = option.state
        rect: Any = option.rect
        box = QRectF(rect).adjusted(0, 2, 0, -2)
        chosen = bool(state & QStyle.StateFlag.State_Selected) and self.view.shows_choice()
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.lines and index.row() > 0:
            rule = QRectF(box.left() + theme.metrics().px(12), rect.top(), box.width() - theme.metrics().px(24), 1)
            painter.fillRect(rule, theme.color("line"))
        self.paint_ground(painter, box, row, chosen=chosen, over=over)
        if index.row() == self.view.currentIndex().row() and self.view.hasFocus() and self.view.ringed():
            ring = float(theme.metrics().ring)
            paint_box(painter, box, theme.metrics().radius, None, theme.color("focus"), ring)
        self.paint_row(painter, box, row, chosen=chosen)
        painter.restore()

    def paint_ground(self, painter: QPainter, box: QRectF, row: Any, *, chosen: bool, over: bool) -> None:
        """What lies under the words."""
        radius = theme.metrics().radius
        if chosen:
            paint_box(painter, box, radius, theme.color("accent_soft"))
            inset = theme.metrics().px(8)
            bar = QRectF(box.left(), box.top() + inset, theme.metrics().px(3), box.height() - 2 * inset)
            paint_box(painter, bar, 2, theme.color("accent"))
        elif over:
            paint_box(painter, box, radius, theme.color("hover"))

    def paint_row(self, painter: QPainter, box: QRectF, row: Any, *, chosen: bool) -> None:
        """The words of a row."""
        raise NotImplementedError


def write(
    painter: QPainter,
    where: QRectF,
    words: str,
    role: TextRole = "body",
    weight: Weight = "regular",
    token: str = "text",
    *,
    right: bool = False,
) -> float:
    """Write one line into a box, ended with … where there is no room; gives back the width it took."""
    font = theme.font(role, weight)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, where.width()))
    painter.setFont(font)
    painter.setPen(theme.color(token))
    flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) if right else MIDDLE
    painter.drawText(where, flags, shown)
    return min(metrics.horizontalAdvance(shown), where.width())


def width_of(words: str, role: TextRole = "body", weight: Weight = "regular") -> float:
    """How wide a line of words is."""
    return QFontMetricsF(theme.font(role, weight)).horizontalAdvance(words)


def paint_tag(painter: QPainter, right: float, middle: float, icon: str, words: str, token: str, *, soft: str) -> float:
    """A small pill that ends at `right`, centred on `middle`; gives back where it begins."""
    m = theme.metrics()
    side, pad, gap = m.px(13), m.px(8), m.px(5)
    width = width_of(words, "tiny", "semibold") + 2 * pad + (side + gap if icon else 0)
    height = float(m.px(24))
    box = QRectF(right - width, middle - height / 2, width, height)
    paint_box(painter, box, height / 2, theme.color(soft))
    x = box.left() + pad
    if icon:
        theme.paint_icon(painter, icon, QRectF(x, middle - side / 2, side, side), theme.color(token).name(), 2.2)
        x += side + gap
    write(painter, QRectF(x, box.top(), box.right() - x, height), words, "tiny", "semibold", token)
    return box.left()


class RowList(QListView):
    """`chosen(key)` when another row becomes current; `opened(key)` on Enter, and on a tap where `opens_on_tap` (else
    on a double tap).

    With `grows` the list is as tall as its rows and leaves the scrolling to the page around it.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        opens_on_tap: bool = True,
        grows: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self._opens_on_tap = opens_on_tap
        self._grows = grows
        self._ringed = False
        self._pressed: int | None = None
        self.setModel(self._rows)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(theme.metrics().px(24))
        if grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.selectionModel().currentChanged.connect(self._changed)

    def set_rows(self, rows: Sequence[Row], current: str = "") -> None:
        """Show these rows; the row `current`, else the one that was current, else the first becomes current."""
        keep = current or self.current()
        self._rows.replace(rows)
        keys = [row.key for row in rows]
        if keys:
            self.choose(keep if keep in keys else keys[0])
        self.updateGeometry()

    def rows(self) -> tuple[Any, ...]:
        """What is shown."""
        return self._rows.rows

    def current(self) -> str:
        """The key of the current row, empty without rows."""
        index = self.currentIndex()
        return self._rows.rows[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Make a row current and bring it into sight; an unknown key does nothing."""
        for number, row in enumerate(self._rows.rows):
            if row.key == key:
                index = self._rows.index(number)
                self.setCurrentIndex(index)
                if not self._grows:
                    self.scrollTo(index)

    def step(self, rows: int) -> None:
        """Move the current row, for keys that a search field passes on."""
        count = len(self._rows.rows)
        if count:
            goal = max(0, min(count - 1, self.currentIndex().row() + rows))
            self._ringed = True
            self.setCurrentIndex(self._rows.index(goal))

    def open_current(self) -> None:
        """Open the current row."""
        if key := self.current():
            self.opened.emit(key)

    def shows_choice(self) -> bool:
        """Whether the current row has a ground of its own: only where it stays in sight beside what it opened."""
        return not self._opens_on_tap

    def ringed(self) -> bool:
        """Whether the focus ring shows: after a key, not after a finger."""
        return self._ringed

    def restyle(self) -> None:
        """Take up the look in force."""
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def _whole_height(self) -> int:
        return self._rows.rowCount() * max(1, self.sizeHintForRow(0)) if self._rows.rows else 0

    def sizeHint(self) -> QSize:
        return QSize(theme.metrics().px(320), self._whole_height())

    def minimumSizeHint(self) -> QSize:
        if self._grows:
            return QSize(theme.metrics().px(120), self._whole_height())
        return QSize(theme.metrics().px(120), min(self._whole_height(), theme.metrics().px(120)))

    def _changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.viewport().update()
        if current.isValid():
            self.chosen.emit(self._rows.rows[current.row()].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._ringed = True
        super().focusInEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open_current()
            event.accept()
            return
        self._ringed = True
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ringed = False
        index = self.indexAt(event.position().toPoint())
        self._pressed = index.row() if index.isValid() else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        inside = index.isValid() and index.row() == self._pressed and event.button() == Qt.MouseButton.LeftButton
        self._pressed = None
        if inside and self._opens_on_tap:
            self.open_current()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if not self._opens_on_tap and event.button() == Qt.MouseButton.LeftButton:
            self.open_current()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._grows:
            self.updateGeometry()
