"""A sheet with the figures on it: which views, how large, and how they are painted with their marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.body_figure import figure
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.art import paint_figure
from rmt_notes.ui.widgets.body.captions import head_height, paint_captions
from rmt_notes.ui.widgets.body.layout import GAP, Page, arranged, drawn_height
from rmt_notes.ui.widgets.body.marks import Pin, paint_chosen, pieces_of, pins
from rmt_notes.ui.widgets.body.picture import PagePicture
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.paint import painter_of

MOST_ZOOM = 6.0


class FigureSheet(QWidget):
    """Shows a scene on one view or several side by side; can be enlarged and moved. `zoomed` carries how much larger
    than the whole."""

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._views: tuple[str, ...] = ("front",)
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self._pages: tuple[Page, ...] = ()
        self._pins: dict[str, tuple[Pin, ...]] = {}
        self._moved: set[str] = set()
        self._pictures: dict[str, PagePicture] = {}
        self._stale: set[str] = set()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # what is shown

    def scene(self) -> Scene:
        """What is shown."""
        return self._scene

    def set_scene(self, scene: Scene) -> None:
        """Show other marks."""
        before, self._scene = self._scene, scene
        if replace(scene, selected=0) == replace(before, selected=0):
            self.update()
            return
        self._moved, self._stale = set(self._views), set(self._views)
        if not self.isVisible():
            return
        changed = self._bring_up()
        if before.selected or scene.selected:
            self.update()
        elif not changed.isEmpty():
            self.update(changed)

    def views(self) -> tuple[str, ...]:
        """The views side by side."""
        return self._views

    def set_views(self, views: Sequence[str]) -> None:
        """Show these views side by side, whole."""
        self._views = tuple(views)
        self.fit()

    def pages(self) -> tuple[Page, ...]:
        """Where the views stand."""
        return self._pages

    def page_of(self, view: str) -> Page | None:
        """Where a view stands; None where it is not shown."""
        return next((page for page in self._pages if page.view == view), None)

    def standing(self, view: str) -> tuple[Pin, ...]:
        """The pins of a view."""
        page = self.page_of(view)
        if page is None:
            return ()
        if view in self._moved or view not in self._pins:
            self._pins[view] = pins(self._scene.pinned(), page, self._clip(page), self._pins.get(view, ()))
            self._moved.discard(view)
        return self._pins[view]

    # size and zoom

    def height_for(self, width: float) -> float:
        """How tall the sheet wants to be so that its figures fill a width."""
        return head_height() + drawn_height(self._views, width)

    def sizeHint(self) -> QSize:
        return QSize(theme.metrics().px(420), theme.metrics().px(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(280), theme.metrics().px(320))

    def zoom(self) -> float:
        """How much larger than the whole."""
        return self._zoom

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Larger or smaller, the point `at` (pixels) staying in place."""
        goal = min(MOST_ZOOM, max(1.0, self._zoom * factor))
        if goal == self._zoom or not self._pages:
            return
        spot = at if at is not None else QPointF(self.rect().center())
        page = self._page_at(spot)
        x, y = page.to_page(spot)
        self._zoom = goal
        self._arrange()
        moved = next(each for each in self._pages if each.view == page.view).to_canvas(x, y)
        self._pan(spot - moved)
        self.zoomed.emit(self._zoom)

    def fit(self) -> None:
        """Show the whole."""
        self._zoom, self._centre = 1.0, QPointF(0.5, 0.5)
        self._arrange()
        self.zoomed.emit(self._zoom)

    def _pan(self, way: QPointF) -> None:
        wide, high = self._drawn_size()
        self._centre = QPointF(
            min(1.0, max(0.0, self._centre.x() - way.x() / wide)), min(1.0, max(0.0, self._centre.y() - way.y() / high))
        )
        self._arrange()

    def _drawn_size(self) -> tuple[float, float]:
        left, right = self._pages[0], self._pages[-1]
        wide = right.frame.right() - left.frame.left()
        return max(1.0, wide), max(1.0, max(figure(page.view).box[3] for page in self._pages) * left.scale)

    def _arrange(self) -> None:
        self._pages = arranged(self._views, QRectF(self.rect()), head_height(), self._zoom, self._centre)
        if self._zoom > 1.0:  # the centre never runs beyond what can be shown
            wide, high = self._drawn_size()
            room_wide, room_high = self.width() / 2 / wide, (self.height() - head_height()) / 2 / high
            self._centre = QPointF(_within(self._centre.x(), room_wide), _within(self._centre.y(), room_high))
        self._pictures.clear()
        self._pins.clear()
        self.update()

    def restyle(self) -> None:
        """Take up the look in force."""
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _page_at(self, at: QPointF) -> Page:
        return min(self._pages, key=lambda page: max(page.frame.left() - at.x(), at.x() - page.frame.right(), 0.0))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        self._bring_up()
        painter = painter_of(self)
        painter.setClipRegion(event.region())
        for page in self._pages:
            if page.view in self._pictures:
                self._pictures[page.view].paint(painter)
        for page in self._pages:
            painter.save()
            painter.setClipRect(self._clip(page), Qt.ClipOperation.IntersectClip)
            if self._scene.selected:
                for each in self.standing(page.view):
                    if each.mark.number == self._scene.selected:
                        paint_chosen(painter, each)
            self.paint_between(painter, page)
            painter.restore()
        self.paint_above(painter)
        painter.end()

    def paint_between(self, painter: QPainter, page: Page) -> None:
        """What belongs to one page and lies over its marks; nothing here."""

    def paint_above(self, painter: QPainter) -> None:
        """What lies over everything; nothing here."""

    def _clip(self, page: Page) -> QRectF:
        """The part of the canvas where a page's figure and marks may be: below the words, up to the next page."""
        half = GAP / 2
        return page.frame.adjusted(-half, 0, half, 0).intersected(QRectF(self.rect()).adjusted(0, head_height(), 0, 0))

    def _bring_up(self) -> QRegion:
        """Have every view's picture show the scene; what changed."""
        changed = QRegion()
        ratio = self.devicePixelRatioF()
        for page in self._pages:
            picture = self._pictures.get(page.view)
            if picture is None or picture.ratio != ratio:
                picture = self._pictured(page, ratio)
                if picture is None:
                    continue
                self._pictures[page.view] = picture
            elif page.view not in self._stale:
                continue
            changed += picture.show(
                pieces_of(page, self._scene, self.standing(page.view), self._clip(page), ratio, picture.pieces)
            )
            self._stale.discard(page.view)
        return changed

    def _pictured(self, page: Page, ratio: float) -> PagePicture | None:
        """The bare figure of a page with its words; None where it is out of sight."""
        sight = QRectF(self.rect())
        half = GAP / 2
        frame = page.frame.adjusted(-half, 0, half, 0).intersected(sight).toAlignedRect()
        if frame.isEmpty():
            return None

        def ground(painter: QPainter) -> None:
            painter.save()
            painter.setClipRect(self._clip(page))
            painter.setTransform(page.transform(), True)
            paint_figure(painter, page.view, page.scale)
            painter.restore()
            paint_captions(painter, page, sight)

        return PagePicture(frame, self._clip(page).toAlignedRect(), ratio, ground)


def _within(centre: float, half: float) -> float:
    return 0.5 if half >= 0.5 else min(1.0 - half, max(half, centre))
