"""Who goes first: a save, before whatever runs for minutes beside the store."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

FLUSH_EVERY = 8 * 1024 * 1024
"""Bytes: what is written beside the store is flushed in pieces, so that no save's own flush waits behind gigabytes."""
LONGEST_WAIT = 0.25
"""Seconds that one piece of the long work waits for a save."""


class Precedence:
    """Saves come one after the other on the store's thread; the long work asks between its pieces."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()

    @contextmanager
    def first(self) -> Iterator[None]:
        """While it lasts, the long work begins no further piece."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def give_way(self) -> None:
        """Between two pieces: let a save that is under way finish, not for ever."""
        if not self._free.is_set():
            self._free.wait(LONGEST_WAIT)


class Flushed:
    """Bytes written to a file, counted, and flushed in pieces."""

    def __init__(self, file: IO[bytes] | int) -> None:
        self._file = file
        self._waiting = 0

    def wrote(self, count: int) -> None:
        """So many bytes were written."""
        self._waiting += count
        if self._waiting >= FLUSH_EVERY:
            self._waiting = 0
            if isinstance(self._file, int):
                os.fsync(self._file)
            else:
                self._file.flush()
                os.fsync(self._file.fileno())
