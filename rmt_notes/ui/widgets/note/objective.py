"""Objective: what the therapist finds, each kind of finding one line until it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.finding_summary import found_in
from rmt_notes.clinical.glance import sentences
from rmt_notes.clinical.habits import Habits, used_often
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.suggestions import posture_patterns
from rmt_notes.clinical.visit import Objective
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note import phrases
from rmt_notes.ui.widgets.note.body_group import BodyGroup
from rmt_notes.ui.widgets.note.carry import carry_objective
from rmt_notes.ui.widgets.note.finding_group import FindingGroup
from rmt_notes.ui.widgets.note.finding_rows import FindingRows
from rmt_notes.ui.widgets.note.motion_grid import MotionGrid
from rmt_notes.ui.widgets.note.neuro_grid import NeuroGrid
from rmt_notes.ui.widgets.note.outcome_list import OutcomeList
from rmt_notes.ui.widgets.note.palpation_list import PalpationList
from rmt_notes.ui.widgets.note.phrase_field import PhraseField
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, in_order, stack
from rmt_notes.ui.widgets.note.place_picker import suggested_regions
from rmt_notes.ui.widgets.note.posture_grid import PostureGrid, pattern_choices
from rmt_notes.ui.widgets.note.section import Fold, NoteSection
from rmt_notes.ui.widgets.note.strength_list import StrengthList, can_contract
from rmt_notes.ui.widgets.note.test_grid import TestGrid
from rmt_notes.ui.widgets.note.worded_notes import WordedNotes

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("posture", ("posture", "posture_patterns")),
    ("gait", ("gait", "breathing")),
    ("motion", ("range_of_motion",)),
    ("tests", ("tests",)),
    ("palpation", ("palpation",)),
    ("strength", ("strength",)),
    ("neuro", ("neuro", "neuro_summary")),
    ("outcomes", ("outcomes",)),
)
"""The groups and the fields of the value that each one holds."""


class ObjectiveSection(NoteSection):
    """Shows an `Objective`. The controls of a group are made when it is first opened."""

    client_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Objective"), "", Objective(), parent)
        self._places: tuple[Place, ...] = ()
        self._habits = Habits()
        names: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "posture": (_("Posture"), self._build_posture),
            "gait": (_("Gait, breathing"), self._build_gait),
            "motion": (_("Range of motion"), self._build_motion),
            "tests": (_("Special tests"), self._build_tests),
            "palpation": (_("Palpation"), self._build_palpation),
            "strength": (_("Strength"), self._build_strength),
            "neuro": (_("Nerve screen"), self._build_neuro),
            "outcomes": (_("Measures"), self._build_outcomes),
        }
        self._groups: dict[str, FindingGroup] = {}
        for key, fields in GROUPS:
            group = FindingGroup(*names[key])
            self._groups[key] = group
            self._mark_row(group, *fields)
            for field in fields:
                self._can_focus(field, lambda key=key: self._open(key))  # type: ignore[misc]  # the key is bound
        self.body = BodyGroup(("findings", "avoid"))
        self.body.edited.connect(lambda marks: self._change(marks=marks))
        self._mark_body(self.body)
        self._can_focus("marks", lambda: self.body.set_open(True))
        self._rows = FindingRows((*self._groups.values(), self.body))
        self.card.add(self._rows)
        self._none = PhraseField(_("Nothing examined because"), phrases.nothing_found_reasons())
        self._none.edited.connect(lambda text: self._change(none_reason=text))
        self._none_row = LabelledRow(_("Nothing examined because"), self._none)
        self.card.add(self._none_row)
        self._notes: TextArea | None = None
        self._more = Fold(_("Notes"), self._build_notes)
        self.card.add(self._more)
        self._can_focus("none_reason", self._focus_none)
        self._can_focus("notes", self._open_notes)
        self._posture: PostureGrid | None = None
        self._patterns: KeyChips | None = None
        self._pattern_hint: Label | None = None
        self._gait: KeyChips | None = None
        self._breathing: KeyChips | None = None
        self._motion: MotionGrid | None = None
        self._tests: TestGrid | None = None
        self._palpation: PalpationList | None = None
        self._strength: StrengthList | None = None
        self._neuro: NeuroGrid | None = None
        self._neuro_summary: TextArea | None = None
        self._outcomes: OutcomeList | None = None
        self._refresh()

    # building

    def _build_posture(self) -> QWidget:
        self._posture = PostureGrid()
        self._posture.edited.connect(lambda value: self._change(posture=value))
        self._patterns = KeyChips(pattern_choices(), label=_("Posture pattern"))
        self._patterns.edited.connect(self._choose_patterns)
        self._pattern_hint = Label("", "hint", token="muted", wrap=True)
        self._posture.set_value(self._value.posture)
        self._show_previous()
        seen = next((each.view for each in self._value.posture), "")
        self._posture.show_view(seen or "lateral")
        box = stack(
            self._posture, LabelledRow(_("Pattern, if it fits"), stack(self._patterns, self._pattern_hint, step=1))
        )
        self._show_patterns()
        return box

    def _choose_patterns(self, keys: Any) -> None:
        self._change(posture_patterns=in_order(self._value.posture_patterns, keys))

    def _build_gait(self) -> QWidget:
        book = catalogue()
        self._gait = KeyChips(choices_of(book.vocabularies.get("gait")), multiple=False, lines=2, label=_("Gait"))
        self._gait.edited.connect(lambda keys: self._change(gait=keys[0] if keys else ""))
        self._breathing = KeyChips(choices_of(book.vocabularies.get("breathing")), multiple=False, label=_("Breathing"))
        self._breathing.edited.connect(lambda keys: self._change(breathing=keys[0] if keys else ""))
        self._gait.show_key(self._value.gait)
        self._breathing.show_key(self._value.breathing)
        return stack(LabelledRow(_("Gait"), self._gait), LabelledRow(_("Breathing"), self._breathing))

    def _build_motion(self) -> QWidget:
        self._motion = MotionGrid()
        self._motion.set_places(self._places)
        self._motion.set_value(self._value.range_of_motion)
        self._show_previous()
        self._motion.edited.connect(lambda value: self._change(range_of_motion=value))
        return self._motion

    def _build_tests(self) -> QWidget:
        self._tests = TestGrid()
        self._tests.set_value(self._value.tests)
        self._tests.set_motions(self._value.range_of_motion)
        self._show_previous()
        self._tests.edited.connect(lambda value: self._change(tests=value))
        return self._tests

    def _build_palpation(self) -> QWidget:
        self._palpation = PalpationList(self._regions())
        self._palpation.set_value(self._value.palpation)
        self._palpation.set_places(self._places)
        self._palpation.edited.connect(lambda value: self._change(palpation=value))
        return self._palpation

    def _build_strength(self) -> QWidget:
        self._strength = StrengthList(self._muscles())
        self._strength.set_value(self._value.strength)
        self._strength.edited.connect(lambda value: self._change(strength=value))
        return self._strength

    def _build_neuro(self) -> QWidget:
        self._neuro = NeuroGrid()
        self._neuro.set_value(self._value.neuro)
        self._neuro.edited.connect(lambda value: self._change(neuro=value))
        self._neuro_summary = TextArea(_("In words"), min_lines=1)
        self._neuro_summary.set_text(self._value.neuro_summary)
        self._neuro_summary.edited.connect(lambda text: self._change(neuro_summary=text))
        return stack(self._neuro, self._neuro_summary)

    def _build_outcomes(self) -> QWidget:
        self._outcomes = OutcomeList()
        self._outcomes.set_previous(self._previous.outcomes if self._previous is not None else ())
        self._outcomes.set_value(self._value.outcomes)
        self._outcomes.edited.connect(lambda value: self._change(outcomes=value))
        self._outcomes.client_wanted.connect(self.client_wanted)
        return self._outcomes

    def _build_notes(self) -> QWidget:
        worded = WordedNotes(_("Notes"), lambda: sentences(self._value))
        self._notes = worded.area
        self._notes.set_text(self._value.notes)
        worded.edited.connect(lambda text: self._change(notes=text))
        return worded

    # what the visit knows

    def set_screening(
        self, screening: Screening | None, jurisdiction: Jurisdiction | None = None, credentials: Sequence[str] = ()
    ) -> None:
        """The limits of today. Examining is never barred, so this section only takes note of the marked places."""
        if screening is not None and not self._places:
            self.set_places(screening.avoid_places)

    def set_places(self, places: Sequence[Place]) -> None:
        """The places of the complaint: their regions, joints and muscles are offered first."""
        self._places = tuple(places)
        if self._motion is not None:
            self._motion.set_places(places)
        if self._palpation is not None:
            self._palpation.set_regions(self._regions())
            self._palpation.set_places(self._places)
        if self._strength is not None:
            self._strength.set_muscles(self._muscles())

    def _regions(self) -> tuple[str, ...]:
        palpated = [each.place for each in self._value.palpation]
        return suggested_regions(self._places, palpated, habitual=used_often(self._habits.regions))

    def set_habits(self, habits: Habits) -> None:
        """Offer the regions that this therapist treats most before the rest."""
        if habits != self._habits:
            self._habits = habits
            if self._palpation is not None:
                self._palpation.set_regions(self._regions())

    def _muscles(self) -> tuple[str, ...]:
        book = catalogue()
        usual = ("gluteus_maximus", "gluteus_medius", "deep_neck_flexors", "lower_trapezius", "iliopsoas", "hamstrings")
        known = [key for key in usual if key in book.muscles or key in book.muscle_groups]
        near = (key for key in book.muscles_in(place.region for place in self._places) if can_contract(key))
        return tuple(dict.fromkeys((*near, *known)))[:10]

    # showing

    def _show(self) -> None:
        value: Objective = self._value
        if self._posture is not None and self._patterns is not None:
            self._posture.set_value(value.posture)
            self._patterns.show_keys(value.posture_patterns)
        if self._gait is not None and self._breathing is not None:
            self._gait.show_key(value.gait)
            self._breathing.show_key(value.breathing)
        if self._motion is not None:
            self._motion.set_value(value.range_of_motion)
        if self._tests is not None:
            self._tests.set_value(value.tests)
        if self._palpation is not None:
            self._palpation.set_value(value.palpation)
        if self._strength is not None:
            self._strength.set_value(value.strength)
        if self._neuro is not None and self._neuro_summary is not None:
            self._neuro.set_value(value.neuro)
            self._neuro_summary.set_text(value.neuro_summary)
        if self._outcomes is not None:
            self._outcomes.set_value(value.outcomes)
        self.body.set_marks(value.marks)
        self._none.set_text(value.none_reason)
        if self._notes is not None:
            self._notes.set_text(value.notes)
        elif value.notes:
            self._more.set_open(True)

    def _show_derived(self) -> None:
        value: Objective = self._value
        for key, _fields in GROUPS:
            self._groups[key].tell(found_in(key, value), _("not examined"))
        examined = replace(value, none_reason="", notes="") != Objective()
        self._none_row.setVisible(not examined or bool(value.none_reason))
        if self._tests is not None:
            self._tests.set_motions(value.range_of_motion)
        self._show_patterns()

    def _show_patterns(self) -> None:
        if self._patterns is None or self._pattern_hint is None:
            return
        self._patterns.show_keys(self._value.posture_patterns)
        fitting = [
            each for each in posture_patterns(self._value.posture) if each.key not in self._value.posture_patterns
        ]
        names = ", ".join(each.label for each in fitting)
        self._pattern_hint.setText(
            _("The findings would fit: {patterns}. You decide.").format(patterns=names) if names else ""
        )
        self._pattern_hint.setVisible(bool(names))

    def _show_previous(self) -> None:
        last: Objective = self._previous if self._previous is not None else Objective()
        if self._outcomes is not None:
            self._outcomes.set_previous(last.outcomes)
        if self._posture is not None:
            self._posture.set_previous(last.posture)
        if self._motion is not None:
            self._motion.set_previous(last.range_of_motion)
        if self._tests is not None:
            self._tests.set_previous(last.tests)

    def _carry(self, previous: Any, now: Any) -> Objective:
        return carry_objective(previous, now)

    # finding one's way

    def group(self, key: str) -> FindingGroup:
        """The group of that key (`posture`, `motion`, …)."""
        return self._groups[key]

    def open_group(self, key: str) -> QWidget | None:
        """Open a group; gives back its controls."""
        return self._groups[key].set_open(True)

    def _open(self, key: str) -> QWidget | None:
        return self.open_group(key)

    def _focus_none(self) -> QWidget | None:
        self._none_row.show()
        return self._none

    def _open_notes(self) -> QWidget | None:
        self._more.set_open(True)
        return self._notes

    def focus_field(self, field: str) -> bool:
        """As in every section; without a field the first group's line takes the focus and stays folded."""
        if not field or field not in self.fields():
            self._rows.first().row.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return super().focus_field(field)
