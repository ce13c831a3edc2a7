"""The body chart on paper: the figures as vectors, hatched so that a fax keeps every kind apart, with the client's
sides in words, a legend of what is used, and every mark told under its number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from rmt_notes.clinical.body_chart import kind_words, mark_words, pin
from rmt_notes.clinical.body_figure import Bounds, Point, figure
from rmt_notes.clinical.body_mark import VIEWS, BodyMark, Site
from rmt_notes.clinical.body_pins import spread
from rmt_notes.export.pdf.blocks import labelled
from rmt_notes.export.pdf.body_ink import GHOST, Pen
from rmt_notes.export.pdf.lines import Line, Setter
from rmt_notes.export.pdf.style import BODY, INK, SOFT, Picture, Row, Words
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.i18n import _, _p

SCALE = 0.335
"""Points per body unit: four figures side by side leave room for the legend."""

_GAP = 8.0
_HEAD = 21.0
_FLOOR = 652.0
"""Body units: below lie only the soles."""
_PIN = 4.3
_NUMBER_COLUMN = 20.0
_LEGEND_LINE = 15.0
_LIST = 9.0
"""Type size of the marks in words."""

_LEAST_CLOSER, _MOST_CLOSER = 1.5, 3.8
"""How much larger a part is drawn at least, or not at all, and at most."""

_MARGIN = 9.0
"""Body units shown around crowded marks."""
_AROUND = 70.0
"""Body units shown above and below what is marked where the figures are cropped: enough to know the place."""
_CHIN, _ANKLE = 90.0, 590.0
"""Body units: neither head nor feet are cut through."""


@dataclass(frozen=True)
class BodyPage:
    """What is drawn. `marks` are numbered; `treated` and `avoid` are regions; `ghost` are the marks of the last visit.
    Without `views`, those that are needed; `cropped` shows no more of their height than is marked."""

    marks: tuple[BodyMark, ...] = ()
    treated: frozenset[Site] = frozenset()
    avoid: frozenset[Site] = frozenset()
    ghost: tuple[BodyMark, ...] = ()
    scale: float = SCALE
    views: tuple[str, ...] = field(default=())
    cropped: bool = False

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.marks or self.treated or self.avoid)

    def kinds(self) -> tuple[str, ...]:
        """The kinds to explain, each once."""
        found = dict.fromkeys(mark.kind for mark in self.marks)
        found.update(dict.fromkeys(key for key, sites in (("treated", self.treated), ("avoid", self.avoid)) if sites))
        if self.ghost:
            found[GHOST] = None
        return tuple(found)

    def marked(self) -> frozenset[Site]:
        """The regions that carry a mark as a whole."""
        return frozenset(mark.site for mark in self.marks if mark.x is None and not mark.stroke)

    def areas(self) -> dict[Site, tuple[str, ...]]:
        """The hatches of each region, the marks' own first."""
        found: dict[Site, dict[str, None]] = {}
        for mark in self.marks:
            if mark.x is None and not mark.stroke:
                found.setdefault(mark.site, {})[mark.kind] = None
        for kind, sites in (("avoid", self.avoid), ("treated", self.treated)):
            for site in sites:
                found.setdefault(site, {})[kind] = None
        return {site: tuple(kinds) for site, kinds in found.items()}

    def shown_views(self) -> tuple[str, ...]:
        """Front and back always; a side where something was marked on it, or lies where neither shows it."""
        if self.views:
            return self.views
        marked = {mark.view for mark in (*self.marks, *self.ghost)}
        sites = {*(mark.site for mark in self.marks if mark.x is None), *self.treated, *self.avoid}
        upright = {*figure("front").sites, *figure("back").sites}
        hidden = sites - upright
        return tuple(
            view
            for view in VIEWS
            if view in ("front", "back") or view in marked or any(site in figure(view).sites for site in hidden)
        )


@dataclass(frozen=True)
class _Place:
    """A view on the row: its left edge and the page's origin, in points from the row's left and top."""

    view: str
    left: float
    width: float
    x: float
    y: float


