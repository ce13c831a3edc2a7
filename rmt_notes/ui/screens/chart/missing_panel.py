"""What keeps a note from being signed, each line with its way to the field; a warning with the reason for signing past
it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.signing import BLOCKS, Missing
from rmt_notes.clinical.visit import Note
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.text_fields import TextField


class MissingPanel(Card):
    """Lists what is missing; `wanted` carries the `Missing` whose field the user wants to see, `reasoned` a warning
    with the reason typed for signing past it."""

    wanted = Signal(Missing)
    reasoned = Signal(Missing, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Before this note can be signed"), parent=parent)
        self._rows: list[QWidget] = []
        self._ways: list[Button] = []
        self._shown: tuple[Missing, ...] = ()
        self._fields: dict[tuple[str, str], TextField] = {}
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force; the rows are tall enough for a finger and need no gap."""
        super().restyle()
        self.body.setSpacing(0)

    def set_missing(self, missing: Sequence[Missing], note: Note | None = None) -> None:
        """Show these, what blocks first; `note` lends the reasons given so far. A reason that is being typed stays."""
        said = note or Note()
        wanted = tuple(sorted(missing, key=lambda item: item.level != BLOCKS))
        if wanted != self._shown:
            self._shown = wanted
            for row in self._rows:
                row.hide()
                row.deleteLater()
            self._rows.clear()
            self._ways.clear()
            self._fields.clear()
            for one in wanted:
                self._add(one)
        for key, field in self._fields.items():
            if not field.editor().hasFocus():
                field.set_text(said.reason_for(*key))
        self._tell(said)

    def field(self, one: Missing) -> TextField | None:
        """Where the reason for a warning is typed."""
        return self._fields.get((one.key, one.about))

    def focus_first(self) -> None:
        """The way to the first thing that blocks; where nothing does, the first reason that is still wanted."""
        if any(one.level == BLOCKS for one in self._shown):
            self._ways[0].setFocus()
            return
        empty = next((field for field in self._fields.values() if not field.text().strip()), None)
        if empty is not None:
            empty.setFocus()

    def _tell(self, said: Note) -> None:
        blocking = any(one.level == BLOCKS for one in self._shown)
        waiting = [
            one for one in self._shown if one.level != BLOCKS and not said.reason_for(one.key, one.about).strip()
        ]
        if blocking or waiting:
            self.set_title(_("Before this note can be signed"))
        else:
            self.set_title(_("Every warning has its reason: sign again"))
        number = len(self._shown)
        self.set_hint(_n("{number} item", "{number} items", number).format(number=number))

    def _add(self, one: Missing) -> None:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().space(2))
        blocks = one.level == BLOCKS
        line.addWidget(IconMark("octagon-x" if blocks else "triangle-alert", "danger" if blocks else "warning"))
        line.addWidget(Label(one.sentence, wrap=True), 1)
        go = Button(_("Go to"), "quiet")
        go.setAccessibleName(_("Go to: {what}").format(what=one.sentence))
        go.clicked.connect(lambda: self.wanted.emit(one))
        line.addWidget(go)
        self._ways.append(go)
        column.addLayout(line)
        if not blocks:
            column.addWidget(self._reason_of(one))
        self.add(row)
        self._rows.append(row)

    def _reason_of(self, one: Missing) -> QWidget:
        """A field for the reason, and the usual reasons as one press each."""
        holder = QWidget()
        edge = theme.metrics().px(28)
        column = QVBoxLayout(holder)
        column.setContentsMargins(edge, 0, 0, theme.metrics().px(10))
        column.setSpacing(theme.metrics().px(6))
        field = TextField(
            _("Reason for signing all the same"), show_label=False, placeholder=_("Why it is signed all the same")
        )
        field.editor().setAccessibleName(_("Reason: {what}").format(what=one.sentence))
        field.edited.connect(lambda text: self.reasoned.emit(one, str(text)))
        self._fields[(one.key, one.about)] = field
        column.addWidget(field)
        offered = usual_reasons(one.key)
        if offered:
            ready = QWidget()
            flow = FlowLayout(ready, theme.metrics().gap)
            for words in offered:
                button = Button(words, "quiet", compact=True)
                button.clicked.connect(lambda _checked=False, words=words: self._take(one, words))
                flow.addWidget(button)
            column.addWidget(ready)
        return holder

    def _take(self, one: Missing, words: str) -> None:
        field = self._fields.get((one.key, one.about))
        if field is not None:
            field.set_text_kept_undo(words)
            self.reasoned.emit(one, words)


def usual_reasons(row: str) -> tuple[str, ...]:
    """Reasons that are given again and again, for one press. They are offered, never filled in."""
    return {
        "V17": (_("No time between clients"), _("Written down on paper first"), _("The computer was not at hand")),
        "V18": (_("Read again: it still holds"), _("Nothing was different this time")),
        "V4": (_("A new clearance was asked for"), _("Only work that needs no clearance was done")),
        "C4": (_("Will be asked at the next visit"),),
        "C7": (_("Will be asked at the next visit"),),
        "C10": (_("Will be shown at the next visit"),),
    }.get(row, ())
