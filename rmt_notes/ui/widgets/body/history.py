"""Undo for the marks: whole states, so that nothing can come back wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from rmt_notes.clinical.body_mark import BodyMark

Marks = tuple[BodyMark, ...]


class MarksChanged(QUndoCommand):
    """From one state to the next. Steps with the same `series` (typing one note) become one."""

    def __init__(
        self, words: str, before: Marks, after: Marks, show: Callable[[Marks], None], series: int = -1
    ) -> None:
        super().__init__(words)
        self.before, self.after = before, after
        self._show = show
        self._series = series

    def id(self) -> int:
        """What Qt asks to know whether two steps may be one."""
        return self._series

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 (Qt calls it by this name)
        """Take over a later step of the same series."""
        if not isinstance(other, MarksChanged) or other.before != self.after:
            return False
        self.after = other.after
        return True

    def undo(self) -> None:
        """Go back."""
        self._show(self.before)

    def redo(self) -> None:
        """Go on."""
        self._show(self.after)