def body_rows(setter: Setter, page: BodyPage) -> list[Row]:
    """The figures in one row that is never parted, then one line for every mark. Nothing where there is nothing to
    show."""
    if page.is_empty():
        return []
    views = page.shown_views()
    top, floor = _extent(page)
    places: list[_Place] = []
    left = 0.0
    for view in views:
        x, _y, width, _height = figure(view).box
        places.append(_Place(view, left, width * page.scale, left - x * page.scale, _HEAD - top * page.scale))
        left += width * page.scale + _GAP
    beside = BODY - left >= 96.0
    legend, swatches, legend_height = _legend(setter, page, left + 6.0 if beside else 0.0)
    deep = _HEAD + (floor - top) * page.scale
    height = deep + 5.0
    closer = _closer(page, places, legend_height, deep) if beside else None
    told_there = closer.marks if closer else ()
    words = [mark for place in places for mark in _captions(setter, place)]
    words += [mark for place in places for mark in _numbers(setter, page, place, told_there)]
    if closer is not None:
        words += _closer_words(setter, page, closer)

    def draw(canvas: object, at: float, up: float) -> None:
        pen = Pen(canvas, page.scale)
        for place in places:
            sight = (at + place.left, up - deep, place.width, deep - _HEAD)
            pen.figure(place.view, at + place.x, up - place.y, sight)
            pen.regions(page.areas(), page.marked())
            pen.ghosts(page.ghost)
            pen.marks(page.marks)
            pen.pins(_pins(page, place, told_there), _PIN)
            if closer is not None and closer.place.view == place.view:
                pen.box(closer.box)
            pen.done()
        if closer is not None:
            _draw_closer(canvas, page, closer, at, up)

    def draw_legend(canvas: object, at: float, up: float) -> None:
        pen = Pen(canvas, page.scale)
        for kind, x, down in swatches:
            pen.swatch(kind, at + x, up - down)

    near = _told_beside(setter, page.marks, left + 6.0, legend_height, height) if beside and closer is None else []
    words += near
    told = [] if near else _told(setter, page.marks)
    keep = bool(told)
    if beside:
        drawn: tuple[Words | Picture, ...] = (Picture(draw), Picture(draw_legend), *words, *legend)
        return [Row(max(height, legend_height), drawn, keep=keep), *told]
    return [
        Row(height, (Picture(draw), *words), keep=True),
        Row(legend_height, (Picture(draw_legend), *legend), keep=keep),
        *told,
    ]


def _told(setter: Setter, marks: Sequence[BodyMark]) -> list[Row]:
    """Every mark in words under its number: in two columns where all are short enough, else one below the other."""
    lines = [setter.line(mark_words(mark), _LIST) for mark in marks]
    half = BODY / 2
    if len(marks) > 3 and all(line.width <= half - _NUMBER_COLUMN - 8.0 for line in lines):
        rows = []
        count = math.ceil(len(marks) / 2)
        for at in range(count):
            shown: list[Words] = []
            for number, x in ((at, 0.0), (at + count, half)):
                if number < len(marks):
                    shown.extend(_told_at(setter, marks[number], lines[number], x))
            rows.append(Row(12.4, tuple(shown)))
        return rows
    rows = []
    for mark, line in zip(marks, lines, strict=True):
        if line.width <= BODY - _NUMBER_COLUMN:
            rows.append(Row(12.4, _told_at(setter, mark, line, 0.0)))
        else:
            rows += labelled(setter, str(mark.number), mark_words(mark), column=_NUMBER_COLUMN, before=0.6)
    return rows


def _told_beside(setter: Setter, marks: Sequence[BodyMark], x: float, top: float, bottom: float) -> list[Words]:
    """Every mark in words in the room beside the figures; nothing where there is too little of it."""
    lines = [setter.line(mark_words(mark), _LIST) for mark in marks]
    start = top + 8.0
    wide = max((line.width for line in lines), default=0.0)
    if x + _NUMBER_COLUMN + wide > BODY or start + 12.4 * len(lines) > bottom:
        return []
    return [
        part._replace(down=part.down + start + 12.4 * at)
        for at, (mark, line) in enumerate(zip(marks, lines, strict=True))
        for part in _told_at(setter, mark, line, x)
    ]


def _told_at(setter: Setter, mark: BodyMark, line: Line, x: float) -> tuple[Words, Words]:
    return Words(setter.line(str(mark.number), _LIST, STRONG), x, 9.4), Words(line, x + _NUMBER_COLUMN, 9.4)


def _lowest(page: BodyPage, view: str) -> float:
    """How far down a view is drawn: the soles only where something is marked on them."""
    _x, top, _width, height = figure(view).box
    sites = figure(view).sites
    marked = [*(mark.site for mark in (*page.marks, *page.ghost)), *page.treated, *page.avoid]
    on_soles = any(site in sites and sites[site].bounds[3] > _FLOOR for site in marked)
    return top + height if on_soles else min(top + height, _FLOOR)


def _extent(page: BodyPage) -> tuple[float, float]:
    """How far up and down the figures are drawn."""
    views = page.shown_views()
    top, floor = min(figure(view).box[1] for view in views), max(_lowest(page, view) for view in views)
    if not page.cropped:
        return top, floor
    shapes = [figure(view).sites[site] for view in views for site in page.areas() if site in figure(view).sites]
    spots = [spot for mark in page.marks for view in views if (spot := pin(mark, view)) is not None]
    heights = [edge for shape in shapes for edge in (shape.bounds[1], shape.bounds[3])]
    heights += [y for _x, y in spots]
    heights += [y for mark in page.marks for _x, y, _pressure in mark.points()]
    upper, lower = min(heights) - _AROUND, max(heights) + _AROUND
    return top if upper < _CHIN else upper, floor if lower > _ANKLE else lower


