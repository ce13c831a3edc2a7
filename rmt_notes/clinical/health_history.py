"""The health history: what the client answered, version by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.codec import content_hash
from rmt_notes.clinical.signature import Signature

YES, NO, DECLINED = "yes", "no", "declined"
ANSWERS = (YES, NO, DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. `key` is an intake group or a contraindication of the catalogue; `answer` one of `ANSWERS`; `places`
    where the question asks
    for a region; `detail` in the client's words."""

    key: str
    answer: str
    detail: str = ""
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if self.answer not in ANSWERS:
            raise ValueError(f"{self.answer!r} is no answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """The answer to one of the practice's own questions. `key` is the question's id; `question` what it said when it
    was asked, so that the answer keeps its meaning when the question is changed or dropped."""

    key: str
    question: str
    answer: str
    detail: str = ""

    def __post_init__(self) -> None:
        if self.answer not in ANSWERS:
            raise ValueError(f"{self.answer!r} is no answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergies:
    """`answer` is yes (listed in `detail`), no (none known) or declined; empty while not asked."""

    answer: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAnswers:
    """Who signed the answers on the screen, when, and the hash of what stood there (see `answers_hash`); `signature`
    is None where a typed name is the signature."""

    name: str
    at: datetime
    content: str
    signature: Signature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthHistory:
    """One version of a client's health history. Versions are only ever added.

    `groups` are the answers to the grouped intake questions, `items` to the item questions that a yes opened.
    `completed_by` is client,
    therapist, guardian or other (with the name in `completed_by_name`); `method` spoken, written or electronic.
    `notice_given` says that the
    notice of information practices was shown. `left_out` are questions the therapist did not ask this client;
    `signed` is the client's own signature under the answers; `own` the answers to the practice's own questions.
    """

    id: str
    client_id: str
    number: int = 1
    taken_at: datetime
    practitioner_id: str
    completed_by: str = "client"
    completed_by_name: str = ""
    method: str = "spoken"
    notice_given: bool = False
    reason_for_care: str = ""
    goals: str = ""
    allergies: Allergies = Allergies()
    groups: tuple[Answer, ...] = ()
    items: tuple[Answer, ...] = ()
    relevant_history: str = ""
    left_out: tuple[str, ...] = ()
    signed: SignedAnswers | None = None
    own: tuple[OwnAnswer, ...] = ()

    def answers_hash(self) -> str:
        """The hash of the answers alone: equal to `signed.content` as long as nothing was changed since."""
        words = (self.reason_for_care, self.goals, self.relevant_history)
        return content_hash((*words, self.allergies, self.groups, self.items, self.own))

    def is_as_signed(self) -> bool:
        """Whether what stands here is what was signed."""
        return self.signed is not None and self.signed.content == self.answers_hash()

    def group_answer(self, key: str) -> str:
        """The answer to a grouped question; empty where it was not asked. A group and an item may share their key."""
        return next((answer.answer for answer in self.groups if answer.key == key), "")

    def own_answer(self, key: str) -> OwnAnswer | None:
        """The answer to one of the practice's own questions, by its id."""
        return next((answer for answer in self.own if answer.key == key), None)

    def answer(self, key: str) -> Answer | None:
        """The answer to a group or an item, if it was asked."""
        for answer in (*self.groups, *self.items):
            if answer.key == key:
                return answer
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReview:
    """A later look at a version without change: "reviewed, no change" with day and person."""

    id: str
    client_id: str
    history_id: str
    reviewed_on: date
    practitioner_id: str
    visit_id: str = ""
