"""The intake with real events over a real encrypted record."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.health_history import Allergies, Answer, HealthHistory
from rmt_notes.db import RecordStore
from rmt_notes.db import engine as driver
from rmt_notes.settings import Preferences
from rmt_notes.ui import places
from rmt_notes.ui.screens.intake import IntakeScreen
from rmt_notes.ui.screens.intake.notice import NoticeDialog
from rmt_notes.ui.screens.intake.pane import IntakePane
from rmt_notes.ui.widgets.field_frame import FieldFrame
from rmt_notes.ui.window import Launch, Window
from tests.ui.conftest import AMELIE, EMILE, PASSPHRASE, PRACTITIONER, Practised, noon
from tools.user import User

GROUPS = len(catalogue().intake_groups)


def framed(widget: QWidget) -> QWidget:
    """The frame of an editor, which is the target; anything else is its own."""
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, FieldFrame):
            return above
        above = above.parentWidget()
    return widget


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


class Intake:
    """A therapist in front of the screen."""

    def __init__(self, practised: Practised, qtbot: Any) -> None:
        self.practised = practised
        self.screen = IntakeScreen(practised.worker)
        self.went: list[Any] = []
        self.screen.gone.connect(self.went.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1200, 800)
        self.screen.show()

    def open(self, client: str, visit: str = "") -> IntakePane:
        self.screen.show_place(places.Intake(client, visit))
        self.settle()
        return self.pane

    def settle(self) -> None:
        self.practised.settle()
        QTest.qWait(0)

    @property
    def pane(self) -> IntakePane:
        pane = self.screen.pane()
        assert pane is not None
        return pane

    @property
    def questions(self) -> Any:
        return self.pane.column.questions

    def answer(self, group: str, answer: str, item: str = "") -> None:
        row = self.questions.question(group).row if not item else self.questions.question(group).item(item).row
        click(row.choice.segment(answer))
        QTest.qWait(0)

    def say_yes(self, group: str, item: str) -> None:
        self.answer(group, "yes")
        self.answer(group, "yes", item)

    def card(self, key: str) -> Any:
        card = self.pane.column.findings.card_of(key)
        assert card is not None
        return card

    def decide(self, key: str, choice: str, how: str = "") -> None:
        click(self.card(key).decision.chips.chip(choice))
        if how:
            QTest.keyClicks(self.card(key).decision.how.editor(), how)

    def keep(self, *, incomplete: bool = True) -> None:
        """Ctrl+Return; once more where something that must be asked is open and it is kept all the same."""
        QTest.keyClick(self.screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()
        pane = self.screen.pane()
        if incomplete and pane is not None and pane.footer.keep.text().startswith("Keep it incomplete"):
            QTest.keyClick(self.screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            self.settle()

    def alerts(self) -> str:
        return " | ".join(alert.text for alert in self.pane._alerts)

    def open_points(self) -> str:
        return " | ".join(self.pane.column.open.sentences())


@pytest.fixture
def intake(practised: Practised, qtbot: Any) -> Intake:
    return Intake(practised, qtbot)


def history_of(client: str, **more: Any) -> HealthHistory:
    values: dict[str, Any] = {
        "id": "9" * 32,
        "client_id": client,
        "taken_at": noon(200),
        "practitioner_id": PRACTITIONER.id,
        "reason_for_care": "Neck pain after long drives",
        "completed_by": "client",
        "method": "spoken",
        "notice_given": True,
        "allergies": Allergies(answer="yes", detail="nut oil"),
        "groups": (Answer(key="heart_circulation", answer="yes"), Answer(key="skin", answer="no")),
        "items": (Answer(key="pacemaker_device", answer="yes", detail="2019"),),
    }
    return HealthHistory(**{**values, **more})


def finding_of(client: str, key: str = "pacemaker_device", **more: Any) -> Finding:
    values: dict[str, Any] = {
        "id": "f" * 32,
        "client_id": client,
        "key": key,
        "state": "confirmed",
        "recorded_at": noon(200),
        "practitioner_id": PRACTITIONER.id,
        "places": (Place("chest_wall", "left"),),
    }
    return Finding(**{**values, **more})


def returning(store: RecordStore) -> bool:
    store.keep_health_history(history_of(EMILE))
    store.record_finding(finding_of(EMILE))
    store.decide(
        Decision(
            id="e" * 32,
            client_id=EMILE,
            finding_id="f" * 32,
            choice="avoid_region",
            decided_at=noon(200),
            practitioner_id=PRACTITIONER.id,
            how="nothing within 10 cm",
        )
    )
    return True


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


# -- findings ---------------------------------------------------------------------------------------------------------


def test_a_pacemaker_bars_cupping_at_once_in_words(intake: Intake) -> None:
    intake.open(AMELIE)
    assert intake.alerts() == ""
    intake.say_yes("heart_circulation", "pacemaker_device")
    assert "No cupping" in intake.alerts()
    effects = intake.card("pacemaker_device").effects
    assert effects.effects() == {"GEN": "mod", "DT": "loc", "CUP": "bar", "ART": "loc", "IAS": "loc"}
    assert "Cupping: Barred" in effects.accessibleName()
    assert "General: Modify" in effects.accessibleName()
    intake.answer("heart_circulation", "no")
    assert intake.alerts() == ""


def test_an_urgent_answer_stops_the_questions_until_something_is_decided(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.say_yes("urgent_signs", "dvt_suspected")
    QTest.qWait(0)
    assert pane.stop.isVisible()
    assert not pane.column.isVisible()
    assert not pane.footer.keep.isEnabled()
    assert "No massage" in intake.alerts()
    words = " ".join(label.text() for label in pane.stop.findChildren(QLabel))
    assert "do not rub" in words
    assert "911" in words
    assert "Noted at" in words
    assert pane.stop.lines.text().startswith("Urgent concern.")
    assert pane.stop.stop.hasFocus()
    pane.keep()
    intake.settle()
    assert intake.practised.do(lambda store: store.client_file(AMELIE)).histories == ()
    click(pane.stop.look)  # the answer was a slip
    QTest.qWait(0)
    assert not pane.stop.isVisible()
    assert pane.sheet.item("dvt_suspected") is None
    intake.answer("urgent_signs", "yes", "dvt_suspected")
    click(pane.stop.refer)
    assert not pane.stop.isVisible(), "going on is a decision, with when and what was said"
    said = pane.sheet.judgements[-1].judgement
    assert said.choice == "refer"
    assert said.how.startswith("told at ")
    assert pane.urgent.isVisible()
    assert "do not rub" in pane.urgent.text()
    click(pane.urgent._action)
    assert intake.card("dvt_suspected").isAncestorOf(focused())
    intake.answer("urgent_signs", "no")
    assert pane.urgent.isHidden()


def test_no_treatment_today_keeps_at_once_what_was_answered(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.say_yes("urgent_signs", "stroke_acute")
    QTest.qWait(0)
    click(pane.stop.stop)
    click(pane.stop.record)
    intake.settle()
    file = intake.practised.do(lambda store: store.client_file(AMELIE))
    assert [finding.key for finding in file.safety.active()] == ["stroke_acute"]
    (decision,) = file.safety.decisions
    assert decision.choice == "decline"
    assert decision.reason
    assert decision.how
    assert file.intake is None
    assert intake.went == [places.ClientPlace(AMELIE, "health")]


def test_a_yes_to_urgent_signs_without_saying_which_comes_before_everything(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.answer("urgent_signs", "yes")
    assert pane.urgent.isVisible()
    assert "which one" in pane.urgent.text()
    click(pane.urgent._action)
    assert intake.questions.question("urgent_signs").isAncestorOf(focused())


def test_the_alerts_stay_in_sight_however_far_one_scrolls(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.say_yes("urgent_signs", "dvt_suspected")
    QTest.qWait(0)
    click(pane.stop.refer)
    QTest.qWait(0)
    bar = pane.column.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    for fixed in (pane.identity, pane.urgent):
        assert fixed.isVisible()
        assert fixed.mapTo(intake.screen, fixed.rect().topLeft()).y() >= 0


def test_a_decision_needs_how_or_why_before_it_counts(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.say_yes("heart_circulation", "bp_controlled")
    intake.decide("bp_controlled", "modify")
    assert "how, or why" in intake.open_points()
    click(intake.card("bp_controlled").decision._use)
    assert "Record last reading" in intake.card("bp_controlled").decision.how.text()
    assert "Controlled blood pressure" not in intake.open_points()


def test_what_the_therapist_finds_is_added_without_a_question(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    click(pane.column.findings.picker.chip("intoxicated_impaired"))
    assert "No massage" in intake.alerts()
    intake.decide("intoxicated_impaired", "decline")
    intake.keep()
    file = intake.practised.do(lambda store: store.client_file(AMELIE))
    assert file.histories == ()
    assert [(each.key, each.state) for each in file.safety.findings] == [("intoxicated_impaired", "suspected")]
    assert file.safety.decision_on(file.safety.findings[0].id).choice == "decline"


def test_an_observation_can_be_taken_out_again(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    click(pane.column.findings.picker.chip("bp_crisis"))
    click(intake.card("bp_crisis")._drop)
    assert pane.column.findings.card_of("bp_crisis") is None
    assert not pane.is_touched()


def test_a_finding_that_belongs_to_a_question_is_answered_there(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.pane.column.findings.observed.emit("anticoagulant")
    assert intake.questions.question("blood").row.value() == "yes"
    assert intake.questions.question("blood").item("anticoagulant").row.value() == "yes"
    assert intake.card("anticoagulant").row().is_new


def test_contradictions_are_told_where_they_stand_and_at_the_end(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.say_yes("pregnancy", "pregnancy_complicated")
    assert "pregnancy is not" in intake.open_points()
    assert "pregnancy is not" in intake.questions.question("pregnancy").item("pregnancy").row.warning()
    intake.answer("pregnancy", "yes", "pregnancy")
    assert "pregnancy is not" not in intake.open_points()
    assert intake.questions.question("pregnancy").item("pregnancy").row.warning() == ""


# -- a returning client -----------------------------------------------------------------------------------------------


def test_a_version_on_file_shows_its_day_the_last_answers_and_what_changes(intake: Intake) -> None:
    intake.practised.do(returning)
    pane = intake.open(EMILE)
    day = f"{noon(200).day} {noon(200):%B %Y}"
    assert day in pane.column.version._what.text()
    assert "pacemaker or device, 2019" in intake.questions.question("heart_circulation").row._hint.text()
    assert pane.column.about.reason.text() == "Neck pain after long drives"
    assert pane.column.about.reason.carried()
    assert intake.pane.sheet.groups == ()
    intake.say_yes("skin", "open_wound")
    assert pane.column.version.changes() == ("New: open wound, cut, ulcer.",)


def test_reviewed_without_change_is_one_press(intake: Intake) -> None:
    intake.practised.do(returning)
    pane = intake.open(EMILE)
    click(pane.column.version.review)
    intake.settle()
    file = intake.practised.do(lambda store: store.client_file(EMILE))
    assert [review.history_id for review in file.reviews] == ["9" * 32]
    assert len(file.histories) == 1
    assert intake.went == [places.ClientPlace(EMILE, "health")]


def test_a_review_is_not_offered_once_something_was_answered(intake: Intake) -> None:
    intake.practised.do(returning)
    pane = intake.open(EMILE)
    assert pane.column.version.review.isEnabled()
    intake.answer("skin", "no")
    assert not pane.column.version.review.isEnabled()


def test_a_finding_on_file_can_be_resolved_with_day_and_reason_only(intake: Intake) -> None:
    intake.practised.do(returning)
    pane = intake.open(EMILE)
    assert "No cupping" in intake.alerts()
    click(intake.card("pacemaker_device").still.segment("resolved"))
    assert "No cupping" not in intake.alerts()
    intake.keep()
    assert intake.card("pacemaker_device").closed_reason.problem()
    assert intake.went == []
    QTest.keyClicks(intake.card("pacemaker_device").closed_reason.editor(), "taken out in May, letter seen")
    assert not intake.card("pacemaker_device").closed_reason.problem()
    assert pane.footer.keep.words() == "Keep findings and decisions"
    intake.keep()
    file = intake.practised.do(lambda store: store.client_file(EMILE))
    closed = file.safety.findings[0]
    assert (closed.state, closed.closed_on, closed.closed_reason) == (
        "resolved",
        date.today(),
        "taken out in May, letter seen",
    )
    assert len(file.histories) == 1


def test_still_true_puts_the_decision_on_file_again_with_today(intake: Intake) -> None:
    intake.practised.do(returning)
    intake.open(EMILE)
    click(intake.card("pacemaker_device").still.segment("still"))
    intake.keep()
    safety = intake.practised.do(lambda store: store.safety(EMILE))
    last = safety.decision_on("f" * 32)
    assert last.decided_at.date() == date.today()
    assert (last.choice, last.how) == ("avoid_region", "nothing within 10 cm")


def test_entered_in_error_stays_readable(intake: Intake) -> None:
    intake.practised.do(returning)
    intake.open(EMILE)
    click(intake.card("pacemaker_device").still.segment("entered_in_error"))
    QTest.keyClicks(intake.card("pacemaker_device").closed_reason.editor(), "wrong client")
    intake.keep()
    intake.open(EMILE)
    earlier = intake.pane.column.findings._earlier
    assert earlier.isVisible()
    assert intake.pane.column.findings.card_of("pacemaker_device") is None


# -- dates ------------------------------------------------------------------------------------------------------------


def test_a_day_in_the_future_is_refused_beside_the_field(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.answer("skin", "no")
    field = pane.column.about.day
    field.editor().setFocus()
    field.editor().selectAll()
    QTest.keyClicks(field.editor(), (date.today() + timedelta(days=3)).isoformat())
    intake.keep()
    assert "future" in field.problem()
    assert intake.practised.do(lambda store: store.client_file(AMELIE)).histories == ()
    field.editor().selectAll()
    QTest.keyClicks(field.editor(), (date.today() - timedelta(days=3)).isoformat())
    intake.keep()
    taken = intake.practised.do(lambda store: store.client_file(AMELIE)).histories[0].taken_at
    assert taken.date() == date.today() - timedelta(days=3)


def test_a_finding_cannot_begin_in_the_future(intake: Intake) -> None:
    intake.open(AMELIE)
    intake.say_yes("heart_circulation", "bp_controlled")
    field = intake.card("bp_controlled").since
    QTest.keyClicks(field.editor(), (date.today() + timedelta(days=400)).isoformat())
    intake.keep()
    assert "future" in field.problem()
    assert intake.went == []


# -- leaving ----------------------------------------------------------------------------------------------------------


def test_leaving_asks_nothing_and_coming_back_finds_everything(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.say_yes("skin", "open_wound")
    intake.screen.leave()
    intake.open(EMILE)
    assert intake.pane.sheet.reason_for_care == ""
    intake.open(AMELIE)
    assert intake.pane is pane
    assert pane.column.about.reason.text() == "Low back ache"
    assert pane.column.returned.isVisible()
    assert "not kept yet" in pane.column.returned.text()
    intake.keep()
    file = intake.practised.do(lambda store: store.client_file(AMELIE))
    assert file.histories[0].reason_for_care == "Low back ache"
    assert file.intake is None


def under_way(intake: Intake, client: str = AMELIE) -> Any:
    """The draft that the record holds."""
    return intake.practised.do(lambda store: store.client_file(client)).intake


def test_what_is_half_answered_is_in_the_record_soon_and_offered_to_a_fresh_screen(intake: Intake, qtbot: Any) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.say_yes("skin", "open_wound")
    intake.decide("open_wound", "avoid_region", "left calf, until closed")
    assert intake.screen.has_unsaved()
    qtbot.waitUntil(lambda: not intake.screen.has_unsaved(), timeout=10_000)
    assert "Saved" in pane.footer.status.text()
    assert "draft" in pane.footer.status.text()
    assert under_way(intake).sheet == pane.sheet

    fresh = Intake(intake.practised, qtbot)
    again = fresh.open(AMELIE)
    assert again.sheet == pane.sheet
    assert again.column.about.reason.text() == "Low back ache"
    assert fresh.card("open_wound").row().choice == "avoid_region"
    assert "as you left it" in again.column.returned.text()
    assert again.column.returned.isVisible()
    assert not fresh.screen.has_unsaved()
    fresh.keep()
    file = fresh.practised.do(lambda store: store.client_file(AMELIE))
    assert file.intake is None
    assert file.safety.active()[0].key == "open_wound"


def test_leaving_writes_the_draft_at_once(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.screen.leave()
    intake.practised.worker.finish()
    assert not intake.screen.has_unsaved()
    assert under_way(intake).sheet.reason_for_care == "Low back ache"


def test_starting_over_takes_the_draft_out_of_the_record_and_taking_back_puts_it_in(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.screen.leave()
    intake.settle()
    click(pane.footer.restart)
    intake.screen.leave()
    intake.settle()
    assert under_way(intake) is None
    click(pane.column.returned._action)
    intake.screen.leave()
    intake.settle()
    assert under_way(intake).sheet.reason_for_care == "Low back ache"


def test_a_full_disk_is_told_and_the_draft_is_written_when_there_is_room(intake: Intake, qtbot: Any) -> None:
    pane = intake.open(AMELIE)

    def may_grow(pages: int) -> bool:
        def limit(store: RecordStore) -> bool:
            own = driver.driver(store._connection())
            own.execute(f"PRAGMA max_page_count={pages or own.execute('PRAGMA page_count').fetchone()[0]}")
            return True

        return bool(intake.practised.do(limit))

    may_grow(0)
    pane.column.about.reason.set_text("")
    QTest.keyClicks(pane.column.about.reason.editor(), "ache " * 20)
    pane.column.questions.other.edited.emit("x" * 60_000)
    qtbot.waitUntil(lambda: "Not saved" in pane.footer.status.text(), timeout=10_000)
    assert intake.screen.has_unsaved()
    may_grow(1_000_000)
    intake.screen.leave()
    intake.settle()
    assert not intake.screen.has_unsaved()
    assert under_way(intake).sheet.reason_for_care.startswith("ache")


def test_the_lock_keeps_a_half_answered_intake_and_does_its_work(intake: Intake, qtbot: Any) -> None:
    locked: list[bool] = []
    window = Window(
        intake.practised.worker, Launch(intake.practised.folder, restart=lambda: locked.append(True)), Preferences()
    )
    qtbot.addWidget(window)
    window.show()
    window.go(places.Intake(AMELIE))
    intake.settle()
    screen = window.screen_in_sight()
    assert isinstance(screen, IntakeScreen)
    QTest.keyClicks(screen.pane().column.about.reason.editor(), "Low back ache")
    assert screen.has_unsaved()
    window.lock()
    assert locked == [True]
    with RecordStore.open(intake.practised.folder, PASSPHRASE) as store:
        assert store.client_file(AMELIE).intake.sheet.reason_for_care == "Low back ache"


def test_a_window_that_loses_the_focus_takes_nothing_away(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.screen.leave()
    assert intake.pane is pane
    assert pane.isVisible()


def test_starting_over_can_be_taken_back(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.say_yes("skin", "open_wound")
    click(pane.footer.restart)
    assert pane.column.about.reason.text() == ""
    assert pane.column.findings.cards() == ()
    assert not pane.is_touched()
    click(pane.column.returned._action)
    assert pane.column.about.reason.text() == "Low back ache"
    assert intake.card("open_wound") is not None


def test_what_another_screen_changed_shows_and_what_was_typed_stays(intake: Intake) -> None:
    from rmt_notes.ui.worker import Changes

    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")

    def record(store: RecordStore) -> None:
        store.record_finding(finding_of(AMELIE))

    intake.practised.worker.ask(
        intake.practised.worker, record, changes=Changes(frozenset({"safety"}), AMELIE, asker=None)
    )
    intake.settle()
    intake.settle()
    assert "No cupping" in intake.alerts()
    assert pane.column.about.reason.text() == "Low back ache"


def test_a_full_disk_is_told_and_loses_nothing(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")

    def fill_up(store: RecordStore) -> bool:
        connection = store._connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
        return True

    intake.practised.do(fill_up)
    QTest.keyClicks(pane.column.questions.other.editor(), "history " * 60)
    pane.column.questions.other.set_text_kept_undo("long history " * 4000)
    pane.column.questions.other.edited.emit(pane.column.questions.other.text())
    intake.keep()
    assert pane.column.trouble.isVisible()
    assert "still here" in pane.column.trouble.text()
    assert intake.went == []
    assert pane.sheet.reason_for_care == "Low back ache"


# -- clearances and the notice ----------------------------------------------------------------------------------------


def test_a_clearance_is_recorded_at_once_and_eases_the_limit(intake: Intake) -> None:
    def fill(store: RecordStore) -> bool:
        store.record_finding(finding_of(EMILE, "bp_uncontrolled", places=()))
        return True

    intake.practised.do(fill)
    pane = intake.open(EMILE)
    assert intake.card("bp_uncontrolled").effects.effects()["GEN"] == "clr"
    click(pane.column.clearances.new)
    form = pane.column.clearances.form
    assert form.findings.values() == ("bp_uncontrolled",)
    buttons = [button for button in form.findChildren(QWidget) if button.accessibleName() == "Record the clearance"]
    click(buttons[0])
    assert form.until.problem()
    click(form.clinician._more)
    QTest.keyClicks(form.clinician._name.editor(), "Dr Okafor")
    QTest.keyClicks(form.until.editor(), (date.today() + timedelta(days=60)).isoformat())
    click(form.techniques.chip("GEN"))
    click(form.pressure.segment("3"))
    click(buttons[0])
    intake.settle()
    safety = intake.practised.do(lambda store: store.safety(EMILE))
    clearance = safety.clearances[0]
    assert (clearance.clinician, clearance.techniques, clearance.max_pressure) == ("Dr Okafor", ("GEN",), 3)
    assert clearance.finding_keys == ("bp_uncontrolled",)
    assert intake.card("bp_uncontrolled").effects.effects()["GEN"] == "mod"
    assert intake.practised.do(lambda store: store.providers())[0].name == "Dr Okafor"
    assert not pane.column.clearances.is_writing()


def test_a_clearance_is_revoked_with_a_reason(intake: Intake, qtbot: Any) -> None:
    def fill(store: RecordStore) -> bool:
        store.record_finding(finding_of(EMILE, "bp_uncontrolled", places=()))
        store.record_clearance(
            Clearance(
                id="c" * 32,
                client_id=EMILE,
                finding_keys=("bp_uncontrolled",),
                clinician="Dr Okafor",
                received_on=date.today() - timedelta(days=3),
                valid_until=date.today() + timedelta(days=30),
                recorded_at=noon(3),
                practitioner_id=PRACTITIONER.id,
                techniques=("GEN",),
            )
        )
        return True

    from rmt_notes.ui.dialogs import TextQuestion

    intake.practised.do(fill)
    pane = intake.open(EMILE)
    revoke = [each for each in pane.findChildren(QWidget) if each.accessibleName().startswith("Revoke the clearance")]
    click(revoke[0])
    dialog = pane.findChild(TextQuestion)
    assert dialog is not None
    assert "Emile Tremblay" in dialog.accessibleDescription()
    QTest.keyClicks(dialog.field().editor(), "new reading 190/115")
    click(dialog.button("say"))
    intake.settle()
    clearance = intake.practised.do(lambda store: store.safety(EMILE)).clearances[0]
    assert clearance.revoked_on == date.today()
    assert clearance.revoked_reason == "new reading 190/115"
    assert intake.card("bp_uncontrolled").effects.effects()["GEN"] == "clr"


def test_the_notice_is_shown_plainly_and_ticked_by_showing_it(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    click(pane.column.about.read)
    dialog = pane.findChild(NoticeDialog)
    assert dialog is not None
    click(dialog.button("shown"))
    assert pane.sheet.notice_given
    assert pane.column.about.notice.isChecked()


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


# -- the form to fill in at home --------------------------------------------------------------------------------------


def test_a_form_is_made_filled_elsewhere_read_with_a_preview_and_kept_only_then(
    intake: Intake, qtbot: Any, tmp_path: Path
) -> None:
    import pikepdf

    pane = intake.open(AMELIE)
    blank, back = tmp_path / "form.pdf", tmp_path / "back.pdf"
    pane.forms.save_to(blank, pane._loaded, pane.sheet)
    intake.settle()
    assert "saved" in pane.column.returned.text()
    with pikepdf.open(blank) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == "group.heart_circulation" or str(field.T) == "item.pacemaker_device":
                field.V = pikepdf.Name("/yes")
        document.save(back)
    pane.forms.read_from(back, pane._loaded, pane.sheet)
    intake.settle()
    preview = pane.forms.preview
    assert [(line.kind, line.key) for line in preview.lines] == [("added", "pacemaker_device")]
    assert not pane.is_touched()
    click(preview.button("take"))
    intake.settle()
    assert intake.card("pacemaker_device") is not None
    assert pane.sheet.method == "written"
    assert intake.practised.do(lambda store: store.client_file(AMELIE)).histories == ()


def test_a_form_of_another_client_is_refused_and_changes_nothing(intake: Intake, tmp_path: Path) -> None:
    pane = intake.open(EMILE)
    blank = tmp_path / "form.pdf"
    pane.forms.save_to(blank, pane._loaded, pane.sheet)
    intake.settle()
    other = intake.open(AMELIE)
    other.forms.read_from(blank, other._loaded, other.sheet)
    intake.settle()
    assert "another client" in other.column.returned.text()
    assert other.forms.preview is None
    assert not other.is_touched()


def test_a_question_is_left_out_for_one_client_and_taken_back(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    questions = intake.questions
    click(questions.left_out.chip("pregnancy"))
    assert not questions.question("pregnancy").isVisible()
    assert questions.whole() == GROUPS - 1
    assert pane.sheet.left_out == ("pregnancy",)
    with pytest.raises(KeyError):
        questions.left_out.chip("allergy")
    click(questions.left_out.chip("pregnancy"))
    assert questions.question("pregnancy").isVisible()
    assert not pane.is_touched()


def test_a_half_typed_clearance_outlives_the_screen_and_the_keeping_of_the_history(
    intake: Intake, qtbot: Any, tmp_path: Path
) -> None:
    intake.practised.do(returning)
    pane = intake.open(EMILE)
    pane.column.clearances.open_form(True)
    form = pane.column.clearances.form
    QTest.keyClicks(form.limits.editor(), "light only")
    QTest.keyClicks(form.until.editor(), "next w")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    form.take_letter(tmp_path / "scan.pdf")
    (tmp_path / "scan.pdf").unlink()
    intake.answer("skin", "no")
    intake.keep()
    again = Intake(intake.practised, qtbot)
    fresh = again.open(EMILE)
    found = fresh.column.clearances
    assert found.is_writing()
    assert (found.form.limits.text(), found.form.until.raw_text()) == ("light only", "next w")
    assert fresh.sheet.group("skin") == "", "the history was kept; only the clearance waits"
    assert found.form._letter_words.text() == "scan.pdf, 1 kB"
    assert found.form.detach.isVisible()
    found.open_form(False)
    fresh.keeper.keep_now()
    again.settle()
    assert again.practised.do(lambda store: store.client_file(EMILE)).intake is None


def test_a_name_typed_as_the_signature_of_the_form_is_kept(intake: Intake, tmp_path: Path) -> None:
    import pikepdf

    pane = intake.open(AMELIE)
    blank, back = tmp_path / "form.pdf", tmp_path / "back.pdf"
    pane.forms.save_to(blank, pane._loaded, pane.sheet)
    intake.settle()
    with pikepdf.open(blank) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == "signed.name":
                field.V = pikepdf.String("Amélie T.")
            if str(field.T) == "words.goals":
                field.V = pikepdf.String("Sleep")
        document.save(back)
    pane.forms.read_from(back, pane._loaded, pane.sheet)
    intake.settle()
    click(pane.forms.preview.button("take"))
    intake.settle()
    pane.keep(incomplete=True)
    intake.settle()
    (history,) = intake.practised.do(lambda store: store.client_file(AMELIE)).histories
    assert (history.signed.name, history.signed.signature) == ("Amélie T.", None)
    assert history.is_as_signed()


def test_an_answer_is_changed_again_and_again_without_harm(intake: Intake) -> None:
    """Each yes makes a card and each no takes it away: what Tab walks through must not hold on to it."""
    intake.open(AMELIE)
    intake.answer("heart_circulation", "yes")
    for _round in range(8):
        for answer in ("yes", "no"):
            intake.answer("heart_circulation", answer, "pacemaker_device")
            intake.settle()
    assert intake.alerts() == ""
