"""A visit and its note: Subjective, Objective, Treatment, Assessment, Plan, and the versions in which it was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rmt_notes.clinical.assessment import (
    Impression,
    NeuroFinding,
    Palpation,
    PostureFinding,
    RangeOfMotion,
    SpecialTest,
    Strength,
)
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.carried import Carried
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.plan import Plan, Suggested
from rmt_notes.clinical.techniques import AdverseEvent, TechniqueApplied

KINDS = ("initial", "follow_up", "reassessment", "wellness", "assessment_only", "declined", "phone_entry", "discharge")
STATES = ("draft", "signed", "amended", "void")
OUTCOMES = ("treated", "declined", "deferred", "not_completed", "no_treatment_due")
"""What came of the visit; everything but `treated` needs a reason and the advice given, and may be signed without a
technique."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjective:
    """What the client says.

    `health_changes` is the answer to "anything changed since last time?": no, yes (then `health_changes_detail`) or
    declined. Pain is 0 to 10 (NPRS). `home_care_done` and `care_elsewhere` answer what was given and who was suggested
    last time; `care_asked` names who that was. `qualities`, `contributing` are keys of the catalogue. `red_flags` is
    none or positive, with `red_flags_found` naming them. `marks` is the pain on the body chart.
    """

    health_changes: str = ""
    health_changes_detail: str = ""
    red_flags: str = ""
    red_flags_found: tuple[str, ...] = ()
    complaint: str = ""
    places: tuple[Place, ...] = ()
    onset: str = ""
    mechanism: str = ""
    pain_now: int | None = None
    pain_best: int | None = None
    pain_worst: int | None = None
    qualities: tuple[str, ...] = ()
    aggravating: str = ""
    easing: str = ""
    function: str = ""
    contributing: tuple[str, ...] = ()
    reaction: str = ""
    home_care_done: str = ""
    care_elsewhere: str = ""
    care_asked: tuple[Suggested, ...] = ()
    notes: str = ""
    marks: tuple[BodyMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What the therapist finds. `none_reason` says why there is no finding, where there is none. `marks` are the
    findings on the body chart."""

    posture: tuple[PostureFinding, ...] = ()
    posture_patterns: tuple[str, ...] = ()
    gait: str = ""
    breathing: str = ""
    range_of_motion: tuple[RangeOfMotion, ...] = ()
    tests: tuple[SpecialTest, ...] = ()
    palpation: tuple[Palpation, ...] = ()
    strength: tuple[Strength, ...] = ()
    neuro: tuple[NeuroFinding, ...] = ()
    neuro_summary: str = ""
    outcomes: tuple[OutcomeScore, ...] = ()
    none_reason: str = ""
    notes: str = ""
    marks: tuple[BodyMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What was done. `outcome` is one of `OUTCOMES`; the reason, who decided (`decided_by`: therapist or client) and
    the advice are needed where
    treatment was not given. `pain_after` 0 to 10; `skin_response` a key of the catalogue's scale. `marks` are what was
    placed or done at exact spots of the body chart, such as cups; the regions of the techniques show there by
    themselves."""

    outcome: str = "treated"
    outcome_reason: str = ""
    decided_by: str = ""
    advice_given: str = ""
    techniques: tuple[TechniqueApplied, ...] = ()
    position: str = ""
    lubricant: str = ""
    draping_explained: bool = False
    sensitive_spoken: tuple[str, ...] = ()
    pain_after: int | None = None
    pain_after_reason: str = ""
    response: str = ""
    skin_response: str = ""
    adverse_event: AdverseEvent | None = None
    fee_difference: str = ""
    notes: str = ""
    marks: tuple[BodyMark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the therapist makes of it. `change` since the last visit is improved, unchanged, worse or fluctuating."""

    impressions: tuple[Impression, ...] = ()
    change: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A warning that was signed past, with the reason: `key` is its row of the record standards, `about` what it is
    about, `sentence` what it said to the therapist."""

    key: str
    about: str
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The body of a visit's note, one JSON document in the store. `carried` names what was taken over from an earlier
    visit, one entry for each section and source; `passed` the warnings signed past, each with its reason."""

    subjective: Subjective = Subjective()
    objective: Objective = Objective()
    treatment: Treatment = Treatment()
    assessment: Assessment = Assessment()
    plan: Plan = Plan()
    carried: tuple[Carried, ...] = ()
    passed: tuple[Passed, ...] = ()

    def reason_for(self, key: str, about: str) -> str:
        """The reason given for signing past a warning; empty where there is none."""
        return next((each.reason for each in self.passed if (each.key, each.about) == (key, about)), "")

    def with_reason(self, key: str, about: str, sentence: str, reason: str) -> Note:
        """The note with a reason for signing past a warning; an empty one takes it back."""
        others = tuple(each for each in self.passed if (each.key, each.about) != (key, about))
        said = (Passed(key=key, about=about, sentence=sentence, reason=reason),) if reason else ()
        return replace(self, passed=(*others, *said))


USUAL_LENGTH = timedelta(hours=1)
"""How long a visit is taken to last whose length is not known yet."""


def is_late(started: datetime, entered: datetime, minutes: int | None) -> bool:
    """Whether a visit was first written down on a later day than the one on which it ended: one over midnight, written
    down while it lasts, is not late, nor one that was written down before it began."""
    ended = started + (timedelta(minutes=minutes) if minutes else USUAL_LENGTH)
    return entered.astimezone(ended.tzinfo).date() > ended.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """When, for whom and by whom.

    `started_at` is the time of the event in the clinic's zone, `entered_at` when it was first written down; where that
    was on a later day (`is_late`) the entry shows both. `minutes` is the length. `state` is one of `STATES`. `number`
    counts the client's visits.
    """

    id: str
    client_id: str
    practitioner_id: str
    kind: str
    started_at: datetime
    entered_at: datetime
    minutes: int | None = None
    place: str = ""
    number: int = 0
    state: str = "draft"
    void_reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of visit")
        if self.state not in STATES:
            raise ValueError(f"{self.state!r} is no state of a visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVersion:
    """A signed version of a note; never changed. Version 1 is the first signature, later ones are amendments with a
    reason.

    A number whose signature was withdrawn (see `undo_sign.py`) is not given again. `content_hash` is the SHA-256 of
    everything else in canonical JSON.
    """

    id: str
    visit_id: str
    number: int
    note: Note
    started_at: datetime
    minutes: int | None
    kind: str
    signed_at: datetime
    practitioner_id: str
    signed_name: str
    registration_number: str
    reason: str = ""
    content_hash: str = ""

    def is_amendment(self) -> bool:
        """Whether it replaced an earlier text. Its number alone does not tell: a withdrawn signature keeps its own."""
        return bool(self.reason)
