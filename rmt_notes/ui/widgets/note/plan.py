"""Plan: stage and how often, the next visit, goals, home care, referrals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.course import Progress
from rmt_notes.clinical.habits import Habits, used_often
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.plan import Goal, HomeCare, Plan, Referral
from rmt_notes.clinical.wording import sources_text
from rmt_notes.i18n import _, _n, _p
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.fields import DateField, TextArea
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note import phrases
from rmt_notes.ui.widgets.note.carry import carry_plan
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.number_row import NumberRow
from rmt_notes.ui.widgets.note.phrase_field import PhraseField
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, sentence_case, stack
from rmt_notes.ui.widgets.note.plan_rows import (
    GoalEditor,
    HomeCareEditor,
    ReferralEditor,
    goal_look,
    home_care_look,
    home_care_words,
    referral_look,
    usual_dose,
)
from rmt_notes.ui.widgets.note.reason_box import ReasonBox
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.note.section import Fold, NoteSection

DATE_WIDTH = 208
"""Width of a date beside its weeks, at 100 %: the longest day with its button."""

NEXT_WEEKS = (1, 2, 3, 4)
REASSESS_WEEKS = (2, 4, 6)
USUAL_VISITS = (4, 6, 8, 10)
USUAL_MINUTES = (30, 45, 60, 75, 90)
SUGGESTED_CARE = (
    "walking",
    "cat_camel",
    "half_kneeling_hip_flexor_stretch",
    "glute_bridge",
    "sit_stand_break",
    "heat_pack",
    "chin_tuck",
)
MOST_HABITUAL_CARE = 4
SUGGESTED_REFERRALS = ("physician", "physiotherapy", "chiropractic", "acupuncture", "shockwave")


class WeeksAndDate(QWidget):
    """A date by weeks from the visit in one tap, or typed."""

    def __init__(self, label: str, weeks: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics().px(4))
        words = [(str(number), _p("weeks from the visit", "{number}").format(number=number)) for number in weeks]
        self.chips = ChipGroup(words, multiple=False, label=label, show_label=False)
        for number in weeks:
            told = _n("{label}: in {number} week", "{label}: in {number} weeks", number)
            self.chips.chip(str(number)).setAccessibleName(told.format(label=label, number=number))
        self.date = DateField(label, leaning="future", show_label=False, placeholder=_("or a date"))
        row.addWidget(self.chips, 0, Qt.AlignmentFlag.AlignTop)
        self._unit = Label(_("wk"), "hint", token="muted")
        row.addWidget(self._unit)
        row.addStretch(1)
        row.addWidget(self.date, 0, Qt.AlignmentFlag.AlignTop)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self.date.setFixedWidth(theme.metrics().px(DATE_WIDTH))
        self._fit()

    def show_weeks(self, number: int | None) -> None:
        """Turn the chip of so many weeks on, or none; says nothing back."""
        self.chips.set_value(None if number is None else str(number))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The longest way off gives its room where the width does not reach: its date can still be chosen."""
        m = theme.metrics()
        chips = self.chips.buttons()
        needed = sum(chip.sizeHint().width() for chip in chips) + (len(chips) - 1) * m.gap
        room = self.width() - self.date.width() - self._unit.sizeHint().width() - 3 * m.px(4)
        chips[-1].setVisible(needed <= room or chips[-1].isChecked())


