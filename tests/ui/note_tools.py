"""What the tests of the sections share: a dressed application, a shown section, and real presses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTextEdit, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.scroll import ScrollColumn

KEPT: WeakKeyDictionary[QWidget, ScrollColumn] = WeakKeyDictionary()
"""The column each section stands in, alive as long as the section."""


def show(qtbot: Any, widget: QWidget, width: int = 745) -> QWidget:
    """`widget` in a scrolling column as wide as the chart's, laid out."""
    dress()
    column = ScrollColumn(margin=16)
    column.add(widget)
    qtbot.addWidget(column)
    KEPT[widget] = column
    column.resize(width + 32, 900)
    column.show()
    qtbot.waitExposed(column)
    settle()
    return widget


def focused() -> QWidget:
    """What has the keyboard.

    Raises:
        AssertionError: nothing has.
    """
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def settle() -> None:
    """Let pending layouts happen."""
    QApplication.processEvents()


def dress() -> None:
    """The light look for fingers, once."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", "touch", 1.0)


def buttons(widget: QWidget) -> Iterable[QAbstractButton]:
    """Every button that is in sight."""
    return [one for one in widget.findChildren(QAbstractButton) if one.isVisibleTo(widget)]


def named(widget: QWidget, name: str) -> QAbstractButton:
    """The button in sight with this accessible name.

    Raises:
        AssertionError: there is none.
    """
    settle()
    found = [one for one in buttons(widget) if one.accessibleName() == name]
    assert found, f"{name!r} is not among {sorted({one.accessibleName() for one in buttons(widget)})}"
    return found[0]


def press(widget: QWidget, name: str) -> QAbstractButton:
    """Press the button of that name with the mouse."""
    button = named(widget, name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    return button


def chip_words(widget: QWidget) -> set[str]:
    """The words on the chips in sight."""
    return {chip.words() for chip in widget.findChildren(Chip) if chip.isVisibleTo(widget)}


def small_targets(widget: QWidget, least: int) -> list[str]:
    """Focusable things in sight that are smaller than a finger needs."""
    settle()
    found = []
    for one in widget.findChildren(QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(widget):
            framed = isinstance(one, QLineEdit | QTextEdit | QComboBox)
            frame = one.parentWidget() if framed else one
            size = (frame or one).size()
            if size.height() < least or size.width() < least:
                found.append(f"{type(one).__name__} {one.accessibleName()!r} {size.width()}x{size.height()}")
    return found


def nameless(widget: QWidget) -> list[str]:
    """Focusable things in sight without a name."""
    return [
        type(one).__name__
        for one in widget.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(widget) and not one.accessibleName()
    ]
