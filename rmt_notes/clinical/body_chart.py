"""Marks on the body chart: what they are, which side they are on, where they go on a figure, and how they are told.

A mark belongs to the client's body, not to a page: its side is the client's, its coordinates are body coordinates (see
`body_figure`), and it names its region, so that it keeps its place when the figure is redrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_figure import Figure, figure, page_x
from rmt_notes.clinical.body_mark import MARK_SIDES, BodyMark, Site
from rmt_notes.clinical.body_regions import BodyRegion, body_words
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.visit import Subjective
from rmt_notes.clinical.wording import listed, lower_first, number, out_of, side_word
from rmt_notes.i18n import _

SNAP = 22.0
"""How far from a small region a finger may be and still mean it, in pixels of the screen."""

_CRACK = 1.5
"""Body units: no gap between two regions is wider."""


def layer_of(mark: BodyMark) -> str:
    """The layer the mark's kind lies in: pain, findings, treated or avoid."""
    return layer_of_kind(mark.kind)


def layer_of_kind(key: str) -> str:
    """The layer a kind of mark lies in."""
    kind = body_words().kinds.get(key)
    return kind.layer if kind else "findings"


def place_of(mark: BodyMark) -> Place:
    """The mark as a place of the catalogue, for the rules about consent, endangerment and history. A region this
    program does not know stays as it is."""
    region = body_words().regions.get(mark.region)
    return Place(region.group if region else mark.region, mark.side)


def places_of(marks: Iterable[BodyMark]) -> tuple[Place, ...]:
    """The places that marks lie in, each once."""
    return tuple(dict.fromkeys(place_of(mark) for mark in marks))


def where_it_hurts(said: Subjective) -> tuple[Place, ...]:
    """The places that the client names, and those that only the body chart shows."""
    named = {place.region for place in said.places}
    return (*said.places, *(place for place in places_of(said.marks) if place.region not in named))


def twin(mark: BodyMark) -> BodyMark:
    """The same mark on the client's other side."""
    if mark.side == "midline" and mark.x is None and not mark.stroke:
        return mark
    site = mark.site.twin
    if mark.view in ("left", "right"):
        return replace(mark, side=site.side, view={"left": "right", "right": "left"}[mark.view])
    stroke = tuple(-value if at % 3 == 0 else value for at, value in enumerate(mark.stroke))
    return replace(mark, side=site.side, x=None if mark.x is None else -mark.x, stroke=stroke)


def aimed_at(view: str, x: float, y: float, reach: float) -> tuple[Site, ...]:
    """The regions that a tap at a point of the page may have meant, the likeliest first; none where nothing may be
    marked.

    A region narrower than twice `reach` (page units) is as large for the finger as if it were that wide; more than one
    answer means that the person should be asked. Pass a small `reach` for a mouse, which points exactly.
    """
    page = figure(view)
    near = page.sites_near(x, y, max(reach, _CRACK))
    if not near:
        return ()
    first, far = near[0]
    if far > 0.0:
        if covers(page, x, y):  # nobody's: only the crack between two regions is bridged
            return (first,) if far <= _CRACK else ()
        return tuple(site for site, other in near if other <= min(reach, far + reach / 4))
    meant = [first]
    for site, other in near[1:]:
        if other <= reach - page.sites[site].reach:
            meant.append(site)
    return tuple(meant)


def covers(page: Figure, x: float, y: float) -> bool:
    """Whether a point of the page lies on the body."""
    return any(_inside(ring, x, y) for ring in page.silhouette)


