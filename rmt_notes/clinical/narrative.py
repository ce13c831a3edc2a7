"""A note as readable lines: what the previous-visit pane, the signed note and the paper show.

Every field of the note appears somewhere; nothing recorded is ever hidden because another answer makes it unlikely.
Keys the catalogue does not know are shown readable. Words come from the catalogue and from whole templates, so that
another language is data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.narrative_objective import objective_lines
from rmt_notes.clinical.narrative_treatment import treatment_lines
from rmt_notes.clinical.narrative_words import Line, label_side, line, mark_lines, suggested, word
from rmt_notes.clinical.plan import Goal, HomeCare, Plan, Referral
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.visit import Assessment, Note, Subjective
from rmt_notes.clinical.wording import day, listed, lower_first, number, out_of, places_text, side_word
from rmt_notes.i18n import _, _n

__all__ = ["Line", "Section", "narrate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a note. `key` is subjective, objective, treatment, assessment or plan; `lines` may be empty."""

    key: str
    title: str
    lines: tuple[Line, ...]


def narrate(
    note: Note,
    previous: Note | None = None,
    book: Catalogue | None = None,
    *,
    providers: Iterable[Provider] = (),
) -> tuple[Section, ...]:
    """The five sections of a note in order.

    With `previous`, measured values also say what they were then. `providers` lends the names of those referred to.
    """
    words = book or catalogue()
    parts = (
        (
            "subjective",
            _("Subjective"),
            subjective_lines(note.subjective, previous.subjective if previous else None, words),
        ),
        ("objective", _("Objective"), objective_lines(note.objective, previous.objective if previous else None, words)),
        ("treatment", _("Treatment"), treatment_lines(note.treatment, words)),
        ("assessment", _("Assessment"), assessment_lines(note.assessment, words)),
        ("plan", _("Plan"), plan_lines(note.plan, words, providers)),
    )
    known = {key for key, _title, _lines in parts}
    return tuple(
        Section(
            key=key,
            title=title,
            lines=tuple(
                each
                for each in (
                    *lines,
                    *_taken_over(note, {key} if key != "plan" else None, known),
                    *(_passed(note) if key == "plan" else ()),
                )
                if each.text
            ),
        )
        for key, title, lines in parts
    )


def _taken_over(note: Note, sections: set[str] | None, known: set[str]) -> Iterator[Line]:
    """Where a section holds what an earlier visit said. A section this program does not know is told at the end, with
    the plan."""
    for one in note.carried:
        strange = one.section not in known
        if not (one.section in sections if sections is not None else one.section == "plan" or strange):
            continue
        words = _("in part from the visit of {day}").format(day=day(one.day))
        if not one.visit_id and not one.template:
            words = _("in part from the health history of {day}").format(day=day(one.day))
        if one.template:
            words = _("in part from the template “{name}”").format(name=one.template)
            if not one.fields and not one.visit_id:  # its prompts alone: nothing of it stands in the section
                continue
        if one.unread:
            words = _("{source}, not yet reviewed").format(source=words)
        label = _("Carried over")
        yield line(f"{label}: {one.section}" if strange else label, words, "carried")


def _passed(note: Note) -> Iterator[Line]:
    """The warnings that were signed past, each with its reason, at the end of the note."""
    for one in note.passed:
        reason = _("{warning} Reason: {reason}").format(warning=one.sentence, reason=one.reason.strip())
        yield line(_("Signed with a reason"), reason)


def subjective_lines(said: Subjective, previous: Subjective | None, words: Catalogue) -> Iterator[Line]:
    """What the client says."""
    yield line(_("Complaint"), said.complaint)
    yield line(_("Where"), places_text(said.places, words))
    yield from mark_lines(said.marks)
    yield line(_("Pain"), _pain(said, previous), "pain")
    yield line(
        _("Quality"), listed([lower_first(words.words("pain_qualities", each)) for each in said.qualities]), "qualities"
    )
    yield line(_("Onset"), word(words, "onset", said.onset))
    yield line(_("How it began"), word(words, "mechanisms", said.mechanism))
    yield line(_("Worse with"), said.aggravating, "aggravating")
    yield line(_("Eased by"), said.easing, "easing")
    yield line(_("Limits in daily life"), said.function, "function")
    yield line(
        _("Contributing"),
        listed([lower_first(words.words("contributing_factors", each)) for each in said.contributing]),
    )
    yield line(_("Changes in health"), _health_changes(said), "health_changes")
    yield line(_("Red flags"), red_flags_text(said, words), "red_flags")
    yield line(_("After the last treatment"), said.reaction, "reaction")
    yield line(_("Home care done"), said.home_care_done, "home_care_done")
    yield line(_("Referral and other care since"), _care_since(said, words), "care_elsewhere")
    yield line(_("Notes"), said.notes)


def _pain(said: Subjective, previous: Subjective | None) -> str:
    parts = []
    if said.pain_now is not None:
        now = out_of(said.pain_now, 10)
        if previous is not None and previous.pain_now is not None:
            now = _("{value} (was {before})").format(value=now, before=number(previous.pain_now))
        parts.append(_("now {value}").format(value=now))
    if said.pain_best is not None:
        parts.append(_("at best {value}").format(value=out_of(said.pain_best, 10)))
    if said.pain_worst is not None:
        parts.append(_("at worst {value}").format(value=out_of(said.pain_worst, 10)))
    return listed(parts)


