"""What stands at the edges of every clinical page: letterhead, running head, foot, and the mark of the note's state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.record import PrintableVisit
from rmt_notes.clinical.wording import day
from rmt_notes.export.pdf.blocks import prose
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import BODY, HEIGHT, INK, LINE, SMALL, SOFT, Ink, Mark, Row, Rule, Words
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.export.pdf.words import born_words, file_words, moment_words, short_hash
from rmt_notes.i18n import _


def state_mark(printable: PrintableVisit) -> str:
    """The word that every page carries: DRAFT, AMENDED or VOID; empty for a note signed once."""
    if printable.visit.state == "void":
        return _("VOID")
    if is_unsigned(printable):
        return _("DRAFT")
    return _("AMENDED") if len(printable.versions) > 1 else ""


def is_unsigned(printable: PrintableVisit) -> bool:
    """Whether the current text is not (yet) signed: a draft, or an amendment under way."""
    return printable.is_draft() or printable.note != printable.versions[-1].note


def state_words(printable: PrintableVisit) -> str:
    """The same in a phrase, for the letterhead and the running head."""
    if printable.visit.state == "void":
        return _("VOID")
    if printable.is_draft():
        return _("DRAFT, not signed")
    if is_unsigned(printable):
        return _("DRAFT amendment, not signed")
    if len(printable.versions) > 1:
        return _("AMENDED, version {number}").format(number=printable.versions[-1].number)
    return ""


def letterhead(setter: Setter, printable: PrintableVisit, title: str) -> list[Row]:
    """The clinic, and on the right what the paper is and in which state."""
    left = clinic(setter, printable.practice, printable.practitioner)
    right = prose(
        setter, [Span(title)], x=BODY - 165, width=165, size=SMALL + 0.4, grey=SOFT, align="right", leading=1.45
    )
    state = state_words(printable)
    if state:
        right += prose(setter, [Span(state, STRONG)], x=BODY - 165, width=165, size=10.5, align="right", leading=1.5)
    return [*beside(left, right), *under_letterhead()]


def clinic(setter: Setter, practice: Practice, practitioner: Practitioner) -> list[Row]:
    """The clinic on the left of a letterhead: its name, or the practitioner's where it has none, and how to reach
    it."""
    fax = _("fax {number}").format(number=practice.fax) if practice.fax else ""
    name = practice.name or practitioner.signature()
    contact = dotted([practice.address, practice.phone, fax, practice.email])
    return [
        *prose(setter, [Span(name, STRONG)], size=16.5, width=BODY - 170, leading=1.25),
        *prose(setter, [Span(contact)], size=SMALL, grey=SOFT, width=BODY - 170, leading=1.4),
    ]


def under_letterhead(space: float = 8.0) -> list[Row]:
    """The rule under a letterhead, and the space after it."""
    return [Row(7.0, (Rule(0, BODY, 6.0, 1.4, INK),), keep=True), Row(space, keep=True)]


def dotted(parts: Iterable[str]) -> str:
    """Short facts in one line: `12 Mill Street · 519-555-0142`."""
    return " · ".join(part for part in parts if part)


def running_head(setter: Setter, printable: PrintableVisit) -> list[Row]:
    """Who and when, at the top of the second page and every later one."""
    client, visit = printable.client, printable.visit
    seen_on = visit.started_at.date()
    state = state_words(printable)
    who = f"{client.formal_name()} · {born_words(client, seen_on)} · {file_words(client.file_number)}"
    when = _("visit {date}").format(date=day(seen_on))
    right = setter.line(f"{when} · {state}" if state else when, SMALL, STRONG)
    left = setter.fitted(who, SMALL, BODY - right.width - 14, STRONG)
    return [Row(12.0, (Words(left, 0, 8.4), Words(right, BODY, 8.4, align="right"), Rule(0, BODY, 14.5, 0.7)))]


def foot(setter: Setter, printable: PrintableVisit, page: int, pages: int) -> Sequence[Row]:
    """Who wrote it, which page, when printed, and where the print stands in the audit log."""
    last = None if is_unsigned(printable) else printable.versions[-1]
    practitioner = printable.practitioner
    name = last.signed_name if last else practitioner.signature()
    registration = last.registration_number if last else practitioner.registration_number
    author = [
        name,
        _("registration no. {number}").format(number=registration) if registration else _("no registration number"),
        printable.practice.name,
    ]
    client = printable.client
    about = [
        client.formal_name(),
        file_words(client.file_number),
        _("visit {date}").format(date=day(printable.visit.started_at.date())),
    ]
    page_words = _("page {page} of {pages}").format(page=page, pages=pages)
    # The state stands where nothing is ever shortened.
    marked = " · ".join(part for part in (state_mark(printable), page_words) if part)
    number = setter.line(marked, SMALL, STRONG)
    printed = setter.line(
        _("printed {moment} · audit {number} · {head}").format(
            moment=moment_words(printable.printed_at),
            number=printable.audit_number,
            head=short_hash(printable.audit_head)[:9],
        ),
        SMALL,
    )
    upper = setter.fitted(" · ".join(part for part in author if part), SMALL, BODY - number.width - 14)
    lower = setter.fitted(" · ".join(about), SMALL, BODY - printed.width - 14)
    return [
        Row(
            17.0, (Rule(0, BODY, 5.0, 0.5, LINE), Words(upper, 0, 15.4, SOFT), Words(number, BODY, 15.4, INK, "right"))
        ),
        Row(12.0, (Words(lower, 0, 10.0, SOFT), Words(printed, BODY, 10.0, SOFT, "right"))),
    ]


def _lowered(mark: Mark, by: float) -> Mark:
    """The same mark further down."""
    if isinstance(mark, Ink):
        return mark._replace(lines=tuple(tuple((across, down + by) for across, down in line) for line in mark.lines))
    return mark._replace(down=mark.down + by)


def beside(left: Sequence[Row], right: Sequence[Row]) -> list[Row]:
    """Two stacks of rows next to each other, each with its own line spacing; one below the other where they are too
    long for that."""
    heights = [sum(row.height for row in stack) for stack in (left, right)]
    if max(heights) > HEIGHT / 3:
        return [*left, *right]
    marks: list[Mark] = []
    for stack in (left, right):
        top = 0.0
        for row in stack:
            marks.extend(_lowered(mark, top) for mark in row.marks)
            top += row.height
    return [Row(max(heights), tuple(marks), keep=True)]
