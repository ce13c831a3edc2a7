"""The intake of one client: everything on the screen, its sheet, and keeping it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import Screening, screen
from rmt_notes.clinical.finding import Clearance, Finding
from rmt_notes.clinical.health_history import YES, Answer
from rmt_notes.clinical.history_difference import full_review_due
from rmt_notes.clinical.intake import (
    IntakeFinding,
    all_no,
    asked_something,
    findings_in,
    history_of,
    new_sheet,
    stops_at,
)
from rmt_notes.clinical.intake_sheet import IntakeDraft, IntakeSheet, Judgement
from rmt_notes.clinical.intake_words import OpenPoint, changes_between, contradictions, must_ask, open_points
from rmt_notes.clinical.reasons import Ruling
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.screens.intake.clearance_desk import ClearanceDesk
from rmt_notes.ui.screens.intake.column import IntakeColumn
from rmt_notes.ui.screens.intake.footer import Footer
from rmt_notes.ui.screens.intake.form_desk import FormDesk
from rmt_notes.ui.screens.intake.keeper import IntakeKeeper, UnderWay
from rmt_notes.ui.screens.intake.loaded import Loaded
from rmt_notes.ui.screens.intake.notice import SHOWN, NoticeDialog
from rmt_notes.ui.screens.intake.record import IntakeRecord
from rmt_notes.ui.screens.intake.words import URGENT_GROUP, by_place, last_time, says_urgent, sections, urgent_words
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.identity_alerts import Alert
from rmt_notes.ui.widgets.identity_bar import IdentityBar
from rmt_notes.ui.widgets.identity_words import alerts_for, identity_facts, review_words
from rmt_notes.ui.widgets.reading_order import order_tabs
from rmt_notes.ui.widgets.section_rail import SectionRail
from rmt_notes.ui.widgets.urgent_panel import Untreated, UrgentPanel
from rmt_notes.ui.widgets.when import clock, long_day
from rmt_notes.ui.worker import Worker

RAIL_FROM = 760
"""Under this width (at 100 %) the rail of sections gives its room to the questions."""


class IntakePane(QWidget):
    """`kept` when everything is in the record; `back_wanted` to go where one came from; `hand_over_wanted` to let the
    client answer on this device."""

    kept = Signal()
    hand_over_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, worker: Worker, loaded: Loaded, visit_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._loaded = loaded
        self.visit_id = visit_id
        draft = loaded.file.intake
        self._start = draft.start if draft else new_sheet(loaded.file.client.id, loaded.now.date(), loaded.last)
        self._sheet = draft.sheet if draft else self._start
        self._before_all_no: IntakeSheet | None = None
        self._begun_at: datetime | None = draft.begun_at if draft else None
        self._saved_at: datetime | None = draft.saved_at if draft else None
        self._not_saved = ""
        self._keeping = False
        self._warned = False
        self._rows: tuple[IntakeFinding, ...] = ()
        self._alerts: tuple[Alert, ...] = ()
        self._urgent = ""
        self._shape: tuple[object, ...] = ()
        self._undo: IntakeSheet | None = None
        self.identity = IdentityBar(self)
        self.hand_over = Button(_("Hand to the client"), "secondary", icon="user")
        self.hand_over.clicked.connect(self.hand_over_wanted)
        self.identity.add_action(self.hand_over)
        self.urgent = Banner("danger", "", _("Go to the finding"), parent=self)
        self.urgent.hide()
        self.stop = UrgentPanel(self, at_intake=True)
        self.stop.hide()
        self.rail = SectionRail(sections(), self)
        self.rail.setAccessibleName(_("Sections of the intake"))
        self.column = IntakeColumn(self._sheet, loaded.now.date(), self)
        self.footer = Footer(self)
        self._desk = ClearanceDesk(worker, self)
        self._record = IntakeRecord(worker, loaded, self)
        self.forms = FormDesk(worker, self)
        self.keeper = IntakeKeeper(worker, self)
        self._lay_out()
        self._connect()
        self.refresh(loaded)
        if draft is not None and draft.clearance is not None:
            column = self.column.clearances
            column.set_half_typed(draft.clearance)
        self._mark_carried()
        self.rail.set_current("about")
        self.welcome_back()

    # -- building ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.column, 1)
        middle.addWidget(self.stop, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.identity)
        whole.addWidget(self.urgent)
        whole.addLayout(middle, 1)
        whole.addWidget(self.footer)

    def _connect(self) -> None:
        column = self.column
        self.rail.chosen.connect(column.focus_section)
        column.section_reached.connect(self.rail.set_current)
        column.about.edited.connect(self._take)
        column.about.notice_wanted.connect(self._show_notice)
        column.questions.edited.connect(self._take)
        column.questions.all_no_wanted.connect(self._answer_all_no)
        column.questions.taken_back.connect(self._take_back_all_no)
        column.version.reviewed.connect(self._review)
        column.returned.acted.connect(self._take_back_start)
        findings = column.findings
        findings.judged.connect(self._take_judgement)
        findings.observed.connect(self._observe)
        findings.dropped.connect(self._drop)
        findings.answer_wanted.connect(column.show_answer)
        column.clearances.recorded.connect(lambda draft: self._desk.record(draft, self.client_id, self.visit_id))
        column.clearances.revoked.connect(self._ask_revoke)
        column.about.form_wanted.connect(lambda: self.forms.ask_save(self._loaded, self._sheet))
        column.about.filled_wanted.connect(lambda: self.forms.ask_open(self._loaded, self._sheet))
        self.forms.taken.connect(self._take_form)
        self.forms.told.connect(self._tell_form)
        self._record.kept.connect(self._take_kept)
        self._record.failed.connect(self._not_kept)
        self._desk.recorded.connect(self._take_clearance)
        self._desk.ended.connect(self.refresh)
        self._desk.failed.connect(self._tell_trouble)
        column.clearances.shaped.connect(self._order_tabs)
        column.clearances.typed.connect(self._write_down)
        self.keeper.saving.connect(self._show_footer)
        self.keeper.saved.connect(self._note_saved)
        self.keeper.failed.connect(self._note_unsaved)
        self.footer.keep_wanted.connect(self.keep)
        self.footer.restart_wanted.connect(self._start_over)
        self.footer.back_wanted.connect(self.back_wanted)
        self.identity.alert_pressed.connect(self._show_alert)
        self.identity.more_pressed.connect(lambda: column.focus_section("findings"))
        self.urgent.acted.connect(self._show_urgent)
        self.stop.referred.connect(lambda finding, how: self._decide_urgent(finding, "refer", how))
        self.stop.untreated.connect(self._end_here)
        self.stop.taken_back.connect(self._take_back_answer)

    def _mark_carried(self) -> None:
        last = self._loaded.last
        if last is None:
            return
        source = _("from {day}, not yet reviewed").format(day=long_day(last.taken_at.date()))
        about = self.column.about
        for field, text in (
            (about.reason, last.reason_for_care),
            (about.goals, last.goals),
            (self.column.questions.other, last.relevant_history),
        ):
            field.set_carried(source if text.strip() else None)

    # -- what the screen asks ---------------------------------------------------------------------------------------

    @property
    def client_id(self) -> str:
        """Whose intake it is."""
        return self._loaded.file.client.id

    @property
    def sheet(self) -> IntakeSheet:
        """What stands on the screen."""
        return self._sheet

    def is_touched(self) -> bool:
        """Whether something was answered or typed that is no version yet; the record holds it as a draft."""
        return self._sheet != self._start

    def is_worth_keeping(self) -> bool:
        """Whether leaving must not throw this pane away: words of a clearance count too."""
        return self.is_touched() or self.column.clearances.is_writing()

    def refresh(self, loaded: Loaded) -> None:
        """Take up what is on file now; what was typed stays."""
        self._loaded = loaded
        self._record.set_loaded(loaded)
        file, last = loaded.file, loaded.last
        second = (
            _("Health history, version {number} of {day}").format(
                number=last.number, day=long_day(last.taken_at.date())
            )
            if last is not None
            else _("First health history")
        )
        self.identity.set_identity(file.client.shown_name(), identity_facts(file.client, loaded.now.date()), second)
        self.column.version.setVisible(last is not None)
        if last is not None:
            due = full_review_due(file.histories)
            overdue = due is not None and due <= loaded.now.date()
            self.column.version.set_version(
                last, loaded.last_review, review_words(due) if due is not None and overdue else ""
            )
            self.column.questions.set_last_time(last_time(last))
        self.column.about.set_notice_needed(loaded.rules.intake.notice_required)
        self.column.questions.set_own_questions(loaded.questions)
        self.column.questions.set_may_leave_out(loaded.rules.intake.may_be_switched_off)
        self.column.findings.set_earlier([each for each in file.safety.findings if not each.is_active()])
        self.column.clearances.set_clearances(file.safety.clearances)
        self.column.clearances.set_providers(loaded.providers, file.client.all_provider_ids())
        self._show()

    def welcome_back(self) -> None:
        """Say that what was begun is still here, and no version yet."""
        if not self.is_touched() or self._begun_at is None:
            return
        words = (
            _("Begun at {time} and not kept yet: here it is as you left it.").format(time=clock(self._begun_at))
            if self._begun_at.date() == self._loaded.now.date()
            else _("Begun on {day} at {time} and not kept yet: here it is as you left it.").format(
                day=long_day(self._begun_at.date()), time=clock(self._begun_at)
            )
        )
        self._undo = None
        self.column.returned.set_action("")
        self.column.returned.set_message("info", words)
        self.column.returned.show()

    def focus_first(self) -> None:
        """Where work begins, or goes on."""
        if self.is_stopped():
            self.stop.focus_first()
        elif says_urgent(self._sheet):
            self.column.focus_field(f"group:{URGENT_GROUP}")
        elif self.is_touched():
            self.column.focus_section("questions")
        else:
            self.column.about.focus_field("reason_for_care")

    # -- answers ----------------------------------------------------------------------------------------------------

    def _take(self, sheet: IntakeSheet) -> None:
        if self._before_all_no is not None and (sheet.groups, sheet.own) != (self._sheet.groups, self._sheet.own):
            self._before_all_no = None
            self.column.questions.hide_told()
        self._sheet = sheet
        self._write_down()
        self._show()

    def _write_down(self) -> None:
        """Have the record hold what stands here; nothing where nothing was answered."""
        typed = self.column.clearances.half_typed()
        if not self.is_touched() and typed is None:
            self._begun_at = None
            self.keeper.change(UnderWay(self.client_id, None))
            return
        at = datetime.now().astimezone().replace(microsecond=0)
        self._begun_at = self._begun_at or at
        draft = IntakeDraft(
            client_id=self.client_id,
            sheet=self._sheet,
            start=self._start,
            begun_at=self._begun_at,
            saved_at=at,
            visit_id=self.visit_id,
            clearance=typed,
        )
        self.keeper.change(UnderWay(self.client_id, draft, self.column.clearances.letter_content()))

    def _note_saved(self, at: object) -> None:
        assert isinstance(at, datetime)
        self._saved_at, self._not_saved = at, ""
        self._show_footer()

    def _note_unsaved(self, reason: str) -> None:
        self._not_saved = reason
        self._show_footer()

    def _take_form(self, sheet: IntakeSheet) -> None:
        self._take(sheet)
        self.column.about.show_day(sheet)
        self._tell_form("ok", _("Read from the form. Nothing is in the record before you keep it."))

    def _tell_form(self, kind: str, sentence: str) -> None:
        self._undo = None
        self.column.returned.set_action("")
        self.column.returned.set_message("danger" if kind == "danger" else "ok", sentence)
        self.column.returned.show()
        self.column.show_widget(self.column.returned, at_top=True)

    def _take_judgement(self, finding_id: str, judgement: Judgement) -> None:
        self._take(self._sheet.with_judgement(finding_id, judgement))

    def _answer_all_no(self) -> None:
        before = self._sheet
        sheet, answered, left = all_no(before, self._loaded.file.safety, questions=self._loaded.questions)
        self._take(sheet)
        self._before_all_no = before
        self.column.questions.tell_all_no(answered, left)
        if left:
            self.column.questions.focus_group(left[0])

    def _take_back_all_no(self) -> None:
        before = self._before_all_no
        if before is not None:
            self._before_all_no = None
            self._take(replace(self._sheet, groups=before.groups, allergies=before.allergies, own=before.own))
        self.column.questions.hide_told()

    def _observe(self, key: str) -> None:
        book = catalogue()
        entry = book.contraindications[key]
        on_file = self.column.findings.card_of(key)
        group = next((name for name, each in book.intake_groups.items() if key in each.items), "")
        if on_file is not None:
            self.column.show_finding(on_file.row().finding.id)
            return
        if group and entry.ask != "observe":
            before = self._sheet.item(key) or Answer(key=key, answer=YES)
            self._take(self._sheet.with_group(group, YES).with_item(key, replace(before, answer=YES)))
        else:
            self._take(replace(self._sheet, observed=(*self._sheet.observed, key)))
        card = self.column.findings.card_of(key)
        if card is not None:
            self.column.show_finding(card.row().finding.id)

    def _drop(self, key: str) -> None:
        self._take(replace(self._sheet, observed=tuple(each for each in self._sheet.observed if each != key)))

    def _start_over(self) -> None:
        before = self._sheet
        self._sheet = replace(self._start, answered_on=self._loaded.now.date())
        self._before_all_no = None
        self._write_down()
        self.column.questions.hide_told()
        self.column.about.show_day(self._sheet)
        self._mark_carried()
        self._show()
        self._undo = before
        self.column.returned.set_message("info", _("Started over."))
        self.column.returned.set_action(_("Take back"))
        self.column.returned.show()
        self.column.about.focus_field("reason_for_care")

    def _take_back_start(self) -> None:
        before, self._undo = self._undo, None
        self.column.returned.set_action("")
        self.column.returned.hide()
        if before is not None:
            self._take(before)
            self.column.about.show_day(before)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        loaded, sheet, column = self._loaded, self._sheet, self.column
        self._rows = self._findings(loaded.now)
        screening = self._screen([row.finding for row in self._rows])
        self._show_alerts(screening)  # before all else: the banner is painted while the questions are still filled in
        against = contradictions(sheet, self._rows)
        warned = by_place(against)
        column.about.set_sheet(sheet)
        column.questions.set_sheet(sheet)
        column.questions.set_warnings({key: words for (kind, key), words in warned.items() if kind == "item"})
        rulings: dict[str, Mapping[str, Ruling]] = {
            row.finding.id: self._screen([row.finding]).by_class for row in self._rows if row.finding.is_active()
        }
        column.findings.set_rows(
            self._rows, rulings, {key: words for (kind, key), words in warned.items() if kind == "finding"}
        )
        waiting = [reason.key for reason in screening.open_clearances]
        cleared = [row.finding.key for row in self._rows if row.finding.is_active() and row.entry is not None]
        column.clearances.set_findings(cleared, waiting)
        asked = asked_something(sheet, self._start)
        earlier = loaded.file.histories
        points = open_points(
            sheet, self._rows, loaded.rules, asks_history=asked or loaded.last is None, earlier=earlier
        )
        column.open.set_points(points, against)
        last = loaded.last
        if last is not None:
            now = history_of(sheet, practitioner_id=loaded.practitioner.id, at=loaded.now)
            column.version.set_changes(changes_between(last, now) if asked else (), touched=asked)
        self._show_stop(screening)
        self._show_progress({point.field for point in open_points(sheet, self._rows, loaded.rules)})
        self._show_footer()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """What an answer opened comes after it, not at the end of everything."""
        sheet = self._sheet
        shape = (
            tuple(answer.key for answer in sheet.groups if answer.answer == YES),
            tuple((answer.key, answer.answer == YES, len(answer.places)) for answer in sheet.items),
            tuple((row.finding.id, len(row.finding.places)) for row in self._rows),
            self._alerts,
            self.column.clearances.is_writing(),
        )
        if shape != self._shape:
            self._shape = shape
            QTimer.singleShot(0, self, lambda: order_tabs(self))

    def _findings(self, at: datetime) -> tuple[IntakeFinding, ...]:
        return findings_in(
            self._sheet,
            self._loaded.file.safety,
            practitioner_id=self._loaded.practitioner.id,
            at=at,
            visit_id=self.visit_id,
            questions=self._loaded.questions,
        )

    def _screen(self, findings: Sequence[Finding]) -> Screening:
        loaded = self._loaded
        return screen(
            findings,
            loaded.file.safety.clearances,
            loaded.now.date(),
            loaded.rules,
            loaded.practitioner.credentials,
        )

    def _show_alerts(self, screening: Screening) -> None:
        alerts = alerts_for(screening.alerts(), self._loaded.file.client)
        if alerts != self._alerts:
            self._alerts = alerts
            self.identity.set_alerts(alerts)
            if self.identity.isVisible():
                self.identity.repaint()
        words = urgent_words(screening, self._sheet)
        if words != self._urgent:
            self._urgent = words
            self.urgent.set_message("danger", words)
            self.urgent.set_action(_("Go to the question") if says_urgent(self._sheet) else _("Go to the finding"))

    def _show_stop(self, screening: Screening) -> None:
        """What cannot wait takes the place of the questions until something is decided."""
        waiting = stops_at(self._rows)
        reasons = {reason.finding_id: reason for reason in screening.urgent}
        first = next((row for row in waiting if row.finding.id in reasons), None)
        stopped, was = first is not None, not self.stop.isHidden()
        if first is not None:
            now = datetime.now().astimezone()
            self.stop.show_urgent(reasons[first.finding.id], first.finding, len(waiting) - 1, now)
        self.stop.setVisible(stopped)
        self.column.setHidden(stopped)
        self.rail.setVisible(not stopped and self.width() >= theme.metrics().px(RAIL_FROM))
        self.urgent.setVisible(bool(self._urgent) and not stopped)
        self.hand_over.setEnabled(not stopped)
        if stopped and not was:
            self.keeper.keep_now()
            QTimer.singleShot(0, self.stop, self.stop.focus_first)
        elif was and not stopped:
            QTimer.singleShot(0, self.column.questions, self.column.questions.focus_first_open)

    def is_stopped(self) -> bool:
        """Whether something urgent waits for a decision."""
        return not self.stop.isHidden()

    def _decide_urgent(self, finding_id: str, choice: str, how: str, reason: str = "") -> None:
        said = self._sheet.judgement(finding_id)
        self._take(self._sheet.with_judgement(finding_id, replace(said, choice=choice, how=how, reason=reason)))

    def _end_here(self, said: Untreated) -> None:
        """No treatment today: what was answered so far is kept at once, with the decision."""
        self._decide_urgent(said.finding_id, "decline", said.advice, said.reason)
        if not self.is_stopped():
            self.keep(incomplete=True)

    def _take_back_answer(self, finding_id: str) -> None:
        """The yes was a slip: the question stands open again."""
        row = next((row for row in self._rows if row.finding.id == finding_id), None)
        if row is None:
            return
        key, sheet = row.finding.key, self._sheet.with_item(row.finding.key, None)
        for question in self._loaded.questions:
            if question.finding == key:
                sheet = sheet.with_own(question.id, question.question, "")
        self._take(replace(sheet, observed=tuple(each for each in sheet.observed if each != key)))
        QTimer.singleShot(0, self.column, lambda: self.column.show_answer(key))

    def _show_progress(self, open_fields: set[str]) -> None:
        sheet, questions = self._sheet, self.column.questions
        about_open = any(":" not in field for field in open_fields)
        said = sheet.reason_for_care or sheet.goals or sheet.allergies.answer or sheet.completed_by or sheet.method
        self.rail.set_state("about", "started" if said and about_open else "done" if said else "empty")
        done, whole = questions.answered(), questions.whole()
        self.rail.set_state("questions", "empty" if not done else "done" if done == whole else "started")
        self.rail.set_state("findings", self.column.findings.state())

    def _show_footer(self) -> None:
        self.footer.show_state(
            touched=self.is_touched(),
            asked=asked_something(self._sheet, self._start),
            keeping=self._keeping,
            incomplete=self._warned and bool(self._must_ask()),
            stopped=self.is_stopped(),
        )
        if self._not_saved:
            self.footer.status.show_failed(self._not_saved)
        elif self.is_touched() and not self._keeping:
            if self.keeper.has_unsaved() or self._saved_at is None:
                self.footer.status.show_saving()
            else:
                self.footer.status.show_saved(self._saved_at, _("draft, not kept as a version yet"))

    def _show_alert(self, key: str) -> None:
        if self.column.findings.card(key) is not None:
            self.column.show_finding(key)
        else:
            self.column.focus_section("findings")

    def _show_urgent(self) -> None:
        urgent = self._screen([row.finding for row in self._rows]).urgent
        if urgent:
            self.column.show_finding(urgent[0].finding_id)
        else:
            self.column.focus_field(f"group:{URGENT_GROUP}")

    def _show_notice(self) -> None:
        dialog = NoticeDialog(self, self._loaded.practice, self._loaded.rules)
        dialog.answered.connect(self._note_shown)
        dialog.open()

    def _note_shown(self, answer: str) -> None:
        if answer == SHOWN:
            self._take(replace(self._sheet, notice_given=True))

    # -- keeping ----------------------------------------------------------------------------------------------------

    def keep(self, *, incomplete: bool = False) -> None:
        """Write the version, the findings and the decisions, as one act. What must be asked and is not answered stops
        it once: `incomplete` says that it is to be kept all the same."""
        if self._keeping or not self.is_touched() or self.is_stopped():
            return
        waiting = () if incomplete else self._must_ask()
        if waiting and not self._warned:
            self._warned = True
            self._show_footer()
            self.column.open.warn(len(waiting))
            self.column.show_widget(self.column.open, at_top=True)
            return
        wrong = self.column.findings.check()
        if not self.column.about.check():
            self.column.focus_field("answered_on")
            return
        if wrong is not None:
            self.column.show_finding(wrong.row().finding.id)
            return
        self._keeping = True
        self.keeper.forget()
        self._show_footer()
        column = self.column.clearances
        self._record.keep(self._sheet, self._start, self.visit_id, column.half_typed(), column.letter_content())

    def _must_ask(self) -> tuple[OpenPoint, ...]:
        """What must be asked here and has neither a value nor "declined"; nothing where only findings were judged."""
        loaded = self._loaded
        if not asked_something(self._sheet, self._start):
            return ()
        return must_ask(self._sheet, loaded.file.histories, loaded.rules)

    def _take_kept(self) -> None:
        self._keeping = False
        self._start = self._sheet
        self.kept.emit()

    def _not_kept(self, reason: str) -> None:
        self._keeping = False
        if self.is_touched():
            self._write_down()
        self._show_footer()
        self._tell_trouble(reason)

    def _tell_trouble(self, reason: str) -> None:
        self.column.say_trouble(_("Not kept. {reason} What you typed is still here.").format(reason=reason))

    def _take_clearance(self, loaded: Loaded) -> None:
        self.column.clearances.taken()
        self.refresh(loaded)

    def _ask_revoke(self, clearance: Clearance) -> None:
        self._desk.ask_revoke(clearance, self._loaded.file.client.shown_name(), self.visit_id)

    def _review(self) -> None:
        last = self._loaded.last
        if last is None or self._keeping:
            return
        self._keeping = True
        self._record.review(last.id, self.visit_id)

    # -- Qt ---------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.setVisible(not self.is_stopped() and self.width() >= theme.metrics().px(RAIL_FROM))
