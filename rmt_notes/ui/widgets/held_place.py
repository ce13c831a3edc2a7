"""Keeps what was touched last at its place on the screen while the page above it grows or shrinks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from rmt_notes.ui.alive import is_alive


class HeldPlace(QObject):
    """The anchor of a scroll area. Tell it what was touched (`hold`) and that the content took its places
    (`settle`); a user who scrolls moves the anchor along. At the very top nothing is held unless it was pressed: what
    comes above is meant to be seen."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._anchor: QWidget | None = None
        self._at = 0
        self._pressed = False
        self._forced = False
        self._owed: QWidget | None = None
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(self._expect_rebound)
        bar.valueChanged.connect(self._reread)

    def hold(self, widget: QWidget, *, pressed: bool) -> None:
        """From here on `widget` stays at its height on the screen, whatever happens above it."""
        self._anchor, self._at, self._pressed = widget, self._height_of(widget), pressed

    def fit(self, before: int, room: int) -> None:
        """The area is as high as `room` now, not as `before`: what was in sight stays in sight."""
        anchor = self._anchor
        if anchor is not None and is_alive(anchor) and 0 <= self._at < before:
            self._at = max(0, min(self._at, room - anchor.height()))

    def let_go(self) -> None:
        """Hold nothing."""
        self._anchor = None

    def wait_for_keys(self, widget: QWidget | None) -> None:
        """What was pressed where the edge cuts it is brought into view with the first key that is typed into it."""
        if self._owed is not None and is_alive(self._owed):
            self._owed.removeEventFilter(self)
        self._owed = widget
        if widget is not None:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched is self._owed:
            owed = self._owed
            self.wait_for_keys(None)
            self._area.ensureWidgetVisible(owed, 0, 0)
            self.hold(owed, pressed=True)
        return False

    def settle(self) -> None:
        """The content's parts took their places: scroll by as much as the anchor was pushed."""
        self._forced = False
        anchor = self._anchor
        if anchor is None:
            return
        content = self._area.widget()
        if not is_alive(anchor) or content is None or not content.isAncestorOf(anchor) or not anchor.isVisible():
            self._anchor = None
            return
        moved = self._height_of(anchor) - self._at
        if not moved or not -anchor.height() < self._at < self._area.viewport().height():
            return
        bar = self._area.verticalScrollBar()
        if bar.value() == 0 and not self._pressed:
            self._at += moved
            return
        self._forced = True
        bar.setValue(bar.value() + moved)
        self._forced = False

    def _height_of(self, widget: QWidget) -> int:
        content = self._area.widget()
        if content is None:
            return 0
        return widget.mapTo(content, QPoint(0, 0)).y() - self._area.verticalScrollBar().value()

    def _expect_rebound(self, _least: int, _most: int) -> None:
        """The value that a new range forces is nobody's wish to scroll."""
        self._forced = True
        QTimer.singleShot(0, self, self._rest)

    def _rest(self) -> None:
        self._forced = False

    def _reread(self, _value: int) -> None:
        anchor = self._anchor
        if anchor is not None and not self._forced and is_alive(anchor):
            self._at = self._height_of(anchor)
