"""Subjective: what the client says today."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from rmt_notes.clinical.catalogue import catalogue, named_for
from rmt_notes.clinical.habits import Habits, in_habitual_order, used_often
from rmt_notes.clinical.plan import Plan, Suggested
from rmt_notes.clinical.visit import Subjective, Treatment
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.note import phrases
from rmt_notes.ui.widgets.note.body_group import BodyGroup
from rmt_notes.ui.widgets.note.carry import carry_subjective
from rmt_notes.ui.widgets.note.flag_findings import FlagFindings
from rmt_notes.ui.widgets.note.phrase_field import PhraseField
from rmt_notes.ui.widgets.note.pieces import (
    CaptionedRow,
    KeyChips,
    LabelledRow,
    choices_of,
    in_order,
    readable,
    stack,
)
from rmt_notes.ui.widgets.note.place_picker import PlacePicker, PlacesRow, suggested_places
from rmt_notes.ui.widgets.note.reason_box import ReasonBox
from rmt_notes.ui.widgets.note.section import Fold, NoteSection
from rmt_notes.ui.widgets.note.since import home_care_told, referrals_told, treatment_told
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.when import near_month_day

MOST_HABITUAL = 3
"""Qualities that move to the front because this therapist records them often."""

CHANGES = ("no", "yes", "declined")
RED_FLAGS = ("none", "positive")


def on_scale(value: int | None) -> int | None:
    """A pain score that the scale can show."""
    return value if value is not None and 0 <= value <= 10 else None


class TwoQuestions(QWidget):
    """Two short questions side by side, one under the other where the width does not reach."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = (first, second)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.metrics().space(4))
        self._grid.setVerticalSpacing(theme.metrics().space(2))
        self._wide = True
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._deal()

    def _deal(self) -> None:
        for part in self._parts:
            self._grid.removeWidget(part)
        self._grid.addWidget(self._parts[0], 0, 0)
        if self._wide:
            self._grid.addWidget(self._parts[1], 0, 1)
        else:
            self._grid.addWidget(self._parts[1], 1, 0)
        self._grid.setColumnStretch(0, 3)  # the longer question
        self._grid.setColumnStretch(1, 2 if self._wide else 0)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        needed = 2 * max(part.sizeHint().width() for part in self._parts) + theme.metrics().space(4)
        wide = self.width() >= min(needed, theme.metrics().px(560))
        if wide != self._wide:
            self._wide = wide
            self._deal()


