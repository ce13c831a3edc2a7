"""The foot of the intake: what is kept and what not, and the one thing one does at the end."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.status_line import StatusLine


class Footer(Panel):
    """`keep_wanted`, `restart_wanted` and `back_wanted`."""

    keep_wanted = Signal()
    restart_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("card", "top", parent)
        m = theme.metrics()
        row = QHBoxLayout(self)
        row.setContentsMargins(m.space(5), m.space(2), m.space(5), m.space(2))
        row.setSpacing(m.space(2))
        self.status = StatusLine()
        row.addWidget(self.status, 1)
        self.restart = Button(_("Start over"), "quiet", icon="rotate-ccw")
        self.restart.clicked.connect(self.restart_wanted)
        self.back = Button(_("Back"), "secondary", icon="arrow-left")
        self.back.clicked.connect(self.back_wanted)
        self.keep = Button(_("Keep this health history"), "primary", key_hint="Ctrl+Return")
        self.keep.clicked.connect(self.keep_wanted)
        for button in (self.restart, self.back, self.keep):
            row.addWidget(button)

    def show_state(
        self, *, touched: bool, asked: bool, keeping: bool, incomplete: bool = False, stopped: bool = False
    ) -> None:
        """`touched`: something is not kept yet; `asked`: the questions are part of it, not the findings alone.
        Whether the draft is written down, the pane says itself. `incomplete`: something that must be asked is open,
        and the therapist was told; `stopped`: something urgent comes first."""
        self.restart.setVisible(touched)
        self.keep.setEnabled(touched and not keeping and not stopped)
        if incomplete:
            self.keep.set_text(_("Keep it incomplete"))
        else:
            words = _("Keep this health history") if asked or not touched else _("Keep findings and decisions")
            self.keep.set_text(words)
        if keeping:
            self.status.show_saving()
        elif not touched:
            self.status.show_words("")
