"""What the intake says around the questions: sections, answers of the last time, warnings by place, urgency."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.health_history import YES, HealthHistory
from rmt_notes.clinical.history_difference import own_words
from rmt_notes.clinical.intake_sheet import IntakeSheet
from rmt_notes.clinical.intake_words import Contradiction, yes_words
from rmt_notes.clinical.own_questions import OWN
from rmt_notes.i18n import _, _n
from rmt_notes.ui.screens.intake.column import SECTIONS
from rmt_notes.ui.widgets.when import long_day


def sections() -> list[tuple[str, str, str]]:
    """The three sections: key, word, shortcut."""
    words = (_("About this visit"), _("Health questions"), _("Findings and decisions"))
    return [(key, word, f"Alt+{number}") for number, (key, word) in enumerate(zip(SECTIONS, words, strict=True), 1)]


def last_time(last: HealthHistory) -> dict[str, str]:
    """What each group was answered in the last version."""
    day = long_day(last.taken_at.date())
    found = {key: yes_words(last, key) for key in catalogue().intake_groups}
    found |= {OWN + said.key: own_words(said) for said in last.own}
    return {key: _("{day}: {answer}").format(day=day, answer=words) for key, words in found.items() if words}


def by_place(against: Sequence[Contradiction]) -> dict[tuple[str, str], str]:
    """The sentences by kind and key of the place they belong to."""
    found: dict[tuple[str, str], str] = {}
    for each in against:
        kind, _colon, key = each.field.partition(":")
        found[(kind, key)] = " ".join(part for part in (found.get((kind, key), ""), each.sentence) if part)
    return found


URGENT_GROUP = "urgent_signs"


def says_urgent(sheet: IntakeSheet) -> bool:
    """Whether the question for urgent signs has a yes that does not say yet which one."""
    items = catalogue().intake_groups[URGENT_GROUP].items
    said = [answer for key in items if (answer := sheet.item(key)) is not None]
    return sheet.group(URGENT_GROUP) == YES and not any(answer.answer == YES for answer in said)


def urgent_words(screening: Screening, sheet: IntakeSheet) -> str:
    """What to do now, the gravest finding first; a yes to urgent signs that does not say which one comes before all."""
    if says_urgent(sheet):
        return _(
            "The client answered yes to signs that need medical care first. Ask now which one, before anything else."
        )
    urgent = screening.urgent
    if not urgent:
        return ""
    first = urgent[0]
    words = _("{urgency}. {finding}: {action}.").format(
        urgency=catalogue().words("urgencies", first.urgency),
        finding=first.label,
        action=str(first.action).rstrip("."),
    )
    others = len(urgent) - 1
    if others:
        words += " " + _n("{number} more urgent finding.", "{number} more urgent findings.", others).format(
            number=others
        )
    return words
