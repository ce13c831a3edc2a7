"""What becomes of a visit's note as a whole: it is signed, the signature is taken back within its minutes, the note is
amended with a reason, or what is not signed is given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.when import full_day
from rmt_notes.ui.worker import Changes, Worker

UNDO_LOOK_MS = 15_000
"""How often the minutes left for taking a signature back are told anew."""


class SignatureDesk(QObject):
    """`signed` and `refused`, with its trouble, answer `sign`; `changed` comes when the note stands otherwise in the
    record. `minutes_left` tells how long the signature can still be taken back, and `kept` why it could not be."""

    signed = Signal()
    refused = Signal(object)
    changed = Signal()
    minutes_left = Signal(int)
    kept = Signal(str)

    def __init__(self, worker: Worker, room: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(room)
        self._worker = worker
        self._room = room
        self._now = now
        self._chart: Chart | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(UNDO_LOOK_MS)
        self._clock.timeout.connect(self._tell_minutes)

    def set_chart(self, chart: Chart) -> None:
        """Know the visit in sight."""
        self._chart = chart
        self._tell_minutes()

    def sign(self) -> None:
        """Sign the note as the record has it."""
        visit_id = self._visit_id()
        self._worker.ask(
            self._room,
            lambda store: store.sign(visit_id),
            lambda _version: self.signed.emit(),
            self.refused.emit,
            changes=self._changes(),
        )

    def withdraw(self) -> None:
        """Take the newest signature back."""
        visit_id = self._visit_id()
        self._do(lambda store: store.withdraw_signature(visit_id), self._stays)

    def _stays(self, trouble: RecordTrouble) -> None:
        self.minutes_left.emit(0)
        self.kept.emit(str(trouble))

    def ask_amendment(self) -> None:
        """Begin an amendment once its reason is given."""
        chart = self._chart
        if chart is None:
            return
        from rmt_notes.ui.dialogs import ask_text

        words = _("Why is the note of {name}, {day}, amended? The signed version stays as it is.").format(
            name=chart.client.shown_name(), day=full_day(chart.visit.started_at.date())
        )
        ask_text(self._room, _("Amend this note"), words, _("Reason"), _("Begin the amendment"), self._amend)

    def ask_discard(self, note: Note, forget: Callable[[], None]) -> None:
        """Give up an amendment, `note` being how it stands; asked first where something was written in it, for nothing
        brings that back. `forget` comes before it goes."""
        chart = self._chart
        if chart is None:
            return
        visit_id = chart.visit.id

        def answer(choice: str) -> None:
            if choice == "give_up":
                forget()
                self._do(lambda store: store.discard_draft(visit_id))

        if chart.versions and chart.versions[-1].note == note:
            answer("give_up")
            return
        from rmt_notes.ui.dialogs import ask

        words = _("What was changed in this amendment is lost. The signed version stays as it is.")
        verbs = [("stay", _("Go on amending")), ("give_up", _("Give it up"))]
        ask(self._room, _("Give up this amendment?"), words, verbs).connect(answer)

    def _amend(self, reason: str) -> None:
        visit_id = self._visit_id()
        self._do(lambda store: store.begin_amendment(visit_id, reason))

    def _do(self, act: Callable[[RecordStore], object], failed: Callable[[RecordTrouble], None] | None = None) -> None:
        self._worker.ask(self._room, act, lambda _answer: self.changed.emit(), failed, changes=self._changes())

    def _visit_id(self) -> str:
        assert self._chart is not None
        return self._chart.visit.id

    def _changes(self) -> Changes:
        assert self._chart is not None
        return Changes(frozenset({"visits"}), self._chart.client.id, self._chart.visit.id, self._room)

    def _tell_minutes(self) -> None:
        """The minutes left, rounded up, as long as there are any."""
        until = self._chart.undo_until if self._chart is not None else None
        left = (until - self._now()).total_seconds() if until is not None else 0.0
        self.minutes_left.emit(max(0, -int(-left // 60)))
        if left > 0 and self._room.isVisible():
            self._clock.start()
        else:
            self._clock.stop()
