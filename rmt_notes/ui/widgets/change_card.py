"""What changed between two visits that the therapist chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.clinical.comparison import Difference
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.change_table import ChangeTable
from rmt_notes.ui.widgets.fields import ChoiceField
from rmt_notes.ui.widgets.labels import Label


class ChangeCard(Card):
    """`compared(visit_id)` when another visit is chosen to compare with."""

    compared = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What changed between two visits"), parent=parent)
        self._choice = ChoiceField(_("Compared with"), optional=False, show_label=False)
        self._choice.edited.connect(self._chosen)
        self._all = Button(_("Show all"), "quiet")
        self._all.setCheckable(True)
        self._all.toggled.connect(lambda _on: self._fill())
        self.head.addWidget(self._all)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().px(12))
        line.addWidget(Label(_("Compared with"), "hint", token="muted"))
        line.addWidget(self._choice, 1)
        line.addStretch(2)
        self.add(self._line)
        self._table = ChangeTable()
        self._words = Label("", token="muted", wrap=True)
        self.add(self._table)
        self.add(self._words)
        self._rows: tuple[Difference, ...] = ()
        self._days = ("", "")

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer visits (id and day) to compare with."""
        self._choice.set_choices(choices)
        keys = [key for key, _words in choices]
        self._choice.set_value(chosen if chosen in keys else None)
        self._line.setVisible(bool(choices))

    def show_rows(self, before: str, after: str, rows: Sequence[Difference]) -> None:
        """Show the comparison; the days head the columns."""
        self._days, self._rows = (before, after), tuple(rows)
        self._fill()

    def show_words(self, words: str) -> None:
        """Show a sentence instead of a comparison."""
        self._rows = ()
        self._table.hide()
        self._all.hide()
        self._words.setText(words)
        self._words.show()

    def table(self) -> ChangeTable:
        """The table, for tests and pictures."""
        return self._table

    def _fill(self) -> None:
        differing = tuple(row for row in self._rows if row.differs)
        everything = self._all.isChecked()
        shown = self._rows if everything else differing
        self._all.set_text(_("Only differences") if everything else _("Show all"))
        self._all.setVisible(len(differing) < len(self._rows))
        self._table.setVisible(bool(shown))
        self._table.set_rows(*self._days, shown)
        self._words.setVisible(not shown)
        self._words.setText(_("Nothing that both visits recorded has changed."))

    def _chosen(self, key: object) -> None:
        if isinstance(key, str):
            self.compared.emit(key)
