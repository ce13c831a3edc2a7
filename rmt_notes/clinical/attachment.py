"""Papers that belong to a client's record: letters received, letters sent. What is told of them here is a value; their
content lies beside it in the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

KINDS = ("clearance_letter", "letter_sent", "report")
LARGEST = 10 * 1024 * 1024
"""Bytes; a scanned letter of many pages is far smaller."""

_PDF, _PNG, _JPEG = "application/pdf", "image/png", "image/jpeg"
MEDIA_TYPES = (_PDF, _PNG, _JPEG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One paper. `kind` is one of `KINDS`, `media_type` one of `MEDIA_TYPES`, `name` what the file was called, `sha256`
    seals its content, `size` is in bytes."""

    id: str
    client_id: str
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    practitioner_id: str
    visit_id: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of attachment")
        if self.media_type not in MEDIA_TYPES:
            raise ValueError(f"{self.media_type!r} is no attachment's type")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """An attachment with its content in base64, for the interchange file."""

    attachment: Attachment
    content: str


def media_type_of(content: bytes) -> str:
    """What the content is by its own marks, whatever the file is called; empty for anything else than PDF, PNG or
    JPEG."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return _PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-16:]:
        return _PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return _JPEG
    return ""


def seal(content: bytes) -> str:
    """SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
