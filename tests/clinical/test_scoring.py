"""Scores from answers, the meaning of a change, and what findings suggest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rmt_notes.clinical.assessment import NeuroFinding, PostureFinding, RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.clusters import clusters
from rmt_notes.clinical.outcomes import Activity, OutcomeScore
from rmt_notes.clinical.scoring import change, is_on_scale, items_score, pain_change, rating_sentence, score_of
from rmt_notes.clinical.suggestions import (
    Course,
    frequencies,
    posture_patterns,
    reassessment_due,
    support_for,
)
from rmt_notes.clinical.visit import Note, Objective, Subjective

DAY = date(2026, 3, 9)


def score(measure: str, value: float, scale: str = "") -> OutcomeScore:
    return OutcomeScore(measure=measure, score=value, scale=scale)


@pytest.mark.parametrize(
    ("measure", "items", "expected"),
    [
        ("nprs", [6], 6),
        ("psfs", [4, 5, 5], 4.7),
        ("psfs", [], None),
        ("peg", [4, 5, 6], 5),
        ("peg", [4, None, 6], None),
        ("rmdq", [1] * 13 + [None] * 11, 13),
        ("rmdq", [], 0),
        ("odi", [2] * 10, 40),
        ("odi", [2] * 7 + [None] * 3, 40),
        ("ndi", [2] * 10, 20),
        ("quickdash", [2] * 11, 25),
        ("quickdash", [2] * 10 + [None], 25),
        ("quickdash", [2] * 9 + [None, None], None),
        ("lefs", [3] * 20, 60),
        ("lefs", [3] * 18 + [None, None], 60),
        ("lefs", [3] * 17 + [None] * 3, None),
        ("groc", [5], 5),
        ("psfs", [4, 4, 4, 5], 4.3),  # a half goes up, as a hand does it
        ("ndi", [1] * 7 + [2] + [None] * 2, 11.3),
    ],
)
def test_a_score_follows_its_measure_and_its_missing_items(
    measure: str, items: list[float | None], expected: float | None
) -> None:
    assert score_of(measure, items).score == expected


@pytest.mark.parametrize(
    ("measure", "items"), [("peg", [1, 2, 3, 4]), ("nprs", [11]), ("odi", [6]), ("quickdash", [0])]
)
def test_answers_outside_the_measure_are_refused(measure: str, items: list[float | None]) -> None:
    with pytest.raises(ValueError, match=r"item|outside"):
        score_of(measure, items)


@pytest.mark.parametrize(
    ("first", "later", "improved", "meaningful"),
    [
        (score("rmdq", 13), score("rmdq", 8), True, True),
        (score("rmdq", 20), score("rmdq", 16), True, False),
        (score("rmdq", 6), score("rmdq", 4), True, True),  # 33 % of the first score
        (score("rmdq", 8), score("rmdq", 13), False, True),
        (score("psfs", 4.7), score("psfs", 6.7), True, True),
        (score("psfs", 4.7), score("psfs", 6.3), True, False),
        (score("lefs", 50), score("lefs", 59), True, True),
        (score("lefs", 50), score("lefs", 58), True, False),
        (score("odi", 40), score("odi", 30), True, True),
        (score("odi", 40), score("odi", 31), True, False),
        (score("ndi", 20), score("ndi", 12.5), True, True),
        (score("ndi", 40, "percent"), score("ndi", 32, "percent"), True, False),
        (score("quickdash", 50), score("quickdash", 36.4), True, True),
        (score("rmdq", 0), score("rmdq", 3), False, False),
    ],
)
def test_a_change_has_a_direction_and_a_meaning(
    first: OutcomeScore, later: OutcomeScore, improved: bool, meaningful: bool
) -> None:
    found = change(first, later)
    assert (found.improved, found.meaningful) == (improved, meaningful)


def test_answers_follow_the_scale_that_is_used_and_keep_their_places() -> None:
    answers = (2.0,) * 9 + (None,)
    assert items_score(OutcomeScore(measure="ndi", items=answers, scale="0-50")) == 20
    assert items_score(OutcomeScore(measure="ndi", items=answers, scale="percent")) == 40
    assert items_score(OutcomeScore(measure="peg", items=(4.0, None, 7.0))) is None
    assert items_score(OutcomeScore(measure="rmdq", items=(3.0, 24.0))) == 2
    assert items_score(OutcomeScore(measure="odi", items=(9.0,))) is None, "no answer that the form has"


def test_a_rating_of_change_speaks_for_itself_and_a_count_is_whole() -> None:
    assert rating_sentence(score("groc", 5)) == "better, a clear change"
    assert rating_sentence(score("groc", -3)) == "worse, a meaningful change"
    assert rating_sentence(score("groc", 2, "11_point")) == "better, less than a meaningful change"
    assert rating_sentence(score("groc", 9)) == rating_sentence(score("psfs", 5)) == ""
    assert not is_on_scale(score("rmdq", 12.5))
    assert is_on_scale(score("ndi", 12.5))


def test_a_single_activity_must_change_more_than_the_mean_of_several() -> None:
    def activities(*numbers: float) -> OutcomeScore:
        named = tuple(Activity(f"activity {at}", number) for at, number in enumerate(numbers))
        return OutcomeScore(measure="psfs", score=sum(numbers) / len(numbers), activities=named)

    assert not change(activities(3), activities(5)).meaningful
    assert change(activities(3), activities(6)).meaningful
    assert change(activities(3, 3), activities(5, 5)).meaningful


def test_pain_changes_by_two_points_or_thirty_percent() -> None:
    assert pain_change(8, 6).meaningful
    assert pain_change(3, 2).meaningful
    assert not pain_change(5, 4).meaningful
    assert pain_change(4, 4).improved is None
    assert pain_change(4, 4).sentence == "no change"
    assert pain_change(6, 4).sentence == "2 points better (33 %), a meaningful change"
    assert pain_change(5, 6).sentence == "1 point worse (20 %), less than a meaningful change"


def test_scores_on_two_scales_are_not_compared() -> None:
    found = change(score("ndi", 20), score("ndi", 40, "percent"))
    assert not found.comparable
    assert found.sentence == "not comparable, another scale was used"
    with pytest.raises(ValueError, match="compared"):
        change(score("ndi", 20), score("odi", 20))
    assert not change(score("scale_of_tomorrow", 1), score("scale_of_tomorrow", 2)).comparable


# --- clusters --------------------------------------------------------------------------------------------------------

SIJ = ("sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust", "gaenslen")


@pytest.mark.parametrize(("positive", "reached"), [(0, False), (2, False), (3, True), (5, True)])
def test_the_sacroiliac_cluster_speaks_from_three_of_five(positive: int, reached: bool) -> None:
    tests = [
        SpecialTest(test=key, result="positive" if number < positive else "negative", side="right")
        for number, key in enumerate(SIJ)
    ]
    (found,) = clusters(tests)
    assert (len(found.positive), found.done, found.members) == (positive, 5, 5)
    assert bool(found.reached) == reached
    assert found.source == ("D20",)
    assert found.sentence.startswith(f"Sacroiliac provocation{', right' if positive else ''}: {positive} of 5 positive")


def sij(*results: tuple[str, str]) -> list[SpecialTest]:
    """The provocation tests in their order, each with its side and result."""
    return [SpecialTest(test=key, side=side, result=result) for key, (side, result) in zip(SIJ, results, strict=False)]


def test_what_was_not_tested_is_neither_positive_nor_negative() -> None:
    told = {
        (("", "positive"), ("right", "positive"), ("right", "negative"), ("", "negative")): (
            "Sacroiliac provocation, right: 2 positive of 4 tested, 1 not tested"
        ),
        (("", "positive"), ("right", "positive"), ("right", "not_done"), ("", "equivocal")): (
            "Sacroiliac provocation, right: 2 positive of 3 tested, 1 equivocal, 2 not tested"
        ),
        (("", "negative"),): "Sacroiliac provocation: 0 positive of 1 tested, 4 not tested",
        (("", "positive"),) * 2: "Sacroiliac provocation: 2 positive of 2 tested, 3 not tested",
        (("", "positive"), ("bilateral", "positive")): (
            "Sacroiliac provocation, both sides: 2 positive of 2 tested, 3 not tested"
        ),
    }
    for results, sentence in told.items():
        assert [each.sentence for each in clusters(sij(*results))] == [sentence]


def test_left_and_right_are_never_added_up() -> None:
    """One sided test on the left and one on the right with one of the midline make two on each side, not three."""
    mixed = sij(("", "positive"), ("left", "positive"), ("right", "positive"))
    found = clusters(mixed)
    assert [(each.side, len(each.positive), each.reached) for each in found] == [("left", 2, ""), ("right", 2, "")]
    assert [each.done for each in found] == [2, 2], "what was done on the other side only is not tested on this one"
    right = sij(("", "positive"), ("left", "negative"), ("right", "positive"), ("", "positive"), ("left", "positive"))
    assert [(each.side, len(each.positive), bool(each.reached)) for each in clusters(right)] == [
        ("left", 3, True),
        ("right", 3, True),
    ]
    (twice,) = clusters([SpecialTest(test="gaenslen", result="positive", side=side) for side in ("left", "right")])
    assert (twice.side, twice.positive) == ("bilateral", ("gaenslen",))


@pytest.mark.parametrize(("side", "rotation", "positive"), [("right", 59, 4), ("right", 60, 3), ("left", 40, 3)])
def test_the_cervical_cluster_counts_rotation_under_sixty_to_the_same_side(
    side: str, rotation: float, positive: int
) -> None:
    tests = [
        SpecialTest(test="spurling", result="positive", side="right"),
        SpecialTest(test="distraction_c", result="positive"),
        SpecialTest(test="ulnt1", result="positive", side="right"),
    ]
    other = "left" if side == "right" else "right"
    motions = [
        RangeOfMotion(movement="cervical.rotation", side=side, active=rotation),
        RangeOfMotion(movement="cervical.rotation", side=other, active=80),
        RangeOfMotion(movement="cervical.rotation", side=other, active=20, when="after"),
    ]
    found = {each.side: each for each in clusters(tests, motions)}
    assert (len(found["right"].positive), found["right"].members, found["right"].done) == (positive, 4, 4)
    assert f"{positive} of 4" in found["right"].reached
    if side == "left":
        assert found["left"].positive == ("distraction_c", "cervical.rotation")


def test_movement_alone_is_no_cluster() -> None:
    assert clusters([], [RangeOfMotion(movement="cervical.rotation", active=20)]) == ()


# --- posture ---------------------------------------------------------------------------------------------------------


def seen(*signs: str) -> list[PostureFinding]:
    return [
        PostureFinding(view=view, landmark=mark, value=value)
        for view, mark, value in (each.split(".") for each in signs)
    ]


LOWER = ("lateral.pelvis.anterior_tilt", "lateral.lumbar_curve.increased_lordosis")
UPPER = ("lateral.head.forward", "lateral.shoulder.rounded")


def test_patterns_need_all_their_signs() -> None:
    assert [each.key for each in posture_patterns(seen(*LOWER))] == ["lower_crossed"]
    assert posture_patterns(seen(LOWER[0])) == ()
    assert posture_patterns(seen("lateral.pelvis.neutral", "lateral.head.neutral")) == ()
    (found,) = posture_patterns(seen(*LOWER))
    assert "iliopsoas" in found.short
    assert found.signs == ("lateral.pelvis", "lateral.lumbar_curve")


def test_two_crossed_patterns_make_the_layered_one_which_comes_first() -> None:
    keys = [each.key for each in posture_patterns(seen(*LOWER, *UPPER))]
    assert keys[0] == "layered"
    assert {"lower_crossed", "upper_crossed", "forward_head"} <= set(keys)


def test_a_landmark_shows_one_value_so_its_signs_are_alternatives() -> None:
    sway = seen("lateral.pelvis.posterior_tilt", "lateral.hip.extended", "lateral.thoracic_curve.increased_kyphosis")
    assert "sway_back" in [each.key for each in posture_patterns(sway)]


def test_signs_without_a_value_take_any_finding_but_the_neutral_one() -> None:
    assert [
        each.key for each in posture_patterns(seen("posterior.spine_curve.c_left", "posterior.rib_hump.right"))
    ] == ["scoliosis"]
    assert posture_patterns(seen("posterior.spine_curve.c_left", "posterior.rib_hump.none")) == ()


def test_a_leg_length_difference_is_higher_on_one_side_everywhere() -> None:
    landmarks = ("posterior.iliac_crest", "anterior.asis_height", "posterior.psis_height")
    for sides, labels in (
        (("right", "right", "right"), ["Leg length difference, higher on the right"]),
        (("left", "left", "left"), ["Leg length difference, higher on the left"]),
        (("right", "left", "right"), []),
        (("right", "right"), []),
    ):
        signs = [f"{mark}.{side}_high" for mark, side in zip(landmarks, sides, strict=False)]
        assert [each.label for each in posture_patterns(seen(*signs))] == labels


# --- frequency and re-assessment -------------------------------------------------------------------------------------


def test_the_stage_suggests_a_rhythm_with_its_source() -> None:
    (acute,) = frequencies("acute")
    assert (acute.rule, acute.source) == ("1–2 per week until pain subsides", ("seed",))
    (chronic,) = frequencies("chronic")
    assert (chronic.days_from, chronic.days_to) == (14, 28)
    assert chronic.next_visits(DAY) == (date(2026, 3, 23), date(2026, 4, 6))
    assert frequencies("") == ()


START = Course(assessed_on=DAY, visits=1, stage="chronic", last_visit=DAY)


@pytest.mark.parametrize(
    ("course", "on", "rules"),
    [
        (START, date(2026, 3, 23), []),
        (START, date(2026, 4, 6), ["planned"]),
        (replace(START, visits=4), date(2026, 3, 23), ["planned"]),
        (replace(START, stage="acute"), date(2026, 3, 23), ["planned"]),
        (replace(START, reassess_on=date(2026, 3, 20)), date(2026, 3, 23), ["planned"]),
        (replace(START, pain_baseline=4, pain_now=6), date(2026, 3, 16), ["trigger"]),
        (replace(START, pain_baseline=4, pain_now=5), date(2026, 3, 16), []),
        (replace(START, triggers=("new_neuro_sign", "adverse_event")), date(2026, 3, 16), ["trigger", "trigger"]),
        (replace(START, visits=4, meaningful=False), date(2026, 3, 23), ["planned", "no_change"]),
        (replace(START, maintenance=True), date(2026, 6, 1), []),
        (replace(START, maintenance=True, last_visit=date(2026, 9, 1)), date(2026, 9, 9), ["maintenance"]),
        (replace(START, maintenance=True, visits=10), date(2026, 6, 1), ["maintenance"]),
        (replace(START, maintenance=True), date(2026, 6, 10), ["trigger"]),
    ],
)
def test_re_assessment_is_due_by_plan_by_trigger_or_without_change(course: Course, on: date, rules: list[str]) -> None:
    due = reassessment_due(course, on)
    assert [each.rule for each in due] == rules
    assert all(each.sentence.endswith(".") and each.source for each in due)


# --- support for an impression ---------------------------------------------------------------------------------------


def test_facet_type_support_lists_and_never_concludes() -> None:
    note = Note(
        subjective=Subjective(places=(Place("low_back", "right"),)),
        objective=Objective(
            range_of_motion=(
                RangeOfMotion(movement="lumbar.extension", active=15, pain=5),
                RangeOfMotion(movement="lumbar.lateral_flexion", side="right", active=18, pain=3),
                RangeOfMotion(movement="lumbar.lateral_flexion", side="left", active=22, pain=0),
            ),
            tests=(
                SpecialTest(test="kemp", result="positive", side="right"),
                SpecialTest(test="slr", result="negative"),
            ),
            neuro=(NeuroFinding(root="L5", side="right", sensation="normal", myotome=5, reflex=2),),
        ),
    )
    assert {each.key: each.met for each in support_for("facet_irritation", note)} == {
        "unilateral_localised": True,
        "worse_extension": True,
        "worse_same_side": True,
        "no_root_signs": True,
        "kemp_local": True,
    }
    assert {each.met for each in support_for("facet_irritation", Note())} == {None}
    both = replace(note, subjective=Subjective(places=(Place("low_back", "bilateral"),)))
    found = {each.key: each.met for each in support_for("facet_irritation", both)}
    assert (found["unilateral_localised"], found["worse_same_side"]) == (False, None)
    marked = BodyMark(kind="ache", region="quadratus_lumborum", side="right", view="back")
    told = {
        each.key: each.met
        for each in support_for("facet_irritation", replace(note, subjective=Subjective(marks=(marked,))))
    }
    assert (told["unilateral_localised"], told["worse_same_side"]) == (True, True), "the body chart tells the side, too"
    wide = Subjective(places=(Place("low_back", "right"), Place("leg_posterior", "right")))
    told = {each.key: each.met for each in support_for("facet_irritation", replace(note, subjective=wide))}
    assert (told["unilateral_localised"], told["worse_same_side"]) == (None, True), "whether it is local is not told"
    neck = Subjective(places=(Place("neck_posterior", "right"),))
    told = {each.key: each.met for each in support_for("facet_irritation", replace(note, subjective=neck))}
    assert (told["worse_extension"], told["worse_same_side"]) == (None, None), "the low back says nothing of the neck"
    left = replace(note, objective=replace(note.objective, tests=(replace(note.objective.tests[0], side="left"),)))
    assert {each.key: each.met for each in support_for("facet_irritation", left)}["kemp_local"] is None


def test_a_cluster_supports_its_impression_once_it_is_decided() -> None:
    def decided(*results: str) -> bool | None:
        keys = ("sij_distraction", "sij_thigh_thrust", "sij_compression", "sij_sacral_thrust", "gaenslen")
        tests = tuple(SpecialTest(test=key, result=result) for key, result in zip(keys, results, strict=False))
        found = support_for("sij_related", Note(objective=Objective(tests=tests)))
        return {each.key: each.met for each in found}["provocation"]

    assert decided() is None
    assert decided("positive", "positive", "negative") is None
    assert decided("positive", "positive", "positive") is True
    assert decided("negative", "negative", "negative") is False
    assert decided("positive", "positive", "equivocal", "negative", "negative") is None, "neither for it nor against"
    thrusts = (("", "positive"), ("left", "positive"), ("right", "positive"))
    objective = Objective(tests=tuple(sij(*thrusts)))
    for side, region in (("left", "gluteal"), ("right", "low_back")):
        note = Note(subjective=Subjective(places=(Place(region, side),)), objective=objective)
        found = {each.key: each.met for each in support_for("sij_related", note)}
        assert found == {"provocation": None, "below_l5": True if region == "gluteal" else None}
    assert support_for("stress_tension", Note()) == ()
