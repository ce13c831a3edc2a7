"""The middle of the chart: the visit's line, the five sections in one scroll, consent, and what is missing; or a
signed note's prose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import where_it_hurts
from rmt_notes.clinical.body_ground import avoided, ground_of
from rmt_notes.clinical.carried import Carried, field_names
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.course import asks_for
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.habits import Habits
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.plan import Goal
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.sensitive_areas import areas_of
from rmt_notes.clinical.signing import Missing
from rmt_notes.clinical.suggestions import Due
from rmt_notes.clinical.templates import Template, fill, prompts_of
from rmt_notes.clinical.visit import Note, Visit
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.screens.chart.consent_card import ConsentCard
from rmt_notes.ui.screens.chart.missing_panel import MissingPanel
from rmt_notes.ui.screens.chart.review_card import ReviewCard, Sight
from rmt_notes.ui.screens.chart.seal_line import SealLine
from rmt_notes.ui.screens.chart.section_read import SectionRead
from rmt_notes.ui.screens.chart.sections import SECTIONS, Sections, section_words
from rmt_notes.ui.screens.chart.signed_note import ReadCard, cards_of, filing_cards, history_card
from rmt_notes.ui.screens.chart.steps import typed_in
from rmt_notes.ui.screens.chart.template_bar import TemplateBar
from rmt_notes.ui.screens.chart.visit_line import VisitLine
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.identity_bar import LOWEST
from rmt_notes.ui.widgets.note.assessment import AssessmentSection
from rmt_notes.ui.widgets.note.caret import caret_in, find_caret
from rmt_notes.ui.widgets.note.objective import ObjectiveSection
from rmt_notes.ui.widgets.note.plan import PlanSection
from rmt_notes.ui.widgets.note.section import NoteSection
from rmt_notes.ui.widgets.note.subjective import SubjectiveSection
from rmt_notes.ui.widgets.note.treatment import TreatmentSection
from rmt_notes.ui.widgets.scroll import ScrollColumn, bring_opened
from rmt_notes.ui.widgets.when import clock, long_day
from rmt_notes.ui.widgets.writing import WritingAid

MARGIN = 20
"""The room around the cards, at 100 %."""

WIDEST = 960
"""A card is as wide as its room up to here, at 100 %: longer lines are lost on the way back."""

HAND_RESTS_MS = 150
"""So long after a press the page still moves because of it."""

MEASURED = frozenset({"range_of_motion", "tests", "strength", "neuro"})
"""Findings of the day's own measuring: taken over, they hold only where they were found the same."""


