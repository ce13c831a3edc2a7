"""Assessment and plan: chosen by tap, suggested never decided, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmt_notes.clinical.assessment import Impression, RangeOfMotion
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.contraindications import screen
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.plan import Goal, HomeCare, Plan
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective
from rmt_notes.ui.widgets.note.assessment import AssessmentSection
from rmt_notes.ui.widgets.note.objective import ObjectiveSection
from rmt_notes.ui.widgets.note.plan import PlanSection
from rmt_notes.ui.widgets.note.subjective import SubjectiveSection
from rmt_notes.ui.widgets.note.treatment import TreatmentSection
from tests.ui.note_samples import FIRST, NOTES, SOME_DAY, finding
from tests.ui.note_tools import dress, nameless, press, show, small_targets

SECTIONS = {
    "subjective": SubjectiveSection,
    "objective": ObjectiveSection,
    "treatment": TreatmentSection,
    "assessment": AssessmentSection,
    "plan": PlanSection,
}


@pytest.fixture
def plan(qtbot, qapp):
    dress()
    section = PlanSection()
    show(qtbot, section)
    section.set_visit_day(SOME_DAY)
    return section


@pytest.fixture
def assessment(qtbot, qapp):
    dress()
    return show(qtbot, AssessmentSection())


@pytest.fixture(scope="module")
def sections(qapp):
    dress()
    return {name: kind() for name, kind in SECTIONS.items()}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(SECTIONS)), row=st.lists(st.sampled_from(NOTES), min_size=1, max_size=4))
def test_any_notes_one_after_another_come_back_as_they_went_in(sections, name, row):
    heard = []
    section = sections[name]
    section.edited.connect(heard.append)
    for note in row:
        section.set_value(getattr(note, name))
        assert section.value() == getattr(note, name)
    section.edited.disconnect(heard.append)
    assert heard == []


def test_an_impression_is_chosen_and_qualified(assessment):
    press(assessment, "Clinical impression: Non-specific low back pain, over 12 weeks")
    assert assessment.value().impressions == (Impression(key="nslbp_chronic"),)
    assessment._rows.open_at(0)
    press(assessment, "Early subacute")
    assert assessment.value().impressions[0].stage == "early_subacute"


def test_an_impression_tells_what_is_recorded_for_it_and_takes_it_over_when_asked(assessment):
    assessment.set_value(Assessment(impressions=(Impression(key="facet_irritation", supported_by="stiff; "),)))
    editor = assessment._rows.open_at(0)
    assert "Not recorded: one-sided" in editor._told.text()
    assert not editor._use.isVisibleTo(editor)
    hurts = RangeOfMotion(movement="lumbar.extension", active=15, pain=5)
    said = Subjective(places=(Place("low_back", "bilateral"),))
    assessment.set_findings(Note(subjective=said, objective=Objective(range_of_motion=(hurts,))))
    assert "Recorded so: worse on extension\n" in editor._told.text()
    assert "Recorded otherwise: one-sided, local pain\n" in editor._told.text()
    press(assessment, "Use what supports it")
    assert assessment.value().impressions[0].supported_by == "stiff; worse on extension"
    assert not editor._use.isVisibleTo(editor)


def test_two_impressions_of_one_kind_stay_two(assessment):
    both = (Impression(key="muscle_strain", side="left"), Impression(key="muscle_strain", side="right"))
    assessment.set_value(Assessment(impressions=both))
    press(assessment, "Clinical impression: Non-specific low back pain, over 12 weeks")
    assert assessment.value().impressions == (*both, Impression(key="nslbp_chronic"))


def test_the_suggested_frequency_is_taken_only_when_asked(plan):
    press(plan, "Chronic")
    assert plan.value().frequency == ""
    press(plan, "Use this")
    assert plan.value().frequency


def test_the_next_visit_is_a_number_of_weeks_away(plan):
    plan._next.chips.chip("2").click()
    assert plan.value().next_visit == date(2026, 1, 26)


def test_home_care_brings_its_usual_dose(plan):
    press(plan, "Home care: Glute bridge")
    (care,) = plan.value().home_care
    assert care.key == "glute_bridge"
    assert care.dose


def test_home_care_in_own_words_stands_beside_the_catalogues(plan):
    press(plan, "More: Home care")
    plan._care._search.editor().setFocus()
    QTest.keyClicks(plan._care._search.editor(), "Towel slides")
    press(plan, "Add Add “Towel slides”")
    press(plan, "Home care: Walking")
    assert [(one.key, one.note) for one in plan.value().home_care] == [("", "Towel slides"), ("walking", "")]
    press(plan, "Home care: Towel slides")
    assert [one.key for one in plan.value().home_care] == ["walking"]


def test_a_goal_with_nothing_in_it_goes_when_it_is_folded(plan, qtbot):
    press(plan, "Add a goal")
    assert plan.value().goals == (Goal(text=""),)
    press(plan, "Done with New goal")
    qtbot.waitUntil(lambda: plan.value().goals == ())
    assert plan._goals.rows() == ()


def test_home_care_that_a_finding_speaks_against_says_so(plan):
    held = [finding("sensation_reduced")]
    rules = jurisdiction("ON")
    plan.set_screening(screen(held, (), SOME_DAY, rules), rules, ())
    plan.set_value(Plan(home_care=(HomeCare(key="heat_pack"),)))
    assert plan._care_limits.sentences()


def test_taking_an_exercise_out_keeps_the_others_as_they_are(plan):
    care = (
        HomeCare(key="glute_bridge", dose="3 x 8"),
        HomeCare(note="hot bath"),
        HomeCare(key="walking", dose="daily"),
    )
    plan.set_value(Plan(home_care=care))
    press(plan, "Home care: Glute bridge")
    assert plan.value().home_care == care[1:]


@pytest.mark.parametrize("kind", [Plan, Assessment])
def test_every_field_can_be_jumped_to(request, kind):
    section = request.getfixturevalue("plan" if kind is Plan else "assessment")
    section.set_value(replace(FIRST.plan if kind is Plan else FIRST.assessment))
    section.set_previous(FIRST.plan if kind is Plan else FIRST.assessment, SOME_DAY)
    names = set(kind.__dataclass_fields__)
    assert set(section.fields()) == names
    for name in names:
        assert section.focus_field(name), name
        assert section.isAncestorOf(QApplication.focusWidget()), name


def test_everything_is_named_and_large_enough(plan, assessment):
    plan.set_value(FIRST.plan)
    assessment.set_value(FIRST.assessment)
    for section in (plan, assessment):
        assert nameless(section) == []
        assert small_targets(section, 44) == []
