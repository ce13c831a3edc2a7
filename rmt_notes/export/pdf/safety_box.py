"""The box under the identity: what limits treatment of this client, what was decided on it, clearances and consents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.consent import CLIENT, Consent
from rmt_notes.clinical.consent_words import (
    areas_words,
    elements_words,
    explained_words,
    giver_words,
    how_words,
    kind_words,
    withdrawal_words,
)
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.record import PrintableVisit, SafetyFile
from rmt_notes.clinical.wording import day, finding_text, listed, lower_first, places_text, upper_first
from rmt_notes.export.pdf.blocks import framed, prose, signature_row
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import BODY, SOFT, Row, Rule
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.export.pdf.words import moment_words
from rmt_notes.i18n import _

PAD = 10.0


def safety_box(setter: Setter, printable: PrintableVisit) -> list[Row]:
    """Findings in force on the day of the visit or recorded since, each with the latest decision; then clearances,
    allergies, reminders and the consents that belong to the visit."""
    seen_on = printable.visit.started_at.date()
    entries: list[tuple[str, str]] = []
    for finding in printable.safety.findings:
        if finding.state != "entered_in_error" and not (finding.closed_on and finding.closed_on < seen_on):
            entries.append(_finding(finding, printable.safety.decision_on(finding.id), seen_on))
    if not entries and printable.history is None:
        # Silence is not safety: nobody was asked.
        entries.append((_("No health history on file: contraindications were not asked about."), ""))
    elif not entries:
        entries.append((_("No contraindication on file."), ""))
    entries += [
        _clearance(clearance)
        for clearance in printable.safety.clearances
        if clearance.holds_on(seen_on)
        or clearance.holds_on(printable.printed_at.date())
        or clearance.advises_against(seen_on)
    ]
    entries += _allergies(printable)
    entries += [
        (_("Reminder."), reminder.text)
        for reminder in printable.client.reminders
        if reminder.clinical and reminder.text
    ]
    rows = _set(setter, entries)
    consents: list[Row] = []
    for consent in _belonging(printable):
        found = _set(setter, [_consent(consent)])
        consents += [found[0]._replace(before=2.2 if consents else 0.0), *found[1:]]
        if consent.signature is not None:
            consents[-1] = consents[-1]._replace(keep=True)
            consents += [signature_row(consent.signature, x=PAD), *_signed(setter, consent)]
    if consents:
        rows += [Row(9.0, (Rule(PAD, BODY - PAD, 4.6, 0.5),), keep=True), *consents]
    return framed(rows, pad=PAD)


def safety_parts(setter: Setter, safety: SafetyFile, on: date) -> tuple[tuple[str, list[Row]], ...]:
    """All of a client's findings, clearances and consents, in force or not, each kind under its title."""
    findings = [_finding(each, safety.decision_on(each.id), on) for each in safety.findings]
    consents: list[Row] = []
    for consent in safety.consents:
        consents += _set(setter, [_consent(consent)])
        if consent.signature is not None:
            consents += [signature_row(consent.signature, x=PAD), *_signed(setter, consent)]
    return (
        (_("Contraindications"), _set(setter, findings or [(_("No contraindication on file."), "")])),
        (_("Clearances"), _set(setter, [_clearance(each) for each in safety.clearances])),
        (_("Consents"), consents),
    )


def _set(setter: Setter, entries: Sequence[tuple[str, str]]) -> list[Row]:
    """Each entry as a paragraph with its first words in bold."""
    rows: list[Row] = []
    for lead, words in entries:
        spans = [Span(lead, STRONG), Span(f" {words}" if words else "")]
        found = prose(setter, spans, x=PAD, width=BODY - 2 * PAD, size=9.1, leading=1.32)
        rows += [found[0]._replace(before=2.2 if rows else 0.0), *found[1:]]
    return rows


def _finding(finding: Finding, decision: Decision | None, seen_on: date) -> tuple[str, str]:
    words = catalogue()
    lead = finding_text(finding, words)
    if finding.places:
        lead += f" ({places_text(finding.places, inside=True)})"
    parts = [words.words("finding_states", finding.state).lower()]
    if finding.since:
        parts.append(_("since {date}").format(date=day(finding.since)))
    if finding.recorded_at.date() > seen_on:
        parts.append(_("recorded {date}, after this visit").format(date=day(finding.recorded_at.date())))
    if finding.closed_on:
        parts.append(_("closed {date}").format(date=day(finding.closed_on)))
    sentences = [", ".join(parts), finding.detail, finding.closed_reason]
    if decision is None:
        sentences.append(_("No decision recorded"))
    else:
        decided = _("Decision of {date}: {choice}").format(
            date=day(decision.decided_at.date()), choice=words.words("decisions", decision.choice).lower()
        )
        sentences += [decided, decision.how, decision.reason]
    return f"{lead}:", _sentences(sentences)


