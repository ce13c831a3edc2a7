"""The tab about keeping, at work: holds, corrections, the copy of the chart, and moving a visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.record import ClientFile, VisitRow
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.i18n import _
from rmt_notes.ui.dialogs import ask_text
from rmt_notes.ui.keeping.chart_desk import ChartDesk
from rmt_notes.ui.keeping.correction_questions import Answered, AnswerQuestion, Asked, RequestQuestion
from rmt_notes.ui.keeping.move_question import MoveQuestion
from rmt_notes.ui.places import Chart, Place
from rmt_notes.ui.screens.client.reading import View
from rmt_notes.ui.widgets.record_pane import RecordPane
from rmt_notes.ui.widgets.when import long_day
from rmt_notes.ui.worker import Changes, Worker


class RecordDesk(QObject):
    """`changed` asks the screen to read the client anew, `gone` to go to a place, `told` is a sentence to show."""

    changed = Signal()
    gone = Signal(Place)
    told = Signal(str)

    def __init__(self, worker: Worker, pane: RecordPane, owner: QWidget) -> None:
        super().__init__(owner)
        self._worker = worker
        self._pane = pane
        self._owner = owner
        self._view: View | None = None
        self.copies = ChartDesk(worker, owner)
        self.copies.begun.connect(self._begin_copy)
        self.copies.stepped.connect(self._step)
        self.copies.ended.connect(lambda: pane.set_busy(False))
        self.copies.told.connect(pane.say)
        pane.copy_wanted.connect(self._ask_copy)
        pane.copy_stopped.connect(self.copies.stop)
        pane.hold_wanted.connect(self._ask_hold)
        pane.lift_wanted.connect(self._ask_lift)
        pane.correction_wanted.connect(self._ask_request)
        pane.answer_wanted.connect(self._ask_answer)
        pane.statement_wanted.connect(self._ask_statement)

    def set_view(self, view: View) -> None:
        """What the screen shows."""
        if self._view is None or self._view.file.client.id != view.file.client.id:
            self._pane.say("")
        self._view = view

    def _file(self) -> ClientFile:
        assert self._view is not None
        return self._view.file

    def _client(self) -> Client:
        return self._file().client

    # -- the copy --------------------------------------------------------------------------------------------------

    def _ask_copy(self) -> None:
        self.copies.ask(self._client())

    def _begin_copy(self) -> None:
        self._pane.say("")
        self._pane.progress.show_step(0, 1, _("Reading the chart…"))
        self._pane.set_busy(True)

    def _step(self, done: int, parts: int) -> None:
        words = _("Part {number} of {count}").format(number=min(done + 1, parts), count=parts)
        self._pane.progress.show_step(done, parts, words)

    # -- holds -----------------------------------------------------------------------------------------------------

    def _ask_hold(self) -> None:
        client_id = self._client().id
        words = _("The record of {name} is not destroyed while a hold stands, whatever its term says.")
        ask_text(
            self._owner,
            _("Put under legal hold"),
            words.format(name=self._client().full_name()),
            _("Reason: complaint, lawsuit, inquiry…"),
            _("Set the hold"),
            lambda reason: self._do(lambda store: store.set_hold(client_id, reason)),
        )

    def _ask_lift(self, hold_id: str) -> None:
        words = _("From then on the record of {name} may be destroyed once its term is over.")
        ask_text(
            self._owner,
            _("Lift the legal hold"),
            words.format(name=self._client().full_name()),
            _("Why it is lifted"),
            _("Lift the hold"),
            lambda reason: self._do(lambda store: store.lift_hold(hold_id, reason)),
        )

    # -- corrections -----------------------------------------------------------------------------------------------

    def _request(self, correction_id: str) -> Correction:
        return next(each for each in self._file().corrections if each.id == correction_id)

    def _ask_request(self) -> None:
        assert self._view is not None
        visits = [
            (row.id, _("Note of {day}").format(day=long_day(row.started_at)))
            for row in self._file().visits
            if row.state != "void"
        ]
        question = RequestQuestion(self._owner, self._client().shown_name(), visits, self._view.today)
        question.filled.connect(self._take_request)
        question.open()

    def _take_request(self, asked: Asked) -> None:
        client_id = self._client().id

        def keep(store: RecordStore) -> None:
            store.request_correction(
                Correction(
                    id=store.new_id(),
                    client_id=client_id,
                    requested_on=asked.requested_on,
                    what=asked.what,
                    recorded_at=store.now(),
                    practitioner_id=store.practitioner.id,
                    visit_id=asked.visit_id,
                    how=asked.how,
                )
            )

        self._do(keep)

    def _ask_answer(self, correction_id: str) -> None:
        asked = self._request(correction_id)
        question = AnswerQuestion(self._owner, asked, of_note=bool(asked.visit_id))
        question.filled.connect(lambda answered: self._take_answer(correction_id, answered))
        question.open()

    def _take_answer(self, correction_id: str, answered: Answered) -> None:
        def keep(store: RecordStore) -> str:
            if answered.state == "granted":
                return store.grant_correction(correction_id, answered.reason, answered.recipients)
            if answered.state == "refused":
                store.refuse_correction(correction_id, answered.ground, answered.reason)
            else:
                store.take_back_correction(correction_id, answered.reason)
            return ""

        def lead(visit_id: object) -> None:
            if visit_id:
                self.gone.emit(Chart(str(visit_id)))

        self._do(keep, lead)

    def _ask_statement(self, correction_id: str) -> None:
        words = _("In the client's own words. It stays as it is given and goes wherever the note goes.")
        ask_text(
            self._owner,
            _("Statement of disagreement"),
            words,
            _("The statement"),
            _("Attach it"),
            lambda statement: self._do(lambda store: store.attach_statement(correction_id, statement)),
            lines=5,
        )

    # -- moving a visit --------------------------------------------------------------------------------------------

    def ask_move(self, row: VisitRow) -> None:
        """A visit was filed under the wrong client."""
        question = MoveQuestion(self._owner, self._worker, row.id, row.started_at.date(), self._client())
        question.moved.connect(lambda client, reason, one, other: self._move(row.id, client, reason, one, other))
        question.open()

    def _move(self, visit_id: str, client_id: str, reason: str, from_name: str, to_name: str) -> None:
        def move(store: RecordStore) -> None:
            store.move_visit(visit_id, client_id, reason, from_name=from_name, to_name=to_name)

        self._do(move, lambda _nothing: self.told.emit(_("The visit is moved. Both records keep the trace.")))

    # -- asking the record -----------------------------------------------------------------------------------------

    def _do(self, work: Callable[[RecordStore], object], then: Callable[[object], None] | None = None) -> None:
        def done(answer: object) -> None:
            self.changed.emit()
            if then is not None:
                then(answer)

        changes = Changes(frozenset({"clients", "visits", "safety"}), asker=self._owner)
        self._worker.ask(self, work, done, self._fail, changes=changes)

    def _fail(self, trouble: RecordTrouble) -> None:
        self.told.emit(str(trouble))
