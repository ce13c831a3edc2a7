"""How a client's story is told to the diary: short words for the store's intentions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from rmt_notes.clinical.assessment import RangeOfMotion
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.health_history import DECLINED, NO, YES, Allergies, Answer, HealthHistory, HistoryReview
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore
from rmt_notes.sample.diary import Diary
from rmt_notes.sample.people import THERAPIST_ID, key

OBSERVING = ("observe",)
"""What the therapist sees is not asked, so it is no answer of the health history."""


def technique(
    name: str,
    *places: Place,
    structures: tuple[str, ...] = (),
    minutes: float | None = None,
    tolerance: int | None = None,
    position: str = "",
    response: str = "",
    modification: str = "",
    **settings: bool | int | float | str | tuple[str, ...],
) -> TechniqueApplied:
    """A technique as applied, its own parameters as keywords."""
    return TechniqueApplied(
        technique=name,
        places=places,
        structures=structures,
        minutes=minutes,
        tolerance=tolerance,
        position=position,
        response=response,
        modification=modification,
        settings=tuple(Setting(parameter, value) for parameter, value in settings.items()),
    )


def motion(
    movement: str, active: float | None = None, *, side: str = "", pain: int | None = None, after: float | None = None
) -> tuple[RangeOfMotion, ...]:
    """A movement in degrees before treatment, and after it where it was measured again."""
    before = RangeOfMotion(movement=movement, side=side, active=active, pain=pain)
    if after is None:
        return (before,)
    return before, RangeOfMotion(movement=movement, side=side, when="after", active=after)


def score(measure: str, value: float, scale: str = "") -> OutcomeScore:
    """The score of one outcome measure."""
    return OutcomeScore(measure=measure, score=value, scale=scale)


def activities(**scores: float) -> OutcomeScore:
    """The Patient-Specific Functional Scale: activities (underscores are spaces), with their mean."""
    told = tuple(Activity(name.replace("_", " "), value) for name, value in scores.items())
    mean = round(sum(scores.values()) / len(told), 1)
    return OutcomeScore(measure="psfs", score=mean, activities=told)


@dataclass(frozen=True, kw_only=True)
class Found:
    """One contraindication, and what the therapist decided on it."""

    key: str
    choice: str
    how: str = ""
    reason: str = ""
    places: tuple[Place, ...] = ()
    detail: str = ""
    state: str = "confirmed"
    since: date | None = None


@dataclass
class Told:
    """A visit of a story; the store gives its id when it is begun."""

    id: str = ""


@dataclass
class Story:
    """Tells one client's entries to the diary."""

    diary: Diary
    client: Client
    findings: dict[str, Finding] = field(default_factory=dict)

    def registers(self, at: datetime, *providers: Provider) -> None:
        """The client is taken into the record, after the providers named."""
        for provider in providers:
            self.diary.at(at, _keeper(provider))
        client = replace(self.client, provider_ids=tuple(provider.id for provider in providers))
        if not client.referred_by:
            client = replace(client, stated=(*client.stated, "referred=none"))

        def add(store: RecordStore) -> None:
            store.add_client(client)

        self.diary.at(at, add)

    def answers(
        self,
        at: datetime,
        *found: Found,
        known: tuple[Found, ...] = (),
        allergies: str = "",
        declined: tuple[str, ...] = (),
        method: str = "spoken",
        completed_by: str = "client",
        completed_by_name: str = "",
        reason_for_care: str = "",
        goals: str = "",
        relevant_history: str = "",
    ) -> None:
        """The health history with every grouped question answered, its findings and the decisions on them. `known`
        are answered with yes again, and have their findings already. Allergies are none known while nothing is
        said."""
        book = catalogue()
        asked = {one.key: one for one in (*known, *found) if book.contraindications[one.key].ask not in OBSERVING}
        groups, items = [], []
        for group in book.intake_groups.values():
            hits = [item for item in group.items if item in asked]
            if group.key in declined:
                groups.append(Answer(key=group.key, answer=DECLINED))
                continue
            groups.append(Answer(key=group.key, answer=YES if hits else NO))
            for item in group.items if hits else ():
                one = asked.get(item)
                if one is None:
                    items.append(Answer(key=item, answer=NO))
                else:
                    items.append(Answer(key=item, answer=YES, detail=one.detail, places=one.places))
        history = HealthHistory(
            id=key(self.client.id, "history", at.isoformat()),
            client_id=self.client.id,
            taken_at=at,
            practitioner_id=THERAPIST_ID,
            completed_by=completed_by,
            completed_by_name=completed_by_name,
            method=method,
            notice_given=True,
            reason_for_care=reason_for_care,
            goals=goals,
            allergies=Allergies(answer=YES if allergies else NO, detail=allergies),
            groups=tuple(groups),
            items=tuple(items),
            relevant_history=relevant_history,
        )
        findings = tuple(self._finding(one, at) for one in found)
        decisions = tuple(self._decision(one, at) for one in found)

        def keep(store: RecordStore) -> None:
            store.keep_intake(self.client.id, history, findings=findings, decisions=decisions)

        self.diary.at(at, keep)

    def reviews(self, at: datetime, taken_at: datetime) -> None:
        """The health history taken then was read again, and nothing changed."""
        review = HistoryReview(
            id=key(self.client.id, "review", at.isoformat()),
            client_id=self.client.id,
            history_id=key(self.client.id, "history", taken_at.isoformat()),
            reviewed_on=at.date(),
            practitioner_id=THERAPIST_ID,
        )
        self.diary.at(at, lambda store: store.review_history(review))

    def finds(self, at: datetime, found: Found, visit: Told | None = None) -> None:
        """A contraindication found later on, with the decision on it."""
        finding, decision = self._finding(found, at), self._decision(found, at)

        def record(store: RecordStore) -> None:
            about = visit.id if visit is not None else ""
            store.record_finding(replace(finding, visit_id=about))
            if decision.choice:
                store.decide(replace(decision, visit_id=about))

        self.diary.at(at, record)

    def decides(self, at: datetime, found: Found) -> None:
        """A new decision on a finding."""
        decision = self._decision(found, at)
        self.diary.at(at, lambda store: store.decide(decision))

    def confirms(self, at: datetime, finding_key: str, detail: str) -> None:
        """A suspicion turned out true."""
        finding = replace(self.findings[finding_key], state="confirmed", detail=detail)
        self._changes(at, finding)

    def resolves(self, at: datetime, finding_key: str, reason: str) -> None:
        """A finding holds no more."""
        finding = replace(self.findings[finding_key], state="resolved", closed_on=at.date(), closed_reason=reason)
        self._changes(at, finding)

    def cleared(self, at: datetime, clearance: Clearance) -> None:
        """A clinician's clearance came."""
        self.diary.at(at, lambda store: store.record_clearance(clearance))

    def agrees(
        self, at: datetime, *, given_by: str = "client", how: str = "spoken", scope: str = "plan", details: str = ""
    ) -> None:
        """Informed consent to assessment and treatment, with all six elements."""
        self._consents(at, "assessment_and_treatment", given_by=given_by, how=how, scope=scope, details=details)

    def agrees_to_areas(
        self, at: datetime, *areas: str, scope: str = "plan", given_by: str = "client", reason: str = ""
    ) -> None:
        """Written consent to work on sensitive areas."""
        self._consents(at, "sensitive_areas", given_by=given_by, how="written", scope=scope, areas=areas, reason=reason)

    def agrees_to_change(self, at: datetime, details: str) -> None:
        """Informed consent to a changed plan, with all six elements."""
        self._consents(at, "plan_change", scope="plan", details=details)

    def releases(self, at: datetime, recipient: str, details: str) -> None:
        """Express written consent to send something of the record."""
        self._consents(at, "release", how="written", recipient=recipient, details=details)

    def visit(
        self,
        at: datetime,
        note: Note,
        *,
        kind: str = "follow_up",
        minutes: int | None = 60,
        booked: datetime | None = None,
        prepared: tuple[datetime, Note] | None = None,
        signed_after: int | None = 8,
        written: datetime | None = None,
    ) -> Told:
        """A visit, its note kept at the end and signed so many minutes later (None: it stays unsigned). `booked` is
        when the visit was entered, where that was before it began; `prepared` what was written down beforehand."""
        told = Told()
        ended = written or at + timedelta(minutes=minutes or 0)

        def start(store: RecordStore) -> None:
            told.id = store.start_visit(self.client.id, kind, at, minutes).id

        self.diary.at(booked or at, start)
        if prepared is not None:
            self.diary.at(prepared[0], lambda store: _keep(store, told, prepared[1]))
        if note != Note():
            self.diary.at(ended, lambda store: _keep(store, told, note))
            if note.subjective.health_changes == "yes":
                self.diary.at(ended, lambda store: _still_true(store, told))
            if signed_after is not None:
                self.diary.at(ended + timedelta(minutes=signed_after), lambda store: _sign(store, told))
        return told

    def voids(self, at: datetime, visit: Told, reason: str) -> None:
        """A visit is struck out."""
        self.diary.at(at, lambda store: store.void_visit(visit.id, reason))

    def amends(self, at: datetime, visit: Told, reason: str, change: Callable[[Note], Note]) -> None:
        """A signed note is amended, and the amendment signed."""

        def amend(store: RecordStore) -> None:
            _keep(store, visit, change(store.begin_amendment(visit.id, reason).note))

        self.diary.at(at, amend)
        self.diary.at(at + timedelta(minutes=3), lambda store: _sign(store, visit))

    # -- parts ----------------------------------------------------------------------------------------------------

    def _finding(self, found: Found, at: datetime) -> Finding:
        finding = Finding(
            id=key(self.client.id, "finding", found.key),
            client_id=self.client.id,
            key=found.key,
            state=found.state,
            recorded_at=at,
            practitioner_id=THERAPIST_ID,
            places=found.places,
            detail=found.detail,
            since=found.since,
        )
        self.findings[found.key] = finding
        return finding

    def _decision(self, found: Found, at: datetime) -> Decision:
        return Decision(
            id=key(self.client.id, "decision", found.key, at.isoformat()),
            client_id=self.client.id,
            finding_id=key(self.client.id, "finding", found.key),
            choice=found.choice,
            decided_at=at,
            practitioner_id=THERAPIST_ID,
            how=found.how,
            reason=found.reason,
        )

    def _changes(self, at: datetime, finding: Finding) -> None:
        self.findings[finding.key] = finding

        def change(store: RecordStore) -> None:
            kept = next(one for one in store.safety(self.client.id).findings if one.id == finding.id)
            store.change_finding(replace(finding, visit_id=kept.visit_id))

        self.diary.at(at, change)

    def _consents(
        self,
        at: datetime,
        kind: str,
        *,
        given_by: str = "client",
        how: str = "spoken",
        scope: str = "visit",
        areas: tuple[str, ...] = (),
        reason: str = "",
        recipient: str = "",
        details: str = "",
    ) -> None:
        treatment = kind in ("assessment_and_treatment", "plan_change")
        consent = Consent(
            id=key(self.client.id, kind, at.isoformat()),
            client_id=self.client.id,
            kind=kind,
            given_at=at,
            practitioner_id=THERAPIST_ID,
            given_by=given_by,
            how=how,
            scope=scope,
            elements=ELEMENTS if treatment else (),
            areas=areas,
            reason=reason,
            draping_explained=treatment or bool(areas),
            recipient=recipient,
            details=details,
        )
        self.diary.at(at, lambda store: store.record_consent(consent))


def _keeper(provider: Provider) -> Callable[[RecordStore], None]:
    def keep(store: RecordStore) -> None:
        store.keep_provider(provider)

    return keep


def _sign(store: RecordStore, visit: Told) -> None:
    store.sign(visit.id)


def _still_true(store: RecordStore, visit: Told) -> None:
    """Something changed in health: what was on file before is looked at again, and its decision stands."""
    chart = store.chart(visit.id)
    for finding in chart.safety.findings:
        decision = chart.safety.decision_on(finding.id)
        before = finding.recorded_at.date() < chart.visit.started_at.date()
        if finding.is_active() and before and decision is not None and decision.visit_id != visit.id:
            store.decide(replace(decision, id=store.new_id(), decided_at=store.now(), visit_id=visit.id))


def _keep(store: RecordStore, visit: Told, note: Note) -> None:
    store.keep_draft(visit.id, note)
