"""What "same as last time" takes over, section by section.

What the therapist chooses (places, techniques, settings, goals) is taken over; what belongs to the day (pain, answers,
reactions, marks on the skin, ticks for what was explained) is asked anew, so that a carried note never says something
nobody saw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from rmt_notes.clinical.assessment import Impression
from rmt_notes.clinical.plan import Goal, Plan
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Objective, Subjective, Treatment

SEEN_THAT_DAY = frozenset(
    {
        "mark_grade",
        "mark_explained",
        "hygiene",
        "erythema",
        "petechiae",
        "retest",
        "pain_start_end",
        "rom_gain_deg",
        "skin_check",
        "girth_cm",
        "referral",
        "end_feel",
        "mobility",
    }
)
"""Parameters of techniques that are results or checks of one day."""


def carry_subjective(last: Subjective, now: Subjective) -> Subjective:
    """The complaint, where it hurts and how it behaves; not the day's pain and answers."""
    return replace(
        now,
        complaint=last.complaint,
        places=last.places,
        onset=last.onset,
        mechanism=last.mechanism,
        qualities=last.qualities,
        aggravating=last.aggravating,
        easing=last.easing,
        function=last.function,
        contributing=last.contributing,
        notes=last.notes,
        marks=tuple(replace(mark, intensity=None) for mark in last.marks),
    )


def carry_objective(last: Objective, now: Objective) -> Objective:
    """The findings before treatment; not the scores, which the client gives anew."""
    return replace(
        now,
        posture=last.posture,
        posture_patterns=last.posture_patterns,
        gait=last.gait,
        breathing=last.breathing,
        range_of_motion=tuple(item for item in last.range_of_motion if item.when == "before"),
        tests=last.tests,
        palpation=last.palpation,
        strength=last.strength,
        neuro=last.neuro,
        neuro_summary=last.neuro_summary,
        marks=last.marks,
    )


def carry_technique(last: TechniqueApplied) -> TechniqueApplied:
    """One technique as it was given, without what was seen and said that day."""
    kept = tuple(Setting(item.key, item.value) for item in last.settings if item.key not in SEEN_THAT_DAY)
    return replace(last, settings=kept, tolerance=None, response="", override_reason="")


def usual_technique(key: str, last: TechniqueApplied | None) -> TechniqueApplied:
    """A technique about to be recorded, with the minutes and settings of its last use; where, on what and why
    modified belong to this client and are asked."""
    if last is None:
        return TechniqueApplied(technique=key)
    return replace(carry_technique(last), places=(), structures=(), position="", modification="")


def carry_treatment(
    last: Treatment, now: Treatment, allowed: Callable[[TechniqueApplied], bool]
) -> tuple[Treatment, tuple[str, ...]]:
    """The techniques that are still `allowed`, the position and the lubricant; and the keys of techniques left out
    because they are barred now."""
    kept = tuple(carry_technique(item) for item in last.techniques if allowed(item))
    left_out = tuple(dict.fromkeys(item.technique for item in last.techniques if not allowed(item)))
    return replace(now, techniques=kept, position=last.position, lubricant=last.lubricant), left_out


def carry_assessment(last: Assessment, now: Assessment) -> Assessment:
    """The impressions with their stage and side; the trend is judged anew."""
    return replace(now, impressions=tuple(_without_trend(item) for item in last.impressions))


def _without_trend(impression: Impression) -> Impression:
    return replace(impression, trend="")


def carry_plan(last: Plan, now: Plan, on: date | None, *, ends: bool = False) -> Plan:
    """The plan of the day `on` that goes on; the next visit is set anew, and a referral keeps its day. Where the care
    `ends` with this visit, what says how it goes on stays behind."""
    if not ends:
        now = replace(
            now,
            frequency=last.frequency,
            visits_planned=last.visits_planned,
            session_minutes=last.session_minutes,
            reassess_on=last.reassess_on,
        )
    return replace(
        now,
        stage=last.stage,
        goals=tuple(goal for goal in last.goals if goal != Goal(text="")),
        home_care=last.home_care,
        referrals=tuple(replace(each, on=each.on or on) for each in last.referrals),
        advice=last.advice,
        expected_outcome=last.expected_outcome,
    )
