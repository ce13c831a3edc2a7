"""An offer to take the last act back, for some seconds; it waits while somebody is on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of

SECONDS = 10
_TICK_MS = 250


class UndoBar(QWidget):
    """`offer` shows it; `acted` comes when the act is taken back, `expired` when the time is over or another offer
    takes its place."""

    acted = Signal()
    expired = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo: Callable[[], None] | None = None
        self._left = 0
        self._whole = 1
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.addWidget(IconMark("undo-2"))
        self._words = Label("", weight="medium", wrap=True)
        self._row.addWidget(self._words, 1)
        self._button = Button(_("Undo"), "quiet")
        self._button.clicked.connect(lambda: self.take_back())
        self._row.addWidget(self._button)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._pass_time)
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._row.setContentsMargins(m.space(3), m.px(3), m.px(6), m.px(3))
        self._row.setSpacing(m.px(10))

    def offer(
        self, words: str, undo: Callable[[], None] | None = None, *, seconds: int = SECONDS, verb: str = ""
    ) -> None:
        """Say what happened and offer to take it back; `undo` is called then, before `acted`."""
        if self._undo is not None:
            self._end()
        self._undo = undo or (lambda: None)
        self._words.setText(words)
        self._button.set_text(verb or _("Undo"))
        self._button.setAccessibleName(_("{verb}: {what}").format(verb=verb or _("Undo"), what=words))
        self.setAccessibleName(words)
        self._left = self._whole = seconds * 1000
        self._clock.start()
        self.show()
        announce(
            self,
            _("{what}. {verb} is possible for {seconds} seconds.").format(
                what=words, verb=verb or _("Undo"), seconds=seconds
            ),
        )

    def take_back(self) -> None:
        """Undo now."""
        undo, self._undo = self._undo, None
        self._clock.stop()
        self.hide()
        if undo is not None:
            undo()
            self.acted.emit()

    def dismiss(self) -> None:
        """Let the offer lapse now."""
        if self._undo is not None:
            self._end()

    def is_offered(self) -> bool:
        """Whether something can still be taken back here."""
        return self._undo is not None

    def _pass_time(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            return
        self._left -= _TICK_MS
        self.update()
        if self._left <= 0:
            self._end()

    def _end(self) -> None:
        self._undo = None
        self._clock.stop()
        self.hide()
        self.expired.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        paint_box(painter, rect, m.radius, theme.color("raised"), theme.color("border"))
        share = max(0.0, self._left / self._whole)
        wide = (rect.width() - 2 * m.radius) * share
        painter.fillRect(QRectF(m.radius, rect.height() - m.px(3), wide, m.px(2)), theme.color("accent"))
        painter.end()
