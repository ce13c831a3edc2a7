"""Posture by view: every landmark with its values as chips, the neutral one first; a finding asks for its severity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.assessment import PostureFinding
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_assessment import Landmark
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextField
from rmt_notes.ui.widgets.note.pieces import (
    Beside,
    KeyChips,
    LabelledRow,
    Tied,
    column,
    sentence_case,
    side_by_side,
    stack,
)
from rmt_notes.ui.widgets.segmented import PillTabs, Segmented

SEVERITIES = ("mild", "moderate", "marked")


class _LandmarkRow(QWidget):
    """One landmark; `edited` carries its finding or None."""

    edited = Signal(object)

    def __init__(self, view: str, landmark: Landmark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.landmark = landmark
        self._value: PostureFinding | None = None
        self._details: QWidget | None = None
        words = catalogue().vocabularies.get("severity", {})
        self._severity_words = [(key, str(words[key]) if key in words else key) for key in SEVERITIES]
        neutral = landmark.neutral
        values = [(key, str(label)) for key, label in landmark.values.items()]
        values.sort(key=lambda pair: pair[0] != neutral)
        self._chips = KeyChips(values, multiple=False, lines=1, label=str(landmark.label))
        self._chips.edited.connect(self._choose)
        for chip in self._chips.buttons():
            chip.setAccessibleName(f"{landmark.label}: {chip.accessibleName()}")
        self._inner = QVBoxLayout(self)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._column = column(step=1)
        self._column.addWidget(self._chips)
        self._inner.addWidget(LabelledRow(str(landmark.label), self._column))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_finding(self, value: PostureFinding | None) -> None:
        """Show what is recorded; says nothing back."""
        self._value = value
        self._chips.show_key(value.value if value is not None else "")
        self._show_details()

    def set_last(self, value: PostureFinding | None) -> None:
        """Mark what stood here last time."""
        for key in self.landmark.values:
            self._chips.chip(key).set_last(value is not None and value.value == key)

    def _show_details(self) -> None:
        value = self._value
        wanted = value is not None and (value.value != self.landmark.neutral or bool(value.severity or value.note))
        if wanted and self._details is None:
            self._severity = Segmented(
                self._severity_words, label=_("Severity, {what}").format(what=self.landmark.label), show_label=False
            )
            self._severity.edited.connect(lambda key: self._change(severity=key or ""))
            self._note = TextField(
                _("Note, {what}").format(what=self.landmark.label), placeholder=_("Note"), show_label=False
            )
            self._note.edited.connect(lambda text: self._change(note=text))
            self._details = Tied(side_by_side(self._severity, self._note))
            self._column.addWidget(self._details)
        if self._details is not None:
            self._details.setVisible(wanted)
            if value is not None:
                self._severity.set_value(value.severity if value.severity in SEVERITIES else None)
                self._note.set_text(value.note)

    def _choose(self, keys: Any) -> None:
        if not keys:
            self._value = None
        elif self._value is None:
            self._value = PostureFinding(view=self._view, landmark=self.landmark.key, value=keys[0])
        else:
            keeps = keys[0] != self.landmark.neutral
            self._value = replace(self._value, value=keys[0], severity=self._value.severity if keeps else "")
        self._show_details()
        self.edited.emit(self._value)

    def _change(self, **fields: Any) -> None:
        if self._value is not None:
            self._value = replace(self._value, **fields)
            self.edited.emit(self._value)


class PostureGrid(QWidget):
    """`edited` carries the tuple of findings. Those of views or landmarks nobody knows here stay in it."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: tuple[PostureFinding, ...] = ()
        self._last: tuple[PostureFinding, ...] = ()
        self._rows: dict[str, dict[str, _LandmarkRow]] = {}
        self._pages: dict[str, QWidget] = {}
        book = catalogue()
        self._column = column(self, step=2)
        self._tabs = PillTabs([(key, str(view.label)) for key, view in book.posture.items()], name=_("View"))
        self._tabs.chosen.connect(self._turn)
        self._neutral = Button(_("All neutral"), "secondary", icon="check", compact=True)
        self._neutral.setAccessibleName(_("All neutral in this view"))
        self._neutral.clicked.connect(self._set_neutral)
        self._column.addWidget(Beside(self._tabs, self._neutral))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._turn(self._tabs.current())

    def value(self) -> tuple[PostureFinding, ...]:
        """The findings."""
        return self._value

    def set_value(self, value: Sequence[PostureFinding]) -> None:
        """Show these; says nothing back."""
        self._value = tuple(value)
        self._show()

    def set_previous(self, value: Sequence[PostureFinding]) -> None:
        """Mark last time's findings."""
        if tuple(value) != self._last:
            self._last = tuple(value)
            self._mark_last()

    def _mark_last(self) -> None:
        last = {(each.view, each.landmark): each for each in self._last}
        for view, rows in self._rows.items():
            for key, row in rows.items():
                row.set_last(last.get((view, key)))

    def show_view(self, view: str) -> None:
        """Turn to a view."""
        if view in catalogue().posture:
            self._tabs.set_current(view)
            self._turn(view)

    def _turn(self, view: str) -> None:
        if view not in self._pages:
            rows = {}
            for key, landmark in catalogue().posture[view].landmarks.items():
                row = _LandmarkRow(view, landmark)
                row.edited.connect(lambda finding, key=key: self._take(view, key, finding))
                rows[key] = row
            self._rows[view] = rows
            self._pages[view] = stack(*rows.values())
            self._column.addWidget(self._pages[view])
            self._show()
            self._mark_last()
        for key, page in self._pages.items():
            page.setVisible(key == view)

    def _find(self, view: str, landmark: str) -> PostureFinding | None:
        return next((each for each in self._value if (each.view, each.landmark) == (view, landmark)), None)

    def _show(self) -> None:
        for view, rows in self._rows.items():
            for key, row in rows.items():
                row.show_finding(self._find(view, key))

    def _take(self, view: str, landmark: str, finding: PostureFinding | None) -> None:
        was = self._find(view, landmark)
        if was is None:
            self._value = (*self._value, finding) if finding is not None else self._value
        else:
            kept = [finding if each is was else each for each in self._value]
            self._value = tuple(each for each in kept if each is not None)
        self.edited.emit(self._value)

    def _set_neutral(self) -> None:
        """Record the neutral value of every landmark of this view that nothing is recorded of yet."""
        view = self._tabs.current()
        new = [
            PostureFinding(view=view, landmark=key, value=landmark.neutral)
            for key, landmark in catalogue().posture[view].landmarks.items()
            if self._find(view, key) is None
        ]
        if new:
            self._value = (*self._value, *new)
            self._show()
            self.edited.emit(self._value)


def pattern_choices() -> tuple[tuple[str, str], ...]:
    """The posture patterns with their words."""
    return tuple((key, sentence_case(str(entry.label))) for key, entry in catalogue().posture_patterns.items())
