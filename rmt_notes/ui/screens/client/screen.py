"""One client: who, what limits treatment, every visit, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from rmt_notes.clinical.body_compare import BurdenPoint
from rmt_notes.clinical.body_ground import numbered
from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.correction import answer_due
from rmt_notes.clinical.record import ClientFile, VisitRow
from rmt_notes.db import RecordStore
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.places import Chart, ClientPlace, EditClient, Intake, NewVisit, Place, Preview
from rmt_notes.ui.screens.client.papers import PaperDesk
from rmt_notes.ui.screens.client.reading import (
    Detail,
    View,
    course_of_pain,
    keeping_view,
    read_client,
    read_detail,
    visits_in_words,
)
from rmt_notes.ui.screens.client.record_desk import RecordDesk
from rmt_notes.ui.widgets.alert_pill import PillKind
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card, Panel
from rmt_notes.ui.widgets.change_card import ChangeCard
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.health_pane import HealthPane
from rmt_notes.ui.widgets.identity_alerts import Alert
from rmt_notes.ui.widgets.identity_bar import IdentityBar
from rmt_notes.ui.widgets.identity_pane import IdentityPane
from rmt_notes.ui.widgets.identity_words import alerts_for, identity_facts, review_alert
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.record_pane import RecordPane
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.segmented import PillTabs
from rmt_notes.ui.widgets.trend import TrendPlot
from rmt_notes.ui.widgets.visit_card import VisitCard
from rmt_notes.ui.widgets.visit_list import TimelineRow, VisitList
from rmt_notes.ui.widgets.visit_rows import clearance_row, is_started, left_row, timeline_row
from rmt_notes.ui.widgets.when import long_day, short_day
from rmt_notes.ui.widgets.withdrawal_form import WithdrawalDraft
from rmt_notes.ui.worker import Changes, Worker

if TYPE_CHECKING:
    from rmt_notes.ui.widgets.body.compare_card import BodyCompareCard

LEFT = 332
LIST_BESIDE = 640
"""Under this width, at 100 %, tabs and list stand above what they show."""
LIST_HIGH = 96
"""How high the list may be there, at 100 %."""
QWIDGETSIZE_MAX = 16777215
"""No limit, to Qt."""
BESIDE = 820
"""From this width on the visit and the course of pain stand side by side."""
QUIET_MS = 80
Marks = tuple[BodyMark, ...]
SOON_DAYS = 7
"""From so many days before its term on, an open request presses."""
SIGNED = ("signed", "amended")
TABS = ("visits", "health", "identity", "record")


class ClientScreen(QWidget):
    """Identity and alerts never scroll away; below them the tabs Visits, Health and Identity."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._client_id = ""
        self._tab = "visits"
        self._view: View | None = None
        self._other = ""
        self._asked = 0
        self._loads = 0
        self._goal_finding = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._ask_detail)
        self._build()
        worker.changed.connect(self._hear)

    # -- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._bar = IdentityBar()
        self._bar.alert_pressed.connect(self._show_alert)
        self._bar.more_pressed.connect(lambda: self._show_alert(""))
        self._intake = Button(_("Intake"), "secondary", icon="clipboard-list")
        self._intake.clicked.connect(lambda: self.gone.emit(Intake(self._client_id)))
        self._new = Button(_("New note"), icon="plus", key_hint="Ctrl+N")
        self._new.clicked.connect(self.start_note)
        self._bar.add_action(self._intake)
        self._bar.add_action(self._new)
        outer.addWidget(self._bar)
        self._body_box = body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._left_side())
        body.addWidget(self._right_side(), 1)
        outer.addLayout(body, 1)

    def _left_side(self) -> QWidget:
        m = theme.metrics()
        self._left = Panel("surface", "right")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(m.px(14), m.px(14), m.px(14), 0)
        column.setSpacing(m.px(12))
        self._tabs = PillTabs(
            [
                ("visits", _("Visits")),
                ("health", _("Health")),
                ("identity", _("Identity")),
                ("record", _("Record")),
            ],
            name=_("About the client"),
        )
        self._tabs.chosen.connect(self._take_tab)
        column.addWidget(self._tabs)
        self._lists = QStackedWidget()
        self._visits = VisitList()
        self._visits.chosen.connect(lambda _key: self._quiet.start())
        self._visits.opened.connect(lambda visit: self.gone.emit(Chart(visit)))
        self._versions = VisitList()
        self._versions.setAccessibleName(_("Versions of the health history"))
        self._versions.chosen.connect(lambda _key: self._show_version())
        hints = (
            _hint(_("Identity is shown on every screen and page of this client.")),
            _hint(_("How long the record is kept, what the client asked to have corrected, and its copy.")),
        )
        for widget in (self._visits, self._versions, *hints):
            self._lists.addWidget(widget)
        column.addWidget(self._lists, 1)
        return self._left

    def _right_side(self) -> QWidget:
        holder = QWidget()
        self._pages = QStackedWidget()
        self._course = ScrollColumn(max_width=1240, at_left=True, name=_("Visits"))
        self._empty = EmptyState(
            "calendar-plus",
            _("No visits yet"),
            _("This client's visits will be listed here, newest first."),
            _("New note"),
        )
        self._empty.acted.connect(self.start_note)
        self._visit = VisitCard()
        self._visit.opened.connect(lambda visit: self.gone.emit(Chart(visit)))
        self._visit.previewed.connect(self._preview)
        self._event = Card()
        self._event_words = Label("", wrap=True)
        self._event.add(self._event_words)
        self._trend_card = Card(_("Pain over the visits"))
        self._trend = TrendPlot()
        self._trend.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._trend_card.add(self._trend)
        self._changes = ChangeCard()
        self._changes.compared.connect(self._compare_with)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for part in (self._empty, self._event):
            self._course.add(part)
            part.hide()
        self._course.add(self._beside)
        for card in (self._visit, self._trend_card):
            self._beside.addWidget(card, 1)
            card.hide()
        self._course.add(self._changes)
        self._changes.hide()
        self._body: BodyCompareCard | None = None
        self._health_page = ScrollColumn(max_width=1080, at_left=True, name=_("Health"))
        self._health = HealthPane()
        self._health.decided.connect(lambda _finding: self.gone.emit(Intake(self._client_id)))
        self._health.taken.connect(lambda: self.gone.emit(Intake(self._client_id)))
        self._papers = PaperDesk(self._worker, self)
        self._health.consents.withdrawn.connect(self._withdraw)
        self._health.papers.wanted.connect(self._papers.save_copy)
        self._papers.told.connect(self._say_paper)
        self._paper_told = Banner("info", "", rounded=True)
        self._paper_told.hide()
        self._health_page.add(self._paper_told)
        self._record_told = Banner("info", "", rounded=True, closable=True)
        self._record_told.closed.connect(self._record_told.hide)
        self._record_told.hide()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._record_told)
        outer.addWidget(self._pages, 1)
        self._health_page.add(self._health)
        identity_page = ScrollColumn(max_width=820, at_left=True, name=_("Identity"))
        self._identity = IdentityPane()
        self._identity.edited.connect(lambda: self.gone.emit(EditClient(self._client_id)))
        identity_page.add(self._identity)
        record_page = ScrollColumn(max_width=820, at_left=True, name=_("Record"))
        self._record = RecordPane()
        self._desk = RecordDesk(self._worker, self._record, self)
        self._desk.changed.connect(self._reload)
        self._desk.gone.connect(self.gone)
        self._desk.told.connect(self._say_record)
        self._visit.misfiled.connect(self._ask_move)
        record_page.add(self._record)
        for page in (self._course, self._health_page, identity_page, record_page):
            self._pages.addWidget(page)
        return holder

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name, without client words."""
        return _("Client")

    def show_place(self, place: Place) -> None:
        """Show a client; the tab of the place."""
        if not isinstance(place, ClientPlace):
            return
        if place.client_id != self._client_id:
            self._client_id = place.client_id
            self._other = ""
            self._forget()
        self._set_tab(place.tab if place.tab in TABS else "visits")
        for button in (self._new, self._intake, self._empty.button()):
            button.allow(self._worker.why_not_write())
        self._reload()

    def leave(self) -> None:
        """Nothing to keep."""
        self._quiet.stop()

    def has_unsaved(self) -> bool:
        """Never: everything here is only read."""
        return False

    def focus_first(self) -> None:
        """Put the focus on the list at the left, else on the button for a new note."""
        if self._tab == "visits" and self._visits.rows():
            self._visits.setFocus()
        else:
            self._new.setFocus()

    def start_note(self) -> None:
        """Begin a visit with this client."""
        self.gone.emit(NewVisit(self._client_id))

    # -- loading -------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Nothing of the client before may stay in sight while the new one is being read."""
        self._view = None
        self._bar.set_identity("", (), "")
        self._bar.set_alerts(())
        self._visits.set_rows(())
        self._versions.set_rows(())
        for widget in (self._empty, self._event, self._visit, self._trend_card, self._changes, self._record_told):
            widget.hide()
        self._hide_bodies()
        self._pages.hide()

    def _reload(self) -> None:
        self._loads += 1
        load, client = self._loads, self._client_id
        self._worker.ask(self, lambda store: read_client(store, client), lambda view: self._show(load, view))

    def _show(self, load: int, view: View) -> None:
        if load != self._loads:
            return
        self._view = view
        file = view.file
        client = file.client
        self._bar.set_identity(
            client.shown_name(), identity_facts(client, view.today), visits_in_words(file.visits, view.today)
        )
        self._bar.set_alerts(
            (
                *self._look_alike(file),
                *alerts_for(view.alerts, client),
                *review_alert(file.histories, view.today, "review"),
                *self._asked_for(view),
            )
        )
        self._show_timeline(file)
        self._show_trend(file)
        kinds: dict[str, PillKind] = {alert.finding_id: _pill(alert.kind) for alert in view.alerts if alert.finding_id}
        self._health.set_safety(file.safety, kinds, view.today, view.rules)
        self._intake.set_text(_("Go on with the intake") if file.intake else _("Intake"))
        self._show_versions(file)
        self._identity.set_client(client, file.providers, view.today)
        refusal = self._worker.why_not_write()
        self._desk.set_view(view)
        self._record.show_view(keeping_view(view, refusal))
        self._visit.move_it.setVisible(not refusal)
        self._pages.show()
        if self._goal_finding:
            self._go_to_finding()

    @staticmethod
    def _look_alike(file: ClientFile) -> tuple[Alert, ...]:
        if not file.similar:
            return ()
        names = ", ".join(f"{row.name} ({row.file_number:04d})" for row in file.similar[:4])
        return (Alert("info", _("Similar name on file"), _("Also on file: {names}").format(names=names)),)

    @staticmethod
    def _asked_for(view: View) -> tuple[Alert, ...]:
        """A request for correction that waits for its answer."""
        dues = [answer_due(each.requested_on, view.rules) for each in view.file.corrections if each.state == "open"]
        if not dues:
            return ()
        due = min((day for day in dues if day is not None), default=None)
        words = _("The client asks to have the record corrected.")
        if due is not None:
            words = f"{words} {_('The answer is due by {day}.').format(day=long_day(due))}"
        kind: PillKind = "warning" if due is not None and (due - view.today).days <= SOON_DAYS else "neutral"
        return (Alert(kind, _("Correction asked for"), words, key="correction"),)

    def _ask_move(self, visit_id: str) -> None:
        row = self._row(visit_id)
        if row is not None:
            self._desk.ask_move(row)

    def _say_record(self, sentence: str) -> None:
        self._record_told.set_message("info", sentence)
        self._record_told.show()

    # -- the course of the visits ----------------------------------------------------------------------------------

    def _show_timeline(self, file: ClientFile) -> None:
        dated: list[tuple[date, int, TimelineRow]] = [
            (row.started_at.date(), number, timeline_row(row)) for number, row in enumerate(reversed(file.visits))
        ]
        dated += [(each.received_on, -1, clearance_row(each)) for each in file.safety.clearances]
        dated += [(each.started_at.date(), -1, left_row(each)) for each in file.left]
        dated.sort(key=lambda each: (each[0], each[1]), reverse=True)
        self._empty.setVisible(not dated)
        keep = self._visits.current()
        self._visits.set_rows([row for _day, _number, row in dated], keep or self._first_choice())
        self._quiet.stop()
        self._ask_detail()

    def _first_choice(self) -> str:
        """The newest visit that has something to read."""
        started = next((row.id for row in self._rows() if is_started(row) and row.state != "void"), "")
        return started or next((row.id for row in self._rows()), "")

    def _rows(self) -> tuple[VisitRow, ...]:
        return self._view.file.visits if self._view else ()

    def _row(self, visit_id: str) -> VisitRow | None:
        return next((row for row in self._rows() if row.id == visit_id), None)

    def _comparable(self, chosen: str) -> list[VisitRow]:
        """Signed visits other than the chosen one, newest first."""
        return [row for row in self._rows() if row.state in SIGNED and row.id != chosen]

    def _ask_detail(self) -> None:
        key = self._visits.current()
        row = self._row(key)
        self._asked += 1
        if row is None:
            self._show_event(key)
            return
        self._event.hide()
        self._visit.show_visit(row, None)
        self._visit.show()
        signed = self._comparable("")
        # what a draft does not say yet is no change: the newest signed visit is compared in its place
        newer = row.id if row.state in SIGNED or not signed else signed[0].id
        others = self._comparable(newer)
        keys = [each.id for each in others]
        other = self._other if self._other in keys else keys[-1] if keys else ""
        pair = (newer, other) if signed else ("", "")
        self._visits.set_compared(other)
        self._changes.set_choices([(each.id, _compare_words(each)) for each in others], other)
        asked = self._asked
        marks = self._view.file.marks if self._view is not None else ()
        self._worker.ask(
            self,
            lambda store: read_detail(store, row.id, pair, marks),
            lambda detail: self._show_detail(asked, row, detail),
        )

    def _show_event(self, key: str) -> None:
        self._visit.hide()
        self._changes.hide()
        self._hide_bodies()
        self._visits.set_compared("")
        event = next((each for each in self._visits.rows() if each.key == key), None)
        self._event.setVisible(event is not None)
        if event is not None:
            self._event.set_title(f"{event.title} · {event.rest}")
            self._event_words.setText(event.summary)

    def _show_detail(self, asked: int, row: VisitRow, detail: Detail) -> None:
        if asked != self._asked:
            return
        self._visit.show_visit(row, detail.chart)
        self._changes.show()
        if not detail.pair:
            self._changes.show_words(_("Two signed visits can be compared; there are not yet two."))
            self._hide_bodies()
            return
        earlier, later = detail.pair
        days = [long_day(each.visit.started_at) for each in (earlier, later)]
        self._changes.show_rows(days[0], days[1], detail.rows)
        self._compare_bodies((days[0], numbered(earlier.note)), (days[1], numbered(later.note)), detail.burdens)

    def _hide_bodies(self) -> None:
        if self._body is not None:
            self._body.hide()

    def _compare_bodies(
        self, earlier: tuple[str, Marks], later: tuple[str, Marks], burdens: Sequence[BurdenPoint]
    ) -> None:
        """The figures of the two visits; the card is made for the first that have a mark."""
        if self._body is None:
            if not earlier[1] and not later[1]:
                return
            from rmt_notes.ui.widgets.body.compare_card import BodyCompareCard

            self._body = BodyCompareCard()
            self._course.add(self._body)
        self._body.set_course(burdens)
        self._body.setVisible(self._body.set_pair(earlier, later))

    def _compare_with(self, visit_id: str) -> None:
        self._other = visit_id
        self._ask_detail()

    def _show_trend(self, file: ClientFile) -> None:
        points = course_of_pain(file)
        self._trend.set_points(points)
        self._trend_card.setVisible(len(points) > 1)

    # -- health and identity ---------------------------------------------------------------------------------------

    def _show_versions(self, file: ClientFile) -> None:
        rows = []
        for history in sorted(file.histories, key=lambda each: each.number, reverse=True):
            looked = [each.reviewed_on for each in file.reviews if each.history_id == history.id]
            summary = (
                _("reviewed {day}, no change").format(day=short_day(max(looked))) if looked else history.reason_for_care
            )
            rows.append(
                TimelineRow(
                    key=history.id,
                    title=short_day(history.taken_at),
                    rest=_("health history {number}").format(number=history.number),
                    summary=summary,
                    icon="clipboard-list",
                    spoken=_("Health history {number}, {day}").format(
                        number=history.number, day=short_day(history.taken_at)
                    ),
                )
            )
        self._versions.set_rows(rows)
        self._show_version()

    def _show_version(self) -> None:
        if self._view is None:
            return
        file, key = self._view.file, self._versions.current()
        chosen = next((each for each in file.histories if each.id == key), None)
        newest = max(file.histories, key=lambda each: each.number, default=None)
        self._health.set_history(chosen or newest, file.reviews, newest is None or chosen in (None, newest))
        self._health.set_versions(file.histories, chosen.id if chosen else "", file.intake, self._view.today)

    def _show_alert(self, finding_id: str) -> None:
        if finding_id == "correction":
            self._set_tab("record")
            return
        self._goal_finding = finding_id
        self._set_tab("health")
        self._go_to_finding()

    def _go_to_finding(self) -> None:
        row = self._health.row_of(self._goal_finding)
        self._goal_finding = ""
        if row is not None:
            QTimer.singleShot(0, row, lambda: self._health_page.show_widget(row, at_top=True))

    def _withdraw(self, draft: WithdrawalDraft) -> None:
        def write(store: RecordStore) -> None:
            store.withdraw_consent(
                draft.consent_id, store.now(), draft.said, done=draft.done, areas=draft.areas, scope=draft.scope
            )

        changes = Changes(frozenset({"safety"}), self._client_id)
        self._worker.ask(self, write, changes=changes)

    def _say_paper(self, sentence: str) -> None:
        self._paper_told.set_message("info", sentence)
        self._paper_told.show()

    # -- moving about ----------------------------------------------------------------------------------------------

    def _take_tab(self, tab: str) -> None:
        self._set_tab(tab)

    def _set_tab(self, tab: str) -> None:
        self._tab = tab
        self._tabs.set_current(tab)
        number = TABS.index(tab)
        self._lists.setCurrentIndex(number)
        self._pages.setCurrentIndex(number)
        self._arrange()

    def _preview(self, visit_id: str) -> None:
        self.gone.emit(Preview(visit_id, ClientPlace(self._client_id)))

    def _hear(self, changes: Changes) -> None:
        about_us = not changes.client_id or changes.client_id == self._client_id
        if self.isVisible() and self._client_id and about_us and changes.asker is not self:
            self._reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._arrange()

    def _arrange(self) -> None:
        m = theme.metrics()
        above = 0 < self.width() < m.px(LIST_BESIDE)
        ways = QBoxLayout.Direction
        self._body_box.setDirection(ways.TopToBottom if above else ways.LeftToRight)
        if above:
            left = 0
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(QWIDGETSIZE_MAX)
        else:
            left = min(m.px(LEFT), max(m.px(240), round(self.width() * 0.34)))
            self._left.setFixedWidth(left)
        self._lists.setMaximumHeight(m.px(LIST_HIGH) if above else QWIDGETSIZE_MAX)
        self._lists.setHidden(above and self._tab not in ("visits", "health"))  # the others have a hint there, no list
        wide = self.width() - left >= m.px(BESIDE)
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._beside.setSpacing(m.space(4))


def _hint(words: str) -> QWidget:
    """What stands at the left where there is no list."""
    m = theme.metrics()
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(m.px(8), m.px(8), m.px(8), 0)
    column.addWidget(Label(words, "hint", token="muted", wrap=True))
    column.addStretch(1)
    return holder


def _pill(kind: str) -> PillKind:
    return "danger" if kind == "danger" else "warning" if kind == "warning" else "neutral"


def _compare_words(row: VisitRow) -> str:
    words = _("first visit") if row.kind == "initial" else ""
    return " · ".join(part for part in (short_day(row.started_at), words) if part)
