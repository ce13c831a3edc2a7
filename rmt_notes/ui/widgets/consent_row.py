"""One consent in a list: what it covers, how and by whom it was given, what was taken back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.consent import CLIENT, Consent
from rmt_notes.clinical.consent_words import (
    areas_words,
    elements_words,
    explained_words,
    giver_words,
    how_words,
    kind_words,
    release_warning,
    withdrawal_words,
)
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.signature_pad import SignatureView
from rmt_notes.ui.widgets.when import clock, long_day


def consent_title(consent: Consent) -> str:
    """What is agreed to, with its areas or its recipient."""
    what = areas_words(consent.areas) or consent.recipient
    return (
        _("{consent}: {what}").format(consent=kind_words(consent.kind), what=what) if what else kind_words(consent.kind)
    )


def consent_facts(consent: Consent) -> str:
    """How, by whom, when, and what was discussed, in one line."""
    scope = ""
    if consent.kind in ("assessment_and_treatment", "sensitive_areas"):
        scope = _("for this plan") if consent.scope == "plan" else _("for this visit")
    parts = [
        f"{long_day(consent.given_at.date())}, {clock(consent.given_at)}",
        how_words(consent.how),
        "" if consent.given_by == CLIENT else giver_words(consent),
        elements_words(consent),
        scope,
        explained_words(consent),
        _("requested by the client") if consent.client_requested else "",
        consent.reason,
        consent.details,
        _("until {day}").format(day=long_day(consent.until)) if consent.until else "",
    ]
    return " · ".join(part for part in parts if part)


class ConsentRow(QWidget):
    """`withdraw_wanted` when the button beside it is pressed."""

    withdraw_wanted = Signal()

    def __init__(
        self,
        consent: Consent,
        rules: Jurisdiction,
        today: date,
        *,
        may_withdraw: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        stands = consent.withdrawn_at is None
        warning = release_warning(consent, today, rules) if stands else ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.metrics().space(2))
        icon, token = ("circle-check", "ok") if stands else ("circle-x", "danger")
        if stands and (warning or not consent.is_complete() or consent.withdrawals):
            icon, token = "circle-alert", "warning"
        row.addWidget(IconMark(icon, token), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.metrics().px(3))
        words.addWidget(Label(consent_title(consent), weight="medium", wrap=True))
        words.addWidget(Label(consent_facts(consent), "hint", token="muted", wrap=True))
        if stands and not consent.is_complete():
            words.addWidget(Label(_("Not all six points were discussed."), "hint", "medium", "warning", wrap=True))
        if warning:
            words.addWidget(Label(warning, "hint", "medium", "warning", wrap=True))
        for withdrawal in consent.withdrawals:
            words.addWidget(Label(withdrawal_words(withdrawal), "hint", "medium", "danger", wrap=True))
        if consent.signature is not None:
            who = _("Signature of the client") if consent.given_by == CLIENT else _("Signature of {name}")
            line = QHBoxLayout()
            line.addWidget(SignatureView(consent.signature, who.format(name=consent.given_by)))
            line.addStretch(1)
            words.addLayout(line)
        row.addLayout(words, 1)
        if stands and may_withdraw:
            withdraw = Button(_("Withdraw"), "quiet")
            withdraw.setAccessibleName(_("Withdraw: {consent}").format(consent=consent_title(consent)))
            withdraw.clicked.connect(self.withdraw_wanted)
            row.addWidget(withdraw, 0, Qt.AlignmentFlag.AlignTop)
