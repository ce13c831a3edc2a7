"""What is remembered of an unsigned note between two saves, so that each save looks only at the section that was
typed in."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import Any

from rmt_notes.clinical import codec
from rmt_notes.clinical.record import Draft
from rmt_notes.clinical.visit import Note
from rmt_notes.db import index
from rmt_notes.db.session import clean, value_of

_BLANK = Note()
_SECTIONS = tuple(field.name for field in dataclasses.fields(Note))


@dataclass(frozen=True, slots=True)
class _Part:
    """One section of a note with its plain data and its words."""

    section: object
    plain: Any
    words: str

    @classmethod
    def of(cls, section: object) -> _Part:
        """Looked at once. What the note says of its source (a list) holds no words of its own."""
        plain = codec.to_plain(section)
        return cls(section, plain, index.note_text(plain) if isinstance(plain, dict) else "")


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was last kept, with its body and its words, so that the next save need not make them again."""

    draft: Draft
    body: str
    words: str
    parts: dict[str, _Part]

    @classmethod
    def of(cls, draft: Draft, before: Kept | None = None) -> Kept:
        """What is kept of a draft; sections that are the very ones of `before` are not looked at again. A text no
        file can hold is replaced."""
        parts = {
            name: before.parts[name] if before and before.parts[name].section is section else _Part.of(section)
            for name in _SECTIONS
            for section in (getattr(draft.note, name),)
        }
        plain = codec.to_plain(replace(draft, note=_BLANK))
        plain["note"] = {name: part.plain for name, part in parts.items() if part.plain}
        body = codec.canonical_plain(plain)
        cleaned = clean(body)
        if cleaned is not body:
            return cls.of(value_of(Draft, cleaned))
        return cls(draft, body, " ".join(part.words for part in parts.values() if part.words), parts)

    def described(self) -> tuple[Note, str]:
        """What the index is made from."""
        return self.draft.note, self.words


def changed_parts(before: Note, after: Note) -> tuple[str, ...]:
    """Which fields of which sections differ: `subjective.pain_now`, and `carried` where the source did."""
    found = []
    for section in dataclasses.fields(Note):
        old, new = getattr(before, section.name), getattr(after, section.name)
        if old == new:
            continue
        if isinstance(new, tuple):
            found.append(section.name)
        else:
            found += [
                f"{section.name}.{field.name}"
                for field in dataclasses.fields(new)
                if getattr(old, field.name) != getattr(new, field.name)
            ]
    return tuple(found)
