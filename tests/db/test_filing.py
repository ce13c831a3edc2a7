"""A visit charted in the wrong record is moved, with its trace in both and nothing of one told in the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.clinical.interchange import from_json, to_json
from rmt_notes.clinical.misfiling import came_words, is_named, left_words, names_somebody
from rmt_notes.db import Refused
from tests.db.record_samples import charted, client, contents, finding, signed, taken_in

NAMES = {"from_name": "marisol TANG", "to_name": "Émile tremblay"}


@pytest.fixture
def two(store, clock):
    """Marisol's record holds a signed visit that is Émile's; he has a visit of his own."""
    wrong, right = taken_in(store), taken_in(store, first_name="Emile", last_name="Tremblay", phone="519 555-0142")
    signed(store, right.id)
    signed(store, wrong.id)
    clock.pass_by(days=1)
    version = signed(store, wrong.id)
    store.record_consent(
        Consent(
            id=store.new_id(),
            client_id=wrong.id,
            kind="assessment_and_treatment",
            given_at=store.now(),
            practitioner_id=store.practitioner.id,
            visit_id=version.visit_id,
            elements=ELEMENTS,
        )
    )
    finding(store, wrong.id, visit_id=version.visit_id)
    return wrong, right, version


def test_the_move_leaves_its_trace_in_both_records_and_the_signed_text_to_the_letter(store, two):
    wrong, right, version = two
    check = store.check_move(version.visit_id, right.id)
    assert (check.consents, check.findings, check.to_client) == (1, 1, right)
    moved = store.move_visit(version.visit_id, right.id, "Charted under the name above", **NAMES)
    there, here = store.client_file(wrong.id), store.client_file(right.id)
    assert [row.number for row in there.visits] == [1]
    assert [row.number for row in here.visits] == [2, 1]
    assert there.left == here.came == (moved,)
    chart = store.chart(version.visit_id)
    assert chart.versions == (version,)
    assert (chart.client, chart.filed) == (right, (moved,))
    for words in (left_words(moved), came_words(moved)):
        assert "Tang" not in words
        assert "Tremblay" not in words
        assert "Charted under the name above" in words
    assert [each.state for each in there.safety.findings] == ["entered_in_error"]
    assert [each.state for each in here.safety.findings] == ["confirmed"]
    assert [each.visit_id for each in here.safety.consents] == ["", version.visit_id]
    assert [row.action for row in store.audit_rows(wrong.id)][:2] == ["view", "move_out"]
    assert "move_in" in [row.action for row in store.audit_rows(right.id)]
    assert (store.find_clients("tang")[0].visits, store.find_clients("tremblay")[0].visits) == (1, 2)
    assert store.verify().ok
    assert store.rebuild_index() == 0


def test_nothing_moves_without_both_names_a_reason_and_a_record_it_is_not_in(store, two):
    wrong, right, version = two
    before = contents(store)
    visit = version.visit_id
    for sentence, act in (
        ("Say why", lambda: store.move_visit(visit, right.id, " ", **NAMES)),
        ("names typed", lambda: store.move_visit(visit, right.id, "Slip", from_name="Tang", to_name="Emile Tremblay")),
        ("names typed", lambda: store.move_visit(visit, right.id, "Slip", **(NAMES | {"to_name": ""}))),
        ("leave the clients' names", lambda: store.move_visit(visit, right.id, "It was Émile's", **NAMES)),
        ("already", lambda: store.move_visit(visit, wrong.id, "Slip", **NAMES)),
        ("no longer", lambda: store.move_visit(visit, "x", "Slip", **NAMES)),
    ):
        with pytest.raises(Refused, match=sentence):
            act()
    with pytest.raises(Refused), store._transaction() as connection:
        connection.execute(text("UPDATE visit SET client_id = :to WHERE id = :id"), {"to": right.id, "id": visit})
    assert contents(store) == before


def test_a_draft_moves_with_its_words_and_is_looked_at_with_the_other_clients_limits(store, two):
    wrong, _right, _version = two
    stranger = client(store, "Ida", "Grey")
    visit = charted(store, wrong.id)
    lacks = store.check_move(visit.id, stranger.id).lacks
    assert any("consent" in sentence.casefold() for sentence in lacks)
    store.move_visit(visit.id, stranger.id, "Slip", from_name="Marisol Tang", to_name="Ida Grey")
    chart = store.chart(visit.id)
    assert (chart.client.id, chart.visit.number, chart.visit.state) == (stranger.id, 1, "draft")
    store.keep_draft(visit.id, replace(chart.note, subjective=replace(chart.note.subjective, onset="later")))
    assert store.verify().ok


def test_moved_visits_go_out_and_come_in_with_the_record(store, two, tmp_path, clock):
    from rmt_notes.clinical.practice import Practice
    from rmt_notes.db import Kdf, RecordStore
    from tests.db.record_samples import THERAPIST

    _wrong, right, version = two
    store.move_visit(version.visit_id, right.id, "Slip", **NAMES)
    whole = from_json(to_json(store.export_record()))
    other, _code = RecordStore.create(tmp_path / "o", "x", Practice(), THERAPIST, kdf=Kdf.cheap, clock=clock)
    with other:
        other.import_record(whole)
        assert other.export_record() == whole


def test_a_name_is_known_whatever_its_accents_and_told_only_as_a_word(two):
    wrong, right, _version = two
    assert is_named("  Émile   TREMBLAY ", right)
    assert not is_named("Tremblay", right)
    assert not is_named("", right)
    assert names_somebody("was tang's visit", (wrong, right))
    assert not names_somebody("a tangle of names", (wrong, right))
