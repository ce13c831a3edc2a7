"""Settings, over a real record and a real preferences file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from rmt_notes import settings
from rmt_notes.clinical.practice import Practice
from rmt_notes.db import KeyringPlace, RecordStore, WrongPassphrase, system_keyring
from rmt_notes.ui import theme
from rmt_notes.ui.places import Settings
from rmt_notes.ui.screens.settings import SettingsScreen
from rmt_notes.ui.widgets.practice_card import PracticeCard
from tests.db.rings import RingInMemory
from tests.ui.conftest import PASSPHRASE, type_words


@pytest.fixture
def screen(qtbot, practised, tmp_path, monkeypatch):
    monkeypatch.setenv("RMT_NOTES_HOME", str(tmp_path / "home"))
    made = SettingsScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.show()
    made.show_place(Settings())
    practised.settle()
    return made


def test_the_letterhead_is_kept_as_it_is_typed(qtbot, practised, screen):
    screen._practice.fax.editor().setFocus()
    type_words(screen._practice.fax.editor(), "5195550177")
    qtbot.waitUntil(lambda: screen._head._second.text().startswith("Saved"), timeout=10_000)
    assert practised.do(lambda store: store.practice()).fax == "519-555-0177"


def test_a_letterhead_that_is_only_looked_at_stays_as_it_is(qtbot):
    card = PracticeCard([])
    qtbot.addWidget(card)
    kept = Practice(name="Lakeside  Massage", address="12 Example Street\nOrillia ON", phone="705.555.0100")
    card.set_value(kept)
    assert card.value() == kept
    type_words(card.address.editor(), "!")
    assert card.value().address == "!12 Example Street Orillia ON"
    assert card.value().name == kept.name


def test_leaving_keeps_the_last_keystroke(qtbot, practised, screen):
    screen._practice.clinic.editor().setFocus()
    screen._practice.clinic.editor().selectAll()
    type_words(screen._practice.clinic.editor(), "Mill Street Massage")
    assert screen.has_unsaved()
    screen.leave()
    assert not screen.has_unsaved()
    practised.settle()
    assert practised.do(lambda store: store.practice()).name == "Mill Street Massage"


def test_who_signs_and_the_credentials_are_kept(qtbot, practised, screen):
    screen._person.number.editor().setFocus()
    screen._person.number.editor().selectAll()
    type_words(screen._person.number.editor(), "T999")
    qtbot.mouseClick(screen._person.credentials.chip("art_credential"), Qt.MouseButton.LeftButton)
    practised.settle()
    person = practised.do(lambda store: store.practitioner)
    assert (person.registration_number, person.credentials) == ("T999", ("art_credential",))


def test_a_name_cannot_be_emptied(qtbot, practised, screen):
    screen._person.name.editor().setFocus()
    screen._person.name.editor().clear()
    screen._person.name.edited.emit("")
    screen.leave()
    practised.settle()
    assert screen._person.name.problem()
    assert practised.do(lambda store: store.practitioner).name == "N. Example"


def test_the_look_changes_at_once_and_is_remembered(qtbot, qapp, practised, screen):
    qtbot.mouseClick(screen._computer.theme.segment("dark"), Qt.MouseButton.LeftButton)
    assert theme.tokens().dark
    qtbot.mouseClick(screen._computer.scale.segment("1.25"), Qt.MouseButton.LeftButton)
    assert theme.metrics().scale == 1.25
    QApplication.processEvents()  # the larger letters move what lies below
    qtbot.mouseClick(screen._computer.idle.segment("5"), Qt.MouseButton.LeftButton)
    kept = settings.load().preferences
    assert (kept.theme, kept.scale, kept.idle_minutes) == ("dark", 1.25, 5)


def test_a_language_is_offered_only_once_its_words_are_here(screen):
    from rmt_notes import i18n

    assert screen._computer.language.isVisibleTo(screen) is i18n.is_translated("fr")


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(qtbot, practised, screen):
    card = screen._passphrase
    card._begin("change")
    qtbot.keyClicks(card._old.line, PASSPHRASE)
    qtbot.keyClick(card._old.line, Qt.Key.Key_Return)
    qtbot.keyClicks(card._new.first.line, "seven geese over the lake")
    qtbot.keyClicks(card._new.second.line, "seven geese over the lake")
    qtbot.keyClick(card._new.second.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "changed" in card._words.text(), timeout=10_000)
    practised.worker.close()
    RecordStore.open(practised.folder, "seven geese over the lake").close()


def test_a_wrong_old_passphrase_is_told_at_its_field(qtbot, practised, screen):
    card = screen._passphrase
    card._begin("code")
    qtbot.keyClicks(card._old.line, "wrong words altogether")
    qtbot.keyClick(card._old.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card._old.error() != "", timeout=10_000)
    assert card.sheet.code() == ""


def test_a_new_recovery_code_is_shown_once_and_forgotten_on_leaving(qtbot, practised, screen):
    card = screen._passphrase
    card._begin("code")
    qtbot.keyClicks(card._old.line, PASSPHRASE)
    qtbot.keyClick(card._old.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.sheet.isHidden(), timeout=10_000)
    code = card.sheet.code()
    assert code != practised.recovery_code
    screen.leave()
    assert card.sheet.code() == ""
    practised.worker.close()
    RecordStore.open_with_recovery(practised.folder, code, "another four small words").close()


def test_a_new_key_is_given_and_its_code_asked_back(qtbot, practised, screen):
    card = screen._passphrase
    card._begin("key")
    qtbot.keyClicks(card._old.line, PASSPHRASE)
    qtbot.mouseClick(card._go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.sheet.isHidden(), timeout=20_000)
    code = card.sheet.code()
    assert "key of their day" in card._warning.text()
    qtbot.mouseClick(card._done, Qt.MouseButton.LeftButton)
    assert card.sheet._first.problem()
    for field, number in zip((card.sheet._first, card.sheet._second), card.sheet.asked(), strict=True):
        qtbot.keyClicks(field.editor(), code.split("-")[number])
    qtbot.mouseClick(card._done, Qt.MouseButton.LeftButton)
    assert card.sheet.isHidden()
    assert card.sheet.code() == ""
    practised.settle()
    assert practised.do(lambda store: store.verify()).ok
    practised.worker.close()
    with pytest.raises(WrongPassphrase):
        RecordStore.open_with_recovery(practised.folder, practised.recovery_code, "another four small words")
    RecordStore.open_with_recovery(practised.folder, code, "another four small words").close()


def test_the_whole_record_is_checked_on_request(qtbot, practised, screen):
    qtbot.mouseClick(screen._check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen._verdict.isHidden(), timeout=20_000)
    assert screen._verdict.text().startswith("Everything is whole")
    assert screen._check.isEnabled()


def test_the_folder_of_the_record_is_shown(practised, screen):
    assert dict(screen._place_rows.rows())["Folder"] == str(practised.folder)


def test_a_question_of_ones_own_is_written_and_one_that_may_not_be_asked_is_told(qtbot, practised, screen):
    card = screen._questions
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    (row,) = card.rows()
    assert row.question.editor().hasFocus()
    type_words(row.question.editor(), "Do you have hepatitis?")
    type_words(row.reason.editor(), "hygiene")
    assert "may not be asked here" in row.trouble()
    row.question.editor().selectAll()
    type_words(row.question.editor(), "Can you lie face down?")
    assert row.trouble() == ""
    qtbot.mouseClick(row.leads.segment("alert"), Qt.MouseButton.LeftButton)
    type_words(row.alert.editor(), "Never face down")
    screen.leave()
    practised.settle()
    (kept,) = practised.do(lambda store: store.practice()).own_questions
    assert (kept.question, kept.reason, kept.alert, kept.asked) == (
        "Can you lie face down?",
        "hygiene",
        "Never face down",
        True,
    )
    qtbot.mouseClick(row.drop, Qt.MouseButton.LeftButton)
    screen.leave()
    practised.settle()
    assert practised.do(lambda store: store.practice()).own_questions == ()


def test_the_keyring_is_let_in_with_the_passphrase_and_shut_out_again(qtbot, practised, screen, monkeypatch):
    monkeypatch.setattr(system_keyring, "LISTED", ((RingInMemory.__module__, "RingInMemory"),))
    monkeypatch.setattr(RingInMemory, "kept", {})
    worker = practised.worker
    card = screen._keyring

    def place() -> KeyringPlace:
        return worker.ask_and_wait(lambda store: store.keyring_place())

    assert card.switch.value() == "off"
    card.switch._press("on")
    qtbot.keyClicks(card.passphrase.line, "not the passphrase")
    card.go.click()
    qtbot.waitUntil(lambda: card.passphrase.error() != "", timeout=10_000)
    assert not RingInMemory.kept
    card.passphrase.clear()
    qtbot.keyClicks(card.passphrase.line, PASSPHRASE)
    card.go.click()
    qtbot.waitUntil(lambda: card.words.isVisibleTo(card), timeout=10_000)
    assert card.words.text().startswith("On.")
    assert place().on
    assert len(RingInMemory.kept) == 1
    card.switch._press("off")
    qtbot.waitUntil(lambda: card.words.text().startswith("Off.") and not RingInMemory.kept, timeout=10_000)
    assert not place().on


def test_the_rail_leads_to_a_part_and_follows_the_page(qtbot, screen):
    rail, scroll = screen._rail, screen._scroll
    assert rail.isVisible()
    assert rail.current() == "0"
    backups = next(key for key, card in rail._cards.items() if card is screen._backups)
    qtbot.mouseClick(rail.button(backups), Qt.MouseButton.LeftButton)
    assert rail.current() == backups
    assert screen._backups.isAncestorOf(QApplication.focusWidget())
    assert 0 <= screen._backups.mapTo(scroll.viewport(), screen._backups.rect().topLeft()).y() < 120
    scroll.verticalScrollBar().setValue(0)
    assert rail.current() == "0"
    screen.resize(760, 800)
    assert not rail.isVisible()


def test_another_place_shows_at_once_how_long_its_records_are_kept(qtbot, practised, screen):
    def says(place: str) -> bool:
        return any(label.text().startswith(f"{place}: at least") for label in screen.findChildren(QLabel))

    qtbot.waitUntil(lambda: says("Ontario"))
    choice = screen._practice.place.editor()
    choice.setFocus()
    while choice.currentText() != "Texas (US)":
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    screen.leave()
    qtbot.waitUntil(lambda: says("Texas (US)"), timeout=10_000)
    assert not says("Ontario")
    assert practised.do(lambda store: store.practice()).jurisdiction == "US_TX"
