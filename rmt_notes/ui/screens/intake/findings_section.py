"""Findings and decisions: a card for each, what the therapist finds on her own, and what was closed before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.intake import IntakeFinding
from rmt_notes.clinical.intake_sheet import Judgement
from rmt_notes.clinical.reasons import Ruling
from rmt_notes.clinical.wording import bare, finding_text
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.finding_card import FindingCard
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.when import long_day


class FindingsSection(QWidget):
    """`judged` carries a finding's id and its `Judgement`; `observed` the key of a contraindication the therapist
    found, `dropped` one that is taken out again; `answer_wanted` the key of an item whose question is to be seen."""

    judged = Signal(str, Judgement)
    observed = Signal(str)
    dropped = Signal(str)
    answer_wanted = Signal(str)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._cards: dict[str, FindingCard] = {}
        self.setAccessibleName(_("Findings and decisions"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(3))
        head = QHBoxLayout()
        head.setContentsMargins(theme.metrics().px(4), theme.metrics().px(8), theme.metrics().px(4), 0)
        head.addWidget(Label(_("Findings and decisions"), "lead", "bold"), 1)
        self._count = Label("", "hint", token="muted")
        head.addWidget(self._count)
        column.addLayout(head)
        self._none = Card(parent=self)
        self._none.add(self._none_row())
        column.addWidget(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().space(3))
        column.addLayout(self._list)
        self._add = Card(_("Found by you"), _("not asked of the client"), parent=self)
        self.picker = KeyPicker(
            _("Add what you found"), _everything, [key for key, _word in _observable()], add_only=True, lines=2
        )
        self.picker.edited.connect(lambda keys: self.observed.emit(keys[0]))
        self._add.add(self.picker)
        column.addWidget(self._add)
        self._earlier = Card(_("Closed before"), collapsible=True, parent=self)
        self._earlier_list = QVBoxLayout()
        self._earlier_list.setSpacing(theme.metrics().px(8))
        self._earlier.add(self._earlier_list)
        self._earlier.set_folded(True)
        self._earlier.hide()
        column.addWidget(self._earlier)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @staticmethod
    def _none_row() -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().px(10))
        line.addWidget(IconMark("shield-check", "ok", 22))
        words = _("Nothing found so far that limits treatment. Each yes above appears here with what to do.")
        line.addWidget(Label(words, token="muted", wrap=True), 1)
        return line

    # -- showing ----------------------------------------------------------------------------------------------------

    def set_rows(
        self,
        rows: Sequence[IntakeFinding],
        rulings: Mapping[str, Mapping[str, Ruling]],
        warnings: Mapping[str, str],
    ) -> None:
        """Show these findings; a card that is there already keeps what is being typed."""
        wanted = [row.finding.id for row in rows]
        for key in [key for key in self._cards if key not in wanted]:
            card = self._cards.pop(key)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, row in enumerate(rows):
            key = row.finding.id
            known = self._cards.get(key)
            card = self._replace(key, row) if known is None or known.row().observed != row.observed else known
            if self._list.indexOf(card) != place:
                self._list.removeWidget(card)
                self._list.insertWidget(place, card)
            card.set_row(row, rulings.get(key))
            card.set_warning(warnings.get(key, ""))
        self._none.setVisible(not rows)
        active = [row for row in rows if row.finding.is_active()]
        decided = sum(row.is_decided for row in active)
        self._count.setText(
            _n("{decided} of {number} decided", "{decided} of {number} decided", len(active)).format(
                decided=decided, number=len(active)
            )
            if active
            else ""
        )
        taken = {row.finding.key for row in rows}
        self.picker.set_suggested([key for key, _word in _observable() if key not in taken])

    def _replace(self, key: str, row: IntakeFinding) -> FindingCard:
        old = self._cards.get(key)
        if old is not None:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        card = FindingCard(row, self._today, self)
        card.judged.connect(lambda judgement: self.judged.emit(key, judgement))
        card.answer_wanted.connect(lambda item=row.finding.key: self.answer_wanted.emit(item))
        card.dropped.connect(lambda item=row.finding.key: self.dropped.emit(item))
        self._cards[key] = card
        return card

    def set_earlier(self, findings: Sequence[Finding]) -> None:
        """Findings resolved or entered in error before: they stay readable."""
        while (item := self._earlier_list.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for finding in findings:
            self._earlier_list.addWidget(Label(_closed_words(finding), wrap=True))
        self._earlier.set_hint(
            _n("{number} finding", "{number} findings", len(findings)).format(number=len(findings)) if findings else ""
        )
        self._earlier.setVisible(bool(findings))

    # -- finding one's way ------------------------------------------------------------------------------------------

    def card(self, finding_id: str) -> FindingCard | None:
        """The card of a finding."""
        return self._cards.get(finding_id)

    def card_of(self, key: str) -> FindingCard | None:
        """The card of a contraindication."""
        return next((card for card in self._cards.values() if card.row().finding.key == key), None)

    def cards(self) -> tuple[FindingCard, ...]:
        """All of them, in the order of the screen."""
        return tuple(sorted(self._cards.values(), key=self._list.indexOf))

    def check(self) -> FindingCard | None:
        """The first card in which something has to be put right, or None."""
        wrong = [card for card in self.cards() if not card.check()]
        return wrong[0] if wrong else None

    def focus_first(self) -> None:
        """Go to the first finding without a decision, else to the list of observations."""
        card = next((card for card in self.cards() if not card.row().is_decided), None)
        if card is not None:
            card.focus_open()
        else:
            self.picker.setFocus()
            self.picker.focusNextChild()

    def state(self) -> str:
        """empty, started or done, for the rail."""
        rows = [card.row() for card in self._cards.values()]
        if not rows:
            return "empty"
        return "done" if all(not row.finding.is_active() or row.is_decided for row in rows) else "started"


def _observable() -> tuple[tuple[str, str], ...]:
    """What only the therapist can find."""
    return tuple((key, _word(key)) for key, entry in catalogue().contraindications.items() if entry.ask == "observe")


def _everything() -> tuple[tuple[str, str], ...]:
    """Every contraindication, those of the therapist first."""
    book = catalogue()
    keys = sorted(book.contraindications, key=lambda key: book.contraindications[key].ask != "observe")
    return tuple((key, _word(key)) for key in keys)


def _word(key: str) -> str:
    entry = catalogue().contraindications[key]
    return bare(str(entry.short or entry.label))


def _closed_words(finding: Finding) -> str:
    book = catalogue()
    name = _word(finding.key) if finding.key in book.contraindications else finding_text(finding)
    state = book.words("finding_states", finding.state).lower()
    parts = [name, state, long_day(finding.closed_on) if finding.closed_on else "", finding.closed_reason]
    return " · ".join(part for part in parts if part)
