"""A finished note as it is read: every finding is named, what is alike is joined, what an amendment changed is told."""

from __future__ import annotations

from dataclasses import replace

from rmt_notes.clinical.assessment import RangeOfMotion, SpecialTest
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.reading import changed_words, read
from rmt_notes.clinical.visit import Note, Objective, Subjective, Treatment


def told(note: Note, first: Note | None = None) -> dict[str, list[tuple[str, str, str]]]:
    return {
        section.key: [(each.label, each.text, changed_words(each)) for each in section.lines]
        for section in read(note, first=first)
        if section.lines
    }


def test_findings_that_say_the_same_stand_in_one_line_and_each_is_named():
    motions = [RangeOfMotion(movement="lumbar.extension", active=15, pain=5)]
    motions += [RangeOfMotion(movement="thoracolumbar.flexion", limit="wnl")]
    for way in ("thoracolumbar.lateral_flexion", "thoracolumbar.rotation"):
        motions += [RangeOfMotion(movement=way, side=side, limit="wnl") for side in ("left", "right")]
    done = tuple(
        SpecialTest(test=key, result="negative", side=side) for key in ("slr", "ober") for side in ("left", "right")
    )
    note = Note(
        subjective=Subjective(
            qualities=("aching",),
            aggravating="pH strips",
            marks=(BodyMark(kind="ache", region="sacrum", side="midline", view="back"),),
        ),
        objective=Objective(range_of_motion=tuple(motions), tests=done),
    )
    assert told(note) == {
        "subjective": [
            ("Body chart", "Mark 1 of the figure below", ""),
            ("Quality", "Aching", ""),
            ("Worse with", "pH strips", ""),
        ],
        "objective": [
            ("Movement", "Lumbar extension: 15° of 25°, pain 5/10", ""),
            (
                "Movement",
                "Thoracolumbar flexion, lateral flexion both sides, rotation both sides: within normal limits",
                "",
            ),
            ("Tests", "Straight leg raise (SLR) and Ober, both sides: negative", ""),
        ],
    }


def test_what_an_amendment_changed_is_told_where_it_stands():
    first = Note(
        subjective=Subjective(complaint="Low back ache", easing="walking", pain_now=6),
        objective=Objective(
            tests=(SpecialTest(test="slr", result="negative"), SpecialTest(test="kemp", result="positive"))
        ),
        treatment=Treatment(response="Lighter"),
    )
    now = replace(
        first,
        subjective=replace(first.subjective, complaint="Low back ache since August", easing="", function="work"),
        objective=Objective(
            tests=(SpecialTest(test="slr", result="positive"), SpecialTest(test="kemp", result="positive"))
        ),
    )
    assert told(now, first) == {
        "subjective": [
            ("Complaint", "Low back ache since August", "Changed; at the first signature: Low back ache"),
            ("Pain", "Now 6/10", ""),
            ("Limits in daily life", "Work", "Changed: added after the first signature"),
            ("Eased by", "", "Taken out; at the first signature: walking"),
        ],
        "objective": [
            (
                "Tests",
                "Straight leg raise (SLR), Quadrant (Kemp): positive",
                "Changed; at the first signature: Straight leg raise (SLR): negative",
            ),
        ],
        "treatment": [("Response", "Lighter", "")],
    }
    assert told(first, first) == told(first)
