"""Backups while the program runs, the card in the settings, and restoring at the gate."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt

from rmt_notes import settings
from rmt_notes.db import RecordStore
from rmt_notes.ui.backup_desk import BackupDesk
from rmt_notes.ui.backups import EVERY_SECONDS, BackupKeeper
from rmt_notes.ui.places import Today
from rmt_notes.ui.screens.restore import RestoreScreen
from rmt_notes.ui.screens.today import TodayScreen
from rmt_notes.ui.worker import Changes
from tests.ui.conftest import PASSPHRASE, type_words

NEW = "nine slow herons glide over"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RMT_NOTES_HOME", str(tmp_path / "home"))


@pytest.fixture
def card(qtbot, practised):
    made = BackupDesk(practised.worker)
    qtbot.addWidget(made)
    made.resize(860, 500)
    made.show()
    made.load()
    practised.settle()
    return made


def backups_of(practised):
    return sorted((practised.folder / "backups").glob("*.tnb"))


def test_what_was_changed_is_backed_up_at_the_start_and_then_every_half_hour_at_most(qtbot, practised):
    time = [0.0]
    keeper = BackupKeeper(practised.worker, lambda: None, practised.worker, clock=lambda: time[0])
    with qtbot.waitSignal(keeper.made, timeout=20_000):
        keeper.begin()
    assert len(backups_of(practised)) == 1
    practised.worker.changed.emit(Changes(frozenset({"clients"})))
    time[0] = EVERY_SECONDS - 1
    keeper.look()
    assert not keeper.is_running()
    time[0] = EVERY_SECONDS + 1
    with qtbot.waitSignal(keeper.made, timeout=20_000):
        keeper.look()
    keeper.look()
    assert not keeper.is_running()
    keeper.stop()


def test_the_last_backup_is_made_only_where_something_changed(practised):
    keeper = BackupKeeper(practised.worker, lambda: None, practised.worker)
    assert keeper.make_last() == ""
    assert len(backups_of(practised)) == 1
    keeper.make_last()
    assert len(backups_of(practised)) == 1


def test_a_second_place_that_is_gone_is_told_once(qtbot, practised, tmp_path):
    keeper = BackupKeeper(practised.worker, lambda: tmp_path / "unplugged", practised.worker)
    told: list[str] = []
    keeper.troubled.connect(told.append)
    for _turn in range(2):
        with qtbot.waitSignal(keeper.made, timeout=20_000):
            keeper.make()
    assert len(told) == 1
    assert "plugged in" in told[0]


def test_closing_calls_a_running_backup_off(qtbot, practised):
    keeper = BackupKeeper(practised.worker, lambda: None, practised.worker)
    keeper.make()
    qtbot.waitUntil(keeper.is_running, timeout=10_000)
    practised.worker.close()
    assert not list(practised.folder.rglob("*.part"))


def test_the_card_backs_up_and_says_how_much_is_in_it(qtbot, practised, card):
    assert dict(card._rows.rows())["Beside the record"] == "no backup yet"
    card.now.setFocus()
    qtbot.mouseClick(card.now, Qt.MouseButton.LeftButton)
    assert not card.now.hasFocus()
    qtbot.waitUntil(lambda: "3 clients" in card.words(), timeout=20_000)
    practised.settle()
    assert card.now.hasFocus()
    assert "today" in dict(card._rows.rows())["Beside the record"]
    assert "same computer" in card._advice._words.text()


def test_a_second_place_is_remembered_and_gets_a_backup_at_once(qtbot, practised, card, tmp_path):
    (tmp_path / "stick").mkdir()
    qtbot.mouseClick(card.choose, Qt.MouseButton.LeftButton)
    from PySide6.QtWidgets import QFileDialog

    (dialog,) = card.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "stick"))
    dialog.reject()
    qtbot.waitUntil(lambda: "Unplug the drive" in card.words(), timeout=20_000)
    assert len(list((tmp_path / "stick").glob("*.tnb"))) == 1
    assert settings.load().preferences.backup_folder == str(tmp_path / "stick")
    practised.settle()
    assert not card._advice.isVisible()


def test_a_restore_is_tried_and_its_counts_are_said(qtbot, practised, card):
    practised.do(lambda store: store.back_up())
    qtbot.mouseClick(card.try_it, Qt.MouseButton.LeftButton)
    type_words(card.secret.line, "not this one")
    qtbot.mouseClick(card.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: "does not open this backup" in card.secret.accessibleDescription() or card.secret.error() != "",
        timeout=20_000,
    )
    card.secret.line.clear()
    type_words(card.secret.line, PASSPHRASE)
    qtbot.mouseClick(card.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "can be restored: 3 clients" in card.words(), timeout=30_000)
    practised.settle()
    assert practised.do(lambda store: store.audit_rows(limit=1))[0].action == "rehearse_restore"
    assert not list(practised.folder.glob("rehearsal-*"))


def test_the_day_says_how_old_the_backup_is(qtbot, practised):
    day = TodayScreen(practised.worker)
    qtbot.addWidget(day)
    day.show()
    day.show_place(Today())
    practised.settle()
    assert day._backed_up.text() == "Not backed up yet"
    practised.do(lambda store: store.back_up())
    day.show_place(Today())
    practised.settle()
    assert day._backed_up.text().startswith("Last backup today")


@pytest.fixture
def backup(practised, tmp_path):
    made = practised.do(lambda store: store.back_up())
    return shutil.copy(made.written[0], tmp_path / "mine.tnb")


def restore_screen(qtbot, empty, folder, **more):
    screen = RestoreScreen(empty, folder, **more)
    qtbot.addWidget(screen)
    screen.resize(1000, 760)
    screen.show()
    return screen


@pytest.fixture
def other_worker(qtbot, look):
    from rmt_notes.ui.worker import Worker

    worker = Worker()
    yield worker
    worker.close()


def test_a_record_is_restored_on_an_empty_computer(qtbot, practised, other_worker, backup, tmp_path):
    screen = restore_screen(qtbot, other_worker, tmp_path / "empty")
    qtbot.mouseClick(screen._start, Qt.MouseButton.LeftButton)
    assert "Choose the backup file" in screen._trouble._words.text()
    from pathlib import Path

    screen.choose(Path(backup))
    type_words(screen._passphrase.line, "wrong words here")
    qtbot.mouseClick(screen._start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen._busy, timeout=20_000)
    assert not other_worker.is_open()
    screen._passphrase.line.clear()
    type_words(screen._passphrase.line, PASSPHRASE)
    with qtbot.waitSignal(screen.restored, timeout=20_000):
        qtbot.keyClick(screen._passphrase.line, Qt.Key.Key_Return)
    assert other_worker.ask_and_wait(lambda store: len(store.find_clients())) == 3


def test_a_record_is_restored_with_the_recovery_code(qtbot, practised, other_worker, backup, tmp_path):
    from pathlib import Path

    screen = restore_screen(qtbot, other_worker, tmp_path / "empty")
    screen.choose(Path(backup))
    qtbot.mouseClick(screen._with.segment("code"), Qt.MouseButton.LeftButton)
    type_words(screen._code.line, practised.recovery_code)
    type_words(screen._new.first.line, NEW)
    type_words(screen._new.second.line, NEW)
    with qtbot.waitSignal(screen.restored, timeout=20_000):
        qtbot.mouseClick(screen._start, Qt.MouseButton.LeftButton)
    other_worker.close()
    RecordStore.open(tmp_path / "empty", NEW).close()
