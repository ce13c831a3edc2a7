"""Subjective: answered in a few taps, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.plan import Plan, Referral, Suggested
from rmt_notes.clinical.techniques import AdverseEvent, Setting, TechniqueApplied
from rmt_notes.clinical.visit import Subjective, Treatment
from rmt_notes.clinical.wording import day
from rmt_notes.ui.widgets.note.phrase_field import has_phrase, with_phrase, without_phrase
from rmt_notes.ui.widgets.note.subjective import SubjectiveSection
from tests.ui.note_samples import FIRST, NOTES, SOME_DAY
from tests.ui.note_tools import dress, focused, named, nameless, press, settle, show, small_targets

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def section(qtbot, qapp):
    dress()
    return show(qtbot, SubjectiveSection())


@pytest.mark.parametrize("note", NOTES, ids=["empty", "first", "declined", "strange"])
def test_a_value_comes_back_as_it_went_in(section, note):
    section.set_value(note.subjective)
    assert section.value() == note.subjective


def test_a_red_flag_offers_the_finding_it_suggests_until_it_is_on_file(section, qtbot):
    press(section, "Red flags asked today: Positive")
    press(section, "Clot in a vein or lung")
    with qtbot.waitSignal(section.finding_wanted) as wanted:
        press(section, "Record: Deep vein thrombosis")
    assert wanted.args == ["dvt_suspected"]
    clot = Finding(id="f", client_id="c", key="dvt_suspected", state="suspected", recorded_at=NOW, practitioner_id="p")
    section.findings.set_known((clot,))
    assert section.findings.isHidden()


def test_touching_one_thing_leaves_what_the_program_does_not_know(section):
    strange = NOTES[3].subjective
    section.set_value(strange)
    press(section, "Sharp")
    assert section.value() == replace(strange, qualities=("ache", "electric_storm", "sharp"))


def test_what_the_program_does_not_know_is_shown(section):
    section.set_value(NOTES[3].subjective)
    assert named(section, "electric storm").isChecked()
    assert "later" in section._unknown.text()
    assert "pain 11" in section._unknown.text()


def test_a_follow_up_is_told_without_typing(section, qtbot):
    heard = []
    section.edited.connect(heard.append)
    section.set_previous(FIRST.subjective, SOME_DAY)
    press(section, "Anything changed in your health since last time?: No")
    press(section, "Red flags asked today: None found")
    press(section, "Pain now, 0 to 10: 3 of 10")
    press(section, "After the last treatment: better for a day")
    press(section, "Home care: done daily")
    value = section.value()
    assert heard[-1] == value
    assert len(heard) == 5
    assert (value.health_changes, value.red_flags, value.pain_now) == ("no", "none", 3)
    assert (value.reaction, value.home_care_done) == ("better for a day", "done daily")


def test_a_change_in_health_asks_what_changed(section):
    assert not section._detail.isVisible()
    press(section, "Anything changed in your health since last time?: Yes")
    assert section._detail.isVisible()
    QTest.keyClicks(section._detail.editor(), "New medicine")
    assert section.value().health_changes_detail == "New medicine"


def test_a_red_flag_says_how_soon_help_is_needed(section):
    press(section, "Red flags asked today: Positive")
    press(section, "Fracture")
    assert section.value().red_flags_found == ("fracture",)
    assert any("Physician the same day" in sentence for sentence in section._act.sentences())


def test_a_place_is_chosen_in_two_taps_with_the_clients_side(section):
    press(section, "Add a region: Back of neck")
    assert section.value().places == (Place("neck_posterior"),)
    press(section, "Side of Back of neck: Left")
    assert section.value().places == (Place("neck_posterior", "left"),)
    press(section, "Remove Back of neck")
    assert section.value().places == ()


def test_any_region_is_found_by_typing_without_accents(section):
    press(section, "More: Add a region")
    search = focused()
    QTest.keyClicks(search, "sole")
    QTest.keyClick(search, Qt.Key.Key_Return)
    settle()
    regions = [place.region for place in section.value().places]
    assert regions in (["foot_plantar"], [])  # the words of the catalogue decide; the search itself must not fail


def test_a_region_without_a_midline_does_not_offer_one(section):
    section.set_value(Subjective(places=(Place("gluteal"),)))
    row = section._places.rows()[0]
    assert list(row.side._segments) == ["left", "right", "bilateral"]


def test_phrases_write_into_the_text_and_typing_keeps_the_chips(section):
    press(section, "Worse with: sitting")
    press(section, "Worse with: lifting")
    assert section.value().aggravating == "sitting, lifting"
    press(section, "More choices and own words: Worse with")
    area = section._aggravating.area()
    assert area is not None
    QTest.keyClicks(area.editor(), ", carrying the baby")
    assert section.value().aggravating == "sitting, lifting, carrying the baby"
    assert named(section, "Worse with: sitting").isChecked()
    press(section, "Worse with: sitting")
    assert section.value().aggravating == "lifting, carrying the baby"


@pytest.mark.parametrize(
    ("text", "phrase", "result"),
    [
        ("", "rest", "rest"),
        ("heat", "rest", "heat, rest"),
        ("heat, ", "rest", "heat, rest"),
        ("It eases in bed.", "rest", "It eases in bed. rest"),
    ],
)
def test_a_phrase_is_added_at_the_end(text, phrase, result):
    added = with_phrase(text, phrase)
    assert added == result
    assert has_phrase(added, phrase)


@pytest.mark.parametrize(
    ("text", "phrase", "rest"),
    [
        ("rest", "rest", ""),
        ("rest, heat", "rest", "heat"),
        ("heat, rest", "rest", "heat"),
        ("heat, rest, cold", "rest", "heat, cold"),
        ("needs rest", "rest", "needs rest"),
        ("restless", "rest", "restless"),
    ],
)
def test_taking_a_phrase_out_leaves_every_other_word(text, phrase, rest):
    assert without_phrase(text, phrase) == rest


def test_what_came_of_a_referral_is_kept_with_whom_it_was_to(section, qtbot):
    section.set_last_plan(Plan(referrals=(Referral(to="physiotherapy"),)), SOME_DAY)
    asked = f"{catalogue().words('referrals', 'physiotherapy')}, suggested on {day(SOME_DAY)}. What came of it?"
    assert asked in section._other_care.caption.text()
    press(section, "Other care: went, it helped")
    assert section.value().care_asked == (Suggested(to="physiotherapy", on=SOME_DAY),)
    press(section, "Other care: went, it helped")
    assert (section.value().care_elsewhere, section.value().care_asked) == ("", ())


def test_same_as_last_time_takes_the_complaint_but_not_the_pain(section):
    section.set_previous(FIRST.subjective, SOME_DAY)
    heard = []
    section.edited.connect(heard.append)
    section.same_as_last_time()
    value = section.value()
    assert value.complaint == FIRST.subjective.complaint
    assert value.places == FIRST.subjective.places
    assert value.pain_now is None
    assert value.health_changes == ""
    assert heard == [value]
    assert section.is_carried()
    assert section._mark.isVisible()
    press(section, "Pain now, 0 to 10: 4 of 10")
    assert section.is_carried()
    press(section, "Subjective: mark as reviewed")
    assert not section.is_carried()


def test_last_times_pain_is_marked(section):
    section.set_previous(FIRST.subjective, SOME_DAY)
    assert named(section, "Pain now, 0 to 10: 6 of 10").accessibleDescription() == "value of the last visit"


def test_a_first_visit_shows_onset_and_mechanism(section):
    section.set_previous(None, None)
    assert section._more.is_open()


def test_every_field_can_be_jumped_to(section):
    names = set(Subjective.__dataclass_fields__)
    assert set(section.fields()) == names
    for name in names:
        section.set_value(replace(FIRST.subjective, health_changes="yes", red_flags="positive"))
        assert section.focus_field(name), name
        assert section.isAncestorOf(QApplication.focusWidget()), name


def test_a_read_only_section_changes_nothing(section):
    section.set_value(FIRST.subjective)
    section.set_read_only(True)
    press(section, "Pain now, 0 to 10: 1 of 10")
    assert section.value() == FIRST.subjective


def test_everything_is_named_and_large_enough(section):
    section.set_previous(FIRST.subjective, SOME_DAY)
    section.set_value(FIRST.subjective)
    assert nameless(section) == []
    assert small_targets(section, 44) == []


def test_the_next_visit_asks_about_the_marks_and_the_soreness_of_what_was_done(section):
    section.set_previous(FIRST.subjective, SOME_DAY)
    cups = TechniqueApplied(
        technique="cupping_static", places=(Place("upper_back", "bilateral"),), settings=(Setting("mark_grade", 2),)
    )
    section.set_last_treatment(Treatment(techniques=(cups,)), SOME_DAY)
    assert "upper back both sides), mark left: red" in section._reaction_row.caption.text()
    press(section, "After the last treatment: marks gone")
    assert section.value().reaction == "marks gone"
    section.set_last_treatment(Treatment(techniques=(TechniqueApplied(technique="deep_tissue"),)), SOME_DAY)
    assert section.value().reaction == "marks gone"
    press(section, "After the last treatment: not sore")
    assert section.value().reaction == "marks gone, not sore"
    tool = TechniqueApplied(technique="iastm", settings=(Setting("erythema", 2), Setting("petechiae", "few")))
    event = AdverseEvent(what="dizzy on standing up")
    section.set_value(Subjective())
    section.set_last_treatment(Treatment(techniques=(tool,), adverse_event=event), SOME_DAY)
    assert "redness: moderate, petechiae: few; adverse event: dizzy" in section._reaction_row.caption.text()
    press(section, "After the last treatment: what happened has settled")
    assert {"marks gone", "not sore"} <= set(section._reaction._phrases)
    section.set_value(Subjective())
    section.set_last_treatment(Treatment(outcome="declined"), SOME_DAY)
    assert section._reaction_row.isHidden()  # nothing was done, nothing is asked
