"""When a search that follows the typing asks, which answer counts, and what Enter opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class SearchPace(QObject):
    """Asks by `search` after a short rest of the typing, and opens by `open_first` what the answer begins with.

    Enter may come before the answer to the letters just typed. The list still shows other people then, and opening
    one of them would open the wrong chart: Enter waits for the answer.
    """

    def __init__(
        self, parent: QObject, rest_ms: int, search: Callable[[], None], open_first: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._open_first = open_first
        self._asked = self._answered = 0
        self._opens = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest_ms)
        self._rest.timeout.connect(search)

    def type(self) -> None:
        """A letter was typed or deleted."""
        self._opens = False
        self._rest.start()

    def stop(self) -> None:
        """Ask no more, and open nothing."""
        self._opens = False
        self._rest.stop()

    def is_waiting(self) -> bool:
        """Whether what is listed does not answer what is typed yet."""
        return self._rest.isActive() or self._answered != self._asked

    def ask(self) -> int:
        """The number of a search that begins now."""
        self._rest.stop()
        self._asked += 1
        return self._asked

    def is_latest(self, number: int) -> bool:
        """Whether this answer is the one waited for; a later search wins over it."""
        return number == self._asked

    def show(self) -> None:
        """The latest answer is listed now: open its first where Enter was pressed for it."""
        self._answered = self._asked
        if self._opens:
            self._opens = False
            self._open_first()

    def enter(self) -> None:
        """Enter: open the first, once the list is the answer to what is typed."""
        if not self.is_waiting():
            self._open_first()
            return
        self._opens = True
        if self._rest.isActive():
            self._search()
