"""One Tab stop for a group of buttons; the arrow keys walk inside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from rmt_notes.ui.widgets.buttons import PressButton

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Roving(QObject):
    """Holds the buttons of a group in reading order. `also` sees the keys first and says whether it used one."""

    def __init__(
        self, owner: QObject, also: Callable[[QAbstractButton, QKeyEvent], bool] | None = None, *, follows: bool = False
    ) -> None:
        super().__init__(owner)
        self._buttons: list[PressButton] = []
        self._also = also
        self._follows = follows
        self._last: PressButton | None = None

    def set_buttons(self, buttons: Sequence[PressButton]) -> None:
        """Take these buttons into the group."""
        self._buttons = list(buttons)
        for button in self._buttons:
            button.arrows = self
        self.settle()

    def settle(self) -> None:
        """Other buttons are in sight now: the Tab stop is where the focus last was, else on what is chosen, else on the
        first. Without this the stop could be on a button nobody sees."""
        rest = self._last if self._last in self._buttons and not self._last.isHidden() else None
        self.rest_on(rest or next((one for one in self._buttons if one.isChecked() and not one.isHidden()), None))

    def rest_on(self, button: PressButton | None) -> None:
        """Make `button` (or the first that can take it) the group's Tab stop."""
        usable = [one for one in self._buttons if one.isEnabled() and not one.isHidden()]
        stop = button if button in usable else usable[0] if usable else None
        for one in self._buttons:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus)

    def entered(self, button: QAbstractButton) -> None:
        """The focus came to `button`: Tab returns here."""
        if isinstance(button, PressButton):
            self._last = button
        if isinstance(button, PressButton) and button.focusPolicy() != Qt.FocusPolicy.StrongFocus:
            self.rest_on(button)

    def handles(self, button: QAbstractButton, event: QKeyEvent) -> bool:
        """Walk by arrow keys, Home and End; gives back whether the key was used."""
        if self._also is not None and self._also(button, event):
            return True
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        usable = [one for one in self._buttons if one.isEnabled() and not one.isHidden()]
        if not usable or button not in usable:
            return False
        at = usable.index(button)
        key = Qt.Key(event.key())
        if key in _STEPS:
            step = _STEPS[key]
            if button.layoutDirection() == Qt.LayoutDirection.RightToLeft and key in (
                Qt.Key.Key_Left,
                Qt.Key.Key_Right,
            ):
                step = -step
            goal = usable[max(0, min(len(usable) - 1, at + step))]
        elif key == Qt.Key.Key_Home:
            goal = usable[0]
        elif key == Qt.Key.Key_End:
            goal = usable[-1]
        else:
            return False
        goal.setFocus(Qt.FocusReason.TabFocusReason)
        if self._follows and not goal.isChecked():
            goal.click()
        return True
