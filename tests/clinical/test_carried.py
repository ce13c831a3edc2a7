"""What was taken over is known entry by entry until it is changed or reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rmt_notes.clinical.assessment import NeuroFinding, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.carried import (
    Carried,
    beside_today,
    entries_of,
    field_names,
    only,
    still_unread,
    taken_over,
    with_entry,
)
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
    assert only(LAST, "techniques.1") == Treatment(techniques=(KNEAD,))
    now = Treatment(techniques=(CUPS,), position="supine")
    with_one = with_entry(now, LAST, "techniques.1")
    assert with_one == replace(now, techniques=(CUPS, KNEAD))
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
    assert after.tests == (left, slump)
    assert (after.neuro, after.neuro_summary) == (found.neuro, "")
    assert with_entry(found, Objective(tests=(both,)), "tests.0").tests == (both,)


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
