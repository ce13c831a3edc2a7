"""Words to lines: measured, broken to a width, and split into runs of one typeface each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rmt_notes.export.pdf import text
from rmt_notes.export.pdf.typefaces import FACES, REGULAR, STRONG, PageFont

_IDEOGRAPHS = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af"
_TOKENS = re.compile(f"( +)|([{_IDEOGRAPHS}])|([^ {_IDEOGRAPHS}]+)")
"""Spaces, one ideograph (a line may end after each), or a word."""

_SHORT = 140
"""Characters up to which a paragraph is first tried whole: most values of a note are one line."""

_NOT_AT_START = frozenset("、。，．：；？！）」』】〉》〕％ー・")


class Span(NamedTuple):
    """A stretch of typed text in one weight."""

    text: str
    weight: str = REGULAR


class Line(NamedTuple):
    """One line ready to draw. `spans` hold printable text in reading order; `width` in points."""

    spans: tuple[Span, ...]
    size: float
    width: float

    def text(self) -> str:
        """The words of the line."""
        return "".join(span.text for span in self.spans)


class Setter:
    """Sets the words of one document. Keeps the width of every word met, and the characters that no typeface has."""

    def __init__(self) -> None:
        self.missing: dict[str, None] = {}
        self._widths: dict[str, dict[str, float]] = {}
        self._letters: dict[str, dict[str, float]] = {}

    def lines(self, spans: Sequence[Span], size: float, width: float) -> list[Line]:
        """`spans` broken into lines no wider than `width` points; at least one line, which may be empty.

        A word longer than the line is broken inside. Spaces at the end of a full line go, all others stay.
        """
        found: list[Line] = []
        for paragraph in self._paragraphs(spans):
            found.extend(self._broken(paragraph, size, width))
        return found

    def line(self, words: str, size: float, weight: str = REGULAR) -> Line:
        """All of `words` on one line, whatever its width; line ends become spaces."""
        clean = self.clean(words).replace("\n", " ")
        return Line((Span(clean, weight),), size, self._width(clean, weight) * size)

    def fitted(self, words: str, size: float, width: float, weight: str = REGULAR) -> Line:
        """`words` on one line of at most `width`, in smaller type down to two thirds where they are long, then cut
        with an ellipsis.

        Only for repetitions (running heads): the full words stand elsewhere on the page.
        """
        line = self.line(words, size, weight)
        if line.width <= width:
            return line
        size = max(size * width / line.width, size * 2 / 3)
        clean = line.text()
        while clean and self._width(clean + "…", weight) * size > width:
            clean = clean[: -max(1, len(clean) // 20)]
        shown = clean if clean == line.text() else clean + "…"
        return Line((Span(shown, weight),), size, self._width(shown, weight) * size)

    def clean(self, words: str) -> str:
        """`words` in printable characters; see `text.shown`."""
        return text.shown(words, FACES.covers, self.missing)

    def _paragraphs(self, spans: Sequence[Span]) -> list[list[Span]]:
        paragraphs: list[list[Span]] = [[]]
        for span in spans:
            first, *others = self.clean(span.text).split("\n")
            paragraphs[-1].append(Span(first, span.weight))
            paragraphs.extend([Span(other, span.weight)] for other in others)
        return paragraphs

    def _broken(self, paragraph: list[Span], size: float, width: float) -> list[Line]:
        lines: list[Line] = []
        current: list[Span] = []
        used = solid = 0.0
        room = width / size
        if len(paragraph) == 1 and len(paragraph[0].text) < _SHORT:
            ems = self._width(paragraph[0].text.rstrip(" "), paragraph[0].weight)
            if ems <= room:
                return [_line(paragraph, size, ems)]
        for span in paragraph:
            held: list[str] = []
            for match in _TOKENS.finditer(span.text):
                token = match.group()
                wide = self._width(token, span.weight)
                if used + wide <= room:
                    held.append(token)
                    used += wide
                    if match.group(1) is None:
                        solid = used
                    continue
                if match.group(1) is not None:
                    # A space that would begin the next line ends this one and takes no room.
                    used = room
                    continue
                if used and not (match.group(2) and token in _NOT_AT_START):
                    lines.append(_line([*current, Span("".join(held), span.weight)], size, solid))
                    current, held, used = [], [], 0.0
                if wide <= room or match.group(2):
                    held.append(token)
                    used = solid = used + wide
                    continue
                *full, rest = self._cut(token, span.weight, room)
                lines.extend(_line([Span(part, span.weight)], size, room) for part in full)
                held, used = [rest], self._width(rest, span.weight)
                solid = used
            if held:
                current.append(Span("".join(held), span.weight))
        lines.append(_line(current, size, solid))
        return lines

    def _cut(self, word: str, weight: str, room: float) -> list[str]:
        """A word too long for a line, in pieces that fit; a mark stays with its letter."""
        letters = self._letters.setdefault(weight, {})
        parts: list[str] = []
        start, used = 0, 0.0
        for at, character in enumerate(word):
            wide = letters.get(character)
            if wide is None:
                wide = letters[character] = self._measured(character, weight)
            if used + wide > room and at > start:
                parts.append(word[start:at])
                start, used = at, 0.0
            used += wide
        parts.append(word[start:])
        return parts

    def _width(self, token: str, weight: str) -> float:
        """Width of printable text at one point."""
        known = self._widths.setdefault(weight, {})
        width = known.get(token)
        if width is None:
            width = known[token] = self._measured(token, weight)
        return width

    @staticmethod
    @lru_cache(maxsize=8192)
    def _measured(token: str, weight: str) -> float:
        widths = FACES.font(weight).face.charWidths
        if token.isascii():
            return float(sum(map(widths.__getitem__, map(ord, token)))) / 1000
        total = 0.0
        for character in token:
            if text.is_loose_mark(character):
                continue
            width = widths.get(ord(character))
            if width is None:
                font = FACES.face_for(character, weight)
                width = font.face.charWidths.get(ord(character), font.face.defaultWidth) if font else 0.0
            total += width
        return total / 1000


def _line(spans: list[Span], size: float, ems: float) -> Line:
    kept = [span for span in spans if span.text]
    while kept and not kept[-1].text.rstrip(" "):
        kept.pop()
    if kept:
        kept[-1] = Span(kept[-1].text.rstrip(" "), kept[-1].weight)
    return Line(tuple(kept), size, ems * size)


@dataclass(slots=True)
class Run:
    """A stretch of one face. `embolden`: the face has no bold of its own. A loose mark has in `over` where to draw it
    and in `then` where the pen goes on, both from the line's start in ems."""

    font: PageFont
    text: str
    embolden: bool = False
    over: float | None = None
    then: float = 0.0


