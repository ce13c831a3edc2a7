"""Outcome measures: activities of the client's own, numbered ticks, single answers or the total of a paper form;
with the change."""

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
from rmt_notes.clinical.scoring import change, is_on_scale, mean_of_activities, scale_of, score_of
from rmt_notes.clinical.wording import number
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import NumberField, TextArea, TextField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.answer_sheet import AnswerSheet
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.pieces import LabelledRow, column
from rmt_notes.ui.widgets.note.row_list import RowEditor, RowList
from rmt_notes.ui.widgets.note.section import Fold
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.tick_sheet import TickSheet
from rmt_notes.ui.widgets.writing import aid_of

ASKED_IN_SUBJECTIVE = "nprs"
MOST_ACTIVITIES = 5


def measure_words(key: str) -> str:
    """The short name of a measure."""
    entry = catalogue().measures.get(key)
    return str(entry.short) if entry is not None else key.replace("_", " ")


def score_words(found: OutcomeScore) -> str:
    """`13 of 24`, `−2`, `4.7 of 10`; nothing for a score that was not given."""
    if found.score is None:
        return ""
    scale = scale_of(found.measure, found.scale)
    if scale is not None and scale.minimum >= 0:
        return _("{score} of {most}").format(score=number(found.score), most=number(scale.maximum))
    return number(found.score)


