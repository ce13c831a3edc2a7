"""What is missing before a note can be signed: one function for each row of the record standards.

A row that blocks there blocks here; one that warns needs a reason, which the note keeps. A quick follow-up needs what
its rows say and nothing more. A declined or deferred visit may be signed without a technique, but needs the reason,
who decided and the advice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.phrasebook import left_open
from rmt_notes.clinical.plan import Goal, Plan
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.scoring import is_on_scale, items_score, scale_of
from rmt_notes.clinical.signing_consent import (
    p2_changed_plan,
    p6_clearances,
    v4_open_decisions,
    v4_still_true,
    v8_consent,
)
from rmt_notes.clinical.signing_intake import (
    IDENTITY_RULES,
    c5_allergies,
    c8_reason,
    c9_history,
    c9_under_way,
    c10_notice,
)
from rmt_notes.clinical.signing_treatment import (
    c12_decisions,
    v9_sensitive_areas,
    v10_techniques,
    v11_limits,
    v12_response,
    v15_not_treated,
)
from rmt_notes.clinical.situation import BLOCKS, WARNS, Missing, Situation
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import all_of, any_of, day, number
from rmt_notes.i18n import _

__all__ = ["BLOCKS", "RULES", "WARNS", "Missing", "all_gaps", "due_at", "is_open", "missing"]

SECTIONS = (
    "client",
    "intake",
    "visit",
    "consent",
    "safety",
    "subjective",
    "objective",
    "treatment",
    "assessment",
    "plan",
)
DEFAULT_HOURS = 24


def missing(chart: Chart, on: datetime) -> tuple[Missing, ...]:
    """Everything that is missing for signing a chart's note at a moment, what blocks first, in the order of the
    note. A warning for which the note holds a reason is not missing."""
    return tuple(gap for gap in all_gaps(chart, on) if is_open(chart.note, gap))


def is_open(note: Note, gap: Missing) -> bool:
    """Whether it keeps the note from being signed: it blocks, or it warns and the note holds no reason for it."""
    return gap.level == BLOCKS or not note.reason_for(gap.key, gap.about).strip()


def all_gaps(chart: Chart, on: datetime) -> tuple[Missing, ...]:
    """The same with the warnings that have their reason."""
    seen = Situation.of(chart, on)
    found = [gap for rule in RULES for gap in rule(seen)]
    return tuple(sorted(found, key=lambda gap: (gap.level != BLOCKS, SECTIONS.index(gap.section))))


def due_at(chart: Chart) -> datetime:
    """Until when the note is to be written and signed (24 hours after the visit, unless the jurisdiction says
    otherwise)."""
    seen = Situation.of(chart, chart.visit.started_at)
    return seen.ended_at + timedelta(hours=seen.rules.consent_doc_hours or DEFAULT_HOURS)


def _gap(key: str, section: str, field: str, sentence: str, level: str = BLOCKS) -> Missing:
    return Missing(key=key, level=level, section=section, sentence=sentence, field=field)


def v1_when(seen: Situation) -> Iterator[Missing]:
    """V1: date, start and length."""
    visit = seen.chart.visit
    if not visit.minutes and seen.assessed:
        yield _gap("V1", "visit", "minutes", _("Say how many minutes the visit took."))
    if visit.started_at.date() > seen.on.astimezone(visit.started_at.tzinfo).date():
        yield _gap("V1", "visit", "started_at", _("The visit is dated in the future: {day}.").format(day=day(seen.day)))


def v2_who(seen: Situation) -> Iterator[Missing]:
    """V2: the therapist's name and registration number."""
    who = seen.chart.practitioner
    if not who.name.strip():
        yield _gap("V2", "visit", "practitioner_name", _("Your name is missing in the settings."))
    if not who.registration_number.strip():
        yield _gap("V2", "visit", "registration_number", _("Your registration number is missing in the settings."))


def v3_health_changes(seen: Situation) -> Iterator[Missing]:
    """V3: changes in health since the last visit, asked and answered. A health history taken for a first visit
    answers it."""
    said = seen.note.subjective
    if not seen.assessed:
        return
    if not said.health_changes:
        if not (seen.first and seen.chart.history is not None):
            yield _gap(
                "V3", "subjective", "health_changes", _("Ask whether anything changed in health since the last visit.")
            )
    elif said.health_changes == "yes" and not said.health_changes_detail.strip():
        yield _gap("V3", "subjective", "health_changes_detail", _("Say what changed in health since the last visit."))


