"""Records what is found, decided and closed while charting. Each is kept at once; the chart follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.record import Chart, SafetyFile
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.ui.worker import Changes, Worker


class SafetyDesk(QObject):
    """`changed` carries everything on file after an act, `failed` the world's trouble as a sentence."""

    changed = Signal(SafetyFile)
    failed = Signal(str)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._chart: Chart | None = None

    def set_chart(self, chart: Chart) -> None:
        """The visit that is open."""
        self._chart = chart

    def find(self, key: str, state: str, places: Sequence[Place], detail: str) -> None:
        """The therapist found something during the visit."""
        chart = self._chart
        if chart is None:
            return

        def write(store: RecordStore) -> None:
            store.record_finding(
                Finding(
                    id=store.new_id(),
                    client_id=chart.client.id,
                    key=key,
                    state=state,
                    recorded_at=store.now(),
                    practitioner_id=store.practitioner.id,
                    places=tuple(places),
                    detail=detail,
                    visit_id=chart.visit.id,
                )
            )

        self._ask(write)

    def decide(self, finding_id: str, choice: str, how: str, reason: str) -> None:
        """The therapist decides on a finding."""
        self._decide([(finding_id, choice, how, reason)])

    def confirm(self, decisions: Sequence[Decision]) -> None:
        """Each finding is still true and its decision stands: decided again in this visit, in the same words."""
        self._decide([(each.finding_id, each.choice, each.how, each.reason) for each in decisions])

    def _decide(self, said: Sequence[tuple[str, str, str, str]]) -> None:
        chart = self._chart
        if chart is None:
            return

        def write(store: RecordStore) -> None:
            at = store.now()
            decisions = [
                self._decision(store, chart, at, finding_id, choice, how, reason)
                for finding_id, choice, how, reason in said
            ]
            store.keep_intake(chart.client.id, None, decisions=decisions)

        self._ask(write)

    @staticmethod
    def _decision(
        store: RecordStore, chart: Chart, at: datetime, finding_id: str, choice: str, how: str, reason: str
    ) -> Decision:
        return Decision(
            id=store.new_id(),
            client_id=chart.client.id,
            finding_id=finding_id,
            choice=choice,
            decided_at=at,
            practitioner_id=store.practitioner.id,
            how=how,
            reason=reason,
            visit_id=chart.visit.id,
        )

    def change(self, finding: Finding) -> None:
        """A finding is confirmed, placed, resolved or was entered in error."""
        chart = self._chart
        if chart is None:
            return

        def write(store: RecordStore) -> None:
            before = next((each for each in store.safety(chart.client.id).findings if each.id == finding.id), finding)
            store.change_finding(
                replace(
                    before,
                    state=finding.state,
                    places=finding.places,
                    closed_on=finding.closed_on,
                    closed_reason=finding.closed_reason,
                )
            )

        self._ask(write)

    def _ask(self, write: Callable[[RecordStore], None]) -> None:
        chart = self._chart
        assert chart is not None
        client_id = chart.client.id

        def work(store: RecordStore) -> SafetyFile:
            write(store)
            return store.safety(client_id)

        def told(trouble: RecordTrouble) -> None:
            self.failed.emit(str(trouble))

        changes = Changes(frozenset({"safety"}), client_id, chart.visit.id, self.parent())
        self._worker.ask(self, work, self.changed.emit, told, changes=changes)
