"""An urgent finding stops the flow: what to do now, the time, the first lines of the letter, and the two ways on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.letters import urgent_lines
from rmt_notes.clinical.reasons import Reason
from rmt_notes.clinical.wording import bare, places_text
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets import clipboard
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.status_line import StatusLine
from rmt_notes.ui.widgets.text_area import TextArea
from rmt_notes.ui.widgets.when import clock

DECLINED, DEFERRED, STOPPED = "declined", "deferred", "not_completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Untreated:
    """The visit ends without treatment: what came of it, why, what was advised; and what is decided on the finding."""

    finding_id: str
    outcome: str
    reason: str
    advice: str


class _Ground(QWidget):
    """The red ground of the panel."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        paint_box(painter, rect, m.card_radius, theme.color("danger_soft"), theme.color("danger_line"), 2.0)
        painter.end()


class UrgentPanel(ScrollColumn):
    """`referred` carries the finding's id and what was done; `untreated` an `Untreated`; `letter_wanted` the finding's
    id; `looked_at` leads to the finding in the safety pane.

    `at_intake`: there is no visit to end yet and no letter to write, but the answer that stopped the questions can be
    a slip of the finger (`taken_back`)."""

    referred = Signal(str, str)
    untreated = Signal(Untreated)
    letter_wanted = Signal(str)
    looked_at = Signal(str)
    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, at_intake: bool = False) -> None:
        super().__init__(max_width=900, name=_("Urgent"), parent=parent)
        self._finding: Finding | None = None
        self._reason: Reason | None = None
        self._noted: dict[str, datetime] = {}
        m = theme.metrics()
        ground = _Ground()
        column = QVBoxLayout(ground)
        edge = m.space(5)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(m.space(3))
        head = QHBoxLayout()
        head.setSpacing(m.space(3))
        head.addWidget(IconMark("octagon-x", "danger", 34))
        words = QVBoxLayout()
        words.setSpacing(m.px(2))
        self._what = Label("", "page", "bold", "danger", wrap=True)
        self._name = Label("", "lead", "semibold", wrap=True)
        words.addWidget(self._what)
        words.addWidget(self._name)
        head.addLayout(words, 1)
        column.addLayout(head)
        self._action = Label("", "lead", wrap=True)
        column.addWidget(self._action)
        self._time = Label("", "body", "medium", wrap=True)
        column.addWidget(self._time)
        self._others = Label("", "hint", "medium", "danger", wrap=True)
        column.addWidget(self._others)
        verbs = QWidget()
        line = FlowLayout(verbs, m.px(10))
        self.stop = Button(_("No treatment today"), "danger", icon="octagon-x")
        self.stop.clicked.connect(self._open_stop)
        on = _("Sent to care, go on asking") if at_intake else _("Sent to care, go on charting")
        self.refer = Button(on, "secondary", icon="phone")
        self.refer.clicked.connect(self._refer)
        self.look = Button(_("The answer was a slip: take it back") if at_intake else _("Look at the finding"), "quiet")
        self.look.clicked.connect(self._take_back if at_intake else self._look)
        for button in (self.stop, self.refer, self.look):
            line.addWidget(button)
        column.addWidget(verbs)
        column.addWidget(self._stop_form())
        self.add(ground)
        column.addWidget(Label(_("First lines of the letter"), "hint", token="muted"))
        self.lines = TextArea(_("First lines of the letter"), min_lines=3, show_label=False)
        column.addWidget(self.lines)
        letter = QWidget()
        row = FlowLayout(letter, m.px(10))
        copy = Button(_("Copy"), "secondary", icon="copy")
        copy.setAccessibleName(_("Copy the first lines"))
        copy.clicked.connect(self._copy)
        paper = Button(_("Letter as PDF…"), "secondary", icon="file-text")
        paper.clicked.connect(self._want_letter)
        row.addWidget(copy)
        row.addWidget(paper)
        self._told = StatusLine()
        paper.setVisible(not at_intake)
        self.outcome.setVisible(not at_intake)
        column.addWidget(letter)
        column.addWidget(self._told)

    def _stop_form(self) -> QWidget:
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(3))
        self.outcome = Segmented(
            [
                (DECLINED, _("Declined")),
                (DEFERRED, _("Deferred")),
                (STOPPED, _("Begun and stopped")),
            ],
            label=_("What came of the visit"),
            optional=False,
        )
        self.outcome.set_value(DECLINED)
        column.addWidget(self.outcome)
        self.why = TextArea(_("Reason"), min_lines=2)
        self.advice = TextArea(_("Advice given"), min_lines=2)
        column.addWidget(Columns((self.why, 1), (self.advice, 1)))
        line = QHBoxLayout()
        self.record = Button(_("Record it"), "danger", icon="check")
        self.record.setAccessibleName(_("Record: no treatment today"))
        self.record.clicked.connect(self._record)
        line.addWidget(self.record)
        line.addStretch(1)
        column.addLayout(line)
        self._form.hide()
        return self._form

    # -- showing ----------------------------------------------------------------------------------------------------

    def show_urgent(self, reason: Reason, finding: Finding, others: int, now: datetime) -> None:
        """Show one urgent finding, the gravest; what is being typed for it stays."""
        anew = self._finding is None or self._finding.id != finding.id
        changed = anew or finding != self._finding
        self._reason, self._finding = reason, finding
        noted = self._noted.setdefault(finding.id, now)
        emergency = reason.urgency == "emergency"
        self._what.setText(_("Emergency: stop and get help now") if emergency else _("Stop: a physician today"))
        name = bare(str(reason.label))
        if finding.places:
            name = f"{name} · {places_text(finding.places)}"
        self._name.setText(name)
        self._action.setText(str(reason.action))
        self._time.setText(
            _("Noted at {time}: {urgency}.").format(
                time=clock(noted), urgency=catalogue().words("urgencies", reason.urgency).rstrip(".")
            )
        )
        self._others.setText(
            _n("{number} more urgent finding.", "{number} more urgent findings.", others).format(number=others)
        )
        self._others.setVisible(others > 0)
        if anew:
            self._form.hide()
            self.stop.show()
            self.why.set_text(_("{finding}, noted at {time}").format(finding=name, time=clock(noted)))
            self.advice.set_text(str(reason.action))
        if changed:
            self.lines.set_text(urgent_lines(finding, noted))

    def noted_at(self, finding_id: str) -> datetime | None:
        """When an urgent finding was first shown here."""
        return self._noted.get(finding_id)

    def focus_first(self) -> None:
        """The way that is always safe."""
        self.stop.setFocus()

    def say(self, sentence: str) -> None:
        """What became of the letter."""
        self._told.show_words(sentence)

    # -- acting -----------------------------------------------------------------------------------------------------

    def _open_stop(self) -> None:
        self._form.show()
        self.stop.hide()
        self.record.setFocus()

    def _record(self) -> None:
        if self._finding is not None:
            self.untreated.emit(
                Untreated(
                    finding_id=self._finding.id,
                    outcome=self.outcome.value() or DECLINED,
                    reason=self.why.text().strip(),
                    advice=self.advice.text().strip(),
                )
            )

    def _refer(self) -> None:
        if self._finding is not None and self._reason is not None:
            when = self._noted[self._finding.id]
            how = _("told at {time}: {action}").format(time=clock(when), action=str(self._reason.action))
            self.referred.emit(self._finding.id, how)

    def _look(self) -> None:
        if self._finding is not None:
            self.looked_at.emit(self._finding.id)

    def _take_back(self) -> None:
        if self._finding is not None:
            self.taken_back.emit(self._finding.id)

    def _copy(self) -> None:
        clipboard.lend(self.lines.text(), 10 * clipboard.SECONDS)
        self.say(_("Copied for ten minutes. The clipboard is outside the record: paste it where it belongs."))

    def _want_letter(self) -> None:
        if self._finding is not None:
            self.letter_wanted.emit(self._finding.id)
