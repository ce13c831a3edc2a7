"""Client mode for the outcome measures: the client gives the numbers, one page at a time, and hands the device back.

Each answer is kept in the draft of the visit's note as it is given. Only the therapist's passphrase leads back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client_answers import (
    MOST_ACTIVITIES,
    ClientActivity,
    ClientAnswers,
    answers_text,
    first_answers,
    with_answers,
)
from rmt_notes.clinical.phrasebook import Wording
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.scoring import scale_of
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wordbook import Wordbook
from rmt_notes.db import RecordStore
from rmt_notes.i18n import _
from rmt_notes.ui import places
from rmt_notes.ui.autosave import Autosave
from rmt_notes.ui.screens.intake.handed_over import BACK, WELCOME, HandedOverScreen, HandedPage
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Rule
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.text_fields import TextField
from rmt_notes.ui.widgets.tick_sheet import TickSheet
from rmt_notes.ui.worker import Changes, Worker

PAIN, ACTIVITIES, TICKS, CHANGE = "pain", "activities", "ticks", "change"


@dataclass(frozen=True, slots=True)
class Answered:
    """What one save keeps."""

    visit_id: str
    client_id: str
    note: Note


class AnswerKeeper(Autosave[Answered]):
    """The note's draft while the client answers."""

    def keep(self, store: RecordStore, newest: Answered) -> datetime:
        """Write the draft of the note."""
        return store.keep_draft(newest.visit_id, newest.note)

    def changes(self, newest: Answered) -> Changes:
        """A visit of that client changed."""
        return Changes(frozenset({"visits"}), newest.client_id, newest.visit_id, self.parent())


class AnswerPage(HandedPage):
    """One page of questions; `edited` carries the answers with what was given on it."""

    edited = Signal(ClientAnswers)

    def __init__(self, answers: ClientAnswers, title: str, lead: str = "") -> None:
        super().__init__(title, lead)
        self.answers = answers

    def tell(self, **fields: object) -> None:
        """Something was answered."""
        self.answers = replace(self.answers, **fields)  # type: ignore[arg-type]  # each page names its own fields
        self.edited.emit(self.answers)


class PainPage(AnswerPage):
    """Pain now, at its best and at its worst."""

    def __init__(self, answers: ClientAnswers) -> None:
        entry = catalogue().measures["nprs"]
        super().__init__(answers, str(entry.prompt))
        ends = (str(entry.anchor_low), str(entry.anchor_high))
        self.rows: dict[str, ScaleRow] = {}
        for part in entry.parts:
            field = f"pain_{part.key}"
            row = ScaleRow(str(part.label), ends=ends)
            row.set_value(getattr(answers, field))
            row.edited.connect(lambda value, field=field: self.tell(**{field: value}))
            self.rows[field] = row
            self.column.addWidget(row)

    def is_answered(self) -> bool:
        return self.answers.pain_now is not None

    def focus_first(self) -> None:
        self.rows["pain_now"].setFocus()


class ActivitiesPage(AnswerPage):
    """Up to five activities in the client's words, each with how well it goes."""

    def __init__(self, answers: ClientAnswers) -> None:
        entry = catalogue().measures["psfs"]
        super().__init__(answers, str(entry.prompt))
        self._ends = (str(entry.anchor_low), str(entry.anchor_high))
        self.texts: list[TextField] = []
        self.scales: list[ScaleRow] = []
        self._more = Button(_("Another activity"), "secondary", icon="plus")
        self._more.clicked.connect(self._add)
        self.column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        for activity in answers.activities or (ClientActivity(),):
            self._show(activity)

    def _show(self, activity: ClientActivity) -> None:
        at = len(self.texts) + 1
        text = TextField(_("Activity {number}").format(number=at), placeholder=_("for instance: sit for an hour"))
        text.set_text(activity.text)
        scale = ScaleRow(
            _("How well does activity {number} go today?").format(number=at), ends=self._ends, show_label=False
        )
        scale.set_value(activity.score)
        text.edited.connect(lambda _text: self._take())
        scale.edited.connect(lambda _score: self._take())
        self.texts.append(text)
        self.scales.append(scale)
        place = self.column.indexOf(self._more)
        self.column.insertWidget(place, text)
        self.column.insertWidget(place + 1, scale)
        self._more.setVisible(at < MOST_ACTIVITIES)

    def _add(self) -> None:
        self._show(ClientActivity())
        self.texts[-1].editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        self.tell(
            activities=tuple(
                ClientActivity(text=text.text(), score=scale.value())
                for text, scale in zip(self.texts, self.scales, strict=True)
            )
        )

    def is_answered(self) -> bool:
        return any(each.is_whole() for each in self.answers.activities)

    def focus_first(self) -> None:
        (self.scales[0] if self.texts[0].text() else self.texts[0].editor()).setFocus()


