"""The body chart of a note: the figures to tap, the marks as rows, and a search that does the same without a mouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_chart import (
    kind_words,
    layer_of,
    mark_point,
    mark_site,
    mark_stroke,
    mark_words,
    region_words,
    renumbered,
    site_words,
    twin,
)
from rmt_notes.clinical.body_figure import figure, page_x
from rmt_notes.clinical.body_ground import BodyGround, avoid_sites, treated_sites
from rmt_notes.clinical.body_mark import VIEWS, BodyMark, Site
from rmt_notes.clinical.body_reference import ReferencePoint, dermatome_doubt, dermatome_points, point_words
from rmt_notes.clinical.body_referral import referral_doubt, referral_words, referred
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.i18n import _, _p
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.body.canvas import BodyCanvas
from rmt_notes.ui.widgets.body.kind_bar import KindBar
from rmt_notes.ui.widgets.body.legend import GHOST, Legend
from rmt_notes.ui.widgets.body.mark_editor import MarkEditor
from rmt_notes.ui.widgets.body.mark_list import MarkList
from rmt_notes.ui.widgets.body.region_search import RegionSearch
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import PillTabs, Segmented

BOTH = "both"
"""Front and back side by side."""
ALL = "all"
DERMATOMES = "dermatomes"
REFERRAL = "referral"
_SIDE_BY_SIDE = 980
"""From this width on the panel stands beside the figure."""
_LEAST_HEIGHT, _MOST_HEIGHT = 400, 620
_TWO_DIGIT_MS = 900
QWIDGETSIZE_MAX = 16777215
"""Qt's own bound: no bound."""

Marks = tuple[BodyMark, ...]


def _lies_in(point: ReferencePoint, site: Site) -> bool:
    return figure(point.view).site_at(point.x, point.y) == site


def tab_words() -> list[tuple[str, str]]:
    """The views to choose from, in short words; the figures themselves say whose left and right they show."""
    return [
        (BOTH, _p("body views", "Both")),
        ("front", _p("body views", "Front")),
        ("back", _p("body views", "Back")),
        ("left", _p("body views", "Left")),
        ("right", _p("body views", "Right")),
        (ALL, _p("body views", "All")),
    ]


def shown_views(view: str) -> tuple[str, ...]:
    """The figures that a view of the chart shows."""
    return {BOTH: ("front", "back"), ALL: VIEWS}.get(view, (view,))


