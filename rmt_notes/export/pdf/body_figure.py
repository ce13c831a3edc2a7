"""The body chart on paper: the figures as vectors, hatched so that a fax keeps every kind apart, with the client's
sides in words, a legend of what is used, and every mark told under its number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from rmt_notes.clinical.body_chart import kind_words, mark_words, pin
from rmt_notes.clinical.body_figure import Point, figure
from rmt_notes.clinical.body_mark import VIEWS, BodyMark, Site
from rmt_notes.clinical.body_pins import spread
from rmt_notes.export.pdf.blocks import labelled
from rmt_notes.export.pdf.body_ink import GHOST, Pen
from rmt_notes.export.pdf.lines import Setter
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


@dataclass(frozen=True)
class BodyPage:
    """What is drawn. `marks` are numbered; `treated` and `avoid` are regions; `ghost` are the marks of the last visit.
    Without `views`, those that are needed."""

    marks: tuple[BodyMark, ...] = ()
    treated: frozenset[Site] = frozenset()
    avoid: frozenset[Site] = frozenset()
    ghost: tuple[BodyMark, ...] = ()
    scale: float = SCALE
    views: tuple[str, ...] = field(default=())

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
    floor = max(_lowest(page, view) for view in views)
    top = min(figure(view).box[1] for view in views)
    places: list[_Place] = []
    left = 0.0
    for view in views:
        x, _y, width, _height = figure(view).box
        places.append(_Place(view, left, width * page.scale, left - x * page.scale, _HEAD - top * page.scale))
        left += width * page.scale + _GAP
    words = [mark for place in places for mark in _captions(setter, place)]
    words += [mark for place in places for mark in _numbers(setter, page, place)]
    beside = BODY - left >= 96.0
    legend, swatches, legend_height = _legend(setter, page, left + 6.0 if beside else 0.0, beside)
    deep = _HEAD + (floor - top) * page.scale
    height = deep + 5.0

    def draw(canvas: object, at: float, up: float) -> None:
        pen = Pen(canvas, page.scale)
        for place in places:
            sight = (at + place.left, up - deep, place.width, deep - _HEAD)
            pen.figure(place.view, at + place.x, up - place.y, sight)
            pen.regions(page.treated, "treated")
            pen.regions(page.avoid, "avoid")
            pen.ghosts(page.ghost)
            pen.marks(page.marks)
            for mark, home, spot in _pins(page, place):
                pen.pin(mark, home, spot, _PIN)
            pen.done()

    def draw_legend(canvas: object, at: float, up: float) -> None:
        pen = Pen(canvas, page.scale)
        for kind, x, down in swatches:
            pen.swatch(kind, at + x, up - down)

    told = _told(setter, page.marks)
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
                    shown.append(Words(setter.line(str(marks[number].number), _LIST, STRONG), x, 9.4))
                    shown.append(Words(lines[number], x + _NUMBER_COLUMN, 9.4))
            rows.append(Row(12.4, tuple(shown)))
        return rows
    return [
        row
        for mark in marks
        for row in labelled(setter, str(mark.number), mark_words(mark), column=_NUMBER_COLUMN, before=0.6)
    ]


def _lowest(page: BodyPage, view: str) -> float:
    """How far down a view is drawn: the soles only where something is marked on them."""
    _x, top, _width, height = figure(view).box
    sites = figure(view).sites
    marked = [*(mark.site for mark in (*page.marks, *page.ghost)), *page.treated, *page.avoid]
    on_soles = any(site in sites and sites[site].bounds[3] > _FLOOR for site in marked)
    return top + height if on_soles else min(top + height, _FLOOR)


def _pins(page: BodyPage, place: _Place) -> list[tuple[BodyMark, Point, Point]]:
    """The marks of a view with the place they mean and the place of their number, in units of the figure. The number of
    an exact point stands beside it, so that its glyph is seen."""
    seen = [(mark, spot) for mark in page.marks if (spot := pin(mark, place.view)) is not None]
    step = _PIN * 2.1 / page.scale
    points = [spot for mark, spot in seen if mark.x is not None]
    wanted = [(x + step, y) if mark.x is not None else (x, y) for mark, (x, y) in seen]
    spots = spread([*points, *wanted], step)[len(points) :]
    return [(mark, home, spot) for (mark, home), spot in zip(seen, spots, strict=True)]


def _numbers(setter: Setter, page: BodyPage, place: _Place) -> list[Words]:
    found = []
    for mark, _home, (x, y) in _pins(page, place):
        line = setter.line(str(mark.number), 5.4 if mark.number > 9 else 6.4, STRONG)
        found.append(Words(line, place.x + x * page.scale, place.y + y * page.scale + line.size * 0.36, INK, "centre"))
    return found


def _captions(setter: Setter, place: _Place) -> list[Words]:
    """The view's name, and the client's sides where they lie."""
    words = {
        "front": _p("body view", "Front"),
        "back": _p("body view", "Back"),
        "left": _p("body view", "Left side"),
        "right": _p("body view", "Right side"),
    }[place.view]
    middle = place.left + place.width / 2
    found = [Words(setter.line(words, 8.2, STRONG), middle, 8.0, INK, "centre")]
    if place.view in ("front", "back"):
        at_left, at_right = ("right", "left") if place.view == "front" else ("left", "right")
        for side, x, align in ((at_left, place.left, "left"), (at_right, place.left + place.width, "right")):
            found.append(Words(setter.line(_side(side), 7.0), x, 17.0, SOFT, align))
    else:
        found.append(Words(setter.line(_side(place.view), 7.0), middle, 17.0, SOFT, "centre"))
    return found


def _side(side: str) -> str:
    return _("R · client’s right") if side == "right" else _("L · client’s left")


def _legend(
    setter: Setter, page: BodyPage, x: float, beside: bool
) -> tuple[list[Words], list[tuple[str, float, float]], float]:
    """The words, the swatches with their places, and the height of it all: a column beside the figures, or lines."""
    words: list[Words] = []
    swatches: list[tuple[str, float, float]] = []
    at, down = x, _HEAD if beside else 4.0
    for kind in page.kinds():
        line = setter.line(_("Last visit") if kind == GHOST else kind_words(kind), 8.0)
        if not beside and at + 40.0 + line.width > BODY:
            at, down = x, down + _LEGEND_LINE
        swatches.append((kind, at, down))
        words.append(Words(line, at + 38.0, down + 8.2))
        if beside:
            down += _LEGEND_LINE
        else:
            at += 38.0 + line.width + 14.0
    return words, swatches, down + (_LEGEND_LINE if not beside else 0.0)
