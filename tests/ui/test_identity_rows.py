"""Rows C1 to C7 and C13 of the record standards: what the identity form still asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rmt_notes.clinical.client import Client, Contact
from rmt_notes.ui.widgets.client_gaps import gaps_of

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
)


def gaps(**changes: Any) -> list[str]:
    return [gap.field for gap in gaps_of(replace(WHOLE, **changes), minor=False, physician=False)]


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


def test_c6_a_primary_physician_is_asked_for_and_none_is_an_answer() -> None:
    assert gaps(provider_ids=()) == ["physician"]
    assert gaps(provider_ids=(), stated=("physician=none",)) == []


def test_c7_language_and_mobility_are_asked_for() -> None:
    assert gaps(language="") == ["language"]
    assert gaps(mobility="") == ["mobility"]
    assert gaps(mobility="", stated=("mobility=none",)) == []


def test_c13_a_minor_needs_a_guardian_with_a_name() -> None:
    def of(client: Client) -> list[str]:
        return [gap.field for gap in gaps_of(client, minor=True, physician=False)]

    assert of(WHOLE) == ["guardian_name"]
    assert of(replace(WHOLE, guardian=Contact(relation="mother"))) == ["guardian_name"]
    assert of(replace(WHOLE, guardian=Contact(name="Luc Tremblay", authority="parent"))) == []
