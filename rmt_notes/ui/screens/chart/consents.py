"""Consent as the chart records it: what counts for this visit, what the touched regions and a changed plan still need,
and keeping what was agreed or taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo

from PySide6.QtCore import QObject, Signal

from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.consent_draft import ConsentDraft, consents_from, last_reason
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdiction
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.sensitive_areas import areas_of, consents_for
from rmt_notes.clinical.signing import due_at
from rmt_notes.clinical.signing_consent import p2_changed_plan, v8_consent
from rmt_notes.clinical.situation import Situation
from rmt_notes.clinical.visit import Treatment
from rmt_notes.db import RecordStore
from rmt_notes.i18n import _
from rmt_notes.ui.screens.chart.consent_card import Ask, ConsentState
from rmt_notes.ui.widgets.due_words import due_words
from rmt_notes.ui.widgets.when import clock, near_month_day
from rmt_notes.ui.widgets.withdrawal_form import WithdrawalDraft
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

    def state(self, chart: Chart, rules: Jurisdiction) -> ConsentState:
        """The consents that belong to this visit, and a sentence for everything that is missing."""
        now = self.now()
        seen = Situation.of(chart, now)
        consents = chart.safety.consents
        return ConsentState(
            client=chart.client,
            rules=rules,
            today=now.date(),
            given=tuple(one for one in consents if _belongs(one, chart)),
            agreed=not _lacks_treatment(chart),
            asks=(*_area_asks(chart, rules), *_plan_asks(seen)),
            reasons={area: last_reason(consents, area) for area in rules.sensitive},
            changes=chart.note.plan.changes.strip(),
            due="" if chart.versions else due_words(due_at(chart), now),
        )

    def agree(self, draft: ConsentDraft) -> None:
        """The client agrees to what the draft says."""
        chart = self._chart
        if chart is None:
            return
        rules = jurisdiction(chart.practice.jurisdiction)

        def record(store: RecordStore) -> None:
            consents = consents_from(
                draft,
                rules,
                client_id=chart.client.id,
                visit_id=chart.visit.id,
                at=store.now(),
                practitioner_id=store.practitioner.id,
                new_id=store.new_id,
            )
            store.record_consents(consents)

        self._ask(record)

    def withdraw(self, draft: WithdrawalDraft) -> None:
        """The client takes a consent back."""
        chart = self._chart
        if chart is None:
            return
        visit_id = chart.visit.id

        def record(store: RecordStore) -> None:
            store.withdraw_consent(
                draft.consent_id,
                store.now(),
                draft.said,
                done=draft.done,
                areas=draft.areas,
                scope=draft.scope,
                visit_id=visit_id,
            )

        self._ask(record)

    def _ask(self, record: Callable[[RecordStore], None]) -> None:
        chart = self._chart
        assert chart is not None
        changes = Changes(frozenset({"safety"}), chart.client.id, chart.visit.id, self.parent())
        self._worker.ask(self, record, lambda _nothing: self.changed.emit(), changes=changes)


def recorded_words(state: ConsentState, zone: tzinfo | None) -> tuple[str, str]:
    """`Consent 10:02`, with the longer sentence, once every consent that this visit asks for is on record; empty while
    one is missing. `zone` is that of the visit."""
    given = [one for one in state.given if one.kind == "assessment_and_treatment" and one.withdrawn_at is None]
    if not state.agreed or state.asks or not given:
        return "", ""
    last = max(one.given_at for one in given).astimezone(zone)
    when = clock(last) if last.date() == state.today else near_month_day(last.date(), state.today)
    return _("Consent {when}").format(when=when), _("Every consent that this visit asks for is recorded.")


def _belongs(consent: Consent, chart: Chart) -> bool:
    """Given in this visit, withdrawn in it, or in force for the whole plan when it began."""
    visit = chart.visit
    if consent.visit_id == visit.id or any(each.visit_id == visit.id for each in consent.withdrawals):
        return True
    if consent.kind not in ("assessment_and_treatment", "sensitive_areas") or consent.scope != "plan":
        return False
    return consent.given_at.astimezone(visit.started_at.tzinfo).date() <= visit.started_at.date() and (
        consent.stands_at(visit.started_at)
    )


def _lacks_treatment(chart: Chart) -> bool:
    """Whether treatment would lack consent, whatever came of the visit; taken back since, it does."""
    for consent in chart.safety.consents:
        if consent.kind != "assessment_and_treatment" or consent.withdrawn_at is not None:
            continue
        if not _lacks(chart, consent):
            return False
    return True


def _lacks(chart: Chart, consent: Consent) -> bool:
    treated = replace(
        chart,
        note=replace(chart.note, treatment=Treatment()),
        safety=replace(chart.safety, consents=(consent,)),
    )
    return any(True for _gap in v8_consent(Situation.of(treated, chart.visit.started_at)))


def _area_asks(chart: Chart, rules: Jurisdiction) -> tuple[Ask, ...]:
    needs = consents_for(
        areas_of(chart.note),
        rules,
        chart.safety.consents,
        visit_id=chart.visit.id,
        on=chart.visit.started_at,
        spoken=chart.note.treatment.sensitive_spoken,
        plan_started=chart.visit.started_at.date() if chart.visit.kind == "initial" else None,
    )
    written = [need for need in needs if need.missing != "spoken"]
    found = []
    if written:
        sentence = " ".join(need.sentence for need in written)
        found.append(Ask(kind="sensitive_areas", sentence=sentence, areas=tuple(need.area for need in written)))
    found += [Ask(kind="sensitive_areas", sentence=need.sentence, spoken=True) for need in needs if need not in written]
    return tuple(found)


def _plan_asks(seen: Situation) -> tuple[Ask, ...]:
    return tuple(Ask(kind="plan_change", sentence=gap.sentence) for gap in p2_changed_plan(seen))
