"""What is known of a client's health: limits with the decisions on them, clearances, consents, and a version of the
health history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.health_history import HealthHistory, HistoryReview
from rmt_notes.clinical.history_difference import full_review_due
from rmt_notes.clinical.history_words import history_lines
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.record import SafetyFile
from rmt_notes.clinical.wording import finding_text, listed, lower_first, places_text
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill, PillKind
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card, Rule
from rmt_notes.ui.widgets.consents_card import ConsentsCard, PapersCard
from rmt_notes.ui.widgets.history_card import HistoryChangeCard
from rmt_notes.ui.widgets.identity_words import review_words
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import clock, long_day


def _emptied(card: Card) -> Card:
    while (item := card.body.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    return card


class HealthPane(QWidget):
    """`decided(finding_id)` asks for a decision, `taken` for an intake."""

    decided = Signal(str)
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(4))
        self._limits = Card(_("Limits on treatment"))
        self._clearances = Card(_("Clearances"))
        self.consents = ConsentsCard()
        self.papers = PapersCard()
        self._history = Card(_("Health history"))
        self.changes = HistoryChangeCard()
        self.begun = Banner("info", "", _("Go on with it"), rounded=True)
        self.begun.acted.connect(self.taken)
        self.due = Banner("warning", "", _("Ask all questions"), rounded=True)
        self.due.acted.connect(self.taken)
        for banner in (self.begun, self.due):
            column.addWidget(banner)
            banner.hide()
        for card in (self._limits, self._clearances, self._history, self.changes, self.consents, self.papers):
            column.addWidget(card)
        self._rows: dict[str, QWidget] = {}

    def row_of(self, finding_id: str) -> QWidget | None:
        """Where a finding is shown."""
        return self._rows.get(finding_id)

    def set_safety(self, safety: SafetyFile, kinds: Mapping[str, PillKind], on: date, rules: Jurisdiction) -> None:
        """Show findings, clearances, consents and letters. `kinds` gives the weight of each active finding."""
        book = catalogue()
        self._show_findings(safety, kinds, book)
        self._show_clearances(safety.clearances, on, book)
        self.consents.show_consents(safety.consents, rules, on)
        self.papers.show_papers(safety.attachments)

    def _show_findings(self, safety: SafetyFile, kinds: Mapping[str, PillKind], book: Catalogue) -> None:
        card = _emptied(self._limits)
        self._rows.clear()
        active = [finding for finding in safety.findings if finding.is_active()]
        past = [finding for finding in safety.findings if not finding.is_active()]
        card.set_hint(str(len(active)) if active else "")
        if not active:
            card.add(Label(_("No contraindication is known that limits treatment."), token="muted", wrap=True))
        for number, finding in enumerate(active):
            if number:
                card.add(Rule())
            card.add(self._finding(finding, safety.decision_on(finding.id), kinds.get(finding.id, "neutral"), book))
        if past:
            card.add(Rule())
            card.add(Label(_("No longer limiting"), "hint", "semibold", "muted"))
            rows = []
            for finding in past:
                state = book.words("finding_states", finding.state)
                ended = long_day(finding.closed_on) if finding.closed_on else ""
                words = " · ".join(part for part in (state, ended, finding.closed_reason) if part)
                rows.append((finding_text(finding, book), words))
            card.add(KeyValue(rows, least=92))

    def _finding(self, finding: Finding, decision: Decision | None, kind: PillKind, book: Catalogue) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().px(10))
        title = Label(finding_text(finding, book), "body", "semibold", wrap=True)
        line.addWidget(title, 1)
        state = book.words("finding_states", finding.state)
        line.addWidget(AlertPill(kind, state))
        column.addLayout(line)
        entry = book.contraindications.get(finding.key)
        rows = [
            (_("Where"), places_text(finding.places, book)),
            (_("Detail"), finding.detail),
            (_("Since"), long_day(finding.since) if finding.since else ""),
            (_("Recorded"), long_day(finding.recorded_at)),
            (_("What to do"), str(entry.action) if entry is not None else ""),
            (_("Decision"), self._decision_words(decision, book)),
        ]
        column.addWidget(KeyValue(rows, least=92))
        if decision is None:
            row = QHBoxLayout()
            button = Button(_("Decide"), "secondary", icon="shield-check", compact=True)
            button.setAccessibleName(_("Decide: {finding}").format(finding=title.text()))
            button.clicked.connect(lambda: self.decided.emit(finding.id))
            row.addWidget(AlertPill("warning", _("No decision yet")))
            row.addStretch(1)
            row.addWidget(button)
            column.addLayout(row)
        self._rows[finding.id] = holder
        return holder

    @staticmethod
    def _decision_words(decision: Decision | None, book: Catalogue) -> str:
        if decision is None:
            return ""
        parts = [book.words("decisions", decision.choice), decision.how, decision.reason]
        return _("{decision} · {day}").format(
            decision=". ".join(part.rstrip(".") for part in parts if part), day=long_day(decision.decided_at)
        )

    def _show_clearances(self, clearances: Sequence[Clearance], on: date, book: Catalogue) -> None:
        card = _emptied(self._clearances)
        card.setVisible(bool(clearances))
        for number, clearance in enumerate(sorted(clearances, key=lambda each: each.received_on, reverse=True)):
            if number:
                card.add(Rule())
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.metrics().px(6))
            line = QHBoxLayout()
            line.addWidget(Label(clearance.clinician, "body", "semibold", wrap=True), 1)
            if clearance.revoked_on is not None:
                pill = AlertPill("neutral", _("revoked {day}").format(day=long_day(clearance.revoked_on)))
            elif clearance.holds_on(on):
                pill = AlertPill("ok", _("until {day}").format(day=long_day(clearance.valid_until)))
            else:
                pill = AlertPill("warning", _("ended {day}").format(day=long_day(clearance.valid_until)))
            line.addWidget(pill)
            column.addLayout(line)
            scope = [
                book.words("technique_classes", key) if key in book.technique_classes else book.words("techniques", key)
                for key in clearance.techniques
            ]
            source = book.words("clearance_sources", clearance.source)
            pressure = clearance.max_pressure
            rows = [
                (_("For"), listed([book.words("contraindications", key) for key in clearance.finding_keys])),
                (_("Allows"), listed(scope)),
                (_("Where"), places_text(clearance.places, book)),
                (_("Pressure"), _("{pressure} of 5 at most").format(pressure=pressure) if pressure else ""),
                (_("Limits"), clearance.limits),
                (_("Received"), f"{long_day(clearance.received_on)}, {lower_first(source)}"),
                (_("Revoked because"), clearance.revoked_reason),
            ]
            column.addWidget(KeyValue(rows, least=92))
            card.add(holder)

    def set_versions(
        self, histories: Sequence[HealthHistory], chosen: str, intake: IntakeDraft | None, today: date
    ) -> None:
        """Offer the versions to compare (`chosen` against the one before it); say whether an intake is half done, and
        whether all questions should be asked again."""
        self.changes.set_versions(histories, chosen)
        self.begun.setVisible(intake is not None)
        if intake is not None:
            self.begun.set_message("info", intake_words(intake))
        due = full_review_due(histories)
        self.due.setVisible(due is not None and due <= today and intake is None)
        if due is not None and due <= today:
            self.due.set_message("warning", review_words(due))

    def set_history(self, history: HealthHistory | None, reviews: Sequence[HistoryReview], newest: bool) -> None:
        """Show one version of the health history, or that there is none."""
        card = _emptied(self._history)
        if history is None:
            card.set_hint("")
            card.add(Label(_("No health history has been taken yet."), token="muted", wrap=True))
            row = QHBoxLayout()
            button = Button(_("Start intake"), icon="clipboard-list")
            button.clicked.connect(self.taken)
            row.addWidget(button)
            row.addStretch(1)
            holder = QWidget()
            holder.setLayout(row)
            row.setContentsMargins(0, 0, 0, 0)
            card.add(holder)
            return
        words = _("version {number} of {day}").format(number=history.number, day=long_day(history.taken_at))
        card.set_hint(words if newest else _("{version}, replaced by a later one").format(version=words))
        card.add(KeyValue(history_lines(history, reviews, between="\n"), least=92))


def intake_words(intake: IntakeDraft) -> str:
    """That an intake was begun and waits."""
    return _("An intake was begun on {day} at {time} and is not kept yet.").format(
        day=long_day(intake.begun_at.date()), time=clock(intake.begun_at)
    )
