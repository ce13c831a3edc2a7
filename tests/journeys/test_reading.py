"""Finding and reading in the sample practice, from the first screen on."""

from __future__ import annotations

from tests.journeys.conftest import Clinic


def test_the_day_shows_every_state_and_leads_to_the_chart(clinic: Clinic) -> None:
    day = clinic.rows("Visits of the day")
    assert [any(state in row for row in day) for state in ("signed", "draft", "not started")] == [True, True, True]
    clinic.choose("Visits of the day", "Amélie")
    clinic.user.wait(lambda: clinic.user.sees("Sign and lock"), "the chart")
    assert clinic.user.sees("No cupping · pacemaker or device")
    assert clinic.user.sees("Pressure 3 or less · low bone density")


def test_names_are_found_in_other_letters_and_without_accents(clinic: Clinic) -> None:
    clinic.user.press("Clients")
    for typed, name in (
        ("amelie", "Amélie Tremblay"),
        ("ковальчук", "Олена Ковальчук"),
        ("sila", "ᓯᓚ ᐊᕐᓇᑦᑎᐊᖅ"),
        ("陈", "美玲 陈"),
        ("papadimitriou feather", "Maximiliana Konstantina Featherstonehaugh-Papadimitriou"),
        ("olena", "Олена Ковальчук"),
        ("217", "Walter Kowalczyk"),
    ):
        clinic.user.type_into("Search clients", typed)
        clinic.user.wait(lambda name=name: name in "".join(clinic.rows("Clients")[:1]), f"{name} for {typed}")  # type: ignore[misc]


def test_look_alikes_are_told_apart(clinic: Clinic) -> None:
    clinic.find_client("siobhan", "McLeod")
    assert clinic.user.sees("Similar name on file")
    clinic.user.press("Clients")
    assert [row.partition(",")[0] for row in clinic.rows("Clients") if "similar name" in row] == [
        "Siobhán McLeod",
        "Siobhan MacLeod",
    ]
    clinic.choose("Clients", "Siobhan MacLeod")
    clinic.user.wait(lambda: clinic.user.sees("No deep tissue, cupping or instrument work"), "the other one's limits")
    assert any("void" in row for row in clinic.rows("Visits"))


def test_the_keyboard_alone_leads_to_a_client(clinic: Clinic) -> None:
    clinic.user.keys("Ctrl+K")
    clinic.user.type_into("Find", "marisol")
    pressed = clinic.user.presses
    clinic.user.wait(lambda: "Marisol" in "".join(clinic.rows("Clients")), "the client")
    clinic.user.keys("Down")
    clinic.user.keys("Return")
    clinic.user.wait(lambda: clinic.user.sees("New note"), "the client")
    assert "Marisol Tang" in clinic.words()
    assert clinic.user.presses == pressed


def test_an_amended_note_shows_what_was_changed_and_why(clinic: Clinic) -> None:
    clinic.find_client("amelie", "Amélie Tremblay")
    clinic.choose("Visits", "amended")
    clinic.user.wait(lambda: clinic.user.sees("Open note"), "the visit")
    clinic.user.press("Open note")
    clinic.user.wait(lambda: clinic.user.sees("Amend"), "the signed note")
    assert "Pain after was entered before the client had walked: 4, not 3" in clinic.words()


def test_a_long_note_has_pages_to_turn(clinic: Clinic) -> None:
    clinic.find_client("featherstone", "Maximiliana")
    clinic.user.press("Preview page")
    clinic.user.wait(lambda: clinic.user.sees("Save…") and clinic.user.find("Save…").isEnabled(), "the pages")
    assert "Page 1 of" in clinic.words()
    clinic.user.press("Page after")
    clinic.user.wait(lambda: "Page 2 of" in clinic.words(), "the second page")
