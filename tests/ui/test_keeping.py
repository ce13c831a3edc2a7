"""The tab about keeping, moving a visit, and the desks of the settings, over a real record."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rmt_notes.ui.dialogs import Dialog, TextQuestion
from rmt_notes.ui.keeping.correction_questions import AnswerQuestion, RequestQuestion
from rmt_notes.ui.keeping.keeping_desk import DestroyQuestion, KeepingDesk
from rmt_notes.ui.keeping.move_question import MoveQuestion
from rmt_notes.ui.keeping.packet_desk import PacketDesk
from rmt_notes.ui.places import Chart, ClientPlace
from rmt_notes.ui.screens.client import ClientScreen
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.key_value import KeyValue
from tests.ui.conftest import AMELIE, EMILE, PASSPHRASE, chart_visit, noon, note_of

LEFT = Qt.MouseButton.LeftButton
WORDS = "lake stone river birch"


@pytest.fixture
def visit(practised):
    return practised.do(
        lambda store: chart_visit(
            store, AMELIE, note_of(5, 3, 12, "mild", None, "deep_tissue"), noon(30), kind="initial"
        )
    )


@pytest.fixture
def screen(qtbot, practised, visit):
    made = ClientScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.show_place(ClientPlace(AMELIE, "record"))
    practised.settle()
    return made


def said(widget) -> str:
    rows = [row for each in widget.findChildren(KeyValue) if not each.isHidden() for row in each.rows()]
    return "\n".join(f"{label}: {words}" for label, words in rows)


def press(qtbot, widget, words: str) -> None:
    button = next(each for each in widget.findChildren(Button) if each.words() == words and each.isVisible())
    qtbot.mouseClick(button, LEFT)


def asked(screen, kind):
    return next(each for each in reversed(screen.findChildren(kind)) if each.isVisible())


def answer(qtbot, practised, dialog: Dialog, key: str) -> None:
    qtbot.mouseClick(dialog.button(key), LEFT)
    practised.settle()
    QApplication.processEvents()


def test_a_hold_is_set_and_lifted_with_its_reason_and_stops_the_term(qtbot, practised, screen):
    assert "years after the last visit" in said(screen._record)
    for verb, reason in (("Put under legal hold", "Complaint"), ("Lift the hold…", "Closed")):
        press(qtbot, screen._record, verb)
        question = asked(screen, TextQuestion)
        qtbot.keyClicks(question.field().editor(), reason)
        answer(qtbot, practised, question, "say")
        if verb.startswith("Put"):
            assert "as long as the hold stands" in said(screen._record)
    (hold,) = practised.do(lambda store: store.client_file(AMELIE)).holds
    assert (hold.reason, hold.lifted_reason) == ("Complaint", "Closed")
    assert "as long as the hold stands" not in said(screen._record)


def test_a_request_is_taken_down_refused_and_answered_by_the_clients_own_statement(qtbot, practised, screen, visit):
    press(qtbot, screen._record, "Take down a request")
    question = asked(screen, RequestQuestion)
    answer(qtbot, practised, question, "take")
    assert question.isVisible()
    qtbot.keyClicks(question.what.editor(), "The left knee")
    answer(qtbot, practised, question, "take")
    assert "to be answered by" in said(screen._record)
    assert any("Correction asked for" in each.text for each in screen._asked_for(screen._view))
    press(qtbot, screen._record, "Answer…")
    reply = asked(screen, AnswerQuestion)
    reply.state.set_value("refused")
    reply.state.edited.emit("refused")
    answer(qtbot, practised, reply, "take")
    assert reply.isVisible()
    reply.ground.set_value("professional_opinion")
    qtbot.keyClicks(reply.reason.editor(), "Measured on the right")
    answer(qtbot, practised, reply, "take")
    press(qtbot, screen._record, "Attach a statement…")
    question = asked(screen, TextQuestion)
    qtbot.keyClicks(question.field().editor(), "It was the left one")
    answer(qtbot, practised, question, "say")
    assert "Statement of disagreement: It was the left one" in said(screen._record)
    assert practised.do(lambda store: store.printable(visit)).corrections[0].statement == "It was the left one"


def test_a_granted_request_leads_to_the_amendment(qtbot, practised, screen, visit):
    press(qtbot, screen._record, "Take down a request")
    question = asked(screen, RequestQuestion)
    qtbot.keyClicks(question.what.editor(), "The left knee")
    answer(qtbot, practised, question, "take")
    press(qtbot, screen._record, "Answer…")
    with qtbot.waitSignal(screen.gone) as gone:
        answer(qtbot, practised, asked(screen, AnswerQuestion), "take")
    assert gone.args == [Chart(visit)]
    assert "The left knee" in practised.do(lambda store: store.chart(visit)).draft_reason


def test_a_visit_is_moved_only_after_both_names_and_shows_its_trace(qtbot, practised, screen, visit):
    screen.show_place(ClientPlace(AMELIE, "visits"))
    practised.settle()
    qtbot.mouseClick(screen._visit.move_it, LEFT)
    question = asked(screen, MoveQuestion)
    answer(qtbot, practised, question, "move")
    assert question.isVisible()
    qtbot.keyClicks(question.search.editor(), "Emile")
    qtbot.waitUntil(lambda: question.others.isVisible())
    practised.settle()
    assert AMELIE not in [row.key for row in question.others.rows()]
    question.choose(EMILE)
    practised.settle()
    assert "1 consent of this visit goes along." in question.finds.text()
    assert "nothing is missing" in question.finds.text()
    qtbot.keyClicks(question.reason.editor(), "Two charts were open")
    qtbot.keyClicks(question.from_name.editor(), "Amelie Tremblay")
    qtbot.keyClicks(question.to_name.editor(), "Emile")
    answer(qtbot, practised, question, "move")
    assert question.isVisible()
    qtbot.keyClicks(question.to_name.editor(), " Tremblay")
    answer(qtbot, practised, question, "move")
    assert [row.id for row in practised.do(lambda store: store.visit_rows(EMILE))] == [visit]
    assert "moved away" in screen._visits.rows()[0].rest
    assert "Emile" not in screen._visits.rows()[0].summary


def test_a_copy_of_the_chart_is_drawn_beside_the_work_and_locked(qtbot, practised, screen, tmp_path):
    goal = tmp_path / "chart.pdf"
    with qtbot.waitSignal(screen._desk.copies.ended, timeout=20_000):
        screen._desk.copies.save_to(goal, AMELIE, WORDS)
    reader = PdfReader(goal)
    assert reader.decrypt(WORDS)
    assert "TREMBLAY, Amélie" in reader.pages[0].extract_text()
    assert "Saved as chart.pdf, locked" in screen._record._told.text()
    assert screen._record.progress.isHidden()
    stopped = tmp_path / "stopped.pdf"
    screen._desk.copies.begun.connect(screen._desk.copies.stop, Qt.ConnectionType.QueuedConnection)
    with qtbot.waitSignal(screen._desk.copies.ended, timeout=20_000):
        screen._desk.copies.save_to(stopped, AMELIE)
    assert not stopped.exists()


def test_a_packet_is_made_chart_by_chart_and_a_stopped_one_leaves_nothing(qtbot, practised, visit, tmp_path):
    desk = PacketDesk(practised.worker)
    qtbot.addWidget(desk)
    desk.show()
    goal = tmp_path / "practice.zip"
    desk.make_packet(goal, WORDS)
    assert not desk.make.isEnabled()
    qtbot.waitUntil(lambda: desk.progress.isHidden(), timeout=30_000)
    assert "3 charts are in practice.zip" in desk.words.text()
    with zipfile.ZipFile(goal) as packet:
        assert len([name for name in packet.namelist() if name.startswith("charts/")]) == 3
        assert PdfReader(io.BytesIO(packet.read("charts/0412.pdf"))).decrypt(WORDS)
    before = goal.read_bytes()
    desk.make_packet(goal, WORDS)
    desk.stop()
    qtbot.waitUntil(lambda: desk.progress.isHidden(), timeout=30_000)
    assert "Nothing was written" in desk.words.text()
    assert goal.read_bytes() == before
    assert [each.name for each in tmp_path.glob("practice*")] == ["practice.zip"]


def test_records_past_their_term_are_listed_waited_for_and_destroyed(qtbot, practised, visit):
    def years_on(store):
        now = noon() + timedelta(days=365 * 12)
        store._clock = lambda: now

    practised.do(years_on)
    desk = KeepingDesk(practised.worker)
    qtbot.addWidget(desk)
    desk.resize(820, 900)
    desk.show()
    desk.load()
    practised.settle()
    assert not desk.list_them.isEnabled()
    qtbot.mouseClick(desk.choice.chip(AMELIE), LEFT)
    qtbot.mouseClick(desk.list_them, LEFT)
    practised.settle()
    assert "Amélie Tremblay (0412)" in desk.plan.text()
    assert not desk.destroy_them.isEnabled()
    tomorrow = noon() + timedelta(days=365 * 12 + 1, hours=2)
    practised.do(lambda store: setattr(store, "_clock", lambda: tomorrow))
    desk.load()
    practised.settle()
    qtbot.mouseClick(desk.destroy_them, LEFT)
    question = asked(desk, DestroyQuestion)
    qtbot.keyClicks(question.number.editor(), "2")
    answer(qtbot, practised, question, "destroy")
    assert question.isVisible()
    question.number.set_text("1")
    qtbot.keyClicks(question.secret.line, PASSPHRASE)
    answer(qtbot, practised, question, "destroy")
    practised.settle()
    assert "1 record is destroyed." in desk.words.text()
    assert "file 0412, A. T.: 1 visit" in said(desk)
    assert AMELIE not in [row.id for row in practised.do(lambda store: store.find_clients("", inactive=True))]
    assert practised.do(lambda store: store.verify()).ok
