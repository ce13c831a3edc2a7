"""The practice, its practitioners and the providers its clients name."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select, update

from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.db import files, keys, tables
from rmt_notes.db.errors import Refused, WrongPassphrase
from rmt_notes.db.session import Session, body_of, changed_fields, value_of
from rmt_notes.i18n import _


class People(Session):
    """Intentions about those who keep the record."""

    def practice(self) -> Practice:
        """The clinic as it stands on the letterhead."""
        with self._reading() as connection:
            return value_of(Practice, connection.execute(select(tables.Practice.body)).scalar_one())

    def change_practice(self, practice: Practice) -> None:
        """Keep the clinic anew."""
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

    def change_practitioner(self, practitioner: Practitioner) -> None:
        """Keep a practitioner anew.

        Raises:
            Refused: unknown, or without a name.
        """
        _must_have_name(practitioner)
        with self._reading() as connection:
            before = self._one(connection, tables.Practitioner, Practitioner, practitioner.id)
        fields = changed_fields(before, practitioner)
        if not fields:
            return
        with self._intention("change", "practitioner", practitioner.id, fields=fields) as (connection, entry):
            self._change(connection, entry, tables.Practitioner, practitioner, name=practitioner.name)
        if practitioner.id == self._practitioner.id:
            self._practitioner = value_of(Practitioner, body_of(practitioner))

    def add_practitioner(self, practitioner: Practitioner, own_passphrase: str, their_passphrase: str) -> None:
        """Let another person in, with a passphrase of their own.

        Raises:
            WrongPassphrase: `own_passphrase` does not open the record.
            Refused: the practitioner is known already, has no name, or the new passphrase is one that is in use.
        """
        _must_have_name(practitioner)
        path = self.folder / files.VAULT
        vault = keys.read_vault(path)
        opened = keys.open_with_passphrase(vault, own_passphrase)
        _must_be_new(vault, their_passphrase)
        changed = keys.with_passphrase(vault, opened, practitioner.id, their_passphrase, keys.kdf_of(vault))
        with self._intention("add", "practitioner", practitioner.id) as (connection, entry):
            self._add(
                connection, entry, tables.Practitioner, practitioner, person=practitioner.id, name=practitioner.name
            )
            # Inside the transaction: without the key slot the person is not added, and a slot without its person
            # opens nothing.
            keys.write_vault(path, changed)

    def change_passphrase(self, old: str, new: str) -> None:
        """Give the person signed in a new passphrase. Takes as long as an unlock, whatever the size of the record.

        Raises:
            WrongPassphrase: `old` is not theirs.
            Refused: `new` is empty.
            DiskTrouble: the old one then still opens.
        """
        path = self.folder / files.VAULT
        vault = keys.read_vault(path)
        opened = keys.open_with_passphrase(vault, old)
        if opened.person != self._person():
            raise WrongPassphrase
        changed = keys.with_passphrase(vault, opened, opened.person, new, keys.kdf_of(vault))
        with self._intention("change_passphrase", "practitioner", self._practitioner.id):
            keys.write_vault(path, changed)

    def check_passphrase(self, passphrase: str) -> None:
        """Make sure that the person signed in sits here, as when a client hands the device back.

        Raises:
            WrongPassphrase: it is not theirs.
        """
        if keys.open_with_passphrase(keys.read_vault(self.folder / files.VAULT), passphrase).person != self._person():
            raise WrongPassphrase

    def new_recovery_code(self, passphrase: str) -> str:
        """Replace the printed recovery code; the old one opens nothing from then on.

        Raises:
            WrongPassphrase, DiskTrouble: the old code then still opens.
        """
        path = self.folder / files.VAULT
        vault = keys.read_vault(path)
        changed, code = keys.with_new_code(vault, keys.open_with_passphrase(vault, passphrase))
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

    def _person(self) -> str:
        with self._reading() as connection:
            mine = tables.Practitioner
            return connection.execute(select(mine.person).where(mine.id == self._practitioner.id)).scalar_one()


def _must_have_name(practitioner: Practitioner) -> None:
    if not practitioner.name.strip():
        raise Refused(_("A practitioner needs a name."))


def _must_be_new(vault: dict[str, object], passphrase: str) -> None:
    """The passphrase says who signs in, so no two people may have the same."""
    try:
        keys.open_with_passphrase(vault, passphrase)
    except WrongPassphrase:
        return
    raise Refused(_("That passphrase is in use. Choose another one."))
