"""Brings an older record to this program's schema. Alembic is loaded here, and only when a migration is due.

A migration may rebuild tables, which silently loses children and triggers if done carelessly: so the file is copied
first, foreign keys are off while it runs and checked afterwards, everything is one transaction, and the guards are
raised again at the end.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from rmt_notes.db import engine as driver
from rmt_notes.db import files, guards
from rmt_notes.db.errors import Damaged
from rmt_notes.i18n import _

STEPS = Path(__file__).with_name("migrations")


def upgrade(path: Path, key: bytes, steps: Path = STEPS) -> None:
    """Run every migration that is due. Either all of them are done afterwards or the record is as it was; a copy of
    it stays beside.

    Raises:
        Damaged: the record does not hold together after the change; it is then as it was.
        DiskTrouble: there was no room for the copy or the change.
    """
    engine = driver.engine_for(path, key)
    try:
        with engine.connect() as connection:
            _copy_aside(connection, path, key)
            own = driver.driver(connection)
            # Takes effect outside a transaction only.
            own.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                _run(connection, steps)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise Damaged(_("The record could not be brought to the new version. Nothing was changed."))
                guards.raise_guards(connection)
            own.execute("PRAGMA foreign_keys=ON")
            driver.checkpoint(connection)
    finally:
        engine.dispose()


def _run(connection: Connection, steps: Path) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    context = MigrationContext.configure(connection)
    scripts = ScriptDirectory(str(steps))
    due = list(scripts.iterate_revisions("heads", context.get_current_revision() or "base"))
    with Operations.context(context):
        for step in reversed(due):
            step.module.upgrade()
            context.stamp(scripts, step.revision)
            connection.exec_driver_sql(f"PRAGMA user_version={int(step.revision)}")


def _copy_aside(connection: Connection, path: Path, key: bytes) -> None:
    """A whole copy under the old schema's number, written beside and renamed when it is complete."""
    schema = connection.execute(text("SELECT user_version FROM pragma_user_version")).scalar_one()
    connection.rollback()
    copy = path.with_name(f"{path.stem}-before-{int(schema) + 1:04}{path.suffix}")
    part = copy.with_name(copy.name + files.PART)
    files.remove(part)
    files.new_private_file(part)
    target = driver.engine_for(part, key)
    try:
        with target.connect() as other:
            driver.driver(connection).backup(driver.driver(other))
            driver.checkpoint(other)
            driver.driver(other).execute("PRAGMA journal_mode=DELETE")
    finally:
        target.dispose()
    files.put_in_place(part, copy)
