"""One visit's note on paper, read back: everything typed is there, on every page it is told whose it is."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from rmt_notes.clinical.assessment import RangeOfMotion, SpecialTest
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.client import Contact
from rmt_notes.clinical.record import PrintableVisit, SafetyFile
from rmt_notes.clinical.visit import Objective
from rmt_notes.export.pdf.soap_note import soap_note, unprintable
from tests.export import sample_pages as sample
from tests.export.reading import extract, pages, solid

LEFT_TO_RIGHT = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"]).filter(
    lambda character: unicodedata.bidirectional(character) not in ("R", "AL", "AN", "NSM", "BN")
)


def said(text: str) -> PrintableVisit:
    """The small note with these words in a field of the therapist's own."""
    return sample.printable(
        replace(sample.SMALL_NOTE, subjective=replace(sample.SMALL_NOTE.subjective, notes=text)),
        safety=SafetyFile(),
        history=None,
    )


def every_word(value: object) -> set[str]:
    """All words of all texts in the rich note that a therapist typed."""
    return set(re.findall(r"[^\W_]{3,}", str(value)))


@pytest.mark.parametrize(
    "typed",
    [
        "R/O <C5 radiculopathy>",
        "a & b &amp; &lt;c&gt;",
        "<b>bold</b> <br/> <img src='/etc/passwd'> <a href='javascript:x'>y</a>",
        "pain ≤ 3 → 2, 37.5 °C, ½ dose, 10 µg, L4–L5 “tight” … ✓",
        "Zoë Żółć Łukasz Nguyễn Ελλάδα Москва",
        "l'épaule gauche : œdème léger, « meilleure »",
        "今日は痛い",
        "ᐃᓄᒃᑎᑐᑦ",
    ],
)
def test_words_come_out_as_they_were_typed(typed: str):
    assert solid(typed) in solid(extract(soap_note(said(typed))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=LEFT_TO_RIGHT, min_size=1, max_size=120))
def test_any_left_to_right_text_comes_out_in_its_order(typed: str):
    printable = said(typed)
    lost = set(unprintable(printable))
    found = solid(extract(soap_note(printable)))
    for stretch in re.split(
        f"[{re.escape(''.join(lost))}]" if lost else r"(?!x)x", unicodedata.normalize("NFC", typed)
    ):
        assert solid(stretch) in found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_text_at_all_makes_a_page_that_can_be_read_back(typed: str):
    printable = said(typed)
    lost = set(unprintable(printable))
    found = Counter(unicodedata.normalize("NFKC", solid(extract(soap_note(printable)))))
    kept = "".join(character for character in unicodedata.normalize("NFC", typed) if character not in lost)
    invisible = ("Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Lo")
    wanted = Counter(
        character
        for character in unicodedata.normalize("NFKC", kept)
        if unicodedata.category(character) not in invisible and not character.isspace()
    )
    assert not wanted - found


def test_names_in_other_scripts_are_drawn_and_only_the_emoji_is_told():
    printable = sample.other_scripts()
    text = extract(soap_note(printable))
    assert unprintable(printable) == ("👍",)
    assert "[thumbs up sign]" in " ".join(text.split())
    letters = Counter(solid(text))
    assert not Counter(solid("王محمد小明אברהםᐃᓄᒃŻółćनमस्ते今日は痛い".lower())) - Counter(solid(text.lower())), letters


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_word_of_a_rich_note_is_on_the_page(language: str):
    note = sample.RICH_NOTE
    found = every_word(extract(soap_note(sample.printable(), language)))
    texts = [
        note.subjective.complaint,
        note.subjective.aggravating,
        note.subjective.easing,
        note.subjective.function,
        note.subjective.reaction,
        note.subjective.home_care_done,
        note.subjective.notes,
        note.subjective.health_changes_detail,
        note.treatment.position,
        note.treatment.lubricant,
        note.treatment.response,
        note.assessment.notes,
        note.plan.frequency,
        note.plan.advice,
    ]
    texts += [motion.note for motion in note.objective.range_of_motion] + [test.note for test in note.objective.tests]
    texts += [found.referral for found in note.objective.palpation]
    texts += [f"{technique.response} {technique.modification}" for technique in note.treatment.techniques]
    texts += [f"{goal.text} {goal.target}" for goal in note.plan.goals] + [care.dose for care in note.plan.home_care]
    texts += [referral.why for referral in note.plan.referrals]
    texts += [finding.detail for finding in sample.SAFETY.findings] + [sample.HISTORY.allergies.detail]
    texts += [f"{decision.how} {decision.reason}" for decision in sample.SAFETY.decisions]
    texts += [clearance.limits for clearance in sample.SAFETY.clearances] + [
        consent.reason for consent in sample.SAFETY.consents
    ]
    assert every_word(texts) <= found


