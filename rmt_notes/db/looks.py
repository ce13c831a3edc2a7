"""Who opened a record for reading only, on a note beside it until the next ordinary opening puts it into the trail."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import files

FILE = "looks.json"
_MOST = 200


def add_look(folder: Path, key: bytes, at: datetime, practitioner: Practitioner) -> None:
    """Put one more look down.

    Raises:
        DiskTrouble: the folder cannot be written to.
    """
    looks, _whole = read_looks(folder, key)
    looks = [*looks, {"at": at.isoformat(), "who": practitioner.name}][-_MOST:]
    files.atomic_write(folder / FILE, json.dumps({"looks": looks, "seal": _seal(looks, key)}).encode())


def read_looks(folder: Path, key: bytes) -> tuple[list[dict[str, str]], bool]:
    """The looks put down, and whether the note is whole: sealed with the record's key and of the shape that is
    written."""
    data = files.read_small(folder / FILE)
    if data is None:
        return [], not (folder / FILE).exists()
    try:
        words: Any = json.loads(data)
        looks = [{"at": str(look["at"]), "who": str(look["who"])} for look in words["looks"]]
        seal = str(words["seal"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return [], False
    whole = hmac.compare_digest(seal.encode(), _seal(looks, key).encode())
    return (looks, True) if whole else ([], False)


def _seal(looks: list[dict[str, str]], key: bytes) -> str:
    return hmac.new(key, json.dumps(["looks", looks], sort_keys=True).encode(), "sha256").hexdigest()
