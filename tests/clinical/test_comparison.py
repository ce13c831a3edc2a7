"""What changed between two visits, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rmt_notes.clinical.assessment import PostureFinding, RangeOfMotion, SpecialTest, Strength
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.comparison import BETTER, NEUTRAL, NEW, WORSE, compare, is_meaningful
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note, Objective, Subjective, Treatment

DAYS = (date(2026, 8, 12), date(2026, 11, 8))


def rows_of(before: Note, after: Note, **more):
    return {row.key: row for row in compare(before, after, days=DAYS, **more)}


def objective(**more) -> Note:
    return Note(objective=Objective(**more))


def test_less_pain_is_better_and_meaningful_from_two_points():
    before = Note(subjective=Subjective(pain_now=8), treatment=Treatment(pain_after=7))
    after = Note(subjective=Subjective(pain_now=5), treatment=Treatment(pain_after=3))
    row = rows_of(before, after)["pain"]
    assert (row.before, row.after) == ("8 before, 7 after", "5 before, 3 after")
    assert (row.change, row.tone) == ("−3 · meaningful", BETTER)
    less = rows_of(before, Note(subjective=Subjective(pain_now=7)))["pain"]
    assert less.change == "−1"


def test_more_pain_is_worse():
    row = rows_of(Note(subjective=Subjective(pain_now=2)), Note(subjective=Subjective(pain_now=6)))["pain"]
    assert row.tone == WORSE


def test_what_was_not_recorded_is_no_change():
    row = rows_of(Note(subjective=Subjective(pain_now=2)), Note())["pain"]
    assert (row.after, row.change, row.tone) == ("", "", NEUTRAL)
    assert not row.differs


def test_motion_nearer_to_normal_is_better_and_sides_stay_apart():
    before = objective(
        range_of_motion=(
            RangeOfMotion(movement="lumbar.extension", active=8),
            RangeOfMotion(movement="lumbar.lateral_flexion", side="left", active=20),
        )
    )
    after = objective(
        range_of_motion=(
            RangeOfMotion(movement="lumbar.extension", active=14, when="after"),
            RangeOfMotion(movement="lumbar.extension", active=12),
            RangeOfMotion(movement="lumbar.lateral_flexion", side="right", active=10),
        )
    )
    rows = rows_of(before, after)
    extension = rows["motion.lumbar.extension."]
    assert (extension.before, extension.after, extension.change) == ("8° of 25°", "12° of 25°", "+4°")
    assert extension.tone == BETTER
    assert rows["motion.lumbar.lateral_flexion.left"].after == ""
    assert rows["motion.lumbar.lateral_flexion.right"].before == ""
    assert "right" in rows["motion.lumbar.lateral_flexion.right"].label


def test_a_test_that_cleared_on_one_side_says_which():
    before = objective(tests=(SpecialTest(test="thomas", result="positive", side="bilateral"),))
    after = objective(
        tests=(
            SpecialTest(test="thomas", result="negative", side="left"),
            SpecialTest(test="thomas", result="positive", side="right"),
        )
    )
    row = rows_of(before, after)["test.thomas"]
    assert row.before == "positive both sides"
    assert row.after == "negative left, positive right"
    assert (row.change, row.tone) == ("left cleared", BETTER)
    again = rows_of(after, before)["test.thomas"]
    assert (again.change, again.tone) == ("left now positive", WORSE)


def test_posture_says_less_marked_and_neutral():
    def tilted(value: str, severity: str = "") -> Note:
        return objective(posture=(PostureFinding(view="lateral", landmark="pelvis", value=value, severity=severity),))

    row = rows_of(tilted("anterior_tilt", "marked"), tilted("anterior_tilt", "moderate"))["posture.lateral.pelvis"]
    assert (row.before, row.change, row.tone) == ("Anterior tilt, marked", "less marked", BETTER)
    assert rows_of(tilted("anterior_tilt"), tilted("neutral"))["posture.lateral.pelvis"].change == "now neutral"
    assert rows_of(tilted("neutral"), tilted("anterior_tilt"))["posture.lateral.pelvis"].tone == WORSE


def test_outcomes_know_their_direction_and_their_figure():
    def scored(measure: str, score: float) -> Note:
        return objective(outcomes=(OutcomeScore(measure=measure, score=score),))

    better = rows_of(scored("rmdq", 13), scored("rmdq", 8))["outcome.rmdq"]
    assert (better.before, better.after, better.change, better.tone) == (
        "13 of 24",
        "8 of 24",
        "−5 · meaningful",
        BETTER,
    )
    assert rows_of(scored("lefs", 40), scored("lefs", 55))["outcome.lefs"].tone == BETTER
    assert rows_of(scored("psfs", 6), scored("psfs", 5))["outcome.psfs"].tone == WORSE


def test_thirty_percent_counts_where_the_first_score_is_known():
    assert is_meaningful("nprs", 3, 2)
    assert not is_meaningful("nprs", 8, 7)
    assert not is_meaningful("nprs", 5, 5)
    assert not is_meaningful("no_such_measure", 9, 1)


def test_strength_and_techniques_are_compared():
    before = Note(
        objective=Objective(strength=(Strength(muscle="gluteus_medius", side="left", grade=3),)),
        treatment=Treatment(techniques=(TechniqueApplied(technique="effleurage"),)),
    )
    after = Note(
        objective=Objective(strength=(Strength(muscle="gluteus_medius", side="left", grade=4),)),
        treatment=Treatment(
            techniques=(TechniqueApplied(technique="deep_tissue"), TechniqueApplied(technique="future_one"))
        ),
    )
    rows = rows_of(before, after)
    assert rows["strength.gluteus_medius.left"].change == "+1"
    assert rows["techniques"].after.endswith("future one")
    assert rows["techniques"].tone == NEUTRAL


def finding(key: str, day: int, **more) -> Finding:
    return Finding(
        id=key,
        client_id="c",
        key=key,
        state=more.pop("state", "confirmed"),
        recorded_at=datetime(2026, 9, day, tzinfo=UTC),
        practitioner_id="p",
        **more,
    )


def test_a_new_limit_is_named_as_new_and_a_closed_one_as_resolved():
    new = rows_of(Note(), Note(), findings=(finding("pacemaker_device", 2),))["safety"]
    assert (new.before, new.change, new.tone) == ("none known", "1 new", NEW)
    assert new.after.startswith("Pacemaker")
    old = Finding(
        id="x",
        client_id="c",
        key="fever",
        state="resolved",
        recorded_at=datetime(2026, 8, 1, tzinfo=UTC),
        practitioner_id="p",
        closed_on=date(2026, 9, 1),
    )
    assert rows_of(Note(), Note(), findings=(old,))["safety"].change == "1 resolved"
    wrong = finding("fever", 2, state="entered_in_error")
    assert "safety" not in rows_of(Note(), Note(), findings=(wrong,))


def test_two_empty_notes_have_no_rows():
    assert compare(Note(), Note(), days=DAYS) == ()


def test_the_body_chart_says_what_went_and_what_came():
    def pain(**regions: int | None) -> Note:
        marks = tuple(
            BodyMark(kind="ache", region=region, side="left", view="back", intensity=score)
            for region, score in regions.items()
        )
        return Note(subjective=Subjective(marks=marks))

    before = pain(rhomboids=7, upper_trapezius=5, levator_scapulae=None)
    row = rows_of(before, pain(rhomboids=3, levator_scapulae=None))["marks.pain"]
    assert row.label == "Body chart: pain today"
    assert row.before == "Rhomboids, left 7/10; Upper trapezius, left 5/10; Levator scapulae, left"
    assert row.after == "Rhomboids, left 3/10; Levator scapulae, left"
    assert (row.change, row.tone) == ("1 gone, 1 less", BETTER)
    mixed = rows_of(before, pain(rhomboids=8, levator_scapulae=None))["marks.pain"]
    assert (mixed.change, mixed.tone) == ("1 gone, 1 more", NEUTRAL)
    unseen = rows_of(before, Note())["marks.pain"]
    assert (unseen.change, unseen.tone, unseen.differs) == ("", NEUTRAL, False)
