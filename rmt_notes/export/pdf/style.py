"""The look of every page: paper, type sizes, rows, page breaks, and the drawing of it all.

A page is made of rows from top to bottom. A row knows its height, what it draws, whether it must stay with the row
below, which heading to repeat when it opens a new page, and which frame runs round it. Text that is too long for a
page simply becomes more rows, so no text can be too long. ReportLab's canvas draws; its paragraphs, tables and markup
are not used, so typed text is never read as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rmt_notes.export.pdf.lines import Line, Setter, runs
from rmt_notes.export.pdf.typefaces import FACES, REGULAR, STRONG
from rmt_notes.export.pdf.written import WrittenWords, rule

MM = 72 / 25.4
WIDTH, HEIGHT = 612.0, 792.0
"""Letter paper in points."""
MARGIN = 18 * MM
EDGE = 15.5 * MM
"""Free paper above the running head and below the foot, in points: inside what any printer and fax can mark."""
BODY = WIDTH - 2 * MARGIN
HEAD = 30.0
FOOT = 34.0

TEXT, SMALL, LABEL = 9.5, 8.2, 8.6
"""Type sizes in points: what was written, the running head and foot, and the words in the label column."""
LEADING = 1.33
INK, SOFT, LINE, GHOST = 0.0, 0.26, 0.45, 0.62
"""Greys, 0 black to 1 white: text, labels, hairlines, the draft mark."""


class Words(NamedTuple):
    """A line at `x` from the left margin, `down` from the row's top to its baseline. `align` is left, right or centre
    of `x`."""

    line: Line
    x: float
    down: float
    grey: float = INK
    align: str = "left"
    spacing: float = 0.0


class Rule(NamedTuple):
    """A horizontal line from `x` to `end`, `down` from the row's top, `thick` points."""

    x: float
    end: float
    down: float
    thick: float = 0.5
    grey: float = LINE


@dataclass(frozen=True, slots=True)
class Frame:
    """A border round all rows that carry it, closed on every page they reach. Two frames are never one, however
    alike."""

    thick: float = 1.2
    grey: float = INK


class Ink(NamedTuple):
    """Drawn lines: a signature's strokes, a box to tick. Points are across from the left edge of the text and down from
    the top of the row."""

    lines: tuple[tuple[tuple[float, float], ...], ...]
    thick: float = 1.0
    grey: float = INK


class Picture(NamedTuple):
    """Something that draws itself: called with the canvas, the left edge of the text and the height on the paper that
    is `down` from the top of the row, in points. The row's words lie over it."""

    draw: Callable[[Any, float, float], None]
    down: float = 0.0


Mark = Words | Rule | Ink | Picture
"""What can stand on a row."""


class Row(NamedTuple):
    """A strip of the page. `before` is free space above it, dropped at the top of a page; `keep` ties it to the row
    below; `again` are the rows to repeat above it where it opens a page."""

    height: float
    marks: tuple[Mark, ...] = ()
    before: float = 0.0
    keep: bool = False
    again: tuple[Row, ...] = ()
    frame: Frame | None = None
    new_page: bool = False


class Placed(NamedTuple):
    """A row on its page, `top` in points from the paper's lower edge."""

    row: Row
    top: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a document needs to be drawn. `head` and `foot` draw what stands on every page, `mark` is the word
    across it."""

    rows: tuple[Row, ...]
    setter: Setter
    title: str
    subject: str = ""
    author: str = ""
    language: str = "en-CA"
    mark: str = ""
    head: Callable[[int, int], Sequence[Row]] = field(default=lambda page, pages: ())
    foot: Callable[[int, int], Sequence[Row]] = field(default=lambda page, pages: ())


def paginate(rows: Sequence[Row], first: float, other: float) -> list[list[Placed]]:
    """Rows onto pages. `first` and `other` are the heights free for rows on the first page and on those after it.

    Tied rows stay together where a page can hold them. Every page is reported with tops counted down from 0 (negative
    numbers).
    """
    pages: list[list[Placed]] = [[]]
    room = [first]
    used = 0.0
    at = 0

    def turn(repeat: Sequence[Row]) -> float:
        pages.append([])
        room.append(other)
        down = 0.0
        for row in repeat:
            pages[-1].append(Placed(row, -down))
            down += row.height
        return down

    while at < len(rows):
        end = at
        while rows[end].keep and end + 1 < len(rows):
            end += 1
        chunk = rows[at : end + 1]
        needed = sum(row.before + row.height for row in chunk)
        fresh = not pages[-1]
        if not fresh and (chunk[0].new_page or used + needed > room[-1]):
            alone = other - sum(row.height for row in chunk[0].again)
            if chunk[0].new_page or needed - chunk[0].before <= alone:
                used = turn(chunk[0].again)
        for row in chunk:
            before = row.before if pages[-1] else 0.0
            if pages[-1] and used + before + row.height > room[-1] and used > sum(r.height for r in row.again):
                used, before = turn(row.again), 0.0
            pages[-1].append(Placed(row, -(used + before)))
            used += before + row.height
        at = end + 1
    return pages


def drawn(sheet: Sheet) -> bytes:
    """The document as PDF: the same values give the same bytes."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    top_first, top_other = HEIGHT - EDGE, HEIGHT - EDGE - HEAD
    bottom = EDGE + FOOT
    pages = paginate(sheet.rows, top_first - bottom, top_other - bottom)
    regular = FACES.font(REGULAR)
    target = BytesIO()
    look: dict[str, Any] = {"initialFontName": regular.fontName, "initialFontSize": TEXT}
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang=sheet.language, **look)
    canvas.setTitle(sheet.title)
    canvas.setSubject(sheet.subject)
    canvas.setAuthor(sheet.author)
    canvas.setCreator("RMT Notes")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for number, placed in enumerate(pages, start=1):
        if sheet.mark:
            _draw_mark(canvas, sheet)
        pen = _Pen(canvas)
        if number > 1:
            pen.stack(sheet.head(number, len(pages)), HEIGHT - EDGE)
        top = top_first if number == 1 else top_other
        for item in placed:
            pen.row(item.row, top + item.top)
        pen.stack(sheet.foot(number, len(pages)), bottom)
        pen.finish()
        _draw_frames(canvas, placed, top)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def page_count(sheet: Sheet) -> int:
    """How many pages the document takes."""
    bottom = EDGE + FOOT
    return len(paginate(sheet.rows, HEIGHT - EDGE - bottom, HEIGHT - EDGE - HEAD - bottom))


