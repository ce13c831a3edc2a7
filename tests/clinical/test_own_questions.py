"""The practice's own questions: asked where they may be, answered like the others, screened like the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from rmt_notes.clinical.contraindications import screen
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.health_history import DECLINED, NO, YES
from rmt_notes.clinical.history_difference import differences
from rmt_notes.clinical.intake import IntakeFinding, all_no, findings_in, history_of, new_sheet, to_keep
from rmt_notes.clinical.intake_form import answers_in, mark_of, own_field
from rmt_notes.clinical.intake_sheet import IntakeSheet
from rmt_notes.clinical.intake_words import changes_between
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.clinical.own_questions import OwnQuestion, asked_here, trouble_with
from rmt_notes.clinical.record import SafetyFile
from rmt_notes.clinical.wording import finding_text

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone(timedelta(hours=-5)))
ON, BC = jurisdiction("ON"), jurisdiction("BC")
CLIENT = "1" * 32
LYING = OwnQuestion(id="q1", question="Can you lie face down?", reason="to set the table", alert="Never face down")
METAL = OwnQuestion(id="q2", question="Any metal in you?", reason="cups avoid it", finding="implant_hardware")
PLAIN = OwnQuestion(id="q3", question="Contact lenses?", reason="the face cradle presses")
ALL = (LYING, METAL, PLAIN)


def answered(question: OwnQuestion, answer: str = YES, detail: str = "") -> IntakeSheet:
    return new_sheet(CLIENT, NOW.date()).with_own(question.id, question.question, answer, detail)


def rows(sheet: IntakeSheet, *on_file: Finding) -> tuple[IntakeFinding, ...]:
    return findings_in(sheet, SafetyFile(findings=on_file), practitioner_id="p", at=NOW, questions=ALL)


def test_c11_a_question_with_a_forbidden_term_is_told_and_never_asked_in_ontario() -> None:
    asks = replace(PLAIN, question="Have you ever had hepatitis or HIV?")
    assert "may not be asked" in trouble_with(asks, ON)
    assert asked_here((asks, PLAIN), ON) == (PLAIN,)
    assert asked_here((asks,), BC) == (asks,)
    assert "shivering" not in trouble_with(replace(PLAIN, question="Are you shivering?"), ON)


def test_c10_a_question_without_its_reason_or_words_waits_in_the_settings() -> None:
    for lacking in (replace(PLAIN, reason=" "), replace(PLAIN, question=" "), replace(PLAIN, asked=False)):
        assert asked_here((lacking,), ON) == ()


def test_a_yes_raises_the_practices_own_alert_until_it_is_closed() -> None:
    (row,) = rows(answered(LYING, detail="reflux"))
    assert row.is_new
    assert (row.finding.key, row.finding.sentence, row.finding.detail) == ("own.q1", "Never face down", "reflux")
    screening = screen([row.finding], (), date(2026, 11, 22), ON)
    (alert,) = screening.alerts()
    assert (alert.kind, alert.text) == ("warning", "Never face down")
    assert "reflux" in alert.detail
    assert screening.unknown == ()
    assert not screening.no_treatment
    assert finding_text(row.finding) == "Never face down"
    kept = to_keep(answered(LYING), new_sheet(CLIENT, NOW.date()), (row,), practitioner_id="p", at=NOW)
    (again,) = rows(answered(LYING, NO), kept.findings[0])
    assert (again.before, again.answer) == (kept.findings[0], NO), "the therapist is asked whether it is still true"
    assert screen([replace(row.finding, state="resolved")], (), NOW.date(), ON).alerts() == ()


def test_a_yes_tied_to_the_catalogue_is_that_contraindication_and_a_no_says_nothing_about_it() -> None:
    (row,) = rows(answered(METAL, detail="plate in the left wrist"))
    assert (row.finding.key, row.finding.detail, row.finding.sentence) == (
        "implant_hardware",
        "plate in the left wrist",
        "",
    )
    assert row.entry is not None
    item = new_sheet(CLIENT, NOW.date()).with_group("surgery", YES)
    assert rows(answered(METAL, NO)) == ()
    assert rows(item.with_own("q2", METAL.question, YES))[0].finding.key == "implant_hardware"
    assert rows(answered(PLAIN)) == (), "kept, and limits nothing"


def test_the_version_keeps_the_words_in_which_it_was_asked_and_the_difference_tells_them() -> None:
    before = history_of(answered(PLAIN, NO), practitioner_id="p", at=NOW)
    after = history_of(answered(PLAIN, YES, " daily "), practitioner_id="p", at=NOW)
    assert after.own_answer("q3") is not None
    assert (after.own[0].question, after.own[0].detail) == ("Contact lenses?", "daily")
    (line,) = differences(before, after)
    assert (line.kind, line.label, line.before, line.after) == ("added", "Contact lenses?", "no", "yes, daily")
    assert changes_between(before, after) == ("Contact lenses? Yes, daily, before no.",)
    assert before.answers_hash() != after.answers_hash(), "a signature covers own questions too"
    declined = history_of(answered(PLAIN, DECLINED, "x"), practitioner_id="p", at=NOW)
    assert declined.own[0].detail == ""


def test_one_tap_denies_own_questions_too_but_not_what_is_on_file() -> None:
    (row,) = rows(answered(LYING))
    sheet, keys, left = all_no(new_sheet(CLIENT, NOW.date()), SafetyFile(findings=(row.finding,)), questions=ALL)
    assert {"own.q2", "own.q3"} <= set(keys)
    assert "own.q1" in left
    said = sheet.own_answer("q3")
    assert said is not None
    assert said.answer == NO
    assert sheet.own_answer("q1") is None


def test_the_form_brings_their_answers_and_leaves_those_to_other_words_aside() -> None:
    fields: dict[str, Any] = {
        "rmt_form": mark_of(CLIENT),
        own_field(LYING): YES,
        f"detail.{own_field(LYING)}": "reflux",
        own_field(replace(METAL, question="Any piercing?")): YES,
        "own.gone-0123": NO,
    }
    found = answers_in(fields, new_sheet(CLIENT, NOW.date()), ALL)
    said = found.sheet.own_answer("q1")
    assert said is not None
    assert (said.answer, said.detail, said.question) == (YES, "reflux", "Can you lie face down?")
    assert found.sheet.own_answer("q2") is None
    (remark,) = found.remarks
    assert remark.startswith("2 answers are to questions of your own")
