"""How marks are put on the body charts of the sample practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.visit import Note


def mark(
    kind: str,
    region: str,
    side: str = "midline",
    intensity: int | None = None,
    *,
    view: str = "back",
    at: tuple[float, float] | None = None,
    way: Sequence[tuple[float, float]] = (),
    depth: str = "",
    size_mm: int | None = None,
    note: str = "",
) -> BodyMark:
    """A mark on a region, `at` an exact point of the body, or along a `way` drawn with an even hand."""
    x, y = at or (None, None)
    stroke = tuple(value for point in way for value in (*point, 0.6))
    return BodyMark(
        kind=kind,
        region=region,
        side=side,
        view=view,
        x=x,
        y=y,
        stroke=stroke,
        intensity=intensity,
        depth=depth,
        size_mm=size_mm,
        note=note,
    )


def marked(
    note: Note, *, pain: Sequence[BodyMark] = (), findings: Sequence[BodyMark] = (), placed: Sequence[BodyMark] = ()
) -> Note:
    """The note with marks: where it hurts, what was found, what was placed."""
    return replace(
        note,
        subjective=replace(note.subjective, marks=tuple(pain)),
        objective=replace(note.objective, marks=tuple(findings)),
        treatment=replace(note.treatment, marks=tuple(placed)),
    )


def low_back(
    right: int, left: int | None, stiff: int | None, *, buttock: int | None = None, groin: int | None = None
) -> tuple[BodyMark, ...]:
    """A sore low back as it is told from visit to visit: the ache of each side, the stiff spine, what hurts around."""
    told = [mark("ache", "erectors_lumbar", "right", right, depth="deep")]
    if left is not None:
        told.append(mark("ache", "erectors_lumbar", "left", left, depth="deep"))
    if stiff is not None:
        told.append(mark("stiff", "lumbar_spine", intensity=stiff))
    if buttock is not None:
        told.append(mark("ache", "gluteus_maximus", "right", buttock))
    if groin is not None:
        told.append(mark("stiff", "iliopsoas", "right", groin, view="front"))
    return tuple(told)


def cups(size_mm: int) -> tuple[BodyMark, ...]:
    """Four cups beside the lumbar spine."""
    sides = (("right", -20.0), ("left", 20.0))
    return tuple(
        mark("cup", "quadratus_lumborum", side, at=(x, y), size_mm=size_mm) for y in (243.0, 267.0) for side, x in sides
    )


def mid_back(right: int, left: int | None) -> tuple[BodyMark, ...]:
    """An ache on both sides of the mid-back."""
    told = [mark("ache", "erectors_lower", "right", right)]
    return (*told, mark("ache", "erectors_lower", "left", left)) if left is not None else tuple(told)


def neck(pain: int, visit: int) -> tuple[BodyMark, ...]:
    """A neck and shoulder that come and go over the years; on bad days they run into the arm."""
    told = [mark("ache", "upper_trapezius", "right", pain)]
    if visit % 3 == 0 and pain > 2:
        told.append(mark("ache", "upper_trapezius", "left", pain - 2))
    if visit % 2 == 0:
        told.append(mark("stiff", "levator_scapulae", "right", max(1, pain - 1)))
    if pain >= 6:
        way = ((-62.0, 118.0), (-78.0, 150.0), (-84.0, 180.0), (-88.0, 210.0))
        told.append(mark("radiating_line", "posterior_deltoid", "right", pain - 2, way=way))
    return tuple(told)
