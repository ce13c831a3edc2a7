"""The first start: a record is made behind three steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from rmt_notes.db import Kdf, RecordStore
from rmt_notes.ui.screens.first_run import BEGIN, CODE, PASSPHRASE, WHO, FirstRunScreen
from rmt_notes.ui.widgets.recovery_sheet import paint_recovery_page
from rmt_notes.ui.widgets.strength import SHORTEST, judge

WORDS = "seven geese over the lake"


def cheap(folder, passphrase, practice, practitioner):
    return RecordStore.create(folder, passphrase, practice, practitioner, kdf=Kdf.cheap)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "record"


@pytest.fixture
def screen(qtbot, empty_worker, folder):
    made = FirstRunScreen(empty_worker, folder, make=cheap)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.focus_first()
    qtbot.waitUntil(lambda: made._name.editor().hasFocus())
    return made


def type_passphrase(qtbot, screen, first=WORDS, second=WORDS):
    qtbot.keyClicks(screen._passphrase.first.line, first)
    qtbot.keyClick(screen._passphrase.first.line, Qt.Key.Key_Return)
    qtbot.keyClicks(screen._passphrase.second.line, second)


def reach_code(qtbot, screen):
    qtbot.mouseClick(screen._skip, Qt.MouseButton.LeftButton)
    type_passphrase(qtbot, screen)
    qtbot.keyClick(screen._passphrase.second.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.page() == CODE, timeout=10_000)


def test_the_three_steps_by_keyboard_make_a_record_with_what_was_typed(qtbot, screen, empty_worker, folder):
    qtbot.keyClicks(screen._name.editor(), "Ruth  Example")
    qtbot.keyClicks(screen._number.editor(), "T123")
    qtbot.keyClicks(screen._clinic.editor(), "Riverside")
    qtbot.keyClicks(screen._phone.editor(), "5195550142")
    screen._place.set_value("BC")
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.page() == PASSPHRASE
    type_passphrase(qtbot, screen)
    qtbot.keyClick(screen._passphrase.second.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.page() == CODE, timeout=10_000)
    groups = screen._code.split("-")
    first, second = screen._recovery.asked()
    qtbot.keyClicks(screen._recovery._first.editor(), groups[first].lower())
    qtbot.keyClick(screen._recovery._first.editor(), Qt.Key.Key_Return)
    qtbot.keyClicks(screen._recovery._second.editor(), groups[second])
    qtbot.keyClick(screen._recovery._second.editor(), Qt.Key.Key_Return)
    assert screen.page() == BEGIN
    with qtbot.waitSignal(screen.finished) as finished:
        qtbot.keyClick(screen._empty, Qt.Key.Key_Return)
    assert finished.args == ["empty"]
    answers = []
    empty_worker.ask(screen, lambda store: (store.practice(), store.practitioner), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    practice, person = answers[0]
    assert (practice.name, practice.phone, practice.jurisdiction) == ("Riverside", "519-555-0142", "BC")
    assert (person.name, person.designation, person.registration_number) == ("Ruth Example", "RMT", "T123")
    empty_worker.close()
    RecordStore.open(folder, WORDS).close()


def test_everything_but_the_passphrase_can_be_skipped(qtbot, screen, empty_worker):
    reach_code(qtbot, screen)
    qtbot.mouseClick(screen._skip, Qt.MouseButton.LeftButton)
    assert screen.page() == BEGIN
    with qtbot.waitSignal(screen.finished):
        qtbot.mouseClick(screen._empty, Qt.MouseButton.LeftButton)
    assert empty_worker.is_open()


def test_going_on_without_a_name_is_told_and_skipping_is_not(qtbot, screen):
    qtbot.mouseClick(screen._next_button, Qt.MouseButton.LeftButton)
    assert screen.page() == WHO
    assert "skip this page" in screen._name.problem()
    assert screen._name.editor().hasFocus()
    qtbot.mouseClick(screen._skip, Qt.MouseButton.LeftButton)
    assert screen.page() == PASSPHRASE


def test_back_from_the_passphrase_finds_what_was_typed(qtbot, screen):
    qtbot.keyClicks(screen._name.editor(), "Ruth Example")
    qtbot.mouseClick(screen._next_button, Qt.MouseButton.LeftButton)
    assert screen.page() == PASSPHRASE
    assert not screen._skip.isVisible()
    qtbot.mouseClick(screen._back_button, Qt.MouseButton.LeftButton)
    assert screen.page() == WHO
    assert screen._name.text() == "Ruth Example"


def test_the_recovery_code_is_shown_once_and_opens_the_record(qtbot, screen, empty_worker, folder):
    reach_code(qtbot, screen)
    code = screen._code
    assert len(code.replace("-", "")) == 34
    screen._finish("empty")
    assert screen._code == ""
    assert screen._recovery._plate.accessibleDescription() == ""
    empty_worker.close()
    RecordStore.open_with_recovery(folder, code, "another four small words").close()


def test_a_wrong_group_is_named_and_does_not_go_on(qtbot, screen):
    reach_code(qtbot, screen)
    first, _second = screen._recovery.asked()
    qtbot.keyClicks(screen._recovery._first.editor(), "ZZZZZ")
    qtbot.mouseClick(screen._next_button, Qt.MouseButton.LeftButton)
    assert screen.page() == CODE
    assert screen._recovery._first.problem() == f"This is not group {first + 1}. Look at the code above."


def test_copying_puts_the_code_into_the_clipboard_and_says_that_it_will_go(qtbot, screen):
    reach_code(qtbot, screen)
    screen._recovery.copied.emit()
    assert QGuiApplication.clipboard().text() == screen._code
    assert "emptied" in screen._recovery._note.text()
    QGuiApplication.clipboard().clear()


def test_a_short_passphrase_is_refused_with_advice(qtbot, screen):
    qtbot.mouseClick(screen._skip, Qt.MouseButton.LeftButton)
    type_passphrase(qtbot, screen, "short", "short")
    qtbot.keyClick(screen._passphrase.second.line, Qt.Key.Key_Return)
    assert screen.page() == PASSPHRASE
    assert str(SHORTEST) in screen._passphrase.first.error()


def test_two_different_passphrases_are_told(qtbot, screen, folder):
    qtbot.mouseClick(screen._skip, Qt.MouseButton.LeftButton)
    type_passphrase(qtbot, screen, WORDS, WORDS + "s")
    qtbot.mouseClick(screen._next_button, Qt.MouseButton.LeftButton)
    assert screen._passphrase.second.error() == "The two are not the same. Type the passphrase once more."
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_one_sentence_and_the_passphrase_stays(qtbot, screen, folder):
    folder.write_text("this is a file, no folder", encoding="utf-8")
    qtbot.mouseClick(screen._skip, Qt.MouseButton.LeftButton)
    type_passphrase(qtbot, screen)
    qtbot.keyClick(screen._passphrase.second.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen._trouble.isHidden(), timeout=10_000)
    assert screen.page() == PASSPHRASE
    assert screen._trouble.text()
    assert screen._passphrase.first.text() == WORDS


def test_the_sample_practice_can_be_looked_at_before_anything_is_made(qtbot, screen, folder):
    with qtbot.waitSignal(screen.finished) as finished:
        qtbot.mouseClick(screen._look, Qt.MouseButton.LeftButton)
    assert finished.args == ["sample"]
    assert not folder.exists()


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("", 0),
        ("elevenchars", 0),
        ("password1234", 1),
        ("aaaaaaaaaaaaaaaa", 1),
        ("qwertyuiop12", 1),
        ("Massage2026!", 1),
        ("correct horse battery", 2),
        (WORDS, 3),
        ("correct horse battery staple", 3),
    ],
)
def test_strength_is_judged_in_words(passphrase, level):
    strength = judge(passphrase)
    assert strength.level == level
    assert strength.word
    assert strength.advice
    assert not passphrase or passphrase not in strength.advice


def test_the_printed_sheet_has_ink_where_the_code_is(qtbot, look):
    picture = QImage(612, 792, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    paint_recovery_page(
        painter, QRectF(36, 36, 540, 720), "7H2KQ-9M4TX-0RBCD-WJ6NP-3ZV8S-YF1GA-E5K2", "Riverside", "today"
    )
    painter.end()
    for group in range(7):
        rows = range(36 + 150 + group * 34, 36 + 150 + group * 34 + 30)
        assert any(picture.pixelColor(x, y).lightness() < 100 for y in rows for x in range(36, 200))


def test_the_code_plate_shows_every_group_at_any_width(qtbot, screen):
    reach_code(qtbot, screen)
    plate = screen._recovery._plate
    for width in (1280, 860):
        screen.resize(width, 800)
        qtbot.waitUntil(lambda: plate.height() == plate.heightForWidth(plate.width()))
    assert plate.height() > plate.heightForWidth(900)  # narrower, so more rows
