"""The client's own numbers come into the note: nothing is worked out from what was left out."""

from __future__ import annotations

from dataclasses import replace

from rmt_notes.clinical.client_answers import ClientActivity, ClientAnswers, first_answers, with_answers
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
    assert psfs.activities == (Activity("sit", 6.0),)
    assert "client" in groc.note
    assert first_answers(filled, LAST) == replace(
        answers, pain_best=2, activities=(ClientActivity(text="sit", score=6),)
    )
