"""Strict JSON with line numbers: what is wrong in a file, and in which line.

The standard library reads quickly but says neither where a repeated key stands nor in which line a value of the
result came from. Good files go through it; only a bad one is read a second time here, slowly, to find the line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from rmt_notes.i18n import _

DEEPEST = 40
"""Levels of nesting; the record itself has twelve."""

LONGEST_NUMBER = 17
"""Characters of a number; no date, score or size needs more."""

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class BadJson(ValueError):
    """A text that is not the JSON we read. `line` counts from 1; `path` says where in the data, as far as it is
    known."""

    def __init__(self, line: int, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
        self.path = path


def loads(text: str) -> Any:
    """The data of a JSON text.

    Raises: BadJson: no JSON, a key given twice, a number out of reason, NaN or infinity, half a character, nested
    too deeply."""
    try:
        data = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_real
        )
    except (ValueError, RecursionError) as trouble:
        _find(text)
        line = trouble.lineno if isinstance(trouble, json.JSONDecodeError) else 1
        raise BadJson(line, _("This is not readable as JSON.")) from trouble
    if _HALF.search(text) or _is_deep(text):
        _find(text)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _constant(name: str) -> Any:
    raise ValueError(name)


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("too long")
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if len(text) > 2 * LONGEST_NUMBER or abs(value) > 1e15:
        raise ValueError("too large")
    return value


def _is_deep(text: str) -> bool:
    """Whether the brackets might nest too deeply; a bracket inside a string only makes the answer too careful."""
    depth = deepest = 0
    for character in re.findall(r"[\[{\]}]", text):
        depth += 1 if character in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > DEEPEST


def line_of(text: str, path: str) -> int:
    """The line in which the value at a path (`visits[3].note.subjective.pain_now`) begins, or of the nearest thing
    above it that is there. The text must be readable JSON."""
    where = _skip(text, 0)
    for step in re.findall(r"\[\d+\]|[^.\[\]]+", path):
        below = _child(text, where, step)
        if below is None:
            break
        where = below
    return text.count("\n", 0, where) + 1


def _child(text: str, where: int, step: str) -> int | None:
    """Where the value of a key or an index begins inside the value at `where`."""
    decoder = json.JSONDecoder()
    if step.startswith("[") and text[where : where + 1] == "[":
        where = _skip(text, where + 1)
        for _number in range(int(step[1:-1])):
            if text[where : where + 1] == "]":
                return None
            where = _skip(text, decoder.raw_decode(text, where)[1])
            if text[where : where + 1] == "]":
                return None
            where = _skip(text, where + 1)
        return where if text[where : where + 1] != "]" else None
    if not step.startswith("[") and text[where : where + 1] == "{":
        where = _skip(text, where + 1)
        while text[where : where + 1] == '"':
            key, where = decoder.raw_decode(text, where)
            where = _skip(text, _skip(text, where) + 1)
            if key == step:
                return where
            where = _skip(text, decoder.raw_decode(text, where)[1])
            where = _skip(text, where + 1)
    return None


def _skip(text: str, where: int) -> int:
    found = _SPACE.match(text, where)
    return found.end() if found else where


def _find(text: str) -> None:
    """Read the text slowly and raise at the first thing that is wrong.

    Raises:
        BadJson: with its line and path.
    """
    for _token in _Reader(text).read():
        pass


class _Reader:
    """Walks over a JSON text, keeping the path; not recursive, so that no nesting exhausts the stack."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._where = 0
        self._path: list[str] = []

    def _bad(self, reason: str) -> BadJson:
        path = "".join(self._path).lstrip(".")
        return BadJson(self._text.count("\n", 0, self._where) + 1, reason, path)

    def read(self) -> Iterator[str]:
        """Every value in turn."""
        # Each open bracket: its closing mark, the keys so far (an object) or the count (a list), the depth of its path.
        stack: list[tuple[str, set[str], list[int]]] = []
        self._where = _skip(self._text, 0)
        expect_value = True
        while True:
            if expect_value:
                character = self._text[self._where : self._where + 1]
                if character and character in "[{":
                    if len(stack) >= DEEPEST:
                        raise self._bad(_("This is nested too deeply."))
                    self._where = _skip(self._text, self._where + 1)
                    stack.append(("]" if character == "[" else "}", set(), [0]))
                    if self._text[self._where : self._where + 1] != stack[-1][0]:
                        self._open_member(stack[-1])
                        continue
                else:
                    yield self._scalar()
                    expect_value = False
                    self._where = _skip(self._text, self._where)
            if not stack:
                if self._where != len(self._text):
                    raise self._bad(_("Something follows after the end."))
                return
            expect_value = self._after_value(stack)

    def _after_value(self, stack: list[tuple[str, set[str], list[int]]]) -> bool:
        """Close what ends here, or go on to the next member; True when a value comes next."""
        while stack:
            closing, keys, count = stack[-1]
            character = self._text[self._where : self._where + 1]
            empty = not keys and not count[0]
            if character == closing:
                if not empty:
                    self._path.pop()
                stack.pop()
                self._where = _skip(self._text, self._where + 1)
                continue
            if character == "," and not empty:
                self._path.pop()
                self._where = _skip(self._text, self._where + 1)
                self._open_member(stack[-1])
                return True
            raise self._bad(_("A comma or a closing bracket is expected here."))
        return False

    def _open_member(self, frame: tuple[str, set[str], list[int]]) -> None:
        closing, keys, count = frame
        if closing == "]":
            self._path.append(f"[{count[0]}]")
            count[0] += 1
            return
        if self._text[self._where : self._where + 1] != '"':
            raise self._bad(_("A name in quotation marks is expected here."))
        key = self._string()
        self._path.append(f".{key}")
        if key in keys:
            raise self._bad(_("The name {name} is given twice.").format(name=key))
        keys.add(key)
        self._where = _skip(self._text, self._where)
        if self._text[self._where : self._where + 1] != ":":
            raise self._bad(_("A colon is expected here."))
        self._where = _skip(self._text, self._where + 1)

    def _string(self) -> str:
        try:
            text, after = json.JSONDecoder().raw_decode(self._text, self._where)
        except ValueError as trouble:
            raise self._bad(_("A text is not closed, or holds a character that must be escaped.")) from trouble
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise self._bad(_("A text holds half a character."))
        self._where = after
        return str(text)

    def _scalar(self) -> str:
        text, where = self._text, self._where
        if text[where : where + 1] == '"':
            return self._string()
        for name in ("true", "false", "null"):
            if text.startswith(name, where):
                self._where += len(name)
                return name
        for name in ("NaN", "Infinity", "-Infinity"):
            if text.startswith(name, where):
                raise self._bad(_("{name} is not a number that can be kept.").format(name=name))
        found = _NUMBER.match(text, where)
        if found is None:
            if where >= len(text):
                raise self._bad(_("The file ends too early."))
            raise self._bad(_("A value is expected here."))
        digits = found.group()
        try:
            _real(digits) if any(mark in digits for mark in ".eE") else _integer(digits)
        except ValueError as trouble:
            raise self._bad(_("This number is too large to make sense.")) from trouble
        self._where = found.end()
        return digits
