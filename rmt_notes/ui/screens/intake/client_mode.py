"""Client mode: the device in the client's hands. One question at a time in large letters, everything else out of reach.

What is answered is written down as the draft of the client's intake, as while the therapist types, so that a closed
lid loses nothing. Only the therapist's passphrase, checked against the record, leads back; the therapist then finds
the answers in the intake and decides what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.half_typed import HalfClearance
from rmt_notes.clinical.health_history import SignedAnswers
from rmt_notes.clinical.intake import history_of, new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft, IntakeSheet
from rmt_notes.clinical.own_questions import OWN, OwnQuestion
from rmt_notes.i18n import _
from rmt_notes.ui import places
from rmt_notes.ui.screens.intake.client_pages import (
    OwnQuestionPage,
    OwnWordsPage,
    Page,
    QuestionPage,
    ReviewPage,
    SignPage,
    StopPage,
    WelcomePage,
)
from rmt_notes.ui.screens.intake.handed_over import BACK, WELCOME, HandedOverScreen, HandedPage
from rmt_notes.ui.screens.intake.keeper import IntakeKeeper, UnderWay
from rmt_notes.ui.screens.intake.loaded import Loaded, load
from rmt_notes.ui.screens.intake.notice import notice_lines
from rmt_notes.ui.screens.intake.words import URGENT_GROUP
from rmt_notes.ui.worker import Worker

WORDS, REVIEW, SIGN, STOP = "words", "review", "sign", "stop"


class ClientModeScreen(HandedOverScreen):
    """`gone` comes after the passphrase, and leads to that client's intake."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(worker, IntakeKeeper(worker), _("Questions about your health"), 760, parent)
        self._place: places.ClientMode | None = None
        self._loaded: Loaded | None = None
        self._start = self._sheet = IntakeSheet(id="0" * 32, client_id="", answered_on=datetime.now().date())
        self._begun_at: datetime | None = None
        self._clearance: HalfClearance | None = None
        self._stopped_at = ""

    # -- what the window asks ---------------------------------------------------------------------------------------

    def show_place(self, place: places.ClientMode) -> None:
        """Load that client's intake; the questions begin when it is there."""
        self._place = place
        self.forget_pages()
        self.hide_parts(True)
        self._worker.ask(self, lambda store: load(store, place.client_id), self._take)

    # -- pages ------------------------------------------------------------------------------------------------------

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

    def make_page(self, key: str) -> Page:
        """A page whose answers come back to the sheet."""
        found = self._make(key)
        found.edited.connect(self._take_sheet)
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

    def prepare(self, page: HandedPage) -> None:
        """Show what is answered; the review as a version would tell it."""
        if isinstance(page, Page):
            page.set_sheet(self._sheet)
        if isinstance(page, ReviewPage) and self._loaded is not None:
            page.show_history(history_of(self._sheet, practitioner_id="", at=self._loaded.now))

    def steps(self) -> Mapping[str, str]:
        """The words over a page that is no question."""
        return {WORDS: _("In your own words"), REVIEW: _("Your answers"), SIGN: _("Signature")}

    def forward(self) -> Mapping[str, str]:
        """The words on the way forward where they are not "Next"."""
        return {WELCOME: _("Start"), SIGN: _("Done"), REVIEW: _("Everything is right")}

    def stands_alone(self, key: str) -> bool:
        """Whether a page has no way forward or back of its own."""
        return key in (BACK, STOP)

    def go_on(self) -> None:
        """The notice was read, or the answers are signed, with the press that goes on."""
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
        self.turn(1)

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
        self._clearance = draft.clearance if draft else None  # the therapist's, half typed: it waits on
        self.begin()

    def _take_sheet(self, sheet: IntakeSheet) -> None:
        self._sheet = sheet
        page = self.page(self._at)
        if isinstance(page, Page):
            page.sheet = sheet
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
                    clearance=self._clearance,
                ),
            )
        )
        self.show_next()

    def way_back(self) -> places.Place | None:
        """To that client's intake, where the therapist decides what is kept."""
        place, self._place = self._place, None
        return places.Intake(place.client_id, place.visit_id) if place is not None else None
