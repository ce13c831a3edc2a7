"""The intake screen: one pane for each client whose intake is under way, so that leaving loses nothing."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import places
from rmt_notes.ui.screens.intake.column import SECTIONS
from rmt_notes.ui.screens.intake.loaded import Loaded, load
from rmt_notes.ui.screens.intake.pane import IntakePane
from rmt_notes.ui.worker import Changes, Worker


class IntakeScreen(QWidget):
    """Health history and checklist. What was begun and not kept waits in the record, client by client."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._panes: dict[str, IntakePane] = {}
        self._place: places.Intake | None = None
        self._stack = QStackedWidget()
        self._waiting = QWidget()
        self._stack.addWidget(self._waiting)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._keep)
        for number, key in enumerate(SECTIONS, start=1):
            QShortcut(QKeySequence(f"Alt+{number}"), self).activated.connect(lambda key=key: self._go_to(key))
        worker.changed.connect(self._note_changes)

    # -- what the window asks ---------------------------------------------------------------------------------------

    def show_place(self, place: places.Intake) -> None:
        """Open a client's intake, or go on with the one that was begun."""
        self._drop_untouched()
        self._place = place
        self._stack.setCurrentWidget(self._panes.get(place.client_id, self._waiting))
        self._worker.ask(self, lambda store: load(store, place.client_id), self._take)

    def title(self) -> str:
        """The name of the screen."""
        return _("Health history")

    def leave(self) -> None:
        """What was begun is written down as a draft."""
        self.keep_now()

    def keep_now(self) -> None:
        """Write the draft at once; the window also asks this when it only loses the focus."""
        for pane in self._panes.values():
            pane.keeper.keep_now()

    def _drop_untouched(self) -> None:
        """A pane without a word of its own is made anew."""
        for client_id, pane in list(self._panes.items()):
            if not pane.is_worth_keeping() and not pane.keeper.has_unsaved():
                self._drop(client_id)

    def has_unsaved(self) -> bool:
        """Whether something was answered that could not be written down yet."""
        return any(pane.keeper.has_unsaved() for pane in self._panes.values())

    def focus_first(self) -> None:
        """Where work begins."""
        pane = self.pane()
        if pane is not None:
            pane.focus_first()

    # -- panes ------------------------------------------------------------------------------------------------------

    def pane(self) -> IntakePane | None:
        """The intake in sight."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, IntakePane) else None

    def _take(self, loaded: Loaded) -> None:
        place = self._place
        client_id = loaded.file.client.id
        if place is None or client_id != place.client_id:
            return
        pane = self._panes.get(client_id)
        kept = loaded.file.intake
        if pane is not None and kept is not None and kept.sheet != pane.sheet and not pane.keeper.has_unsaved():
            self._drop(client_id)  # the client went on with it in client mode
            pane = None
        if pane is None:
            pane = IntakePane(self._worker, loaded, place.visit_id, self._stack)
            pane.kept.connect(lambda: self._take_kept(client_id))
            pane.back_wanted.connect(lambda: self.gone.emit(None))
            pane.hand_over_wanted.connect(lambda: self._hand_over(client_id))
            self._panes[client_id] = pane
            self._stack.addWidget(pane)
        else:
            pane.visit_id = place.visit_id
            pane.refresh(loaded)
            pane.welcome_back()
        self._stack.setCurrentWidget(pane)
        shown, at = pane, place.at
        QTimer.singleShot(0, pane, lambda: shown.column.focus_field(at) if at else shown.focus_first())

    def _hand_over(self, client_id: str) -> None:
        visit_id = self._place.visit_id if self._place is not None else ""
        self.gone.emit(places.ClientMode(client_id, visit_id))

    def _take_kept(self, client_id: str) -> None:
        place = self._place
        self._drop(client_id)
        if place is None or place.client_id != client_id:
            return
        self.gone.emit(places.Chart(place.visit_id) if place.visit_id else places.ClientPlace(client_id, "health"))

    def _drop(self, client_id: str) -> None:
        pane = self._panes.pop(client_id, None)
        if pane is not None:
            self._stack.removeWidget(pane)
            pane.hide()
            pane.deleteLater()

    def _note_changes(self, changes: Changes) -> None:
        pane = self._panes.get(changes.client_id)
        if pane is None or changes.asker is pane or not changes.kinds & {"safety", "clients"}:
            return

        def refresh(loaded: Loaded) -> None:
            current = self._panes.get(changes.client_id)
            if current is not None:
                current.refresh(loaded)

        self._worker.ask(self, lambda store: load(store, changes.client_id), refresh)

    # -- keys -------------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        pane = self.pane()
        if pane is not None:
            pane.keep()

    def _go_to(self, section: str) -> None:
        pane = self.pane()
        if pane is not None:
            pane.column.focus_section(section)
