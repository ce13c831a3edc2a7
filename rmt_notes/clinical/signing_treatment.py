"""Signing rules on what was done: V9 sensitive areas, V10 techniques, V11 limits, V12 response, V15 not treated, C12
decisions on findings."""

from __future__ import annotations

from collections.abc import Iterator

from rmt_notes.clinical.catalogue import Parameter, Technique
from rmt_notes.clinical.reasons import Ruling, rank
from rmt_notes.clinical.sensitive_areas import areas_of, consents_for
from rmt_notes.clinical.situation import BLOCKS, WARNS, Missing, Situation
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Treatment
from rmt_notes.clinical.wording import bare, finding_text, lower_first
from rmt_notes.i18n import _

NEEDS_HOW = ("treat", "modify", "avoid_region")
"""Decisions that say too little without a word on how or why."""


def v9_sensitive_areas(seen: Situation) -> Iterator[Missing]:
    """V9: consent matches every sensitive area assessed or treated."""
    chart = seen.chart
    needs = consents_for(
        areas_of(seen.note, seen.book),
        seen.rules,
        chart.safety.consents,
        visit_id=chart.visit.id,
        on=chart.visit.started_at,
        spoken=seen.note.treatment.sensitive_spoken,
        plan_started=seen.day if seen.kind == "initial" else None,
    )
    for need in needs:
        if need.missing == "spoken":
            yield Missing(
                key="V9", level=need.level, section="treatment", sentence=need.sentence, field="sensitive_spoken"
            )
        else:
            yield Missing(key="V9", level=need.level, section="consent", sentence=need.sentence, field=need.area)


def v10_techniques(seen: Situation) -> Iterator[Missing]:
    """V10: each technique with area, side and its required parameters; how the client lay or sat."""
    techniques = seen.note.treatment.techniques
    if seen.treated and not techniques and seen.note.treatment.outcome == "treated":
        yield Missing(
            key="V10",
            level=BLOCKS,
            section="treatment",
            sentence=_("Record at least one technique, or say that no treatment was given."),
            field="techniques",
        )
    hands_on = []
    over = minutes_over(seen.note.treatment, seen.chart.visit.minutes)
    if over:
        sentence = _("The techniques add up to {over} min more than the visit took.").format(over=f"{over:g}")
        yield Missing(key="V10", level=WARNS, section="treatment", sentence=sentence, field="techniques")
    for row, applied in enumerate(techniques):
        technique = seen.book.techniques.get(applied.technique)
        if technique is None:
            continue
        if technique.technique_class != "EDU":
            hands_on.append(applied)
        yield from _technique_gaps(seen, row, applied, technique)
    if hands_on and not seen.note.treatment.position and not all(applied.position for applied in hands_on):
        yield Missing(
            key="V10",
            level=BLOCKS,
            section="treatment",
            sentence=_("Say how the client lay or sat during the treatment."),
            field="position",
        )


def minutes_over(done: Treatment, minutes: int | None) -> float:
    """By how many minutes the techniques are longer than the visit; 0 where they are not, or its length is not known.
    Two may run at once, such as cups on the back while the neck is treated: the therapist says so."""
    recorded = sum(applied.minutes or 0 for applied in done.techniques)
    return max(0.0, recorded - minutes) if minutes else 0.0


def _technique_gaps(seen: Situation, row: int, applied: TechniqueApplied, technique: Technique) -> Iterator[Missing]:
    name = seen.screening.name_of(technique.key)

    def gap(sentence: str, setting: str, level: str = BLOCKS) -> Missing:
        return Missing(
            key="V10", level=level, section="treatment", sentence=sentence, field="techniques", row=row, setting=setting
        )

    if technique.technique_class != "EDU":
        if not applied.places:
            yield gap(_("{technique}: say where it was applied.").format(technique=name), "region")
        for place in applied.places:
            if not place.side:
                region = lower_first(seen.book.words("regions", place.region))
                yield gap(_("{technique}: choose the side ({region}).").format(technique=name, region=region), "side")
    for parameter in technique.parameters:
        value = _value(parameter, applied, seen)
        if parameter.required and value in (None, "", ()):
            label = lower_first(str(parameter.label))
            yield gap(_("{technique}: {parameter} is missing.").format(technique=name, parameter=label), parameter.key)
        elif (
            parameter.warn_over is not None
            and isinstance(value, int | float)
            and value > parameter.warn_over
            and not applied.override_reason
        ):
            sentence = _("{technique}: {parameter} above {number}, say why.").format(
                technique=name, parameter=lower_first(str(parameter.label)), number=f"{parameter.warn_over:g}"
            )
            yield gap(sentence, "override_reason", WARNS)


def _value(parameter: Parameter, applied: TechniqueApplied, seen: Situation) -> object:
    """What was recorded for a parameter, where a general field of the row already says it: nobody writes it twice."""
    value = applied.setting(parameter.key)
    if value not in (None, "", ()):
        return value
    if parameter.key == "minutes":
        return applied.minutes
    if parameter.item == "placement":
        return tuple(place.region for place in applied.places)
    if parameter.kind == "muscle" or parameter.key == "structure":
        return applied.structures
    if parameter.key == "lubricant":
        return seen.note.treatment.lubricant
    return value


