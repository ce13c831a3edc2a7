"""Every consent of a client with its state, and the papers that came or went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.attachment import Attachment
from rmt_notes.clinical.consent import Consent
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.consent_row import ConsentRow
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import long_day
from rmt_notes.ui.widgets.withdrawal_form import WithdrawalDraft, WithdrawalForm


class ConsentsCard(Card):
    """`withdrawn` carries a `WithdrawalDraft`."""

    withdrawn = Signal(WithdrawalDraft)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Consents"), parent=parent)
        self._shown: tuple[object, ...] = ()
        self._none = Label(_("Consents given at visits will be listed here."), token="muted", wrap=True)
        self.add(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().px(12))
        self.add(self._list)
        self._form: WithdrawalForm | None = None
        self._form_place = QVBoxLayout()
        self.add(self._form_place)

    def show_consents(self, consents: Sequence[Consent], rules: Jurisdiction, today: date) -> None:
        """Show these, the newest first; an open form stays while nothing changes."""
        shown = (tuple(consents), rules.key, today)
        if shown == self._shown:
            return
        self._shown = shown
        self._close_form()
        standing = sum(consent.withdrawn_at is None for consent in consents)
        words = _n("{number} in force", "{number} in force", standing).format(number=standing)
        self.set_hint(words if consents else "")
        self._none.setVisible(not consents)
        while (item := self._list.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for consent in sorted(consents, key=lambda each: each.given_at, reverse=True):
            lasting = consent.scope == "plan" or consent.kind in ("release", "photos")
            row = ConsentRow(consent, rules, today, may_withdraw=lasting, parent=self)
            row.withdraw_wanted.connect(partial(self._open_form, consent))
            self._list.addWidget(row)

    def _open_form(self, consent: Consent) -> None:
        self._close_form()
        self._form = WithdrawalForm(consent, self)
        self._form.filled.connect(self._take)
        self._form.left.connect(self._close_form)
        self._form_place.addWidget(self._form)
        self._form.focus_first()

    def _take(self, draft: WithdrawalDraft) -> None:
        self._close_form()
        self.withdrawn.emit(draft)

    def _close_form(self) -> None:
        if self._form is not None:
            form, self._form = self._form, None
            self._form_place.removeWidget(form)
            form.hide()
            form.deleteLater()


class PapersCard(Card):
    """Letters that came and went. `wanted` carries the id of the one to save a copy of."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Letters"), parent=parent)
        self._shown: tuple[Attachment, ...] | None = None

    def show_papers(self, papers: Sequence[Attachment]) -> None:
        """Show these, the newest first; nothing at all where there are none."""
        self.setVisible(bool(papers))
        if tuple(papers) == self._shown:
            return
        self._shown = tuple(papers)
        while (item := self.body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for paper in sorted(papers, key=lambda each: each.added_at, reverse=True):
            self.add(self._row(paper))

    def _row(self, paper: Attachment) -> QWidget:
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(2))
        sent = paper.kind == "letter_sent"
        line.addWidget(IconMark("send" if sent else "file-check", "muted"))
        title = _("Letter sent") if sent else _("Letter received")
        size = max(1, paper.size // 1024)
        facts = _("{day} · {name} · {size} kB").format(day=long_day(paper.added_at.date()), name=paper.name, size=size)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, weight="medium", wrap=True))
        words.addWidget(Label(facts, "hint", token="muted", wrap=True))
        line.addLayout(words, 1)
        save = Button(_("Save a copy…"), "quiet")
        save.setAccessibleName(_("Save a copy: {title}, {facts}").format(title=title, facts=facts))
        save.clicked.connect(partial(self.wanted.emit, paper.id))
        line.addWidget(save)
        return holder
