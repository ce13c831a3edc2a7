"""Phrases and templates in the settings: made, changed, taken out, taken over, and a bad file refused."""

from __future__ import annotations

import pytest

from rmt_notes.clinical.phrasebook import Phrase, find_phrases
from rmt_notes.clinical.wordbook import from_json
from rmt_notes.ui.widgets.note.found_rows import FoundRows
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.word_rows import PhraseEditor, phrase_look
from rmt_notes.ui.words_desk import WordsDesk
from tools.user import User


@pytest.fixture
def desk(practised, qtbot):
    made = WordsDesk(practised.worker)
    made.resize(860, 900)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.load()
    practised.settle()
    return made


@pytest.fixture
def user(desk, practised):
    return User(desk, lambda: not practised.worker.is_idle() or desk.is_waiting())


def test_a_phrase_is_made_changed_and_taken_out(practised, desk, user):
    user.press("Phrases")
    user.press("Add a phrase")
    user.type_into("Name", "sleep")
    assert practised.do(lambda store: store.wordbook().phrases) == ()
    user.type_into("Words", "Sleeps ")
    user.press("Place to fill in")
    (kept,) = practised.do(lambda store: store.wordbook().phrases)
    assert (kept.name, kept.text) == ("sleep", "Sleeps [place]")
    user.press("Remove sleep")
    assert practised.do(lambda store: store.wordbook().phrases) == ()


def test_of_many_phrases_a_few_are_shown_and_none_is_lost(qtbot):
    def made(number: int) -> Phrase:
        return Phrase(id=f"{number}", practitioner_id="p", name=f"phrase {number}", text="words")

    rows = RowList(phrase_look, PhraseEditor, same=lambda one, other: one.id == other.id)
    found = FoundRows(rows, "Find a phrase", find_phrases, most=3)
    qtbot.addWidget(found)
    found.show()
    user = User(found)
    found.set_values([made(number) for number in range(9)])
    assert [each.id for each in rows.values()] == ["0", "1", "2"]
    user.press("phrase 1: words")
    user.press("Remove phrase 1")
    rows.add(made(9))
    found.set_values(found.values())
    assert [each.id for each in found.values()] == list("023456789")
    assert [each.id for each in rows.values()] == ["0", "2", "9"], "what is being written stays in sight"
    user.type_into("Find a phrase", "phrase 7")
    qtbot.waitUntil(lambda: [each.id for each in rows.values()] == ["7"])
    assert len(found.values()) == 9


def test_a_template_that_says_what_nobody_saw_is_not_kept(practised, desk, user):
    user.press("Templates")
    user.press("Add a template")
    user.type_into("Name", "Knee")
    user.press("Objective")
    user.type_into("Objective: words to begin with", "No swelling.")
    assert practised.do(lambda store: store.wordbook().templates[0].parts) == ()
    user.type_into("Objective: words to begin with", "Swelling [where]")
    assert practised.do(lambda store: store.wordbook().templates[0].part("objective").words) == "Swelling [where]"


def test_words_travel_as_a_file_and_a_bad_file_is_refused_with_a_sentence(practised, desk, user, tmp_path):
    user.press("Take the starter set")
    assert len(practised.do(lambda store: store.wordbook().templates)) == 5
    desk.save_to(tmp_path / "words.json")
    user.settle()
    written = from_json((tmp_path / "words.json").read_text(encoding="utf-8"))
    assert len(written.templates) == 5
    assert "export" in {row.action for row in practised.do(lambda store: store.audit_rows(limit=5))}
    for bad in (b"\xff\xfe\x00", b"{}", b'{"format": "rmt-notes-wordbook", "format_version": 1, "phrases": [{}]}'):
        (tmp_path / "bad.json").write_bytes(bad)
        desk.take_file(tmp_path / "bad.json")
        user.settle()
        assert desk.words.text().endswith(".")
    assert len(practised.do(lambda store: store.wordbook().phrases)) == len(written.phrases)
