"""Keyrings of our own: real back ends of the library, one in memory that can be locked, one that writes plain text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class RingInMemory(KeyringBackend):
    """Keeps its secrets as long as the process; `locked` refuses everything, as a keyring whose question was closed."""

    priority: ClassVar[float] = 1.0
    kept: ClassVar[dict[tuple[str, str], str]] = {}
    locked: ClassVar[bool] = False

    def _look(self) -> None:
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")


class RingInPlainText(KeyringBackend):
    """What must never be used: a file that everybody can read, offering itself before all others."""

    priority: ClassVar[float] = 99.0
    file: ClassVar[Path]

    def get_password(self, service: str, username: str) -> str | None:
        return json.loads(self.file.read_text()).get(username) if self.file.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.file.write_text(json.dumps({username: password}))

    def delete_password(self, service: str, username: str) -> None:
        self.file.unlink()
