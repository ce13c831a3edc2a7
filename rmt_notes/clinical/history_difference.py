"""What two versions of a health history say differently, in words: what is new, what changed, what is gone.

Any two versions can be compared. What one of them was not asked is "not asked", which is neither a yes nor a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rmt_notes.clinical.alerts import short_label
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.health_history import NO, YES, Answer, HealthHistory, OwnAnswer
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP
from rmt_notes.clinical.wording import clauses, listed, lower_first, places_text
from rmt_notes.i18n import _

ADDED, CHANGED, GONE, UNASKED = "added", "changed", "gone", "unasked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryDifference:
    """One line: `kind` is added (a yes, or words, that the earlier version did not have), gone (what the later one
    denies), changed, or unasked (the earlier version had an answer, the later one did not ask again). `key` names the
    field, the group or the item; `before` and `after` are what each version says, in words, never empty. `limits` is on
    where the line is about a contraindication."""

    kind: str
    key: str
    label: str
    before: str
    after: str
    limits: bool = False

    def sentence(self) -> str:
        """The line for the ear: `New: pacemaker. Before: not asked. Now: yes, left chest.`"""
        return _("{kind}: {label}. Before: {before}. Now: {after}.").format(
            kind=kind_word(self.kind), label=lower_first(self.label), before=self.before, after=self.after.rstrip(".")
        )


def kind_word(kind: str) -> str:
    """New, Changed, No longer, Not asked again."""
    return {ADDED: _("New"), CHANGED: _("Changed"), GONE: _("No longer"), UNASKED: _("Not asked again")}[kind]


def differences(
    before: HealthHistory, after: HealthHistory, book: Catalogue | None = None
) -> tuple[HistoryDifference, ...]:
    """Every difference from the earlier to the later version, in the order of the questions; what was only not asked
    again comes after what was said differently."""
    entries = book or catalogue()
    found = (
        *_in_words(before, after),
        *_in_questions(before, after, entries),
        *_in_own(before, after),
        *_in_unknown(before, after, entries),
    )
    return tuple(sorted(found, key=lambda line: line.kind == UNASKED))


def folded(lines: Iterable[HistoryDifference]) -> tuple[HistoryDifference, ...]:
    """The same in fewer lines: questions that were not asked again, and had no yes, share one. A version in which only
    the changes were asked is told by its changes."""
    kept: list[HistoryDifference] = []
    quiet: list[HistoryDifference] = []
    for line in lines:
        (quiet if line.kind == UNASKED and not line.limits else kept).append(line)
    if len(quiet) > 1:
        names = clauses(line.label for line in quiet)
        words = _("answered: {questions}").format(questions=names)
        label = _("{number} questions").format(number=len(quiet))
        quiet = [HistoryDifference(kind=UNASKED, key=UNASKED, label=label, before=words, after=_("not asked"))]
    return (*kept, *quiet)


def full_review_due(histories: Iterable[HealthHistory], book: Catalogue | None = None) -> date | None:
    """The day from which all questions should be asked again: a year after the last version in which every one had an
    answer (after the newest version, where none is complete). None without a history. A reminder, never a bar: the
    Standard leaves the timing to the therapist (record standards, section 2, [S11])."""
    entries = book or catalogue()
    versions = sorted(histories, key=lambda each: each.number)
    if not versions:
        return None
    whole = [
        each
        for each in versions
        if all(each.answer(key) is not None or key in each.left_out for key in entries.intake_groups)
    ]
    last = (whole or versions)[-1].taken_at.date()
    try:
        return last.replace(year=last.year + 1)
    except ValueError:  # 29 February
        return date(last.year + 1, 3, 1)


# -- the client's own words -------------------------------------------------------------------------------------------


def _in_words(before: HealthHistory, after: HealthHistory) -> Iterator[HistoryDifference]:
    for key, label, old, new in (
        ("reason_for_care", _("Reason for care"), before.reason_for_care, after.reason_for_care),
        ("goals", _("Goals"), before.goals, after.goals),
        ("relevant_history", _("Other history"), before.relevant_history, after.relevant_history),
    ):
        one, other = old.strip(), new.strip()
        if one != other:
            kind = ADDED if not one else GONE if not other else CHANGED
            nothing = _("nothing written")
            yield HistoryDifference(kind=kind, key=key, label=label, before=one or nothing, after=other or nothing)
    old_words, new_words = _allergies(before), _allergies(after)
    if old_words != new_words:
        kind = _kind(before.allergies.answer, after.allergies.answer)
        yield HistoryDifference(
            kind=kind, key=ALLERGY_GROUP, label=_("Allergies"), before=old_words, after=new_words, limits=True
        )


def _allergies(history: HealthHistory) -> str:
    said = history.allergies
    if said.answer == YES:
        return said.detail.strip() or _("listed without detail")
    return {NO: _("none known"), "": _("not asked")}.get(said.answer, _("declined"))


# -- the questions ----------------------------------------------------------------------------------------------------


def _in_questions(before: HealthHistory, after: HealthHistory, book: Catalogue) -> Iterator[HistoryDifference]:
    for key, group in book.intake_groups.items():
        if key == ALLERGY_GROUP:
            continue
        found = [line for item in group.items if (line := _of_item(before, after, key, item, book)) is not None]
        yield from found
        old, new = _group(before, key), _group(after, key)
        # Where an item tells the difference, its group need not; where none does, the answer to the group is all.
        if not found and old != new:
            yield HistoryDifference(
                kind=_kind(old, new), key=key, label=str(group.label), before=_answer(old), after=_answer(new)
            )


def _of_item(
    before: HealthHistory, after: HealthHistory, group: str, item: str, book: Catalogue
) -> HistoryDifference | None:
    one, other = _answer_to(before.items, item), _answer_to(after.items, item)
    old = _item(one, _group(before, group))
    new = _item(other, _group(after, group))
    if YES not in (old, new):
        return None  # a no beside a no or a declined is told by the group
    was, now = _said(old, one), _said(new, other)
    if was == now:
        return None
    label = short_label(book.contraindications[item])
    return HistoryDifference(kind=_kind(old, new), key=item, label=label, before=was, after=now, limits=True)


def _in_own(before: HealthHistory, after: HealthHistory) -> Iterator[HistoryDifference]:
    """The practice's own questions, in the words in which the later version asked them."""
    for key in dict.fromkeys(answer.key for history in (before, after) for answer in history.own):
        one, other = before.own_answer(key), after.own_answer(key)
        was, now = own_words(one), own_words(other)
        asked = other or one
        if was == now or asked is None:
            continue
        kind = _kind(one.answer if one else "", other.answer if other else "")
        yield HistoryDifference(kind=kind, key=key, label=asked.question, before=was, after=now)


