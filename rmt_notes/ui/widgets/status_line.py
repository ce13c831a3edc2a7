"""Whether the words are kept: Saving, Saved 14:02, Not saved. Always in sight, never a passing message."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import clock, short_day


class StatusLine(QWidget):
    """An icon and a few words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics().px(8))
        self._mark = IconMark("circle-check", "ok", 16)
        self._words = Label("", "hint", "medium", "muted", wrap=True, figures=True)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        self._mark.hide()
        self._saved: datetime | None = None

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def saved_at(self) -> datetime | None:
        """When the words were committed, while it says so."""
        return self._saved

    def _say(self, words: str, icon: str, ink: str, token: str = "muted") -> None:
        self._saved = None
        self._words.set_token(token)
        self._words.setText(words)
        self.setAccessibleName(words)
        self._mark.set_icon(icon, ink)
        self._mark.setVisible(bool(words))

    def show_saving(self) -> None:
        """The store was asked; nothing is promised yet."""
        self._say(_("Saving…"), "refresh-cw", "muted")

    def show_saved(self, moment: datetime, detail: str = "") -> None:
        """Committed at `moment`, told with its day where that is not today; `detail` follows, for instance `draft`."""
        words = _("Saved {time}").format(time=clock(moment))
        if moment.date() != datetime.now(moment.tzinfo).date():
            words = _("Saved {day}, {time}").format(day=short_day(moment.date()), time=clock(moment))
        self._say(f"{words} · {detail}" if detail else words, "circle-check", "ok")
        self._saved = moment

    def show_failed(self, reason: str = "") -> None:
        """Not kept; the words stay here and it is tried again."""
        words = _("Not saved, trying again.")
        words = f"{words} {reason}" if reason else words
        if words != self._words.text():
            announce(self, words)
        self._say(words, "octagon-x", "danger", "danger")

    def show_words(self, words: str, icon: str = "info") -> None:
        """Say something else, for instance that the note is signed."""
        self._say(words, icon, "muted")
