"""Other sizes reach what is out of sight too."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from rmt_notes.settings import Preferences
from rmt_notes.ui import places, theme
from rmt_notes.ui.window import Launch, Window


def test_a_screen_out_of_sight_is_made_anew_in_other_sizes(practised, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("RMT_NOTES_HOME", str(tmp_path))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = (theme.mode(), theme.metrics().density, theme.metrics().scale)
    window = Window(practised.worker, Launch(practised.folder), Preferences(theme="light", density="touch"))
    qtbot.addWidget(window)
    try:
        window.go(places.Clients())
        before = window.screen_in_sight()
        window.go(places.Settings())
        settings_screen = window.screen_in_sight()
        practised.settle()
        window.prefer(replace(window.preferences(), density="desk"))
        assert window.screen_in_sight() is settings_screen
        window.go(places.Clients())
        assert window.screen_in_sight() is not before
        practised.settle()
    finally:
        theme.apply(app, *look)
