"""An intake in words: what is still open, what contradicts itself, and what changed against the last version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.health_history import NO, YES, Answer, HealthHistory
from rmt_notes.clinical.history_difference import own_words
from rmt_notes.clinical.intake import IntakeFinding, asked_items, unclosed
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP, IntakeSheet
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.wording import all_of, bare, finding_text, listed, lower_first, places_text, upper_first
from rmt_notes.i18n import _, _n


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """One thing still open. `key` is its row in the record standards; `field` names where it is answered: a field of
    the sheet, `group:<key>`, `item:<key>` or `finding:<id>`. What `blocks` must be answered before the note of the
    visit is signed, or, about a finding that is closed, before it is kept."""

    key: str
    sentence: str
    field: str
    blocks: bool = False


def open_points(
    sheet: IntakeSheet,
    rows: Sequence[IntakeFinding],
    rules: Jurisdiction,
    *,
    asks_history: bool = True,
    earlier: Sequence[HealthHistory] = (),
) -> tuple[OpenPoint, ...]:
    """What rows C5, C8, C9, C10 and C12 still ask for, in the order of the screen. `asks_history` off looks at the
    findings alone. A point `blocks` where no version on file (`earlier`) answers it either, and the row does here."""
    points = [*_about(sheet, rules), *_questions(sheet)] if asks_history else []
    must = {(each.key, each.field) for each in must_ask(sheet, earlier, rules)} if asks_history else set()
    told = tuple(replace(each, blocks=(each.key, each.field) in must) for each in points)
    return (*told, *_findings(rows))


def must_ask(sheet: IntakeSheet, earlier: Sequence[HealthHistory], rules: Jurisdiction) -> tuple[OpenPoint, ...]:
    """What must be asked and has no answer, neither on the sheet nor in an earlier version; "declined" is an answer.
    Rows C5, C8 and C9 everywhere, C10 where the profile blocks it."""
    told = {
        "allergies": any(each.allergies.answer for each in earlier),
        "notice_given": "C10" not in rules.blocks_here or any(each.notice_given for each in earlier),
    }
    before = {answer.key for each in earlier for answer in each.groups}
    answered = all(key in before or sheet.group(key) or key in sheet.left_out for key in catalogue().intake_groups)
    found = []
    for point in (*_about(sheet, rules), *_questions(sheet)):
        kind, _colon, key = point.field.partition(":")
        if not told.get(point.field, kind == "group" and sheet.group(key) != YES and answered):
            found.append(point)
    return tuple(found)


def _about(sheet: IntakeSheet, rules: Jurisdiction) -> Iterable[OpenPoint]:
    if not sheet.reason_for_care.strip():
        yield OpenPoint(key="C8", sentence=_("Reason for seeking care, in the client's words"), field="reason_for_care")
    if not sheet.goals.strip():
        yield OpenPoint(key="C8", sentence=_("Goals, in the client's words"), field="goals")
    if not sheet.allergies.answer:
        yield OpenPoint(key="C5", sentence=_("Allergies: listed, none known or declined"), field="allergies")
    elif sheet.allergies.answer == YES and not sheet.allergies.detail.strip():
        yield OpenPoint(key="C5", sentence=_("Which allergies"), field="allergies_detail")
    if not sheet.completed_by:
        yield OpenPoint(key="C9", sentence=_("Who answered the questions"), field="completed_by")
    elif sheet.completed_by in ("guardian", "other") and not sheet.completed_by_name.strip():
        yield OpenPoint(key="C9", sentence=_("The name of the person who answered"), field="completed_by_name")
    if not sheet.method:
        yield OpenPoint(key="C9", sentence=_("How it was answered: spoken, written or electronic"), field="method")
    if rules.intake.notice_required and not sheet.notice_given:
        yield OpenPoint(key="C10", sentence=_("Notice of information practices shown"), field="notice_given")


def _questions(sheet: IntakeSheet) -> Iterable[OpenPoint]:
    book = catalogue()
    unanswered = [key for key in book.intake_groups if not sheet.group(key) and key not in sheet.left_out]
    if unanswered:
        sentence = _n(
            "{number} health question not answered", "{number} health questions not answered", len(unanswered)
        )
        yield OpenPoint(key="C9", sentence=sentence.format(number=len(unanswered)), field=f"group:{unanswered[0]}")
    for key, group in book.intake_groups.items():
        if key == ALLERGY_GROUP or sheet.group(key) != YES or key in sheet.left_out:
            continue
        answers = [answer for item in group.items if (answer := sheet.item(item)) is not None]
        if not any(answer.answer == YES for answer in answers):
            sentence = _("{group}: yes, but not yet what").format(group=group.label)
            yield OpenPoint(key="C9", sentence=sentence, field=f"group:{key}")


def _findings(rows: Iterable[IntakeFinding]) -> Iterable[OpenPoint]:
    rows = tuple(rows)
    blocked = {row.finding.id for row in unclosed(rows)}
    for row in rows:
        name = finding_name(row)
        where = f"finding:{row.finding.id}"
        if row.finding.id in blocked:
            yield OpenPoint(
                key="C12",
                sentence=_("{finding}: when and why it is closed").format(finding=name),
                field=where,
                blocks=True,
            )
        if not row.finding.is_active():
            continue
        if row.needs_place:
            field = f"item:{row.finding.key}" if row.answer == YES and row.is_new else where
            yield OpenPoint(key="C9", sentence=_("{finding}: where on the body").format(finding=name), field=field)
        if any(not place.side for place in row.finding.places):
            field = f"item:{row.finding.key}" if row.answer == YES and row.is_new else where
            yield OpenPoint(key="C9", sentence=_("{finding}: which side").format(finding=name), field=field)
        if not row.choice:
            yield OpenPoint(key="C12", sentence=_("{finding}: decide what to do").format(finding=name), field=where)
        elif not row.is_decided:
            yield OpenPoint(key="C12", sentence=_("{finding}: how, or why").format(finding=name), field=where)


def finding_name(row: IntakeFinding) -> str:
    """The finding in few words."""
    if row.entry is None:
        return finding_text(row.finding)
    return bare(str(row.entry.short or row.entry.label))


# -- contradictions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two things that do not go together: the sentence, and where to look (as in `OpenPoint.field`)."""

    sentence: str
    field: str