def v4_red_flags(seen: Situation) -> Iterator[Missing]:
    """V4: red flags screened again; where a clearance ended, decided again since."""
    said = seen.note.subjective
    if not seen.assessed:
        return
    if not said.red_flags:
        yield _gap("V4", "subjective", "red_flags", _("Screen for red flags: none, or which ones."))
    elif said.red_flags == "positive" and not said.red_flags_found:
        yield _gap("V4", "subjective", "red_flags_found", _("Say which red flags were found."))
    for finding, clearance in seen.screening.lapsed:
        decision = seen.chart.safety.decision_on(finding.id)
        zone = seen.chart.visit.started_at.tzinfo
        if decision is not None and decision.decided_at.astimezone(zone).date() > clearance.valid_until:
            continue
        sentence = _("The clearance by {clinician} ended on {day}: {finding}. Decide again.").format(
            clinician=clearance.clinician,
            day=day(clearance.valid_until),
            finding=seen.book.words("contraindications", finding.key),
        )
        yield replace(_gap("V4", "safety", "decision", sentence), finding_id=finding.id)


def v5_subjective(seen: Situation) -> Iterator[Missing]:
    """V5: what the client says. A first visit tells the whole story; later ones what is new and the pain now."""
    said = seen.note.subjective
    if seen.kind == "phone_entry":
        if not (said.complaint.strip() or said.notes.strip()):
            yield _gap("V5", "subjective", "complaint", _("Write down what was said on the phone."))
        return
    if not seen.assessed:
        return
    if seen.kind != "initial":
        if not (said.complaint.strip() or said.places or said.marks or said.notes.strip()):
            yield _gap("V5", "subjective", "complaint", _("Say what the client comes for, or where it hurts."))
        if said.pain_now is None:
            yield _gap("V5", "subjective", "pain_now", _("Record the pain now, 0 to 10."))
        return
    if not said.complaint.strip():
        yield _gap("V5", "subjective", "complaint", _("Say what the client comes for."))
    if not said.places and not said.marks:
        yield _gap("V5", "subjective", "places", _("Mark where it hurts."))
    if not said.onset.strip():
        yield _gap("V5", "subjective", "onset", _("Say since when, and how it began."))
    for name, sentence in (
        ("pain_now", _("Record the pain now, 0 to 10.")),
        ("pain_best", _("Record the pain at its best, 0 to 10.")),
        ("pain_worst", _("Record the pain at its worst, 0 to 10.")),
    ):
        if getattr(said, name) is None:
            yield _gap("V5", "subjective", name, sentence)
    if not (said.aggravating.strip() or said.easing.strip()):
        yield _gap("V5", "subjective", "aggravating", _("Say what makes it worse or better."))
    if not said.function.strip():
        yield _gap("V5", "subjective", "function", _("Say what the client cannot do as before."))


def v6_objective(seen: Situation) -> Iterator[Missing]:
    """V6: at least one finding, or why there is none."""
    found = seen.note.objective
    if not seen.assessed or found.none_reason.strip():
        return
    looked_at = (
        found.posture,
        found.posture_patterns,
        found.gait,
        found.breathing,
        found.range_of_motion,
        found.tests,
        found.palpation,
        found.marks,
        found.strength,
        found.neuro,
        found.neuro_summary,
        found.notes.strip(),
    )
    if not any(looked_at):
        yield _gap("V6", "objective", "none_reason", _("Record at least one objective finding, or why there is none."))


def v7_assessment(seen: Situation) -> Iterator[Missing]:
    """V7: the clinical impression, and the change since the last visit."""
    made = seen.note.assessment
    if not seen.assessed:
        return
    if not made.impressions and not made.notes.strip():
        yield _gap("V7", "assessment", "impressions", _("Record the clinical impression."))
    if not seen.first and seen.kind != "initial" and not made.change:
        yield _gap("V7", "assessment", "change", _("Say how the client changed since the last visit."))


def v13_advice(seen: Situation) -> Iterator[Missing]:
    """V13: advice, home care or instructions. Where a plan begins, P1 asks for them."""
    note = seen.note
    told = note.plan.home_care or note.plan.advice.strip() or note.treatment.advice_given.strip()
    if seen.assessed and not told and not (seen.treated and _starts_a_plan(seen)):
        yield _gap("V13", "plan", "home_care", _("Record the home care or advice given."))


def v14_plan(seen: Situation) -> Iterator[Missing]:
    """V14: what comes next, and that it does come next. Where a plan begins, P1 asks how often."""
    plan = seen.note.plan
    if plan.next_visit is not None and plan.next_visit < seen.day:
        sentence = _("The next visit lies before this one: {day}.")
        yield _gap("V14", "plan", "next_visit", sentence.format(day=day(plan.next_visit)))
    if (
        seen.assessed
        and not (seen.treated and _starts_a_plan(seen))
        and not (
            plan.next_visit
            or plan.frequency.strip()
            or plan.changes.strip()
            or plan.referrals
            or seen.kind == "discharge"
        )
    ):
        yield _gap(
            "V14", "plan", "next_visit", _("Record the next visit or how often, a change of plan, or a referral.")
        )


