"""The practice, its practitioners and the providers its clients name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, update

from rmt_notes.clinical.practice import ROLES, Practice, Practitioner, Provider
from rmt_notes.db import files, keys, tables
from rmt_notes.db.errors import Refused, WrongPassphrase
from rmt_notes.db.session import Session, body_of, changed_fields, value_of
from rmt_notes.db.values import KeyringPlace
from rmt_notes.i18n import _


class People(Session):
    """Intentions about those who keep the record."""

    def practice(self) -> Practice:
        """The clinic as it stands on the letterhead."""
        with self._reading() as connection:
            return value_of(Practice, connection.execute(select(tables.Practice.body)).scalar_one())

    def change_practice(self, practice: Practice) -> None:
        """Keep the clinic anew.

        Raises:
            Refused: not the owner's doing.
        """
        self._must_administer()
        fields = changed_fields(self.practice(), practice)
        if not fields:
            return
        with self._intention("change", "practice", "1", fields=fields) as (connection, entry):
            body = body_of(practice)
            connection.execute(update(tables.Practice).values(body=body))
            entry.left("practice", "1", body)

    def practitioners(self) -> tuple[Practitioner, ...]:
        """Everybody who ever charted here, in the order they came."""
        with self._reading() as connection:
            return self._all(connection, tables.Practitioner, Practitioner)

    def sign_ins(self) -> tuple[str, ...]:
        """The ids of the practitioners for whom the record opens."""
        vault = keys.read_vault(self.folder / files.VAULT)
        persons = set(keys.persons(vault))
        table = tables.Practitioner
        with self._reading() as connection:
            known = connection.execute(select(table.id, table.person).order_by(table.seq)).all()
        return tuple(row.id for row in known if row.person in persons)

    def change_practitioner(self, practitioner: Practitioner) -> None:
        """Keep a practitioner anew. Everybody may change what is said of themselves; roles, dates and other people are
        the owner's.

        Raises:
            Refused: unknown, without a name, not the owner's doing, or nobody would own the record.
        """
        _must_be_sound(practitioner)
        with self._reading() as connection:
            before = self._one(connection, tables.Practitioner, Practitioner, practitioner.id)
        fields = changed_fields(before, practitioner)
        if not fields:
            return
        if practitioner.id != self._practitioner.id or {"role", "until", "active"} & set(fields):
            self._must_administer()
        with self._intention("change", "practitioner", practitioner.id, fields=fields) as (connection, entry):
            self._change(connection, entry, tables.Practitioner, practitioner, name=practitioner.name)
            self._must_be_owned(connection)
            if "name" in fields:
                path = self.folder / files.VAULT
                keys.write_vault(path, self._named(connection, keys.read_vault(path)))
        if practitioner.id == self._practitioner.id:
            self._practitioner = value_of(Practitioner, body_of(practitioner))

    def add_practitioner(self, practitioner: Practitioner, own_passphrase: str, their_passphrase: str) -> None:
        """Let another person in, with a passphrase of their own.

        Raises:
            WrongPassphrase: `own_passphrase` is not that of the owner who is signed in.
            Refused: not the owner's doing; the practitioner is known already, has no name or one that is taken, or the
                new passphrase is one that is in use.
        """
        self._must_administer()
        _must_be_sound(practitioner)
        path, vault, opened = self._vault_of_mine(own_passphrase)
        _must_be_new(vault, their_passphrase)
        changed = keys.with_passphrase(vault, opened, practitioner.id, their_passphrase, keys.kdf_of(vault))
        with self._intention("add", "practitioner", practitioner.id) as (connection, entry):
            entry.detail = {"role": practitioner.role}
            self._add(
                connection, entry, tables.Practitioner, practitioner, person=practitioner.id, name=practitioner.name
            )
            # Inside the transaction: without the key slot the person is not added, and a slot without its person
            # opens nothing.
            keys.write_vault(path, self._named(connection, changed))

    def give_sign_in(self, practitioner_id: str, own_passphrase: str, their_passphrase: str) -> None:
        """Let somebody known in again: with a new passphrase where the old one is forgotten, after they had left, or
        where they came with an import.

        Raises:
            WrongPassphrase: `own_passphrase` is not that of the owner who is signed in.
            Refused: not the owner's doing, unknown, oneself, or the new passphrase is one that is in use.
        """
        self._must_administer()
        if practitioner_id == self._practitioner.id:
            raise Refused(_("Your own passphrase is changed under “Passphrase and recovery code”."))
        path, vault, opened = self._vault_of_mine(own_passphrase)
        _must_be_new(vault, their_passphrase)
        with self._intention("give_sign_in", "practitioner", practitioner_id) as (connection, entry):
            known = self._one(connection, tables.Practitioner, Practitioner, practitioner_id)
            table = tables.Practitioner
            person = connection.execute(select(table.person).where(table.id == known.id)).scalar_one() or known.id
            self._change(connection, entry, table, replace(known, active=True), name=known.name, person=person)
            changed = keys.with_passphrase(vault, opened, person, their_passphrase, keys.kdf_of(vault))
            keys.write_vault(path, self._named(connection, changed))

    def retire_practitioner(self, practitioner_id: str) -> None:
        """Let somebody out: nothing opens for them any more; their name stays on everything they wrote.

        Raises:
            Refused: not the owner's doing, unknown, or oneself.
        """
        self._must_administer()
        if practitioner_id == self._practitioner.id:
            raise Refused(_("You cannot end your own sign-in. Another owner can."))
        path = self.folder / files.VAULT
        vault = keys.read_vault(path)
        with self._intention("retire", "practitioner", practitioner_id) as (connection, entry):
            known = self._one(connection, tables.Practitioner, Practitioner, practitioner_id)
            person = self._person_of(connection, practitioner_id)
            self._change(connection, entry, tables.Practitioner, replace(known, active=False), name=known.name)
            if person:
                keys.write_vault(path, self._named(connection, keys.without_person(vault, person)))

    def change_passphrase(self, old: str, new: str) -> None:
        """Give the person signed in a new passphrase. Takes as long as an unlock, whatever the size of the record.

        Raises:
            WrongPassphrase: `old` is not theirs.
            Refused: `new` is empty.
            DiskTrouble: the old one then still opens.
        """
        path, vault, opened = self._vault_of_mine(old)
        changed = keys.with_passphrase(vault, opened, opened.person, new, keys.kdf_of(vault))
        with self._intention("change_passphrase", "practitioner", self._practitioner.id):
            keys.write_vault(path, changed)

    def keyring_place(self) -> KeyringPlace:
        """Where a keyring keeps the key of the person signed in, and whether it opens the record for them."""
        person = self._person()
        let_in = keys.keyring_persons(keys.read_vault(self.folder / files.VAULT))
        return KeyringPlace(record_id=self.record_id, person=person, on=person in let_in)

    def turn_keyring_on(self, passphrase: str, key: bytes) -> None:
        """Let the key that the keyring holds open the record for the person signed in, beside their passphrase.

        Raises:
            WrongPassphrase: it is not theirs.
            DiskTrouble: the key then opens nothing.
        """
        path, vault, opened = self._vault_of_mine(passphrase)
        changed = keys.with_keyring(vault, opened, key)
        with self._intention("keyring_on", "practitioner", self._practitioner.id):
            keys.write_vault(path, changed)

    def turn_keyring_off(self) -> None:
        """From here on nothing that a keyring holds opens the record for the person signed in.

        Raises:
            DiskTrouble: the keyring then still opens it.
        """
        path = self.folder / files.VAULT
        changed = keys.without_keyring(keys.read_vault(path), self._person())
        with self._intention("keyring_off", "practitioner", self._practitioner.id):
            keys.write_vault(path, changed)

    def check_passphrase(self, passphrase: str) -> None:
        """Make sure that the person signed in sits here, as when a client hands the device back.

        Raises:
            WrongPassphrase: it is not theirs.
        """
        self._vault_of_mine(passphrase)

    def new_recovery_code(self, passphrase: str) -> str:
        """Replace the printed recovery code; the old one opens nothing from then on.

        Raises:
            Refused: not the owner's doing.
            WrongPassphrase, DiskTrouble: the old code then still opens.
        """
        self._must_administer()
        path, vault, opened = self._vault_of_mine(passphrase)
        changed, code = keys.with_new_code(vault, opened)
        with self._intention("new_recovery_code", "record", ""):
            keys.write_vault(path, changed)
        return code

    def providers(self) -> tuple[Provider, ...]:
        """Physicians and others, by name."""
        with self._reading() as connection:
            found = self._all(connection, tables.Provider, Provider)
        return tuple(sorted(found, key=lambda provider: (provider.name.casefold(), provider.clinic.casefold())))

    def keep_provider(self, provider: Provider) -> Provider:
        """Add a provider, or keep one anew.

        Raises:
            Refused: without a name.
        """
        if not provider.name.strip():
            raise Refused(_("A provider needs a name."))
        if not provider.id:
            provider = replace(provider, id=self.new_id())
        with self._reading() as connection:
            known = connection.execute(select(func.count()).where(tables.Provider.id == provider.id)).scalar_one()
            before = self._one(connection, tables.Provider, Provider, provider.id) if known else None
        if before is None:
            with self._intention("add", "provider", provider.id) as (connection, entry):
                self._add(connection, entry, tables.Provider, provider)
        elif fields := changed_fields(before, provider):
            with self._intention("change", "provider", provider.id, fields=fields) as (connection, entry):
                self._change(connection, entry, tables.Provider, provider)
        return provider

    # --- within an intention ------------------------------------------------------------------------------------------

    def _person(self) -> str:
        with self._reading() as connection:
            return self._person_of(connection, self._practitioner.id)

    @staticmethod
    def _person_of(connection: Connection, practitioner_id: str) -> str:
        table = tables.Practitioner
        return connection.execute(select(table.person).where(table.id == practitioner_id)).scalar_one()

    def _vault_of_mine(self, passphrase: str) -> tuple[Path, dict[str, Any], keys.Opened]:
        """The key file, and what the passphrase of the person signed in opens.

        Raises:
            WrongPassphrase: it is not theirs.
        """
        path = self.folder / files.VAULT
        vault = keys.read_vault(path)
        return path, vault, keys.open_with_passphrase(vault, passphrase, self._person())

    def _must_be_owned(self, connection: Connection) -> None:
        """An owner with a way in is left; else nobody could ever let anybody in again."""
        table = tables.Practitioner
        found = connection.execute(select(table.body).where(table.person != "")).scalars()
        if not any(each.administers() and each.active for each in (value_of(Practitioner, body) for body in found)):
            raise Refused(_("Somebody has to own the record. Make another person its owner first."))

    @staticmethod
    def _named(connection: Connection, vault: dict[str, Any]) -> dict[str, Any]:
        """The key file with the names of those who sign in, no two alike.

        Raises:
            Refused: two have the same name.
        """
        table = tables.Practitioner
        names = {row.person: row.name for row in connection.execute(select(table.person, table.name)) if row.person}
        alike = Counter(names[person].casefold() for person in keys.persons(vault) if person in names)
        if max(alike.values(), default=1) > 1:
            raise Refused(_("Somebody of that name signs in already. Add an initial, so that both can be told apart."))
        return keys.with_names(vault, names)


def _must_be_sound(practitioner: Practitioner) -> None:
    if not practitioner.name.strip():
        raise Refused(_("A practitioner needs a name."))
    if practitioner.role not in ROLES:
        raise Refused(_("There is no such role."))


def _must_be_new(vault: dict[str, object], passphrase: str) -> None:
    """The passphrase says who signs in, so no two people may have the same."""
    try:
        keys.open_with_passphrase(vault, passphrase)
    except WrongPassphrase:
        return
    raise Refused(_("That passphrase is in use. Choose another one."))