class _Pen:
    """Draws rows: all words of a page in one text object, lines after them."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._text = WrittenWords(canvas)
        self._rules: list[str] = []
        self._inks: list[tuple[float, Ink]] = []

    def stack(self, rows: Sequence[Row], top: float) -> None:
        for row in rows:
            self.row(row, top)
            top -= row.height

    def row(self, row: Row, top: float) -> None:
        for mark in row.marks:
            if isinstance(mark, Rule):
                self._rules.append(rule(MARGIN + mark.x, MARGIN + mark.end, top - mark.down, mark.thick, mark.grey))
            elif isinstance(mark, Ink):
                self._inks.append((top, mark))
            elif isinstance(mark, Picture):
                mark.draw(self._canvas, MARGIN, top - mark.down)
            else:
                self._words(mark, top)

    def _words(self, mark: Words, top: float) -> None:
        line, text = mark.line, self._text
        x = MARGIN + mark.x
        if mark.align != "left":
            width = line.width + mark.spacing * max(0, len(line.text()) - 1)
            x -= width if mark.align == "right" else width / 2
        down = top - mark.down
        text.grey(mark.grey)
        text.spacing(mark.spacing)
        text.move(x, down)
        for run in runs(line):
            if run.embolden:
                text.outlined(True)
            if run.over is None:
                text.write(run.font, line.size, run.text)
            else:
                text.move(x + run.over * line.size, down)
                text.write(run.font, line.size, run.text)
                text.move(x + run.then * line.size, down)
            if run.embolden:
                text.outlined(False)

    def finish(self) -> None:
        # Emboldened words are outlined in this line's width.
        self._canvas.setLineWidth(0.28)
        self._canvas.setStrokeGray(INK)
        self._canvas.addLiteral("\n".join([self._text.operators(), *self._rules]))
        if self._inks:
            self._draw_inks()

    def _draw_inks(self) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for top, ink in self._inks:
            canvas.setStrokeGray(ink.grey)
            canvas.setLineWidth(ink.thick)
            for line in ink.lines:
                path = canvas.beginPath()
                path.moveTo(MARGIN + line[0][0], top - line[0][1])
                # A dot is a line of no length with round ends.
                for x, down in line[1:] or line:
                    path.lineTo(MARGIN + x, top - down)
                canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()


def _draw_frames(canvas: Any, placed: Sequence[Placed], top: float) -> None:
    at = 0
    while at < len(placed):
        frame = placed[at].row.frame
        end = at
        while end + 1 < len(placed) and placed[end + 1].row.frame is frame:
            end += 1
        if frame is not None:
            upper = top + placed[at].top
            lower = top + placed[end].top - placed[end].row.height
            canvas.setStrokeGray(frame.grey)
            canvas.setLineWidth(frame.thick)
            canvas.rect(MARGIN, lower, BODY, upper - lower)
        at = end + 1


def _draw_mark(canvas: Any, sheet: Sheet) -> None:
    """The word across the page, in outline: thin enough to read through, and still there on a one-bit fax."""
    font = FACES.font(STRONG)
    size = 118.0
    line = sheet.setter.line(sheet.mark, size, STRONG)
    size = min(size, size * (HEIGHT * 0.86) / line.width)
    canvas.saveState()
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(52)
    text = canvas.beginText(-line.width / line.size * size / 2, -size * 0.36)
    # The letters' strokes overlap inside: the outline is drawn twice as thick and filled white, so that only the
    # outer half remains.
    start = text.getX(), text.getY()
    canvas.setStrokeGray(GHOST)
    canvas.setLineWidth(1.9)
    canvas.setFillGray(1)
    for mode in (1, 0):
        text.setTextOrigin(*start)
        text.setFont(font.fontName, size)
        text.setTextRenderMode(mode)
        text.textOut(line.text())
    canvas.drawText(text)
    canvas.restoreState()
