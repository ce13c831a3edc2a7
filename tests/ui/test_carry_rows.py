"""What was taken over is marked row by row with its day, taken over one by one, and reviewed by touch or by its
tick."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.contraindications import screen
from rmt_notes.clinical.course import Progress
from rmt_notes.clinical.glance import Told
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.suggestions import Course
from rmt_notes.clinical.visit import Subjective
from rmt_notes.ui.widgets.note.assessment import AssessmentSection
from rmt_notes.ui.widgets.note.carried_mark import ReviewCaption, ReviewTick
from rmt_notes.ui.widgets.note.place_picker import PlacePicker
from rmt_notes.ui.widgets.note.plan import PlanSection
from rmt_notes.ui.widgets.note.subjective import SubjectiveSection
from rmt_notes.ui.widgets.note.treatment import TreatmentSection
from rmt_notes.ui.widgets.note.value_row import RowLook, ValueRow
from tests.ui.note_samples import FIRST
from tests.ui.note_tools import dress, named, nameless, press, settle, show, small_targets

SOME_DAY = date(2026, 3, 12)


def edit(ground, name):
    return next(one for one in ground.findChildren(QLineEdit) if one.accessibleName() == name)


@pytest.fixture
def treatment(qtbot, qapp):
    section = TreatmentSection()
    show(qtbot, section)
    section.set_screening(screen((), (), SOME_DAY, jurisdiction("ON"), ("art_credential",)), jurisdiction("ON"))
    section.set_previous(FIRST.treatment, SOME_DAY)
    return section


def test_each_row_tells_its_day_until_it_is_ticked_or_touched(treatment):
    treatment.same_as_last_time()
    settle()
    rows = treatment.techniques.rows.rows()
    assert [row.carried() for row in rows] == ["from 12 Mar"] * len(rows)
    assert small_targets(treatment, 44) == []
    assert nameless(treatment) == []
    heard = []
    treatment.edited.connect(lambda _value: heard.append(treatment.unread()))
    press(treatment, f"Mark as reviewed: {rows[0].look.name}")
    assert "techniques.0" not in heard[-1]
    assert not rows[0].carried()
    assert rows[1].carried()
    press(treatment, rows[1].accessibleName())
    assert "techniques.1" not in heard[-1]
    press(treatment, "Mark as reviewed: Position")
    assert "position" not in heard[-1]
    assert not any(one.isVisible() for one in treatment.findChildren(ReviewTick))


def test_a_removed_row_leaves_the_marks_with_their_own_rows(treatment):
    treatment.same_as_last_time()
    rows = treatment.techniques.rows
    press(treatment, f"Mark as reviewed: {rows.rows()[0].look.name}")
    treatment.techniques.rows.remove_slot(rows._slots[0])
    settle()
    assert [row.carried() for row in rows.rows()] == ["from 12 Mar"] * len(rows.rows())


def test_one_entry_is_taken_over_by_one_press_and_then_not_offered_again(treatment):
    press(treatment, "Treatment: choose what to carry over from 12 March 2026")
    name = f"{treatment._takes.rows()[1].accessibleName()}"
    press(treatment, name)
    assert treatment.value().techniques == (treatment._carry(FIRST.treatment, treatment._empty).techniques[1],)
    assert treatment.unread() == ("techniques.0",)
    assert treatment.techniques.rows.rows()[0].carried() == "from 12 Mar"
    assert name not in [row.accessibleName() for row in treatment._takes.rows()]
    assert not treatment._same.isVisible(), (
        "the title's row tells what is to be reviewed; taking over waits behind More"
    )
    press(treatment, "Carry over Everything: as on 12 March 2026")
    assert treatment.value().techniques == treatment._carry(FIRST.treatment, treatment._empty).techniques
    press(treatment, "Treatment: choose what to carry over from 12 March 2026")
    assert treatment._takes._none.isVisible()
    press(treatment, "Treatment: mark as reviewed")
    assert not treatment._mark.isVisible()


def test_words_and_chips_of_the_story_are_marked_each_for_itself(qtbot, qapp):
    section = SubjectiveSection()
    show(qtbot, section)
    section.set_previous(FIRST.subjective, SOME_DAY)
    section.same_as_last_time()
    assert section._mark.text().startswith("From ")
    settle()
    shown = {one.accessibleName() for one in section.findChildren(ReviewCaption) if one.isVisible()}
    assert {"Mark as reviewed: Where", "Mark as reviewed: Quality", "Mark as reviewed: Onset"} <= shown
    press(section, "Mark as reviewed: Complaint, in the client's words")
    assert "complaint" not in section.unread()
    press(section, "Mark as reviewed: Quality")
    assert "qualities" not in section.unread()
    assert section.is_carried()
    assert section._mark.text().startswith("In part from ")


def test_home_care_chosen_anew_does_not_take_the_marks_off_the_rest(qtbot, qapp):
    section = PlanSection()
    show(qtbot, section)
    section.set_previous(FIRST.plan, SOME_DAY)
    section.same_as_last_time()
    assert [one.on for one in section.value().referrals] == [SOME_DAY], "a referral keeps its day"
    before = [row.carried() for row in section._care_rows.rows()]
    assert before
    assert all(before)
    press(section, "Home care: Walking")
    assert [row.carried() for row in section._care_rows.rows()] == [*before, ""]


def test_a_discharge_takes_nothing_over_that_says_how_the_care_goes_on(qtbot, qapp):
    section = PlanSection()
    show(qtbot, section)
    assert section._discharge.isHidden()
    section.set_progress(Progress(course=Course(assessed_on=SOME_DAY, visits=3), done=3, planned=6))
    assert section._progress.isVisible()
    section.set_kind("discharge")
    assert not section._progress.isVisible(), "the plan of so many visits ends here"
    section.set_previous(FIRST.plan, SOME_DAY)
    section.same_as_last_time()
    plan = section.value()
    ended = (plan.frequency, plan.next_visit, plan.visits_planned, plan.session_minutes, plan.reassess_on)
    assert ended == ("", None, None, None, None)
    assert (plan.goals, plan.home_care) == (FIRST.plan.goals, FIRST.plan.home_care)
    press(section, "Goals met")
    assert section.value().discharge_reason == "goal_met"
    assert small_targets(section, 44) == []
    section.set_kind("follow_up")
    assert section._discharge.isVisible(), "what is recorded stays in sight"


def test_the_sides_of_a_place_stand_in_one_row_at_the_narrowest_note(qtbot, qapp):
    from rmt_notes.clinical.body import Place

    picker = PlacePicker()
    show(qtbot, picker, width=438)
    picker.set_value((Place("neck_posterior", "bilateral"),))
    settle()
    (row,) = picker.rows()
    tops = {row.side.segment(side).y() for side in ("left", "right", "bilateral", "midline")}
    assert len(tops) == 1
    assert named(picker, "Remove Back of neck").isVisible()


def test_a_search_finds_what_stands_above_it_and_regions_by_their_muscles(qtbot, qapp):
    picker = PlacePicker()
    show(qtbot, picker, width=560)
    press(picker, "More: Add a region")
    search = edit(picker, "Search: Add a region")
    qtbot.keyClicks(search, "trap")
    settle()
    assert named(picker, "Add Top of shoulder").accessibleDescription() == "Upper trapezius"
    assert named(picker, "Add a region: Top of shoulder").isVisible(), "found although it is offered above"
    impressions = AssessmentSection()
    show(qtbot, impressions, width=560)
    press(impressions, "More: Clinical impression")
    search = edit(impressions, "Search: Clinical impression")
    for _again in range(2):
        qtbot.keyClicks(search, "mechanical neck")
        qtbot.keyClick(search, Qt.Key.Key_Return)
    assert named(impressions, "Clinical impression: Mechanical neck pain").isChecked(), "a search takes nothing out"


def test_each_mark_of_the_body_chart_tells_its_day_and_is_rated_anew(qtbot, qapp):
    ache = BodyMark(kind="ache", region="rhomboids", side="left", view="back", intensity=7)
    last = Subjective(marks=(ache, replace(ache, side="right"), replace(ache, region="sacrum", side="midline")))
    section = SubjectiveSection()
    show(qtbot, section)
    section.set_previous(last, SOME_DAY)
    section.same_as_last_time()
    assert [mark.intensity for mark in section.value().marks] == [None, None, None]
    assert section.unread() == ("marks.0", "marks.1", "marks.2")
    chart = section.body.set_open(True)
    settle()
    rows = chart.list.rows()
    assert all(row.accessibleName().endswith(", from 12 Mar") for row in rows)
    press(section, "Mark as reviewed: Rhomboids, right")
    assert section.unread() == ("marks.0", "marks.2")
    chart.remove(1)
    assert section.unread() == ("marks.1",)
    chart.select(2)
    press(section, "How strong, 0 to 10: 3 of 10")
    assert section.unread() == ()
    assert section.value().marks[1].intensity == 3
    assert small_targets(section, 44) == []


def test_a_line_counts_what_finds_no_room_but_tells_all_of_it_while_nobody_has_looked(qtbot, qapp):
    dress()
    pills = ValueRow(RowLook("IASTM", pills=tuple(f"setting number {at}" for at in range(9))))
    parts = tuple(Told(f"movement number {at}: 15° of 25°") for at in range(9))
    words = ValueRow(RowLook("Range of motion", text="; ".join(part.text for part in parts), parts=parts))
    for row in (pills, words):
        qtbot.addWidget(row)
    assert pills._pill_lines(300)[1].endswith(" more")
    assert words._words(300).endswith(" more")
    low = words.heightForWidth(500)
    for row in (pills, words):
        row.set_carried("from 8 Nov")
    assert "setting number 8" in pills._pill_lines(300)[1]
    assert words._words(300) == words.look.text
    assert words.heightForWidth(500) > low
