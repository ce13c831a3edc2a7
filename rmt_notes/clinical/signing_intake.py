"""Signing rules on the intake: rows C1 to C11 and C13 of the record standards.

They are looked at when a visit is signed for the first time; an amendment of an old note does not wait for what was
never asked then. A row that blocks in Ontario alone warns elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rmt_notes.clinical.client_gaps import gaps_of
from rmt_notes.clinical.health_history import DECLINED, NO, YES, HealthHistory
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP
from rmt_notes.clinical.situation import BLOCKS, WARNS, Missing, Situation
from rmt_notes.clinical.wording import day, lower_first
from rmt_notes.i18n import _, _n

HERE_ONLY = ("C4", "C7", "C10")
"""Rows that block where the profile says so, and warn elsewhere."""


def intake_level(row: str, blocks_here: tuple[str, ...]) -> str:
    """Whether a row of the intake blocks or warns under a profile."""
    return WARNS if row in HERE_ONLY and row not in blocks_here else BLOCKS


def _asks(seen: Situation) -> bool:
    return seen.assessed and not seen.chart.versions


def _gap(seen: Situation, row: str, field: str, sentence: str, section: str = "intake") -> Missing:
    level = intake_level(row, seen.rules.blocks_here)
    return Missing(key=row, level=level, section=section, sentence=sentence, field=field)


def _of_identity(row: str, what: str) -> Callable[[Situation], Iterator[Missing]]:
    """The rule of one row that the client's identity answers."""

    def rule(seen: Situation) -> Iterator[Missing]:
        if not _asks(seen):
            return
        client = seen.chart.client
        age = client.age(seen.day)
        minor = age is not None and seen.rules.is_minor(age)
        for gap in gaps_of(client, minor=minor, providers=seen.chart.providers):
            if gap.row == row:
                sentence = _("Not answered in the client's identity: {what}.").format(what=lower_first(gap.words))
                yield _gap(seen, row, gap.field, sentence, "client")

    rule.__doc__ = f"{row}: {what}."
    return rule


IDENTITY_RULES = (
    _of_identity("C1", "the full name"),
    _of_identity("C2", "the date of birth"),
    _of_identity("C3", "one way to reach the client"),
    _of_identity("C4", "whom to call"),
    _of_identity("C6", "physician and referring practitioner, with address, or none"),
    _of_identity("C7", "language and access"),
    _of_identity("C13", "who decides for a minor or for somebody who does not"),
)


def c5_allergies(seen: Situation) -> Iterator[Missing]:
    """C5: allergies listed, none known, or declined, in any version of the health history."""
    if not _asks(seen) or not seen.histories:
        return
    said = next((each.allergies for each in seen.histories if each.allergies.answer), None)
    if said is None:
        yield _gap(seen, "C5", "allergies", _("Ask about allergies: listed, none known or declined."))
    elif said.answer == YES and not said.detail.strip():
        yield _gap(seen, "C5", "allergies_detail", _("Say which allergies."))


def c8_reason(seen: Situation) -> Iterator[Missing]:
    """C8: why the client seeks care, and the goals, in the client's words."""
    if not _asks(seen) or not seen.histories:
        return
    if not any(each.reason_for_care.strip() for each in seen.histories):
        yield _gap(
            seen, "C8", "reason_for_care", _("Ask why the client seeks care, and write it in the client's words.")
        )
    if not any(each.goals.strip() for each in seen.histories):
        yield _gap(seen, "C8", "goals", _("Ask for the client's goals, and write them in the client's words."))


def c9_history(seen: Situation) -> Iterator[Missing]:
    """C9: every health question answered with yes (and what), no or declined, in this version or an earlier one; who
    answered, and how."""
    if not _asks(seen):
        return
    if not seen.histories:
        yield _gap(seen, "C9", "", _("There is no health history yet. Take it before the note is signed."))
        return
    newest = seen.histories[0]
    open_groups = [key for key in seen.book.intake_groups if not _is_answered(seen, key, newest)]
    if open_groups:
        sentence = _n(
            "{number} health question is not answered: {first}.",
            "{number} health questions are not answered, the first is: {first}.",
            len(open_groups),
        ).format(number=len(open_groups), first=lower_first(str(seen.book.intake_groups[open_groups[0]].label)))
        yield _gap(seen, "C9", f"group:{open_groups[0]}", sentence)
    if not newest.completed_by:
        yield _gap(seen, "C9", "completed_by", _("Say who answered the health questions."))
    elif newest.completed_by in ("guardian", "other") and not newest.completed_by_name.strip():
        yield _gap(seen, "C9", "completed_by_name", _("Name the person who answered the health questions."))
    if not newest.method:
        yield _gap(seen, "C9", "method", _("Say how the health questions were answered."))


def _is_answered(seen: Situation, key: str, newest: HealthHistory) -> bool:
    if key in newest.left_out:
        return True
    if key == ALLERGY_GROUP:
        return any(each.allergies.answer or each.group_answer(key) for each in seen.histories)
    latest = next((each for each in seen.histories if each.group_answer(key)), None)
    if latest is None:
        return False
    if latest.group_answer(key) in (NO, DECLINED):
        return True
    items = seen.book.intake_groups[key].items
    return any(answer.key in items and answer.answer == YES for answer in latest.items)


def c10_notice(seen: Situation) -> Iterator[Missing]:
    """C10: the notice of information practices was shown, where the place asks for it."""
    if not _asks(seen) or not seen.histories or not seen.rules.intake.notice_required:
        return
    if not any(each.notice_given for each in seen.histories):
        yield _gap(seen, "C10", "notice_given", _("Show the client the notice of information practices."))


def c9_under_way(seen: Situation) -> Iterator[Missing]:
    """C9: what was answered is kept before the note is signed: an answer that waits in a draft limits nothing yet."""
    draft = seen.chart.intake
    if _asks(seen) and draft is not None and draft.is_answered():
        sentence = _("A health history was begun on {day} and is not kept: keep it, or start over.")
        yield _gap(seen, "C9", "", sentence.format(day=day(draft.begun_at.date())))