def _inside(ring: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    inside = False
    for (x0, y0), (x1, y1) in pairwise((ring[-1], *ring)):
        if (y1 > y) != (y0 > y) and x < (x0 - x1) * (y - y1) / (y0 - y1) + x1:
            inside = not inside
    return inside


def mark_site(kind: str, view: str, site: Site) -> BodyMark:
    """A mark for a whole region."""
    return BodyMark(kind=kind, region=site.region, side=site.side, view=view, chart=figure(view).version)


def mark_point(kind: str, view: str, site: Site, x: float, y: float) -> BodyMark:
    """A mark for an exact point of the page."""
    return replace(mark_site(kind, view, site), x=round(page_x(view, x), 1), y=round(y, 1))


def mark_stroke(kind: str, view: str, points: Sequence[tuple[float, float, float]]) -> BodyMark | None:
    """A mark for a line drawn on the page (x, y, pressure); None where it touches no region. It belongs to the region
    where it begins on the body."""
    page = figure(view)
    site = next((found for x, y, _pressure in points if (found := page.site_at(x, y)) is not None), None)
    if site is None:
        return None
    flat: list[float] = []
    for x, y, pressure in points:
        flat += [round(page_x(view, x), 1), round(y, 1), round(min(1.0, max(0.0, pressure)), 2)]
    return replace(mark_site(kind, view, site), stroke=tuple(flat))


def pin(mark: BodyMark, view: str) -> tuple[float, float] | None:
    """Where the mark's number goes on the page of a view; None where that view does not show it.

    A point made on an older figure keeps its place while it lies in its region, else it moves to the region's nearest
    inner point.
    """
    if mark.view != view and (mark.x is not None or mark.stroke):
        return None
    page = figure(view)
    shape = page.sites.get(mark.site)
    if mark.x is None or mark.y is None:
        if mark.stroke:
            x, y, _pressure = mark.points()[0]
            return page_x(view, x), y
        return shape.middle if shape else None
    x, y = page_x(view, mark.x), mark.y
    if shape is None or mark.chart == page.version or shape.holds(x, y):
        return x, y
    edge = shape.nearest(x, y)
    for share in (0.15, 0.4, 0.7):
        inner = edge[0] + (shape.middle[0] - edge[0]) * share, edge[1] + (shape.middle[1] - edge[1]) * share
        if shape.holds(*inner):
            return inner
    return shape.middle


def shown_on(mark: BodyMark, view: str) -> bool:
    """Whether a view shows the mark: points and strokes the view they were made on, regions every view that has
    them."""
    return pin(mark, view) is not None


def renumbered(marks: Iterable[BodyMark], first: int = 1) -> tuple[BodyMark, ...]:
    """The marks with the numbers 1, 2, 3 in their order, or from `first` on."""
    return tuple(mark if mark.number == at else replace(mark, number=at) for at, mark in enumerate(marks, start=first))


def unnumbered(marks: Iterable[BodyMark]) -> tuple[BodyMark, ...]:
    """The marks as the record keeps them: their order is their number, so that taking one out touches no other."""
    return tuple(replace(mark, number=0) if mark.number else mark for mark in marks)


def sites_of(place: Place, structures: Iterable[str] = ()) -> tuple[Site, ...]:
    """The regions of the chart that make up a place of the catalogue; an empty side means both.

    Where `structures` (muscles) name some of its regions, only those.
    """
    regions = [region for region in body_words().regions.values() if region.group == place.region]
    groups = catalogue().muscle_groups
    muscles = {muscle for name in structures for muscle in (groups[name].muscles if name in groups else (name,))}
    named = [region for region in regions if muscles & set(region.muscles)]
    sides = {"left": ("left",), "right": ("right",), "midline": ("midline",)}.get(place.side, MARK_SIDES)
    sites = [site for region in named or regions for site in sites_with(region) if site.side in sides]
    if not sites and place.side == "midline":  # the catalogue allows a midline where the chart has only halves
        sites = [site for region in named or regions for site in sites_with(region)]
    return tuple(sites)


def sites_with(region: BodyRegion) -> tuple[Site, ...]:
    """A region's sites: left and right, or the midline."""
    sides = ("midline",) if region.sides == "midline" else ("left", "right")
    return tuple(Site(region.key, side) for side in sides)


def all_sites() -> tuple[Site, ...]:
    """Every site of the chart, in the order of its words."""
    return tuple(site for region in body_words().regions.values() for site in sites_with(region))


def region_words(key: str) -> str:
    """The name of a region; an unknown one readable."""
    region = body_words().regions.get(key)
    return str(region.label) if region else catalogue().words("regions", key)


def site_words(site: Site) -> str:
    """A region with the client's side: `Rhomboids, left`; on the midline the name alone says it."""
    name = region_words(site.region)
    if site.side == "midline":
        return name
    return _("{region}, {side}").format(region=name, side=side_word(site.side))


def kind_words(key: str) -> str:
    """The name of a kind of mark."""
    kind = body_words().kinds.get(key)
    return str(kind.label) if kind else key.replace("_", " ")


def mark_words(mark: BodyMark) -> str:
    """A mark in one line: `Rhomboids, left: sharp, 6/10, deep; worse on turning`."""
    where = site_words(mark.site)
    way = stroke_sites(mark) if mark.stroke else ()
    if len(way) > 1:
        where = _("{start} to {end}").format(start=where, end=lower_first(site_words(way[-1])))
    parts = [lower_first(kind_words(mark.kind))]
    if mark.intensity is not None:
        parts.append(out_of(mark.intensity, 10))
    if mark.depth:
        depth = body_words().depths.get(mark.depth)
        parts.append(str(depth) if depth else mark.depth)
    if mark.size_mm is not None:
        parts.append(_("{size} mm").format(size=number(mark.size_mm)))
    told = _("{where}: {what}").format(where=where, what=listed(parts))
    note = " ".join(mark.note.split())
    return _("{told}; {note}").format(told=told, note=note) if note else told


def stroke_sites(mark: BodyMark) -> tuple[Site, ...]:
    """The regions a stroke passes, in its order, each once."""
    page = figure(mark.view)
    passed = [page.site_at(page_x(mark.view, x), y) for x, y, _pressure in mark.points()]
    return tuple(dict.fromkeys(site for site in passed if site is not None))
