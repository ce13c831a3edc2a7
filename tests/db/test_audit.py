"""The trail: one entry for everything, and no way to alter it unseen."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.finding import Clearance, Decision
from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.practice import Practitioner, Provider
from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import RecordStore, RecordTrouble, index
from rmt_notes.db import engine as driver
from tests.db.record_samples import PASSPHRASE, Hands, charted, client, finding, signed, taken_in
from tests.db.test_opening import raw

SECRET = "Frightened of her brother"


def one_of_everything(store: RecordStore, clock: Hands):
    """Every intention of the store, as (what it is called in the trail, what carries it out)."""
    who = taken_in(store)
    visit = charted(store, who.id)
    found = finding(store, who.id)
    new_id, me = store.new_id, store.practitioner.id
    history = HealthHistory(
        id=new_id(), client_id=who.id, taken_at=clock.at, practitioner_id=me, reason_for_care=SECRET
    )
    decision = Decision(
        id=new_id(),
        client_id=who.id,
        finding_id=found.id,
        choice="treat",
        decided_at=clock.at,
        practitioner_id=me,
        reason=SECRET,
    )
    clearance = Clearance(
        id=new_id(),
        client_id=who.id,
        finding_keys=(found.key,),
        clinician=SECRET,
        received_on=clock.at.date(),
        valid_until=clock.at.date(),
        recorded_at=clock.at,
        practitioner_id=me,
    )
    consent = Consent(
        id=new_id(), client_id=who.id, kind="photos", given_at=clock.at, practitioner_id=me, reason=SECRET
    )
    review = HistoryReview(
        id=new_id(), client_id=who.id, history_id=history.id, reviewed_on=clock.at.date(), practitioner_id=me
    )
    words = Note(subjective=Subjective(complaint=SECRET))
    started = []

    def start():
        started.append(store.start_visit(who.id, "follow_up", clock.at))

    yield "add client", lambda: client(store, SECRET, "Grey")
    yield "change client", lambda: store.change_client(replace(who, occupation=SECRET))
    yield "view client", lambda: store.client_file(who.id)
    yield "add provider", lambda: store.keep_provider(Provider(id="p" * 32, name=SECRET))
    yield "change provider", lambda: store.keep_provider(Provider(id="p" * 32, name=SECRET, fax="1"))
    yield "change practice", lambda: store.change_practice(replace(store.practice(), name=SECRET))
    yield "change practitioner", lambda: store.change_practitioner(replace(store.practitioner, phone=SECRET))
    yield (
        "add practitioner",
        lambda: store.add_practitioner(Practitioner(id="q" * 32, name=SECRET), PASSPHRASE, "their words"),
    )
    yield "change_passphrase practitioner", lambda: store.change_passphrase(PASSPHRASE, PASSPHRASE + "!")
    yield "new_recovery_code record", lambda: store.new_recovery_code(PASSPHRASE + "!")
    yield "add health_history", lambda: store.keep_health_history(history)
    yield "review health_history", lambda: store.review_history(review)
    yield "change finding", lambda: store.change_finding(replace(found, detail=SECRET))
    yield "decide finding", lambda: store.decide(decision)
    yield "add clearance", lambda: store.record_clearance(clearance)
    yield "revoke clearance", lambda: store.revoke_clearance(clearance.id, clock.at.date(), SECRET)
    yield "add consent", lambda: store.record_consent(consent)
    yield "withdraw consent", lambda: store.withdraw_consent(consent.id, clock.at, SECRET)
    yield "view visit", lambda: store.chart(visit.id)
    yield "preview visit", lambda: store.printable(visit.id)
    yield "print visit", lambda: store.printable(visit.id, "print")
    yield "sign visit", lambda: store.sign(visit.id)
    yield "begin_amendment visit", lambda: store.begin_amendment(visit.id, SECRET)
    yield "discard draft", lambda: store.discard_draft(visit.id)
    yield "start visit", start
    yield "keep draft", lambda: store.keep_draft(started[0].id, words)
    yield "void visit", lambda: store.void_visit(started[0].id, SECRET)
    yield "export record", lambda: store.export_record()
    yield "rebuild index", lambda: store.rebuild_index()
    yield "lock session", lambda: store.log("lock", "session")


def test_every_intention_leaves_exactly_one_entry_in_its_own_transaction(store, clock):
    for name, act in one_of_everything(store, clock):
        commits: list[str] = []
        store._connection()
        driver.driver(store._connection()).set_trace_callback(
            lambda statement, seen=commits: seen.append(statement) if statement in ("COMMIT", "ROLLBACK") else None
        )
        before = store._trail.head.number
        act()
        driver.driver(store._connection()).set_trace_callback(None)
        newest = store.audit_rows(limit=1)[0]
        assert newest.number == before + 1, name
        assert f"{newest.action} {newest.entity}" == name
        assert newest.practitioner_name
        assert "COMMIT" in commits
    assert store.verify().ok


def test_the_trail_holds_names_of_fields_and_never_what_stood_there(store, clock, folder):
    for _name, act in one_of_everything(store, clock):
        act()
    with store._reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM audit").all()
    assert not any(SECRET in str(row) or "Frightened" in str(row) for row in rows)
    changed = {field for row in store.audit_rows() for field in row.fields}
    assert {"occupation", "subjective.complaint", "detail", "revoked_reason"} <= changed


def test_lists_and_searches_leave_no_entry(full, clock):
    store = full
    before = store._trail.head.number
    for look in (
        store.find_clients,
        store.unsigned,
        store.providers,
        store.practitioners,
        store.practice,
        lambda: store.visits_on(clock.at.date()),
        lambda: store.search_notes("back"),
        lambda: store.similar_clients("Emile", "Tremblay"),
    ):
        look()
    assert store._trail.head.number == before


def test_looking_again_within_ten_minutes_leaves_no_second_entry(store, clock):
    who = client(store)
    before = store._trail.head.number
    for _look in range(3):
        store.client_file(who.id)
        clock.pass_by(minutes=3)
    assert store._trail.head.number == before + 1
    clock.pass_by(minutes=10)
    store.client_file(who.id)
    assert store._trail.head.number == before + 2


def test_a_clients_trail_is_theirs_alone_and_newest_first(full, full_template):
    store, first = full, full_template[2]
    rows = store.audit_rows(first)
    assert rows
    assert {row.client_id for row in rows} == {first}
    assert [row.number for row in rows] == sorted((row.number for row in rows), reverse=True)
    assert len(store.audit_rows(first, limit=2)) == 2


@pytest.fixture
def closed(full_folder):
    """A full record, closed, with its raw connection from outside and the guards taken down."""
    outside = raw(full_folder)
    for (name,) in outside.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        outside.execute(f"DROP TRIGGER {name}")
    yield outside
    outside.close()


def problems(folder, outside) -> str:
    outside.close()
    with RecordStore.open(folder, PASSPHRASE) as store:
        found = store.verify()
        assert found.ok == (not found.problems)
        return " | ".join((*store.warnings, *found.problems))


def test_one_altered_letter_anywhere_in_the_trail_is_found_at_its_number(closed, full_folder):
    columns = ("at", "practitioner_id", "session", "action", "entity", "entity_id", "client_id", "detail", "content")
    newest = closed.execute("SELECT max(number) FROM audit").fetchone()[0]
    hand = random.Random(5)
    for column in columns:
        number = hand.randrange(2, newest)
        before = closed.execute(f"SELECT {column} FROM audit WHERE number = ?", (number,)).fetchone()[0]
        closed.execute(f"UPDATE audit SET {column} = {column} || ' ' WHERE number = ?", (number,))
        with RecordStore.open(full_folder, PASSPHRASE) as store:
            assert any(f"entry {number} " in problem for problem in store.verify().problems), column
        closed.execute("DROP TRIGGER guard_audit_update")
        closed.execute(f"UPDATE audit SET {column} = ? WHERE number = ?", (before, number))


def test_an_entry_taken_out_of_the_middle_is_found(closed, full_folder):
    closed.execute("DELETE FROM audit WHERE number = 5")
    assert "Audit entry 6 " in problems(full_folder, closed)


def test_a_cut_tail_is_found_from_the_mark_outside(closed, full_folder):
    closed.execute("DELETE FROM audit WHERE number > (SELECT max(number) - 3 FROM audit)")
    assert "3 newest entries" in problems(full_folder, closed)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE note_version SET body = replace(body, 'ache', 'pain') WHERE number = 1",
            "changed after it was signed",
        ),
        (
            "UPDATE note_version SET content_hash = replace(content_hash, 'a', 'b') WHERE number = 1",
            "changed after it was signed",
        ),
        ("UPDATE draft SET body = replace(body, 'ache', 'pain')", "not as it was last written: draft"),
        ("UPDATE client SET body = replace(body, 'Tremblay', 'Trembley')", "not as it was last written: client"),
        ("UPDATE client SET file_number = 77 WHERE file_number = 1", "not as it was last written: client"),
        ("UPDATE visit SET state = 'draft'", "not as it was last written: visit"),
        ("UPDATE visit SET day = '2020-01-01'", "not as it was last written: visit"),
        ("DELETE FROM consent", "row is missing: consent"),
        ("UPDATE finding SET body = replace(body, 'confirmed', 'resolved')", "not as it was last written: finding"),
        (
            'INSERT INTO provider (id, body) VALUES (\'x\', \'{"id":"x","name":"y"}\')',
            "not as it was last written: provider",
        ),
        ("DELETE FROM visit WHERE state = 'void'", "row is missing: visit"),
        ("UPDATE visit_summary SET complaint = 'other'", "index of visit"),
        ("DELETE FROM technique_applied", "index of visit"),
        ("DELETE FROM note_text", "index of visit"),
        ("INSERT OR REPLACE INTO note_text (rowid, words) SELECT max(text_row), 'x' FROM visit_summary", "of visit"),
        ("UPDATE body_mark SET side = 'left' WHERE spot = 'quadratus_lumborum'", "index of visit"),
        ("UPDATE client_summary SET visits = 9", "index of client"),
    ],
)
def test_a_row_changed_past_the_program_is_found(closed, full_folder, change, told):
    closed.execute(change)
    assert told in problems(full_folder, closed)


def test_other_words_of_the_same_number_in_the_search_index_are_found(closed, full_folder):
    newest, body = closed.execute(
        "SELECT seen.text_row, version.body FROM visit_summary seen JOIN note_version version USING (visit_id) LIMIT 1"
    ).fetchone()
    said = index.note_text(json.loads(body)["note"]).split()
    other = " ".join(("zebra", *said[1:]))
    closed.execute("INSERT OR REPLACE INTO note_text (rowid, words) VALUES (?, ?)", (newest, other))
    assert "search index is not complete" in problems(full_folder, closed)


def test_an_old_page_put_back_is_found_although_every_other_check_passes(store, clock, folder):
    """The encrypted pages of one edit are put back one by one: each page is genuine, only stale."""
    who = taken_in(store)
    visit = charted(store, who.id)
    store.close()
    path = folder / "record.db"
    before = path.read_bytes()
    with RecordStore.open(folder, PASSPHRASE, clock=clock) as again:
        note = again.chart(visit.id).note
        again.keep_draft(
            visit.id, replace(note, subjective=replace(note.subjective, complaint="Other words altogether"))
        )
    after = path.read_bytes()
    changed = [
        place for place in range(4096, len(before), 4096) if before[place : place + 4096] != after[place : place + 4096]
    ]
    assert changed
    found = 0
    for place in changed:
        stale = bytearray(after)
        stale[place : place + 4096] = before[place : place + 4096]
        path.write_bytes(stale)
        try:
            with RecordStore.open(folder, PASSPHRASE, clock=clock) as opened:
                found += bool(opened.warnings) or not opened.verify().ok
        except RecordTrouble:  # a stale inner page may also be refused outright
            found += 1
    assert found == len(changed)


def test_a_signature_brings_the_mark_outside_up_to_date(store, folder):
    from rmt_notes.db import head

    version = signed(store, taken_in(store).id)
    assert version
    mark = head.read_mark(folder / "state.json", store._keys.audit)
    assert mark is not None
    assert mark.number == store._trail.head.number
    assert not mark.clean


def test_the_mark_is_refreshed_while_work_goes_on_and_at_the_end(store, folder, clock, monkeypatch):
    from rmt_notes.db import head, session

    def number() -> int:
        mark = head.read_mark(folder / "state.json", store._keys.audit)
        assert mark is not None
        return mark.number

    start = number()
    client(store)
    assert number() == start, "not at every save"
    monkeypatch.setattr(session, "_MARK_EVERY", 0.0)
    client(store, "Ida", "Grey")
    assert number() == store._trail.head.number
    monkeypatch.undo()
    client(store, "Bo", "Grey")
    newest = store._trail.head.number
    store.close()
    mark = head.read_mark(folder / "state.json", store._keys.audit)
    assert mark is not None
    assert (mark.number, mark.clean) == (newest, True)


def test_verifying_a_healthy_record_finds_nothing(full, clock):
    store = full
    found = store.verify()
    assert (found.ok, found.problems, found.notes) == (True, (), ())
    assert found.versions == 3
    assert found.audit_entries == store._trail.head.number
    assert found.head == store._trail.head.mac.hex()
    clock.pass_by(days=1)
    assert store.verify() == found
