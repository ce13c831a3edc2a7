"""The regions for a screen reader: one unseen button each, with name, side and marks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from rmt_notes.clinical.body_chart import site_words
from rmt_notes.clinical.body_mark import Site
from rmt_notes.ui.widgets.body.captions import view_words


class RegionSpot(QAbstractButton):
    """One region on one view. The canvas paints it and takes the mouse; the spot takes the focus and passes the keys
    on."""

    def __init__(self, view: str, site: Site, entered: Callable[[RegionSpot, bool], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.view = view
        self.site = site
        self._entered = entered
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setUpdatesEnabled(False)  # it has nothing to paint
        self.setAccessibleName(site_words(site))
        self._marks: str | None = None
        self.tell("")

    def tell(self, marks: str) -> None:
        """Say the marks on the region."""
        if marks == self._marks:
            return
        self._marks = marks
        self.setAccessibleDescription(", ".join(words for words in (view_words(self.view), marks) if words))
        self.setChecked(bool(marks))

    def nextCheckState(self) -> None:
        """Marks decide whether it is checked."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        pointed = event.reason() in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        )
        self._entered(self, not pointed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        canvas = self.parentWidget()
        if canvas is not None:
            canvas.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The canvas paints."""