class TicksPage(AnswerPage):
    """Sentences that are true today, in the words of the therapist's own form; none is an answer too."""

    def __init__(self, answers: ClientAnswers, wording: Wording) -> None:
        super().__init__(answers, _("Which of these are true for you today?"))
        self.sheet = TickSheet(wording, answers.ticked or ())
        self.none = Chip(_("None of these is true today"))
        self.none.setChecked(answers.ticked == ())
        self.sheet.edited.connect(self._take)
        self.none.clicked.connect(lambda: self._take(()) if self.none.isChecked() else self.tell(ticked=None))
        self.column.addWidget(self.sheet)
        self.column.addWidget(self.none, 0, Qt.AlignmentFlag.AlignLeft)

    def _take(self, ticked: tuple[int, ...]) -> None:
        if ticked:
            self.none.setChecked(False)
        else:
            for chip in self.sheet.chips.values():
                chip.setChecked(False)
        self.tell(ticked=ticked if ticked or self.none.isChecked() else None)

    def is_answered(self) -> bool:
        return self.answers.ticked is not None

    def focus_first(self) -> None:
        self.sheet.chips[1].setFocus()


class ChangePage(AnswerPage):
    """How it is today, compared with the start of care."""

    def __init__(self, answers: ClientAnswers) -> None:
        entry = catalogue().measures["groc"]
        scale = scale_of("groc", answers.change_scale) or entry.scales[0]
        middle = _("0 means: {words}.").format(words=str(entry.anchor_middle).lower())
        super().__init__(answers, str(entry.prompt), middle)
        self.row = ScaleRow(
            str(entry.short),
            low=int(scale.minimum),
            high=int(scale.maximum),
            ends=(str(entry.anchor_low), str(entry.anchor_high)),
            show_label=False,
        )
        self.row.set_value(answers.change)
        self.row.edited.connect(lambda value: self.tell(change=value))
        self.column.addWidget(self.row)

    def is_answered(self) -> bool:
        return self.answers.change is not None

    def focus_first(self) -> None:
        self.row.setFocus()


class ClientMeasuresScreen(HandedOverScreen):
    """`gone` comes after the passphrase, and leads back to the visit's chart."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(worker, AnswerKeeper(worker), _("How you are"), 860, parent)
        self._place: places.ClientMeasures | None = None
        self._chart: Chart | None = None
        self._wording: Wording | None = None
        self.answers = ClientAnswers()

    # -- what the window asks ---------------------------------------------------------------------------------------

    def show_place(self, place: places.ClientMeasures) -> None:
        """Load the visit; the questions begin when it is there."""
        self._place = place
        self.forget_pages()
        self.hide_parts(True)
        self._worker.ask(self, lambda store: (store.chart(place.visit_id), store.wordbook()), self._take)

    # -- pages ------------------------------------------------------------------------------------------------------

    def order(self) -> tuple[str, ...]:
        """The pages one after the other; change is asked once there is something to compare with."""
        again = self._chart is not None and self._chart.previous is not None
        ticks = (TICKS,) if self._wording is not None else ()
        return (WELCOME, PAIN, ACTIVITIES, *ticks, *((CHANGE,) if again else ()), BACK)

    def asked(self) -> tuple[str, ...]:
        """Everything between the welcome and the thanks."""
        return self.order()[1:-1]

    def make_page(self, key: str) -> AnswerPage:
        """A page whose answers come back to the note."""
        found = self._make(key)
        found.edited.connect(self._take_answers)
        return found

    def _make(self, key: str) -> AnswerPage:
        chart = self._chart
        assert chart is not None
        if key == WELCOME:
            name = chart.client.preferred_name or chart.client.first_name
            lead = _("A few questions about how you are. There is no right answer, and you may leave any of them out.")
            page = AnswerPage(self.answers, _("Hello {name}").format(name=name), lead)
            page.column.addWidget(Rule(page))
            return page
        if key == PAIN:
            return PainPage(self.answers)
        if key == ACTIVITIES:
            return ActivitiesPage(self.answers)
        if key == TICKS and self._wording is not None:
            return TicksPage(self.answers, self._wording)
        assert key == CHANGE
        return ChangePage(self.answers)

    def prepare(self, page: HandedPage) -> None:
        """What is answered goes on from here."""
        if isinstance(page, AnswerPage):
            page.answers = self.answers

    # -- answers ----------------------------------------------------------------------------------------------------

    def _take(self, found: tuple[Chart, Wordbook]) -> None:
        chart, book = found
        if self._place is None or chart.visit.id != self._place.visit_id:
            return
        if chart.visit.state == "void" or (chart.versions and not chart.draft_reason):
            place = self.way_back()  # signed in the moment in which it was handed over: nothing can be answered now
            if place is not None:
                self.gone.emit(place)
            return
        self._chart = chart
        self._wording = next((each for each in book.wordings if each.measure == "rmdq"), None)
        self.answers = first_answers(chart.note, chart.previous.note if chart.previous is not None else None)
        self.begin()

    def _take_answers(self, answers: ClientAnswers) -> None:
        chart = self._chart
        assert chart is not None
        self.answers = answers
        self.keeper.change(Answered(chart.visit.id, chart.client.id, with_answers(chart.note, answers)))
        self.show_next()

    def what_is_refused(self) -> str:
        """The answers in words, for whoever has to write them into an amendment."""
        return answers_text(self.answers)

    def way_back(self) -> places.Place | None:
        """To the chart of that visit."""
        place, self._place = self._place, None
        return places.Chart(place.visit_id) if place is not None else None
