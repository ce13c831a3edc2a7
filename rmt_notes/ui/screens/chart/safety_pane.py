"""What limits treatment, beside the note: every active finding with its decision, clearances, and adding what is found
during the visit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.alerts import Alert
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.intake import NEEDS_HOW
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.signing_consent import OPEN_CHOICES, open_decisions
from rmt_notes.clinical.situation import Situation
from rmt_notes.clinical.wording import bare
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.identity_words import PILLS
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.place_picker import PlacePicker, suggested_places
from rmt_notes.ui.widgets.safety_finding import SafetyEntry, SafetyFinding
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextField

SYMPTOMS = ("symptom", "observe")


class NewFinding(Card):
    """What was just found: how sure, where, in words. `recorded` carries key, state, places and words."""

    recorded = Signal(str, str, tuple, str)
    left = Signal()

    def __init__(self, key: str, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(_word(key), parent=parent)
        self._key = key
        entry = catalogue().contraindications[key]
        self.add(Label(str(entry.action), "hint", token="muted", wrap=True))
        self.state = Segmented(
            [(each, catalogue().words("finding_states", each)) for each in ("suspected", "confirmed")],
            label=_("How sure"),
            optional=False,
            parent=self,
        )
        self.state.set_value("suspected" if entry.ask in SYMPTOMS else "confirmed")
        self.add(self.state)
        self.places: PlacePicker | None = None
        if entry.asks_region:
            self.places = PlacePicker(_("Where: {finding}").format(finding=_word(key)), parent=self)
            self.places.set_suggested(suggested_places(places))
            self.add(Label(_("Until a place is marked, its limits hold everywhere."), "hint", token="muted", wrap=True))
            self.add(self.places)
        self.detail = TextField(_("What you saw or were told"))
        self.add(self.detail)
        line = QHBoxLayout()
        line.addStretch(1)
        leave = Button(_("Leave it"), "quiet")
        leave.setAccessibleName(_("Leave: {finding}").format(finding=_word(key)))
        leave.clicked.connect(self.left)
        record = Button(_("Record the finding"), "secondary", icon="check")
        record.clicked.connect(self._record)
        line.addWidget(leave)
        line.addWidget(record)
        self.add(line)

    def _record(self) -> None:
        places = tuple(self.places.value()) if self.places is not None else ()
        self.recorded.emit(self._key, self.state.value() or "suspected", places, self.detail.text().strip())


class SafetyPane(QWidget):
    """`found` carries key, state, places and words of a new finding; `decided` a finding's id with choice, how and
    reason; `confirmed` the decisions that stand; `changed` a finding as it shall be; `letter_wanted` the id of a
    finding for which a clearance is to be asked; `intake_wanted` opens the checklist."""

    found = Signal(str, str, tuple, str)
    decided = Signal(str, str, str, str)
    confirmed = Signal(tuple)
    changed = Signal(Finding)
    letter_wanted = Signal(str)
    intake_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visit = ""
        self._places: tuple[Place, ...] = ()
        self._taken: frozenset[str] = frozenset()
        self._cards: dict[str, SafetyFinding] = {}
        self._standing: tuple[Decision, ...] = ()
        self._others: tuple[Alert, ...] = ()
        self._new: NewFinding | None = None
        m = theme.metrics()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.space(3))
        self.trouble = Banner("danger", "")
        self.trouble.hide()
        column.addWidget(self.trouble)
        self._none = Label(_("Nothing on file limits treatment."), wrap=True)
        column.addWidget(self._none)
        self._all = Button(_("All still true, decisions stand"), "secondary", icon="check")
        self._all.clicked.connect(lambda: self.confirmed.emit(self._standing))
        column.addWidget(self._all)
        self._list = QVBoxLayout()
        self._list.setSpacing(m.space(3))
        column.addLayout(self._list)
        self._rest = QVBoxLayout()
        self._rest.setSpacing(m.space(2))
        column.addLayout(self._rest)
        self._adding = QWidget(self)
        adding = QVBoxLayout(self._adding)
        adding.setContentsMargins(0, m.px(4), 0, 0)
        adding.addWidget(Label(_("Found during this visit"), "hint", token="muted", wrap=True))
        self.picker = KeyPicker(_("Add what you found"), _everything, _often(), add_only=True, lines=3)
        self.picker.edited.connect(lambda keys: self.open_new(keys[0]))
        adding.addWidget(self.picker)
        column.addWidget(self._adding)
        self._new_place = QVBoxLayout()
        column.addLayout(self._new_place)
        checklist = Button(_("Open health history and checklist"), "secondary", icon="clipboard-list")
        checklist.clicked.connect(self.intake_wanted)
        column.addWidget(checklist)

    # -- showing ----------------------------------------------------------------------------------------------------

    def show_state(self, chart: Chart, screening: Screening, *, writable: bool) -> None:
        """Show what limits treatment now; a card that is there already keeps what is being typed."""
        if chart.visit.id != self._visit:
            self._visit = chart.visit.id
            self._close_new()
            for key in tuple(self._cards):
                self._drop(key)
        self._places = chart.note.subjective.places
        entries, others = _entries(chart, screening)
        today = chart.visit.started_at.date()
        for key in [key for key in self._cards if key not in {entry.finding.id for entry in entries}]:
            self._drop(key)
        for number, entry in enumerate(entries):
            card = self._cards.get(entry.finding.id)
            if card is None:
                card = SafetyFinding(entry, today, self)
                key = entry.finding.id
                card.decided.connect(lambda choice, how, reason, key=key: self.decided.emit(key, choice, how, reason))
                card.changed.connect(self.changed)
                card.letter_wanted.connect(lambda key=key: self.letter_wanted.emit(key))
                self._cards[key] = card
            if self._list.indexOf(card) != number:
                self._list.removeWidget(card)
                self._list.insertWidget(number, card)
            card.show_entry(entry, writable=writable)
        self._show_rest(others)
        self._taken = frozenset(entry.finding.key for entry in entries)
        self.picker.set_suggested([key for key in _often() if key not in self._taken])
        self._standing = tuple(
            entry.decided
            for entry in entries
            if entry.decided is not None
            and not entry.today
            and entry.open_since is None
            and _says_enough(entry.decided)
        )
        self._all.setVisible(writable and bool(self._standing))
        self._none.setVisible(not entries and not others)
        self._adding.setVisible(writable)
        self.trouble.hide()

    def _show_rest(self, others: tuple[Alert, ...]) -> None:
        if others == self._others:
            return
        self._others = others
        while (item := self._rest.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for alert in others:
            self._rest.addWidget(AlertPill(PILLS[alert.kind], alert.text, wrap=True, parent=self))
            self._rest.addWidget(Label(alert.detail, "hint", token="muted", wrap=True, parent=self))

    def _drop(self, key: str) -> None:
        card = self._cards.pop(key)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def say(self, sentence: str) -> None:
        """What became of a letter."""
        self.trouble.set_message("info", sentence)
        self.trouble.show()

    def say_trouble(self, reason: str) -> None:
        """Something was not kept; what was typed is still there."""
        self.trouble.set_message("danger", _("Not kept. {reason}").format(reason=reason))
        self.trouble.show()

    def card(self, finding_id: str) -> SafetyFinding | None:
        """The card of a finding."""
        return self._cards.get(finding_id)

    # -- adding -----------------------------------------------------------------------------------------------------

    def asked(self) -> NewFinding | None:
        """What is being asked about something just found."""
        return self._new

    def open_new(self, key: str) -> None:
        """Ask about something just found; where it is on file, whether it is still true."""
        card = next((card for card in self._cards.values() if card.entry().finding.key == key), None)
        if card is not None:
            card.open_state()
            return
        self._close_new()
        self._new = NewFinding(key, self._places, self)
        self._new.recorded.connect(self._take_new)
        self._new.left.connect(self._close_new)
        self._new_place.addWidget(self._new)
        self._adding.hide()
        self._new.state.setFocus()

    def _take_new(self, key: str, state: str, places: tuple[Place, ...], detail: str) -> None:
        self._close_new()
        self.found.emit(key, state, places, detail)

    def _close_new(self) -> None:
        if self._new is not None:
            new, self._new = self._new, None
            self._new_place.removeWidget(new)
            new.hide()
            new.deleteLater()
        self._adding.show()


def _entries(chart: Chart, screening: Screening) -> tuple[tuple[SafetyEntry, ...], tuple[Alert, ...]]:
    """Active findings, the gravest first, and the alerts that belong to none of them."""
    seen = Situation.of(chart, chart.visit.started_at)
    waiting = {finding.id: decision.decided_at.date() for finding, decision in open_decisions(seen)}
    active = {finding.id: finding for finding in seen.findings}
    found: dict[str, SafetyEntry] = {}
    others: list[Alert] = []
    for alert in screening.alerts():
        finding = active.get(alert.finding_id)
        if finding is None or finding.id in found:
            others.append(alert)
            continue
        decision = chart.safety.decision_on(finding.id)
        found[finding.id] = SafetyEntry(
            finding=finding,
            alert=alert,
            decided=decision,
            open_since=waiting.get(finding.id),
            today=decision is not None and decision.visit_id == chart.visit.id,
            waits=finding.id in {reason.finding_id for reason in screening.open_clearances},
        )
    return tuple(sorted(found.values(), key=lambda entry: entry.open_since is None)), tuple(others)


def _says_enough(decision: Decision) -> bool:
    return decision.choice not in OPEN_CHOICES and (
        decision.choice not in NEEDS_HOW or bool(decision.how.strip() or decision.reason.strip())
    )


def _often() -> tuple[str, ...]:
    """What only the therapist can find."""
    return tuple(key for key, entry in catalogue().contraindications.items() if entry.ask == "observe")


def _everything() -> tuple[tuple[str, str], ...]:
    """Every contraindication, those of the therapist first."""
    book = catalogue()
    keys = sorted(book.contraindications, key=lambda key: book.contraindications[key].ask != "observe")
    return tuple((key, _word(key)) for key in keys)


def _word(key: str) -> str:
    entry = catalogue().contraindications[key]
    return bare(str(entry.short or entry.label))


__all__ = ["NewFinding", "SafetyPane"]
