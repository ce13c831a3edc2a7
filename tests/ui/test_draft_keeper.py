"""The draft keeper: soon, at most two seconds late, and again until it is safe."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import engine as driver
from rmt_notes.ui.dialogs import Dialog
from rmt_notes.ui.screens.chart.copy_out import write_copy
from rmt_notes.ui.screens.chart.keeper import LONGEST_MS, QUIET_MS, DraftKeeper, Sheet
from tests.ui.conftest import AMELIE, noon


@pytest.fixture
def sheet(practised):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "initial", noon(), 60))
    return Sheet(visit.id, AMELIE, Note(), visit.started_at, 60, "initial")


def words(text):
    return Note(subjective=Subjective(complaint=text))


def test_a_pause_keeps_the_draft_and_saved_comes_after_the_commit(practised, sheet, qtbot):
    keeper, asked = DraftKeeper(practised.worker), []
    keeper.saving.connect(lambda: asked.append(keeper.unsaved()))
    with qtbot.waitSignal(keeper.saved, timeout=3000):
        keeper.change(replace(sheet, note=words("Low")))
        keeper.keep_now()
        keeper.change(replace(sheet, note=words("Low back pain")))
    assert len(asked) == 1, "a letter typed during a save waits for its own pause"
    assert keeper.has_unsaved()
    with qtbot.waitSignal(keeper.saved, timeout=QUIET_MS + 3000):
        pass
    assert len(asked) == 2
    assert not keeper.has_unsaved()
    kept = practised.do(lambda store: store.chart(sheet.visit_id))
    assert kept.note.subjective.complaint == "Low back pain"


def test_steady_typing_is_kept_within_two_seconds_without_a_pause(practised, sheet, qtbot):
    from PySide6.QtCore import QElapsedTimer, QTimer

    keeper, typed, clock = DraftKeeper(practised.worker), [], QElapsedTimer()
    typist = QTimer()

    def press():
        typed.append("a")
        keeper.change(replace(sheet, note=words("".join(typed))))

    typist.timeout.connect(press)
    clock.start()
    typist.start(QUIET_MS // 4)
    with qtbot.waitSignal(keeper.saved, timeout=LONGEST_MS + 3000):
        pass
    typist.stop()
    assert len(typed) > 4, "it was kept at a pause, not while typing"
    assert clock.elapsed() < LONGEST_MS + 1500


def may_grow(store, pages=None):
    """Let the database grow to so many pages, its present size without a number: that is a full disk."""
    own = driver.driver(store._connection())
    own.execute(f"PRAGMA max_page_count={pages or own.execute('PRAGMA page_count').fetchone()[0]}")


def test_a_full_disk_keeps_the_words_says_why_and_is_tried_again(practised, sheet, qtbot):
    keeper = DraftKeeper(practised.worker)
    reasons: list[str] = []
    keeper.failed.connect(reasons.append)
    long = words("not lost " * 40_000)
    practised.worker.ask(practised.worker, may_grow)
    with qtbot.waitSignal(keeper.failed, timeout=5000):
        keeper.change(replace(sheet, note=long))
    assert "disk is full" in reasons[0]
    assert keeper.unsaved() is not None
    assert keeper.unsaved().note == long
    practised.worker.ask(practised.worker, lambda store: may_grow(store, 1_000_000))
    with qtbot.waitSignal(keeper.saved, timeout=5000):
        keeper.keep_now()
    assert practised.do(lambda store: store.chart(sheet.visit_id)).note == long


def test_the_copy_of_words_that_could_not_be_kept_is_told_where_it_went_or_why_not(practised, sheet, qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    def dialog() -> Dialog:
        qtbot.waitUntil(lambda: bool(parent.findChildren(Dialog)), timeout=5_000)
        return parent.findChildren(Dialog)[-1]

    write_copy(parent, practised.worker, sheet, tmp_path / "gone" / "note-copy.txt")
    told = dialog()
    assert told.windowTitle() == "The copy was not written"
    qtbot.mouseClick(told.button("again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(parent.findChildren(QFileDialog)), timeout=5_000)
    parent.findChildren(QFileDialog)[0].reject()
    told.deleteLater()
    qtbot.waitUntil(lambda: not parent.findChildren(Dialog), timeout=5_000)
    path = tmp_path / "note-copy.txt"
    write_copy(parent, practised.worker, sheet, path)
    assert dialog().windowTitle() == "These words are in note-copy.txt"
    assert "Copy of a note that could not be kept" in path.read_text(encoding="utf-8")
