"""Holds a charted note against what was to be recorded."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from rmt_notes.clinical.assessment import SpecialTest
from rmt_notes.clinical.catalogue import Parameter, catalogue
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note


def differences(wanted: Note, found: Note, last: Note | None) -> list[str]:
    """Where a charted note does not hold exactly what was to be recorded. What was not to be recorded is empty, or
    stands as the last visit left it."""
    wrong = []
    for part in ("subjective", "objective", "treatment", "assessment", "plan"):
        asked, there = getattr(wanted, part), getattr(found, part)
        before = getattr(last, part) if last is not None else type(asked)()
        for field in fields(asked):
            want, have = _plain(getattr(asked, field.name)), _plain(getattr(there, field.name))
            kept = (_plain(field.default), _plain(getattr(before, field.name)))
            if want == kept[0] and have in kept:
                continue
            if want != have:
                wrong.append(f"{part}.{field.name}: {have!r} instead of {want!r}")
    return wrong


def is_muscle(parameter: Parameter) -> bool:
    """Whether a parameter names muscles: a technique has them there or among its structures, never in both."""
    return parameter.kind == "muscle" or parameter.item == "muscle"


def _listed(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _plain(value: Any) -> Any:
    """A value in a form in which the order of entries and of settings, and large letters, do not count, and both sides
    recorded one by one are both sides."""
    if isinstance(value, tuple) and value and isinstance(value[0], SpecialTest):
        found: dict[str, dict[str, Any]] = {}
        for test in value:
            for side in ("left", "right") if test.side == "bilateral" else (test.side,):
                kept = found.setdefault(test.test, {"note": ""})
                kept[side] = test.result
                kept["note"] = test.note or kept["note"]
        return found
    if isinstance(value, TechniqueApplied):
        entry = catalogue().techniques[value.technique]
        muscles = {one.key for one in entry.parameters if is_muscle(one)}
        named = [one.value for one in value.settings if one.key in muscles]
        return {
            **{field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name != "settings"},
            "structures": sorted({*value.structures, *(each for one in named for each in _listed(one))}),
            "settings": {one.key: one.value for one in value.settings if one.key not in muscles},
        }
    if isinstance(value, str):
        return value.casefold()  # a chip says “walking” where the story says “Walking”
    if isinstance(value, tuple):
        parts = [_plain(one) for one in value]
        return parts if value and isinstance(value[0], TechniqueApplied) else sorted(parts, key=repr)
    return value
