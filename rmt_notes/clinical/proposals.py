"""What a health history or a red-flag screen suggests for the list of findings. Nothing is recorded by itself: each
proposal waits for the therapist."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.health_history import NO, YES, Answer, HealthHistory

NEW, CHANGED, DENIED = "new", "changed", "denied"
URGENCY_ORDER = ("routine_referral", "within_days", "same_day", "emergency")
"""How soon a red flag asks for medical care, from the least urgent."""

ALLERGY = "skin_allergy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One suggested change of the findings.

    `kind`: new (a yes without a finding yet), changed (a yes with other places or details than the active finding),
    denied (an active finding that was answered with no: still true, or to be resolved?). `finding` is the finding
    as it would be recorded; a denied one is the finding as it is."""

    kind: str
    finding: Finding
    answer: Answer


def _new_id() -> str:
    return uuid.uuid4().hex


def findings_from(
    history: HealthHistory,
    book: Catalogue | None = None,
    existing: Iterable[Finding] = (),
    *,
    new_id: Callable[[], str] = _new_id,
) -> tuple[Proposal, ...]:
    """What the answers of a health history suggest, in the order of the answers.

    What the client knows of himself is proposed as confirmed, a symptom as suspected. A declined answer proposes
    nothing: it is neither a yes nor a no."""
    entries = book or catalogue()
    active = {finding.key: finding for finding in existing if finding.is_active()}
    found: list[Proposal] = []
    for answer in _item_answers(history):
        entry = entries.contraindications.get(answer.key)
        if entry is None:
            continue
        present = active.get(answer.key)
        if answer.answer == NO:
            if present is not None:
                found.append(Proposal(kind=DENIED, finding=present, answer=answer))
            continue
        if answer.answer != YES:
            continue
        places = answer.places if entry.asks_region else ()
        if present is None:
            finding = Finding(
                id=new_id(),
                client_id=history.client_id,
                key=answer.key,
                state="suspected" if entry.ask in ("symptom", "observe") else "confirmed",
                recorded_at=history.taken_at,
                practitioner_id=history.practitioner_id,
                places=places,
                detail=answer.detail,
            )
            found.append(Proposal(kind=NEW, finding=finding, answer=answer))
        elif _says_more(answer.detail, places, present):
            changed = replace(present, places=places or present.places, detail=answer.detail or present.detail)
            found.append(Proposal(kind=CHANGED, finding=changed, answer=answer))
    return tuple(found)


def _item_answers(history: HealthHistory) -> tuple[Answer, ...]:
    """The answers to items; a group answered with no is a no to each of its items, and allergies count as their
    item."""
    book = catalogue()
    answered = {answer.key: answer for answer in history.items}
    for group in history.groups:
        entry = book.intake_groups.get(group.key)
        if entry is not None and group.answer == NO:
            for key in entry.items:
                answered.setdefault(key, Answer(key=key, answer=NO))
    allergies = history.allergies
    if allergies.answer == YES and (ALLERGY not in answered or answered[ALLERGY].answer == NO):
        answered[ALLERGY] = Answer(key=ALLERGY, answer=YES, detail=allergies.detail)
    return tuple(answered.values())


def _says_more(detail: str, places: tuple[Place, ...], present: Finding) -> bool:
    return bool(places and set(places) != set(present.places)) or bool(detail and detail != present.detail)


def unanswered_groups(history: HealthHistory, book: Catalogue | None = None) -> tuple[str, ...]:
    """Groups answered with yes of which no item was answered with yes: the yes still needs its item."""
    entries = book or catalogue()
    yes = {answer.key for answer in history.items if answer.answer == YES}
    return tuple(
        group.key
        for group in history.groups
        if group.answer == YES
        and group.key in entries.intake_groups
        and not yes & set(entries.intake_groups[group.key].items)
    )


def urgency_of(red_flags: Iterable[str], book: Catalogue | None = None) -> str:
    """How soon the gravest of these red flags asks for care: one of `URGENCY_ORDER`, or empty."""
    entries = (book or catalogue()).red_flags
    found = [entries[key].act for key in red_flags if key in entries]
    return max(found, key=URGENCY_ORDER.index, default="")


def suggested_by(
    red_flags: Iterable[str], existing: Iterable[Finding] = (), book: Catalogue | None = None
) -> tuple[str, ...]:
    """The contraindications that these red flags suggest and that are not active yet."""
    entries = (book or catalogue()).red_flags
    active = {finding.key for finding in existing if finding.is_active()}
    keys = [item for key in red_flags if key in entries for item in entries[key].leads_to]
    return tuple(dict.fromkeys(key for key in keys if key not in active))