def _clearance(clearance: Clearance) -> tuple[str, str]:
    words = catalogue()
    about = listed([lower_first(words.words("contraindications", key)) for key in clearance.finding_keys])
    allows = [
        words.words("technique_classes", key) if key in words.technique_classes else words.words("techniques", key)
        for key in clearance.techniques
    ]
    sentences = [
        _("{clinician}, {source} of {date}, valid until {until}").format(
            clinician=clearance.clinician,
            source=words.words("clearance_sources", clearance.source).lower(),
            date=day(clearance.received_on),
            until=day(clearance.valid_until),
        ),
        {
            "no_restriction": _("No restriction"),
            "not_advised": _("Massage is advised against"),
        }.get(clearance.reply, ""),
        _("Valid from {date}").format(date=day(clearance.valid_from)) if clearance.valid_from else "",
        _("Allows {techniques}").format(techniques=listed([lower_first(name) for name in allows])) if allows else "",
        _("At {places}").format(places=places_text(clearance.places)) if clearance.places else "",
        _("Pressure {number} of 5 at most").format(number=clearance.max_pressure) if clearance.max_pressure else "",
        clearance.limits,
        _("Letter kept in the record") if clearance.attachment_id else "",
        _("Revoked {date}").format(date=day(clearance.revoked_on)) if clearance.revoked_on else "",
        clearance.revoked_reason,
    ]
    return _("Clearance for {findings}:").format(findings=about), _sentences(sentences)


def _allergies(printable: PrintableVisit) -> list[tuple[str, str]]:
    allergies = printable.history.allergies if printable.history else None
    if allergies is None or not allergies.answer:
        return []
    words = {"yes": "", "no": _("none known"), "declined": _("declined to answer")}.get(
        allergies.answer, allergies.answer
    )
    return [(_("Allergies:"), _sentences([words, allergies.detail]))]


def _belonging(printable: PrintableVisit) -> Sequence[Consent]:
    """Consents given for this visit, and those for the whole plan given by its end."""
    seen_on = printable.visit.started_at.date()
    return [
        consent
        for consent in printable.safety.consents
        if consent.visit_id == printable.visit.id
        or (
            consent.scope == "plan"
            and consent.kind in ("assessment_and_treatment", "sensitive_areas", "plan_change")
            and consent.given_at.date() <= seen_on
            and not (consent.withdrawn_at and consent.withdrawn_at.date() < seen_on)
        )
    ]


def _consent(consent: Consent) -> tuple[str, str]:
    given = [how_words(consent.how), giver_words(consent), moment_words(consent.given_at), elements_words(consent)]
    sentences = [
        listed([part for part in given if part]),
        _("Requested by the client") if consent.client_requested else "",
        consent.reason,
        upper_first(explained_words(consent)),
        consent.details,
        _("To {recipient}").format(recipient=consent.recipient) if consent.recipient else "",
        _("Until {date}").format(date=day(consent.until)) if consent.until else "",
        *(withdrawal_words(each) for each in consent.withdrawals),
    ]
    lead = kind_words(consent.kind)
    if consent.areas:
        lead += f" ({areas_words(consent.areas)})"
    return f"{lead}:", _sentences(sentences)


def _signed(setter: Setter, consent: Consent) -> list[Row]:
    """Who drew the signature, and when, under its line."""
    who = _("Client") if consent.given_by == CLIENT else listed([consent.given_by, consent.authority])
    words = _("{who}, signed on screen {moment}").format(who=who, moment=moment_words(consent.given_at))
    return prose(setter, [Span(words)], x=PAD, width=BODY - 2 * PAD, size=7.8, leading=1.3, grey=SOFT)


def _sentences(parts: Sequence[str]) -> str:
    """Parts as sentences: each begins with a capital where it is ours, ends with a full stop, and is left alone
    otherwise."""
    found = [part.strip() for part in parts if part and part.strip()]
    ended = [part if part[-1] in ".!?…" else f"{part}." for part in found]
    return " ".join(ended)
