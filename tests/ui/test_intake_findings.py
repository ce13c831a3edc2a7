"""What the intake finds: limits at once and in words, decisions, a returning client, days, clearances."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from rmt_notes.clinical.finding import Clearance
from rmt_notes.db import RecordStore
from rmt_notes.ui import places
from tests.ui.conftest import AMELIE, EMILE, PRACTITIONER, noon
from tests.ui.intake_desk import Intake, click, finding_of, focused, returning


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