def v11_limits(seen: Situation) -> Iterator[Missing]:
    """V11: no technique that a finding, a clearance's limits or the jurisdiction bars; a modification recorded
    where one is asked for."""
    for row, applied in enumerate(seen.note.treatment.techniques):
        rulings = _rulings(seen, applied)
        if not rulings:
            continue
        worst = max(rulings, key=lambda ruling: rank(ruling.effect))
        if not worst.allowed:
            yield Missing(
                key="V11",
                level=BLOCKS,
                section="treatment",
                sentence=worst.sentence,
                field="techniques",
                row=row,
                finding_id=worst.reasons[0].finding_id,
            )
        elif any(ruling.light_only for ruling in rulings):
            yield Missing(
                key="V11",
                level=BLOCKS,
                section="treatment",
                sentence=_("{technique}: record pressure and hold, only the light form is allowed.").format(
                    technique=seen.screening.name_of(applied.technique)
                ),
                field="techniques",
                row=row,
            )
        else:
            yield from _unrecorded_modification(seen, row, applied, rulings)


def _rulings(seen: Situation, applied: TechniqueApplied) -> list[Ruling]:
    places = applied.places or (None,)
    return [seen.screening.ruling(applied.technique, place, settings=applied.settings) for place in places]


def _unrecorded_modification(
    seen: Situation, row: int, applied: TechniqueApplied, rulings: list[Ruling]
) -> Iterator[Missing]:
    """The row itself says how it was modified, or the decision on each finding or its clearance does."""
    if applied.modification:
        return
    told = set()
    for ruling in rulings:
        for reason in ruling.reasons:
            decision = seen.chart.safety.decision_on(reason.finding_id)
            if decision is not None and (decision.how or decision.reason):
                continue
            if reason.finding_id in told or (reason.clearance is not None and reason.clearance.limits):
                continue
            told.add(reason.finding_id)
            yield Missing(
                key="V11",
                level=BLOCKS,
                section="treatment",
                sentence=_("{technique}: say how it was modified for this finding: {finding}.").format(
                    technique=seen.screening.name_of(applied.technique), finding=reason.finding
                ),
                field="techniques",
                row=row,
                setting="modification",
                finding_id=reason.finding_id,
            )


def v12_response(seen: Situation) -> Iterator[Missing]:
    """V12: pain after or why not, the response, and a whole account of anything untoward."""
    treatment = seen.note.treatment
    if seen.treated:
        if treatment.pain_after is None and not treatment.pain_after_reason:
            yield Missing(
                key="V12",
                level=BLOCKS,
                section="treatment",
                sentence=_("Record the pain after treatment, or why it was not asked."),
                field="pain_after",
            )
        if not (treatment.response or treatment.skin_response or any(each.response for each in treatment.techniques)):
            yield Missing(
                key="V12",
                level=BLOCKS,
                section="treatment",
                sentence=_("Record how the client or the skin responded."),
                field="response",
            )
    event = treatment.adverse_event
    if event is None:
        if _harmed(seen):
            yield Missing(
                key="V12",
                level=BLOCKS,
                section="treatment",
                sentence=_("Broken or blistered skin is an adverse event: record what was done and who was told."),
                field="adverse_event",
            )
        return
    for name, sentence in (
        ("what", _("Adverse event: say what happened.")),
        ("severity", _("Adverse event: say how severe it was.")),
        ("action", _("Adverse event: say what was done about it.")),
        ("told", _("Adverse event: say who was told.")),
    ):
        if not getattr(event, name):
            yield Missing(
                key="V12", level=BLOCKS, section="treatment", sentence=sentence, field="adverse_event", setting=name
            )


def _harmed(seen: Situation) -> bool:
    response = seen.note.treatment.skin_response
    harmful = seen.book.scales["skin_response"].adverse_at
    if response.isdecimal() and harmful is not None and int(response) >= harmful:
        return True
    for applied in seen.note.treatment.techniques:
        technique = seen.book.techniques.get(applied.technique)
        for parameter in technique.parameters if technique is not None else ():
            scale = seen.book.scales.get(parameter.scale) if parameter.scale else None
            value = applied.setting(parameter.key)
            if (
                scale is not None
                and scale.adverse_at is not None
                and isinstance(value, int)
                and value >= scale.adverse_at
            ):
                return True
    return False


def v15_not_treated(seen: Situation) -> Iterator[Missing]:
    """V15: treatment not given or not completed: why, who decided, what was advised."""
    treatment = seen.note.treatment
    if treatment.outcome == "treated" or seen.kind == "phone_entry":
        return
    for name, sentence in (
        ("outcome_reason", _("Say why the treatment was not given or not completed.")),
        ("decided_by", _("Say who decided: the therapist or the client.")),
        ("advice_given", _("Say what was advised instead.")),
    ):
        if not getattr(treatment, name):
            yield Missing(key="V15", level=BLOCKS, section="treatment", sentence=sentence, field=name)


def c12_decisions(seen: Situation) -> Iterator[Missing]:
    """C12: the therapist decided on every active finding. Declining or deferring the visit decides on those that
    bar it."""
    if seen.kind == "phone_entry":
        return
    given_up = not seen.treated
    for finding in seen.findings:
        entry = seen.book.contraindications.get(finding.key)
        label = lower_first(bare(finding_text(finding, seen.book)))
        if given_up and entry is not None and entry.effect["GEN"] == "bar":
            continue
        decision = seen.chart.safety.decision_on(finding.id)
        if decision is None:
            sentence = _("Decide what to do about this finding: {finding}.").format(finding=label)
        elif decision.choice in NEEDS_HOW and not (decision.how or decision.reason):
            sentence = _("Say how or why, in your decision on this finding: {finding}.").format(finding=label)
        else:
            continue
        yield Missing(
            key="C12", level=BLOCKS, section="safety", sentence=sentence, field="decision", finding_id=finding.id
        )
