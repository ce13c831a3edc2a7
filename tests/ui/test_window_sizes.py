"""Other sizes reach what is out of sight too."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from rmt_notes.settings import Preferences
from rmt_notes.ui import places, theme
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.strip import Segment
from rmt_notes.ui.window import Launch, Window
from tests.ui.conftest import AMELIE, chart_visit, noon, note_of


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


def _too_wide(screen: QWidget) -> list[tuple[str, int]]:
    """The columns of a screen that would have to be scrolled sideways, and by how much."""
    return [
        (one.accessibleName(), one.horizontalScrollBar().maximum())
        for one in screen.findChildren(ScrollColumn)
        if one.isVisible() and one.horizontalScrollBar().maximum() > 0
    ]


def test_no_screen_is_scrolled_sideways_at_any_size_of_letters(practised, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("RMT_NOTES_HOME", str(tmp_path))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = (theme.mode(), theme.metrics().density, theme.metrics().scale)
    note = note_of(6, 4, 10, "moderate", 12, "deep_tissue")
    practised.do(lambda store: chart_visit(store, AMELIE, note, noon(14)))
    visit = practised.do(lambda store: chart_visit(store, AMELIE, note, noon(), draft=True))
    window = Window(practised.worker, Launch(practised.folder), Preferences(theme="light", density="touch"))
    qtbot.addWidget(window)
    window.enter(places.Clients())
    window.show()
    wide = []
    try:
        chart = places.Chart(visit)
        for scale, size, shown in (
            (1.0, (1280, 800), (chart,)),
            (1.5, (1280, 800), (chart, places.Intake(AMELIE))),
            (2.0, (1280, 800), (places.ClientPlace(AMELIE), places.ClientPlace(AMELIE, "record"))),
            (2.0, (1024, 700), (chart, places.Settings())),
        ):
            window.prefer(replace(window.preferences(), scale=scale))
            window.resize(*size)
            for place in shown:
                window.go(place)
                practised.settle()
                QApplication.processEvents()
                screen = window.screen_in_sight()
                assert isinstance(screen, QWidget)
                for rows in screen.findChildren(RowList):
                    rows.open_at(0)
                QApplication.processEvents()
                wide += [(place, scale, size, *found) for found in _too_wide(screen)]
                for row in screen.findChildren(ScaleRow):
                    if row.isVisible():
                        tops = {one.y() for one in row.findChildren(Segment)}
                        assert len(tops) == 1, (row.accessibleName(), scale, size)
        assert wide == []
    finally:
        theme.apply(app, *look)
