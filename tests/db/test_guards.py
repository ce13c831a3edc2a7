"""What the file itself refuses, whoever writes through the store's connection."""

from __future__ import annotations

import shutil

import pytest
from sqlcipher3 import dbapi2

from rmt_notes.db import RecordStore, Refused
from rmt_notes.db import engine as driver
from rmt_notes.db.guards import APPEND_ONLY, KEPT, TRIGGERS
from tests.db.record_samples import PASSPHRASE, contents
from tests.db.test_opening import raw

WRITES = (
    "UPDATE note_version SET body = '{}'",
    "UPDATE note_version SET signed_at = '2020' WHERE number = 1",
    "DELETE FROM note_version",
    "DELETE FROM note_version WHERE number = 2",
    "INSERT OR REPLACE INTO note_version SELECT * FROM note_version",
    "REPLACE INTO note_version SELECT * FROM note_version",
    "INSERT INTO note_version SELECT * FROM note_version WHERE true ON CONFLICT DO UPDATE SET body = '{}'",
    "UPDATE OR REPLACE note_version SET number = 1",
    "INSERT INTO note_version (id, visit_id, number, practitioner_id, signed_at, content_hash, body) "
    "SELECT 'x', visit_id, 7, practitioner_id, signed_at, content_hash, body FROM note_version LIMIT 1",
    "UPDATE audit SET detail = '{}'",
    "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 3",
    "INSERT INTO audit SELECT number + 100, at, practitioner_id, session, action, entity, entity_id, "
    "client_id, detail, content, previous, mac "
    "FROM audit LIMIT 1",
    "INSERT INTO audit SELECT (SELECT max(number) + 1 FROM audit), at, practitioner_id, session, action, "
    "entity, entity_id, client_id, detail, "
    "content, previous, mac FROM audit LIMIT 1",
    "DELETE FROM visit",
    "UPDATE visit SET state = 'draft' WHERE state = 'signed'",
    "UPDATE visit SET state = 'signed' WHERE state = 'void'",
    "UPDATE visit SET client_id = (SELECT max(id) FROM client)",
    "DELETE FROM client",
    "UPDATE health_history SET body = '{}'",
    "DELETE FROM consent",
    "DELETE FROM finding",
    "DELETE FROM finding_state",
    "UPDATE decision SET choice = 'treat'",
    "DELETE FROM misfiling",
    "UPDATE misfiling SET body = '{}'",
    "DELETE FROM signature_withdrawal",
    "DELETE FROM correction",
    "DELETE FROM legal_hold",
    "DELETE FROM destruction_plan",
    "DELETE FROM destruction",
    "INSERT INTO destruction (id, plan_id, client_id, destroyed_at, body) "
    "SELECT 'd', 'p', id, '2060', '{}' FROM client",
    "INSERT INTO signature_withdrawal (id, visit_id, version_id, practitioner_id, at, body) "
    "SELECT 'w', visit_id, id, practitioner_id, '2060-01-01T00:00:00', '{}' FROM note_version WHERE number = 2",
    "DROP TRIGGER guard_note_version_update",
    "DROP TRIGGER guard_destruction_insert",
    "DROP TRIGGER guard_audit_insert",
    "DROP TABLE note_version",
    "DROP TABLE note_text",
    "ALTER TABLE note_version RENAME TO old_version",
    "ALTER TABLE note_version DROP COLUMN content_hash",
    "PRAGMA writable_schema=ON",
    "PRAGMA recursive_triggers=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA rekey='x'",
    "ATTACH ':memory:' AS other",
)


@pytest.fixture(scope="module")
def kept(full_template, tmp_path_factory):
    """One record for all refused writes: none of them may leave a trace."""
    folder = shutil.copytree(full_template[0], tmp_path_factory.mktemp("kept") / "record")
    with RecordStore.open(folder, PASSPHRASE, clock=full_template[1]) as store:
        yield store
        assert store.verify().ok


@pytest.mark.parametrize("write", WRITES)
def test_the_stores_own_connection_cannot_change_what_is_signed_logged_or_kept(kept, write):
    before = contents(kept)
    with pytest.raises(Refused), kept._transaction() as connection:
        connection.exec_driver_sql(write)
    with pytest.raises(dbapi2.DatabaseError):
        driver.driver(kept._connection()).execute(write)
    assert contents(kept) == before


def test_the_sentence_for_a_signed_note_names_the_amendment(kept):
    with pytest.raises(Refused, match="Amend it instead"), kept._transaction() as connection:
        connection.exec_driver_sql("REPLACE INTO note_version SELECT * FROM note_version")


def test_every_append_only_and_kept_table_has_its_guards():
    for table in APPEND_ONLY:
        assert {f"guard_{table}_update", f"guard_{table}_delete"} <= set(TRIGGERS)
    for table in KEPT:
        assert f"guard_{table}_delete" in TRIGGERS


def test_the_guards_hold_against_a_connection_that_has_only_the_key(full_folder):
    """Past the program the authorizer is gone; the triggers are still in the file."""
    outside = raw(full_folder)
    outside.execute("PRAGMA recursive_triggers=ON")
    for write in WRITES[:12]:
        with pytest.raises(dbapi2.DatabaseError):
            outside.execute(write)
    outside.close()


def test_nothing_the_store_reads_is_cut_off_by_the_guards(full, full_template):
    assert full.client_file(full_template[2]).visits
    assert full.rebuild_index() == 0
