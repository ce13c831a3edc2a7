"""The kinds of findings of a section: those that hold something, one line each, and below them as chips those of which
nothing is recorded, so that what is not there takes little room and is still named."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget, QWidgetItem

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.finding_group import FindingGroup


class _Layout(QLayout):
    """Lines one under the other, then a caption, then the rest side by side."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._lines = 0
        self.setContentsMargins(0, 0, 0, 0)

    def deal(self, lines: Sequence[QWidget], caption: QWidget, chips: Sequence[QWidget]) -> None:
        """Put the widgets into this order; all of them belong to the layout already."""
        held = {item.widget(): item for item in self._items}
        self._items = [held[widget] for widget in (*lines, caption, *chips)]
        self._lines = len(lines)
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        width = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        width = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(width, theme.metrics().target)

    def _place(self, rect: QRect, *, move: bool) -> int:
        m = theme.metrics()
        y, width = rect.y(), rect.width()
        after_open = False
        for item in self._items[: self._lines]:
            group = item.widget()
            opened = isinstance(group, FindingGroup) and group.is_open()
            if y > rect.y() and (opened or after_open):
                y += m.space(1)
            high = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            if move:
                item.setGeometry(QRect(rect.x(), y, width, high))
            y += high
            after_open = opened
        caption, *chips = self._items[self._lines :]
        if not chips:
            return y - rect.y()
        if y > rect.y():
            y += m.space(2)
        high = caption.sizeHint().height()
        if move:
            caption.setGeometry(QRect(rect.x(), y, width, high))
        return self._flow(chips, QRect(rect.x(), y + high + m.space(1), width, 0), move=move) - rect.y()

    def _flow(self, chips: Sequence[QLayoutItem], rect: QRect, *, move: bool) -> int:
        """Side by side in lines; gives back where they end."""
        gap = theme.metrics().gap
        mirrored = QGuiApplication.isRightToLeft()
        x, y, tall = 0, rect.y(), 0
        for item in chips:
            size = item.sizeHint()
            if x and x + size.width() > rect.width():
                x, y = 0, y + tall + gap
            if move:
                left = rect.right() + 1 - x - size.width() if mirrored else rect.x() + x
                item.setGeometry(QRect(QPoint(left, y), size))
            x += size.width() + gap
            tall = size.height()
        return y + tall


class FindingRows(QWidget):
    """Groups in their order. One that is opened, or holds something, stands as a line in its place."""

    def __init__(self, groups: Sequence[FindingGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = tuple(groups)
        self._rows = _Layout(self)
        self._caption = Label(_("Not recorded yet"), "hint", token="muted", parent=self)
        for part in (*self._groups, self._caption):
            self._rows.addChildWidget(part)
            self._rows.addItem(QWidgetItem(part))
        for group in self._groups:
            group.opened.connect(lambda _on: self._deal())
            group.settled.connect(self._deal)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._deal()

    def first(self) -> FindingGroup:
        """The group that stands first."""
        return next((group for group in self._groups if not group.row.is_chip()), self._groups[0])

    def _deal(self) -> None:
        chips = [group for group in self._groups if group.is_empty() and not group.is_open()]
        for group in self._groups:
            group.set_as_chip(group in chips)
        lines = [group for group in self._groups if group not in chips]
        self._caption.setVisible(bool(chips))
        self._rows.deal(lines, self._caption, chips)
