"""Records are kept for their term, held where the law says so, and destroyed in two steps without a trace but the
log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import text

from rmt_notes.clinical.interchange import BadRecord, from_json, to_json
from rmt_notes.db import Refused, WrongPassphrase, tables
from rmt_notes.db.guards import APPEND_ONLY, DESTROYABLE, KEPT, TRIGGERS
from rmt_notes.db.keeping import OF_NOBODY, whose
from tests.db.record_samples import PASSPHRASE, charted, client, contents, finding, full_record, signed, taken_in
from tests.db.test_corrections import asked

MARK = "quokka"
"""A word of one client's note that nothing else in the record has."""
PAPER = b"%PDF-1.4\n" + MARK.encode() + b"-letter\n%%EOF\n"


@pytest.fixture
def old(store, clock):
    """One client last seen long ago whose every part tells the word, one seen this year, one under hold."""
    gone = taken_in(store, first_name="Odile", last_name="Quenneville", occupation=MARK)
    visit = charted(store, gone.id)
    store.keep_draft(visit.id, replace(store.chart(visit.id).note, carried=()))
    note = store.chart(visit.id).note
    store.keep_draft(visit.id, replace(note, subjective=replace(note.subjective, complaint=f"{MARK} ache")))
    store.sign(visit.id)
    store.withdraw_signature(visit.id)
    store.sign(visit.id)
    finding(store, gone.id, detail=MARK)
    store.attach(gone.id, "report", f"{MARK}.pdf", PAPER, visit_id=visit.id)
    request = asked(store, gone.id, visit.id, what=MARK)
    store.refuse_correction(request.id, "other", MARK)
    store.lift_hold(store.set_hold(gone.id, MARK).id, "over")
    held = taken_in(store, first_name="Hugo")
    signed(store, held.id)
    store.set_hold(held.id, "Complaint to the college")
    clock.at = clock.at.replace(year=2037)
    recent = taken_in(store, first_name="Rita")
    signed(store, recent.id)
    return gone, held, recent


def pages(store) -> bytes:
    """Every page of the record file and its WAL as it lies there, decrypted."""
    folder, key = store.folder, store._keys.database[:32]
    found = []
    data = (folder / "record.db").read_bytes()
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        words = page[16 if start == 0 else 0 : 4016]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[4016:4032])).decryptor()
        found.append(decryptor.update(words) + decryptor.finalize())
    wal = folder / "record.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    return b"".join(found)


def test_only_records_whose_term_is_over_are_offered(store, old, clock):
    gone, _held, _recent = old
    (ripe,) = store.ripe()
    assert (ripe.client, ripe.kept_until, ripe.visits, ripe.papers) == (gone, date(2036, 3, 9), 1, 1)
    store.change_practice(replace(store.practice(), retain_years=15))
    assert store.ripe() == ()
    store.change_practice(replace(store.practice(), retain_years=None))
    asked(store, gone.id)
    assert store.ripe() == ()


def test_a_hold_is_set_and_lifted_with_its_reason_and_stays_readable(store):
    who = taken_in(store)
    hold = store.set_hold(who.id, "Lawsuit")
    with pytest.raises(Refused, match="why"):
        store.lift_hold(hold.id, " ")
    store.lift_hold(hold.id, "Settled")
    with pytest.raises(Refused, match="lifted before"):
        store.lift_hold(hold.id, "Again")
    (kept,) = store.client_file(who.id).holds
    assert (kept.reason, kept.lifted_reason, kept.stands()) == ("Lawsuit", "Settled", False)
    with pytest.raises(Refused), store._transaction() as connection:
        connection.execute(text("UPDATE legal_hold SET lifted = 0"))


def test_destruction_waits_asks_twice_and_leaves_only_the_log(store, old, clock):
    gone, held, recent = old
    assert MARK.encode() in pages(store)
    plan = store.plan_destruction([gone.id])
    before = contents(store)
    for sentence, typed in (("between one and thirty days", "1"), ("not the number", "2")):
        with pytest.raises(Refused, match=sentence):
            store.destroy(plan.id, PASSPHRASE, typed)
    with pytest.raises(WrongPassphrase):
        store.destroy(plan.id, "other words", "1")
    assert contents(store) == before
    clock.pass_by(hours=25)
    (line,), trouble = store.destroy(plan.id, PASSPHRASE, " 1 ")
    assert trouble == ""
    assert (line.initials, line.file_number, line.first_visit) == ("O. Q.", 1, date(2026, 3, 9))
    assert {(each.kind, each.number) for each in line.counts} >= {("visit", 1), ("note_version", 2), ("attachment", 1)}
    assert store.destructions() == (line,)
    assert "Quenneville" not in str(line)
    with pytest.raises(Refused):
        store.client_file(gone.id)
    assert not store.search_notes(MARK)
    assert not store.find_clients("Quenneville", inactive=True)
    assert {row.name for row in store.find_clients()} == {f"{each.first_name} Tang" for each in (held, recent)}
    assert [row.action for row in store.audit_rows(gone.id, 1)] == ["destroy"]
    assert store.verify().ok
    assert store.rebuild_index() == 0
    assert MARK.encode() not in pages(store)
    assert gone.id not in {who.id for who in store.export_record().clients}


