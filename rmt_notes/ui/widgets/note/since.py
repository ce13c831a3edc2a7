"""What the next visit asks about the last one: what was done, what was given to do, who was suggested."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.narrative_words import suggested
from rmt_notes.clinical.plan import HomeCare, Suggested
from rmt_notes.clinical.visit import Treatment
from rmt_notes.clinical.wording import clauses, listed
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.note.pieces import lower_first, readable


def treatment_told(last: Treatment, book: Catalogue) -> str:
    """What was done, each technique with its regions and the marks it left, and what went wrong."""
    told = []
    for applied in last.techniques:
        entry = book.techniques.get(applied.technique)
        words = str(entry.short) if entry is not None else readable(applied.technique)
        regions = dict.fromkeys(lower_first(catalogue().words("regions", one.region)) for one in applied.places)
        if regions:
            words = _("{technique} ({regions})").format(technique=words, regions=listed(regions))
        marks = applied.setting("mark_grade")
        if isinstance(marks, int) and marks:
            words = _("{technique}, marks grade {grade}").format(technique=words, grade=marks)
        told.append(words)
    if last.adverse_event is not None:
        told.append(_("adverse event: {what}").format(what=last.adverse_event.what))
    return clauses(told)


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
