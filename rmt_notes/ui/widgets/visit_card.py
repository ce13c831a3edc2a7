"""One visit at a glance, beside the list it was chosen from: what it was about, what was done, what was planned."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.catalogue import catalogue, named_for
from rmt_notes.clinical.correction import told_with_note
from rmt_notes.clinical.misfiling import came_words
from rmt_notes.clinical.reading import read
from rmt_notes.clinical.record import Chart, VisitRow
from rmt_notes.clinical.visit import is_late
from rmt_notes.clinical.wording import listed, number, upper_first
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.link_button import LinkButton
from rmt_notes.ui.widgets.visit_words import kind_words, outcome_words, pain_words, state_words
from rmt_notes.ui.widgets.when import clock, full_day, long_day


class VisitCard(Card):
    """`opened(visit_id)` for the chart, `previewed(visit_id)` for the pages, `misfiled(visit_id)` where it belongs to
    another client."""

    opened = Signal(str)
    previewed = Signal(str)
    misfiled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Visit"), parent=parent)
        self._visit_id = ""
        self._facts = Label("", "hint", token="muted", wrap=True)
        self.add(self._facts)
        self._rows = KeyValue()
        self.add(self._rows)
        self._preview = IconButton("file-text", _("Preview page"))
        self._preview.clicked.connect(lambda: self.previewed.emit(self._visit_id))
        self._open = Button(_("Open note"), "secondary", icon="square-pen", compact=True)
        self._open.clicked.connect(lambda: self.opened.emit(self._visit_id))
        self.head.addWidget(self._preview)
        self.head.addWidget(self._open)
        self._whole = LinkButton(_("Whole note"), "chevron-down")
        self._whole.setCheckable(True)
        self._whole.toggled.connect(self._unfold)
        self.add(self._whole)
        self.body.addStretch(1)
        self.move_it = LinkButton(_("Filed under the wrong client?"), "users", token="muted")
        self.move_it.clicked.connect(lambda: self.misfiled.emit(self._visit_id))
        self.add(self.move_it)
        self._all: tuple[tuple[str, str], ...] = ()
        self._few: tuple[tuple[str, str], ...] = ()

    def visit_id(self) -> str:
        """The visit that is shown."""
        return self._visit_id

    def show_visit(self, row: VisitRow, chart: Chart | None) -> None:
        """Show a visit; without its chart yet, what the row already says."""
        self._visit_id = row.id
        self.set_title(full_day(row.started_at))
        parts = [
            clock(row.started_at),
            _("{number} min").format(number=row.minutes) if row.minutes else "",
            kind_words(row.kind),
            outcome_words(row.outcome),
            self._signed(row, chart),
        ]
        self._facts.setText(" · ".join(part for part in parts if part))
        self._few, self._all = self._lines(row, chart)
        self._open.set_text(_("Continue note") if row.state == "draft" else _("Open note"))
        self._open.set_kind("primary" if row.state == "draft" else "secondary")
        self._whole.setVisible(len(self._all) > len(self._few))
        self._rows.set_rows(self._all if self._whole.isChecked() else self._few)

    @staticmethod
    def _signed(row: VisitRow, chart: Chart | None) -> str:
        if chart is None or not chart.versions:
            return state_words(row.state)
        last = chart.versions[-1]
        words = _("amended by {name}") if last.is_amendment() else _("signed by {name}")
        return words.format(name=last.signed_name)

    @staticmethod
    def _lines(row: VisitRow, chart: Chart | None) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """What shows at first, and the whole note."""
        few, every = _short_rows(row, chart), []
        if chart is not None:
            told = read(chart.note, named_for(chart.practitioner.credentials))
            every = [(line.label, line.text) for section in told for line in section.lines]
        if not few:
            few = [(_("Note"), _("Nothing is charted yet."))]
        if chart is not None:
            beside = [(_("Filed"), came_words(moved)) for moved in chart.filed]
            for correction in chart.corrections:
                beside += told_with_note(correction)
            few, every = [*few, *beside], [*every, *beside]
        if is_late(row.started_at, row.entered_at, row.minutes):
            late = (_("Entered later"), _("on {day}").format(day=long_day(row.entered_at)))
            few, every = [*few, late], [*every, late]
        return tuple(few), tuple(every)

    def _unfold(self, whole: bool) -> None:
        self._whole.set_words(_("Less") if whole else _("Whole note"), "chevron-up" if whole else "chevron-down")
        self._rows.set_rows(self._all if whole else self._few)


def _short_rows(row: VisitRow, chart: Chart | None) -> list[tuple[str, str]]:
    """The few lines that a therapist looks for before the next visit."""
    book = catalogue() if chart is None else named_for(chart.practitioner.credentials)
    rows = [(_("About"), row.complaint), (_("Pain"), _pain(row))]
    if chart is None:
        return [each for each in rows if each[1]]
    note = chart.note
    treated = []
    for each in note.treatment.techniques:
        words = book.techniques[each.technique].short.text() if each.technique in book.techniques else each.technique
        minutes = _("{number} min").format(number=number(each.minutes)) if each.minutes else ""
        treated.append("\u00a0".join(part.replace(" ", "\u00a0") for part in (words, minutes) if part))
    care = [book.words("home_care", each.key) if each.key else each.note for each in note.plan.home_care]
    plan = note.plan
    following = long_day(plan.next_visit) if plan.next_visit else ""
    rows += [
        (_("Treated"), listed(treated) or note.treatment.outcome_reason),
        (_("Response"), note.treatment.response),
        (_("Adverse event"), note.treatment.adverse_event.what if note.treatment.adverse_event is not None else ""),
        (_("Impression"), listed([book.words("impressions", each.key) for each in note.assessment.impressions])),
        (_("Home care"), listed(care)),
        (_("Plan"), " · ".join(part for part in (plan.frequency, following) if part)),
    ]
    return [(label, upper_first(words)) for label, words in rows if words]


def _pain(row: VisitRow) -> str:
    if row.pain_before is not None and row.pain_after is not None:
        return _("{before} before, {after} after").format(before=row.pain_before, after=row.pain_after)
    if row.pain_before is not None:
        return _("{score} before").format(score=row.pain_before)
    return pain_words(row.pain_before, row.pain_after)