def test_marks_of_every_section_stand_on_one_figure_under_one_row_of_numbers():
    spot = BodyMark(kind="ache", region="erectors_lumbar", side="right", view="back", intensity=6)
    rich = sample.RICH_NOTE
    note = replace(
        rich,
        subjective=replace(rich.subjective, marks=(spot, replace(spot, side="left"))),
        objective=replace(rich.objective, marks=(replace(spot, kind="trigger_point", region="quadratus_lumborum"),)),
        treatment=replace(
            rich.treatment, marks=(BodyMark(kind="cup", region="soleus", side="left", view="back", size_mm=50),)
        ),
    )
    text = extract(soap_note(sample.printable(note)))
    words = solid(text)
    for told in (
        "1Erectors, lumbar, right: ache, 6/10",
        "3Quadratus lumborum (QL), right: trigger point, 6/10",
        "4Soleus, left: cup placed, 50 mm",
        "marks 1 and 2 of the figure below",
        "mark 3 of the figure below",
        "mark 4 of the figure above",
        "Back, larger",
    ):
        assert solid(told) in words, told
    assert words.count(solid("Soleus, left: cup placed")) == 1
    assert text.index("OBJECTIVE") < text.index("BODY CHART") < text.index("TREATMENT")
    assert "BODY CHART" not in extract(soap_note(sample.printable()))


def test_every_page_names_client_visit_therapist_and_its_number():
    found = pages(soap_note(sample.printable()))
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        words = " ".join(page.split())
        for wanted in (
            "TREMBLAY, Amélie",
            "file 0412",
            "8 November 2026",
            "R. Example, RMT",
            "registration no. T000",
            f"page {number} of {len(found)}",
            "printed 22 November 2026, 11:04 a.m.",
            "audit 128",
            "born 14 March 1980",
        ):
            assert wanted in words, (number, wanted)


def test_head_and_foot_of_every_page_name_the_client():
    assert all(
        page.count("TREMBLAY, Amélie") == page.count("file 0412") == 2 for page in pages(soap_note(sample.printable()))
    )


def test_what_stands_in_a_table_is_not_said_again_beside_it():
    words = " ".join(extract(soap_note(sample.printable())).split())
    for once in ("hip stays 10° off the table", "was 8° at the first visit", "no bolster", "Erector spinae", "Gradual"):
        assert words.count(once) == 1, once


def test_findings_without_change_stand_joined_below_the_table_and_each_is_named():
    wnl = [RangeOfMotion(movement="hip.adduction", side=side, limit="wnl") for side in ("left", "right")]
    motions = (*sample.RICH_NOTE.objective.range_of_motion, RangeOfMotion(movement="hip.flexion", limit="wnl"), *wnl)
    both = ("left", "right")
    tests = tuple(SpecialTest(test=key, side=side, result="negative") for key in ("slr", "ober") for side in both)
    found = replace(sample.RICH_NOTE.objective, range_of_motion=motions, tests=tests)
    words = " ".join(extract(soap_note(sample.printable(replace(sample.RICH_NOTE, objective=found)))).split())
    assert "Hip flexion, adduction both sides: within normal limits" in words
    assert "Straight leg raise (SLR) and Ober, both sides: negative" in words
    assert words.count("within normal limits") == 1


