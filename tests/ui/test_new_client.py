"""A new client and the edit of one, over a real record."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.half_typed import NEW_CLIENT
from rmt_notes.clinical.practice import Provider
from rmt_notes.ui.places import ClientPlace, Clients, EditClient, Intake, NewClient
from rmt_notes.ui.screens.new_client import NewClientScreen
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.client_form import ClientForm
from rmt_notes.ui.widgets.tidy import (
    email_remark,
    name_from_search,
    phone_remark,
    postal_code_remark,
    tidy_phone,
    tidy_postal_code,
    tidy_text,
)
from tests.ui.conftest import AMELIE, EMILE, EMILIE, type_words

DOCTOR = Provider(id="d" * 32, name="Dr Okafor", kind="physician", clinic="Oak Health", phone="519-555-0170")


@pytest.fixture
def screen(qtbot, practised):
    practised.do(lambda store: store.keep_provider(DOCTOR))
    made = NewClientScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.show()
    return made


def show(screen, practised, place=None):
    screen.show_place(place or NewClient())
    practised.settle()


def client_of(practised, client_id) -> Client:
    return practised.do(lambda store: store.client_file(client_id)).client


def fill(field, words):
    field.editor().setFocus()
    type_words(field.editor(), words)


def save(qtbot, screen):
    with qtbot.waitSignal(screen.gone, timeout=10_000) as gone:
        qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return gone.args[0]


def test_a_whole_identity_is_typed_loosely_and_kept_tidy(qtbot, practised, screen):
    show(screen, practised)
    form = screen._form
    assert form.number.value() == 415
    for field, words in (
        (form.first, "  Zoë "),
        (form.last, "Müller"),
        (form.preferred, "Zo"),
        (form.born, "14 mar 1980"),
        (form.phone, "(519) 555 0188 x4"),
        (form.email, "zoe@example.ca"),
        (form.address, "9  Elm St"),
        (form.postal, "n1h3a1"),
        (form.emergency_name, "Max Müller"),
        (form.emergency_phone, "5195550189"),
        (form.occupation, "Baker"),
    ):
        fill(field, words)
    qtbot.mouseClick(form._pronoun_chips[2], Qt.MouseButton.LeftButton)
    form.physician._choice.set_value(DOCTOR.id)
    form.language.set_value("German")
    qtbot.mouseClick(form._stated["mobility"]._chips["none"], Qt.MouseButton.LeftButton)
    went = save(qtbot, screen)
    assert isinstance(went, ClientPlace)
    client = client_of(practised, went.client_id)
    assert (client.first_name, client.last_name, client.preferred_name) == ("Zoë", "Müller", "Zo")
    assert (client.pronouns, client.born, client.file_number) == ("they/them", date(1980, 3, 14), 415)
    assert (client.phone, client.email) == ("519-555-0188 ext. 4", "zoe@example.ca")
    assert (client.address, client.postal_code) == ("9 Elm St", "N1H 3A1")
    assert client.emergency == Contact(name="Max Müller", phone="519-555-0189")
    assert client.provider_ids == (DOCTOR.id,)
    assert client.stated == ("mobility=none",)
    assert (client.language, client.occupation) == ("German", "Baker")


def test_only_a_name_is_needed_and_the_rest_is_listed_as_still_to_ask(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    assert (screen._form.first.text(), screen._form.last.text()) == ("Noor", "Haddad")
    assert [gap.words for gap in screen._form.gaps()] == [
        "Date of birth",
        "Address, phone or e-mail",
        "Emergency contact",
        "Primary physician",
        "Who referred, or nobody",
        "Preferred language",
        "Mobility and access needs",
    ]
    went = save(qtbot, screen)
    assert client_of(practised, went.client_id).full_name() == "Noor Haddad"


def test_a_gap_leads_to_its_field(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    screen._pane.wanted.emit("emergency_name")
    qtbot.waitUntil(lambda: screen._form.emergency_name.editor().hasFocus())


def test_without_a_name_nothing_is_kept_and_the_field_says_so(qtbot, practised, screen):
    show(screen, practised)
    qtbot.mouseClick(screen._save, Qt.MouseButton.LeftButton)
    assert screen._form.first.problem() == "A client needs a name."
    assert len(practised.do(lambda store: store.find_clients(""))) == 3
    type_words(screen._form.first.editor(), "N")
    assert screen._form.first.problem() == ""


def test_an_impossible_birth_date_is_told_and_kept_as_typed(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    fill(screen._form.born, "31 february 1980")
    qtbot.mouseClick(screen._save, Qt.MouseButton.LeftButton)
    assert screen._form.born.problem()
    assert screen._form.born.raw_text() == "31 february 1980"


def test_look_alikes_on_file_are_shown_while_typing_and_lead_there(qtbot, practised, screen):
    show(screen, practised)
    fill(screen._form.first, "Emile")
    fill(screen._form.last, "Tremblay")
    fill(screen._form.born, "2 july 1951")
    qtbot.waitUntil(lambda: {EMILE, EMILIE} <= {line.key for line in screen._pane.doubles()}, timeout=10_000)
    with qtbot.waitSignal(screen.gone) as gone:
        screen._pane.opened.emit(EMILE)
    assert gone.args == [ClientPlace(EMILE)]


def test_the_client_being_edited_is_no_look_alike_of_itself(qtbot, practised, screen):
    show(screen, practised, EditClient(EMILE))
    practised.settle()
    qtbot.waitUntil(lambda: [line.key for line in screen._pane.doubles()] == [EMILIE], timeout=10_000)


def test_a_minor_opens_the_guardian_and_the_guardian_is_kept(qtbot, practised, screen):
    show(screen, practised, NewClient("kim lee"))
    form = screen._form
    assert form._guardian.isHidden()
    born = date.today().replace(year=date.today().year - 15, month=1, day=1)
    fill(form.born, born.isoformat())
    assert not form._guardian.isHidden()
    assert "15 years old" in form.born._hint.text() or "15 years old" in form.born._hint_words
    assert "guardian_name" in [gap.field for gap in form.gaps()]
    qtbot.mouseClick(form._capable, Qt.MouseButton.LeftButton)
    assert "guardian_name" not in [gap.field for gap in form.gaps()], "capable, and decides alone"
    assert "guardian=capable" in form.value().stated
    qtbot.mouseClick(form._capable, Qt.MouseButton.LeftButton)
    fill(form.guardian_name, "Jo Lee")
    fill(form.guardian_authority, "parent")
    went = save(qtbot, screen)
    assert client_of(practised, went.client_id).guardian == Contact(name="Jo Lee", authority="parent")


def test_a_physician_on_file_is_chosen_again_and_put_right_for_everybody(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    form = screen._form
    form.physician._choice.set_value(DOCTOR.id)
    form.physician._choose(DOCTOR.id)
    assert "519-555-0170" in form.physician._about.text()
    assert ("physician", "C6") in [(gap.field, gap.row) for gap in form.gaps()], "the address is missing"
    qtbot.mouseClick(form.physician._change, Qt.MouseButton.LeftButton)
    assert form.physician._name.text() == "Dr Okafor"
    fill(form.physician._address, "3 King Street")
    assert "C6" not in [gap.row for gap in form.gaps() if gap.field == "physician"]
    qtbot.mouseClick(form.physician._back, Qt.MouseButton.LeftButton)
    assert form.new_provider() is None, "left as it was"
    assert form.physician.value() == DOCTOR.id
    qtbot.mouseClick(form.physician._change, Qt.MouseButton.LeftButton)
    assert form.physician._address.text() == ""
    fill(form.physician._address, "3 King Street")
    went = save(qtbot, screen)
    assert client_of(practised, went.client_id).provider_ids == (DOCTOR.id,)
    (kept,) = practised.do(lambda store: store.providers())
    assert (kept.id, kept.name, kept.address, kept.clinic) == (DOCTOR.id, "Dr Okafor", "3 King Street", "Oak Health")


def test_none_and_declined_are_answers_and_what_was_typed_behind_them_stays(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    form = screen._form
    fill(form.email, "noor@example.ca")
    declined = form._stated["email"]._chips["declined"]
    qtbot.mouseClick(declined, Qt.MouseButton.LeftButton)
    assert not form.email.isEnabled()
    assert form.value().email == ""
    assert form.value().stated == ("email=declined",)
    qtbot.mouseClick(declined, Qt.MouseButton.LeftButton)
    assert form.value().email == "noor@example.ca"
    assert form.value().stated == ()


def test_a_new_physician_is_kept_once_and_named(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    physician = screen._form.physician
    qtbot.mouseClick(physician._more, Qt.MouseButton.LeftButton)
    fill(physician._name, "Dr Silva")
    fill(physician._fax, "5195550199")
    went = save(qtbot, screen)
    file = practised.do(lambda store: store.client_file(went.client_id))
    assert [(each.name, each.fax) for each in file.providers] == [("Dr Silva", "519-555-0199")]


def test_nothing_typed_is_lost_on_going_away_and_back(qtbot, practised, screen):
    show(screen, practised)
    fill(screen._form.first, "Noor")
    fill(screen._form.born, "31 february 1980")
    qtbot.mouseClick(screen._form._stated["physician"]._chips["none"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._back, Qt.MouseButton.LeftButton)
    assert gone.args == [Clients()]
    screen.leave()
    show(screen, practised, EditClient(AMELIE))
    assert screen._form.first.text() == "Amélie"
    show(screen, practised)
    assert screen._form.first.text() == "Noor"
    assert screen._form.born.raw_text() == "31 february 1980"
    assert screen._form.value().stated == ("physician=none",)
    assert screen._head._second.text() == "As you left it. It is not saved yet."


def test_start_over_empties_the_form(qtbot, practised, screen):
    show(screen, practised)
    fill(screen._form.first, "Noor")
    qtbot.mouseClick(screen._over, Qt.MouseButton.LeftButton)
    practised.settle()
    assert screen._form.first.text() == ""
    assert not screen.is_dirty()


def test_an_edit_changes_only_what_was_changed(qtbot, practised, screen):
    before = client_of(practised, AMELIE)
    show(screen, practised, EditClient(AMELIE))
    qtbot.waitUntil(screen._form.isEnabled)
    assert screen._form.value() == before
    fill(screen._form.occupation, "Nurse")
    assert save(qtbot, screen) == ClientPlace(AMELIE, "identity")
    after = client_of(practised, AMELIE)
    assert after.occupation == "Nurse"
    assert after == type(after)(**{**{name: getattr(before, name) for name in after.__slots__}, "occupation": "Nurse"})


def test_a_file_number_in_use_is_told_at_the_field_and_nothing_is_lost(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    screen._form.number.set_value(412)
    qtbot.mouseClick(screen._save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen._form.number.problem() != "", timeout=10_000)
    assert screen._form.first.text() == "Noor"
    assert screen._save.isEnabled()


def test_saving_can_go_straight_on_to_the_intake(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    with qtbot.waitSignal(screen.gone, timeout=10_000) as gone:
        qtbot.mouseClick(screen._intake, Qt.MouseButton.LeftButton)
    assert isinstance(gone.args[0], Intake)


def test_the_window_hears_that_clients_changed(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    with qtbot.waitSignal(practised.worker.changed) as changed:
        qtbot.mouseClick(screen._save, Qt.MouseButton.LeftButton)
    assert changed.args[0].kinds == {"clients"}
    assert changed.args[0].asker is screen


def test_the_form_gives_back_every_client_it_shows(qtbot, look):
    form = ClientForm()
    qtbot.addWidget(form)
    form.set_known_providers((DOCTOR,))
    client = Client(
        id="9" * 32,
        file_number=77,
        first_name="A",
        last_name="B",
        preferred_name="C",
        pronouns="ze/zir",
        born=date(2015, 5, 5),
        address="1 Road",
        postal_code="90210",
        phone="+44 20 7946 0958",
        email="odd@",
        occupation="X",
        language="Klingon",
        mobility="ramp\nand lift",
        emergency=Contact(name="E", relation="F", phone="123", authority="kept"),
        guardian=Contact(name="G", relation="H", phone="4", authority="I"),
        provider_ids=(DOCTOR.id,),
        other_provider_ids=("f" * 32,),
        referred_by="J",
        stated=("something=none",),
        active=False,
    )
    form.set_value(client)
    assert form.value() == client


@pytest.mark.parametrize(
    ("typed", "neat", "odd"),
    [
        ("4165550199", "416-555-0199", False),
        ("1 (416) 555-0199", "416-555-0199", False),
        ("416.555.0199 ext 22", "416-555-0199 ext. 22", False),
        ("+44 20 7946 0958", "+44 20 7946 0958", False),
        ("5550199", "5550199", True),
        ("ask at desk", "ask at desk", True),
        ("", "", False),
    ],
)
def test_phones_are_tidied_and_never_refused(look, typed, neat, odd):
    assert tidy_phone(typed) == neat
    assert bool(phone_remark(neat)) is odd


def test_postal_codes_and_addresses_are_tidied(look):
    assert tidy_postal_code(" k1a-0b1 ") == "K1A 0B1"
    assert tidy_postal_code("d1a0b1") == "d1a0b1"
    assert postal_code_remark("d1a0b1")
    assert not postal_code_remark("90210")
    assert email_remark("nobody@")
    assert not email_remark("a.b@c.example.ca")
    assert tidy_text("  e\u0301mile \t  b ") == "émile b"


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("emile tremblay", "Emile", "Tremblay"),
        ("tremblay, emile", "Emile", "Tremblay"),
        ("jean-luc o'neil", "Jean-Luc", "O'Neil"),
        ("Maria de la Cruz", "Maria", "de la Cruz"),
        ("519 555", "", ""),
        ("李小龙", "李小龙", ""),
    ],
)
def test_a_searched_name_becomes_first_and_last(typed, first, last):
    assert name_from_search(typed) == (first, last)


def test_what_is_typed_and_not_saved_outlives_the_screen(qtbot, practised, screen):
    """A lock ends the process: only what the record holds comes back."""
    show(screen, practised, EditClient(AMELIE))
    screen._form.occupation.editor().selectAll()
    fill(screen._form.occupation, "Baker")
    fill(screen._form.born, "x")
    show(screen, practised)
    fill(screen._form.first, "Noor")
    fill(screen._form.born, "in spring")
    screen.leave()
    practised.settle()
    again = NewClientScreen(practised.worker)
    qtbot.addWidget(again)
    again.show()
    show(again, practised)
    assert (again._form.first.text(), again._form.born.raw_text()) == ("Noor", "in spring")
    assert again.is_dirty()
    show(again, practised, EditClient(AMELIE))
    assert again._form.occupation.text() == "Baker"
    assert client_of(practised, AMELIE).occupation == "", "nothing is saved by it"
    qtbot.mouseClick(again._over, Qt.MouseButton.LeftButton)
    again.keep_now()
    practised.settle()
    assert practised.do(lambda store: store.identity_draft(AMELIE)) is None


def test_everybody_who_treats_a_client_is_shown_chosen_written_down_and_taken_off(qtbot, practised, screen):
    show(screen, practised, NewClient("noor haddad"))
    others = screen._form.others
    qtbot.mouseClick(others.more, Qt.MouseButton.LeftButton)
    others.forms()[0]._choice.set_value(DOCTOR.id)
    others.forms()[0]._choose(DOCTOR.id)
    qtbot.mouseClick(others.more, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(others.forms()[1]._more, Qt.MouseButton.LeftButton)
    fill(others.forms()[1]._name, "K. Osei")
    fill(others.forms()[1]._kind, "Physiotherapist")
    assert ("physician", "C6") in [(gap.field, gap.row) for gap in screen._form.gaps()], "nobody is the physician yet"
    qtbot.mouseClick(screen._form._stated["physician"]._chips["none"], Qt.MouseButton.LeftButton)
    screen.leave()
    practised.settle()
    draft = practised.do(lambda store: store.identity_draft(NEW_CLIENT))
    assert [each.name for each in draft.others] == ["K. Osei"], "what is written down waits in the record"
    went = save(qtbot, screen)
    file = practised.do(lambda store: store.client_file(went.client_id))
    assert (file.client.provider_ids, [each.name for each in file.providers]) == ((), ["Dr Okafor", "K. Osei"])
    show(screen, practised, EditClient(went.client_id))
    assert [form.value() for form in others.forms()] == list(file.client.other_provider_ids)
    away = next(each for each in others.findChildren(Button) if each.text() == "Take off this client")
    qtbot.mouseClick(away, Qt.MouseButton.LeftButton)
    went = save(qtbot, screen)
    file = practised.do(lambda store: store.client_file(went.client_id))
    assert [each.name for each in file.providers] == ["K. Osei"]
    assert len(practised.do(lambda store: store.providers())) == 2, "taken off the client, not out of the record"
