"""Puts widgets side by side and begins a new line where the width ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from rmt_notes.ui import theme


@contextmanager
def laid_once(layout: QLayout) -> Iterator[None]:
    """Show and hide several widgets of a layout and lay everything out once, when all is done. Else each of them,
    being shown on a page in sight, makes Qt lay out everything around it up to the window."""
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.invalidate()


class FlowLayout(QLayout):
    """Left to right (right to left where the language asks), then down. Without `gap`, the gap of the density in
    force."""

    def __init__(self, parent: QWidget | None = None, gap: int | None = None, *, align_right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._sizes: list[tuple[QLayoutItem, QSize, int, bool]] | None = None
        self._least: QSize | None = None
        self._gap = gap
        self._align_right = align_right
        self.setContentsMargins(0, 0, 0, 0)

    def gap(self) -> int:
        """Pixels between neighbours, across and down."""
        return theme.metrics().gap if self._gap is None else self._gap

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._forget()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._forget()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # nested layouts ask for the same few widths over and over
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        self._forget()
        super().invalidate()

    def _forget(self) -> None:
        self._sizes = self._least = None

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [hint for _item, hint, _least, _depends in self._hints()]
        if not shown:
            return QSize(0, 0)
        width = sum(size.width() for size in shown) + self.gap() * (len(shown) - 1)
        return self._with_margins(QSize(width, max(size.height() for size in shown)))

    def minimumSize(self) -> QSize:
        if self._least is None:
            shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
            self._least = QSize(
                max((size.width() for size in shown), default=0), max((size.height() for size in shown), default=0)
            )
            if shown:
                self._least = self._with_margins(self._least)
        return QSize(self._least)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return QSize(size.width() + margins.left() + margins.right(), size.height() + margins.top() + margins.bottom())

    def _hints(self) -> list[tuple[QLayoutItem, QSize, int, bool]]:
        """What shows, with its wanted size, its least width, and whether its height depends on the width; asked once
        until something changes."""
        if self._sizes is None:
            self._sizes = [
                (item, item.sizeHint(), item.minimumSize().width(), item.hasHeightForWidth())
                for item in self._items
                if not item.isEmpty()
            ]
        return self._sizes

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        gap = self.gap()
        for item, hint, least, depends in self._hints():
            size = QSize(max(least, min(hint.width(), width)), hint.height())
            if depends:
                size.setHeight(item.heightForWidth(size.width()))
            if not lines or used + gap + size.width() > width:
                lines.append([])
                used = size.width()
            else:
                used += gap + size.width()
            lines[-1].append((item, size))
        return lines

    def _place(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        mirrored = QGuiApplication.isRightToLeft() != self._align_right
        y = inner.y()
        lines = self._lines(inner.width())
        for number, line in enumerate(lines):
            height = max(size.height() for _item, size in line)
            if move:
                ordered = reversed(line) if self._align_right else line
                x = inner.right() + 1 if mirrored else inner.x()
                for item, size in ordered:
                    left = x - size.width() if mirrored else x
                    item.setGeometry(QRect(QPoint(left, y + (height - size.height()) // 2), size))
                    x = left - self.gap() if mirrored else left + size.width() + self.gap()
            y += height + (self.gap() if number + 1 < len(lines) else 0)
        return y - rect.y() + margins.bottom()
