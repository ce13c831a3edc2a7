"""Tab walks as the eye does: widgets that came later take their place in the order of reading, not at the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLayout, QLineEdit, QScrollArea, QStackedWidget, QWidget

_WHOLE = (QComboBox, QLineEdit)
"""Widgets whose inner parts are none of their own."""


def in_reading_order(root: QWidget, *, shown: bool = False) -> Iterator[QWidget]:
    """Everything below `root` that Tab can reach, from top to bottom; hidden parts too, unless only what is `shown` is
    asked for."""
    if shown and root.isHidden():
        return
    if root.focusPolicy() & Qt.FocusPolicy.TabFocus or root.focusPolicy() & Qt.FocusPolicy.ClickFocus:
        yield root
    if isinstance(root, _WHOLE):
        return
    if isinstance(root, QScrollArea):
        content = root.widget()
        if content is not None:
            yield from in_reading_order(content, shown=shown)
        return
    if isinstance(root, QAbstractScrollArea):
        return
    inside = [child for child in root.children() if isinstance(child, QWidget) and not child.isWindow()]
    layout = root.layout()
    if layout is not None and not isinstance(root, QStackedWidget):
        yield from _in_layout(layout, inside, shown=shown)
        return
    for child in inside:
        yield from in_reading_order(child, shown=shown)


def _in_layout(layout: QLayout, inside: list[QWidget], *, shown: bool) -> Iterator[QWidget]:
    """Asks each widget for its place and not each place for its widget: PySide ties the items that `itemAt` gives to
    the layout, and destroys them a second time when the layout goes."""
    places: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(widget), widget) for widget in inside]
    places += [(layout.indexOf(part), part) for part in layout.children() if isinstance(part, QLayout)]
    for at, part in sorted(places, key=lambda place: place[0]):
        if at < 0:
            continue
        if isinstance(part, QWidget):
            yield from in_reading_order(part, shown=shown)
        else:
            yield from _in_layout(part, inside, shown=shown)


def laid_out(layout: QLayout) -> list[QWidget]:
    """The widgets that stand directly in a layout, in its order; found without its items, for the reason above."""
    ground = layout.parentWidget()
    if ground is None:
        return []
    places = [(layout.indexOf(child), child) for child in ground.children() if isinstance(child, QWidget)]
    return [widget for at, widget in sorted(places, key=lambda place: place[0]) if at >= 0]


def order_tabs(root: QWidget, *, shown: bool = False) -> None:
    """Put everything below `root`, or what of it is shown, into the order of reading."""
    for before, after in pairwise(in_reading_order(root, shown=shown)):
        QWidget.setTabOrder(before, after)


def next_in_reading(root: QWidget, here: QWidget, *, forward: bool) -> QWidget | None:
    """Where Tab leads from here among what is shown; behind the last it begins again. None where `here` is no part of
    it.

    Qt's own chain holds more: a field that hands the focus on to its editor stands in it as well, and behind the last
    control Tab would land in the middle of the page through one of those, never to reach the top again."""
    reachable = [
        widget
        for widget in in_reading_order(root, shown=True)
        if widget is here
        or (widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled())
    ]
    if here not in reachable:
        return None
    return reachable[(reachable.index(here) + (1 if forward else -1)) % len(reachable)]
