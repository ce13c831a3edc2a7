"""The version on file: when it was taken, whether it was looked at since, and what today's answers change in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.screens.intake.about_card import method_word, who_word
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import long_day


def version_words(history: HealthHistory) -> str:
    """`Version 2 · 12 March 2026 · answered by: client · spoken`."""
    parts = [
        _("Version {number}").format(number=history.number),
        long_day(history.taken_at.date()),
        _("answered by: {who}").format(who=who_word(history.completed_by).lower()) if history.completed_by else "",
        method_word(history.method).lower(),
    ]
    return " · ".join(part for part in parts if part)


class VersionCard(Card):
    """`reviewed` says: looked at again, no change."""

    reviewed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("On file"), parent=parent)
        self._what = Label("", wrap=True)
        self._review_words = Label("", "hint", token="muted", wrap=True)
        self.review = Button(_("Mark reviewed, no change"), "secondary", compact=True)
        self.review.clicked.connect(self.reviewed)
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().space(3))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._what)
        words.addWidget(self._review_words)
        line.addLayout(words, 1)
        line.addWidget(self.review)
        self.add(line)
        self.due = Banner("warning", "", rounded=True)
        self.due.hide()
        self.add(self.due)
        self._changes_title = Label("", "hint", "semibold", wrap=True)
        self.add(self._changes_title)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().px(4))
        self.add(self._list)
        self._rows: list[QWidget] = []
        self._shown: tuple[str, ...] | None = None
        self._since = ""

    def set_version(self, history: HealthHistory, review: HistoryReview | None, due: str = "") -> None:
        """The latest version, and the latest look at it; `due` says that all questions should be asked again."""
        self.due.setVisible(bool(due))
        self.due.set_message("warning", due)
        self._what.setText(version_words(history))
        self._since = long_day(history.taken_at.date())
        self._review_words.setText(
            _("Looked at again {day}: no change.").format(day=long_day(review.reviewed_on))
            if review is not None
            else _("Not looked at since.")
        )

    def set_changes(self, changes: Sequence[str], *, touched: bool) -> None:
        """What today's answers change. A version that was not touched can be marked as reviewed."""
        self.review.setEnabled(not touched)
        self.review.setToolTip("" if not touched else _("Something was answered today: keep it as a new version."))
        self._changes_title.setVisible(touched)
        self._changes_title.setText(
            _("Changed against {day}").format(day=self._since)
            if changes
            else _("So far the same as on {day}.").format(day=self._since)
        )
        wanted = tuple(changes) if touched else ()
        if wanted == self._shown:
            return
        self._shown = wanted
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(sentence) for sentence in wanted]
        for row in self._rows:
            self._list.addWidget(row)

    def changes(self) -> tuple[str, ...]:
        """The changes that show."""
        return self._shown or ()

    @staticmethod
    def _row(sentence: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().px(8))
        line.addWidget(IconMark("diamond", "accent", 12))
        line.addWidget(Label(sentence, wrap=True), 1)
        return row
