"""What is half answered is kept: on leaving, on a full disk, at the lock, and by another screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from rmt_notes.db import RecordStore
from rmt_notes.db import engine as driver
from rmt_notes.settings import Preferences
from rmt_notes.ui import places
from rmt_notes.ui.screens.intake import IntakeScreen
from rmt_notes.ui.window import Launch, Window
from tests.ui.conftest import AMELIE, EMILE, PASSPHRASE
from tests.ui.intake_desk import Intake, click, finding_of, returning


def test_leaving_asks_nothing_and_coming_back_finds_everything(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.say_yes("skin", "open_wound")
    intake.screen.leave()
    intake.open(EMILE)
    assert intake.pane.sheet.reason_for_care == ""
    intake.open(AMELIE)
    assert intake.pane is pane
    assert pane.column.about.reason.text() == "Low back ache"
    assert pane.column.returned.isVisible()
    assert "not kept yet" in pane.column.returned.text()
    intake.keep()
    file = intake.practised.do(lambda store: store.client_file(AMELIE))
    assert file.histories[0].reason_for_care == "Low back ache"
    assert file.intake is None


def under_way(intake: Intake, client: str = AMELIE) -> Any:
    """The draft that the record holds."""
    return intake.practised.do(lambda store: store.client_file(client)).intake


def test_what_is_half_answered_is_in_the_record_soon_and_offered_to_a_fresh_screen(intake: Intake, qtbot: Any) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.say_yes("skin", "open_wound")
    intake.decide("open_wound", "avoid_region", "left calf, until closed")
    assert intake.screen.has_unsaved()
    qtbot.waitUntil(lambda: not intake.screen.has_unsaved(), timeout=10_000)
    assert "Saved" in pane.footer.status.text()
    assert "draft" in pane.footer.status.text()
    assert under_way(intake).sheet == pane.sheet

    fresh = Intake(intake.practised, qtbot)
    again = fresh.open(AMELIE)
    assert again.sheet == pane.sheet
    assert again.column.about.reason.text() == "Low back ache"
    assert fresh.card("open_wound").row().choice == "avoid_region"
    assert "as you left it" in again.column.returned.text()
    assert again.column.returned.isVisible()
    assert not fresh.screen.has_unsaved()
    fresh.keep()
    file = fresh.practised.do(lambda store: store.client_file(AMELIE))
    assert file.intake is None
    assert file.safety.active()[0].key == "open_wound"


def test_leaving_writes_the_draft_at_once(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.screen.leave()
    intake.practised.worker.finish()
    assert not intake.screen.has_unsaved()
    assert under_way(intake).sheet.reason_for_care == "Low back ache"


def test_starting_over_takes_the_draft_out_of_the_record_and_taking_back_puts_it_in(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.screen.leave()
    intake.settle()
    click(pane.footer.restart)
    intake.screen.leave()
    intake.settle()
    assert under_way(intake) is None
    click(pane.column.returned._action)
    intake.screen.leave()
    intake.settle()
    assert under_way(intake).sheet.reason_for_care == "Low back ache"


def test_a_full_disk_is_told_and_the_draft_is_written_when_there_is_room(intake: Intake, qtbot: Any) -> None:
    pane = intake.open(AMELIE)

    def may_grow(pages: int) -> bool:
        def limit(store: RecordStore) -> bool:
            own = driver.driver(store._connection())
            own.execute(f"PRAGMA max_page_count={pages or own.execute('PRAGMA page_count').fetchone()[0]}")
            return True

        return bool(intake.practised.do(limit))

    may_grow(0)
    pane.column.about.reason.set_text("")
    QTest.keyClicks(pane.column.about.reason.editor(), "ache " * 20)
    pane.column.questions.other.edited.emit("x" * 60_000)
    qtbot.waitUntil(lambda: "Not saved" in pane.footer.status.text(), timeout=10_000)
    assert intake.screen.has_unsaved()
    may_grow(1_000_000)
    intake.screen.leave()
    intake.settle()
    assert not intake.screen.has_unsaved()
    assert under_way(intake).sheet.reason_for_care.startswith("ache")


def test_the_lock_keeps_a_half_answered_intake_and_does_its_work(intake: Intake, qtbot: Any) -> None:
    locked: list[bool] = []
    window = Window(
        intake.practised.worker, Launch(intake.practised.folder, restart=lambda: locked.append(True)), Preferences()
    )
    qtbot.addWidget(window)
    window.show()
    window.go(places.Intake(AMELIE))
    intake.settle()
    screen = window.screen_in_sight()
    assert isinstance(screen, IntakeScreen)
    QTest.keyClicks(screen.pane().column.about.reason.editor(), "Low back ache")
    assert screen.has_unsaved()
    window.lock()
    assert locked == [True]
    with RecordStore.open(intake.practised.folder, PASSPHRASE) as store:
        assert store.client_file(AMELIE).intake.sheet.reason_for_care == "Low back ache"


def test_a_window_that_loses_the_focus_takes_nothing_away(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    intake.screen.leave()
    assert intake.pane is pane
    assert pane.isVisible()


def test_starting_over_can_be_taken_back(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")
    intake.say_yes("skin", "open_wound")
    click(pane.footer.restart)
    assert pane.column.about.reason.text() == ""
    assert pane.column.findings.cards() == ()
    assert not pane.is_touched()
    click(pane.column.returned._action)
    assert pane.column.about.reason.text() == "Low back ache"
    assert intake.card("open_wound") is not None


def test_what_another_screen_changed_shows_and_what_was_typed_stays(intake: Intake) -> None:
    from rmt_notes.ui.worker import Changes

    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")

    def record(store: RecordStore) -> None:
        store.record_finding(finding_of(AMELIE))

    intake.practised.worker.ask(
        intake.practised.worker, record, changes=Changes(frozenset({"safety"}), AMELIE, asker=None)
    )
    intake.settle()
    intake.settle()
    assert "No cupping" in intake.alerts()
    assert pane.column.about.reason.text() == "Low back ache"


def test_a_full_disk_is_told_and_loses_nothing(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    QTest.keyClicks(pane.column.about.reason.editor(), "Low back ache")

    def fill_up(store: RecordStore) -> bool:
        connection = store._connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
        return True

    intake.practised.do(fill_up)
    QTest.keyClicks(pane.column.questions.other.editor(), "history " * 60)
    pane.column.questions.other.set_text_kept_undo("long history " * 4000)
    pane.column.questions.other.edited.emit(pane.column.questions.other.text())
    intake.keep()
    assert pane.column.trouble.isVisible()
    assert "still here" in pane.column.trouble.text()
    assert intake.went == []
    assert pane.sheet.reason_for_care == "Low back ache"


def test_a_half_typed_clearance_outlives_the_screen_and_the_keeping_of_the_history(
    intake: Intake, qtbot: Any, tmp_path: Path
) -> None:
    intake.practised.do(returning)
    pane = intake.open(EMILE)
    pane.column.clearances.open_form(True)
    form = pane.column.clearances.form
    QTest.keyClicks(form.limits.editor(), "light only")
    QTest.keyClicks(form.until.editor(), "next w")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    form.take_letter(tmp_path / "scan.pdf")
    (tmp_path / "scan.pdf").unlink()
    intake.answer("skin", "no")
    intake.keep()
    again = Intake(intake.practised, qtbot)
    fresh = again.open(EMILE)
    found = fresh.column.clearances
    assert found.is_writing()
    assert (found.form.limits.text(), found.form.until.raw_text()) == ("light only", "next w")
    assert fresh.sheet.group("skin") == "", "the history was kept; only the clearance waits"
    assert found.form._letter_words.text() == "scan.pdf, 1 kB"
    assert found.form.detach.isVisible()
    found.open_form(False)
    fresh.keeper.keep_now()
    again.settle()
    assert again.practised.do(lambda store: store.client_file(EMILE)).intake is None
