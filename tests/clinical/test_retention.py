"""How long a record is kept, place by place."""

from __future__ import annotations

from datetime import date

import pytest

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.jurisdiction import jurisdiction, jurisdictions
from rmt_notes.clinical.retention import keep_until

LAST = date(2026, 3, 9)


def client(born: date | None) -> Client:
    return Client(id="c", file_number=1, first_name="A", last_name="B", born=born)


ADULT, CHILD = client(date(1979, 3, 14)), client(date(2012, 6, 1))


@pytest.mark.parametrize(
    ("code", "adult", "minor"),
    [
        ("ON", date(2036, 3, 9), date(2040, 6, 1)),
        ("BC", date(2042, 3, 9), date(2047, 6, 1)),
        ("NB", date(2036, 3, 9), date(2041, 6, 1)),
        ("NL", date(2036, 3, 9), date(2041, 6, 1)),
        ("PE", date(2036, 3, 9), date(2040, 6, 1)),
        ("US_NY", date(2032, 3, 9), date(2034, 6, 1)),
        ("US_WA", date(2029, 3, 9), date(2033, 6, 1)),
        ("US_TX", date(2030, 3, 9), date(2033, 6, 1)),
        ("US_other", date(2033, 3, 9), date(2037, 6, 1)),
    ],
)
def test_the_term_of_each_place_for_adults_and_minors(code: str, adult: date, minor: date) -> None:
    assert keep_until(ADULT, LAST, jurisdiction(code)).until == adult
    assert keep_until(CHILD, LAST, jurisdiction(code)).until == minor


def test_every_profile_is_tried() -> None:
    assert len(jurisdictions()) == 9


def test_new_york_keeps_the_longer_of_six_years_and_age_twenty_two() -> None:
    almost = client(date(2008, 6, 1))
    assert keep_until(almost, LAST, jurisdiction("US_NY")).until == date(2032, 3, 9)


def test_majority_counts_on_its_day() -> None:
    ontario = jurisdiction("ON")
    assert keep_until(client(date(2008, 3, 9)), LAST, ontario).until == date(2036, 3, 9)
    assert keep_until(client(date(2008, 3, 10)), LAST, ontario).until == date(2036, 3, 10)


def test_a_legal_hold_overrides_everything() -> None:
    held = keep_until(ADULT, LAST, jurisdiction("ON"), legal_hold=True)
    assert held.held
    assert held.until is None
    assert not held.may_go(date(2999, 1, 1))


def test_without_a_visit_nothing_is_counted() -> None:
    assert keep_until(ADULT, None, jurisdiction("ON")).until is None


def test_without_a_date_of_birth_the_longest_term_is_taken() -> None:
    found = keep_until(client(None), LAST, jurisdiction("ON"))
    assert found.until == date(2054, 3, 9)
    assert "date of birth is missing" in found.reason


def test_settings_may_be_stricter_and_never_looser() -> None:
    assert keep_until(ADULT, LAST, jurisdiction("ON"), years=15).until == date(2041, 3, 9)
    assert keep_until(ADULT, LAST, jurisdiction("ON"), years=2).until == date(2036, 3, 9)


def test_the_last_day_is_still_kept() -> None:
    found = keep_until(ADULT, LAST, jurisdiction("ON"))
    assert not found.may_go(date(2036, 3, 9))
    assert found.may_go(date(2036, 3, 10))
    assert found.reason == "10 years after the last visit, that is until 9 March 2036"


def test_leap_days_lose_nothing() -> None:
    assert keep_until(ADULT, date(2024, 2, 29), jurisdiction("US_WA")).until == date(2027, 3, 1)


def test_a_term_that_needs_confirming_says_so() -> None:
    assert keep_until(ADULT, LAST, jurisdiction("BC")).verify
    assert not keep_until(ADULT, LAST, jurisdiction("ON")).verify
