"""Signing rules on what others agreed to: V8 consent, P2 consent to a changed plan, P6 clearances, and what is still
open from earlier visits (V4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rmt_notes.clinical.catalogue import Catalogue
from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.situation import BLOCKS, Missing, Situation
from rmt_notes.clinical.wording import bare, day, finding_text, lower_first
from rmt_notes.i18n import _

OPEN_CHOICES = ("ask_clearance", "refer")
"""Decisions that wait for somebody else's answer."""


def v8_consent(seen: Situation) -> Iterator[Missing]:
    """V8: informed consent to assessment and treatment, all six elements, in force at the visit."""
    if seen.assessed and not any(_covers(consent, seen) for consent in seen.chart.safety.consents):
        yield Missing(
            key="V8",
            level=BLOCKS,
            section="consent",
            sentence=_("Informed consent to assessment and treatment is missing."),
            field="assessment_and_treatment",
        )


def _covers(consent: Consent, seen: Situation) -> bool:
    start = seen.chart.visit.started_at
    if consent.kind != "assessment_and_treatment" or not consent.is_complete() or not consent.stands_at(start):
        return False
    given = consent.given_at.astimezone(start.tzinfo).date()
    if consent.scope == "visit":
        return _is_of_visit(consent, seen)
    months = seen.rules.general_written_consent_months
    return given <= seen.day and (months is None or add_months(given, months) >= seen.day)


def _is_of_visit(consent: Consent, seen: Situation) -> bool:
    """Given in this visit; one that names no visit, on its day."""
    given = consent.given_at.astimezone(seen.chart.visit.started_at.tzinfo).date()
    return consent.visit_id == seen.chart.visit.id or (not consent.visit_id and given == seen.day)


def add_months(start: date, months: int) -> date:
    """The same day so many months later; the last day of the month where it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    for last in range(start.day, 27, -1):
        try:
            return start.replace(year=start.year + years, month=month + 1, day=last)
        except ValueError:
            continue
    return start.replace(year=start.year + years, month=month + 1)


def p2_changed_plan(seen: Situation) -> Iterator[Missing]:
    """P2: consent again when the plan changes. A full consent given in this very visit covers what changes in it."""
    if not seen.treated or seen.first or not seen.note.plan.changes.strip():
        return
    asked_again = (
        consent
        for consent in seen.chart.safety.consents
        if consent.kind in ("plan_change", "assessment_and_treatment")
        and consent.is_complete()
        and consent.withdrawn_at is None
        and _is_of_visit(consent, seen)
    )
    if not any(asked_again):
        sentence = _("The plan changes: consent to the changed plan, all six points, is missing.")
        yield Missing(key="P2", level=BLOCKS, section="consent", sentence=sentence, field="plan_change")


def open_decisions(seen: Situation) -> tuple[tuple[Finding, Decision], ...]:
    """Findings that were referred, or for which a clearance was asked, before this visit, with nothing decided since.
    A clearance in force closes the request for one."""
    found = []
    for finding in seen.findings:
        decision = seen.chart.safety.decision_on(finding.id)
        if decision is None or decision.choice not in OPEN_CHOICES or decision.visit_id == seen.chart.visit.id:
            continue
        if decision.decided_at.astimezone(seen.chart.visit.started_at.tzinfo).date() >= seen.day:
            continue
        if decision.choice == "ask_clearance" and _clearances(seen, finding):
            continue
        found.append((finding, decision))
    return tuple(found)


def _clearances(seen: Situation, finding: Finding) -> tuple[Clearance, ...]:
    return tuple(
        each for each in seen.chart.safety.clearances if finding.key in each.finding_keys and each.holds_on(seen.day)
    )


def v4_open_decisions(seen: Situation) -> Iterator[Missing]:
    """V4: what is still open from an earlier visit is looked at again in every visit until it is closed."""
    if not seen.assessed:
        return
    for finding, decision in open_decisions(seen):
        words = {
            "ask_clearance": _("Clearance was asked for on {day} and is still open: {finding}. Decide again."),
            "refer": _("Referred on {day} and still open: {finding}. Say what came of it and decide again."),
        }
        sentence = words[decision.choice].format(
            day=day(decision.decided_at.date()), finding=finding_words(finding, seen.book)
        )
        yield Missing(
            key="V4", level=BLOCKS, section="safety", sentence=sentence, field="decision", finding_id=finding.id
        )


def v4_still_true(seen: Situation) -> Iterator[Missing]:
    """V4: where something changed in health, every contraindication on file is looked at again in this visit. Where
    nothing did, that answer stands for all of them."""
    if not seen.assessed or seen.note.subjective.health_changes != "yes":
        return
    waiting = {finding.id for finding, _decision in open_decisions(seen)}
    for finding in seen.findings:
        decision = seen.chart.safety.decision_on(finding.id)
        known = finding.recorded_at.astimezone(seen.chart.visit.started_at.tzinfo).date() < seen.day
        if decision is None or not known or finding.id in waiting or _was_looked_at(decision, seen):
            continue
        sentence = _("Something changed in health: say whether this is still true, or decide again: {finding}.")
        yield Missing(
            key="V4",
            level=BLOCKS,
            section="safety",
            sentence=sentence.format(finding=finding_words(finding, seen.book)),
            field="decision",
            finding_id=finding.id,
        )


def _was_looked_at(decision: Decision, seen: Situation) -> bool:
    """Decided in this visit, or on its day (an intake before it)."""
    decided = decision.decided_at.astimezone(seen.chart.visit.started_at.tzinfo).date()
    return decision.visit_id == seen.chart.visit.id or decided >= seen.day


def p6_clearances(seen: Situation) -> Iterator[Missing]:
    """P6: a clearance in force that treatment rests on names its clinician, how it came, and what it allows or
    limits."""
    if not seen.treated:
        return
    told: set[str] = set()
    for finding in seen.findings:
        entry = seen.book.contraindications.get(finding.key)
        if entry is None or "clr" not in entry.effect.values():
            continue
        for clearance in _clearances(seen, finding):
            if clearance.id in told:
                continue
            told.add(clearance.id)
            for gap in clearance_gaps(clearance):
                sentence = _("The clearance of {day} is incomplete: {gap}").format(
                    day=day(clearance.received_on), gap=gap
                )
                yield Missing(
                    key="P6",
                    level=BLOCKS,
                    section="safety",
                    sentence=sentence,
                    field="clearance",
                    finding_id=finding.id,
                )


def clearance_gaps(clearance: Clearance) -> tuple[str, ...]:
    """What a clearance leaves unsaid, as sentences."""
    found = []
    if not clearance.clinician.strip():
        found.append(_("Say who gave it."))
    if clearance.source not in ("letter", "phone"):
        found.append(_("Say how it came: by letter, or by telephone and read back."))
    said = clearance.techniques or clearance.places or clearance.max_pressure or clearance.limits.strip()
    if not said and clearance.reply != "no_restriction":
        found.append(_("Say what it allows and its limits, or that it names no restriction."))
    return tuple(found)


def finding_words(finding: Finding, book: Catalogue) -> str:
    """A finding within a sentence."""
    return lower_first(bare(finding_text(finding, book)))
