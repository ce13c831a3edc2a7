"""The client's page: plain words, large type, one page, first name alone; too much is told instead of shrunk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.handout import Handout, HandoutItem, handout_of, plain_dose
from rmt_notes.clinical.plan import HomeCare
from rmt_notes.export.pdf.handout import SIZES, HandoutTrouble, handout_page
from tests.export.reading import extract, pages
from tests.export.sample_pages import printable as a_visit


@pytest.mark.parametrize(
    ("dose", "plain"),
    [
        ("30 s × 3 each", "Hold 30 seconds, 3 times, each side"),
        ("10 × 5 s", "10 times, hold 5 seconds"),
        ("2 × 10", "2 sets of 10"),
        ("8–10 slow, twice a day", "8–10 times, slow, twice a day"),
        ("10 gentle, no hold", "10 times, gentle, no hold"),
        ("10–30 min daily, build 10 % a week", "10–30 minutes daily, build 10 % a week"),
        ("after the shift", "After the shift"),
    ],
)
def test_doses_are_told_in_plain_words(dose, plain):
    assert plain_dose(dose) == plain


def test_every_exercise_of_the_catalogue_says_how_it_is_done():
    assert all(entry.how is not None and entry.how.en for entry in catalogue().home_care.values())


def test_a_plan_becomes_one_page_in_large_type_with_the_first_name_alone():
    keys = ("cat_camel", "half_kneeling_hip_flexor_stretch", "nerve_glide", "prone_press_up")
    printable = a_visit()
    plan = replace(
        printable.note.plan,
        home_care=tuple(HomeCare(key=key, dose="", note="before work" if key == "cat_camel" else "") for key in keys),
        advice="Drink water.",
        next_visit=date(2026, 12, 6),
    )
    page = handout_page(handout_of(replace(printable, note=replace(printable.note, plan=plan))))
    assert len(pages(page)) == 1
    text = extract(page)
    for words in ("Cat–camel", "8–10 times, slow", "Before work", "Stop if leg symptoms spread", "Drink water."):
        assert words in text
    assert "for Mel, 8 November 2026" in text
    assert "Next visit: Sunday 6 December 2026." in text
    assert printable.client.last_name not in text
    assert page == handout_page(handout_of(replace(printable, note=replace(printable.note, plan=plan))))


def test_what_does_not_fit_on_a_page_in_large_type_is_told():
    base = handout_of(a_visit())
    assert min(SIZES) > 11
    item = HandoutItem(name="Exercise", dose="10", how="Slowly. " * 30)
    many = replace(base, items=(item,) * 9)
    with pytest.raises(HandoutTrouble, match="one page"):
        handout_page(many)
    with pytest.raises(HandoutTrouble, match="nothing to hand out"):
        handout_page(replace(base, items=(), advice=""))
    assert isinstance(base, Handout)
