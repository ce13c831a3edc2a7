"""What an intake is made from: the client's file and the rules of the practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdiction, jurisdictions
from rmt_notes.clinical.own_questions import OwnQuestion, asked_here
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.record import ClientFile
from rmt_notes.clinical.situation import FALLBACK_JURISDICTION
from rmt_notes.db import RecordStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What an intake is made from."""

    file: ClientFile
    practice: Practice
    practitioner: Practitioner
    providers: tuple[Provider, ...]
    now: datetime

    @property
    def rules(self) -> Jurisdiction:
        """The profile of the practice; the strictest one while its code is unknown."""
        return jurisdictions().get(self.practice.jurisdiction) or jurisdiction(FALLBACK_JURISDICTION)

    @property
    def questions(self) -> tuple[OwnQuestion, ...]:
        """The practice's own questions that are asked here."""
        return asked_here(self.practice.own_questions, self.rules)

    @property
    def last(self) -> HealthHistory | None:
        """The latest version on file."""
        return max(self.file.histories, key=lambda history: history.number, default=None)

    @property
    def last_review(self) -> HistoryReview | None:
        """The latest look at the latest version."""
        last = self.last
        found = [review for review in self.file.reviews if last is not None and review.history_id == last.id]
        return max(found, key=lambda review: review.reviewed_on, default=None)


def load(store: RecordStore, client_id: str) -> Loaded:
    """Read what an intake needs."""
    return Loaded(
        file=store.client_file(client_id),
        practice=store.practice(),
        practitioner=store.practitioner,
        providers=store.providers(),
        now=store.now(),
    )
