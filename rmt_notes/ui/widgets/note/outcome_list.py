"""Outcome measures of a visit, each on one line with what changed since last time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.scoring import change, is_on_scale, items_score, rating_sentence, score_told
from rmt_notes.clinical.wording import number
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.outcome_editor import OutcomeEditor
from rmt_notes.ui.widgets.note.pieces import column
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.writing import aid_of

ASKED_IN_SUBJECTIVE = "nprs"


def measure_words(key: str) -> str:
    """The short name of a measure."""
    entry = catalogue().measures.get(key)
    return str(entry.short) if entry is not None else key.replace("_", " ")


def outcome_look(found: OutcomeScore, previous: OutcomeScore | None) -> RowLook:
    """One measure on one line, with what changed since last time."""
    pills = [score_told(found)] if found.score is not None else []
    missing = [_("score")] if found.score is None else []
    if not is_on_scale(found):
        missing.append(_("outside the scale"))
    answered = items_score(found)
    if answered is not None and found.score is not None and answered != found.score:
        missing.append(_("the answers give {score}").format(score=number(answered)))
    rating = rating_sentence(found)  # a change by itself: two of them are not held against each other
    if rating:
        pills.append(rating)
    if previous is not None and previous.score is not None:
        pills.append(_("was {score}").format(score=score_told(previous) if rating else number(previous.score)))
        if found.score is not None and not missing and not rating:
            pills.append(change(previous, found).sentence)
    pills.extend(
        f"{each.text} {number(each.score)}" for each in found.activities if each.text and each.score is not None
    )
    if found.note:
        pills.append(found.note)
    return RowLook(measure_words(found.measure), tuple(pills), missing=tuple(missing))


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
