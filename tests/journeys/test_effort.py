"""The reference visits are played through the real screens; their figures hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tools.effort import play_with


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_reference_visits_take_no_more_taps_and_seconds_than_they_may(
    qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each visit also compares what was signed with what was to be recorded: the third visit of the described client
    holds every fact of it, the declined one the suspected clot, and a first visit is charted from the name to the
    signature."""
    from rmt_notes import app as program
    from rmt_notes.settings import Preferences

    monkeypatch.setenv("RMT_NOTES_HOME", str(tmp_path / "home"))
    preferences = Preferences(theme="light")
    program.look(qapp, preferences)

    def start(folder: Path) -> program.Session:
        session = program.Session(qapp, preferences, folder)
        monkeypatch.setattr(session._reporter, "install", lambda: None)  # a fault fails the test instead
        session.start()
        return session

    names = ["follow_up_unchanged", "first_visit", "with_changes_3", "declined"]
    unchanged, first, changed, declined = play_with(start, names, tmp_path)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert unchanged.taps <= 12
    assert unchanged.keys == 0
    assert unchanged.typed_characters == 0
    assert unchanged.klm_seconds <= 45
    assert changed.taps <= 100
    assert first.klm_seconds < 300
    assert declined.taps <= 40
