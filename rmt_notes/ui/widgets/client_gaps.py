"""What the record standards ask for at intake (rows C1 to C7 and C13) and nobody has answered yet."""

from __future__ import annotations

from dataclasses import dataclass

from rmt_notes.clinical.client import Client
from rmt_notes.i18n import _


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the record standards ask for and nobody has answered: the field and its words."""

    field: str
    words: str


def gaps_of(client: Client, *, minor: bool, physician: bool) -> tuple[Gap, ...]:
    """The gaps in the order of the form. `physician`: one is being written down beside the client."""
    answered = {each.split("=", 1)[0] for each in client.stated}
    found: list[Gap] = []
    if not client.first_name or not client.last_name:
        found.append(Gap("first" if not client.first_name else "last", _("Full name")))
    if client.born is None:
        found.append(Gap("born", _("Date of birth")))
    if not (client.address or client.phone or client.email or {"address", "phone", "email"} <= answered):
        found.append(Gap("phone", _("Address, phone or e-mail")))
    if not client.emergency.name and "emergency" not in answered:
        found.append(Gap("emergency_name", _("Emergency contact")))
    if minor and not (client.guardian and client.guardian.name):
        found.append(Gap("guardian_name", _("Guardian")))
    if not client.provider_ids and not physician and "physician" not in answered:
        found.append(Gap("physician", _("Primary physician")))
    if not client.language:
        found.append(Gap("language", _("Preferred language")))
    if not client.mobility and "mobility" not in answered:
        found.append(Gap("mobility", _("Mobility and access needs")))
    return tuple(found)
