"""What was done in the open chart, step by step: text, chips, grids and what was taken over, in one order."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import Any

from rmt_notes.clinical.visit import Note, Visit

MOST = 500
"""Steps that are kept; older ones are forgotten."""

PAUSE_S = 1.0
"""Typing that goes on without a longer pause is one step."""

LONGEST_RUN = 60
"""Letters after which typing becomes a new step even without a pause."""

State = tuple[Note, Visit]


def typed_in(before: Any, after: Any, path: str = "") -> str:
    """The path of the one text in which a letter was typed or deleted; empty where anything else changed."""
    if isinstance(before, str) and isinstance(after, str):
        return path if _one_letter(before, after) else ""
    if dataclasses.is_dataclass(before) and type(before) is type(after):
        parts = [(field.name, getattr(before, field.name), getattr(after, field.name)) for field in _fields(before)]
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        parts = [(str(number), was, now) for number, (was, now) in enumerate(zip(before, after, strict=True))]
    else:
        return ""
    differing = [(name, was, now) for name, was, now in parts if was is not now and was != now]
    # What was taken over loses its mark with the first letter; that is no other change.
    differing = [part for part in differing if part[0] != "carried"] or differing
    if len(differing) != 1:
        return ""
    name, was, now = differing[0]
    return typed_in(was, now, f"{path}.{name}")


def _one_letter(before: str, after: str) -> bool:
    """Whether the longer text is the shorter one with one letter more somewhere."""
    short, long = sorted((before, after), key=len)
    if len(long) != len(short) + 1:
        return False
    same, end = 0, len(short)
    while same < end:  # halving compares long texts far faster than letter by letter
        middle = (same + end + 1) // 2
        if short[same:middle] == long[same:middle]:
            same = middle
        else:
            end = middle - 1
    return short[same:] == long[same + 1 :]


def _fields(value: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(value)


class Steps:
    """Give it every new state; it decides what is one step."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._past: list[State] = []
        self._now: State | None = None
        self._future: list[State] = []
        self._path = ""
        self._run = 0
        self._last = 0.0

    def begin(self, state: State) -> None:
        """Another chart, or other words in it than those known. The same state keeps what can be undone."""
        if state != self._now:
            self._past.clear()
            self._future.clear()
            self._path = ""
        self._now = state

    def took(self, state: State) -> bool:
        """The therapist made this of the chart. Tells whether it is one letter more in a text that was being typed."""
        before = self._now
        if before is None or state == before:
            self._now = state
            return False
        path = typed_in(before, state)
        moment = self._clock()
        goes_on = bool(path) and path == self._path and moment - self._last <= PAUSE_S and self._run < LONGEST_RUN
        if not goes_on:
            self._past.append(before)
            del self._past[:-MOST]
        self._run = self._run + 1 if goes_on else 1
        self._path, self._last, self._now = path, moment, state
        self._future.clear()
        return goes_on

    def number(self) -> int:
        """How many steps can be taken back."""
        return len(self._past)

    def join(self, number: int) -> None:
        """All steps since there were `number` are one: a single press made them."""
        del self._past[number + 1 :]

    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._future)

    def undo(self) -> State | None:
        """The state before the last step; None where there is none."""
        return self._step(self._past, self._future)

    def redo(self) -> State | None:
        """The state after the step taken back last; None where there is none."""
        return self._step(self._future, self._past)

    def _step(self, source: list[State], goal: list[State]) -> State | None:
        if not source or self._now is None:
            return None
        goal.append(self._now)
        self._now = source.pop()
        self._path = ""
        return self._now
