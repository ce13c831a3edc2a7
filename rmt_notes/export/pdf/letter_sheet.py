"""What a letter says on paper: letterhead, who it is about, the bottom line in a frame, short parts, boxes to tick for
the answer, and the signature."""

from __future__ import annotations

from rmt_notes import i18n
from rmt_notes.clinical.body_chart import mark_words
from rmt_notes.clinical.letters import URGENT, Letter, kind_words
from rmt_notes.clinical.wording import day
from rmt_notes.export.pdf.blocks import framed, heading, labelled, prose
from rmt_notes.export.pdf.body_figure import BodyPage, body_rows
from rmt_notes.export.pdf.edges import beside, clinic, dotted, under_letterhead
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import BODY, INK, LINE, SMALL, SOFT, Ink, Row, Rule, Sheet, Words
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.export.pdf.words import born_words, file_words, moment_words
from rmt_notes.i18n import _

PAD = 11.0
BOX = 9.0
FIGURES = (
    (0.3, False),
    (0.24, False),
    (0.45, True),
    (0.34, True),
    (0.24, True),
    (0.2, False),
    (0.2, True),
    (0.168, False),
    (0.168, True),
    (0.0, False),
)
"""How large the body chart is tried, and whether cropped to the part that is marked, until the letter fits on its page;
at last its marks stand in words alone."""


def letter_sheet(letter: Letter, figure: tuple[float, bool] = FIGURES[0]) -> Sheet:
    """The whole letter, set and ready to draw; the figure as large as `figure` says (points per body unit, and
    whether cropped), with 0 its marks in words alone."""
    setter = Setter()
    rows = [*_head(setter, letter), *_about(setter, letter), *_bottom_line(setter, letter)]
    for label, text in letter.parts:
        rows += labelled(setter, label, text, before=5.0)
    rows += _where(setter, letter, figure)
    if letter.consent:
        rows += labelled(setter, _("Sent with"), letter.consent, before=5.0)
    rows += _signed(setter, letter)
    if letter.with_reply:
        rows += _reply(setter, letter)
    rows += _disputed(setter, letter)
    return Sheet(
        rows=tuple(rows),
        setter=setter,
        title=f"{kind_words(letter.kind)}, {day(letter.written_at.date())}",
        author=letter.practice.name,
        language="fr-CA" if i18n.current() == "fr" else "en-CA",
        foot=lambda page, pages: _foot(setter, letter, page, pages),
    )


def _head(setter: Setter, letter: Letter) -> list[Row]:
    left = clinic(setter, letter.practice, letter.practitioner)
    right = prose(setter, [Span(kind_words(letter.kind), STRONG)], x=BODY - 165, width=165, size=12.5, align="right")
    right += prose(
        setter, [Span(moment_words(letter.written_at))], x=BODY - 165, width=165, size=SMALL, grey=SOFT, align="right"
    )
    return [*beside(left, right), *under_letterhead(10.0)]


def _about(setter: Setter, letter: Letter) -> list[Row]:
    """To whom, and about whom."""
    to = letter.provider
    left = prose(setter, [Span(_("To"))], size=SMALL, grey=SOFT, width=BODY / 2 - 10)
    if to is None:
        left += prose(setter, [Span(_("Physician on duty"), STRONG)], size=11.0, width=BODY / 2 - 10)
    else:
        left += prose(setter, [Span(to.name, STRONG)], size=11.0, width=BODY / 2 - 10)
        fax = _("fax {number}").format(number=to.fax) if to.fax else ""
        for words in (dotted([to.kind, to.clinic]), to.address, dotted([to.phone, fax])):
            left += prose(setter, [Span(words)], size=9.2, width=BODY / 2 - 10) if words else []
    x, width = BODY / 2 + 4, BODY / 2 - 4
    client = letter.client
    right = prose(setter, [Span(_("About"))], x=x, width=width, size=SMALL, grey=SOFT)
    right += prose(setter, [Span(client.formal_name(), STRONG)], x=x, width=width, size=11.0)
    born = born_words(client, letter.written_at.date())
    for words in (dotted([born, client.pronouns]), file_words(client.file_number), client.phone):
        right += prose(setter, [Span(words)], x=x, width=width, size=9.2) if words else []
    return [*beside(left, right), Row(11.0)]


def _bottom_line(setter: Setter, letter: Letter) -> list[Row]:
    inner = prose(setter, [Span(letter.bottom_line, STRONG)], x=PAD, width=BODY - 2 * PAD, size=11.4, leading=1.36)
    return [*framed(inner, thick=1.6 if letter.kind == URGENT else 1.0, pad=PAD), Row(6.0)]


