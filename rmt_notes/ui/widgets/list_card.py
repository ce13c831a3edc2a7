"""A card around a list: its rows reach almost to the edge, its title stands above their first words."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.row_list import RowList


class ListCard(QWidget):
    """As tall as its list. One that `grows` leaves the scrolling to the page around it; others scroll inside where
    the room ends."""

    def __init__(
        self, content: RowList, title: str = "", *, grows: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title or content.accessibleName())
        vertical = QSizePolicy.Policy.Minimum if grows else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self._column = QVBoxLayout(self)
        self._head = QWidget()
        self.head = QHBoxLayout(self._head)
        """The title's row; further widgets may be added at its right."""
        self._title = Label(title, "title", "semibold")
        self._hint = Label("", "hint", token="muted")
        self.head.addWidget(self._title, 1)
        self.head.addWidget(self._hint)
        self._head.setVisible(bool(title))
        self._column.addWidget(self._head)
        self._column.addWidget(content, 1)
        self.restyle()

    def on_page(self) -> QWidget:
        """The card at the top of a page of its own, as high as its list and no higher than the page."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self)
        column.addStretch(1)
        return page

    def set_hint(self, hint: str) -> None:
        """Change the words at the right of the title."""
        self._hint.setText(hint)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._column.setContentsMargins(m.px(6), m.px(6), m.px(6), m.px(6))
        self._column.setSpacing(0)
        self.head.setContentsMargins(m.px(12), m.px(8), m.px(6), m.px(8))
        self.head.setSpacing(m.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        paint_box(painter, QRectF(self.rect()), theme.metrics().card_radius, theme.color("card"), theme.color("line"))
        painter.end()
