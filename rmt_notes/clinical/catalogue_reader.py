"""Reads TOML tables into the frozen values of the catalogue, strictly: the dataclass is the schema of its table.

A field without a default must be there, a field the dataclass does not have is refused, and every value must have the
declared type. `refers` marks a field whose text must be a key elsewhere; the references met on the way are kept and
looked up when all files are read.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rmt_notes.clinical.words import Words

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class CatalogueError(ValueError):
    """A bad entry in a catalogue or jurisdiction file.

    Attributes:
        file: name of the file, for instance `techniques.toml`.
        key: dotted place in it, for instance `deep_tissue.parameters.stroke`; empty when the whole file is at fault.
        reason: what is wrong, in words.
    """

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


def nothing() -> Mapping[Any, Any]:
    """The default of a mapping field: empty and read-only."""
    return _NOTHING


def refers(*targets: str, keys: tuple[str, ...] = ()) -> Mapping[str, tuple[str, ...]]:
    """Field metadata: the value (or each value) is a key of one of `targets`; for a mapping, `keys` says the same
    of its keys.

    A target is an attribute of the catalogue (`"muscles"`) or one of its vocabularies (`"vocabularies.positions"`).
    """
    return MappingProxyType({"refers": targets, "refers_keys": keys})


def one_of(*values: str) -> Mapping[str, tuple[str, ...]]:
    """Field metadata: the value (or each value) is one of these."""
    return MappingProxyType({"one_of": values})


@dataclass(frozen=True, slots=True)
class Reference:
    """A key met in `file` at `place` that must exist in one of `targets`."""

    file: str
    place: str
    key: str
    targets: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """One file being read; collects the references it makes."""

    file: str
    references: list[Reference] = field(default_factory=list)

    def fail(self, place: str, reason: str) -> CatalogueError:
        """The error to raise for `place` in this file."""
        return CatalogueError(self.file, place, reason)


Converter = Callable[[Any, Reading, str, str], Any]
"""From the raw value, the file, the place in it and the key it stands under."""


def parse(folder: Path, name: str) -> dict[str, Any]:
    """The tables of one file.

    Raises:
        CatalogueError: missing, not UTF-8, or not TOML (a key given twice is not TOML).
    """
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CatalogueError(name, "", "the file is missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(name, "", f"not readable as TOML: {error}") from error


def convert(hint: Any, raw: Any, reading: Reading, place: str = "", key: str = "") -> Any:
    """`raw` as the type `hint` (a dataclass, Words, a mapping, a tuple, a plain type); `key` is what it stands under.

    Raises:
        CatalogueError: it does not fit.
    """
    return _converter(hint)(raw, reading, place, key)


@cache
def _converter(hint: Any) -> Converter:
    if hint is Words:
        return _words
    if hint in (str, bool, int, float):
        return _plain(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _entry(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _converter(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        return _list(_converter(arguments[0]), keyed=_is_keyed(arguments[0]))
    if origin is Mapping:
        return _mapping(arguments[0], _converter(arguments[1]))
    raise TypeError(f"no way to read {hint!r}")


def _words(raw: Any, reading: Reading, place: str, key: str = "") -> Words:
    if type(raw) is not dict:
        raise reading.fail(place, 'words are written { en = "...", fr = "" }')
    for name, value in raw.items():
        if name not in ("en", "fr"):
            raise reading.fail(place, f"unknown language {name!r}")
        if type(value) is not str:
            raise reading.fail(place, f"{name} must be text")
    english = raw.get("en", "")
    if not english.strip():
        raise reading.fail(place, "the English words are missing")
    return Words(english, raw.get("fr", ""))


def _plain(hint: type) -> Converter:
    named = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}[hint]

    def read(raw: Any, reading: Reading, place: str, key: str = "") -> Any:
        if hint is float and type(raw) is int:
            return float(raw)
        if type(raw) is not hint or raw == "":
            raise reading.fail(place, f"must be {named}, not {raw!r}")
        return raw

    return read


def _is_keyed(hint: Any) -> bool:
    """Whether entries of this type know their own key, so that a list of them is written as a table of tables."""
    return dataclasses.is_dataclass(hint) and any(each.name == "key" for each in dataclasses.fields(hint))


def _list(item: Converter, keyed: bool) -> Converter:
    def read(raw: Any, reading: Reading, place: str, key: str = "") -> tuple[Any, ...]:
        if keyed:
            return tuple(_pairs(raw, item, reading, place).values())
        if type(raw) is not list:
            raise reading.fail(place, f"must be a list, not {raw!r}")
        found = tuple(item(each, reading, f"{place}[{number}]", "") for number, each in enumerate(raw))
        if len(set(map(repr, found))) != len(found):
            raise reading.fail(place, "names something twice")
        return found

    return read


def _pairs(raw: Any, item: Converter, reading: Reading, place: str) -> dict[str, Any]:
    if type(raw) is not dict:
        raise reading.fail(place, f"must be a table, not {raw!r}")
    return {key: item(value, reading, f"{place}.{key}" if place else key, key) for key, value in raw.items()}


def _mapping(key_hint: type, item: Converter) -> Converter:
    def read(raw: Any, reading: Reading, place: str, key: str = "") -> Mapping[Any, Any]:
        found = _pairs(raw, item, reading, place)
        if key_hint is str:
            return MappingProxyType(found)
        try:
            return MappingProxyType({int(number): value for number, value in found.items()})
        except ValueError as error:
            raise reading.fail(place, "every key must be a whole number") from error

    return read


def _entry(cls: type) -> Converter:
    hints = typing.get_type_hints(cls)
    fields = dataclasses.fields(cls)
    names = [each.name for each in fields]
    if names == ["key", "label"]:  # a choice: its table would hold nothing but the label
        return lambda raw, reading, place, key: cls(key, _words(raw, reading, place))
    keyed = "key" in names
    known = {each.name: (_converter(hints[each.name]), each.metadata) for each in fields if each.name != "key"}
    needed = {
        each.name
        for each in fields
        if each.name != "key" and each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    }

    def read(raw: Any, reading: Reading, place: str, key: str = "") -> Any:
        if type(raw) is not dict:
            raise reading.fail(place, f"must be a table, not {raw!r}")
        values: dict[str, Any] = {"key": key} if keyed else {}
        for name, value in raw.items():
            if name not in known:
                raise reading.fail(place, f"unknown field {name!r}")
            item, metadata = known[name]
            where = f"{place}.{name}" if place else name
            values[name] = item(value, reading, where, name)
            if metadata:
                _look_at(values[name], metadata, reading, where)
        missing = needed - raw.keys()
        if missing:
            raise reading.fail(place, f"missing field {sorted(missing)[0]!r}")
        return cls(**values)

    return read


def _look_at(value: Any, metadata: Mapping[str, tuple[str, ...]], reading: Reading, place: str) -> None:
    """Check a closed set of values now; keep references for later."""
    if isinstance(value, Mapping):
        texts = [each for item in value.values() for each in (item if isinstance(item, tuple) else (item,))]
    else:
        texts = list(value) if isinstance(value, tuple) else [value]
    allowed = metadata.get("one_of")
    if allowed:
        for text in texts:
            if text not in allowed:
                raise reading.fail(place, f"{text!r} is not one of {', '.join(allowed)}")
    if metadata.get("refers"):
        reading.references.extend(Reference(reading.file, place, text, metadata["refers"]) for text in texts)
    if metadata.get("refers_keys"):
        reading.references.extend(Reference(reading.file, place, key, metadata["refers_keys"]) for key in value)


def check_references(references: list[Reference], keys_of: Callable[[str], typing.Container[str]]) -> None:
    """Look every reference up.

    Raises:
        CatalogueError: a key that is nowhere.
    """
    for each in references:
        if not any(each.key in keys_of(target) for target in each.targets):
            raise CatalogueError(each.file, each.place, f"{each.key!r} is not in {' or '.join(each.targets)}")
