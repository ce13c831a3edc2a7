"""A new key after a leak: the whole record is written anew under a fresh data key, with a fresh recovery code.

A changed passphrase shuts the old one out of the key file of today. Whoever holds an older key file, for instance in a
backup, and the old passphrase still gets the data key, and with it every later copy of the record. This ends that for
everything written from now on. Backups made before keep the key of their day.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select
from sqlcipher3 import dbapi2

from rmt_notes.db import audit, files, head, keys, rekeyed, tables
from rmt_notes.db import engine as driver
from rmt_notes.db.audit import Entry, Trail
from rmt_notes.db.backup import Backups
from rmt_notes.db.errors import Damaged, DiskTrouble, RecordTrouble
from rmt_notes.db.keys import Keys
from rmt_notes.db.people import People
from rmt_notes.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """What a new key brought: the recovery code to print, who needs a new sign-in, and a sentence where the backup
    under the new key could not be made."""

    code: str
    without_sign_in: tuple[str, ...]
    trouble: str = ""


class Rekeying(People, Backups):
    """The intention to give the record a new key."""

    def new_key(self, passphrase: str, second: Path | None = None) -> NewKey:
        """Back up, write the record anew under a fresh key, prove it, put it in place, back up again. Everybody but the
        person signed in needs a new sign-in afterwards: nobody else's passphrase is known here.

        Raises:
            Refused: not the owner's doing.
            WrongPassphrase: it is not that of the person signed in.
            Damaged, DiskTrouble: the record opens with the old key as before, or, where the sentence says so, with the
                new one from the next opening on.
        """
        self._must_administer()
        _path, vault, opened = self._vault_of_mine(passphrase)
        self.back_up(second)
        signing_in = set(self.sign_ins()) - {self._practitioner.id}
        others = tuple(person.name for person in self.practitioners() if person.id in signing_in)
        fresh_vault, fresh, code = keys.new_vault(self.record_id, opened.person, passphrase, keys.kdf_of(vault))
        fresh_keys = fresh.keys()
        rekeyed.finish(self.folder)
        try:
            mark = self._written_anew(fresh_keys, len(others))
            head.write_mark(self.folder / rekeyed.STATE, mark, fresh_keys.audit)
            # From here on the new key holds, whatever happens.
            keys.write_vault(self.folder / rekeyed.VAULT, fresh_vault)
        except (RecordTrouble, dbapi2.Error) as error:
            rekeyed.finish(self.folder)
            trouble = driver.told(error) if isinstance(error, dbapi2.Error) else None
            if trouble is None:
                raise
            raise trouble from error
        self._change_over(fresh_keys)
        trouble_after = ""
        try:
            self.back_up(second)
        except RecordTrouble as error:
            trouble_after = str(error)
        return NewKey(code=code, without_sign_in=others, trouble=trouble_after)

    def _written_anew(self, fresh: Keys, without_sign_in: int) -> head.Mark:
        """The whole record under the fresh key in a file beside, proved. Returns the mark of its newest entry."""
        part = self.folder / (rekeyed.RECORD + files.PART)
        files.new_private_file(part)
        with (
            closing(driver.plain_connection(self.folder / files.RECORD, self._keys.database)) as source,
            closing(driver.plain_connection(part, fresh.database)) as target,
        ):
            source.backup(target)
        engine = driver.engine_for(part, fresh.database)
        try:
            with engine.connect() as connection:
                trail = self._ended_chain(connection, fresh, without_sign_in)
                driver.checkpoint(connection)
                if driver.damaged_pages(connection) or not driver.holds_together(connection):
                    raise Damaged(_("The record could not be written anew. Nothing was changed."))
                self._must_be_all(connection)
                driver.driver(connection).execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            engine.dispose()
        files.put_in_place(part, self.folder / rekeyed.RECORD)
        return head.Mark(self.record_id, trail.head.number, trail.head.mac, True)

    def _ended_chain(self, connection: Connection, fresh: Keys, without_sign_in: int) -> Trail:
        """Keep the key that sealed the trail so far, so that it can be checked for ever, and go on with the new one."""
        trail = Trail(fresh.audit, self._trail.session)
        with connection.begin():
            until = trail.read_head(connection).number
            connection.execute(insert(tables.About), {"key": audit.kept_key(until), "value": self._keys.audit.hex()})
            entry = Entry(action="new_key", entity="record", entity_id="", detail={"without_sign_in": without_sign_in})
            trail.append(connection, [entry], self.now(), self._practitioner.id)
        trail.settle()
        return trail

    def _must_be_all(self, connection: Connection) -> None:
        """As many rows of each kind as there were, and in the trail and beside it one more."""
        for table in tables.Base.metadata.sorted_tables:
            count = select(func.count()).select_from(table)
            with self._reading() as mine:
                expected = mine.execute(count).scalar_one()
            with connection.begin():
                found = connection.execute(count).scalar_one()
            if found != expected + (table.name in ("about", "audit")):
                raise Damaged(_("The record could not be written anew. Nothing was changed."))

    def _change_over(self, fresh: Keys) -> None:
        """Close the old file, put the new one in place, and go on with it."""
        self._drop_quietly()
        try:
            rekeyed.finish(self.folder)
        except DiskTrouble as trouble:
            self._closed = True
            if self._lock is not None:
                self._lock.let_go()
            raise DiskTrouble(
                _("The record has its new key, but could not be put in place yet. Start the program again.")
            ) from trouble
        self._engine: Engine = driver.engine_for(self.folder / files.RECORD, fresh.database)
        self._keys = fresh
        self._trail = Trail(fresh.audit, self._trail.session)
        self._connection()
        self._mark()

    def _drop_quietly(self) -> None:
        if self._held is not None:
            driver.checkpoint(self._held)
            self._held.close()
            self._held = None
        self._engine.dispose()
        self._raw = None
