"""A paper that came as a picture, on a page; and a page of words for one that cannot be shown."""

from __future__ import annotations

import io
from typing import Any

from rmt_notes.clinical.record import ClientChart, Paper
from rmt_notes.clinical.wording import day
from rmt_notes.export.pdf.blocks import prose
from rmt_notes.export.pdf.chart_sheet import chart_foot, paper_words
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import BODY, HEIGHT, MARGIN, SOFT, Picture, Row, Sheet, drawn
from rmt_notes.export.pdf.typefaces import STRONG
from rmt_notes.i18n import _

_ROOM = HEIGHT - 190


def picture_page(chart: ClientChart, paper: Paper) -> bytes:
    """The picture as large as the page takes it, under a line that says what it is.

    Raises:
        OSError, ValueError, SyntaxError: it is no picture that can be drawn.
    """
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(io.BytesIO(paper.content))
    wide, high = picture.getSize()
    scale = min(BODY / wide, _ROOM / high)

    def draw(canvas: Any, left: float, top: float) -> None:
        canvas.drawImage(picture, MARGIN, top - high * scale, width=wide * scale, height=high * scale, mask="auto")

    return _page(chart, paper, [Row(high * scale, (Picture(draw),))])


def words_page(chart: ClientChart, paper: Paper) -> bytes:
    """That the paper is in this file as it came, and cannot be shown here."""
    setter = Setter()
    words = _("This paper cannot be shown on a page. It is in this file as it came, under its own name.")
    return _page(chart, paper, prose(setter, [Span(words)]))


def _page(chart: ClientChart, paper: Paper, rows: list[Row]) -> bytes:
    setter = Setter()
    head = prose(setter, [Span(paper.attachment.name, STRONG)], size=11.0)
    head += prose(setter, [Span(paper_words(chart, paper.attachment))], size=9.0, grey=SOFT)
    return drawn(
        Sheet(
            rows=(*head, Row(10.0), *rows),
            setter=setter,
            title=_("Paper of {day}").format(day=day(paper.attachment.added_at.date())),
            author=chart.practice.name,
            foot=lambda page, pages: chart_foot(setter, chart, page, pages),
        )
    )