def test_a_short_table_is_never_parted_wherever_the_page_ends():
    tests = tuple(SpecialTest(test="slr", side=side, result="positive") for side in ("left", "right"))
    seen = set()
    for lines in range(10, 40, 3):
        note = said("\n".join(["word"] * lines))
        note = replace(note, note=replace(note.note, objective=Objective(tests=tests)), versions=())
        held = [page.count("Straight leg raise") for page in pages(soap_note(note))]
        assert [count for count in held if count] == [2], (lines, held)
        seen.add(held.index(2))
    assert len(seen) > 1  # the end of the page came by


def test_a_draft_says_so_on_every_page_and_a_signed_note_nowhere():
    assert all(page.count("DRAFT") > 2 for page in pages(soap_note(sample.draft())))
    assert "DRAFT" not in extract(soap_note(sample.printable()))
    assert "Late entry: written down 10 November 2026, 9:12 a.m." in " ".join(
        extract(soap_note(sample.draft())).split()
    )


def test_an_amended_note_says_so_on_every_page_and_prints_both_texts():
    found = pages(soap_note(sample.amended()))
    assert all("AMENDED" in page for page in found)
    whole = " ".join(" ".join(found).split())
    assert (
        whole.index("tight on the left only")
        < whole.index("Earlier text, replaced: version 1")
        < whole.rindex("tight on both sides")
    )
    assert "Changed; at the first signature: " in whole[: whole.index("Earlier text, replaced: version 1")]
    assert "Changed; at the first signature: " not in whole[whole.index("Earlier text, replaced: version 1") :]
    assert whole.count("Side corrected: the left, not both.") == 2
    assert "signed 9 November 2026, 8:30 a.m." in whole


def test_every_page_of_an_earlier_text_says_that_it_is_replaced():
    first = replace(sample.RICH_NOTE, subjective=replace(sample.RICH_NOTE.subjective, notes="old words " * 1500))
    versions = (sample.version(first), sample.version(sample.SMALL_NOTE, 2, "Shorter.", sample.at(9, 9)))
    printable = sample.printable(sample.SMALL_NOTE, versions=versions, visit=sample.visit(state="amended"))
    old = [page for page in pages(soap_note(printable)) if "old words" in page]
    assert len(old) > 3
    assert all("Earlier text, replaced: version 1" in page for page in old)


def test_an_amendment_under_way_is_a_draft_and_the_signed_text_follows():
    signed = sample.amended()
    under_way = replace(signed, note=replace(signed.note, objective=Objective(notes="Being corrected again.")))
    found = pages(soap_note(under_way))
    assert all("DRAFT" in page for page in found)
    whole = " ".join(" ".join(found).split())
    assert (
        whole.index("Being corrected again.")
        < whole.index("tight on both sides")
        < whole.index("tight on the left only")
    )
    assert "Signed text in force: version 2" in whole


def test_a_void_visit_says_why_and_carries_the_word_on_every_page():
    printable = sample.printable(visit=sample.visit(state="void", void_reason="Charted on the wrong client."))
    found = pages(soap_note(printable))
    assert all(page.count("VOID") > 2 for page in found)
    assert "This visit is void. Charted on the wrong client." in " ".join(found[0].split())


def test_a_note_of_twenty_thousand_words_keeps_them_all():
    words = extract(soap_note(sample.very_long())).split()
    assert {f"word{number}" for number in range(20_000)} <= set(words)


def test_a_hundred_thousand_characters_without_a_space_keep_them_all():
    assert extract(soap_note(said("q" * 100_000))).count("q") >= 100_000


