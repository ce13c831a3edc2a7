"""The people card at work: asks the record and says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.db import RecordStore, RecordTrouble, WrongPassphrase
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.people_card import PeopleCard
from rmt_notes.ui.worker import Changes, Worker


class PeopleDesk(PeopleCard):
    """The card, wired to the record. `load` reads who there is; `roles_changed` when one's own role may be another."""

    roles_changed = Signal()

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self.added.connect(self._add)
        self.changed.connect(self._change)
        self.sign_in_given.connect(self._give)
        self.retired.connect(self._retire)

    def load(self) -> None:
        """Read who there is."""
        self._worker.ask(
            self,
            lambda store: (store.practitioners(), store.sign_ins(), store.practitioner),
            lambda found: self.set_people(*found),
        )

    def _add(self, person: Practitioner, own: str, theirs: str) -> None:
        self._do(
            lambda store: store.add_practitioner(replace(person, id=store.new_id()), own, theirs),
            _("{name} signs in from now on, with their own passphrase.").format(name=person.name),
        )

    def _change(self, person: Practitioner) -> None:
        self._do(
            lambda store: store.change_practitioner(person),
            _("Kept. It holds from the next sign-in of {name}.").format(name=person.name),
        )

    def _give(self, person_id: str, own: str, theirs: str) -> None:
        self._do(
            lambda store: store.give_sign_in(person_id, own, theirs),
            _("The new passphrase holds. The old one opens nothing any more."),
        )

    def _retire(self, person_id: str) -> None:
        self._do(
            lambda store: store.retire_practitioner(person_id),
            _("The sign-in has ended. What was written keeps its author."),
        )

    def _do(self, work: Callable[[RecordStore], object], words: str) -> None:
        def done(_answer: object) -> None:
            self.say(words)
            self.load()

        self.set_busy(True)
        changes = Changes(frozenset({"people"}), asker=self)
        self._worker.ask(self, work, done, self._fail, changes=changes)

    def _fail(self, trouble: RecordTrouble) -> None:
        self.say_refused(str(trouble), own=isinstance(trouble, WrongPassphrase))
