"""The pane at the right: the last visit, the body chart of today, what is safe, and the course of pain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import named_for
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.course import eased
from rmt_notes.clinical.glance import glance
from rmt_notes.clinical.history_words import history_lines
from rmt_notes.clinical.last_visit import in_short
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.situation import Situation
from rmt_notes.clinical.visit import Note, NoteVersion
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.screens.chart.safety_pane import SafetyPane
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.link_button import LinkButton
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.segmented import PillTabs
from rmt_notes.ui.widgets.trend import TrendPlot, TrendPoint
from rmt_notes.ui.widgets.when import long_day

if TYPE_CHECKING:
    from rmt_notes.ui.screens.chart.body_pane import BodyPane

Avoid = tuple[tuple[Place, str], ...]
WIDTH, WIDEST = 372, 560
"""Width of the pane, and how far it grows where the window has room left, at 100 %."""

EDGES = (0, 0, 16, 6)
"""The room left, above, right and below of what a page of the pane shows, at 100 %."""

LABELS = 100
"""The width of the labels, so that they stand under each other from section to section, at 100 %."""

SHORT_LABELS = 69
"""The same where the last visit is told in short: its labels are single words."""

COURSE = 6
"""So many visits the small course of pain tells."""


class SidePane(Panel):
    """What one looks at while charting. `repeat_wanted` asks to take over the whole last visit, `intake_wanted` to
    open the checklist, `close_wanted` to put the pane away where it lies over the note."""

    repeat_wanted = Signal()
    intake_wanted = Signal()
    close_wanted = Signal()
    history_wanted = Signal(str)
    """The complaint or the goals of the health history are to be taken over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "left", parent)
        m = theme.metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(m.space(4), m.space(3), 0, 0)
        column.setSpacing(m.px(6))
        self._tabs = PillTabs(
            [("last", _("Last visit")), ("body", _("Body")), ("safety", _("Safety")), ("trend", _("Trend"))],
            name=_("Beside the note"),
        )
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, m.space(4), 0)
        row.setSpacing(m.px(4))
        row.addWidget(self._tabs, 1)
        self._close = IconButton("x", _("Close what stands beside the note"))
        self._close.clicked.connect(self.close_wanted)
        self._close.hide()
        row.addWidget(self._close)
        column.addLayout(row)
        self._stack = QStackedWidget()
        self._pages = {
            key: ScrollColumn(max_width=None, edges=EDGES, name=words, ground="surface")
            for key, words in (
                ("last", _("Last visit")),
                ("body", _("Body")),
                ("safety", _("Safety")),
                ("trend", _("Trend")),
            )
        }
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.safety = SafetyPane()
        self.safety.intake_wanted.connect(self.intake_wanted)
        self._pages["safety"].add(self.safety)
        column.addWidget(self._stack, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, m.space(4), m.space(3))
        foot.setSpacing(m.px(8))
        self._whole = Button(_("Whole note"), "secondary")
        self._whole.setCheckable(True)
        self._whole.toggled.connect(self._turn_whole)
        foot.addWidget(self._whole)
        self._repeat = Button(_("Same as last time"), "secondary", key_hint="Ctrl+D")
        self._repeat.clicked.connect(self.repeat_wanted)
        foot.addWidget(self._repeat, 1)
        self._chart: Chart | None = None
        self._writable = False
        self._body: BodyPane | None = None
        self._on_body: tuple[Note, NoteVersion | None, Avoid] = (Note(), None, ())
        self._shown: object = None
        column.addWidget(self._foot)
        self._tabs.chosen.connect(self.show_tab)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self.set_room(0)

    def set_room(self, room: int) -> None:
        """Be as wide as `room` pixels, within what reads well."""
        m = theme.metrics()
        self.setFixedWidth(max(m.px(WIDTH), min(room, m.px(WIDEST))))

    def set_closable(self, closable: bool) -> None:
        """While the pane lies over the note, it can be put away."""
        self._close.setVisible(closable)

    def focus_first(self) -> None:
        """Begin with the tab that is shown."""
        self._tabs.focus_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page through what is shown, though nothing in it takes the focus."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        bar = self._pages[self._tabs.current()].verticalScrollBar()
        bar.setValue(bar.value() + steps[Qt.Key(event.key())] * bar.pageStep())

    def show_tab(self, key: str) -> None:
        """Show last, body, safety or trend."""
        self._tabs.set_current(key)
        if key == "body":
            self._show_body()
        self._stack.setCurrentWidget(self._pages[key])
        self._show_foot()

    def _show_foot(self) -> None:
        self._foot.setVisible(self._tabs.current() == "last" and self._has_previous())

    def _has_previous(self) -> bool:
        return self._chart is not None and self._chart.previous is not None

    def _turn_whole(self, whole: bool) -> None:
        """From the visit in short to all that its note says, and back."""
        self._whole.set_text(_("In short") if whole else _("Whole note"))
        if self._chart is not None:
            self._fill_last(self._chart)
            self._pages["last"].verticalScrollBar().setValue(0)

    def set_chart(self, chart: Chart, *, writable: bool = True) -> None:
        """Show a chart's neighbourhood."""
        self._chart = chart
        self._repeat.setVisible(chart.previous is not None and not chart.versions and writable)
        self._writable = writable and not chart.versions
        first = (chart.visit.id, chart.history, chart.safety.findings, self._writable)
        shown = (chart.previous, chart.pain, theme.metrics(), first if chart.previous is None else None)
        self._show_foot()
        if shown == self._shown:
            return
        self._shown = shown
        self._fill_last(chart)
        self._fill_trend(chart)

    def set_body(self, note: Note, previous: NoteVersion | None, avoid: Avoid) -> None:
        """Know what the body charts of both visits show; the figures are drawn while somebody looks at them."""
        self._on_body = (note, previous, avoid)
        if self._tabs.current() == "body":
            self._show_body()

    def _show_body(self) -> None:
        if self._body is None:
            from rmt_notes.ui.screens.chart.body_pane import BodyPane

            self._body = BodyPane()
            self._pages["body"].add(self._body)
        self._body.set_body(*self._on_body)

    def show_safety(self, chart: Chart, screening: Screening, *, writable: bool) -> None:
        """Show what limits treatment now, each finding with its decision."""
        self.safety.show_state(chart, screening, writable=writable)

    def show_finding(self, finding_id: str) -> None:
        """Bring a finding into sight, open for deciding."""
        self.show_tab("safety")
        card = self.safety.card(finding_id)
        if card is not None:
            card.focus_open()
            self._pages["safety"].show_widget(card, at_top=True)

    def show_new_finding(self, key: str) -> None:
        """Ask about something just found, which the therapist chose elsewhere."""
        self.show_tab("safety")
        self.safety.open_new(key)
        self._pages["safety"].show_widget(self.safety.asked() or self.safety, at_top=True)

    def _empty(self, key: str) -> ScrollColumn:
        page = self._pages[key]
        page.empty()
        return page

    def _fill_last(self, chart: Chart) -> None:
        page = self._empty("last")
        previous = chart.previous
        if previous is None:
            self._fill_first(page, chart)
            return
        told = _("{day} · amended by {name}") if previous.is_amendment() else _("{day} · signed by {name}")
        words = told.format(day=long_day(previous.started_at.date()), name=previous.signed_name)
        day = Label(words, "hint", token="muted", wrap=True)
        book = named_for(chart.practitioner.credentials)
        if self._whole.isChecked():
            page.add(day)
            for section in glance(previous.note, book):
                page.add(KeyValue([(line.label, line.text) for line in section.lines], exactly=LABELS))
            self._add_course(page, chart)
            return
        facts = in_short(previous.note, book, on=chart.visit.started_at.date())
        pressing = {fact.label for fact in facts if fact.pressing}
        rows = [(fact.label, fact.text) for fact in facts]
        told_short = QWidget()
        part = QVBoxLayout(told_short)
        part.setContentsMargins(0, 0, 0, 0)
        part.setSpacing(theme.metrics().px(8))
        part.addWidget(day)
        part.addWidget(KeyValue(rows, exactly=SHORT_LABELS, close=True, pressing=pressing))
        if (course := self._course(chart, small=True)) is not None:
            part.addWidget(course)
        page.add(told_short)

    def _fill_first(self, page: ScrollColumn, chart: Chart) -> None:
        """Before a first visit stands the health history: why the client comes, what for, and what limits treatment."""
        history = chart.history
        if history is None:
            page.add(Label(_("First visit: nothing before it."), token="muted", wrap=True))
            return
        told = _("First visit · health history of {day}").format(day=long_day(history.taken_at.date()))
        page.add(Label(told, "hint", token="muted", wrap=True))
        limits = "; ".join(alert.text for alert in Situation.of(chart, chart.visit.started_at).screening.alerts())
        rows = dict(history_lines(history))
        offers = {
            "complaint": (_("Reason for care"), _("Use as complaint"), not chart.note.subjective.complaint),
            "goals": (_("Goals"), _("Use as goal"), not chart.note.plan.goals),
        }
        for what, (label, verb, open_yet) in offers.items():
            if words := rows.pop(label, ""):
                offer = KeyValue([(label, words)], exactly=LABELS)
                if self._writable and open_yet:
                    offer.add_action(self._take_button(what, verb))
                page.add(offer)
        shown = [(_("Limits treatment"), limits or _("nothing on file"))]
        page.add(
            KeyValue(
                shown + [(label, rows[label]) for label in (_("Allergies"), _("Other history")) if label in rows],
                exactly=LABELS,
            )
        )

    def _take_button(self, what: str, verb: str) -> LinkButton:
        button = LinkButton(verb, "plus", inset=0)

        def take() -> None:
            self.history_wanted.emit(what)  # the focus goes where the words went, before the button lets go of it
            button.set_words(_("Carried over"), "check")
            button.setEnabled(False)

        button.clicked.connect(take)
        return button

    def _fill_trend(self, chart: Chart) -> None:
        page = self._empty("trend")
        if not self._add_course(page, chart):
            page.add(Label(_("The course of pain shows from the second signed visit on."), token="muted", wrap=True))

    def _add_course(self, page: ScrollColumn, chart: Chart) -> bool:
        course = self._course(chart)
        if course is not None:
            page.add(course)
        return course is not None

    @staticmethod
    def _course(chart: Chart, *, small: bool = False) -> QWidget | None:
        """The course of pain over the visits, `small` over the last few; None while there is none."""
        marked = zip(chart.pain, eased([point.before for point in chart.pain]), strict=True)
        points = [TrendPoint(point.day, point.before, point.after, meaningful) for point, meaningful in marked]
        if len(points) < 2:
            return None
        whole = QWidget()
        part = QVBoxLayout(whole)
        part.setContentsMargins(0, 0, 0, 0)
        part.setSpacing(theme.metrics().px(4))
        words = _("Pain before and after, 0 to 10")
        if small:
            points = points[-COURSE:]
            words = _n(
                "Pain before (line) and after (dashes), {number} visit",
                "Pain before (line) and after (dashes), {number} visits",
                len(points),
            ).format(number=len(points))
        part.addWidget(Label(words, "hint", token="muted", wrap=True))
        plot = TrendPlot(legend=not small, small=small)
        plot.set_points(points)
        part.addWidget(plot)
        return whole
