"""The end of the intake: what contradicts itself and what is still open, each with its way there. Nothing here keeps
the intake from being kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.intake_words import Contradiction, OpenPoint
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label


class OpenCard(Card):
    """`wanted` carries the field to go to."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Still open"), parent=parent)
        self._lead = Label("", "hint", token="muted", wrap=True)
        self.add(self._lead)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.add(self._list)
        self._rows: list[QWidget] = []
        self._shown: tuple[object, ...] | None = None

    def set_points(self, points: Sequence[OpenPoint], against: Sequence[Contradiction]) -> None:
        """Show these, contradictions first."""
        wanted = (*against, *points)
        if wanted == self._shown:
            return
        self._shown = wanted
        number = len(wanted)
        self._lead.set_token("muted")
        self.set_title(_("Still open") if number else _("Nothing is open"))
        self.set_hint(_n("{number} point", "{number} points", number).format(number=number) if number else "")
        self._lead.setText(
            _("Points in red must be answered, or declined by the client, before the note of this visit can be signed.")
            if any(getattr(each, "blocks", False) for each in wanted)
            else _("You can keep the health history as it is; open points wait here and before the note is signed.")
            if number
            else _("Everything that is asked for has an answer.")
        )
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(each.sentence, each.field, "triangle-alert", "warning") for each in against]
        self._rows += [
            self._row(each.sentence, each.field, *(("octagon-x", "danger") if each.blocks else ("circle", "muted")))
            for each in points
        ]
        for row in self._rows:
            self._list.addWidget(row)

    def warn(self, number: int) -> None:
        """Say that keeping it now keeps it incomplete."""
        self._lead.set_token("danger")
        self._lead.setText(
            _n(
                "{number} point must be asked here. Answer it or note that it was declined; keep it incomplete if it "
                "cannot be asked now. The note of this visit cannot be signed before.",
                "{number} points must be asked here. Answer them or note that they were declined; keep it incomplete "
                "if they cannot be asked now. The note of this visit cannot be signed before.",
                number,
            ).format(number=number)
        )

    def sentences(self) -> tuple[str, ...]:
        """What shows, from top to bottom."""
        return tuple(getattr(each, "sentence", "") for each in self._shown or ())

    def _row(self, sentence: str, field: str, icon: str, token: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(2))
        line.addWidget(IconMark(icon, token))
        line.addWidget(Label(sentence, wrap=True), 1)
        go = Button(_("Go to"), "quiet")
        go.setAccessibleName(_("Go to: {what}").format(what=sentence))
        go.clicked.connect(lambda: self.wanted.emit(field))
        line.addWidget(go)
        return row
