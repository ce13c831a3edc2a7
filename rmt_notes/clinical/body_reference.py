"""What may be laid over the figure to read marks by: the usual testing points of the roots, and where that is known
from. Referral from trigger points is in `body_referral`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rmt_notes.clinical.body_figure import page_x
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.wording import lower_first, side_word, sources_text
from rmt_notes.i18n import _


@dataclass(frozen=True, slots=True)
class ReferencePoint:
    """A point of a page with what stands there, `C6`, and the client's side."""

    view: str
    x: float
    y: float
    root: str
    side: str


@cache
def dermatome_points() -> tuple[ReferencePoint, ...]:
    """The testing points on both sides, on the pages of their views."""
    found = []
    for entry in body_words().dermatomes.values():
        view, x, y = entry.place()
        for side, at in (("left", x), ("right", -x)):
            found.append(ReferencePoint(view, page_x(view, at), y, entry.root, side))
    return tuple(found)


def point_words(point: ReferencePoint) -> str:
    """`C6, left: thumb`."""
    root = catalogue().neuro_roots[point.root]
    return _("{root}, {side}: {place}").format(
        root=root.label, side=side_word(point.side), place=lower_first(str(root.dermatome))
    )


def dermatome_doubt() -> str:
    """What the points are, and where they are known from."""
    sources = dict.fromkeys(
        key for entry in body_words().dermatomes.values() for key in catalogue().neuro_roots[entry.root].source
    )
    return _("For reference: where each root is usually tested by touch. Source: {source}.").format(
        source=sources_text(sources)
    )
