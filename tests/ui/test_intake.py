"""The intake with real events over a real encrypted record: a first history, the questions, who reaches them."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import Answer
from rmt_notes.settings import Preferences
from rmt_notes.ui import places
from rmt_notes.ui.window import Launch, Window
from tests.ui.conftest import AMELIE, EMILE, Practised
from tests.ui.intake_desk import GROUPS, Intake, click, focused, framed, returning
from tools.user import User

# -- a first history --------------------------------------------------------------------------------------------------


def test_a_first_history_is_kept_with_findings_and_decisions_in_one_go(intake: Intake) -> None:
    intake.open(AMELIE)
    about = intake.pane.column.about
    QTest.keyClicks(about.reason.editor(), "Low back ache")
    QTest.keyClicks(about.goals.editor(), "Sit through a film")
    for segment in (about.allergies.segment("no"), about.who.segment("client"), about.method.segment("spoken")):
        click(segment)
    click(about.notice)
    intake.say_yes("heart_circulation", "pacemaker_device")
    item = intake.questions.question("heart_circulation").item("pacemaker_device")
    QTest.keyClicks(item.detail().editor(), "since 2019")
    item.places().add_region("chest_wall")
    click(item.places().rows()[0].side.segment("left"))
    click(intake.questions._all_no)
    intake.decide("pacemaker_device", "avoid_region", "nothing within 10 cm")
    assert intake.pane.column.open.sentences() == ()
    intake.keep()

    file = intake.practised.do(lambda store: store.client_file(AMELIE))
    history = file.histories[-1]
    assert (history.reason_for_care, history.goals) == ("Low back ache", "Sit through a film")
    assert (history.completed_by, history.method, history.notice_given) == ("client", "spoken", True)
    assert history.allergies.answer == "no"
    assert len(history.groups) == GROUPS
    assert history.answer("pacemaker_device").detail == "since 2019"
    found = file.safety.active()
    assert [(each.key, each.state, each.places) for each in found] == [
        ("pacemaker_device", "confirmed", (Place("chest_wall", "left"),))
    ]
    decision = file.safety.decision_on(found[0].id)
    assert (decision.choice, decision.how) == ("avoid_region", "nothing within 10 cm")
    assert intake.went == [places.ClientPlace(AMELIE, "health")]
    assert not intake.screen.has_unsaved()


def test_an_intake_during_a_visit_returns_to_its_chart(intake: Intake) -> None:
    visit = intake.practised.do(lambda store: store.start_visit(AMELIE, "initial", store.now(), 60))
    intake.open(AMELIE, visit.id)
    intake.say_yes("pregnancy", "pregnancy")
    intake.keep()
    assert intake.went == [places.Chart(visit.id)]
    safety = intake.practised.do(lambda store: store.safety(AMELIE))
    assert safety.findings[0].visit_id == visit.id


def test_what_must_be_asked_stops_the_keeping_once_and_it_is_kept_incomplete_on_purpose(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    assert "Reason for seeking care" in intake.open_points()
    assert f"{GROUPS} health questions not answered" in intake.open_points()
    intake.answer("skin", "declined")
    intake.keep(incomplete=False)
    assert pane.footer.keep.text().startswith("Keep it incomplete")
    assert "must be asked here" in pane.column.open._lead.text()
    assert intake.practised.do(lambda store: store.client_file(AMELIE)).histories == ()
    click(pane.footer.keep)
    intake.settle()
    file = intake.practised.do(lambda store: store.client_file(AMELIE))
    assert file.histories[0].groups == (Answer(key="skin", answer="declined"),)


def test_a_link_leads_to_the_field_that_is_open(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.say_yes("skin", "open_wound")
    pane.column.focus_field("goals")
    assert QApplication.focusWidget() is pane.column.about.goals.editor()
    pane.column.focus_field("group:cancer")
    assert intake.questions.question("cancer").row.has_focus()
    pane.column.focus_field(f"finding:{intake.card('open_wound').row().finding.id}")
    assert intake.card("open_wound").isAncestorOf(focused())


# -- the questions ----------------------------------------------------------------------------------------------------


def test_every_grouped_question_shows_why_it_is_asked(intake: Intake) -> None:
    intake.open(AMELIE)
    for key, group in catalogue().intake_groups.items():
        row = intake.questions.question(key).row
        assert row.question() == str(group.question)
        assert str(group.reason)[1:] in row.accessibleDescription()


def test_letters_answer_and_arrows_walk_without_a_mouse(intake: Intake) -> None:
    intake.open(AMELIE)
    keys = list(catalogue().intake_groups)
    intake.questions.focus_first_open()
    QTest.keyClicks(focused(), "n")
    assert intake.pane.sheet.group(keys[0]) == "no"
    assert intake.questions.question(keys[1]).row.has_focus()
    QTest.keyClicks(focused(), "D")
    assert intake.pane.sheet.group(keys[1]) == "declined"
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert intake.questions.question(keys[1]).row.has_focus()
    QTest.keyClicks(focused(), "y")
    first = catalogue().intake_groups[keys[1]].items[0]
    assert intake.questions.question(keys[1]).item(first).row.has_focus()
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert intake.questions.question(keys[0]).row.has_focus()


def test_tab_walks_as_the_eye_does_through_what_an_answer_opened(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.answer("skin", "yes")
    QTest.qWait(1)
    question = intake.questions.question("skin")
    question.row.focus_answer()
    for key in catalogue().intake_groups["skin"].items:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert question.item(key).row.has_focus(), key
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert intake.questions.question("allergy").row.has_focus()
    intake.answer("skin", "yes", "open_wound")
    QTest.qWait(1)
    item = question.item("open_wound")
    item.row.focus_answer()
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is item.detail().editor()
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert item.places().isAncestorOf(focused())
    intake.questions.other.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert intake.card("open_wound").isAncestorOf(focused())


def test_the_letters_stay_letters_while_a_field_has_the_caret(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.pane.column.about.goals.setFocus()
    QTest.keyClicks(focused(), "any day now")
    assert intake.pane.sheet.goals == "any day now"
    assert intake.pane.sheet.groups == ()


def test_one_tap_denies_the_rest_and_says_in_words_what_it_answered(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.say_yes("skin", "open_wound")
    click(intake.questions._all_no)
    told = intake.questions.told()
    assert "cancer" in told
    assert "skin" not in told
    assert intake.questions.answered() == GROUPS
    assert intake.pane.sheet.group("skin") == "yes"
    click(intake.questions._said._action)
    assert intake.questions.answered() == 1
    assert intake.questions.told() == ""


def test_one_tap_does_not_deny_what_is_on_file(intake: Intake) -> None:
    intake.practised.do(returning)
    intake.open(EMILE)
    click(intake.questions._all_no)
    assert intake.pane.sheet.group("heart_circulation") == ""
    assert "heart and circulation" in intake.questions.told().split("Left open")[1]


def test_no_to_the_rest_of_a_group_leaves_its_yes_alone(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.say_yes("skin", "open_wound")
    click(intake.questions.question("skin")._rest)
    answers = {answer.key: answer.answer for answer in intake.pane.sheet.items}
    assert answers.pop("open_wound") == "yes"
    assert set(answers.values()) == {"no"}
    assert len(answers) == len(catalogue().intake_groups["skin"].items) - 1


def test_details_and_places_survive_a_slip_of_the_finger(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.say_yes("skin", "open_wound")
    item = intake.questions.question("skin").item("open_wound")
    QTest.keyClicks(item.detail().editor(), "left shin, Tuesday")
    intake.answer("skin", "no")
    assert intake.pane.column.findings.card_of("open_wound") is None
    intake.answer("skin", "yes")
    assert item.detail().text() == "left shin, Tuesday"
    assert "left shin, Tuesday" in intake.card("open_wound")._facts.text()


def test_allergies_are_asked_once_and_show_in_both_places(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    click(pane.column.about.allergies.segment("yes"))
    QTest.keyClicks(pane.column.about.which.editor(), "almond oil")
    assert intake.questions.question("allergy").row.value() == "yes"
    assert intake.questions.question("allergy")._detail.text() == "almond oil"
    assert intake.card("skin_allergy").row().finding.detail == "almond oil"
    intake.answer("allergy", "no")
    assert pane.column.about.allergies.value() == "no"
    assert pane.column.findings.card_of("skin_allergy") is None


# -- access -----------------------------------------------------------------------------------------------------------


def test_everything_that_takes_the_focus_has_a_name_and_a_finger_sized_target(intake: Intake) -> None:
    intake.practised.do(returning)
    pane = intake.open(EMILE)
    intake.say_yes("skin", "open_wound")
    click(pane.column.clearances.new)
    QTest.qWait(0)
    for widget in pane.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        assert widget.accessibleName(), widget
        target = framed(widget)
        assert target.height() >= 44, (widget.accessibleName(), target.height())


def test_the_rail_tells_how_far_each_section_is(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    assert [pane.rail.state(key) for key in ("about", "questions", "findings")] == ["empty", "empty", "empty"]
    intake.say_yes("skin", "open_wound")
    assert [pane.rail.state(key) for key in ("about", "questions", "findings")] == ["empty", "started", "started"]
    click(intake.questions._all_no)
    intake.decide("open_wound", "avoid_region", "left shin")
    assert pane.rail.state("questions") == "done"
    assert pane.rail.state("findings") == "done"
    click(pane.rail.button("findings"))
    assert pane.rail.current() == "findings"


def test_a_returning_client_without_change_is_screened_in_three_presses_at_most(
    practised: Practised, qtbot: Any
) -> None:
    practised.do(returning)
    window = Window(practised.worker, Launch(practised.folder), Preferences())
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.enter(places.ClientPlace(EMILE))
    user = User(window, lambda: not practised.worker.is_idle())
    user.settle()
    user.press("Intake")
    user.press("Mark reviewed, no change")
    assert user.presses <= 3
    file = practised.do(lambda store: store.client_file(EMILE))
    assert [review.reviewed_on for review in file.reviews] == [date.today()]
    assert len(file.histories) == 1