def _pins(
    page: BodyPage, place: _Place, elsewhere: Sequence[BodyMark] = (), closer: _Closer | None = None
) -> list[tuple[BodyMark, Point, Point]]:
    """The marks of a view with the place they mean and the place of their number, in units of the figure. The number of
    an exact point stands beside it, away from the midline, so that its glyph is seen. No number is cut by the edge of
    what is drawn. Marks that are told `elsewhere` have none."""
    marks = [mark for mark in page.marks if mark not in elsewhere]
    seen = [(mark, spot) for mark in marks if (spot := pin(mark, place.view)) is not None]
    scale = closer.scale if closer else page.scale
    step, edge = _PIN * 2.1 / scale, _PIN * 1.15 / scale
    points = [spot for mark, spot in seen if mark.x is not None]
    wanted = [(x + math.copysign(step, x), y) if mark.x is not None else (x, y) for mark, (x, y) in seen]
    if closer:
        left, top, right, bottom = closer.box
    else:
        left, _top, width, _height = figure(place.view).box
        top, bottom = _extent(page)
        right = left + width
    within = (left + edge, top + edge, right - edge, bottom - edge)
    middle = 0.0 if place.view in ("front", "back") else None
    spots = spread([*points, *wanted], step, within, middle)[len(points) :]
    return [(mark, home, spot) for (mark, home), spot in zip(seen, spots, strict=True)]


def _numbers(setter: Setter, page: BodyPage, place: _Place, elsewhere: Sequence[BodyMark]) -> list[Words]:
    return [
        _number(setter, mark, place.x + x * page.scale, place.y + y * page.scale)
        for mark, _home, (x, y) in _pins(page, place, elsewhere)
    ]


def _number(setter: Setter, mark: BodyMark, x: float, y: float) -> Words:
    line = setter.line(str(mark.number), 5.4 if mark.number > 9 else 6.4, STRONG)
    return Words(line, x, y + line.size * 0.36, INK, "centre")


def _captions(setter: Setter, place: _Place) -> list[Words]:
    """The view's name, and the client's sides where they lie."""
    words = _view_words(place.view)
    middle = place.left + place.width / 2
    found = [Words(setter.line(words, 8.2, STRONG), middle, 8.0, INK, "centre")]
    if place.view in ("front", "back"):
        at_left, at_right = ("right", "left") if place.view == "front" else ("left", "right")
        for side, x, align in ((at_left, place.left, "left"), (at_right, place.left + place.width, "right")):
            found.append(Words(_side(setter, side, place.width / 2 - 3.0), x, 17.0, SOFT, align))
    else:
        found.append(Words(_side(setter, place.view, place.width), middle, 17.0, SOFT, "centre"))
    return found


def _view_words(view: str) -> str:
    return {
        "front": _p("body view", "Front"),
        "back": _p("body view", "Back"),
        "left": _p("body view", "Left side"),
        "right": _p("body view", "Right side"),
    }[view]


def _side(setter: Setter, side: str, room: float) -> Line:
    """A side in as many words as there is room for; the letter always."""
    told = {
        "right": (_("R · client’s right"), _("R · right"), _p("side, one letter", "R")),
        "left": (_("L · client’s left"), _("L · left"), _p("side, one letter", "L")),
    }[side]
    lines = [setter.line(words, 7.0) for words in told]
    return next((line for line in lines if line.width <= room), lines[-1])


def _legend(setter: Setter, page: BodyPage, x: float) -> tuple[list[Words], list[tuple[str, float, float]], float]:
    """The words, the swatches with their places, and the height of it all: lines from `x` to the right margin."""
    words: list[Words] = []
    swatches: list[tuple[str, float, float]] = []
    at, down = x, 4.0
    for kind in page.kinds():
        line = setter.line(_("Last visit") if kind == GHOST else kind_words(kind), 8.0)
        if at > x and at + 40.0 + line.width > BODY:
            at, down = x, down + _LEGEND_LINE
        swatches.append((kind, at, down))
        words.append(Words(line, at + 38.0, down + 8.2))
        at += 38.0 + line.width + 14.0
    return words, swatches, down + _LEGEND_LINE


# a closer look: where numbers would crowd, part of a view stands again beside the figures, larger


