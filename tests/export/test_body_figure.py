"""The body chart on paper, read back: every mark under its number with the client's side, and kinds apart on a fax."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import (
    mark_point,
    mark_site,
    mark_stroke,
    mark_words,
    renumbered,
    site_words,
    sites_of,
)
from rmt_notes.clinical.body_figure import figure
from rmt_notes.clinical.body_mark import VIEWS, BodyMark, Site
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.export.pdf.blocks import heading
from rmt_notes.export.pdf.body_figure import _PIN, SCALE, BodyPage, _closer, _pins, _Place, body_rows
from rmt_notes.export.pdf.lines import Setter
from rmt_notes.export.pdf.style import Row, Sheet, drawn
from rmt_notes.i18n import language_of
from tests.export.reading import extract, pages, solid

FAX = 200
"""Dots an inch of a fax in fine mode."""


def printed(page: BodyPage) -> bytes:
    """A document with nothing but the chart."""
    setter = Setter()
    rows: list[Row] = [*heading(setter, "Body chart"), *body_rows(setter, page)]
    return drawn(Sheet(rows=tuple(rows), setter=setter, title="Body chart"))


def faxed(pdf: bytes, box: tuple[float, float, float, float]) -> tuple[tuple[bool, ...], ...]:
    """Black or white, dot by dot, of a part of the first page (left, top, right, bottom in points)."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=FAX / 72, grayscale=True)
    dots, width, stride = bytes(bitmap.buffer), bitmap.width, bitmap.stride
    left, top, right, bottom = (round(value * FAX / 72) for value in box)
    picture = tuple(
        tuple(dots[row * stride + column] < 128 for column in range(left, min(right, width)))
        for row in range(top, bottom)
    )
    document.close()
    return picture


@pytest.mark.parametrize("view", VIEWS)
def test_every_region_of_every_view_is_told_with_the_clients_side(view: str) -> None:
    sites = tuple(figure(view).sites)
    points = [mark_point("ache", view, site, *figure(view).sites[site].middle) for site in sites]
    words = solid(extract(printed(BodyPage(marks=renumbered(points)))))
    for number, site in enumerate(sites, start=1):
        assert solid(f"{site_words(site)}: ache") in words, site
        assert solid(f"{number}{site_words(site)}") in words, site


def test_the_sides_stand_above_each_figure_where_they_lie() -> None:
    marks = [
        mark_site("ache", "back", Site("rhomboids", "left")),
        mark_point("ache", "left", Site("iliotibial_band", "left"), 3.0, 400.0),
    ]
    document = pypdfium2.PdfDocument(printed(BodyPage(marks=renumbered(marks))))
    text = document[0].get_textpage()
    places: dict[str, list[float]] = {}
    for words in ("Front", "Back", "Left side", "client’s right", "client’s left"):
        search = text.search(words)
        while (found := search.get_next()) is not None:
            places.setdefault(words, []).append(text.get_charbox(found[0])[0])
    assert places["Front"][0] < places["Back"][0] < places["Left side"][0]
    right, left = places["client’s right"], places["client’s left"]
    assert right[0] < places["Front"][0] < left[0] < left[1] < places["Back"][0] < right[1]
    assert len(left) == 3
    assert "Right side" not in text.get_text_bounded()
    document.close()


def test_all_marks_stand_there_word_for_word() -> None:
    stroke = mark_stroke("radiating_line", "back", [(-24.0, 330.0 + 10 * step, 0.5) for step in range(20)])
    assert stroke is not None
    marks: list[BodyMark] = [
        replace(mark_site("sharp", "back", Site("sacroiliac", "right")), intensity=8, depth="deep"),
        replace(mark_point("cup", "back", Site("erectors_lumbar", "left"), -9.0, 250.0), size_mm=50, note="<2 min> &"),
        stroke,
        mark_site("numb", "back", Site("heel", "left")),
        replace(mark_site("ache", "front", Site("chin", "left")), note="a long note " * 30),
    ]  # fmt: skip
    text = solid(extract(printed(BodyPage(marks=renumbered(marks)))))
    for mark in marks:
        assert solid(mark_words(mark)) in text
    with language_of("fr"):
        assert solid(mark_words(marks[0])) in solid(extract(printed(BodyPage(marks=renumbered(marks)))))


def test_the_legend_explains_what_is_used_and_nothing_else() -> None:
    page = BodyPage(
        marks=renumbered([mark_site("burning", "front", Site("rectus_femoris", "left"))]),
        treated=frozenset(sites_of(Place("gluteal", "right"))),
        avoid=frozenset(sites_of(Place("knee_posterior", "left"))),
        ghost=(mark_site("ache", "back", Site("sacrum", "midline")),),
    )
    text = extract(printed(page))
    for words in ("Burning", "Treated", "Avoid", "Last visit"):
        assert words in text
    for words in ("Ache", "Numb", "Tingling", "Cup placed"):
        assert words not in text
    assert body_rows(Setter(), BodyPage()) == []


