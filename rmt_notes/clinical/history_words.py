"""A version of the health history as labels and words, for paper."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import DECLINED, NO, YES, HealthHistory, HistoryReview
from rmt_notes.clinical.wording import day, listed, moment, places_text
from rmt_notes.i18n import _


def history_lines(history: HealthHistory, reviews: Sequence[HistoryReview] = ()) -> tuple[tuple[str, str], ...]:
    """What was asked and answered. A "no" and a "declined" are told too: they are answers."""
    book = catalogue()

    def named(key: str) -> str:
        group = book.intake_groups.get(key)
        return str(group.label) if group is not None else book.words("contraindications", key)

    answers = (*history.groups, *history.items)
    yes = []
    for answer in answers:
        if answer.answer == YES:
            where = places_text(answer.places, book)
            detail = ", ".join(part for part in (where, answer.detail) if part)
            yes.append(f"{named(answer.key)} ({detail})" if detail else named(answer.key))
    allergies = history.allergies.detail or {
        NO: _("none known"),
        DECLINED: _("declined to answer"),
        YES: _("yes"),
    }.get(history.allergies.answer, _("not asked"))
    who = history.completed_by_name or {
        "client": _("the client"),
        "therapist": _("the therapist"),
        "guardian": _("the guardian"),
    }.get(history.completed_by, history.completed_by)
    how = {"spoken": _("spoken"), "written": _("written"), "electronic": _("electronic")}.get(
        history.method, history.method
    )
    signed = history.signed
    looked = [day(each.reviewed_on) for each in reviews if each.history_id == history.id]
    rows = (
        (_("Reason for care"), history.reason_for_care),
        (_("Goals"), history.goals),
        (_("Allergies"), allergies),
        (_("Yes"), "; ".join(yes)),
        (_("No"), "; ".join(named(each.key) for each in answers if each.answer == NO)),
        (_("Declined"), "; ".join(named(each.key) for each in answers if each.answer == DECLINED)),
        (_("Other history"), history.relevant_history),
        (_("Answered by"), f"{who}, {how}"),
        (_("Not asked"), "; ".join(named(key) for key in history.left_out)),
        (_("Signed"), _("{name}, {moment}").format(name=signed.name, moment=moment(signed.at)) if signed else ""),
        (_("Notice"), _("information practices explained") if history.notice_given else _("not recorded as given")),
        (_("Reviewed, no change"), listed(looked)),
    )
    return tuple((label, words) for label, words in rows if words)
