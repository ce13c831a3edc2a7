"""Labels and what they say, in two columns, as a finished note is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.changed_text import ChangedText
from rmt_notes.ui.widgets.labels import Label


class KeyValue(QWidget):
    """Rows of (label, text). Rows without text are left out. The label column is as wide as its words, at most two
    fifths, or `exactly` so wide, at 100 %. `close`: the rows of a glance, small and near each other; those in
    `pressing` are set apart by weight and colour. `changes` tells what an amendment changed in a row, by its number."""

    def __init__(
        self,
        rows: Sequence[tuple[str, str]] = (),
        *,
        selectable: bool = True,
        least: int = 0,
        exactly: int = 0,
        close: bool = False,
        pressing: Collection[str] = (),
        changes: Mapping[int, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least = least
        self._exactly = exactly
        self._selectable = selectable
        self._close = close
        self._pressing = frozenset(pressing)
        self._changes = dict(changes or {})
        self._rows: tuple[tuple[str, str], ...] = ()
        self._labels: list[Label] = []
        tall = (
            QSizePolicy.Policy.Preferred if close else QSizePolicy.Policy.Minimum
        )  # a glance takes no room it needs not
        self.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self.set_rows(rows)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show other rows."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        numbered = [(n, label, text) for n, (label, text) in enumerate(rows) if text or n in self._changes]
        self._rows = tuple((label, text) for _number, label, text in numbered)
        changes = [self._changes.get(n, "") for n, _label, _text in numbered]
        self._labels = []
        for number, (label, text) in enumerate(self._rows):
            again = number > 0 and self._rows[number - 1][0] == label  # a label that was just said is not said again
            presses = label in self._pressing
            left = Label("" if again else label, "hint", token="danger" if presses else "muted", wrap=True)
            left.setContentsMargins(0, 0 if self._close else 1, 0, 0)
            right: QWidget
            if changes[number]:
                right = ChangedText(text, changes[number], selectable=self._selectable)
            else:
                right = Label(text, "hint" if self._close else "body", wrap=True, selectable=self._selectable)
                if presses:
                    left.set_role("hint", "semibold")
                    right.set_role("hint" if self._close else "body", "semibold")
            told = ". ".join(part for part in (text, changes[number]) if part)
            right.setAccessibleName(f"{label}: {told}")
            self._grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(right, number, 1, Qt.AlignmentFlag.AlignTop)
            self._labels.append(left)
        self.restyle()

    def add_action(self, button: QWidget) -> None:
        """Put something to press under the last text, where the texts stand."""
        self._grid.addWidget(button, len(self._rows), 1)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._grid.setHorizontalSpacing(m.px(10) if self._close else m.space(3))
        self._grid.setVerticalSpacing(m.px(3 if self._close else 6))
        self._fit()

    def _fit(self) -> None:
        letters = QFontMetricsF(theme.font("hint"))
        widest = max((letters.horizontalAdvance(label) for label, _text in self._rows), default=0.0)
        widest = max(widest, float(theme.metrics().px(self._least))) if self._least else widest
        wide = int(min(widest + 4, max(self.width() * 0.4, theme.metrics().px(64))))
        if self._exactly:
            wide = theme.metrics().px(self._exactly)
        for label in self._labels:
            label.setFixedWidth(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
