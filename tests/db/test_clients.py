"""Clients: taking in, changing, and finding by what a person types."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.practice import Provider
from rmt_notes.db import RecordStore, Refused, search
from tests.db.record_samples import PASSPHRASE, Hands, client, contents, taken_in


def found(store, text: str, **more: object) -> list[str]:
    return [row.name for row in store.find_clients(text, **more)]


def gather(store):
    client(store, "Émile", "Tremblay", born=date(1984, 3, 7), phone="+1 (519) 555-0142", preferred_name="Milo")
    client(store, "Søren", "Łukasiewicz", born=date(1990, 12, 1), phone="416-555-0199 x12")
    client(store, "Siobhán", "O'Brien-Szabó", born=date(2001, 7, 4), email="sio@example.org", phone="604 1")
    client(store, "王", "小明", born=date(1970, 1, 31), phone="604 2")
    client(store, "Фёдор", "Иванов", born=None, phone="604 3")
    client(store, "Zoë", "Straße", active=False)


@pytest.fixture
def people(store):
    gather(store)
    return store


@pytest.fixture(scope="module")
def crowd(empty_record, tmp_path_factory):
    """The same people for tests that only look."""
    folder = shutil.copytree(empty_record[0], tmp_path_factory.mktemp("crowd") / "record")
    with RecordStore.open(folder, PASSPHRASE, clock=Hands()) as store:
        gather(store)
        yield store


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("emile", "Émile Tremblay"),
        ("TREM EMI", "Émile Tremblay"),
        ("É", "Émile Tremblay"),
        ("milo", "Émile Tremblay"),
        ("tremblay, émile", "Émile Tremblay"),
        ("rembla", "Émile Tremblay"),
        ("soren", "Søren Łukasiewicz"),
        ("lukas", "Søren Łukasiewicz"),
        ("obrien", "Siobhán O'Brien-Szabó"),
        ("o’brien", "Siobhán O'Brien-Szabó"),
        ("szabo", "Siobhán O'Brien-Szabó"),
        ("sio@example.org", "Siobhán O'Brien-Szabó"),
        ("小明", "王 小明"),
        ("明", "王 小明"),
        ("иванов", "Фёдор Иванов"),
        ("федор", "Фёдор Иванов"),
        ("519 555", "Émile Tremblay"),
        ("5195550142", "Émile Tremblay"),
        ("1-519-555-0142", "Émile Tremblay"),
        ("555-0142", "Émile Tremblay"),
        ("0142", "Émile Tremblay"),
        ("0199", "Søren Łukasiewicz"),
        ("1984-03-07", "Émile Tremblay"),
        ("7 March 1984", "Émile Tremblay"),
        ("March 7, 1984", "Émile Tremblay"),
        ("7 mars 1984", "Émile Tremblay"),
        ("07/03/1984", "Émile Tremblay"),
        ("03/07/1984", "Émile Tremblay"),
        ("19840307", "Émile Tremblay"),
        ("1 déc 1990", "Søren Łukasiewicz"),
    ],
)
def test_a_client_is_found_by(crowd, typed, name):
    assert found(crowd, typed) == [name]


@pytest.mark.parametrize("typed", ["", "   "])
def test_without_words_the_most_recently_seen_come_first(people, clock, typed):
    emile = people.find_clients("emile")[0]
    people.start_visit(emile.id, "initial", people.now())
    clock.pass_by(days=1)
    soren = people.find_clients("soren")[0]
    people.start_visit(soren.id, "initial", people.now())
    assert found(people, typed)[:2] == ["Søren Łukasiewicz", "Émile Tremblay"]
    assert len(found(people, typed)) == 5
    assert people.find_clients(typed)[0].last_visit == people.now()


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "NEAR(", "a AND", "OR", "-", "(", "^x", "col:x", "%", "_", "\\", "\x00", "\ud800", "'; DROP", "😀"],
)
def test_no_typed_sign_breaks_the_search(crowd, typed):
    crowd.find_clients(typed)
    crowd.find_clients("emile " + typed)
    crowd.search_notes(typed)


def test_who_is_no_longer_treated_is_found_only_when_asked_for(crowd):
    assert found(crowd, "zoe") == []
    assert found(crowd, "strasse", inactive=True) == ["Zoë Straße"]


def test_a_file_number_comes_first(crowd):
    number = crowd.find_clients("soren")[0].file_number
    assert found(crowd, str(number))[0] == "Søren Łukasiewicz"


def test_the_list_is_as_long_as_asked(crowd):
    assert len(crowd.find_clients("", limit=2)) == 2


def test_a_changed_name_is_found_under_the_new_one_alone(people):
    emile = people.client_file(people.find_clients("emile")[0].id).client
    people.change_client(replace(emile, first_name="Emma", preferred_name=""))
    assert found(people, "emile") == []
    assert found(people, "emma trem") == ["Emma Tremblay"]
    assert people.audit_rows(limit=1)[0].fields == ("first_name", "preferred_name")


def test_changing_nothing_writes_nothing(people):
    emile = people.client_file(people.find_clients("emile")[0].id).client
    before = contents(people)
    assert people.change_client(emile) == emile
    assert contents(people) == before


def test_look_alikes_are_marked(store):
    for first, last in (
        ("Marie", "Tremblay"),
        ("Maria", "Tremblay"),
        ("Jon", "Smith"),
        ("John", "Smyth"),
        ("Ida", "Grey"),
    ):
        client(store, first, last, born=None)
    rows = {row.name: row.similar for row in store.find_clients()}
    assert rows == {
        "Marie Tremblay": True,
        "Maria Tremblay": True,
        "Jon Smith": True,
        "John Smyth": True,
        "Ida Grey": False,
    }
    marie = store.find_clients("marie")[0]
    assert [row.name for row in store.client_file(marie.id).similar] == ["Maria Tremblay"]


def test_the_same_birthday_and_last_name_is_marked_and_the_birthday_alone_is_not(store):
    client(store, "Ada", "Grey", born=date(2000, 1, 1))
    client(store, "Bea", "Grey", born=date(2000, 1, 1))
    client(store, "Cleo", "Hill", born=date(2000, 1, 1))
    assert {row.name: row.similar for row in store.find_clients()} == {
        "Ada Grey": True,
        "Bea Grey": True,
        "Cleo Hill": False,
    }


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Emile", "last_name": "Tremblay"},
        {"first_name": "Emil", "last_name": "Tremblai"},
        {"first_name": "Tremblay", "last_name": "Émile"},
        {"phone": "519 555 0142", "first_name": "X"},
        {"first_name": "Emile", "last_name": "Trembla", "born": date(1984, 3, 7)},
        {"born": date(1984, 3, 7)},
    ],
)
def test_somebody_about_to_be_taken_in_twice_is_noticed(crowd, typed):
    assert crowd.similar_clients(**typed)[0].name == "Émile Tremblay"


@pytest.mark.parametrize(
    "typed", [{}, {"first_name": "Ivo", "last_name": "Hart"}, {"first_name": "Ivo", "born": date(1984, 3, 7)}]
)
def test_somebody_new_reminds_of_nobody(crowd, typed):
    assert crowd.similar_clients(**typed) == ()


def test_a_file_number_is_used_once(store):
    first = client(store, "Ida", "Grey")
    before = contents(store)
    with pytest.raises(Refused, match=f"File number {first.file_number}"):
        client(store, "Bo", "Grey", file_number=first.file_number)
    second = client(store, "Bo", "Grey")
    with pytest.raises(Refused, match="File number"):
        store.change_client(replace(second, file_number=first.file_number))
    assert contents(store) != before
    assert store.next_file_number() == second.file_number + 1


@pytest.mark.parametrize(
    "change", [{"first_name": " ", "last_name": ""}, {"file_number": 0}, {"provider_ids": ("nobody",)}]
)
def test_a_client_the_record_cannot_keep_is_refused(store, change):
    before = contents(store)
    with pytest.raises(Refused):
        client(store, **change)
    assert contents(store) == before


def test_the_same_client_is_not_taken_in_twice(store):
    who = client(store)
    with pytest.raises(Refused, match="already"):
        store.add_client(replace(who, file_number=9))


def test_one_name_is_enough(store):
    client(store, "Cher", "")
    client(store, "", "Teller")
    assert sorted(found(store, "")) == ["Cher", "Teller"]


def test_a_client_file_holds_everything_about_them_and_nobody_else(full, full_template):
    store, first = full, full_template[2]
    other = next(row for row in store.find_clients() if row.id != first)
    file = store.client_file(first)
    assert file.client.first_name == "Émile"
    assert [provider.name for provider in file.providers] == ["Dr. Imre Szabó"]
    assert (
        len(file.histories)
        == len(file.safety.findings)
        == len(file.safety.decisions)
        == len(file.safety.clearances)
        == 1
    )
    assert [row.state for row in file.visits] == ["signed", "amended"]
    assert file.visits[0].practitioner_name == "Nadia Example"
    assert file.visits[0].techniques == ("deep_tissue",)
    assert {row.client_id for row in file.visits} == {first}
    assert store.client_file(other.id).safety.findings == ()
    store.change_practitioner(replace(store.practitioner, credentials=("art_credential",)))
    assert store.client_file(first).visits[0].credentials == ("art_credential",)


def test_providers_are_kept_once_and_sorted_by_name(store):
    kept = store.keep_provider(Provider(id="", name="zuleika Ng"))
    store.keep_provider(Provider(id="", name="Ana Bell", clinic="North"))
    store.keep_provider(replace(kept, fax="1"))
    assert [(provider.name, provider.fax) for provider in store.providers()] == [("Ana Bell", ""), ("zuleika Ng", "1")]
    with pytest.raises(Refused, match="name"):
        store.keep_provider(Provider(id="", name=" "))


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_folding_and_querying_take_any_text(first, last, phone):
    who = Client(id="x", file_number=1, first_name=first, last_name=last, phone=phone)
    text = search.client_words(who)
    assert search.fold(search.fold(first)) == search.fold(first)
    for word in search.words(first):
        assert word in text.split()
    search.client_query(first + " " + phone)
    search.look(first, last)


def test_a_client_with_unusual_signs_comes_back_as_typed(store):
    who = client(store, "Q\x07\x00\u202eX\n", "\tD'Ávila-<b>&amp;</b>", occupation="x" * 50000)
    assert store.client_file(who.id).client == who


def test_half_a_character_is_replaced_before_it_reaches_the_file(store):
    who = client(store, "Ann\ud83d", "Lee", occupation="\udfff")
    kept = store.client_file(who.id).client
    assert (kept.first_name, kept.occupation) == ("Ann\ufffd", "\ufffd")
    assert found(store, "ann") == ["Ann\ufffd Lee"]


def test_a_client_row_counts_visits_and_unsigned_notes(store):
    who = taken_in(store)
    store.start_visit(who.id, "initial", store.now())
    store.start_visit(who.id, "follow_up", store.now())
    (row,) = store.find_clients("tang")
    assert (row.visits, row.drafts, row.born, row.active) == (2, 2, date(1979, 3, 14), True)
