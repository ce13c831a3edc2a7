"""Blocks of a page as rows: headings, running text, a label with its text, tables, frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rmt_notes.clinical.signature import Signature
from rmt_notes.export.pdf.lines import Line, Setter, Span
from rmt_notes.export.pdf.style import (
    BODY,
    INK,
    LABEL,
    LEADING,
    LINE,
    SMALL,
    SOFT,
    TEXT,
    Frame,
    Ink,
    Mark,
    Row,
    Rule,
    Words,
)
from rmt_notes.export.pdf.typefaces import ITALIC, STRONG
from rmt_notes.i18n import _

BAR = 6.0
"""How far the bar of a changed text stands left of it, in points."""

LABEL_COLUMN = 138.0
"""Width of the label column in points, with its gap."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its words, its share of the width, and how it is aligned (left or right)."""

    title: str
    share: float
    align: str = "left"


def _baseline(size: float, height: float) -> float:
    """Where a line of this size stands in a strip of this height: optically in the middle."""
    return height / 2 + size * 0.36


def gap(height: float) -> Row:
    """Free space that does not vanish at the top of a page."""
    return Row(height)


def heading(setter: Setter, title: str, before: float = 13.0) -> list[Row]:
    """A section's heading over a hairline, tied to what follows."""
    size, height = 9.0, 15.5
    line = setter.line(title.upper(), size, STRONG)
    marks = (Words(line, 0, 10.2, spacing=0.55), Rule(0, BODY, height, 0.7))
    return [Row(height, marks, before=before, keep=True), Row(4.5, keep=True)]


def continued(setter: Setter, title: str) -> tuple[Row, ...]:
    """The heading as it is repeated on the next page."""
    return tuple(
        row._replace(before=0.0) for row in heading(setter, _("{section} (continued)").format(section=title), 0.0)
    )


def prose(
    setter: Setter,
    spans: Sequence[Span],
    *,
    x: float = 0.0,
    width: float = BODY,
    size: float = TEXT,
    grey: float = INK,
    leading: float = LEADING,
    align: str = "left",
) -> list[Row]:
    """Running text, a row a line, that never leaves one line alone on a page."""
    height = size * leading
    lines = setter.lines(spans, size, width)
    at = x if align == "left" else x + width
    rows = [Row(height, (Words(line, at, _baseline(size, height), grey, align),)) for line in lines]
    return _unparted(rows)


def labelled(
    setter: Setter, label: str, words: str, *, column: float = LABEL_COLUMN, before: float = 1.6, change: str = ""
) -> list[Row]:
    """A label in its own column, its text beside it; the label may run over several lines too. With `change` a bar
    stands beside the text, and under it what an amendment changed."""
    height = TEXT * LEADING
    labels = setter.lines([Span(label)], LABEL, column - 10) if label else []
    texts = setter.lines([Span(words)], TEXT, BODY - column) if words or not change else []
    told = setter.lines([Span(change, ITALIC)], SMALL, BODY - column) if change else []
    rows: list[Row] = []
    for number in range(max(len(labels), len(texts) + len(told))):
        marks: list[Mark] = []
        down = _baseline(TEXT, height)
        if number < len(labels):
            marks.append(Words(labels[number], 0, down, SOFT))
        if number < len(texts):
            marks.append(Words(texts[number], column, down))
        elif number < len(texts) + len(told):
            marks.append(Words(told[number - len(texts)], column, down))
        if number < len(texts) + len(told) and told:
            marks.append(Ink((((column - BAR, 0.0), (column - BAR, height)),), 1.6))
        rows.append(Row(height, tuple(marks), before=before if number == 0 else 0.0))
    return _unparted(rows)


SHORT_TABLE = 10
"""Lines and hairlines of a table, head apart, that stay on one page: five rows of a line each."""


def table(setter: Setter, columns: Sequence[Column], cells: Sequence[Sequence[str]], *, size: float = 9.0) -> list[Row]:
    """A table with hairlines between its rows. A short one is not parted, and of a long one the last row never
    stands on a page alone. Its head is repeated on every page it reaches; a cell of any length goes on over pages."""
    widths = [BODY * column.share / sum(each.share for each in columns) for column in columns]
    starts = [sum(widths[:number]) for number in range(len(widths))]
    head = _table_head(setter, columns, starts, widths)
    parts = [
        _table_row(setter, columns, starts, widths, line_of_cells, size, head, last=number == len(cells) - 1)
        for number, line_of_cells in enumerate(cells)
    ]
    tied = parts if sum(map(len, parts)) <= SHORT_TABLE else parts[-2:]
    for before in tied[:-1]:
        if len(before) <= SHORT_TABLE:
            before[-1] = before[-1]._replace(keep=True)
    return [*head, *(row for part in parts for row in part)]


