"""What was taken over is known entry by entry until it is changed or reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from rmt_notes.clinical.assessment import NeuroFinding, Palpation, RangeOfMotion, SpecialTest, Strength
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.carried import (
    Carried,
    beside_today,
    entries_of,
    field_names,
    still_unread,
    taken_over,
    with_entry,
    yet_to_carry,
)
from rmt_notes.clinical.plan import HomeCare, Plan
from rmt_notes.clinical.signing import missing
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Objective, Subjective, Treatment
from tests.clinical.charts import FOLLOW_UP_NOTE, follow_up

DEEP = TechniqueApplied(technique="deep_tissue", minutes=10)
KNEAD = TechniqueApplied(technique="petrissage", minutes=8)
CUPS = TechniqueApplied(technique="cupping_static", minutes=6)
LAST = Treatment(techniques=(DEEP, KNEAD), position="prone", pain_after=2)


def test_a_list_is_taken_over_entry_by_entry_and_words_as_a_whole() -> None:
    now = replace(Treatment(), techniques=LAST.techniques, position="prone")
    assert taken_over(Treatment(), now, LAST) == ("techniques.0", "techniques.1", "position")


def test_one_entry_is_taken_over_alone_and_once() -> None:
    assert entries_of(LAST) == ("techniques.0", "techniques.1", "position", "pain_after")
    now = Treatment(techniques=(CUPS,))
    assert yet_to_carry(now, LAST, "techniques.1") == Treatment(techniques=(KNEAD,))
    with_one = with_entry(now, LAST, "techniques.1")
    assert with_one == replace(now, techniques=(CUPS, KNEAD))
    assert yet_to_carry(with_one, LAST, "techniques.1") is None
    assert with_entry(with_one, LAST, "techniques.1") == with_one
    assert with_entry(now, LAST, "position").position == "prone"
    assert taken_over(now, with_one, LAST) == ("techniques.1",)


def test_taking_over_never_replaces_what_was_charted_today() -> None:
    today = Treatment(techniques=(replace(DEEP, minutes=20), CUPS), position="supine")
    after = beside_today(today, replace(today, techniques=LAST.techniques, position=LAST.position))
    assert after.techniques == (replace(DEEP, minutes=20), CUPS, KNEAD)
    assert after.position == "supine"
    assert taken_over(today, after, LAST) == ("techniques.2",)

    # what only a template or an earlier taking over put there gives way, once looked at it stays
    waiting = Treatment(techniques=(replace(DEEP, minutes=None),), position="supine")
    last = replace(waiting, techniques=LAST.techniques, position=LAST.position)
    assert beside_today(waiting, last, ("techniques.0", "position")) == last
    assert beside_today(waiting, last, ("position",)).techniques == (replace(DEEP, minutes=None), KNEAD)

    # one test is one thing, whatever its result; last time's "nothing found" says nothing of what was found today
    left = SpecialTest(test="slr", result="positive", side="left")
    both, slump = (SpecialTest(test=key, result="negative", side="bilateral") for key in ("slr", "slump"))
    found = Objective(tests=(left,), neuro=(NeuroFinding(root="L5", side="left", myotome=4),))
    after = beside_today(found, replace(found, tests=(both, slump), neuro=(), neuro_summary="intact"))
    assert after.tests == (left, replace(both, side="right"), slump), "the side that today says nothing of"
    assert (after.neuro, after.neuro_summary) == (found.neuro, "")


def test_one_entry_taken_over_loses_nothing_of_today_and_says_nothing_against_it() -> None:
    """Each pairing of a side of today with one of last time: what of last time comes beside it."""
    both = "bilateral"
    beside = {
        ("left", "left"): None, ("left", "right"): "right", ("left", both): "right", ("left", ""): None,
        ("left", "midline"): "midline", (both, "left"): None, (both, both): None, (both, ""): None,
        (both, "midline"): "midline", ("", "left"): None, ("", both): None, ("", "midline"): None, ("", ""): None,
        ("midline", "left"): "left", ("midline", both): both, ("midline", "midline"): None, ("midline", ""): None,
    }  # fmt: skip
    kinds: dict[str, Any] = {
        "tests": lambda side, said: SpecialTest(test="kemp", side=side, result="negative", note=said),
        "palpation": lambda side, said: Palpation(place=Place("rhomboids", side), structure="", note=said),
        "strength": lambda side, said: Strength(muscle="gluteus_medius", side=side, note=said),
        "neuro": lambda side, said: NeuroFinding(root="L5", side=side, note=said),
        "range_of_motion": lambda side, said: RangeOfMotion(movement="lumbar.lateral_flexion", side=side, note=said),
    }
    for name, finding in kinds.items():
        for (here, there), comes in beside.items():
            today, last = finding(here, "today"), finding(there, "then")
            held: dict[str, Any] = {name: (today,)}
            now, then = Objective(**held), replace(Objective(), **{**held, name: (last,)})
            added = () if comes is None else (finding(comes, "then"),)
            assert getattr(with_entry(now, then, f"{name}.0"), name) == (today, *added), (name, here, there)
            assert getattr(beside_today(now, then), name) == (today, *added), (name, here, there)

    before, after = (RangeOfMotion(movement="lumbar.flexion", when=when, active=40) for when in ("before", "after"))
    moved = Objective(range_of_motion=(after,))
    assert with_entry(moved, Objective(range_of_motion=(before,)), "range_of_motion.0").range_of_motion == (
        after,
        before,
    )
    neck, back = (replace(KNEAD, places=(Place(region, "left"),)) for region in ("neck_posterior", "low_back"))
    wide = replace(back, places=(Place("low_back", "bilateral"), Place("gluteal", "left")), minutes=20)
    treated = Treatment(techniques=(neck, back), position="supine")
    assert with_entry(treated, Treatment(techniques=(wide,)), "techniques.0") == treated
    assert with_entry(
        replace(treated, techniques=(neck,)), Treatment(techniques=(wide,)), "techniques.0"
    ).techniques == (
        neck,
        wide,
    )
    assert with_entry(treated, LAST, "position").position == "supine"
    walk = HomeCare(key="walking", dose="20 minutes", note="uphill")
    planned = Plan(home_care=(walk, HomeCare(note="Breathe")))
    last_plan = Plan(home_care=(HomeCare(key="walking", dose="5 minutes"), HomeCare(note="Sleep on the side")))
    assert [yet_to_carry(planned, last_plan, f"home_care.{at}") is None for at in (0, 1)] == [True, False]
    lost = Objective(neuro=(NeuroFinding(root="L5", side="left", myotome=4),))
    assert with_entry(lost, Objective(neuro_summary="intact"), "neuro_summary") == lost


def test_what_was_only_put_there_gives_way_by_the_side_that_is_taken_over() -> None:
    both = SpecialTest(test="kemp", result="negative", side="bilateral")
    right = replace(both, side="right", result="positive")
    now = Objective(tests=(both,), gait="antalgic")
    after = with_entry(now, Objective(tests=(right,)), "tests.0", ("tests.0", "gait"))
    assert after.tests == (replace(both, side="left"), right)
    assert taken_over(now, after, Objective(tests=(right,))) == ("tests.0", "tests.1"), "both wait to be looked at"
    assert with_entry(now, Objective(gait="normal"), "gait", ("tests.0", "gait")).gait == "normal"


def test_what_was_there_before_is_not_taken_over() -> None:
    before = Treatment(techniques=(KNEAD,), position="prone")
    now = Treatment(techniques=(DEEP, KNEAD), position="prone")
    assert taken_over(before, now, LAST) == ("techniques.0",)


def test_the_places_of_one_pain_are_looked_at_together() -> None:
    last = Subjective(places=(Place("low_back", "left"), Place("gluteal", "left")))
    assert taken_over(Subjective(), last, last) == ("places",)


def test_touching_one_entry_leaves_the_others_marked() -> None:
    touched = replace(LAST, techniques=(replace(DEEP, minutes=12), KNEAD))
    assert still_unread(("techniques.0", "techniques.1", "position"), LAST, touched) == ("techniques.1", "position")


def test_a_removed_entry_takes_its_mark_along_and_the_next_one_keeps_its_own() -> None:
    left = replace(LAST, techniques=(KNEAD, CUPS))
    assert still_unread(("techniques.0", "techniques.1"), LAST, left) == ("techniques.0",)


def test_two_equal_entries_keep_two_marks() -> None:
    twice = replace(LAST, techniques=(DEEP, DEEP))
    assert still_unread(("techniques.0", "techniques.1"), twice, replace(twice, position="supine")) == (
        "techniques.0",
        "techniques.1",
    )


def test_a_mark_taken_out_of_the_body_chart_leaves_the_others_to_be_reviewed() -> None:
    one = BodyMark(kind="ache", region="rhomboids", side="left", view="back")
    last = Subjective(marks=(one, replace(one, side="right"), replace(one, region="sacrum", side="midline")))
    entries = taken_over(Subjective(), last, last)
    assert entries == ("marks.0", "marks.1", "marks.2")
    assert still_unread(entries, last, replace(last, marks=last.marks[1:])) == ("marks.0", "marks.1")
    rated = replace(last, marks=(replace(one, intensity=4), *last.marks[1:]))
    assert still_unread(entries, last, rated) == ("marks.1", "marks.2")


def test_fields_are_named_once() -> None:
    assert field_names(("techniques.0", "techniques.1", "position")) == ("techniques", "position")


def test_a_note_with_something_not_reviewed_cannot_be_signed() -> None:
    carried = Carried(
        section="treatment", visit_id="a" * 32, day=date(2026, 11, 8), fields=("position",), unread=("position",)
    )
    chart = follow_up(replace(FOLLOW_UP_NOTE, carried=(carried,)))
    found = [gap for gap in missing(chart, chart.visit.started_at) if gap.level == "blocks"]
    assert [(gap.key, gap.section, gap.field) for gap in found] == [("V18", "treatment", "carried")]
    read = follow_up(replace(FOLLOW_UP_NOTE, carried=(replace(carried, unread=()),)))
    assert not [gap for gap in missing(read, read.visit.started_at) if gap.level == "blocks"]
