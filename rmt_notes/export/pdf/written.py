"""Words and rules as the operators of a page.

ReportLab's own text object weighs every number for its decimals and walks every string several times, which took more
than all the rest of a page. The faces are still its own: they tell the byte of every letter and embed what was used.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

from rmt_notes.export.pdf.typefaces import PageFont

_ESCAPED = {code: f"\\{code:03o}" for code in (*range(32), *range(127, 256))} | {
    ord(sign): f"\\{sign}" for sign in "()\\"
}
"""What a string of a page cannot hold as it is: controls, brackets, and everything beyond ASCII."""


class WrittenWords:
    """The words of one page; `operators` gives them all in one text object. Points, from the lower left corner."""

    def __init__(self, canvas: Any) -> None:
        self._document = canvas._doc
        self._code: list[str] = ["BT"]
        self._face: tuple[PageFont | None, int, float] = (None, 0, 0.0)
        self._grey = -1.0
        self._spacing = 0.0

    def grey(self, grey: float) -> None:
        """The grey of what follows, 0 black to 1 white."""
        if grey != self._grey:
            self._code.append(f"{grey:.3f} g")
            self._grey = grey

    def spacing(self, points: float) -> None:
        """Room added behind every letter of what follows."""
        if points != self._spacing:
            self._code.append(f"{points:.3f} Tc")
            self._spacing = points

    def outlined(self, on: bool) -> None:
        """Draw the letters' edges too, which makes them bolder."""
        self._code.append("2 Tr" if on else "0 Tr")

    def move(self, x: float, y: float) -> None:
        """Where the next letter stands."""
        self._code.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")

    def write(self, font: PageFont, size: float, text: str) -> None:
        """Letters of one face, from where the last ones ended."""
        for subset, letters in _coded(font, text, self._document):
            if self._face != (font, subset, size):
                self._face = (font, subset, size)
                self._code.append(f"{font.getSubsetInternalName(subset, self._document)} {size:.3f} Tf")
            self._code.append(f"({letters.decode('latin-1').translate(_ESCAPED)}) Tj")

    def operators(self) -> str:
        """Everything as it goes into the page."""
        return "\n".join([*self._code, "ET"])


def _coded(font: PageFont, text: str, document: Any) -> list[tuple[int, bytes]]:
    """The bytes of a text by the subsets of its face in this document."""
    state: Any = font.state.get(document)
    if state is not None:
        with suppress(KeyError, ValueError):  # a letter not met before, or one of a later subset
            return [(0, bytes(map(state.assignments.__getitem__, map(ord, text))))]
    found: list[tuple[int, bytes]] = font.splitString(text, document)
    return found


def rule(x: float, end: float, y: float, thick: float, grey: float) -> str:
    """A horizontal line."""
    return f"{grey:.3f} G {thick:.3f} w {x:.3f} {y:.3f} m {end:.3f} {y:.3f} l S"


def draw_once(canvas: Any, name: tuple[object, ...], drawing: Callable[[], bytes]) -> None:
    """Draw something that a document holds once, however often it is drawn. `drawing` gives its operators as
    `zlib.compress` packs them, so that what is kept between documents need not be packed again. Everything that the
    drawing depends on belongs into its name."""
    key = blake2b(repr(name).encode(), digest_size=8).hexdigest()
    if not canvas.hasForm(key):
        canvas._doc.addForm(key, _Packed(drawing()))
    canvas.doForm(key)


class _Packed(PDFObject):
    """A drawing that a document holds once and that is packed already."""

    __RefOnly__ = 1

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def format(self, document: Any) -> bytes:
        """The object as the file has it. Its frame lies beyond every drawing, in the drawing's own units."""
        content: bytes = document.encrypt.encode(self._packed)
        words = (
            "<< /Type /XObject /Subtype /Form /FormType 1 /BBox [ -9999 -9999 9999 9999 ] /Resources << >>"
            f" /Filter /FlateDecode /Length {len(content)} >>"
        )
        return words.encode("ascii") + b"\nstream\n" + content + b"\nendstream\n"
