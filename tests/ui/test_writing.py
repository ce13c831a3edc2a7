"""Phrases while one writes: on a slash, by the button, filled place by place, kept from marked words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from rmt_notes.clinical.phrasebook import Phrase
from rmt_notes.ui.widgets.fields import TextArea, TextField
from rmt_notes.ui.widgets.phrase_popup import PhrasePopup, offer_phrases
from rmt_notes.ui.widgets.writing import WritingAid
from tools.user import User


def phrase(name: str, text: str) -> Phrase:
    return Phrase(id=name, practitioner_id="p", name=name, text=text)


class Sheet(QWidget):
    """A text area and the field behind it, as in a chart."""

    def __init__(self) -> None:
        super().__init__()
        self.writing_aid = WritingAid(self)
        self.writing_aid.phrases_asked.connect(lambda area, slash: offer_phrases(self.writing_aid, area, slash))
        column = QVBoxLayout(self)
        self.area = TextArea("Notes", parent=self)
        self.after = TextField("After", parent=self)
        column.addWidget(self.area)
        column.addWidget(self.after)


@pytest.fixture
def sheet(look, qtbot):
    made = Sheet()
    made.writing_aid.set_phrases([phrase("palpation", "[muscle], [side]: tender."), phrase("sleep", "Sleeps well.")])
    made.writing_aid.set_names(("Amélie", "Tremblay"))
    made.resize(700, 500)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.area.editor().setFocus()
    qtbot.waitUntil(made.area.editor().hasFocus)
    return made


@pytest.fixture
def user(sheet):
    return User(sheet)


def write(letters: str) -> None:
    """Type where the focus is, letter by letter."""
    for letter in letters:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, letter)
        QApplication.processEvents()


def popup() -> PhrasePopup | None:
    window = QApplication.activeWindow()
    found = [] if window is None else window.findChildren(PhrasePopup)
    return next((each for each in found if each.isVisible()), None)


def test_a_slash_at_the_start_of_a_word_finds_a_phrase_and_tab_visits_its_places(sheet, user):
    edits: list[str] = []
    sheet.area.edited.connect(edits.append)
    write("Today: /")
    assert popup() is not None
    write("pal")
    user.keys("Return")
    assert popup() is None
    assert sheet.area.text() == "Today: [muscle], [side]: tender."
    assert edits[-2:] == ["Today: /", "Today: [muscle], [side]: tender."]
    write("levator")
    user.keys("Tab")
    write("left")
    assert sheet.area.text() == "Today: levator, left: tender."
    user.keys("Tab")
    assert sheet.after.editor().hasFocus()


@pytest.mark.parametrize("typed", ["6 /10", "and/or", "rest / walk", "https://"])
def test_writing_a_slash_that_is_no_phrase_is_written_without_a_stop(sheet, user, typed):
    write(typed)
    assert popup() is None
    assert sheet.area.text() == typed


def test_escape_leaves_the_slash_and_what_was_typed(sheet, user):
    write("/sl")
    user.keys("Esc")
    assert popup() is None
    assert sheet.area.text() == "/sl"
    assert sheet.area.editor().hasFocus()


def test_the_button_opens_the_list_and_keeps_marked_words_without_the_clients_name(sheet, user):
    kept: list[tuple[str, str]] = []
    sheet.writing_aid.phrase_kept.connect(lambda name, text: kept.append((name, text)))
    sheet.area.set_text("Amelie sleeps on the left")
    sheet.area.editor().selectAll()
    user.press("Phrases for Notes")
    user.press("Save selection as phrase")
    assert any("names the client" in label.text() for label in popup().findChildren(QLabel) if label.isVisible())
    write("side sleeper")
    user.keys("Return")
    assert kept == [("side sleeper", "Amelie sleeps on the left")]
    assert sheet.area.text() == "Amelie sleeps on the left"


def test_fields_without_a_chart_stay_plain(look, qtbot):
    area = TextArea("Reason")
    qtbot.addWidget(area)
    area.show()
    QTest.keyClicks(area.editor(), "/")
    assert popup() is None
    assert area.frame.row.count() == 1
    QTest.keyClick(area.editor(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert popup() is None


# -- spelling


@pytest.fixture
def spelled(sheet, empty_worker):
    from rmt_notes.ui.screens.chart.spelling_desk import SpellingDesk

    sheet.desk = SpellingDesk(empty_worker, sheet.writing_aid, sheet)
    return sheet


def waves(sheet) -> list[str]:
    return [one.cursor.selectedText() for one in sheet.area.editor().extraSelections()]


def test_unknown_words_are_underlined_and_put_right_by_keys_as_one_step(spelled, user, qtbot):
    edits: list[str] = []
    spelled.area.edited.connect(edits.append)
    write("hypretonic trapezeus, ")
    qtbot.waitUntil(lambda: waves(spelled) == ["hypretonic", "trapezeus"], timeout=5000)
    assert spelled.area.text() == "hypretonic trapezeus, "
    user.keys("Home")
    user.keys("F7")
    qtbot.waitUntil(lambda: user.sees("Words like it"), timeout=5000)
    user.keys("Return")
    assert edits[-1] == "hypertonic trapezeus, "
    qtbot.waitUntil(lambda: user.sees("Words like it"), timeout=5000)
    user.press("Add to my words")
    assert waves(spelled) == []
    user.keys("End")
    spelled.desk.set_own(())  # taken out of the own words again
    qtbot.waitUntil(lambda: waves(spelled) == ["trapezeus"], timeout=5000)


def test_the_menu_of_the_keyboard_leads_to_the_same_sheet(spelled, user, qtbot):
    write("trapezeus ")
    qtbot.waitUntil(lambda: waves(spelled) == ["trapezeus"], timeout=5000)
    learned: list[str] = []
    spelled.writing_aid.word_learned.connect(learned.append)
    spelled.area.ask_word(*spelled.area._spelling.unknown()[0])
    qtbot.waitUntil(lambda: user.sees("Words like it"), timeout=5000)
    user.press("Leave it as it is")
    assert waves(spelled) == []
    assert learned == []
    assert spelled.area.editor().hasFocus()
