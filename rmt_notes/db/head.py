"""The high-water mark outside the file: the newest audit entry as last known, sealed with the record's key.

A deleted or cut WAL, a restored older file and a cut audit trail all pass every check that looks at the file alone.
This one tells them.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rmt_notes.db import files


@dataclass(frozen=True, slots=True)
class Mark:
    """Record id, number and mac of the newest entry known, and whether the program ended in order."""

    record_id: str
    number: int
    mac: bytes
    clean: bool


def write_mark(path: Path, mark: Mark, key: bytes, *, settle: bool = True) -> None:
    """Put the mark on disk; without `settle` a power cut soon after may bring the one before back.

    Raises:
        DiskTrouble: the mark before stands.
    """
    words: dict[str, Any] = {
        "record": mark.record_id,
        "number": mark.number,
        "mac": mark.mac.hex(),
        "clean": mark.clean,
    }
    files.atomic_write(path, json.dumps({**words, "seal": _seal(words, key)}, indent=1).encode(), settle=settle)


def read_mark(path: Path, key: bytes) -> Mark | None:
    """The mark, or None where it is missing, altered or made with another key."""
    data = files.read_small(path)
    if data is None:
        return None
    try:
        words = json.loads(data)
        found = words.pop("seal")
        mark = Mark(words["record"], words["number"], bytes.fromhex(words["mac"]), words["clean"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(found, str) or not hmac.compare_digest(found.encode(), _seal(words, key).encode()):
        return None
    return mark


def record_of(path: Path) -> str:
    """The record id that the mark claims, unchecked: tells a foreign key file from damage. Empty where unknown."""
    data = files.read_small(path)
    try:
        words = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        return ""
    return str(words.get("record", "")) if isinstance(words, dict) else ""


def _seal(words: dict[str, Any], key: bytes) -> str:
    return hmac.new(key, json.dumps(["head", words], sort_keys=True).encode(), "sha256").hexdigest()
