"""Older records are brought to this program's schema, wholly or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rmt_notes.db import Damaged, RecordStore, files, guards, keys, migrate, opening, tables
from rmt_notes.db import engine as driver
from tests.db.record_samples import PASSPHRASE, client

KEY = bytes(range(32))

REBUILD = """
    import sqlalchemy
    with op.batch_alter_table("client", recreate="always") as batch:
        batch.add_column(sqlalchemy.Column("extra", sqlalchemy.Text))
"""
ORPHAN = """
    op.execute("INSERT INTO visit (id, client_id, practitioner_id, number, kind, state, moment, day, body) "
               "VALUES ('a', 'b', 'c', 1, '', '', '', '', '')")
"""


def schema(path: Path, key: bytes = KEY) -> dict[str, str]:
    """Every table, index and trigger with the words that made it, spaces set aside."""
    engine = driver.engine_for(path, key)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {row.name: " ".join(row.sql.replace("(", " ( ").replace(")", " ) ").split()) for row in rows}


def numbers(path: Path, key: bytes = KEY) -> tuple[int, str]:
    engine = driver.engine_for(path, key)
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        return connection.exec_driver_sql("PRAGMA user_version").scalar_one(), version


def blank(path: Path) -> Path:
    files.new_private_file(path)
    return path


@pytest.fixture
def steps(tmp_path):
    """The migrations of this program and one more, to be written by the test."""
    folder = tmp_path / "steps"
    (folder / "versions").mkdir(parents=True)
    for step in (migrate.STEPS / "versions").glob("r*.py"):
        (folder / "versions" / step.name).write_text(step.read_text())

    def write(body: str) -> Path:
        (folder / "versions" / "r0002_test.py").write_text(
            "from alembic import op\nrevision = '0002'\ndown_revision = '0001'\n\n\ndef upgrade():\n" + body
        )
        return folder

    return write


def test_the_migrations_make_what_a_new_record_is_made_of(tmp_path):
    new, migrated = blank(tmp_path / "new.db"), blank(tmp_path / "old.db")
    engine = driver.engine_for(new, KEY)
    with engine.connect() as connection, connection.begin():
        opening.make_tables(connection)
        guards.raise_guards(connection)
    migrate.upgrade(migrated, KEY)
    assert schema(migrated) == schema(new)
    assert numbers(migrated) == numbers(new) == (tables.SCHEMA, f"{tables.SCHEMA:04}")


def test_the_newest_migration_is_the_schema_the_program_writes():
    newest = max(path.name for path in (migrate.STEPS / "versions").glob("r*.py"))
    assert newest.startswith(f"r{tables.SCHEMA:04}_")


def test_a_migration_keeps_rows_guards_and_a_copy_from_before(folder, steps):
    with RecordStore.open(folder, PASSPHRASE) as store:
        who = client(store)
    key = keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE).keys().database
    path = folder / "record.db"
    migrate.upgrade(path, key, steps(REBUILD))
    assert numbers(path, key) == (2, "0002")
    assert "extra" in schema(path, key)["client"]
    engine = driver.engine_for(path, key)
    with engine.connect() as connection:
        assert guards.missing_guards(connection) == ()
        assert connection.execute(text("SELECT name FROM client")).scalar_one() == who.full_name()
        assert connection.execute(text("SELECT count(*) FROM client_summary")).scalar_one() == 1
    copy = folder / "record-before-0002.db"
    assert numbers(copy, key) == (1, "0001")
    assert copy.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "body",
    [
        "    op.execute('CREATE TABLE extra (a)')\n    raise RuntimeError('planted')\n",
        "    op.execute('DROP TABLE consent')\n    op.execute('NOT SQL')\n",
        ORPHAN,
    ],
    ids=["raises", "bad statement", "leaves orphans"],
)
def test_a_migration_that_fails_leaves_the_record_as_it_was(folder, steps, body):
    key = keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE).keys().database
    path = folder / "record.db"
    before = schema(path, key)
    with pytest.raises((RuntimeError, Damaged, DBAPIError)):
        migrate.upgrade(path, key, steps(body))
    assert schema(path, key) == before
    assert numbers(path, key) == (1, "0001")
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert store.verify().ok
        assert store.warnings == ()


def test_an_older_record_is_migrated_when_it_is_opened(folder, steps, monkeypatch):
    monkeypatch.setattr(tables, "SCHEMA", 2)
    monkeypatch.setattr(migrate, "STEPS", steps("    op.execute('CREATE TABLE extra (a)')\n"))
    monkeypatch.setattr(migrate.upgrade, "__defaults__", (migrate.STEPS,))
    with RecordStore.open(folder, PASSPHRASE) as store:
        client(store)
        assert store.verify().ok
    assert (folder / "record-before-0002.db").exists()
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert len(store.find_clients()) == 1


def test_alembic_is_not_loaded_while_no_migration_is_due(folder):
    program = (
        "import sys; from pathlib import Path; from rmt_notes.db import RecordStore\n"
        f"RecordStore.open(Path({str(folder)!r}), {PASSPHRASE!r}).close()\n"
        "print([name for name in ('alembic', 'reportlab', 'rapidfuzz', 'PySide6') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
