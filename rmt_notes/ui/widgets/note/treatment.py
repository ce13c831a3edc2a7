"""Treatment: what was done and how it was borne, or why nothing was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue, named_for
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.glance import sentences
from rmt_notes.clinical.habits import Habits
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.signing_treatment import minutes_over
from rmt_notes.clinical.techniques import AdverseEvent
from rmt_notes.clinical.visit import OUTCOMES, Treatment
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note import phrases
from rmt_notes.ui.widgets.note.adverse_event import AdverseEventEditor
from rmt_notes.ui.widgets.note.body_group import BodyGroup
from rmt_notes.ui.widgets.note.carry import carry_treatment
from rmt_notes.ui.widgets.note.grade_row import GradeRow
from rmt_notes.ui.widgets.note.phrase_field import PhraseField
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, in_order, readable, stack
from rmt_notes.ui.widgets.note.section import Fold, NoteSection, first_focusable
from rmt_notes.ui.widgets.note.technique_card import TechniqueList, barred_sentences
from rmt_notes.ui.widgets.note.technique_editor import TechniqueEditor
from rmt_notes.ui.widgets.note.touched_areas import sensitive_areas
from rmt_notes.ui.widgets.note.worded_notes import WordedNotes
from rmt_notes.ui.widgets.number_field import write_number
from rmt_notes.ui.widgets.scale_row import CAPTION_GAP, ScaleRow
from rmt_notes.ui.widgets.scroll import bring_opened
from rmt_notes.ui.widgets.segmented import Segmented

KEY_FROM = 580
"""From this width on, at 100 %, the title's row has room for the section's key beside the minutes."""

DECIDERS = ("therapist", "client")


class TreatmentSection(NoteSection):
    """Shows a `Treatment`. `set_screening` tells what the client's findings allow, `set_visit` what the visit knows
    around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Treatment"), "", Treatment(), parent)
        self._screening: Screening | None = None
        self._jurisdiction: Jurisdiction | None = None
        self._credentials: tuple[str, ...] = ()
        self._minutes: int | None = None
        self._areas: tuple[str, ...] = ()
        self._key = ""
        self._left_out: tuple[str, ...] = ()
        self._build_outcome()
        self._build_techniques()
        self._build_conduct()
        self._build_after()
        self._more = Fold(_("Fee and notes"), self._build_more)
        self.card.add(self._more)
        self._notes: TextArea | None = None
        self._fee: TextArea | None = None
        self._refresh()

    # building

    def _build_outcome(self) -> None:
        words = {
            "treated": _("Treated"),
            "declined": _("Declined"),
            "deferred": _("Deferred"),
            "not_completed": _("Not completed"),
            "no_treatment_due": _("None due"),
        }
        self._outcome = Segmented(
            [(key, words[key]) for key in OUTCOMES], label=_("Outcome"), show_label=False, optional=False, tight=True
        )
        self._outcome.edited.connect(lambda key: self._change(outcome=key or "treated"))
        self.card.add(self._outcome)
        self._reason = PhraseField(_("Reason"), phrases.not_treated_reasons())
        self._reason.edited.connect(lambda text: self._change(outcome_reason=text))
        self._decided = Segmented(
            [("therapist", _("Therapist")), ("client", _("Client"))], label=_("Decided by"), show_label=False
        )
        self._decided.edited.connect(lambda key: self._change(decided_by=key or ""))
        self._advice = PhraseField(_("Advice given"), phrases.advice_given())
        self._advice.edited.connect(lambda text: self._change(advice_given=text))
        self._why = stack(
            LabelledRow(_("Reason"), self._reason),
            LabelledRow(_("Decided by"), self._decided),
            LabelledRow(_("Advice given"), self._advice),
        )
        self.card.add(self._why)
        self._can_focus("outcome", self._outcome)
        self._can_focus("outcome_reason", self._reason)
        self._can_focus("decided_by", self._decided)
        self._can_focus("advice_given", self._advice)

    def _build_techniques(self) -> None:
        self.techniques = TechniqueList()
        self.techniques.edited.connect(lambda values: self._change(techniques=values))
        self.card.add(self.techniques)
        self._mark_list(self.techniques.rows, "techniques")
        self.body = BodyGroup(("treated",))
        self.body.edited.connect(lambda marks: self._change(marks=marks))
        self.card.add(self.body)
        self._can_focus("techniques", self._focus_techniques)
        self._can_focus("marks", lambda: self.body.set_open(True))

    def focus_setting(self, row: int, setting: str) -> bool:
        """Open the technique in that row and go to one of its settings (a parameter's key, `side`, `modification`)."""
        editor = self.techniques.rows.open_at(row)
        if not isinstance(editor, TechniqueEditor):
            return self.focus_field("techniques")
        editor.focus_setting(setting)
        return True

    def _focus_techniques(self) -> QWidget:
        rows = self.techniques.rows.rows()
        for number, row in enumerate(rows):
            if row.look.missing:
                self.techniques.rows.open_at(number)
                return row
        return rows[0] if rows else self.techniques

    def _build_conduct(self) -> None:
        book = catalogue()
        self._position = KeyChips(
            choices_of(book.vocabularies.get("positions")), multiple=False, label=_("Client's position")
        )
        self._position.edited.connect(lambda keys: self._change(position=keys[0] if keys else ""))
        self._draping = Chip(_("Draping explained"))
        self._draping.clicked.connect(lambda: self._change(draping_explained=self._draping.isChecked()))
        self._spoken = KeyChips((), label=_("Spoken consent for sensitive areas"))
        self._spoken.edited.connect(self._choose_spoken)
        self._spoken_row = LabelledRow(_("Spoken consent today"), self._spoken)
        self._lubricant = PhraseField(_("Lubricant"), phrases.lubricants())
        self._lubricant.edited.connect(lambda text: self._change(lubricant=text))
        conduct = QHBoxLayout()
        conduct.setSpacing(theme.metrics().space(4))
        conduct.addWidget(self._position, 1, Qt.AlignmentFlag.AlignTop)
        conduct.addWidget(self._draping, 0, Qt.AlignmentFlag.AlignTop)
        position = LabelledRow(_("Position"), conduct)
        lubricant = LabelledRow(_("Lubricant"), self._lubricant)
        self._mark_row(position, "position")
        self._mark_row(lubricant, "lubricant")
        self._conduct = stack(
            position,
            self._spoken_row,
            lubricant,
        )
        self.card.add(self._conduct)
        self._can_focus("position", self._position)
        self._can_focus("draping_explained", self._draping)
        self._can_focus("sensitive_spoken", self._spoken)
        self._can_focus("lubricant", self._lubricant)

    def _build_after(self) -> None:
        self._pain_caption = Label(_("Pain after, 0 to 10"), "hint", token="muted")
        self._pain_after = ScaleRow(_("Pain after"), show_label=False)
        self._pain_after.edited.connect(lambda value: self._change(pain_after=value))
        self._no_score = Fold(_("No pain score"), self._build_no_score, apart=True)
        self._pain_reason: PhraseField | None = None
        kept = self._no_score.button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the numbers stay where they are when one of them is pressed
        self._no_score.button.setSizePolicy(kept)
        self._pain_line = QWidget()
        pain = QHBoxLayout(self._pain_line)
        pain.setContentsMargins(0, 0, 0, 0)
        self._pain_caption.setContentsMargins(0, 0, 0, theme.metrics().px(CAPTION_GAP))
        pain.addWidget(self._pain_caption, 1, Qt.AlignmentFlag.AlignBottom)
        pain.addWidget(self._no_score.button)
        self._response = PhraseField(_("Response"), phrases.treatment_response())
        self._response.edited.connect(lambda text: self._change(response=text))
        self._skin_grades = frozenset(catalogue().scales["skin_response"].points)
        self._skin = GradeRow(_("Skin response"), catalogue().scales["skin_response"])
        self._skin.edited.connect(lambda value: self._change(skin_response="" if value is None else str(value)))
        self._adverse_chip = Chip(_("Record an adverse event"), icon="triangle-alert", checkable=False)
        self._adverse_chip.clicked.connect(self._open_adverse)
        adverse_holder = QWidget()
        FlowLayout(adverse_holder).addWidget(self._adverse_chip)
        self._adverse = AdverseEventEditor()
        self._adverse.edited.connect(lambda value: self._change(adverse_event=value))
        self._after = stack(
            stack(self._pain_line, self._pain_after, step=0),
            self._no_score,
            LabelledRow(_("Response"), self._response),
            LabelledRow(_("Skin response"), self._skin),
            LabelledRow(_("Adverse event"), stack(adverse_holder, self._adverse)),
        )
        self.card.add(self._after)
        self._can_focus("pain_after", self._pain_after)
        self._can_focus("pain_after_reason", self._open_no_score)
        self._can_focus("response", self._response)
        self._can_focus("skin_response", self._skin)
        self._can_focus("adverse_event", adverse_holder)
        self._can_focus("fee_difference", lambda: self._open_more("fee_difference"))
        self._can_focus("notes", lambda: self._open_more("notes"))

    def _open_no_score(self) -> QWidget | None:
        self._no_score.set_open(True)
        return self._pain_reason

    def _build_no_score(self) -> QWidget:
        self._pain_reason = PhraseField(
            _("Why there is no pain score"), (_("no pain before"), _("client could not say"), _("not asked"))
        )
        self._pain_reason.set_text(self._value.pain_after_reason)
        self._pain_reason.edited.connect(lambda text: self._change(pain_after_reason=text))
        return LabelledRow(_("No score because"), self._pain_reason)

    def _open_more(self, field: str) -> QWidget | None:
        self._more.set_open(True)
        return self._fee if field == "fee_difference" else self._notes

    def _build_more(self) -> QWidget:
        self._fee = TextArea(_("Fee that differs from the posted one, and why"), min_lines=1)
        self._fee.edited.connect(lambda text: self._change(fee_difference=text))
        worded = WordedNotes(_("Notes on the treatment"), lambda: sentences(self._value, named_for(self._credentials)))
        self._notes = worded.area
        worded.edited.connect(lambda text: self._change(notes=text))
        self._fee.set_text(self._value.fee_difference)
        self._notes.set_text(self._value.notes)
        return stack(self._fee, worded, step=3)

    # what the visit knows

    def set_screening(
        self, screening: Screening | None, jurisdiction: Jurisdiction | None = None, credentials: Sequence[str] = ()
    ) -> None:
        """What the client's findings allow today, and the rules of the place."""
        self._screening = screening
        self._jurisdiction = jurisdiction
        self._credentials = tuple(credentials)
        self.techniques.set_screening(screening)
        self._show_derived()

    def set_visit(
        self,
        *,
        minutes: int | None = None,
        pain_before: int | None = None,
        places: Sequence[Place] = (),
        areas: Sequence[str] = (),
    ) -> None:
        """The length of the visit, the pain before it, the places of the complaint, and the sensitive areas that were
        touched while examining."""
        self._minutes = minutes
        if tuple(areas) != self._areas:
            self._areas = tuple(areas)
            self._show_derived()
        self._pain_caption.setText(
            _("Pain after, 0 to 10")
            if pain_before is None
            else _("Pain after, 0 to 10 · before {value}").format(value=pain_before)
        )
        self.techniques.set_places(places)
        self._show_minutes()

    def set_habits(self, habits: Habits) -> None:
        """Offer the techniques and regions that this therapist treats most, with the settings of their last use."""
        self.techniques.set_habits(habits)

    def _areas_with_rule(self) -> tuple[str, ...]:
        rules = self._jurisdiction
        return tuple(area for area in self._areas if rules is None or rules.consent_rule(area) is not None)

    def set_key_hint(self, key: str) -> None:
        self._key = key
        self._show_minutes()

    def _show_previous(self) -> None:
        last: Treatment | None = self._previous
        self.techniques.set_usual([applied.technique for applied in last.techniques] if last is not None else ())

    # the value

    def _choose_spoken(self, keys: Any) -> None:
        self._change(sensitive_spoken=in_order(self._value.sensitive_spoken, keys))

    def _show(self) -> None:
        value: Treatment = self._value
        self._outcome.set_value(value.outcome if value.outcome in OUTCOMES else None)
        self._reason.set_text(value.outcome_reason)
        self._decided.set_value(value.decided_by if value.decided_by in DECIDERS else None)
        self._advice.set_text(value.advice_given)
        self.techniques.set_values(value.techniques)
        self.body.set_marks(value.marks)
        self._position.show_key(value.position)
        self._draping.setChecked(value.draping_explained)
        self._lubricant.set_text(value.lubricant)
        self._pain_after.set_value(
            value.pain_after if value.pain_after is not None and 0 <= value.pain_after <= 10 else None
        )
        if self._pain_reason is not None:
            self._pain_reason.set_text(value.pain_after_reason)
        self._response.set_text(value.response)
        self._skin.set_value(int(value.skin_response) if value.skin_response.isdecimal() else None)
        self._adverse.set_value(value.adverse_event)
        if self._fee is not None and self._notes is not None:
            self._fee.set_text(value.fee_difference)
            self._notes.set_text(value.notes)
        elif value.fee_difference or value.notes:
            self._more.set_open(True)

    def _strange(self) -> tuple[str, ...]:
        value: Treatment = self._value
        found = []
        if value.outcome not in OUTCOMES:
            found.append(_("outcome “{value}”").format(value=readable(value.outcome)))
        if value.decided_by and value.decided_by not in DECIDERS:
            found.append(_("decided by “{value}”").format(value=readable(value.decided_by)))
        if value.pain_after is not None and not 0 <= value.pain_after <= 10:
            found.append(_("pain after {value}").format(value=value.pain_after))
        if value.skin_response and not (
            value.skin_response.isdecimal() and int(value.skin_response) in self._skin_grades
        ):
            found.append(_("skin response “{value}”").format(value=readable(value.skin_response)))
        return tuple(found)

    def _show_derived(self) -> None:
        value: Treatment = self._value
        given = value.outcome in ("treated", "not_completed")
        self._why.setVisible(value.outcome != "treated")
        self._conduct.setVisible(given or bool(value.techniques))
        self.techniques.setVisible(given or bool(value.techniques))
        self._after.setVisible(given or bool(value.techniques))
        self._show_no_score()
        if self._adverse.value() != value.adverse_event:
            self._adverse.set_value(value.adverse_event)
        self._adverse.setVisible(value.adverse_event is not None)
        self._adverse_chip.setVisible(value.adverse_event is None)
        self.techniques.set_lubricant(value.lubricant)
        touched = sensitive_areas(value.techniques, self._jurisdiction)
        areas = tuple(dict.fromkeys((*self._areas_with_rule(), *touched)))
        words = catalogue().vocabularies.get("sensitive_areas", {})
        self._spoken.offer([(area, str(words[area]) if area in words else area) for area in areas])
        self._spoken.show_keys(value.sensitive_spoken)
        self._spoken_row.setVisible(bool(areas or value.sensitive_spoken))
        self._show_minutes()

    def _show_no_score(self) -> None:
        """Why there is no score is asked while there is none, and told while it is known."""
        value: Treatment = self._value
        asked = value.pain_after is None and bool(value.techniques)
        self._no_score.button.setVisible(asked or bool(value.pain_after_reason))
        if value.pain_after_reason:
            self._no_score.set_open(True)
        elif not asked:
            self._no_score.set_open(False)

    def _open_adverse(self) -> None:
        """Ask about something untoward, all of it in sight and the caret where it begins."""
        self._change(adverse_event=AdverseEvent(what="", severity=""))
        first_focusable(self._adverse).setFocus(Qt.FocusReason.OtherFocusReason)
        bring_opened(self._adverse)

    def _show_minutes(self) -> None:
        recorded = sum(applied.minutes or 0 for applied in self._value.techniques)
        words = ""
        if recorded or self._value.techniques:
            words = (
                _("{recorded} of {whole} min recorded").format(recorded=write_number(recorded), whole=self._minutes)
                if self._minutes
                else _("{recorded} min recorded").format(recorded=write_number(recorded))
            )
            if over := minutes_over(self._value, self._minutes):
                words = _("{words}, {over} too many").format(words=words, over=write_number(over))
            if usual := self.techniques.by_habit():
                words = _("{words}, {usual} as usual").format(words=words, usual=write_number(usual))
        key = self._key if not words or self.width() >= theme.metrics().px(KEY_FROM) else ""
        self.card.set_hint(" · ".join(part for part in (key, words) if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_minutes()

    def _carry(self, previous: Any, now: Any) -> Treatment:
        taken, left_out = carry_treatment(previous, now, self.techniques.allows)
        self._left_out = left_out
        return taken

    def same_as_last_time(self) -> None:
        """Take over the techniques with their places, settings and minutes; those barred now are left out and named."""
        self._left_out = ()
        super().same_as_last_time()
        if self._left_out:
            self.techniques.explain(barred_sentences(self._screening, self._left_out))

    def _apply_read_only(self, on: bool) -> None:
        super()._apply_read_only(on)
        self.techniques.rows.set_read_only(on)
