"""A list of entries that may be long: as many rows as are worth looking at, and a search for the others.

Every row is a widget, and some thousand of them would keep the program busy for minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.pieces import column
from rmt_notes.ui.widgets.note.row_list import RowEditor, RowList

MOST_ROWS = 40
QUIET_MS = 150


class FoundRows(QWidget):
    """`edited` carries all entries, those that are not in sight too. `find` gives the entries that what is typed may
    mean; entries are told apart by their `id`."""

    edited = Signal(object)

    def __init__(
        self,
        rows: RowList,
        label: str,
        find: Callable[[Sequence[Any], str], Sequence[Any]],
        most: int = MOST_ROWS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = rows
        self._find = find
        self._most = most
        self._all: tuple[Any, ...] = ()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._show_found)
        places = column(self, step=2)
        self._search = SearchField(label)
        self._search.edited.connect(lambda _text: self._quiet.start())
        self._left = Label("", "hint", token="muted", wrap=True)
        for each in (self._search, self._left, rows):
            places.addWidget(each)
        rows.edited.connect(self._take)
        self._tell()

    def values(self) -> tuple[Any, ...]:
        """All entries, in order."""
        return self._all

    def set_values(self, values: Sequence[Any]) -> None:
        """Show these; what is in sight stays there."""
        self._all = tuple(values)
        here = {each.id for each in self.rows.values()}
        found = self._found()
        more = max(self._most - sum(each.id in here for each in self._all), 0)
        chosen = {each.id for each in [each for each in found if each.id not in here][:more]} | here
        self.rows.set_values([each for each in self._all if each.id in chosen])
        self._tell()

    def add(self, value: Any) -> RowEditor | None:
        """Add an entry at the end and open it."""
        return self.rows.add(value)

    def _found(self) -> tuple[Any, ...]:
        typed = self._search.text().strip()
        return tuple(self._find(self._all, typed)) if typed else self._all

    def _show_found(self) -> None:
        self.rows.set_values(self._found()[: self._most])
        self._tell()

    def _take(self, shown: Any) -> None:
        """What was changed, added or taken out in sight; the others stay as they are."""
        now = {each.id: each for each in shown}
        before = {each.id for each in self._all}
        gone = self._in_sight - now.keys()
        kept = [now.get(each.id, each) for each in self._all if each.id not in gone]
        self._all = (*kept, *(each for each in shown if each.id not in before))
        self._tell()
        self.edited.emit(self._all)

    def _tell(self) -> None:
        self._in_sight = {each.id for each in self.rows.values()}
        long = len(self._all) > len(self._in_sight) or bool(self._search.text())
        self._search.setVisible(long)
        self._left.setVisible(long)
        told = _("{shown} of {all} are shown; type to find the others.")
        self._left.setText(told.format(shown=len(self._in_sight), all=len(self._all)))
