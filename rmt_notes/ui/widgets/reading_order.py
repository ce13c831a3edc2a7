"""Tab walks as the eye does: widgets that came later take their place in the order of reading, not at the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLayout, QLineEdit, QScrollArea, QStackedWidget, QWidget

_WHOLE = (QComboBox, QLineEdit)
"""Widgets whose inner parts are none of their own."""


def in_reading_order(root: QWidget) -> Iterator[QWidget]:
    """Everything below `root` that Tab can reach, from top to bottom, hidden parts too."""
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus or root.focusPolicy() & Qt.FocusPolicy.ClickFocus:
        yield root
    if isinstance(root, _WHOLE):
        return
    if isinstance(root, QScrollArea):
        inside = root.widget()
        if inside is not None:
            yield from in_reading_order(inside)
        return
    if isinstance(root, QAbstractScrollArea):
        return
    layout = root.layout()
    if layout is not None and not isinstance(root, QStackedWidget):
        yield from _in_layout(layout)
        return
    for child in root.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from in_reading_order(child)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from in_reading_order(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def order_tabs(root: QWidget) -> None:
    """Put everything below `root` into the order of reading."""
    for before, after in pairwise(in_reading_order(root)):
        QWidget.setTabOrder(before, after)
