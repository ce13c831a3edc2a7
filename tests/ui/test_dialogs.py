"""Questions in a window of their own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.dialogs import Dialog, KeyCap, ShortcutSheet, TextQuestion, Verb, ask, ask_text

LEFT = Qt.MouseButton.LeftButton
VERBS = [Verb("keep", "Keep the visit"), Verb("void", "Void this visit", "danger")]


@pytest.fixture
def window(qapp, qtbot):
    """A window to ask from."""
    theme.apply(qapp, "light")
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def _open(window: QWidget) -> Dialog:
    return window.findChild(Dialog)


def test_a_question_names_its_record_and_waits_without_blocking(window):
    ask(window, "Void the visit of 8 November 2026?", "The note of Amélie Tremblay stays readable.", VERBS)
    dialog = _open(window)
    assert dialog.isVisible()
    assert dialog.windowTitle() == "Void the visit of 8 November 2026?"
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    assert [label.text() for label in dialog.findChildren(QLabel)][1] == "The note of Amélie Tremblay stays readable."


def test_the_safe_verb_has_the_focus_and_escape(qtbot, window):
    heard: list[str] = []
    ask(window, "Void?", "", VERBS).connect(heard.append)
    dialog = _open(window)
    qtbot.waitUntil(lambda: dialog.button("keep").hasFocus())
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert heard == ["keep"]


def test_closing_the_window_is_the_safe_answer(window):
    heard: list[str] = []
    ask(window, "Void?", "", VERBS).connect(heard.append)
    _open(window).close()
    assert heard == ["keep"]


def test_a_verb_answers_once_and_closes(qtbot, window):
    heard: list[str] = []
    ask(window, "Void?", "", VERBS).connect(heard.append)
    dialog = _open(window)
    qtbot.mouseClick(dialog.button("void"), LEFT)
    assert heard == ["void"]
    assert not dialog.isVisible()


def test_pairs_of_key_and_words_are_enough(window):
    ask(window, "Not kept", "", [("stay", "Stay and try again"), ("close", "Close and lose them")])
    dialog = _open(window)
    assert dialog.button("stay").kind == "primary"
    assert dialog.button("close").words() == "Close and lose them"


def test_an_asked_reason_comes_trimmed_and_never_empty(qtbot, window):
    heard: list[str] = []
    question = ask_text(window, "Amend this note", "Why?", "Reason", "Begin the amendment", heard.append)
    qtbot.waitUntil(lambda: question.field().editor().hasFocus())
    qtbot.keyClicks(question.field().editor(), "  ")
    qtbot.mouseClick(question.button("say"), LEFT)
    assert heard == []
    assert question.field().problem() == "Write a few words first."
    assert question.isVisible()
    qtbot.keyClicks(question.field().editor(), "wrong side ")
    assert question.field().problem() == ""
    qtbot.mouseClick(question.button("say"), LEFT)
    assert heard == ["wrong side"]


def test_leaving_an_asked_reason_says_nothing(qtbot, window):
    heard: list[str] = []
    ask_text(window, "Amend this note", "Why?", "Reason", "Begin", heard.append, lines=1)
    qtbot.keyClick(window.findChild(TextQuestion), Qt.Key.Key_Escape)
    assert heard == []


def test_one_line_answers_with_enter(qtbot, window):
    heard: list[str] = []
    question = ask_text(window, "Rename", "", "Name", "Rename", heard.append, lines=1, value="Old")
    qtbot.keyClicks(question.field().editor(), "New ")
    qtbot.keyClick(question.field().editor(), Qt.Key.Key_Return)
    assert len(heard) == 1
    assert "New" in heard[0]


def test_long_verbs_go_on_a_second_line_inside_the_window(window):
    words = "Réévaluation de l’amplitude du mouvement de la région lombaire"
    ask(window, words, words * 3, [("a", words), ("b", words + " encore")])
    dialog = _open(window)
    QApplication.processEvents()
    for key in ("a", "b"):
        button = dialog.button(key)
        corner = button.mapTo(dialog, button.rect().bottomRight())
        assert corner.x() <= dialog.width()
        assert corner.y() <= dialog.height()
    for label in dialog.findChildren(QLabel):
        if label.isVisible():
            assert label.heightForWidth(label.width()) <= label.height()


@dataclass(frozen=True)
class _Action:
    words: str
    keys: tuple[str, ...]
    group: str


def test_the_sheet_of_shortcuts_shows_every_key_under_its_heading(window):
    actions = [
        _Action("Today", ("Alt+Home",), "Go to"),
        _Action("Larger text", ("Ctrl++", "Ctrl+="), "Program"),
        _Action("Without a key", (), "Program"),
    ]
    sheet = ShortcutSheet(actions, window, [("Chart", [("Ctrl+Return", "Sign and lock")])])
    sheet.open()
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert [word for word in words if word in ("Go to", "Program", "Chart")] == ["Go to", "Program", "Chart"]
    assert "Without a key" not in words
    assert [cap.accessibleName() for cap in sheet.findChildren(KeyCap)] == [
        "Alt+Home",
        "Ctrl++",
        "Ctrl+=",
        "Ctrl+Enter",
    ]
    sheet.close()


def test_the_window_steps_back_behind_a_question_and_comes_forward_after_it(qtbot, window):
    def ground() -> int:
        return window.grab().toImage().pixelColor(450, 20).lightness()

    before = ground()
    ask(window, "Void?", "", VERBS)
    assert ground() < before * 0.7
    window.resize(1000, 640)
    assert window.grab().toImage().pixelColor(990, 630).lightness() < before * 0.7
    qtbot.keyClick(_open(window), Qt.Key.Key_Escape)
    assert ground() == before


def test_a_question_stays_inside_a_window_that_gets_smaller(window):
    ask(window, "Void?", "", VERBS)
    window.resize(640, 420)
    dialog = _open(window)
    middle = window.mapToGlobal(window.rect().center())
    assert abs(dialog.geometry().center().x() - middle.x()) <= 1
    assert abs(dialog.geometry().center().y() - middle.y()) <= 1
    assert dialog.height() <= window.height()
