"""Taking the whole record out and in."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest

from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.record import WholeRecord
from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import Kdf, RecordStore, Refused
from rmt_notes.db.signatures import hash_of
from tests.db.record_samples import PASSPHRASE, THERAPIST, client, contents, signed, taken_in


@pytest.fixture(scope="module")
def whole(full_template, tmp_path_factory) -> WholeRecord:
    folder, clock, who = full_template
    copied = shutil.copytree(folder, tmp_path_factory.mktemp("whole") / "record")
    with RecordStore.open(copied, PASSPHRASE, clock=clock) as store:
        visit_id = store.visit_rows(who)[0].id
        store.begin_amendment(visit_id, "Half done")
        store.keep_draft(visit_id, Note(subjective=Subjective(complaint="Half")), minutes=33)
        return store.export_record()


@pytest.fixture
def other(tmp_path, clock):
    """An empty record of somebody new, before anything is brought in."""
    newcomer = Practitioner(id="f" * 32, name="nadia example", registration_number="T000", phone="1")
    store, _code = RecordStore.create(
        tmp_path / "other", "other words", Practice(name="New"), newcomer, kdf=Kdf.cheap, clock=clock
    )
    with store:
        yield store


def test_out_and_in_and_out_again_is_the_same_record(whole, other):
    other.import_record(whole)
    assert other.export_record() == whole
    assert other.verify().ok
    assert other.rebuild_index() == 0


def test_what_was_brought_in_can_be_searched_charted_and_amended(whole, other):
    other.import_record(whole)
    (row,) = other.find_clients("emile")
    assert (row.visits, row.drafts) == (2, 1)
    assert [found.number for found in other.search_notes("ache")] == [1, 2, 1]
    chart = other.chart(other.visit_rows(row.id)[0].id)
    assert (chart.draft_reason, chart.visit.minutes) == ("Half done", 33)
    other.discard_draft(chart.visit.id)
    other.begin_amendment(chart.visit.id, "Again")


def test_whoever_brings_it_in_goes_on_as_the_same_person(whole, other, tmp_path):
    other.import_record(whole)
    assert other.practitioner == THERAPIST
    other.close()
    with RecordStore.open(tmp_path / "other", "other words") as again:
        assert again.practitioner == THERAPIST
        assert again.practitioners() == (THERAPIST,)


def test_somebody_else_who_brings_it_in_stays_themselves(whole, tmp_path, clock):
    stranger = Practitioner(id="e" * 32, name="Sol Stranger", role="owner")
    store, _code = RecordStore.create(tmp_path / "s", "other words", Practice(), stranger, kdf=Kdf.cheap, clock=clock)
    with store:
        store.import_record(whole)
        assert store.practitioner == stranger
        assert store.practitioners() == (THERAPIST, stranger)
        assert store.verify().ok
    with RecordStore.open(tmp_path / "s", "other words") as again:
        assert again.practitioner == stranger


def test_bringing_it_in_twice_is_refused_and_changes_nothing(whole, other):
    other.import_record(whole)
    before = contents(other)
    with pytest.raises(Refused):
        other.import_record(whole)
    assert contents(other) == before


def test_a_record_that_has_clients_takes_in_others(whole, other):
    mine = client(other, "Ida", "Grey", file_number=500)
    practice = other.practice()
    other.import_record(whole)
    assert {row.name for row in other.find_clients()} == {"Ida Grey", "Émile Tremblay", "王 小明"}
    assert other.practice() == practice
    assert other.verify().ok
    assert mine in other.export_record().clients


def test_a_file_number_in_use_is_named(whole, other):
    client(other, "Ida", "Grey", file_number=2)
    with pytest.raises(Refused, match="File number 2"):
        other.import_record(whole)


def spoilt(whole: WholeRecord):
    """Records that are not whole, each with the sentence it earns."""
    version = whole.versions[0]
    note = replace(version.note, subjective=replace(version.note.subjective, pain_now=1))
    yield "changed after it was signed", replace(whole, versions=(replace(version, note=note), *whole.versions[1:]))
    yield "versions of a note", replace(whole, versions=whole.versions[1:])
    yield "versions of a note", replace(whole, visits=whole.visits[1:])
    moved = replace(version, number=7)
    moved = replace(moved, content_hash=hash_of(moved))
    yield "versions of a note", replace(whole, versions=(moved, *whole.versions[1:]))
    yield "no note that fits", replace(whole, drafts=())
    yield "belongs to no visit", replace(whole, drafts=(*whole.drafts, whole.drafts[0]))
    yield "no note that fits", replace(whole, visits=(replace(whole.visits[0], state="draft"), *whole.visits[1:]))
    yield "not in the record", replace(whole, clients=whole.clients[:-1])
    yield "not in the record", replace(whole, practitioners=())
    yield "belongs to no finding", replace(whole, findings=())
    yield "already in the record", replace(whole, consents=(*whole.consents, whole.consents[0]))
    yield "File number 1", replace(whole, clients=(*whole.clients, replace(whole.clients[0], id="x")))
    yield (
        "half a character",
        replace(whole, clients=(replace(whole.clients[0], occupation="\ud800"), *whole.clients[1:])),
    )
    yield (
        "out of reach",
        replace(
            whole,
            visits=(
                *whole.visits[:-1],
                replace(whole.visits[-1], started_at=whole.visits[-1].started_at.replace(year=1)),
            ),
        ),
    )


def test_a_spoilt_record_is_taken_in_by_no_part_at_all(whole, other):
    before = contents(other)
    for sentence, record in spoilt(whole):
        with pytest.raises(Refused, match=sentence):
            other.import_record(record)
        assert contents(other) == before, sentence
    other.import_record(whole)


def test_each_client_finds_the_import_in_their_own_trail(whole, other):
    other.import_record(whole)
    for who in whole.clients:
        assert [row.action for row in other.audit_rows(who.id)] == ["import"]


def test_an_empty_record_goes_out_and_in(store, other):
    empty = store.export_record()
    other.import_record(empty)
    assert other.export_record() == empty
    assert other.practitioner == THERAPIST


def test_the_order_of_creation_is_kept(store, clock):
    for name in ("Zoe", "Abe", "Mia"):
        signed(store, taken_in(store, first_name=name, born=date(1990, 1, 1)).id)
        clock.pass_by(days=-3)
    whole = store.export_record()
    assert [who.first_name for who in whole.clients] == ["Zoe", "Abe", "Mia"]
    assert [visit.client_id for visit in whole.visits] == [who.id for who in whole.clients]


def test_whole_numbers_in_fields_of_minutes_do_not_change_the_hash(store, folder):
    version = signed(store, taken_in(store).id)
    assert store.chart(version.visit_id).versions[0] == version
    store.close()
    with RecordStore.open(folder, PASSPHRASE) as again:
        assert again.verify().ok
