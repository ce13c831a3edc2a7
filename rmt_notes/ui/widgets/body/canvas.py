"""The figures on the screen: paints them with their marks and turns taps, strokes and keys into what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent, QPainter, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from rmt_notes.clinical.body_chart import SNAP, aimed_at, mark_words
from rmt_notes.clinical.body_figure import figure
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.captions import head_height
from rmt_notes.ui.widgets.body.chooser import SiteChooser
from rmt_notes.ui.widgets.body.layout import Page
from rmt_notes.ui.widgets.body.marks import Pin, paint_site_ring, pin_reach
from rmt_notes.ui.widgets.body.pen import PenTrail
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.body.sheet import FigureSheet
from rmt_notes.ui.widgets.body.spots import RegionSpot

DRAG = 8.0
"""Pixels a press may wander and still be a tap."""
MOUSE_REACH = 2.0
_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FINGERS = (QInputDevice.DeviceType.TouchScreen, QInputDevice.DeviceType.Stylus)


class BodyCanvas(FigureSheet):
    """`tapped` carries view, site and the point of the page; `stroked` view and points with pressure; `pin_pressed` a
    mark's number; `pin_moved` number, view, site and point; `rested` the site under mouse or keys, or None; `typed` a
    key that the chart should understand."""

    tapped: ClassVar[Signal[Any]] = Signal(str, object, float, float)
    stroked = Signal(str, object)
    pin_pressed = Signal(int)
    pin_moved: ClassVar[Signal[Any]] = Signal(int, str, object, float, float)
    rested: ClassVar[Signal[tuple[Any]]] = Signal(object)
    typed: ClassVar[Signal[tuple[Any]]] = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = "region"
        self._spots: dict[tuple[str, Site], RegionSpot] = {}
        self._told: dict[Site, str] = {}
        self._mark_words: dict[BodyMark, str] = {}
        self._current: tuple[str, Site] | None = None
        self._ringed = False
        self._hover: tuple[str, Site] | None = None
        self._press: QPointF | None = None
        self._grabbed: Pin | None = None
        self._pan_from: QPointF | None = None
        self._dragged = False
        self._read_only = False
        self._trail = PenTrail()
        self._later = QTimer(self)  # the figure is painted before its hundred buttons are made
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._place_spots)
        self._chooser = SiteChooser(self)
        self._chooser.chosen.connect(self._take_choice)
        self._chooser.closed.connect(self._drop_choice)
        self._asked: tuple[str, float, float] | None = None
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(_("Body chart"))
        self._arrange()

    # what is shown

    def set_scene(self, scene: Scene) -> None:
        """Show other marks."""
        super().set_scene(scene)
        self._tell_spots()

    def set_views(self, views: Sequence[str]) -> None:
        """Show these views side by side, whole."""
        if tuple(views) == self._views:
            return
        held = self.focusWidget() in self._spots.values()
        self._current = None
        self._hover = None
        self._chooser.dismiss()
        super().set_views(views)
        if held:
            self.focus_first()

    def set_mode(self, mode: str) -> None:
        """What a press means: `region`, `point` or `draw`."""
        self._mode = mode
        self.setCursor(Qt.CursorShape.CrossCursor if mode != "region" else Qt.CursorShape.ArrowCursor)

    def set_read_only(self, on: bool) -> None:
        """Allow or forbid marking; looking, zooming and choosing a pin stay."""
        self._read_only = on

    def spot(self, view: str, site: Site) -> RegionSpot:
        """The accessible button of a region.

        Raises:
            KeyError: the view is not shown, or does not show the region.
        """
        self._make_spots()
        return self._spots[view, site]

    def spots(self) -> tuple[RegionSpot, ...]:
        """The accessible buttons of all shown regions."""
        self._make_spots()
        return tuple(self._spots.values())

    def chooser(self) -> SiteChooser:
        """The list that asks which region was meant."""
        return self._chooser

    def _arrange(self) -> None:
        super()._arrange()
        if self._spots:
            self._place_spots()
        else:
            self._later.start()

    # accessible regions

    def _make_spots(self) -> None:
        """Have the buttons now, where they were still to be made."""
        if not self._spots:
            self._place_spots()

    def _place_spots(self) -> None:
        self._later.stop()
        wanted = {(page.view, site) for page in self._pages for site in figure(page.view).sites}
        if set(self._spots) != wanted:
            for key in set(self._spots) - wanted:
                spot = self._spots.pop(key)
                spot.hide()
                spot.deleteLater()
            for page in self._pages:
                for site in figure(page.view).in_order():
                    if (page.view, site) not in self._spots:
                        spot = RegionSpot(page.view, site, self._enter, self)
                        spot.clicked.connect(lambda _checked=False, spot=spot: self._press_spot(spot))
                        self._spots[page.view, site] = spot
                        spot.show()
            self._tell_spots(afresh=True)
            self._chooser.raise_()
        side = theme.metrics().target
        for page in self._pages:
            for site, shape in figure(page.view).sites.items():
                at = page.to_canvas(*shape.middle)
                self._spots[page.view, site].setGeometry(round(at.x() - side / 2), round(at.y() - side / 2), side, side)
        if self._current not in self._spots and self._pages:
            first = self._pages[0].view
            self._rest_on((first, figure(first).in_order()[0]))

    def _tell_spots(self, *, afresh: bool = False) -> None:
        """Tell the buttons what lies on their regions; `afresh` also those of which nothing changed."""
        told: dict[Site, list[str]] = {}
        words: dict[BodyMark, str] = {}
        for mark in self._scene.shown_marks():
            words[mark] = self._mark_words.get(mark) or mark_words(mark).partition(": ")[2]
            told.setdefault(mark.site, []).append(words[mark])
        self._mark_words = words
        for site in self._scene.shown_treated():
            told.setdefault(site, []).append(_("treated today"))
        for site, reason in self._scene.shown_avoid().items():
            told.setdefault(site, []).append(_("avoid: {reason}").format(reason=reason) if reason else _("avoid"))
        joined = {site: "; ".join(parts) for site, parts in told.items()}
        before, self._told = self._told, joined
        for site in {*before, *joined}:
            if afresh or before.get(site) != joined.get(site):
                for page in self._pages:
                    spot = self._spots.get((page.view, site))
                    if spot is not None:
                        spot.tell(joined.get(site, ""))

    def _rest_on(self, key: tuple[str, Site]) -> None:
        if self._current in self._spots:
            self._spots[self._current].setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._current = key
        self._spots[key].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _enter(self, spot: RegionSpot, ringed: bool) -> None:
        self._ringed = ringed
        if self._current != (spot.view, spot.site):
            self._rest_on((spot.view, spot.site))
        self.rested.emit(spot.site)
        self.update()

    def focus_first(self) -> None:
        """Put the keys on the region where they were last."""
        self._make_spots()
        if self._current is not None:
            self._spots[self._current].setFocus(Qt.FocusReason.TabFocusReason)

    def focus_site(self, site: Site, *, by_key: bool = True) -> None:
        """Put the keys on a region, on the first view that shows it."""
        self._make_spots()
        view = next((page.view for page in self._pages if site in figure(page.view).sites), None)
        if view is not None:
            reason = Qt.FocusReason.OtherFocusReason if by_key else Qt.FocusReason.MouseFocusReason
            self._spots[view, site].setFocus(reason)

    def current_site(self) -> Site | None:
        """The region that the keys rest on."""
        return self._current[1] if self._current else None

    def _press_spot(self, spot: RegionSpot) -> None:
        if not self._read_only:
            self.tapped.emit(spot.view, spot.site, *figure(spot.view).sites[spot.site].middle)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        self._ringed = True
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) or event.text() == "+":
            self.zoom_by(1.5, self._middle_of_current())
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(1 / 1.5, self._middle_of_current())
        elif plain and event.key() in _ARROWS and self._current is not None:
            self._step(*_ARROWS[event.key()])
        elif plain and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            if not event.isAutoRepeat():
                self._press_spot(self._spots[self._current])
        else:
            event.ignore()
            self.typed.emit(event)
            return
        event.accept()

    def _step(self, dx: int, dy: int) -> None:
        assert self._current is not None
        view, site = self._current
        goal = figure(view).next_site(site, dx, dy)
        if goal is None and dx:
            views = [page.view for page in self._pages]
            at = views.index(view) + dx
            if not 0 <= at < len(views):
                return
            view = views[at]
            height = figure(self._current[0]).sites[site].middle[1]
            shapes = figure(view).sites
            edge = sorted(
                shapes, key=lambda other: abs(shapes[other].middle[1] - height) + dx * shapes[other].middle[0] * 0.3
            )
            goal = edge[0]
        if goal is not None:
            self._spots[view, goal].setFocus(Qt.FocusReason.TabFocusReason)
            self._keep_in_sight(view, goal)

    def _keep_in_sight(self, view: str, site: Site) -> None:
        page = self.page_of(view)
        if page is None or self._zoom == 1.0:
            return
        at = page.to_canvas(*figure(view).sites[site].middle)
        edge = theme.metrics().px(60)
        room = QRectF(self.rect()).adjusted(edge, edge + head_height(), -edge, -edge)
        if not room.contains(at):
            self._pan(QRectF(self.rect()).center() - at)

    def _middle_of_current(self) -> QPointF | None:
        page = self.page_of(self._current[0]) if self._current else None
        if page is None or self._current is None:
            return None
        return page.to_canvas(*figure(page.view).sites[self._current[1]].middle)

    # mouse, finger, pen

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._press = None
                self._trail.clear()
                here = self.mapFromGlobal(pinch.centerPoint())
                before = here if pinch.lastCenterPoint().isNull() else self.mapFromGlobal(pinch.lastCenterPoint())
                if self._zoom > 1.0:
                    self._pan(here - before)
                self.zoom_by(pinch.scaleFactor(), here)
                event.accept(pinch)
                return True
        if event.type() == QEvent.Type.Leave:
            self._hover_on(None)
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.2 ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        elif self._zoom > 1.0:
            self._pan(QPointF(event.angleDelta()) / 2)
            event.accept()
        else:
            event.ignore()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen draws with its pressure; in the other modes it is a finger (Qt makes mouse events of it)."""
        if self._mode != "draw" or self._read_only:
            event.ignore()
            return
        at = event.position()
        if event.type() == QEvent.Type.TabletPress:
            self._trail.start(self._page_at(at), at, event.pressure())
        elif event.type() == QEvent.Type.TabletMove and self._trail.is_open():
            self._trail.add(at, event.pressure())
        elif event.type() == QEvent.Type.TabletRelease:
            self._end_stroke()
        event.accept()
        self.update()

    def keeps_finger(self, at: QPoint) -> bool:
        """Whether the finger draws, moves an enlarged figure or a pin, so that the note around must not scroll."""
        if self._zoom > 1.0 or (self._mode == "draw" and not self._read_only):
            return True
        return not self._read_only and self._pin_at(QPointF(at), SNAP) is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._chooser.dismiss()
        at = event.position()
        self._press, self._pan_from, self._dragged = at, at, False
        self._grabbed = self._pin_at(at, pin_reach() + 2 if not self._is_finger(event) else SNAP)
        if self._mode == "draw" and not self._read_only and self._grabbed is None:
            self._trail.start(self._page_at(at), at, 0.5)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._press is None:
            page = self._page_at(at)
            site = figure(page.view).site_at(*page.to_page(at))
            self._hover_on(None if site is None else (page.view, site))
            return
        if self._trail.is_open():
            self._trail.add(at, 0.5)
            self.update()
            return
        far = at - self._press
        if not self._dragged and far.manhattanLength() > DRAG:
            self._dragged = True
        if self._dragged and self._grabbed is None and self._zoom > 1.0 and self._pan_from is not None:
            self._pan(at - self._pan_from)
        if self._dragged:
            self._pan_from = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            event.ignore()
            return
        at, grabbed = event.position(), self._grabbed
        tapped = not self._dragged
        self._press = self._pan_from = self._grabbed = None
        if self._trail.is_open():
            self._end_stroke()
        elif grabbed is not None and not tapped and not self._read_only and grabbed.mark in self._scene.marks:
            self._drop_pin(grabbed, at)
        elif grabbed is not None and tapped:
            self.pin_pressed.emit(grabbed.mark.number if grabbed.mark in self._scene.marks else 0)
        elif tapped and not self._read_only:
            self._tap(at, SNAP if self._is_finger(event) else MOUSE_REACH)
        self.update()
        event.accept()

    @staticmethod
    def _is_finger(event: QMouseEvent) -> bool:
        return event.pointingDevice().type() in _FINGERS

    def _pin_at(self, at: QPointF, reach: float) -> Pin | None:
        """The pin that a press means. Where marks can be made, one of another layer does not stand in their way."""
        own = None if self._read_only else {id(mark) for mark in self._scene.marks}
        near = [
            (max(abs(each.at.x() - at.x()), abs(each.at.y() - at.y())), number, each)
            for page in self._pages
            for number, each in enumerate(self.standing(page.view))
            if own is None or id(each.mark) in own
        ]
        best = min(near, default=None, key=lambda one: one[:2])
        if best is None or best[0] > reach:
            return None
        # in the dense places a new point may be wanted right beside a pin: only the pin itself is the pin then
        return best[2] if self._mode == "region" or best[0] <= pin_reach() else None

    def _tap(self, at: QPointF, reach: float) -> None:
        page = self._page_at(at)
        x, y = page.to_page(at)
        sites = aimed_at(page.view, x, y, reach / page.scale)
        if not sites and reach < SNAP:
            sites = aimed_at(page.view, x, y, SNAP / page.scale)
        if not sites:
            return
        if len(sites) > 1:
            self._asked = (page.view, x, y)
            self._chooser.ask(sites, at)
            return
        self.spot(page.view, sites[0]).setFocus(Qt.FocusReason.MouseFocusReason)
        self.tapped.emit(page.view, sites[0], x, y)

    def _take_choice(self, site: Site) -> None:
        if self._asked is None:
            return
        view, x, y = self._asked
        self._asked = None
        self._spots[view, site].setFocus(Qt.FocusReason.MouseFocusReason)
        shape = figure(view).sites[site]
        if not shape.holds(x, y):
            edge = shape.nearest(x, y)
            x, y = edge[0] * 0.7 + shape.middle[0] * 0.3, edge[1] * 0.7 + shape.middle[1] * 0.3
        self.tapped.emit(view, site, x, y)

    def _drop_choice(self) -> None:
        self._asked = None
        if self._current is not None and self.isVisible():
            self._spots[self._current].setFocus(Qt.FocusReason.MouseFocusReason)

    def _drop_pin(self, grabbed: Pin, at: QPointF) -> None:
        page = self._page_at(at)
        x, y = page.to_page(at)
        sites = aimed_at(page.view, x, y, MOUSE_REACH / page.scale)
        if sites:
            self.pin_moved.emit(grabbed.mark.number, page.view, sites[0], x, y)

    def _end_stroke(self) -> None:
        view, points = self._trail.finish()
        if len(points) > 2:
            self.stroked.emit(view, points)
        elif points and not self._read_only:
            page = self.page_of(view)
            if page is not None:
                self._tap(page.to_canvas(points[0][0], points[0][1]), MOUSE_REACH)
        self.update()

    def _hover_on(self, key: tuple[str, Site] | None) -> None:
        if key != self._hover:
            self._hover = key
            self.rested.emit(None if key is None else key[1])
            self.update()

    # painting

    def paint_between(self, painter: QPainter, page: Page) -> None:
        """The region under the mouse, and the ring around the one the keys rest on."""
        if self._hover is not None and self._hover[0] == page.view and not self._read_only:
            paint_site_ring(painter, page, self._hover[1], "accent", 1.4, wash=True)
        if self._ringed and self._current is not None and self._current[0] == page.view and self.has_keys():
            paint_site_ring(painter, page, self._current[1], "focus", float(theme.metrics().ring))

    def paint_above(self, painter: QPainter) -> None:
        """The line that is being drawn."""
        self._trail.paint(painter)

    def has_keys(self) -> bool:
        """Whether the keys are on one of its regions."""
        return self._current in self._spots and self._spots[self._current].hasFocus()
