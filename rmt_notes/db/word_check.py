"""Whether the search index of the notes holds their words: it keeps no text to compare with, so what it holds is
counted.

Of every note the number of its words, and of every word the number of notes that have it: a word that is missing, one
too many, a row of an earlier state put back change one of the two.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import Any

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from rmt_notes.db import engine as driver

_LONGEST = 32768
"""Bytes of a word that the index keeps."""


class WordCount:
    """The words of all notes, as they should be in the index."""

    def __init__(self) -> None:
        self._notes = Counter[str]()
        self._terms = _Terms()

    def add(self, words: str) -> None:
        """The words of one note, a space between them."""
        if words.isascii() and len(words) < _LONGEST:
            self._notes.update(set(words.lower().split()))
        else:
            self._notes.update({self._terms.of(word) for word in set(words.split())})

    def fits(self, connection: Connection) -> bool:
        """Whether the index has each word in as many notes."""
        looking = bool(connection.exec_driver_sql("PRAGMA query_only").scalar())
        connection.exec_driver_sql(
            "PRAGMA query_only=OFF"
        )  # the look at the index is a table, of this connection alone
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.note_words USING fts5vocab(main, note_text, row)"
        )
        if looking:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        left = self._notes.copy()
        with closing(self._terms):
            found = driver.rows(connection, "SELECT term, doc FROM temp.note_words")
            return all(left.pop(term, 0) == notes for term, notes in found) and not left


class _Terms:
    """Under which word of the index a word is found: letters of other scripts may be written there in another way."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._index: Any = None

    def of(self, word: str) -> str:
        if word.isascii() and len(word) < _LONGEST:
            return word.lower()
        if word not in self._known:
            self._known[word] = self._asked(word)
        return self._known[word]

    def _asked(self, word: str) -> str:
        if self._index is None:
            self._index = dbapi2.connect(":memory:", isolation_level=None)
            self._index.execute(
                "CREATE VIRTUAL TABLE asked USING fts5(words, tokenize='unicode61 remove_diacritics 2', content='')"
            )
            self._index.execute("CREATE VIRTUAL TABLE answer USING fts5vocab(asked, row)")
        self._index.execute("INSERT INTO asked (asked) VALUES ('delete-all')")
        self._index.execute("INSERT INTO asked (rowid, words) VALUES (1, ?)", (word,))
        row = self._index.execute("SELECT term FROM answer").fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Let go of what was asked."""
        if self._index is not None:
            self._index.close()
            self._index = None
