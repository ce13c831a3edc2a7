"""The audit trail as it is read, narrowed, and handed out; and the stand-alone check of what was handed out."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from rmt_notes.db import AuditQuery
from tests.db.record_samples import client, signed, taken_in

VERIFY = Path(__file__).parent.parent.parent / "resources" / "handover" / "verify_audit.py"


def check(path: Path) -> subprocess.CompletedProcess[str]:
    """The stand-alone check, as somebody without the program runs it: no packages, no environment."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFY), str(path)], capture_output=True, text=True, cwd=path.parent
    )


@pytest.fixture
def export(store, tmp_path):
    signed(store, taken_in(store).id)
    path = tmp_path / "audit.jsonl"
    store.export_audit(path)
    return path


def test_an_export_is_found_whole_by_a_check_that_knows_nothing_of_us(store, export):
    ran = check(export)
    assert ran.returncode == 0, ran.stderr
    assert f"Whole: {store.audit_rows(limit=1)[0].number} entries" in ran.stdout
    assert store.signing_fingerprint() in ran.stdout
    assert export.stat().st_mode & 0o077 == 0


def test_any_changed_byte_any_missing_line_and_any_added_one_is_told(export):
    whole = export.read_bytes()
    hand = random.Random(4)
    for _turn in range(25):
        spoilt = bytearray(whole)
        spoilt[hand.randrange(len(spoilt))] ^= 1 << hand.randrange(7)
        export.write_bytes(spoilt)
        assert check(export).returncode != 0
    lines = whole.splitlines(keepends=True)
    for wrong in (
        lines[:-1],
        lines[:-2] + lines[-1:],
        lines[:3] + lines[4:],
        [*lines, lines[-2]],
        lines[:1] + lines[2:1:-1] + lines[3:],
    ):
        export.write_bytes(b"".join(wrong))
        assert check(export).returncode == 1
    export.write_bytes(b"hello\n")
    assert "no audit trail" in check(export).stderr


def test_a_signature_of_another_key_is_told(export):
    lines = export.read_text().splitlines()
    last = json.loads(lines[-1])
    last["signature"] = last["signature"][:-2] + ("00" if last["signature"][-2:] != "00" else "01")
    export.write_text("\n".join([*lines[:-1], json.dumps(last, sort_keys=True, separators=(",", ":"))]) + "\n")
    assert "signature does not fit" in check(export).stderr


def test_one_clients_part_holds_nothing_of_another(store, tmp_path):
    one, two = taken_in(store), client(store, "Ida", "Grey")
    path = tmp_path / "one.jsonl"
    assert store.export_audit(path, one.id) > 1
    assert check(path).returncode == 0
    assert two.id not in path.read_text()


def test_the_export_leaves_one_entry_and_holds_it(store, export):
    newest = store.audit_rows(limit=1)[0]
    assert (newest.action, newest.entity) == ("export", "audit")
    assert json.loads(export.read_text().splitlines()[-2])["number"] == newest.number


def test_the_trail_is_narrowed_by_client_person_kind_and_day(store, clock):
    one = taken_in(store)
    clock.pass_by(days=2)
    two = client(store, "Ida", "Grey")
    page = store.audit_page(AuditQuery(client_id=two.id))
    assert {row.client_id for row in page.rows} == {two.id}
    assert dict(page.clients) == {two.id: "Ida Grey"}
    today = store.now().date()
    assert {row.client_id for row in store.audit_page(AuditQuery(since=today)).rows if row.client_id} == {two.id}
    before = store.audit_page(AuditQuery(until=today - timedelta(days=1)))
    assert one.id in {row.client_id for row in before.rows}
    assert two.id not in {row.client_id for row in before.rows}
    assert {row.action for row in store.audit_page(AuditQuery(action="unlock")).rows} == {"unlock"}
    assert store.audit_page(AuditQuery(practitioner_id="nobody")).rows == ()
    assert "add" in page.actions
    assert page.people[0][1] == store.practitioner.name


def test_older_lines_come_page_by_page(store):
    for number in range(7):
        client(store, "Ida", f"Grey{number}")
    first = store.audit_page(limit=4)
    assert first.more
    second = store.audit_page(limit=100, before=first.rows[-1].number)
    assert not second.more
    numbers = [row.number for row in (*first.rows, *second.rows)]
    assert numbers == list(range(numbers[0], 0, -1))
