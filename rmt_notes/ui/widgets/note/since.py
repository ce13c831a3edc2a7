"""What the next visit asks about the last one: what was done, what was given to do, who was suggested."""

from __future__ import annotations

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.plan import HomeCare
from rmt_notes.clinical.visit import Note, Treatment
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.note import phrases
from rmt_notes.ui.widgets.note.phrase_field import has_phrase
from rmt_notes.ui.widgets.note.pieces import lower_first, readable


def treatment_told(last: Treatment, book: Catalogue) -> str:
    """What was done, each technique with its regions and the marks it left, and what went wrong."""
    told = []
    for applied in last.techniques:
        entry = book.techniques.get(applied.technique)
        words = str(entry.short) if entry is not None else readable(applied.technique)
        regions = dict.fromkeys(lower_first(catalogue().words("regions", one.region)) for one in applied.places)
        if regions:
            words = _("{technique} ({regions})").format(technique=words, regions=", ".join(regions))
        marks = applied.setting("mark_grade")
        if isinstance(marks, int) and marks:
            words = _("{technique}, marks grade {grade}").format(technique=words, grade=marks)
        told.append(words)
    if last.adverse_event is not None:
        told.append(_("adverse event: {what}").format(what=last.adverse_event.what))
    return "; ".join(told)


def settled_referrals(last: Note) -> tuple[int, ...]:
    """The numbers of the referrals in a note that it took over and of which it told what came of them."""
    said = last.subjective.care_elsewhere
    if not said.strip() or any(has_phrase(said, words) for words in phrases.care_still_open()):
        return ()
    taken = {field for one in last.carried if one.section == "plan" for field in one.fields}
    return tuple(number for number in range(len(last.plan.referrals)) if f"referrals.{number}" in taken)


def home_care_told(care: HomeCare) -> str:
    """One exercise or piece of advice with its dose."""
    name = catalogue().words("home_care", care.key) if care.key else care.note
    return " ".join(part for part in (name, f"({care.dose})" if care.dose else "") if part)