def v16_fee(seen: Situation) -> Iterator[Missing]:
    """V16: a fee that differs from the posted one carries its reason."""
    text = seen.note.treatment.fee_difference
    if text.strip() and sum(character.isalpha() for character in text) < 3:
        yield _gap("V16", "treatment", "fee_difference", _("Say why the fee differs from the posted one."), WARNS)


def v17_in_time(seen: Situation) -> Iterator[Missing]:
    """V17: written within 24 hours. A late note stays possible and shows both times."""
    hours = seen.rules.consent_doc_hours or DEFAULT_HOURS
    if not seen.chart.versions and seen.on > seen.ended_at + timedelta(hours=hours):
        sentence = _("More than {hours} hours have passed since the visit; the note will show both times.")
        yield _gap("V17", "visit", "signed_at", sentence.format(hours=hours), WARNS)


def v18_own_words(seen: Situation) -> Iterator[Missing]:
    """V18: no copy of the whole previous note."""
    previous = seen.chart.previous
    if previous is not None and seen.treated and _is_copy(seen.note, previous.note):
        sentence = _("This note is the same as the one of {day}. Record what was different this time.")
        yield _gap("V18", "subjective", "complaint", sentence.format(day=day(previous.started_at.date())), WARNS)


def _is_copy(note: Note, previous: Note) -> bool:
    """The same in all that describes a visit; neither the date of the next one nor where it was taken over from makes
    it another."""

    def bare(one: Note) -> Note:
        return replace(one, plan=replace(one.plan, next_visit=None), carried=(), passed=())

    return note != Note() and bare(note) == bare(previous)


def v18_carried(seen: Situation) -> Iterator[Missing]:
    """V18: what was taken over from an earlier visit was looked at, entry by entry or with its section."""
    titles = {
        "subjective": _("Subjective"),
        "objective": _("Objective"),
        "treatment": _("Treatment"),
        "assessment": _("Assessment"),
        "plan": _("Plan"),
    }
    for one in seen.note.carried:
        if one.unread and one.section in titles:
            sentence = _("{section}: carried over from {day} and not yet reviewed.")
            if one.template:
                sentence = _("{section}: from the template “{name}” and not yet reviewed.")
            told = sentence.format(section=titles[one.section], day=day(one.day), name=one.template)
            yield _gap("V18", one.section, "carried", told)


def v18_placeholders(seen: Situation) -> Iterator[Missing]:
    """V18: no place of a phrase was left to be filled."""
    for section in ("subjective", "objective", "treatment", "assessment", "plan"):
        value = getattr(seen.note, section)
        open_ones = tuple(dict.fromkeys(left_open(value)))
        if open_ones:
            field = next(name for name in type(value).__dataclass_fields__ if any(left_open(getattr(value, name))))
            sentence = _("Fill in or take out: {places}.")
            yield _gap("V18", section, field, sentence.format(places=", ".join(open_ones)), WARNS)


def v18_scores(seen: Situation) -> Iterator[Missing]:
    """V18: a measure that was begun has its score, and one that the measure can have."""
    for found in seen.note.objective.outcomes:
        entry = catalogue().measures.get(found.measure)
        name = str(entry.short) if entry is not None else found.measure
        if found.score is None:
            told = _("{measure}: give the score, or take the measure out.").format(measure=name)
            yield _gap("V18", "objective", "outcomes", told)
        elif not is_on_scale(found):
            scale = scale_of(found.measure, found.scale)
            assert scale is not None
            told = _("{measure}: {score} is outside {least} to {most}.").format(
                measure=name, score=number(found.score), least=number(scale.minimum), most=number(scale.maximum)
            )
            if scale.minimum <= found.score <= scale.maximum:
                told = _("{measure}: {score} is no whole number.").format(measure=name, score=number(found.score))
            yield _gap("V18", "objective", "outcomes", told)
        elif (answered := items_score(found)) is not None and answered != found.score:
            told = _("{measure}: the score is {score}, but the answers give {answered}.").format(
                measure=name, score=number(found.score), answered=number(answered)
            )
            yield _gap("V18", "objective", "outcomes", told, WARNS)