class PlanSection(NoteSection):
    """Shows a `Plan`. The frequency is suggested for the stage with its source; the therapist decides.
    `handout_wanted` asks for the client's page of the home care."""

    handout_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Plan"), "", Plan(), parent)
        self._day = date.today()
        self._screening: Screening | None = None
        self._ends = False
        self._build_discharge()
        self._build_frequency()
        self._build_dates()
        self._build_goals()
        self._build_care()
        self._more = Fold(_("Changes of plan, expected outcome, notes"), self._build_more)
        self._changes: TextArea | None = None
        self._outcome: PhraseField | None = None
        self._notes: TextArea | None = None
        self.card.add(self._more)
        for field in ("changes", "expected_outcome", "notes"):
            self._can_focus(field, partial(self._open_more, field))
        self._refresh()

    # building

    def _build_discharge(self) -> None:
        """Why the client is discharged; only where this visit is a discharge."""
        reasons = choices_of(catalogue().vocabularies.get("discharge_reasons"))
        self._reason = KeyChips(reasons, multiple=False, label=_("Discharged because"))
        self._reason.edited.connect(lambda _keys: self._change(discharge_reason=self._reason.value() or ""))
        self._discharge = LabelledRow(_("Discharged because"), self._reason)
        self._discharge.hide()
        self.card.add(self._discharge)
        self._can_focus("discharge_reason", self._reason)

    def _build_frequency(self) -> None:
        self._stage = KeyChips(choices_of(catalogue().qualifiers.get("stage")), multiple=False, label=_("Stage"))
        self._stage.edited.connect(lambda _keys: self._change(stage=self._stage.value() or ""))
        self._hint = QWidget()
        row = QHBoxLayout(self._hint)
        row.setContentsMargins(0, 0, 0, 0)
        self._hint_words = Label("", "hint", token="muted", wrap=True)
        self._use = Button(_("Use this"), "quiet", icon="check")
        self._use.clicked.connect(self._use_suggestion)
        row.addWidget(self._hint_words, 1)
        row.addWidget(self._use)
        rules = [str(entry.rule) for entry in catalogue().frequencies.values() if entry.stages]
        self._frequency = PhraseField(_("How often"), [_("weekly"), _("every 2 weeks"), _("every 4 weeks"), *rules])
        self._frequency.edited.connect(lambda text: self._change(frequency=text))
        stage = LabelledRow(_("Stage"), self._stage)
        often = LabelledRow(_("How often"), self._frequency)
        self._course = stack(stage, self._hint, often)
        self.card.add(self._course)
        self._mark_row(stage, "stage")
        self._mark_row(often, "frequency")
        self._can_focus("stage", self._stage)
        self._can_focus("frequency", self._frequency)

    def _build_dates(self) -> None:
        self._progress = Label("", "hint", token="muted", wrap=True)
        self._progress.hide()
        self._next = WeeksAndDate(_("Next visit"), NEXT_WEEKS)
        self._reassess = WeeksAndDate(_("Re-assess on"), REASSESS_WEEKS)
        for pair, field in ((self._next, "next_visit"), (self._reassess, "reassess_on")):
            pair.chips.edited.connect(lambda _keys, pair=pair, field=field: self._pick_weeks(pair, field))
            pair.date.edited.connect(lambda day, field=field: self._change(**{field: day}))
            self._can_focus(field, pair)
        self._visits = NumberRow(_("Visits planned"), USUAL_VISITS, minimum=1, maximum=200, whole=True)
        self._visits.edited.connect(lambda value: self._change(visits_planned=None if value is None else int(value)))
        self._minutes = NumberRow(
            _("Session length"), USUAL_MINUTES, unit=_("min"), minimum=5, maximum=240, whole=True, steppers=False
        )
        self._minutes.edited.connect(lambda value: self._change(session_minutes=None if value is None else int(value)))
        rows = {
            "next_visit": LabelledRow(_("Next visit"), self._next),
            "reassess_on": LabelledRow(_("Re-assess on"), self._reassess),
            "visits_planned": LabelledRow(_("Visits planned"), self._visits),
            "session_minutes": LabelledRow(_("Session length"), self._minutes),
        }
        within = self._course.layout()
        assert within is not None
        for part in (self._progress, *rows.values()):
            within.addWidget(part)
        for field, row in rows.items():
            self._mark_row(row, field)
        self._can_focus("visits_planned", self._visits)
        self._can_focus("session_minutes", self._minutes)

    def _build_goals(self) -> None:
        self._goals = RowList(goal_look, GoalEditor)
        self._mark_list(self._goals, "goals")
        self._goals.edited.connect(lambda values: self._change(goals=tuple(values)))
        self._goals.folded.connect(lambda: QTimer.singleShot(0, self, self._drop_empty_goals))
        self._add_goal = Button(_("Add a goal"), "quiet", icon="plus")
        self._add_goal.clicked.connect(lambda: self._goals.add(Goal(text="")))
        goals = QWidget()
        column = QVBoxLayout(goals)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._goals)
        column.addWidget(self._add_goal, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.add(LabelledRow(_("Goals"), goals))
        self._can_focus("goals", self._add_goal)

    def _build_care(self) -> None:
        self._care = KeyPicker(_("Home care"), _all_care, SUGGESTED_CARE, free=True, lines=2)
        self._care.edited.connect(self._choose_care)
        self._care_rows = RowList(home_care_look, HomeCareEditor, same=lambda one, other: one.key == other.key)
        self._mark_list(self._care_rows, "home_care")
        self._care_rows.edited.connect(self._take_care)
        self._care_limits = ReasonBox()
        self._handout = Button(_("Handout for the client"), "quiet", icon="printer")
        self._handout.clicked.connect(self.handout_wanted)
        self._advice = PhraseField(_("Advice"), phrases.plan_advice())
        self._advice.edited.connect(lambda text: self._change(advice=text))
        self._refer = KeyPicker(
            _("Referral and complementary care"), _all_referrals, SUGGESTED_REFERRALS, free=True, lines=1
        )
        self._refer.edited.connect(self._choose_referrals)
        self._refer_rows = RowList(referral_look, ReferralEditor, same=lambda one, other: one.to == other.to)
        self._mark_list(self._refer_rows, "referrals")
        self._refer_rows.edited.connect(self._take_referrals)
        self.card.add(stack(LabelledRow(_("Home care"), self._care), self._care_rows, self._care_limits))
        advice = LabelledRow(_("Advice"), self._advice)
        self.card.add(advice)
        self._mark_row(advice, "advice")
        self.card.body.addWidget(self._handout, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.add(stack(LabelledRow(_("Referral"), self._refer), self._refer_rows))
        self._can_focus("home_care", self._care)
        self._can_focus("advice", self._advice)
        self._can_focus("referrals", self._refer)

    def _build_more(self) -> QWidget:
        self._changes = TextArea(_("Change to the plan"), min_lines=1)
        self._changes.edited.connect(lambda text: self._change(changes=text))
        self._outcome = PhraseField(_("Expected outcome"), phrases.expected_outcomes())
        self._outcome.edited.connect(lambda text: self._change(expected_outcome=text))
        self._notes = TextArea(_("Notes"), min_lines=1)
        self._notes.edited.connect(lambda text: self._change(notes=text))
        self._show_more()
        outcome = LabelledRow(_("Expected outcome"), self._outcome)
        self._mark_row(outcome, "expected_outcome")
        return stack(self._changes, outcome, self._notes)

    def _show_marks(self) -> None:
        if "expected_outcome" in self._unread:
            self._more.set_open(True)
        super()._show_marks()

    # what the visit knows

    def set_progress(self, progress: Progress | None) -> None:
        """Which visit of how many this one is."""
        words = progress.words() if progress is not None else ""
        self._progress.setText(sentence_case(words))
        self._progress.setVisible(bool(words) and not self._ends)

    def set_kind(self, kind: str) -> None:
        """Know whether the care ends with this visit."""
        self._ends = kind == "discharge"
        self._progress.setVisible(bool(self._progress.text()) and not self._ends)
        self._show_derived()

    def set_visit_day(self, day: date) -> None:
        """The day from which weeks are counted."""
        if day != self._day:
            self._day = day
            self._show_weeks()

    def set_screening(self, screening: Screening, rules: Jurisdiction, credentials: Sequence[str]) -> None:
        """Know which home care a finding speaks against."""
        self._screening = screening
        self._show_derived()

    def set_habits(self, habits: Habits) -> None:
        """Offer the home care that this therapist gives most before the rest."""
        often = [key for key in used_often(habits.home_care) if key in catalogue().home_care][:MOST_HABITUAL_CARE]
        self._care.set_suggested(tuple(dict.fromkeys((*often, *SUGGESTED_CARE))))

    # choosing

    def _pick_weeks(self, pair: WeeksAndDate, field: str) -> None:
        chosen = pair.chips.value()
        self._change(**{field: None if chosen is None else self._day + timedelta(weeks=int(chosen))})
        self._show_dates()

    def _use_suggestion(self) -> None:
        rule = self._suggestion()
        if rule is not None:
            self._change(frequency=str(rule.rule))
            self._frequency.set_text(self._value.frequency)

    def _suggestion(self) -> Any:
        for entry in catalogue().frequencies.values():
            if self._value.stage and self._value.stage in entry.stages:
                return entry
        return None

    def _choose_care(self, keys: Any) -> None:
        kept = tuple(one for one in self._value.home_care if (one.key or one.note) in keys)
        there = {one.key or one.note for one in kept}
        added = tuple(_new_care(key) for key in keys if key not in there)
        self._change(home_care=(*kept, *added))
        self._care_rows.set_values(self._value.home_care)

    def _take_care(self, values: Any) -> None:
        self._change(home_care=tuple(values))
        self._care.set_values(tuple(one.key or one.note for one in values))

    def _choose_referrals(self, keys: Any) -> None:
        kept = tuple(one for one in self._value.referrals if one.to in keys)
        there = {one.to for one in kept}
        self._change(referrals=(*kept, *(Referral(to=key) for key in keys if key not in there)))
        self._refer_rows.set_values(self._value.referrals)

    def _take_referrals(self, values: Any) -> None:
        self._change(referrals=tuple(values))
        self._refer.set_values(tuple(one.to for one in values))

    def _drop_empty_goals(self) -> None:
        """A goal that was folded with nothing in it was not meant."""
        kept = tuple(goal for goal in self._value.goals if goal != Goal(text=""))
        if kept != self._value.goals:
            self._change(goals=kept)
            self._goals.set_values(kept)

    def _open_more(self, field: str) -> QWidget | None:
        self._more.set_open(True)
        return {"changes": self._changes, "expected_outcome": self._outcome}.get(field, self._notes)

    # showing

    def _show(self) -> None:
        value: Plan = self._value
        self._reason.show_key(value.discharge_reason)
        self._stage.show_keys((value.stage,))
        self._frequency.set_text(value.frequency)
        self._show_dates()
        self._visits.set_value(value.visits_planned)
        self._minutes.set_value(value.session_minutes)
        self._goals.set_values(value.goals)
        self._care.set_values(tuple(one.key or one.note for one in value.home_care))
        self._care_rows.set_values(value.home_care)
        self._advice.set_text(value.advice)
        self._refer.set_values(tuple(one.to for one in value.referrals))
        self._refer_rows.set_values(value.referrals)
        if value.changes or value.notes:
            self._more.set_open(True)
        self._show_more()

    def _show_more(self) -> None:
        if self._changes is not None and self._outcome is not None and self._notes is not None:
            self._changes.set_text(self._value.changes)
            self._outcome.set_text(self._value.expected_outcome)
            self._notes.set_text(self._value.notes)

    def _show_dates(self) -> None:
        for pair, day in ((self._next, self._value.next_visit), (self._reassess, self._value.reassess_on)):
            if pair.date.value() != day:
                pair.date.set_value(day)
        self._show_weeks()

    def _show_weeks(self) -> None:
        for pair, weeks, day in (
            (self._next, NEXT_WEEKS, self._value.next_visit),
            (self._reassess, REASSESS_WEEKS, self._value.reassess_on),
        ):
            distance = None if day is None else (day - self._day).days
            found = next((number for number in weeks if distance == 7 * number), None)
            pair.show_weeks(found)

    def _show_derived(self) -> None:
        self._handout.setVisible(bool(self._value.home_care or self._value.advice.strip()))
        rule = self._suggestion()
        wanted = rule is not None and self._value.frequency != str(rule.rule) and not self._ends
        self._discharge.setVisible(self._ends or bool(self._value.discharge_reason))
        self._hint.setVisible(wanted)
        if rule is not None:
            self._hint_words.setText(
                _("Suggested for this stage: {rule}. Source: {source}").format(
                    rule=rule.rule, source=sources_text(rule.source)
                )
            )
        self._show_weeks()
        self._care_limits.show_sentences(self._care_warnings())

    def _care_warnings(self) -> list[str]:
        if self._screening is None:
            return []
        active = {item.finding.key for item in self._screening.items}
        told = []
        for one in self._value.home_care:
            entry = catalogue().home_care.get(one.key)
            for key in entry.avoid if entry is not None else ():
                if key in active:
                    told.append(
                        _("{care}: not with {finding}.").format(
                            care=home_care_words(one.key), finding=catalogue().words("contraindications", key)
                        )
                    )
        return told

    def _carry(self, previous: Any, now: Any) -> Plan:
        return carry_plan(previous, now, self._previous_day, ends=self._ends)


def _new_care(chosen: str) -> HomeCare:
    """What was chosen, with its usual dose; words of the therapist's own stand in the note."""
    own = chosen not in catalogue().home_care
    return HomeCare(note=chosen) if own else HomeCare(key=chosen, dose=usual_dose(chosen))


def _all_care() -> tuple[tuple[str, str], ...]:
    return tuple((key, str(entry.label)) for key, entry in catalogue().home_care.items())


def _all_referrals() -> tuple[tuple[str, str], ...]:
    return tuple((key, str(entry.label)) for key, entry in catalogue().referrals.items())
