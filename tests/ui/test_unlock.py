"""The unlock screen, over a real record."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from rmt_notes import app
from rmt_notes.db import Kdf, RecordStore, salvage, system_keyring
from rmt_notes.db.read_only import ReadOnlyStore
from rmt_notes.ui.screens.unlock import LONGEST_DELAY, UnlockScreen, delay_after
from rmt_notes.ui.worker import who_opens_by_keyring
from tests.db.rings import RingInMemory
from tests.ui.conftest import PASSPHRASE, PRACTICE, PRACTITIONER


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "record"
    store, code = RecordStore.create(folder, PASSPHRASE, PRACTICE, PRACTITIONER, kdf=Kdf.cheap)
    store.close()
    return folder, code


@pytest.fixture
def screen(qtbot, empty_worker, locked):
    folder, _code = locked
    made = UnlockScreen(
        empty_worker,
        lambda passphrase, person: RecordStore.open(folder, passphrase, person=person),
        lambda code, new, person: RecordStore.open_with_recovery(folder, code, new, practitioner_id=person),
    )
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.show_place()
    made.focus_first()
    qtbot.waitUntil(lambda: made._field.line.hasFocus())
    return made


def test_the_right_passphrase_opens_the_record(qtbot, screen, empty_worker):
    with qtbot.waitSignal(screen.unlocked, timeout=10_000):
        qtbot.keyClicks(screen._field.line, PASSPHRASE)
        qtbot.keyClick(screen._field.line, Qt.Key.Key_Return)
    assert empty_worker.is_open()
    assert screen._field.text() == ""


def test_a_wrong_passphrase_is_told_in_one_sentence_and_nothing_typed_is_lost(qtbot, screen, empty_worker):
    qtbot.keyClicks(screen._field.line, "not the passphrase")
    qtbot.mouseClick(screen._unlock, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen._field.error() != "", timeout=10_000)
    assert screen._field.error() == "That passphrase does not open this record."
    assert screen._field.text() == "not the passphrase"
    assert screen._field.line.selectedText() != ""
    assert not empty_worker.is_open()


def test_typing_again_takes_the_sentence_away(qtbot, screen):
    qtbot.keyClicks(screen._field.line, "wrong words here")
    qtbot.keyClick(screen._field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen._field.error() != "", timeout=10_000)
    qtbot.keyClick(screen._field.line, Qt.Key.Key_A)
    assert screen._field.error() == ""


def test_the_third_wrong_try_has_to_wait_and_the_button_says_how_long(qtbot, screen):
    for _try in range(3):
        screen._field.line.selectAll()
        qtbot.keyClicks(screen._field.line, "wrong words here")
        qtbot.keyClick(screen._field.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: screen._field.error() != "" and not screen._busy, timeout=10_000)
    assert not screen._unlock.isEnabled()
    assert screen._unlock.words() == "Try again in 2 seconds"
    qtbot.waitUntil(screen._unlock.isEnabled, timeout=5_000)
    assert screen._unlock.words() == "Unlock"


def test_the_delay_grows_and_has_an_end():
    assert [delay_after(count) for count in range(1, 9)] == [0, 0, 2, 4, 8, 16, LONGEST_DELAY, LONGEST_DELAY]


def test_the_eye_shows_the_letters_and_hides_them_again(qtbot, screen):
    eye = screen._field._eye
    qtbot.keyClicks(screen._field.line, "abc")
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert screen._field.line.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide passphrase"
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert screen._field.line.echoMode() == QLineEdit.EchoMode.Password


def test_caps_lock_is_hinted_when_a_capital_comes_without_shift(qtbot, screen):
    qtbot.keyClick(screen._field.line, "A")
    assert not screen._field._caps.isHidden()
    qtbot.keyClick(screen._field.line, "b")
    assert screen._field._caps.isHidden()
    qtbot.keyClick(screen._field.line, "C", Qt.KeyboardModifier.ShiftModifier)
    assert screen._field._caps.isHidden()


def test_the_recovery_code_opens_the_record_under_a_new_passphrase(qtbot, screen, locked, empty_worker):
    folder, code = locked
    qtbot.mouseClick(screen._forgot, Qt.MouseButton.LeftButton)
    pane = screen._recovery
    assert pane is not None
    assert pane.isVisible()
    qtbot.keyClicks(pane._code.line, code.lower().replace("-", " "))
    qtbot.keyClick(pane._code.line, Qt.Key.Key_Return)
    qtbot.keyClicks(pane._new.first.line, "seven geese over the lake")
    qtbot.keyClicks(pane._new.second.line, "seven geese over the lake")
    with qtbot.waitSignal(screen.unlocked, timeout=10_000):
        qtbot.keyClick(pane._new.second.line, Qt.Key.Key_Return)
    empty_worker.close()
    RecordStore.open(folder, "seven geese over the lake").close()


def test_a_mistyped_code_is_told_under_the_code(qtbot, screen, locked):
    _folder, code = locked
    qtbot.mouseClick(screen._forgot, Qt.MouseButton.LeftButton)
    pane = screen._recovery
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    qtbot.keyClicks(pane._code.line, wrong)
    qtbot.keyClicks(pane._new.first.line, "seven geese over the lake")
    qtbot.keyClicks(pane._new.second.line, "seven geese over the lake")
    qtbot.mouseClick(pane._open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane._code.error() != "", timeout=10_000)
    assert "typing mistake" in pane._code.error()


def test_two_different_new_passphrases_are_not_taken(qtbot, screen, locked):
    qtbot.mouseClick(screen._forgot, Qt.MouseButton.LeftButton)
    pane = screen._recovery
    qtbot.keyClicks(pane._code.line, locked[1])
    qtbot.keyClicks(pane._new.first.line, "seven geese over the lake")
    qtbot.keyClicks(pane._new.second.line, "seven geese over the like")
    qtbot.mouseClick(pane._open, Qt.MouseButton.LeftButton)
    assert pane._new.second.error() == "The two are not the same. Type the passphrase once more."


def test_the_recovery_pane_fits_at_twice_the_letter_size(qtbot, screen, qapp):
    from rmt_notes.ui import theme

    theme.apply(qapp, "light", "touch", 2.0)
    qtbot.mouseClick(screen._forgot, Qt.MouseButton.LeftButton)
    pane = screen._recovery
    qtbot.waitUntil(lambda: pane._open.height() >= theme.metrics().primary)
    for field in (pane._code, pane._new.first, pane._new.second):
        assert field.line.height() >= field.line.fontMetrics().height()


def test_the_unlock_screen_loads_neither_the_store_nor_the_catalogue():
    program = (
        "import sys; import rmt_notes.ui.screens.unlock; "
        "heavy = [name for name in ('sqlalchemy', 'reportlab', 'alembic', 'pypdfium2', 'rmt_notes.clinical.catalogue', "
        "'rmt_notes.db', 'rmt_notes.ui.widgets.recover_pane') if name in sys.modules]; "
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def damage_screen(qtbot, worker, folder: Path) -> UnlockScreen:
    made = UnlockScreen(
        worker,
        lambda passphrase, person: RecordStore.open(folder, passphrase, person=person),
        lambda code, new, person: RecordStore.open_with_recovery(folder, code, new, practitioner_id=person),
        look=lambda passphrase, person: ReadOnlyStore.look(folder, passphrase, person=person),
        salvage=lambda passphrase, person: salvage(folder, passphrase, person=person),
    )
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def test_a_damaged_record_offers_what_can_be_done_and_is_saved_after_a_second_press(qtbot, locked, empty_worker):
    folder, _code = locked
    with (folder / "record.db").open("ab") as file:
        file.write(b"half a page")
    screen = damage_screen(qtbot, empty_worker, folder)
    qtbot.keyClicks(screen._field.line, PASSPHRASE)
    qtbot.keyClick(screen._field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen._damage is not None and screen._damage.isVisible(), timeout=10_000)
    pane = screen._damage
    assert "cut off or damaged" in pane.trouble.text()
    assert pane.head.text() == "The record does not open"
    with qtbot.waitSignal(screen.restore_wanted):
        qtbot.mouseClick(pane.restore, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(pane.salvage, Qt.MouseButton.LeftButton)
    assert not list(folder.glob("set-aside-*")), "asked once more first"
    qtbot.mouseClick(pane.salvage, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.report.isVisible(), timeout=20_000)
    assert "Saved:" in pane.report.text()
    assert pane.head.text().startswith("The record opens again")
    qtbot.mouseClick(pane.back, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(screen.unlocked, timeout=10_000):
        qtbot.keyClick(screen._field.line, Qt.Key.Key_Return)


def test_an_emptied_record_says_that_nothing_can_be_read(qtbot, locked, empty_worker):
    folder, _code = locked
    (folder / "record.db").unlink()
    screen = damage_screen(qtbot, empty_worker, folder)
    qtbot.keyClicks(screen._field.line, PASSPHRASE)
    qtbot.keyClick(screen._field.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen._damage is not None and screen._damage.isVisible(), timeout=10_000)
    assert not screen._damage.salvage.isEnabled()
    assert "nothing in the file" in screen._damage.look.toolTip()
    assert screen._damage.restore.isEnabled()


def test_a_record_is_opened_for_reading_only_from_the_door(qtbot, locked, empty_worker):
    folder, _code = locked
    before = (folder / "record.db").read_bytes()
    screen = damage_screen(qtbot, empty_worker, folder)
    qtbot.mouseClick(screen._reading, Qt.MouseButton.LeftButton)
    assert screen._reading_words.isVisible()
    assert screen._unlock.words() == "Open for reading"
    qtbot.keyClicks(screen._field.line, PASSPHRASE)
    with qtbot.waitSignal(screen.unlocked, timeout=10_000):
        qtbot.keyClick(screen._field.line, Qt.Key.Key_Return)
    assert empty_worker.only_looks()
    assert "reading only" in empty_worker.why_not_write()
    empty_worker.close()
    assert (folder / "record.db").read_bytes() == before


def test_the_keyring_opens_the_record_at_a_press_and_one_that_never_answers_keeps_nobody_out(
    qtbot, locked, empty_worker, monkeypatch
):
    folder, _code = locked
    monkeypatch.setattr(system_keyring, "LISTED", ((RingInMemory.__module__, "RingInMemory"),))
    monkeypatch.setattr(RingInMemory, "kept", {})
    with RecordStore.open(folder, PASSPHRASE) as store:
        place, key = store.keyring_place(), system_keyring.new_key()
        system_keyring.put(place.record_id, place.person, key)
        store.turn_keyring_on(PASSPHRASE, key)
    answer = threading.Event()

    class Slow(app._Keyring):
        def key_for(self, person: str) -> bytes:
            answer.wait(20)
            return super().key_for(person)

    made = UnlockScreen(
        empty_worker,
        lambda passphrase, person: RecordStore.open(folder, passphrase, person=person),
        lambda code, new, person: RecordStore.open_with_recovery(folder, code, new, practitioner_id=person),
        by_keyring=who_opens_by_keyring(folder),
        keyring=Slow(folder),
    )
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.show_place()
    monkeypatch.setattr(RingInMemory, "locked", True)
    answer.set()
    qtbot.mouseClick(made.ring, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made._field.error() != "", timeout=5_000)
    assert made._field.error() == (
        "This computer's keyring is locked or did not answer. The passphrase opens the record."
    )
    monkeypatch.setattr(RingInMemory, "locked", False)
    answer.clear()
    qtbot.mouseClick(made.ring, Qt.MouseButton.LeftButton)
    assert made.ring.words() == "Waiting for the keyring…"
    # While it waits the passphrase is taken; its late answer opens nothing a second time.
    with qtbot.waitSignal(made.unlocked, timeout=10_000):
        qtbot.keyClicks(made._field.line, PASSPHRASE)
        qtbot.keyClick(made._field.line, Qt.Key.Key_Return)
    opened = empty_worker._store
    answer.set()
    qtbot.waitUntil(empty_worker.is_idle, timeout=5_000)
    assert empty_worker._store is opened
    assert opened.audit_rows(limit=1)[0].action == "unlock"


def test_no_keyring_is_offered_before_somebody_let_it_in(screen, locked):
    assert who_opens_by_keyring(locked[0]) == frozenset()
    assert not screen.ring.isVisible()
