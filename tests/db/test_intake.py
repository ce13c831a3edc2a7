"""Keeping an intake: history, findings and decisions together, or nothing at all."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.health_history import Answer, HealthHistory
from rmt_notes.clinical.intake import new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft, Judgement
from rmt_notes.clinical.interchange import from_json, to_json
from rmt_notes.db import RecordStore, Refused
from rmt_notes.db.keys import Opened
from tests.db.conftest import opened
from tests.db.record_samples import Hands


@pytest.fixture
def client(store: RecordStore) -> str:
    client = Client(id=store.new_id(), file_number=1, first_name="Amélie", last_name="Tremblay")
    store.add_client(client)
    return client.id


def history(store: RecordStore, client: str) -> HealthHistory:
    return HealthHistory(
        id=store.new_id(),
        client_id=client,
        taken_at=store.now(),
        practitioner_id=store.practitioner.id,
        groups=(Answer(key="skin", answer="no"),),
    )


def finding(store: RecordStore, client: str, key: str = "anticoagulant") -> Finding:
    return Finding(
        id=store.new_id(),
        client_id=client,
        key=key,
        state="confirmed",
        recorded_at=store.now(),
        practitioner_id=store.practitioner.id,
    )


def decision(store: RecordStore, client: str, finding_id: str) -> Decision:
    return Decision(
        id=store.new_id(),
        client_id=client,
        finding_id=finding_id,
        choice="modify",
        decided_at=store.now(),
        practitioner_id=store.practitioner.id,
        how="pressure 3 or less",
    )


def test_an_intake_is_kept_as_one_act_with_an_entry_for_each_part(store: RecordStore, client: str) -> None:
    old = finding(store, client, "pregnancy")
    store.record_finding(old)
    new = finding(store, client)
    closed = replace(old, state="resolved", closed_on=store.now().date(), closed_reason="gave birth")
    before = len(store.audit_rows(client))
    kept = store.keep_intake(
        client, history(store, client), findings=[new], changed=[closed], decisions=[decision(store, client, new.id)]
    )
    assert kept is not None
    assert kept.number == 1
    safety = store.safety(client)
    assert {each.key: each.state for each in safety.findings} == {"pregnancy": "resolved", "anticoagulant": "confirmed"}
    assert safety.decision_on(new.id) is not None
    entries = store.audit_rows(client)[: len(store.audit_rows(client)) - before]
    assert sorted((row.action, row.entity) for row in entries) == [
        ("add", "finding"),
        ("add", "health_history"),
        ("change", "finding"),
        ("decide", "finding"),
    ]
    assert [state.state for _at, state in store.finding_history(old.id)] == ["confirmed", "resolved"]
    assert store.verify().ok


def test_findings_alone_make_no_version(store: RecordStore, client: str) -> None:
    assert store.keep_intake(client, findings=[finding(store, client)]) is None
    assert store.client_file(client).histories == ()
    assert len(store.safety(client).findings) == 1


def test_versions_of_an_intake_are_numbered_on(store: RecordStore, client: str, clock: Hands) -> None:
    store.keep_health_history(history(store, client))
    clock.at = clock.at + timedelta(days=1)
    kept = store.keep_intake(client, history(store, client))
    assert kept is not None
    assert kept.number == 2


def test_one_bad_part_keeps_everything_out(store: RecordStore, client: str) -> None:
    new = finding(store, client)
    with pytest.raises(Refused):
        store.keep_intake(
            client, history(store, client), findings=[new], decisions=[decision(store, client, store.new_id())]
        )
    assert store.client_file(client).histories == ()
    assert store.safety(client).findings == ()
    assert store.verify().ok


def test_a_finding_closed_without_reason_or_of_another_client_is_refused(store: RecordStore, client: str) -> None:
    other = Client(id=store.new_id(), file_number=2, first_name="Emile", last_name="Tremblay")
    store.add_client(other)
    with pytest.raises(Refused, match="another client"):
        store.keep_intake(client, findings=[finding(store, other.id)])
    with pytest.raises(Refused, match="reason"):
        store.keep_intake(client, findings=[replace(finding(store, client), state="resolved")])
    kept = finding(store, client)
    store.record_finding(kept)
    with pytest.raises(Refused, match="keeps its kind"):
        store.keep_intake(client, changed=[replace(kept, key="diabetes")])
    assert len(store.safety(client).findings) == 1


# -- half done --------------------------------------------------------------------------------------------------------


def draft(store: RecordStore, client: str, reason: str) -> IntakeDraft:
    start = new_sheet(client, store.now().date())
    sheet = replace(start, reason_for_care=reason).with_judgement("f" * 32, Judgement(choice="treat", places=()))
    return IntakeDraft(client_id=client, sheet=sheet, start=start, begun_at=store.now(), saved_at=store.now())


def test_a_draft_is_one_row_per_client_and_the_last_one_counts(store: RecordStore, client: str) -> None:
    first = draft(store, client, "Neck")
    store.keep_intake_draft(first)
    store.keep_intake_draft(replace(first, sheet=replace(first.sheet, goals="Drive")))
    kept = store.client_file(client).intake
    assert kept is not None
    assert (kept.sheet.reason_for_care, kept.sheet.goals) == ("Neck", "Drive")
    assert kept.start == first.start
    row = next(row for row in store.audit_rows(client) if row.entity == "intake_draft")
    assert (row.action, row.fields) == ("keep", ("goals",))
    assert store.verify().ok


def test_a_draft_outlives_a_kill_and_ends_with_the_intake(
    store: RecordStore, folder: Path, keys_at_hand: Opened, client: str, clock: Hands
) -> None:
    store.keep_intake_draft(draft(store, client, "Neck"))
    store._lock.let_go()  # the process is gone without a word
    with opened(folder, keys_at_hand, clock) as again:
        assert again.client_file(client).intake is not None
        again.keep_intake(client, history(again, client), ends_draft=True)
        assert again.client_file(client).intake is None
        assert again.verify().ok


def test_giving_up_a_draft_leaves_nothing_and_twice_is_once(store: RecordStore, client: str) -> None:
    store.keep_intake_draft(draft(store, client, "Neck"))
    store.discard_intake_draft(client)
    entries = len(store.audit_rows(client))
    store.discard_intake_draft(client)
    assert len(store.audit_rows(client)) == entries
    assert store.client_file(client).intake is None
    assert store.verify().ok


def test_a_draft_of_nobody_is_refused(store: RecordStore) -> None:
    with pytest.raises(Refused):
        store.keep_intake_draft(draft(store, "9" * 32, "Neck"))


def test_the_whole_record_takes_drafts_along(
    store: RecordStore, client: str, empty_record: tuple[Path, str], tmp_path: Path, keys_at_hand: Opened, clock: Hands
) -> None:
    store.keep_intake_draft(draft(store, client, "Neck"))
    whole = store.export_record()
    assert from_json(to_json(whole)) == whole
    with opened(Path(shutil.copytree(empty_record[0], tmp_path / "other")), keys_at_hand, clock) as other:
        other.import_record(whole)
        kept = other.client_file(client).intake
        assert kept is not None
        assert kept.sheet.reason_for_care == "Neck"
        assert other.verify().ok
        with pytest.raises(Refused, match="under way"):
            other.import_record(replace(whole, intakes=(*whole.intakes, *whole.intakes)))
