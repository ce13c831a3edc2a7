"""A table of what changed between two visits: what, then, now, and the change in words with an icon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from rmt_notes.clinical.comparison import BETTER, NEW, WORSE, Difference
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.reading_order import laid_out

_LOOKS = {BETTER: ("ok", "check"), WORSE: ("danger", "triangle-alert"), NEW: ("danger", "shield-alert")}
_COLUMNS = (3, 5, 5, 4)


class _Mark(QWidget):
    """The icon before a change; the words beside it say the same."""

    def __init__(self, icon: str, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Take up the look in force."""
        side = theme.metrics().px(16)
        self.setFixedSize(side, theme.metrics().px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_icon(painter, self._icon, QRectF(0, 1, self.width(), self.width()), theme.color(self._token).name())
        painter.end()


class ChangeTable(QWidget):
    """Rows of `Difference` between two named columns; the later column has a ground of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        for column, share in enumerate(_COLUMNS):
            self._grid.setColumnStretch(column, share)
            self._grid.setColumnMinimumWidth(column, 0)
        self._cells: list[list[QWidget]] = []
        self.setAccessibleName(_("What changed between two visits"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_rows(self, before: str, after: str, rows: Sequence[Difference]) -> None:
        """Show these rows under the days `before` and `after`."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._cells = []
        for column, words in enumerate(("", before, after, _("Change"))):
            self._put(Label(words, "body", "semibold", wrap=True), 0, column)
        for number, row in enumerate(rows, start=1):
            self._put(Label(row.label, "body", token="muted", wrap=True), number, 0)
            self._put(self._value(row.before), number, 1)
            self._put(self._value(row.after), number, 2)
            self._put(self._change(row), number, 3)
        self.setAccessibleDescription("\n".join(self._spoken(row) for row in rows))
        self.updateGeometry()
        self.update()

    def row_count(self) -> int:
        """How many rows there are under the heading."""
        return max(0, len(self._cells) - 1)

    def _put(self, widget: QWidget, row: int, column: int) -> None:
        m = theme.metrics()
        widget.setContentsMargins(m.px(6), m.px(9), m.px(6), m.px(9))
        if isinstance(widget, Label):
            widget.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if row == len(self._cells):
            self._cells.append([])
        self._cells[row].append(widget)
        self._grid.addWidget(widget, row, column)

    @staticmethod
    def _value(words: str) -> Label:
        if words:
            shown = Label(words[:1].upper() + words[1:], wrap=True, selectable=True)
            shown.setAccessibleName(shown.text())
            return shown
        empty = Label("—", token="placeholder")
        empty.setAccessibleName(_("not recorded"))
        return empty

    @staticmethod
    def _change(row: Difference) -> QWidget:
        if row.tone not in _LOOKS:
            return Label(row.change, token="muted", wrap=True)
        token, icon = _LOOKS[row.tone]
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().px(6))
        line.addWidget(_Mark(icon, token), 0, Qt.AlignmentFlag.AlignTop)
        words = Label(row.change, "body", "semibold", token, wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return holder

    @staticmethod
    def _spoken(row: Difference) -> str:
        missing = _("not recorded")
        return _("{what}: {before}, then {after}. {change}").format(
            what=row.label, before=row.before or missing, after=row.after or missing, change=row.change
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if len(self._cells) > 1:
            first, last = self._cells[1][2].geometry(), self._cells[-1][2].geometry()
            painter.fillRect(first.united(last), theme.color("warning_soft"))
        for row in self._cells[1:]:
            painter.fillRect(0, row[0].geometry().top(), self.width(), 1, theme.color("line"))
        painter.end()

    def restyle(self) -> None:
        """Take up the look in force."""
        m = theme.metrics()
        for widget in laid_out(self._grid):
            widget.setContentsMargins(m.px(6), m.px(9), m.px(6), m.px(9))