def test_every_kind_can_be_told_from_every_other_on_a_fax() -> None:
    """The same large region with each kind's hatch, one bit a dot: no two are nearly alike."""
    pictures = {}
    for kind in body_words().kinds:
        page = BodyPage(
            treated=frozenset(), marks=(mark_site(kind, "front", Site("rectus_femoris", "left")),), scale=0.6
        )
        pictures[kind] = faxed(printed(page), (140.0, 280.0, 210.0, 375.0))
    kinds = list(pictures)
    for at, one in enumerate(kinds):
        for other in kinds[at + 1 :]:
            apart = sum(
                a != b
                for row, twin in zip(pictures[one], pictures[other], strict=True)
                for a, b in zip(row, twin, strict=True)
            )
            assert apart > 700, (one, other)


def test_the_outline_stays_closed_on_a_fax() -> None:
    """White poured in beside the figure does not run into it."""
    mark = mark_site("ache", "back", Site("biceps_femoris", "right"))
    left, top = 51.0, 80.0
    picture = faxed(printed(BodyPage(marks=(replace(mark, number=8),))), (left, top, 180.0, 300.0))
    high, wide = len(picture), len(picture[0])
    poured = {(0, 0)}
    edge = [(0, 0)]
    while edge:
        row, column = edge.pop()
        for spot in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
            if 0 <= spot[0] < high and 0 <= spot[1] < wide and spot not in poured and not picture[spot[0]][spot[1]]:
                poured.add(spot)
                edge.append(spot)
    middle = round((left + 188 * SCALE + 3 - left) * FAX / 72)
    inside = [(round((y * SCALE + 9.0) * FAX / 72), middle) for y in (40.0, 150.0, 220.0)]  # head, chest, belly
    assert not any(spot in poured for spot in inside)
    assert len(poured) > high * wide / 4


def test_the_same_marks_give_the_same_bytes_and_a_small_file() -> None:
    sites = [Site(region, side) for region in ("rhomboids", "gluteus_maximus") for side in ("left", "right")]
    marks = renumbered(mark_site("ache", "back", site) for site in sites)
    one = printed(BodyPage(marks=marks))
    assert one == printed(BodyPage(marks=marks))
    assert len(one) < 160_000
    assert len(pages(one)) == 1


def test_soles_are_printed_only_where_they_are_marked() -> None:
    plain = body_rows(Setter(), BodyPage(marks=(mark_site("ache", "back", Site("sacrum", "midline")),)))
    soles = body_rows(Setter(), BodyPage(marks=(mark_site("ache", "back", Site("arch", "left")),)))
    assert soles[0].height > plain[0].height + 30


def test_several_kinds_on_one_region_take_turns_so_that_each_can_be_told() -> None:
    site = Site("rectus_femoris", "left")
    ache = mark_site("ache", "front", site)
    both = renumbered([ache, replace(ache, kind="numb")])
    page = BodyPage(marks=both, treated=frozenset({site, Site("kneecap", "left")}))
    assert page.areas() == {site: ("ache", "numb", "treated"), Site("kneecap", "left"): ("treated",)}
    alone = _ink(BodyPage(marks=both[:1]))
    assert _ink(page) < 1.25 * max(alone, _ink(BodyPage(marks=both[1:])))


def _ink(page: BodyPage) -> int:
    """Black dots on the left thigh of the figure, as a fax sees it."""
    left, top, right, bottom = figure("front").sites[Site("rectus_femoris", "left")].bounds
    at = 53.0 + 188.0 * SCALE, 105.0 + 12.0 * SCALE
    box = (at[0] + left * SCALE, at[1] + top * SCALE, at[0] + right * SCALE, at[1] + bottom * SCALE)
    return sum(sum(row) for row in faxed(printed(page), box))


def test_no_number_is_cut_by_the_edge_of_a_figure_or_of_the_larger_detail() -> None:
    hand = Site("fingers", "left")
    marks = [mark_point("tender", "front", hand, 184.0, 370.0 + 2.0 * at) for at in range(4)]
    back = [mark_point("tender", "back", Site("rhomboids", "left"), -8.0 - 2.0 * at, 150.0) for at in range(7)]
    setter = Setter()
    for view, some in (("front", marks), ("back", back)):
        page = BodyPage(marks=renumbered(some))
        place = _Place(view, 0.0, 376.0 * SCALE, 188.0 * SCALE, 40.0)
        closer = _closer(page, [place], 60.0, 240.0)
        assert closer is not None
        left, _top, wide, _high = figure(view).box
        for pins, box, scale in (
            (_pins(page, place), (left, -12.0, left + wide, 652.0), SCALE),
            (_pins(page, closer.place, (), closer), closer.box, closer.scale),
        ):
            assert len(pins) == len(some)
            for _mark, home, (x, y) in pins:
                assert box[0] + _PIN / scale <= x <= box[2] - _PIN / scale
                assert box[1] + _PIN / scale <= y <= box[3] - _PIN / scale
                assert home[0] * x > 0  # never on the body's other side
    assert body_rows(setter, BodyPage(marks=renumbered(marks)))
