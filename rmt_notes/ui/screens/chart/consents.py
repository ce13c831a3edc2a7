"""Consent as the chart records it: what counts for this visit, what the touched regions still need, and keeping what
was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdiction
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.sensitive_areas import areas_of, consents_for
from rmt_notes.db import RecordStore
from rmt_notes.ui.worker import Changes, Worker


class ConsentDesk(QObject):
    """Records consents of the visit that is open; `changed` after each."""

    changed = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._chart: Chart | None = None

    def set_chart(self, chart: Chart) -> None:
        """The visit that is open."""
        self._chart = chart

    def now(self) -> datetime:
        """The time in the visit's zone."""
        assert self._chart is not None
        return datetime.now(self._chart.visit.started_at.tzinfo)

    def state(self, chart: Chart, rules: Jurisdiction) -> tuple[tuple[Consent, ...], tuple[str, ...], tuple[str, ...]]:
        """The consents that count for this visit, the sensitive areas still to be signed for,
        and a sentence for everything that is missing."""
        given = tuple(
            one
            for one in chart.safety.consents
            if one.withdrawn_at is None
            and one.kind in ("assessment_and_treatment", "sensitive_areas")
            and (one.visit_id == chart.visit.id or one.scope == "plan")
        )
        treatment = chart.note.treatment
        needs = consents_for(
            areas_of(chart.note),
            rules,
            chart.safety.consents,
            visit_id=chart.visit.id,
            on=chart.visit.started_at,
            spoken=treatment.sensitive_spoken,
        )
        needed = tuple(need.area for need in needs if need.missing == "written")
        return given, needed, tuple(need.sentence for need in needs)

    def agree_to_treatment(self, elements: Sequence[str], how: str) -> None:
        """The client agrees to assessment and treatment."""
        self._record(kind="assessment_and_treatment", elements=tuple(elements), how=how, scope="visit")

    def agree_to_areas(self, areas: Sequence[str]) -> None:
        """The client signed on paper for sensitive areas; once per plan where the jurisdiction allows it."""
        assert self._chart is not None
        rules = jurisdiction(self._chart.practice.jurisdiction)
        per_plan = all(rules.sensitive.get(area) == "once_per_plan" for area in areas)
        self._record(kind="sensitive_areas", areas=tuple(areas), how="written", scope="plan" if per_plan else "visit")

    def _record(
        self, *, kind: str, how: str, scope: str, elements: tuple[str, ...] = (), areas: tuple[str, ...] = ()
    ) -> None:
        chart = self._chart
        if chart is None:
            return

        def record(store: RecordStore) -> None:
            consent = Consent(
                id=store.new_id(),
                client_id=chart.client.id,
                kind=kind,
                given_at=store.now(),
                practitioner_id=store.practitioner.id,
                how=how,
                scope=scope,
                visit_id=chart.visit.id,
                elements=elements,
                areas=areas,
            )
            store.record_consent(consent)

        changes = Changes(frozenset({"safety"}), chart.client.id, chart.visit.id, self.parent())
        self._worker.ask(self, record, lambda _nothing: self.changed.emit(), changes=changes)
