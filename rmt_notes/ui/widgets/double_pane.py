"""The pane beside the client form: who on file looks like this client, and what is still to ask."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.client_gaps import Gap
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.client_list import ClientLine
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.link_button import LinkButton

SHOWN = 4


class DoublePane(QWidget):
    """`opened(client_id)` for a client on file, `wanted(field)` for something still to ask."""

    opened = Signal(str)
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(4))
        self._doubles = Card(_("Already on file?"))
        self._gaps = Card(_("Still to ask"))
        column.addWidget(self._doubles)
        column.addWidget(self._gaps)
        column.addStretch(1)
        self._shown_gaps: tuple[Gap, ...] | None = None
        self._lines: tuple[ClientLine, ...] = ()
        self.set_doubles(())
        self.set_gaps(())

    def doubles(self) -> tuple[ClientLine, ...]:
        """The clients on file that are shown as look-alikes."""
        return self._lines

    def set_doubles(self, lines: Sequence[ClientLine]) -> None:
        """Show clients on file that look alike."""
        self._lines = tuple(lines)
        self._empty(self._doubles)
        self._doubles.set_hint(str(len(lines)) if lines else "")
        if not lines:
            self._doubles.add(Label(_("Nobody on file looks like this client."), "hint", token="muted", wrap=True))
            return
        for line in lines[:SHOWN]:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(Label(line.name, "body", "semibold", wrap=True))
            facts = " · ".join(part for part in (line.facts, line.last) if part)
            column.addWidget(Label(facts, "hint", token="muted", wrap=True))
            open_it = LinkButton(_("Open this client"), "arrow-right")
            open_it.setAccessibleName(_("Open {client}").format(client=line.spoken))
            open_it.clicked.connect(lambda _checked=False, key=line.key: self.opened.emit(key))
            column.addWidget(open_it)
            self._doubles.add(holder)
        more = len(lines) - SHOWN
        if more > 0:
            words = _n("and {number} more", "and {number} more", more).format(number=more)
            self._doubles.add(Label(words, "hint", token="muted"))

    def set_gaps(self, gaps: Sequence[Gap]) -> None:
        """Show what nobody has answered yet; each leads to its field."""
        if self._shown_gaps == tuple(gaps):
            return
        self._shown_gaps = tuple(gaps)
        self._empty(self._gaps)
        self._gaps.body.setSpacing(0 if gaps else theme.metrics().px(14))
        if not gaps:
            self._gaps.add(Label(_("Nothing. The identity is complete."), "hint", token="ok", wrap=True))
            return
        for gap in gaps:
            button = LinkButton(gap.words, "circle")
            button.setAccessibleName(_("Go to: {field}").format(field=gap.words))
            button.clicked.connect(lambda _checked=False, field=gap.field: self.wanted.emit(field))
            self._gaps.body.addWidget(button)
        note = Label(_("You can save now and ask later."), "hint", token="muted", wrap=True)
        note.setContentsMargins(0, theme.metrics().px(8), 0, 0)
        self._gaps.add(note)

    @staticmethod
    def _empty(card: Card) -> None:
        while (item := card.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
