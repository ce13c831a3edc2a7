"""Letters on paper: one page, the bottom line first, every word there, boxes to tick for the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.letters import clearance_letter, problems, urgent_letter, urgent_lines, with_disputes
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.techniques import AdverseEvent
from rmt_notes.export.pdf.letter import LetterTrouble, letter_page
from tests.export.reading import extract, pages, solid

AT = datetime(2026, 3, 9, 10, 15, tzinfo=timezone(timedelta(hours=-5)))
PRACTICE = Practice(
    name="Riverside Massage", address="12 Mill Street, Guelph ON", phone="519-555-0142", fax="519-555-0143"
)
WHO = Practitioner(id="p", name="N. Example", registration_number="T000", phone="519-555-0150")
CLIENT = Client(id="c", file_number=77, first_name="Amélie", last_name="Nguyễn", born=date(1961, 7, 2))
TO = Provider(
    id="d", name="Dr. Adaeze Okafor", kind="family physician", clinic="Riverside Family Health", fax="519-555-0160"
)
CLOT = Finding(
    id="f",
    client_id="c",
    key="dvt_suspected",
    state="suspected",
    recorded_at=AT,
    practitioner_id="p",
    places=(Place("calf", "left"),),
    detail="warm, swollen, sore since Friday",
)
PRESSURE = replace(
    CLOT, id="g", key="bp_uncontrolled", state="confirmed", places=(), detail="165/100 <at the pharmacy>"
)


def urgent(**more):
    return urgent_letter(CLOT, practice=PRACTICE, practitioner=WHO, client=CLIENT, provider=TO, at=AT, **more)


def request(**more):
    values = {"consent": "the client's written consent of 9 March 2026", "why_seen": "neck pain & stiffness"}
    return clearance_letter(
        (PRESSURE,),
        practice=PRACTICE,
        practitioner=WHO,
        client=CLIENT,
        provider=TO,
        at=AT,
        techniques=("GEN", "DT"),
        **(values | more),
    )


def test_the_urgent_letter_says_first_what_matters():
    event = AdverseEvent(what="faint & pale <2 min>", severity="moderate", action="rested", told="client")
    text = solid(extract(letter_page(urgent(why_seen="calf pain", event=event))))
    assert solid("Faint & pale <2 min>; moderate; action: rested; told: client.") in text
    lines = urgent_lines(CLOT, AT)
    assert lines.startswith("Urgent concern. Signs of deep vein thrombosis (calf, left), noted on 9 March 2026, 10:15.")
    assert "No massage was given." in lines
    for words in (lines, "NGUYỄN, Amélie", "Dr. Adaeze Okafor", "T000", "519-555-0160", "calf pain"):
        assert solid(words) in text
    assert text.index(solid(lines)) < text.index(solid("calf pain"))


def test_the_request_has_boxes_to_tick_and_says_on_what_consent_it_is_sent():
    letter = request()
    assert problems(letter) == ()
    text = solid(extract(letter_page(letter)))
    for words in (
        "without restriction",
        "with these limits",
        "not advised",
        "Valid until",
        "Signature",
        "165/100 <at the pharmacy>",
        "the client's written consent of 9 March 2026",
        "neck pain & stiffness",
    ):
        assert solid(words) in text


def test_a_letter_is_one_page_or_none():
    assert len(pages(letter_page(request()))) == 1
    with pytest.raises(LetterTrouble, match="one page"):
        letter_page(urgent(why_seen="and then " * 900))


def test_a_letter_without_bottom_line_or_consent_is_not_ready():
    assert problems(replace(request(), consent=" ")) == ("Say on what consent it is sent.",)
    assert problems(replace(urgent(), bottom_line="")) != ()
    assert problems(replace(urgent(), bottom_line="long " * 200)) != ()


def test_the_same_letter_gives_the_same_bytes():
    assert letter_page(request()) == letter_page(request())


def test_the_body_chart_stands_in_the_letter_as_large_as_the_page_allows_and_at_last_in_words():
    ache = BodyMark(kind="ache", region="quadratus_lumborum", side="right", view="back", intensity=6)
    letter = request(marks=(ache, replace(ache, kind="numb", region="soleus", side="left")))
    page = letter_page(letter)
    assert len(pages(page)) == 1
    text = solid(extract(page))
    for words in ("Quadratus lumborum (QL), right: ache, 6/10", "Soleus, left: numb", "R · right"):
        assert solid(words) in text
    upper = replace(letter, marks=(ache, replace(ache, kind="stiff", region="levator_scapulae")))
    fuller = letter_page(replace(upper, parts=(*letter.parts, ("History", "Seen often before. " * 7))))
    assert len(pages(fuller)) == 1
    assert solid("R · right") in solid(extract(fuller))  # the part that is marked, where the whole has no room
    long = replace(letter, parts=(*letter.parts, ("History", "Seen often before. " * 24)))
    crowded = letter_page(long)
    assert len(pages(crowded)) == 1
    assert solid("Soleus, left: numb") in solid(extract(crowded))
    assert solid("R · ") not in solid(extract(crowded))


def test_what_the_client_disputes_goes_with_the_letter_whole_on_a_further_page_where_it_must():
    asked = Correction(
        id="x",
        client_id=CLIENT.id,
        visit_id="v",
        requested_on=date(2026, 2, 2),
        what="The calf was the right one",
        recorded_at=AT,
        practitioner_id="p",
        state="refused",
        ground="professional_opinion",
        reason="Measured on the left",
        statement="I know which leg it was. " * 130 + "Signed, A. N.",
    )
    open_one = replace(asked, id="y", state="open", what="Not answered yet", statement="")
    for letter in (urgent(why_seen="calf pain"), request()):
        alone = letter_page(letter)
        page = letter_page(with_disputes(letter, (asked, open_one)))
        text = solid(extract(page))
        for words in ("The calf was the right one", "Measured on the left", "Signed, A. N."):
            assert solid(words) in text, words
        assert text.count(solid("I know which leg it was.")) >= 129  # the foot of the page may stand within one
        assert solid("Not answered yet") not in text
        assert (len(pages(alone)), len(pages(page))) == (1, 2)
        short = letter_page(with_disputes(letter, (replace(asked, statement="It was the right leg."),)))
        assert solid("It was the right leg.") in solid(extract(short))
    with pytest.raises(LetterTrouble):  # the letter itself still has to fit on its page
        letter_page(with_disputes(request(why_seen="pain " * 1200), (asked,)))
