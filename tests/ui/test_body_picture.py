"""What the body chart draws: near and far, without colour, crowded, soon enough, and one visit over another."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import mark_point, mark_site, renumbered, sites_of
from rmt_notes.clinical.body_compare import MarkedSpot, MarkedVisit, course
from rmt_notes.clinical.body_figure import figure
from rmt_notes.clinical.body_mark import VIEWS, Site
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.ui import theme
from rmt_notes.ui.theme.tokens import contrast
from rmt_notes.ui.widgets.body.canvas import BodyCanvas
from rmt_notes.ui.widgets.body.compare_card import BodyCompareCard
from rmt_notes.ui.widgets.body.look import DARK_INKS, LIGHT_INKS
from rmt_notes.ui.widgets.body.scene import Scene
from rmt_notes.ui.widgets.body.stamps import pin_stamp, region_stamp
from tests.ui.body_desk import RHOMBOIDS, made_canvas, middle
from tests.ui.note_tools import settle, show


@pytest.fixture
def canvas(qtbot: Any) -> BodyCanvas:
    return made_canvas(qtbot)


def test_zoom_keeps_the_point_under_the_pointer_and_fits_again(canvas: BodyCanvas) -> None:
    canvas.set_views(("front",))
    at = middle(canvas, "front", Site("navel", "midline"))
    wheel = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.zoom() == pytest.approx(1.2**4)
    assert (middle(canvas, "front", Site("navel", "midline")) - at).manhattanLength() < 4
    canvas.fit()
    assert middle(canvas, "front", Site("navel", "midline")) == at
    for _step in range(20):
        canvas.zoom_by(2.0)
    assert canvas.zoom() == 6.0


def test_colours_stand_out_from_the_figure_in_both_looks() -> None:
    for inks, tokens in ((LIGHT_INKS, theme.LIGHT), (DARK_INKS, theme.DARK)):
        assert set(inks) == set(body_words().kinds)
        for kind, ink in inks.items():
            assert contrast(ink, tokens.track) >= 3.0, kind
            assert contrast(ink, tokens.card) >= 4.5, kind


def _black_and_white(picture: QImage) -> bytes:
    ground = QImage(picture.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor("white"))
    painter = QPainter(ground)
    painter.drawImage(0, 0, picture)
    painter.end()
    return bytes(ground.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither).constBits())


def test_every_kind_differs_in_black_and_white_too(qapp: QApplication) -> None:
    black = QColor("black").rgba()
    kinds = tuple(body_words().kinds)
    site = Site("rectus_femoris", "left")
    hatches = [region_stamp("front", 2.0, site, kind, 0.0, 1.0, black, 1.0).picture.toImage() for kind in kinds]
    pins = [pin_stamp(kind, 0, 24.0, black, QColor("white").rgba(), 2.0).picture.toImage() for kind in kinds]
    for pictures in (hatches, pins):
        seen = [_black_and_white(picture) for picture in pictures]
        for at, one in enumerate(seen):
            for other in seen[at + 1 :]:
                apart = sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))
                assert apart > (350 if pictures is hatches else 24), (kinds[at],)


def test_pins_grow_with_the_letters(canvas: BodyCanvas) -> None:
    canvas.set_views(("front",))
    at = figure("front").sites[Site("navel", "midline")].middle
    marks = [mark_point("ache", "front", Site("navel", "midline"), at[0] + 1.0, at[1]) for _time in range(2)]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apart, wide = [], []
    try:
        for scale in (1.0, 1.5):
            theme.apply(app, "light", "touch", scale)
            canvas.set_scene(Scene())
            canvas.set_scene(Scene(marks=renumbered(marks)))
            one, other = canvas.standing("front")
            apart.append(math.dist(one.at.toTuple(), other.at.toTuple()))
            wide.append(pin_stamp("ache", 1, 22.0, 0, 0, 1.0, theme.metrics().scale).picture.width())
    finally:
        theme.apply(app, "light", "touch", 1.0)
    assert apart[1] == pytest.approx(apart[0] * 1.5, rel=0.02)
    assert wide[1] == pytest.approx(wide[0] * 1.5, abs=1.0)


def test_sixty_marks_are_painted_in_eight_milliseconds_and_a_press_is_understood_in_one(canvas: BodyCanvas) -> None:
    canvas.resize(1140, 700)
    canvas.set_views(VIEWS)
    kinds = tuple(body_words().kinds)
    sites = [(view, site) for view in VIEWS for site in figure(view).sites][::6][:60]
    whole = [mark_site(kinds[at % 16], view, site) for at, (view, site) in enumerate(sites)]
    exact = [mark_point("sharp", view, site, *figure(view).sites[site].middle) for view, site in sites]
    marks = renumbered([*whole[:30], *exact[30:]])
    assert len(marks) == 60
    canvas.set_scene(Scene(marks=marks))
    canvas.repaint()
    painting, changing, adding, hitting = [], [], [], []
    for turn in range(40):
        started = time.process_time()
        canvas.repaint()
        painting.append(time.process_time() - started)
        for scene, times in (
            (Scene(marks=(*marks[:turn], replace(marks[turn], intensity=turn % 11), *marks[turn + 1 :])), changing),
            (Scene(marks=marks[:-1]), []),
            (Scene(marks=marks), adding),
        ):
            started = time.process_time()
            canvas.set_scene(scene)
            canvas.repaint()
            times.append(time.process_time() - started)
        started = time.process_time()
        for x in range(-60, 60, 4):
            figure("back").sites_near(float(x), 200.0, 22.0)
        hitting.append((time.process_time() - started) / 30)
    assert min(painting) < 0.008
    assert min(changing) < 0.008
    assert min(adding) < 0.008
    assert min(hitting) < 0.001


def test_what_is_drawn_anew_after_changes_is_what_a_fresh_canvas_shows(canvas: BodyCanvas, qtbot: Any) -> None:
    """Only the pixels that a change touches are drawn again; nothing of what was there before may stay."""
    canvas.resize(700, 500)
    canvas.set_views(("front", "back"))
    at = figure("back").sites[RHOMBOIDS].middle
    marks = renumbered(
        [
            mark_site("ache", "back", RHOMBOIDS),
            mark_site("stiff", "back", Site("erectors_upper", "left")),
            *(mark_point("trigger_point", "back", RHOMBOIDS, at[0] - shift, at[1]) for shift in (0, 3, 6)),
            replace(mark_point("cup", "back", Site("latissimus_dorsi", "right"), 35, 210), size_mm=50),
            replace(mark_site("radiating_line", "front", RHOMBOIDS), stroke=(20, 300, 0.2, 25, 350, 0.9, 30, 420, 0.9)),
        ]
    )
    ghost = (mark_site("numb", "back", Site("heel", "left")),)
    scenes = [
        Scene(marks=marks),
        Scene(marks=(replace(marks[0], intensity=7), *marks[1:])),
        Scene(marks=renumbered(marks[1:]), ghost=ghost, treated=frozenset(sites_of(Place("gluteal", "right")))),
        Scene(marks=renumbered(marks[::-1]), avoid={RHOMBOIDS: "bruise"}, dermatomes=True),
        Scene(marks=renumbered(marks[2:]), selected=2),
    ]
    for scene in scenes:
        canvas.set_scene(scene)
        canvas.repaint()
        fresh = BodyCanvas()
        qtbot.addWidget(fresh)
        fresh.resize(canvas.size())
        fresh.set_views(canvas.views())
        fresh.set_scene(scene)
        pictures = [each.grab().toImage() for each in (canvas, fresh)]
        shown, wanted = (bytes(picture.constBits()) for picture in pictures)
        # a line's soft edge is rounded by a step or two differently where the painter is clipped
        apart = (abs(one - other) for one, other in zip(shown, wanted, strict=True) if one != other)
        assert shown == wanted or max(apart) <= 4


def test_crowded_pins_stand_apart_on_the_side_they_mean_and_within_sight(canvas: BodyCanvas) -> None:
    canvas.resize(360, 420)
    canvas.set_views(("front", "back"))
    exact = [(side * x, y) for y in (110, 118, 126, 250, 258) for x in (4, 9, 14) for side in (1, -1)]
    marks = [mark_point("tender", "back", RHOMBOIDS, x, y) for x, y in (*exact, (182.0, 380.0), (-182.0, 372.0))]
    canvas.set_scene(Scene(marks=renumbered(marks)))
    page = canvas.page_of("back")
    assert page is not None
    standing = canvas.standing("back")
    for number, pin in enumerate(standing):
        assert all(math.dist(pin.at.toTuple(), other.at.toTuple()) > 12 for other in standing[:number])
        assert (pin.at.x() - page.x) * (pin.home.x() - page.x) > 0
        assert canvas.rect().adjusted(7, 0, -7, 0).contains(pin.at.toPoint())


def test_two_visits_are_compared_one_over_the_other_side_by_side_and_in_words(qtbot: Any) -> None:
    card = BodyCompareCard()
    show(qtbot, card)
    ache = replace(mark_site("ache", "back", RHOMBOIDS), intensity=7)
    numb = mark_site("numb", "back", Site("heel", "left"))
    felt = mark_site("tender", "back", Site("sacrum", "midline"))
    later = [replace(ache, intensity=3), mark_site("sharp", "left", Site("iliotibial_band", "left")), felt]
    assert card.set_pair(("12 August", [ache, numb, felt]), ("8 November", later))
    settle()
    assert dict(card.rows()) == {
        "Less": "Rhomboids, left 7 → 3",
        "Gone": "Heel, left",
        "New": "Iliotibial band (ITB), left",
    }
    (sheet,) = card.days()
    assert [mark.region for mark in sheet.scene().ghost] == ["rhomboids", "heel"]
    assert sheet.views() == ("front", "back", "left")
    assert sheet.standing("back") == ()
    card.way.findChildren(QAbstractButton)[1].click()
    assert [[mark.region for mark in day.scene().marks] for day in card.days()] == [
        ["rhomboids", "heel"],
        ["rhomboids", "iliotibial_band"],
    ]
    assert "ghost" not in card.legend.kinds()
    visits = (
        MarkedVisit("a", date(2026, 8, 12), (MarkedSpot("ache", RHOMBOIDS, 7), MarkedSpot("tender", RHOMBOIDS, 9))),
        MarkedVisit("b", date(2026, 11, 8), (MarkedSpot("ache", RHOMBOIDS, 3), MarkedSpot("ache", RHOMBOIDS.twin, 2))),
    )
    card.set_course(course(visits))
    assert [(point.first, point.second) for point in card.strength.points()] == [(7, 7.0), (3, 2.5)]
    areas = [point.first or 0.0 for point in card.area.points()]
    assert areas[1] == pytest.approx(2 * areas[0], abs=0.11)
    assert card.set_pair(("12 August", [ache]), ("8 November", []))
    assert card.rows() == (("8 November", "not marked"), ("12 August", "Rhomboids, left 7/10"))
    assert not card.set_pair(("12 August", [felt]), ("8 November", []))
