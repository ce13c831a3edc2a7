"""Rows C5 and C8 to C11 of the record standards, each with a test named for it, and the intake policies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import DECLINED, NO, YES, Allergies, Answer
from rmt_notes.clinical.intake import all_no, asked_items, history_of, new_sheet
from rmt_notes.clinical.intake_sheet import ALWAYS_ASKED, IntakeSheet
from rmt_notes.clinical.intake_words import open_points
from rmt_notes.clinical.jurisdiction import jurisdiction, jurisdictions
from rmt_notes.clinical.record import SafetyFile

ON, WA = jurisdiction("ON"), jurisdiction("US_WA")


def sheet(**more: Any) -> IntakeSheet:
    return replace(new_sheet("c" * 32, date(2026, 11, 22)), **more)


def open_rows(of: IntakeSheet, key: str, rules: Any = ON) -> list[str]:
    return [point.field for point in open_points(of, (), rules) if point.key == key]


def test_c5_allergies_are_listed_none_known_or_declined() -> None:
    assert open_rows(sheet(), "C5") == ["allergies"]
    assert open_rows(sheet(allergies=Allergies(answer=YES)), "C5") == ["allergies_detail"]
    for answered in (Allergies(answer=YES, detail="nut oil"), Allergies(answer=NO), Allergies(answer=DECLINED)):
        assert open_rows(sheet(allergies=answered), "C5") == []


def test_c8_reason_for_care_and_goals_are_asked_in_the_clients_words() -> None:
    assert open_rows(sheet(reason_for_care="  "), "C8") == ["reason_for_care", "goals"]
    assert open_rows(sheet(reason_for_care="Neck", goals="Drive"), "C8") == []


def test_c9_each_question_has_yes_no_or_declined_and_it_is_known_who_answered_and_how() -> None:
    whole = tuple(Answer(key=key, answer=NO) for key in catalogue().intake_groups)
    said = sheet(groups=whole, completed_by="client", method="spoken")
    assert open_rows(said, "C9") == []
    assert open_rows(replace(said, groups=whole[1:]), "C9") == [f"group:{whole[0].key}"]
    assert open_rows(replace(said, completed_by=""), "C9") == ["completed_by"]
    assert open_rows(replace(said, completed_by="guardian"), "C9") == ["completed_by_name"]
    assert open_rows(replace(said, method=""), "C9") == ["method"]
    assert open_rows(replace(said, groups=(*whole[1:], Answer(key=whole[0].key, answer=DECLINED))), "C9") == []


def test_c10_the_notice_is_shown_where_the_place_asks_for_it_and_every_question_has_its_reason() -> None:
    assert open_rows(sheet(), "C10", ON) == ["notice_given"]
    assert open_rows(sheet(notice_given=True), "C10", ON) == []
    assert open_rows(sheet(), "C10", WA) == []
    assert all(str(group.reason).strip() for group in catalogue().intake_groups.values())


@pytest.mark.parametrize("code", list(jurisdictions()))
def test_c11_nothing_that_may_not_be_asked_is_asked_anywhere(code: str) -> None:
    policy = jurisdiction(code).intake
    book = catalogue()
    for group in book.intake_groups.values():
        assert policy.terms_in(str(group.question)) == ()
        for item in group.items:
            assert policy.terms_in(str(book.contraindications[item].question or "")) == ()


def test_c11_a_question_with_a_listed_term_is_recognised_in_any_case() -> None:
    assert ON.intake.terms_in("Do you have hiv or Hepatitis?") == ("HIV", "hepatitis")
    assert ON.intake.terms_in("Is your skin shivering?") == ()


def test_a_question_left_out_is_not_asked_not_open_and_not_answered_by_the_one_tap() -> None:
    left = sheet(left_out=("pregnancy",)).with_group("pregnancy", YES)
    assert "pregnancy" not in asked_items(left)
    history = history_of(left, practitioner_id="p", at=_noon())
    assert history.answer("pregnancy") is None
    assert history.left_out == ("pregnancy",)
    answered, keys, _left = all_no(sheet(left_out=("pregnancy",)), SafetyFile())
    assert "pregnancy" not in keys
    assert answered.group("pregnancy") == ""
    assert not any("pregnancy" in field for field in open_rows(answered, "C9"))


def test_what_must_be_asked_is_never_offered_for_leaving_out() -> None:
    assert set(ALWAYS_ASKED) <= set(catalogue().intake_groups)
    assert "allergies" in ON.intake.must


def _noon() -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
