"""What the client takes home, on paper: whose it is, each exercise in a frame of its own with a place to tick off the
days, and whom to call."""

from __future__ import annotations

from rmt_notes import i18n
from rmt_notes.clinical.handout import Handout, HandoutItem
from rmt_notes.clinical.wording import day
from rmt_notes.export.pdf.blocks import framed, prose
from rmt_notes.export.pdf.edges import beside
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import BODY, INK, SMALL, SOFT, Ink, Row, Rule, Sheet, Words
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.export.pdf.words import weekday_words
from rmt_notes.i18n import _

PAD = 12.0
DAYS = 7
TICK = 13.0
TICKS = DAYS * (TICK + 9.0)


def handout_sheet(handout: Handout, size: float) -> Sheet:
    """The whole page, set in a size of type and ready to draw."""
    setter = Setter()
    rows = _head(setter, handout, size)
    for number, item in enumerate(handout.items, start=1):
        rows += [*framed(_item(setter, number, item, size), thick=0.8, pad=PAD), Row(size * 0.6)]
    if handout.advice:
        rows += prose(setter, [Span(_("Also"), STRONG)], size=size, leading=1.4)
        rows += prose(setter, [Span(sentence_case(handout.advice))], size=size, leading=1.4)
        rows.append(Row(size * 0.5))
    rows += _end(setter, handout, size)
    return Sheet(
        rows=tuple(rows),
        setter=setter,
        title=_("Home care, {day}").format(day=day(handout.day)),
        author=handout.practice.name,
        language="fr-CA" if i18n.current() == "fr" else "en-CA",
        foot=lambda page, pages: _foot(setter, handout),
    )


def _head(setter: Setter, handout: Handout, size: float) -> list[Row]:
    who = handout.practice.name or handout.practitioner.signature()
    left = prose(setter, [Span(_("Your home care"), STRONG)], size=size + 8, width=BODY - 190, leading=1.2)
    for_whom = _("for {name}, {day}").format(name=handout.name, day=day(handout.day))
    left += prose(setter, [Span(for_whom)], size=size, width=BODY - 190, leading=1.4)
    right = prose(setter, [Span(who, STRONG)], x=BODY - 185, width=185, size=SMALL + 1.5, align="right", leading=1.4)
    for words in (handout.practitioner.signature(), handout.practice.phone):
        if words and words != who:
            right += prose(setter, [Span(words)], x=BODY - 185, width=185, size=SMALL + 1.5, align="right", leading=1.4)
    return [*beside(left, right), Row(6.0, (Rule(0, BODY, 5.0, 1.4, INK),), keep=True), Row(size * 0.7, keep=True)]


def _item(setter: Setter, number: int, item: HandoutItem, size: float) -> list[Row]:
    width = BODY - 2 * PAD
    title = prose(
        setter, [Span(f"{number}.  {item.name}", STRONG)], x=PAD, width=width - TICKS - 8, size=size + 1.5, leading=1.35
    )
    rows = [title[0]._replace(marks=(*title[0].marks, *_ticks(setter, title[0].height))), *title[1:]]
    if item.dose:
        rows += prose(setter, [Span(item.dose, STRONG)], x=PAD, width=width, size=size, leading=1.4)
    for words in (item.how, item.note):
        if words:
            rows += prose(setter, [Span(sentence_case(words))], x=PAD, width=width, size=size, leading=1.4)
    for words in (item.check, item.stop):
        if words:
            told = words if words.endswith((".", "!")) else f"{words}."
            rows += prose(setter, [Span(told, STRONG)], x=PAD, width=width, size=size, leading=1.4)
    return rows


def _ticks(setter: Setter, height: float) -> tuple[Ink | Words, ...]:
    """Seven boxes to tick off the days."""
    left = BODY - PAD - TICKS + 9.0
    top = (height - TICK) / 2
    boxes = []
    for at in range(DAYS):
        x = left + at * (TICK + 9.0)
        corners = ((x, top), (x + TICK, top), (x + TICK, top + TICK), (x, top + TICK), (x, top))
        boxes.append(corners)
    return (Ink(tuple(boxes), 0.9),)


def _end(setter: Setter, handout: Handout, size: float) -> list[Row]:
    stop = _("Stop and call if the pain gets clearly worse, or if numbness, weakness or anything new worries you.")
    rows = prose(setter, [Span(stop, STRONG)], size=size, leading=1.4)
    phone = handout.practitioner.phone or handout.practice.phone
    if phone:
        rows += prose(setter, [Span(_("Call {phone}.").format(phone=phone))], size=size, leading=1.4)
    if handout.next_visit is not None:
        words = _("Next visit: {day}.").format(day=weekday_words(handout.next_visit))
        rows += prose(setter, [Span(words)], size=size, leading=1.4)
    return rows


def _foot(setter: Setter, handout: Handout) -> list[Row]:
    words = _("Made for you alone: do not pass it on. A box is a day of the week to tick off.")
    line = setter.line(words, SMALL)
    return [Row(3.0, (Rule(0, BODY, 0.0, 0.5),)), Row(11.0, (Words(line, 0, 8.0, SOFT),))]


def sentence_case(words: str) -> str:
    """The first letter large, the rest as it is."""
    return words[:1].upper() + words[1:]
