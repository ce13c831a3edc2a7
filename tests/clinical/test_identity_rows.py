"""Rows C1 to C4, C6, C7 and C13 of the record standards: what the identity still needs, on the form and before a first
note is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.client_gaps import OWN_CAPACITY, gaps_of
from rmt_notes.clinical.practice import Practice, Provider
from rmt_notes.clinical.signing import missing
from tests.clinical.charts import SIGNED, first_visit, with_part

WHOLE = Client(
    id="1" * 32,
    file_number=1,
    first_name="Amélie",
    last_name="Tremblay",
    born=date(1980, 3, 14),
    phone="519-555-0107",
    emergency=Contact(name="Luc Tremblay", phone="519-555-0108"),
    provider_ids=("p",),
    language="French",
    mobility="a cane",
    stated=("referred=none",),
)
PHYSICIAN = Provider(id="p", name="Dr A. Okafor", address="402 Lansdowne Street")
ROWS: dict[str, dict[str, Any]] = {
    "C1": {"last_name": ""},
    "C2": {"born": None},
    "C3": {"phone": ""},
    "C4": {"emergency": Contact()},
    "C6": {"provider_ids": ()},
    "C7": {"mobility": ""},
    "C13": {"born": date(2015, 1, 1)},
}


def gaps(**changes: Any) -> list[str]:
    changes.setdefault("stated", WHOLE.stated)
    if "referred" not in {each.split("=")[0] for each in changes["stated"]} and "referred_by" not in changes:
        changes["stated"] = (*changes["stated"], *WHOLE.stated)
    return [gap.field for gap in gaps_of(replace(WHOLE, **changes), minor=False, providers=(PHYSICIAN,))]


def test_nothing_is_open_where_everything_is_answered() -> None:
    assert gaps() == []


def test_c1_the_full_name_is_asked_for() -> None:
    assert gaps(first_name="") == ["first"]
    assert gaps(last_name="") == ["last"]


def test_c2_the_date_of_birth_is_asked_for() -> None:
    assert gaps(born=None) == ["born"]


def test_c3_one_way_to_reach_the_client_is_enough_and_none_is_an_answer() -> None:
    assert gaps(phone="") == ["phone"]
    assert gaps(phone="", email="amelie@example.ca") == []
    assert gaps(phone="", stated=("address=none", "phone=none", "email=none")) == []


@pytest.mark.parametrize("answer", ["emergency=none", "emergency=declined"])
def test_c4_an_emergency_contact_is_asked_for_none_and_declined_are_answers(answer: str) -> None:
    assert gaps(emergency=Contact()) == ["emergency_name"]
    assert gaps(emergency=Contact(), stated=(answer,)) == []


def test_c6_physician_and_referral_have_name_and_address_or_none() -> None:
    assert gaps(provider_ids=()) == ["physician"]
    assert gaps(provider_ids=(), stated=("physician=none",)) == []
    bare = replace(PHYSICIAN, address=" ")
    assert [gap.field for gap in gaps_of(WHOLE, minor=False, providers=(bare,))] == ["physician"]
    assert [gap.field for gap in gaps_of(replace(WHOLE, stated=()), minor=False)] == ["referred"]
    assert gaps_of(replace(WHOLE, stated=(), referred_by="Dr B. Lind, 2 Elm Street"), minor=False) == ()


def test_c7_language_and_mobility_are_asked_for_and_declined_is_an_answer() -> None:
    assert gaps(language="") == ["language"]
    assert gaps(language="", stated=("language=declined",)) == []
    assert gaps(mobility="") == ["mobility"]
    assert gaps(mobility="", stated=("mobility=none",)) == []


def test_c13_who_decides_has_name_relation_and_right_or_the_minor_was_found_capable() -> None:
    def of(client: Client, *, minor: bool = True) -> list[str]:
        return [gap.field for gap in gaps_of(client, minor=minor)]

    mother = Contact(name="Luc Tremblay", relation="father", authority="parent")
    assert of(WHOLE) == ["guardian_name"]
    assert of(replace(WHOLE, guardian=Contact(relation="mother"))) == ["guardian_name"]
    assert of(replace(WHOLE, guardian=replace(mother, relation="", authority=""))) == [
        "guardian_relation",
        "guardian_authority",
    ]
    assert of(replace(WHOLE, guardian=mother)) == []
    assert of(replace(WHOLE, stated=(*WHOLE.stated, OWN_CAPACITY))) == []
    assert of(replace(WHOLE, guardian=Contact()), minor=False) == ["guardian_name"], "an adult who does not decide"


@pytest.mark.parametrize("row", ROWS)
def test_each_row_of_the_identity_keeps_a_first_note_from_being_signed(row: str) -> None:
    chart = replace(first_visit(), client=WHOLE, providers=(PHYSICIAN,))
    assert missing(chart, SIGNED) == ()
    lacking = replace(chart, client=replace(WHOLE, **ROWS[row]))
    found = missing(lacking, SIGNED)
    assert {(gap.key, gap.level, gap.section) for gap in found} == {(row, "blocks", "client")}
    elsewhere = replace(lacking, practice=Practice(jurisdiction="BC"))
    assert {gap.level for gap in missing(elsewhere, SIGNED)} == {"warns" if row in ("C4", "C7") else "blocks"}
    declined = with_part(chart.note, "treatment", outcome="declined", techniques=())
    assert not [gap for gap in missing(replace(lacking, note=declined), SIGNED) if gap.key == row], "not treated"
