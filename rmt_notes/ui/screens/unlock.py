"""The first thing seen every day: one field for the passphrase. It names no client and loads little."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.places import Place
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.choice_field import ChoiceField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box
from rmt_notes.ui.widgets.passphrase_field import PassphraseField
from rmt_notes.ui.worker import Worker

if TYPE_CHECKING:
    from rmt_notes.db import RecordStore, RecordTrouble, Salvage
    from rmt_notes.ui.widgets.damage_pane import DamagePane
    from rmt_notes.ui.widgets.recover_pane import RecoverPane

FREE_TRIES = 2
LONGEST_DELAY = 30


def delay_after(wrong: int) -> int:
    """Seconds to wait after so many wrong tries in a row: none for the first two, then 2, 4, 8, up to half a minute."""
    return 0 if wrong <= FREE_TRIES else min(LONGEST_DELAY, 2 ** (wrong - FREE_TRIES))


class Keyring(Protocol):
    """The keyring of this computer: `key_for` may wait for a question of the system's own."""

    def key_for(self, person: str) -> bytes: ...

    def open_record(self, key: bytes, person: str) -> RecordStore: ...


class Emblem(QWidget):
    """The program's sign: a note and a hand in the accent colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Take up the look in force."""
        side = theme.metrics().px(56)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, box.width() * 0.28, theme.color("accent"))
        inset = box.width() * 0.24
        theme.paint_icon(painter, "lock", box.adjusted(inset, inset, -inset, -inset), theme.color("on_accent").name())
        painter.end()


class _Sheet(QWidget):
    """The card in the middle: as tall as its words need at its width."""

    def sizeHint(self) -> QSize:
        layout = self.layout()
        width = theme.metrics().px(440)
        height = layout.totalHeightForWidth(width) if layout is not None else width
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return False  # its width is its own, whatever the window offers

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(self.rect()), theme.metrics().px(16), theme.color("card"), theme.color("line"))
        painter.end()