def _where(setter: Setter, letter: Letter, figure: tuple[float, bool]) -> list[Row]:
    """Where it hurts."""
    if not letter.marks:
        return []
    scale, cropped = figure
    if not scale:
        return labelled(setter, _("Where it hurts"), "; ".join(mark_words(mark) for mark in letter.marks), before=5.0)
    rows = body_rows(setter, BodyPage(marks=letter.marks, scale=scale, cropped=cropped))
    return [Row(6.0, keep=True), *rows]


def _disputed(setter: Setter, letter: Letter) -> list[Row]:
    """What the client asked to have corrected in the note that the letter is taken from, in their own words."""
    rows: list[Row] = []
    for label, words in letter.disputed:
        rows += labelled(setter, label, words, before=1.8 if rows else 0.0)
    return [*heading(setter, _("Correction asked for by the client"), before=18.0), *rows] if rows else []


def _signed(setter: Setter, letter: Letter) -> list[Row]:
    who = letter.practitioner
    registration = (
        _("registration no. {number}").format(number=who.registration_number) if who.registration_number else ""
    )
    rows = [Row(26.0, (Rule(0, 190, 24.0, 0.6),), before=10.0, keep=True)]
    rows += prose(setter, [Span(dotted([who.signature(), registration]))], size=9.5)
    direct = dotted([who.phone, who.email])
    return rows + (prose(setter, [Span(direct)], size=SMALL, grey=SOFT) if direct else [])


def _reply(setter: Setter, letter: Letter) -> list[Row]:
    """What the clinician fills in: three boxes, limits, until when, signature."""
    width = BODY - 2 * PAD
    rows = prose(setter, [Span(_("Answer, please tick and send back"), STRONG)], x=PAD, width=width, size=10.4)
    back = dotted(
        [letter.practice.name, _("fax {number}").format(number=letter.practice.fax) if letter.practice.fax else ""]
    )
    rows += prose(setter, [Span(back)], x=PAD, width=width, size=SMALL, grey=SOFT) if back else []
    for words in (
        _("Massage therapy without restriction"),
        _("Massage therapy with these limits (regions, pressure, techniques, position):"),
        _("Massage therapy is not advised at present"),
    ):
        rows.append(_tick(setter, words))
        if words.endswith(":"):
            rows += [Row(19.0, (Rule(PAD + 18, BODY - PAD, 16.0, 0.5, LINE),), keep=True) for _line in range(2)]
    rows.append(_blank(setter, (_("Valid until"), 0.0, 0.44), (_("Date"), 0.5, 1.0)))
    rows.append(_blank(setter, (_("Name, designation"), 0.0, 0.44), (_("Signature"), 0.5, 1.0)))
    return [Row(14.0), *framed([row._replace(keep=True) for row in rows], thick=1.0, pad=PAD)]


def _tick(setter: Setter, words: str) -> Row:
    left, top = PAD + 1.0, 5.0
    box = ((left, top), (left + BOX, top), (left + BOX, top + BOX), (left, top + BOX), (left, top))
    return Row(18.5, (Ink((box,), 1.0), Words(setter.line(words, 10.0), PAD + 18, 13.0)), keep=True)


def _blank(setter: Setter, *fields: tuple[str, float, float]) -> Row:
    """Lines to write on, each with its label under it."""
    width = BODY - 2 * PAD
    marks: list[Words | Rule | Ink] = []
    for label, start, end in fields:
        marks.append(Rule(PAD + start * width, PAD + end * width, 22.0, 0.6, INK))
        marks.append(Words(setter.line(label, SMALL), PAD + start * width, 31.0, SOFT))
    return Row(34.0, tuple(marks), keep=True)


def _foot(setter: Setter, letter: Letter, page: int, pages: int) -> list[Row]:
    words = _("{client} · {file} · confidential health information; if it reached you by mistake, please call.").format(
        client=letter.client.formal_name(), file=file_words(letter.client.file_number)
    )
    right = setter.line(_("page {page} of {pages}").format(page=page, pages=pages), SMALL, STRONG)
    left = setter.fitted(words, SMALL, BODY - right.width - 14)
    return [Row(12.0, (Rule(0, BODY, 0.0, 0.6), Words(left, 0, 11.0, SOFT), Words(right, BODY, 11.0, align="right")))]
