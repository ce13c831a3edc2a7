"""A consent while it is being asked for: what stands in the form, what it still lacks, and the consents it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.consent import CLIENT, ELEMENTS, Consent
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.sensitive_areas import WRITTEN
from rmt_notes.clinical.signature import Signature
from rmt_notes.clinical.wording import lower_first
from rmt_notes.i18n import _

NEEDS_ELEMENTS = ("assessment_and_treatment", "plan_change", "sensitive_areas")
ON_REQUEST = "every_time_client_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAsked:
    """One sensitive area: why work there is needed, and whether the client asked for it."""

    area: str
    reason: str = ""
    client_requested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDraft:
    """What stands in the form. Fields as in `Consent`; `areas` each with its own reason."""

    kind: str
    given_by: str = CLIENT
    authority: str = ""
    how: str = "spoken"
    elements: tuple[str, ...] = ()
    areas: tuple[AreaAsked, ...] = ()
    draping_explained: bool = False
    positioning_explained: bool = False
    details: str = ""
    recipient: str = ""
    until: date | None = None
    signature: Signature | None = None


def lacking(draft: ConsentDraft, rules: Jurisdiction) -> tuple[tuple[str, str], ...]:
    """What is still needed before it is a consent: field and sentence."""
    return tuple(_lacking(draft, rules))


def _lacking(draft: ConsentDraft, rules: Jurisdiction) -> Iterable[tuple[str, str]]:
    if draft.kind == "sensitive_areas":
        if not draft.areas:
            yield "areas", _("Choose the areas, one by one.")
        for asked in draft.areas:
            name = lower_first(catalogue().words("sensitive_areas", asked.area))
            if not asked.reason.strip():
                yield f"reason:{asked.area}", _("Say why it is needed: {area}.").format(area=name)
            if rules.consent_rule(asked.area) == ON_REQUEST and not asked.client_requested:
                yield (
                    f"requested:{asked.area}",
                    _("Only when the client asks for it: {area}. Tick that the client did.").format(area=name),
                )
        if not draft.draping_explained or not draft.positioning_explained:
            yield "explained", _("Describe the draping and the position, and tick both.")
    if draft.kind in NEEDS_ELEMENTS and not set(ELEMENTS) <= set(draft.elements):
        yield "elements", _("Discuss all six points and tick them.")
    if draft.kind == "release":
        if not draft.recipient.strip():
            yield "recipient", _("Say to whom.")
        if not draft.details.strip():
            yield "details", _("Say what is released.")
    if draft.kind == "photos" and not draft.details.strip():
        yield "details", _("Say what is photographed, and what for.")
    if draft.kind == "plan_change" and not draft.details.strip():
        yield "details", _("Say what changes.")
    if draft.given_by != CLIENT:
        if not draft.given_by.strip():
            yield "given_by", _("Say who agrees for the client.")
        if not draft.authority.strip():
            yield "authority", _("Say by what right: parent, guardian, attorney for personal care.")
    if draft.kind == "sensitive_areas" and draft.how not in WRITTEN:
        yield "how", _("Sensitive areas need a signature, on paper or on the screen.")
    if draft.how == "signed_on_screen" and draft.signature is None:
        yield "signature", _("Sign, or choose another way.")


def consents_from(
    draft: ConsentDraft,
    rules: Jurisdiction,
    *,
    client_id: str,
    visit_id: str,
    at: datetime,
    practitioner_id: str,
    new_id: Callable[[], str],
) -> tuple[Consent, ...]:
    """The consents a draft becomes: one, or one for each sensitive area with its own reason and its own scope (for the
    plan where the rule is once per plan, else for the visit)."""

    def made(
        areas: tuple[str, ...] = (), reason: str = "", scope: str = "visit", client_requested: bool = False
    ) -> Consent:
        return Consent(
            id=new_id(),
            client_id=client_id,
            kind=draft.kind,
            given_at=at,
            practitioner_id=practitioner_id,
            given_by=draft.given_by,
            authority=draft.authority if draft.given_by != CLIENT else "",
            how=draft.how,
            scope=scope,
            visit_id=visit_id,
            elements=tuple(each for each in ELEMENTS if each in draft.elements),
            areas=areas,
            reason=reason,
            client_requested=client_requested,
            draping_explained=draft.draping_explained,
            positioning_explained=draft.positioning_explained,
            details=draft.details.strip(),
            recipient=draft.recipient.strip(),
            until=draft.until,
            signature=draft.signature if draft.how == "signed_on_screen" else None,
        )

    if draft.kind != "sensitive_areas":
        return (made(),)
    return tuple(
        made(
            (asked.area,),
            asked.reason.strip(),
            "plan" if rules.consent_rule(asked.area) == "once_per_plan" else "visit",
            asked.client_requested,
        )
        for asked in draft.areas
    )


def last_reason(consents: Iterable[Consent], area: str) -> str:
    """The reason given for an area the last time, to be looked at again."""
    found = [each for each in consents if each.kind == "sensitive_areas" and area in each.areas and each.reason]
    return max(found, key=lambda each: each.given_at).reason if found else ""
