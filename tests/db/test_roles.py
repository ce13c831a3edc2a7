"""What a person who may only read can do, and what the store refuses them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import RecordStore, Refused
from tests.db.record_samples import PASSPHRASE, charted, client, signed, taken_in

THEIRS = "two patient geese wander"


@pytest.fixture
def visits(store, folder):
    """A draft's and a signed visit's id; the record is closed and knows a reader."""
    who = taken_in(store)
    done, draft = signed(store, who.id).visit_id, charted(store, who.id).id
    reader = Practitioner(id="b" * 32, name="Rita Reader", designation="", role="read_only")
    store.add_practitioner(reader, PASSPHRASE, THEIRS)
    store.close()
    return draft, done


def refused(store: RecordStore, draft: str, done: str) -> dict[str, Callable[[], object]]:
    note, who = store.chart(draft).note, store.find_clients()[0].id
    return {
        "add a client": lambda: client(store, "Ida", "Grey"),
        "change a client": lambda: store.change_client(replace(store.client_file(who).client, last_name="Green")),
        "start a visit": lambda: store.start_visit(who, "follow_up", store.now()),
        "keep a draft": lambda: store.keep_draft(draft, replace(note, plan=replace(note.plan, notes="x"))),
        "sign": lambda: store.sign(draft),
        "amend": lambda: store.begin_amendment(done, "Side"),
        "void": lambda: store.void_visit(draft, "Wrong day"),
        "discard": lambda: store.discard_draft(draft),
        "practice": lambda: store.change_practice(replace(store.practice(), name="Other")),
        "export": lambda: store.export_record(),
        "take a signature back": lambda: store.withdraw_signature(done),
        "move a visit": lambda: store.move_visit(done, who, "Slip", from_name="x", to_name="y"),
        "hold a record": lambda: store.set_hold(who, "Lawsuit"),
        "list records to destroy": lambda: store.plan_destruction([who]),
        "a new recovery code": lambda: store.new_recovery_code(THEIRS),
    }


def test_a_reader_reads_prints_locks_and_backs_up_under_their_own_name(visits, folder, clock):
    draft, done = visits
    with RecordStore.open(folder, THEIRS, clock=clock) as store:
        assert store.practitioner.name == "Rita Reader"
        assert store.chart(done).versions
        assert store.printable(done, "print").note
        store.back_up()
        store.change_passphrase(THEIRS, THEIRS + " far")
        store.log("lock", "record")
        mine = store.audit_rows(limit=5)
        assert [row.action for row in mine] == ["lock", "change_passphrase", "backup", "print", "view"]
        assert {row.practitioner_name for row in mine} == {"Rita Reader"}
        assert store.verify().ok


def test_a_reader_changes_nothing_and_takes_nothing_along(visits, folder, clock):
    with RecordStore.open(folder, THEIRS, clock=clock) as store:
        before = store.backup_counts() | {"audit": 0}
        for act in refused(store, *visits).values():
            with pytest.raises(Refused):
                act()
        assert store.backup_counts() | {"audit": 0} == before
        assert store.verify().ok
