"""How long a record must be kept. Nothing is ever destroyed by itself: the day only says from when it may be
proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.wording import day
from rmt_notes.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Until when a client's record is kept.

    `until` is None while nothing can be said (no contact yet, a legal hold, or a date of birth that is missing
    where it could matter); `reason` says why. `verify`: the profile's number of years still needs confirming with
    its source."""

    until: date | None
    reason: str
    held: bool = False
    verify: bool = False

    def may_go(self, on: date) -> bool:
        """Whether destruction may be proposed on a day."""
        return self.until is not None and on > self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """A reason not to destroy a record whatever its term says: a complaint, a lawsuit, an inquiry. Lifted, it stays
    readable."""

    id: str
    client_id: str
    set_at: datetime
    practitioner_id: str
    reason: str
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lifted_reason: str = ""

    def stands(self) -> bool:
        """Whether it still holds."""
        return self.lifted_at is None


def keep_until(
    client: Client,
    last_contact: date | None,
    jurisdiction: Jurisdiction,
    *,
    years: int | None = None,
    legal_hold: bool = False,
) -> Retention:
    """The last day on which a client's record must still be kept.

    Last contact plus the years of the jurisdiction; for somebody who was a minor then, the day of majority plus
    those years, whichever is later; some places keep a minor's record until a fixed age instead. A legal hold
    overrides everything. Without a date of birth the client may have been a minor, so the longest it could be is
    taken: born on the day of last contact.

    Args:
        years: a longer term the practice chose; a shorter one is ignored.
    """
    verify = "retain_years" in jurisdiction.verify
    if legal_hold:
        return Retention(until=None, reason=_("Under legal hold: not to be destroyed."), held=True, verify=verify)
    if last_contact is None:
        return Retention(until=None, reason=_("No visit yet: nothing to count from."), verify=verify)
    term = max(jurisdiction.retain_years, years or 0)
    ends = [_later(last_contact, term)]
    reason = _("{years} years after the last visit").format(years=term)
    born = client.born or last_contact
    of_age = _later(born, jurisdiction.majority)
    if last_contact < of_age:
        if jurisdiction.minor_until_age is not None:
            ends.append(_later(born, jurisdiction.minor_until_age))
            reason = _("{years} years after the last visit, or until age {age}, whichever is later").format(
                years=term, age=jurisdiction.minor_until_age
            )
        else:
            ends.append(_later(of_age, term))
            reason = _("{years} years after coming of age at {age}").format(years=term, age=jurisdiction.majority)
        if client.born is None:
            reason = _("{reason} (the date of birth is missing, so the longest term is taken)").format(reason=reason)
    until = max(ends)
    return Retention(
        until=until, reason=_("{reason}, that is until {day}").format(reason=reason, day=day(until)), verify=verify
    )


def _later(start: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March in a year without one, so nothing is lost a day
    early."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)
