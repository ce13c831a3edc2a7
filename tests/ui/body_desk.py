"""A body chart to press, for the tests of its parts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmt_notes.clinical.body_figure import figure
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.ui.widgets.body.canvas import BodyCanvas
from rmt_notes.ui.widgets.body.chart import BodyChart
from tests.ui.note_tools import dress, settle, show

RHOMBOIDS = Site("rhomboids", "left")


def made_chart(qtbot: Any) -> BodyChart:
    """A chart of pain and findings, seen from the back."""
    made = BodyChart(("pain", "findings"))
    show(qtbot, made)
    made.show_view("back")
    settle()
    return made


def made_canvas(qtbot: Any) -> BodyCanvas:
    """The drawing alone, large."""
    dress()
    made = BodyCanvas()
    qtbot.addWidget(made)
    made.resize(1200, 1500)
    made.show()
    qtbot.waitExposed(made)
    return made


def middle(canvas: BodyCanvas, view: str, site: Site) -> QPoint:
    """The middle of a region in pixels."""
    page = canvas.page_of(view)
    assert page is not None
    return page.to_canvas(*figure(view).sites[site].middle).toPoint()


def press(chart: BodyChart, site: Site, view: str = "back") -> None:
    """Press the middle of a region with the mouse."""
    QTest.mouseClick(chart.canvas, Qt.MouseButton.LeftButton, pos=middle(chart.canvas, view, site))
    settle()


def key(which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, which, modifier)


def heard(chart: BodyChart) -> list[tuple[BodyMark, ...]]:
    """Everything that `edited` carries from now on."""
    found: list[tuple[BodyMark, ...]] = []
    chart.edited.connect(found.append)
    return found