def runs(line: Line) -> list[Run]:
    """The line as the pen draws it: stretches of one face, from left to right."""
    words = line.text()
    if text.has_right_to_left(words):
        # Joining looks at neighbours, turning at the whole line: both happen before the letters are given their faces.
        visual = text.in_visual_form(words, FACES.covers)
        weights = [span.weight for span in line.spans for _character in span.text]
        order = text.in_drawing_order(words)
        letters = [(character, weights[at]) for character, at in zip(visual, order, strict=True)]
        return _grouped(letters)
    simple = [Run(FACES.font(span.weight), span.text) for span in line.spans]
    if words.isascii():
        return simple
    if not text.has_loose_mark(words) and all(
        run.font.face.charToGlyph.keys() >= set(map(ord, run.text)) for run in simple
    ):
        return simple
    return _grouped([(character, span.weight) for span in line.spans for character in span.text])


def _grouped(letters: list[tuple[str, str]]) -> list[Run]:
    found: list[Run] = []
    x = 0.0
    carrier = 0.0
    for character, weight in letters:
        font = FACES.face_for(character, weight) or FACES.font(weight)
        embolden = weight == STRONG and font is not FACES.font(STRONG)
        width = font.face.charWidths.get(ord(character), font.face.defaultWidth) / 1000
        if text.is_loose_mark(character):
            left, right = FACES.ink(font, character)
            found.append(Run(font, character, embolden, over=x - carrier / 2 - (left + right) / 2, then=x))
            continue
        last = found[-1] if found else None
        if last is not None and last.font is font and last.over is None and last.embolden is embolden:
            last.text += character
        else:
            found.append(Run(font, character, embolden))
        x += width
        carrier = width
    return found
