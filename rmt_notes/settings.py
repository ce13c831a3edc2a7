"""Preferences of this computer: one typed line each, kept in one small file. Nothing about clients is ever here.

A missing file means the defaults. An entry that is unknown or impossible is replaced by its default and named in what
`load` returns, so that the program can say so once. Where files live is decided here too; the environment's
`RMT_NOTES_HOME` moves everything to one folder.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

FILE = "preferences.json"
HOME = "RMT_NOTES_HOME"
_MOST = 65_536
"""Bytes a file of preferences may have."""


def _one_of(*choices: str) -> Any:
    """One of these words, the first by default."""
    return field(default=choices[0], metadata={"fits": lambda value: isinstance(value, str) and value in choices})


def _between(default: float, least: float, most: float) -> Any:
    """A number from `least` to `most`."""

    def fits(value: object) -> bool:
        whole = not isinstance(default, int) or isinstance(value, int)
        return isinstance(value, int | float) and not isinstance(value, bool) and whole and least <= value <= most

    return field(default=default, metadata={"fits": fits})


def _words(default: str = "") -> Any:
    """Any text of one line."""
    return field(default=default, metadata={"fits": lambda value: isinstance(value, str) and value.isprintable()})


def _yes_or_no(default: bool) -> Any:
    return field(default=default, metadata={"fits": lambda value: isinstance(value, bool)})


def _rectangle() -> Any:
    """Left, top, width and height of a window in pixels; empty while it was never moved."""

    def fits(value: object) -> bool:
        if not isinstance(value, tuple):
            return False
        whole = all(
            isinstance(number, int) and not isinstance(number, bool) and abs(number) < 100_000 for number in value
        )
        return not value or (whole and len(value) == 4 and value[2] > 0 and value[3] > 0)

    return field(default=(), metadata={"fits": fits})


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What this computer's user prefers.

    `language` empty follows the system; `scale` multiplies all type sizes; `record_folder` empty means the usual
    place, `backup_folder` empty that there is no second place for backups; `idle_minutes` is the time without a touch
    after which the program locks, 0 never; `previous_width` the width in pixels of the pane with the last visit, 0
    hidden; `last_person` the key of whoever signed in the last time, where several people do.

    Raises:
        ValueError: naming the first entry that does not fit.
    """

    theme: str = _one_of("system", "light", "dark")
    density: str = _one_of("touch", "desk", "oily")
    scale: float = _between(1.0, 0.8, 2.0)
    language: str = _one_of("", "en", "fr")
    record_folder: str = _words()
    backup_folder: str = _words()
    idle_minutes: int = _between(10, 0, 240)
    window: tuple[int, ...] = _rectangle()
    maximized: bool = _yes_or_no(False)
    last_person: str = _words()
    previous_width: int = _between(320, 0, 2000)

    def __post_init__(self) -> None:
        for name, fits in _CHECKS.items():
            if not fits(getattr(self, name)):
                raise ValueError(f"{name} does not fit")


_CHECKS: Mapping[str, Callable[[object], bool]] = {each.name: each.metadata["fits"] for each in fields(Preferences)}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. `ignored` names the entries that were replaced by their defaults, or the file itself where it
    could not be read."""

    preferences: Preferences
    ignored: tuple[str, ...] = ()


def load(path: Path | None = None) -> Loaded:
    """The preferences in `path` (the usual file where None). Never fails: what cannot be used is ignored and named."""
    path = path or config_folder() / FILE
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
        entries = json.loads(data.decode("utf-8")) if len(data) <= _MOST else None
    except FileNotFoundError:
        return Loaded(Preferences())
    except (OSError, ValueError, RecursionError):
        entries = None
    if not isinstance(entries, dict):
        return Loaded(Preferences(), (path.name,))
    good: dict[str, Any] = {}
    ignored: list[str] = []
    for name, value in entries.items():
        shaped = tuple(value) if isinstance(value, list) else value
        fits = _CHECKS.get(name)
        if fits is not None and fits(shaped):
            good[name] = shaped
        else:
            ignored.append(str(name) if str(name).isprintable() else "?")
    return Loaded(Preferences(**good), tuple(ignored))


def save(preferences: Preferences, path: Path | None = None) -> None:
    """Write the entries that differ from the defaults, whole or not at all.

    Raises:
        OSError: the disk refused; the old file is as it was.
    """
    path = path or config_folder() / FILE
    usual = Preferences()
    entries = {each.name: getattr(preferences, each.name) for each in fields(preferences)}
    changed = {name: value for name, value in entries.items() if value != getattr(usual, name)}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(changed, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        raise


def config_folder() -> Path:
    """Where preferences and fault reports are kept."""
    home = os.environ.get(HOME)
    if home:
        return Path(home).expanduser() / "config"
    import platformdirs

    return Path(platformdirs.user_config_dir("rmt-notes", appauthor=False))


def data_folder() -> Path:
    """Where records are kept unless the user chose another place."""
    home = os.environ.get(HOME)
    if home:
        return Path(home).expanduser() / "data"
    import platformdirs

    return Path(platformdirs.user_data_dir("rmt-notes", appauthor=False))


def record_folder(preferences: Preferences) -> Path:
    """The folder of the practice's record."""
    return Path(preferences.record_folder).expanduser() if preferences.record_folder else data_folder() / "record"


def second_place(preferences: Preferences) -> Path | None:
    """The chosen second place for backups."""
    return Path(preferences.backup_folder).expanduser() if preferences.backup_folder else None


def sample_folder() -> Path:
    """The folder of the sample practice, apart from the real one."""
    return data_folder() / "sample"
