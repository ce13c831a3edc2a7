"""The form to fill in at home: made by the program, filled with another one, read back in."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from rmt_notes.clinical.health_history import DECLINED, NO, YES
from rmt_notes.clinical.intake import new_sheet
from rmt_notes.clinical.intake_form import MARK, BadForm, IntakeForm, answers_in, fields_of, mark_of
from rmt_notes.clinical.jurisdiction import intake_policies
from rmt_notes.clinical.practice import Practice
from rmt_notes.export.pdf.intake_form import LARGEST, intake_form, read_form

CLIENT = "1" * 32
FORM = IntakeForm(
    practice=Practice(name="Riverside Massage", phone="519-555-0142"),
    client_id=CLIENT,
    client_name="Amélie Tremblay-Łukasiewicz 李",
    notice=("We ask about your health so that massage is safe for you.",),
)


@pytest.fixture(scope="module")
def blank() -> bytes:
    return intake_form(FORM)


def sheet() -> Any:
    return new_sheet(CLIENT, date(2026, 11, 22))


def filled(data: bytes, values: dict[str, str], change: Callable[[Any], None] | None = None) -> bytes:
    """The form after a person with a PDF viewer: radio buttons and boxes as names, words as texts."""
    choices = fields_of()
    with pikepdf.open(io.BytesIO(data)) as document:
        for field in document.Root.AcroForm.Fields:
            name = str(field.T)
            if name in values:
                given = values[name]
                field.V = pikepdf.Name(f"/{given}") if choices.get(name) else pikepdf.String(given)
        if change is not None:
            change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_the_form_has_exactly_the_fields_it_is_read_by(blank: bytes) -> None:
    assert set(read_form(blank)) == set(fields_of())
    assert [value for value in read_form(blank).values() if value] == [mark_of(CLIENT)]


def test_a_form_shows_every_question_with_its_reason_and_asks_nothing_ontario_bars(blank: bytes) -> None:
    from rmt_notes.clinical.catalogue import catalogue

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(blank)).pages]
    text = " ".join(" ".join(pages).split())
    for group in catalogue().intake_groups.values():
        assert " ".join(str(group.question).split()) in text
        assert " ".join(str(group.reason).split()) in text
    assert "Amélie Tremblay-Łukasiewicz" in text
    assert intake_policies()["cmto_2025"].terms_in(text) == ()


def test_a_question_left_out_for_this_client_is_not_on_the_form() -> None:
    data = intake_form(IntakeForm(practice=Practice(), client_id=CLIENT, client_name="A", left_out=("pregnancy",)))
    assert "group.pregnancy" not in read_form(data)


def test_what_is_filled_in_comes_back_and_what_is_not_stays_as_it_was(blank: bytes) -> None:
    given = {
        "words.reason": "Mal de dos — depuis l’été",
        "group.heart_circulation": YES,
        "item.pacemaker_device": YES,
        "detail.pacemaker_device": "left chest",
        "group.skin": NO,
        "group.cancer": DECLINED,
        "allergies.detail": "nut oil",
        "who": "guardian",
        "who.name": "Luc Tremblay",
    }
    before = sheet().with_group("injury", NO)
    found = answers_in(read_form(filled(blank, given)), before)
    assert found.remarks == ()
    after = found.sheet
    assert after.reason_for_care == "Mal de dos — depuis l’été"
    assert (after.group("heart_circulation"), after.group("skin"), after.group("cancer")) == (YES, NO, DECLINED)
    assert after.item("pacemaker_device").detail == "left chest"
    assert (after.allergies.answer, after.allergies.detail, after.group("allergy")) == (YES, "nut oil", YES)
    assert (after.completed_by, after.completed_by_name, after.method) == ("guardian", "Luc Tremblay", "written")
    assert after.group("injury") == NO
    assert after.group("pregnancy") == ""


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (mark_of("2" * 32), "another client"),
        (f"rmt-notes-intake/2/{CLIENT}", "newer version"),
        (f"rmt-notes-intake/0/{CLIENT}", "older version"),
        ("something else", "not an intake form"),
        ("", "not an intake form"),
    ],
)
def test_another_form_version_or_client_is_refused_in_a_sentence(blank: bytes, mark: str, sentence: str) -> None:
    with pytest.raises(BadForm, match=sentence):
        answers_in(read_form(filled(blank, {MARK: mark})), sheet())


def test_what_was_edited_by_hand_is_left_aside_and_told(blank: bytes) -> None:
    def tamper(document: Any) -> None:
        extra = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("note"), V=pikepdf.String("x"))
        document.Root.AcroForm.Fields.append(document.make_indirect(extra))

    values = {"group.skin": "perhaps", "words.goals": "x" * 5000, "group.blood": NO, "item.anticoagulant": YES}
    found = answers_in(read_form(filled(blank, values, tamper)), sheet())
    assert found.sheet.group("skin") == ""
    assert len(found.sheet.goals) == 4000
    told = " ".join(found.remarks)
    assert "1 field is not of this form" in told
    assert "was not offered" in told
    assert "too long" in told
    assert "says otherwise" in told
    assert found.sheet.group("blood") == NO


def test_scripts_and_attachments_of_a_file_are_not_looked_at(blank: bytes) -> None:
    def arm(document: Any) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('x')"))
        document.Root.OpenAction = document.make_indirect(script)
        document.attachments["bad.exe"] = b"MZ"

    found = answers_in(read_form(filled(blank, {"group.skin": NO}, arm)), sheet())
    assert found.sheet.group("skin") == NO


def test_files_that_are_no_form_are_refused_in_a_sentence(blank: bytes) -> None:
    with pytest.raises(BadForm, match="not a PDF"):
        read_form(b"PK\x03\x04")
    with pytest.raises(BadForm, match="10 MB"):
        read_form(blank + b" " * LARGEST)
    with pytest.raises(BadForm, match="damaged"):
        read_form(b"%PDF-1.7 nothing of a PDF follows")
    empty, locked = io.BytesIO(), io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(empty)
    with pytest.raises(BadForm, match="no fields"):
        read_form(empty.getvalue())
    document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(BadForm, match="password"):
        read_form(locked.getvalue())


@pytest.mark.parametrize("spoiled", ["form", "list", "fields", "name"])
def test_a_form_whose_parts_are_something_else_is_told_as_damaged(spoiled: str) -> None:
    """A torn download, or a program that wrote it badly: a sentence, never a fault of ours."""
    document = pikepdf.new()
    document.add_blank_page()
    field = pikepdf.Dictionary(T=pikepdf.String("group.skin"), V=pikepdf.Name("/yes_spoiled"))
    document.Root.AcroForm = {
        "form": 5,
        "list": pikepdf.Dictionary(Fields=pikepdf.String("abc")),
        "fields": pikepdf.Dictionary(Fields=7),
        "name": pikepdf.Dictionary(Fields=pikepdf.Array([field])),
    }[spoiled]
    kept = io.BytesIO()
    document.save(kept)
    data = kept.getvalue().replace(b"/yes_spoiled", b"/yes_\xb3poiled")
    with pytest.raises(BadForm, match="damaged|no fields"):
        read_form(data)


def test_a_tree_of_fields_that_points_at_itself_ends(blank: bytes) -> None:
    def knot(document: Any) -> None:
        field = document.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a")))
        field.Kids = pikepdf.Array([field])
        document.Root.AcroForm.Fields.append(field)

    assert read_form(filled(blank, {}, knot))[MARK] == mark_of(CLIENT)


def test_the_same_form_gives_the_same_bytes(blank: bytes) -> None:
    assert intake_form(FORM) == blank
