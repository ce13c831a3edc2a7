"""What keeps a note from being signed, each line with its way to the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.clinical.signing import Missing
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label


class MissingPanel(Card):
    """Lists what is missing; `wanted` carries the `Missing` whose field the user wants to see."""

    wanted = Signal(Missing)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Before this note can be signed"), parent=parent)
        self._rows: list[QWidget] = []
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force; the rows are tall enough for a finger and need no gap."""
        super().restyle()
        self.body.setSpacing(0)

    def set_missing(self, missing: Sequence[Missing]) -> None:
        """Show these, what blocks first."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows.clear()
        blocking = [one for one in missing if one.level == "blocks"]
        self.set_title(_("Before this note can be signed") if blocking else _("Worth a look before you sign"))
        self.set_hint(_n("{number} item", "{number} items", len(missing)).format(number=len(missing)))
        for one in sorted(missing, key=lambda item: item.level != "blocks"):
            self._add(one)

    def _add(self, one: Missing) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(2))
        blocks = one.level == "blocks"
        line.addWidget(IconMark("octagon-x" if blocks else "triangle-alert", "danger" if blocks else "warning"))
        line.addWidget(Label(one.sentence, wrap=True), 1)
        go = Button(_("Go to"), "quiet")
        go.setAccessibleName(_("Go to: {what}").format(what=one.sentence))
        go.clicked.connect(lambda: self.wanted.emit(one))
        line.addWidget(go)
        self.add(row)
        self._rows.append(row)
