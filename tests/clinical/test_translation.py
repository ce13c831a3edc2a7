"""The screens can be given another language: every sentence is found, and a translation is taken up."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from rmt_notes import i18n, resources
from tools.words import ROOT, Sentence, sentences, template


def compiled(pairs: dict[str, str]) -> bytes:
    """A catalogue of translations as gettext reads it (little-endian `.mo`, without a hash table)."""
    keys = sorted(pairs, key=lambda key: key.encode())
    entries = [(key.encode(), pairs[key].encode()) for key in keys]
    start = 28 + 16 * len(entries)
    tables: list[list[int]] = [[], []]
    body = b""
    for column in (0, 1):
        for entry in entries:
            tables[column] += [len(entry[column]), start + len(body)]
            body += entry[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    return head + b"".join(struct.pack(f"<{len(each)}I", *each) for each in tables) + body


def test_every_sentence_is_found_with_its_plural_and_its_places(tmp_path: Path) -> None:
    (tmp_path / "more.py").write_text(
        '_("{number} item")\n_p("month", "May")\n_n("{number} item", "{number} items", 2)\n'
    )
    found = {**sentences(ROOT / "rmt_notes" / "ui" / "screens" / "chart"), **sentences(tmp_path)}
    assert Sentence("Same as last time") in found
    assert len(found[Sentence("{number} item", plural="{number} items")]) == 2
    assert Sentence("{number} item") not in found, "gettext refuses a sentence that comes twice"
    assert Sentence("May", context="month") in found
    text = template(found)
    assert 'msgid "Same as last time"\nmsgstr ""' in text
    assert 'msgid_plural "{number} items"\nmsgstr[0] ""\nmsgstr[1] ""' in text


def test_a_language_is_spoken_only_once_its_sentences_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "path", lambda *parts: tmp_path.joinpath(*parts))
    i18n._translations.cache_clear()
    try:
        assert i18n.spoken("fr") == "en", "French dates among English sentences help nobody"
        folder = tmp_path / "locale" / "fr" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        pairs = {
            "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n",
            "Same as last time": "Comme la dernière fois",
            "{number} item\0{number} items": "{number} élément\0{number} éléments",
        }
        (folder / "rmt_notes.mo").write_bytes(compiled(pairs))
        i18n._translations.cache_clear()
        assert i18n.spoken("fr") == "fr"
        with i18n.language_of("fr"):
            assert i18n._("Same as last time") == "Comme la dernière fois"
            assert [i18n._n("{number} item", "{number} items", number) for number in (0, 1, 2)] == [
                "{number} élément",
                "{number} élément",
                "{number} éléments",
            ]
            assert i18n._("Not translated yet") == "Not translated yet"
    finally:
        monkeypatch.undo()
        i18n._translations.cache_clear()