class SubjectiveSection(NoteSection):
    """Shows a `Subjective`. What keeps a client from harm is asked first, then what every visit asks anew (the pain,
    what came of the last treatment); what lasts from visit to visit follows. On a first visit (no previous one) onset
    and mechanism are in sight, later behind "More". `intake_wanted` asks for the health history, where something
    changed in it."""

    intake_wanted = Signal()
    finding_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Subjective"), "", Subjective(), parent)
        self._best: ScaleRow | None = None
        self._worst: ScaleRow | None = None
        self._onset: PhraseField | None = None
        self._mechanism: PhraseField | None = None
        self._notes: TextArea | None = None
        self._habits = Habits()
        self._open_care: tuple[Suggested, ...] = ()
        self._asks_reaction = True
        self._asks_home_care = True
        self._build_screening()
        self._build_pain()
        self._build_since()
        self._build_complaint()
        self._build_behaviour()
        self._more = Fold(_("Onset, mechanism and notes"), self._build_more)
        self.card.add(self._more)
        self._refresh()

    def set_first(self, *, since_history: bool) -> None:
        """At a first visit there is no last time: what may have changed is what the health history says."""
        self._changes.set_label(
            _("Anything changed since the health history?")
            if since_history
            else _("Anything changed in your health since last time?")
        )

    # building

    def _build_screening(self) -> None:
        self._changes = Segmented(
            [("no", _("No")), ("yes", _("Yes")), ("declined", _("Declined"))],
            label=_("Anything changed in your health since last time?"),
        )
        self._changes.edited.connect(lambda key: self._change(health_changes=key or ""))
        self._flags = Segmented(
            [("none", _("None found")), ("positive", _("Positive"))], label=_("Red flags asked today")
        )
        self._flags.edited.connect(lambda key: self._change(red_flags=key or ""))
        asked = TwoQuestions(self._changes, self._flags)
        self._detail = TextArea(_("What changed"), min_lines=1)
        self._detail.edited.connect(lambda text: self._change(health_changes_detail=text))
        self._to_intake = Button(_("Bring the health history up to date"), "quiet", icon="clipboard-list")
        self._to_intake.clicked.connect(self.intake_wanted)
        self._found = KeyChips(
            [(key, str(flag.label)) for key, flag in catalogue().red_flags.items()],
            lines=4,
            label=_("Red flags found"),
            show_label=True,
        )
        self._found.edited.connect(self._choose_flags)
        self._act = ReasonBox()
        self.findings = FlagFindings()
        self.findings.wanted.connect(self.finding_wanted)
        self._asked = stack(asked, self._detail, self._to_intake, self._found, self._act, self.findings, step=3)
        within = self._asked.layout()
        assert within is not None
        within.setAlignment(self._to_intake, Qt.AlignmentFlag.AlignLeft)
        self._can_focus("health_changes", self._changes)
        self._can_focus("health_changes_detail", self._detail)
        self._can_focus("red_flags", self._flags)
        self._can_focus("red_flags_found", self._found)

    def _build_complaint(self) -> None:
        self._complaint = TextArea(_("Complaint, in the client's words"), min_lines=1)
        self._complaint.edited.connect(lambda text: self._change(complaint=text))
        self._places = PlacePicker(_("Where it is felt"), apart=True)
        self._places.edited.connect(self._choose_places)
        self.card.add(self._complaint)
        where = PlacesRow(_("Where"), self._places)
        self.card.add(where)
        self._mark_row(self._complaint, "complaint")
        self._mark_row(where, "places")
        self._can_focus("complaint", self._complaint)
        self.body = BodyGroup(("pain",))
        self.body.edited.connect(lambda marks: self._change(marks=marks))
        self._mark_body(self.body)
        self.card.add(self.body)
        self._can_focus("places", self._places)
        self._can_focus("marks", lambda: self.body.set_open(True))

    def _build_pain(self) -> None:
        self._now = ScaleRow(_("Pain now, 0 to 10"))
        self._now.edited.connect(lambda value: self._change(pain_now=value))
        self._range = Fold(_("Best and worst in the last 24 hours"), self._build_range, apart=True)
        self._now.put_aside(self._range.button)
        self._qualities = KeyChips(choices_of(catalogue().vocabularies.get("pain_qualities")), label=_("Quality"))
        self._qualities.edited.connect(self._choose_qualities)
        quality = LabelledRow(_("Quality"), self._qualities)
        # the line of the pain's caption is as high as a finger needs: no further room above it
        self.card.add(stack(self._asked, stack(self._now, self._range, quality), step=0))
        self._mark_row(quality, "qualities")
        self._can_focus("pain_now", self._now)
        self._can_focus("qualities", self._qualities)
        self._can_focus("pain_best", lambda: self._open(self._range, "_best"))
        self._can_focus("pain_worst", lambda: self._open(self._range, "_worst"))

    def _build_range(self) -> QWidget:
        self._best = ScaleRow(_("At best, 0 to 10"))
        self._worst = ScaleRow(_("At worst, 0 to 10"))
        self._best.edited.connect(lambda value: self._change(pain_best=value))
        self._worst.edited.connect(lambda value: self._change(pain_worst=value))
        self._best.set_value(on_scale(self._value.pain_best))
        self._worst.set_value(on_scale(self._value.pain_worst))
        self._mark_last()
        return stack(self._best, self._worst)

    def _build_behaviour(self) -> None:
        book = catalogue()
        self._aggravating = PhraseField(_("Worse with"), phrases.of_vocabulary("aggravating"))
        self._aggravating.edited.connect(lambda text: self._change(aggravating=text))
        self._easing = PhraseField(_("Eased by"), phrases.of_vocabulary("easing"))
        self._easing.edited.connect(lambda text: self._change(easing=text))
        self._function = PhraseField(_("Limits in daily life"), phrases.function())
        self._function.edited.connect(lambda text: self._change(function=text))
        self._contributing = KeyChips(
            choices_of(book.vocabularies.get("contributing_factors")), label=_("Contributing factors")
        )
        self._contributing.edited.connect(self._choose_contributing)
        rows = {
            "aggravating": LabelledRow(_("Worse with"), self._aggravating),
            "easing": LabelledRow(_("Eased by"), self._easing),
            "function": LabelledRow(_("Limits in daily life"), self._function),
            "contributing": LabelledRow(_("Contributing"), self._contributing),
        }
        self.card.add(stack(*rows.values()))
        for field, row in rows.items():
            self._mark_row(row, field)
        self._can_focus("aggravating", self._aggravating)
        self._can_focus("easing", self._easing)
        self._can_focus("function", self._function)
        self._can_focus("contributing", self._contributing)

    def _build_since(self) -> None:
        self._reaction = PhraseField(_("After the last treatment"), phrases.reaction())
        self._reaction.edited.connect(lambda text: self._change(reaction=text))
        self._home_care = PhraseField(_("Home care"), phrases.home_care_done())
        self._home_care.edited.connect(lambda text: self._change(home_care_done=text))
        self._elsewhere = PhraseField(_("Other care"), phrases.care_elsewhere())
        self._elsewhere.edited.connect(self._tell_elsewhere)
        self._reaction_row = CaptionedRow(_("After the last treatment"), self._reaction)
        self._home_care_row = CaptionedRow(_("Home care"), self._home_care)
        self._other_care = CaptionedRow(_("Other care"), self._elsewhere)
        self._other_care.hide()
        self._since = stack(self._reaction_row, self._home_care_row, self._other_care, step=3)
        self.card.add(self._since)
        self._can_focus("reaction", self._reaction)
        self._can_focus("home_care_done", self._home_care)
        self._can_focus("care_elsewhere", self._elsewhere)
        self._can_focus("care_asked", self._elsewhere)
        self._can_focus("onset", lambda: self._open(self._more, "_onset"))
        self._can_focus("mechanism", lambda: self._open(self._more, "_mechanism"))
        self._can_focus("notes", lambda: self._open(self._more, "_notes"))

    def _build_more(self) -> QWidget:
        self._onset = PhraseField(_("Onset"), phrases.of_vocabulary("onset"))
        self._onset.edited.connect(lambda text: self._change(onset=text))
        self._mechanism = PhraseField(_("Mechanism"), phrases.of_vocabulary("mechanisms"))
        self._mechanism.edited.connect(lambda text: self._change(mechanism=text))
        self._notes = TextArea(_("Notes"))
        self._notes.edited.connect(lambda text: self._change(notes=text))
        self._show_more()
        onset = LabelledRow(_("Onset"), self._onset)
        mechanism = LabelledRow(_("Mechanism"), self._mechanism)
        self._mark_row(onset, "onset")
        self._mark_row(mechanism, "mechanism")
        self._mark_row(self._notes, "notes")
        return stack(onset, mechanism, self._notes)

    def _open(self, fold: Fold, name: str) -> QWidget | None:
        fold.set_open(True)
        found = getattr(self, name)
        return found if isinstance(found, QWidget) else None

    # choosing

    def _choose_flags(self, keys: Any) -> None:
        self._change(red_flags_found=in_order(self._value.red_flags_found, keys))

    def _choose_places(self, places: Any) -> None:
        self._change(places=places)

    def _choose_qualities(self, keys: Any) -> None:
        self._change(qualities=in_order(self._value.qualities, keys))

    def _choose_contributing(self, keys: Any) -> None:
        self._change(contributing=in_order(self._value.contributing, keys))

    # showing

    def _show(self) -> None:
        value: Subjective = self._value
        self._changes.set_value(value.health_changes if value.health_changes in CHANGES else None)
        self._detail.set_text(value.health_changes_detail)
        self._flags.set_value(value.red_flags if value.red_flags in RED_FLAGS else None)
        self._found.show_keys(value.red_flags_found)
        self._complaint.set_text(value.complaint)
        self._places.set_value(value.places)
        self.body.set_marks(value.marks)
        self._now.set_value(on_scale(value.pain_now))
        if value.pain_best is not None or value.pain_worst is not None:
            self._range.set_open(True)
        if self._best is not None and self._worst is not None:
            self._best.set_value(on_scale(value.pain_best))
            self._worst.set_value(on_scale(value.pain_worst))
        self._qualities.show_keys(value.qualities)
        self._aggravating.set_text(value.aggravating)
        self._easing.set_text(value.easing)
        self._function.set_text(value.function)
        self._contributing.show_keys(value.contributing)
        self._reaction.set_text(value.reaction)
        self._home_care.set_text(value.home_care_done)
        self._elsewhere.set_text(value.care_elsewhere)
        self._show_elsewhere()
        self._show_reaction()
        if value.notes:
            self._more.set_open(True)
        self._show_more()

    def _strange(self) -> tuple[str, ...]:
        value: Subjective = self._value
        found = []
        if value.health_changes and value.health_changes not in CHANGES:
            found.append(_("change in health “{value}”").format(value=readable(value.health_changes)))
        if value.red_flags and value.red_flags not in RED_FLAGS:
            found.append(_("red flags “{value}”").format(value=readable(value.red_flags)))
        for pain in (value.pain_now, value.pain_best, value.pain_worst):
            if pain is not None and on_scale(pain) is None:
                found.append(_("pain {value}").format(value=pain))
        return tuple(found)

    def _show_more(self) -> None:
        if self._onset is not None and self._mechanism is not None and self._notes is not None:
            self._onset.set_text(self._value.onset)
            self._mechanism.set_text(self._value.mechanism)
            self._notes.set_text(self._value.notes)

    def _show_marks(self) -> None:
        if {"onset", "mechanism", "notes"} & set(self._unread):
            self._more.set_open(True)
        super()._show_marks()

    def _show_derived(self) -> None:
        value: Subjective = self._value
        self._detail.setVisible(value.health_changes == "yes" or bool(value.health_changes_detail))
        self._to_intake.setVisible(value.health_changes == "yes")
        positive = value.red_flags == "positive" or bool(value.red_flags_found)
        self._found.setVisible(positive)
        book = catalogue()
        told = []
        for key in value.red_flags_found:
            flag = book.red_flags.get(key)
            if flag is not None:
                told.append(_("{flag}: {act}").format(flag=flag.label, act=book.words("red_flag_acts", flag.act)))
        self._act.show_sentences(told, grave=True)
        self.findings.set_flags(value.red_flags_found)

    def _show_previous(self) -> None:
        last: Subjective | None = self._previous
        self._since.setVisible(last is not None or bool(self._value.reaction or self._value.home_care_done))
        if last is None:
            self._more.set_open(True)
        if self._value.pain_best is None and self._value.pain_worst is None:
            self._range.set_open(False)
        self._offer_places()
        self._mark_last()

    def set_habits(self, habits: Habits) -> None:
        """Offer the regions and qualities that this therapist records most before the rest."""
        if habits != self._habits:
            self._habits = habits
            self._offer_places()
            words = dict(choices_of(catalogue().vocabularies.get("pain_qualities")))
            ordered = in_habitual_order(words, habits.qualities, MOST_HABITUAL)
            self._qualities.offer([(key, words[key]) for key in ordered])

    def _offer_places(self) -> None:
        last: Subjective | None = self._previous
        known = last.places if last is not None else ()
        self._places.set_suggested(suggested_places(known, habitual=used_often(self._habits.regions)))

    def set_last_treatment(self, last: Treatment | None, day: date | None, credentials: tuple[str, ...] = ()) -> None:
        """Ask about what was done last time: its marks, its soreness, its relief. Where nothing was done, nothing is
        asked. `credentials` are the therapist's."""
        self._reaction.offer(phrases.reaction(last))
        told = treatment_told(last, named_for(credentials)) if last is not None else ""
        self._asks_reaction = last is None or bool(told)
        self._show_reaction()
        when = near_month_day(day, date.today()) if day is not None else ""
        self._reaction_row.tell(_("{day}: {techniques}").format(day=when, techniques=told) if told and when else "")

    def _show_reaction(self) -> None:
        self._home_care_row.setVisible(self._asks_home_care or bool(self._value.home_care_done))
        self._reaction_row.setVisible(self._asks_reaction or bool(self._value.reaction))

    def set_last_plan(self, last: Plan | None, on: date | None = None, told: str = "") -> None:
        """Ask about what was given to do at home last time, on that day, and what came of the care that was suggested;
        `told` is what the client said of that at the last visit."""
        care = [home_care_told(each) for each in last.home_care] if last is not None else []
        self._home_care_row.tell(_("given: {care}").format(care="; ".join(care)) if care else "")
        self._asks_home_care = last is None or bool(care)
        self._open_care = last.open_referrals(on) if last is not None and on is not None else ()
        self._other_care.tell(referrals_told(self._open_care, told))
        self._show_elsewhere()
        self._show_reaction()

    def _tell_elsewhere(self, text: str) -> None:
        """The answer stands with what was asked, so that the note says of whom it speaks."""
        asked = self._value.care_asked or self._open_care
        self._change(care_elsewhere=text, care_asked=asked if text.strip() else ())

    def _show_elsewhere(self) -> None:
        self._other_care.setVisible(bool(self._open_care or self._value.care_elsewhere))

    def _mark_last(self) -> None:
        last: Subjective | None = self._previous
        self._now.set_last(on_scale(last.pain_now) if last is not None else None)
        if self._best is not None and self._worst is not None:
            self._best.set_last(on_scale(last.pain_best) if last is not None else None)
            self._worst.set_last(on_scale(last.pain_worst) if last is not None else None)

    def _carry(self, previous: Any, now: Any) -> Subjective:
        return carry_subjective(previous, now)
