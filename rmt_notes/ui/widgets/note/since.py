"""What the next visit asks about the last one: what was done, what was given to do, who was suggested."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import Catalogue, Technique, catalogue
from rmt_notes.clinical.narrative_words import suggested
from rmt_notes.clinical.plan import HomeCare, Suggested
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Treatment
from rmt_notes.clinical.wording import clauses, listed, side_word
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.note.pieces import lower_first, readable


def treatment_told(last: Treatment, book: Catalogue) -> str:
    """What was done, each technique with its regions and the marks it left, and what went wrong."""
    told = []
    for applied in last.techniques:
        entry = book.techniques.get(applied.technique)
        words = str(entry.short) if entry is not None else readable(applied.technique)
        regions = tuple(dict.fromkeys(_region(one) for one in applied.places))
        if regions:
            words = _("{technique} ({regions})").format(technique=words, regions=listed(regions))
        told.append(listed((words, *_left(applied, entry, book))))
    if last.adverse_event is not None:
        told.append(_("adverse event: {what}").format(what=last.adverse_event.what))
    return clauses(told)


LEAVE_MARKS = ("mark_grade", "erythema", "petechiae")
"""What a technique records of the skin it was done on."""


def _region(place: Place) -> str:
    """`low back right`: the side stands with its region, so that several can follow each other."""
    region, side = lower_first(catalogue().words("regions", place.region)), side_word(place.side)
    return _("{region} {side}").format(region=region, side=side) if side else region


def _left(applied: TechniqueApplied, entry: Technique | None, book: Catalogue) -> tuple[str, ...]:
    """The marks it left, in the words in which they were recorded: `mark left: red`; none where there were none."""
    told = []
    for parameter in entry.parameters if entry is not None else ():
        value = applied.setting(parameter.key)
        if parameter.key not in LEAVE_MARKS or value in (None, 0, "", "none"):
            continue
        if parameter.scale and isinstance(value, int):
            point = book.scales[parameter.scale].points.get(value)
            said = lower_first(str(point)) if point is not None else str(value)
        else:
            said = next((lower_first(str(each.label)) for each in parameter.choices if each.key == value), str(value))
        told.append(_("{what}: {value}").format(what=lower_first(str(parameter.label)), value=said))
    return tuple(told)


def referrals_told(asked: Sequence[Suggested], told: str) -> str:
    """The question what came of the care that was suggested, with what the client `told` of it at the last visit; empty
    where nothing is open."""
    if not asked:
        return ""
    care = suggested(asked, catalogue())
    if not told.strip():
        return _("{care}. What came of it?").format(care=care)
    words = _("{care}; told last time: {told}. What came of it since?")
    return words.format(care=care, told=told.strip().rstrip("."))


def home_care_told(care: HomeCare) -> str:
    """One exercise or piece of advice with its dose."""
    name = catalogue().words("home_care", care.key) if care.key else care.note
    return " ".join(part for part in (name, f"({care.dose})" if care.dose else "") if part)
