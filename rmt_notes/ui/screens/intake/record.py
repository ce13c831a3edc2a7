"""Writes an intake into the record: a version with its findings and decisions as one act, or that nothing changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.half_typed import HalfClearance
from rmt_notes.clinical.health_history import HistoryReview
from rmt_notes.clinical.intake import findings_in, new_sheet, to_keep
from rmt_notes.clinical.intake_sheet import IntakeDraft, IntakeSheet
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.ui.screens.intake.loaded import Loaded
from rmt_notes.ui.worker import Changes, Worker


class IntakeRecord(QObject):
    """`kept` when it is in the record, `failed` with the world's trouble as a sentence."""

    kept = Signal()
    failed = Signal(str)

    def __init__(self, worker: Worker, loaded: Loaded, owner: QWidget) -> None:
        super().__init__(owner)
        self._worker = worker
        self._owner = owner
        self._loaded = loaded

    def set_loaded(self, loaded: Loaded) -> None:
        """What is on file now."""
        self._loaded = loaded

    def keep(
        self,
        sheet: IntakeSheet,
        start: IntakeSheet,
        visit_id: str,
        typed: HalfClearance | None,
        letter: bytes | None = None,
    ) -> None:
        """Write the version, the findings and the decisions. The draft ends with it; a clearance that is still being
        typed, with its letter, waits in a draft of its own."""
        safety = self._loaded.file.safety
        questions, last = self._loaded.questions, self._loaded.last

        def write(store: RecordStore) -> None:
            at, who = store.now(), store.practitioner.id
            rows = findings_in(sheet, safety, practitioner_id=who, at=at, visit_id=visit_id, questions=questions)
            kept = to_keep(sheet, start, rows, practitioner_id=who, at=at, visit_id=visit_id)
            store.keep_intake(
                sheet.client_id,
                kept.history,
                findings=kept.findings,
                changed=kept.changed,
                decisions=kept.decisions,
                ends_draft=typed is None,
            )
            if typed is not None:
                fresh = new_sheet(sheet.client_id, at.date(), kept.history or last)
                waiting = IntakeDraft(
                    client_id=sheet.client_id,
                    sheet=fresh,
                    start=fresh,
                    begun_at=at,
                    saved_at=at,
                    visit_id=visit_id,
                    clearance=typed,
                )
                store.keep_intake_draft(waiting, letter)

        self._ask(write, visit_id)

    def review(self, history_id: str, visit_id: str) -> None:
        """Write that this version was looked at and nothing changed."""
        client_id = self._loaded.file.client.id

        def write(store: RecordStore) -> None:
            store.review_history(
                HistoryReview(
                    id=store.new_id(),
                    client_id=client_id,
                    history_id=history_id,
                    reviewed_on=store.now().date(),
                    practitioner_id=store.practitioner.id,
                    visit_id=visit_id,
                )
            )

        self._ask(write, visit_id)

    def _ask(self, write: Callable[[RecordStore], None], visit_id: str) -> None:
        changes = Changes(frozenset({"safety"}), self._loaded.file.client.id, visit_id, self._owner)
        self._worker.ask(self, write, lambda _nothing: self.kept.emit(), self._fail, changes=changes)

    def _fail(self, trouble: RecordTrouble) -> None:
        self.failed.emit(str(trouble))
