"""One column of content that scrolls: by wheel, by key, by finger; never wider than reads well."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QScrollPrepareEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QScroller,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from rmt_notes.ui import theme
from rmt_notes.ui.alive import is_alive
from rmt_notes.ui.widgets.held_place import HeldPlace
from rmt_notes.ui.widgets.reading_order import laid_out

SETTLED_MS = 60
"""Texts that wrap know their height only after a few rounds of layout."""


@runtime_checkable
class KeepsFingers(Protocol):
    """Content that wants a finger for itself at a point of its own: to draw, to move something."""

    def keeps_finger(self, at: QPoint) -> bool:
        """Whether the column must not scroll with a finger that came down here."""
        ...


class _Column(QWidget):
    """The content: as wide as the view, its child at most `widest`. `settled` comes after its parts took their
    places."""

    settled = Signal()

    def __init__(self, widest: int | None, *, at_left: bool) -> None:
        super().__init__()
        self.widest = widest
        self.ground = "window"
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.inner = QWidget()
        self.inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(self.inner)
        # A column narrower than the view stands in its middle, or where the view begins.
        across = QHBoxLayout()
        across.setSpacing(0)
        if not at_left:
            across.addStretch(1)
        across.addWidget(self.inner, 1000)
        across.addStretch(1)
        self.outer.addLayout(across)
        self.outer.addStretch(1)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.settled.emit()
        return done

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color(self.ground))
        painter.end()


class ScrollColumn(QScrollArea):
    """Add widgets with `add`. The focused widget is brought into view, unless a finger or the mouse went there: what is
    pressed stays where it is, also when something above it grows or goes. `show_widget` brings any other one. `margin`
    is the room around the content; `edges` (left, top, right, bottom) gives it side by side. A column narrower than
    its view stands in the middle, `at_left` where the view begins."""

    def __init__(
        self,
        *,
        max_width: int | None = 960,
        margin: int = 20,
        edges: tuple[int, int, int, int] | None = None,
        at_left: bool = False,
        name: str = "",
        ground: str = "window",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._max_width = max_width
        self._edges = edges or (margin, margin, margin, margin)
        self._ground = ground
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self._content = _Column(max_width, at_left=at_left)
        self.setWidget(self._content)
        self.column = self._content.column
        """The layout that everything is added to."""
        self._place = HeldPlace(self)
        self._content.settled.connect(self._place.settle)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        self.restyle()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QScrollPrepareEvent) and self._is_kept(event.startPos().toPoint()):
            event.ignore()
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place.fit(event.oldSize().height(), event.size().height())
        super().resizeEvent(event)

    def _is_kept(self, at: QPoint) -> bool:
        found: QWidget | None = self.viewport().childAt(at)
        while found is not None and found is not self.viewport():
            if isinstance(found, KeepsFingers):
                return found.keeps_finger(found.mapFrom(self.viewport(), at))
            found = found.parentWidget()
        return False

    def restyle(self) -> None:
        """Take up the sizes and colours in force."""
        m = theme.metrics()
        left, top, right, bottom = (m.px(edge) for edge in self._edges)
        self.column.setContentsMargins(left, top, right, bottom)
        self.column.setSpacing(m.space(4))
        if self._max_width is not None:
            self._content.inner.setMaximumWidth(m.px(self._max_width) + left + right)
        self._content.ground = self._ground
        self._content.update()
        self.verticalScrollBar().setSingleStep(m.px(24))

    def add(self, content: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout under what is there."""
        if isinstance(content, QWidget):
            self.column.addWidget(content, stretch)
        else:
            self.column.addLayout(content, stretch)

    def empty(self) -> None:
        """Take every widget out again and begin at the top. A new column in its place would leave something behind each
        time: PySide makes a class of each gesture that is grabbed, and keeps it."""
        for widget in laid_out(self.column):
            self.column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.verticalScrollBar().setValue(0)

    def show_widget(self, widget: QWidget, *, at_top: bool = False) -> None:
        """Scroll until `widget` shows; with `at_top`, until it is the first thing in sight."""
        self._settle()
        self._bring(widget, at_top=at_top)
        self._place.hold(widget, pressed=False)

    def show_opened(self, part: QWidget) -> None:
        """Scroll as little as shows all of `part`; one higher than the view begins at its upper edge."""
        self._settle()
        bar = self.verticalScrollBar()
        top = part.mapTo(self._content, QPoint(0, 0)).y()
        edge, room = theme.metrics().px(12), self.viewport().height()
        if top + part.height() + edge > bar.value() + room:
            bar.setValue(min(top - edge, top + part.height() + edge - room))
        elif top < bar.value():
            bar.setValue(top - edge)
        self._place.hold(part, pressed=True)

    def show_caret(self, editor: QTextEdit, *, again: bool = True) -> None:
        """Scroll as little as shows the line that is written in: a text grows beyond the lower edge while it is
        typed."""
        caret = editor.cursorRect()
        top = editor.viewport().mapTo(self._content, caret.topLeft()).y()
        bar, room, edge = self.verticalScrollBar(), self.viewport().height(), theme.metrics().px(16)
        if top + caret.height() + edge > bar.value() + room:
            bar.setValue(top + caret.height() + edge - room)
            if again and top + caret.height() + edge > bar.value() + room:  # the page itself grows only after the key
                QTimer.singleShot(0, editor, lambda: self.show_caret(editor, again=False))
        elif top - edge < bar.value():
            bar.setValue(top - edge)

    def _bring(self, widget: QWidget, *, at_top: bool = False) -> None:
        place = QRect(widget.mapTo(self._content, QPoint(0, 0)), widget.size())
        bar = self.verticalScrollBar()
        if at_top:
            bar.setValue(place.top() - theme.metrics().space(4))
            return
        room = self.viewport().height()
        edge = theme.metrics().px(56)
        if place.height() + 2 * edge > room:
            place.setHeight(max(1, min(place.height(), room - 2 * edge)))
        if place.top() - edge < bar.value():
            bar.setValue(place.top() - edge)
        elif place.bottom() + edge > bar.value() + room:
            bar.setValue(place.bottom() + edge - room)

    def _settle(self) -> None:
        layout = self._content.layout()
        if layout is not None:
            layout.activate()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)  # Qt's own also scrolls; whether to scroll is decided below

    def _follow_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and is_alive(old) and (old.isHidden() or not old.isVisible()):
            return  # what had the focus went away, and Qt passed it on: nobody wished to go there
        if now is None or not self._content.isAncestorOf(now) or not self.isVisible():
            self._place.wait_for_keys(None)
        elif QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._place.wait_for_keys(None)
            self.show_widget(now)
        else:
            # Moving the page under a press would put something else there before it is let go.
            self._place.hold(now, pressed=True)
            self._place.wait_for_keys(now)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._place.let_go()


def bring_opened(part: QWidget) -> None:
    """Show what a press has just opened, in the column around it; asked again when its parts have taken their
    places."""

    def show() -> None:
        around = part.parentWidget()
        while around is not None and not isinstance(around, ScrollColumn):
            around = around.parentWidget()
        if around is not None and part.isVisible():
            around.show_opened(part)

    for wait in (0, SETTLED_MS):
        clock = QTimer(part)
        clock.setSingleShot(True)
        clock.timeout.connect(show)
        clock.timeout.connect(clock.deleteLater)
        clock.start(wait)


def show_caret(editor: QTextEdit) -> None:
    """Keep the line that is written in sight, in the column around it."""
    around = editor.parentWidget()
    while around is not None and not isinstance(around, ScrollColumn):
        around = around.parentWidget()
    if around is not None and editor.isVisible():
        around.show_caret(editor)
