"""What a client answers to the outcome measures with the device in hand, and how it comes into the note.

What is left out stays as it was: nothing is worked out from a missing answer. An activity counts once it has both
words and a number; one that the client only named stands without a number."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.scoring import is_on_scale, mean_of_activities, scale_of, score_told
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
    change_scale: str = ""
    """The scale on which `change` is asked: the one in use with this client."""
    offered: tuple[str, ...] = ()
    """The activities of last time, which nobody has named today."""


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
    last = next((each for each in previous.objective.outcomes if each.measure == "groc"), None) if previous else None
    known = groc or last
    scale = scale_of("groc", known.scale if known is not None else "")
    return ClientAnswers(
        pain_now=said.pain_now,
        pain_best=said.pain_best,
        pain_worst=said.pain_worst,
        activities=activities,
        change=_whole(groc.score) if groc is not None and is_on_scale(groc) else None,
        change_scale=scale.key if scale is not None else "",
        offered=tuple(each.text for each in before.activities) if before is not None and here is None else (),
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
    named = [each for each in answers.activities if each.text.strip()]
    if any(each.is_whole() or each.text not in answers.offered for each in named):
        activities = tuple(
            Activity(each.text.strip(), None if each.score is None else float(each.score)) for each in named
        )
        found = OutcomeScore(measure="psfs", activities=activities, note=by_client())
        _put(outcomes, replace(found, score=mean_of_activities(found)))
    if answers.ticked is not None:
        items = tuple(float(each) for each in answers.ticked)
        _put(outcomes, OutcomeScore(measure="rmdq", score=float(len(items)), items=items, note=by_client()))
    if answers.change is not None:
        scale = answers.change_scale
        _put(outcomes, OutcomeScore(measure="groc", score=float(answers.change), scale=scale, note=by_client()))
    return replace(note, subjective=subjective, objective=replace(note.objective, outcomes=tuple(outcomes)))


def answers_text(answers: ClientAnswers) -> str:
    """Everything that was answered, in words, one line each."""
    lines = [
        _("{what}: {number} of 10").format(what=what, number=given)
        for what, given in (
            (_("Pain now"), answers.pain_now),
            (_("Pain at best"), answers.pain_best),
            (_("Pain at worst"), answers.pain_worst),
            *((each.text.strip(), each.score) for each in answers.activities if each.text.strip()),
        )
        if given is not None
    ]
    if answers.ticked is not None:
        told = ", ".join(str(each) for each in answers.ticked) or _("none")
        lines.append(_("True today, by number: {numbers}").format(numbers=told))
    if answers.change is not None:
        score = OutcomeScore(measure="groc", score=float(answers.change), scale=answers.change_scale)
        lines.append(_("Change since the start of care: {change}").format(change=score_told(score)))
    return "\n".join(lines)


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
