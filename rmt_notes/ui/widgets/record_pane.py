"""How a client's record is kept: until when, under which hold, what the client asked to have corrected, what was moved,
and the copy that the client may ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.correction import Correction, told_with_note
from rmt_notes.clinical.misfiling import Misfiling, came_words, left_words
from rmt_notes.clinical.retention import LegalHold, Retention
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card, Rule
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.progress import ProgressLine
from rmt_notes.ui.widgets.when import clock, long_day


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingView:
    """What the pane shows. `due` are the days by which open requests are to be answered, `about` the words for the
    notes that requests speak of, both by the request's id."""

    retention: Retention
    today: date
    holds: tuple[LegalHold, ...] = ()
    corrections: tuple[Correction, ...] = ()
    due: tuple[tuple[str, date | None], ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    left: tuple[Misfiling, ...] = ()
    came: tuple[Misfiling, ...] = ()
    refusal: str = ""


class RecordPane(QWidget):
    """Signals ask; the screen answers. The ids they carry are a hold's or a request's."""

    hold_wanted = Signal()
    lift_wanted = Signal(str)
    correction_wanted = Signal()
    answer_wanted = Signal(str)
    statement_wanted = Signal(str)
    copy_wanted = Signal()
    copy_stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: KeepingView | None = None
        self._buttons: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(4))
        self._term = Card(_("How long it is kept"))
        self._requests = Card(_("Corrections asked for by the client"))
        self._moves = Card(_("Entries moved between records"))
        for card in (self._copy_card(), self._requests, self._term, self._moves):
            column.addWidget(card)
        self.hold = Button(_("Put under legal hold"), "secondary", icon="lock", compact=True)
        self.hold.clicked.connect(self.hold_wanted.emit)
        self._term.head.addWidget(self.hold)
        self.ask = Button(_("Take down a request"), "secondary", icon="plus", compact=True)
        self.ask.clicked.connect(self.correction_wanted.emit)
        self._requests.head.addWidget(self.ask)

    def _copy_card(self) -> Card:
        card = Card(_("Copy of the chart"))
        card.add(
            Label(
                _(
                    "Everything of this client as one PDF: identity, health history, consents, every note with all its "
                    "versions, letters. For a client who asks for their own record, or whoever goes on with the care."
                ),
                token="muted",
                wrap=True,
            )
        )
        self.progress = ProgressLine()
        self.progress.stopped.connect(self.copy_stopped.emit)
        self.progress.hide()
        card.add(self.progress)
        self._told = Label("", wrap=True)
        self._told.hide()
        card.add(self._told)
        self.copy = Button(_("Save a copy…"), "secondary", icon="download", compact=True)
        self.copy.clicked.connect(self.copy_wanted.emit)
        card.head.addWidget(self.copy)
        return card

    def say(self, words: str, token: str = "ok") -> None:
        """What became of the copy."""
        self._told.setText(words)
        self._told.set_token(token)
        self._told.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:
        """A copy is being made."""
        self.copy.setEnabled(not busy)
        self.progress.setVisible(busy)

    def show_view(self, view: KeepingView) -> None:
        """Show a client's keeping."""
        if view == self._view:
            return
        self._view = view
        for button in (self.hold, self.ask, self.copy):
            button.allow(view.refusal)
        self._show_term(view)
        self._show_requests(view)
        self._show_moves(view)

    # -- until when ------------------------------------------------------------------------------------------------

    def _show_term(self, view: KeepingView) -> None:
        _empty(self._term)
        kept = view.retention
        standing = [hold for hold in view.holds if hold.stands()]
        until = long_day(kept.until) if kept.until is not None else _("no day yet")
        if standing:
            until = _("as long as the hold stands")
        rows = [(_("Keep until"), until), (_("Because"), kept.reason)]
        if kept.verify:
            rows.append((_("To confirm"), _("This place's number of years still needs confirming with its source.")))
        if kept.may_go(view.today) and not standing:
            rows.append((_("Now"), _("The term is over. Nothing is destroyed by itself: see Settings.")))
        self._term.add(KeyValue(rows))
        for hold in view.holds:
            self._term.add(Rule())
            self._term.add(self._hold_row(hold, view.refusal))

    def _hold_row(self, hold: LegalHold, refusal: str) -> QWidget:
        words = _("Legal hold since {day}: {reason}").format(day=long_day(hold.set_at.date()), reason=hold.reason)
        if hold.stands() or hold.lifted_at is None:
            return self._row(words, "", _("Lift the hold…"), lambda: self.lift_wanted.emit(hold.id), refusal)
        below = _("Lifted {day} by {name}: {reason}").format(
            day=long_day(hold.lifted_at.date()), name=hold.lifted_by, reason=hold.lifted_reason
        )
        return self._row(words, below)

    # -- requests --------------------------------------------------------------------------------------------------

    def _show_requests(self, view: KeepingView) -> None:
        _empty(self._requests)
        if not view.corrections:
            words = _("A client may ask to have the record corrected. The request, the answer and its day stand here.")
            self._requests.add(Label(words, token="muted", wrap=True))
        due, about = dict(view.due), dict(view.about)
        for number, each in enumerate(sorted(view.corrections, key=lambda one: one.requested_on, reverse=True)):
            if number:
                self._requests.add(Rule())
            self._requests.add(self._request(each, due.get(each.id), about.get(each.id, ""), view))

    def _request(self, each: Correction, due: date | None, about: str, view: KeepingView) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(8))
        rows = list(told_with_note(each)) or [
            (_("Asked on {day}").format(day=long_day(each.requested_on)), each.what),
            (_("Answer"), answer_words(each, due, view.today)),
        ]
        if about:
            rows.insert(1, (_("About"), about))
        column.addWidget(KeyValue(rows, least=150))
        if each.state == "open":
            column.addLayout(
                self._verbs((_("Answer…"), lambda: self.answer_wanted.emit(each.id), view.refusal, each.what))
            )
        elif each.state == "refused" and not each.statement:
            words = _("The client may attach a statement of disagreement; it then goes wherever the note goes.")
            column.addWidget(Label(words, "hint", token="muted", wrap=True))
            column.addLayout(
                self._verbs(
                    (_("Attach a statement…"), lambda: self.statement_wanted.emit(each.id), view.refusal, each.what)
                )
            )
        return holder

    # -- moves -----------------------------------------------------------------------------------------------------

    def _show_moves(self, view: KeepingView) -> None:
        _empty(self._moves)
        self._moves.setVisible(bool(view.left or view.came))
        for moved in view.left:
            self._moves.add(Label(left_words(moved), wrap=True, selectable=True))
        for moved in view.came:
            words = _("Visit of {day}: {words}").format(day=long_day(moved.started_at.date()), words=came_words(moved))
            self._moves.add(Label(words, wrap=True, selectable=True))

    # -- pieces ----------------------------------------------------------------------------------------------------

    def _row(
        self, words: str, below: str, verb: str = "", then: Callable[[], None] | None = None, refusal: str = ""
    ) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(2))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(Label(words, wrap=True, selectable=True))
        if below:
            column.addWidget(Label(below, "hint", token="muted", wrap=True, selectable=True))
        line.addLayout(column, 1)
        if verb and then is not None:
            line.addLayout(self._verbs((verb, then, refusal, words)))
        return holder

    @staticmethod
    def _verbs(*verbs: tuple[str, Callable[[], None], str, str]) -> QHBoxLayout:
        line = QHBoxLayout()
        for words, then, refusal, about in verbs:
            button = Button(words, "secondary", compact=True)
            button.setAccessibleName(f"{words} {about}")
            button.allow(refusal)
            button.clicked.connect(then)
            line.addWidget(button)
        line.addStretch(1)
        return line


def answer_words(each: Correction, due: date | None, today: date) -> str:
    """Where a request stands."""
    if each.state == "open":
        if due is None:
            return _("open; this place's profile names no term")
        if due < today:
            return _("open, was due {day}").format(day=long_day(due))
        return _("open, to be answered by {day}").format(day=long_day(due))
    decided = (
        _("{day}, {time}, {name}").format(
            day=long_day(each.decided_at.date()), time=clock(each.decided_at), name=each.decided_by
        )
        if each.decided_at is not None
        else ""
    )
    said = _("granted") if each.state == "granted" else _("taken back by the client")
    told = _("told of it: {names}").format(names=each.recipients) if each.recipients else ""
    return " · ".join(part for part in (said, decided, each.reason, told) if part)


def _empty(card: Card) -> None:
    while (item := card.body.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
