"""What a client answers to the outcome measures with the device in hand, and how it comes into the note.

What is left out stays as it was: nothing is worked out from a missing answer. An activity counts once it has both
words and a number."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.scoring import score_of
from rmt_notes.clinical.visit import Note
from rmt_notes.i18n import _

MOST_ACTIVITIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientActivity:
    """One activity while it is being answered; `score` 0 unable to 10 as before, None not answered yet."""

    text: str = ""
    score: int | None = None

    def is_whole(self) -> bool:
        """Whether it counts."""
        return bool(self.text.strip()) and self.score is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAnswers:
    """Everything the client was asked. Pain 0 to 10; `change` is the global rating of change, −7 to +7; `ticked`
    are the sentences of the RMDQ that are true today, None while nobody was asked."""

    pain_now: int | None = None
    pain_best: int | None = None
    pain_worst: int | None = None
    activities: tuple[ClientActivity, ...] = ()
    change: int | None = None
    ticked: tuple[int, ...] | None = None


def first_answers(note: Note, previous: Note | None) -> ClientAnswers:
    """Where answering begins: what the note holds already, and the activities of last time without their numbers."""
    said = note.subjective
    here = next((each for each in note.objective.outcomes if each.measure == "psfs"), None)
    before = next((each for each in previous.objective.outcomes if each.measure == "psfs"), None) if previous else None
    if here is not None:
        activities = tuple(ClientActivity(text=each.text, score=_whole(each.score)) for each in here.activities)
    else:
        activities = tuple(ClientActivity(text=each.text) for each in before.activities) if before is not None else ()
    groc = next((each for each in note.objective.outcomes if each.measure == "groc"), None)
    return ClientAnswers(
        pain_now=said.pain_now,
        pain_best=said.pain_best,
        pain_worst=said.pain_worst,
        activities=activities,
        change=_whole(groc.score) if groc is not None else None,
    )


def _whole(score: float | None) -> int | None:
    return None if score is None else round(score)


def with_answers(note: Note, answers: ClientAnswers) -> Note:
    """The note with what was answered; every score carries who gave it."""
    said = note.subjective
    subjective = replace(
        said,
        pain_now=said.pain_now if answers.pain_now is None else answers.pain_now,
        pain_best=said.pain_best if answers.pain_best is None else answers.pain_best,
        pain_worst=said.pain_worst if answers.pain_worst is None else answers.pain_worst,
    )
    outcomes = list(note.objective.outcomes)
    whole = [each for each in answers.activities if each.is_whole()]
    mean = score_of("psfs", [each.score for each in whole]).score if whole else None
    if mean is not None:
        activities = tuple(Activity(each.text.strip(), float(each.score or 0)) for each in whole)
        _put(outcomes, OutcomeScore(measure="psfs", score=mean, activities=activities, note=by_client()))
    if answers.ticked is not None:
        items = tuple(float(each) for each in answers.ticked)
        _put(outcomes, OutcomeScore(measure="rmdq", score=float(len(items)), items=items, note=by_client()))
    if answers.change is not None:
        _put(outcomes, OutcomeScore(measure="groc", score=float(answers.change), note=by_client()))
    return replace(note, subjective=subjective, objective=replace(note.objective, outcomes=tuple(outcomes)))


def by_client() -> str:
    """Whose answers they are."""
    return _("filled in by the client")


def _put(outcomes: list[OutcomeScore], score: OutcomeScore) -> None:
    """In the place of the same measure, else at the end."""
    for at, each in enumerate(outcomes):
        if each.measure == score.measure:
            outcomes[at] = score
            return
    outcomes.append(score)
