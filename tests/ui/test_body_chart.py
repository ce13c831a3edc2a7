"""The body chart under real presses, fingers, pens and keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import mark_point, mark_site, renumbered, site_words, sites_of
from rmt_notes.clinical.body_figure import figure
from rmt_notes.clinical.body_ground import BodyGround
from rmt_notes.clinical.body_mark import VIEWS, BodyMark, Site
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.visit import Note, Objective, Subjective
from rmt_notes.export.pdf.soap_note import soap_note
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.body.canvas import BodyCanvas
from rmt_notes.ui.widgets.body.chart import BodyChart
from tests.export.reading import extract, solid
from tests.export.sample_pages import printable
from tests.ui.body_desk import RHOMBOIDS, heard, key, made_canvas, made_chart, middle, press
from tests.ui.note_tools import KEPT, settle


@pytest.fixture
def chart(qtbot: Any) -> BodyChart:
    return made_chart(qtbot)


@pytest.fixture
def canvas(qtbot: Any) -> BodyCanvas:
    return made_canvas(qtbot)


@pytest.mark.parametrize("view", VIEWS)
def test_a_press_on_every_region_means_that_region_and_the_clients_own_side(canvas: BodyCanvas, view: str) -> None:
    """From the press to the narrative to the printed note, for every region of every view."""
    canvas.set_views((view,))
    meant: list[tuple[str, Site]] = []
    marks: list[BodyMark] = []
    canvas.tapped.connect(lambda seen, site, _x, _y: meant.append((seen, site)))
    canvas.tapped.connect(lambda seen, site, x, y: marks.append(mark_point("ache", seen, site, x, y)))
    for site in figure(view).sites:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, view, site))
    assert meant == [(view, site) for site in figure(view).sites]
    width = canvas.width() / 2
    for site in figure(view).sites:
        if site.side in ("left", "right") and view in ("front", "back"):
            on_left = middle(canvas, view, site).x() < width
            assert on_left == (site.side == {"front": "right", "back": "left"}[view])
    half = len(marks) // 2
    note = Note(subjective=Subjective(marks=tuple(marks[:half])), objective=Objective(marks=tuple(marks[half:])))
    said = [line.text for section in narrate(note) for line in section.lines]
    page = solid(extract(soap_note(printable(note))))
    for number, (mark, told) in enumerate(zip(marks, said, strict=True), start=1):
        name = str(body_words().regions[mark.region].label)
        if mark.side != "midline":
            x = middle(canvas, view, mark.site).x() - width
            name += {"front": ", left" if x > 0 else ", right", "back": ", right" if x > 0 else ", left"}.get(
                view, f", {view}"
            )
        assert told == f"{name}: ache"
        assert solid(f"{number}{name}: ache") in page


def test_a_press_adds_a_numbered_pin_and_a_row_that_light_up_together(chart: BodyChart) -> None:
    told = heard(chart)
    press(chart, RHOMBOIDS)
    press(chart, Site("sacrum", "midline"))
    assert [mark.number for mark in chart.marks()] == [1, 2]
    assert told[-1] == chart.marks()
    assert [row.where for row in chart.list.rows()] == ["Rhomboids, left", "Sacrum"]
    assert chart.selected() == 2
    QTest.mouseClick(chart.list.rows()[0], Qt.MouseButton.LeftButton)
    assert chart.selected() == 1
    assert chart.canvas.scene().selected == 1
    pin = next(pin for pin in chart.canvas.standing("back") if pin.mark.number == 2)
    QTest.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=pin.at.toPoint())
    assert chart.selected() == 2
    assert chart.list.rows()[1].isChecked()


def test_removing_the_row_removes_the_pin_and_an_earlier_state_brings_both_back(chart: BodyChart) -> None:
    press(chart, RHOMBOIDS)
    press(chart, Site("sacrum", "midline"))
    before = chart.marks()
    QTest.mouseClick(chart.list.cross(1), Qt.MouseButton.LeftButton)
    assert [mark.region for mark in chart.marks()] == ["sacrum"]
    assert [pin.mark.number for pin in chart.canvas.standing("back")] == [1]
    chart.set_marks(before)
    assert [row.where for row in chart.list.rows()] == ["Rhomboids, left", "Sacrum"]
    assert len(chart.canvas.standing("back")) == 2


def test_the_same_kind_on_the_same_region_is_one_mark(chart: BodyChart) -> None:
    thigh = Site("biceps_femoris", "left")
    press(chart, thigh)
    chart.select(0)
    settle()
    at = middle(chart.canvas, "back", thigh) + QPoint(0, 20)
    QTest.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert len(chart.marks()) == 1
    assert chart.selected() == 1
    QTest.mouseClick(chart.kinds.button("burning"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert [mark.kind for mark in chart.marks()] == ["ache", "burning"]


def test_a_point_is_kept_where_it_was_pressed_and_can_be_moved(chart: BodyChart) -> None:
    chart.mode.segment("point").click()
    site = Site("gluteus_maximus", "right")
    press(chart, site)
    mark = chart.marks()[0]
    x, y = figure("back").sites[site].middle
    assert mark.x == pytest.approx(-x, abs=1.2)  # on the back view the client's right is at page right
    assert mark.y == pytest.approx(y, abs=1.2)
    goal = Site("biceps_femoris", "right")
    pin, there = chart.canvas.standing("back")[0].at.toPoint(), middle(chart.canvas, "back", goal)
    QTest.mousePress(chart.canvas, Qt.MouseButton.LeftButton, pos=pin)
    QTest.mouseMove(chart.canvas, (pin + there) / 2)
    QTest.mouseMove(chart.canvas, there)
    QTest.mouseRelease(chart.canvas, Qt.MouseButton.LeftButton, pos=there)
    assert chart.marks()[0].site == goal
    assert chart.marks()[0].number == 1
    chart.canvas.focus_site(goal)
    before = chart.marks()[0]
    QTest.keyClick(chart.canvas.spot("back", goal), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert chart.marks()[0].x == pytest.approx((before.x or 0) + 2.0)  # page left is the client's left


def test_everything_by_keys_alone(chart: BodyChart) -> None:
    chart.focus_first()
    spot = QApplication.focusWidget()
    assert spot is not None
    assert spot.accessibleName() == "Crown of head"
    for _step in range(3):
        key(Qt.Key.Key_Down)
    neck = QApplication.focusWidget().accessibleName()
    assert neck
    key(Qt.Key.Key_Space)
    assert len(chart.marks()) == 1
    assert site_words(chart.marks()[0].site) == neck
    key(Qt.Key.Key_7)
    assert chart.marks()[0].intensity == 7
    key(Qt.Key.Key_1)
    key(Qt.Key.Key_0)
    assert chart.marks()[0].intensity == 10
    key(Qt.Key.Key_Delete)
    assert chart.marks() == ()
    key(Qt.Key.Key_Plus)
    assert chart.canvas.zoom() == pytest.approx(1.5)
    key(Qt.Key.Key_Minus)
    assert chart.canvas.zoom() == 1.0


def test_arrow_keys_reach_every_region_of_every_view(canvas: BodyCanvas) -> None:
    for view in VIEWS:
        page = figure(view)
        seen = {page.in_order()[0]}
        queue = list(seen)
        for site in queue:
            for way in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                other = page.next_site(site, *way)
                if other is not None and other not in seen:
                    seen.add(other)
                    queue.append(other)
        assert seen == set(page.sites)


def test_a_region_is_found_and_marked_by_typing_its_name(chart: BodyChart) -> None:
    chart.show_view("front")
    editor = chart.search.field.editor()
    editor.setFocus()
    QTest.keyClicks(editor, "quadratus right")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert chart.marks()[0].site == Site("quadratus_lumborum", "right")
    assert "back" in (chart.current_view(), chart.marks()[0].view)
    assert chart.canvas.page_of(chart.marks()[0].view) is not None
    assert editor.text() == ""
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert len(chart.search.list.rows()) == len({spot.site for view in VIEWS for spot in _all_spots(chart, view)})


def _all_spots(chart: BodyChart, view: str) -> tuple[Any, ...]:
    chart.show_view(view)
    return chart.canvas.spots()


def test_a_finger_between_small_regions_is_asked_which_one_it_meant(chart: BodyChart) -> None:
    chart.show_view("all")
    settle()
    device = QTest.createTouchDevice()
    at = middle(chart.canvas, "back", Site("erectors_upper", "left"))
    QTest.touchEvent(chart.canvas, device).press(0, at, chart.canvas).commit()
    QTest.touchEvent(chart.canvas, device).release(0, at, chart.canvas).commit()
    settle()
    chooser = chart.canvas.chooser()
    assert chooser.isVisible()
    assert chooser.sites()[0] == "Erectors, upper thoracic, left"
    assert "Rhomboids, left" in chooser.sites()
    assert chart.marks() == ()
    answer = next(each for each in chooser.findChildren(QAbstractButton) if each.accessibleName() == "Rhomboids, left")
    assert answer.height() >= theme.metrics().target
    QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
    assert [mark.site for mark in chart.marks()] == [RHOMBOIDS]
    assert not chooser.isVisible()
    QTest.touchEvent(chart.canvas, device).press(0, at, chart.canvas).commit()
    QTest.touchEvent(chart.canvas, device).release(0, at, chart.canvas).commit()
    settle()


def test_escape_leaves_the_question_without_an_answer(chart: BodyChart) -> None:
    chart.canvas.chooser().ask((RHOMBOIDS, RHOMBOIDS.twin), QPointF(100, 100))
    key(Qt.Key.Key_Escape)
    assert not chart.canvas.chooser().isVisible()
    assert chart.marks() == ()


def test_a_line_is_drawn_and_names_where_it_runs(chart: BodyChart) -> None:
    chart.mode.segment("draw").click()
    chart.kinds.button("radiating_line").click()
    start = middle(chart.canvas, "back", Site("gluteus_maximus", "left"))
    end = middle(chart.canvas, "back", Site("gastrocnemius_outer", "left"))
    QTest.mousePress(chart.canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 21):
        QTest.mouseMove(chart.canvas, start + (end - start) * step / 20)
    QTest.mouseRelease(chart.canvas, Qt.MouseButton.LeftButton, pos=end)
    assert len(chart.marks()) == 1
    assert len(chart.marks()[0].points()) > 10
    assert chart.list.rows()[0].where == "Gluteus maximus, left to gastrocnemius, outer head, left"


def test_the_other_side_is_one_press_away(chart: BodyChart) -> None:
    press(chart, RHOMBOIDS)
    QTest.mouseClick(chart.editor.other_side, Qt.MouseButton.LeftButton)
    assert [mark.site for mark in chart.marks()] == [RHOMBOIDS, RHOMBOIDS.twin]
    press(chart, Site("sacrum", "midline"))
    assert not chart.editor.other_side.isVisible()


def test_setting_marks_says_nothing_back_and_keeps_the_chosen_number(chart: BodyChart) -> None:
    press(chart, RHOMBOIDS)
    told = heard(chart)
    chart.set_marks([mark_site("numb", "back", Site("sacrum", "midline"))])
    assert told == []
    assert [mark.number for mark in chart.marks()] == [1]
    assert chart.selected() == 1
    chart.set_marks([])
    assert chart.selected() == 0


def test_numbers_go_on_after_the_marks_of_the_other_parts(chart: BodyChart) -> None:
    pain = renumbered([mark_site("ache", "back", Site("sacrum", "midline")), mark_site("numb", "back", RHOMBOIDS)])
    chart.set_ground(BodyGround(others=pain, first=3))
    press(chart, RHOMBOIDS.twin)
    assert [mark.number for mark in chart.marks()] == [3]
    assert sorted(pin.mark.number for pin in chart.canvas.standing("back")) == [1, 2, 3]
    chart.set_ground(BodyGround(others=pain[:1], first=2))
    assert [mark.number for mark in chart.marks()] == [2]
    assert chart.selected() == 2
    assert chart.list.rows()[0].isChecked()


def test_a_finding_is_marked_where_the_pain_of_the_same_note_has_its_pin(chart: BodyChart) -> None:
    chart.set_ground(BodyGround(others=renumbered([mark_site("ache", "back", RHOMBOIDS)]), first=2))
    press(chart, RHOMBOIDS)
    assert [(mark.number, mark.site) for mark in chart.marks()] == [(2, RHOMBOIDS)]
    chart.set_read_only(True)
    pins: list[int] = []
    chart.canvas.pin_pressed.connect(pins.append)
    press(chart, RHOMBOIDS)
    assert pins


def test_each_region_is_in_the_accessibility_tree_with_name_side_and_marks(chart: BodyChart) -> None:
    press(chart, RHOMBOIDS)
    chart.set_avoid({Site("popliteal", "right"): "varicose veins"})
    root = QAccessible.queryAccessibleInterface(chart.canvas)
    told = {}
    for number in range(root.childCount()):
        child = root.child(number)
        told[child.text(QAccessible.Text.Name)] = (child.text(QAccessible.Text.Description), child.state().checked)
    for site in figure("back").sites:
        assert site_words(site) in told
    assert told["Rhomboids, left"] == ("Back, ache", True)
    assert told["Rhomboids, right"] == ("Back", False)
    assert told["Hollow of the knee (popliteus), right"] == ("Back, avoid: varicose veins", True)


def test_reading_only_changes_nothing(chart: BodyChart) -> None:
    press(chart, RHOMBOIDS)
    chart.set_read_only(True)
    before = chart.marks()
    press(chart, Site("sacrum", "midline"))
    QTest.keyClick(chart.canvas.spot("back", RHOMBOIDS), Qt.Key.Key_Delete)
    assert chart.marks() == before
    assert not chart.search.isVisible()
    assert not chart.editor.isVisible()


def test_layers_can_be_hidden_and_are_explained(chart: BodyChart) -> None:
    press(chart, RHOMBOIDS)
    chart.set_treated(sites_of(Place("gluteal", "right")))
    chart.set_last_visit([mark_site("ache", "back", Site("sacrum", "midline"))])
    assert chart.legend.kinds() == ("ache", "treated", "ghost")
    QTest.mouseClick(chart.layers.chip("treated"), Qt.MouseButton.LeftButton)
    assert chart.legend.kinds() == ("ache", "ghost")
    assert chart.canvas.scene().shown_treated() == frozenset()
    assert not chart.canvas.scene().dermatomes
    QTest.mouseClick(chart.layers.chip("dermatomes"), Qt.MouseButton.LeftButton)
    assert chart.canvas.scene().dermatomes
    assert "professional knowledge" in chart.doubt.text()
    chart.canvas.focus_site(Site("popliteal", "left"))
    assert "S2, left: back of knee" in chart.caption.text()


def test_common_referral_is_laid_over_for_the_chosen_mark_on_its_own_side_with_its_doubt(chart: BodyChart) -> None:
    press(chart, Site("soleus", "left"))
    assert not chart.canvas.scene().referred.main
    QTest.mouseClick(chart.layers.chip("referral"), Qt.MouseButton.LeftButton)
    assert chart.canvas.scene().referred.main == {Site("heel", "left"), Site("achilles", "left")}
    assert chart.legend.kinds() == ("ache", "referral_main", "referral_more")
    assert "Soleus, left: heel; achilles tendon (sometimes sacroiliac joint)." in chart.doubt.text()
    assert "not a diagnosis" in chart.doubt.text()
    assert "fpnotebook.com" in chart.doubt.text()
    press(chart, Site("piriformis", "right"))
    assert {site.side for site in (*chart.canvas.scene().referred.main, *chart.canvas.scene().referred.more)} == {
        "right"
    }
    chart.set_marks([])
    chart.canvas.focus_site(Site("infraspinatus", "left"))
    assert Site("anterior_deltoid", "left") in chart.canvas.scene().referred.main
    QTest.mouseClick(chart.layers.chip("referral"), Qt.MouseButton.LeftButton)
    assert chart.legend.kinds() == ()
    assert not chart.doubt.isVisible()


def test_everything_that_is_pressed_is_as_large_as_a_finger(chart: BodyChart) -> None:
    press(chart, RHOMBOIDS)
    for _pass in range(4):
        settle()
    least = theme.metrics().target
    for button in chart.findChildren(QAbstractButton):
        if button.isVisibleTo(chart):
            assert button.width() >= least, button.accessibleName()
            assert button.height() >= least, button.accessibleName()
            assert button.accessibleName()


def test_two_fingers_enlarge_and_do_not_mark(canvas: BodyCanvas) -> None:
    canvas.set_views(("back",))
    told: list[Any] = []
    canvas.tapped.connect(lambda *meant: told.append(meant))
    device = QTest.createTouchDevice()
    centre = middle(canvas, "back", Site("lumbar_spine", "midline"))
    QTest.touchEvent(canvas, device).press(0, centre - QPoint(40, 0), canvas).press(
        1, centre + QPoint(40, 0), canvas
    ).commit()
    for far in range(50, 130, 10):
        touch = QTest.touchEvent(canvas, device)
        touch.move(0, centre - QPoint(far, 0), canvas).move(1, centre + QPoint(far, 0), canvas).commit()
    touch = QTest.touchEvent(canvas, device)
    touch.release(0, centre - QPoint(120, 0), canvas).release(1, centre + QPoint(120, 0), canvas).commit()
    settle()
    assert canvas.zoom() > 2.0
    assert told == []
    assert (middle(canvas, "back", Site("lumbar_spine", "midline")) - centre).manhattanLength() < 60


def test_a_pen_draws_with_its_pressure(chart: BodyChart) -> None:
    chart.mode.segment("draw").click()
    start = QPointF(middle(chart.canvas, "back", Site("latissimus_dorsi", "left")))
    steps = [(QEvent.Type.TabletPress, 0), *((QEvent.Type.TabletMove, at) for at in range(1, 9))]
    for kind, step in (*steps, (QEvent.Type.TabletRelease, 8)):
        at = start + QPointF(0.0, 6.0 * step)
        event = QTabletEvent(
            kind, QPointingDevice.primaryPointingDevice(), at, QPointF(chart.canvas.mapToGlobal(at.toPoint())),
            0.1 + step * 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
        )  # fmt: skip
        QApplication.sendEvent(chart.canvas, event)
    pressures = [pressure for _x, _y, pressure in chart.marks()[0].points()]
    assert pressures[0] == pytest.approx(0.1)
    assert pressures == sorted(pressures)
    assert pressures[-1] == pytest.approx(0.9)


def test_a_finger_that_draws_does_not_scroll_the_note(chart: BodyChart) -> None:
    column = KEPT[chart]
    column.resize(780, 500)
    settle()
    bar = column.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    device = QTest.createTouchDevice()

    def draw() -> int:
        before = bar.value()
        start = middle(chart.canvas, "back", Site("rhomboids", "left"))
        QTest.touchEvent(chart.canvas, device).press(0, start, chart.canvas).commit()
        for step in range(1, 16):
            QTest.touchEvent(chart.canvas, device).move(0, start + QPoint(0, 6 * step), chart.canvas).commit()
        QTest.touchEvent(chart.canvas, device).release(0, start + QPoint(0, 90), chart.canvas).commit()
        settle()
        return bar.value() - before

    chart.mode.segment("draw").click()
    assert draw() == 0
    assert len(chart.marks()[0].points()) > 5
    assert chart.canvas.keeps_finger(QPoint(2, 2))
    chart.mode.segment("region").click()
    assert not chart.canvas.keeps_finger(QPoint(2, 2))
