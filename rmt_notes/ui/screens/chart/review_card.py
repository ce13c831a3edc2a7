"""The end of a note that was taken over: one press marks the rest as reviewed, once all of it has been in sight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import long_day

SLACK = 0.02
"""Share of a section that may have stayed out of sight: its rounded edges, not a line of it."""


class Sight:
    """How much of each section has been in sight, as shares of its height from 0 to 1."""

    def __init__(self) -> None:
        self._seen: dict[str, list[tuple[float, float]]] = {}

    def look(self, key: str, first: float, last: float) -> None:
        """The part from `first` to `last` is in sight."""
        first, last = max(0.0, first), min(1.0, last)
        if last <= first:
            return
        apart = []
        for begin, end in self._seen.get(key, ()):
            if begin <= last + SLACK and first <= end + SLACK:
                first, last = min(first, begin), max(last, end)
            else:
                apart.append((begin, end))
        self._seen[key] = [*apart, (first, last)]

    def has_seen(self, key: str) -> bool:
        """Whether the whole section has been in sight."""
        return any(begin <= SLACK and end >= 1 - SLACK for begin, end in self._seen.get(key, ()))

    def forget(self) -> None:
        """Another note, or other words in it."""
        self._seen.clear()


class ReviewCard(Card):
    """`reviewed` comes when the therapist says that all that was taken over has been read and still holds."""

    reviewed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Carried over from the last visit"), parent=parent)
        self._words = Label("", wrap=True)
        self._all = Button(_("Mark all as read and still true"), "secondary")
        self._all.clicked.connect(self.reviewed)
        self.add(self._words)
        self.body.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_state(
        self, day: date | None, carried: Sequence[str], unseen: Sequence[str], *, measured: bool, history: bool = False
    ) -> None:
        """`day` is that of the visit, None where all comes from a template. `carried` are the names of the
        sections with something not reviewed, `unseen` those of them that were not wholly in sight yet; `measured`
        tells that values measured that day are among it, `history` that it comes from the health history."""
        self.setVisible(bool(carried))
        self._all.setEnabled(not unseen)
        visit = _("Carried over from the health history") if history else _("Carried over from the last visit")
        self.set_title(visit if day is not None else _("Put in by the template"))
        self.set_hint(long_day(day) if day is not None else "")
        if unseen:
            words = _("Not reviewed: {sections}. Scroll through the whole note first; not in sight yet: {unseen}.")
        else:
            words = _("Not reviewed: {sections}. What no longer holds is changed in its place before.")
        told = [words.format(sections=", ".join(carried), unseen=", ".join(unseen))]
        if measured:
            told.append(_("Values measured that day are among it: they stand only where today's were the same."))
        self._words.setText(" ".join(told))
