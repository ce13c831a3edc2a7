"""The intake as a form to fill in at home: which fields it has, and what filled-in fields mean.

The PDF carries the fields under the names given here; reading one back gives names and texts, and `answers_in` turns
those into a sheet. Nothing is kept by that: the therapist sees first what it would change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import ANSWERS, YES, Answer, SignedAnswers
from rmt_notes.clinical.intake import history_of
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP, IntakeSheet
from rmt_notes.clinical.own_questions import OWN, OwnQuestion
from rmt_notes.clinical.practice import Practice
from rmt_notes.i18n import _, _n

FORM, VERSION = "rmt-notes-intake", 1
MARK = "rmt_form"
"""The hidden field that says which form this is, and whose."""
LONGEST = 4000
"""Characters of one field; a longer one was not typed into this form."""
WORDS = {"words.reason": "reason_for_care", "words.goals": "goals", "words.other": "relevant_history"}
WHO = ("client", "guardian", "other")


class BadForm(Exception):
    """A file that cannot be taken as a filled-in form; `str()` is the sentence to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeForm:
    """What the form is made from. `notice` are the lines of the notice of information practices, `questions` the
    practice's own."""

    practice: Practice
    client_id: str
    client_name: str
    notice: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    questions: tuple[OwnQuestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswers:
    """What a filled-in form says: the sheet as it would become, and sentences about what was not taken."""

    sheet: IntakeSheet
    remarks: tuple[str, ...] = ()


def mark_of(client_id: str) -> str:
    """What the hidden field says."""
    return f"{FORM}/{VERSION}/{client_id}"


def asked_on_paper(left_out: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The grouped questions of the form, in order."""
    return tuple(key for key in catalogue().intake_groups if key not in left_out)


def items_on_paper(group: str) -> tuple[str, ...]:
    """The items a client ticks; what only a therapist can see is not among them, and allergies are one question."""
    book = catalogue()
    if group == ALLERGY_GROUP:
        return ()
    return tuple(item for item in book.intake_groups[group].items if book.contraindications[item].ask != "observe")


def own_field(question: OwnQuestion) -> str:
    """The field of an own question. Its name holds the words: an answer to other words is not taken for an answer to
    these."""
    words = hashlib.sha256(question.question.strip().encode()).hexdigest()[:12]
    return f"{OWN}{question.id}-{words}"


def fields_of(left_out: tuple[str, ...] = (), questions: Sequence[OwnQuestion] = ()) -> dict[str, tuple[str, ...]]:
    """Every field by name, with the choices it has (none: words)."""
    found: dict[str, tuple[str, ...]] = {MARK: (), **dict.fromkeys(WORDS, ())}
    for group in asked_on_paper(left_out):
        found[f"group.{group}"] = ANSWERS
        if group == ALLERGY_GROUP:
            found["allergies.detail"] = ()
        for item in items_on_paper(group):
            found[f"item.{item}"] = (YES,)
            found[f"detail.{item}"] = ()
    for question in questions:
        found[own_field(question)] = ANSWERS
        found[f"detail.{own_field(question)}"] = ()
    found["who"] = WHO
    found["who.name"] = ()
    found["signed.name"] = ()
    return found


def check_mark(fields: Mapping[str, str], client_id: str) -> None:
    """Whether this is our form, of this version, of this client.

    Raises:
        BadForm: with the sentence.
    """
    form, _slash, rest = fields.get(MARK, "").partition("/")
    version, _slash, owner = rest.partition("/")
    if form != FORM or not version.isdigit():
        raise BadForm(_("This PDF is not an intake form made by RMT Notes."))
    if int(version) > VERSION:
        raise BadForm(_("This form was made by a newer version of RMT Notes. Make a new form with this version."))
    if int(version) < VERSION:
        raise BadForm(
            _("This form is from an older version of RMT Notes. Its questions have changed; make a new form.")
        )
    if owner != client_id:
        raise BadForm(_("This form was made for another client. Nothing was read from it."))


def answers_in(
    fields: Mapping[str, str], sheet: IntakeSheet, questions: Sequence[OwnQuestion] = (), at: datetime | None = None
) -> FormAnswers:
    """The sheet with what the form says; a question without an answer stays as it is. `at` is when it is read: the
    time of a name typed as a signature, since the form itself knows none.

    Raises:
        BadForm: another form, another version, another client.
    """
    check_mark(fields, sheet.client_id)
    known = fields_of(sheet.left_out, questions)
    remarks: list[str] = []
    dropped = [name for name in fields if name.startswith(OWN) and name not in known and _tidy(fields[name])]
    if dropped:
        words = _n(
            "{number} answer is to a question of your own that was changed or dropped since the form was made; it was "
            "left aside.",
            "{number} answers are to questions of your own that were changed or dropped since the form was made; they "
            "were left aside.",
            len(dropped),
        )
        remarks.append(words.format(number=len(dropped)))
    foreign = [name for name in fields if name not in known and not name.removeprefix("detail.").startswith(OWN)]
    if foreign:
        words = _n(
            "{number} field is not of this form; it was left aside. The file was edited by hand.",
            "{number} fields are not of this form; they were left aside. The file was edited by hand.",
            len(foreign),
        )
        remarks.append(words.format(number=len(foreign)))
    values: dict[str, str] = {}
    for name, choices in known.items():
        value = _tidy(fields.get(name, ""))
        if choices and value and value not in choices:
            remarks.append(
                _("“{field}” has an answer that was not offered; it was left aside.").format(
                    field=_name(name, questions)
                )
            )
        elif len(value) > LONGEST:
            values[name] = value[:LONGEST]
            words = _("“{field}” is too long; only its beginning was taken.")
            remarks.append(words.format(field=_name(name, questions)))
        elif value:
            values[name] = value
    found = _with_own(_taken(sheet, values, remarks), values, questions)
    return FormAnswers(sheet=_signed(found, values, at), remarks=tuple(remarks))


def _with_own(sheet: IntakeSheet, values: Mapping[str, str], questions: Sequence[OwnQuestion]) -> IntakeSheet:
    for question in questions:
        detail = values.get(f"detail.{own_field(question)}", "")
        answer = values.get(own_field(question), "") or (YES if detail else "")
        if answer:
            sheet = sheet.with_own(question.id, question.question, answer, detail)
    return sheet


def _signed(sheet: IntakeSheet, values: Mapping[str, str], at: datetime | None) -> IntakeSheet:
    """A name typed as the signature is bound to the answers of the form, as a drawn one is."""
    name = values.get("signed.name", "")
    if not name or at is None:
        return sheet
    content = history_of(sheet, practitioner_id="", at=at).answers_hash()
    return replace(sheet, signed=SignedAnswers(name=name, at=at, content=content))


def _taken(sheet: IntakeSheet, values: Mapping[str, str], remarks: list[str]) -> IntakeSheet:
    words = {field: values[name] for name, field in WORDS.items() if name in values}
    found = replace(sheet, **words, method="written")  # type: ignore[arg-type]  # WORDS names fields of text
    for group in asked_on_paper(sheet.left_out):
        ticked = [item for item in items_on_paper(group) if values.get(f"item.{item}") == YES]
        detailed = [item for item in items_on_paper(group) if f"detail.{item}" in values]
        answer = values.get(f"group.{group}", "")
        if answer and answer != YES and (ticked or detailed):
            label = catalogue().intake_groups[group].label
            words_of = _(
                "{group}: something was ticked or written under it, but the question itself says otherwise. Ask."
            )
            remarks.append(words_of.format(group=label))
        if not answer and (ticked or detailed):
            answer = YES
        if not answer:
            continue
        found = found.with_group(group, answer)
        for item in dict.fromkeys((*ticked, *detailed)):
            before = found.item(item)
            places = before.places if before is not None else ()
            given = Answer(key=item, answer=YES, detail=values.get(f"detail.{item}", ""), places=places)
            found = found.with_item(item, given)
    if "allergies.detail" in values:
        allergies = replace(found.allergies, detail=values["allergies.detail"], answer=found.allergies.answer or YES)
        found = found.with_allergies(allergies)
    if "who" in values:
        found = replace(found, completed_by=values["who"])
    return replace(found, completed_by_name=values.get("who.name", found.completed_by_name))


def _tidy(value: str) -> str:
    """Line ends as elsewhere; controls that no hand types are gone."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or sign >= " ").strip()


def _name(field: str, questions: Sequence[OwnQuestion] = ()) -> str:
    """A field as the form calls it."""
    book = catalogue()
    own = next((each.question for each in questions if field.removeprefix("detail.") == own_field(each)), "")
    if own:
        return own
    words = {
        "words.reason": _("Reason for care"),
        "words.goals": _("Goals"),
        "words.other": _("Other history"),
        "allergies.detail": _("Allergies"),
        "who": _("Answered by"),
        "who.name": _("Answered by"),
        "signed.name": _("Signature"),
    }
    if field in words:
        return words[field]
    kind, _dot, key = field.partition(".")
    if kind == "group":
        return str(book.intake_groups[key].label)
    return book.words("contraindications", key) if kind in ("item", "detail") else field
