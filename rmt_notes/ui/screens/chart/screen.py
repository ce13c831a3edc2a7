"""The chart screen: identity and alerts on top, the rail of sections, the note in one scroll, the last visit beside
it, sign and lock below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.body_ground import avoided
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.jurisdiction import Jurisdiction, jurisdiction
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.signing import Missing, all_gaps, due_at, is_open
from rmt_notes.clinical.situation import Situation
from rmt_notes.clinical.templates import shape_of
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.db import NotReady
from rmt_notes.i18n import _
from rmt_notes.ui import places
from rmt_notes.ui.alive import is_alive
from rmt_notes.ui.screens.chart.consents import ConsentDesk, recorded_words
from rmt_notes.ui.screens.chart.draft_words import draft_words
from rmt_notes.ui.screens.chart.footer import Footer
from rmt_notes.ui.screens.chart.intake_alerts import TO_INTAKE, intake_alerts, review_due
from rmt_notes.ui.screens.chart.keeper import DraftKeeper, Sheet
from rmt_notes.ui.screens.chart.middle import Middle
from rmt_notes.ui.screens.chart.note_column import NoteColumn
from rmt_notes.ui.screens.chart.safety_flow import SafetyFlow
from rmt_notes.ui.screens.chart.sections import SECTIONS, dress
from rmt_notes.ui.screens.chart.side import SidePane
from rmt_notes.ui.screens.chart.signature_desk import SignatureDesk
from rmt_notes.ui.screens.chart.steps import State, Steps
from rmt_notes.ui.screens.chart.writing_desk import WritingDesk
from rmt_notes.ui.widgets.due_words import due_words
from rmt_notes.ui.widgets.identity_bar import IdentityBar
from rmt_notes.ui.widgets.identity_words import alerts_for, identity_facts
from rmt_notes.ui.widgets.section_rail import SectionRail
from rmt_notes.ui.widgets.text_area import TextArea
from rmt_notes.ui.widgets.visit_words import kind_words, visit_wordings
from rmt_notes.ui.widgets.when import clock, full_day
from rmt_notes.ui.worker import Changes, Worker

NOTES_WITH_STEPS = 12
"""Notes of which what can be taken back is kept, the one in sight among them."""
TYPED_LOOK_MS = 120
"""While a text is being typed, the whole note is looked through this often and not for every letter."""


class ChartScreen(QWidget):
    """One visit: its draft while it is written, its prose once it is signed."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_LOOK_MS)
        self._typed.timeout.connect(self._look_at_note)
        self._chart: Chart | None = None
        self._visit: Visit | None = None
        self._note = Note()
        self._screening: Screening | None = None
        self._place: places.Chart | None = None
        self._steps_of: dict[str, Steps] = {}
        self._steps = Steps()
        self._dressed = False
        self._tried = False
        self._lacking: Counter[str] = Counter()

        self._identity = IdentityBar()
        self._rail = SectionRail(_sections())
        self._column = NoteColumn()
        self._side = SidePane()
        self._footer = Footer()
        self._keeper = DraftKeeper(worker, self, self._column.caret)
        self._desk = ConsentDesk(worker, self)
        self._signatures = SignatureDesk(worker, self, self._desk.now)
        self._safety = SafetyFlow(worker, self._side.safety, self)
        self._words = WritingDesk(worker, self)
        self._written: TextArea | None = None
        self._column.writing_aid = self._words.aid
        self._lay_out()
        self._connect()
        self._bind_keys()

    # -- what the window asks
    # -------------------------------------------------------------------------------------------------

    def show_place(self, place: places.Chart) -> None:
        """Open a visit's chart; the one already open is refreshed unless its words are still on their way to the
        disk."""
        if place == self._place and self._keeper.has_unsaved():
            return
        self._place = place
        visit_id = place.visit_id
        self._worker.ask(self, lambda store: store.chart(visit_id), self._show)

    def title(self) -> str:
        """The name of the screen."""
        return _("Chart")

    def leave(self) -> None:
        """Keep what was typed, now."""
        self.keep_now()

    def keep_now(self) -> None:
        """The window lost the focus, or somebody pressed Ctrl+S: do not wait for a pause."""
        self._keeper.keep_now()

    def has_unsaved(self) -> bool:
        """Whether words are on the screen that the disk does not have."""
        return self._keeper.has_unsaved()

    def focus_first(self) -> None:
        """Where the draft's last words were typed, else the first field of the note."""
        if not self._safety.panel.isHidden():
            self._safety.panel.focus_first()
        elif self._chart is not None and self._is_writable():
            self._column.focus_caret(self._chart.draft_caret)
        elif self._chart is not None:
            self._footer.focus_preview()

    def prepare(self) -> bool:
        """Make a part of what the first chart will need, while nobody waits for it; False when all is there."""
        if not self._dressed:
            self._dressed = True
            dress(self)
            return True
        return self._column.prepare()

    # -- building
    # -------------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._middle = Middle(self._rail, self._column, self._safety.panel, self._side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._identity)
        whole.addWidget(self._middle, 1)
        whole.addWidget(self._footer)

    def _connect(self) -> None:
        self._rail.chosen.connect(self._column.focus_section)
        self._column.section_reached.connect(self._rail.set_current)
        self._column.note_edited.connect(self._take_note)
        self._column.visit_edited.connect(self._take_visit)
        self._column.missing_wanted.connect(self._lead_to)
        self._column.consent.agreed.connect(self._desk.agree)
        self._column.consent.withdrawn.connect(self._desk.withdraw)
        self._column.consent.given_up.connect(self._safety.give_up)
        self._column.consent.spoken_wanted.connect(lambda: self._column.focus_field("treatment", "sensitive_spoken"))
        self._desk.changed.connect(self._reload_safety)
        self._safety.changed.connect(self._take_safety)
        self._safety.treatment_ended.connect(lambda treatment: self._column.put("treatment", treatment))
        self._safety.finding_wanted.connect(self._show_finding)
        self._safety.release_wanted.connect(self._ask_release)
        self._keeper.saving.connect(self._footer.show_saving)
        self._keeper.saved.connect(lambda moment: self._footer.show_saved(moment, self._state_words()))
        self._keeper.failed.connect(self._footer.show_failed)
        self._footer.sign_wanted.connect(self._sign)
        self._footer.preview_wanted.connect(self._preview)
        self._footer.amend_wanted.connect(self._signatures.ask_amendment)
        self._footer.withdrawal_wanted.connect(self._signatures.withdraw)
        self._signatures.signed.connect(self._signed)
        self._signatures.refused.connect(self._not_signed)
        self._signatures.changed.connect(self._again)
        self._signatures.minutes_left.connect(self._footer.show_undo)
        self._signatures.kept.connect(lambda words: self._footer.status.show_words(words, "lock"))
        self._footer.discard_wanted.connect(self._discard)
        self._footer.copy_wanted.connect(self._save_copy)
        self._footer.undo_wanted.connect(self._undo)
        self._footer.redo_wanted.connect(self._redo)
        self._side.repeat_wanted.connect(self._repeat_all)
        self._side.intake_wanted.connect(self._open_intake)
        self._side.history_wanted.connect(self._column.take_from_history)
        self._column.intake_wanted.connect(self._open_intake)
        self._identity.alert_pressed.connect(self._show_finding)
        self._identity.more_pressed.connect(self._show_safety)
        self._identity.mark_pressed.connect(self._show_consents)
        self._identity.second_pressed.connect(self._column.open_visit)
        self._words.told.connect(self._footer.status.show_words)
        self._words.loaded.connect(self._take_words)
        self._words.aid.counted.connect(self._count_unknown)
        self._footer.spelling_wanted.connect(self._check_spelling)
        self._column.shape_wanted.connect(self._ask_shape)
        self._column.handout_wanted.connect(self._hand_out)
        self._column.client_wanted.connect(self._hand_to_client)
        self._column.finding_wanted.connect(self._record_finding)
        self._footer.handout_wanted.connect(self._hand_out)
        self._worker.changed.connect(self._note_changes)

    def _bind_keys(self) -> None:
        for number, key in enumerate(SECTIONS, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda section=key: self._column.focus_section(section))
        for keys, slot in (
            ("Ctrl+Return", self._sign),
            ("Ctrl+Enter", self._sign),
            ("Ctrl+P", self._preview),
            ("Ctrl+D", self._repeat_all),
            ("Ctrl+S", self._keeper.keep_now),
            ("Ctrl+Z", self._undo),
            ("Ctrl+Shift+Z", self._redo),
            ("Ctrl+Y", self._redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # -- showing
    # --------------------------------------------------------------------------------------------------------------

    def _show(self, chart: Chart) -> None:
        if self._place is None or chart.visit.id != self._place.visit_id:
            return
        self._tried = self._tried and self._chart is not None and self._chart.visit.id == chart.visit.id
        self._chart = chart
        self._visit = chart.visit
        self._note = chart.note
        self._steps = self._known_steps(chart.visit.id)
        self._steps.begin((chart.note, chart.visit))
        self._show_steps()
        self._desk.set_chart(chart)
        self._safety.set_chart(chart)
        self._screening = _screen(chart)
        visit = chart.visit
        self._identity.set_identity(
            chart.client.shown_name(), identity_facts(chart.client, visit.started_at.date()), self._visit_words()
        )
        writable = self._is_writable()
        self._identity.set_second_action(_("Unfold Visit") if writable else "")
        self._column.show_chart(chart, self._screening, writable=writable)
        self._side.set_chart(chart, writable=writable)
        self._signatures.set_chart(chart)
        self._footer.show_state(
            writable=writable, amending=writable and bool(chart.versions), refusal=self._worker.why_not_write()
        )
        plan = chart.versions[-1].note.plan if chart.versions else chart.note.plan
        self._footer.show_handout(not writable and bool(plan.home_care or plan.advice.strip()))
        self._show_screening()
        self._show_consent()
        self._show_states()
        if chart.draft_saved_at is not None and writable:
            self._footer.show_saved(chart.draft_saved_at, self._state_words())
        elif chart.versions:
            self._footer.status.show_words(_signed_words(chart.versions[-1]), "lock")
        QTimer.singleShot(0, self, self.focus_first)
        if writable:
            self._worker.ask(self, lambda store: store.habits(), self._column.set_habits)
            self._words.load(chart.client)

    def _visit_words(self) -> tuple[str, ...]:
        assert self._visit is not None
        progress = self._chart.progress if self._chart is not None and self._is_writable() else None
        return visit_wordings(self._visit, progress, self._desk.now().date())

    def _is_writable(self) -> bool:
        chart = self._chart
        if chart is None or chart.visit.state == "void" or self._worker.why_not_write():
            return False
        return not chart.versions or bool(chart.draft_reason)

    def _state_words(self) -> str:
        chart = self._current_chart()
        if chart is None:
            return ""
        due = "" if chart.versions else due_words(due_at(chart), self._desk.now())
        return draft_words(due, self._column.carried_sections(), self._lacking)

    def _show_screening(self) -> None:
        chart, screening = self._chart, self._screening
        assert chart is not None
        assert screening is not None
        found = alerts_for(screening.alerts(), chart.client)
        self._identity.set_alerts((*intake_alerts(chart), *found, *review_due(chart)))
        shown = self._current_chart() or chart
        self._side.show_safety(shown, screening, writable=self._is_writable())
        self._show_body()
        self._column.set_screening(screening, chart.safety.findings, self._rules(), chart.practitioner.credentials)
        self._show_urgent(shown, screening)

    def _show_body(self) -> None:
        """The figures beside the note."""
        previous = self._chart.previous if self._chart is not None else None
        avoid = avoided(self._screening) if self._screening is not None else ()
        self._side.set_body(self._note, previous, avoid)

    def _show_urgent(self, chart: Chart, screening: Screening) -> None:
        """What cannot wait takes the place of the note until it is answered."""
        writable = self._is_writable()
        stopped = writable and self._safety.stop_for(chart, screening)
        was = not self._safety.panel.isHidden()
        self._safety.panel.setVisible(stopped)
        self._column.setHidden(stopped)
        self._rail.setVisible(writable and not stopped)
        self._middle.set_stopped(stopped)
        if stopped and not was:
            QTimer.singleShot(0, self, self._safety.panel.focus_first)
        elif was and not stopped:
            QTimer.singleShot(0, self, self.focus_first)

    def _rules(self) -> Jurisdiction:
        assert self._chart is not None
        return jurisdiction(self._chart.practice.jurisdiction)

    def _show_consent(self) -> None:
        chart = self._current_chart()
        if chart is not None:
            state = self._desk.state(chart, self._rules())
            self._column.consent.show_state(state)
            self._identity.set_mark(*recorded_words(state, self._desk.now().tzinfo))

    def _show_states(self) -> None:
        """How far each section is; once signing was tried, how much is missing in it."""
        if not self._is_writable():
            return
        self._lacking = lacking = Counter(one.section for one in self._missing() if is_open(self._note, one))
        for key in SECTIONS:
            state = self._column.state_of(key, lacking[key])
            self._rail.set_state(key, state, lacking[key] if self._tried else 0)
        self._footer.show_detail(self._state_words())

    def _known_steps(self, visit_id: str) -> Steps:
        """What can be taken back in a note: kept while other clients' notes are written, for the last few of them."""
        steps = self._steps_of.pop(visit_id, None) or Steps()
        self._steps_of[visit_id] = steps
        while len(self._steps_of) > NOTES_WITH_STEPS:
            del self._steps_of[next(iter(self._steps_of))]
        return steps

    # -- changing
    # -------------------------------------------------------------------------------------------------------------

    def _current_chart(self) -> Chart | None:
        """The chart with what is on the screen in place of what was loaded."""
        if self._chart is None or self._visit is None:
            return None
        return replace(self._chart, visit=self._visit, note=self._note)

    def _take_note(self, note: Note) -> None:
        touched = _consented(note) != _consented(self._note)
        self._note = note
        shown = self._current_chart()
        if shown is not None:
            self._safety.set_chart(shown)
        self._change()
        if touched:
            self._show_consent()

    def _take_visit(self, visit: Visit) -> None:
        self._visit = visit
        self._identity.set_second(self._visit_words())
        self._column.set_visit(visit)
        self._change()
        self._show_consent()  # its deadline counts from the end of the visit

    def _change(self) -> None:
        visit = self._visit
        if visit is None or not self._is_writable():
            return
        self._keeper.change(Sheet(visit.id, visit.client_id, self._note, visit.started_at, visit.minutes, visit.kind))
        if not self._steps.took((self._note, visit)):
            self._look_at_note()
        elif not self._typed.isActive():
            self._typed.start()

    def _look_at_note(self) -> None:
        """Say what the whole note amounts to now: its states, what is missing, when it is due."""
        self._typed.stop()
        if self._visit is None or not self._is_writable():
            return
        self._show_steps()
        self._show_states()
        self._show_body()
        self._column.show_due(self._visit)
        self._column.refresh_missing(self._missing)

    def _undo(self) -> None:
        self._go_to(self._steps.undo() if self._is_writable() else None)

    def _redo(self) -> None:
        self._go_to(self._steps.redo() if self._is_writable() else None)

    def _go_to(self, state: State | None) -> None:
        if state is None:
            return
        note, visit = state
        asked_anew = _consented(note) != _consented(self._note)
        if visit != self._visit:
            self._column.visit_line.set_visit(visit)
            self._column.set_visit(visit)
        self._note, self._visit = note, visit
        self._identity.set_second(self._visit_words())
        self._column.show_note(note, visit.minutes)
        self._change()
        if asked_anew:
            self._show_consent()

    def _show_steps(self) -> None:
        self._footer.show_steps(undo=self._steps.can_undo(), redo=self._steps.can_redo())

    def _repeat_all(self) -> None:
        if self._is_writable():
            number = self._steps.number()
            self._column.repeat_all()
            self._steps.join(number)  # one press, one step

    def _count_unknown(self, area: object, unknown: int) -> None:
        self._written = area if isinstance(area, TextArea) else None
        self._footer.show_spelling(unknown)

    def _check_spelling(self) -> None:
        if self._written is not None and is_alive(self._written):
            self._written.check_spelling()

    def _take_words(self) -> None:
        """The therapist's templates are there: a visit just begun takes up the one for its kind."""
        chart = self._chart
        if chart is None:
            return
        self._column.set_templates(self._words.templates())
        usual = self._words.at_once(chart.visit.kind)
        begun = not chart.versions and chart.draft_saved_at == chart.visit.entered_at and self._note == Note()
        if usual is not None and begun and self._is_writable():
            self._column.apply_template(usual)

    def _ask_shape(self) -> None:
        """Keep the shape of this note as a template, under a name."""
        from rmt_notes.ui.dialogs import ask_text

        words = _(
            "What was examined becomes prompts; techniques and plan stay without the client's places and results."
        )
        name = kind_words(self._visit.kind) if self._visit is not None else ""
        verb = _("Save template")
        ask_text(self, _("Save as a template"), words, _("Name"), verb, self._keep_shape, lines=1, value=name)

    def _keep_shape(self, name: str) -> None:
        visit = self._visit
        if visit is not None:
            shape = shape_of(self._note, id="", practitioner_id="", name=name.strip(), kind=visit.kind)
            self._words.keep_template(shape, self._footer.status.show_words)

    def _note_changes(self, changes: Changes) -> None:
        chart = self._chart
        if (
            chart is not None
            and changes.asker is not self
            and changes.client_id == chart.client.id
            and "safety" in changes.kinds
        ):
            self._reload_safety()

    def _reload_safety(self) -> None:
        chart = self._chart
        if chart is not None:
            client_id = chart.client.id
            self._worker.ask(self, lambda store: store.safety(client_id), self._take_safety)

    def _take_safety(self, safety: Any) -> None:
        if self._chart is None:
            return
        self._chart = replace(self._chart, safety=safety)
        self._screening = _screen(self._chart)
        self._show_screening()
        self._show_consent()
        self._show_states()
        self._column.refresh_missing(self._missing)
        self._safety.go_on()

    # -- signing
    # --------------------------------------------------------------------------------------------------------------

    def _missing(self) -> tuple[Missing, ...]:
        """What is missing, warnings that have their reason included: they stay in sight while the list does."""
        chart = self._current_chart()
        return () if chart is None else all_gaps(chart, self._desk.now())

    def _sign(self) -> None:
        chart = self._chart
        if chart is None or not self._is_writable():
            return
        lacking = self._missing()
        if any(is_open(self._note, one) for one in lacking):
            self._show_missing(lacking)
            return
        if self._column.consent.tell_unrecorded():
            self._column.show_widget(self._column.consent.form() or self._column.consent)
            return
        self._keeper.keep_now()
        self._signatures.sign()

    def _show_missing(self, lacking: Sequence[Missing]) -> None:
        self._tried = True
        self._show_states()
        self._column.show_missing(lacking)

    def _signed(self) -> None:
        self._tried = False
        self._column.hide_missing()
        self._footer.focus_preview()  # the button that signed goes away; what one does next is print or send
        if self._place is not None:
            self.show_place(self._place)

    def _not_signed(self, trouble: Any) -> None:
        if isinstance(trouble, NotReady):
            self._show_missing(self._missing() or trouble.missing)
        else:
            self._footer.show_failed(str(trouble))

    def _lead_to(self, one: Missing) -> None:
        chart = self._chart
        if chart is not None and one.section in ("client", "intake"):
            self._keeper.keep_now()
            client_id = chart.client.id
            self.gone.emit(
                places.EditClient(client_id, one.field, self._place)
                if one.section == "client"
                else places.Intake(client_id, chart.visit.id, one.field)
            )
            return
        if one.section in ("safety",) or not self._column.focus_missing(one):
            self._show_finding(one.finding_id)

    def _discard(self) -> None:
        self._signatures.ask_discard(self._note, self._keeper.forget)

    def _again(self) -> None:
        if self._place is not None:
            self.show_place(self._place)

    # -- elsewhere
    # ------------------------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        if self._chart is not None:
            self._keeper.keep_now()
            self.gone.emit(places.Preview(self._chart.visit.id, self._place))

    def _hand_out(self) -> None:
        """The client's page of the home care."""
        if self._chart is not None:
            self._keeper.keep_now()
            self.gone.emit(places.Preview(self._chart.visit.id, self._place, "handout"))

    def _hand_to_client(self) -> None:
        """The client gives the numbers of the outcome measures."""
        chart = self._chart
        if chart is not None and self._is_writable():
            self._keeper.keep_now()
            self.gone.emit(places.ClientMeasures(chart.client.id, chart.visit.id))

    def _open_intake(self) -> None:
        if self._chart is not None:
            self.gone.emit(places.Intake(self._chart.client.id, self._chart.visit.id))

    def _show_safety(self) -> None:
        self._middle.show_side()
        self._side.show_tab("safety")

    def _show_consents(self) -> None:
        """The consents of this visit, where they are recorded and taken back."""
        if self._is_writable():
            self._column.show_widget(self._column.consent, at_top=True)
            self._column.consent.focus_first()

    def _record_finding(self, key: str) -> None:
        """What a red flag suggests, asked beside the note."""
        chart, screening = self._current_chart(), self._screening
        if chart is not None and screening is not None:
            self._side.show_safety(chart, screening, writable=self._is_writable())  # with the places of the complaint
            self._middle.show_side()
            self._side.show_new_finding(key)

    def _ask_release(self, recipient: str) -> None:
        """A letter needs the client's consent first."""
        why = _("First the client's consent to release it, then the letter opens.")
        self._column.consent.open_form("release", recipient=recipient, why=why)
        self._column.show_widget(self._column.consent, at_top=True)
        self._side.safety.say(why)

    def _show_finding(self, finding_id: str) -> None:
        if finding_id == TO_INTAKE:
            self._open_intake()
            return
        self._middle.show_side()
        self._side.show_finding(finding_id)

    def _save_copy(self) -> None:
        sheet = self._keeper.unsaved()
        if sheet is None:
            return
        from rmt_notes.ui.screens.chart.copy_out import save_copy

        save_copy(self, self._worker, sheet)


def _sections() -> list[tuple[str, str, str]]:
    words = (_("Subjective"), _("Objective"), _("Treatment"), _("Assessment"), _("Plan"))
    return [
        (key, word, f"Alt+{number}") for number, (key, word) in enumerate(zip(SECTIONS, words, strict=True), start=1)
    ]


def _screen(chart: Chart) -> Screening:
    return Situation.of(chart, chart.visit.started_at).screening


def _consented(note: Note) -> tuple[object, ...]:
    """What of a note asks for consent."""
    treatment = note.treatment
    felt = note.objective.palpation, note.objective.marks, treatment.marks
    return treatment.techniques, treatment.sensitive_spoken, felt, note.plan.changes


def _signed_words(version: NoteVersion) -> str:
    verb = _("Amended {day}, {time} by {name}") if version.is_amendment() else _("Signed {day}, {time} by {name}")
    return verb.format(day=full_day(version.signed_at.date()), time=clock(version.signed_at), name=version.signed_name)
