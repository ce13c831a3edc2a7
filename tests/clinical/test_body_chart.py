"""The body chart as data: the client's own side everywhere, no gaps, marks that survive, words that read."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rmt_notes.clinical import body_compare, body_symbols, codec
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import (
    aimed_at,
    all_sites,
    covers,
    kind_words,
    mark_point,
    mark_site,
    mark_stroke,
    mark_words,
    pin,
    place_of,
    renumbered,
    site_words,
    sites_of,
    stroke_sites,
    twin,
    unnumbered,
)
from rmt_notes.clinical.body_figure import figure, page_x, parse
from rmt_notes.clinical.body_ground import avoid_sites, avoided, ground_of, numbered, treated_sites
from rmt_notes.clinical.body_mark import VIEWS, BodyMark, Site
from rmt_notes.clinical.body_reference import dermatome_doubt, dermatome_points, point_words
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.body_search import also_muscle, also_region, find_sites, starts
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.codec import BadValue
from rmt_notes.clinical.contraindications import screen
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note, Objective, Subjective, Treatment
from rmt_notes.i18n import language_of

SHOWN = [(view, site) for view in VIEWS for site in figure(view).sites]
NAMES = [f"{view}-{site.region}-{site.side}" for view, site in SHOWN]


def page_left_is(view: str) -> str:
    """The client's side that the page's left half shows on an upright figure."""
    return {"front": "right", "back": "left"}[view]


def test_every_region_is_drawn_on_its_views_and_on_no_other() -> None:
    for view in VIEWS:
        sides = ("left", "right", "midline") if view in ("front", "back") else (view, "midline")
        wanted = {
            site for site in all_sites() if view in body_words().regions[site.region].views and site.side in sides
        }
        assert set(figure(view).sites) == wanted


def test_about_a_hundred_regions_cover_every_region_and_view_of_the_catalogue() -> None:
    assert 95 <= len(body_words().regions) <= 125
    for key, region in catalogue().regions.items():
        finer = [each for each in body_words().regions.values() if each.group == key]
        assert set(region.views) <= {view for each in finer for view in each.views}, key


@pytest.mark.parametrize(("view", "site"), SHOWN, ids=NAMES)
def test_a_region_and_its_twin_are_mirror_images(view: str, site: Site) -> None:
    other = figure({"left": "right", "right": "left"}.get(view, view)).sites[site.twin]
    shape = figure(view).sites[site]
    assert other.middle == pytest.approx((-shape.middle[0], shape.middle[1]), abs=0.6)
    left, top, right, bottom = shape.bounds
    assert other.bounds == pytest.approx((-right, top, -left, bottom), abs=0.3)
    spots = random.Random(7)
    for _attempt in range(40):
        x, y = spots.uniform(left, right), spots.uniform(top, bottom)
        edge = shape.nearest(x, y)
        if (edge[0] - x) ** 2 + (edge[1] - y) ** 2 > 0.25:
            assert shape.holds(x, y) == other.holds(-x, y)


@pytest.mark.parametrize(("view", "site"), SHOWN, ids=NAMES)
def test_a_tap_in_a_region_is_told_with_the_clients_own_side(view: str, site: Site) -> None:
    x, y = figure(view).sites[site].middle
    assert figure(view).site_at(x, y) == site
    assert aimed_at(view, x, y, 0.5) == (site,)
    if view in ("front", "back") and site.side != "midline":
        assert (x < 0) == (site.side == page_left_is(view))
    if view in ("left", "right"):
        assert site.side in (view, "midline")
    mark = mark_point("ache", view, site, x, y)
    assert place_of(mark) == Place(body_words().regions[site.region].group, site.side)
    words = mark_words(mark)
    assert str(body_words().regions[site.region].label) in words
    assert ("left" in words.split(":")[0].split(", ")) == (site.side == "left")
    assert ("right" in words.split(":")[0].split(", ")) == (site.side == "right")
    assert pin(mark, view) == pytest.approx((x, y), abs=0.06)


def test_the_body_has_no_gap_and_what_is_nobodys_cannot_be_marked() -> None:
    spots = random.Random(3)
    for view in VIEWS:
        page = figure(view)
        empty = 0
        for _attempt in range(4000):
            x, y = spots.uniform(page.box[0], page.box[0] + page.box[2]), spots.uniform(0, page.box[3])
            if covers(page, x, y) and not aimed_at(view, x, y, 0.0):
                empty += 1
                assert view in ("front", "back")
                assert abs(x) < 14
                assert 305 < y < 355
        assert empty < 25
    assert aimed_at("front", 0.0, 322.0, 30.0) == ()
    assert aimed_at("back", 0.0, 330.0, 30.0) == ()


def test_a_finger_beside_the_body_snaps_and_far_from_it_does_not() -> None:
    assert aimed_at("front", -205.0, 100.0, 22.0) == ()
    edge = max(x for ring in figure("front").silhouette for x, y in ring if abs(y - 388) < 4)
    assert aimed_at("front", edge + 8, 388, 22.0) != ()
    assert all(site.side == "left" for site in aimed_at("front", edge + 8, 388, 22.0))


def test_between_small_regions_a_finger_is_asked_and_a_mouse_is_not() -> None:
    x, y = figure("back").sites[Site("erectors_upper", "left")].middle
    meant = aimed_at("back", x, y, 22.0)
    assert meant[0] == Site("erectors_upper", "left")
    assert Site("rhomboids", "left") in meant
    assert Site("thoracic_spine_upper", "midline") in meant
    assert aimed_at("back", x, y, 1.0) == (Site("erectors_upper", "left"),)
    thigh = figure("back").sites[Site("biceps_femoris", "right")].middle
    assert aimed_at("back", *thigh, 10.0) == (Site("biceps_femoris", "right"),)


def test_a_side_view_is_the_clients_side_and_faces_the_clients_front() -> None:
    assert (
        figure("right").site_at(33.0, 50.0) == Site("eye_brow", "right")
        or figure("right").site_at(33, 56.0) is not None
    )
    nose = max(figure("right").silhouette[0])
    assert nose[0] > 0
    assert min(figure("left").silhouette[0])[0] == pytest.approx(-nose[0], abs=0.1)
    mark = mark_point("sharp", "right", Site("iliotibial_band", "right"), -3.0, 400.0)
    other = twin(mark)
    assert (other.view, other.side, other.x) == ("left", "left", mark.x)
    assert figure("left").site_at(page_x("left", other.x or 0.0), 400.0) == Site("iliotibial_band", "left")


def test_a_twin_of_a_twin_is_the_mark_itself() -> None:
    for view, site in SHOWN:
        mark = mark_point("numb", view, site, *figure(view).sites[site].middle)
        assert twin(twin(mark)) == mark
        if view in ("front", "back"):
            seen = pin(twin(mark), view)
            assert seen is not None
            assert figure(view).site_at(*seen) == site.twin


def test_a_mark_goes_to_json_and_back_and_a_bad_one_is_refused_with_its_path() -> None:
    mark = BodyMark(
        kind="cup", region="erectors_lumbar", side="right", view="back", x=-9.5, y=240.0, intensity=7, depth="deep",
        size_mm=50, note="L3", number=4, stroke=(1.0, 2.0, 0.5),
    )  # fmt: skip
    text = json.dumps(codec.to_plain(mark))
    assert codec.from_plain(BodyMark, json.loads(text)) == mark
    assert set(codec.to_plain(mark_site("ache", "back", Site("rhomboids", "left")))) == {
        "kind",
        "region",
        "side",
        "view",
    }
    for change in ({"side": "bilateral"}, {"view": "top"}, {"intensity": 11}, {"y": None}, {"stroke": [1.0, 2.0]}):
        with pytest.raises(BadValue, match="mark"):
            codec.from_plain(BodyMark, {**codec.to_plain(mark), **change}, "mark")


def test_a_mark_of_an_older_figure_stays_in_its_region() -> None:
    site = Site("rhomboids", "left")
    x, y = figure("back").sites[site].middle
    mark = mark_point("tender", "back", site, x, y)
    assert pin(replace(mark, chart=0), "back") == pytest.approx((x, y), abs=0.06)
    astray = replace(mark, chart=0, x=mark.x and mark.x + 40.0)
    seen = pin(astray, "back")
    assert seen is not None
    assert figure("back").site_at(*seen) == site
    assert pin(replace(mark, region="of_another_program"), "back") is not None
    assert pin(mark, "front") is None
    assert pin(mark_site("ache", "back", Site("upper_trapezius", "left")), "front") is not None


def test_a_stroke_names_the_regions_it_runs_through() -> None:
    points = [(-30.0, 330.0 + 10 * step, 0.4) for step in range(20)]
    mark = mark_stroke("radiating_line", "back", points)
    assert mark is not None
    passed = stroke_sites(mark)
    assert passed[0] == Site("gluteus_maximus", "left")
    assert passed[-1].side == "left"
    assert len(passed) >= 3
    assert mark_words(mark).startswith("Gluteus maximus, left to ")
    assert mark_stroke("ache", "back", [(180.0, 10.0, 0.5), (182.0, 12.0, 0.5)]) is None


def test_words_of_a_mark_in_both_languages() -> None:
    mark = replace(
        mark_site("sharp", "back", Site("rhomboids", "left")), intensity=6, depth="deep", note="turning\nleft"
    )
    assert mark_words(mark) == "Rhomboids, left: sharp, 6/10, deep; turning left"
    assert (
        mark_words(replace(mark_site("cup", "back", Site("sacrum", "midline")), size_mm=45))
        == "Sacrum: cup placed, 45 mm"
    )
    with language_of("fr"):
        assert mark_words(mark).startswith("Rhomboïdes")
    assert kind_words("from_tomorrow") == "from tomorrow"
    assert site_words(Site("from_tomorrow", "left")) == "from tomorrow, left"


def test_a_place_of_the_catalogue_becomes_its_regions() -> None:
    low_back = sites_of(Place("low_back", "bilateral"))
    assert Site("erectors_lumbar", "left") in low_back
    assert Site("quadratus_lumborum", "right") in low_back
    assert Site("lumbar_spine", "midline") in low_back
    assert {site.side for site in sites_of(Place("low_back", "left"))} == {"left"}
    assert sites_of(Place("low_back", "right"), ("quadratus_lumborum",)) == (Site("quadratus_lumborum", "right"),)
    assert {site.region for site in sites_of(Place("thigh_posterior", "left"), ("hamstrings",))} >= {"biceps_femoris"}
    for key, region in catalogue().regions.items():
        for side in (*region.sides, ""):
            assert sites_of(Place(key, side)), (key, side)


def test_pins_are_counted_from_one() -> None:
    marks = [mark_site("ache", "back", Site("sacrum", "midline"))] * 3
    assert [mark.number for mark in renumbered(marks)] == [1, 2, 3]


def test_two_visits_are_compared_region_by_region() -> None:
    one, two, three = (Site("rhomboids", "left"), Site("sacrum", "midline"), Site("scm", "right"))
    before = [
        replace(mark_site("ache", "back", one), intensity=7),
        replace(mark_site("sharp", "back", one), intensity=4),
        mark_site("numb", "back", two),
    ]
    after = [replace(mark_site("ache", "back", one), intensity=3), mark_site("ache", "front", three)]
    words = {change.site: change.word for change in body_compare.changes(before, after)}
    assert words == {one: "weaker", two: "gone", three: "new"}
    told = body_compare.burden(before)
    assert (told.regions, told.worst, told.mean) == (2, 7, 5.5)
    assert 0.0 < told.share < 0.05
    assert body_compare.burden([]) == body_compare.Burden(0, 0.0, None, None)


def test_every_kind_has_a_glyph_and_a_hatch_of_its_own() -> None:
    kinds = set(body_words().kinds)
    assert kinds == set(body_symbols.GLYPHS) == set(body_symbols.TILES)
    assert len(set(body_symbols.GLYPHS.values())) == len(kinds)
    assert len(set(body_symbols.TILES.values())) == len(kinds)


def test_path_data_of_another_hand_is_refused() -> None:
    with pytest.raises(ValueError, match="does not use"):
        parse("M0 0q1 1 2 2Z")


def test_regions_are_found_by_name_side_muscle_and_area_without_accents() -> None:
    assert find_sites("rhom left") == (Site("rhomboids", "left"),)
    assert find_sites("ql r") == (Site("quadratus_lumborum", "right"),)
    assert Site("gastrocnemius_inner", "right") in find_sites("calf right")
    assert Site("shin_inner", "left") in find_sites("tibialis posterior left")
    assert find_sites("upper trap")[0] == Site("upper_trapezius", "left")
    assert len(find_sites("")) == len(all_sites())
    assert find_sites("no such thing") == ()
    assert any(starts(words, "trap") for words in also_region("shoulder_top"))
    assert any(starts(words, "ql") for words in also_region("low_back"))
    assert any(starts(words, "scm") for words in also_muscle("sternocleidomastoid"))
    assert any(starts(words, "neck") for words in also_muscle("levator_scapulae"))
    assert also_region("own words") == also_muscle("own words") == ()
    with language_of("fr"):
        assert Site("rhomboids", "left") in find_sites("rhomboides gau") or find_sites("rhomboides")
        assert find_sites("epaule")


def test_a_chart_knows_what_lies_under_the_marks_of_each_part() -> None:
    sore = mark_site("ache", "back", Site("sacrum", "midline"))
    felt = mark_site("tender", "back", Site("rhomboids", "left"))
    kneaded = TechniqueApplied(
        technique="deep_tissue", places=(Place("low_back", "right"),), structures=("quadratus_lumborum",)
    )
    note = Note(
        subjective=Subjective(marks=(sore, sore)),
        objective=Objective(marks=(felt,)),
        treatment=Treatment(techniques=(kneaded,), marks=(replace(felt, kind="cup"),)),
    )
    assert [mark.number for mark in numbered(note)] == [1, 2, 3, 4]
    ground = ground_of(note, "objective", note, ())
    assert (ground.first, [mark.number for mark in ground.others], ground.last) == (3, [1, 2, 4], (felt,))
    assert treated_sites(ground.techniques) == {Site("quadratus_lumborum", "right")}
    found = Finding(
        id="f", client_id="c", key="open_wound", state="confirmed", recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
        practitioner_id="p", places=(Place("leg_posterior", "left"),),
    )  # fmt: skip
    places = avoided(screen((found,), (), date(2026, 11, 22), None))
    assert [place for place, _why in places] == [Place("leg_posterior", "left")]
    sites = avoid_sites(places)
    assert sites[Site("soleus", "left")]
    assert {site.side for site in sites} == {"left"}
    assert unnumbered(numbered(note))[0] == sore


def test_the_testing_points_of_the_roots_lie_on_the_body_and_tell_their_doubt() -> None:
    points = dermatome_points()
    assert {point.root for point in points} == set(catalogue().neuro_roots) - {"S3_4"}
    at = {(point.root, point.side): figure(point.view).site_at(point.x, point.y) for point in points}
    assert all(site is not None and site.side == side for (_root, side), site in at.items())
    for root, region in {
        "C6": "thumb",
        "L1": "iliopsoas",
        "L3": "knee_inner",
        "L5": "foot_top",
        "S2": "popliteal",
    }.items():
        assert at[root, "left"] == Site(region, "left")
    assert point_words(points[2]) == "C6, left: thumb"
    assert dermatome_doubt().endswith("Source: professional knowledge, no page consulted.")