class UnlockScreen(QWidget):
    """Asks for the passphrase and opens the record.

    `open_record` and `recover` run on the record's thread: the first gets the passphrase, the second the recovery code
    and a new passphrase; both get the key of the person who was chosen (empty where there is no choice). `people` are
    key and name of those who sign in, `last` who did so the last time. `unlocked` is emitted when the record is open.
    `look` opens it for reading only, `salvage` saves what can be read of a damaged one. Those in `by_keyring` may open
    the record with `keyring` instead of their passphrase; nothing of it is asked before the button is pressed.
    """

    gone = Signal(object)
    unlocked = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        worker: Worker,
        open_record: Callable[[str, str], RecordStore],
        recover: Callable[[str, str, str], RecordStore],
        parent: QWidget | None = None,
        *,
        people: Sequence[tuple[str, str]] = (),
        last: str = "",
        look: Callable[[str, str], RecordStore] | None = None,
        salvage: Callable[[str, str], Salvage] | None = None,
        by_keyring: Collection[str] = (),
        keyring: Keyring | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._open_record = open_record
        self._recover = recover
        self._wrong = 0
        self._wait = 0
        self._busy = False
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count_down)
        self._recovery: RecoverPane | None = None
        self._names = dict(people)
        self._look, self._salvage = look, salvage
        self._by_keyring, self._keyring = by_keyring, keyring
        self._asking_keyring = False
        self._damage: DamagePane | None = None
        self._only_look = False
        self._build()
        self.person.set_value(last if last in self._names else next(iter(self._names), None))
        self._offer_keyring()

    def _build(self) -> None:
        m = theme.metrics()
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        scroll.setWidget(ground)
        frame.addWidget(scroll)
        outer = QVBoxLayout(ground)
        outer.setSpacing(m.space(4))
        outer.addStretch(4)
        self._sheet = _Sheet()
        self._sheet.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        outer.addWidget(self._sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(5)
        note = Label(_("Everything stays on this computer, encrypted."), "hint", token="muted")
        outer.addWidget(note, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addSpacing(m.space(4))
        self._inside = QVBoxLayout(self._sheet)
        self._plain = QWidget()
        column = QVBoxLayout(self._plain)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.space(4))
        head = QHBoxLayout()
        head.setSpacing(m.space(4))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label("RMT Notes", "page", "bold"))
        words.addWidget(Label(_("Locked"), "body", token="muted"))
        head.addWidget(Emblem())
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addSpacing(m.space(1))
        self.person = ChoiceField(_("Who signs in"), list(self._names.items()), optional=False)
        self.person.setVisible(bool(self._names))
        self.person.edited.connect(self._choose)
        column.addWidget(self.person)
        self._field = PassphraseField(_("Passphrase"))
        self._field.entered.connect(self._try)
        column.addWidget(self._field)
        self._unlock = Button(_("Unlock"), icon="lock-open", key_hint="Enter")
        self._unlock.clicked.connect(self._try)
        column.addWidget(self._unlock)
        self.ring = Button(_("Unlock with this computer's keyring"), "secondary", icon="key")
        self.ring.clicked.connect(self._ask_keyring)
        column.addWidget(self.ring)
        self._forgot = Button(_("Use the recovery code"), "quiet", icon="key")
        self._forgot.clicked.connect(self._show_recovery)
        column.addWidget(self._forgot, 0, Qt.AlignmentFlag.AlignHCenter)
        self._restore = Button(_("Restore a backup"), "quiet", icon="rotate-ccw")
        self._restore.clicked.connect(lambda: self.restore_wanted.emit())
        column.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignHCenter)
        self._reading = Button(_("Open for reading only"), "quiet", icon="eye")
        self._reading.setCheckable(True)
        self._reading.setVisible(self._look is not None)
        self._reading.toggled.connect(self._set_only_look)
        column.addWidget(self._reading, 0, Qt.AlignmentFlag.AlignHCenter)
        self._reading_words = Label(
            _(
                "Nothing will be written, printed or exported. For a disk that cannot be written to, or to keep a file "
                "as it is."
            ),
            "hint",
            token="muted",
            wrap=True,
        )
        self._reading_words.hide()
        column.addWidget(self._reading_words)
        self._inside.addWidget(self._plain)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        edge = m.px(32)
        self._inside.setContentsMargins(edge, edge, edge, m.space(5))
        self._sheet.updateGeometry()

    # -- the screen's contract -------------------------------------------------------------------------------

    def title(self) -> str:
        """The window's title while it shows."""
        return _("Locked")

    def show_place(self, place: Place | None = None) -> None:
        """Start afresh: nothing typed, the plain field."""
        self._field.clear()
        self._field.set_error("")
        self._show_plain()

    def leave(self) -> None:
        """Nothing is kept here."""
        self._field.clear()

    def has_unsaved(self) -> bool:
        """Never: nothing typed here is record."""
        return False

    def focus_first(self) -> None:
        """Put the caret where the passphrase goes."""
        if self._recovery is not None and self._recovery.isVisible():
            self._recovery.focus_first()
        else:
            self._field.setFocus()

    def chosen(self) -> str:
        """The key of the person who signs in; empty where there is no choice."""
        return str(self.person.value() or "") if self._names else ""

    def _choose(self, _key: object) -> None:
        """Another person has another passphrase: what was typed for the one before is of no use."""
        self._field.clear()
        self._field.set_error("")
        if self._recovery is not None:
            self._recovery.set_whose(self._names.get(self.chosen(), ""))
        self._offer_keyring()
        self._field.setFocus()

    # -- opening ---------------------------------------------------------------------------------------------

    def _try(self) -> None:
        if self._busy or self._wait > 0:
            return
        passphrase = self._field.text()
        if not passphrase:
            self._field.set_error(_("Type the passphrase of this record."))
            self._field.setFocus()
            return
        self._set_busy(True)
        person = self.chosen()
        opener = self._look if self._only_look and self._look is not None else self._open_record
        self._worker.open(self, lambda: opener(passphrase, person), self._opened, self._refused)

    def _opened(self, _store: RecordStore) -> None:
        self._set_busy(False)
        self._asking_keyring = False  # what it may still answer is of no use any more
        self._wrong = 0
        self._field.clear()
        if self._recovery is not None:
            self._recovery.forget()
        self.unlocked.emit()

    def _refused(self, trouble: RecordTrouble) -> None:
        from rmt_notes.db import Damaged, NoRecord, WrongPassphrase

        self._set_busy(False)
        if isinstance(trouble, Damaged | NoRecord) and self._salvage is not None:
            self._show_damage(str(trouble), may_read=isinstance(trouble, Damaged))
            return
        if isinstance(trouble, WrongPassphrase):
            self._wrong += 1
            self._wait = delay_after(self._wrong)
        in_recovery = self._recovery is not None and self._recovery.isVisible()
        if in_recovery and self._recovery is not None:
            self._recovery.set_error(str(trouble))
        else:
            self._field.set_error(str(trouble))
            self._field.line.selectAll()
        if self._wait > 0:
            self._clock.start()
        self._say_wait()
        self.focus_first()

    # -- the computer's keyring ----------------------------------------------------------------------------------

    def _offer_keyring(self) -> None:
        there = self.chosen() in self._by_keyring if self._names else bool(self._by_keyring)
        self.ring.setVisible(there and self._keyring is not None and not self._only_look)
        self.ring.setEnabled(not self._asking_keyring and not self._busy)
        self.ring.set_text(
            _("Waiting for the keyring…") if self._asking_keyring else _("Unlock with this computer's keyring")
        )

    def _ask_keyring(self) -> None:
        """The passphrase can be typed all the while: a keyring may wait for an answer of its own, or for ever."""
        keyring, person = self._keyring, self.chosen()
        if keyring is None or self._busy or self._asking_keyring:
            return
        self._asking_keyring = True
        self._field.set_error("")
        self._offer_keyring()
        self._worker.wait_outside(
            self, lambda: keyring.key_for(person), lambda key: self._open_by_keyring(key, person), self._not_by_keyring
        )

    def _open_by_keyring(self, key: bytes, person: str) -> None:
        keyring, wanted = self._keyring, self._asking_keyring and not self._busy and person == self.chosen()
        self._asking_keyring = False
        self._offer_keyring()
        if keyring is None or not wanted:
            return
        self._set_busy(True)
        self._worker.open(self, lambda: keyring.open_record(key, person), self._opened, self._refused)

    def _not_by_keyring(self, trouble: RecordTrouble) -> None:
        if self._asking_keyring:
            self._asking_keyring = False
            self._offer_keyring()
            self._field.set_error(str(trouble))
            self.focus_first()

    def _verb(self) -> str:
        return _("Open for reading") if self._only_look else _("Unlock")

    def _count_down(self) -> None:
        self._wait -= 1
        if self._wait <= 0:
            self._clock.stop()
        self._say_wait()

    def _say_wait(self) -> None:
        waiting = self._wait > 0
        words = _n("Try again in {number} second", "Try again in {number} seconds", self._wait).format(
            number=self._wait
        )
        self._unlock.setEnabled(not waiting and not self._busy)
        self._unlock.set_text(words if waiting else self._verb())
        if self._recovery is not None:
            self._recovery.set_waiting(words if waiting else "")

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._field.set_busy(busy)
        self._unlock.setEnabled(not busy)
        self._unlock.set_text(_("Opening…") if busy else self._verb())
        self._offer_keyring()
        if self._recovery is not None:
            self._recovery.set_busy(busy)
        if self._damage is not None:
            self._damage.set_busy(busy)

    # -- reading only, and damage ------------------------------------------------------------------------------

    def _set_only_look(self, on: bool) -> None:
        self._only_look = on
        self._reading_words.setVisible(on)
        self._offer_keyring()
        self._say_wait()
        self._field.setFocus()

    def _show_damage(self, sentence: str, *, may_read: bool) -> None:
        if self._damage is None:
            from rmt_notes.ui.widgets.damage_pane import DamagePane  # only the person who needs it waits for it

            self._damage = DamagePane()
            self._damage.restore_wanted.connect(lambda: self.restore_wanted.emit())
            self._damage.look_wanted.connect(self._look_now)
            self._damage.salvage_wanted.connect(self._salvage_now)
            self._damage.backed.connect(self._show_plain)
            self._inside.addWidget(self._damage)
        self._damage.show_trouble(sentence, may_read=may_read)
        self._plain.hide()
        if self._recovery is not None:
            self._recovery.hide()
        self._damage.show()
        self._damage.focus_first()

    def _look_now(self) -> None:
        look, passphrase, person = self._look, self._field.text(), self.chosen()
        if look is None or self._busy:
            return
        self._set_busy(True)
        self._worker.open(self, lambda: look(passphrase, person), self._opened, self._refused)

    def _salvage_now(self) -> None:
        salvage, passphrase, person = self._salvage, self._field.text(), self.chosen()
        if salvage is None or self._busy:
            return
        self._set_busy(True)
        if self._damage is not None:
            self._damage.set_busy(True, _("Saving what can be read…"))
        self._worker.draw(self, lambda: salvage(passphrase, person), self._salvaged, self._refused)

    def _salvaged(self, done: Salvage) -> None:
        self._set_busy(False)
        if self._damage is not None:
            self._damage.show_report(done.sentences, whole=done.is_whole())
            self._damage.focus_first()

    # -- recovery --------------------------------------------------------------------------------------------

    def _show_recovery(self) -> None:
        if self._recovery is None:
            from rmt_notes.ui.widgets.recover_pane import RecoverPane  # only the person who needs it waits for it

            self._recovery = RecoverPane()
            self._recovery.backed.connect(self._show_plain)
            self._recovery.submitted.connect(self._try_code)
            self._recovery.set_whose(self._names.get(self.chosen(), ""))
            self._inside.addWidget(self._recovery)
        self._plain.hide()
        self._recovery.show()
        self._recovery.focus_first()

    def _show_plain(self) -> None:
        if self._recovery is not None:
            self._recovery.hide()
        if self._damage is not None:
            self._damage.hide()
        self._plain.show()
        self._field.setFocus()

    def _try_code(self, code: str, passphrase: str) -> None:
        if self._busy or self._wait > 0:
            return
        self._set_busy(True)
        person = self.chosen()
        self._worker.open(self, lambda: self._recover(code, passphrase, person), self._opened, self._refused)