@dataclass(frozen=True)
class _Closer:
    """Part of a view drawn larger: `box` in units of the figure, the `marks` whose numbers stand there alone, `place`
    the origin as on the row, `frame` left, top, width and height on the row."""

    place: _Place
    box: Bounds
    marks: tuple[BodyMark, ...]
    scale: float
    frame: tuple[float, float, float, float]


def _closer(page: BodyPage, places: Sequence[_Place], top: float, bottom: float) -> _Closer | None:
    """The densest part of the figures, if numbers crowd there and the room beside them makes it clearer."""
    crowds = [(place, crowd) for place in places if len(crowd := _crowd(page, place.view)) > 1]
    if not crowds:
        return None
    place, crowd = max(crowds, key=lambda one: len(one[1]))
    left, high, right, low = _around(crowd, place.view)
    x, y = places[-1].left + places[-1].width + 12.0, top + 24.0
    wide, deep = BODY - x, bottom - y
    scale = min(wide / (right - left), deep / (low - high), page.scale * _MOST_CLOSER)
    if scale < page.scale * _LEAST_CLOSER:
        return None
    left, right = _widened(left, right, wide / scale)
    edge_left, _top, edge_wide, _height = figure(place.view).box
    left, right = max(left, edge_left + 2.0), min(right, edge_left + edge_wide - 2.0)
    high, low = _widened(high, low, min(deep, wide * 0.8) / scale)
    box = (left, high, right, low)
    edge = 1.4 * _PIN / scale
    inside = tuple(
        mark
        for mark in page.marks
        if (spot := pin(mark, place.view)) is not None
        and left + edge <= spot[0] <= right - edge
        and high + edge <= spot[1] <= low - edge
    )
    frame = (x, y, (right - left) * scale, (low - high) * scale)
    larger = _Place(place.view, x, frame[2], x - left * scale, y - high * scale)
    return _Closer(larger, box, inside, scale, frame)


def _widened(start: float, end: float, size: float) -> tuple[float, float]:
    """As much more on both ends as there is room for."""
    more = max(0.0, size - (end - start)) / 2
    return start - more, end + more


def _crowd(page: BodyPage, view: str) -> list[tuple[BodyMark, Point]]:
    """The largest group of marks on a view whose numbers would stand on each other."""
    left = [(mark, spot) for mark in page.marks if (spot := pin(mark, view)) is not None]
    near = _PIN * 2.6 / page.scale
    best: list[tuple[BodyMark, Point]] = []
    while left:
        group = [left.pop()]
        for _mark, spot in group:
            close = [one for one in left if math.dist(one[1], spot) < near]
            group += close
            left = [one for one in left if one not in close]
        best = max(best, group, key=len)
    return best


def _around(crowd: Sequence[tuple[BodyMark, Point]], view: str) -> Bounds:
    """The part of a figure that shows these marks with what is around them."""
    edges = [(x - 8.0, y - 8.0, x + 8.0, y + 8.0) for _mark, (x, y) in crowd]
    shapes = figure(view).sites
    edges += [shapes[mark.site].bounds for mark, _spot in crowd if mark.x is None and mark.site in shapes]
    left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
    right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
    return left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN


def _closer_words(setter: Setter, page: BodyPage, closer: _Closer) -> list[Words]:
    x, y, wide, _deep = closer.frame
    place = closer.place
    named = _("{view}, larger").format(view=_view_words(place.view))
    found = [Words(setter.line(named, 8.2, STRONG), x + wide / 2, y - 14.0, INK, "centre")]
    if place.view in ("front", "back"):
        at_left, at_right = ("right", "left") if place.view == "front" else ("left", "right")
        for side, at, align in ((at_left, x, "left"), (at_right, x + wide, "right")):
            found.append(Words(_side(setter, side, wide / 2 - 3.0), at, y - 4.5, SOFT, align))
    else:
        found.append(Words(_side(setter, place.view, wide), x + wide / 2, y - 4.5, SOFT, "centre"))
    others = [mark for mark in page.marks if mark not in closer.marks]
    for mark, _home, (px, py) in _pins(page, place, others, closer):
        found.append(_number(setter, mark, place.x + px * closer.scale, place.y + py * closer.scale))
    return found


def _draw_closer(canvas: object, page: BodyPage, closer: _Closer, at: float, up: float) -> None:
    x, y, wide, deep = closer.frame
    place = closer.place
    pen = Pen(canvas, closer.scale)
    pen.figure(place.view, at + place.x, up - place.y, (at + x, up - y - deep, wide, deep))
    pen.regions(page.areas(), page.marked())
    pen.ghosts(page.ghost)
    others = [mark for mark in page.marks if mark not in closer.marks]  # at the edge: told on the whole figure
    pen.marks(mark for mark in page.marks if mark.x is None or mark in closer.marks)
    pen.pins(_pins(page, place, others, closer), _PIN)
    pen.box(closer.box)
    pen.done()
