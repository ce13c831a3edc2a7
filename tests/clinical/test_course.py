"""Where a client stands in a plan: which visit of how many, and when a re-assessment is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from rmt_notes.clinical.course import CourseVisit, Progress, asks_for, eased, progress_of
from rmt_notes.clinical.plan import Plan

FIRST = date(2026, 1, 5)


def visits(*kinds: str, pain: tuple[int, ...] = (), every: int = 4) -> list[CourseVisit]:
    return [
        CourseVisit(day=FIRST + timedelta(days=every * at), kind=kind, pain=pain[at] if at < len(pain) else None)
        for at, kind in enumerate(kinds)
    ]


def reached(found: list[CourseVisit], **plan: object) -> Progress:
    progress = progress_of(found, Plan(**plan))  # type: ignore[arg-type]
    assert progress is not None
    return progress


def test_visits_are_counted_from_the_last_assessment_and_only_where_treatment_was_given():
    found = visits("initial", "follow_up", "declined", "follow_up", "phone_entry")
    assert reached(found, visits_planned=8).words() == "visit 4 of 8 planned"
    again = [*found, CourseVisit(day=date(2026, 2, 1), kind="reassessment")]
    progress = reached(again, visits_planned=6, reassess_on=date(2026, 3, 1))
    assert progress.words() == "visit 2 of 6 planned · re-assessment on 1 March 2026"


def test_a_re_assessment_falls_due_by_its_day_by_visits_by_weeks_and_by_pain():
    calm = reached(visits("initial", "follow_up", pain=(5, 4)))
    assert calm.due(FIRST + timedelta(days=8)) == ()
    assert [due.rule for due in calm.due(FIRST + timedelta(days=8), pain_now=7)] == ["trigger"]
    assert calm.due(FIRST + timedelta(days=40))
    assert reached(visits("initial", *["follow_up"] * 5, every=2)).due(FIRST + timedelta(days=12))
    planned = reached(visits("initial", "follow_up"), reassess_on=FIRST + timedelta(days=7))
    assert "12 January 2026" in planned.due(FIRST + timedelta(days=8))[0].sentence


def test_an_adverse_event_asks_for_a_re_assessment_until_there_was_one():
    on = FIRST + timedelta(days=20)
    for kinds, at, asked in (
        (("initial", "follow_up"), 1, True),
        (("initial", "follow_up", "follow_up"), 1, True),
        (("initial", "follow_up"), 0, True),
        (("initial", "follow_up", "phone_entry", "follow_up"), 2, True),
        (("initial", "follow_up", "reassessment", "follow_up"), 1, False),
        (("initial", "phone_entry", "reassessment", "follow_up"), 1, False),
    ):
        found = visits(*kinds)
        found[at] = replace(found[at], adverse=True)
        told = [due.sentence for due in reached(found).due(on)]
        assert told == (["Adverse event since the last assessment."] if asked else []), (kinds, at)


def test_no_change_is_told_with_its_base_and_looks_at_what_the_client_says_today():
    found = [*visits("initial", "follow_up", pain=(8, 6)), *visits("reassessment", *["follow_up"] * 4, pain=(5,) * 5)]
    assert eased([8, None, 7, 6]) == (False, False, False, True)
    on = FIRST + timedelta(days=20)
    stuck = reached(found).due(on)[-1]
    assert stuck.rule == "no_change"
    assert "since 5 January 2026" in stuck.sentence
    assert "no_change" not in [each.rule for each in reached(found).due(on, pain_now=2)]


def test_nothing_is_due_before_the_first_visit_after_a_discharge_or_at_an_assessment():
    assert progress_of([], Plan()) is None
    assert progress_of(visits("initial", "follow_up", "discharge"), Plan()) is None
    assert asks_for("follow_up")
    assert not any(asks_for(kind) for kind in ("initial", "reassessment", "discharge", "declined", "phone_entry"))
