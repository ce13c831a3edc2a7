"""Asks which of several small regions a tap meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.body_chart import site_words
from rmt_notes.clinical.body_mark import Site
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.roving import Roving


class SiteChooser(QWidget):
    """A small list over the canvas. `chosen` carries the site, `rested` the one the keys or the mouse are on, `closed`
    comes when nothing was chosen."""

    chosen: ClassVar[Signal[tuple[Any]]] = Signal(object)
    rested: ClassVar[Signal[tuple[Any]]] = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        m = theme.metrics()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(m.px(8), m.px(8), m.px(8), m.px(8))
        self._column.setSpacing(m.px(4))
        self._title = Label(_("Which one?"), "hint", token="muted", parent=self)
        self._column.addWidget(self._title)
        self._buttons: list[Button] = []
        self._roving = Roving(self)
        self.setAccessibleName(_("Which region was meant"))
        self.hide()

    def sites(self) -> tuple[str, ...]:
        """What is offered, in words."""
        return tuple(button.words() for button in self._buttons)

    def ask(self, sites: Sequence[Site], at: QPointF) -> None:
        """Offer these sites near a point of the parent."""
        for button in self._buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for site in sites:
            button = Button(site_words(site), "secondary", parent=self, compact=True)
            button.clicked.connect(lambda _checked=False, site=site: self._choose(site))
            button.pressed.connect(lambda site=site: self.rested.emit(site))
            self._column.addWidget(button)
            button.show()
            self._buttons.append(button)
        self._roving.set_buttons(self._buttons)
        self.show()
        self.adjustSize()
        canvas = self.parentWidget()
        room = self.rect() if canvas is None else canvas.rect()
        m = theme.metrics()
        x = at.x() + m.px(18)
        if x + self.width() > room.width():
            x = at.x() - m.px(18) - self.width()
        y = at.y() - self.height() / 2
        self.move(
            round(max(0.0, min(x, room.width() - self.width()))), round(max(0.0, min(y, room.height() - self.height())))
        )
        self.raise_()
        self._buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)
        announce(self, _("Which one?") + " " + ", ".join(self.sites()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            event.accept()
            return
        super().keyPressEvent(event)

    def dismiss(self) -> None:
        """Close without a choice."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _choose(self, site: Site) -> None:
        self.hide()
        self.chosen.emit(site)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        paint_box(
            painter, QRectF(self.rect()), theme.metrics().card_radius, theme.color("raised"), theme.color("border")
        )
        painter.end()