class BodyChart(QWidget):
    """Holds the marks of the layers it is made for; other layers are shown beneath. `edited` carries all marks after
    every change. Undoing belongs to whoever holds the marks: `set_marks` shows an earlier state."""

    edited: ClassVar[Signal[tuple[Any]]] = Signal(object)

    def __init__(self, layers: Sequence[str] = ("pain",), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shows_referral = False
        self._rested: Site | None = None
        self._with_roots = bool({"pain", "findings"} & set(layers))
        self._kinds = tuple(kind.key for layer in layers for kind in body_words().kinds_of(layer))
        self._scene = Scene()
        self._read_only = False
        self._typed: tuple[int, QElapsedTimer] | None = None
        self._fitted: object = None
        self._fitted_width = 0
        self._first = 1
        self.setAccessibleName(_("Body chart"))
        self._build()
        self._connect()
        self.canvas.set_views(shown_views(BOTH))
        self._show_scene(self._scene)

    def _build(self) -> None:
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self.views = PillTabs(tab_words(), name=_("View of the body"), parent=self)
        self.smaller = IconButton("minus", _("Smaller"), parent=self)
        self.whole = IconButton("person-standing", _("Whole figure"), parent=self)
        self.larger = IconButton("plus", _("Larger"), parent=self)
        self._sizes = QWidget(self)
        sizes = QHBoxLayout(self._sizes)
        sizes.setContentsMargins(0, 0, 0, 0)
        for button in (self.smaller, self.whole, self.larger):
            sizes.addWidget(button)
        self._bar = QHBoxLayout()
        self._bar.addWidget(self.views)
        self._bar.addStretch(1)
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        figures = QVBoxLayout()
        figures.addLayout(self._bar)
        self.canvas = BodyCanvas(self)
        figures.addWidget(self.canvas)
        self.caption = Label("", "hint", token="muted", wrap=True, parent=self)
        figures.addWidget(self.caption)
        self.legend = Legend(self)
        figures.addWidget(self.legend)
        self.doubt = Label("", "hint", token="muted", wrap=True, parent=self)
        self.doubt.hide()
        figures.addWidget(self.doubt)
        figures.addStretch(1)
        self._middle.addLayout(figures, 1)
        self.panel = QWidget(self)
        panel = QVBoxLayout(self.panel)
        panel.setContentsMargins(0, 0, 0, 0)
        panel.setSpacing(theme.metrics().space(3))
        self._build_tools()
        self.search = RegionSearch(self.panel)
        self.editor = MarkEditor(self.panel)
        self.list = MarkList(self.editor, self.panel)
        self.layers = ChipGroup((), multiple=True, label=_("Show"), parent=self.panel)
        self._empty = Label(
            _("Press the figure where it hurts, or find a region by name."), "body", token="muted", wrap=True
        )
        for widget in (self.search, self._empty, self.list, self.layers):
            panel.addWidget(widget)
        panel.addStretch(1)
        self._middle.addWidget(self.panel)
        self._outer.addLayout(self._middle)
        self._arrange(beside=False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.restyle()

    def _build_tools(self) -> None:
        """What the next press means; above the figure, or at the head of the panel beside it."""
        self._tools = QWidget(self)
        tools = QVBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(theme.metrics().space(2))
        self.kinds = KindBar(self._kinds, self._tools)
        self.mode = Segmented(
            [("region", _("Region")), ("point", _("Point")), ("draw", _("Draw"))],
            label=_("A press marks"),
            show_label=False,
            optional=False,
            parent=self._tools,
        )
        self.mode.set_value("region")
        self._mode_line = QHBoxLayout()
        self._mode_line.addWidget(self.mode)
        self._mode_line.addStretch(1)
        tools.addWidget(self.kinds)
        tools.addLayout(self._mode_line)

    def _arrange(self, *, beside: bool) -> None:
        """The panel beside the figure, or below it with the tools above."""
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._middle.setDirection(way)
        panel = self.panel.layout()
        assert isinstance(panel, QVBoxLayout)
        if beside:
            panel.insertWidget(0, self._tools)
            self._bar.addWidget(self._sizes)
        else:
            self._outer.insertWidget(0, self._tools)
            self._mode_line.addWidget(self._sizes)

    def _connect(self) -> None:
        self.views.chosen.connect(self.show_view)
        self.mode.edited.connect(self.canvas.set_mode)
        self.smaller.clicked.connect(lambda: self.canvas.zoom_by(1 / 1.5))
        self.larger.clicked.connect(lambda: self.canvas.zoom_by(1.5))
        self.whole.clicked.connect(self.canvas.fit)
        self.canvas.zoomed.connect(lambda _zoom: self._enable())
        self.canvas.tapped.connect(self._tap)
        self.canvas.stroked.connect(self._draw)
        self.canvas.pin_pressed.connect(self.select)
        self.canvas.pin_moved.connect(self._move)
        self.canvas.rested.connect(self._tell_site)
        self.canvas.typed.connect(self._type)
        self.search.chosen.connect(lambda key: self._take_found(RegionSearch.site_of(key)))
        self.search.rested.connect(lambda key: self._tell_site(RegionSearch.site_of(key)))
        self.list.chosen.connect(self.select)
        self.list.removed.connect(self.remove)
        self.editor.edited.connect(self._take_edited)
        self.editor.mirrored.connect(self._mirror)
        self.layers.edited.connect(lambda _shown: self._hide_layers())
        self._settled = QTimer(self)  # rows that stack while they find their width leave the room they took then
        self._settled.setSingleShot(True)
        self._settled.setInterval(0)
        self._settled.timeout.connect(self.updateGeometry)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._outer.setSpacing(m.space(2))
        self._bar.setSpacing(m.px(4))
        self._middle.setSpacing(m.space(4))
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.metrics().px(_SIDE_BY_SIDE)
        if beside != (self._middle.direction() == QBoxLayout.Direction.LeftToRight):
            self._arrange(beside=beside)
        self._fit_height()

    def _fit_height(self) -> None:
        """As tall as the figures need in the width there is. A scroll bar that comes and goes changes nothing, else the
        two would chase each other."""
        m = theme.metrics()
        beside = self._middle.direction() == QBoxLayout.Direction.LeftToRight
        panel = m.target * 11 + m.px(12)
        self.panel.setMinimumWidth(panel if beside else m.px(300))
        self.panel.setMaximumWidth(panel if beside else QWIDGETSIZE_MAX)
        width = self.width() - panel - m.space(4) if beside else self.width()
        fitted = (self.canvas.views(), beside, m.scale)
        if fitted == self._fitted and abs(width - self._fitted_width) < m.px(30):
            return
        self._fitted, self._fitted_width = fitted, width
        wanted = self.canvas.height_for(width)
        self.canvas.setFixedHeight(round(max(m.px(_LEAST_HEIGHT), min(m.px(_MOST_HEIGHT), wanted))))

    # values

    def marks(self) -> Marks:
        """The marks, numbered as they are shown."""
        return self._scene.marks

    def set_marks(self, marks: Iterable[BodyMark]) -> None:
        """Show these marks; says nothing back. The chosen mark stays chosen while there is one of its number."""
        shown = renumbered(marks, self._first)
        if shown != self._scene.marks:
            held = self._scene.selected if any(mark.number == self._scene.selected for mark in shown) else 0
            self._show_scene(replace(self._scene, marks=shown, selected=held))

    def set_ground(self, ground: BodyGround) -> None:
        """Show what lies under the marks; they count from the ground's first number."""
        shift = ground.first - self._first
        self._first = ground.first
        selected = self._scene.selected + shift if self._scene.selected else 0
        scene = replace(
            self._scene,
            marks=renumbered(self._scene.marks, self._first),
            others=ground.others,
            treated=treated_sites(ground.techniques),
            avoid=avoid_sites(ground.avoid),
            ghost=ground.last,
            selected=selected,
        )
        if scene != self._scene:
            self._show_scene(scene)

    def set_others(self, marks: Iterable[BodyMark]) -> None:
        """Show marks of other layers beneath, to be looked at only."""
        self._show_scene(replace(self._scene, others=tuple(marks)))

    def set_treated(self, sites: Iterable[Site]) -> None:
        """Show the regions of today's techniques."""
        self._show_scene(replace(self._scene, treated=frozenset(sites)))

    def set_avoid(self, sites: Mapping[Site, str]) -> None:
        """Show the regions to avoid, each with its reason."""
        self._show_scene(replace(self._scene, avoid=dict(sites)))

    def set_last_visit(self, marks: Iterable[BodyMark]) -> None:
        """Show the marks of the last visit as dashed outlines."""
        self._show_scene(replace(self._scene, ghost=tuple(marks)))

    def set_read_only(self, on: bool) -> None:
        """Allow or forbid changes."""
        self._read_only = on
        self.canvas.set_read_only(on)
        self.list.set_read_only(on)
        for widget in (self.kinds, self.mode, self.search):
            widget.setVisible(not on)
        self._show_scene(self._scene)

    def current_view(self) -> str:
        """The view that is shown, or `both` or `all`."""
        return self.views.current()

    def show_view(self, view: str) -> None:
        """Show a view, front and back (`both`) or `all` of them side by side.

        Raises:
            KeyError: for an unknown view.
        """
        self.views.set_current(view)
        self.canvas.set_views(shown_views(view))
        self._fit_height()

    def selected(self) -> int:
        """The number of the chosen mark, or 0."""
        return self._scene.selected

    def select(self, number: int) -> None:
        """Choose a mark by its number: its row and its pin light up. 0 chooses none."""
        self._show_scene(replace(self._scene, selected=number if self._mark(number) else 0))
        self._follow_chosen()

    def _follow_chosen(self) -> None:
        """Have the chosen mark in sight, and say it."""
        mark = self._mark(self._scene.selected)
        if mark is not None:
            self._bring_in_sight(mark)
            announce(self, _("Mark {number}: {words}").format(number=mark.number, words=mark_words(mark)))

    def focus_first(self) -> None:
        """Put the keys on the figure."""
        self.canvas.focus_first()

    def add(self, mark: BodyMark) -> None:
        """Add a mark and choose it. A region that carries this kind already is only chosen."""
        if mark.x is None and not mark.stroke:
            for known in self._scene.marks:
                if (known.kind, known.site, known.x, known.stroke) == (mark.kind, mark.site, None, ()):
                    self.select(known.number)
                    return
        after = renumbered((*self._scene.marks, mark), self._first)
        self._do(after, select=after[-1].number)
        announce(self, _("Mark {number}: {words}").format(number=after[-1].number, words=mark_words(mark)))

    def remove(self, number: int) -> None:
        """Take a mark out; it can be undone."""
        mark = self._mark(number)
        if mark is None or self._read_only:
            return
        after = renumbered((other for other in self._scene.marks if other is not mark), self._first)
        self._do(after, select=0)
        announce(self, _("{name} removed").format(name=site_words(mark.site)))

    # what was meant

    def _tap(self, view: str, site: Site, x: float, y: float) -> None:
        kind = self.kinds.current()
        point = self.mode.value() == "point"
        self.add(mark_point(kind, view, site, x, y) if point else mark_site(kind, view, site))

    def _draw(self, view: str, points: Any) -> None:
        mark = mark_stroke(self.kinds.current(), view, points)
        if mark is not None:
            self.add(mark)

    def _take_found(self, site: Site) -> None:
        if self._read_only:
            return
        view = self._view_for(site)
        self.search.clear()
        self.add(mark_site(self.kinds.current(), view, site))

    def _view_for(self, site: Site) -> str:
        """A view that shows a site: one in sight if there is one."""
        shown = [page.view for page in self.canvas.pages() if site in figure(page.view).sites]
        return shown[0] if shown else next(view for view in VIEWS if site in figure(view).sites)

    def _move(self, number: int, view: str, site: Site, x: float, y: float) -> None:
        mark = self._mark(number)
        if mark is None or mark.stroke:
            return
        moved = mark_site(mark.kind, view, site)
        moved = replace(mark, region=site.region, side=site.side, view=view, chart=moved.chart)
        if mark.x is not None:
            moved = replace(moved, x=round(page_x(view, x), 1), y=round(y, 1))
        self._replace(mark, moved)

    def _take_edited(self, mark: BodyMark) -> None:
        known = self._mark(mark.number)
        if known is not None:
            self._replace(known, mark)

    def _mirror(self) -> None:
        mark = self._mark(self._scene.selected)
        if mark is not None:
            self.add(replace(twin(mark), number=0))

    def _replace(self, mark: BodyMark, new: BodyMark) -> None:
        after = tuple(new if other is mark else other for other in self._scene.marks)
        self._do(after, select=new.number)

    def _mark(self, number: int) -> BodyMark | None:
        return next((mark for mark in self._scene.marks if mark.number == number), None) if number else None

    def _do(self, after: Marks, *, select: int) -> None:
        if after != self._scene.marks and not self._read_only:
            self._show_scene(replace(self._scene, marks=after, selected=select))
            self._follow_chosen()
            self.edited.emit(after)

    # keys

    def _type(self, event: QKeyEvent) -> None:
        mark = self._mark(self._scene.selected)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove_here()
        elif event.key() == Qt.Key.Key_Escape and mark is not None:
            self.select(0)
        elif mark is not None and len(event.text()) == 1 and event.text() in "0123456789":
            self._type_digit(mark, int(event.text()))
        elif mark is not None and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            way = {
                Qt.Key.Key_Left: (-2, 0),
                Qt.Key.Key_Right: (2, 0),
                Qt.Key.Key_Up: (0, -2),
                Qt.Key.Key_Down: (0, 2),
            }.get(Qt.Key(event.key()))
            if way is None or mark.x is None or mark.y is None:
                return
            x, y = page_x(mark.view, mark.x) + way[0], mark.y + way[1]
            site = figure(mark.view).site_at(x, y)
            if site is not None:
                self._move(mark.number, mark.view, site, x, y)
        else:
            return
        event.accept()

    def _remove_here(self) -> None:
        """The chosen mark, else the last one on the region where the keys are."""
        if self._scene.selected:
            self.remove(self._scene.selected)
            return
        here = [mark.number for mark in self._scene.marks if mark.site == self.canvas.current_site()]
        if here:
            self.remove(here[-1])

    def _type_digit(self, mark: BodyMark, digit: int) -> None:
        value = digit
        if self._typed is not None and self._typed[0] == 1 and digit == 0 and self._typed[1].elapsed() < _TWO_DIGIT_MS:
            value = 10
        clock = QElapsedTimer()
        clock.start()
        self._typed = (digit, clock)
        if mark.intensity != value:
            self._replace(mark, replace(mark, intensity=value))

    # showing

    def _show_scene(self, scene: Scene) -> None:
        if self._shows_referral:
            scene = replace(scene, referred=referred(self._origins(scene)))
        self._scene = scene
        self.canvas.set_scene(scene)
        self.editor.set_mark(None if self._read_only else self._mark(scene.selected))
        self.list.set_marks(scene.marks, scene.selected)
        self._empty.setVisible(not scene.marks and not self._read_only)
        marked: dict[Site, str] = {}
        for mark in scene.marks:
            told = mark_words(mark).partition(": ")[2]
            marked[mark.site] = f"{marked[mark.site]}; {told}" if mark.site in marked else told
        self.search.set_marked(marked)
        self._lay(scene)
        self._offer_layers()
        self._enable()
        self._settled.start()

    def _offer_layers(self) -> None:
        words = body_words().layers
        offered = list(dict.fromkeys(layer_of(mark) for mark in (*self._scene.marks, *self._scene.others)))
        choices = [(layer, str(words[layer])) for layer in words if layer in offered]
        for key, present in (("treated", self._scene.treated), ("avoid", self._scene.avoid)):
            if present and key not in offered:
                choices.append((key, str(words[key])))
        if self._scene.ghost:
            choices.append((GHOST, _("Last visit")))
        if self._with_roots:
            choices += [(DERMATOMES, _("Root testing points")), (REFERRAL, _("Common referral"))]
        laid = ((DERMATOMES, self._scene.dermatomes), (REFERRAL, self._shows_referral))
        off = self._scene.hidden | {key for key, on in laid if not on}
        self.layers.set_choices(choices)
        self.layers.set_values([key for key, _words in choices if key not in off])
        self.layers.setVisible(len(choices) > 1 or self._with_roots)

    def _hide_layers(self) -> None:
        every = {*body_words().layers, GHOST}
        hidden = frozenset(every - set(self.layers.values()))
        roots = DERMATOMES in self.layers.values()
        self._shows_referral = REFERRAL in self.layers.values()
        self._lay(replace(self._scene, hidden=hidden, dermatomes=roots))
        self._settled.start()

    def _lay(self, scene: Scene) -> None:
        """Show the same marks with what is laid over them."""
        origins = self._origins(scene)
        scene = replace(scene, referred=referred(origins))
        doubts = [dermatome_doubt()] if scene.dermatomes else []
        if self._shows_referral:
            doubts.append(
                " ".join(
                    (*(f"{words}." for each in origins for words in referral_words(each)), referral_doubt(origins))
                )
            )
        self.doubt.setText("\n".join(doubts))
        self.doubt.setVisible(bool(doubts))
        if scene != self._scene:
            self._scene = scene
            self.canvas.set_scene(scene)
        self.legend.set_kinds((*scene.kinds(), *((GHOST,) if scene.shown_ghost() else ())))

    def _origins(self, scene: Scene) -> tuple[Site, ...]:
        """Whose common referral is shown: the chosen mark's, else that of every trigger point, else of the region where
        pointer or keys rest."""
        if not self._shows_referral:
            return ()
        chosen = next((mark.site for mark in scene.marks if mark.number == scene.selected and scene.selected), None)
        if chosen is not None:
            return (chosen,)
        points = dict.fromkeys(mark.site for mark in scene.shown_marks() if mark.kind == "trigger_point")
        return tuple(points) or ((self._rested,) if self._rested is not None else ())

    def _enable(self) -> None:
        self.smaller.setEnabled(self.canvas.zoom() > 1.0)
        self.whole.setEnabled(self.canvas.zoom() > 1.0)

    def _bring_in_sight(self, mark: BodyMark) -> None:
        if all(mark.site not in figure(page.view).sites for page in self.canvas.pages()) or (
            mark.x is not None and self.canvas.page_of(mark.view) is None
        ):
            self.show_view(mark.view)

    def _tell_site(self, site: Site | None) -> None:
        if site is None and self.canvas.has_keys():
            site = self.canvas.current_site()
        if self._shows_referral and site is not None and site != self._rested:
            self._rested = site
            self._lay(self._scene)
        if site is None or site.region not in body_words().regions:
            self.caption.setText("")
            return
        region = body_words().regions[site.region]
        parts = [site_words(site)]
        group = str(catalogue().regions[region.group].label)
        if group != region_words(site.region):
            parts.append(group)
        if self._scene.dermatomes:
            parts += [point_words(point) for point in dermatome_points() if _lies_in(point, site)]
        for mark in self._scene.shown_marks():
            if mark.site == site:
                parts.append(mark_words(mark).partition(": ")[2])
        reason = self._scene.shown_avoid().get(site)
        if reason is not None:
            parts.append(_("avoid: {reason}").format(reason=reason) if reason else kind_words("avoid"))
        self.caption.setText(" · ".join(parts))
