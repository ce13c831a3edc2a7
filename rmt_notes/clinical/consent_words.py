"""A consent in words, the same on every screen and page."""

from __future__ import annotations

from datetime import date

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.consent import CLIENT, ELEMENTS, Consent, Withdrawal
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.signing_consent import add_months
from rmt_notes.clinical.wording import day, listed, lower_first, moment
from rmt_notes.i18n import _, _p


def kind_words(kind: str) -> str:
    """What is consented to."""
    return {
        "assessment_and_treatment": _("Consent to assessment and treatment"),
        "sensitive_areas": _("Consent to sensitive areas"),
        "plan_change": _("Consent to the changed plan"),
        "release": _("Consent to release information"),
        "photos": _("Consent to photographs"),
    }.get(kind, kind.replace("_", " "))


def how_words(how: str) -> str:
    """How it was given."""
    return {
        "spoken": _p("consent", "spoken"),
        "written": _p("consent", "on paper"),
        "signed_on_screen": _p("consent", "signed on screen"),
    }.get(how, how.replace("_", " "))


def giver_words(consent: Consent) -> str:
    """By whom it was given."""
    if consent.given_by == CLIENT:
        return _("by the client")
    who = listed([consent.given_by, consent.authority])
    return _("by {name}").format(name=who)


def areas_words(areas: tuple[str, ...]) -> str:
    """Sensitive areas within a sentence."""
    return listed([lower_first(catalogue().words("sensitive_areas", area)) for area in areas])


def elements_words(consent: Consent) -> str:
    """Which of the six points were discussed."""
    if set(ELEMENTS) <= set(consent.elements):
        return _("all six points discussed")
    names = [lower_first(catalogue().words("consent_elements", element)) for element in consent.elements]
    return _("discussed: {points}").format(points=listed(names)) if names else ""


def explained_words(consent: Consent) -> str:
    """What was explained of draping and position."""
    if consent.draping_explained and consent.positioning_explained:
        return _("draping and positioning described")
    if consent.draping_explained:
        return _("draping explained")
    return _("positioning described") if consent.positioning_explained else ""


def withdrawal_words(withdrawal: Withdrawal) -> str:
    """A withdrawal as sentences."""
    what = listed((areas_words(withdrawal.areas), withdrawal.scope.strip()))
    lead = _("Withdrawn {moment}").format(moment=moment(withdrawal.at))
    if what:
        lead = _("Withdrawn {moment} for {what}").format(moment=moment(withdrawal.at), what=what)
    parts = [
        lead,
        _("Said: {words}").format(words=withdrawal.said.strip()) if withdrawal.said.strip() else "",
        _("Done then: {words}").format(words=withdrawal.done.strip()) if withdrawal.done.strip() else "",
    ]
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts if part)


def release_warning(consent: Consent, on: date, rules: Jurisdiction) -> str:
    """Why a release should not be used on a day without asking again; empty where it may be.

    Ontario's college wants a release no older than six months."""
    if consent.kind != "release":
        return ""
    if consent.withdrawn_at is not None:
        return _("This release was withdrawn.")
    given = consent.given_at.date()
    if consent.has_ended(on) and consent.until is not None:
        return _("This release ended on {day}.").format(day=day(consent.until))
    months = rules.release_consent_max_months
    if months is not None and add_months(given, months) < on:
        return _("This release is older than {months} months: ask again before anything is sent.").format(months=months)
    return ""