_ONE_OF = (
    ("bp_controlled", "bp_uncontrolled"),
    ("osteoporosis_mild", "osteoporosis_severe"),
)
"""Items of which one says the opposite of the other, or includes it."""

_OF_PREGNANCY = ("pregnancy_complicated", "preeclampsia_signs")


def contradictions(sheet: IntakeSheet, rows: Sequence[IntakeFinding]) -> tuple[Contradiction, ...]:
    """Everything in the sheet that contradicts itself, in the order of the screen."""
    book = catalogue()
    answers = asked_items(sheet, book)
    found: list[Contradiction] = []

    def says(key: str, answer: str) -> bool:
        return key in answers and answers[key].answer == answer

    def label(key: str) -> str:
        entry = book.contraindications[key]
        return bare(str(entry.short or entry.label))

    active = {row.finding.key for row in rows if row.finding.is_active()}
    for key in _OF_PREGNANCY:
        if says(key, YES) and "pregnancy" not in active:
            sentence = _("{finding} is answered yes, pregnancy is not.").format(finding=label(key))
            found.append(Contradiction(sentence=sentence, field="item:pregnancy"))
    for one, other in _ONE_OF:
        if says(one, YES) and says(other, YES):
            sentence = _("Both are answered yes: {one}, and {other}. Keep the one that is true.").format(
                one=lower_first(label(one)), other=lower_first(label(other))
            )
            found.append(Contradiction(sentence=sentence, field=f"item:{other}"))
    for row in rows:
        found.extend(_in_finding(row))
    return tuple(found)


def _in_finding(row: IntakeFinding) -> Iterable[Contradiction]:
    name, where = finding_name(row), f"finding:{row.finding.id}"
    if not row.finding.is_active() and row.answer == YES:
        sentence = (
            _("{finding} is answered yes today, but marked as resolved.")
            if row.finding.state == "resolved"
            else _("{finding} is answered yes today, but marked as entered in error.")
        )
        yield Contradiction(sentence=sentence.format(finding=name), field=where)
    if row.before is not None and row.answer == NO and row.finding.is_active():
        sentence = _("{finding} is answered no today, but is still active on file. Is it still true?")
        yield Contradiction(sentence=sentence.format(finding=name), field=where)
    barred = row.entry is not None and row.entry.effect["GEN"] == "bar"
    if barred and row.finding.is_active() and row.choice in ("treat", "modify"):
        sentence = _("{finding}: no massage while it is active. A decision to treat does not lift that.")
        yield Contradiction(sentence=sentence.format(finding=name), field=where)


