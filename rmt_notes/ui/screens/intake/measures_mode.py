"""Client mode for the outcome measures: the client gives the numbers, one page at a time, and hands the device back.

Each answer is kept in the draft of the visit's note as it is given. Only the therapist's passphrase leads back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client_answers import (
    MOST_ACTIVITIES,
    ClientActivity,
    ClientAnswers,
    first_answers,
    with_answers,
)
from rmt_notes.clinical.intake_sheet import IntakeSheet
from rmt_notes.clinical.phrasebook import Wording
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wordbook import Wordbook
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.i18n import _
from rmt_notes.ui import places, theme
from rmt_notes.ui.autosave import Autosave
from rmt_notes.ui.screens.intake.client_pages import HandBackPage
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Panel, Rule
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.status_line import StatusLine
from rmt_notes.ui.widgets.text_fields import TextField
from rmt_notes.ui.widgets.tick_sheet import TickSheet
from rmt_notes.ui.worker import Changes, Worker

WELCOME, PAIN, ACTIVITIES, TICKS, CHANGE, BACK = "welcome", "pain", "activities", "ticks", "change", "back"


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


class AnswerPage(QWidget):
    """One page of questions; `edited` carries the answers with what was given on it."""

    edited = Signal(ClientAnswers)

    def __init__(self, answers: ClientAnswers, title: str, lead: str = "") -> None:
        super().__init__()
        self.answers = answers
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.metrics().space(4))
        self.column.addWidget(Label(title, "display", "bold", wrap=True, parent=self))
        if lead:
            self.column.addWidget(Label(lead, "lead", wrap=True, parent=self))

    def is_answered(self) -> bool:
        """Whether there is something on this page."""
        return True

    def focus_first(self) -> None:
        """Where answering begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

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
        middle = _("0 means: {words}.").format(words=str(entry.anchor_middle).lower())
        super().__init__(answers, str(entry.prompt), middle)
        self.row = ScaleRow(
            str(entry.short),
            low=int(entry.item_minimum),
            high=int(entry.item_maximum),
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


class ClientMeasuresScreen(QWidget):
    """`gone` comes after the passphrase, and leads back to the visit's chart."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._place: places.ClientMeasures | None = None
        self._chart: Chart | None = None
        self._wording: Wording | None = None
        self.answers = ClientAnswers()
        self._known = ""
        self._at = self._before_back = WELCOME
        self._pages: dict[str, QWidget] = {}
        self.keeper = AnswerKeeper(worker, self)
        self.keeper.saving.connect(self._show_state)
        self.keeper.saved.connect(lambda _at: self._show_state())
        self.keeper.failed.connect(lambda reason: self.status.show_failed(reason))
        self._lay_out()

    def _lay_out(self) -> None:
        m = theme.metrics()
        edges = (m.space(5), m.space(3), m.space(5), m.space(3))
        self._head = Panel("card", "bottom")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(*edges)
        self.step = Label("", "lead", "semibold", wrap=True)
        self.hand_back = Button(_("Hand back"), "secondary", icon="hand")
        self.hand_back.clicked.connect(lambda: self.show_page(BACK))
        head.addWidget(self.step, 1)
        head.addWidget(self.hand_back)
        self.area = ScrollColumn(max_width=860, margin=28, name=_("How you are"))
        self._foot = Panel("card", "top")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(*edges)
        foot.setSpacing(m.space(3))
        self.status = StatusLine()
        self.previous = Button(_("Back"), "secondary", icon="arrow-left")
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next = Button(_("Next"), "primary", icon="arrow-right")
        self.next.clicked.connect(lambda: self._step(1))
        foot.addWidget(self.previous)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self.area, 1)
        whole.addWidget(self._foot)

    # -- what the window asks ---------------------------------------------------------------------------------------

    def show_place(self, place: places.ClientMeasures) -> None:
        """Load the visit; the questions begin when it is there."""
        self._place = place
        self._forget_pages()
        self._hide_parts(True)
        self._worker.ask(self, lambda store: (store.chart(place.visit_id), store.wordbook()), self._take)

    def tell_passphrase(self, passphrase: str) -> None:
        """Say it where it is asked for: the sample practice's is no secret."""
        self._known = passphrase

    def title(self) -> str:
        """The name of the screen."""
        return _("How you are")

    def leave(self) -> None:
        """Write down what was answered."""
        self.keeper.keep_now()

    def keep_now(self) -> None:
        """Write down what was answered; nothing that shows changes."""
        self.keeper.keep_now()

    def has_unsaved(self) -> bool:
        """Whether an answer could not be written down yet."""
        return self.keeper.has_unsaved()

    def focus_first(self) -> None:
        """Where answering goes on."""
        page = self._pages.get(self._at)
        if isinstance(page, AnswerPage | HandBackPage):
            page.focus_first()

    # -- pages ------------------------------------------------------------------------------------------------------

    def order(self) -> tuple[str, ...]:
        """The pages one after the other; change is asked once there is something to compare with."""
        again = self._chart is not None and self._chart.previous is not None
        ticks = (TICKS,) if self._wording is not None else ()
        return (WELCOME, PAIN, ACTIVITIES, *ticks, *((CHANGE,) if again else ()), BACK)

    def at(self) -> str:
        """The page in sight."""
        return self._at

    def page(self, key: str) -> QWidget:
        """A page, made when it is first shown."""
        found = self._pages.get(key)
        if found is None:
            found = self._pages[key] = self._make(key)
            if isinstance(found, AnswerPage):
                found.edited.connect(self._take_answers)
            self.area.add(found)
        return found

    def _make(self, key: str) -> QWidget:
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
        if key == CHANGE:
            return ChangePage(self.answers)
        back = HandBackPage(IntakeSheet(id="0" * 32, client_id="", answered_on=datetime.now().date()), self._known)
        back.opened.connect(self._check)
        back.resumed.connect(lambda: self.show_page(self._before_back))
        return back

    def show_page(self, key: str) -> None:
        """Turn to a page."""
        if key == BACK and self._at != BACK:
            self._before_back = self._at
        self._at = key
        page = self.page(key)
        if isinstance(page, AnswerPage):
            page.answers = self.answers
        for other in self._pages.values():
            other.setVisible(other is page)
        self.area.verticalScrollBar().setValue(0)
        self.hand_back.setVisible(key != BACK)
        self._foot.setVisible(key != BACK)
        self.previous.setVisible(key != WELCOME)
        asked = self.order()[1:-1]
        words = _("Question {number} of {whole}")
        told = words.format(number=asked.index(key) + 1, whole=len(asked)) if key in asked else ""
        self.step.setText(told)
        self._show_next()
        self.focus_first()

    def _show_next(self) -> None:
        page = self._pages.get(self._at)
        answered = not isinstance(page, AnswerPage) or page.is_answered()
        self.next.set_text(_("Start") if self._at == WELCOME else _("Next") if answered else _("Leave out"))
        self.next.set_kind("primary" if answered else "secondary")

    def _step(self, by: int) -> None:
        order = self.order()
        at = order.index(self._at) + by
        if 0 <= at < len(order):
            self.show_page(order[at])

    # -- answers ----------------------------------------------------------------------------------------------------

    def _take(self, found: tuple[Chart, Wordbook]) -> None:
        chart, book = found
        if self._place is None or chart.visit.id != self._place.visit_id:
            return
        self._chart = chart
        self._wording = next((each for each in book.wordings if each.measure == "rmdq"), None)
        self.answers = first_answers(chart.note, chart.previous.note if chart.previous is not None else None)
        self._hide_parts(False)
        self.status.show_words("")
        self.show_page(WELCOME)

    def _take_answers(self, answers: ClientAnswers) -> None:
        chart = self._chart
        assert chart is not None
        self.answers = answers
        self.keeper.change(Answered(chart.visit.id, chart.client.id, with_answers(chart.note, answers)))
        self._show_next()

    def _show_state(self) -> None:
        if self.keeper.has_unsaved():
            self.status.show_saving()
        else:
            self.status.show_words(_("Your answers are kept."), "circle-check")

    # -- handing back -----------------------------------------------------------------------------------------------

    def _check(self, passphrase: str) -> None:
        self.keeper.keep_now()
        self._worker.ask(self, lambda store: store.check_passphrase(passphrase), self._let_go, self._refuse)

    def _refuse(self, trouble: RecordTrouble) -> None:
        page = self.page(BACK)
        assert isinstance(page, HandBackPage)
        page.refuse(str(trouble))

    def _let_go(self, _nothing: None) -> None:
        place = self._place
        self._place = None
        self._forget_pages()
        self._hide_parts(True)
        if place is not None:
            self.gone.emit(places.Chart(place.visit_id))

    def _hide_parts(self, hidden: bool) -> None:
        for part in (self._head, self.area, self._foot):
            part.setVisible(not hidden)

    def _forget_pages(self) -> None:
        """Nothing of one client stays for the next; a typed passphrase goes with its page."""
        for page in self._pages.values():
            self.area.column.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = {}
        self._at = self._before_back = WELCOME
