"""Treatment: techniques charted by touch, limits shown and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import screen
from rmt_notes.clinical.habits import Habits
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.clinical.visit import Treatment
from rmt_notes.ui.widgets.note.technique_editor import TechniqueEditor, own_parameters
from rmt_notes.ui.widgets.note.technique_words import IN_FIELDS, missing_words, technique_look
from rmt_notes.ui.widgets.note.treatment import TreatmentSection
from tests.ui.note_samples import BUTTOCK, CUPPING, FIRST, LOW_BACK, NOTES, SOME_DAY, finding
from tests.ui.note_tools import dress, focused, named, nameless, press, settle, show, small_targets

TODAY = date(2026, 1, 26)
ON = jurisdiction("ON")


@pytest.fixture
def section(qtbot, qapp):
    dress()
    section = TreatmentSection()
    show(qtbot, section)
    section.set_visit(minutes=60, pain_before=5, places=(LOW_BACK,))
    section.set_screening(screen((), (), TODAY, ON, ("art_credential",)), ON, ("art_credential",))
    return section


def with_findings(section, *keys):
    held = [finding(key) if isinstance(key, str) else key for key in keys]
    section.set_screening(screen(held, (), TODAY, ON, ("art_credential",)), ON, ("art_credential",))


@pytest.mark.parametrize("note", NOTES, ids=["empty", "first", "declined", "strange"])
def test_a_value_comes_back_as_it_went_in(section, note):
    section.set_value(note.treatment)
    for number in range(len(note.treatment.techniques)):
        section.techniques.rows.open_at(number)
    assert section.value() == note.treatment


def test_touching_one_thing_leaves_what_the_program_does_not_know(section):
    strange = NOTES[3].treatment
    section.set_value(strange)
    editor = section.techniques.rows.open_at(1)
    settle()
    press(editor, "Minutes: 10")
    expected = replace(strange, techniques=(strange.techniques[0], replace(strange.techniques[1], minutes=10.0)))
    assert section.value() == expected
    assert "vanished" in section._unknown.text()


def test_a_technique_is_charted_in_a_few_taps(section):
    press(section, "Add Deep tissue")
    press(section, "Add a region: Low back, both sides")
    press(section, "Pressure: 3, Muscle engaged, nearby joint may move a little")
    press(section, "Stripping")
    press(section, "Minutes: 10")
    press(section, "Done with Deep tissue")
    assert section.value().techniques == (
        TechniqueApplied(
            technique="deep_tissue",
            places=(LOW_BACK,),
            minutes=10.0,
            settings=(Setting("pressure", 3), Setting("stroke", "stripping")),
        ),
    )
    look = section.techniques.rows.rows()[0].look
    assert look.pills == ("Low back, both sides", "pressure 3", "stripping")
    assert look.right == "10 min"
    assert look.missing == ()
    assert "10 of 60 min" in section.card._hint.text()


def test_what_is_still_asked_for_stands_in_the_line(section):
    press(section, "Add Cupping")
    assert missing_words(section.value().techniques[0])[0] == "where"
    assert missing_words(CUPPING) == ()


@pytest.mark.parametrize("key", list(catalogue().techniques))
def test_every_parameter_of_every_technique_has_a_control(section, key):
    section.set_value(Treatment(techniques=(TechniqueApplied(technique=key),)))
    editor = section.techniques.rows.open_at(0)
    assert isinstance(editor, TechniqueEditor)
    editor._more.set_open(True)
    settle()
    wanted = {each.key for each in catalogue().techniques[key].parameters if each.key not in IN_FIELDS}
    sight, rest = own_parameters(catalogue().techniques[key])
    assert {each.key for each in (*sight, *rest)} == wanted
    assert set(editor._controls) == wanted
    assert {each.key for each in sight} >= {each.key for each in sight if each.required}
    assert nameless(editor) == []
    assert small_targets(editor, 44) == []


def test_a_barred_technique_says_why_and_is_not_added(section):
    with_findings(section, "pacemaker_device")
    chip = section.techniques.chip("cupping_static")
    assert chip.barred
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert section.value().techniques == ()
    assert any(sentence.startswith("No cupping") for sentence in section.techniques.refusal())


def test_a_limited_technique_is_added_with_its_reason(section):
    with_findings(section, "pain_or_numbing_med")
    chip = section.techniques.chip("deep_tissue")
    assert chip.barred is None
    assert chip.accessibleDescription()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    editor = section.techniques.rows.editors()[0]
    assert editor._reasons.sentences()
    press(editor, "Modification: lighter pressure")
    assert section.value().techniques[0].modification == "lighter pressure"


def test_a_limit_that_all_techniques_share_is_told_once_and_one_that_some_have_on_each(section):
    techniques = section.techniques
    with_findings(section, "osteoporosis_mild")
    free = [one for one in techniques._chips.values() if not one.barred]
    assert {one._icon for one in free} == {"plus"}
    assert techniques._limited.isVisible()
    assert "low bone density" in techniques._limited.text()
    assert all(one.accessibleDescription() for one in free)  # heard on each all the same
    with_findings(section, "bp_controlled")
    marked = {key for key, one in techniques._chips.items() if one._icon == "triangle-alert"}
    assert marked
    assert marked != set(techniques._chips)
    assert not techniques._limited.isVisible()


def test_pressure_above_the_cap_is_refused_in_words(section):
    with_findings(section, "osteoporosis_mild")
    cap = section._screening.max_pressure
    assert cap is not None
    press(section, "Add Petrissage")
    row = section.techniques.rows.editors()[0].control("pressure").row()
    QTest.mouseClick(row.button(cap + 1), Qt.MouseButton.LeftButton)
    assert section.value().techniques[0].setting("pressure") is None
    assert "is not recorded" in row.refusal()
    QTest.mouseClick(row.button(cap), Qt.MouseButton.LeftButton)
    assert section.value().techniques[0].setting("pressure") == cap
    assert row.refusal() == ""


def test_a_removed_technique_comes_back_with_undo(section):
    section.set_value(FIRST.treatment)
    section.techniques.rows.open_at(0)
    press(section, "Remove Deep tissue")
    assert [each.technique for each in section.value().techniques] == ["cupping_static"]
    press(section, "Undo: Deep tissue removed")
    assert section.value() == FIRST.treatment


def test_a_sensitive_area_asks_for_spoken_consent(section):
    section.set_value(Treatment(techniques=(TechniqueApplied(technique="deep_tissue", places=(BUTTOCK,)),)))
    press(section, "Gluteal muscles")
    assert section.value().sensitive_spoken == ("gluteal",)


def test_a_declined_treatment_asks_why_and_by_whom(section):
    press(section, "Outcome: Declined")
    press(section, "Reason: contraindication found")
    press(section, "Decided by: Therapist")
    press(section, "Advice given: told the reason")
    value = section.value()
    assert (value.outcome, value.outcome_reason, value.decided_by) == (
        "declined",
        "contraindication found",
        "therapist",
    )
    assert not section.techniques.isVisible()


def test_same_as_last_time_leaves_out_what_is_barred_now_and_what_belongs_to_the_day(section):
    section.set_previous(FIRST.treatment, SOME_DAY)
    with_findings(section, finding("pacemaker_device", Place("chest_wall", "left")))
    section.same_as_last_time()
    (kept,) = section.value().techniques
    assert kept.technique == "deep_tissue"
    assert kept.tolerance is None
    assert kept.minutes == 10.0
    assert section.value().pain_after is None
    assert not section.value().draping_explained
    assert any("Cupping" in sentence for sentence in section.techniques.refusal())


def test_an_adverse_event_is_recorded_and_taken_back(section):
    section.set_value(FIRST.treatment)
    press(section, "Record an adverse event")
    assert section.value().adverse_event is not None
    assert focused().accessibleName() == "What happened"
    assert {"What was done", "Who was told"} <= {one.text() for one in section.findChildren(QLabel) if one.isVisible()}
    press(section, "When it began: right after")
    press(section, "What was done: rested")
    assert section.value().adverse_event.action == "rested"
    press(section, "Take the adverse event back")
    assert section.value().adverse_event is None


def test_the_gated_technique_goes_by_its_plain_name_without_the_credential(section):
    section.set_screening(screen((), (), TODAY, ON, ()), ON, ())
    assert "ART" not in section.techniques.chip("art").words()
    section.set_value(Treatment(techniques=(TechniqueApplied(technique="art"),)))
    section._more.set_open(True)
    press(section, "Write what is recorded as sentences")
    assert section.value().notes.startswith("Active soft-tissue release (pin and stretch): ")
    assert section.value().techniques == (TechniqueApplied(technique="art"),)


def test_every_field_can_be_jumped_to(section):
    names = set(Treatment.__dataclass_fields__)
    assert set(section.fields()) == names
    section.set_value(
        replace(
            FIRST.treatment,
            outcome="not_completed",
            pain_after=None,
            techniques=(TechniqueApplied(technique="deep_tissue", places=(BUTTOCK,)),),
        )
    )
    for name in names:
        assert section.focus_field(name), name
        assert section.isAncestorOf(QApplication.focusWidget()), name


def test_a_row_tells_a_screen_reader_everything(section):
    look = technique_look(FIRST.treatment.techniques[0], None)
    assert look.spoken() == (
        "Deep tissue: Erector spinae, lumbar, both sides; pressure 3; stripping; tolerance 5/10; low back; "
        "direction: proximal; tissue softened; lighter pressure; 10 min"
    )


def test_a_row_opens_by_key(section):
    section.set_value(FIRST.treatment)
    row = section.techniques.rows.rows()[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert row.is_open()
    assert section.techniques.rows.editors()[0].isVisible()


def test_everything_is_named_and_large_enough(section):
    section.set_value(FIRST.treatment)
    section.techniques.offer_all()
    assert nameless(section) == []
    assert small_targets(section, 44) == []
    assert named(section, "Add Petrissage")


def test_places_of_a_technique_keep_their_side(section):
    section.set_value(
        Treatment(techniques=(TechniqueApplied(technique="petrissage", places=(Place("leg_posterior", "left"),)),))
    )
    assert section.techniques.rows.rows()[0].look.pills[0].endswith(", left")


def test_what_is_missing_in_a_technique_is_jumped_to(section):
    section.set_value(Treatment(techniques=(TechniqueApplied(technique="art", places=(LOW_BACK,)),)))
    for setting in ("level", "side", "minutes", "retest"):
        assert section.focus_setting(0, setting)
        settle()
        assert section.techniques.rows.editors()[0].isAncestorOf(QApplication.focusWidget()), setting


def test_cups_left_on_longer_than_usual_ask_why(section):
    section.set_value(Treatment(techniques=(replace(CUPPING, minutes=14.0),)))
    section.techniques.rows.open_at(0)
    press(section, "Why beyond the usual: well tolerated")
    assert section.value().techniques[0].override_reason == "well tolerated"


def test_a_lubricant_told_once_is_not_asked_again(section):
    gliding = TechniqueApplied(technique="cupping_gliding", places=(LOW_BACK,), minutes=5.0, settings=CUPPING.settings)
    assert "lubricant" in missing_words(gliding)
    assert "lubricant" not in missing_words(gliding, "unscented oil")


def test_a_technique_begins_as_this_therapist_gave_it_last_without_the_other_clients_places(section):
    last = TechniqueApplied(
        technique="petrissage",
        places=(Place("low_back", "left"),),
        minutes=12,
        modification="side-lying",
        response="softer",
        tolerance=6,
        settings=(Setting("pressure", 3), Setting("style", "kneading")),
    )
    section.techniques.set_habits(Habits(uses=(("petrissage", 7),), last=(last,)))
    press(section, "Add Petrissage")
    (added,) = section.value().techniques
    assert added == TechniqueApplied(
        technique="petrissage", minutes=12, settings=(Setting("pressure", 3), Setting("style", "kneading"))
    )
    (row,) = section.techniques.rows.rows()
    (editor,) = section.techniques.rows.editors()
    assert row.look.right == "usual 12 min"
    assert editor._by_habit.text() == "As you usually give it: 12 min, pressure 3, kneading. Change what was otherwise."
    editor._change(minutes=10.0)
    assert row.look.right == "10 min", "what was touched is no habit any more"
    assert editor._by_habit.text().startswith("As you usually give it: pressure 3, kneading.")


def test_techniques_that_may_not_be_given_stand_after_those_that_may(section):
    from tests.clinical.charts import finding

    pacemaker = finding("pacemaker_device", Place("chest_wall", "left"), state="confirmed")
    rules = jurisdiction("ON")
    section.set_screening(screen((pacemaker,), (), date(2026, 3, 9), rules, ("art_credential",)), rules)
    barred = [section.techniques.chip(key).ruling.effect in ("bar", "clr") for key in section.techniques._offered()]
    assert any(barred)
    assert barred == sorted(barred)
    assert [chip.key for chip in section.techniques._chips.values()] == list(section.techniques._offered())


def test_two_taps_record_a_technique_with_region_side_pressure_and_minutes(section):
    last = TechniqueApplied(technique="petrissage", minutes=12, settings=(Setting("pressure", 3),))
    section.techniques.set_habits(Habits(uses=(("petrissage", 7),), last=(last,)))
    press(section, "Add Petrissage")
    press(section, "Add a region: Low back, both sides")
    (applied,) = section.value().techniques
    assert applied.places == (LOW_BACK,)
    assert (applied.minutes, applied.setting("pressure")) == (12, 3)


def test_often_used_techniques_are_offered_after_the_four_and_seldom_used_ones_are_not(section):
    section.techniques.set_habits(Habits(uses=(("vibration_rocking", 9), ("passive_stretch", 4))))
    offered = list(section.techniques._chips)
    assert offered[:5] == ["deep_tissue", "cupping_static", "art", "iastm", "vibration_rocking"]
    assert "passive_stretch" not in offered