# -- against the last version -----------------------------------------------------------------------------------------


def changes_between(before: HealthHistory, after: HealthHistory) -> tuple[str, ...]:
    """What the later version says differently, one sentence each. Questions not answered in the later one say
    nothing yet."""
    book = catalogue()
    lines = []
    for label, old, new in (
        (_("Reason for care"), before.reason_for_care, after.reason_for_care),
        (_("Goals"), before.goals, after.goals),
        (_("Other history"), before.relevant_history, after.relevant_history),
    ):
        if old.strip() != new.strip():
            lines.append(
                _("{field} changed.").format(field=label) if new.strip() else _("{field} removed.").format(field=label)
            )
    if after.allergies.answer and before.allergies != after.allergies:
        lines.append(_("Allergies: {now}, before {then}.").format(now=allergy_words(after), then=allergy_words(before)))
    for key in book.intake_groups:
        if key == ALLERGY_GROUP:
            continue
        lines.extend(_group_changes(before, after, key, book))
    for own in after.own:
        was, now = before.own_answer(own.key), own_words(own)
        if own_words(was) != now:
            lines.append(
                _("{question} {now}, before {then}.").format(
                    question=own.question, now=upper_first(now), then=own_words(was)
                )
            )
    return tuple(lines)


def _group_changes(before: HealthHistory, after: HealthHistory, key: str, book: Catalogue) -> Iterable[str]:
    group = book.intake_groups[key]
    old, new = _said(before, key), _said(after, key)
    if not new:
        return
    items = [(item, _said(before, item, old), _said(after, item, new)) for item in group.items]
    started = [item for item, was, now in items if now == YES and was != YES]
    ended = [item for item, was, now in items if was == YES and now == NO]
    for item in started:
        yield _("New: {finding}.").format(finding=_with_detail(item, after.answer(item), book))
    for item in ended:
        yield _("No longer: {finding}.").format(finding=_short(item, book))
    for item, was, now in items:
        if was == YES and now == YES:
            one, other = before.answer(item), after.answer(item)
            if one and other and (one.detail.strip(), one.places) != (other.detail.strip(), other.places):
                yield _("Other details: {finding}.").format(finding=_with_detail(item, other, book))
    if not started and not ended and old != new:
        then = answer_word(old) if old else _("not asked")
        yield _("{group}: {now}, before {then}.").format(
            group=group.label, now=lower_first(answer_word(new)), then=lower_first(then)
        )


def _said(history: HealthHistory, key: str, group: str = "") -> str:
    answer = history.answer(key)
    if answer is not None:
        return answer.answer
    return group if group != YES else ""


def _short(item: str, book: Catalogue) -> str:
    entry = book.contraindications.get(item)
    return lower_first(bare(str(entry.short or entry.label))) if entry else item.replace("_", " ")


def _with_detail(item: str, answer: Answer | None, book: Catalogue) -> str:
    parts = [_short(item, book)]
    if answer is not None:
        parts.extend(
            part for part in (answer.detail.strip().rstrip("."), places_text(answer.places, inside=True)) if part
        )
    return listed(parts)


def answer_word(answer: str) -> str:
    """Yes, No, Declined to answer."""
    return catalogue().words("answers", answer)


def allergy_words(history: HealthHistory) -> str:
    """The allergies of a version in few words."""
    allergies = history.allergies
    if allergies.answer == YES:
        return allergies.detail.strip() or _("listed without detail")
    return {NO: _("none known"), "": _("not asked")}.get(allergies.answer, _("declined"))


def yes_words(history: HealthHistory, group: str) -> str:
    """What a version answered in one group, for the line "last time": `yes, pacemaker`."""
    book = catalogue()
    answer = _said(history, group)
    if not answer:
        return ""
    if answer != YES:
        return lower_first(answer_word(answer))
    if group == ALLERGY_GROUP:
        return _("yes, {what}").format(what=allergy_words(history))
    items = [
        _with_detail(item, found, book)
        for item in book.intake_groups[group].items
        if (found := history.answer(item)) is not None and found.answer == YES
    ]
    return _("yes, {what}").format(what=all_of(items)) if items else lower_first(answer_word(YES))
