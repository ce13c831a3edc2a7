"""A note that begins with a template: one press, marked until reviewed, taken back as one step, and by itself where the
therapist said so."""

from __future__ import annotations

from dataclasses import replace

from rmt_notes import resources
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wordbook import from_json
from rmt_notes.ui import places
from rmt_notes.ui.screens.today import TodayScreen
from tests.ui.conftest import AMELIE, chart_visit, noon, note_of


def begin(practised, screen, user, kind: str) -> str:
    visit = practised.do(lambda store: store.start_visit(AMELIE, kind, noon(), 60))
    screen.show_place(places.Chart(visit.id))
    user.settle()
    return visit.id


def test_one_press_gives_an_empty_note_its_shape_and_one_step_takes_it_back(practised, screen, user):
    practised.do(lambda store: store.take_wordbook(from_json(resources.text("wordbook", "starter.json"))))
    visit_id = begin(practised, screen, user, "reassessment")
    user.press("Begin with the template Re-assessment")
    assert not user.sees("Begin with the template Re-assessment")
    note = screen._note
    assert note.assessment.notes == "Against the first visit: [measure] from [then] to [now]."
    assert note.objective == Note().objective
    assert screen._column.carried_sections() == ("assessment", "plan")
    assert any("template “Re-assessment” and not yet reviewed" in gap.sentence for gap in screen._missing())
    objective = screen._column._sections["objective"]
    assert "The measures of the first visit, again" in objective._prompt.text()
    user.keys("Ctrl+Z")
    assert screen._note == Note()
    user.keys("Ctrl+Shift+Z")
    assert screen._note == note
    user.type_into("Reasoning and notes", "RMDQ from 13 to 4.")
    assert screen._column.carried_sections() == ("plan",)
    screen.keep_now()
    user.settle()
    screen.show_place(places.Chart(visit_id))
    user.settle()
    kept = practised.do(lambda store: store.chart(visit_id).note)
    assert [one.template for one in kept.carried] == ["Re-assessment"] * 4
    assert "The measures of the first visit, again" in objective._prompt.text()


def test_the_usual_template_of_a_kind_is_there_at_once_and_the_shape_of_a_note_can_be_kept(practised, screen, user):
    def usual(store):
        store.take_wordbook(from_json(resources.text("wordbook", "starter.json")))
        wellness = next(each for each in store.wordbook().templates if each.kind == "wellness")
        given = (TechniqueApplied(technique="swedish", minutes=45),)
        store.keep_template(replace(wellness, at_once=True, techniques=given))

    practised.do(usual)
    begin(practised, screen, user, "wellness")
    assert [each.technique for each in screen._note.treatment.techniques] == ["swedish"]
    assert screen._column.carried_sections() == ("treatment",)
    user.press("Save the shape of this note as a template")
    user.type_into("Name", "Long wellness")
    user.press("Save template")
    kept = practised.do(lambda store: store.wordbook().templates[-1])
    assert (kept.name, kept.kind, kept.techniques[0].minutes) == ("Long wellness", "wellness", 45)
    user.keys("Ctrl+Z")
    assert screen._note == Note()


def test_the_chart_and_the_day_tell_when_to_assess_anew_and_which_visit_of_the_plan_it_is(practised, screen, user):
    note = note_of(5, 3, 12, "mild", None, "deep_tissue")
    practised.do(lambda store: chart_visit(store, AMELIE, note, noon(50), kind="initial"))
    visit_id = begin(practised, screen, user, "follow_up")
    assert "Re-assessment is due" in screen._column._due.text()
    assert "Visit 2 of 8 planned" in screen._column._sections["plan"]._progress.text()
    today = TodayScreen(practised.worker)
    today.show_place(places.Today())
    practised.settle()
    assert [row.summary.startswith("re-assessment due") for row in today._list.rows() if row.key == visit_id] == [True]
    today.deleteLater()
    user.press("Re-assess today")
    assert screen._visit.kind == "reassessment"
    assert screen._column._due.isHidden()


def test_a_note_with_words_in_it_takes_a_template_for_what_is_still_empty(practised, screen, user):
    practised.do(lambda store: store.take_wordbook(from_json(resources.text("wordbook", "starter.json"))))
    begin(practised, screen, user, "follow_up")
    assert not user.sees("Use a template for what is still empty")
    user.type_into("Reasoning and notes", "Mine: Wärme <hilft>")
    user.press("Unfold Visit") if user.sees("Unfold Visit") else None
    user.press("Re-assessment")
    user.press("Use a template for what is still empty")
    user.press("Begin with the template Re-assessment")
    note = screen._note
    assert note.assessment.notes == "Mine: Wärme <hilft>"
    assert screen._column.carried_sections() == ("plan",)
    assert not user.sees("Use a template for what is still empty")
    user.keys("Ctrl+Z")
    assert screen._note.plan == Note().plan
    assert screen._note.assessment.notes == "Mine: Wärme <hilft>"
