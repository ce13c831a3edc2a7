"""The middle of the chart: the rail of sections, the note and the pane beside it, as the width allows. Where it does
not reach, the pane goes away behind a button and lies over the note while it is wanted; then the rail folds into one
row above the note. The note never gives up the width it needs to be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.screens.chart.note_column import MARGIN, WIDEST
from rmt_notes.ui.screens.chart.side import WIDTH, SidePane
from rmt_notes.ui.widgets.section_rail import SectionRail

SIDE_FROM = 1000
"""Under this width of the middle, at 100 %, the pane at the right gives its room to the note."""

NOTE_LEAST = 560
"""The rail folds before the note is narrower than this, at 100 %."""


class Middle(QWidget):
    """Lays out `rail`, `column`, what takes its place while something cannot wait (`panel`), and `side`."""

    def __init__(self, rail: SectionRail, column: QWidget, panel: QWidget, side: SidePane) -> None:
        super().__init__()
        self._rail, self._column, self._panel, self._side = rail, column, panel, side
        self._over = False
        self._wanted = False
        self._stopped = False
        self._note = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._note.setSpacing(0)
        self._note.addWidget(rail)
        self._note.addWidget(column, 1)
        self._note.addWidget(panel, 1)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addLayout(self._note, 1)
        self._across.addWidget(side)
        opener = rail.add_opener(
            "panel-right", _("Last visit…"), _("What stands beside the note: last visit, body, safety, trend")
        )
        opener.clicked.connect(self._press_opener)
        side.close_wanted.connect(self._close_and_return)
        side.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def set_stopped(self, stopped: bool) -> None:
        """Something cannot wait and stands in the note's place: nothing else is beside it."""
        self._stopped = stopped
        self._wanted = self._wanted and not stopped
        self._arrange()

    def show_side(self) -> None:
        """The pane is wanted: over the note where there is no room beside it."""
        self._wanted = True
        self._arrange()

    def is_over(self) -> bool:
        """Whether there is no room for the pane beside the note."""
        return self._over

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._side
            and self._over
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._close_and_return()
            return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        m = theme.metrics()
        over = 0 < self.width() < m.px(SIDE_FROM)
        if over != self._over:
            self._over = over
            if over:
                self._across.removeWidget(self._side)
            else:
                self._across.addWidget(self._side)
                self._wanted = False
        room = self.width() - (0 if over else m.px(WIDTH))
        self._rail.fold_into(room, folded=0 < room < self._rail.column_width() + m.px(NOTE_LEAST))
        ways = QBoxLayout.Direction
        self._note.setDirection(ways.TopToBottom if self._rail.is_folded() else ways.LeftToRight)
        self._rail.show_opener(over)
        self._side.set_closable(over)
        self._side.setVisible(not self._stopped and (self._wanted or not over))
        if not over:  # what the note has no use for, the pane takes
            self._side.set_room(self.width() - self._rail.column_width() - m.px(WIDEST + 2 * MARGIN))
        if over:
            wide = min(m.px(WIDTH), self.width())
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._side.setGeometry(0 if mirrored else self.width() - wide, 0, wide, self.height())
            self._side.raise_()

    def _press_opener(self) -> None:
        self._wanted = not self._wanted
        self._arrange()
        if self._wanted:
            self._side.focus_first()

    def _close_and_return(self) -> None:
        self._wanted = False
        self._arrange()
        self._rail.opener().setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Whoever goes on in the note wants to see it."""
        if self._over and self._wanted and now is not None and self._column.isAncestorOf(now):
            self._wanted = False
            self._arrange()
