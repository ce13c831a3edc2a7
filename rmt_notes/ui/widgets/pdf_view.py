"""Shows pages under one another, at the width of the view, as a whole page or at any zoom. Knows pictures only: whoever
owns it draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScroller, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.paint import paint_box

FIT_WIDTH, FIT_PAGE = "width", "page"
SMALLEST, LARGEST = 0.25, 5.0
STEPS = (0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0)
_PIXELS_PER_POINT = 96 / 72
_KEPT_PICTURES = 12


class PdfView(QAbstractScrollArea):
    """Pages of one document.

    `wanted(page, pixels_wide)` asks for a picture, answered with `set_picture`. Page numbers start at 0. Zoom 1.0 is
    the size on paper at
    96 pixels an inch.
    """

    wanted = Signal(int, int)
    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._pictures: dict[int, QImage] = {}
        self._asked: dict[int, int] = {}
        self._fit: str | None = FIT_WIDTH
        self._zoom = 1.0
        self._page = 0
        self._ringed = False
        self.setAccessibleName(_("Pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    # -- what it shows ---------------------------------------------------------------------------------------

    def set_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a new document of these page sizes (points); its pictures are asked for as they come into view."""
        self._sizes = tuple(sizes)
        self._pictures.clear()
        self._asked.clear()
        self._page = 0
        self.verticalScrollBar().setValue(0)
        self._lay_out()
        self.page_changed.emit(0)

    def set_picture(self, page: int, picture: QImage) -> None:
        """The picture of a page, as asked for by `wanted`."""
        self._asked.pop(page, None)
        self._pictures.pop(page, None)
        self._pictures[page] = picture
        while len(self._pictures) > _KEPT_PICTURES:
            farthest = max(self._pictures, key=lambda number: abs(number - self._page))
            del self._pictures[farthest]
        self.viewport().update()

    def has_picture(self, page: int) -> bool:
        """Whether a page is drawn at the size in which it is shown."""
        picture = self._pictures.get(page)
        return picture is not None and picture.width() == self._pixels_wide(page)

    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def page(self) -> int:
        """The page in the middle of the view."""
        return self._page

    def show_page(self, page: int) -> None:
        """Scroll to the top of a page."""
        if 0 <= page < len(self._sizes):
            self.verticalScrollBar().setValue(round(self._top(page) - self._margin() / 2))

    # -- zoom ------------------------------------------------------------------------------------------------

    def zoom(self) -> float:
        """The zoom in force."""
        return self._zoom

    def fit(self) -> str | None:
        """`width` or `page` while the zoom follows the view, else None."""
        return self._fit

    def fit_to(self, what: str) -> None:
        """Let the zoom follow the view's width or show whole pages."""
        self._fit = what
        self._keeping_place(self._lay_out)

    def set_zoom(self, zoom: float) -> None:
        """A zoom of one's own."""
        self._fit = None
        self._zoom = max(SMALLEST, min(LARGEST, zoom))
        self._keeping_place(self._lay_out)

    def zoom_in(self) -> None:
        self.set_zoom(next((step for step in STEPS if step > self._zoom * 1.01), LARGEST))

    def zoom_out(self) -> None:
        self.set_zoom(next((step for step in reversed(STEPS) if step < self._zoom * 0.99), SMALLEST))

    # -- layout ----------------------------------------------------------------------------------------------

    def _margin(self) -> int:
        return theme.metrics().space(5)

    def _width(self, page: int) -> float:
        return self._sizes[page][0] * _PIXELS_PER_POINT * self._zoom

    def _height(self, page: int) -> float:
        return self._sizes[page][1] * _PIXELS_PER_POINT * self._zoom

    def _pixels_wide(self, page: int) -> int:
        return max(1, round(self._width(page) * self.devicePixelRatioF()))

    def _top(self, page: int) -> float:
        return self._margin() + sum(self._height(before) + self._margin() for before in range(page))

    def _lay_out(self) -> None:
        if not self._sizes:
            self.viewport().update()
            return
        room = self.viewport().size()
        widest = max(width for width, _height in self._sizes) * _PIXELS_PER_POINT
        tallest = max(height for _width, height in self._sizes) * _PIXELS_PER_POINT
        if self._fit is not None:
            across = (room.width() - 2 * self._margin()) / widest
            zoom = across if self._fit == FIT_WIDTH else min(across, (room.height() - 2 * self._margin()) / tallest)
            largest = 1.35 if self._fit == FIT_WIDTH else LARGEST
            self._zoom = max(SMALLEST, min(largest, zoom))
        whole = self._top(len(self._sizes))
        self.verticalScrollBar().setRange(0, max(0, round(whole) - room.height()))
        self.verticalScrollBar().setPageStep(room.height())
        self.verticalScrollBar().setSingleStep(theme.metrics().px(48))
        self.horizontalScrollBar().setRange(0, max(0, round(widest * self._zoom) + 2 * self._margin() - room.width()))
        self.horizontalScrollBar().setPageStep(room.width())
        self.horizontalScrollBar().setSingleStep(theme.metrics().px(48))
        self.zoom_changed.emit(self._zoom)
        self._scrolled()
        self.viewport().update()

    def _keeping_place(self, change: Callable[[], None]) -> None:
        """Change the layout without losing what is in the middle of the view."""
        if self.verticalScrollBar().value() == 0:
            change()
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        page, part = self._page, 0.5
        if self._sizes:
            page = self._page_at(middle)
            part = (middle - self._top(page)) / max(1.0, self._height(page))
        change()
        if self._sizes:
            self.verticalScrollBar().setValue(
                round(self._top(page) + part * self._height(page) - self.viewport().height() / 2)
            )

    def _page_at(self, y: float) -> int:
        for page in range(len(self._sizes)):
            if y < self._top(page) + self._height(page) + self._margin() / 2:
                return page
        return max(0, len(self._sizes) - 1)

    def _rect(self, page: int) -> QRectF:
        """Where a page is, in the view's own pixels."""
        width = self._width(page)
        left = max(float(self._margin()), (self.viewport().width() - width) / 2) - self.horizontalScrollBar().value()
        return QRectF(
            round(left),
            round(self._top(page) - self.verticalScrollBar().value()),
            round(width),
            round(self._height(page)),
        )

    def _scrolled(self) -> None:
        if not self._sizes:
            return
        page = self._page_at(self.verticalScrollBar().value() + self.viewport().height() / 2)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    # -- Qt --------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme.metrics().px(720), theme.metrics().px(640))

    def restyle(self) -> None:
        """Take up the look in force."""
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keeping_place(self._lay_out)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ScrollPrepare or event.type() == QEvent.Type.Scroll:
            return self._finger(event)
        return super().viewportEvent(event)

    def _finger(self, event: QEvent) -> bool:
        from PySide6.QtCore import QPointF, QSizeF
        from PySide6.QtGui import QScrollEvent, QScrollPrepareEvent

        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if isinstance(event, QScrollPrepareEvent):
            event.setViewportSize(QSizeF(self.viewport().size()))
            event.setContentPosRange(QRectF(0, 0, across.maximum(), down.maximum()))
            event.setContentPos(QPointF(across.value(), down.value()))
            event.accept()
            return True
        if isinstance(event, QScrollEvent):
            across.setValue(round(event.contentPos().x()))
            down.setValue(round(event.contentPos().y()))
            return True
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            elif event.angleDelta().y() < 0:
                self.zoom_out()
            event.accept()
            return
        super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ringed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, down = event.key(), self.verticalScrollBar()
        if key == Qt.Key.Key_PageDown or key == Qt.Key.Key_Space:
            self._turn(1)
        elif key == Qt.Key.Key_PageUp or (key == Qt.Key.Key_Backspace):
            self._turn(-1)
        elif key == Qt.Key.Key_Home:
            down.setValue(0)
        elif key == Qt.Key.Key_End:
            down.setValue(down.maximum())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _turn(self, pages: int) -> None:
        """One page on or back where a page fits the view, else one view."""
        if self._sizes and self._height(self._page) <= self.viewport().height():
            self.show_page(max(0, min(len(self._sizes) - 1, self._page + pages)))
        else:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + pages * round(self.viewport().height() * 0.9))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), theme.color("window"))
        view = QRectF(self.viewport().rect())
        for page in range(len(self._sizes)):
            rect = self._rect(page)
            if rect.intersects(view.adjusted(0, -view.height() / 2, 0, view.height() / 2)):
                self._want(page)
            if rect.intersects(view):
                self._paint_page(painter, page, rect)
        if self.hasFocus() and self._ringed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_box(painter, view.adjusted(1, 1, -1, -1), 4, None, theme.color("focus"), float(theme.metrics().ring))
        painter.end()

    def _paint_page(self, painter: QPainter, page: int, rect: QRectF) -> None:
        shade = theme.color("shadow")
        for step, strength in ((6, 8), (4, 12), (2, 18)):
            shade.setAlpha(strength)
            painter.fillRect(rect.adjusted(-step / 2, -step / 4, step / 2, step), shade)
        painter.fillRect(rect, Qt.GlobalColor.white)
        picture = self._pictures.get(page)
        if picture is not None:
            painter.drawImage(rect, picture)

    def _want(self, page: int) -> None:
        pixels = self._pixels_wide(page)
        if self.has_picture(page) or self._asked.get(page) == pixels:
            return
        self._asked[page] = pixels
        self.wanted.emit(page, pixels)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(240), theme.metrics().px(240))

    def page_rect(self, page: int) -> QRectF:
        """Where a page is in the view, for tests and pictures."""
        return self._rect(page).translated(QPoint(0, 0))
