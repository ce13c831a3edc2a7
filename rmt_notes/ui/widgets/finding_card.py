"""One contraindication finding: what it is, what the catalogue says to do, what it does to each technique, and what the
therapist decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import NO, YES
from rmt_notes.clinical.intake import CLOSED, IntakeFinding
from rmt_notes.clinical.intake_sheet import Judgement
from rmt_notes.clinical.intake_words import finding_name
from rmt_notes.clinical.reasons import Ruling
from rmt_notes.clinical.wording import places_text, sources_text
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill, PillKind
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.card import Rule
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.decision_form import SUGGESTED, DecisionForm, decision_word
from rmt_notes.ui.widgets.effect_strip import EffectStrip
from rmt_notes.ui.widgets.field_frame import ProblemRow
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.place_picker import PlacePicker
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextField
from rmt_notes.ui.widgets.when import long_day

_SEVERITY: dict[str, tuple[PillKind, str, str]] = {
    "absolute": ("danger", "octagon-x", "danger"),
    "clearance": ("warning", "file-check", "warning"),
    "local": ("warning", "map-pin", "warning"),
    "precaution": ("neutral", "pencil-line", "muted"),
}
STILL, RESOLVED, ERROR = "still", "resolved", "entered_in_error"


def source_mark(keys: tuple[str, ...]) -> tuple[str, str]:
    """Where it comes from in words, `Source: bccdc.ca; professional knowledge, no page consulted`, and the pages
    themselves, line by line."""
    if not keys:
        return "", ""
    known = catalogue().sources
    pages = [address for key in keys if key in known for address in known[key].addresses]
    return _("Source: {sources}").format(sources=sources_text(keys)), "\n".join(dict.fromkeys(pages))


def _suggestion(row: IntakeFinding) -> str:
    """What the catalogue means as a decision: what cannot wait is referred, the rest goes by its severity."""
    if row.entry is None:
        return ""
    if row.entry.urgency in ("same_day", "emergency"):
        return "refer"
    return SUGGESTED[row.entry.severity]


class FindingCard(QWidget):
    """`judged` carries the new `Judgement`; `answer_wanted` asks to see the question that found it; `dropped` takes an
    observation out again."""

    judged = Signal(Judgement)
    answer_wanted = Signal()
    dropped = Signal()

    def __init__(self, row: IntakeFinding, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._today = today
        self._said = row.judgement
        self._name = finding_name(row)
        self.setAccessibleName(self._name)
        self._outer = QVBoxLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._build_head()
        self._build_state()
        self._build_decision()
        self.restyle()
        self.set_row(row)

    # -- building ---------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        entry = self._row.entry
        severity = entry.severity if entry else "precaution"
        kind, icon, token = _SEVERITY[severity]
        head = QHBoxLayout()
        head.setSpacing(theme.metrics().px(10))
        self._outer.addLayout(head)
        head.addWidget(IconMark(icon, token, 20), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Label(self._name, "title", "semibold", wrap=True, parent=self), 1)
        if entry is not None and entry.urgency in ("same_day", "emergency"):
            word = _("Emergency") if entry.urgency == "emergency" else _("Physician the same day")
            head.addWidget(AlertPill("danger", word, icon="triangle-alert"))
        if entry is not None:
            head.addWidget(AlertPill(kind, catalogue().words("contraindication_severities", severity), icon=""))
        self._answer_link = IconButton("message-square", _("Go to the answer: {finding}").format(finding=self._name))
        self._answer_link.clicked.connect(self.answer_wanted)
        self._drop = IconButton("x", _("Take out again: {finding}").format(finding=self._name))
        self._drop.clicked.connect(self.dropped)
        head.addWidget(self._answer_link)
        head.addWidget(self._drop)
        self._facts = Label("", "hint", token="muted", wrap=True, parent=self)
        self._outer.addWidget(self._facts)
        action = Label(
            str(entry.action) if entry else _("Not in the catalogue of this program version."), wrap=True, parent=self
        )
        self._outer.addWidget(action)
        marks, explained = source_mark(entry.source if entry else ())
        source = Label(marks, "tiny", token="muted", wrap=True, parent=self)
        source.setToolTip(explained)
        source.setVisible(bool(marks))
        self._outer.addWidget(source)
        self.effects = EffectStrip(self)
        self._outer.addWidget(self.effects)
        self._open_place = Label("", "hint", "medium", "warning", wrap=True, parent=self)
        self._outer.addWidget(self._open_place)
        self._warning = ProblemRow(self)
        self._outer.addWidget(self._warning)
        self._outer.addWidget(Rule())

    def _build_state(self) -> None:
        self.still: Segmented | None = None
        if self._row.before is not None:
            self.still = Segmented(
                [(STILL, _("Still true")), (RESOLVED, _("Resolved")), (ERROR, _("Entered in error"))],
                label=_("Still true?"),
                optional=False,
                parent=self,
            )
            self._name_segments(self.still)
            self.still.edited.connect(self._take_standing)
            self._outer.addWidget(self.still)
        self.state = Segmented(
            [("suspected", _("Suspected")), ("confirmed", _("Confirmed"))], label=_("How sure"), optional=False
        )
        self._name_segments(self.state)
        self.state.edited.connect(lambda key: self._say(standing=key))
        self.since = DateField(_("Since, if known"), leaning="past", maximum=self._today, placeholder="")
        self.since.edited.connect(lambda day: self._say(since=day))
        self._sure = Columns((self.state, 1), (self.since, 1), narrow=460, parent=self)
        self._outer.addWidget(self._sure)
        self.closed_on = DateField(_("Resolved on"), leaning="past", maximum=self._today, placeholder="")
        self.closed_on.edited.connect(lambda day: self._say(closed_on=day))
        self.closed_reason = TextField(_("Why it is closed"))
        self.closed_reason.edited.connect(lambda text: self._say(closed_reason=str(text)))
        self._closed = Columns((self.closed_on, 1), (self.closed_reason, 2), narrow=460, parent=self)
        self._outer.addWidget(self._closed)
        self._where = Label(_("Where on the client's body"), "hint", token="muted", parent=self)
        self._where.hide()
        self.places: PlacePicker | None = None

    def _name_segments(self, choice: Segmented) -> None:
        for segment in choice.findChildren(QWidget):
            if segment.accessibleName():
                segment.setAccessibleName(f"{segment.accessibleName()}, {self._name}")

    def _build_decision(self) -> None:
        entry = self._row.entry
        if entry is not None and entry.asks_region and not self._is_asked():
            self.places = PlacePicker(_("Where: {finding}").format(finding=self._name), parent=self)
            self.places.edited.connect(lambda places: self._say(places=tuple(places)))
            self._outer.addWidget(self._where)
            self._outer.addWidget(self.places)
        self.decision = DecisionForm(self)
        self.decision.set_finding(self._name, _suggestion(self._row), str(entry.action) if entry else "")
        self.decision.edited.connect(self._take_decision)
        self._outer.addWidget(self.decision)

    def _is_asked(self) -> bool:
        """Whether the answer's own row holds the places."""
        return self._row.is_new and not self._row.observed

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        edge = m.px(18)
        self._outer.setContentsMargins(edge + m.px(4), m.px(10), edge, edge)
        self._outer.setSpacing(m.px(10))

    # -- values -----------------------------------------------------------------------------------------------------

    def row(self) -> IntakeFinding:
        """The finding as last shown."""
        return self._row

    def set_row(self, row: IntakeFinding, rulings: Mapping[str, Ruling] | None = None) -> None:
        """Show the finding as it stands; what is being typed stays."""
        self._row = row
        self._said = row.judgement
        self._facts.setText(self._fact_words())
        self._facts.setVisible(bool(self._facts.text()))
        if rulings is not None:
            self.effects.set_rulings(rulings)
        active = row.finding.is_active()
        self.effects.setVisible(active and row.entry is not None)
        self._open_place.setText(_("No place is marked yet: until then these limits hold everywhere."))
        self._open_place.setVisible(row.needs_place)
        self._show_state(active)
        if self.places is not None:
            self.places.set_value(row.finding.places)
            self.places.setVisible(active)
            self._where.setVisible(active)
        self.decision.setVisible(active)
        said, last = row.judgement, row.decided
        if said.choice or last is None:
            self.decision.set_value(said.choice, said.how, said.reason)
        else:
            self.decision.set_value(last.choice, last.how, last.reason)
        self._answer_link.setVisible(bool(row.answer) and not row.observed)
        self._drop.setVisible(row.observed)
        self.update()

    def _show_state(self, active: bool) -> None:
        row = self._row
        if self.still is not None:
            standing = row.finding.state if not active else STILL if row.judgement.looked_at else None
            if row.answer == YES and active:
                standing = STILL
            self.still.set_value(standing)
        self._sure.setVisible(active)
        if active:
            self.state.set_value(row.finding.state)
        if not self.since.editor().hasFocus() and self.since.value() != row.finding.since:
            self.since.set_value(row.finding.since)
        self._closed.setVisible(not active)
        self.closed_on.setVisible(row.finding.state == "resolved")
        if not self.closed_on.editor().hasFocus() and self.closed_on.value() != row.finding.closed_on:
            self.closed_on.set_value(row.finding.closed_on)
        self.closed_reason.set_text(row.finding.closed_reason)
        if row.finding.closed_reason.strip():
            self.closed_reason.set_problem(None)

    def _fact_words(self) -> str:
        row = self._row
        finding = row.finding
        parts = []
        full = str(row.entry.label) if row.entry else ""
        if full and full != self._name:
            parts.append(full)
        if row.before is not None:
            parts.append(_("on file since {day}").format(day=long_day(row.before.recorded_at.date())))
        elif row.observed:
            parts.append(_("found by you"))
        if row.answer == YES:
            parts.append(_("answered yes today"))
        elif row.answer == NO:
            parts.append(_("answered no today"))
        if finding.detail.strip():
            parts.append(_("“{words}”").format(words=finding.detail.strip()))
        if finding.places:
            parts.append(places_text(finding.places))
        if row.decided is not None:
            last = row.decided
            words = ", ".join(part for part in (decision_word(last.choice).lower(), last.how or last.reason) if part)
            parts.append(_("decided {day}: {words}").format(day=long_day(last.decided_at.date()), words=words))
        line = " · ".join(parts)
        return line[:1].upper() + line[1:]

    def set_warning(self, sentence: str) -> None:
        """Say what does not go together here, or nothing."""
        if sentence != self._warning.text():
            self._warning.show_sentence(sentence, "warning")

    def warning(self) -> str:
        """The sentence that is shown."""
        return self._warning.text()

    def check(self) -> bool:
        """Look at what the record's own law asks for; says what is missing beside the field."""
        if self._row.finding.is_active():
            return self._looks_right(self.since)
        if self._row.finding.state != "resolved":
            return True
        if not self.closed_reason.text().strip():
            self.closed_reason.set_problem(_("Say why it is resolved."))
        right = self._looks_right(self.closed_on)
        if right and self.closed_on.value() is None:
            self.closed_on.set_problem(_("Say when it was resolved."))
        return not self.closed_reason.problem() and not self.closed_on.problem()

    def _looks_right(self, field: DateField) -> bool:
        """Whether what is typed in a date field can be kept, even while the caret is still in it."""
        if field.raw_text().strip():
            field.set_limits(None, self._today)
        return not field.problem()

    def focus_open(self) -> None:
        """Go to what is still open."""
        if not self._row.finding.is_active():
            (
                self.closed_on if self.closed_on.isVisible() and self.closed_on.value() is None else self.closed_reason
            ).setFocus()
            return
        if self.since.problem():
            self.since.setFocus()
        elif self._row.choice and not self._row.is_decided:
            self.decision.how.setFocus()
        elif (
            self.still is not None
            and not self._row.judgement.looked_at
            and self._row.answer != YES
            and self._row.choice
        ):
            self.still.segment(STILL).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.decision.chips.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)

    # -- changing ---------------------------------------------------------------------------------------------------

    def _say(self, **changes: Any) -> None:
        self._said = replace(self._said, **changes)
        self.judged.emit(self._said)

    def _take_standing(self, key: str | None) -> None:
        if key == STILL:
            before = self._row.before
            state = before.state if before is not None else ""
            self._said = replace(self._said, standing=state, looked_at=True)
        elif key in CLOSED:
            on = self._said.closed_on or (self._today if key == RESOLVED else None)
            self._said = replace(self._said, standing=str(key), looked_at=True, closed_on=on)
        self.judged.emit(self._said)

    def _take_decision(self, choice: str, how: str, reason: str) -> None:
        self._said = replace(self._said, choice=choice, how=how, reason=reason)
        self.judged.emit(self._said)

    # -- Qt ---------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        paint_box(painter, rect, m.card_radius, theme.color("card"), theme.color("line"))
        entry = self._row.entry
        token = _SEVERITY[entry.severity][2] if entry and self._row.finding.is_active() else "border"
        bar = QRectF(m.px(8), m.px(16), m.px(4), rect.height() - m.px(32))
        paint_box(painter, bar, m.px(2), theme.color("border" if token == "muted" else token))
        painter.end()


__all__ = ["FindingCard", "Judgement", "source_mark"]
