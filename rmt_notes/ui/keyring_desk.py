"""The card of the computer's keyring at work: the record proves the passphrase, the keyring keeps a key, and only then
the key file lets it in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rmt_notes.db import KeyringPlace, RecordStore, RecordTrouble, WrongPassphrase, system_keyring
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.keyring_card import KeyringCard
from rmt_notes.ui.worker import Worker


class KeyringDesk(KeyringCard):
    """The card, wired to record and keyring. A keyring may wait for an answer of its own: it is asked beside the
    record's thread, so that saving goes on."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self.let_in.connect(self._turn_on)
        self.shut_out.connect(self._turn_off)

    def load(self) -> None:
        """Read whether it is on; asks no keyring."""
        self._worker.ask(self, lambda store: store.keyring_place(), lambda place: self.set_on(place.on))

    def _turn_on(self, passphrase: str) -> None:
        def prove(store: RecordStore) -> KeyringPlace:
            store.check_passphrase(passphrase)
            return store.keyring_place()

        self.set_busy(True)
        self._worker.ask(
            self,
            prove,
            lambda place: self._give_key(passphrase, place),
            self._fail,
        )

    def _give_key(self, passphrase: str, place: KeyringPlace) -> None:
        key = system_keyring.new_key()
        self._worker.wait_outside(
            self,
            lambda: system_keyring.put(place.record_id, place.person, key),
            lambda _nothing: self._let_in(passphrase, key),
            self._fail,
        )

    def _let_in(self, passphrase: str, key: bytes) -> None:
        self._worker.ask(
            self,
            lambda store: store.turn_keyring_on(passphrase, key),
            lambda _nothing: self._done(True, _("On. The unlock screen offers it from the next lock on.")),
            self._fail,
        )

    def _turn_off(self) -> None:
        def shut(store: RecordStore) -> KeyringPlace:
            store.turn_keyring_off()
            return store.keyring_place()

        self.set_busy(True)
        self._worker.ask(self, shut, self._forget_key, self._fail)

    def _forget_key(self, place: KeyringPlace) -> None:
        """It opens nothing any more; the keyring need not keep it either."""
        self._done(False, _("Off. What the keyring holds opens nothing any more."))
        self._worker.wait_outside(
            self,
            lambda: system_keyring.drop(place.record_id, place.person),
            lambda _nothing: None,
            lambda _trouble: None,
        )

    def _done(self, on: bool, sentence: str) -> None:
        self.set_on(on)
        self.say(sentence)

    def _fail(self, trouble: RecordTrouble) -> None:
        if isinstance(trouble, WrongPassphrase):
            self.say_wrong(str(trouble))
            return
        self.load()
        self.say(str(trouble), "danger")
