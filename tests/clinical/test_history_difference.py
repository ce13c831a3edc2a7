"""Any two versions of a health history, compared in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import DECLINED, NO, YES, Allergies, Answer, HealthHistory
from rmt_notes.clinical.history_difference import ADDED, CHANGED, GONE, UNASKED, differences, folded, full_review_due

TAKEN = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def version(**more: Any) -> HealthHistory:
    values: dict[str, Any] = {"id": "1" * 32, "client_id": "c", "taken_at": TAKEN, "practitioner_id": "p"}
    return HealthHistory(**{**values, **more})


def heart(answer: str, *items: Answer) -> HealthHistory:
    return version(groups=(Answer(key="heart_circulation", answer=answer),), items=items)


def pacemaker(answer: str = YES, **more: Any) -> Answer:
    return Answer(key="pacemaker_device", answer=answer, **more)


def told(before: HealthHistory, after: HealthHistory) -> list[tuple[str, str, str, str]]:
    return [(each.kind, each.key, each.before, each.after) for each in differences(before, after)]


def test_the_same_answers_differ_in_nothing_whoever_answered() -> None:
    one = heart(YES, pacemaker(detail="2019"))
    assert differences(one, replace(one, id="2" * 32, number=2, completed_by="guardian", method="written")) == ()


def test_a_new_yes_is_added_with_where_and_what() -> None:
    now = heart(YES, pacemaker(detail="since 2019.", places=(Place("chest_wall", "left"),)))
    assert told(heart(NO), now) == [(ADDED, "pacemaker_device", "no", "yes, chest wall, left, since 2019")]
    assert told(version(), now) == [(ADDED, "pacemaker_device", "not asked", "yes, chest wall, left, since 2019")]
    assert differences(heart(NO), now)[0].limits


def test_a_yes_denied_is_gone_and_one_not_asked_again_is_told_as_that() -> None:
    before = heart(YES, pacemaker())
    assert told(before, heart(NO)) == [(GONE, "pacemaker_device", "yes", "no")]
    assert told(before, heart(YES, pacemaker(NO))) == [(GONE, "pacemaker_device", "yes", "no")]
    assert told(before, version()) == [(UNASKED, "pacemaker_device", "yes", "not asked")]
    assert told(before, heart(DECLINED)) == [(CHANGED, "pacemaker_device", "yes", "declined to answer")]


def test_the_other_side_is_a_change() -> None:
    left, right = (heart(YES, pacemaker(places=(Place("chest_wall", side),))) for side in ("left", "right"))
    assert told(left, right) == [(CHANGED, "pacemaker_device", "yes, chest wall, left", "yes, chest wall, right")]


def test_answers_without_a_yes_are_told_by_their_group() -> None:
    assert told(heart(NO), heart(DECLINED)) == [(CHANGED, "heart_circulation", "no", "declined to answer")]
    assert told(heart(NO), version()) == [(UNASKED, "heart_circulation", "no", "not asked")]
    assert told(heart(NO), heart(YES)) == [(ADDED, "heart_circulation", "no", "yes")]


def test_words_and_allergies_are_compared() -> None:
    before = version(reason_for_care="Neck", allergies=Allergies(answer=YES, detail="nut oil"), goals="Drive")
    after = version(reason_for_care="Neck and arm", allergies=Allergies(answer=NO), relevant_history="Fell in May")
    assert told(before, after) == [
        (CHANGED, "reason_for_care", "Neck", "Neck and arm"),
        (GONE, "goals", "Drive", "nothing written"),
        (ADDED, "relevant_history", "nothing written", "Fell in May"),
        (GONE, "allergy", "nut oil", "none known"),
    ]


def test_what_the_catalogue_no_longer_asks_is_still_told() -> None:
    before = version(items=(Answer(key="old_question", answer=YES, detail="left"),))
    assert told(before, version()) == [(UNASKED, "old_question", "yes, left", "not asked")]


def test_backwards_every_addition_is_a_loss() -> None:
    one, other = heart(NO), heart(YES, pacemaker())
    assert [each.kind for each in differences(one, other)] == [ADDED]
    assert [each.kind for each in differences(other, one)] == [GONE]


def test_every_item_of_the_catalogue_is_told_when_it_is_new() -> None:
    for key, group in catalogue().intake_groups.items():
        if key == "allergy":
            continue
        for item in group.items:
            after = version(groups=(Answer(key=key, answer=YES),), items=(Answer(key=item, answer=YES),))
            assert [(each.kind, each.key) for each in differences(version(), after)] == [(ADDED, item)]


def test_a_full_review_is_due_a_year_after_all_questions_were_asked() -> None:
    whole = tuple(Answer(key=key, answer=NO) for key in catalogue().intake_groups)
    first = version(groups=whole)
    later = replace(first, id="2" * 32, number=2, groups=whole[:2], taken_at=TAKEN.replace(month=9))
    assert full_review_due(()) is None
    assert full_review_due((first, later)) == date(2027, 3, 12)
    assert full_review_due((later,)) == date(2027, 9, 12)
    assert full_review_due((replace(first, taken_at=datetime(2024, 2, 29, tzinfo=UTC)),)) == date(2025, 3, 1)


def test_what_was_not_asked_again_shares_one_line_under_what_changed() -> None:
    before = version(groups=(Answer(key="skin", answer=NO), Answer(key="cancer", answer=NO)), reason_for_care="Neck")
    after = version(reason_for_care="Neck and arm")
    lines = folded(differences(before, after))
    assert [(each.kind, each.label) for each in lines] == [(CHANGED, "Reason for care"), (UNASKED, "2 questions")]
    assert lines[1].before == "answered: Skin; Cancer"
    yes = folded(differences(heart(YES, pacemaker(YES)), after))
    assert (UNASKED, "pacemaker_device") in [(each.kind, each.key) for each in yes], "a yes is named by itself"
