"""The notice of information practices: what is collected, why, who sees it, and what the client may ask."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.practice import Practice
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.dialogs import Dialog, Verb
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.scroll import ScrollColumn

SHOWN = "shown"


def notice_lines(practice: Practice, rules: Jurisdiction) -> tuple[str, ...]:
    """The notice, one short paragraph each."""
    who = practice.custodian or practice.name or _("this practice")
    contact = ", ".join(part for part in (practice.phone, practice.email) if part)
    years = _n("{number} year", "{number} years", rules.retain_years).format(number=rules.retain_years)
    return (
        _("We ask about your health so that massage is safe for you. Each question shows its reason."),
        _("You may answer by speaking, on paper or on a screen. You may leave any question out, and you may change or "
          "withdraw an answer or your consent at any time. We tell you if that limits what we can safely do."),
        _("Only your therapist and the people who care for you here see your record. It leaves this practice with your "
          "consent, or where the law asks for it."),
        _("It is kept encrypted, for at least {years} after your last visit.").format(years=years),
        _("You may see your record, get a copy, and ask for a correction."),
        _("Responsible for your record: {who}.").format(who=f"{who} ({contact})" if contact else who),
        _("Law: {law}.").format(law=rules.privacy_label),
    )  # fmt: skip


class NoticeDialog(Dialog):
    """Shows the notice, large enough to hand the screen to the client. It answers `shown` or `close`."""

    def __init__(self, parent: QWidget, practice: Practice, rules: Jurisdiction) -> None:
        super().__init__(
            parent,
            _("How we handle your health information"),
            "",
            [Verb("close", _("Close")), Verb(SHOWN, _("Shown to the client"), "primary")],
            width=600,
        )
        scroll = ScrollColumn(max_width=None, margin=2, name=_("Notice"), ground="card")
        scroll.setMinimumHeight(theme.metrics().px(360))
        for line in notice_lines(practice, rules):
            if line:
                scroll.add(Label(line, "lead", wrap=True))
        self.body.addWidget(scroll, 1)