def test_every_field_may_be_very_long():
    long = "length " * 400
    client = replace(
        sample.CLIENT,
        first_name=long,
        last_name=long,
        preferred_name=long,
        pronouns=long,
        guardian=Contact(name=long, relation=long, authority=long, phone=long),
    )
    practice = replace(sample.PRACTICE, name=long, address=long)
    technique = replace(
        sample.RICH_NOTE.treatment.techniques[1], response=long, modification=long, structures=(long, long)
    )
    note = replace(sample.RICH_NOTE, treatment=replace(sample.RICH_NOTE.treatment, techniques=(technique,)))
    assert (
        extract(soap_note(sample.printable(note, client=client, practice=practice))).lower().count("length") > 400 * 11
    )


def test_an_empty_note_is_still_a_page():
    empty = replace(sample.small(), note=type(sample.RICH_NOTE)(), versions=())
    assert extract(soap_note(empty)).count("Nothing recorded.") >= 4


def test_the_same_values_give_the_same_bytes():
    assert soap_note(sample.printable()) == soap_note(sample.printable())


def test_all_typefaces_are_embedded_and_the_title_names_no_client():
    for printable in (sample.printable(), sample.draft(), sample.other_scripts()):
        reader: Any = PdfReader(io.BytesIO(soap_note(printable)))
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():
                assert "/FontFile2" in font.get_object()["/FontDescriptor"]
        information = " ".join(str(value) for value in (reader.metadata or {}).values())
        assert "Tremblay" not in information
        assert "TREMBLAY" not in information
        assert "Massage therapy visit note, 8 November 2026" in information
        assert reader.trailer["/Root"]["/Lang"] == "en-CA"


def test_markup_reads_no_file_and_makes_no_link():
    pdf = soap_note(said("<img src='/etc/passwd'/> <a href='https://example.org'>x</a> <link href='javascript:x'/>"))
    reader: Any = PdfReader(io.BytesIO(pdf))
    assert all("/Annots" not in page and "/XObject" not in page["/Resources"] for page in reader.pages)


def test_the_edge_of_the_paper_stays_free():
    margin = round(15 / 25.4 * 72)
    for printable in (sample.printable(), sample.draft(), sample.amended(), sample.other_scripts()):
        document = pypdfium2.PdfDocument(soap_note(printable))
        for page in document:
            picture = page.render(scale=1).to_pil().convert("L")
            ink = picture.point(lambda grey: 255 if grey < 200 else 0).getbbox()
            left, top, right, bottom = ink
            assert left >= margin
            assert top >= margin
            assert right <= picture.width - margin
            assert bottom <= picture.height - margin
        document.close()


def test_the_box_holds_what_limited_treatment_that_day_and_what_came_later_says_so():
    later = replace(sample.SAFETY.findings[1], id="f9", recorded_at=sample.at(20, 9), key="fever")
    closed = replace(
        sample.SAFETY.findings[1], id="f8", key="contusion_haematoma", state="resolved", closed_on=date(2026, 11, 1)
    )
    safety = replace(sample.SAFETY, findings=(*sample.SAFETY.findings, later, closed))
    words = " ".join(extract(soap_note(sample.printable(safety=safety))).split())
    assert "recorded 20 November 2026, after this visit" in words
    assert "likes tea" not in words
    assert "Hard of hearing on the right" in words
    assert "haematoma" not in words.lower()


def test_the_document_library_is_loaded_with_the_first_page_and_not_before():
    script = (
        "import sys; import rmt_notes.export.pdf.soap_note, rmt_notes.export.files;"
        "print([name for name in sys.modules if name.split('.')[0] in ('reportlab', 'PIL', 'pypdfium2')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_page_without_findings_says_whether_anybody_was_asked():
    never_asked = sample.printable(safety=SafetyFile(), history=None)
    asked = sample.printable(safety=SafetyFile(), history=sample.HISTORY)
    assert solid("No health history on file: contraindications were not asked about.") in solid(
        extract(soap_note(never_asked))
    )
    assert solid("No contraindication on file.") not in solid(extract(soap_note(never_asked)))
    assert solid("No contraindication on file.") in solid(extract(soap_note(asked)))
