"""Values read from bodies for looking only: hundreds of thousands of them, in a tenth of the time.

A light value has the fields and methods of its kind and reads like it. What the body leaves out is the field's
default; nothing is checked, dates stay texts. It is for comparing, never for keeping or showing.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")


def light(kind: type[T], plain: dict[str, Any]) -> T:
    """The light value of this kind that `plain` describes; `plain` is used up."""
    return cast(T, _reader(cast(Any, kind))(plain))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    shape: Any = type(kind.__name__, (), _members(kind))
    hints = typing.get_type_hints(kind)
    inner = {name: found for name, hint in hints.items() if (found := _inner(hint)) is not None}

    def read(plain: Any) -> Any:
        made = shape()
        for name in inner.keys() & plain.keys():
            part, many = inner[name]
            reads = _reader(part)
            given = plain[name]
            plain[name] = tuple(map(reads, given)) if many else reads(given)
        made.__dict__ = plain
        return made

    return read


def _members(kind: Any) -> dict[str, Any]:
    """Its methods and properties, and the defaults of its fields."""
    found = {
        name: member
        for name, member in vars(kind).items()
        if not name.startswith("__") and (callable(member) or isinstance(member, property))
    }
    for field in dataclasses.fields(kind):
        if field.default is not dataclasses.MISSING:
            found[field.name] = field.default
        elif field.default_factory is not dataclasses.MISSING:
            found[field.name] = field.default_factory()
    return found


def _inner(hint: Any) -> tuple[Any, bool] | None:
    """The kind of value that a field holds, and whether it holds many; None for words and numbers."""
    if dataclasses.is_dataclass(hint):
        return hint, False
    for part in typing.get_args(hint):
        if dataclasses.is_dataclass(part):
            return part, typing.get_origin(hint) is tuple
    return None