def _table_head(
    setter: Setter, columns: Sequence[Column], starts: Sequence[float], widths: Sequence[float]
) -> tuple[Row, ...]:
    stacks = [
        setter.lines([Span(column.title, STRONG)], 8.2, width - 10)
        for column, width in zip(columns, widths, strict=True)
    ]
    height = 11.2
    rows = [
        Row(
            height,
            _across([stack[at] if at < len(stack) else None for stack in stacks], columns, starts, widths, 8.4),
            keep=True,
        )
        for at in range(max(map(len, stacks)))
    ]
    return (*rows, Row(4.4, (Rule(0, BODY, 3.4, 0.9, INK),), keep=True))


def _table_row(
    setter: Setter,
    columns: Sequence[Column],
    starts: Sequence[float],
    widths: Sequence[float],
    cells: Sequence[str],
    size: float,
    head: tuple[Row, ...],
    *,
    last: bool,
) -> list[Row]:
    height = size * 1.33
    stacks = [setter.lines([Span(cell)], size, width - 10) for cell, width in zip(cells, widths, strict=True)]
    rows = [
        Row(
            height,
            _across(
                [stack[at] if at < len(stack) else None for stack in stacks],
                columns,
                starts,
                widths,
                _baseline(size, height),
            ),
            before=2.6 if at == 0 else 0.0,
            again=head,
        )
        for at in range(max(map(len, stacks)))
    ]
    closing = Row(3.4, (Rule(0, BODY, 3.2, 0.7 if last else 0.4, INK if last else LINE),), again=head)
    return [*_unparted(rows, always=8, tie_last=True), closing]


def _across(
    lines: Sequence[Line | None],
    columns: Sequence[Column],
    starts: Sequence[float],
    widths: Sequence[float],
    down: float,
) -> tuple[Words, ...]:
    marks = []
    for line, column, start, width in zip(lines, columns, starts, widths, strict=True):
        if line is not None and line.spans:
            x = start if column.align == "left" else start + width
            marks.append(Words(line, x, down, align=column.align))
    return tuple(marks)


def _unparted(rows: list[Row], always: int = 4, *, tie_last: bool = False) -> list[Row]:
    """Ties the first two and the last two rows together, and all of a short block."""
    number = len(rows)
    tied = []
    for at, row in enumerate(rows):
        is_last = at == number - 1
        keep = (number <= always and not is_last) or (at == 0 and number > 1) or (at == number - 2)
        tied.append(row._replace(keep=keep or (is_last and tie_last)))
    return tied


def framed(
    rows: Sequence[Row], *, before: float = 0.0, thick: float = 1.2, grey: float = INK, pad: float = 9.0
) -> list[Row]:
    """Rows inside a border that is closed on every page. The rows must already stand `pad` in from both sides."""
    frame = Frame(thick, grey)
    padding = Row(pad * 0.72, frame=frame, keep=True)
    inner = [row._replace(frame=frame, again=(*row.again, padding)) for row in rows]
    if inner:
        inner[-1] = inner[-1]._replace(keep=True)
    return [padding._replace(before=before), *inner, padding._replace(keep=False)]


def signature_row(signature: Signature, *, x: float = 0.0, height: float = 34.0, width: float = 150.0) -> Row:
    """A signature as it was drawn, on a hairline, no larger than the room given."""
    left, top, right, bottom = signature.bounds()
    scale = min(width / max(right - left, 1), (height - 5) / max(bottom - top, 1), height / HAND_HEIGHT)
    lines = tuple(
        tuple((x + 3 + (across - left) * scale, 2 + (down - top) * scale) for across, down in stroke.pairs())
        for stroke in signature.strokes
    )
    return Row(height, (Ink(lines, 0.95), Rule(x, x + width, height - 1.2, 0.5)), keep=True)


HAND_HEIGHT = 500.0
"""A hand's usual height on the grid of a signature: a flat line is not blown up beyond that."""


def with_heading_again(rows: Sequence[Row], again: tuple[Row, ...]) -> list[Row]:
    """Rows that repeat the section's heading, before whatever they repeat already, where they open a page."""
    return [row._replace(again=(*again, *row.again)) for row in rows]
