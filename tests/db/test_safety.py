"""Health history, findings, clearances, consents: everything is added, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.consent import Consent, Withdrawal
from rmt_notes.clinical.finding import Clearance, Decision
from rmt_notes.clinical.health_history import Answer, HealthHistory, HistoryReview
from rmt_notes.db import Refused
from tests.db.record_samples import client, contents, finding


@pytest.fixture
def who(store):
    return client(store)


@pytest.fixture
def other(store):
    return client(store, "Ida", "Grey")


def history(store, who, **more):
    values = {
        "id": store.new_id(),
        "client_id": who.id,
        "taken_at": store.now(),
        "practitioner_id": store.practitioner.id,
    }
    return HealthHistory(**(values | more))


def clearance(store, who, **more):
    values = {
        "id": store.new_id(),
        "client_id": who.id,
        "finding_keys": ("osteoporosis",),
        "clinician": "Dr. Example",
        "received_on": store.now().date(),
        "valid_until": store.now().date() + timedelta(days=30),
        "recorded_at": store.now(),
        "practitioner_id": store.practitioner.id,
    }
    return Clearance(**(values | more))


def test_each_health_history_is_a_new_version_and_the_old_stays(store, who):
    first = store.keep_health_history(history(store, who, groups=(Answer(key="heart", answer="no"),), number=9))
    second = store.keep_health_history(history(store, who, groups=(Answer(key="heart", answer="yes"),)))
    assert (first.number, second.number) == (1, 2)
    assert store.client_file(who.id).histories == (first, second)
    with pytest.raises(Refused, match="already"):
        store.keep_health_history(first)


def test_a_review_belongs_to_a_version_of_the_same_client(store, who, other):
    kept = store.keep_health_history(history(store, who))
    review = HistoryReview(
        id=store.new_id(),
        client_id=who.id,
        history_id=kept.id,
        reviewed_on=store.now().date(),
        practitioner_id=store.practitioner.id,
    )
    store.review_history(review)
    assert store.client_file(who.id).reviews == (review,)
    with pytest.raises(Refused, match="another client"):
        store.review_history(replace(review, id=store.new_id(), client_id=other.id))
    with pytest.raises(Refused):
        store.review_history(replace(review, id=store.new_id(), history_id="nothing"))


def test_a_finding_keeps_every_state_it_was_in_with_the_time(store, who, clock):
    found = finding(store, who.id, state="suspected")
    clock.pass_by(days=1)
    confirmed = replace(found, state="confirmed", places=(Place("low_back", "left"),))
    store.change_finding(confirmed)
    clock.pass_by(days=30)
    closed = replace(confirmed, state="resolved", closed_on=store.now().date(), closed_reason="Cleared by physician")
    store.change_finding(closed)
    assert store.safety(who.id).findings == (closed,)
    assert [value for _at, value in store.finding_history(found.id)] == [found, confirmed, closed]
    times = [at for at, _value in store.finding_history(found.id)]
    assert times == sorted(times)
    assert len(set(times)) == 3
    assert store.audit_rows(who.id, limit=1)[0].fields == ("state", "closed_on", "closed_reason")


def test_a_finding_is_resolved_only_with_day_and_reason(store, who):
    found = finding(store, who.id)
    for wrong in (
        replace(found, state="resolved"),
        replace(found, state="resolved", closed_on=store.now().date()),
        replace(found, state="resolved", closed_reason="better"),
    ):
        with pytest.raises(Refused, match="day and the reason"):
            store.change_finding(wrong)
    with pytest.raises(Refused, match="day and the reason"):
        store.record_finding(replace(found, id=store.new_id(), state="resolved"))


def test_a_finding_changes_neither_client_nor_kind(store, who, other):
    found = finding(store, who.id)
    with pytest.raises(Refused, match="another client"):
        store.change_finding(replace(found, client_id=other.id))
    with pytest.raises(Refused, match="keeps its kind"):
        store.change_finding(replace(found, key="osteoporosis"))
    with pytest.raises(Refused):
        store.change_finding(replace(found, id="nothing"))


def test_changing_nothing_in_a_finding_writes_nothing(store, who):
    found = finding(store, who.id)
    before = contents(store)
    store.change_finding(found)
    assert contents(store) == before


def test_decisions_add_up_and_the_latest_counts(store, who, other, clock):
    found = finding(store, who.id)
    values = {"client_id": who.id, "finding_id": found.id, "practitioner_id": store.practitioner.id}
    first = Decision(id=store.new_id(), choice="treat", decided_at=store.now(), **values)
    store.decide(first)
    clock.pass_by(hours=1)
    second = Decision(id=store.new_id(), choice="refer", decided_at=store.now(), **values)
    store.decide(second)
    assert store.safety(who.id).decisions == (first, second)
    assert store.safety(who.id).decision_on(found.id) == second
    with pytest.raises(Refused, match="another client"):
        store.decide(replace(first, id=store.new_id(), client_id=other.id))


def test_a_clearance_is_revoked_once_with_day_and_reason(store, who):
    kept = clearance(store, who)
    store.record_clearance(kept)
    with pytest.raises(Refused, match="why"):
        store.revoke_clearance(kept.id, store.now().date(), " ")
    store.revoke_clearance(kept.id, store.now().date(), "New symptoms")
    (revoked,) = store.safety(who.id).clearances
    assert revoked == replace(kept, revoked_on=store.now().date(), revoked_reason="New symptoms")
    assert not revoked.holds_on(store.now().date())
    with pytest.raises(Refused, match="before"):
        store.revoke_clearance(kept.id, store.now().date(), "Again")


def test_a_clearance_does_not_end_before_it_begins(store, who):
    with pytest.raises(Refused, match="end before"):
        store.record_clearance(clearance(store, who, valid_until=store.now().date() - timedelta(days=1)))


def test_a_clearance_is_not_received_in_the_future(store, who):
    tomorrow = store.now().date() + timedelta(days=1)
    with pytest.raises(Refused, match="in the future"):
        store.record_clearance(clearance(store, who, received_on=tomorrow))


def test_a_consent_is_taken_back_area_by_area(store, who, clock):
    given = Consent(
        id=store.new_id(),
        client_id=who.id,
        kind="sensitive_areas",
        given_at=store.now(),
        practitioner_id=store.practitioner.id,
        areas=("gluteal", "chest_wall"),
    )
    store.record_consent(given)
    for refused in (
        lambda: store.withdraw_consent(given.id, store.now(), "", areas=("breast",)),
        lambda: store.withdraw_consent(given.id, store.now() - timedelta(days=1), ""),
        lambda: store.withdraw_consent(given.id, store.now() + timedelta(hours=1), ""),
    ):
        with pytest.raises(Refused):
            refused()
    clock.pass_by(minutes=20)
    store.withdraw_consent(given.id, store.now(), "Not the chest", done="stopped", areas=("chest_wall",))
    kept = store.safety(who.id).consents[0]
    assert (kept.withdrawn_at, kept.standing_areas()) == (None, ("gluteal",))
    store.withdraw_consent(given.id, store.now(), "Nor the rest", areas=("gluteal",))
    kept = store.safety(who.id).consents[0]
    assert kept.withdrawn_at == store.now()
    assert [each.done for each in kept.withdrawals] == ["stopped", ""]


def test_a_consent_is_withdrawn_once_and_stays(store, who, clock):
    given = Consent(
        id=store.new_id(),
        client_id=who.id,
        kind="sensitive_areas",
        given_at=store.now(),
        practitioner_id=store.practitioner.id,
    )
    store.record_consent(given)
    clock.pass_by(minutes=20)
    store.withdraw_consent(given.id, store.now(), "Not the chest today")
    assert store.safety(who.id).consents == (
        replace(
            given,
            withdrawals=(
                Withdrawal(at=store.now(), practitioner_id=store.practitioner.id, said="Not the chest today"),
            ),
        ),
    )
    with pytest.raises(Refused, match="before"):
        store.withdraw_consent(given.id, store.now(), "Again")


def test_nothing_is_recorded_for_a_client_who_is_not_there(store):
    nobody = replace(client(store), id="nobody")
    before = contents(store)
    for attempt in (
        lambda: store.keep_health_history(history(store, nobody)),
        lambda: finding(store, "nobody"),
        lambda: store.record_clearance(clearance(store, nobody)),
        lambda: store.client_file("nobody"),
        lambda: store.change_client(nobody),
    ):
        with pytest.raises(Refused, match="not in the record|no longer in the record"):
            attempt()
    assert contents(store) == before
