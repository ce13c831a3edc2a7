"""The therapist's own words in the record: kept, changed, taken out, taken over, and part of the whole record."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rmt_notes import resources
from rmt_notes.clinical.interchange import from_json as record_from_json
from rmt_notes.clinical.interchange import to_json as record_to_json
from rmt_notes.clinical.phrasebook import Phrase, Wording
from rmt_notes.clinical.templates import Template, TemplatePart
from rmt_notes.clinical.wordbook import Wordbook, from_json
from rmt_notes.clinical.wordbook import to_json as wordbook_to_json
from rmt_notes.db import RecordStore, Refused
from rmt_notes.db.keys import Opened
from tests.db.conftest import opened
from tests.db.record_samples import Hands


def phrase(name: str = "sleep", text: str = "Sleeps [hours] hours") -> Phrase:
    return Phrase(id="", practitioner_id="", name=name, text=text)


def test_words_are_kept_changed_and_taken_out_each_with_its_entry(store: RecordStore):
    kept = store.keep_phrase(phrase())
    store.keep_phrase(Phrase(id=kept.id, practitioner_id="", name="sleep", text="Sleeps well"))
    word = store.add_own_word("Guelph")
    assert store.add_own_word("Guelph") == word
    book = store.wordbook()
    assert [(each.name, each.text) for each in book.phrases] == [("sleep", "Sleeps well")]
    assert store.verify().ok
    store.remove_words(word)
    assert store.wordbook().own_words == ()
    rows = [
        (row.action, row.entity, row.fields)
        for row in store.audit_rows(limit=20)
        if row.entity in ("phrase", "own_word")
    ]
    assert rows == [
        ("remove", "own_word", ()),
        ("add", "own_word", ()),
        ("change", "phrase", ("text",)),
        ("add", "phrase", ()),
    ]
    assert store.verify().ok
    with pytest.raises(Refused):
        store.remove_words(word)
    with pytest.raises(Refused):
        store.keep_phrase(phrase(text=" "))


def test_one_template_of_a_kind_is_applied_by_itself_and_none_says_what_nobody_saw(store: RecordStore):
    first = store.keep_template(Template(id="", practitioner_id="", name="One", kind="wellness", at_once=True))
    store.keep_template(Template(id="", practitioner_id="", name="Two", kind="wellness", at_once=True))
    assert [(each.name, each.at_once) for each in store.wordbook().templates] == [("One", False), ("Two", True)]
    with pytest.raises(Refused):
        store.keep_template(Template(id="", practitioner_id="", name="one"))
    with pytest.raises(Refused):
        store.keep_template(
            Template(
                id=first.id, practitioner_id="", name="One", parts=(TemplatePart(section="objective", words="Fine."),)
            )
        )


def test_a_file_is_taken_over_once_and_travels_with_the_whole_record(
    store: RecordStore, empty_record: tuple[Path, str], tmp_path: Path, keys_at_hand: Opened, clock: Hands
):
    starter = from_json(resources.text("wordbook", "starter.json"))
    taken = store.take_wordbook(starter)
    assert len(taken.phrases) == len(starter.phrases)
    assert store.take_wordbook(starter) == Wordbook()
    whole = store.export_record()
    assert record_from_json(record_to_json(whole)) == whole
    with opened(Path(shutil.copytree(empty_record[0], tmp_path / "other")), keys_at_hand, clock) as other:
        other.import_record(whole)
        assert other.wordbook() == store.wordbook()
        assert other.verify().ok


def test_the_wording_of_a_measure_comes_from_a_file_and_a_newer_one_takes_its_place(store: RecordStore):
    assert store.wordbook().wordings == ()
    for words in ("old", "new"):
        wording = Wording(id="", practitioner_id="", measure="rmdq", items=tuple(f"{words} {at}" for at in range(24)))
        store.take_wordbook(Wordbook(wordings=(wording,)))
    (kept,) = store.wordbook().wordings
    assert kept.items[0] == "new 0"
    assert from_json(wordbook_to_json(store.wordbook())).wordings[0].items == kept.items
    assert store.verify().ok
