"""People: letting somebody in and out from the settings, choosing who signs in, and what a reader may press."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import RecordStore, WrongPassphrase
from rmt_notes.settings import Preferences
from rmt_notes.ui import places
from rmt_notes.ui.people_desk import PeopleDesk
from rmt_notes.ui.screens.unlock import UnlockScreen
from rmt_notes.ui.window import Launch, Window
from rmt_notes.ui.worker import who_signs_in
from tests.ui.conftest import PASSPHRASE, chart_visit, noon, note_of

THEIRS = "two patient geese wander"
READER = Practitioner(id="b" * 32, name="Rita Reader", designation="", role="read_only")


def people_desk(qtbot, practised) -> PeopleDesk:
    desk = PeopleDesk(practised.worker)
    qtbot.addWidget(desk)
    desk.resize(860, 900)
    desk.show()
    desk.load()
    practised.settle()
    return desk


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_owner_lets_a_locum_in_who_chooses_the_passphrase_and_signs_in_by_name(qtbot, practised):
    desk = people_desk(qtbot, practised)
    assert who_signs_in(practised.folder) == ()
    press(qtbot, desk.begin)
    press(qtbot, desk.go)
    assert "name" in desk.name.problem()
    qtbot.keyClicks(desk.name.editor(), "Leo Locum")
    qtbot.keyClicks(desk.designation.editor(), "RMT")
    desk.role.set_value("locum")
    desk.role.edited.emit("locum")
    qtbot.keyClicks(desk.until.editor(), "31 December 2099")
    qtbot.keyClicks(desk._own.line, "not my passphrase")
    qtbot.keyClick(desk._own.line, Qt.Key.Key_Return)
    assert "Now Leo Locum chooses" in desk.heading.text()
    assert desk._own.isHidden()
    for line in (desk._new.first.line, desk._new.second.line):
        qtbot.keyClicks(line, THEIRS)
    press(qtbot, desk.go)
    practised.settle()
    assert desk._own.error() == "That passphrase does not open this record."
    qtbot.keyClicks(desk._own.line, PASSPHRASE)
    qtbot.keyClick(desk._own.line, Qt.Key.Key_Return)
    press(qtbot, desk.go)
    practised.settle()
    assert "Leo Locum" in desk.words()
    assert [row.facts.text() for row in desk.rows()] == [
        "Owner · signed in now",
        "Locum · until 31 December 2099",
    ]
    names = dict(who_signs_in(practised.folder))
    assert sorted(names.values()) == ["Leo Locum", "N. Example"]
    practised.worker.close()
    leo = next(key for key, name in names.items() if name == "Leo Locum")
    with RecordStore.open(practised.folder, THEIRS, person=leo) as store:
        assert store.practitioner.role == "locum"


def test_letting_somebody_out_is_asked_twice_and_told(qtbot, practised):
    practised.do(lambda store: store.add_practitioner(READER, PASSPHRASE, THEIRS))
    desk = people_desk(qtbot, practised)
    press(qtbot, desk.rows()[1].change)
    press(qtbot, desk.end)
    assert "backup" in desk._text.text()
    assert len(practised.do(lambda store: store.sign_ins())) == 2
    press(qtbot, desk.go)
    practised.settle()
    assert "has left" in desk.rows()[1].facts.text()
    with pytest.raises(WrongPassphrase):
        practised.do(lambda store: RecordStore.restore(store.back_up().written[0], store.folder / "x", THEIRS))


def test_who_signs_in_is_chosen_and_the_last_one_comes_first(qtbot, practised):
    practised.do(lambda store: store.add_practitioner(READER, PASSPHRASE, THEIRS))
    people = who_signs_in(practised.folder)
    asked: list[tuple[str, str]] = []

    def open_record(passphrase: str, person: str) -> RecordStore:
        asked.append((passphrase, person))
        raise WrongPassphrase

    def never(*_words: str) -> RecordStore:
        raise AssertionError("the code is not used here")

    screen = UnlockScreen(practised.worker, open_record, never, people=people, last=READER.id)
    qtbot.addWidget(screen)
    screen.show()
    assert screen.person.isVisible()
    assert screen.chosen() == READER.id
    qtbot.keyClicks(screen._field.line, "half typed")
    qtbot.keyClick(screen.person.editor(), Qt.Key.Key_Up)
    assert screen.chosen() == "a" * 32
    assert screen._field.text() == ""
    qtbot.keyClicks(screen._field.line, "words")
    press(qtbot, screen._unlock)
    practised.settle()
    assert asked == [("words", "a" * 32)]


def test_a_reader_sees_why_nothing_can_be_pressed_and_gets_nowhere_to_write(qtbot, practised, tmp_path: Path):
    visit = practised.do(
        lambda store: chart_visit(store, "1" * 32, note_of(5, 3, 20, "mild", None, "effleurage"), noon(1), draft=True)
    )
    practised.do(lambda store: store.add_practitioner(READER, PASSPHRASE, THEIRS))
    folder, worker = practised.folder, practised.worker
    practised.do(lambda store: store.close())
    opened: list[object] = []
    worker.open(worker, lambda: RecordStore.open(folder, THEIRS), opened.append, opened.append)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    window = Window(worker, Launch(folder), Preferences())
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.enter()
    practised.settle()
    why = "You may read this record, not write in it."
    today = window.screen_in_sight()
    assert not today._new.isEnabled()
    assert today._new.toolTip() == why
    window.go(places.NewClient())
    assert isinstance(window.place(), places.Today)
    window.go(places.Chart(visit))
    practised.settle()
    chart = window.screen_in_sight()
    assert not chart._footer._sign.isVisible()
    assert chart._footer._amend.toolTip() == why
    assert not chart.has_unsaved()
    window.go(places.Settings())
    practised.settle()
    settings = window.screen_in_sight()
    assert not settings._practice.isEnabled()
    assert not settings._people.begin.isEnabled()
    trouble = practised.do(lambda store: store.verify())
    assert trouble.ok