class NoteColumn(ScrollColumn):
    """`note_edited` carries the whole new note; `visit_edited` the visit's line; `section_reached` the section in
    sight."""

    note_edited = Signal(Note)
    visit_edited = Signal(Visit)
    section_reached = Signal(str)
    missing_wanted = Signal(Missing)
    intake_wanted = Signal()
    shape_wanted = Signal()
    handout_wanted = Signal()
    client_wanted = Signal()
    finding_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._slim = False
        self._read = SectionRead()
        super().__init__(max_width=WIDEST, margin=MARGIN, at_left=True, name=_("Note"), parent=parent)
        self.writing_aid: WritingAid | None = None
        self._note = Note()
        self._sections = Sections(self)
        self._sections.edited.connect(self._take)
        self._sections.intake_wanted.connect(self.intake_wanted)
        self._sections.handout_wanted.connect(self.handout_wanted)
        self._sections.client_wanted.connect(self.client_wanted)
        self._sections.finding_wanted.connect(self.finding_wanted)
        self._sections.filled.connect(lambda _key: self._look())
        self._limits: tuple[Screening, Jurisdiction, tuple[str, ...]] | None = None
        self._findings: tuple[Finding, ...] = ()
        self._chart: Chart | None = None
        self._avoid: tuple[tuple[Place, str], ...] = ()
        self._habits = Habits()
        self._prose: list[QWidget] = []
        self._minutes: int | None = None
        self._day: date | None = None
        self._kind = ""
        self._sources: dict[str, Carried] = {}
        self._last: tuple[str, date] | None = None
        self._templates: tuple[Template, ...] = ()
        self._sight = Sight()
        self._original = False
        self.visit_line = VisitLine()
        self.visit_line.edited.connect(self.visit_edited)
        self.visit_line.folded.connect(lambda _folded: self._show_visit())
        self._writable = False
        self.consent = ConsentCard()
        self._missing = MissingPanel()
        self._missing.wanted.connect(self.missing_wanted)
        self._missing.reasoned.connect(self._take_reason)
        self._missing.hide()
        self._amended = Banner("info", "", rounded=True)
        self._amended.hide()
        self.add(self._amended)
        self._seal = SealLine()
        self._seal.acted.connect(self._turn_version)
        self._seal.hide()
        self.add(self._seal)
        self.add(self._missing)
        self.add(self.visit_line)
        self._due = Banner("info", "", _("Re-assess today"), rounded=True, slim=True)
        self._due.acted.connect(lambda: self.visit_line.choose_kind("reassessment"))
        self._due.hide()
        self.add(self._due)
        self._begin = TemplateBar()
        self._begin.chosen.connect(self.apply_template)
        self.add(self._begin)
        for key in SECTIONS:
            if key == "treatment":
                self.add(self.consent)
            self.add(self._sections.holder(key))
        self._review = ReviewCard()
        self._review.reviewed.connect(self.review_all)
        self.add(self._review)
        self._later = Button(_("Use a template for what is still empty"), "quiet", icon="clipboard-list")
        self._later.clicked.connect(self._offer_templates)
        self._late = TemplateBar(_("Use a template"))
        self._late.chosen.connect(self.apply_template)
        self.add(self._later)
        self.add(self._late)
        self._shape = Button(_("Save the shape of this note as a template"), "quiet", icon="clipboard-list")
        self._shape.clicked.connect(self.shape_wanted)
        self._shape.hide()
        self.add(self._shape)
        self._hand = self._told = ""
        self._hand_rests = QTimer(self)
        self._hand_rests.setSingleShot(True)
        self._hand_rests.timeout.connect(self._stay_with_hand)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_hand)
        self.verticalScrollBar().valueChanged.connect(self._tell_section)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._look())
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._sections.hurry())
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._look())

    def show_chart(self, chart: Chart, screening: Screening, *, writable: bool) -> None:
        """Show a draft for writing, or a signed note as prose."""
        for card in self._prose:
            card.hide()
            card.deleteLater()
        self._prose.clear()
        self.hide_missing()
        self._note = chart.note
        if self._chart is None or self._chart.visit.id != chart.visit.id:
            self._read = SectionRead()  # nobody went anywhere in this one yet
        self._chart = chart
        self._writable = writable
        for part in (self.consent, self._shape):
            part.setVisible(writable)
        if not writable:
            self._show_visit()
        self._review.hide()
        for each in (self._begin, self._later, self._late, self._due):
            each.hide()
        self._original = False
        self._show_amended(writable=writable)
        if writable:
            self._show_draft(chart)
            self._tell_section(self.verticalScrollBar().value())
            return
        self._sections.hide()
        if chart.versions:
            self._show_prose(chart)
        self.verticalScrollBar().setValue(0)

    def open_visit(self) -> None:
        """Unfold the visit's own line and go there: its day, its time, its length, its kind."""
        if self._writable:
            self.visit_line.focus_field("")
            self._show_visit()
            self.verticalScrollBar().setValue(0)

    def _show_visit(self) -> None:
        """Folded, the line says what the head of the screen says too: it shows only while it asks for something, and
        in a window so low that the head leaves it out."""
        lowest = self.window().height() < theme.metrics().px(LOWEST)
        line = self.visit_line
        shown = self._writable and (not line.is_folded() or line.asks() or lowest)
        line.setVisible(shown)
        amends = self._chart is not None and bool(self._chart.versions)
        self._fit_top(slim=shown and line.is_folded() and not amends)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._told == self._hand:  # a page laid out anew is not scrolled away from what was pressed
            self._hand_rests.start(3 * HAND_RESTS_MS)  # texts wrap anew in several rounds
        super().resizeEvent(event)
        self._show_visit()

    def _fit_top(self, *, slim: bool) -> None:
        """A row without a card at the top needs less room above it than a card."""
        if slim == self._slim and self.column.contentsMargins().top() == theme.metrics().px(6 if slim else MARGIN):
            return
        self._slim = slim
        margins = self.column.contentsMargins()
        margins.setTop(theme.metrics().px(6 if slim else MARGIN))
        self.column.setContentsMargins(margins)

    def restyle(self) -> None:
        """Take up the sizes in force."""
        super().restyle()
        self._fit_top(slim=self._slim)

    def _show_prose(self, chart: Chart) -> None:
        """The version in force, or the first one where that was asked for."""
        version, first = chart.versions[0 if self._original else -1], chart.versions[0]
        told = cards_of(version, chart.practitioner.credentials, None if version is first else first)
        self._prose = [*told, *filing_cards(chart), history_card(chart)]
        for card in self._prose:
            self.add(card)

    def _show_amended(self, *, writable: bool) -> None:
        """Above all else: that this is an amendment under way, or that the note is signed or amended, and why."""
        versions = self._chart.versions if self._chart is not None else ()
        self._amended.setVisible(bool(versions) and writable)
        self._seal.setVisible(bool(versions) and not writable)
        if not versions or self._chart is None:
            return
        first, last = versions[0], versions[-1]
        told = first if self._original else last
        signed = {"day": long_day(told.signed_at.date()), "time": clock(told.signed_at), "name": told.signed_name}
        if writable:
            words = _(
                "Amendment of the note signed {day}, {time} · reason: {reason}. The signed version stays as it is."
            )
            self._amended.set_message("info", words.format(reason=self._chart.draft_reason.rstrip(". "), **signed))
        elif self._chart.visit.state == "void":
            words = _("Signed {day}, {time} by {name} · reason: {reason}.").format(
                reason=self._chart.visit.void_reason.rstrip(". "), **signed
            )
            self._seal.show_state("neutral", "circle-x", _("Void"), words)
        elif len(versions) == 1:
            self._seal.show_state("ok", "circle-check", _("Signed"), _("{day}, {time} by {name}").format(**signed))
        elif self._original:
            words = _("Version 1, signed {day}, {time} by {name} · it was amended since and is no longer in force.")
            action = _("Show the amended note")
            self._seal.show_state("neutral", "history", _("Original"), words.format(**signed), action)
        else:
            words = _("Version {number}, {day}, {time} by {name} · reason: {reason}.")
            words = words.format(number=told.number, reason=told.reason.rstrip(". "), **signed)
            self._seal.show_state("warning", "history", _("Amended"), words, _("Show the original"))

    def _turn_version(self) -> None:
        """From the amended note to the original, or back."""
        if self._chart is None:
            return
        for card in self._prose:
            card.hide()
            card.deleteLater()
        self._original = not self._original
        self._show_amended(writable=False)
        self._show_prose(self._chart)

    def prepare(self) -> bool:
        """Make a part of what will be needed; False when all is there."""
        return self._sections.prepare()

    def _show_draft(self, chart: Chart) -> None:
        self.visit_line.set_visit(chart.visit)
        self.visit_line.set_folded(True)
        self._show_visit()
        previous = chart.previous
        self._last = None if previous is None else (previous.visit_id, previous.started_at.date())
        self._sources = {one.section: one for one in chart.note.carried}
        self._sight.forget()
        self._minutes, self._day, self._kind = chart.visit.minutes, chart.visit.started_at.date(), chart.visit.kind
        self.setUpdatesEnabled(False)
        self._sections.show(self._fill)
        self.show_due(chart.visit)
        self._show_review()
        self.verticalScrollBar().setValue(0)
        self.setUpdatesEnabled(True)

    def _fill(self, key: str, section: NoteSection) -> None:
        """Put what is known into one section."""
        chart = self._chart
        assert chart is not None
        section.set_read_only(False)
        if isinstance(section, TreatmentSection):
            section.techniques.forget_habit()
        section.set_value(getattr(self._note, key))
        previous = chart.previous
        if previous is None:
            section.set_previous(None, None)
        else:
            section.set_previous(getattr(previous.note, key), previous.started_at.date())
        if isinstance(section, SubjectiveSection):
            last, day = (None, None) if previous is None else (previous.note.treatment, previous.started_at.date())
            section.set_last_treatment(last, day, chart.practitioner.credentials)
            if previous is None:
                section.set_last_plan(None)
            else:
                section.set_last_plan(previous.note.plan, day, previous.note.subjective.care_elsewhere)
            section.set_first(since_history=previous is None and chart.history is not None)
        one = next((one for one in self._note.carried if one.section == key), None)
        if one is None:
            section.show_carried((), (), None)
        else:
            section.show_carried(one.fields, one.unread, one.day, one.template)
        self._limit(section)
        self._tell_visit(section)
        self._tell_ground(key, section)
        if isinstance(section, PlanSection):
            section.set_progress(chart.progress)
        section.set_prompt(prompts_of(self._templates, self._note).get(key, ""))

    def set_screening(
        self, screening: Screening, findings: Sequence[Finding], rules: Jurisdiction, credentials: Sequence[str]
    ) -> None:
        """Let the sections know what is on file and what it limits."""
        self._findings = tuple(findings)
        self._limits = (screening, rules, tuple(credentials))
        self._avoid = avoided(screening)
        self._tell_grounds()
        for section in self._sections.ready().values():
            self._limit(section)

    def set_habits(self, habits: Habits) -> None:
        """Let the sections know what this therapist usually does."""
        self._habits = habits
        for section in self._sections.ready().values():
            self._limit(section)

    def _limit(self, section: NoteSection) -> None:
        section.set_habits(self._habits)
        if isinstance(section, SubjectiveSection):
            section.findings.set_known(self._findings)
        if self._limits is not None and isinstance(section, TreatmentSection | ObjectiveSection | PlanSection):
            section.set_screening(*self._limits)

    def set_visit(self, visit: Visit) -> None:
        """The length of the visit, against which recorded minutes are counted, and its day, from which weeks are."""
        self._minutes, self._day = visit.minutes, visit.started_at.date()
        self._tell_treatment()
        if visit.kind != self._kind:
            self._kind = visit.kind
            self._show_templates()

    def _tell_treatment(self) -> None:
        for section in self._sections.ready().values():
            self._tell_visit(section)

    def _tell_visit(self, section: NoteSection) -> None:
        said = self._note.subjective
        if isinstance(section, TreatmentSection):
            section.set_visit(
                minutes=self._minutes,
                pain_before=said.pain_now,
                places=where_it_hurts(said),
                areas=areas_of(self._note),
            )
        elif isinstance(section, ObjectiveSection):
            section.set_places(where_it_hurts(said))
        elif isinstance(section, AssessmentSection):
            section.set_findings(self._note)
        elif isinstance(section, PlanSection) and self._day is not None:
            section.set_visit_day(self._day)
            section.set_kind(self._kind)

    def _tell_grounds(self) -> None:
        for key, section in self._sections.ready().items():
            self._tell_ground(key, section)

    def _tell_ground(self, key: str, section: NoteSection) -> None:
        """What the body chart of a section shows beneath its own marks."""
        if isinstance(section, SubjectiveSection | ObjectiveSection | TreatmentSection):
            previous = self._chart.previous if self._chart is not None else None
            last = previous.note if previous is not None else None
            section.body.set_ground(ground_of(self._note, key, last, self._avoid))

    def show_note(self, note: Note, minutes: int | None) -> None:
        """Show another state of the same draft where it stands, and bring what changed into sight."""
        changed = [key for key in SECTIONS if getattr(note, key) != getattr(self._note, key)]
        self._note = note
        self._minutes = minutes
        self._sources = {one.section: one for one in note.carried}
        carried = {one.section: one for one in note.carried}
        writer = QApplication.focusWidget()
        for key, section in self._sections.ready().items():
            section.set_value(getattr(note, key))
            one = carried.get(key)
            if one is None:
                section.show_carried((), (), None)
            else:
                section.show_carried(one.fields, one.unread, one.day, one.template)
        self._tell_treatment()
        self._tell_grounds()
        self._show_review()
        self._show_templates()
        self._show_prompts()
        if changed and not any(self._is_in_sight(key) for key in changed):
            self.show_widget(self._sections[changed[0]], at_top=True)
        if isinstance(writer, QTextEdit) and self.isAncestorOf(writer):
            writer.moveCursor(QTextCursor.MoveOperation.End)  # a new text puts the caret at its beginning

    def _is_in_sight(self, key: str) -> bool:
        return not self._sections[key].visibleRegion().isEmpty()

    # -- the note
    # -------------------------------------------------------------------------------------------------------------

    def _take(self, key: str, value: Any) -> None:
        shown, before = _on_body(self._note), getattr(self._note, key)
        self._note = replace(self._note, **{key: value}, carried=self._carried())
        # Of a free text of a section the other sections show nothing.
        if key in ("subjective", "objective") and typed_in(before, value).count(".") != 1:
            self._tell_treatment()
        if _on_body(self._note) != shown:
            self._tell_grounds()
        self._show_review()
        if not self._begin.isHidden():
            self._show_templates()
        self._sections.give_way()
        self.note_edited.emit(self._note)

    def put(self, key: str, value: Any) -> None:
        """Write a section's value as if it had been tapped."""
        self._sections[key].set_value(value)
        self._take(key, value)

    def take_from_history(self, what: str) -> None:
        """Put the reason for care (`complaint`) or the goals of the health history into the note, below what was typed
        already, marked as taken over until somebody looks at them."""
        chart = self._chart
        if chart is None or chart.history is None:
            return
        history = chart.history
        key, entry = ("subjective", "complaint")
        if what == "goals":
            key, entry = "plan", f"goals.{len(self._note.plan.goals)}"
            goals = (*self._note.plan.goals, Goal(text=history.goals.strip()))
            value: Any = replace(self._note.plan, goals=goals)
        else:
            said = (self._note.subjective.complaint.strip(), history.reason_for_care.strip())
            value = replace(self._note.subjective, complaint="\n".join(filter(None, dict.fromkeys(said))))
        section = self._sections[key]
        taken, unread = section.taken(), section.unread()
        day = history.taken_at.date()
        self._sources[key] = Carried(section=key, visit_id="", day=day)
        section.set_value(value)
        section.show_carried((*taken, entry), (*unread, entry), day)
        self._take(key, value)
        self.focus_field(key, entry.partition(".")[0])

    def _carried(self) -> tuple[Carried, ...]:
        """What the sections hold of an earlier visit or of a template; the source of each stays in the note."""
        ready = self._sections.ready()
        found = {one.section: one for one in self._note.carried if one.section not in ready}
        for key, section in ready.items():
            source = self._sources.get(key)
            if (
                section.taken()
                and self._last is not None
                and (source is None or (source.template and not section.template()))
            ):
                visit_id, day = self._last
                source = Carried(section=key, visit_id=visit_id, day=day)
            if source is not None and (section.taken() or (source.template and not source.fields)):
                found[key] = replace(source, fields=section.taken(), unread=section.unread())
                self._sources[key] = found[key]
        return tuple(found[key] for key in SECTIONS if key in found)

    def set_templates(self, templates: Sequence[Template]) -> None:
        """What a note may begin with."""
        self._templates = tuple(templates)
        self._show_templates()
        self._show_prompts()

    def apply_template(self, template: Template) -> None:
        """Put in what the template has; all of it waits to be reviewed."""
        chart = self._chart
        if chart is None:
            return
        note = fill(template, self._note, chart.visit.started_at.date())
        if note != self._note:
            self.show_note(note, self._minutes)
            self.verticalScrollBar().setValue(0)
            self.note_edited.emit(note)

    def is_blank(self) -> bool:
        """Whether nothing is written yet."""
        return replace(self._note, carried=()) == Note() and not any(one.template for one in self._note.carried)

    def _show_templates(self) -> None:
        chart = self._chart
        writable = chart is not None and self._writable
        if chart is not None:
            self._begin.set_templates(self._templates, self._kind)
        blank = self.is_blank()
        self._begin.setVisible(writable and self._begin.has_any() and blank)
        begun = any(one.template for one in self._note.carried)
        self._later.setVisible(writable and self._begin.has_any() and not blank and not begun)
        self._late.hide()

    def _offer_templates(self) -> None:
        """Offer them to a note that is written in part; nothing that stands in it is replaced."""
        if self._chart is not None:
            self._late.set_templates(self._templates, self._kind)
        self._later.hide()
        self._late.show()
        bring_opened(self._late)

    def show_due(self, visit: Visit) -> None:
        """Tell that a re-assessment is due, and why, unless this visit is one."""
        progress = self._chart.progress if self._chart is not None else None
        reasons: tuple[Due, ...] = ()
        if progress is not None and asks_for(visit.kind) and self._writable:
            reasons = progress.due(visit.started_at.date(), self._note.subjective.pain_now)
        if reasons:
            told = " ".join(one.sentence for one in reasons)
            self._due.set_message("info", _("Re-assessment is due. {reasons}").format(reasons=told))
        self._due.setVisible(bool(reasons))

    def _show_prompts(self) -> None:
        prompts = prompts_of(self._templates, self._note)
        for key, section in self._sections.ready().items():
            section.set_prompt(prompts.get(key, ""))

    def repeat_all(self) -> None:
        """Take over the last visit section by section; what was carried is marked until it is touched or reviewed."""
        self._sight.forget()
        for key in SECTIONS:
            self._sections[key].same_as_last_time()
        QTimer.singleShot(0, self, self._look)

    def review_all(self) -> None:
        """All that was taken over has been in sight, and the therapist says that it holds."""
        for key in self.carried_sections():
            self._sections[key].review()

    def carried_sections(self) -> tuple[str, ...]:
        """Sections with something taken over and not yet reviewed."""
        return tuple(one.section for one in self._note.carried if one.unread)

    def _look(self) -> None:
        """Take note of what is in sight now; only what was taken over is asked for."""
        carried = self.carried_sections()
        ground = self.widget()
        if not carried or ground is None or not self.isVisible():
            return
        top = self.verticalScrollBar().value()
        ready = self._sections.ready()
        for key in carried:
            if key in ready:
                section = ready[key]
                start, high = section.mapTo(ground, QPoint(0, 0)).y(), max(1, section.height())
                self._sight.look(key, (top - start) / high, (top + self.viewport().height() - start) / high)
        self._show_review()

    def _show_review(self) -> None:
        open_ones = [one for one in self._note.carried if one.unread]
        self._review.show_state(
            max((one.day for one in open_ones if not one.template), default=None),
            [section_words(one.section) for one in open_ones],
            [section_words(one.section) for one in open_ones if not self._sight.has_seen(one.section)],
            measured=any(MEASURED & set(field_names(one.unread)) for one in open_ones if one.section == "objective"),
            history=all(not one.visit_id for one in open_ones),
        )

    def state_of(self, key: str, missing: int) -> str:
        """How far a section is, for the rail: `carried` while something taken over waits to be reviewed, `done` where
        nothing is missing for signing."""
        value = getattr(self._note, key)
        if value == type(value)():
            return "empty"
        if key in self.carried_sections():
            return "carried"
        return "started" if missing else "done"

    # -- finding one's way
    # ----------------------------------------------------------------------------------------------------

    def focus_start(self) -> None:
        """Put the caret into the first field; the visit's own line stays in sight above it."""
        self._sections[SECTIONS[0]].focus_field("")

    def caret(self) -> str:
        """Where the words are being typed, for the draft to keep; empty where the caret is elsewhere."""
        for key, section in self._sections.ready().items():
            if place := caret_in(section):
                return f"{key}.{place}"
        return ""

    def focus_caret(self, place: str) -> None:
        """Put the caret where `caret` found it; where that is no more, into the first field of its section, and without
        a place into the first field of the note."""
        key, _point, rest = place.partition(".")
        if key not in SECTIONS:
            self.focus_start()
            return
        section = self._sections[key]
        writer = find_caret(section, rest)
        if writer is None:
            self.focus_section(key)
            return
        self.show_widget(writer)
        writer.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_section(self, key: str) -> None:
        """Bring a section to the top and put the caret into its first field."""
        if not self._writable:
            self._focus_prose(key)
            return
        section = self._sections[key]
        self.show_widget(section, at_top=True)
        section.focus_field("")
        self._take_hand_to(key)

    def _focus_prose(self, key: str) -> None:
        """A signed note has no fields: bring the section's words to the top, if it says any."""
        for card in self._prose:
            if isinstance(card, ReadCard) and card.key == key:
                card.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.show_widget(card, at_top=True)

    def focus_field(self, key: str, field: str) -> None:
        """Bring a field of a section into sight and put the caret there."""
        section = self._sections[key]
        self.show_widget(section, at_top=True)
        section.focus_field(field)

    def focus_missing(self, one: Missing) -> bool:
        """Lead to the field; False where it is not in the note."""
        if one.section == "visit":
            self.visit_line.focus_field(one.field)
            self._show_visit()
            self.show_widget(self.visit_line)
            return True
        if one.section == "consent":
            self.show_widget(self.consent)
            self.consent.focus_first()
            return True
        if one.section not in SECTIONS:
            return False
        section = self._sections[one.section]
        self.show_widget(section, at_top=True)
        if isinstance(section, TreatmentSection) and one.field == "techniques" and one.row >= 0:
            return section.focus_setting(one.row, one.setting)
        if one.field == "carried":
            section.focus_mark()
        else:
            section.focus_field(one.field)
        return True

    def _follow_hand(self, _old: QWidget | None, now: QWidget | None) -> None:
        """What is pressed or gone to with Tab is what is read, wherever the headings stand."""
        if now is None or not self._writable or not self.isAncestorOf(now):
            return
        found = next((key for key, one in self._sections.ready().items() if one.isAncestorOf(now)), "")
        # where Qt put the focus because its holder left, far from what is in sight, nobody went
        self._take_hand_to("" if now.visibleRegion().isEmpty() else found)

    def _take_hand_to(self, key: str) -> None:
        self._hand = key
        self._stay_with_hand()
        self._hand_rests.start(HAND_RESTS_MS)

    def _stay_with_hand(self) -> None:
        """What a press opens may move the page a moment later: that is no scrolling away."""
        if self._hand:
            self._told = self._hand
            self._read.go_to(self._hand, self.verticalScrollBar().value())
            self.section_reached.emit(self._hand)

    def _tell_section(self, at: int) -> None:
        """Tell which section is read."""
        ground = self.widget()
        if ground is None:
            return
        if self._hand and self._hand_rests.isActive():
            self._stay_with_hand()
            return
        heads = [
            (section.mapTo(ground, QPoint(0, 0)).y() - at, key)
            for key, section in self._sections.ready().items()
            if section.isVisible()
        ]
        ended = 0 < at == self.verticalScrollBar().maximum()
        read = self._read.read(at, heads, self.viewport().height(), least=theme.metrics().target, ended=ended)
        self._told = read or SECTIONS[0]
        self.section_reached.emit(self._told)

    # -- what is missing
    # ------------------------------------------------------------------------------------------------------

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """List what is missing at the top and go there."""
        self._missing.set_missing(missing, self._note)
        self._missing.show()
        QTimer.singleShot(0, self, self._lead_to_missing)

    def _lead_to_missing(self) -> None:
        self.show_widget(self._missing, at_top=True)
        self._missing.focus_first()

    def _take_reason(self, one: Missing, reason: str) -> None:
        """A warning is signed past with a reason: it belongs to the note."""
        self._note = self._note.with_reason(one.key, one.about, one.sentence, reason)
        self.note_edited.emit(self._note)

    def refresh_missing(self, find: Callable[[], Sequence[Missing]]) -> None:
        """While the list is in sight, keep it true."""
        if self._missing.isVisible():
            missing = find()
            if missing:
                self._missing.set_missing(missing, self._note)
            else:
                self.hide_missing()

    def hide_missing(self) -> None:
        """Nothing is missing, or nobody asked."""
        self._missing.hide()


def _on_body(note: Note) -> tuple[object, ...]:
    """What of a note the body charts show."""
    treatment = note.treatment
    return note.subjective.marks, note.objective.marks, treatment.marks, treatment.techniques
