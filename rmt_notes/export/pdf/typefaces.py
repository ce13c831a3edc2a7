"""The bundled typefaces as ReportLab embeds them: Inter in three weights, Noto by script where Inter has no letter.

Imported when the first page is drawn. The faces are read once a process (20 ms each); each document embeds only the
letters it uses.
"""

from __future__ import annotations

import struct
import threading
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from rmt_notes import resources
from rmt_notes.export.pdf import text

# Pages are files, not mail of the 1980s: without the detour through printable characters they are a fifth smaller.
rl_config.useA85 = 0

REGULAR, STRONG, ITALIC = "regular", "strong", "italic"

_FILES = {REGULAR: "Inter-Regular.ttf", STRONG: "Inter-SemiBold.ttf", ITALIC: "Inter-Italic.ttf"}
_LARGE = 2_000_000
"""Bytes above which a fallback file is opened only for the scripts it is for: reading the Chinese one takes 0.2 s."""

_IDEOGRAPHS = (
    (0x2000, 0x2BFF),
    (0x2E80, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x1F100, 0x1F2FF),
    (0x20000, 0x323AF),
)


class PageFont(TTFont):
    """A face whose words can be taken out of the page again, also beyond the first 65,536 characters and in joined
    Arabic."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (the library calls it by this name)
        """Add the subsets to the document, each with our own table back to characters."""
        subsets = [list(subset) for subset in self.state[doc].subsets] if doc in self.state else []
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject["toUnicodeCMap:" + name].content = _back_to_characters(name, subset)


def _back_to_characters(name: str, subset: list[int]) -> str:
    entries = [
        f"<{number:02X}> <{text.as_typed(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for number, code in enumerate(subset)
        if code
    ]
    blocks: list[str] = []
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


class Faces:
    """All faces: which one draws a character, and how wide it is."""

    def __init__(self) -> None:
        self._fonts: dict[str, PageFont] = {}
        self._fallbacks: list[Path] | None = None
        self._chosen: dict[str, PageFont | None] = {}
        self._lock = threading.RLock()

    def font(self, weight: str) -> PageFont:
        """The face of a weight, read and registered on first use."""
        return self._fonts.get(weight) or self._read(resources.path("fonts", _FILES[weight]), weight)

    def covers(self, character: str) -> bool:
        """Whether any face has the character."""
        return self.face_for(character, REGULAR) is not None

    def face_for(self, character: str, weight: str) -> PageFont | None:
        """The face that draws a character: the wanted weight, else the regular face of its script, else None."""
        font = self.font(weight)
        code = ord(character)
        if code in font.face.charToGlyph:
            return font
        if character not in self._chosen:
            with self._lock:
                self._chosen[character] = self._search(code)
        return self._chosen[character]

    def ink(self, font: PageFont, character: str) -> tuple[float, float]:
        """How far the ink of a character reaches from its origin, left and right, in ems."""
        face: Any = font.face
        glyph = face.charToGlyph[ord(character)]
        start, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
        if end <= start:
            return 0.0, 0.0
        left, right = struct.unpack_from(">h2xh", face.get_table("glyf"), start + 2)
        return left / face.unitsPerEm, right / face.unitsPerEm

    def _search(self, code: int) -> PageFont | None:
        if self._fallbacks is None:
            found = [path for path in resources.path("fonts").glob("Noto*.ttf") if "-Regular" in path.name]
            self._fallbacks = sorted(found, key=lambda path: (path.stat().st_size, path.name))
        if code in self.font(REGULAR).face.charToGlyph:
            return self.font(REGULAR)
        for path in self._fallbacks:
            if path.stat().st_size > _LARGE and not any(low <= code <= high for low, high in _IDEOGRAPHS):
                continue
            font = self._fonts.get(path.stem) or self._read(path, path.stem)
            if code in font.face.charToGlyph:
                return font
        return None

    def _read(self, path: Path, key: str) -> PageFont:
        with self._lock:
            if key not in self._fonts:
                font = PageFont(f"rmt-{path.stem}", str(path), asciiReadable=False)
                pdfmetrics.registerFont(font)
                self._fonts[key] = font
            return self._fonts[key]


FACES = Faces()
