"""Client mode with real events: one question at a time, nothing else in reach, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.half_typed import HalfClearance
from rmt_notes.clinical.health_history import Answer, HealthHistory, SignedAnswers
from rmt_notes.clinical.history_words import signed_words
from rmt_notes.clinical.intake import new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.own_questions import OwnQuestion
from rmt_notes.db import RecordStore
from rmt_notes.settings import Preferences
from rmt_notes.ui import places, theme
from rmt_notes.ui.screens.intake import ClientModeScreen, IntakeScreen
from rmt_notes.ui.window import IdleLock, Launch, Window
from tests.ui.conftest import AMELIE, EMILE, PASSPHRASE, Practised, noon


class Held:
    """A client with the device in hand."""

    def __init__(self, practised: Practised, qtbot: Any) -> None:
        self.practised = practised
        self.locked: list[bool] = []
        self.window = Window(
            practised.worker, Launch(practised.folder, restart=lambda: self.locked.append(True)), Preferences()
        )
        qtbot.addWidget(self.window)
        self.window.resize(1100, 800)
        self.window.show()
        self.window.enter(places.ClientPlace(AMELIE))
        self.window.go(places.Intake(AMELIE))
        practised.settle()
        intake = self.window.screen_in_sight()
        assert isinstance(intake, IntakeScreen)
        self.click(intake.pane().hand_over)
        practised.settle()

    @property
    def screen(self) -> ClientModeScreen:
        screen = self.window.screen_in_sight()
        assert isinstance(screen, ClientModeScreen)
        return screen

    @property
    def page(self) -> Any:
        return self.screen.page(self.screen.at())

    @staticmethod
    def click(widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QTest.qWait(0)

    def next(self) -> None:
        self.click(self.screen.next)

    def answer(self, answer: str) -> None:
        self.click(self.page.answers.answer(answer))

    def to(self, key: str) -> None:
        while self.screen.at() != key:
            self.next()

    def give(self, passphrase: str) -> None:
        if self.screen.at() != "back":
            self.click(self.screen.hand_back)
        QTest.keyClicks(self.page.passphrase.line, passphrase)
        self.click(self.page.unlock)
        self.practised.settle()

    def draft(self) -> Any:
        return self.practised.do(lambda store: store.client_file(AMELIE)).intake


@pytest.fixture
def held(practised: Practised, qtbot: Any) -> Held:
    return Held(practised, qtbot)


def test_nothing_else_is_in_reach_and_the_letters_are_large(held: Held) -> None:
    window, place = held.window, held.window.place()
    assert place == places.ClientMode(AMELIE)
    assert window.is_held()
    assert not window._rail.isVisible()
    assert theme.metrics().scale > 1.15
    for keys in ("Ctrl+K", "Alt+Left", "Alt+Home", "Ctrl+N", "Ctrl+U", "Ctrl+Shift+F", "Ctrl+,", "F1", "Ctrl+Return"):
        QTest.keySequence(window, keys)
        held.practised.settle()
        assert window.place() == place, keys
    window.go(places.Clients())
    window.go_back()
    window._screens["IntakeScreen"].gone.emit(places.Today())
    assert window.place() == place
    assert "Tremblay" not in window.windowTitle()


def test_a_client_answers_signs_and_hands_back_and_the_therapist_finds_it(held: Held) -> None:
    held.next()
    QTest.keyClicks(held.page.reason.editor(), "Low back ache")
    held.to("allergy")
    held.answer("yes")
    QTest.keyClicks(held.page.which.editor(), "nut oil")
    held.to("heart_circulation")
    held.answer("yes")
    item = held.page.items["pacemaker_device"]
    held.click(item.row.choice.segment("yes"))
    held.to("review")
    assert held.page.said["heart_circulation"] == "Yes, pacemaker or device"
    assert held.page.said["allergy"] == "Yes, nut oil"
    assert held.page.said["cancer"] == "Not answered"
    held.click(held.page.rows["cancer"])
    assert held.screen.at() == "cancer"
    held.answer("declined")
    held.to("sign")
    sheet = held.page.pad.sheet
    QTest.mousePress(sheet, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 40))
    QTest.mouseMove(sheet, QPoint(120, 60))
    QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(160, 50))
    held.next()
    assert held.screen.at() == "back"
    held.give(PASSPHRASE)
    assert held.window.place() == places.Intake(AMELIE)
    assert not held.window.is_held()
    assert theme.metrics().scale == 1.0
    assert held.window._rail.isVisible()
    intake = held.window.screen_in_sight()
    assert isinstance(intake, IntakeScreen)
    pane = intake.pane()
    assert pane.sheet.reason_for_care == "Low back ache"
    assert (pane.sheet.completed_by, pane.sheet.method, pane.sheet.notice_given) == ("client", "electronic", True)
    assert pane.column.findings.card_of("pacemaker_device") is not None
    pane.keep()
    pane.keep()  # questions the client left out stay open, on purpose
    held.practised.settle()
    file = held.practised.do(lambda store: store.client_file(AMELIE))
    history = file.histories[0]
    assert history.signed.name == "Amélie Tremblay"
    assert history.is_as_signed()
    assert history.answer("cancer").answer == "declined"
    assert file.intake is None


def test_a_wrong_passphrase_leads_nowhere_and_the_client_can_go_on(held: Held) -> None:
    held.to("injury")
    held.answer("no")
    held.give("let me in please")
    assert held.window.is_held()
    assert held.screen.at() == "back"
    assert held.page.passphrase.error()
    assert held.page.passphrase.text() == ""
    held.click(held.page.resume)
    assert held.screen.at() == "injury"
    assert held.page.answers.value() == "no"


def test_what_is_answered_is_in_the_record_as_a_draft_and_not_as_a_version(held: Held, qtbot: Any) -> None:
    held.to("skin")
    held.answer("no")
    qtbot.waitUntil(lambda: not held.screen.has_unsaved(), timeout=10_000)
    assert "kept" in held.screen.status.text()
    assert held.draft().sheet.group("skin") == "no"
    assert held.practised.do(lambda store: store.client_file(AMELIE)).histories == ()


def test_the_idle_lock_ends_client_mode_and_loses_nothing(held: Held, qtbot: Any) -> None:
    held.to("skin")
    held.answer("no")
    now = [0.0]
    idle = IdleLock(lambda: 1, held.window.lock, lambda: now[0], lambda: 0.0)
    now[0] = 61.0
    idle._look()
    assert held.locked == [True]
    with RecordStore.open(held.practised.folder, PASSPHRASE) as store:
        assert store.client_file(AMELIE).intake.sheet.group("skin") == "no"


def test_a_lock_that_could_not_fall_is_tried_again_until_somebody_is_there(qtbot: Any) -> None:
    now, slept, asked = [0.0], [0.0], []
    idle = IdleLock(lambda: 1, asked.append, lambda: now[0], lambda: slept[0])
    slept[0] = now[0] = 3600.0
    for second in range(40):
        now[0] = 3600.0 + second
        idle._look()
    assert asked == ["sleep"] * 3
    idle.eventFilter(idle, QEvent(QEvent.Type.KeyPress))
    for _second in range(40):
        now[0] += 1
        idle._look()
    assert asked == ["sleep"] * 3
    now[0] += 61
    idle._look()
    assert asked[-1] == "idle"


def test_urgent_signs_halt_the_questions_and_the_therapist_is_told_on_return(held: Held) -> None:
    held.to("urgent_signs")
    held.answer("yes")
    assert held.screen.at() == "stop"
    assert not held.screen.next.isVisible()
    assert "tell your therapist now" in " ".join(label.text() for label in held.page.findChildren(QLabel))
    held.click(held.page.mistake)
    assert (held.screen.at(), held.screen.sheet.group("urgent_signs")) == ("urgent_signs", "")
    held.answer("yes")
    held.click(held.page.hand)
    assert held.screen.at() == "back"
    held.click(held.page.resume)
    assert held.screen.at() == "stop", "nobody goes on past it but the therapist"
    held.click(held.page.hand)
    held.give(PASSPHRASE)
    intake = held.window.screen_in_sight()
    assert isinstance(intake, IntakeScreen)
    assert "which one" in intake.pane().urgent.text()


def test_a_symptom_that_cannot_wait_halts_and_stands_before_the_therapist(held: Held) -> None:
    held.to("today_unwell")
    held.answer("yes")
    assert held.screen.at() == "today_unwell", "feeling unwell can be told in full"
    held.click(held.page.items["cellulitis"].row.choice.segment("yes"))
    assert held.screen.at() == "stop"
    held.practised.settle()
    assert held.draft().sheet.item("cellulitis").answer == "yes"
    held.click(held.page.hand)
    held.give(PASSPHRASE)
    intake = held.window.screen_in_sight()
    assert isinstance(intake, IntakeScreen)
    assert intake.pane().is_stopped()


def test_the_next_client_finds_nothing_of_the_last_one(held: Held) -> None:
    held.next()
    QTest.keyClicks(held.page.reason.editor(), "Low back ache")
    held.give(PASSPHRASE)
    held.window.go(places.ClientMode(EMILE))
    held.practised.settle()
    held.next()
    assert held.page.reason.text() == ""
    assert held.screen.sheet.client_id == EMILE


def test_what_is_only_observed_is_never_asked_of_a_client(held: Held) -> None:
    for key in held.screen.asked():
        held.screen.show_page(key)
        held.answer("yes")
        for item in getattr(held.page, "items", {}):
            assert catalogue().contraindications[item].ask != "observe"
        if held.screen.at() == "stop":
            held.click(held.page.mistake)


def test_an_answer_changed_after_the_signature_is_told_apart() -> None:
    plain = HealthHistory(
        id="9" * 32,
        client_id=AMELIE,
        taken_at=noon(),
        practitioner_id="",
        groups=(Answer(key="heart_circulation", answer="yes"),),
    )
    signed = replace(plain, signed=SignedAnswers(name="A. T.", at=noon(), content=plain.answers_hash()))
    assert "changed" not in signed_words(signed)
    changed = replace(signed, items=(*signed.items, Answer(key="varicose_veins", answer="yes")))
    assert "changed after that" in signed_words(changed)


def test_the_practices_own_questions_are_asked_and_their_alert_reaches_the_banner(
    practised: Practised, qtbot: Any
) -> None:
    lying = OwnQuestion(id="q1", question="Can you lie face down?", reason="the table", alert="Never face down")
    barred = OwnQuestion(id="q2", question="Do you have HIV?", reason="hygiene")

    def ask(store: RecordStore) -> bool:
        store.change_practice(replace(store.practice(), own_questions=(lying, barred)))
        return True

    practised.do(ask)
    held = Held(practised, qtbot)
    assert held.screen.asked()[-1] == "own.q1", "what may not be asked is not there"
    held.screen.show_page("own.q1")
    held.answer("yes")
    QTest.keyClicks(held.page.which.editor(), "reflux")
    held.next()
    assert held.page.said["own.q1"] == "Yes, reflux"
    held.give(PASSPHRASE)
    intake = held.window.screen_in_sight()
    assert isinstance(intake, IntakeScreen)
    pane = intake.pane()
    assert [alert.text for alert in pane._alerts] == ["Never face down"]
    card = pane.column.findings.card_of("own.q1")
    assert "Never face down" in card.accessibleName() or card.row().finding.sentence == "Never face down"


def test_a_clearance_that_the_therapist_was_typing_waits_through_client_mode(held: Held) -> None:
    typed = HalfClearance(finding_keys=("pacemaker_device",), limits="light only")

    def begin(store: Any) -> None:
        sheet = new_sheet(AMELIE, store.now().date())
        at = store.now()
        store.keep_intake_draft(
            IntakeDraft(client_id=AMELIE, sheet=sheet, start=sheet, begun_at=at, saved_at=at, clearance=typed)
        )

    held.practised.do(begin)
    held.screen.show_place(places.ClientMode(AMELIE))
    held.practised.settle()
    held.next()
    QTest.keyClicks(held.page.reason.editor(), "Neck")
    held.screen.keep_now()
    held.practised.settle()
    assert (held.draft().sheet.reason_for_care, held.draft().clearance) == ("Neck", typed)
