"""Records and revokes clearances. Each is an intention of its own, kept at once: the paper is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.finding import Clearance
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.i18n import _
from rmt_notes.ui.screens.intake.loaded import Loaded, load
from rmt_notes.ui.widgets.clearance_form import ClearanceDraft
from rmt_notes.ui.worker import Changes, Worker


class ClearanceDesk(QObject):
    """`recorded` and `ended` carry what is on file then, `failed` the world's trouble as a sentence."""

    recorded = Signal(Loaded)
    ended = Signal(Loaded)
    failed = Signal(str)

    def __init__(self, worker: Worker, owner: QWidget) -> None:
        super().__init__(owner)
        self._worker = worker
        self._owner = owner

    def record(self, draft: ClearanceDraft, client_id: str, visit_id: str) -> None:
        """Record a clearance, and its clinician where that one is new."""

        def write(store: RecordStore) -> Loaded:
            if draft.provider is not None:
                store.keep_provider(draft.provider)
            clearance = draft.clearance(store.new_id(), client_id, store.now(), store.practitioner.id)
            store.record_clearance(clearance, draft.letter)
            return load(store, client_id)

        changes = Changes(frozenset({"safety"}), client_id, visit_id, self._owner)
        self._worker.ask(self, write, self.recorded.emit, self._fail, changes=changes)

    def _fail(self, trouble: RecordTrouble) -> None:
        self.failed.emit(str(trouble))

    def ask_revoke(self, clearance: Clearance, client_name: str, visit_id: str) -> None:
        """Ask why, then end it."""
        from rmt_notes.ui.dialogs import ask_text

        words = _("{name}: the clearance by {clinician} ends today. It stays on file with the reason.").format(
            name=client_name, clinician=clearance.clinician
        )
        ask_text(
            self._owner,
            _("Revoke the clearance"),
            words,
            _("Reason"),
            _("Revoke"),
            lambda reason: self._revoke(clearance, reason, visit_id),
        )

    def _revoke(self, clearance: Clearance, reason: str, visit_id: str) -> None:
        def write(store: RecordStore) -> Loaded:
            store.revoke_clearance(clearance.id, store.now().date(), reason)
            return load(store, clearance.client_id)

        changes = Changes(frozenset({"safety"}), clearance.client_id, visit_id, self._owner)
        self._worker.ask(self, write, self.ended.emit, self._fail, changes=changes)