def outcome_look(found: OutcomeScore, previous: OutcomeScore | None) -> RowLook:
    """One measure on one line, with what changed since last time."""
    pills = [score_words(found)] if found.score is not None else []
    missing = [_("score")] if found.score is None else []
    if not is_on_scale(found):
        missing.append(_("outside the scale"))
    if previous is not None and previous.score is not None:
        pills.append(_("was {score}").format(score=number(previous.score)))
        if found.score is not None and not missing:
            pills.append(change(previous, found).sentence)
    pills.extend(
        f"{each.text} {number(each.score)}" for each in found.activities if each.text and each.score is not None
    )
    if found.note:
        pills.append(found.note)
    return RowLook(measure_words(found.measure), tuple(pills), missing=tuple(missing))


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
            self._build_one(entry)
        self._build_total()
        if entry is not None and entry.entry == "ticks":
            self._rows.addWidget(Fold(_("Tick the numbered items instead"), self._build_ticks))
        elif entry is not None and entry.entry == "total" and wording is not None:
            self._rows.addWidget(Fold(_("Answer the items instead"), lambda: self._build_answers(entry, wording)))
        note = TextArea(_("Note"), show_label=False, min_lines=1)
        note.set_text(value.note)
        note.edited.connect(lambda text: self._change(note=text))
        self._rows.addWidget(LabelledRow(_("Note"), note))

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
        known = [scale.key for scale in entry.scales]
        self._scale.set_value(self._value.scale if self._value.scale in known else entry.scales[0].key)
        self._scale.edited.connect(lambda key: self._change(scale=key or ""))
        self._rows.addWidget(LabelledRow(_("Scale"), self._scale))

    def _build_total(self) -> None:
        scale = scale_of(self._value.measure, self._value.scale)
        self._total = NumberField(
            _("Score"),
            minimum=scale.minimum if scale is not None else None,
            maximum=scale.maximum if scale is not None else None,
            step=scale.step if scale is not None else 1,
            steppers=True,
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
        self._rows.addWidget(row)

    def _build_items(self, entry: Measure) -> None:
        for at in range(entry.items_to):
            words = (
                str(entry.parts[at].label) if at < len(entry.parts) else _("Question {number}").format(number=at + 1)
            )
            if self._wording is not None and at < len(self._wording.items):
                words = self._wording.items[at]
            row = ScaleRow(words, low=int(entry.item_minimum), high=int(entry.item_maximum))
            if at < len(self._value.items):
                row.set_value(int(self._value.items[at]))
            row.edited.connect(lambda _score: self._take_items())
            self._items.append(row)
            self._rows.addWidget(row)

    def _take_items(self) -> None:
        answers = [row.value() for row in self._items]
        given = tuple(float(each) for each in answers if each is not None)
        score = score_of(self._value.measure, answers).score
        self._change(items=given, score=score if given else self._value.score)
        self._total.set_value(self._value.score)

    def _build_ticks(self) -> QWidget:
        if self._wording is not None:
            sheet = TickSheet(self._wording, tuple(int(each) for each in self._value.items))
            sheet.edited.connect(lambda ticked: self._take_ticked(ticked))
            return sheet
        box = QWidget()
        flow = FlowLayout(box)
        entry = self._entry
        ticked = {int(each) for each in self._value.items}
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
        sheet = AnswerSheet(entry, wording)
        sheet.show_answers(self._value.items)
        sheet.edited.connect(self._take_answers)
        return sheet

    def _take_answers(self, answers: Any) -> None:
        """The score follows the answers once there are enough; only a sheet answered whole is kept item by item."""
        score = score_of(self._value.measure, answers).score
        given = tuple(float(each) for each in answers if each is not None)
        items = given if len(given) == len(answers) else ()
        self._change(items=items, score=score if given else self._value.score)
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
        self._total.set_value(value.score)
        if value.measure == "psfs":
            self._show_activities(value.activities)
        for at, chip in self._ticks.items():
            chip.setChecked(float(at) in value.items)

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


class OutcomeList(QWidget):
    """`edited` carries the tuple of scores. Last time's scores are told beside today's and their activities offered
    again."""

    edited = Signal(object)
    client_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._previous: tuple[OutcomeScore, ...] = ()
        rows = column(self, step=2)
        self.rows = RowList(self._look, self._editor, same=lambda one, other: one.measure == other.measure)
        self.rows.edited.connect(self.edited)
        rows.addWidget(self.rows)
        self._add = KeyPicker(_("Add a measure"), self._everything, (), add_only=True, lines=2)
        self._add.edited.connect(lambda keys: self.rows.add(self._fresh(keys[0])))
        rows.addWidget(self._add)
        hand = Button(_("Hand to the client: pain, activities, change"), "quiet", icon="hand")
        hand.clicked.connect(self.client_wanted)
        rows.addWidget(hand, 0, Qt.AlignmentFlag.AlignLeft)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._offer()

    def value(self) -> tuple[OutcomeScore, ...]:
        """The scores."""
        return tuple(self.rows.values())

    def set_value(self, value: Sequence[OutcomeScore]) -> None:
        """Show these; says nothing back."""
        self.rows.set_values(value)

    def set_previous(self, scores: Sequence[OutcomeScore]) -> None:
        """Last time's scores."""
        self._previous = tuple(scores)
        self.rows.refresh()
        self._offer()

    @staticmethod
    def _everything() -> tuple[tuple[str, str], ...]:
        return tuple(
            (key, str(entry.short)) for key, entry in catalogue().measures.items() if key != ASKED_IN_SUBJECTIVE
        )

    def _offer(self) -> None:
        before = [each.measure for each in self._previous if each.measure in catalogue().measures]
        keys = [key for key, _words in self._everything()]
        self._add.set_suggested(tuple(dict.fromkeys((*before, *keys))))

    def _before(self, measure: str) -> OutcomeScore | None:
        return next((each for each in self._previous if each.measure == measure), None)

    def _look(self, found: OutcomeScore) -> RowLook:
        return outcome_look(found, self._before(found.measure))

    def _editor(self, found: OutcomeScore) -> OutcomeEditor:
        aid = aid_of(self)
        wording = aid.wording(found.measure) if aid is not None else None
        return OutcomeEditor(found, self._before(found.measure), wording)

    def _fresh(self, measure: str) -> OutcomeScore:
        """A new score, not given yet: the activities of last time are asked again, on the scale of last time."""
        before = self._before(measure)
        if before is not None:
            again = tuple(Activity(each.text) for each in before.activities)
            return OutcomeScore(measure=measure, activities=again, scale=before.scale)
        activities = (Activity(""),) if measure == "psfs" else ()
        # The first of several scales shows as chosen, so it is recorded as chosen.
        entry = catalogue().measures.get(measure)
        named = entry.scales[0].key if entry is not None and len(entry.scales) > 1 else ""
        return OutcomeScore(measure=measure, activities=activities, scale=named)
