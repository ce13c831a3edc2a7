"""A signature can be taken back for minutes: the version stays, marked, and nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from rmt_notes.clinical.interchange import from_json, to_json
from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import Refused
from tests.db.record_samples import contents, signed, taken_in


def test_the_words_are_a_draft_again_and_the_signed_version_is_kept_as_it_was(store, clock):
    who = taken_in(store)
    version = signed(store, who.id)
    assert store.chart(version.visit_id).undo_until is not None
    clock.pass_by(minutes=9)
    draft = store.withdraw_signature(version.visit_id)
    chart = store.chart(version.visit_id)
    assert (chart.visit.state, chart.note, chart.versions, chart.undo_until) == ("draft", version.note, (), None)
    assert draft.note == version.note
    assert [each.version for each in chart.undone] == [version]
    assert [row.action for row in store.audit_rows(who.id, 2)] == ["withdraw_signature", "view"]
    store.keep_draft(version.visit_id, replace(version.note, subjective=replace(version.note.subjective, onset="new")))
    again = store.sign(version.visit_id)
    chart = store.chart(version.visit_id)
    assert (again.number, again.is_amendment(), chart.visit.state, chart.versions) == (2, False, "signed", (again,))
    assert store.unsigned() == ()
    assert store.verify().ok
    assert store.rebuild_index() == 0


def test_an_amendment_taken_back_leaves_the_text_before_it_in_force(store, clock):
    who = taken_in(store)
    first = signed(store, who.id)
    store.begin_amendment(first.visit_id, "Side was wrong")
    store.keep_draft(
        first.visit_id, replace(first.note, subjective=replace(first.note.subjective, onset="zebra")), minutes=45
    )
    store.sign(first.visit_id)
    assert store.search_notes("zebra")
    store.withdraw_signature(first.visit_id)
    chart = store.chart(first.visit_id)
    assert (chart.versions, chart.draft_reason, chart.visit.minutes) == ((first,), "Side was wrong", 45)
    assert store.visit_rows(who.id)[0].state == "signed"
    assert not store.search_notes("zebra")
    assert store.rebuild_index() == 0
    store.discard_draft(first.visit_id)
    assert store.chart(first.visit_id).visit.minutes == 60
    store.begin_amendment(first.visit_id, "Again")
    assert store.sign(first.visit_id).number == 3
    assert store.verify().ok


def test_what_may_not_be_taken_back_stays_signed(store, clock):
    who = taken_in(store)
    version = signed(store, who.id)
    visit = version.visit_id
    me = store._practitioner
    store._practitioner = Practitioner(id="b" * 32, name="Somebody Else")
    with pytest.raises(Refused, match="whoever signed"):
        store.withdraw_signature(visit)
    store._practitioner = me
    clock.pass_by(minutes=11)
    with pytest.raises(Refused, match="ten minutes"):
        store.withdraw_signature(visit)
    clock.pass_by(minutes=-12)
    with pytest.raises(Refused, match="ten minutes"):
        store.withdraw_signature(visit)
    clock.pass_by(minutes=2)
    store.printable(visit, "preview")
    assert store.chart(visit).undo_until is not None
    store.printable(visit, "print")
    assert store.chart(visit).undo_until is None
    with pytest.raises(Refused, match="printed or exported"):
        store.withdraw_signature(visit)
    other = signed(store, who.id)
    store.export_record()
    with pytest.raises(Refused, match="printed or exported"):
        store.withdraw_signature(other.visit_id)
    third = signed(store, who.id)
    store.begin_amendment(third.visit_id, "Side")
    with pytest.raises(Refused, match="under way"):
        store.withdraw_signature(third.visit_id)
    assert [row.state for row in store.visit_rows(who.id)] == ["signed"] * 3


def test_the_file_itself_refuses_a_withdrawal_that_is_none(store, clock):
    """Whatever part of the program writes: not the signer's, not the newest, not in time, not to a draft with a
    signature under it."""
    who = taken_in(store)
    first = signed(store, who.id)
    store.begin_amendment(first.visit_id, "Side")
    store.sign(first.visit_id)
    before = contents(store)
    row = (
        "INSERT INTO signature_withdrawal (id, visit_id, version_id, practitioner_id, at, body) "
        "SELECT 'w', visit_id, id, {who}, {at}, '{{}}' FROM note_version WHERE number = {number}"
    )
    for write in (
        row.format(who="practitioner_id", at="signed_at", number=1),
        row.format(who="'b'", at="signed_at", number=2),
        row.format(who="practitioner_id", at="'2026-03-09T15:11:00.000000'", number=2),
        row.format(who="practitioner_id", at="'2026-03-09T14:59:00.000000'", number=2),
        "UPDATE visit SET state = 'draft'",
    ):
        with pytest.raises(Refused), store._transaction() as connection:
            connection.execute(text(write))
    assert contents(store) == before


def test_withdrawn_signatures_go_out_and_come_in_with_the_record(store, tmp_path, clock):
    from rmt_notes.clinical.practice import Practice
    from rmt_notes.db import Kdf, RecordStore
    from tests.db.record_samples import THERAPIST

    who = taken_in(store)
    visit = signed(store, who.id).visit_id
    store.withdraw_signature(visit)
    store.sign(visit)
    store.withdraw_signature(visit)
    whole = from_json(to_json(store.export_record()))
    assert len(whole.withdrawals) == 2
    other, _code = RecordStore.create(tmp_path / "o", "x", Practice(), THERAPIST, kdf=Kdf.cheap, clock=clock)
    with other:
        other.import_record(whole)
        assert other.export_record() == whole
        assert other.verify().ok
        assert other.chart(visit).visit.state == "draft"
