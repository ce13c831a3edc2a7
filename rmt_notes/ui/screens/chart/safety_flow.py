"""The safety side of a chart: what is found, decided and closed while charting, and the stop for what cannot wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.reasons import Reason
from rmt_notes.clinical.record import Chart, SafetyFile
from rmt_notes.clinical.visit import Treatment
from rmt_notes.i18n import _
from rmt_notes.ui.screens.chart.letter_desk import LetterDesk, has_release
from rmt_notes.ui.screens.chart.safety_desk import SafetyDesk
from rmt_notes.ui.screens.chart.safety_pane import SafetyPane
from rmt_notes.ui.widgets.urgent_panel import Untreated, UrgentPanel
from rmt_notes.ui.worker import Worker


class SafetyFlow(QObject):
    """`changed` carries everything on file after an act; `treatment_ended` the treatment of a visit that ends here;
    `finding_wanted` leads to a finding beside the note; `release_wanted` names the physician for whom a release is
    needed first."""

    changed = Signal(SafetyFile)
    treatment_ended = Signal(Treatment)
    finding_wanted = Signal(str)
    release_wanted = Signal(str)

    def __init__(self, worker: Worker, pane: SafetyPane, owner: QWidget) -> None:
        super().__init__(owner)
        self._chart: Chart | None = None
        self._waiting = ""
        self.desk = SafetyDesk(worker, owner)
        self.panel = UrgentPanel(owner)
        self.panel.hide()
        self.desk.changed.connect(self.changed)
        self.desk.failed.connect(pane.say_trouble)
        self.desk.failed.connect(self.panel.say)
        pane.found.connect(self.desk.find)
        pane.decided.connect(self.desk.decide)
        pane.confirmed.connect(self.desk.confirm)
        pane.changed.connect(self.desk.change)
        self.panel.referred.connect(lambda finding, how: self.desk.decide(finding, "refer", how, ""))
        self.panel.untreated.connect(self._end_treatment)
        self.panel.looked_at.connect(self.finding_wanted)
        self.letters = LetterDesk(worker, owner)
        self.letters.told.connect(pane.say)
        self.letters.told.connect(self.panel.say)
        self.letters.saved.connect(self._note_letter)
        self.letters.consent_wanted.connect(self.release_wanted)
        self.panel.letter_wanted.connect(self._write_urgent)
        pane.letter_wanted.connect(self._ask_clearance)

    def set_chart(self, chart: Chart) -> None:
        """The visit that is open, with what is on the screen."""
        if self._chart is not None and self._chart.visit.id != chart.visit.id:
            self._waiting = ""
        self._chart = chart
        self.desk.set_chart(chart)

    def stop_for(self, chart: Chart, screening: Screening) -> bool:
        """Show the urgent finding that nobody has answered in this visit; whether there is one."""
        self._chart = chart
        waiting = pending(chart, screening)
        if not waiting:
            return False
        reason, finding = waiting[0]
        self.panel.show_urgent(reason, finding, len(waiting) - 1, _now(chart))
        return True

    def _finding(self, finding_id: str) -> Finding | None:
        chart = self._chart
        found = chart.safety.findings if chart is not None else ()
        return next((each for each in found if each.id == finding_id), None)

    def _write_urgent(self, finding_id: str) -> None:
        finding = self._finding(finding_id)
        if self._chart is not None and finding is not None:
            self.letters.write_urgent(self._chart, finding, self.panel.lines.text())

    def _ask_clearance(self, finding_id: str) -> None:
        chart, finding = self._chart, self._finding(finding_id)
        if chart is None or finding is None:
            return
        book = catalogue()
        used = [book.techniques[each.technique] for each in chart.note.treatment.techniques
                if each.technique in book.techniques]  # fmt: skip
        classes = tuple(dict.fromkeys(("GEN", *(technique.technique_class for technique in used))))
        self._waiting = "" if has_release(chart) else finding_id
        self.letters.ask_clearance(chart, finding, classes)

    def go_on(self) -> None:
        """Open the letter that waited for the client's consent to release it, once that is on file."""
        waiting, chart = self._waiting, self._chart
        if waiting and chart is not None and has_release(chart):
            self._ask_clearance(waiting)

    def give_up(self) -> None:
        """The consent was not given: the letter does not wait any more."""
        self._waiting = ""

    def _note_letter(self, finding_id: str, name: str) -> None:
        """A request that was written is a decision: it stays open until the answer comes."""
        chart = self._chart
        if chart is None or not self.panel.isHidden():
            return
        last = chart.safety.decision_on(finding_id)
        if last is None or last.choice != "ask_clearance" or last.visit_id != chart.visit.id:
            how = _("letter to {name}").format(name=name) if name else _("letter")
            self.desk.decide(finding_id, "ask_clearance", how, "")

    def _end_treatment(self, said: Untreated) -> None:
        chart = self._chart
        if chart is None:
            return
        self.treatment_ended.emit(
            replace(
                chart.note.treatment,
                outcome=said.outcome,
                outcome_reason=said.reason,
                decided_by="therapist",
                advice_given=said.advice,
            )
        )
        self.desk.decide(said.finding_id, "refer", said.advice, said.reason)


def pending(chart: Chart, screening: Screening) -> tuple[tuple[Reason, Finding], ...]:
    """The urgent findings, gravest first, on which nothing was decided in this visit or on its day."""
    day = chart.visit.started_at.date()
    zone = chart.visit.started_at.tzinfo
    found = []
    for reason in screening.urgent:
        decision = chart.safety.decision_on(reason.finding_id)
        if decision is not None and (
            decision.visit_id == chart.visit.id or decision.decided_at.astimezone(zone).date() >= day
        ):
            continue
        finding = next((each for each in chart.safety.findings if each.id == reason.finding_id), None)
        if finding is not None and reason.item is not None and not reason.item.clearances:
            found.append((reason, finding))
    return tuple(found)


def _now(chart: Chart) -> datetime:
    return datetime.now(chart.visit.started_at.tzinfo)
