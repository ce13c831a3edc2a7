"""Phrases, templates and own words as one file that a colleague can take over; described in docs/wordbook.md.

Reading is strict: what is no such file, or does not hold what it should, is refused with a sentence and its line, and
nothing of it is taken."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rmt_notes.clinical.codec import BadValue, from_plain, to_plain
from rmt_notes.clinical.json_lines import BadJson, line_of, loads
from rmt_notes.clinical.phrasebook import OwnWord, Phrase, Wording, phrase_trouble, word_trouble, wording_trouble
from rmt_notes.clinical.templates import Template, template_trouble
from rmt_notes.i18n import _, _n

FORMAT = "rmt-notes-wordbook"
FORMAT_VERSION = 1
SUFFIX = ".json"
LARGEST_FILE = 4_000_000
"""Bytes; a wordbook of ten thousand phrases is smaller."""

V = TypeVar("V", Phrase, Template, OwnWord, Wording)


class BadWordbook(ValueError):
    """A file that is no wordbook; `str()` is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordbook:
    """The words of one therapist. In a file nobody is named: whoever takes it over becomes their owner."""

    phrases: tuple[Phrase, ...] = ()
    templates: tuple[Template, ...] = ()
    own_words: tuple[OwnWord, ...] = ()
    wordings: tuple[Wording, ...] = ()

    def counted(self) -> str:
        """How much there is, in words."""
        parts = (
            (len(self.phrases), _n("{number} phrase", "{number} phrases", len(self.phrases))),
            (len(self.templates), _n("{number} template", "{number} templates", len(self.templates))),
            (len(self.own_words), _n("{number} own word", "{number} own words", len(self.own_words))),
            (
                len(self.wordings),
                _n("the wording of {number} measure", "the wording of {number} measures", len(self.wordings)),
            ),
        )
        return ", ".join(words.format(number=number) for number, words in parts if number)


def to_json(book: Wordbook) -> str:
    """The text of the file: without ids and owners, names sorted, one space of indentation, a line break at the end."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "phrases": [_bare(each) for each in book.phrases],
        "templates": [_bare(each) for each in book.templates],
        "own_words": [each.word for each in book.own_words],
    }
    if book.wordings:
        document["wordings"] = [_bare(each) for each in book.wordings]
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def from_json(text: str) -> Wordbook:
    """The wordbook that a text holds; ids and owners are empty.

    Raises:
        BadWordbook: it is not one, from a newer program, or one of its entries cannot be kept.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise BadWordbook(_("This file is empty."))
    try:
        document = loads(text)
    except BadJson as trouble:
        raise BadWordbook(_at(trouble.line, trouble.reason)) from trouble
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BadWordbook(_("This file holds no phrases and templates of RMT Notes."))
    version = document.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadWordbook(_("The version of the format is missing or is no number."))
    if version > FORMAT_VERSION:
        raise BadWordbook(_("This file was written by a newer program."))
    for name in document:
        if name not in ("format", "format_version", "phrases", "templates", "own_words", "wordings"):
            raise BadWordbook(_at(line_of(text, name), _("“{name}” is no part of this file.").format(name=name)))
    try:
        book = Wordbook(
            phrases=_values(Phrase, document, "phrases"),
            templates=_values(Template, document, "templates"),
            wordings=_values(Wording, document, "wordings"),
            own_words=tuple(
                OwnWord(id="", practitioner_id="", word=word)
                for word in from_plain(tuple[str, ...], document.get("own_words", []), "own_words")
            ),
        )
        _check(book)
    except BadValue as trouble:
        raise BadWordbook(_at(line_of(text, trouble.path), trouble.reason)) from trouble
    return book


def _at(line: int, reason: str) -> str:
    reason = f"{reason[:1].upper()}{reason[1:]}" if reason.endswith(".") else f"{reason[:1].upper()}{reason[1:]}."
    return _("Line {line}: {reason} Nothing was imported.").format(line=line, reason=reason)


def _bare(value: Any) -> Any:
    plain = to_plain(replace(value, id="", practitioner_id=""))
    return {name: item for name, item in plain.items() if name not in ("id", "practitioner_id")}


def _values(kind: type[V], document: dict[str, Any], name: str) -> tuple[V, ...]:
    items = document.get(name, [])
    if not isinstance(items, list):
        raise BadValue(name, _("A list is expected."))
    found = []
    for position, item in enumerate(items):
        path = f"{name}[{position}]"
        if not isinstance(item, dict):
            raise BadValue(path, _("An object is expected."))
        for hidden in ("id", "practitioner_id"):
            if hidden in item:
                raise BadValue(f"{path}.{hidden}", _("“{name}” is no part of this file.").format(name=hidden))
        found.append(from_plain(kind, {"id": "", "practitioner_id": "", **item}, path))
    return tuple(found)


def _check(book: Wordbook) -> None:
    troubles = (
        *((f"phrases[{at}]", phrase_trouble(each)) for at, each in enumerate(book.phrases)),
        *((f"templates[{at}]", template_trouble(each)) for at, each in enumerate(book.templates)),
        *((f"own_words[{at}]", word_trouble(each.word)) for at, each in enumerate(book.own_words)),
        *((f"wordings[{at}]", wording_trouble(each)) for at, each in enumerate(book.wordings)),
    )
    for path, trouble in troubles:
        if trouble:
            raise BadValue(path, trouble)
