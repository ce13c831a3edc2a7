"""The screens can be given another language: every sentence is found, and a translation is taken up."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rmt_notes import i18n, resources
from rmt_notes.clinical.assessment import Palpation, RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.glance import glance
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.visit import Note, Objective, Subjective, Treatment
from rmt_notes.clinical.words import Words
from tools.words import ROOT, Sentence, sentences, template


def compiled(pairs: dict[str, str]) -> bytes:
    """A catalogue of translations as gettext reads it (little-endian `.mo`, without a hash table)."""
    keys = sorted(pairs, key=lambda key: key.encode())
    entries = [(key.encode(), pairs[key].encode()) for key in keys]
    start = 28 + 16 * len(entries)
    tables: list[list[int]] = [[], []]
    body = b""
    for column in (0, 1):
        for entry in entries:
            tables[column] += [len(entry[column]), start + len(body)]
            body += entry[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    return head + b"".join(struct.pack(f"<{len(each)}I", *each) for each in tables) + body


def test_every_sentence_is_found_with_its_plural_and_its_places(tmp_path: Path) -> None:
    (tmp_path / "more.py").write_text(
        '_("{number} item")\n_p("month", "May")\n_n("{number} item", "{number} items", 2)\n'
    )
    found = {**sentences(ROOT / "rmt_notes" / "ui" / "screens" / "chart"), **sentences(tmp_path)}
    assert Sentence("Same as last time") in found
    assert len(found[Sentence("{number} item", plural="{number} items")]) == 2
    assert Sentence("{number} item") not in found, "gettext refuses a sentence that comes twice"
    assert Sentence("May", context="month") in found
    text = template(found)
    assert 'msgid "Same as last time"\nmsgstr ""' in text
    assert 'msgid_plural "{number} items"\nmsgstr[0] ""\nmsgstr[1] ""' in text


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, str]], None]]:
    """Gives French these sentences; before that it has none."""
    bundled = resources.path
    monkeypatch.setattr(
        resources, "path", lambda *parts: tmp_path.joinpath(*parts) if parts[0] == "locale" else bundled(*parts)
    )
    i18n._translations.cache_clear()

    def given(pairs: dict[str, str]) -> None:
        folder = tmp_path / "locale" / "fr" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"
        (folder / "rmt_notes.mo").write_bytes(compiled({"": head, **pairs}))
        i18n._translations.cache_clear()

    yield given
    monkeypatch.undo()
    i18n._translations.cache_clear()


def test_a_language_is_spoken_only_once_its_sentences_are_there(speak: Callable[[dict[str, str]], None]) -> None:
    assert i18n.spoken("fr") == "en", "French dates among English sentences help nobody"
    speak(
        {
            "Same as last time": "Comme la dernière fois",
            "{number} item\0{number} items": "{number} élément\0{number} éléments",
        }
    )
    assert i18n.spoken("fr") == "fr"
    with i18n.language_of("fr"):
        assert i18n._("Same as last time") == "Comme la dernière fois"
        assert [i18n._n("{number} item", "{number} items", number) for number in (0, 1, 2)] == [
            "{number} élément",
            "{number} élément",
            "{number} éléments",
        ]
        assert i18n._("Not translated yet") == "Not translated yet"


def test_the_order_the_agreement_and_the_joins_of_a_note_are_the_languages(
    speak: Callable[[dict[str, str]], None],
) -> None:
    """A language of another order, with other signs between its parts, in which two labels are the same word."""
    book = catalogue()
    book = replace(
        book,
        movements={**book.movements, "lumbar.extension": _named(book.movements["lumbar.extension"], "Extension")},
        tests={
            **book.tests,
            "kemp": _named(book.tests["kemp"], "Le Kemp"),
            "slr": _named(book.tests["slr"], "Lasègue"),
        },
        regions={**book.regions, "low_back": _named(book.regions["low_back"], "Lombes")},
        palpation={
            **book.palpation,
            "temperature": {"warm": Words("Warm", "élevée")},
            "tone": {"high": Words("High", "élevé")},
        },
        vocabularies={**book.vocabularies, "test_results": {"negative": Words("Negative", "Négatif")}},
    )
    speak(
        {
            "between the things of a list\x04, ": " – ",
            "between the parts of a line\x04; ": " | ",
            "side\x04left": "gauche",
            "side\x04right": "droit",
            "side\x04both sides": "deux",
            "{label}, {side}": "{label} (côté {side})",
            "{finding} {side}": "{side} : {finding}",
            "{findings}: {text}": "{text} : {findings}",
            "{list} and {last}": "{last} après {list}",
            "{value} of {normal}": "sur {normal} {value}",
            "{value} (was {before})": "avant {before} maintenant {value}",
            "pain {score}": "cotée {score} la douleur",
            "temperature {value}": "{value} est la température",
            "{worse}; eased by {eased}": "{eased} soulage de {worse}",
            "Worse with": "Douleur",
            "Pain": "Douleur",
            "Notes": "Douleur",
            "{score} before": "{score} d'abord",
            "{score} after": "{score} ensuite",
        }
    )
    before = RangeOfMotion(movement="lumbar.extension", active=12, pain=6)
    sides = ("left", "right")
    tests = (
        *(SpecialTest(test="kemp", result="negative", side=side) for side in sides),
        SpecialTest(test="slr", result="negative", side="bilateral"),
    )
    felt = Palpation(place=Place("low_back", "left"), temperature="warm", tone="high")
    note = Note(
        subjective=Subjective(pain_now=5, aggravating="assis", easing="Marche", notes="rien"),
        objective=Objective(range_of_motion=(replace(before, active=15, pain=4),), tests=tests, palpation=(felt,)),
        treatment=Treatment(pain_after=3),
    )
    with i18n.language_of("fr"):
        whole = narrate(note, Note(objective=Objective(range_of_motion=(before,))), book)
        short = {section.key: [(one.label, one.text) for one in section.lines] for section in glance(note, book)}
    told = {one.label: one.text for section in whole for one in section.lines if section.key == "objective"}
    assert told == {
        "Extension": "avant 12° maintenant sur 25° 15° – avant 6 maintenant cotée 4/10 la douleur",
        "Le Kemp (côté gauche)": "Négatif",
        "Le Kemp (côté droit)": "Négatif",
        "Lasègue (côté deux)": "Négatif",
        "Lombes (côté gauche)": "élevé – élevée est la température",
    }
    assert short["subjective"] == [
        ("Douleur", "5 d'abord – 3 ensuite"),
        ("Douleur", "marche soulage de assis"),
        ("Douleur", "rien"),
    ], "three matters, though their labels are one word"
    assert dict(short["objective"])["Tests"] == "négatif : Lasègue après Le Kemp (côté deux)"


def _named(entry: Any, french: str) -> Any:
    return replace(entry, label=Words(entry.label.en, french))
