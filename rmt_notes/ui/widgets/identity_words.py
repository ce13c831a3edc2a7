"""What the identity bar says of a client, the same words on every screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rmt_notes.clinical.alerts import Alert as ClinicalAlert
from rmt_notes.clinical.client import Client
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.alert_pill import PillKind
from rmt_notes.ui.widgets.identity_bar import Alert
from rmt_notes.ui.widgets.when import born_words

PILLS: dict[str, PillKind] = {"danger": "danger", "warning": "warning", "info": "neutral"}
"""How a clinical alert looks as a pill."""


def identity_facts(client: Client, on: date) -> tuple[str, ...]:
    """Legal name where another is preferred, pronouns, birth date with age, file number."""
    legal = client.full_name() if client.shown_name() != client.full_name() else ""
    return tuple(
        fact
        for fact in (
            _("legal name {name}").format(name=legal) if legal else "",
            client.pronouns,
            born_words(client.born, client.age(on)),
            _("file {number}").format(number=f"{client.file_number:04d}"),
        )
        if fact
    )


def alerts_for(alerts: Iterable[ClinicalAlert], client: Client) -> tuple[Alert, ...]:
    """The screening's alerts, then the client's reminders."""
    shown = [Alert(PILLS[alert.kind], alert.text, alert.detail, key=alert.finding_id or "safety") for alert in alerts]
    for reminder in client.reminders:
        shown.append(
            Alert(
                "neutral",
                reminder.text,
                _("Clinical reminder") if reminder.clinical else _("Private reminder, not printed"),
            )
        )
    return tuple(shown)
