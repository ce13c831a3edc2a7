"""Entries that are recorded for the left, the right or both sides at once, shown side by side and changed one side
at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

T = TypeVar("T")

OTHER = {"left": "right", "right": "left"}
BOTH = ("bilateral", "")
"""Sides that stand for left and right alike."""


def entry_for(entries: Sequence[T], same: Callable[[T], bool], side: str) -> T | None:
    """The entry that speaks for a side: its own, or one for both sides."""
    found = [each for each in entries if same(each)]
    own = next((each for each in found if _side(each) == side), None)
    if own is not None or side == "":
        return own or next((each for each in found if _side(each) == "bilateral"), None)
    return next((each for each in found if _side(each) in BOTH), None)


def with_entry(entries: Sequence[T], same: Callable[[T], bool], side: str, new: T | None) -> tuple[T, ...]:
    """The entries with `new` for one side (None takes it out). An entry for both sides is split, so that the other side
    keeps what it had."""
    was = entry_for(entries, same, side)
    kept: list[T] = []
    placed = False
    for each in entries:
        if each is not was:
            kept.append(each)
            continue
        if side in OTHER and _side(each) in BOTH:
            kept.append(_with_side(each, OTHER[side]))
        if new is not None:
            kept.append(new)
            placed = True
    if not placed and new is not None:
        kept.append(new)
    return tuple(kept)


def _side(entry: Any) -> str:
    return str(entry.side)


def _with_side(entry: Any, side: str) -> Any:
    return replace(entry, side=side)
