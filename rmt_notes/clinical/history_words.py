"""A version of the health history as labels and words, for screens and for paper."""

from __future__ import annotations

from collections.abc import Sequence

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import DECLINED, NO, YES, HealthHistory, HistoryReview
from rmt_notes.clinical.history_difference import own_words
from rmt_notes.clinical.wording import clauses, day, listed, moment, places_text
from rmt_notes.i18n import _


def history_lines(
    history: HealthHistory, reviews: Sequence[HistoryReview] = (), *, between: str = "; "
) -> tuple[tuple[str, str], ...]:
    """What was asked and answered, without what is empty. A "no" and a "declined" are told too: they are answers.
    `between` stands between answers with details of their own."""
    book = catalogue()

    def named(key: str) -> str:
        group = book.intake_groups.get(key)
        return str(group.label) if group is not None else book.words("contraindications", key)

    answers = (*history.groups, *history.items)
    yes = []
    for answer in answers:
        if answer.answer == YES:
            where = places_text(answer.places, book)
            detail = listed((where, answer.detail))
            yes.append(f"{named(answer.key)} ({detail})" if detail else named(answer.key))
    own = [_("{question} {answer}").format(question=each.question, answer=own_words(each)) for each in history.own]
    looked = [day(each.reviewed_on) for each in reviews if each.history_id == history.id]
    rows = (
        (_("Reason for care"), history.reason_for_care),
        (_("Goals"), history.goals),
        (_("Allergies"), _allergies(history)),
        (_("Yes"), between.join(yes)),
        (_("No"), clauses(named(each.key) for each in answers if each.answer == NO)),
        (_("Declined"), clauses(named(each.key) for each in answers if each.answer == DECLINED)),
        (_("Own questions"), between.join(own)),
        (_("Other history"), history.relevant_history),
        (_("Answered by"), _answered_by(history)),
        (_("Not asked"), clauses(named(key) for key in history.left_out)),
        (_("Signed"), signed_words(history)),
        (_("Notice"), _("information practices explained") if history.notice_given else _("not recorded as given")),
        (_("Reviewed, no change"), listed(looked)),
    )
    return tuple((label, words) for label, words in rows if words)


def signed_words(history: HealthHistory) -> str:
    """Who signed the answers, and whether they stand as they were signed."""
    signed = history.signed
    if signed is None:
        return ""
    words = _("{name}, {moment}").format(name=signed.name, moment=moment(signed.at))
    if history.is_as_signed():
        return words
    return _("{who}; something was changed after that, not by the person who signed").format(who=words)


def _allergies(history: HealthHistory) -> str:
    said = {NO: _("none known"), DECLINED: _("declined to answer"), YES: _("yes")}
    return history.allergies.detail or said.get(history.allergies.answer, _("not asked"))


def _answered_by(history: HealthHistory) -> str:
    """Who answered and how; empty where neither is known."""
    people = {"client": _("the client"), "therapist": _("the therapist"), "guardian": _("the guardian")}
    ways = {"spoken": _("spoken"), "written": _("written"), "electronic": _("electronic")}
    who = history.completed_by_name or people.get(history.completed_by, history.completed_by)
    return listed([who, ways.get(history.method, history.method)])
