"""The one door that typed text passes on its way to paper."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmt_notes.export.pdf import text
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.typefaces import FACES


@pytest.mark.parametrize(
    "typed",
    ["R/O <C5 radiculopathy>", "a & b &amp; c", "<img src='/etc/hosts'/>", "<b>L4<L5 <br> done", "%d {x} \\n (a)"],
)
def test_markup_is_only_text(typed: str):
    assert text.shown(typed, FACES.covers) == typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\tb", "a    b"),
        ("bell\x07", "bell[U+0007]"),
        ("\x00", "[U+0000]"),
        ("👍", "[thumbs up sign]"),
        ("\ud800", "[U+D800]"),
        ("\ue123", "[U+E123]"),
        ("a\u200db\ufeff\u00adc\u200e", "abc"),
        ("e\u0301", "é"),
        ("x\u0302", "x\u0302"),
        ("\u00a05\u202fkg\u3000x", "\u00a05\u00a0kg x"),
        ("≤ 3 → 2 ✓ ½ µ °", "≤ 3 → 2 ✓ ½ µ °"),
    ],
)
def test_what_a_page_cannot_hold_as_typed_is_made_visible(typed: str, shown: str):
    assert text.shown(typed, FACES.covers) == shown


def test_characters_without_a_letterform_are_told_once_in_the_order_met():
    setter = Setter()
    setter.clean("fine 👍 then 😀 and 👍 again \x07")
    assert list(setter.missing) == ["👍", "😀", "\x07"]


@given(st.text(max_size=80))
def test_nothing_typed_is_dropped_in_silence(typed: str):
    missing: dict[str, None] = {}
    shown = text.shown(typed, FACES.covers, missing)
    for character in unicodedata.normalize("NFC", typed.replace("\r\n", "\n")):
        traceless = ord(character) in text._TRACELESS
        space = character.isspace()
        assert traceless or space or character in shown or text.named(character) in shown
    assert all(text.named(character) in shown for character in missing)


@given(st.text(max_size=80))
def test_what_is_shown_has_a_letterform(typed: str):
    assert all(character == "\n" or FACES.covers(character) for character in text.shown(typed, FACES.covers))


@given(st.text(max_size=60).filter(lambda typed: "\n" not in typed))
def test_turning_a_line_round_loses_no_character(typed: str):
    assert sorted(text.in_drawing_order(typed)) == list(range(len(typed)))
    assert len(text.in_visual_form(typed, FACES.covers)) == len(typed)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Ayala שלום here", "Ayala םולש here"),
        ("שלום עולם", "םלוע םולש"),
        ("שלום 12 עולם", "םלוע 12 םולש"),
        ("(שלום) x", "(םולש) x"),
        ("at 10:30 שלום", "at 10:30 םולש"),
    ],
)
def test_right_to_left_writing_is_drawn_in_its_own_direction(typed: str, drawn: str):
    assert text.in_visual_form(typed, FACES.covers) == drawn


def test_arabic_letters_join():
    assert text.joined("محمد", FACES.covers) == "\ufee3\ufea4\ufee4\ufeaa"


def test_a_joined_letter_is_taken_out_of_the_page_as_typed():
    assert text.as_typed(0xFEE3) == "م"
    assert text.as_typed(ord("fi"[0])) == "f"


def test_a_word_longer_than_the_line_is_broken_and_nothing_is_lost():
    setter = Setter()
    lines = setter.lines([Span("x" * 100_000)], 9.5, 200)
    assert "".join(line.text() for line in lines) == "x" * 100_000
    assert max(line.width for line in lines) <= 200


@given(
    st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=200),
    st.floats(20, 300),
)
def test_broken_lines_hold_all_words_in_their_order(typed: str, width: float):
    setter = Setter()
    lines = setter.lines([Span(typed)], 9.5, width)
    assert "".join("".join(line.text() for line in lines).split()) == "".join(setter.clean(typed).split())


@given(st.text(alphabet="ab c-", max_size=200), st.floats(30, 300))
def test_no_line_is_wider_than_its_column(typed: str, width: float):
    assert all(line.width <= width + 0.01 for line in Setter().lines([Span(typed)], 9.5, width))


def test_spaces_inside_a_line_stay_and_line_ends_are_kept():
    lines = Setter().lines([Span("  L4   5/5\n\nL5   4/5")], 9.5, 300)
    assert [line.text() for line in lines] == ["  L4   5/5", "", "L5   4/5"]


def test_a_repeated_line_that_does_not_fit_gets_smaller_and_then_an_ellipsis():
    line = Setter().fitted("Name " * 80, 8.0, 300)
    assert line.width <= 300
    assert line.text().endswith("…")
