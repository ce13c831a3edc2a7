"""One row of steps for the whole note: text, chips, grids and what was taken over are taken back in the order in which
they were made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_figure import figure
from rmt_notes.clinical.body_mark import Site
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note, Subjective, Treatment, Visit
from rmt_notes.ui import places
from rmt_notes.ui.screens.chart.steps import LONGEST_RUN, MOST, Steps
from rmt_notes.ui.widgets.body.glance import BodyGlance
from tests.ui.conftest import AMELIE, EMILE, chart_visit, noon, note_of


def press_site(chart, site):
    """Press the middle of a region on the back of the figure with the mouse."""
    page = chart.canvas.page_of("back")
    at = page.to_canvas(*figure("back").sites[site].middle).toPoint()
    QTest.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()


VISIT = Visit(
    id="v", client_id="c", practitioner_id="p", kind="follow_up", started_at=noon(), entered_at=noon(), minutes=60
)


@pytest.fixture
def visit_id(practised, screen, user):
    practised.do(
        lambda store: chart_visit(
            store, AMELIE, note_of(5, 3, 12, "mild", None, "deep_tissue"), noon(14), kind="initial"
        )
    )
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    screen.show_place(places.Chart(visit.id))
    user.settle()
    return visit.id


def said(words: str) -> Note:
    return Note(subjective=Subjective(complaint=words))


def test_text_chips_and_what_was_taken_over_are_taken_back_in_their_order(screen, user, visit_id):
    start = screen._note
    user.press("Pain now, 0 to 10: 4")
    pain = screen._note
    user.press("Same as last time")
    carried = screen._note
    user.type_into("Reasoning and notes", "better")
    assert screen._note.assessment.notes == "better"
    assert screen._note.carried
    user.keys("Ctrl+Z")
    assert screen._note == carried
    user.keys("Ctrl+Z")
    assert screen._note == pain  # one press, one step
    assert screen._note.treatment.techniques == ()
    assert screen._column.carried_sections() == ()
    user.keys("Ctrl+Z")
    assert screen._note == start
    user.keys("Ctrl+Shift+Z")
    assert screen._note == pain
    user.keys("Ctrl+Y")
    assert screen._note == carried
    assert screen._column.carried_sections() == ("subjective", "objective", "treatment", "assessment", "plan")


def test_what_is_taken_back_is_seen_and_kept(practised, screen, user, visit_id):
    user.type_into("Complaint, in the client's words", "sore")
    user.press("Undo")
    assert screen._note.subjective.complaint == ""
    user.press("Redo")
    assert user.find("Complaint, in the client's words").toPlainText() == "sore"
    user.press("Undo")
    assert user.find("Complaint, in the client's words").toPlainText() == ""
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    assert practised.do(lambda store: store.chart(visit_id)).note.subjective.complaint == ""


def test_a_hundred_and_ten_steps_are_taken_back(screen, user, visit_id):
    chips = [user.find(f"Pain now, 0 to 10: {value}") for value in (2, 7)]
    for number in range(110):
        QTest.mouseClick(chips[number % 2], Qt.MouseButton.LeftButton)
        QApplication.processEvents()
    assert screen._note.subjective.pain_now == 7
    for _number in range(110):
        screen._footer._undo.click()
    assert screen._note.subjective.pain_now is None
    assert not screen._footer._undo.isEnabled()


def test_writing_goes_on_where_a_step_was_taken_back(screen, user, visit_id):
    user.type_into("Complaint, in the client's words", "knee")
    user.keys("Ctrl+Z")
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor.accessibleName() == "Complaint, in the client's words"
    QTest.keyClicks(editor, "hip")
    assert screen._note.subjective.complaint == "hip"


def test_steps_are_kept_while_another_client_s_note_is_written(practised, screen, user, visit_id):
    user.press("Pain now, 0 to 10: 4")
    user.press("Same as last time")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    other = practised.do(lambda store: store.start_visit(EMILE, "initial", noon(), 60))
    for visit in (other.id, visit_id):
        screen.show_place(places.Chart(visit))
        user.settle()
    user.keys("Ctrl+Z")
    assert (screen._note.carried, screen._note.subjective.pain_now) == ((), 4)
    user.keys("Ctrl+Z")
    assert screen._note.subjective.pain_now is None
    user.keys("Ctrl+Shift+Z")
    assert screen._note.subjective.pain_now == 4


def test_letters_without_a_pause_are_one_step_and_a_pause_begins_another():
    moment = [0.0]
    steps = Steps(lambda: moment[0])
    steps.begin((said(""), VISIT))
    goes_on = []
    for words, wait in (("a", 0.1), ("ab", 0.1), ("abc", 0.1), ("abcd", 3.0), ("abcde", 0.1)):
        moment[0] += wait
        goes_on.append(steps.took((said(words), VISIT)))
    assert goes_on == [False, True, True, False, True]
    assert steps.undo() == (said("abc"), VISIT)
    assert steps.undo() == (said(""), VISIT)
    assert steps.undo() is None
    assert steps.redo() == (said("abc"), VISIT)


def test_a_long_run_of_letters_is_more_than_one_step():
    steps = Steps(lambda: 0.0)
    steps.begin((said(""), VISIT))
    for length in range(1, LONGEST_RUN + 6):
        steps.took((said("x" * length), VISIT))
    assert steps.undo() == (said("x" * LONGEST_RUN), VISIT)


def test_a_phrase_and_another_field_are_steps_of_their_own():
    steps = Steps(lambda: 0.0)
    steps.begin((said(""), VISIT))
    steps.took((said("sore"), VISIT))
    steps.took((said("sore, stiff"), VISIT))
    steps.took((replace(said("sore, stiff"), subjective=Subjective(complaint="sore, stiff", easing="x")), VISIT))
    assert steps.undo() == (said("sore, stiff"), VISIT)
    assert steps.undo() == (said("sore"), VISIT)


def test_the_length_of_the_visit_is_a_step_too():
    steps = Steps(lambda: 0.0)
    steps.begin((said(""), VISIT))
    steps.took((said(""), replace(VISIT, minutes=45)))
    assert steps.undo() == (said(""), VISIT)


def test_the_oldest_steps_are_forgotten_first():
    steps = Steps(lambda: 0.0)
    steps.begin((said("0" * 2), VISIT))
    for number in range(MOST + 20):
        steps.took((said(f"text {number}" * 2), VISIT))
    count = 0
    while steps.undo() is not None:
        count += 1
    assert count == MOST


def test_another_chart_begins_without_steps():
    steps = Steps(lambda: 0.0)
    steps.begin((said(""), VISIT))
    steps.took((said("sore"), VISIT))
    steps.begin((said("sore"), VISIT))
    assert steps.can_undo()
    steps.begin((said("other"), replace(VISIT, id="w")))
    assert not steps.can_undo()


def test_marks_on_the_body_chart_are_kept_numbered_on_and_taken_back_with_the_note(screen, user, visit_id, practised):
    start = screen._note
    pain = screen._column._sections["subjective"].body
    chart = pain.set_open(True)
    user.settle()
    press_site(chart, Site("rhomboids", "left"))
    QTest.keyClicks(chart.editor.note.editor(), "at night")
    press_site(chart, Site("sacrum", "midline"))
    assert [(mark.region, mark.note, mark.number) for mark in screen._note.subjective.marks] == [
        ("rhomboids", "at night", 0),
        ("sacrum", "", 0),
    ]
    findings = screen._column._sections["objective"].body
    other = findings.set_open(True)
    user.settle()
    assert screen._column._sections["objective"]._places == (Place("upper_back", "left"), Place("sacrum", "midline"))
    press_site(other, Site("quadratus_lumborum", "right"))
    assert [mark.number for mark in other.marks()] == [3]
    assert [mark.number for mark in chart.canvas.scene().others] == [3]
    screen._side.show_tab("body")
    glance = screen._side._body.findChild(BodyGlance)
    assert glance.told.rows()[2] == ("3", "Quadratus lumborum (QL), right: trigger point")
    screen.keep_now()
    user.settle()
    assert practised.do(lambda store: store.chart(visit_id)).note == screen._note
    user.keys("Ctrl+Z")
    assert screen._note.objective.marks == ()
    assert other.marks() == ()
    assert len(glance.told.rows()) == 2
    user.keys("Ctrl+Z")
    assert [row.where for row in chart.list.rows()] == ["Rhomboids, left"]
    user.keys("Ctrl+Z")
    assert screen._note.subjective.marks[0].note == ""
    user.keys("Ctrl+Z")
    assert screen._note == start
    user.keys("Ctrl+Shift+Z")
    assert [mark.region for mark in screen._note.subjective.marks] == ["rhomboids"]
    assert [mark.number for mark in chart.marks()] == [1]
    kneaded = TechniqueApplied(technique="deep_tissue", places=(Place("leg_posterior", "left"),))
    screen._column.put("treatment", Treatment(techniques=(kneaded,)))
    assert {site.side for site in chart.canvas.scene().treated} == {"left"}
