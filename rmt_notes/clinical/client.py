"""The client: who the record is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NONE = "none"
DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody to call: emergency contact, guardian or substitute decision-maker. `authority` says by what right a
    guardian decides."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A line that stays in view. A clinical one belongs to the record and is printed; a private one is the therapist's
    own."""

    text: str
    clinical: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One client.

    `file_number` is the practice's own, unique, shown on every screen and page. `stated` names the fields the client
    answered with "none"
    or declined (`email=none`, `emergency=declined`), so that an empty field is an answer and not a gap. `guardian` is
    needed for minors and others who do not consent themselves. `provider_ids` point at `Provider`: the primary
    physician; `other_provider_ids` at everybody else who treats or refers the client.
    """

    id: str
    file_number: int
    first_name: str
    last_name: str
    preferred_name: str = ""
    pronouns: str = ""
    born: date | None = None
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    email: str = ""
    occupation: str = ""
    language: str = ""
    mobility: str = ""
    emergency: Contact = Contact()
    guardian: Contact | None = None
    provider_ids: tuple[str, ...] = ()
    other_provider_ids: tuple[str, ...] = ()
    referred_by: str = ""
    stated: tuple[str, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    active: bool = True

    def all_provider_ids(self) -> tuple[str, ...]:
        """Everybody who treats or refers the client, the primary physician first."""
        return tuple(dict.fromkeys((*self.provider_ids, *self.other_provider_ids)))

    def full_name(self) -> str:
        """Legal name, first name first."""
        return f"{self.first_name} {self.last_name}".strip()

    def shown_name(self) -> str:
        """The preferred first name, where there is one, with the last name: how the client is greeted."""
        return f"{self.preferred_name or self.first_name} {self.last_name}".strip()

    def formal_name(self) -> str:
        """Last name in capitals first, as on letters and pages: `TREMBLAY, Amélie`."""
        return ", ".join(part for part in (self.last_name.upper(), self.first_name) if part)

    def age(self, on: date) -> int | None:
        """Completed years on a day; None without a date of birth."""
        if self.born is None:
            return None
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))
