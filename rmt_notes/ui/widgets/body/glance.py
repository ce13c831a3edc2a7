"""The body chart of a whole note at a glance: every mark under its number, what is treated, what to avoid, and the last
visit; to look at, not to mark."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import mark_words
from rmt_notes.clinical.body_ground import avoid_sites, numbered, treated_sites
from rmt_notes.clinical.visit import Note
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.legend import GHOST, Legend
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.body.sheet import FigureSheet
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label

_MOST_HEIGHT = 520


class BodyGlance(QWidget):
    """Front and back, and a side that was marked on; the legend; each mark in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(2))
        self.sheet = FigureSheet(self)
        self.sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.legend = Legend(self)
        self.told = KeyValue()
        self.nothing = Label(_("Nothing is marked on the body chart of this visit."), token="muted", wrap=True)
        for widget in (self.sheet, self.legend, self.told, self.nothing):
            column.addWidget(widget)
        self.setAccessibleName(_("Body chart"))
        self._shown: Scene | None = None

    def set_note(self, note: Note, previous: Note | None = None, avoid: tuple[tuple[Place, str], ...] = ()) -> None:
        """Show the marks of a note; `previous` lends the ghost of its pain."""
        marks = numbered(note)
        ghost = () if previous is None else previous.subjective.marks
        scene = Scene(
            marks=marks, treated=treated_sites(note.treatment.techniques), avoid=avoid_sites(avoid), ghost=ghost
        )
        if scene == self._shown:
            return
        self._shown = scene
        sides = dict.fromkeys(mark.view for mark in (*marks, *ghost) if mark.view in ("left", "right"))
        self.sheet.set_views(("front", "back", *sides))
        self.sheet.set_scene(scene)
        self.sheet.setAccessibleName(_("Front and back of the body; each mark is told below"))
        self.legend.set_kinds((*scene.kinds(), *((GHOST,) if ghost else ())))
        self.told.set_rows([(str(mark.number), mark_words(mark)) for mark in marks])
        self.nothing.setVisible(not marks)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        m = theme.metrics()
        high = round(min(m.px(_MOST_HEIGHT), max(m.px(200), self.sheet.height_for(self.width()))))
        if high != self.sheet.height():
            self.sheet.setFixedHeight(high)