def own_words(answer: OwnAnswer | None) -> str:
    """An answer to an own question in words: `yes, sleeps on her front`."""
    if answer is None:
        return _answer("")
    detail = answer.detail.strip().rstrip(".")
    if answer.answer == YES and detail:
        return _("yes, {what}").format(what=detail)
    return _answer(answer.answer)


def _in_unknown(before: HealthHistory, after: HealthHistory, book: Catalogue) -> Iterator[HistoryDifference]:
    """Answers to what this catalogue does not ask (another version of it did) are told as they stand."""
    known = set(book.intake_groups) | {item for group in book.intake_groups.values() for item in group.items}
    keys = dict.fromkeys(
        answer.key
        for history in (before, after)
        for answer in (*history.groups, *history.items)
        if answer.key not in known
    )
    for key in keys:
        one, other = before.answer(key), after.answer(key)
        old, new = one.answer if one else "", other.answer if other else ""
        was, now = _said(old, one), _said(new, other)
        if was != now:
            label = book.words("contraindications", key)
            yield HistoryDifference(kind=_kind(old, new), key=key, label=label, before=was, after=now)


def _group(history: HealthHistory, key: str) -> str:
    found = _answer_to(history.groups, key)
    return found.answer if found is not None else ""


def _answer_to(answers: Iterable[Answer], key: str) -> Answer | None:
    """A group and an item may share their key (pregnancy), so each is looked for among its own."""
    return next((answer for answer in answers if answer.key == key), None)


def _item(answer: Answer | None, group: str) -> str:
    """A group answered with no or declined answers its items; in a yes an item without an answer was not chosen."""
    if answer is not None:
        return answer.answer
    return NO if group == YES else group


def _kind(old: str, new: str) -> str:
    if old and not new:
        return UNASKED
    if new == YES and old != YES:
        return ADDED
    return GONE if old == YES and new == NO else CHANGED


def _said(answer: str, found: Answer | None) -> str:
    if answer != YES or found is None:
        return _answer(answer)
    parts = [places_text(found.places, inside=True), found.detail.strip().rstrip(".")]
    told = listed(parts)
    return _("yes, {what}").format(what=told) if told else _answer(YES)


def _answer(answer: str) -> str:
    return lower_first(catalogue().words("answers", answer)) if answer else _("not asked")
