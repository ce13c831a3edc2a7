"""Spelling: the lists agree with the dictionary and the catalogue they are made from, and know what a note says."""

from __future__ import annotations

from rmt_notes import resources
from rmt_notes.clinical.spelling import LISTS, Speller, spans_of
from tools import spelling


def words_of(text: str) -> list[str]:
    return [word for _start, _end, word in spans_of(text)]


def test_the_words_of_a_note_are_known_and_mistyped_ones_are_not():
    speller = Speller(own=("Zephyrine",))
    said = (
        "Client’s right upper trapezius and levator scapulae hypertonic; effleurage, petrissage and cross-fibre work "
        "to the suboccipitals. L4-L5, ROM 45°, NPRS 4/10 [side]. Zephyrine's colour is well-kept. ITB, mm, gluteals."
    )
    assert speller.unknown(words_of(said)) == frozenset()
    assert speller.unknown(words_of("Trapezeus was hypretonic, the lumbar color")) == {
        "Trapezeus",
        "hypretonic",
        "color",
    }


def test_no_list_is_older_than_what_it_is_made_from():
    assert resources.text("spelling", "clinical_en.txt") == spelling.clinical_text()
    for name in LISTS:
        lines = resources.text("spelling", name).splitlines()
        assert lines == sorted(set(lines)), name
    assert resources.text("spelling", "en_CA.txt") == spelling.dictionary_text()


def test_the_affixes_of_the_dictionary_are_worked_out():
    made = spelling.forms()
    assert {"hurry", "hurries", "hurried", "unhurried", "reactivation", "deactivated", "kneeling"} <= made.keys()
    assert not {"hurrys", "hurryed", "kneeled's"} & made.keys()
