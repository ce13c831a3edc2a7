"""Turns the record's frozen values into plain JSON data and back, and into the one canonical text that is hashed.

The same codec serves the note bodies in the store, the interchange file and the content hash, so a new field of a note
needs no change
here. Reading is strict: an unknown field, a missing one or a wrong type is refused with the path to it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import operator
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union

T = TypeVar("T")

_PLAIN = frozenset({str, int, float, bool, type(None)})


class BadValue(ValueError):
    """Data that is no value of the record. `path` says where: `visits[3].note.subjective.pain_now`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path or 'value'}: {reason}")
        self.path = path
        self.reason = reason


def to_plain(value: Any) -> Any:
    """A frozen value as dicts, lists, strings, numbers, booleans and None.

    Fields that hold their default are left out: a byte-stable body stays equal when a later program adds a field.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [to_plain(item) for item in value]
    if dataclasses.is_dataclass(kind):
        names, get, defaults = _shape(kind)
        # Most fields hold the very object of their default, so identity is asked first.
        return {
            name: to_plain(item)
            for name, item, default in zip(names, get(value), defaults, strict=True)
            if item is not default and not (item == default and type(item) is type(default))
        }
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{kind.__name__} is no value of the record")


def from_plain(kind: type[T], data: Any, path: str = "") -> T:
    """The value of type `kind` that `data` describes.

    Raises:
        BadValue: with the path of the first thing that does not fit.
    """
    reader: _Reader = _reader(typing.cast(Any, kind))
    return typing.cast(T, reader(data, path))


def canonical(value: Any) -> str:
    """The one text of a value: sorted keys, no spaces, UTF-8 characters as they are."""
    return canonical_plain(to_plain(value))


def canonical_plain(plain: Any) -> str:
    """The one text of data that `to_plain` made."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(value: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    found = []
    for field in dataclasses.fields(kind):
        default = field.default
        if default is dataclasses.MISSING and field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        found.append((field.name, default))
    return tuple(found)


@cache
def _shape(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[Any, ...]]:
    """Names, one call that gets all values, defaults."""
    fields = _fields(kind)
    names = tuple(name for name, _default in fields)
    get = operator.attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return names, get, tuple(default for _name, default in fields)


_Reader = Callable[[Any, str], Any]
"""Takes data and the path to it, gives the value."""


@cache
def _reader(kind: Any) -> _Reader:
    """What reads a type, made once for each: a record holds hundreds of thousands of notes of one shape."""
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union_reader(typing.get_args(kind))
    if origin is tuple:
        return _tuple_reader(typing.get_args(kind)[0])
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if kind in _SCALARS:
        return _SCALARS[kind]
    raise TypeError(f"{kind!r} is no type of the record")


def _union_reader(kinds: tuple[Any, ...]) -> _Reader:
    readers = [_reader(kind) for kind in kinds if kind is not type(None)]
    first = readers[0]
    nullable = type(None) in kinds

    def read(data: Any, path: str) -> Any:
        if data is None:
            if nullable:
                return None
            raise BadValue(path, "may not be null")
        if len(readers) == 1:
            return first(data, path)
        reasons: list[BadValue] = []
        for reader in readers:
            try:
                return reader(data, path)
            except BadValue as trouble:
                reasons.append(trouble)
        raise reasons[0]

    return read


def _tuple_reader(kind: Any) -> _Reader:
    reader = _reader(kind)

    def read(data: Any, path: str) -> Any:
        if not isinstance(data, list):
            raise BadValue(path, "a list is expected")
        return tuple([reader(item, f"{path}[{number}]") for number, item in enumerate(data)])

    return read


def _dataclass_reader(kind: type) -> _Reader:
    @cache
    def shape() -> tuple[list[tuple[str, _Reader]], list[str]]:
        # Asked for at the first reading and not when the reader is made: a type may hold itself.
        hints = typing.get_type_hints(kind)
        readers = [(name, _reader(hints[name])) for name, _default in _fields(kind)]
        return readers, [name for name, default in _fields(kind) if default is dataclasses.MISSING]

    def read(data: Any, path: str) -> Any:
        if not isinstance(data, dict):
            raise BadValue(path, "an object is expected")
        fields, required = shape()
        prefix = f"{path}." if path else ""
        values = {name: reader(data[name], prefix + name) for name, reader in fields if name in data}
        if len(values) < len(data):
            raise BadValue(prefix + min(set(data) - set(values)), "is not a field this program knows")
        for name in required:
            if name not in values:
                raise BadValue(prefix + name, "is missing")
        try:
            return kind(**values)
        except ValueError as trouble:
            raise BadValue(path, str(trouble)) from trouble

    return read


def _read_bool(data: Any, path: str) -> bool:
    if isinstance(data, bool):
        return data
    raise BadValue(path, "true or false is expected")


def _read_int(data: Any, path: str) -> int:
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    raise BadValue(path, "a whole number is expected")


def _read_float(data: Any, path: str) -> float:
    if isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    raise BadValue(path, "a number is expected")


def _read_str(data: Any, path: str) -> str:
    if isinstance(data, str):
        return data
    raise BadValue(path, "text is expected")


def _read_date(data: Any, path: str) -> date:
    if isinstance(data, str):
        try:
            return date.fromisoformat(data)
        except ValueError as trouble:
            raise BadValue(path, "a date like 2026-11-22 is expected") from trouble
    raise BadValue(path, "a date like 2026-11-22 is expected")


def _read_time(data: Any, path: str) -> datetime:
    reason = "a time with zone like 2026-11-22T10:41:00-05:00 is expected"
    if not isinstance(data, str):
        raise BadValue(path, reason)
    try:
        moment = datetime.fromisoformat(data)
    except ValueError as trouble:
        raise BadValue(path, reason) from trouble
    if moment.tzinfo is None:
        raise BadValue(path, reason)
    return moment


_SCALARS: dict[Any, _Reader] = {
    bool: _read_bool,
    int: _read_int,
    float: _read_float,
    str: _read_str,
    date: _read_date,
    datetime: _read_time,
}
