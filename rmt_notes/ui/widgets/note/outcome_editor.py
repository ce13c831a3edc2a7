"""The editor of one outcome measure: activities of the client's own, numbered ticks, single answers or the total of a
paper form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_assessment import Measure
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.phrasebook import Wording
from rmt_notes.clinical.scoring import items_score, mean_of_activities, scale_of, score_of
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import NumberField, TextArea, TextField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.answer_sheet import AnswerSheet
from rmt_notes.ui.widgets.note.pieces import LabelledRow, column
from rmt_notes.ui.widgets.note.row_list import RowEditor
from rmt_notes.ui.widgets.note.section import Fold
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.tick_sheet import TickSheet

MOST_ACTIVITIES = 5


class _ActivityRow(QWidget):
    """One activity with its score, 0 unable to 10 as before; `edited` comes on each change, `removed` when it is
    taken out."""

    edited = Signal()
    removed = Signal()

    def __init__(self, activity: Activity, at: int, last: float | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.activity = activity
        rows = column(self, step=1)
        self._text = TextField(_("Activity {number}").format(number=at), placeholder=_("in the client's words"))
        self._text.set_text(activity.text)
        remove = IconButton("x", _("Remove activity {number}").format(number=at))
        remove.clicked.connect(self.removed)
        self._text.frame.add_right(remove)
        rows.addWidget(self._text)
        self._score = ScaleRow(_("Score of activity {number}").format(number=at), show_label=False)
        given = activity.score
        self._score.set_value(round(given) if given is not None and 0 <= given <= 10 else None)
        self._score.set_last(round(last) if last is not None and 0 <= last <= 10 else None)
        rows.addWidget(self._score)
        self._text.edited.connect(lambda text: self._take(Activity(text, self.activity.score)))
        self._score.edited.connect(
            lambda value: self._take(Activity(self.activity.text, float(value) if value is not None else None))
        )

    def focus_text(self) -> None:
        """Put the caret into the activity."""
        self._text.editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, activity: Activity) -> None:
        self.activity = activity
        self.edited.emit()


class OutcomeEditor(RowEditor):
    """Shows an `OutcomeScore`, in the way its measure may be entered here."""

    def __init__(
        self,
        value: OutcomeScore,
        previous: OutcomeScore | None,
        wording: Wording | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._value = value
        self._previous = previous
        self._entry = catalogue().measures.get(value.measure)
        self._rows = column(self, step=2)
        self._activities: list[_ActivityRow] = []
        self._activity_column = QVBoxLayout()
        self._ticks: dict[int, Chip] = {}
        self._items: list[ScaleRow] = []
        self._one: QWidget | None = None
        self._one_row: QVBoxLayout | None = None
        self._sheet: AnswerSheet | None = None
        self._ticked: TickSheet | None = None
        self._scale: Segmented | None = None
        entry = self._entry
        if entry is not None:
            self._rows.addWidget(Label(self._remark(entry), "hint", token="muted", wrap=True))
        if entry is not None and len(entry.scales) > 1:
            self._build_scale(entry)
        if value.measure == "psfs":
            self._build_activities()
        elif entry is not None and entry.entry == "numbers":
            self._build_items(entry)
        elif entry is not None and entry.scoring == "number":
            self._one_row = QVBoxLayout()
            self._rows.addLayout(self._one_row)
            self._build_one(entry)
        self._build_total()
        if entry is not None and entry.entry == "ticks":
            self._rows.addWidget(Fold(_("Tick the numbered items instead"), self._build_ticks))
        elif entry is not None and entry.entry == "total" and wording is not None:
            self._rows.addWidget(Fold(_("Answer the items instead"), lambda: self._build_answers(entry, wording)))
        self._note = TextArea(_("Note"), show_label=False, min_lines=1)
        self._note.set_text(value.note)
        self._note.edited.connect(lambda text: self._change(note=text))
        self._rows.addWidget(LabelledRow(_("Note"), self._note))

    @staticmethod
    def _remark(entry: Measure) -> str:
        parts = [f"{entry.label}."]
        if entry.prompt is not None:
            parts.append(str(entry.prompt))
        if entry.note is not None:
            parts.append(f"{entry.note}.")
        if entry.anchor_low is not None and entry.anchor_high is not None:
            parts.append(_("From “{low}” to “{high}”.").format(low=entry.anchor_low, high=entry.anchor_high))
        return " ".join(parts)

    def _build_scale(self, entry: Measure) -> None:
        self._scale = Segmented(
            [(scale.key, str(scale.label)) for scale in entry.scales],
            label=_("Scale"),
            show_label=False,
            optional=False,
        )
        self._show_scale(entry)
        self._scale.edited.connect(lambda key: self._take_scale(entry, key or ""))
        self._rows.addWidget(LabelledRow(_("Scale"), self._scale))

    def _show_scale(self, entry: Measure) -> None:
        known = [scale.key for scale in entry.scales]
        if self._scale is not None:
            self._scale.set_value(self._value.scale if self._value.scale in known else entry.scales[0].key)

    def _take_scale(self, entry: Measure, key: str) -> None:
        """The number that was typed stands and is read on the other scale; one worked out is worked out again."""
        score = items_score(replace(self._value, scale=key))
        same = items_score(self._value) == self._value.score
        self._change(scale=key, score=score if score is not None and same else self._value.score)
        self._fit_scale(entry)

    def _fit_scale(self, entry: Measure) -> None:
        """Show what the scale allows."""
        scale = scale_of(self._value.measure, self._value.scale)
        if scale is not None:
            self._total.set_limits(scale.minimum, scale.maximum)
        self._total.set_value(self._value.score)
        if self._one is not None:
            self._build_one(entry)

    def _build_total(self) -> None:
        scale = scale_of(self._value.measure, self._value.scale)
        self._total = NumberField(
            _("Score"),
            minimum=scale.minimum if scale is not None else None,
            maximum=scale.maximum if scale is not None else None,
            step=scale.step if scale is not None else 1,
            steppers=True,
            bounded=True,
            show_label=False,
        )
        self._total.setFixedWidth(theme.metrics().px(200))
        self._total.set_value(self._value.score)
        self._total.edited.connect(lambda score: self._change(score=None if score is None else float(score)))
        line = QHBoxLayout()
        line.addWidget(self._total)
        line.addStretch(1)
        counted = self._value.measure == "psfs" or (self._entry is not None and self._entry.entry == "numbers")
        self._rows.addWidget(LabelledRow(_("Mean") if counted else _("Score"), line))

    def _build_one(self, entry: Measure) -> None:
        scale = scale_of(self._value.measure, self._value.scale) or entry.scales[0]
        row = ScaleRow(str(entry.short), low=int(scale.minimum), high=int(scale.maximum), show_label=False)
        given = self._value.score
        inside = given is not None and scale.minimum <= given <= scale.maximum and given == int(given)
        row.set_value(int(given) if given is not None and inside else None)
        row.edited.connect(self._set_score)
        assert self._one_row is not None
        if self._one is not None:
            self._one_row.removeWidget(self._one)
            self._one.hide()
            self._one.deleteLater()
        self._one = row
        self._one_row.addWidget(row)

    def _build_items(self, entry: Measure) -> None:
        for at in range(entry.items_to):
            words = (
                str(entry.parts[at].label) if at < len(entry.parts) else _("Question {number}").format(number=at + 1)
            )
            if self._wording is not None and at < len(self._wording.items):
                words = self._wording.items[at]
            row = ScaleRow(words, low=int(entry.item_minimum), high=int(entry.item_maximum))
            row.set_value(_answer(self._value.items, at, entry))
            row.edited.connect(lambda _score: self._take_items())
            self._items.append(row)
            self._rows.addWidget(row)

    def _take_items(self) -> None:
        self._take_answers([row.value() for row in self._items])

    def _build_ticks(self) -> QWidget:
        if self._wording is not None:
            self._ticked = sheet = TickSheet(self._wording, _numbers(self._value.items))
            sheet.edited.connect(lambda ticked: self._take_ticked(ticked))
            return sheet
        box = QWidget()
        flow = FlowLayout(box)
        entry = self._entry
        ticked = _numbers(self._value.items)
        for at in range(1, (entry.items_to if entry is not None else 0) + 1):
            chip = Chip(str(at))
            chip.setAccessibleName(_("Item {number}").format(number=at))
            chip.setChecked(at in ticked)
            chip.clicked.connect(self._take_ticks)
            self._ticks[at] = chip
            flow.addWidget(chip)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        return box

    def _build_answers(self, entry: Measure, wording: Wording) -> QWidget:
        self._sheet = sheet = AnswerSheet(entry, wording)
        sheet.show_answers([_answer(self._value.items, at, entry) for at in range(entry.items_to)])
        sheet.edited.connect(self._take_answers)
        return sheet

    def _take_answers(self, answers: Any) -> None:
        """The score follows the answers once there are enough; each keeps its place among those left out."""
        found = score_of(self._value.measure, answers, scale=self._value.scale)
        given = tuple(None if each is None else float(each) for each in answers)
        items = given if found.answered else ()
        self._change(items=items, score=found.score)
        self._total.set_value(self._value.score)

    def _take_ticks(self) -> None:
        ticked = tuple(float(at) for at, chip in self._ticks.items() if chip.isChecked())
        self._change(items=ticked, score=float(len(ticked)))
        self._total.set_value(self._value.score)

    def _take_ticked(self, ticked: tuple[int, ...]) -> None:
        self._change(items=tuple(float(each) for each in ticked), score=float(len(ticked)))
        self._total.set_value(self._value.score)

    # activities

    def _build_activities(self) -> None:
        self._rows.addLayout(self._activity_column)
        self._add_activity = Button(_("Add an activity"), "quiet", icon="plus")
        self._add_activity.clicked.connect(self._new_activity)
        self._rows.addWidget(self._add_activity, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_activities(self._value.activities)

    def _show_activities(self, activities: Sequence[Activity]) -> None:
        for row in self._activities:
            self._activity_column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._activities = []
        for at, activity in enumerate(activities):
            before = self._previous.activities if self._previous is not None else ()
            last = next((each.score for each in before if each.text == activity.text), None)
            row = _ActivityRow(activity, at + 1, last, self)
            row.edited.connect(self._take_activities)
            row.removed.connect(lambda row=row: self._remove_activity(row))
            self._activities.append(row)
            self._activity_column.addWidget(row)
            row.show()
        self._add_activity.setVisible(len(activities) < MOST_ACTIVITIES)

    def _new_activity(self) -> None:
        self._show_activities((*(row.activity for row in self._activities), Activity("")))
        self._activities[-1].focus_text()
        self._take_activities()

    def _remove_activity(self, row: _ActivityRow) -> None:
        self._show_activities([each.activity for each in self._activities if each is not row])
        self._take_activities()

    def _take_activities(self) -> None:
        activities = tuple(row.activity for row in self._activities)
        score = mean_of_activities(replace(self._value, activities=activities)) if activities else self._value.score
        self._change(activities=activities, score=score)
        self._total.set_value(score)

    # the value

    def value(self) -> OutcomeScore:
        return self._value

    def set_value(self, value: OutcomeScore) -> None:
        self._value = value
        entry = self._entry
        self._total.set_value(value.score)
        self._note.set_text(value.note)
        if value.measure == "psfs":
            self._show_activities(value.activities)
        for at, chip in self._ticks.items():
            chip.setChecked(float(at) in value.items)
        if self._ticked is not None:
            self._ticked.show_ticked(_numbers(value.items))
        if entry is None:
            return
        self._show_scale(entry)
        self._fit_scale(entry)
        answers = [_answer(value.items, at, entry) for at in range(entry.items_to)]
        for row, answer in zip(self._items, answers, strict=False):
            row.set_value(answer)
        if self._sheet is not None:
            self._sheet.show_answers(answers)

    def focus_first(self) -> None:
        if self._activities:
            self._activities[0].focus_text()
        elif self._items:
            self._items[0].setFocus()
        else:
            self._total.editor().setFocus()
            self._total.editor().selectAll()

    def _set_score(self, score: int | None) -> None:
        self._change(score=None if score is None else float(score))
        self._total.set_value(score)

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed != self._value:
            self._value = changed
            self.edited.emit(changed)


def _answer(items: Sequence[float | None], at: int, entry: Measure) -> int | None:
    """The answer to one item; None where it was left out, or is none that the measure has."""
    given = items[at] if at < len(items) else None
    if given is None or given != int(given) or not entry.item_minimum <= given <= entry.item_maximum:
        return None
    return int(given)


def _numbers(items: Sequence[float | None]) -> tuple[int, ...]:
    """The numbers that are ticked."""
    return tuple(int(each) for each in items if each is not None)
