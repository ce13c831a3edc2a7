"""Objective: findings by tap, one line each until opened, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmt_notes.clinical.assessment import NeuroFinding, Palpation, PostureFinding, RangeOfMotion, SpecialTest, Strength
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.phrasebook import Wording
from rmt_notes.clinical.visit import Objective
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.note.motion_grid import MotionGrid, quick_degrees
from rmt_notes.ui.widgets.note.neuro_grid import NeuroGrid
from rmt_notes.ui.widgets.note.objective import GROUPS, ObjectiveSection
from rmt_notes.ui.widgets.note.posture_grid import PostureGrid
from rmt_notes.ui.widgets.note.sided import with_entry
from rmt_notes.ui.widgets.writing import WritingAid
from tests.ui.note_samples import FIRST, NOTES, SOME_DAY
from tests.ui.note_tools import buttons, dress, focused, named, nameless, press, settle, show, small_targets

KEYS = [key for key, _fields in GROUPS]


@pytest.fixture
def section(qtbot, qapp):
    dress()
    return show(qtbot, ObjectiveSection())


def opened(section, key):
    content = section.open_group(key)
    settle()
    return content


@pytest.mark.parametrize("note", NOTES, ids=["empty", "first", "declined", "strange"])
def test_a_value_comes_back_as_it_went_in_folded_and_opened(section, note):
    section.set_value(note.objective)
    assert section.value() == note.objective
    for key in KEYS:
        opened(section, key)
    assert section.value() == note.objective
    section.set_value(Objective())
    section.set_value(note.objective)
    assert section.value() == note.objective


def test_nothing_is_built_until_a_group_is_opened(section):
    section.set_value(FIRST.objective)
    assert all(section.group(key).content() is None for key in KEYS)


def test_what_the_program_does_not_know_is_told_in_the_line(section):
    section.set_value(NOTES[3].objective)
    assert "crooked" in section.group("posture").row.look.text
    assert "sideways" in section.group("tests").row.look.text
    assert "furry" in section.group("palpation").row.look.text


def test_a_group_tells_what_was_found(section):
    section.set_value(FIRST.objective)
    assert "15°" in section.group("motion").row.look.text
    assert section.group("strength").row.look.text.startswith("Gluteus maximus right: 4/5")
    section.set_value(Objective())
    assert section.group("motion").row.look.quiet


def test_posture_asks_for_the_severity_of_a_finding_only(section):
    grid = opened(section, "posture")
    press(grid, "Pelvis: Neutral")
    assert section.value().posture == (PostureFinding(view="lateral", landmark="pelvis", value="neutral"),)
    press(grid, "Pelvis: Anterior tilt")
    press(grid, "Severity, Pelvis: Moderate")
    expected = PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity="moderate")
    assert section.value().posture == (expected,)


def test_all_neutral_leaves_findings_alone(section):
    grid = opened(section, "posture")
    press(grid, "Head: Forward")
    press(grid, "All neutral in this view")
    found = {each.landmark: each.value for each in section.value().posture}
    assert found["head"] == "forward"
    assert len(found) == len(catalogue().posture["lateral"].landmarks)


def test_a_pattern_is_suggested_and_only_recorded_when_confirmed(section):
    grid = opened(section, "posture")
    press(grid, "Pelvis: Anterior tilt")
    press(grid, "Lumbar curve: Increased lordosis")
    assert "Lower crossed" in section._pattern_hint.text()
    assert section.value().posture_patterns == ()
    press(grid, "Lower crossed")
    assert section.value().posture_patterns == ("lower_crossed",)


def test_a_movement_is_measured_by_tap(section):
    grid = opened(section, "motion")
    assert isinstance(grid, MotionGrid)
    grid.turn_to("lumbar")
    settle()
    press(grid, "Lumbar extension: not recorded")
    press(grid, "Active, degrees: 15°")
    press(grid, "Pain: 5 of 10")
    assert section.value().range_of_motion == (RangeOfMotion(movement="lumbar.extension", active=15.0, pain=5),)
    assert grid.grid().cell("lumbar.extension", "").told() == "15° · pain 5"
    press(grid, "After treatment")
    press(grid, "Lumbar extension: 15° · pain 5")
    press(grid, "Active, degrees: 20°")
    assert section.value().range_of_motion[1] == RangeOfMotion(movement="lumbar.extension", active=20.0, when="after")
    assert grid.grid().cell("lumbar.extension", "").told() == "15° · pain 5 → 20°"


def test_degrees_can_be_typed_on_the_cell(section):
    grid = opened(section, "motion")
    grid.turn_to("lumbar")
    settle()
    cell = grid.grid().cell("lumbar.lateral_flexion", "right")
    cell.setFocus()
    QTest.keyClicks(cell, "1")
    settle()
    QTest.keyClicks(focused(), "8")
    assert section.value().range_of_motion == (
        RangeOfMotion(movement="lumbar.lateral_flexion", side="right", active=18.0),
    )
    QTest.keyClick(focused(), Qt.Key.Key_Escape)  # the innermost closes first, and the focus stays in sight
    assert grid.editor() is None or grid.editor().isHidden()
    cell = grid.grid().cell("lumbar.lateral_flexion", "right")
    assert focused() is cell
    QTest.keyClick(cell, Qt.Key.Key_Escape)
    assert focused() is section.group("motion").row
    assert not section.group("motion").is_open()


def test_a_measurement_taken_back_leaves_no_trace(section):
    grid = opened(section, "motion")
    grid.turn_to("lumbar")
    settle()
    press(grid, "Lumbar flexion: not recorded")
    press(grid, "Pain: 3 of 10")
    press(grid, "Pain: 3 of 10")
    assert section.value().range_of_motion == ()


def test_the_rest_of_a_joint_is_full_in_one_tap(section):
    grid = opened(section, "motion")
    grid.turn_to("lumbar")
    settle()
    press(grid, "All others within normal limits")
    assert {each.limit for each in section.value().range_of_motion} == {"wnl"}
    assert len(section.value().range_of_motion) == 4
    press(grid, "Lumbar flexion: full")
    press(grid, "Active, degrees: 40°")
    bent = next(each for each in section.value().range_of_motion if each.movement == "lumbar.flexion")
    assert (bent.active, bent.limit) == (40.0, ""), "40 of 60 degrees is not within normal limits"


def test_the_joints_of_the_complaint_come_first(section):
    section.set_places((Place("knee_anterior", "left"),))
    grid = opened(section, "motion")
    assert grid._joint == "knee"


@pytest.mark.parametrize("key", list(catalogue().movements))
def test_every_movement_offers_its_usual_value_or_one_beside_it(key):
    movement = catalogue().movements[key]
    picks = quick_degrees(movement)
    assert picks[0] <= 0 <= picks[-1]
    assert any(abs(pick - movement.normal) <= 10 for pick in picks)
    assert len(picks) <= 14


def test_a_test_is_recorded_for_each_of_the_clients_sides(section):
    grid = opened(section, "tests")
    press(grid, "Straight leg raise (SLR), right: Positive")
    press(grid, "Straight leg raise (SLR), left: Negative")
    told = section.group("tests").row.look.text
    assert told == "Straight leg raise (SLR) right: positive; Straight leg raise (SLR) left: negative"
    assert set(section.value().tests) == {
        SpecialTest(test="slr", result="positive", side="right"),
        SpecialTest(test="slr", result="negative", side="left"),
    }


def test_all_others_negative_keeps_what_is_positive(section):
    grid = opened(section, "tests")
    press(grid, "Straight leg raise (SLR), right: Positive")
    press(grid, "All others here negative")
    results = [each.result for each in section.value().tests if each.test == "slr"]
    assert results == ["positive"]
    assert {each.side for each in section.value().tests if each.test == "slump"} == {"bilateral"}


def test_a_result_for_both_sides_is_split_when_one_side_changes():
    both = (SpecialTest(test="slr", result="negative", side="bilateral", note="80"),)
    new = SpecialTest(test="slr", result="positive", side="left")
    assert with_entry(both, lambda each: each.test == "slr", "left", new) == (
        SpecialTest(test="slr", result="negative", side="right", note="80"),
        new,
    )


def test_a_test_that_means_stop_says_so(section):
    grid = opened(section, "tests")
    grid.turn_to("neck")
    settle()
    press(grid, "Sharp-Purser: Positive")
    assert any("stop" in sentence for sentence in grid._rows["sharp_purser"]._action.sentences())


def test_findings_are_written_as_sentences_and_stay_when_the_words_are_edited(section):
    grid = opened(section, "tests")
    press(grid, "Straight leg raise (SLR), right: Positive")
    section._more.set_open(True)
    section._notes.editor().setFocus()
    QTest.keyClicks(section._notes.editor(), "Seen standing.")
    press(section, "Write what is recorded as sentences")
    told = "Tests: straight leg raise (SLR) right: positive."
    assert section.value().notes.casefold() == f"seen standing.\n{told}".casefold()
    press(section, "Write what is recorded as sentences")
    assert section.value().notes.casefold().count(told.casefold()) == 1
    section._notes.editor().selectAll()
    QTest.keyClick(section._notes.editor(), Qt.Key.Key_Delete)
    assert section.value().notes == ""
    assert section.value().tests == (SpecialTest(test="slr", result="positive", side="right"),)


def test_a_cluster_is_counted(section):
    grid = opened(section, "tests")
    grid.turn_to("pelvis")
    settle()
    for name in ("SIJ distraction", "Sacral thrust"):
        press(grid, f"{name}: Positive")
    told = "Sacroiliac provocation: 2 positive of 2 tested, 3 not tested"
    assert grid._clusters.sentences() == (told,)


def test_a_level_is_normal_in_one_tap(section):
    content = opened(section, "neuro")
    press(content, "L2 to S1 normal, both sides")
    assert [each.root for each in section.value().neuro] == ["L2", "L3", "L4", "L5", "S1"]
    assert section.value().neuro[3] == NeuroFinding(
        root="L5", side="bilateral", sensation="normal", myotome=5, reflex=2
    )
    assert section.group("neuro").row.look.text == "L2, L3, L4, L5, S1 normal"
    grid = content.findChild(NeuroGrid)
    press(grid, "L5, left: normal")
    press(grid, "Strength: 4 of 5")
    sides = {each.side: each.myotome for each in section.value().neuro if each.root == "L5"}
    assert sides == {"right": 5, "left": 4}


def test_palpation_in_a_few_taps(section):
    content = opened(section, "palpation")
    press(content, "Palpate: Low back")
    press(content, "Side of Low back: Right")
    press(content, "Structure: Erector spinae, lumbar")
    press(content, "Ropey")
    press(content, "Tender, winces")
    assert section.value().palpation == (
        Palpation(place=Place("low_back", "right"), structure="erector_spinae_lumbar", texture="ropey", tenderness=2),
    )


def test_strength_in_a_few_taps(section):
    content = opened(section, "strength")
    press(content, "Test a muscle: Gluteus maximus")
    press(content, "Side: Right")
    press(content, "Strength: 4 of 5")
    assert section.value().strength == (Strength(muscle="gluteus_maximus", side="right", grade=4),)


def test_the_clients_own_activities_make_the_mean(section):
    content = opened(section, "outcomes")
    press(content, "Add a measure: PSFS")
    QTest.keyClicks(focused(), "sit")
    press(content, "Score of activity 1: 4 of 10")
    press(content, "Add an activity")
    QTest.keyClicks(focused(), "lift")
    press(content, "Score of activity 2: 7 of 10")
    (score,) = section.value().outcomes
    assert score == OutcomeScore(measure="psfs", score=5.5, activities=(Activity("sit", 4.0), Activity("lift", 7.0)))


def test_ticks_are_counted_without_any_text_of_the_form(section):
    content = opened(section, "outcomes")
    press(content, "Add a measure: RMDQ")
    assert section.value().outcomes == (OutcomeScore(measure="rmdq"),), "no score is told that nobody gave"
    QTest.keyClicks(focused(), "7")
    assert section.value().outcomes[0].score == 7.0
    QTest.keyClick(focused(), Qt.Key.Key_Backspace)
    assert section.value().outcomes[0].score is None
    press(content, "Tick the numbered items instead")
    press(content, "Item 3")
    press(content, "Item 24")
    (score,) = section.value().outcomes
    assert (score.score, score.items) == (2.0, (3.0, 24.0))


def test_items_are_answered_in_the_words_of_the_users_own_file_and_scored_by_the_rule(section):
    content = opened(section, "outcomes")
    press(content, "Add a measure: ODI")
    assert "Answer the items instead" not in [one.accessibleName() for one in buttons(content)], (
        "the program brings no words of a form"
    )
    section.writing_aid = WritingAid(section)
    section.writing_aid.set_wordings(
        [Wording(id="w", practitioner_id="p", measure="ndi", items=tuple(f"Sentence {at}" for at in range(1, 11)))]
    )
    press(content, "Add a measure: NDI")
    press(content, "Answer the items instead")
    for at in range(1, 10):
        press(content, f"{at}. Sentence {at}: 2 of 5")
    score = section.value().outcomes[-1]
    assert (score.measure, score.score) == ("ndi", 20.0), "one left out: the rest speaks for it"
    assert score.items == (*((2.0,) * 9), None), "and keeps its place"
    press(content, "Scale: 0 to 100 %")
    assert section.value().outcomes[-1].score == 40.0
    section.set_value(section.value())
    press(content, "Scale: 0 to 50")
    press(content, "10. Sentence 10: 5 of 5")
    score = section.value().outcomes[-1]
    assert (score.score, len(score.items)) == (23.0, 10)


def test_the_change_since_last_time_is_told(section):
    section.set_previous(FIRST.objective, SOME_DAY)
    section.set_value(replace(FIRST.objective, outcomes=(OutcomeScore(measure="rmdq", score=8.0),)))
    content = opened(section, "outcomes")
    pills = content.rows.rows()[0].look.pills
    assert pills[:2] == ("8 of 24", "was 13")
    assert "meaningful" in pills[2]


def test_the_last_visit_shows_in_each_cell_and_one_press_says_normal(section):
    section.set_previous(FIRST.objective, SOME_DAY)
    section.set_places((Place("low_back", "bilateral"),))
    motion = opened(section, "motion")
    measured = FIRST.objective.range_of_motion[0]
    motion.turn_to(catalogue().movements[measured.movement].joint)
    assert motion.grid().cell(measured.movement, measured.side).last().startswith(f"{measured.active:g}°")
    posture = opened(section, "posture")
    stood = FIRST.objective.posture[0]
    posture.findChild(PostureGrid).show_view(stood.view)
    landmark = catalogue().posture[stood.view].landmarks[stood.landmark]
    marked = [one.words() for one in posture.findChildren(Chip) if one.last and one.isVisible()]
    assert str(landmark.values[stood.value]) in marked
    tests = opened(section, "tests")
    done = FIRST.objective.tests[0]
    tests.turn_to(catalogue().tests[done.test].region)
    side = done.side if done.side in ("left", "right", "") else "left"
    assert tests._rows[done.test]._results[side]._steps.segment(done.result).last
    opened(section, "palpation")
    press(section, "Places of the complaint normal, not tender")
    (touched,) = section.value().palpation
    assert (touched.place, touched.tone, touched.tenderness) == (Place("low_back", "bilateral"), "normal", 0)
    opened(section, "strength")
    press(section, "All others offered here 5 of 5, both sides")
    assert {one.grade for one in section.value().strength} == {5}


def test_why_nothing_was_examined_is_asked_only_then(section):
    assert section._none_row.isVisible()
    press(section, "Nothing examined because: client asked for no assessment")
    assert section.value().none_reason == "client asked for no assessment"
    section.set_value(FIRST.objective)
    assert not section._none_row.isVisible()


def test_same_as_last_time_is_marked_until_reviewed(section):
    section.set_previous(FIRST.objective, SOME_DAY)
    section.same_as_last_time()
    assert section.value().outcomes == ()
    assert all(each.when == "before" for each in section.value().range_of_motion)
    assert section.is_carried()
    press(section, "Objective: mark as reviewed")
    assert not section.is_carried()


def test_every_field_can_be_jumped_to(section):
    names = set(Objective.__dataclass_fields__)
    assert set(section.fields()) == names
    for name in names:
        assert section.focus_field(name), name
        assert section.isAncestorOf(QApplication.focusWidget()), name


@pytest.mark.parametrize("key", KEYS)
def test_everything_in_a_group_is_named_and_large_enough(section, key):
    section.set_value(FIRST.objective)
    content = opened(section, key)
    rows = getattr(content, "rows", None)
    if rows is not None:
        rows.open_at(0)
    assert nameless(section) == []
    assert small_targets(section, 44) == []


def test_a_group_opens_and_folds_by_key(section):
    row = section.group("tests").row
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert section.group("tests").is_open()
    press(section, "Done with Special tests")
    assert not section.group("tests").is_open()
    assert named(section, row.accessibleName()).hasFocus()


def test_full_strength_is_recorded_only_of_muscles_in_sight(section):
    section.set_places((Place("low_back", "bilateral"),))
    grid = opened(section, "strength")
    offered = {one.accessibleName() for one in buttons(grid) if one.accessibleName().startswith("Test a muscle: ")}
    assert "Test a muscle: Thoracolumbar fascia" not in offered, "a band has no strength"
    press(section, "All others offered here 5 of 5, both sides")
    told = {f"Test a muscle: {catalogue().structure(one.muscle)}" for one in section.value().strength}
    assert told == offered


def test_what_nothing_is_recorded_of_stands_as_chips_below_what_is(section):
    section.set_value(Objective(gait="normal"))
    settle()
    assert not section.group("gait").row.is_chip()
    assert section.group("posture").row.is_chip()
    press(section, "Posture: not examined")
    assert section.group("posture").y() < section.group("gait").y(), "opened, it stands in its place"
    press(section, "Done with Posture")
    assert section.group("posture").y() > section.group("gait").y()
    assert focused() is section.group("posture").row
