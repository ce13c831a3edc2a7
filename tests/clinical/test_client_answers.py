"""The client's own numbers come into the note: nothing is worked out from what was left out."""

from __future__ import annotations

from dataclasses import replace

from rmt_notes.clinical.client_answers import (
    ClientActivity,
    ClientAnswers,
    answers_text,
    first_answers,
    with_answers,
)
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.visit import Note, Objective, Subjective

LAST = Note(
    objective=Objective(
        outcomes=(OutcomeScore(measure="psfs", score=4.0, activities=(Activity("sit", 3.0), Activity("lift", 5.0))),)
    )
)


def test_activities_of_last_time_are_asked_again_without_their_numbers():
    answers = first_answers(Note(), LAST)
    assert answers.activities == (ClientActivity(text="sit"), ClientActivity(text="lift"))
    assert with_answers(Note(), answers) == Note()


def test_what_is_answered_replaces_and_what_is_left_out_stays():
    note = Note(
        subjective=Subjective(pain_now=5, pain_best=2),
        objective=Objective(outcomes=(OutcomeScore(measure="rmdq", score=9), OutcomeScore(measure="groc", score=1))),
    )
    answers = ClientAnswers(
        pain_now=3,
        activities=(ClientActivity(text="sit", score=6), ClientActivity(text="lift"), ClientActivity(score=4)),
        change=4,
    )
    filled = with_answers(note, answers)
    assert (filled.subjective.pain_now, filled.subjective.pain_best) == (3, 2)
    rmdq, groc, psfs = filled.objective.outcomes
    assert (rmdq.score, groc.score, psfs.score) == (9, 4.0, 6.0)
    assert psfs.activities == (Activity("sit", 6.0), Activity("lift")), "what was named and not rated is not lost"
    assert "client" in groc.note
    named = (ClientActivity(text="sit", score=6), ClientActivity(text="lift"))
    assert first_answers(filled, LAST) == replace(answers, pain_best=2, activities=named, change_scale="15_point")


def test_the_change_is_asked_on_the_scale_in_use_and_told_in_words():
    last = Note(objective=Objective(outcomes=(OutcomeScore(measure="groc", score=2, scale="11_point"),)))
    answers = replace(first_answers(Note(), last), change=-4, ticked=(3, 24), pain_now=0)
    groc = with_answers(Note(), answers).objective.outcomes[-1]
    assert (groc.score, groc.scale) == (-4.0, "11_point")
    assert answers_text(answers).splitlines() == [
        "Pain now: 0 of 10",
        "True today, by number: 3, 24",
        "Change since the start of care: \u22124",
    ]