def test_what_changes_while_a_list_waits_stops_it(store, old, clock):
    gone, held, recent = old
    for nobody in (held, recent):
        with pytest.raises(Refused, match=f"file number {nobody.file_number}"):
            store.plan_destruction([nobody.id])
    plan = store.plan_destruction([gone.id])
    with pytest.raises(Refused, match="waiting already"):
        store.plan_destruction([gone.id])
    clock.pass_by(hours=25)
    hold = store.set_hold(gone.id, "Letter from a lawyer")
    before = contents(store)
    with pytest.raises(Refused, match="file number 1"):
        store.destroy(plan.id, PASSPHRASE, "1")
    assert contents(store) == before
    store.lift_hold(hold.id, "Answered")
    store.cancel_destruction(plan.id)
    with pytest.raises(Refused, match="between one and thirty"):
        store.destroy(plan.id, PASSPHRASE, "1")
    lapsed = store.plan_destruction([gone.id])
    clock.pass_by(days=31)
    with pytest.raises(Refused, match="between one and thirty"):
        store.destroy(lapsed.id, PASSPHRASE, "1")
    again = store.plan_destruction([gone.id])
    assert store.open_plan() == again


def test_whoever_was_destroyed_does_not_come_back_with_an_old_export(store, old, clock):
    gone, _held, _recent = old
    whole = store.export_record()
    plan = store.plan_destruction([gone.id])
    clock.pass_by(hours=25)
    store.destroy(plan.id, PASSPHRASE, "1")
    only = replace(
        whole,
        clients=tuple(who for who in whole.clients if who.id == gone.id),
        **dict.fromkeys(("histories", "findings", "consents", "visits", "versions", "drafts"), ()),
        **dict.fromkeys(("attachments", "withdrawals", "corrections", "holds"), ()),
    )
    with pytest.raises(Refused, match="does not come back"):
        store.import_record(only)
    told = store.export_record()
    assert from_json(to_json(told)) == told
    with pytest.raises(BadRecord):
        from_json(to_json(replace(told, clients=(*told.clients, gone))))


def test_the_trace_of_a_moved_visit_outlives_the_other_record(store, old, clock):
    gone, _held, recent = old
    visit = store.visit_rows(recent.id)[0].id
    clock.at = clock.at.replace(year=2026)
    names = {"from_name": recent.full_name(), "to_name": gone.full_name()}
    moved = store.move_visit(visit, gone.id, "Slip", **names)
    clock.at = clock.at.replace(year=2060)
    store.keep_health_history(
        replace(store.client_file(recent.id).histories[0], id=store.new_id(), taken_at=store.now())
    )
    plan = store.plan_destruction([gone.id])
    clock.pass_by(hours=25)
    store.destroy(plan.id, PASSPHRASE, "1")
    assert store.client_file(recent.id).left == (moved,)
    assert store.verify().ok


def test_every_table_says_whose_its_rows_are_and_every_clinical_one_is_guarded():
    unguarded = {"draft", "intake_draft", "identity_draft", "draft_letter"}
    derived = {"client_summary", "visit_summary", "technique_applied", "posture_finding", "range_of_motion"}
    derived |= {"special_test", "outcome_score", "body_mark"}
    for table in tables.Base.metadata.sorted_tables:
        assert (table.name in OF_NOBODY) != bool(whose(table)), table.name
        if table.name not in OF_NOBODY | unguarded | derived:
            assert table.name in DESTROYABLE, f"{table.name} is neither append-only nor kept"
    assert set(DESTROYABLE) == {*APPEND_ONLY, *KEPT} - {"about", "provider", "audit", "destruction", "destruction_plan"}


def test_without_the_log_no_row_goes_even_past_the_authorizer(store, clock):
    """The triggers alone: each guarded table has a row, and each refuses to give it up."""
    from rmt_notes.db import engine as driver

    first = full_record(store, clock)
    other = store.find_clients("小明")[0].id
    version = signed(store, first)
    store.withdraw_signature(version.visit_id)
    store.attach(first, "report", "a.pdf", PAPER)
    asked(store, first)
    store.set_hold(first, "Lawsuit")
    names = {"from_name": "Émile Tremblay", "to_name": store.client(other).full_name()}
    store.move_visit(version.visit_id, other, "Slip", **names)
    history = store.client_file(first).histories[0]
    from rmt_notes.clinical.health_history import HistoryReview

    store.review_history(
        HistoryReview(
            id=store.new_id(),
            client_id=first,
            history_id=history.id,
            reviewed_on=store.now().date(),
            practitioner_id=store.practitioner.id,
        )
    )
    before = contents(store)
    for table in DESTROYABLE:
        assert before[table], table
        with (
            pytest.raises(Refused),
            store._transaction() as connection,
            driver.destroying(connection),
        ):
            connection.execute(text(f"DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})"))
    for table in APPEND_ONLY:
        assert f"guard_{table}_update" in TRIGGERS
    assert contents(store) == before


def test_only_the_owner_destroys(store, old):
    gone, _held, _recent = old
    store._practitioner = replace(store._practitioner, role="locum")
    with pytest.raises(Refused, match="Only the owner"):
        store.plan_destruction([gone.id])
    assert client(store, "Ida", "Grey").active
