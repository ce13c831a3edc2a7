"""One kind of finding: a line that tells what was found, and behind it the controls, made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.glance import Told
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Rule
from rmt_notes.ui.widgets.note.carried_mark import ReviewTick
from rmt_notes.ui.widgets.note.pieces import Footed
from rmt_notes.ui.widgets.note.value_row import RowLook, ValueRow
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.scroll import bring_opened


class FindingGroup(QWidget):
    """`opened` comes with its new state. `content` is what `build` made, None before the first opening. `settled` says
    that it holds findings now and did not before, or the other way round."""

    opened = Signal(bool)
    settled = Signal()
    reviewed = Signal()
    """What was taken over was ticked as still true."""

    def __init__(self, name: str, build: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._build = build
        self._content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.row = ValueRow(RowLook(name))
        self.row.clicked.connect(self._toggle)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.metrics().gap)
        self._line.addWidget(self.row, 1)
        self._tick: ReviewTick | None = None
        self._column.addLayout(self._line)
        self._rule = Rule()
        self._column.addWidget(self._rule)
        self.setAccessibleName(name)
        self.row.set_open(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tell(self, found: Sequence[Told], empty: str) -> None:
        """Say what was found, or quietly that there is nothing yet."""
        was = self.is_empty()
        text = "; ".join(each.text for each in found)
        self.row.set_look(RowLook(self._name, text=text or empty, parts=tuple(found), quiet=not found))
        if self.is_empty() != was:
            self.settled.emit()

    def is_empty(self) -> bool:
        """Whether nothing is recorded in it."""
        return self.row.look.quiet

    def set_as_chip(self, on: bool) -> None:
        """Stand as a chip among others, or as a line of its own."""
        self.row.set_as_chip(on)
        self._rule.setVisible(not on and not self.row.is_open())

    def set_carried(self, source: str | None) -> None:
        """Say where the findings come from while nobody has looked at them; None takes the mark away."""
        if source and self._tick is None:
            self._tick = ReviewTick(self)
            self._tick.tell(self._name)
            self._tick.clicked.connect(self.reviewed)
            self._line.addWidget(self._tick)
        self.row.set_carried(source)
        if self._tick is not None:
            self._tick.setVisible(bool(source))

    def content(self) -> QWidget | None:
        """The controls, once made."""
        return self._content

    def is_open(self) -> bool:
        """Whether the controls show."""
        return self.row.is_open()

    def _toggle(self) -> None:
        if self.set_open(not self.row.is_open()) is not None and self.row.is_open():
            bring_opened(self)

    def set_open(self, on: bool) -> QWidget | None:
        """Show or hide the controls; gives them back."""
        if on and self._content is None:
            self._content = self._build()
            self._foot = Button(_("Done"), "secondary", compact=True)
            self._foot.setAccessibleName(_("Done with {name}").format(name=self._name))
            self._foot.clicked.connect(self._fold)
            self._column.insertWidget(1, self._content)
            if isinstance(self._content, Footed):
                self._content.foot().addWidget(self._foot)
            else:
                self._column.insertWidget(2, self._foot, 0, Qt.AlignmentFlag.AlignLeft)
        if self._content is not None:
            self._content.setVisible(on)
            self._foot.setVisible(on)
        self.row.set_open(on)
        m = theme.metrics()
        edge = m.px(12) if on else 0
        self._column.setContentsMargins(edge, 0, edge, edge)
        self._column.setSpacing(m.space(2) if on else 0)
        self._rule.setVisible(not on and not self.row.is_chip())
        self.update()
        self.opened.emit(on)
        return self._content

    def _fold(self) -> None:
        self.set_open(False)
        self.row.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.row.is_open():
            self._fold()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.row.is_open():
            return
        painter = painter_of(self)
        paint_box(painter, QRectF(self.rect()), theme.metrics().radius, theme.color("surface"), theme.color("line"))
        painter.end()
