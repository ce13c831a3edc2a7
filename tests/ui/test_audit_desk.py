"""The audit trail in the settings: read, narrowed, exported."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.ui.audit_desk import AuditDesk
from tests.ui.conftest import EMILE, PASSPHRASE

VERIFY = Path(__file__).parent.parent.parent / "resources" / "handover" / "verify_audit.py"


@pytest.fixture
def desk(qtbot, practised):
    practised.do(lambda store: store.client_file(EMILE).client)
    made = AuditDesk(practised.worker)
    qtbot.addWidget(made)
    made.resize(860, 700)
    made.show()
    made.load()
    practised.settle()
    return made


def test_every_entry_is_shown_newest_first_with_who_and_whom(desk):
    rows = desk.list.rows()
    numbers = [int(row.word) for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    viewed = next(row for row in rows if "client" in row.summary and row.name == "Viewed")
    assert "Emile Tremblay" in viewed.summary
    assert viewed.facts == "N. Example"
    assert "Viewed" in viewed.spoken


def test_why_the_program_locked_is_shown(practised, desk):
    for why in ("key", "idle", "sleep"):
        practised.do(lambda store, why=why: store.log("lock", "record", why))
    desk.load()
    practised.settle()
    told = [row.summary for row in desk.list.rows() if row.name == "Locked"]
    assert told == ["the computer slept", "nobody touched it for the time that is set", "by hand"]


def test_the_entries_are_narrowed_by_client_and_kind(practised, desk):
    desk.client.set_value(EMILE)
    desk.client.edited.emit(EMILE)
    practised.settle()
    assert {row.name for row in desk.list.rows()} == {"Added", "Viewed"}
    desk.kind.set_value("add")
    desk.kind.edited.emit("add")
    practised.settle()
    assert [row.name for row in desk.list.rows()] == ["Added"]


def test_the_entries_are_narrowed_by_person_and_day(practised, desk):
    reader = Practitioner(id="b" * 32, name="Rita Reader", role="read_only")
    practised.do(lambda store: store.add_practitioner(reader, PASSPHRASE, "two patient geese wander"))
    desk.load()
    practised.settle()
    everything = len(desk.list.rows())
    desk.person.set_value("b" * 32)
    desk.person.edited.emit("b" * 32)
    practised.settle()
    assert len(desk.list.rows()) == 0
    desk.person.set_value("a" * 32)
    desk.person.edited.emit("a" * 32)
    practised.settle()
    assert {row.facts for row in desk.list.rows()} == {"N. Example"}
    today = practised.do(lambda store: store.now()).date()
    desk.since.set_value(today + timedelta(days=1))
    desk.since.edited.emit(today + timedelta(days=1))
    practised.settle()
    assert len(desk.list.rows()) == 0
    desk.since.set_value(today)
    desk.since.edited.emit(today)
    desk.until.set_value(today)
    desk.until.edited.emit(today)
    practised.settle()
    assert len(desk.list.rows()) >= everything


def test_the_export_is_whole_to_the_stand_alone_check(qtbot, practised, desk, tmp_path):
    path = tmp_path / "audit.jsonl"
    qtbot.mouseClick(desk.export, Qt.MouseButton.LeftButton)
    from PySide6.QtWidgets import QFileDialog

    (dialog,) = desk.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    practised.settle()
    ran = subprocess.run([sys.executable, "-I", "-S", str(VERIFY), str(path)], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    fingerprint = ran.stdout.strip().rstrip(".").rsplit("by ", 1)[1]
    assert fingerprint in desk.words.text()
