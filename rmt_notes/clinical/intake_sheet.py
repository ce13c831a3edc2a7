"""The sheet of an intake under way, and its draft: what is answered and not yet a version of the health history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.half_typed import HalfClearance
from rmt_notes.clinical.health_history import Allergies, Answer, OwnAnswer, SignedAnswers

ALLERGY_GROUP = "allergy"
"""The grouped question that asks the same as the allergies of the record: one answer serves both."""

ALWAYS_ASKED = (ALLERGY_GROUP, "today_unwell", "urgent_signs")
"""Questions that are never left out: allergies must be asked (row C5), and the signs of today are the screening of red
flags and infection that every visit needs (row V4). All others may be asked when they bear on this care, and left out
for one client where the policy allows it (record standards, section 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the therapist says about one finding; empty fields leave it as it is found.

    `standing` is the state it shall have; `looked_at` says that an earlier finding was confirmed as still true."""

    standing: str = ""
    looked_at: bool = False
    places: tuple[Place, ...] | None = None
    detail: str | None = None
    since: date | None = None
    closed_on: date | None = None
    closed_reason: str = ""
    choice: str = ""
    how: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A finding's id, and what is said about it."""

    finding_id: str
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSheet:
    """Everything on the screen of one intake. `items` keeps the answers of groups that are no longer answered with
    yes, so that a slip of the finger loses nothing; `history_of` leaves them out. `observed` are contraindications
    the therapist found; `judgements` hold what is said about findings; `left_out` are grouped questions not
    asked of this client; `signed` is the client's signature under the answers; `own` the answers to the practice's
    own questions."""

    id: str
    client_id: str
    answered_on: date
    completed_by: str = ""
    completed_by_name: str = ""
    method: str = ""
    notice_given: bool = False
    reason_for_care: str = ""
    goals: str = ""
    allergies: Allergies = Allergies()
    groups: tuple[Answer, ...] = ()
    items: tuple[Answer, ...] = ()
    relevant_history: str = ""
    observed: tuple[str, ...] = ()
    judgements: tuple[Judged, ...] = ()
    left_out: tuple[str, ...] = ()
    signed: SignedAnswers | None = None
    own: tuple[OwnAnswer, ...] = ()

    def own_answer(self, key: str) -> OwnAnswer | None:
        """The answer to one of the practice's own questions, by its id."""
        return next((answer for answer in self.own if answer.key == key), None)

    def with_own(self, key: str, question: str, answer: str, detail: str | None = None) -> IntakeSheet:
        """The sheet with another answer to an own question; an empty one takes it back. Without `detail` what was
        typed stays."""
        before = self.own_answer(key)
        words = detail if detail is not None else before.detail if before is not None else ""
        others = tuple(each for each in self.own if each.key != key)
        said = (OwnAnswer(key=key, question=question, answer=answer, detail=words),) if answer else ()
        return replace(self, own=(*others, *said))

    def group(self, key: str) -> str:
        """The answer to a grouped question; empty while there is none."""
        return next((answer.answer for answer in self.groups if answer.key == key), "")

    def item(self, key: str) -> Answer | None:
        """The answer to an item question."""
        return next((answer for answer in self.items if answer.key == key), None)

    def judgement(self, finding_id: str) -> Judgement:
        """What is said about a finding."""
        return next((each.judgement for each in self.judgements if each.finding_id == finding_id), Judgement())

    def with_judgement(self, finding_id: str, judgement: Judgement) -> IntakeSheet:
        """The sheet with another judgement on a finding."""
        others = tuple(each for each in self.judgements if each.finding_id != finding_id)
        return replace(self, judgements=(*others, Judged(finding_id=finding_id, judgement=judgement)))

    def with_group(self, key: str, answer: str) -> IntakeSheet:
        """The sheet with another answer to a grouped question; empty takes it back."""
        others = tuple(each for each in self.groups if each.key != key)
        groups = (*others, Answer(key=key, answer=answer)) if answer else others
        sheet = replace(self, groups=groups)
        if key == ALLERGY_GROUP:
            sheet = replace(sheet, allergies=replace(self.allergies, answer=answer))
        return sheet

    def with_item(self, key: str, answer: Answer | None) -> IntakeSheet:
        """The sheet with another answer to an item question; None takes it back."""
        others = tuple(each for each in self.items if each.key != key)
        return replace(self, items=(*others, answer) if answer is not None else others)

    def with_allergies(self, allergies: Allergies) -> IntakeSheet:
        """The sheet with other allergies; the grouped question follows."""
        return replace(self.with_group(ALLERGY_GROUP, allergies.answer), allergies=allergies)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDraft:
    """An intake begun and not kept: the sheet, what it started from, and when it was begun and last saved. One per
    client; keeping the intake or starting over ends it. `visit_id` is the visit during which it was begun;
    `clearance` a clearance that is being typed beside it."""

    client_id: str
    sheet: IntakeSheet
    start: IntakeSheet
    begun_at: datetime
    saved_at: datetime
    visit_id: str = ""
    clearance: HalfClearance | None = None

    def is_answered(self) -> bool:
        """Whether something was answered or judged that no version and no finding holds yet."""
        return self.sheet != self.start
