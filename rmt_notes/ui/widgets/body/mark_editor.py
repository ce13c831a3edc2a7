"""What the chosen mark says: how strong, how deep, how large, and a note."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_chart import layer_of, site_words, twin
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import NumberField, TextField
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.segmented import Segmented


class MarkEditor(QWidget):
    """Edits one mark. `edited` carries its new value, `mirrored` asks for the same on the other side."""

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)
    mirrored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: BodyMark | None = None
        column = QVBoxLayout(self)
        m = theme.metrics()
        column.setContentsMargins(0, m.space(2), 0, m.space(2))
        column.setSpacing(m.space(2))
        self.intensity = ScaleRow(_("How strong, 0 to 10"), parent=self)
        self.intensity.edited.connect(lambda value: self._change(intensity=value))
        column.addWidget(self.intensity)
        depths = [(key, str(words)) for key, words in body_words().depths.items()]
        self.depths = Segmented(depths, label=_("How deep"), parent=self)
        self.depths.edited.connect(lambda value: self._change(depth=value or ""))
        column.addWidget(self.depths)
        self.cup_size = NumberField(_("Width of the cup"), unit="mm", minimum=10, maximum=150, whole=True, parent=self)
        self.cup_size.edited.connect(lambda value: self._change(size_mm=value))
        column.addWidget(self.cup_size)
        self.note = TextField(_("Note"), parent=self)
        self.note.edited.connect(lambda text: self._change(note=text))
        column.addWidget(self.note)
        line = QHBoxLayout()
        self.other_side = Button(_("Other side too"), "quiet", icon="copy", parent=self)
        self.other_side.clicked.connect(self.mirrored)
        line.addWidget(self.other_side)
        line.addStretch(1)
        column.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def mark(self) -> BodyMark | None:
        """The mark that is edited."""
        return self._mark

    def set_mark(self, mark: BodyMark | None) -> None:
        """Edit another mark, or none; says nothing back."""
        self._mark = mark
        self.setVisible(mark is not None)
        if mark is None:
            return
        self.setAccessibleName(_("Mark {number}: {words}").format(number=mark.number, words=site_words(mark.site)))
        self.intensity.setVisible(layer_of(mark) in ("pain", "findings"))
        self.depths.setVisible(layer_of(mark) in ("pain", "findings"))
        self.cup_size.setVisible(mark.kind == "cup")
        self.intensity.set_value(mark.intensity)
        self.depths.set_value(mark.depth if mark.depth in body_words().depths else None)
        self.cup_size.set_value(mark.size_mm)
        if self.note.text() != mark.note:
            self.note.set_text(mark.note)
        self.other_side.setVisible(twin(mark) != mark)

    def _change(self, **fields: Any) -> None:
        if self._mark is None:
            return
        changed = replace(self._mark, **fields)
        if changed != self._mark:
            self._mark = changed
            self.edited.emit(changed)
