"""Takes the words out of pages again."""

from __future__ import annotations

import io
import unicodedata

from pypdf import PdfReader


def pages(pdf: bytes) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def extract(pdf: bytes) -> str:
    """The text of the whole document."""
    return "\n".join(pages(pdf))


def solid(text: str) -> str:
    """The characters without spaces, in composed form: what must be the same on paper as it was typed."""
    return "".join(unicodedata.normalize("NFC", text).split())
