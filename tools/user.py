"""A user of the program, for the tour, the journeys and the bench: finds things by the words on them, and only
presses, types and looks.

Nothing here calls a method of a screen that a finger could not reach.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QScrollArea, QTextEdit, QWidget

from tools.waiting import let_run

PATIENCE_S = 20.0
SOON_MS = 2500
LEVELS = 16
"""Layouts within layouts, at most: each turn of the event loop hands a new size on by one of them."""
AT_ONCE_MS = 100
"""What comes so soon after a press belongs to it: what was opened is brought into sight."""


class Lost(AssertionError):
    """What the user looked for is not on the screen."""


def _size_in(area: QScrollArea) -> object:
    """How large what scrolls is."""
    inside = area.widget()
    return None if inside is None else inside.size().toTuple()


class User:
    """Sits before a window. `busy` tells whether the program still works on an answer."""

    def __init__(self, window: QWidget, busy: Callable[[], bool] = lambda: False) -> None:
        self.window = window
        self._busy = busy
        self.patience = PATIENCE_S
        self.presses = 0
        self.keys_pressed = 0
        self.typed = 0

    # -- looking
    # --------------------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until the program has answered and painted."""
        self.wait(lambda: not self._busy())
        before: tuple[object, ...] = ()
        for _round in range(60):
            let_run(1)
            for _turn in range(LEVELS):
                QApplication.processEvents()
            self.wait(lambda: not self._is_about_to_act(AT_ONCE_MS))
            now = self._shape()
            if now == before and not self._busy():
                return
            before = now
        self.wait(lambda: not self._busy())

    def _is_about_to_act(self, within: int = SOON_MS) -> bool:
        """Whether the program waits a moment before it goes on: for the end of typing, before it searches or saves; at
        most so many milliseconds."""
        timers = [*self.window.findChildren(QTimer), *self.ground().findChildren(QTimer)]
        return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= within for timer in timers)

    def _shape(self) -> tuple[object, ...]:
        """What grows while layouts of text settle over several rounds: the window in front and its columns. Asking
        every widget for its place would take longer than the program does for its answer."""
        ground = self.ground()
        areas = (area for area in ground.findChildren(QScrollArea) if area.isVisible())
        columns = ((id(area), area.verticalScrollBar().value(), _size_in(area)) for area in areas)
        return (id(ground), ground.size().toTuple(), *columns)

    def _let_places_settle(self) -> None:
        """A column hands a new size down its layouts over several rounds: go on until a round moved nothing."""
        before: object = None
        while (now := [each.geometry().getRect() for each in self.ground().findChildren(QWidget)]) != before:
            before = now
            self.settle()

    def wait(self, condition: Callable[[], bool], what: str = "the program") -> None:
        """Let the program run until a condition holds.

        Raises:
            Lost: when it never does.
        """
        end = time.monotonic() + self.patience
        while not condition():
            if time.monotonic() > end:
                raise Lost(f"waited in vain for {what}")
            let_run(2)

    def ground(self) -> QWidget:
        """The window in front: a dialog, a popup, else the main window."""
        popup = QApplication.activePopupWidget()
        modal = QApplication.activeModalWidget()
        return popup or modal or self.window

    def everything(self, kind: type[QWidget] = QWidget) -> Iterator[QWidget]:
        """What can be seen of a kind in the window in front, in the order in which it was made."""
        for widget in self.ground().findChildren(kind):
            if widget.isVisible() and widget.width() > 0:
                yield widget

    def sees(self, name: str) -> bool:
        """Whether something with that name is on the screen."""
        return self._find(name, QWidget) is not None

    def find(self, name: str, kind: type[QWidget] = QWidget, nth: int = 0) -> QWidget:
        """The widget of that accessible name; one whose name begins so, where none has it whole.

        Raises:
            Lost: with what is there instead.
        """
        found = self._find(name, kind, nth)
        if found is None:
            names = sorted({widget.accessibleName() for widget in self.everything(kind) if widget.accessibleName()})
            raise Lost(f"“{name}” is not on the screen; there is: {', '.join(names)}")
        return found

    def _find(self, name: str, kind: type[QWidget], nth: int = 0) -> QWidget | None:
        begun = [
            widget
            for widget in self.ground().findChildren(kind)
            if (said := widget.accessibleName()) and said.startswith(name) and widget.isVisible() and widget.width() > 0
        ]
        whole = [widget for widget in begun if widget.accessibleName() == name]
        focusable = [widget for widget in whole if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
        for found in (focusable, whole, begun):
            if len(found) > nth:
                return found[nth]
        return None

    # -- doing
    # ----------------------------------------------------------------------------------------------------------------

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll until it is in sight, as a finger would."""
        parent = widget.parentWidget()
        while parent is not None:
            area = parent
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(widget, 40, 60)
            parent = parent.parentWidget()
        QApplication.processEvents()

    def come_to_front(self) -> None:
        """Touching a window makes it the active one; events sent to a widget alone do not."""
        front = self.ground().window()
        if QApplication.activePopupWidget() is None and not front.isActiveWindow():
            front.activateWindow()
            self.wait(front.isActiveWindow, "the window to come to the front")

    def press_widget(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Press and release in the middle of it."""
        if not widget.isEnabled():
            raise Lost(f"“{widget.accessibleName()}” cannot be pressed now")
        self.come_to_front()
        self.bring_into_view(widget)
        self.presses += 1
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center()
        )
        self.settle()

    def press(self, name: str, nth: int = 0) -> None:
        """Press what has that name."""
        self.press_widget(self.find(name, nth=nth))

    def type_into(self, name: str, text: str) -> None:
        """Press a field and type; what it held is replaced."""
        self.type_at(self._editor(name), text)

    def type_at(self, editor: QWidget, text: str) -> None:
        """Press this field and type; what it held is replaced."""
        self.press_widget(editor)
        if self._text_of(editor):
            QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            if not text:
                QTest.keyClick(editor, Qt.Key.Key_Delete)
                self.keys_pressed += 1
        self.typed += len(text)
        target = editor.viewport() if isinstance(editor, QTextEdit) else editor
        for character in text:
            if character.isascii():
                QTest.keyClicks(target, character)
            else:
                # A letter outside ASCII comes from the keyboard layout or an input method: as text, without a key of
                # its own.
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character))
        self.settle()

    def _text_of(self, editor: QWidget) -> str:
        if isinstance(editor, QLineEdit):
            return editor.text()
        return editor.toPlainText() if isinstance(editor, QTextEdit) else ""

    def _editor(self, name: str) -> QWidget:
        for kind in (QLineEdit, QTextEdit):
            found = self._find(name, kind)
            if found is not None:
                return found
        for label in self.everything(QLabel):
            if isinstance(label, QLabel) and label.text().replace("&", "").rstrip(":") == name:
                buddy = label.buddy()
                if buddy is not None:
                    return buddy
        holder = self.find(name)
        for kind in (QLineEdit, QTextEdit):
            inside = [child for child in holder.findChildren(kind) if child.isVisible()]
            if inside:
                return inside[0]
        raise Lost(f"nothing to type into at “{name}”")

    def keys(self, keys: str) -> None:
        """Press a key or a combination such as `Ctrl+Return` where the focus is."""
        self.come_to_front()
        self.keys_pressed += 1
        popup = QApplication.activePopupWidget()  # has the keyboard while it is open
        target = QApplication.focusWidget() or self.ground()
        if popup is not None:
            inside: QWidget | None = popup.focusWidget()
            target = popup if inside is None else inside
        QTest.keySequence(target, QKeySequence(keys))
        self.settle()

    def choose_row(self, name: str, words: str) -> None:
        """Press the row of a list that says these words.

        Raises:
            Lost: when no row does.
        """
        view = self.find(name, QAbstractItemView)
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole) or ""
            if words in str(said):
                view.scrollTo(index)
                self.presses += 1
                QTest.mouseClick(
                    view.viewport(),
                    Qt.MouseButton.LeftButton,
                    Qt.KeyboardModifier.NoModifier,
                    view.visualRect(index).center(),
                )
                self.settle()
                return
        raise Lost(f"no row says “{words}” in {name}")

    # -- showing
    # --------------------------------------------------------------------------------------------------------------

    def picture(self, path: Path) -> Path:
        """What is on the screen, dialogs over the window included, as PNG; taken when the program has come to rest."""
        self.settle()
        self.wait(lambda: not self._is_about_to_act(), "the program to come to rest")
        self._let_places_settle()
        pixmap = self.window.grab()
        front = self.ground()
        if front is not self.window:
            from PySide6.QtGui import QPainter

            painter = QPainter(pixmap)
            painter.drawPixmap(self.window.mapFromGlobal(front.mapToGlobal(QPoint(0, 0))), front.grab())
            painter.end()
        if not pixmap.save(str(path)):
            raise OSError(f"the picture could not be written: {path}")
        return path
