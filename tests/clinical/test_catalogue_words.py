"""Words choose their language and fall back to English."""

from __future__ import annotations

from rmt_notes import i18n
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.words import Words


def test_words_follow_the_language_in_force() -> None:
    words = Words("Low back", "Bas du dos")
    assert str(words) == "Low back"
    with i18n.language_of("fr"):
        assert str(words) == words.text() == "Bas du dos"
    assert str(words) == "Low back"


def test_words_are_given_in_the_language_asked_for() -> None:
    words = Words("Low back", "Bas du dos")
    assert words.text("fr") == "Bas du dos"
    with i18n.language_of("fr"):
        assert words.text("en") == "Low back"


def test_missing_french_falls_back_to_english() -> None:
    assert Words("Ropey").text("fr") == "Ropey"


def test_a_page_in_french_names_regions_and_sides_in_french() -> None:
    with i18n.language_of("fr"):
        assert catalogue().words("regions", "gluteal") == "Fesse"
        assert catalogue().words("sides", "bilateral") == "Des deux côtés"
