"""One active finding beside the note: what it limits, what was decided, and room to decide, confirm or close it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.alerts import Alert
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Decision, Finding
from rmt_notes.clinical.intake import NEEDS_HOW
from rmt_notes.clinical.wording import bare, finding_text
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.decision_form import SUGGESTED, DecisionForm, decision_word
from rmt_notes.ui.widgets.field_frame import ProblemRow
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.identity_words import PILLS
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.place_picker import PlacePicker
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextField
from rmt_notes.ui.widgets.when import long_day

URGENT = ("same_day", "emergency")


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyEntry:
    """A finding as the pane shows it. `decided` is the last decision, `open_since` the day since when an answer is
    awaited, `today` whether it was decided on in this visit, `waits` whether a clinician's
    word is still missing."""

    finding: Finding
    alert: Alert
    decided: Decision | None = None
    open_since: date | None = None
    today: bool = False
    waits: bool = False


def finding_name(finding: Finding) -> str:
    """The finding in few words."""
    entry = catalogue().contraindications.get(finding.key)
    return bare(str(entry.short or entry.label)) if entry else finding_text(finding)


def suggested_choice(key: str) -> str:
    """What the catalogue means as a decision: what cannot wait is referred, the rest goes by its severity."""
    entry = catalogue().contraindications.get(key)
    if entry is None:
        return ""
    return "refer" if entry.urgency in URGENT else SUGGESTED[entry.severity]


class SafetyFinding(Card):
    """`decided` carries choice, how and reason; `changed` the finding as it shall be; `letter_wanted` asks for the
    request for clearance."""

    decided = Signal(str, str, str)
    letter_wanted = Signal()
    changed = Signal(Finding)

    def __init__(self, entry: SafetyEntry, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._entry = entry
        self._today = today
        self._name = finding_name(entry.finding)
        self._decision: DecisionForm | None = None
        self._state: QWidget | None = None
        self.setAccessibleName(self._name)
        self.body.setSpacing(theme.metrics().px(8))
        self._pill = AlertPill("neutral", "", wrap=True)
        self.add(self._pill)
        self._title = Label(self._name, weight="semibold", wrap=True)
        self.add(self._title)
        self._detail = Label("", "hint", token="muted", wrap=True)
        self.add(self._detail)
        self._decided_words = Label("", "hint", wrap=True)
        self.add(self._decided_words)
        self._open = Label("", "hint", "medium", "warning", wrap=True)
        self.add(self._open)
        self._place = QVBoxLayout()
        self._place.setSpacing(theme.metrics().px(8))
        self.add(self._place)
        self._verbs = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._verbs.setSizePolicy(policy)
        line = FlowLayout(self._verbs, theme.metrics().px(4))
        self._decide = Button(_("Decide"), "secondary")
        self._decide.setAccessibleName(_("Decide: {finding}").format(finding=self._name))
        self._decide.clicked.connect(self.open_decision)
        self._still = Button(_("Still true?"), "quiet")
        self._still.setAccessibleName(_("Still true? {finding}").format(finding=self._name))
        self._still.clicked.connect(self.open_state)
        line.addWidget(self._decide)
        line.addWidget(self._still)
        self._letter = Button(_("Letter…"), "quiet", icon="mail")
        self._letter.setAccessibleName(_("Letter asking for clearance: {finding}").format(finding=self._name))
        self._letter.clicked.connect(self.letter_wanted)
        line.addWidget(self._letter)
        self.add(self._verbs)
        self.show_entry(entry)

    def entry(self) -> SafetyEntry:
        """What is shown."""
        return self._entry

    def show_entry(self, entry: SafetyEntry, *, writable: bool = True) -> None:
        """Show the finding as it stands; what is being typed stays."""
        if entry.decided != self._entry.decided and self._decision is not None:
            self._close_parts()
        if entry.finding != self._entry.finding and self._state is not None:
            self._close_parts()
        self._entry = entry
        self._show_pill(entry.alert)
        self._detail.setText(entry.alert.detail)
        said = entry.decided
        if said is None:
            self._decided_words.setText(_("No decision yet."))
            self._decided_words.set_token("warning")
        else:
            words = [decision_word(said.choice).lower(), said.how, said.reason]
            self._decided_words.setText(
                _("Decided {day}: {words}").format(
                    day=_("in this visit") if entry.today else long_day(said.decided_at.date()),
                    words=", ".join(word for word in words if word),
                )
            )
            self._decided_words.set_token("text")
        self._open.setVisible(entry.open_since is not None)
        if entry.open_since is not None:
            self._open.setText(
                _("Open since {day}: say what came of it and decide again, or close the finding.").format(
                    day=long_day(entry.open_since)
                )
            )
        self._decide.set_text(_("Decide again") if said is not None else _("Decide"))
        self._decide.setAccessibleName(_("Decide: {finding}").format(finding=self._name))
        self._letter.setVisible(entry.waits and writable)
        self._verbs.setVisible(writable and self._decision is None and self._state is None)

    def _show_pill(self, alert: Alert) -> None:
        if self._pill.kind != PILLS[alert.kind]:
            old = self._pill
            self._pill = AlertPill(PILLS[alert.kind], alert.text, wrap=True)
            self.body.replaceWidget(old, self._pill)
            old.hide()
            old.deleteLater()
        self._pill.set_text(alert.text)

    # -- deciding ---------------------------------------------------------------------------------------------------

    def open_decision(self) -> None:
        """Offer the decisions, the catalogue's own one named."""
        self._close_parts()
        finding = self._entry.finding
        entry = catalogue().contraindications.get(finding.key)
        form = DecisionForm(self)
        form.set_finding(self._name, suggested_choice(finding.key), str(entry.action) if entry else "")
        last = self._entry.decided
        if last is not None:
            form.set_value(last.choice, last.how, last.reason)
        problem = ProblemRow(self)
        form.edited.connect(lambda *_said: problem.show_sentence("", "danger"))

        def record() -> None:
            choice, how, reason = form.value()
            if not choice:
                problem.show_sentence(_("Choose what you decide."), "danger")
            elif choice in NEEDS_HOW and not (how.strip() or reason.strip()):
                problem.show_sentence(_("Say how, or why."), "danger")
                form.how.setFocus()
            else:
                self.decided.emit(choice, how.strip(), reason.strip())

        self._decision = form
        self._put((form, problem), _("Record the decision"), record)
        form.chips.buttons()[0].setFocus()

    # -- still true -------------------------------------------------------------------------------------------------

    def open_state(self) -> None:
        """Ask whether it is still true, and if so where and how sure."""
        self._close_parts()
        finding = self._entry.finding
        entry = catalogue().contraindications.get(finding.key)
        holder = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(8))
        states = {key: catalogue().words("finding_states", key) for key in ("suspected", "confirmed", "resolved")}
        choice = Segmented(list(states.items()), label=_("Still true? {finding}").format(finding=self._name),
                           optional=False, parent=holder)  # fmt: skip
        choice.set_value(finding.state)
        column.addWidget(choice)
        places: PlacePicker | None = None
        if entry is not None and entry.asks_region:
            places = PlacePicker(_("Where: {finding}").format(finding=self._name), parent=holder)
            places.set_value(finding.places)
            column.addWidget(places)
        closed_on = DateField(_("Resolved on"), leaning="past", maximum=self._today, placeholder="")
        closed_on.set_value(self._today)
        reason = TextField(_("Why it is closed"))
        column.addWidget(closed_on)
        column.addWidget(reason)
        wrong = Button(_("Entered in error"), "quiet")
        wrong.setAccessibleName(_("Entered in error: {finding}").format(finding=self._name))
        column.addWidget(wrong)
        problem = ProblemRow(holder)
        column.addWidget(problem)
        told = {"wrong": False}

        def show() -> None:
            closing = choice.value() == "resolved" or told["wrong"]
            reason.setVisible(closing)
            closed_on.setVisible(closing and not told["wrong"])
            if places is not None:
                places.setVisible(not closing)
            choice.setVisible(not told["wrong"])
            wrong.setVisible(not closing)

        def is_wrong() -> None:
            told["wrong"] = True
            show()
            reason.setFocus()

        def record() -> None:
            words = reason.text().strip()
            state = "entered_in_error" if told["wrong"] else str(choice.value())
            if state in ("resolved", "entered_in_error"):
                on = closed_on.value() if state == "resolved" else self._today
                if not words or on is None:
                    problem.show_sentence(_("Say why it is closed, and since when."), "danger")
                    reason.setFocus()
                    return
                self.changed.emit(replace(finding, state=state, closed_on=on, closed_reason=words))
                return
            where = tuple(places.value()) if places is not None else finding.places
            self.changed.emit(replace(finding, state=state, places=where))

        choice.edited.connect(lambda _key: show())
        wrong.clicked.connect(is_wrong)
        show()
        self._state = holder
        self._put((holder,), _("Keep it so"), record)
        choice.segment(finding.state).setFocus()

    # -- both -------------------------------------------------------------------------------------------------------

    def _put(self, parts: tuple[QWidget, ...], words: str, record: Callable[[], None]) -> None:
        for part in parts:
            self._place.addWidget(part)
        foot = QWidget(self)
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        leave = Button(_("Leave it"), "quiet")
        leave.setAccessibleName(_("Leave: {finding}").format(finding=self._name))
        leave.clicked.connect(self._leave)
        keep = Button(words, "secondary", icon="check")
        keep.setAccessibleName(f"{words}: {self._name}")
        keep.clicked.connect(record)
        line.addStretch(1)
        line.addWidget(leave)
        line.addWidget(keep)
        self._place.addWidget(foot)
        self._verbs.hide()

    def _leave(self) -> None:
        self._close_parts()
        self._decide.setFocus()

    def _close_parts(self) -> None:
        while (item := self._place.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._decision = self._state = None
        self._verbs.show()

    def focus_open(self) -> None:
        """Go to what is to be decided."""
        if self._decision is None and self._state is None:
            self.open_decision()
