"""What the record standards ask of a client's identity at intake (rows C1 to C4, C6, C7 and C13) and nobody has
answered yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.practice import Provider
from rmt_notes.i18n import _

OWN_CAPACITY = "guardian=capable"
"""What `Client.stated` holds where a minor was found able to understand and decides alone: in Ontario a capable person
of any age consents, and other provinces know the mature minor (record standards, section 3)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the record standards ask for and nobody has answered: the field, its words and its row."""

    field: str
    words: str
    row: str = ""


def gaps_of(client: Client, *, minor: bool, providers: Iterable[Provider] = ()) -> tuple[Gap, ...]:
    """The gaps in the order of the form. `providers` are those on file, and one that is being written down beside the
    client; one the client names and who is not among them counts as whole."""
    answered = {each.split("=", 1)[0] for each in client.stated}
    found: list[Gap] = []
    if not client.first_name or not client.last_name:
        found.append(Gap("first" if not client.first_name else "last", _("Full name"), "C1"))
    if client.born is None:
        found.append(Gap("born", _("Date of birth"), "C2"))
    if not (client.address or client.phone or client.email or {"address", "phone", "email"} <= answered):
        found.append(Gap("phone", _("Address, phone or e-mail"), "C3"))
    if not client.emergency.name and "emergency" not in answered:
        found.append(Gap("emergency_name", _("Emergency contact"), "C4"))
    found.extend(_decision_maker(client, minor))
    if not client.provider_ids and "physician" not in answered:
        found.append(Gap("physician", _("Primary physician"), "C6"))
    elif client.provider_ids:
        first = next((each for each in providers if each.id == client.provider_ids[0]), None)
        if first is not None and not first.address.strip():
            found.append(Gap("physician", _("Address of the physician"), "C6"))
    if not client.referred_by.strip() and "referred" not in answered:
        found.append(Gap("referred", _("Who referred, or nobody"), "C6"))
    if not client.language and "language" not in answered:
        found.append(Gap("language", _("Preferred language"), "C7"))
    if not client.mobility and "mobility" not in answered:
        found.append(Gap("mobility", _("Mobility and access needs"), "C7"))
    return tuple(found)


def _decision_maker(client: Client, minor: bool) -> Iterable[Gap]:
    """C13: who decides for a minor, or for anybody who does not, with relation and right."""
    if client.guardian is None and (not minor or OWN_CAPACITY in client.stated):
        return
    who = client.guardian or Contact()
    if not who.name.strip():
        yield Gap("guardian_name", _("Guardian or substitute decision-maker"), "C13")
        return
    if not who.relation.strip():
        yield Gap("guardian_relation", _("Relation of the decision-maker"), "C13")
    if not who.authority.strip():
        yield Gap("guardian_authority", _("By what right the decision-maker decides"), "C13")
