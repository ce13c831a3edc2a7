"""The derived rows and the search index of the notes."""

from __future__ import annotations

import sys

import pytest
from sqlcipher3 import dbapi2

from rmt_notes.clinical import codec
from rmt_notes.clinical.visit import Note
from rmt_notes.db import index, search
from rmt_notes.db.light import light
from rmt_notes.db.word_check import WordCount
from tests.clinical.charts import FIRST_NOTE, FOLLOW_UP_NOTE


@pytest.mark.parametrize("note", [Note(), FIRST_NOTE, FOLLOW_UP_NOTE], ids=["empty", "first", "follow-up"])
def test_looked_at_lightly_a_note_makes_the_same_rows(note):
    plain = codec.to_plain(note)
    assert index.derived(light(Note, plain)) == index.derived(note)
    assert index.summary(light(Note, codec.to_plain(note))) == index.summary(note)


def test_every_word_is_one_word_in_the_search_index():
    """Else a search for it would be a search for a phrase, which an index without places cannot answer."""
    found = search.words(" ".join(f"a{one}b" for one in map(chr, range(128, sys.maxunicode)) if one.isalnum()))
    assert len(found) > 100_000
    with dbapi2.connect(":memory:") as kept:
        kept.execute("CREATE VIRTUAL TABLE it USING fts5(words, tokenize='unicode61 remove_diacritics 2', content='')")
        kept.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(it, row)")
        kept.execute("INSERT INTO it (rowid, words) VALUES (1, ?)", (" ".join(found),))
        assert kept.execute("SELECT sum(cnt) FROM seen").fetchone()[0] == len(found)


def test_words_of_every_script_are_counted_as_the_index_has_them(store):
    said = ["Émile a mal à l’épaule ℡", "腰 hurts, ĞÜN Ꭰꭰ Ⅻ ½", "straße STRASSE ﬁne", "x" * 40_000, ""]
    with store._transaction() as connection:
        count = WordCount()
        for row, text in enumerate(said):
            words = search.note_words(text)
            index.write_words(connection, None, row, words)
            count.add(words)
        assert count.fits(connection)
        index.write_words(connection, 1, 1, search.note_words("other"))
        assert not count.fits(connection)