def p1_plan(seen: Situation) -> Iterator[Missing]:
    """P1: a whole treatment plan at the first treatment: goals with measure and date, frequency, number of visits,
    expected outcome, re-assessment, home care. Techniques and areas are those of the treatment."""
    if not seen.treated or not _starts_a_plan(seen):
        return
    plan = seen.note.plan
    if not any(_is_whole(goal) for goal in plan.goals):
        words = any_of([_("how it is measured"), _("the baseline"), _("the target"), _("the date")])
        if plan.goals:
            yield _gap("P1", "plan", "goals", _("No goal is complete yet: {missing} is missing.").format(missing=words))
        else:
            yield _gap("P1", "plan", "goals", _("Set a goal with its measure, baseline, target and date."))
    if not plan.frequency.strip():
        yield _gap("P1", "plan", "frequency", _("Say how often the client is to come."))
    if plan.visits_planned is None:
        yield _gap("P1", "plan", "visits_planned", _("Say how many visits are planned."))
    if plan.reassess_on is None:
        yield _gap("P1", "plan", "reassess_on", _("Set the day of the re-assessment."))
    elif plan.reassess_on < seen.day:
        sentence = _("The re-assessment lies before this visit: {day}.")
        yield _gap("P1", "plan", "reassess_on", sentence.format(day=day(plan.reassess_on)))
    if not plan.expected_outcome.strip() and not any(_is_whole(goal) for goal in plan.goals):
        yield _gap("P1", "plan", "expected_outcome", _("Say what outcome is expected."))
    if not plan.home_care and not plan.advice.strip():
        yield _gap("P1", "plan", "home_care", _("Record the home care that belongs to the plan."))


def p1_goals_in_time(seen: Situation) -> Iterator[Missing]:
    """P1: an open goal has a day that is still to come; one whose day has passed is met, dropped or set anew."""
    if not seen.treated:
        return
    for goal in seen.note.plan.goals:
        if goal.status == "open" and goal.by is not None and goal.by < seen.day:
            sentence = _("The day of the goal “{goal}” has passed ({day}): say what came of it, or set another day.")
            yield _gap("P1", "plan", "goals", sentence.format(goal=goal.text, day=day(goal.by)), WARNS)


def p4_discharge(seen: Situation) -> Iterator[Missing]:
    """P4: a discharge says why, and its plan does not go on as if there was none; the other way round, only a discharge
    says why. A plan that goes on (visits for maintenance, say) needs its reason."""
    plan = seen.note.plan
    if seen.kind != "discharge":
        if plan.discharge_reason.strip():
            sentence = _("The plan says why the client is discharged, but this visit is no discharge.")
            yield _gap("P4", "plan", "discharge_reason", sentence, WARNS)
        return
    if not plan.discharge_reason.strip():
        yield _gap("P4", "plan", "discharge_reason", _("Say why the client is discharged."))
    goes_on = {
        "frequency": _("how often") if plan.frequency.strip() else "",
        "next_visit": _("the next visit") if plan.next_visit else "",
        "reassess_on": _("a re-assessment") if plan.reassess_on else "",
        "visits_planned": _("the visits planned") if plan.visits_planned is not None else "",
    }
    still = [field for field, words in goes_on.items() if words]
    if still:
        sentence = _("This visit is a discharge, but the plan still says {what}: take it out, or say why it stays.")
        what = all_of([goes_on[field] for field in still])
        yield _gap("P4", "plan", still[0], sentence.format(what=what), WARNS)


def _starts_a_plan(seen: Situation) -> bool:
    if seen.kind == "discharge":
        return False
    previous = seen.chart.previous
    if previous is None or seen.kind == "initial":
        return True
    untreated = previous.note.treatment.outcome != "treated" or previous.kind in ("assessment_only", "phone_entry")
    return untreated and _is_bare(previous.note.plan)


def _is_bare(plan: Plan) -> bool:
    return not plan.goals and plan.visits_planned is None and not plan.frequency


def _is_whole(goal: Goal) -> bool:
    return bool(
        goal.text.strip() and goal.measure.strip() and goal.baseline.strip() and goal.target.strip() and goal.by
    )


RULES: tuple[Callable[[Situation], Iterator[Missing]], ...] = (
    *IDENTITY_RULES,
    c5_allergies,
    c8_reason,
    c9_history,
    c9_under_way,
    c10_notice,
    v1_when,
    v2_who,
    v3_health_changes,
    v4_red_flags,
    v4_open_decisions,
    v4_still_true,
    v5_subjective,
    v6_objective,
    v7_assessment,
    v8_consent,
    v9_sensitive_areas,
    v10_techniques,
    v11_limits,
    v12_response,
    v13_advice,
    v14_plan,
    v15_not_treated,
    v16_fee,
    v17_in_time,
    v18_own_words,
    v18_carried,
    v18_placeholders,
    v18_scores,
    c12_decisions,
    p1_plan,
    p1_goals_in_time,
    p2_changed_plan,
    p4_discharge,
    p6_clearances,
)
"""Every rule, in the order of its row."""
