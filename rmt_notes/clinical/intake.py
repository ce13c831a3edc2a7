"""An intake under way: the answers, what they find, and what the therapist says about each finding.

A sheet is what stands on the screen, nothing more and nothing less. It becomes a version of the health history,
findings and decisions only when it is kept. All functions are pure.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rmt_notes.clinical.catalogue import Catalogue, Contraindication, catalogue
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.health_history import DECLINED, NO, YES, Answer, HealthHistory
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP, IntakeSheet, Judgement
from rmt_notes.clinical.own_questions import OWN, OwnQuestion
from rmt_notes.clinical.proposals import ALLERGY
from rmt_notes.clinical.record import SafetyFile

NEEDS_HOW = ("treat", "modify", "avoid_region")
"""Decisions that need how or why (row C12 of the record standards)."""

CLOSED = ("resolved", "entered_in_error")


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFinding:
    """One finding as the intake sees it.

    `finding` is what it would be when kept. `before` is what is on file (None for a new one). `answer` is today's
    answer to its question (empty: not asked). `observed`: added by the therapist. `decided` is the last decision on
    file."""

    finding: Finding
    entry: Contraindication | None
    before: Finding | None = None
    answer: str = ""
    observed: bool = False
    judgement: Judgement = Judgement()
    decided: Decision | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing is on file yet."""
        return self.before is None

    @property
    def needs_place(self) -> bool:
        """Whether the catalogue asks where, and nothing is marked."""
        return bool(self.entry and self.entry.asks_region and not self.finding.places and self.finding.is_active())

    @property
    def choice(self) -> str:
        """What is decided, now or on file."""
        return self.judgement.choice or (self.decided.choice if self.decided else "")

    @property
    def is_decided(self) -> bool:
        """Whether a decision stands that says enough."""
        said = self.judgement
        if said.choice:
            return said.choice not in NEEDS_HOW or bool(said.how.strip() or said.reason.strip())
        last = self.decided
        return last is not None and (last.choice not in NEEDS_HOW or bool(last.how.strip() or last.reason.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What keeping a sheet writes. `history` is None where no question was touched."""

    history: HealthHistory | None = None
    findings: tuple[Finding, ...] = ()
    changed: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.history or self.findings or self.changed or self.decisions)


def new_sheet(client_id: str, on: date, last: HealthHistory | None = None) -> IntakeSheet:
    """An empty sheet. Words of the last version are taken over (care, goals, other history, who answered and how); its
    answers are not: they are asked again."""
    sheet = IntakeSheet(id=uuid.uuid4().hex, client_id=client_id, answered_on=on)
    if last is None:
        return sheet
    return replace(
        sheet,
        completed_by=last.completed_by,
        completed_by_name=last.completed_by_name,
        method=last.method,
        notice_given=last.notice_given,
        reason_for_care=last.reason_for_care,
        goals=last.goals,
        relevant_history=last.relevant_history,
        left_out=last.left_out,
    )


def finding_id(sheet: IntakeSheet, key: str) -> str:
    """The id that a new finding of this sheet gets: always the same, so that a judgement stays with it."""
    return uuid.uuid5(uuid.UUID(sheet.id), key).hex


def asked_items(
    sheet: IntakeSheet, book: Catalogue | None = None, questions: Sequence[OwnQuestion] = ()
) -> dict[str, Answer]:
    """Today's answers to items. A group answered with no or declined answers each of its items; a group of one item
    is that item; allergies are theirs. A yes to an own question that is tied to an item is a yes to it; its no says
    nothing about the item."""
    entries = book or catalogue()
    found: dict[str, Answer] = {}
    for key, group in entries.intake_groups.items():
        answer = sheet.group(key) if key not in sheet.left_out else ""
        if key == ALLERGY_GROUP:
            if answer:
                detail = sheet.allergies.detail if answer == YES else ""
                found[ALLERGY] = Answer(key=ALLERGY, answer=answer, detail=detail)
            continue
        for item in group.items:
            own = sheet.item(item)
            if answer == YES and own is not None:
                found[item] = _plain(own)
            elif answer in (NO, DECLINED):
                found[item] = Answer(key=item, answer=answer)
    for question in questions:
        said = sheet.own_answer(question.id)
        if said is None or said.answer != YES or question.finding not in entries.contraindications:
            continue
        before = found.get(question.finding)
        if before is None or before.answer != YES:
            before = Answer(key=question.finding, answer=YES)
        found[question.finding] = replace(before, detail=before.detail or said.detail.strip())
    return found


def findings_in(
    sheet: IntakeSheet,
    safety: SafetyFile,
    *,
    practitioner_id: str,
    at: datetime,
    visit_id: str = "",
    book: Catalogue | None = None,
    questions: Sequence[OwnQuestion] = (),
) -> tuple[IntakeFinding, ...]:
    """The findings this sheet speaks of: those active on file first, then new ones in the order of the questions, then
    those the therapist observed. `questions` are the practice's own."""
    entries = book or catalogue()
    answers = asked_items(sheet, entries, questions) | _own_answers(sheet)
    rows: list[IntakeFinding] = []
    active = {finding.key: finding for finding in safety.active()}
    for before in safety.active():
        answer = answers.get(before.key)
        said = sheet.judgement(before.id)
        rows.append(
            IntakeFinding(
                finding=_judged(_answered(before, answer, entries), said),
                entry=entries.contraindications.get(before.key),
                before=before,
                answer=answer.answer if answer else "",
                judgement=said,
                decided=safety.decision_on(before.id),
            )
        )
    for key, answer in answers.items():
        entry = entries.contraindications.get(key)
        if answer.answer != YES or entry is None or key in active:
            continue
        rows.append(_fresh(sheet, entry, answer, practitioner_id, at, visit_id))
    for question in questions:
        own = answers.get(question.key)
        if own is None or own.answer != YES or question.key in active or not _raises_alert(question, entries):
            continue
        rows.append(_alerted(sheet, question, own, practitioner_id, at, visit_id))
    for key in sheet.observed:
        entry = entries.contraindications.get(key)
        if entry is None or key in active or any(row.finding.key == key for row in rows):
            continue
        rows.append(replace(_fresh(sheet, entry, None, practitioner_id, at, visit_id), observed=True))
    return tuple(rows)


def _raises_alert(question: OwnQuestion, book: Catalogue) -> bool:
    """Whether a yes raises the practice's own sentence; one tied to the catalogue is a finding of it instead."""
    return bool(question.alert.strip()) and question.finding not in book.contraindications


def _own_answers(sheet: IntakeSheet) -> dict[str, Answer]:
    return {OWN + each.key: Answer(key=OWN + each.key, answer=each.answer, detail=each.detail) for each in sheet.own}


def _alerted(
    sheet: IntakeSheet, question: OwnQuestion, said: Answer, practitioner_id: str, at: datetime, visit_id: str
) -> IntakeFinding:
    key = finding_id(sheet, question.key)
    judgement = sheet.judgement(key)
    finding = Finding(
        id=key,
        client_id=sheet.client_id,
        key=question.key,
        state="confirmed",
        recorded_at=at,
        practitioner_id=practitioner_id,
        detail=said.detail,
        visit_id=visit_id,
        sentence=question.alert.strip(),
    )
    return IntakeFinding(finding=_judged(finding, judgement), entry=None, answer=said.answer, judgement=judgement)


def _fresh(
    sheet: IntakeSheet,
    entry: Contraindication,
    answer: Answer | None,
    practitioner_id: str,
    at: datetime,
    visit_id: str,
) -> IntakeFinding:
    key = finding_id(sheet, entry.key)
    said = sheet.judgement(key)
    finding = Finding(
        id=key,
        client_id=sheet.client_id,
        key=entry.key,
        state="suspected" if entry.ask in ("symptom", "observe") else "confirmed",
        recorded_at=at,
        practitioner_id=practitioner_id,
        places=answer.places if answer and entry.asks_region else (),
        detail=answer.detail if answer else "",
        visit_id=visit_id,
    )
    return IntakeFinding(
        finding=_judged(finding, said), entry=entry, answer=answer.answer if answer else "", judgement=said
    )


def _answered(before: Finding, answer: Answer | None, book: Catalogue) -> Finding:
    """A finding on file with what today's yes adds."""
    if answer is None or answer.answer != YES:
        return before
    entry = book.contraindications.get(before.key)
    places = answer.places if entry is not None and entry.asks_region and answer.places else before.places
    return replace(before, places=places, detail=answer.detail or before.detail)


def _judged(finding: Finding, said: Judgement) -> Finding:
    found = finding
    if said.places is not None:
        found = replace(found, places=said.places)
    if said.detail is not None:
        found = replace(found, detail=said.detail)
    if said.since is not None:
        found = replace(found, since=said.since)
    if said.standing in CLOSED:
        return replace(found, state=said.standing, closed_on=said.closed_on, closed_reason=said.closed_reason)
    return replace(found, state=said.standing) if said.standing else found


def asked_something(sheet: IntakeSheet, start: IntakeSheet) -> bool:
    """Whether anything of the health history itself was answered or changed since `start`; judgements on findings and
    what the therapist observed are not part of it."""
    return replace(sheet, judgements=(), observed=(), id=start.id) != replace(start, judgements=(), observed=())


def history_of(sheet: IntakeSheet, *, practitioner_id: str, at: datetime) -> HealthHistory:
    """The version that the sheet would become; answers of items stand only where their group is a yes."""
    book = catalogue()
    order = {key: number for number, key in enumerate(book.intake_groups)}
    asked = [answer for answer in sheet.groups if answer.key not in sheet.left_out]
    groups = tuple(sorted(asked, key=lambda answer: order.get(answer.key, len(order))))
    items = tuple(
        sheet_item
        for group in groups
        if group.answer == YES
        for key in (book.intake_groups[group.key].items if group.key in book.intake_groups else ())
        if (sheet_item := _item_answer(sheet, group.key, key)) is not None
    )
    return HealthHistory(
        id=sheet.id,
        client_id=sheet.client_id,
        taken_at=_moment(sheet.answered_on, at),
        practitioner_id=practitioner_id,
        completed_by=sheet.completed_by,
        completed_by_name=sheet.completed_by_name.strip(),
        method=sheet.method,
        notice_given=sheet.notice_given,
        reason_for_care=sheet.reason_for_care.strip(),
        goals=sheet.goals.strip(),
        allergies=sheet.allergies if sheet.allergies.answer == YES else replace(sheet.allergies, detail=""),
        groups=groups,
        items=items,
        relevant_history=sheet.relevant_history.strip(),
        left_out=sheet.left_out,
        signed=sheet.signed,
        own=tuple(
            replace(each, question=each.question.strip(), detail=each.detail.strip() if each.answer == YES else "")
            for each in sheet.own
        ),
    )


def _item_answer(sheet: IntakeSheet, group: str, key: str) -> Answer | None:
    if group == ALLERGY_GROUP:
        return Answer(key=key, answer=YES, detail=sheet.allergies.detail.strip())
    own = sheet.item(key)
    return _plain(own) if own is not None else None


def _plain(answer: Answer) -> Answer:
    """Details and places belong to a yes; those of a yes taken back stay on the sheet alone."""
    return answer if answer.answer == YES else Answer(key=answer.key, answer=answer.answer)


def _moment(day: date, at: datetime) -> datetime:
    """Answered today: now. On an earlier day: noon of that day, the hour being unknown."""
    if day == at.date():
        return at
    return at.replace(year=day.year, month=day.month, day=day.day, hour=12, minute=0, second=0, microsecond=0)


def to_keep(
    sheet: IntakeSheet,
    start: IntakeSheet,
    rows: Sequence[IntakeFinding],
    *,
    practitioner_id: str,
    at: datetime,
    visit_id: str = "",
) -> Kept:
    """What keeping the sheet would write."""
    decisions = tuple(
        Decision(
            id=uuid.uuid5(uuid.UUID(sheet.id), f"decision {row.finding.id}").hex,
            client_id=sheet.client_id,
            finding_id=row.finding.id,
            choice=choice,
            decided_at=at,
            practitioner_id=practitioner_id,
            how=how.strip(),
            reason=reason.strip(),
            visit_id=visit_id,
        )
        for row in rows
        if row.finding.is_active() and (said := _decision(row)) is not None
        for choice, how, reason in (said,)
    )
    return Kept(
        history=history_of(sheet, practitioner_id=practitioner_id, at=at) if asked_something(sheet, start) else None,
        findings=tuple(_tidy(row.finding) for row in rows if row.before is None),
        changed=tuple(
            _tidy(row.finding) for row in rows if row.before is not None and _tidy(row.finding) != row.before
        ),
        decisions=decisions,
    )


def _tidy(finding: Finding) -> Finding:
    return replace(finding, detail=finding.detail.strip(), closed_reason=finding.closed_reason.strip())


def _decision(row: IntakeFinding) -> tuple[str, str, str] | None:
    """The decision to write: a new one, or the last one again where the finding was confirmed as still true."""
    said, last = row.judgement, row.decided
    if not said.choice:
        return (last.choice, last.how, last.reason) if last is not None and said.looked_at else None
    same = last is not None and (last.choice, last.how, last.reason) == (
        said.choice,
        said.how.strip(),
        said.reason.strip(),
    )
    return None if same and not said.looked_at else (said.choice, said.how, said.reason)


def all_no(
    sheet: IntakeSheet, safety: SafetyFile, book: Catalogue | None = None, questions: Sequence[OwnQuestion] = ()
) -> tuple[IntakeSheet, tuple[str, ...], tuple[str, ...]]:
    """Every grouped question still open answered with no. Those where a finding is active on file stay open: they
    are asked one by one. Gives back the sheet, the keys answered and the keys left open."""
    entries = book or catalogue()
    active = {finding.key for finding in safety.active()}
    answered, left = [], []
    for key, group in entries.intake_groups.items():
        if sheet.group(key) or key in sheet.left_out:
            continue
        if active & set(group.items):
            left.append(key)
        else:
            sheet = sheet.with_group(key, NO)
            answered.append(key)
    for question in questions:
        if sheet.own_answer(question.id) is not None:
            continue
        if active & {question.key, question.finding}:
            left.append(question.key)
        else:
            sheet = sheet.with_own(question.id, question.question, NO)
            answered.append(question.key)
    return sheet, tuple(answered), tuple(left)


def stops_at(rows: Iterable[IntakeFinding]) -> tuple[IntakeFinding, ...]:
    """The findings at which the questions stop: answered with yes or seen today, not to wait (same day or at once by
    the catalogue), and nothing decided on them yet. Emergencies come first."""
    found = [
        row
        for row in rows
        if row.entry is not None
        and row.entry.urgency in ("same_day", "emergency")
        and row.finding.is_active()
        and (row.answer == YES or row.observed)
        and not row.judgement.choice
    ]
    return tuple(sorted(found, key=lambda row: row.entry is not None and row.entry.urgency != "emergency"))


def unclosed(rows: Iterable[IntakeFinding]) -> tuple[IntakeFinding, ...]:
    """Findings to be resolved without the day or the reason that the record asks for."""
    return tuple(
        row
        for row in rows
        if row.finding.state == "resolved" and (row.finding.closed_on is None or not row.finding.closed_reason.strip())
    )
