"""Phrases and templates: found as typed, filled place by place, never saying what nobody saw; the file in and out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from rmt_notes import resources
from rmt_notes.clinical.phrasebook import (
    Phrase,
    find_phrases,
    left_open,
    next_placeholder,
    placeholder_before,
)
from rmt_notes.clinical.plan import HomeCare
from rmt_notes.clinical.signing import missing
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.templates import (
    Template,
    TemplatePart,
    fill,
    for_kind,
    prompts_of,
    shape_of,
    template_trouble,
)
from rmt_notes.clinical.visit import KINDS, Note, Subjective
from rmt_notes.clinical.wordbook import BadWordbook, Wordbook, from_json, to_json
from tests.clinical.charts import FIRST_NOTE, FOLLOW_UP_NOTE, START, follow_up

DAY = date(2026, 3, 9)


def phrase(name: str, text: str) -> Phrase:
    return Phrase(id=name, practitioner_id="p", name=name, text=text)


def template(**more: object) -> Template:
    return Template(id="t", practitioner_id="p", name="Follow-up", **more)  # type: ignore[arg-type]


def test_a_phrase_is_found_by_its_name_first_then_by_its_words_without_accents():
    book = (
        phrase("sommeil", "Dort [heures] h"),
        phrase("épaule", "Épaule [côté]"),
        phrase("repos", "douleur de l'épaule la nuit"),
    )
    assert [each.name for each in find_phrases(book, "epau")] == ["épaule", "repos"]
    assert [each.name for each in find_phrases(book, "")] == ["épaule", "repos", "sommeil"]
    assert find_phrases(book, "10") == ()


def test_placeholders_are_met_in_their_order_and_never_span_lines():
    text = "[side] hip, [degrees]°, a [ b\nc ] and []"
    assert next_placeholder(text, 0) == (0, 6)
    assert next_placeholder(text, 1) == (12, 21)
    assert next_placeholder(text, 13) is None
    assert placeholder_before(text, 12) == (0, 6)
    assert list(left_open(Note(subjective=Subjective(notes="at [where]")))) == ["[where]"]


def test_a_placeholder_left_in_the_note_is_told_before_the_signature():
    chart = follow_up(note=replace(FOLLOW_UP_NOTE, plan=replace(FOLLOW_UP_NOTE.plan, notes="Come back if [sign].")))
    told = [gap for gap in missing(chart, START) if "[sign]" in gap.sentence]
    assert [(gap.section, gap.field, gap.level) for gap in told] == [("plan", "notes", "warns")]


def test_a_template_never_says_what_nobody_saw():
    for section in ("subjective", "objective", "assessment"):
        assert template_trouble(template(parts=(TemplatePart(section=section, words="No swelling."),)))
        assert not template_trouble(template(parts=(TemplatePart(section=section, words="Swelling: [where]."),)))
        assert not template_trouble(template(parts=(TemplatePart(section=section, prompt="Look for swelling"),)))
    assert not template_trouble(template(parts=(TemplatePart(section="plan", words="Keep moving."),)))
    assert template_trouble(template(techniques=(FIRST_NOTE.treatment.techniques[0],)))
    assert template_trouble(template(at_once=True))


def test_what_a_template_puts_in_waits_to_be_reviewed_and_touches_nothing_that_is_written():
    full = template(
        parts=(
            TemplatePart(section="objective", prompt="Thomas test"),
            TemplatePart(section="plan", words="Call [who]."),
        ),
        techniques=(TechniqueApplied(technique="deep_tissue", minutes=15),),
        frequency="weekly",
        reassess_weeks=4,
        home_care=(HomeCare(key="walking", dose="10 min"),),
    )
    note = fill(full, Note(), DAY)
    assert note.treatment.techniques == full.techniques
    assert note.plan.reassess_on == date(2026, 4, 6)
    marks = {one.section: one for one in note.carried}
    assert marks["treatment"].unread == ("techniques.0",)
    assert set(marks["plan"].unread) == {"frequency", "reassess_on", "home_care.0", "notes"}
    assert marks["objective"].unread == ()
    assert {one.template for one in note.carried} == {"Follow-up"}
    assert prompts_of((full,), note) == {"objective": "Thomas test"}
    blocked = [gap for gap in missing(follow_up(note=note), START) if gap.key == "V18" and "Follow-up" in gap.sentence]
    assert [gap.section for gap in blocked] == ["treatment", "plan"]
    written = fill(full, FOLLOW_UP_NOTE, DAY)
    assert written.treatment.techniques == FOLLOW_UP_NOTE.treatment.techniques


def test_the_shape_of_a_note_keeps_nothing_of_the_client():
    shape = shape_of(FIRST_NOTE, id="", practitioner_id="p", name="Low back", kind="initial")
    assert template_trouble(shape) == ""
    text = to_json(Wordbook(templates=(shape,)))
    assert FIRST_NOTE.subjective.complaint not in text
    assert all(not applied.places and not applied.settings for applied in shape.techniques)
    assert "Range of motion" in shape.part("objective").prompt


def test_the_starter_set_has_a_template_for_each_kind_and_can_be_kept():
    book = from_json(resources.text("wordbook", "starter.json"))
    assert {each.kind for each in book.templates} == {"initial", "follow_up", "reassessment", "wellness", "discharge"}
    assert for_kind(book.templates, "wellness")[0].name == "Wellness"
    assert all(each.kind in KINDS for each in book.templates)
    assert from_json(to_json(book)) == book


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": "else"}, "holds no phrases"),
        ({"format_version": 2}, "newer"),
        ({"phrases": [{"name": "x", "text": " "}]}, "needs words"),
        ({"phrases": [{"name": "x", "text": "y", "colour": "red"}]}, "line"),
        ({"phrases": {"x": "y"}}, "list"),
        ({"own_words": ["two words"]}, "without spaces"),
        ({"templates": [{"name": "x", "parts": [{"section": "objective", "words": "No swelling."}]}]}, "placeholder"),
        ({"wordings": [{"measure": "rmdq", "items": ["one"]}]}, "24 items"),
        ({"wordings": [{"measure": "nprs", "items": ["one"]}]}, "no measure"),
        ({"more": 1}, "no part"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(change, told):
    document = {"format": "rmt-notes-wordbook", "format_version": 1, "phrases": [], **change}
    with pytest.raises(BadWordbook, match=rf"(?i){told}"):
        from_json(json.dumps(document, indent=1))
    with pytest.raises(BadWordbook, match=r"[Ll]ine"):
        from_json("{")
