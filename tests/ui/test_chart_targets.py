"""Every control of the chart can be met by an oily finger, in every part of it, and by a plain press."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit, QWidget

from rmt_notes.ui import places
from rmt_notes.ui.screens.chart import ChartScreen
from rmt_notes.ui.widgets.body.canvas import BodyCanvas
from rmt_notes.ui.widgets.field_frame import FieldFrame
from rmt_notes.ui.widgets.note.finding_group import FindingGroup
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.note.section import Fold
from rmt_notes.ui.widgets.note.technique_card import TechniqueList
from tests.ui.conftest import AMELIE, chart_visit, noon, note_of
from tests.ui.note_tools import dress
from tools.user import User

LEAST = 44


@pytest.fixture
def screen(practised, qtbot):
    dress()
    practised.do(
        lambda store: chart_visit(
            store,
            AMELIE,
            note_of(5, 3, 12, "mild", 13, "deep_tissue", "cupping_static", "art", "iastm"),
            noon(14),
            kind="initial",
        )
    )
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    chart = ChartScreen(practised.worker)
    chart.resize(1204, 720)
    qtbot.addWidget(chart)
    chart.show()
    chart.show_place(places.Chart(visit.id))
    user = User(chart, lambda: not practised.worker.is_idle())
    user.settle()
    user.press("Same as last time")
    return chart


def controls(ground: QWidget) -> list[tuple[str, int, int]]:
    """What can be pressed or typed into, with its size; a field counts with its frame. Lists and drawings are met row
    by row and region by region."""
    found = []
    for one in ground.findChildren(QWidget):
        focusable = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if not (focusable or isinstance(one, QAbstractButton)) or not one.isVisibleTo(ground):
            continue
        if isinstance(one, QAbstractItemView | BodyCanvas):
            continue
        target = one
        if isinstance(one, QLineEdit | QTextEdit):
            holder: QWidget | None = one
            while holder is not None and not isinstance(holder, FieldFrame):
                holder = holder.parentWidget()
            target = holder or one
        found.append((f"{type(one).__name__} {one.accessibleName()!r}", target.width(), target.height()))
    return found


def open_everything(chart: ChartScreen) -> None:
    """Every fold, every group of findings, every list of choices, one entry of every list."""
    for _round in range(3):
        for group in chart.findChildren(FindingGroup):
            if not group.is_open():
                group.set_open(True)
        for fold in chart.findChildren(Fold):
            if not fold.is_open():
                fold.set_open(True)
        for techniques in chart.findChildren(TechniqueList):
            techniques.offer_all()
    chart._column.open_visit()


def test_every_target_of_the_chart_is_large_enough_for_a_finger(screen, qtbot):
    open_everything(screen)
    small = []
    for number in range(4):
        for rows in screen.findChildren(RowList):
            rows.open_at(number)
        for fold in screen.findChildren(Fold):
            fold.set_open(True)
        screen._column.widget().layout().activate()
        User(screen).settle()
        small += [f"{name} {wide}x{high}" for name, wide, high in controls(screen) if wide < LEAST or high < LEAST]
    assert len(controls(screen)) > 400
    assert sorted(set(small)) == []
    # Nothing waits for a double click, a menu of the second button or a drag: each has a plain press.
    for one in screen.findChildren(QWidget):
        assert one.contextMenuPolicy() not in (
            Qt.ContextMenuPolicy.CustomContextMenu,
            Qt.ContextMenuPolicy.ActionsContextMenu,
        ), one
    for kind in {type(one) for one in screen.findChildren(QWidget)}:
        if kind.__module__.startswith("rmt_notes"):
            assert "mouseDoubleClickEvent" not in vars(kind), kind
