"""Rows C5 and C8 to C10 of the record standards before a first note is signed, and the reasons for signing past a
warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import DECLINED, NO, YES, Allergies, Answer
from rmt_notes.clinical.intake import new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.practice import Practice
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.signing import all_gaps, missing
from tests.clinical.charts import HISTORY, LAST, SIGNED, first_visit, follow_up

ALL_NO = HISTORY.groups


def gaps(chart: Chart) -> list[tuple[str, str, str]]:
    return [(gap.key, gap.field, gap.level) for gap in missing(chart, SIGNED)]


def having(*earlier: Any, **changes: Any) -> Chart:
    return replace(follow_up(), history=replace(HISTORY, **changes), earlier_histories=earlier)


def test_c5_allergies_block_until_listed_none_known_or_declined() -> None:
    without = ALL_NO[:]
    without = tuple(each for each in without if each.key != "allergy")
    assert gaps(having(allergies=Allergies(), groups=without))[0] == ("C5", "allergies", "blocks")
    assert gaps(having(allergies=Allergies(answer=YES))) == [("C5", "allergies_detail", "blocks")]
    for said in (Allergies(answer=DECLINED), Allergies(answer=YES, detail="nut oil")):
        assert gaps(having(allergies=said)) == []


def test_c8_reason_and_goals_block() -> None:
    assert gaps(having(reason_for_care=" ")) == [("C8", "reason_for_care", "blocks")]
    assert gaps(having(goals="")) == [("C8", "goals", "blocks")]


def test_c9_every_question_has_its_answer_and_a_yes_says_what() -> None:
    assert gaps(replace(follow_up(), history=None)) == [("C9", "", "blocks")]
    last = ALL_NO[-1].key
    assert gaps(having(groups=ALL_NO[:-1])) == [("C9", f"group:{last}", "blocks")]
    assert gaps(having(groups=ALL_NO[:-1], left_out=(last,))) == []
    assert gaps(having(groups=(*ALL_NO[:-1], Answer(key=last, answer=DECLINED)))) == []
    bare_yes = (*ALL_NO[:-1], Answer(key=last, answer=YES))
    assert gaps(having(groups=bare_yes)) == [("C9", f"group:{last}", "blocks")]
    item = catalogue().intake_groups[last].items[0]
    assert gaps(having(groups=bare_yes, items=(Answer(key=item, answer=YES),))) == []
    assert gaps(having(completed_by="")) == [("C9", "completed_by", "blocks")]
    assert gaps(having(completed_by="guardian")) == [("C9", "completed_by_name", "blocks")]
    assert gaps(having(method="")) == [("C9", "method", "blocks")]


def test_c9_what_an_earlier_version_answered_need_not_be_asked_again() -> None:
    changes: dict[str, Any] = {"groups": (), "allergies": Allergies(), "notice_given": False, "goals": ""}
    assert gaps(having(HISTORY, number=2, **changes)) == []


def test_c10_the_notice_blocks_in_ontario_and_is_not_asked_where_no_law_asks() -> None:
    chart = having(notice_given=False)
    assert gaps(chart) == [("C10", "notice_given", "blocks")]
    assert gaps(replace(chart, practice=Practice(jurisdiction="BC"))) == []


def test_c9_answers_that_wait_in_a_draft_are_kept_before_the_note_is_signed() -> None:
    sheet = new_sheet("client", LAST.date())
    begun = IntakeDraft(client_id="client", sheet=sheet, start=sheet, begun_at=LAST, saved_at=LAST)
    assert gaps(replace(follow_up(), intake=begun)) == [], "opened, and nothing answered"
    answered = replace(begun, sheet=sheet.with_group("urgent_signs", YES))
    assert gaps(replace(follow_up(), intake=answered)) == [("C9", "", "blocks")]


def test_an_amendment_does_not_wait_for_what_was_never_asked() -> None:
    chart = replace(first_visit(), history=None)
    assert "C9" in {gap.key for gap in missing(chart, SIGNED)}
    signed = follow_up().previous
    assert signed is not None
    assert "C9" not in {gap.key for gap in missing(replace(chart, versions=(signed,)), SIGNED)}


def test_a_warning_needs_a_reason_and_the_note_keeps_and_tells_it() -> None:
    late = SIGNED + timedelta(days=2)
    (gap,) = missing(follow_up(), late)
    assert (gap.key, gap.level) == ("V17", "warns")
    for empty in ("", "   "):
        note = follow_up().note.with_reason(gap.key, gap.about, gap.sentence, empty)
        assert missing(follow_up(note), late) == (gap,)
    note = follow_up().note.with_reason(gap.key, gap.about, gap.sentence, "The power was out")
    assert missing(follow_up(note), late) == ()
    assert all_gaps(follow_up(note), late) == (gap,), "the list shows it as long as it is open"
    told = [line.text for section in narrate(note) for line in section.lines if "The power was out" in line.text]
    assert told == [f"{gap.sentence} Reason: The power was out"]
    assert note.with_reason(gap.key, gap.about, gap.sentence, "") == follow_up().note


def test_no_reason_lifts_what_blocks() -> None:
    chart = having(reason_for_care="")
    (gap,) = missing(chart, SIGNED)
    assert missing(replace(chart, note=chart.note.with_reason(gap.key, gap.about, gap.sentence, "later")), SIGNED) == (
        gap,
    )


@pytest.mark.parametrize("answer", [NO, DECLINED])
def test_declining_is_an_answer_everywhere(answer: str) -> None:
    groups = tuple(Answer(key=each.key, answer=answer) for each in ALL_NO)
    assert gaps(having(groups=groups, allergies=Allergies(answer=answer))) == []
    assert LAST < SIGNED
