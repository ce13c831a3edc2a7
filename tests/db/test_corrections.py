"""What a client asks to have corrected is answered, and what was refused stays beside the note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rmt_notes.clinical.correction import Correction, answer_due, told_with_note
from rmt_notes.clinical.jurisdiction import jurisdiction
from rmt_notes.db import Refused
from tests.db.record_samples import contents, signed, taken_in


def asked(store, client_id: str, visit_id: str = "", **more: object) -> Correction:
    values = {
        "id": store.new_id(),
        "client_id": client_id,
        "visit_id": visit_id,
        "requested_on": store.now().date(),
        "what": "The left knee, not the right",
        "recorded_at": store.now(),
        "practitioner_id": store.practitioner.id,
    }
    request = Correction(**(values | more))
    store.request_correction(request)
    return request


def test_a_granted_request_opens_the_amendment_with_its_reason(store):
    who = taken_in(store)
    visit = signed(store, who.id).visit_id
    request = asked(store, who.id, visit)
    assert [(each.id, client.id) for each, client in store.open_corrections()] == [(request.id, who.id)]
    assert store.grant_correction(request.id, recipients="Dr. Szabó, told by letter") == visit
    chart = store.chart(visit)
    assert "Correction at the client's request of 9 March 2026: The left knee" in chart.draft_reason
    assert store.sign(visit).reason == chart.draft_reason
    (kept,) = store.client_file(who.id).corrections
    assert (kept.state, kept.recipients, kept.decided_by) == (
        "granted",
        "Dr. Szabó, told by letter",
        "Nadia Example, RMT",
    )
    assert store.open_corrections() == ()
    assert store.verify().ok


def test_a_refusal_keeps_ground_reason_and_statement_and_goes_with_every_page_of_the_note(store):
    who = taken_in(store)
    visit = signed(store, who.id).visit_id
    request = asked(store, who.id, visit)
    with pytest.raises(Refused, match="ground"):
        store.refuse_correction(request.id, "professional_opinion", " ")
    with pytest.raises(Refused, match="belongs to a request that was refused"):
        store.attach_statement(request.id, "I disagree")
    store.refuse_correction(request.id, "professional_opinion", "Measured on the right")
    store.attach_statement(request.id, "It was the left knee")
    with pytest.raises(Refused, match="already"):
        store.attach_statement(request.id, "Again")
    (told,) = store.printable(visit, "print").corrections
    assert [words for _label, words in told_with_note(told)] == [
        "The left knee, not the right",
        "A professional opinion or observation made in good faith. Measured on the right",
        "It was the left knee",
    ]
    with pytest.raises(Refused, match="answered before"):
        store.grant_correction(request.id)
    assert "statement" not in str(store.audit_rows(who.id)[0].detail)
    assert store.verify().ok


def test_requests_that_are_none_are_refused(store):
    who, other = taken_in(store), taken_in(store, first_name="Ida")
    visit = signed(store, other.id).visit_id
    before = contents(store)
    for sentence, more in (
        ("asks", {"what": " "}),
        ("future", {"requested_on": date(2027, 1, 1)}),
        ("another client", {"visit_id": visit}),
    ):
        with pytest.raises(Refused, match=sentence):
            asked(store, who.id, **more)
    assert contents(store) == before
    request = asked(store, who.id)
    with pytest.raises(Refused, match="what was corrected"):
        store.grant_correction(request.id)
    assert store.grant_correction(request.id, "The address on the identity page") == ""


def test_the_answer_is_due_as_the_profile_says():
    march = date(2026, 3, 9)
    assert answer_due(march, jurisdiction("ON")) == date(2026, 4, 8)
    assert answer_due(march, jurisdiction("NB")) == date(2026, 4, 20)
    assert answer_due(date(2026, 3, 7), jurisdiction("NB")) == date(2026, 4, 17)
    assert answer_due(march, jurisdiction("PE")) is None


def test_an_answer_is_given_once_whoever_writes(store):
    from sqlalchemy import text

    request = asked(store, taken_in(store).id)
    store.take_back_correction(request.id)
    with pytest.raises(Refused), store._transaction() as connection:
        connection.execute(text("UPDATE correction SET state = 'granted'"))
    assert replace(request, state="withdrawn").what == "The left knee, not the right"