def _health_changes(said: Subjective) -> str:
    answers = {"no": _("none"), "yes": _("yes"), "declined": _("declined to answer")}
    answer = answers.get(said.health_changes, said.health_changes)
    if not said.health_changes_detail:
        return answer
    if not answer or said.health_changes == "yes":
        return said.health_changes_detail
    return _("{answer}: {detail}").format(answer=answer, detail=said.health_changes_detail)


def _care_since(said: Subjective, words: Catalogue) -> str:
    """What came of a referral, with whom it was to and when."""
    asked, told = suggested(said.care_asked, words), said.care_elsewhere
    return _("{asked}: {told}").format(asked=asked, told=told) if asked and told else told or asked


def red_flags_text(said: Subjective, words: Catalogue) -> str:
    """The answer to the question for danger signs, with those that were found."""
    answers = {"none": _("screened, none"), "positive": _("positive")}
    answer = answers.get(said.red_flags, said.red_flags)
    found = listed([lower_first(words.words("red_flags", each)) for each in said.red_flags_found])
    if not found:
        return answer
    return _("{answer}: {detail}").format(answer=answer or _("found"), detail=found)


def assessment_lines(made: Assessment, words: Catalogue) -> Iterator[Line]:
    """What the therapist makes of it: impressions, never a diagnosis."""
    for each in made.impressions:
        entry = words.impressions.get(each.key)
        grade = entry.grades.get(each.grade) if entry is not None else None
        parts = [
            words.words("impressions", each.key),
            lower_first(words.words("posture_patterns", each.sub)) if each.sub else "",
            _("grade {grade}").format(grade=f"{each.grade} ({lower_first(str(grade))})" if grade else each.grade)
            if each.grade
            else "",
            lower_first(words.words("stage", each.stage)) if each.stage else "",
            side_word(each.side) if each.side != "central" else _("central"),
            _("irritability {level}").format(level=lower_first(words.words("irritability", each.irritability)))
            if each.irritability
            else "",
            lower_first(words.words("trend", each.trend)) if each.trend else "",
        ]
        text = listed(parts)
        if each.supported_by:
            text = _("{impression}; supported by: {findings}").format(impression=text, findings=each.supported_by)
        if each.note:
            text = _("{text}; {note}").format(text=text, note=each.note)
        yield line(_("Clinical impression"), text)
    yield line(_("Change since the last visit"), word(words, "trend", made.change))
    yield line(_("Notes"), made.notes)


def plan_lines(plan: Plan, words: Catalogue, providers: Iterable[Provider] = ()) -> Iterator[Line]:
    """What comes next."""
    names = {provider.id: provider.name for provider in providers}
    yield line(_("Discharge"), word(words, "discharge_reasons", plan.discharge_reason))
    yield line(_("Stage"), word(words, "stage", plan.stage))
    yield line(_("Frequency"), plan.frequency)
    yield line(_("Next visit"), day(plan.next_visit) if plan.next_visit else "")
    if plan.visits_planned is not None:
        yield line(_("Visits planned"), number(plan.visits_planned))
    if plan.session_minutes is not None:
        minutes = _n("{number} minute", "{number} minutes", plan.session_minutes).format(number=plan.session_minutes)
        yield line(_("Session length"), minutes)
    yield line(_("Re-assessment"), day(plan.reassess_on) if plan.reassess_on else "")
    for goal in plan.goals:
        yield line(_("Goal"), _goal(goal, words))
    yield line(_("Expected outcome"), plan.expected_outcome)
    for each in plan.home_care:
        yield line(_("Home care"), _home_care(each, words))
    yield line(_("Advice"), plan.advice)
    for referral in plan.referrals:
        yield line(_("Referral"), _referral(referral, words, names))
    yield line(_("Changes to the plan"), plan.changes)
    yield line(_("Notes"), plan.notes)


def _goal(goal: Goal, words: Catalogue) -> str:
    parts = [
        goal.text,
        _("measured by {measure}").format(measure=goal.measure) if goal.measure else "",
        _("baseline {value}").format(value=goal.baseline) if goal.baseline else "",
        _("target {value}").format(value=goal.target) if goal.target else "",
        _("by {day}").format(day=day(goal.by)) if goal.by else "",
        lower_first(words.words("goal_statuses", goal.status)) if goal.status not in ("", "open") else "",
    ]
    return listed(parts)


def _home_care(each: HomeCare, words: Catalogue) -> str:
    if not each.key:
        return listed([each.note, each.dose])
    return listed([words.words("home_care", each.key), each.dose, each.note])


def _referral(referral: Referral, words: Catalogue, names: Mapping[str, str]) -> str:
    urgencies = {
        "none": _("not urgent"),
        "routine": "",
        "same_day": _("the same day"),
        "emergency": _("emergency, at once"),
    }
    provider = ""
    if referral.provider_id:
        provider = names.get(referral.provider_id, _("provider named in the file"))
    parts = [
        label_side(words.words("referrals", referral.to), provider),
        _("suggested on {day}").format(day=day(referral.on)) if referral.on else "",
        _("because of {why}").format(why=referral.why) if referral.why else "",
        urgencies.get(referral.urgency, referral.urgency.replace("_", " ")),
        _("client consents") if referral.consented else "",
        _("outcome: {outcome}").format(outcome=referral.outcome) if referral.outcome else "",
    ]
    return listed(parts)
