"""The foot of the chart: whether the words are kept, and the two things one does at the end."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.status_line import StatusLine

STATUS_LEAST = 120
"""With less width than this, at 100 %, the save state stands above the buttons."""


class Footer(Panel):
    """Save state at the left; preview, amend or sign at the right."""

    sign_wanted = Signal()
    preview_wanted = Signal()
    amend_wanted = Signal()
    discard_wanted = Signal()
    copy_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    withdrawal_wanted = Signal()
    spelling_wanted = Signal()
    handout_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("card", "top", parent)
        m = theme.metrics()
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(m.space(5), m.space(2), m.space(5), m.space(2))
        self._lines.setSpacing(m.space(2))
        self.status = StatusLine()
        self._lines.addWidget(self.status, 1)
        row = QHBoxLayout()
        row.setSpacing(m.space(2))
        self._row = row
        self._lines.addLayout(row)
        self._spelling = Button("", "quiet", icon="spell-check", key_hint="F7")
        self._spelling.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the caret stays; by keys it is F7
        self._spelling.clicked.connect(self.spelling_wanted)
        self._spelling.hide()
        row.addWidget(self._spelling)
        self._undo = IconButton("undo-2", _("Undo"), key="Ctrl+Z")
        self._redo = IconButton("redo-2", _("Redo"), key="Ctrl+Shift+Z")
        self._undo.clicked.connect(self.undo_wanted)
        self._redo.clicked.connect(self.redo_wanted)
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        self._copy = Button(_("Save a copy…"), "secondary", icon="save")
        self._discard = Button(_("Give up the amendment"), "quiet")
        self._withdraw = Button(_("Take the signature back"), "quiet", icon="undo-2")
        self._amend = Button(_("Amend"), "secondary", icon="square-pen")
        self._handout = Button(_("Handout"), "secondary", icon="printer")
        self._handout.setAccessibleName(_("Handout for the client"))
        self._preview = Button(_("Preview"), "secondary", key_hint="Ctrl+P")
        self._sign = Button(_("Sign and lock"), "primary", key_hint="Ctrl+Return")
        for button, signal in (
            (self._copy, self.copy_wanted),
            (self._discard, self.discard_wanted),
            (self._withdraw, self.withdrawal_wanted),
            (self._amend, self.amend_wanted),
            (self._handout, self.handout_wanted),
            (self._preview, self.preview_wanted),
            (self._sign, self.sign_wanted),
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        self._copy.hide()
        self._handout.hide()
        self._withdraw.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        m = theme.metrics()
        beside = self.width() - 2 * m.space(5) - self._row.minimumSize().width()
        self.status.setMinimumWidth(max(0, min(beside, m.px(2 * STATUS_LEAST))))
        ways = QBoxLayout.Direction
        self._lines.setDirection(ways.TopToBottom if beside < m.px(STATUS_LEAST) else ways.LeftToRight)

    def focus_preview(self) -> None:
        """Put the focus where a signed note goes on: to the page."""
        self._preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_undo(self, minutes: int) -> None:
        """For how many minutes the signature can still be taken back; none where it cannot."""
        self._withdraw.setVisible(minutes > 0)
        words = _n("Take the signature back ({number} min)", "Take the signature back ({number} min)", minutes)
        self._withdraw.set_text(words.format(number=minutes))

    def show_handout(self, there: bool) -> None:
        """A signed plan may hold something to hand out; in a draft the plan itself offers it."""
        self._handout.setVisible(there)

    def show_state(self, *, writable: bool, amending: bool, refusal: str = "") -> None:
        """A draft is signed, a signed note is amended; `refusal` says why neither may be done."""
        self._sign.setVisible(writable)
        self._sign.set_text(_("Sign the amendment") if amending else _("Sign and lock"))
        self._discard.setVisible(amending)
        self._amend.setVisible(not writable)
        self._amend.allow(refusal)
        self._undo.setVisible(writable)
        self._redo.setVisible(writable)

    def show_steps(self, *, undo: bool, redo: bool) -> None:
        """Whether there is a step to take back, or one to do again."""
        self._undo.setEnabled(undo)
        self._redo.setEnabled(redo)

    def show_spelling(self, unknown: int) -> None:
        """How many words of the field that is written in are not known; nothing for none."""
        if unknown:
            self._spelling.set_text(_n("{number} word", "{number} words", unknown).format(number=unknown))
            self._spelling.setAccessibleName(
                _n("Spelling: {number} unknown word", "Spelling: {number} unknown words", unknown).format(
                    number=unknown
                )
            )
        self._spelling.setVisible(unknown > 0)

    def show_saving(self) -> None:
        """The store was asked."""
        self.status.show_saving()

    def show_saved(self, moment: datetime, detail: str) -> None:
        """Committed at `moment`."""
        self._copy.hide()
        self.status.show_saved(moment, detail)

    def show_detail(self, detail: str) -> None:
        """Say something else beside "Saved", where that is what it says."""
        saved = self.status.saved_at()
        if saved is not None:
            self.status.show_saved(saved, detail)

    def show_failed(self, reason: str) -> None:
        """Not kept, with the world's reason; the words can be saved elsewhere."""
        self.status.show_failed(reason)
        self._copy.show()
