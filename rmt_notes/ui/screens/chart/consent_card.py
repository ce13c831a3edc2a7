"""Consent in the chart: one tap when all six elements were discussed, what today's regions and a changed plan still
need, and every other consent a visit may call for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.consent import CLIENT, ELEMENTS, KINDS, Consent
from rmt_notes.clinical.consent_draft import ConsentDraft
from rmt_notes.clinical.consent_words import explained_words, how_words
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button, focus_reason
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.consent_form import ConsentForm, element_words
from rmt_notes.ui.widgets.consent_row import ConsentRow, consent_facts, consent_title
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import FittingLabel, Label
from rmt_notes.ui.widgets.reading_order import laid_out
from rmt_notes.ui.widgets.scroll import bring_opened
from rmt_notes.ui.widgets.when import clock, near_month_day
from rmt_notes.ui.widgets.withdrawal_form import WithdrawalDraft, WithdrawalForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A consent that is missing: its kind, the areas it must cover, and the sentence that says so. `spoken` ones are
    recorded in the treatment's own row."""

    kind: str
    sentence: str
    areas: tuple[str, ...] = ()
    spoken: bool = False


@dataclass(frozen=True, kw_only=True)
class ConsentState:
    """Everything the card shows. `given` are the consents that belong to this visit, those withdrawn in it included;
    `agreed` says that consent to treatment is in force; `reasons` the last clinical reason of each area; `changes` the
    changed plan in words; `due` until when all of it is to be written down."""

    client: Client
    rules: Jurisdiction
    today: date
    given: tuple[Consent, ...] = ()
    agreed: bool = False
    asks: tuple[Ask, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    changes: str = ""
    due: str = ""


def more_words(kind: str) -> str:
    """A consent one may ask for, in few words."""
    return {
        "assessment_and_treatment": _("Treatment, in other ways"),
        "sensitive_areas": _("Sensitive areas"),
        "plan_change": _("Changed plan"),
        "release": _("Release of information"),
        "photos": _("Photographs"),
    }[kind]


class ConsentCard(Card):
    """`agreed` carries a `ConsentDraft`, `withdrawn` a `WithdrawalDraft`, `spoken_wanted` leads to the spoken consent
    in the treatment."""

    agreed = Signal(ConsentDraft)
    withdrawn = Signal(WithdrawalDraft)
    spoken_wanted = Signal()
    given_up = Signal()
    """A form was left without recording it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Consent"), parent=parent)
        self._state: ConsentState | None = None
        self._given: tuple[object, ...] = ()
        self._asked: tuple[Ask, ...] = ()
        self._plain: Consent | None = None
        self._mark = IconMark("circle-check", "ok")
        self._line = FittingLabel("hint", token="text")
        self._withdraw = Button(_("Withdraw"), "quiet")
        self._withdraw.clicked.connect(self._withdraw_plain)
        self._other = Button(_("Record another"), "quiet")
        self._other.clicked.connect(self._toggle_more)
        self.head.insertWidget(1, self._mark)
        self.head.insertWidget(2, self._line, 100)
        for button in (self._withdraw, self._other):
            self.head.addWidget(button)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().px(10))
        self.add(self._list)
        self._ask = QWidget()
        _flows(self._ask)
        line = FlowLayout(self._ask, theme.metrics().px(8))
        self._all = Button(_("Record: all six discussed, client agrees"), "secondary")
        self._all.clicked.connect(lambda: self._agree_at_once("assessment_and_treatment"))
        self._choose = Button(_("Choose what was discussed"), "quiet")
        self._choose.clicked.connect(lambda: self.open_form("assessment_and_treatment"))
        line.addWidget(self._all)
        line.addWidget(self._choose)
        self.add(self._ask)
        six = "; ".join(element_words(key) for key in ELEMENTS)
        self._six = Label(_("What consent covers: {points}.").format(points=six), "hint", token="muted", wrap=True)
        self.add(self._six)
        self._asks = QVBoxLayout()
        self._asks.setSpacing(theme.metrics().px(10))
        self.add(self._asks)
        self._form: ConsentForm | WithdrawalForm | None = None
        self._why = Banner("info", "", rounded=True)
        self._why.hide()
        self.add(self._why)
        self._form_place = QVBoxLayout()
        self.add(self._form_place)
        self._more = QWidget()
        _flows(self._more)
        more = FlowLayout(self._more, theme.metrics().px(4))
        self._more_buttons: dict[str, Button] = {}
        for kind in KINDS:
            button = Button(more_words(kind), "quiet")
            button.setAccessibleName(_("Ask for consent: {what}").format(what=more_words(kind)))
            button.clicked.connect(partial(self.open_form, kind))
            more.addWidget(button)
            self._more_buttons[kind] = button
        self.add(self._more)
        self._show_more(False)

    # -- showing ----------------------------------------------------------------------------------------------------

    def show_state(self, state: ConsentState) -> None:
        """Show what was given and what is missing; an open form stays as it is."""
        other_client = self._state is not None and self._state.client.id != state.client.id
        self._state = state
        if other_client:
            self.close_form()
        self._plain = _plain(state)
        self.set_hint("" if self._plain is not None else state.due)
        guardian = state.client.guardian
        agrees = _("Record: all six discussed, client agrees")
        if guardian is not None and guardian.name:
            agrees = _("Record: all six discussed, {name} agrees").format(name=guardian.name)
        self._all.set_text(agrees)
        self._offer(not state.agreed and not self._is_asking("assessment_and_treatment"))
        given = (*state.given, state.today, self._plain)
        if given != self._given:
            self._given = given
            self._show_given(state)
        if state.asks != self._asked:
            self._asked = state.asks
            self._show_asks(state.asks)
        self._more_buttons["assessment_and_treatment"].setVisible(state.agreed)
        self._more_buttons["sensitive_areas"].setVisible(bool(state.rules.sensitive))
        self._more_buttons["plan_change"].setVisible(state.agreed)
        self._show_line()

    def _show_line(self) -> None:
        """A single plain consent is told in the card's own line; with nothing else to show, that line is the card."""
        state, plain = self._state, self._plain
        for part in (self._mark, self._line):
            part.setVisible(plain is not None)
        self._withdraw.setVisible(plain is not None and self._form is None)
        self._other.setVisible(state is not None and self._form is None)
        if state is not None and plain is not None:
            title = consent_title(plain)
            self._withdraw.setAccessibleName(_("Withdraw: {consent}").format(consent=title))
            self._line.set_wordings(plain_wordings(plain, state.today), f"{title} · {consent_facts(plain)}")
        self.set_buttoned(self._form is None)
        shown = bool(laid_out(self._list)) or bool(laid_out(self._asks))
        self._inside.setVisible(
            shown or self._form is not None or not all(part.isHidden() for part in (self._ask, self._more))
        )
        self._space()

    def _space(self) -> None:
        super()._space()
        if self._inside.isHidden():
            m = theme.metrics()
            self._outer.setContentsMargins(m.px(18), m.px(5), m.px(18), m.px(5))

    def _withdraw_plain(self) -> None:
        if self._plain is not None:
            self._open_withdrawal(self._plain)

    def _toggle_more(self) -> None:
        self._show_more(self._more.isHidden())

    def _show_more(self, shown: bool) -> None:
        """Offer the other kinds of consent, or not."""
        self._more.setVisible(shown)
        self._other.setAccessibleName(_("Record another consent"))
        self._other.setAccessibleDescription(_("open") if shown else _("closed"))
        self._show_line()
        if shown:
            bring_opened(self)

    def _show_given(self, state: ConsentState) -> None:
        _empty(self._list)
        for consent in () if self._plain is not None else state.given:
            row = ConsentRow(consent, state.rules, state.today, parent=self)
            row.withdraw_wanted.connect(partial(self._open_withdrawal, consent))
            self._list.addWidget(row)

    def _show_asks(self, asks: tuple[Ask, ...]) -> None:
        _empty(self._asks)
        for ask in asks:
            holder = QWidget(self)
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.metrics().space(2))
            row.addWidget(IconMark("shield-alert", "warning"))
            row.addWidget(Label(ask.sentence, wrap=True), 1)
            if ask.spoken:
                button = Button(_("Go there"), "secondary")
                button.clicked.connect(self.spoken_wanted)
            elif ask.kind == "plan_change":
                button = Button(_("Record: all six discussed, client agrees to the change"), "secondary")
                button.clicked.connect(partial(self._agree_at_once, "plan_change"))
            else:
                button = Button(_("Ask and sign"), "secondary", icon="signature")
                button.clicked.connect(partial(self.open_form, ask.kind, ask.areas))
            button.setAccessibleName(f"{button.words()}: {ask.sentence}")
            row.addWidget(button)
            self._asks.addWidget(holder)

    # -- asking -----------------------------------------------------------------------------------------------------

    def open_form(self, kind: str, areas: tuple[str, ...] = (), *, recipient: str | None = None, why: str = "") -> None:
        """Ask for a consent of a kind, in the card itself; `why` stands above the form."""
        state = self._state
        if state is None:
            return
        form = ConsentForm(
            kind,
            state.client,
            state.rules,
            state.today,
            areas=areas or tuple(area for ask in state.asks if ask.kind == kind for area in ask.areas),
            reasons=state.reasons,
            details=state.changes if kind == "plan_change" else "",
            parent=self,
        )
        if recipient is not None:
            form.recipient.set_text(recipient)
            form.details.set_text(_("request for clearance, with the finding it concerns"))
        form.filled.connect(self._take)
        self._put(form)
        self._why.set_message("info", why)
        self._why.setVisible(bool(why))
        self._offer(not state.agreed and kind != "assessment_and_treatment")

    def _open_withdrawal(self, consent: Consent) -> None:
        form = WithdrawalForm(consent, self)
        form.filled.connect(self._take_withdrawal)
        self._put(form)

    def _put(self, form: ConsentForm | WithdrawalForm) -> None:
        self.close_form()
        self._form = form
        form.left.connect(self._leave_form)
        self._form_place.addWidget(form)
        self._show_more(False)
        form.show()
        form.focus_first()

    def form(self) -> ConsentForm | WithdrawalForm | None:
        """The form that is open, or None."""
        return self._form

    def tell_unrecorded(self) -> bool:
        """Whether a form is still open; it says then that nothing of it is recorded. A signed note would go without it,
        and what the client took back would seem to stand."""
        if self._form is None:
            return False
        self._form.say(_("This is not recorded yet. Record it or leave it, then sign."))
        return True

    def close_form(self) -> None:
        """Put an open form away."""
        if self._form is not None:
            form, self._form = self._form, None
            self._form_place.removeWidget(form)
            form.hide()
            form.deleteLater()
        self._why.hide()
        if self._state is not None:
            self._offer(not self._state.agreed)
        self._show_line()

    def _leave_form(self) -> None:
        self.given_up.emit()
        self.close_form()
        self.focus_first()

    def _put_form_away(self) -> None:
        """What is in the form is recorded. The focus stays in the card, on what is there whatever the record says."""
        self.close_form()
        self._other.setFocus()

    def _offer(self, shown: bool) -> None:
        """Offer to record the consent to treatment in one press, with the six points it stands for."""
        if not shown and not self._ask.isHidden() and self._all.hasFocus() and not self._other.isHidden():
            self._other.setFocus(focus_reason(self._all))  # it leaves; else Qt's own chain would lead far away
        self._ask.setVisible(shown)
        self._six.setVisible(shown)

    def _is_asking(self, kind: str) -> bool:
        return isinstance(self._form, ConsentForm) and self._form.kind == kind

    def _take(self, draft: ConsentDraft) -> None:
        self._put_form_away()
        self.agreed.emit(draft)

    def _take_withdrawal(self, draft: WithdrawalDraft) -> None:
        self._put_form_away()
        self.withdrawn.emit(draft)

    def _agree_at_once(self, kind: str) -> None:
        """In words, all six points discussed, by whoever decides for this client."""
        state = self._state
        if state is None:
            return
        draft = ConsentDraft(kind=kind, elements=ELEMENTS, details=state.changes if kind == "plan_change" else "")
        guardian = state.client.guardian
        if guardian is not None and guardian.name:
            right = ", ".join(part for part in (guardian.relation, guardian.authority) if part)
            draft = ConsentDraft(
                kind=kind, elements=ELEMENTS, details=draft.details, given_by=guardian.name, authority=right
            )
        self.agreed.emit(draft)

    def focus_first(self) -> None:
        """The button that records consent, or the first thing that is missing."""
        if not self._ask.isHidden():
            self._all.setFocus()
            return
        for holder in laid_out(self._asks):
            button = holder.findChild(Button)
            if button is not None:
                button.setFocus()
                return
        self._other.setFocus()


def _plain(state: ConsentState) -> Consent | None:
    """The one consent to treatment that the client gave and that stands, where there is nothing else to be said."""
    if len(state.given) != 1 or not state.agreed:
        return None
    only = state.given[0]
    told = only.kind == "assessment_and_treatment" and only.withdrawn_at is None and only.is_complete()
    more = only.withdrawals or only.signature or only.reason or only.details or only.given_by != CLIENT
    return only if told and not more else None


def plain_wordings(consent: Consent, today: date) -> tuple[str, ...]:
    """`to assessment and treatment · 7:48 p.m. · spoken · all six points`, and the same in fewer words."""
    given = consent.given_at
    when = clock(given) if given.date() == today else near_month_day(given.date(), today)
    brief = [when, how_words(consent.how), _("all six points")]
    scope = _("for this plan") if consent.scope == "plan" else _("for this visit")
    full = [part for part in (*brief, scope, explained_words(consent)) if part]
    told = ([_("to assessment and treatment"), *full], full, [*brief, scope], brief, brief[:2])
    return tuple(" · ".join(parts) for parts in told)


def _flows(widget: QWidget) -> None:
    """Let a widget be as high as its flowing lines need."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
