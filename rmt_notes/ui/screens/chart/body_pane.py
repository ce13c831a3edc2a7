"""The body charts beside the note: the last visit's, and this visit's with the last one's pain dashed under it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_ground import numbered
from rmt_notes.clinical.visit import Note, NoteVersion
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.glance import BodyGlance
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import PillTabs
from rmt_notes.ui.widgets.when import long_day, short_day

Avoid = tuple[tuple[Place, str], ...]


class BodyPane(QWidget):
    """One figure at a time, with the day it shows and how many marks it has. Where both visits are marked, the last one
    shows first: this visit's marks stand in the note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().space(2))
        self._switch: PillTabs | None = None
        self._caption = Label("", "hint", token="muted", wrap=True)
        self._glance = BodyGlance()
        self._column.addWidget(self._caption)
        self._column.addWidget(self._glance)
        self._note = Note()
        self._previous: NoteVersion | None = None
        self._avoid: Avoid = ()
        self._choices: tuple[tuple[str, str], ...] = ()
        self._chosen = "last"

    def set_body(self, note: Note, previous: NoteVersion | None, avoid: Avoid) -> None:
        """Know both visits."""
        self._note, self._previous, self._avoid = note, previous, avoid
        choices: tuple[tuple[str, str], ...] = ()
        if previous is not None and numbered(previous.note) and numbered(note):
            choices = (
                ("last", _told(short_day(previous.started_at.date()), previous.note)),
                ("this", _told(_("This visit"), note)),
            )
        if choices != self._choices:
            self._choices = choices
            self._offer()
        self._show()

    def _offer(self) -> None:
        """Have both visits to choose from where both are marked."""
        if self._switch is not None:
            self._column.removeWidget(self._switch)
            self._switch.hide()
            self._switch.deleteLater()
            self._switch = None
        if self._choices:
            self._switch = PillTabs(self._choices, name=_("Body chart of which visit"))
            self._switch.chosen.connect(self._choose)
            self._switch.set_current(self._chosen)
            self._column.insertWidget(0, self._switch)

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._show()

    def _show(self) -> None:
        previous, shown = self._previous, self._note
        if previous is not None and numbered(previous.note) and (self._switch is None or self._chosen == "last"):
            shown = previous.note
            self._glance.set_note(shown, None, self._avoid)
            self._caption.setText(_told(long_day(previous.started_at.date()), shown))
        else:
            self._glance.set_note(shown, previous.note if previous is not None else None, self._avoid)
            self._caption.setText(_told(_("This visit"), shown))
        self._caption.setVisible(self._switch is None and bool(numbered(shown)))


def _told(visit: str, note: Note) -> str:
    """`8 Nov 2026 · 4 marks`."""
    marks = len(numbered(note))
    count = _n("{number} mark", "{number} marks", marks).format(number=marks)
    return _("{visit} · {marks}").format(visit=visit, marks=count)
