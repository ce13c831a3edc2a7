"""Client mode: the device in the client's hands. One question at a time in large letters, everything else out of reach.

What is answered is written down as the draft of the client's intake, as while the therapist types, so that a closed
lid loses nothing. Only the therapist's passphrase, checked against the record, leads back; the therapist then finds
the answers in the intake and decides what is kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import SignedAnswers
from rmt_notes.clinical.intake import history_of, new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft, IntakeSheet
from rmt_notes.clinical.own_questions import OWN, OwnQuestion
from rmt_notes.db import RecordTrouble
from rmt_notes.i18n import _
from rmt_notes.ui import places, theme
from rmt_notes.ui.screens.intake.client_pages import (
    HandBackPage,
    OwnQuestionPage,
    OwnWordsPage,
    Page,
    QuestionPage,
    ReviewPage,
    SignPage,
    StopPage,
    WelcomePage,
)
from rmt_notes.ui.screens.intake.keeper import IntakeKeeper, UnderWay
from rmt_notes.ui.screens.intake.loaded import Loaded, load
from rmt_notes.ui.screens.intake.notice import notice_lines
from rmt_notes.ui.screens.intake.words import URGENT_GROUP
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.status_line import StatusLine
from rmt_notes.ui.worker import Worker

WELCOME, WORDS, REVIEW, SIGN, BACK, STOP = "welcome", "words", "review", "sign", "back", "stop"


class ClientModeScreen(QWidget):
    """`gone` comes after the passphrase, and leads to that client's intake."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._place: places.ClientMode | None = None
        self._loaded: Loaded | None = None
        self._start = self._sheet = IntakeSheet(id="0" * 32, client_id="", answered_on=datetime.now().date())
        self._begun_at: datetime | None = None
        self._known = ""
        self._at = WELCOME
        self._before_back = WELCOME
        self._stopped_at = ""
        self._pages: dict[str, Page] = {}
        self.keeper = IntakeKeeper(worker, self)
        self.keeper.saving.connect(self._show_state)
        self.keeper.saved.connect(lambda _at: self._show_state())
        self.keeper.failed.connect(lambda reason: self.status.show_failed(reason))
        self._lay_out()

    def _lay_out(self) -> None:
        m = theme.metrics()
        self._head = Panel("card", "bottom")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(m.space(5), m.space(3), m.space(5), m.space(3))
        self.step = Label("", "lead", "semibold", wrap=True)
        self.hand_back = Button(_("Hand back"), "secondary", icon="hand")
        self.hand_back.clicked.connect(lambda: self.show_page(BACK))
        head.addWidget(self.step, 1)
        head.addWidget(self.hand_back)
        self.area = ScrollColumn(max_width=760, margin=28, name=_("Questions about your health"))
        self._foot = Panel("card", "top")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(m.space(5), m.space(3), m.space(5), m.space(3))
        foot.setSpacing(m.space(3))
        self.status = StatusLine()
        self.previous = Button(_("Back"), "secondary", icon="arrow-left")
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next = Button(_("Next"), "primary", icon="arrow-right")
        self.next.clicked.connect(self._go_on)
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

    def show_place(self, place: places.ClientMode) -> None:
        """Load that client's intake; the questions begin when it is there."""
        self._place = place
        self._forget_pages()
        self.hide_parts(True)
        self._worker.ask(self, lambda store: load(store, place.client_id), self._take)

    def tell_passphrase(self, passphrase: str) -> None:
        """Say it where it is asked for: the sample practice's is no secret."""
        self._known = passphrase

    def title(self) -> str:
        """The name of the screen."""
        return _("Questions about your health")

    def leave(self) -> None:
        """Write down what was answered."""
        self.keep_now()

    def keep_now(self) -> None:
        """Write down what was answered; nothing that shows changes."""
        self.keeper.keep_now()

    def has_unsaved(self) -> bool:
        """Whether an answer could not be written down yet."""
        return self.keeper.has_unsaved()

    def focus_first(self) -> None:
        """Where answering goes on."""
        page = self._pages.get(self._at)
        if page is not None:
            page.focus_first()

    # -- pages ------------------------------------------------------------------------------------------------------

    def hide_parts(self, hidden: bool) -> None:
        """Nothing shows until the client is loaded."""
        for part in (self._head, self.area, self._foot):
            part.setVisible(not hidden)

    @property
    def sheet(self) -> IntakeSheet:
        """What is answered so far."""
        return self._sheet

    def asked(self) -> tuple[str, ...]:
        """The questions asked of this client, the practice's own last."""
        groups = tuple(key for key in catalogue().intake_groups if key not in self._sheet.left_out)
        return (*groups, *(each.key for each in self._own()))

    def _own(self) -> tuple[OwnQuestion, ...]:
        return self._loaded.questions if self._loaded is not None else ()

    def order(self) -> tuple[str, ...]:
        """The pages one after the other."""
        return (WELCOME, WORDS, *self.asked(), REVIEW, SIGN, BACK)

    def page(self, key: str) -> Page:
        """A page, made when it is first shown."""
        found = self._pages.get(key)
        if found is None:
            found = self._pages[key] = self._make(key)
            found.edited.connect(self._take_sheet)
            self.area.add(found)
        return found

    def _make(self, key: str) -> Page:
        loaded = self._loaded
        assert loaded is not None
        client = loaded.file.client
        if key == WELCOME:
            notice = notice_lines(loaded.practice, loaded.rules)
            return WelcomePage(self._sheet, client.preferred_name or client.first_name, notice)
        if key == WORDS:
            return OwnWordsPage(self._sheet)
        if key == REVIEW:
            groups = [each for each in self.asked() if each in catalogue().intake_groups]
            review = ReviewPage(self._sheet, groups, self._own())
            review.wanted.connect(self.show_page)
            return review
        if key == SIGN:
            return SignPage(self._sheet, client.full_name())
        if key == BACK:
            back = HandBackPage(self._sheet, self._known)
            back.opened.connect(self._check)
            back.resumed.connect(lambda: self.show_page(self._before_back))
            return back
        if key == STOP:
            stop = StopPage(self._sheet)
            stop.handed.connect(lambda: self.show_page(BACK))
            stop.mistaken.connect(self._take_back)
            return stop
        own = next((each for each in self._own() if each.key == key), None)
        if own is not None:
            page = OwnQuestionPage(self._sheet, own)
            if own.finding in catalogue().contraindications:
                urgent = catalogue().contraindications[own.finding].urgency in ("same_day", "emergency")
                page.confirmed.connect(lambda: self._stop(page.sheet) if urgent else None)
            return page
        question = QuestionPage(self._sheet, key)
        question.alarmed.connect(lambda: self._stop(question.sheet))
        return question

    def _stop(self, sheet: IntakeSheet) -> None:
        """The answer is written down at once, and the questions wait for the therapist."""
        self._stopped_at = self._at
        self.keeper.keep_now()
        self.show_page(STOP)

    def _take_back(self) -> None:
        """The yes was a slip: its question stands open again."""
        key = self._stopped_at
        sheet = self._sheet
        if key.startswith(OWN):
            own = next(each for each in self._own() if each.key == key)
            sheet = sheet.with_own(own.id, own.question, "")
        elif key == URGENT_GROUP:
            sheet = sheet.with_group(key, "")
        else:
            book = catalogue()
            for item in book.intake_groups[key].items:
                said = sheet.item(item)
                if said is not None and book.contraindications[item].urgency in ("same_day", "emergency"):
                    sheet = sheet.with_item(item, None)
        self._take_sheet(sheet)
        self.show_page(key)

    def at(self) -> str:
        """The page in sight."""
        return self._at

    def show_page(self, key: str) -> None:
        """Turn to a page."""
        if key == BACK and self._at != BACK:
            self._before_back = self._at
        self._at = key
        page = self.page(key)
        page.set_sheet(self._sheet)
        if isinstance(page, ReviewPage) and self._loaded is not None:
            page.show_history(history_of(self._sheet, practitioner_id="", at=self._loaded.now))
        for other in self._pages.values():
            other.setVisible(other is page)
        self.area.verticalScrollBar().setValue(0)
        self.hand_back.setVisible(key not in (BACK, STOP))
        self._foot.setVisible(key not in (BACK, STOP))
        self.previous.setVisible(key != WELCOME)
        keys = self.asked()
        words = {WORDS: _("In your own words"), REVIEW: _("Your answers"), SIGN: _("Signature")}
        if key in keys:
            words[key] = _("Question {number} of {whole}").format(number=keys.index(key) + 1, whole=len(keys))
        self.step.setText(words.get(key, ""))
        self._show_next()
        page.focus_first()

    def _show_next(self) -> None:
        words = {WELCOME: _("Start"), SIGN: _("Done"), REVIEW: _("Everything is right")}
        answered = self.page(self._at).is_answered()
        self.next.set_text(words.get(self._at, _("Next") if answered else _("Leave out")))
        self.next.set_kind("primary" if answered else "secondary")

    def _step(self, by: int) -> None:
        order = self.order()
        at = order.index(self._at) + by
        if 0 <= at < len(order):
            self.show_page(order[at])

    def _go_on(self) -> None:
        if self._at == WELCOME:
            self._take_sheet(
                replace(
                    self._sheet,
                    notice_given=True,
                    method="electronic",
                    completed_by=self._sheet.completed_by if self._sheet.completed_by == "guardian" else "client",
                )
            )
        elif self._at == SIGN:
            self._sign()
        self._step(1)

    def _sign(self) -> None:
        """Bind the signature to what stands here now."""
        page = self.page(SIGN)
        assert isinstance(page, SignPage)
        strokes = page.signature()
        at = datetime.now().astimezone().replace(microsecond=0)
        signed = None
        if strokes is not None and page.signer():
            content = history_of(self._sheet, practitioner_id="", at=at).answers_hash()
            signed = SignedAnswers(name=page.signer(), at=at, content=content, signature=strokes)
        self._take_sheet(replace(self._sheet, signed=signed))

    # -- answers ----------------------------------------------------------------------------------------------------

    def _take(self, loaded: Loaded) -> None:
        if self._place is None or loaded.file.client.id != self._place.client_id:
            return
        self._loaded = loaded
        draft = loaded.file.intake
        self._start = draft.start if draft else new_sheet(loaded.file.client.id, loaded.now.date(), loaded.last)
        self._sheet = draft.sheet if draft else self._start
        self._begun_at = draft.begun_at if draft else None
        self.hide_parts(False)
        self.status.show_words("")
        self.show_page(WELCOME)

    def _take_sheet(self, sheet: IntakeSheet) -> None:
        self._sheet = sheet
        self.page(self._at).sheet = sheet
        at = datetime.now().astimezone().replace(microsecond=0)
        self._begun_at = self._begun_at or at
        self.keeper.change(
            UnderWay(
                sheet.client_id,
                IntakeDraft(
                    client_id=sheet.client_id,
                    sheet=sheet,
                    start=self._start,
                    begun_at=self._begun_at,
                    saved_at=at,
                    visit_id=self._place.visit_id if self._place is not None else "",
                ),
            )
        )
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
        self.hide_parts(True)
        if place is not None:
            self.gone.emit(places.Intake(place.client_id, place.visit_id))

    def _forget_pages(self) -> None:
        """Nothing of one client stays for the next; a typed passphrase goes with its page."""
        for page in self._pages.values():
            self.area.column.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages = {}
        self._at = self._before_back = WELCOME
