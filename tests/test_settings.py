"""Preferences: read back as written, and never a reason not to start."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from rmt_notes import settings
from rmt_notes.settings import Loaded, Preferences

CHANGED = Preferences(
    theme="dark",
    density="desk",
    scale=1.2,
    language="fr",
    record_folder="/srv/Praxis é",
    backup_folder="/media/clé",
    idle_minutes=0,
    window=(10, -20, 1280, 800),
    maximized=True,
    previous_width=400,
    last_person="a" * 32,
)


def test_preferences_come_back_as_they_were_kept(tmp_path: Path):
    path = tmp_path / "new folder" / settings.FILE
    settings.save(CHANGED, path)
    assert settings.load(path) == Loaded(CHANGED)


def test_the_test_changes_every_preference_there_is():
    usual = Preferences()
    assert all(getattr(CHANGED, each.name) != getattr(usual, each.name) for each in fields(usual))


def test_without_a_file_the_defaults_hold_and_nobody_is_told(tmp_path: Path):
    assert settings.load(tmp_path / "missing.json") == Loaded(Preferences())


def test_a_default_is_not_written_so_that_a_later_program_may_change_it(tmp_path: Path):
    path = tmp_path / settings.FILE
    settings.save(Preferences(theme="dark"), path)
    assert json.loads(path.read_text("utf-8")) == {"theme": "dark"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("theme", 1),
        ("theme", None),
        ("density", ["desk"]),
        ("scale", "1.2"),
        ("scale", 9),
        ("scale", True),
        ("idle_minutes", 2.5),
        ("idle_minutes", -1),
        ("window", [1, 2, 3]),
        ("window", [1, 2, 0, 4]),
        ("window", ["a", 2, 3, 4]),
        ("maximized", 1),
        ("record_folder", "a\nb"),
        ("colour", "red"),
        ("language", "de"),
        ("previous_width", 1e9),
    ],
)
def test_an_impossible_entry_is_told_and_the_others_are_kept(tmp_path: Path, name: str, value: object):
    path = tmp_path / settings.FILE
    kept = "density" if name != "density" else "theme"
    wanted = "desk" if kept == "density" else "dark"
    path.write_text(json.dumps({name: value, kept: wanted}), "utf-8")
    loaded = settings.load(path)
    assert loaded.ignored == (name,)
    usual: dict[str, Any] = {kept: wanted}
    assert loaded.preferences == Preferences(**usual)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 60_000, b" " * 70_000 + b"{}", b'{"a": NaN']
)
def test_a_file_that_is_no_file_of_preferences_is_told_and_the_program_starts(tmp_path: Path, data: bytes):
    path = tmp_path / settings.FILE
    path.write_bytes(data)
    assert settings.load(path) == Loaded(Preferences(), (settings.FILE,))


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path):
    (tmp_path / settings.FILE).mkdir()
    assert settings.load(tmp_path / settings.FILE).ignored == (settings.FILE,)


def test_a_refused_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path):
    path = tmp_path / settings.FILE
    settings.save(CHANGED, path)
    (tmp_path / "other").mkdir()
    with pytest.raises((NotADirectoryError, FileExistsError)):
        settings.save(Preferences(), tmp_path / "other" / ".." / settings.FILE / "inside")
    assert settings.load(path) == Loaded(CHANGED)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["other", settings.FILE]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_reads_the_file(tmp_path: Path):
    settings.save(CHANGED, tmp_path / settings.FILE)
    assert (tmp_path / settings.FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("change", [{"theme": "pink"}, {"scale": 0.1}, {"window": (1,)}, {"idle_minutes": True}])
def test_the_program_itself_cannot_prefer_the_impossible(change: dict[str, Any]):
    with pytest.raises(ValueError, match=next(iter(change))):
        Preferences(**change)


def test_one_environment_word_moves_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(settings.HOME, str(tmp_path))
    folders = [
        settings.config_folder(),
        settings.data_folder(),
        settings.record_folder(Preferences()),
        settings.sample_folder(),
    ]
    assert all(tmp_path in folder.parents for folder in folders)
    assert len(set(folders)) == 4
    settings.save(CHANGED)
    assert settings.load().preferences == CHANGED


def test_a_chosen_record_folder_is_taken(tmp_path: Path):
    assert settings.record_folder(Preferences(record_folder=str(tmp_path))) == tmp_path
